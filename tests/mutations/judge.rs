//! What a mutation does: is it told, and if not, by how much does it change the headline figures.

use crate::draft::Draft;
use crate::mutation::{Mutation, Reach};
use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;
use xuewei::allocation::{Limits, PlanStatus, allocate};
use xuewei::diagnostic::{Diagnostic, Severity};
use xuewei::domain::{Language, SchoolYear, Study};
use xuewei::input::read_study;
use xuewei::outcome::{Component, Outcome};
use xuewei::progress::Silent;
use xuewei::projection::{Projection, births_by_year, project};
use xuewei::report::lacking_sentences;

/// A headline figure may change so much in silence.
pub const ALLOWED: f64 = 0.01;
/// Years of the headline figures of the projection.
const YEARS: [i32; 2] = [2027, 2035];
/// The searches end so near the least cost: far less than what is allowed.
const GAP: f64 = 0.001;
const SECONDS: f64 = 600.0;

/// A figure, and the amount of which its change is taken as a share.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub name: String,
    pub value: f64,
    pub of: f64,
}

impl Figure {
    fn new(name: impl Into<String>, value: f64) -> Self {
        Self { name: name.into(), value, of: value.abs() }
    }
}

/// What came of a mutation.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// A new error or warning, by its code; how many kinds more.
    Found(String, usize),
    /// The projection refuses it, or the plan says that not every promise can be kept.
    Refused(String),
    /// Silent; the figure that changes most, and its change.
    Silent(String, f64),
    /// The program broke down.
    Broke(String),
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Found(code, 0) => write!(formatter, "found by {code}"),
            Self::Found(code, more) => write!(formatter, "found by {code} and {more} more"),
            Self::Refused(why) => write!(formatter, "refused: {why}"),
            Self::Silent(figure, change) => write!(formatter, "silent: {figure} {:+.2} %", change * 100.0),
            Self::Broke(how) => write!(formatter, "BROKE: {how}"),
        }
    }
}

/// The study without mistakes, with what is said of it and its figures.
pub struct Base {
    pub draft: Draft,
    place: TempDir,
    said: BTreeSet<String>,
    projected: Vec<Figure>,
    planned: Vec<Figure>,
    /// How many times the whole study this is, by children.
    pub share: f64,
}

impl Base {
    /// Reads, projects and plans a study without mistakes.
    pub fn of(draft: Draft, share: f64) -> Self {
        let place = tempfile::tempdir().unwrap();
        let reading = read_study(&draft.write(place.path(), None));
        let mut said: BTreeSet<String> = grave(&reading.diagnostics).map(key).collect();
        let study = reading.study.unwrap_or_else(|| panic!("{said:?}"));
        said.extend(lacking_sentences(&study, Language::English));
        let projection = project(&study, &Silent).unwrap();
        let projected = of_projection(&study, &projection);
        let planned = of_plan(&study, &projection).unwrap();
        Self { draft, place, said, projected, planned, share }
    }

    /// Headline figures.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.projected.iter().chain(&self.planned)
    }

    /// What a mutation may change in silence: where it touches one place, as much of a small study as of the whole.
    pub fn allowed(&self, mutation: &Mutation) -> f64 {
        if mutation.reach == Reach::Place { ALLOWED / self.share } else { ALLOWED }
    }

    /// Judges one mutation; those that stay silent are planned where this is asked for.
    pub fn judge(&self, mutation: &Mutation, plan: bool) -> Verdict {
        let draft = mutation.of(&self.draft);
        let place = tempfile::tempdir().unwrap();
        let model = draft.write(place.path(), Some((&self.draft, self.place.path())));
        let allowed = self.allowed(mutation);
        let judged = std::panic::catch_unwind(|| self.read(&model, allowed, plan));
        judged.unwrap_or_else(|_| Verdict::Broke("a panic".to_owned()))
    }

    fn read(&self, model: &Path, allowed: f64, plan: bool) -> Verdict {
        let reading = read_study(model);
        let new: Vec<&Diagnostic> =
            grave(&reading.diagnostics).filter(|one| !self.said.contains(&key(one))).collect();
        if let Some(worst) = new.iter().max_by_key(|one| one.severity) {
            let codes: BTreeSet<&str> = new.iter().map(|one| one.code).collect();
            let grade = if worst.severity == Severity::Error { "error" } else { "warning" };
            return Verdict::Found(format!("{grade} {}", worst.code), codes.len() - 1);
        }
        let Some(study) = reading.study else { return Verdict::Broke("no study, no error".to_owned()) };
        // What a plan lacks is said by `check` and on the first page of the plan, in sentences.
        let lacking = lacking_sentences(&study, Language::English);
        if let Some(sentence) = lacking.iter().find(|one| !self.said.contains(*one)) {
            return Verdict::Found(
                format!("a sentence: {}", sentence.chars().take(60).collect::<String>()),
                0,
            );
        }
        let projection = match project(&study, &Silent) {
            Ok(projection) => projection,
            Err(error) => return Verdict::Refused(format!("{error:?}").chars().take(80).collect()),
        };
        let projected = greatest(&self.projected, &of_projection(&study, &projection));
        if projected.1.abs() > allowed || !plan {
            return Verdict::Silent(projected.0, projected.1);
        }
        match of_plan(&study, &projection) {
            Ok(planned) => {
                let planned = greatest(&self.planned, &planned);
                let (figure, change) = if planned.1.abs() > projected.1.abs() { planned } else { projected };
                Verdict::Silent(figure, change)
            }
            Err(why) => Verdict::Refused(why),
        }
    }
}

fn grave(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    diagnostics.iter().filter(|one| one.severity >= Severity::Warning)
}

/// A finding without its folder and its figures.
fn key(one: &Diagnostic) -> String {
    let (file, place) = (one.location.file.file_name(), &one.location);
    format!("{} {file:?} {:?} {:?} {}", one.code, place.row, place.column, one.count)
}

/// The figure that changes most, relative to what it was.
fn greatest(before: &[Figure], after: &[Figure]) -> (String, f64) {
    let mut greatest = (String::new(), 0.0_f64);
    for old in before {
        let change = match after.iter().find(|one| one.name == old.name) {
            Some(new) => (new.value - old.value) / old.of.max(1e-9),
            None => f64::INFINITY,
        };
        if greatest.0.is_empty() || change.abs() > greatest.1.abs() || change.is_nan() {
            greatest = (old.name.clone(), change);
        }
    }
    greatest
}

fn of_projection(study: &Study, projection: &Projection) -> Vec<Figure> {
    let births = births_by_year(projection);
    let mut figures = Vec::new();
    for year in YEARS {
        let found = births.iter().find(|(of, _)| *of == year).map_or(0.0, |(_, births)| *births);
        figures.push(Figure::new(format!("births {year}"), found));
        let at = projection.rolls.years.iter().position(|of| *of == SchoolYear(year));
        for (index, stage) in study.stages.iter().enumerate() {
            let stages = projection.rolls.demand.index_axis(ndarray::Axis(1), index);
            let rolls = at.map_or(0.0, |at| stages.index_axis(ndarray::Axis(2), at).sum());
            figures.push(Figure::new(format!("{} {year}", stage.id), rolls));
        }
    }
    figures
}

/// Figures of the plan; in words what it cannot keep, if anything.
fn of_plan(study: &Study, projection: &Projection) -> Result<Vec<Figure>, String> {
    let rolls = &projection.rolls;
    let limits = Limits { threads: 1, ..Limits::new(GAP, SECONDS) };
    let plan = allocate(study, rolls, limits, &Silent).map_err(|error| format!("no plan: {error:?}"))?;
    if plan.status == PlanStatus::Repaired {
        return Err("the plan says that not every promise can be kept".to_owned());
    }
    let outcome = Outcome::new(study, rolls, &plan);
    let money = |of: &dyn Fn(Component) -> bool| -> f64 {
        outcome.money.iter().filter(|line| of(line.component)).map(|line| line.present).sum()
    };
    let unplaced: f64 = plan.unplaced.iter().map(|one| one.children).sum();
    let mut figures = vec![
        Figure::new("total cost", plan.objective + plan.constant),
        Figure::new("decision cost", plan.objective),
        Figure::new("capital", money(&|of| of == Component::Capital)),
        Figure::new("projects", plan.openings.iter().map(|one| f64::from(one.count)).sum()),
        Figure { name: "without a place".to_owned(), value: unplaced, of: rolls.demand.sum() },
    ];
    let last = study.horizon.last;
    for line in outcome.indicators.iter().filter(|line| line.year == last && line.county.is_none()) {
        figures.push(Figure::new(&study.indicators[line.indicator].id, line.reached));
    }
    Ok(figures)
}

/// Judges mutations side by side, in their order.
pub fn judge_all(
    base: &Base,
    mutations: &[&Mutation],
    plan: &(dyn Fn(&Mutation) -> bool + Sync),
) -> Vec<Verdict> {
    let (next, verdicts) = (AtomicUsize::new(0), Mutex::new(vec![None; mutations.len()]));
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(mutation) = mutations.get(at) else { break };
                    let verdict = base.judge(mutation, plan(mutation));
                    println!("{}: {verdict}", mutation.name);
                    verdicts.lock().unwrap()[at] = Some(verdict);
                }
            });
        }
    });
    verdicts.into_inner().unwrap().into_iter().map(Option::unwrap).collect()
}

//! Rolling re-plan (滚动规划): what last year's plan has started or committed stays, the rest is decided anew on new tables.
//!
//! What is kept becomes a scenario of the new study, so that every check holds for it, the run folder keeps it, and the run can be opened
//! again.

use crate::allocation::Opening;
use crate::domain::{Project, SchoolYear, Study};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A project that a plan has started and that its successor keeps (延续项目).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptProject {
    /// Id in the new study; of copies of a template, the template's.
    pub project: String,
    /// School year in which the earlier plan opens it.
    pub planned: SchoolYear,
    /// School year in which it opens now: as planned, unless the new tables do not let it open so early.
    pub year: SchoolYear,
    /// Copies that open then: 1 but for a template (无选址项目).
    pub copies: u32,
}

/// What a new study takes over from an earlier plan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// Projects that are kept, by id.
    pub projects: Vec<KeptProject>,
    /// Projects opened before the new study's first year that it no longer lists, and copies of templates: they belong among its schools.
    pub opened: Vec<String>,
    /// Projects started, not yet open, that the new study no longer lists: likely a mistake in its table.
    pub missing: Vec<String>,
}

/// What the openings of an earlier study have started before the new study's first decision year.
#[must_use]
pub fn kept(old: &Study, openings: &[Opening], new: &Study) -> Kept {
    let first = new.horizon.first;
    let listed: BTreeMap<&str, &Project> =
        new.projects.iter().map(|project| (project.id.as_str(), project)).collect();
    let mut kept = Kept::default();
    for opening in openings {
        let project = &old.projects[opening.project.index()];
        let start = old.start_year(project, opening.year);
        if start.is_some_and(|start| start >= first.0) {
            continue;
        }
        let now = listed.get(project.id.as_str()).or_else(|| listed.get(Project::template_of(&project.id)));
        // A template stays in the table when some of its copies are open, so that only a committed row says that it means those.
        let among_schools = |now: &Project| {
            let template = now.is_template() || project.is_template();
            opening.year < first && template && !(now.committed && now.id == project.id)
        };
        match now.filter(|now| !among_schools(now)) {
            Some(now) => kept.projects.push(KeptProject {
                project: now.id.clone(),
                planned: opening.year,
                year: opening.year.max(now.earliest).max(first),
                copies: opening.count,
            }),
            None if opening.year < first => kept.opened.push(told(project, opening.count)),
            None => kept.missing.push(told(project, opening.count)),
        }
    }
    kept.projects.sort_by(|one, other| (&one.project, one.planned).cmp(&(&other.project, other.planned)));
    kept
}

/// Id of a project, with how many copies of a template.
fn told(project: &Project, copies: u32) -> String {
    if project.is_template() { format!("{} ×{copies}", project.id) } else { project.id.clone() }
}

impl Kept {
    /// The scenario that commits what is kept to its year; none where nothing need be changed. `run` is the earlier plan's name.
    #[must_use]
    pub fn scenario(&self, new: &Study, run: &str) -> Option<String> {
        let mut text = format!(
            "name = \"kept\"\ntitle = {{ zh = \"延续项目\", en = \"Projects kept\" }}\nintent = {{ zh = {}, en = {} }}\n",
            quoted(&format!("{run} 已开工的项目照旧。")),
            quoted(&format!("What {run} has started stays as it is.")),
        );
        let before = text.len();
        for kept in self.projects.chunk_by(|one, other| one.project == other.project) {
            if let Some(now) = new.projects.iter().find(|project| project.id == kept[0].project) {
                changes(now, kept, &mut text);
            }
        }
        (text.len() > before).then_some(text)
    }
}

/// Writes the changes that commit a project to its year, or copies of a template to theirs. Copies by year are committed rows of their own
/// (`T@2025`), so that what was paid for them before the first year falls away as of any committed project; the template's own row keeps
/// the copies still to be decided, or where none are left, those of the last year.
fn changes(now: &Project, kept: &[KeptProject], text: &mut String) {
    let mut by_year: BTreeMap<SchoolYear, u32> = BTreeMap::new();
    kept.iter().for_each(|one| *by_year.entry(one.year).or_insert(0) += one.copies);
    let left = now.copies.saturating_sub(by_year.values().sum());
    let own = if left == 0 { by_year.pop_last() } else { None };
    let id = quoted(&now.id);
    for (year, copies) in by_year {
        let row = quoted(&Project::started_copies(&now.id, year));
        let _ = write!(
            text,
            "\n[[change]]\nname = {row}\ntable = \"projects\"\neach = {{ table = \"projects\", where = {{ project = {id} }} }}\n\
             insert = [{{ project = {row}, copies = {copies}, committed = \"yes\", earliest = {year}, latest = {year} }}]\n",
        );
    }
    let mut set = |differs: bool, column: &str, value: &str| {
        if differs {
            let _ = write!(
                text,
                "\n[[change]]\nname = {id}\ntable = \"projects\"\nwhere = {{ project = {id} }}\ncolumn = \"{column}\"\nset = {value}\n",
            );
        }
    };
    let copies = own.map_or(left, |(_, copies)| copies);
    set(copies != now.copies, "copies", &copies.to_string());
    let Some((year, _)) = own else { return };
    set(!now.committed, "committed", "\"yes\"");
    set(now.earliest != year, "earliest", &year.to_string());
    set(now.latest != year, "latest", &year.to_string());
}

/// A word as TOML writes it.
fn quoted(word: &str) -> String {
    toml::Value::from(word).to_string()
}

/// Projects of a new study that an earlier plan opens in a year that is still to be decided; templates are left out.
#[must_use]
pub fn planned(old: &Study, openings: &[Opening], new: &Study) -> BTreeMap<String, SchoolYear> {
    let still = |opening: &&Opening| opening.year >= new.horizon.first;
    let single = |opening: &&Opening| !old.projects[opening.project.index()].is_template();
    let ids = openings.iter().filter(still).filter(single);
    ids.map(|opening| (old.projects[opening.project.index()].id.clone(), opening.year)).collect()
}

/// Projects that a plan opens otherwise than an earlier one planned: not at all, in another year, or newly.
#[must_use]
pub fn moved(study: &Study, openings: &[Opening], planned: &BTreeMap<String, SchoolYear>) -> usize {
    let now: BTreeMap<&str, SchoolYear> = openings
        .iter()
        .map(|opening| (&study.projects[opening.project.index()], opening.year))
        .filter(|(project, _)| !project.is_template())
        .map(|(project, year)| (project.id.as_str(), year))
        .collect();
    let listed = |id: &str| study.projects.iter().any(|project| project.id == id);
    let gone = planned.iter().filter(|(id, year)| listed(id) && now.get(id.as_str()) != Some(year)).count();
    gone + now.keys().filter(|id| !planned.contains_key(**id)).count()
}

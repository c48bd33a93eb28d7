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
    /// Id.
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
    /// Projects opened before the new study's first year that it no longer lists: they belong among its schools.
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
        match listed.get(project.id.as_str()) {
            Some(now) => kept.projects.push(KeptProject {
                project: project.id.clone(),
                planned: opening.year,
                year: opening.year.max(now.earliest).max(first),
                copies: opening.count,
            }),
            None if opening.year < first => kept.opened.push(project.id.clone()),
            None => kept.missing.push(project.id.clone()),
        }
    }
    kept.projects.sort_by(|one, other| (&one.project, one.planned).cmp(&(&other.project, other.planned)));
    kept
}

/// Copies of a template in use by each year in which some of those kept open, those of earlier years included.
fn in_use(kept: &[&KeptProject]) -> BTreeMap<SchoolYear, u32> {
    let by = |year: SchoolYear| kept.iter().filter(|one| one.year <= year).map(|one| one.copies).sum();
    kept.iter().map(|one| (one.year, by(one.year))).collect()
}

impl Kept {
    /// The scenario that commits what is kept to its year; none where nothing need be changed. `run` is the earlier plan's name.
    #[must_use]
    pub fn scenario(&self, new: &Study, run: &str) -> Option<String> {
        let quoted = |word: &str| toml::Value::from(word).to_string();
        let mut text = format!(
            "name = \"kept\"\ntitle = {{ zh = \"延续项目\", en = \"Projects kept\" }}\nintent = {{ zh = {}, en = {} }}\n",
            quoted(&format!("{run} 已开工的项目照旧。")),
            quoted(&format!("What {run} has started stays as it is.")),
        );
        let before = text.len();
        for kept in self.projects.chunk_by(|one, other| one.project == other.project) {
            let kept: Vec<&KeptProject> = kept.iter().collect();
            let id = &kept[0].project;
            let Some(now) = new.projects.iter().find(|project| project.id == *id) else { continue };
            for (column, value) in changes(now, &kept) {
                let _ = write!(
                    text,
                    "\n[[change]]\nname = {id}\ntable = \"projects\"\nwhere = {{ project = {id} }}\ncolumn = \"{column}\"\nset = {value}\n",
                    id = quoted(id),
                );
            }
        }
        (text.len() > before).then_some(text)
    }
}

/// Columns of a project that change, with their new values: its year, or of a template the copies that are started.
fn changes(now: &Project, kept: &[&KeptProject]) -> Vec<(String, String)> {
    let mut changes = Vec::new();
    let mut change = |differs: bool, column: &str, value: String| {
        if differs {
            changes.push((column.to_owned(), value));
        }
    };
    if now.copies == 1 {
        let year = kept[0].year;
        change(!now.committed, "committed", "\"yes\"".to_owned());
        change(now.earliest != year, "earliest", year.to_string());
        change(now.latest != year, "latest", year.to_string());
        return changes;
    }
    let in_use = in_use(kept);
    let last = in_use.last_key_value().map_or((now.latest, 0), |(year, copies)| (*year, *copies));
    change(now.latest < last.0, "latest", last.0.to_string());
    change(now.copies < last.1, "copies", last.1.to_string());
    for (year, copies) in in_use {
        change(now.started_by(year) < copies, &format!("started.{year}"), copies.to_string());
    }
    changes
}

/// Projects of a new study that an earlier plan opens in a year that is still to be decided; templates are left out.
#[must_use]
pub fn planned(old: &Study, openings: &[Opening], new: &Study) -> BTreeMap<String, SchoolYear> {
    let still = |opening: &&Opening| opening.year >= new.horizon.first;
    let single = |opening: &&Opening| old.projects[opening.project.index()].copies == 1;
    let ids = openings.iter().filter(still).filter(single);
    ids.map(|opening| (old.projects[opening.project.index()].id.clone(), opening.year)).collect()
}

/// Projects that a plan opens otherwise than an earlier one planned: not at all, in another year, or newly.
#[must_use]
pub fn moved(study: &Study, openings: &[Opening], planned: &BTreeMap<String, SchoolYear>) -> usize {
    let now: BTreeMap<&str, SchoolYear> = openings
        .iter()
        .map(|opening| (&study.projects[opening.project.index()], opening.year))
        .filter(|(project, _)| project.copies == 1)
        .map(|(project, year)| (project.id.as_str(), year))
        .collect();
    let listed = |id: &str| study.projects.iter().any(|project| project.id == id);
    let gone = planned.iter().filter(|(id, year)| listed(id) && now.get(id.as_str()) != Some(year)).count();
    gone + now.keys().filter(|id| !planned.contains_key(**id)).count()
}

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
    /// Templates of which copies were started: their number is decided anew.
    pub templates: Vec<String>,
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
            _ if project.copies > 1 => kept.templates.push(project.id.clone()),
            Some(now) => kept.projects.push(KeptProject {
                project: project.id.clone(),
                planned: opening.year,
                year: opening.year.max(now.earliest).max(first),
            }),
            None if opening.year < first => kept.opened.push(project.id.clone()),
            None => kept.missing.push(project.id.clone()),
        }
    }
    kept.projects.sort_by(|one, other| one.project.cmp(&other.project));
    kept
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
        for kept in &self.projects {
            let Some(now) = new.projects.iter().find(|project| project.id == kept.project) else { continue };
            let year = kept.year;
            let mut change = |column: &str, value: String| {
                let _ = write!(
                    text,
                    "\n[[change]]\nname = {id}\ntable = \"projects\"\nwhere = {{ project = {id} }}\ncolumn = \"{column}\"\nset = {value}\n",
                    id = quoted(&kept.project),
                );
            };
            if !now.committed {
                change("committed", quoted("yes"));
            }
            if now.earliest != year {
                change("earliest", year.to_string());
            }
            if now.latest != year {
                change("latest", year.to_string());
            }
        }
        (text.len() > before).then_some(text)
    }
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

//! Projects that two plans do not share.

use super::joined;
use crate::domain::Project;
use crate::store::{OpeningRecord, RunRecord};
use std::collections::BTreeMap;

/// A project in one plan only, in another number, or in other years.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectChange {
    /// Id.
    pub project: String,
    /// Its name.
    pub name: String,
    /// Code of its county.
    pub county: String,
    /// Net places in both plans.
    pub places: (i32, i32),
    /// Capital in both plans, 10⁴ yuan.
    pub capital: (f64, f64),
    /// School years in which it opens, each with how many.
    pub base: BTreeMap<i32, i32>,
    /// The same in the other plan.
    pub other: BTreeMap<i32, i32>,
}

impl ProjectChange {
    /// Whether both plans build as many, at other times.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        let number = |years: &BTreeMap<i32, i32>| years.values().sum::<i32>();
        number(&self.base) == number(&self.other)
    }
}

/// Every project whose openings differ, in order of id; copies of a template that are started count as the template's.
#[must_use]
pub fn changed_projects(base: &RunRecord, other: &RunRecord) -> Vec<ProjectChange> {
    joined(&by_project(base), &by_project(other))
        .into_iter()
        .filter_map(|(project, (base, other))| {
            let one = base.as_ref().or(other.as_ref())?;
            let (name, county) = (one.name.clone(), one.county.clone());
            let (base, other) = (base.unwrap_or_default(), other.unwrap_or_default());
            (base.years != other.years).then_some(ProjectChange {
                project,
                name,
                county,
                places: (base.places, other.places),
                capital: (base.capital, other.capital),
                base: base.years,
                other: other.years,
            })
        })
        .collect()
}

#[derive(Clone, Default)]
struct Openings {
    name: String,
    county: String,
    places: i32,
    capital: f64,
    years: BTreeMap<i32, i32>,
}

fn by_project(run: &RunRecord) -> BTreeMap<String, Openings> {
    let mut all: BTreeMap<String, Openings> = BTreeMap::new();
    for OpeningRecord { project, name, county, year, count, places, capital, .. } in &run.openings {
        let one = all.entry(Project::template_of(project).to_owned()).or_default();
        (one.name, one.county) = (name.clone(), county.clone());
        one.places += places;
        one.capital += capital;
        *one.years.entry(*year).or_insert(0) += count;
    }
    all
}

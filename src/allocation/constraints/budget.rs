//! Budget (预算): capital spending of a year, by county and source, stays under its ceiling; what is left may be carried over.
//!
//! `Σ_{years of the chain ≤ y} spending ≤ Σ_{years of the chain ≤ y} limit`; without carry-over a chain is one year

use crate::allocation::formulation::Formulation;
use crate::allocation::keys::Promise;
use crate::allocation::model::{Column, Sense};
use crate::domain::{Budget, Project, ProjectIndex, Study};
use std::collections::BTreeMap;

/// Adds a row for every ceiling.
pub fn add(formulation: &mut Formulation) {
    for chain in chains(formulation.study) {
        let (mut limit, mut terms): (f64, Vec<(Column, f64)>) = (0.0, Vec::new());
        for index in chain {
            let budget = &formulation.study.budgets[index];
            limit += budget.limit.ten_thousand();
            terms.extend(spending(formulation, budget));
            let promise = Promise::Budget { budget: index };
            let row = terms.clone();
            formulation.add_promise(promise, row, Sense::AtMost, limit);
        }
    }
}

/// Whether a ceiling covers a project.
#[must_use]
pub fn covers(study: &Study, budget: &Budget, project: &Project) -> bool {
    budget.county.is_none_or(|county| study.county_of(project.town) == county)
        && budget.source.as_ref().is_none_or(|source| *source == project.source)
}

/// Ceilings in order of years; each chain's money may be carried along it.
#[must_use]
pub fn chains(study: &Study) -> Vec<Vec<usize>> {
    let mut lines: BTreeMap<(Option<usize>, Option<&str>), Vec<usize>> = BTreeMap::new();
    for (index, budget) in study.budgets.iter().enumerate() {
        let line = (budget.county.map(crate::domain::CountyIndex::index), budget.source.as_deref());
        lines.entry(line).or_default().push(index);
    }
    let mut chains = Vec::new();
    for mut line in lines.into_values() {
        line.sort_by_key(|index| study.budgets[*index].year);
        let carries = |one: &usize, next: &usize| {
            study.budgets[*one].carry && study.budgets[*one].year + 1 == study.budgets[*next].year
        };
        chains.extend(line.chunk_by(carries).map(<[usize]>::to_vec));
    }
    chains
}

/// Spending in the year of a ceiling by the projects that it covers, as terms in 10⁴ yuan.
fn spending(formulation: &Formulation, budget: &Budget) -> Vec<(Column, f64)> {
    let Formulation { study, sets, variables, .. } = formulation;
    let mut terms = Vec::new();
    for (index, project) in ProjectIndex::all(study.projects.len()).zip(&study.projects) {
        if !covers(study, budget, project) {
            continue;
        }
        for (position, column, before) in variables.built[index.index()].openings() {
            let spent = study.capital_spending(project, sets.years[position]);
            if let Some(amount) = spent.get(&budget.year) {
                terms.push((column, *amount));
                terms.extend(before.map(|before| (before, -amount)));
            }
        }
    }
    terms
}

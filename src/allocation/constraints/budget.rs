//! Budget (预算): spending of a year, by county and source, stays under its ceiling; what is left may be carried over.
//!
//! `Σ_{years of the chain ≤ y} spending ≤ Σ_{years of the chain ≤ y} limit`; without carry-over a chain is one year
//!
//! Capital counts with the share of the source in each project; running cost, subsidies and bought places are the counties'.

use super::chain::chains;
use crate::allocation::formulation::Formulation;
use crate::allocation::keys::Promise;
use crate::allocation::model::{Column, Sense};
use crate::allocation::objective::{pupil_cost, yearly_cost};
use crate::domain::{
    Budget, CostItem, CountyIndex, Project, ProjectIndex, RUNNING_SOURCE, SchoolYear, Study,
};

/// Adds a row for every ceiling.
pub fn add(formulation: &mut Formulation) {
    let line =
        |budget: &Budget| (budget.county.map(CountyIndex::index), budget.source.clone(), budget.covers);
    let lines = chains(&formulation.study.budgets, line, |budget| budget.year, |budget| budget.carry);
    for chain in lines {
        let (mut limit, mut terms): (f64, Vec<(Column, f64)>) = (0.0, Vec::new());
        for index in chain {
            let budget = &formulation.study.budgets[index];
            limit += budget.limit.ten_thousand();
            if budget.covers.has_capital() {
                terms.extend(capital(formulation, budget));
            }
            if budget.covers.has_running() {
                let (running, standing) = running(formulation, budget);
                terms.extend(running);
                limit -= standing;
            }
            formulation.add_promise(Promise::Budget { budget: index }, terms.clone(), Sense::AtMost, limit);
        }
    }
}

/// Part of a project's capital that a ceiling covers.
fn covered(study: &Study, budget: &Budget, project: &Project) -> f64 {
    if budget.county.is_some_and(|county| study.county_of(project.town) != county) {
        return 0.0;
    }
    let of_source = |source: &String| project.funding.get(source).copied().unwrap_or(0.0);
    budget.source.as_ref().map_or(1.0, of_source)
}

/// Capital spending in the year of a ceiling by the projects that it covers, as terms in 10⁴ yuan.
fn capital(formulation: &Formulation, budget: &Budget) -> Vec<(Column, f64)> {
    let Formulation { study, sets, variables, .. } = formulation;
    let mut terms = Vec::new();
    for (index, project) in ProjectIndex::all(study.projects.len()).zip(&study.projects) {
        let share = covered(study, budget, project);
        if share <= 0.0 {
            continue;
        }
        for (position, column, before) in variables.built[index.index()].openings() {
            let spent = study.capital_spending(project, sets.years[position]);
            if let Some(amount) = spent.get(&budget.year) {
                terms.push((column, share * amount));
                terms.extend(before.map(|before| (before, -share * amount)));
            }
        }
    }
    terms
}

/// Running cost in the year of a ceiling, in 10⁴ yuan: of pupils and of the plan's projects as terms, of standing places as
/// a number.
fn running(formulation: &Formulation, budget: &Budget) -> (Vec<(Column, f64)>, f64) {
    let Formulation { study, sets, variables, .. } = formulation;
    let year = SchoolYear(budget.year);
    let paid = budget.source.as_deref().is_none_or(|source| source == RUNNING_SOURCE);
    let (mut terms, mut standing) = (Vec::new(), 0.0);
    let Some(position) = study.horizon.position(year).filter(|_| paid) else { return (terms, standing) };
    let here = |county: CountyIndex| budget.county.is_none_or(|of| of == county);
    for (index, pool) in sets.pools.iter().enumerate() {
        if !here(study.county_of(pool.town)) {
            continue;
        }
        let unit = |item| study.unit_cost(pool.class, item, year) / 1e4;
        standing += pool.standing[position] * unit(CostItem::RunningPerPlace);
        let columns = |of: &[(usize, Vec<Option<Column>>)], cost: f64| -> Vec<(Column, f64)> {
            of.iter().filter_map(|(_, columns)| columns[position]).map(|column| (column, cost)).collect()
        };
        terms.extend(columns(&variables.enrolled[index], pupil_cost(study, pool.class, year) / 1e4));
        terms.extend(columns(&variables.bought[index], unit(CostItem::BoughtPlace)));
    }
    for (index, project) in ProjectIndex::all(study.projects.len()).zip(&study.projects) {
        let cost = yearly_cost(study, project, year, |town| here(study.county_of(town)));
        terms.extend(variables.built[index.index()].by(position).map(|column| (column, cost)));
    }
    (terms, standing)
}

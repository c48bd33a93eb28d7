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
use crate::allocation::{Opening, Shortfall};
use crate::domain::{
    Budget, CostItem, CountyIndex, Project, ProjectIndex, RUNNING_SOURCE, SchoolYear, Study, Yuan,
};
use std::collections::BTreeMap;

/// Adds a row for every ceiling.
pub fn add(formulation: &mut Formulation) {
    let line =
        |budget: &Budget| (budget.county.map(CountyIndex::index), budget.source.clone(), budget.covers);
    let lines = chains(&formulation.study.budgets, line, |budget| budget.year, |budget| budget.carry);
    for chain in lines {
        let (mut limit, mut terms): (f64, Vec<(Column, f64)>) = (0.0, Vec::new());
        let mut beyond = Openings::default();
        for index in chain {
            let budget = &formulation.study.budgets[index];
            limit += budget.limit.ten_thousand();
            if budget.covers.has_capital() {
                let payments = capital(formulation, budget);
                for (column, before, amount) in &payments {
                    terms.push((*column, *amount));
                    terms.extend(before.map(|before| (before, -amount)));
                }
                beyond.add(payments, budget.covers.has_running());
            }
            if budget.covers.has_running() {
                let (running, standing) = running(formulation, budget);
                terms.extend(running);
                limit -= standing;
            }
            let mut row = terms.clone();
            row.extend(beyond.too_dear(limit));
            formulation.add_promise(Promise::Budget { budget: index }, row, Sense::AtMost, limit);
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

/// Broken ceilings on capital by how much they are broken, exact to the fen: what a program says of them holds the solver's tolerance.
#[must_use]
pub fn exactly(study: &Study, openings: &[Opening], shortfalls: Vec<Shortfall>) -> Vec<Shortfall> {
    let line =
        |budget: &Budget| (budget.county.map(CountyIndex::index), budget.source.clone(), budget.covers);
    let chains = chains(&study.budgets, line, |budget| budget.year, |budget| budget.carry);
    let paid = |budget: &Budget| -> f64 {
        let of = |opening: &Opening| {
            let project = &study.projects[opening.project.index()];
            let spent =
                study.capital_spending(project, opening.year).get(&budget.year).copied().unwrap_or(0.0);
            spent * covered(study, budget, project) * f64::from(opening.count)
        };
        openings.iter().map(of).sum()
    };
    let over = |index: usize| -> Option<f64> {
        let chain = chains.iter().find(|chain| chain.contains(&index))?;
        let until = chain.iter().take_while(|of| **of != index).chain([&index]);
        Some(until.map(|of| paid(&study.budgets[*of]) - study.budgets[*of].limit.ten_thousand()).sum())
    };
    let exact = |mut short: Shortfall| {
        if let Promise::Budget { budget } = short.promise
            && !study.budgets[budget].covers.has_running()
        {
            let fen = over(budget).map_or(0.0, |over| (over / Yuan::ONE_FEN).round() * Yuan::ONE_FEN);
            short.amount = fen;
        }
        (short.amount > Yuan::ONE_FEN / 2.0).then_some(short)
    };
    shortfalls.into_iter().filter_map(exact).collect()
}

/// What each opening pays under the ceilings of a chain so far, 10⁴ yuan.
#[derive(Default)]
struct Openings {
    paid: BTreeMap<(Column, Option<Column>), f64>,
    /// Whether running cost is counted beside it, which may be negative.
    running: bool,
}

impl Openings {
    fn add(&mut self, payments: Vec<Payment>, running: bool) {
        self.running |= running;
        for (column, before, amount) in payments {
            *self.paid.entry((column, before)).or_insert(0.0) += amount;
        }
    }

    /// Terms that make openings dearer which alone exceed a limit by no more than the solver's tolerance, and would slip through: no plan
    /// has them in any case.
    fn too_dear(&self, limit: f64) -> Vec<(Column, f64)> {
        let size = limit.abs().max(1.0);
        let slips = |paid: f64| paid > limit + Yuan::ONE_FEN / 2.0 && paid <= limit + 5e-6 * size;
        let mut terms = Vec::new();
        let more = 1e-5 * size;
        for ((column, before), _) in self.paid.iter().filter(|(_, paid)| slips(**paid) && !self.running) {
            terms.push((*column, more));
            terms.extend(before.map(|before| (before, -more)));
        }
        terms
    }
}

/// Column of an opening, the column before it, and an amount.
type Payment = (Column, Option<Column>, f64);

/// Capital spending in the year of a ceiling by the projects that it covers, in 10⁴ yuan.
fn capital(formulation: &Formulation, budget: &Budget) -> Vec<Payment> {
    let Formulation { study, sets, variables, .. } = formulation;
    let mut payments = Vec::new();
    for (index, project) in ProjectIndex::all(study.projects.len()).zip(&study.projects) {
        let share = covered(study, budget, project);
        if share <= 0.0 {
            continue;
        }
        for (position, column, before) in variables.built[index.index()].openings() {
            let spent = study.capital_spending(project, sets.years[position]);
            if let Some(amount) = spent.get(&budget.year) {
                payments.push((column, before, share * amount));
            }
        }
    }
    payments
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

//! Objective (目标函数): present value of what the public pays, 10⁴ yuan, and a small weight on long ways to school.
//!
//! Capital as it is spent; running cost of the plan's places, used or not; running cost, subsidy and bought places by pupil.
//! What every plan pays alike — standing places, the cheapest class for every child — is a constant, kept apart so that the
//! gap is measured on what decisions can change.

use super::formulation::Formulation;
use super::model::Model;
use crate::domain::{ClassIndex, CostItem, ProjectIndex, SchoolYear, StageIndex, Study};

/// Sets the cost of every column and the constant.
pub fn add(formulation: &mut Formulation) {
    capital_and_places(formulation);
    pupils(formulation);
    travel(formulation);
    formulation.model.constant += standing_places(formulation);
}

/// Present value of one yuan of a school year, in 10⁴ yuan.
fn present(study: &Study, year: SchoolYear) -> f64 {
    study.cost.discount_factor(year.0) / 1e4
}

fn capital_and_places(formulation: &mut Formulation) {
    let Formulation { study, sets, variables, model, .. } = formulation;
    for index in ProjectIndex::all(study.projects.len()) {
        for (position, column, before) in variables.built[index.index()].openings() {
            let cost = opening_cost(study, index, sets.years[position]);
            model.add_cost(column, cost);
            if let Some(before) = before {
                model.add_cost(before, -cost);
            }
        }
    }
}

/// Present value of opening a project in a year, 10⁴ yuan: its capital, and its places' running cost to the last year.
#[must_use]
pub fn opening_cost(study: &Study, index: ProjectIndex, opening: SchoolYear) -> f64 {
    let project = &study.projects[index.index()];
    let capital: f64 = study
        .capital_spending(project, opening)
        .into_iter()
        .map(|(year, amount)| amount * study.cost.discount_factor(year))
        .sum();
    let places = |year: SchoolYear| -> f64 {
        project
            .effects
            .iter()
            .map(|effect| {
                let cost = study.unit_cost(effect.class, CostItem::RunningPerPlace, year);
                f64::from(effect.places) * cost * present(study, year)
            })
            .sum()
    };
    capital + study.horizon.years().filter(|year| *year >= opening).map(places).sum::<f64>()
}

/// Yuan a year that the public pays for one pupil of a class.
#[must_use]
pub fn pupil_cost(study: &Study, class: ClassIndex, year: SchoolYear) -> f64 {
    study.unit_cost(class, CostItem::RunningPerPupil, year) + study.unit_cost(class, CostItem::SubsidyPerPupil, year)
}

fn pupils(formulation: &mut Formulation) {
    let cheapest = cheapest(formulation);
    let Formulation { study, sets, variables, model, .. } = formulation;
    for (pool, data) in sets.pools.iter().enumerate() {
        let stage = study.classes[data.class.index()].stage;
        for (position, year) in sets.years.iter().enumerate() {
            let weight = present(study, *year);
            let cost = pupil_cost(study, data.class, *year) - cheapest[stage.index()][position];
            let price = study.unit_cost(data.class, CostItem::BoughtPlace, *year);
            add_costs(model, variables.enrolled[pool].iter().filter_map(|(_, of)| of[position]), cost * weight);
            add_costs(model, variables.bought[pool].iter().filter_map(|(_, of)| of[position]), price * weight);
        }
    }
    for (segment, data) in sets.segments.iter().enumerate() {
        for (town, children) in sets.children[segment].iter().enumerate() {
            for (position, year) in sets.years.iter().enumerate() {
                let base = cheapest[data.stage.index()][position] * present(study, *year);
                model.constant += base * children[position];
                add_costs(model, variables.unplaced[segment][town][position].into_iter(), -base);
            }
        }
    }
}

fn add_costs(model: &mut Model, columns: impl Iterator<Item = super::model::Column>, cost: f64) {
    for column in columns {
        model.add_cost(column, cost);
    }
}

/// Least cost of a pupil by stage and planned year, yuan.
fn cheapest(formulation: &Formulation) -> Vec<Vec<f64>> {
    let study = formulation.study;
    let of = |stage: StageIndex, year: SchoolYear| {
        let costs = study.classes_of(stage).map(|class| pupil_cost(study, class, year));
        costs.reduce(f64::min).unwrap_or(0.0)
    };
    let years = &formulation.sets.years;
    study.stage_indices().map(|stage| years.iter().map(|year| of(stage, *year)).collect()).collect()
}

fn travel(formulation: &mut Formulation) {
    let Formulation { study, sets, variables, model, .. } = formulation;
    for towns in &variables.moves {
        for years in towns {
            for (position, ways) in years.iter().enumerate() {
                let weight = study.cost.travel_yuan_per_km * present(study, sets.years[position]);
                for (_, km, column) in ways {
                    model.add_cost(*column, km * weight);
                }
            }
        }
    }
}

/// Present value of the running cost of the places that stand, 10⁴ yuan.
fn standing_places(formulation: &Formulation) -> f64 {
    let Formulation { study, sets, .. } = formulation;
    let cost = |class, year, places: f64| {
        places * study.unit_cost(class, CostItem::RunningPerPlace, year) * present(study, year)
    };
    sets.pools
        .iter()
        .flat_map(|pool| pool.standing.iter().zip(&sets.years).map(move |(places, year)| cost(pool.class, *year, *places)))
        .sum()
}

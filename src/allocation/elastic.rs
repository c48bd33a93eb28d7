//! Repair (修复): when not every promise can be kept, miss the least, then pay the least.
//!
//! Children without a place and pupils lacking to a share count by heads and years; a missing county or project, and money
//! beyond a ceiling, count as many children as the weights of the model say.

use super::cut::Cut;
use super::formulation::Formulation;
use super::keys::{ColumnKey, Promise, RowKey};
use super::model::{ColumnData, Model};
use super::plan::Shortfall;
use super::sets::Sets;
use crate::domain::RepairWeights;

/// Room for the solver's rounding between the two steps, in children, pupils, projects or 10⁴ yuan.
const SLACK: f64 = 1e-5;

/// Weight of a column in the first step, 0 for all that breaks no promise.
#[must_use]
pub fn weight(column: &ColumnData, weights: &RepairWeights) -> f64 {
    match &column.key {
        ColumnKey::Unplaced { .. } => weights.child,
        ColumnKey::Short { promise } => match promise {
            Promise::Indicator { .. } | Promise::Choice { .. } | Promise::Loss { .. } => weights.pupil,
            Promise::Certification { .. } => weights.county,
            Promise::Coverage { .. } => weights.town,
            Promise::Programme { .. } | Promise::Delivery { .. } | Promise::DeliveryLimit { .. } => {
                weights.project
            }
            Promise::Budget { .. } => weights.money,
            Promise::Land { .. } => weights.land / 1000.0,
            Promise::Places { .. } => weights.pupil,
        },
        _ => 0.0,
    }
}

/// The program of the first step: least weighted shortfall.
#[must_use]
pub fn least_shortfall(model: &Model, weights: &RepairWeights) -> Model {
    model.with_costs(|column| weight(column, weights))
}

/// Room that the ceiling on the shortfall leaves to the solver's rounding, weighted.
const ROUNDING: f64 = 1e-7;

/// The ceiling on the shortfall as a cut: its weighted sum stays at the least.
#[must_use]
pub fn ceiling(model: &Model, weights: &RepairWeights, least: f64) -> Cut {
    let weight = |(index, column): (usize, &ColumnData)| (index, -weight(column, weights));
    let terms = model.columns().iter().enumerate().map(weight).filter(|(_, weight)| *weight != 0.0);
    Cut { terms: terms.collect(), right: -(least + ROUNDING) }
}

/// The program with that row.
#[must_use]
pub fn at_most(model: &Model, weights: &RepairWeights, least: f64) -> Model {
    let mut model = model.clone();
    let ceiling = ceiling(&model, weights, least);
    model.add_cut(RowKey::ShortfallCeiling, &ceiling);
    model
}

/// The study's promises less what the first step misses: what the second step keeps.
#[must_use]
pub fn missed(shortfalls: &[Shortfall]) -> Vec<(Promise, f64)> {
    shortfalls.iter().map(|short| (short.promise.clone(), short.amount + SLACK)).collect()
}

/// The sets of the second step: children without a place in the first are out of it.
pub fn leave_out(sets: &mut Sets, formulation: &Formulation, values: &[f64]) {
    for (segment, towns) in formulation.variables.unplaced.iter().enumerate() {
        for (town, years) in towns.iter().enumerate() {
            for (position, column) in years.iter().enumerate() {
                let without = column.map_or(0.0, |column| values[column.0]);
                if without > SLACK {
                    let children = &mut sets.children[segment][town][position];
                    *children = (*children - without - SLACK).max(0.0);
                }
            }
        }
    }
}

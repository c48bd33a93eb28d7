//! Repair (修复): when not every promise can be kept, miss the least, then pay the least.
//!
//! Children without a place and pupils lacking to a share count by heads and years; a missing county or project, and money
//! beyond a ceiling, count as many children as the weights below say.

use super::keys::{ColumnKey, Promise};
use super::model::{ColumnData, Model};

/// One child without a place for a year: the unit of the weights.
pub const CHILD: f64 = 1.0;
/// One pupil lacking to a share for a year: the child has a place, only not the promised one.
pub const PUPIL: f64 = 0.5;
/// One county lacking to certification for a year.
pub const COUNTY: f64 = 500.0;
/// One project lacking to a programme.
pub const PROJECT: f64 = 200.0;
/// 10⁴ yuan beyond a ceiling.
pub const MONEY: f64 = 0.1;

/// Weight of a column in the first step, 0 for all that breaks no promise.
#[must_use]
pub fn weight(column: &ColumnData) -> f64 {
    match &column.key {
        ColumnKey::Unplaced { .. } => CHILD,
        ColumnKey::Short { promise } => match promise {
            Promise::Indicator { .. } | Promise::Choice { .. } => PUPIL,
            Promise::Certification { .. } => COUNTY,
            Promise::Programme { .. } | Promise::Delivery { .. } => PROJECT,
            Promise::Budget { .. } => MONEY,
        },
        _ => 0.0,
    }
}

/// The program of the first step: least weighted shortfall.
#[must_use]
pub fn least_shortfall(model: &Model) -> Model {
    model.with_costs(weight)
}

/// The program of the second step: least cost, with no shortfall beyond that of the first.
#[must_use]
pub fn least_cost(model: &Model, first: &[f64]) -> Model {
    let mut second = model.clone();
    second.limit(|position, column| (weight(column) > 0.0).then(|| first[position].max(0.0) + 1e-6));
    second
}

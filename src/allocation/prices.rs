//! Prices (影子价格): hold the plan's whole numbers as they are, solve the linear program again, and read what one more unit of
//! each promise costs and what one more place of each class saves.

use super::formulation::Formulation;
use super::keys::RowKey;
use super::minimise::minimise_linear;
use super::model::Sense;
use super::plan::{PlacePrice, Price};
use super::solve::{Limits, Solution, SolveError};
use crate::progress::{Progress, Quiet};

/// Below this, 10⁴ yuan, a place saves nothing.
const NOTHING: f64 = 1e-9;

/// Prices of every promise, and of the places that are worth something, for values of all columns; what the search knows of the
/// relaxation is a beginning.
///
/// # Errors
/// [`SolveError`] where the linear program cannot be solved in time.
pub fn prices(
    formulation: &Formulation,
    values: &[f64],
    from: &Solution,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<(Vec<Price>, Vec<PlacePrice>), SolveError> {
    let fixed = formulation.model.with_integers_fixed(values);
    let solution = minimise_linear(&fixed, Some(from), limits, &Quiet(progress))?;
    let (mut promises, mut places) = (Vec::new(), Vec::new());
    for (row, dual) in fixed.rows().iter().zip(&solution.duals) {
        match &row.key {
            // A ceiling kept by one unit more is one unit lower.
            RowKey::Promise(promise) => promises.push(Price {
                promise: promise.clone(),
                per_unit: if row.sense == Sense::AtMost { -dual } else { *dual },
            }),
            RowKey::Capacity { town, class, year } if *dual < -NOTHING => {
                places.push(PlacePrice { town: *town, class: *class, year: *year, saves: -dual });
            }
            _ => {}
        }
    }
    Ok((promises, places))
}

//! Prices (影子价格): hold the plan's projects as they are, solve the linear program again, and read what one more unit of
//! each promise costs.

use super::formulation::Formulation;
use super::keys::RowKey;
use super::plan::Price;
use super::solve::{Limits, SolveError, solve_whole};
use crate::progress::Silent;

/// Prices of every share and budget promise.
///
/// # Errors
/// [`SolveError`] where the linear program cannot be solved in time.
pub fn prices(formulation: &Formulation, values: &[f64], limits: Limits) -> Result<Vec<Price>, SolveError> {
    let fixed = formulation.model.with_integers_fixed(values);
    let solution = solve_whole(&fixed, limits.into(), None, &Silent)?;
    let rows = fixed.rows().iter().zip(&solution.duals);
    Ok(rows
        .filter_map(|(row, dual)| match &row.key {
            RowKey::Promise(promise) => Some(Price { promise: promise.clone(), per_unit: *dual }),
            _ => None,
        })
        .collect())
}

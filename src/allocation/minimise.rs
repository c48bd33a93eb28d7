//! Minimising a program (求解): by blocks where that suits it, otherwise by one search of the solver.

use super::decomposition;
pub use super::decomposition::{apart, solve_linear as minimise_linear_apart};
use super::model::Model;
use super::solve::{Basis, Limits, Method, Relaxation, Relaxed, Solution, SolveError, solve_whole};
use crate::progress::Progress;

/// Minimises a model, by blocks where that suits it; `start` gives values of every column to begin from.
///
/// # Errors
/// [`SolveError`] where there is no plan, none was found in time, or the solver failed.
pub fn minimise(
    model: &Model,
    limits: Limits,
    start: Option<&[f64]>,
    progress: &dyn Progress,
) -> Result<Solution, SolveError> {
    match limits.method {
        Method::Single => solve_whole(model, limits.into(), start, progress),
        Method::Auto | Method::Decompose => decomposition::solve(model, limits, start, progress)
            .unwrap_or_else(|| solve_whole(model, limits.into(), start, progress)),
    }
}

/// Distance, as a share, to which a linear program is solved county by county.
const LINEAR: f64 = 1e-6;

/// Minimises a linear program, county by county where that suits it; from a solution of a like program where one is known.
///
/// # Errors
/// As [`minimise`].
pub fn minimise_linear(
    model: &Model,
    from: Option<&Solution>,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Solution, SolveError> {
    let duals = from.map_or(&[][..], |from| &from.duals);
    if let Some(apart) = minimise_linear_apart(model, duals, Limits { gap: LINEAR, ..limits }, progress) {
        return apart;
    }
    if let Some(from) = from.filter(|from| from.basis != Basis::default()) {
        let mut relaxation = Relaxation::new(model);
        relaxation.begin_from(&from.basis);
        match relaxation.solve(limits.seconds, progress) {
            Ok(Relaxed { objective, values, duals, .. }) => {
                let basis = relaxation.basis();
                return Ok(Solution { values, duals, basis, objective, bound: objective, proven: true });
            }
            // What the solver could not finish from there it may from nothing.
            Err(SolveError::Failed(_)) => {}
            Err(error) => return Err(error),
        }
    }
    solve_whole(model, limits.into(), None, progress)
}

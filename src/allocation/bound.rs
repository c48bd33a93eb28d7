//! Whether a proven bound holds (下限复核): the program is built anew and searched, as a whole, for a plan that costs less than the bound.
//! That there is none is what a bound says.

use super::alternatives::under_ceiling;
use super::formulation::Promises;
use super::solve::{Limits, SolveError, Stop, solve_whole};
use super::{Wishes, formulate, text};
use crate::domain::Study;
use crate::progress::Progress;
use crate::projection::Rolls;

/// By how much less than the bound a plan has to cost to speak against it, relative: rounding of the solver.
const ROUNDING: f64 = 1e-6;

/// What a search for a plan below a bound found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BoundTrial {
    /// There is no such plan: the bound holds.
    Holds,
    /// A plan costs less, 10⁴ yuan of present value: the bound is wrong.
    Refuted(f64),
    /// The time ran out before either was known.
    Undecided,
}

/// Searches for a plan that keeps every promise and costs less than a bound, 10⁴ yuan of present value with what every plan pays.
///
/// # Errors
/// [`SolveError::Failed`] where the solver fails.
pub fn try_bound(
    study: &Study,
    rolls: &Rolls,
    wishes: &Wishes,
    bound: f64,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<BoundTrial, SolveError> {
    let formulation = formulate(study, wishes.sets(study, rolls), Promises::Kept);
    let constant = formulation.model.constant;
    let bound = bound - constant;
    let below = under_ceiling(&formulation.model, bound - ROUNDING * (1.0 + bound.abs()));
    progress.start(&text("寻找低于下限的方案", "Seeking a plan below the bound"), None);
    // The first plan decides, however far it is from the least cost.
    let stop = Stop { relative: f64::MAX, ..Stop::from(limits) };
    let found = solve_whole(&below, stop, None, progress);
    progress.finish();
    match found {
        Ok(solution) => Ok(BoundTrial::Refuted(solution.objective + constant)),
        Err(SolveError::Infeasible) => Ok(BoundTrial::Holds),
        Err(SolveError::NothingFound) => Ok(BoundTrial::Undecided),
        Err(error) => Err(error),
    }
}

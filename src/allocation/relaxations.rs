//! Single relaxations (单项放宽): where not every promise can be kept, which one kind of promise, eased alone, would do, by how
//! much, and what the plan then costs.

use super::explain::total;
use super::formulation::{Breakable, Promises};
use super::keys::Family;
use super::plan::Plan;
use super::repair::break_only;
use super::sets::Sets;
use super::{Limits, SolveError, formulate, least_cost};
use crate::domain::{Indicator, Path, Study};
use crate::progress::Progress;
use crate::projection::Rolls;

/// What is eased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ease {
    /// Promises of one family, as little as will do; the plan's shortfalls say by how much.
    Family(Family),
    /// Every target of an indicator holds a year later (推迟一年).
    YearLater {
        /// Position of the indicator.
        indicator: usize,
    },
}

/// A relaxation that alone makes all other promises possible.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxation {
    /// What is eased.
    pub ease: Ease,
    /// The cheapest plan then.
    pub plan: Plan,
}

/// Every single relaxation that will do, the cheapest plan first; children without a place last.
///
/// # Errors
/// [`SolveError::Failed`] where the solver failed; a relaxation that cannot be judged in time is left out.
pub fn relaxations(
    study: &Study,
    rolls: &Rolls,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Vec<Relaxation>, SolveError> {
    let mut found = Vec::new();
    let mut keep = |ease: Ease, plan: Result<Plan, SolveError>| match plan {
        Ok(plan) => {
            found.push(Relaxation { ease, plan });
            Ok(())
        }
        Err(SolveError::Infeasible | SolveError::NothingFound) => Ok(()),
        Err(error) => Err(error),
    };
    let sets = Sets::new(study, rolls);
    for family in Family::ALL {
        let plan = break_only(study, rolls, &sets, Breakable::only(family), limits, progress);
        keep(Ease::Family(family), plan)?;
    }
    for indicator in 0..study.indicators.len() {
        let later = year_later(study, indicator);
        let formulation = formulate(&later, sets.clone(), Promises::Kept);
        let plan = least_cost(&formulation, limits, None, progress).map(|solution| {
            super::plan(&formulation, rolls, &solution, super::repair::Missed::default(), limits, progress)
        });
        keep(Ease::YearLater { indicator }, plan)?;
    }
    let rank = |one: &Relaxation| (one.ease == Ease::Family(Family::Children), total(&one.plan));
    found.sort_by(|one, other| {
        let ((last, cost), (other_last, other_cost)) = (rank(one), rank(other));
        last.cmp(&other_last).then(cost.total_cmp(&other_cost))
    });
    Ok(found)
}

/// The study with the targets of an indicator a year later.
fn year_later(study: &Study, indicator: usize) -> Study {
    let later = |path: &Path| Path(path.0.iter().map(|(year, value)| (year.plus(1), *value)).collect());
    let mut study = study.clone();
    let data = &study.indicators[indicator];
    study.indicators[indicator] = Indicator { at_least: later(&data.at_least), ..data.clone() };
    study
}

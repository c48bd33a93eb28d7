//! Repair: first the least shortfall, then the least cost of a plan that misses no more.
//!
//! No plan misses less than the linear relaxation. If the promises less what the relaxation misses can be kept by whole
//! projects, its shortfall is the least, and the repair is one ordinary program. Only where they cannot, whole projects take
//! part in the search for the least shortfall, which may take long.

use super::formulation::{Breakable, Formulation, Promises};
use super::plan::{Plan, PlanStatus, Shortfall, Unplaced};
use super::sets::Sets;
use super::solve::{Limits, Solution, SolveError, solve};
use super::{elastic, formulate, least_cost, plan, read, text};
use crate::domain::Study;
use crate::progress::Progress;
use crate::projection::Rolls;
use std::time::Instant;

/// What a plan misses: children without a place and broken promises.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Missed {
    pub(super) unplaced: Vec<Unplaced>,
    pub(super) shortfalls: Vec<Shortfall>,
}

/// The plan that misses the least, and of those the cheapest.
pub fn repair(
    study: &Study,
    rolls: &Rolls,
    sets: &Sets,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Plan, SolveError> {
    break_only(study, rolls, sets, Breakable::ALL, limits, progress)
}

/// As [`repair`], where only some promises may be broken; infeasible where that does not do.
pub fn break_only(
    study: &Study,
    rolls: &Rolls,
    sets: &Sets,
    which: Breakable,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Plan, SolveError> {
    let started = Instant::now();
    let step =
        text("目标不能全部达到，求最小缺口", "Not every target can be met: seeking the least shortfall");
    progress.start(&step, None);
    let breakable = formulate(study, sets.clone(), Promises::Breakable(which));
    let elastic = elastic::least_shortfall(&breakable.model, &study.repair);
    let least = solve(&elastic.relaxed(), limits, None, progress)?;
    // Of all ways to miss so little, the one that costs least.
    let cheapest = elastic::at_most(&breakable.model, &study.repair, least.objective).relaxed();
    let shortfall = least.objective;
    let relaxed = solve(&cheapest, limits, None, progress).unwrap_or(least);
    progress.finish();
    let left = |limits: Limits| Limits {
        seconds: (limits.seconds - started.elapsed().as_secs_f64()).max(1.0),
        ..limits
    };
    if shortfall > NOTHING {
        let step = Step { study, rolls, sets, breakable: &breakable };
        match step.least_cost(&relaxed, left(limits), progress) {
            Err(SolveError::Infeasible) => {}
            repaired => return repaired,
        }
    }
    progress.start(&text("按整项目求最小缺口", "Seeking the least shortfall of whole projects"), None);
    let least = solve(&elastic, left(limits), None, progress)?;
    let cheapest = elastic::at_most(&breakable.model, &study.repair, least.objective);
    let first = solve(&cheapest, left(limits), Some(&least.values), progress).unwrap_or(least);
    progress.finish();
    let step = Step { study, rolls, sets, breakable: &breakable };
    match step.least_cost(&first, left(limits), progress) {
        // Out of time, stopped by the user, or lost in rounding: the first step has a plan too, the cheapest of its shortfall as far
        // as its own search saw, though without a proof of its cost.
        Err(SolveError::NothingFound | SolveError::Infeasible) => {
            let missed = missed(&breakable, rolls, &first);
            let solution = unproven(&breakable, first);
            Ok(repaired(plan(&breakable, rolls, &solution, missed, limits)))
        }
        repaired => repaired,
    }
}

/// A weighted shortfall that is none.
const NOTHING: f64 = 1e-6;

/// The second step: what a solution of the first misses may be missed, and the rest is kept at the least cost.
struct Step<'a> {
    study: &'a Study,
    rolls: &'a Rolls,
    sets: &'a Sets,
    breakable: &'a Formulation<'a>,
}

impl Step<'_> {
    fn least_cost(
        &self,
        first: &Solution,
        limits: Limits,
        progress: &dyn Progress,
    ) -> Result<Plan, SolveError> {
        let missed = missed(self.breakable, self.rolls, first);
        let mut sets = self.sets.clone();
        elastic::leave_out(&mut sets, self.breakable, &first.values);
        let kept = Promises::KeptBut(elastic::missed(&missed.shortfalls));
        let formulation = formulate(self.study, sets, kept);
        let solution = least_cost(&formulation, limits, progress)?;
        Ok(repaired(plan(&formulation, self.rolls, &solution, missed, limits)))
    }
}

fn missed(breakable: &Formulation, rolls: &Rolls, first: &Solution) -> Missed {
    Missed {
        unplaced: read::unplaced(breakable, rolls, &first.values),
        shortfalls: read::shortfalls(breakable, &first.values),
    }
}

fn repaired(plan: Plan) -> Plan {
    Plan { status: PlanStatus::Repaired, ..plan }
}

/// A solution of the first step seen as one of the second: its cost, without a bound.
fn unproven(breakable: &Formulation, first: Solution) -> Solution {
    let objective = breakable.model.objective(&first.values);
    Solution { objective, bound: f64::NEG_INFINITY, proven: false, ..first }
}

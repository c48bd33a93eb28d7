//! The part of `xuewei plan` that seeks a plan for a share of futures.

use crate::allocation::{Limits, PlacesNeeded, Plan, SolveError, Wishes};
use crate::domain::Study;
use crate::progress::{Progress as _, Silent};
use crate::projection::Projection;
use crate::projection::backtest::error_model;
use crate::projection::ensemble::{DrawSettings, futures, target};
use crate::store::RobustRun;
use crate::stress::{robust, stress};

/// Futures that the plan is made with, and others that it is tried on.
const MADE_WITH: usize = 200;
const TRIED_ON: usize = 1_000;

/// A robust plan, what was solved, and the places that its futures need.
pub struct Found {
    pub plan: Plan,
    pub robust: RobustRun,
    pub needs: Vec<PlacesNeeded>,
}

/// The robust plan; the inner error is one of the search.
pub fn plan(
    share: f64,
    seed: u64,
    (study, projection): (&Study, &Projection),
    wishes: &Wishes,
    limits: Limits,
    bars: &super::progress::Bars,
) -> anyhow::Result<Result<Found, SolveError>> {
    let errors = error_model(study, bars)?;
    bars.note(&errors.text());
    let target = target(study, projection);
    let draw = |draws: usize, seed: u64| futures(&target, &errors, DrawSettings { draws, seed });
    let known = draw(MADE_WITH, seed);
    let found = match robust(study, &projection.rolls, (&known, share), wishes, limits, bars) {
        Ok(found) => found,
        Err(error) => return Ok(Err(error)),
    };
    let other_seed = seed.wrapping_add(1);
    let others = draw(TRIED_ON, other_seed);
    let others = stress(study, &projection.rolls, &found.plan, &others, &Silent).everything;
    let robust = RobustRun {
        share,
        futures: MADE_WITH,
        seed,
        held: found.held,
        lacking: found.lacking,
        programs: found.rounds,
        rows: found.needs.len(),
        stood: found.stood,
        others: (TRIED_ON, other_seed, others),
        central_cost: found.central_cost,
    };
    Ok(Ok(Found { plan: found.plan, robust, needs: found.needs }))
}

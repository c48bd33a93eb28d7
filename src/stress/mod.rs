//! Stress (压力检验): what is built is fixed, the future is not. For every future of the ensemble children find places anew, and it is
//! asked who goes without, which targets can still be reached, and which places stay empty.
//!
//! Placement is a maximum flow by stage, county and year (`flow`), so that the number of children without a place is exact but for
//! rules between years. The most pupils that a share can count is a flow too; each share is judged by itself, which is a bound from
//! above: two shares of crossing classes may be within reach each alone and not together, and the limits on what a class loses from
//! one year to the next are left out. [`crate::allocation::least_missed`] keeps all rules and is the measure of both.

mod asked;
mod cuts;
mod flow;
mod judge;
mod lines;
mod places;
mod robust;

pub use asked::Asked;
pub use lines::{StageLine, TargetLine, TownLine};
pub use robust::{Robust, robust};

use crate::allocation::Plan;
use crate::domain::{GroupIndex, StageIndex, Study, TownIndex};
use crate::parallel::{processors, side_by_side};
use crate::progress::Progress;
use crate::projection::Rolls;
use asked::{Promised, asked};
use judge::{Judge, Verdict};
use ndarray::{Array4, ArrayView4};
use std::sync::atomic::{AtomicU64, Ordering};

/// A plan under many futures (压力检验结果).
#[derive(Debug, Clone, PartialEq)]
pub struct Stress {
    /// Number of futures.
    pub futures: usize,
    /// Share of futures in which every child has a place in every planned year.
    pub everyone_placed: f64,
    /// Share of futures in which every target, each by itself, can be reached.
    pub every_target: f64,
    /// Share of futures in which both hold.
    pub everything: f64,
    /// Targets.
    pub targets: Vec<TargetLine>,
    /// Stages.
    pub stages: Vec<StageLine>,
    /// Towns by stage.
    pub towns: Vec<TownLine>,
}

/// What one future brings, as far as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Future {
    /// Children without a place, added up over the years, by town and stage.
    pub unplaced: Vec<f64>,
    /// Whether every child of a stage has a place in every year.
    pub placed: Vec<bool>,
    /// Places without a child in the last decision year, by town and stage.
    pub empty: Vec<f64>,
    /// What each target can reach, where it can be judged.
    pub levels: Vec<Option<f64>>,
}

/// Children without a place count from so many on in a town, stage and year, as in a plan's own figures.
const ONE_WITHOUT: f64 = 0.5;

/// Puts a plan under futures: children `[town, stage, year, future]`, divided among groups as in the rolls.
pub fn stress(
    study: &Study,
    rolls: &Rolls,
    plan: &Plan,
    futures: &Array4<f64>,
    progress: &dyn Progress,
) -> Stress {
    let promised = asked(study, plan);
    let found = futures_of(study, rolls, plan, &promised, futures, progress);
    lines::stress(study, &promised, &found)
}

/// Judges every future, over all processors; in the order of the futures.
fn futures_of(
    study: &Study,
    rolls: &Rolls,
    plan: &Plan,
    promised: &Promised,
    futures: &Array4<f64>,
    progress: &dyn Progress,
) -> Vec<Future> {
    let judge = Judge::new(study, &plan.openings, promised.shares.clone());
    let shares = group_shares(study, rolls);
    let done = AtomicU64::new(0);
    let all: Vec<usize> = (0..futures.dim().3).collect();
    side_by_side(&all, processors(), |at| {
        let future = of_future(study, &judge, promised, (futures.view(), shares.view()), *at);
        progress.advance(done.fetch_add(1, Ordering::Relaxed) + 1);
        future
    })
}

fn of_future(
    study: &Study,
    judge: &Judge,
    promised: &Promised,
    (futures, shares): (ArrayView4<f64>, ArrayView4<f64>),
    at: usize,
) -> Future {
    let children = |town: TownIndex, stage: usize, group: GroupIndex, year: usize| {
        futures[[town.index(), stage, year, at]] * shares[[town.index(), stage, group.index(), year]]
    };
    let Verdict { unplaced, empty, shares: counted } = judge.judge(&children);
    let last = study.horizon.decision_length().saturating_sub(1);
    let cells =
        || study.town_indices().flat_map(|town| study.stage_indices().map(move |stage| (town, stage)));
    let lane =
        |town: TownIndex, stage: StageIndex| unplaced.slice(ndarray::s![town.index(), stage.index(), ..]);
    let placed = |stage: StageIndex| {
        study.town_indices().all(|town| lane(town, stage).iter().all(|without| *without < ONE_WITHOUT))
    };
    Future {
        unplaced: cells().map(|(town, stage)| lane(town, stage).sum()).collect(),
        placed: study.stage_indices().map(placed).collect(),
        empty: cells().map(|(town, stage)| empty[[town.index(), stage.index(), last]]).collect(),
        levels: promised.levels(judge.arenas(), &counted),
    }
}

/// Share of every group in the children of a town, stage and year, `[town, stage, group, year]`; equal parts where there are none.
fn group_shares(study: &Study, rolls: &Rolls) -> Array4<f64> {
    let mut shares = rolls.demand.clone();
    #[allow(clippy::cast_precision_loss)] // a count of groups
    let equal = 1.0 / study.groups.len().max(1) as f64;
    for mut lane in shares.lanes_mut(ndarray::Axis(2)) {
        let all = lane.sum();
        lane.mapv_inplace(|children| if all > 0.0 { children / all } else { equal });
    }
    shares
}

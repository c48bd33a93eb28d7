//! Allocation (布局优化): which projects, where, when, at the lowest cost that meets every promise, with proof.

mod alternatives;
mod bound;
mod constraints;
mod coverage;
mod cut;
mod cuts;
mod decomposition;
mod elastic;
mod explain;
mod export;
mod formulation;
mod keys;
mod minimise;
mod model;
mod objective;
mod placing;
mod plan;
mod prices;
mod read;
mod relaxations;
mod repair;
mod sets;
mod size;
mod solve;
mod stay_close;
mod twins;
mod variables;

pub use alternatives::{Alternative, alternatives};
pub use bound::{BoundTrial, try_bound};
pub use explain::{Counterfactual, counterfactual};
pub use export::promise_words;
pub use keys::{Family, Promise};
pub use placing::{LeastMissed, least_missed};
pub use plan::{
    Certification, Enrolment, Move, Opening, PlacePrice, Plan, PlanStatus, Price, Shortfall, Size, Unplaced,
    WeightedShortfall,
};
pub use relaxations::{Ease, Relaxation, relaxations};
pub use sets::{PlacesNeeded, StayClose};
pub use size::{COLUMNS, ProgramSize};
pub use solve::{Limits, Method, SolveError, allow};

use crate::domain::{ProjectIndex, Study, Text, TownIndex, Travel};
use crate::progress::Progress;
use crate::projection::Rolls;
use formulation::{Formulation, Promises};
use minimise::minimise;
use repair::{Missed, repair};
use sets::Sets;
use solve::Solution;
use solve::standing;
use std::collections::BTreeMap;
use std::time::Instant;

/// The program of a study: columns, constraint families in order, objective.
fn formulate(study: &Study, sets: Sets, promises: Promises) -> Formulation<'_> {
    let mut formulation = Formulation::with_columns(study, sets, promises);
    constraints::placement::add(&mut formulation);
    constraints::arrival::add(&mut formulation);
    constraints::capacity::add(&mut formulation);
    constraints::site::add(&mut formulation);
    constraints::closure::add(&mut formulation);
    constraints::programme::add(&mut formulation);
    constraints::delivery::add(&mut formulation);
    constraints::land::add(&mut formulation);
    constraints::coverage::add(&mut formulation);
    constraints::share::add(&mut formulation);
    constraints::certification::add(&mut formulation);
    constraints::budget::add(&mut formulation);
    constraints::choice::add(&mut formulation);
    constraints::continuity::add(&mut formulation);
    constraints::cover::add(&mut formulation);
    constraints::needs::add(&mut formulation);
    objective::add(&mut formulation);
    stay_close::add(&mut formulation);
    formulation
}

/// The program of a study that keeps every promise, in free MPS form with readable names.
#[must_use]
pub fn export_mps(study: &Study, rolls: &Rolls) -> String {
    export::mps(&formulate(study, Sets::new(study, rolls), Promises::Kept))
}

/// Every promise that the program of a study keeps, once each, in the order of its rows.
#[must_use]
pub fn promises(study: &Study, rolls: &Rolls) -> Vec<Promise> {
    let formulation = formulate(study, Sets::new(study, rolls), Promises::Kept);
    let mut promises: Vec<Promise> = Vec::new();
    for row in formulation.model.rows() {
        if let keys::RowKey::Promise(promise) = &row.key
            && promises.last() != Some(promise)
        {
            promises.push(promise.clone());
        }
    }
    promises
}

/// Towns of schooling within reach, by stage and town of residence, nearest first (就近可达).
#[must_use]
pub fn reach(study: &Study) -> Vec<Vec<Vec<TownIndex>>> {
    let towns = |ways: Vec<(TownIndex, Travel)>| ways.into_iter().map(|(town, _)| town).collect();
    let of_stage = |stage: Vec<Vec<(TownIndex, Travel)>>| stage.into_iter().map(towns).collect();
    sets::reach(study).into_iter().map(of_stage).collect()
}

/// Plans a study: the least-cost plan that keeps every promise, or, where there is none, the least repair.
///
/// # Errors
/// [`SolveError::NothingFound`] where the time ran out before any plan was found, [`SolveError::Failed`] where the solver
/// failed, [`SolveError::TooLarge`] where the program would have more columns than the limits allow. A study whose promises cannot
/// all be kept is no error: its plan is [`PlanStatus::Repaired`].
pub fn allocate(
    study: &Study,
    rolls: &Rolls,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Plan, SolveError> {
    allocate_with(study, rolls, &BTreeMap::new(), limits, progress)
}

/// As [`allocate`], with some projects put into the plan (true) or kept out of it (false) whatever they cost.
///
/// # Errors
/// As [`allocate`]; and [`SolveError::Infeasible`] where the forced projects exclude each other.
pub fn allocate_with(
    study: &Study,
    rolls: &Rolls,
    forced: &BTreeMap<ProjectIndex, bool>,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Plan, SolveError> {
    let wishes = Wishes { forced: forced.clone(), ..Wishes::default() };
    allocate_wished(study, rolls, &wishes, limits, progress)
}

/// What a plan is to heed beside its study (附加要求).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wishes {
    /// Projects that are put into the plan (true) or kept out of it (false) whatever they cost.
    pub forced: BTreeMap<ProjectIndex, bool>,
    /// An earlier plan, and a price on every project that opens otherwise.
    pub stay_close: Option<StayClose>,
    /// Places that futures need, heeded where every promise can be kept.
    pub needs: Vec<PlacesNeeded>,
}

/// As [`allocate_with`], with other wishes too. With a price on moved projects, the plan's objective, bound and gap are those of cost
/// alone; the gap is proven for cost and price together.
///
/// # Errors
/// As [`allocate_with`]; and [`SolveError::Infeasible`] where no projects give the places that futures need.
pub fn allocate_wished(
    study: &Study,
    rolls: &Rolls,
    wishes: &Wishes,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Plan, SolveError> {
    let started = Instant::now();
    solve::allow(ProgramSize::of(study), limits.columns)?;
    let sets = wishes.sets(study, rolls);
    progress.start(&text("建立模型", "Building the program"), None);
    let formulation = formulate(study, sets.clone(), Promises::Kept);
    let build_seconds = started.elapsed().as_secs_f64();
    progress.finish();
    let nothing_missed = Missed::default();
    let solved = least_cost(&formulation, limits, None, progress)
        .map(|solution| plan(&formulation, rolls, &solution, nothing_missed, limits, progress));
    let plan = match solved {
        // What futures need is heeded only beside every promise: there is nothing to repair.
        Err(SolveError::Infeasible) if wishes.needs.is_empty() => {
            repair(study, rolls, &sets, limits, progress)
        }
        solved => solved,
    }?;
    let solve_seconds = started.elapsed().as_secs_f64() - build_seconds;
    Ok(Plan { build_seconds, solve_seconds, ..plan })
}

impl Wishes {
    fn sets(&self, study: &Study, rolls: &Rolls) -> Sets {
        let Self { forced, stay_close, needs } = self.clone();
        Sets { forced, stay_close, needs, ..Sets::new(study, rolls) }
    }
}

fn text(zh: &str, en: &str) -> Text {
    Text { zh: zh.to_owned(), en: en.to_owned() }
}

fn least_cost(
    formulation: &Formulation,
    limits: Limits,
    start: Option<&[f64]>,
    progress: &dyn Progress,
) -> Result<Solution, SolveError> {
    progress.start(&text("求解最低成本方案", "Solving for the least cost"), None);
    let solution = minimise(&formulation.model, limits, start, progress);
    progress.finish();
    solution
}

fn plan(
    formulation: &Formulation,
    rolls: &Rolls,
    solution: &Solution,
    missed: Missed,
    limits: Limits,
    progress: &dyn Progress,
) -> Plan {
    let model = &formulation.model;
    let values = twins::in_order(formulation, &solution.values);
    // The weights on moved projects are no cost: both sides of the gap are told without them.
    let weighed = stay_close::weighed(formulation, &values);
    let (objective, bound) = (solution.objective - weighed, solution.bound - weighed);
    let priced = Solution { objective, bound, ..solution.clone() };
    let (moves, enrolments) = read::people(formulation, rolls, &values);
    progress.start(&text("求影子价格", "Finding what promises cost"), None);
    let (prices, place_prices) =
        prices::prices(formulation, &values, solution, limits, progress).unwrap_or_default();
    progress.finish();
    let openings = read::openings(formulation, &values);
    let money = |shortfalls: &[Shortfall]| -> f64 {
        let broken = shortfalls.iter().filter(|short| matches!(short.promise, Promise::Budget { .. }));
        broken.map(|short| short.amount).sum::<f64>() * formulation.study.repair.money
    };
    let before = money(&missed.shortfalls);
    let shortfalls = constraints::budget::exactly(formulation.study, &openings, missed.shortfalls);
    // The second step of a repair may break ceilings by less than the first allowed.
    let weighted = missed.least.weighted - before + money(&shortfalls);
    let least = WeightedShortfall { weighted, bound: missed.least.bound.min(weighted) };
    Plan {
        status: if solution.proven { PlanStatus::Optimal } else { PlanStatus::Feasible },
        objective: priced.objective,
        bound: priced.bound,
        gap: priced.gap(),
        constant: model.constant,
        openings,
        enrolments,
        moves,
        unplaced: missed.unplaced,
        certifications: read::certifications(formulation, &values),
        shortfalls,
        missed: least,
        prices,
        place_prices,
        size: Size {
            rows: model.rows().len(),
            columns: model.columns().len(),
            nonzeros: model.nonzeros(),
            integers: model.integers(),
        },
        build_seconds: 0.0,
        solve_seconds: 0.0,
    }
}

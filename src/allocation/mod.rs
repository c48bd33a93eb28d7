//! Allocation (布局优化): which projects, where, when, at the lowest cost that meets every promise, with proof.

mod constraints;
mod elastic;
mod formulation;
mod keys;
mod model;
mod objective;
mod plan;
mod prices;
mod read;
mod sets;
mod solve;
mod variables;

pub use keys::Promise;
pub use plan::{Certification, Enrolment, Move, Opening, Plan, PlanStatus, Price, Shortfall, Size, Unplaced};
pub use solve::{Limits, SolveError};

use crate::domain::{Study, Text};
use crate::progress::Progress;
use crate::projection::Rolls;
use formulation::Formulation;
use sets::Sets;
use solve::{Solution, solve};
use std::time::Instant;

/// Plans a study: the least-cost plan that keeps every promise, or, where there is none, the least repair.
///
/// # Errors
/// [`SolveError::NothingFound`] where the time ran out before any plan was found, [`SolveError::Failed`] where the solver
/// failed. A study whose promises cannot all be kept is no error: its plan is [`PlanStatus::Repaired`].
pub fn allocate(
    study: &Study,
    rolls: &Rolls,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Plan, SolveError> {
    let started = Instant::now();
    progress.start(&Text { zh: "建立模型".into(), en: "Building the program".into() }, None);
    let sets = Sets::new(study, rolls);
    let formulation = Formulation::new(study, sets, false);
    let build_seconds = started.elapsed().as_secs_f64();
    progress.finish();
    match hard(&formulation, limits, progress) {
        Ok(solution) => {
            let status = if solution.proven { PlanStatus::Optimal } else { PlanStatus::Feasible };
            Ok(plan(&formulation, rolls, &solution, status, limits, (build_seconds, started)))
        }
        Err(SolveError::Infeasible) => repair(formulation, rolls, limits, progress, (build_seconds, started)),
        Err(error) => Err(error),
    }
}

fn hard(formulation: &Formulation, limits: Limits, progress: &dyn Progress) -> Result<Solution, SolveError> {
    progress.start(&Text { zh: "求解最低成本方案".into(), en: "Solving for the least cost".into() }, None);
    let solution = solve(&formulation.model, limits, None);
    progress.finish();
    solution
}

fn repair(
    formulation: Formulation,
    rolls: &Rolls,
    limits: Limits,
    progress: &dyn Progress,
    times: (f64, Instant),
) -> Result<Plan, SolveError> {
    progress.start(
        &Text {
            zh: "目标不能全部达到，求最小缺口".into(),
            en: "Not every promise can be kept: least repair".into(),
        },
        Some(2),
    );
    let formulation = Formulation::new(formulation.study, formulation.sets, true);
    let first = solve(&elastic::least_shortfall(&formulation.model), limits, None)?;
    progress.advance(1);
    let second = solve(&elastic::least_cost(&formulation.model, &first.values), limits, Some(&first.values))?;
    progress.finish();
    Ok(plan(&formulation, rolls, &second, PlanStatus::Repaired, limits, times))
}

fn plan(
    formulation: &Formulation,
    rolls: &Rolls,
    solution: &Solution,
    status: PlanStatus,
    limits: Limits,
    (build_seconds, started): (f64, Instant),
) -> Plan {
    let (moves, unplaced, enrolments) = read::people(formulation, rolls, &solution.values);
    let prices = prices::prices(formulation, &solution.values, limits).unwrap_or_default();
    let model = &formulation.model;
    Plan {
        status,
        objective: solution.objective,
        bound: solution.bound,
        gap: solution.gap(),
        constant: model.constant,
        openings: read::openings(formulation, &solution.values),
        enrolments,
        moves,
        unplaced,
        certifications: read::certifications(formulation, &solution.values),
        shortfalls: read::shortfalls(formulation, &solution.values),
        prices,
        size: Size {
            rows: model.rows().len(),
            columns: model.columns().len(),
            nonzeros: model.nonzeros(),
            integers: model.integers(),
        },
        build_seconds,
        solve_seconds: started.elapsed().as_secs_f64() - build_seconds,
    }
}

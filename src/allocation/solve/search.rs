//! One search of the solver over a whole program (整体求解).

use super::watch::solve_watched;
use super::{Basis, Solution, SolveError, Stop};
use crate::allocation::model::{Model, Sense};
use crate::progress::Progress;
use ::highs::{HighsModelStatus, HighsSolutionStatus};
use good_lp::SolverModel;
use good_lp::solvers::highs::highs;
use good_lp::{Expression, ProblemVariables, Variable, constraint, variable};

/// Minimises a model by one search of the solver; `start` gives values of every column to begin from.
///
/// # Errors
/// [`SolveError`] where there is no plan, none was found in time, or the solver failed.
pub fn solve_whole(
    model: &Model,
    stop: Stop,
    start: Option<&[f64]>,
    progress: &dyn Progress,
) -> Result<Solution, SolveError> {
    let found = search(model, stop, start, progress)?;
    // HiGHS 1.16 may call a start optimal although its own bound lies below it (where presolve alone solves the program).
    let open =
        stop.absolute.max(stop.relative * found.objective.abs()) + ROUNDING * (1.0 + found.bound.abs());
    if start.is_some() && found.proven && found.objective - found.bound > open {
        return search(model, stop, None, progress);
    }
    Ok(found)
}

/// Rounding of objective and bound, relative.
const ROUNDING: f64 = 1e-7;

fn search(
    model: &Model,
    stop: Stop,
    start: Option<&[f64]>,
    progress: &dyn Progress,
) -> Result<Solution, SolveError> {
    let problem = with_rows(model);
    let mut highs = problem.try_into_inner().map_err(|error| SolveError::Failed(error.to_string()))?;
    highs.set_option("mip_rel_gap", stop.relative);
    highs.set_option("mip_abs_gap", stop.absolute);
    highs.set_option("time_limit", stop.seconds.max(0.0));
    highs.set_option("threads", 1);
    if stop.plain {
        for search in
            ["allow_restart", "heuristic_run_rens", "heuristic_run_rins", "heuristic_run_root_reduced_cost"]
        {
            highs.set_option(format!("mip_{search}"), false);
        }
    }
    highs.set_option("random_seed", 0);
    highs.set_option("parallel", "off");
    if let Some(start) = start {
        highs.set_solution(Some(start), None, None, None);
    }
    let solved =
        solve_watched(highs, progress).map_err(|status| SolveError::Failed(format!("{status:?}")))?;
    let proven = match solved.status() {
        HighsModelStatus::Optimal | HighsModelStatus::ModelEmpty => true,
        HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => {
            return Err(SolveError::Infeasible);
        }
        HighsModelStatus::ReachedTimeLimit | HighsModelStatus::ReachedInterrupt => false,
        other => return Err(SolveError::Failed(format!("{other:?}"))),
    };
    if solved.primal_solution_status() != HighsSolutionStatus::Feasible && !model.columns().is_empty() {
        return Err(SolveError::NothingFound);
    }
    let solution = solved.get_solution();
    let values = solution.columns().to_vec();
    let objective = model.objective(&values);
    let whole = model.integers() > 0;
    let bound = if whole {
        solved.double_info_value(c"mip_dual_bound").unwrap_or(f64::NEG_INFINITY)
    } else {
        objective
    };
    let duals = solution.dual_rows().to_vec();
    Ok(Solution { values, duals, basis: Basis::default(), objective, bound, proven })
}

fn with_rows(model: &Model) -> good_lp::solvers::highs::HighsProblem {
    let mut problem = ProblemVariables::new();
    let columns: Vec<Variable> = model
        .columns()
        .iter()
        .map(|column| {
            let definition = variable().min(column.lower).max(column.upper);
            problem.add(if column.integer { definition.integer() } else { definition })
        })
        .collect();
    let mut objective = Expression::with_capacity(columns.len());
    for (column, variable) in model.columns().iter().zip(&columns) {
        objective.add_mul(column.cost, *variable);
    }
    let mut highs = problem.minimise(objective).using(highs);
    for row in model.rows() {
        let mut expression = Expression::with_capacity(row.terms.len());
        for (column, coefficient) in &row.terms {
            expression.add_mul(*coefficient, columns[column.0]);
        }
        highs.add_constraint(match row.sense {
            Sense::AtMost => constraint::leq(expression, row.right),
            Sense::AtLeast => constraint::geq(expression, row.right),
            Sense::Equal => constraint::eq(expression, row.right),
        });
    }
    highs
}

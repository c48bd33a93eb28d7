//! The only file that names a solver, with `watch`: HiGHS, through `good_lp`.

use super::cut::Cut;
use super::model::{Model, Sense};
use super::size::{COLUMNS, ProgramSize};
use super::watch::solve_watched;
use crate::progress::Progress;
use ::highs::{HighsModelStatus, HighsSolutionStatus};
use good_lp::SolverModel;
use good_lp::solvers::highs::highs;
use good_lp::{Expression, ProblemVariables, Variable, constraint, variable};
use thiserror::Error;

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Relative gap that counts as proven.
    pub gap: f64,
    /// Seconds.
    pub seconds: f64,
    /// How to search.
    pub method: Method,
    /// Threads; 0 is one for every processor.
    pub threads: usize,
    /// Most columns of a program that is built.
    pub columns: usize,
}

impl Limits {
    /// A gap and a time, with the search left to the program.
    #[must_use]
    pub const fn new(gap: f64, seconds: f64) -> Self {
        Self { gap, seconds, method: Method::Auto, threads: 0, columns: COLUMNS }
    }
}

/// How to search (求解方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Whichever suits the program.
    #[default]
    Auto,
    /// One search over the whole program.
    Single,
    /// Blocks by county and programme, coordinated by prices.
    Decompose,
}

impl Method {
    /// The word in results.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Single => "single",
            Self::Decompose => "decompose",
        }
    }
}

/// When one search of the solver stops.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stop {
    /// Relative gap.
    pub relative: f64,
    /// Absolute gap, 10⁴ yuan.
    pub absolute: f64,
    /// Seconds.
    pub seconds: f64,
    /// Whether the search may begin anew from a smaller program when it has fixed many columns.
    pub restarts: bool,
}

impl From<Limits> for Stop {
    fn from(limits: Limits) -> Self {
        Self { relative: limits.gap, absolute: 1e-6, seconds: limits.seconds, restarts: true }
    }
}

/// What the solver found.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// Value of every column.
    pub values: Vec<f64>,
    /// Dual value of every row, for a linear program: change of the objective for one unit more on the right-hand side.
    pub duals: Vec<f64>,
    /// Objective, the constant left out.
    pub objective: f64,
    /// Proven lower bound of the objective.
    pub bound: f64,
    /// Whether the gap was reached.
    pub proven: bool,
}

impl Solution {
    /// `(objective − bound) / |objective|`; 0 where both are equal.
    #[must_use]
    pub fn gap(&self) -> f64 {
        let distance = (self.objective - self.bound).max(0.0);
        if distance == 0.0 { 0.0 } else { distance / self.objective.abs().max(1e-9) }
    }
}

/// Why there is no solution.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SolveError {
    /// No values satisfy all rows.
    #[error("no plan satisfies every row")]
    Infeasible,
    /// The time ran out before any plan was found.
    #[error("the time ran out before any plan was found")]
    NothingFound,
    /// The program would be too large; nothing was built.
    #[error(
        "the program would have about {} columns and {} rows and take {:.1} GB, more than the {columns} columns that are allowed: plan by county, district or programme, for fewer years or with shorter ways to school, or allow more columns",
        size.columns, size.rows, size.gigabytes()
    )]
    TooLarge {
        /// Its size.
        size: ProgramSize,
        /// Most columns allowed.
        columns: usize,
    },
    /// The solver failed.
    #[error("the solver failed: {0}")]
    Failed(String),
}

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
    highs.set_option("mip_allow_restart", stop.restarts);
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
    Ok(Solution { values, duals: solution.dual_rows().to_vec(), objective, bound, proven })
}

/// The linear relaxation of a program, to which cuts can be added.
pub struct Relaxation {
    columns: Vec<::highs::Col>,
    highs: Option<::highs::Model>,
}

/// A solution of a relaxation.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxed {
    /// Objective.
    pub objective: f64,
    /// Value of every column.
    pub values: Vec<f64>,
    /// Dual value of every row, cuts last.
    pub duals: Vec<f64>,
}

impl Relaxation {
    /// The relaxation of a program.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let mut problem = ::highs::RowProblem::default();
        let column =
            |column: &super::model::ColumnData| problem.add_column(column.cost, column.lower..=column.upper);
        let columns: Vec<_> = model.columns().iter().map(column).collect();
        for row in model.rows() {
            let terms = row.terms.iter().map(|(column, by)| (columns[column.0], *by));
            match row.sense {
                Sense::AtMost => problem.add_row(..=row.right, terms),
                Sense::AtLeast => problem.add_row(row.right.., terms),
                Sense::Equal => problem.add_row(row.right..=row.right, terms),
            }
        }
        let mut highs = problem.optimise(::highs::Sense::Minimise);
        highs.set_option("threads", 1);
        highs.set_option("parallel", "off");
        Self { columns, highs: Some(highs) }
    }

    /// Gives every column another cost; the next solve goes on from the basis of the last.
    pub fn set_costs(&mut self, costs: impl Iterator<Item = f64>) {
        let Some(highs) = &mut self.highs else { return };
        self.columns.iter().zip(costs).for_each(|(column, cost)| highs.change_column_cost(*column, cost));
    }

    /// Gives a column other limits; the next solve goes on from the basis of the last.
    pub fn set_limits(&mut self, column: usize, lower: f64, upper: f64) {
        if let Some(highs) = &mut self.highs {
            highs.change_column_bounds(self.columns[column], lower..=upper);
        }
    }

    /// Adds cuts.
    pub fn add(&mut self, cuts: &[Cut]) {
        let Some(highs) = &mut self.highs else { return };
        for cut in cuts {
            highs.add_row(cut.right.., cut.terms.iter().map(|(column, by)| (self.columns[*column], *by)));
        }
    }

    /// Solves it, from the basis of the last time.
    ///
    /// # Errors
    /// Where there is no solution, none was found in time, or the solver failed.
    pub fn solve(&mut self, seconds: f64, progress: &dyn Progress) -> Result<Relaxed, SolveError> {
        let mut highs = self.highs.take().ok_or(SolveError::NothingFound)?;
        highs.set_option("time_limit", seconds);
        let solved =
            solve_watched(highs, progress).map_err(|status| SolveError::Failed(format!("{status:?}")))?;
        let (status, solution, objective) =
            (solved.status(), solved.get_solution(), solved.objective_value());
        self.highs = Some(solved.into());
        match status {
            HighsModelStatus::Optimal | HighsModelStatus::ModelEmpty => Ok(Relaxed {
                objective,
                values: solution.columns().to_vec(),
                duals: solution.dual_rows().to_vec(),
            }),
            HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => {
                Err(SolveError::Infeasible)
            }
            HighsModelStatus::ReachedTimeLimit | HighsModelStatus::ReachedInterrupt => {
                Err(SolveError::NothingFound)
            }
            other => Err(SolveError::Failed(format!("{other:?}"))),
        }
    }
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

//! The linear relaxation of a program (线性松弛), solved again and again: with cuts, with other limits or costs.

use super::SolveError;
use super::watch::solve_watched;
use crate::allocation::cut::Cut;
use crate::allocation::model::{ColumnData, Model, Sense};
use crate::progress::Progress;
use ::highs::HighsModelStatus;

/// The linear relaxation of a program, to which cuts can be added.
pub struct Relaxation {
    columns: Vec<::highs::Col>,
    rows: Vec<::highs::Row>,
    highs: Option<::highs::Model>,
}

// SAFETY: a program of the solver belongs to whoever holds the relaxation, its methods change it only through `&mut` or by value,
// and it keeps nothing of the thread that made it.
#[allow(unsafe_code)]
unsafe impl Send for Relaxation {}

/// A solution of a relaxation.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxed {
    /// Objective.
    pub objective: f64,
    /// Value of every column.
    pub values: Vec<f64>,
    /// Dual value of every row, cuts last.
    pub duals: Vec<f64>,
    /// Reduced cost of every column: what a unit of it that is forced upon the solution costs.
    pub reduced_costs: Vec<f64>,
}

impl Relaxation {
    /// The relaxation of a program.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        let mut problem = ::highs::RowProblem::default();
        let column = |column: &ColumnData| problem.add_column(column.cost, column.lower..=column.upper);
        let columns: Vec<_> = model.columns().iter().map(column).collect();
        for row in model.rows() {
            let terms = row.terms.iter().map(|(column, by)| (columns[column.0], *by));
            match row.sense {
                Sense::AtMost => problem.add_row(..=row.right, terms),
                Sense::AtLeast => problem.add_row(row.right.., terms),
                Sense::Equal => problem.add_row(row.right..=row.right, terms),
            }
        }
        Self { columns, rows: Vec::new(), highs: Some(minimising(problem)) }
    }

    /// A linear program with rows, senses and right-hand sides, that has no columns yet.
    #[must_use]
    pub fn of_rows(rows: &[(Sense, f64)]) -> Self {
        let mut highs = minimising(::highs::RowProblem::default());
        let none = std::iter::empty::<(::highs::Col, f64)>;
        let row = |(sense, right): &(Sense, f64)| match sense {
            Sense::AtMost => highs.add_row(..=*right, none()),
            Sense::AtLeast => highs.add_row(*right.., none()),
            Sense::Equal => highs.add_row(*right..=*right, none()),
        };
        let rows = rows.iter().map(row).collect();
        Self { columns: Vec::new(), rows, highs: Some(highs) }
    }

    /// Adds a column of no less than nothing to a program made of rows; its number.
    pub fn add_column(&mut self, cost: f64, terms: &[(usize, f64)]) -> usize {
        if let Some(highs) = &mut self.highs {
            let terms = terms.iter().map(|(row, by)| (self.rows[*row], *by));
            self.columns.push(highs.add_col(cost, 0.0.., terms));
        }
        self.columns.len() - 1
    }

    /// Gives one column another cost.
    pub fn set_cost(&mut self, column: usize, cost: f64) {
        if let Some(highs) = &mut self.highs {
            highs.change_column_cost(self.columns[column], cost);
        }
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
                reduced_costs: solution.dual_columns().to_vec(),
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

fn minimising(problem: ::highs::RowProblem) -> ::highs::Model {
    let mut highs = problem.optimise(::highs::Sense::Minimise);
    highs.set_option("threads", 1);
    highs.set_option("parallel", "off");
    highs
}

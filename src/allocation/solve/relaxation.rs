//! The linear relaxation of a program (线性松弛), solved again and again: with cuts, with other limits or costs, or from where a like
//! one ended.
//!
//! Unsafe code: a basis is read and set through C, with arrays of as many numbers as the program has columns and rows.

#![allow(unsafe_code)]

use super::SolveError;
use super::watch::solve_watched;
use crate::allocation::cut::Cut;
use crate::allocation::model::{ColumnData, Model, Sense};
use crate::progress::Progress;
use ::highs::HighsModelStatus;
use highs_sys::{Highs_getBasis, Highs_setBasis, HighsInt};

/// The linear relaxation of a program, to which cuts can be added.
pub struct Relaxation {
    columns: Vec<::highs::Col>,
    rows: Vec<::highs::Row>,
    highs: Option<::highs::Model>,
}

// SAFETY: a program of the solver belongs to whoever holds the relaxation, its methods change it only through `&mut` or by value,
// and it keeps nothing of the thread that made it.
unsafe impl Send for Relaxation {}

/// Where the simplex ended (单纯形基): for every column and row whether it is basic or at which limit. Empty where none is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Basis {
    columns: Vec<HighsInt>,
    rows: Vec<HighsInt>,
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

    /// Where the last solve ended.
    #[must_use]
    pub fn basis(&self) -> Basis {
        let Some(highs) = &self.highs else { return Basis::default() };
        let mut basis = Basis { columns: vec![0; highs.num_cols()], rows: vec![0; highs.num_rows()] };
        // SAFETY: the program is alive, and the arrays hold a number for each of its columns and rows.
        let status =
            unsafe { Highs_getBasis(highs.as_ptr(), basis.columns.as_mut_ptr(), basis.rows.as_mut_ptr()) };
        if status == STATUS_OK { basis } else { Basis::default() }
    }

    /// Lets the next solve begin where a like program ended; nothing happens where that has not as many columns and rows.
    pub fn begin_from(&mut self, basis: &Basis) {
        let Some(highs) = &mut self.highs else { return };
        if (basis.columns.len(), basis.rows.len()) == (highs.num_cols(), highs.num_rows()) {
            // SAFETY: as above. A basis that the solver refuses leaves it without one.
            unsafe { Highs_setBasis(highs.as_mut_ptr(), basis.columns.as_ptr(), basis.rows.as_ptr()) };
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

/// What the solver returns where all went well.
const STATUS_OK: HighsInt = 0;

fn minimising(problem: ::highs::RowProblem) -> ::highs::Model {
    let mut highs = problem.optimise(::highs::Sense::Minimise);
    highs.set_option("threads", 1);
    highs.set_option("parallel", "off");
    highs
}

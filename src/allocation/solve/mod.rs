//! The only room that names a solver (求解器): HiGHS, through `good_lp` for whole numbers and directly for linear programs that are
//! solved again and again.

mod relaxation;
mod search;
mod watch;

pub use relaxation::{Basis, Relaxation, Relaxed};
pub use search::solve_whole;
pub use watch::standing;

use super::size::{COLUMNS, ProgramSize};
use crate::parallel::processors;
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
    /// Most columns of a program whose relaxation is solved as a whole; that of a larger one is solved county by county.
    pub whole: usize,
}

/// From more columns than this on the relaxation of the whole takes longer than that of its counties one by one.
const WHOLE: usize = 300_000;

impl Limits {
    /// A gap and a time, with the search left to the program.
    #[must_use]
    pub const fn new(gap: f64, seconds: f64) -> Self {
        Self { gap, seconds, method: Method::Auto, threads: 0, columns: COLUMNS, whole: WHOLE }
    }

    /// Threads to work with: those asked for, or one for every processor.
    #[must_use]
    pub fn processors(&self) -> usize {
        if self.threads == 0 { processors() } else { self.threads }
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
    /// Whether the solver leaves out its own restarts and searches within the search: where a good plan to begin from is known,
    /// they take most of the time and find nothing.
    pub plain: bool,
}

impl From<Limits> for Stop {
    fn from(limits: Limits) -> Self {
        Self { relative: limits.gap, absolute: 1e-6, seconds: limits.seconds, plain: false }
    }
}

/// What the solver found.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// Value of every column.
    pub values: Vec<f64>,
    /// Dual value of every row, for a linear program: change of the objective for one unit more on the right-hand side.
    pub duals: Vec<f64>,
    /// Where the simplex ended for the program's relaxation, as far as it is known: its prices are sought from there.
    pub basis: Basis,
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
    #[error("the program would have about {} columns, more than the {columns} that are allowed", size.columns)]
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

/// Refuses a program of more columns than are allowed.
///
/// # Errors
/// [`SolveError::TooLarge`].
pub fn allow(size: ProgramSize, columns: usize) -> Result<(), SolveError> {
    if size.columns > columns { Err(SolveError::TooLarge { size, columns }) } else { Ok(()) }
}

//! The mixture (主问题): of every county so much of each of its answers, so that the coupling rows are kept at the least cost. Its dual
//! values price these rows.

use super::county::Answer;
use crate::allocation::decomposition::coupling::{Coupling, KEPT, Prices};
use crate::allocation::decomposition::partition::Block;
use crate::allocation::model::Sense;
use crate::allocation::solve::{Relaxation, SolveError};
use crate::progress::Progress;

/// What is missed costs so many times what a unit usually costs.
const MISSED: f64 = 10.0;
/// What is still missed costs so many times more.
const DEARER: f64 = 10.0;
/// It was made dearer so often that it cannot be kept.
const DEAREST: usize = 5;

/// A mixture to which answers are added.
pub struct Mixture {
    program: Relaxation,
    missed: Vec<Missed>,
    /// Cost of every column of its own, and its coefficients in the coupling rows.
    alone: Vec<(f64, Vec<(usize, f64)>)>,
    /// Number of coupling rows; the rows after them say that the parts of a county's answers add up to one.
    rows: usize,
}

/// A column for what a coupling row is missed by.
struct Missed {
    column: usize,
    cost: f64,
    /// How often it was made dearer.
    dearer: usize,
}

/// What the mixture came to.
pub struct Mixed {
    /// Its cost, with what is missed paid for.
    pub objective: f64,
    /// Parts of the answers, by column.
    pub parts: Vec<f64>,
    /// Dual values of the coupling rows.
    pub prices: Prices,
}

impl Mixture {
    /// A mixture of so many counties, without answers.
    #[must_use]
    pub fn new(coupling: &Coupling, counties: usize) -> Self {
        let of = |row: usize| (coupling.row(row).sense, coupling.row(row).right);
        let mut rows: Vec<(Sense, f64)> = (0..coupling.rows.len()).map(of).collect();
        rows.extend((0..counties).map(|_| (Sense::Equal, 1.0)));
        let mut program = Relaxation::of_rows(&rows);
        let mut missed = Vec::new();
        for (row, usual) in coupling.usual.iter().enumerate() {
            let cost = MISSED * usual.max(1.0);
            let signs = coupling.row(row).sense.slacks();
            let column = |sign: &f64| program.add_column(cost, &[(row, *sign)]);
            missed.extend(signs.iter().map(column).map(|column| Missed { column, cost, dearer: 0 }));
        }
        Self { program, missed, alone: Vec::new(), rows: coupling.rows.len() }
    }

    /// Adds an answer of a county; its column.
    pub fn add(&mut self, county: usize, block: &Block, answer: &Answer) -> usize {
        answer.ended.iter().for_each(|column| self.program.set_limits(*column, 0.0, 0.0));
        let of_rows = block.shares.iter().zip(&answer.activities).map(|(share, by)| (share.row, *by));
        let terms: Vec<(usize, f64)> = of_rows.chain([(self.rows + county, 1.0)]).collect();
        self.program.add_column(answer.cost, &terms)
    }

    /// Adds a column of its own, of no less than nothing, with its coefficients in the coupling rows; its number.
    pub fn add_alone(&mut self, cost: f64, terms: Vec<(usize, f64)>) -> usize {
        let column = self.program.add_column(cost, &terms);
        self.alone.push((cost, terms));
        column
    }

    /// Whether prices give a bound: a column of its own that earned more than it costs would grow without end.
    #[must_use]
    pub fn bears(&self, prices: &Prices) -> bool {
        let earned = |terms: &[(usize, f64)]| terms.iter().map(|(row, by)| prices[*row] * by).sum::<f64>();
        self.alone.iter().all(|(cost, terms)| earned(terms) <= cost + KEPT)
    }

    /// Mixes the answers.
    ///
    /// # Errors
    /// As the solver's: out of time, failed.
    pub fn mix(&mut self, seconds: f64, progress: &dyn Progress) -> Result<Mixed, SolveError> {
        let mixed = self.program.solve(seconds, progress)?;
        let prices = mixed.duals[..self.rows].to_vec();
        Ok(Mixed { objective: mixed.objective, parts: mixed.values, prices })
    }

    /// Makes dearer what is missed; whether anything is.
    ///
    /// # Errors
    /// [`SolveError::Infeasible`] where it was made dearer often enough.
    pub fn raise(&mut self, parts: &[f64]) -> Result<bool, SolveError> {
        let mut any = false;
        for missed in self.missed.iter_mut().filter(|missed| parts[missed.column] > KEPT) {
            if missed.dearer == DEAREST {
                return Err(SolveError::Infeasible);
            }
            (missed.cost, missed.dearer, any) = (missed.cost * DEARER, missed.dearer + 1, true);
            self.program.set_cost(missed.column, missed.cost);
        }
        Ok(any)
    }
}

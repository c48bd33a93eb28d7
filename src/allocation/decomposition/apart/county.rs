//! A county's relaxation (一县的松弛), solved again and again at other prices of what it shares with others.

use crate::allocation::cut::Cut;
use crate::allocation::cuts::Cutting;
use crate::allocation::decomposition::coupling::Prices;
use crate::allocation::decomposition::partition::Block;
use crate::allocation::model::Model;
use crate::allocation::solve::{Relaxed, SolveError};
use crate::progress::Progress;

/// A point misses a cut if by more than this.
const MISSES: f64 = 1e-6;

/// A county's relaxation and what it answered so far.
pub struct County<'a> {
    model: &'a Model,
    /// Its columns, rows and parts of coupling rows.
    pub block: &'a Block,
    cutting: Cutting<'a>,
    /// What it answered and no later cut has ended: number of the answer's column in the mixture, values.
    points: Vec<(usize, Vec<f64>)>,
    /// Number of cuts that these points keep.
    kept: usize,
}

/// What a county answers to prices.
pub struct Answer {
    /// Least cost, less what is earned at the prices.
    pub objective: f64,
    /// Cost.
    pub cost: f64,
    /// What it adds to each of its coupling rows.
    pub activities: Vec<f64>,
    /// Columns of the mixture that new cuts have ended.
    pub ended: Vec<usize>,
}

impl<'a> County<'a> {
    /// The relaxation of a block, whose program has its columns and rows in their order.
    ///
    /// # Errors
    /// As the solver's: infeasible, out of time, failed.
    pub fn new(
        model: &'a Model,
        block: &'a Block,
        seconds: f64,
        progress: &'a dyn Progress,
    ) -> Result<Self, SolveError> {
        let cutting = Cutting::new(model, seconds, progress)?;
        Ok(Self { model, block, cutting, points: Vec::new(), kept: 0 })
    }

    /// Solves it at prices of all coupling rows, and cuts it there if that is wanted.
    ///
    /// # Errors
    /// As the solver's: out of time, failed.
    pub fn answer(&mut self, prices: &Prices, cut: bool) -> Result<Answer, SolveError> {
        let mut costs: Vec<f64> = self.model.columns().iter().map(|column| column.cost).collect();
        for share in &self.block.shares {
            share.terms.iter().for_each(|(place, by)| costs[*place] -= prices[share.row] * by);
        }
        self.cutting.reprice(costs.into_iter())?;
        if cut {
            self.cutting.cut();
        }
        let Relaxed { objective, values, .. } = self.cutting.relaxed();
        let (objective, cost) = (*objective, self.model.objective(values));
        let activities = self.block.shares.iter().map(|share| share.activity(values)).collect();
        Ok(Answer { objective, cost, activities, ended: self.end() })
    }

    /// Takes out the points that miss a new cut; their columns.
    fn end(&mut self) -> Vec<usize> {
        let new = &self.cutting.cuts()[self.kept..];
        let misses = |values: &[f64]| new.iter().any(|cut| cut.violation(values) > MISSES);
        let ended =
            self.points.extract_if(.., |(_, values)| misses(values)).map(|(column, _)| column).collect();
        self.kept = self.cutting.cuts().len();
        ended
    }

    /// Keeps the last answer under its column of the mixture.
    pub fn keep(&mut self, column: usize) {
        self.points.push((column, self.cutting.relaxed().values.clone()));
    }

    /// The point in which its answers have these parts.
    #[must_use]
    pub fn mixed(&self, parts: &[f64]) -> Vec<f64> {
        let mut mixed = vec![0.0; self.model.columns().len()];
        for (column, values) in &self.points {
            let part = parts[*column];
            mixed.iter_mut().zip(values).for_each(|(mixed, value)| *mixed += part * value);
        }
        mixed
    }

    /// Dual values of its rows at the last prices.
    #[must_use]
    pub fn duals(&self) -> &[f64] {
        self.cutting.duals()
    }

    /// Cuts that hold back the last answer or a point.
    pub fn tight(&self, point: &[f64]) -> impl Iterator<Item = &Cut> {
        let answer = &self.cutting.relaxed().values;
        let tight = move |cut: &&Cut| cut.violation(answer) > -MISSES || cut.violation(point) > -MISSES;
        self.cutting.cuts().iter().filter(tight)
    }
}

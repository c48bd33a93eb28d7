//! The search (求解过程): prices, blocks, plan; what is left is one search over the whole from the plan found.

use super::apart::Apart;
use super::block::{Task, search, search_from, settled};
use super::coupling::{Coupling, Prices};
use super::descent::{self, Point};
use super::dive::{dived, dived_together};
use super::partition::{Block, Partition, Share};
use crate::allocation::model::{Column, Model};
use crate::allocation::solve::{Basis, Limits, Relaxed, Solution, SolveError, Stop, solve_whole};
use crate::allocation::standing;
use crate::parallel::side_by_side;
use crate::progress::{Progress, Quiet};
use std::time::Instant;

/// Part of the gap asked for that the blocks' searches may leave open together.
const OPEN: f64 = 0.3;
/// What is missed costs so many times its price, one step after another, until nothing is missed.
const PENALTIES: [f64; 5] = [1.5, 4.0, 20.0, 100.0, 1000.0];
/// Seconds for one block of a descent.
const BLOCK_SECONDS: f64 = 6.0;
/// Near a plan that costs no more than this above the bound, the better ones are sought at once.
const NEARLY: f64 = 0.01;
/// A pass over all blocks that gains less than this share is the last.
const WORTH_A_PASS: f64 = 1e-5;
/// Seconds for the plans near the best.
const POLISH_SECONDS: f64 = 20.0;
/// A plan may miss a row by so much: the solver's own tolerance, summed up over a row.
const TOLERANCE: f64 = 1e-5;

/// A way to values with whole numbers of a block's program.
type Solve = fn(&Task, &dyn Progress) -> Result<Vec<f64>, SolveError>;

/// A search by blocks under way.
pub struct Search<'a> {
    /// The program with cuts.
    model: &'a Model,
    partition: &'a Partition,
    coupling: Coupling<'a>,
    limits: Limits,
    threads: usize,
    progress: &'a dyn Progress,
    started: Instant,
    /// Best plan so far: its cost and values.
    best: Option<(f64, Vec<f64>)>,
    /// Best proven bound.
    bound: f64,
}

/// Distance of plan and bound, 10⁴ yuan, that is rounding: twice the absolute gap at which a search of the solver ends.
const PROVEN: f64 = 2e-6;

impl<'a> Search<'a> {
    /// A search of a program that began at a time.
    pub fn new(
        model: &'a Model,
        partition: &'a Partition,
        limits: Limits,
        progress: &'a dyn Progress,
        started: Instant,
    ) -> Self {
        let threads = limits.processors();
        let coupling = Coupling::new(model, partition);
        let (best, bound) = (None, f64::NEG_INFINITY);
        Self { model, partition, coupling, limits, threads, progress, started, best, bound }
    }

    /// The same search with a plan to begin from, if it is one.
    pub fn from(mut self, start: Option<&[f64]>) -> Self {
        if let Some(values) = start.filter(|values| self.model.violation(values) <= TOLERANCE) {
            self.best = Some((self.model.objective(values), values.to_vec()));
        }
        self
    }

    /// A plan soon, by dives in the blocks from a solution of the relaxation; where it costs little more than that, also a better one by
    /// a dive in the whole from where the relaxation ended. That to begin from where none is better.
    ///
    /// # Errors
    /// Where there is none yet.
    pub fn first_plan(mut self, relaxed: &Relaxed, basis: &Basis) -> Result<Solution, SolveError> {
        self.bound = relaxed.objective;
        let prices = self.coupling.prices(&relaxed.duals);
        if !self.done() {
            self.descend(&prices, relaxed.values.clone(), dived);
            if self.nearly_there() {
                let values = relaxed.values.clone();
                let values = dived_together(self.model, values, basis, self.left(), &Quiet(self.progress));
                self.descend(&prices, values, settled);
            }
        }
        self.finish()
    }

    /// Searches until the gap is reached, the time is over or the user stops.
    ///
    /// # Errors
    /// Where there is no plan or none was found.
    pub fn run(mut self, relaxed: &Relaxed) -> Result<Solution, SolveError> {
        self.bound = relaxed.objective;
        if self.done() {
            return self.finish();
        }
        let prices = self.coupling.prices(&relaxed.duals);
        if !self.nearly_there() {
            self.descend(&prices, relaxed.values.clone(), dived);
        }
        if !self.done()
            && let Some(values) = self.price_round(&prices)?
            && !self.done()
        {
            if self.nearly_there() {
                self.polish(&values)?;
            } else {
                self.descend(&prices, values.clone(), dived);
            }
            if !self.done() {
                self.descend(&prices, values.clone(), settled);
            }
            if self.best.is_none() {
                self.descend(&prices, relaxed.values.clone(), settled);
            }
            self.polish(&values)?;
            self.better_blocks(&prices);
        }
        if !self.done() {
            self.whole(relaxed)?;
        }
        self.finish()
    }

    /// As [`Self::run`], of a program whose relaxation was solved county by county: nothing is searched but blocks.
    ///
    /// # Errors
    /// As there.
    pub fn run_apart(mut self, relaxed: &Apart) -> Result<Solution, SolveError> {
        self.bound = relaxed.bound;
        let prices = self.coupling.prices(&relaxed.duals);
        if !self.done() && self.best.is_none() {
            self.descend(&prices, relaxed.values.clone(), dived);
        }
        if !self.done()
            && let Some(values) = self.price_round(&prices)?
            && !self.done()
        {
            self.descend(&prices, values, settled);
            self.better_blocks(&prices);
        }
        if self.best.is_none() && !self.done() {
            // Whether there is none is not known, but a repair finds the plan that misses the least.
            return Err(SolveError::Infeasible);
        }
        self.finish()
    }

    /// Solves every block anew with the others as they are in the best plan, as long as that makes it better.
    fn better_blocks(&mut self, prices: &Prices) {
        let penalties = self.coupling.penalties(prices, PENALTIES[0]);
        while !self.done()
            && let Some((before, values)) = self.best.clone()
        {
            let mut point = Point::new(&self.coupling, values);
            let blocks: Vec<usize> = (0..self.partition.blocks.len()).collect();
            for blocks in blocks.chunks(self.partition.together()) {
                self.improve(&mut point, blocks, &penalties, settled);
            }
            self.take(&point);
            if self.best.as_ref().is_none_or(|best| before - best.0 < WORTH_A_PASS * before.abs()) {
                return;
            }
        }
    }

    /// Searches the plans that differ from the best only where it differs from the blocks' own solutions.
    fn polish(&mut self, values: &[f64]) -> Result<(), SolveError> {
        let Some((_, best)) = self.best.as_ref().filter(|_| !self.done()) else { return Ok(()) };
        let mut near = self.model.clone();
        for (number, column) in self.model.columns().iter().enumerate() {
            if column.integer && (best[number] - values[number]).abs() < 0.5 {
                near.fix(Column(number), best[number]);
            }
        }
        let stop = Stop { seconds: self.left().min(POLISH_SECONDS), ..self.limits.into() };
        match solve_whole(&near, stop, Some(best), self.progress) {
            Ok(found) => self.take(&Point::new(&self.coupling, found.values)),
            Err(SolveError::NothingFound | SolveError::Infeasible) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn left(&self) -> f64 {
        (self.limits.seconds - self.started.elapsed().as_secs_f64()).max(0.0)
    }

    fn done(&self) -> bool {
        let reached = |best: &(f64, _)| best.0 - self.bound <= self.limits.gap * best.0.abs();
        self.left() <= 0.0 || self.progress.cancelled() || self.best.as_ref().is_some_and(reached)
    }

    fn stop(&self, absolute: f64) -> Stop {
        Stop { relative: 0.0, absolute, seconds: self.left(), plain: true }
    }

    /// What one block may leave open, 10⁴ yuan.
    #[allow(clippy::cast_precision_loss)] // a count of blocks
    fn tolerance(&self) -> f64 {
        OPEN * self.limits.gap * self.bound.abs() / self.partition.searched() as f64
    }

    /// Searches every block at the prices: the bounds add up to one of the whole, the solutions to a point that may miss
    /// coupling rows; no point where some block has none yet.
    fn price_round(&mut self, prices: &Prices) -> Result<Option<Vec<f64>>, SolveError> {
        let costs = self.coupling.reduced_costs(prices);
        let stop = self.stop(self.tolerance());
        let task = |block: &Block| {
            let mut model = self.model.part(&block.columns, &block.rows);
            model.set_costs(block.columns.iter().map(|column| costs[*column]));
            let start = self.best.as_ref().map(|best| block.of(&best.1));
            Task { model, start, stop }
        };
        let tasks: Vec<Task> = self.partition.blocks.iter().map(task).collect();
        let solved = side_by_side(&tasks, self.threads, |task| search(task, &Quiet(self.progress)));
        let mut bound = self.coupling.worth(prices);
        let mut values = vec![0.0; self.model.columns().len()];
        for (block, solution) in self.partition.blocks.iter().zip(solved) {
            let solution = match solution {
                Ok(solution) => solution,
                Err(SolveError::Infeasible) => return Err(SolveError::Infeasible),
                Err(_) => return Ok(None),
            };
            bound += solution.bound;
            for (column, value) in block.columns.iter().zip(&solution.values) {
                values[*column] = *value;
            }
        }
        self.bound = self.bound.max(bound);
        self.report();
        Ok(Some(values))
    }

    /// Moves on from a point: blocks that are not whole or miss coupling rows are solved anew until none is and none is missed.
    fn descend(&mut self, prices: &Prices, values: Vec<f64>, solve: Solve) {
        let mut point = Point::new(&self.coupling, values);
        let together = self.partition.together();
        let mut before = vec![0.0; self.coupling.rows.len()];
        for by in PENALTIES {
            let penalties = self.coupling.penalties(prices, by);
            let mut left = (0..self.partition.blocks.len()).rev();
            while !self.done() {
                let missed = |share: &Share| self.coupling.is_missed(share.row, &point.activities, &before);
                let anew = |block: &usize| {
                    let block = &self.partition.blocks[*block];
                    !self.is_whole(block, &point) || block.shares.iter().any(missed)
                };
                let blocks: Vec<usize> = left.by_ref().filter(anew).take(together).collect();
                if blocks.is_empty() {
                    break;
                }
                self.improve(&mut point, &blocks, &penalties, solve);
            }
            self.take(&point);
            let missed = |row| self.coupling.is_missed(row, &point.activities, &penalties);
            let whole = |block| self.is_whole(block, &point);
            if !(0..self.coupling.rows.len()).any(missed) && self.partition.blocks.iter().all(whole) {
                return;
            }
            before = penalties;
        }
    }

    /// Solves some blocks anew, side by side, with the others held as they are; takes what is better.
    fn improve(&self, point: &mut Point, blocks: &[usize], penalties: &[f64], solve: Solve) {
        let stop = self.stop(self.tolerance() / OPEN);
        let stop = Stop { seconds: stop.seconds.min(BLOCK_SECONDS), ..stop };
        let blocks = blocks.iter().map(|block| &self.partition.blocks[*block]);
        let tasks: Vec<Task> = blocks
            .clone()
            .map(|block| descent::task(&self.coupling, block, point, penalties, blocks.len(), stop))
            .collect();
        let solved = side_by_side(&tasks, self.threads, |task| solve(task, &Quiet(self.progress)));
        for (block, solution) in blocks.zip(solved) {
            let Ok(solution) = solution else { continue };
            let change = point.change(&self.coupling, block, &solution);
            if !self.is_whole(block, point) || point.gains(&self.coupling, block, &change, penalties) {
                point.make(block, &change);
            }
        }
    }

    /// Whether the whole-number columns of a block are whole at a point.
    fn is_whole(&self, block: &Block, point: &Point) -> bool {
        let whole = |column: &usize| {
            let value = point.values[*column];
            !self.model.columns()[*column].integer || (value - value.round()).abs() <= TOLERANCE
        };
        block.columns.iter().all(whole)
    }

    /// Takes a point as the plan if it satisfies every row and costs less than the best.
    fn take(&mut self, point: &Point) {
        let (cost, values) = point.with_missing(&self.coupling);
        if self.best.as_ref().is_none_or(|best| cost < best.0) && self.model.violation(&values) <= TOLERANCE {
            self.best = Some((cost, values));
            self.report();
        }
    }

    fn report(&self) {
        let best = self.best.as_ref().map_or(f64::INFINITY, |best| best.0);
        self.progress.report(&standing(best, self.bound, None));
    }

    /// Whether the plan costs so little more than the bound that better ones are likely to be near it.
    fn nearly_there(&self) -> bool {
        self.best.as_ref().is_some_and(|best| best.0 - self.bound <= NEARLY * self.bound.abs())
    }

    /// One search over the whole program from the best plan, for the time left.
    fn whole(&mut self, relaxed: &Relaxed) -> Result<(), SolveError> {
        let stop = Stop { seconds: self.left(), plain: true, ..self.limits.into() };
        let start = self.best.as_ref().map(|best| best.1.as_slice());
        match search_from(self.model, relaxed, start, stop, self.progress) {
            Ok(found) => {
                self.bound = self.bound.max(found.bound);
                if self.best.as_ref().is_none_or(|best| found.objective < best.0) {
                    self.best = Some((found.objective, found.values));
                }
                Ok(())
            }
            Err(SolveError::NothingFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn within(&self, objective: f64, bound: f64) -> bool {
        objective - bound <= self.limits.gap * objective.abs() + PROVEN
    }

    fn finish(self) -> Result<Solution, SolveError> {
        let proven = self.best.as_ref().is_some_and(|best| self.within(best.0, self.bound));
        let Some((objective, values)) = self.best else { return Err(SolveError::NothingFound) };
        // Rounding of the solver may lift the bound a hair above the plan.
        let bound = self.bound.min(objective);
        let (duals, basis) = Default::default();
        Ok(Solution { values, duals, basis, objective, bound, proven })
    }
}

//! The search (求解过程): prices, blocks, plan; what is left is one search over the whole from the plan found.

use super::block::{Task, search_from, solve_all};
use super::coupling::{Coupling, Prices};
use super::descent::{self, Point};
use super::dive::dive;
use super::partition::Partition;
use crate::allocation::model::{Column, Model};
use crate::allocation::solve::{Limits, Relaxation, Relaxed, Solution, SolveError, Stop, solve_whole};
use crate::allocation::standing;
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
/// Seconds for the plans near the best.
const POLISH_SECONDS: f64 = 20.0;
/// A plan may miss a row by so much: the solver's own tolerance, summed up over a row.
const TOLERANCE: f64 = 1e-5;

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
        let coupling = Coupling::new(model, &partition.coupling);
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

    /// Searches until the gap is reached, the time is over or the user stops.
    ///
    /// # Errors
    /// Where there is no plan or none was found.
    pub fn run(mut self, mut relaxation: Relaxation, relaxed: &Relaxed) -> Result<Solution, SolveError> {
        self.bound = relaxed.objective;
        if self.done() {
            return self.finish();
        }
        let prices = self.coupling.prices(&relaxed.duals);
        let dived = dive(self.model, &mut relaxation, &relaxed.values, self.left(), self.progress);
        self.take(&Point::new(&self.coupling, dived.clone()));
        drop(relaxation);
        if !self.done()
            && let Some(values) = self.price_round(&prices)?
            && !self.done()
        {
            if self.nearly_there() {
                self.polish(&values)?;
            }
            if !self.done() {
                self.descend(&prices, values.clone());
            }
            if self.best.is_none() {
                self.descend(&prices, dived);
            }
            self.polish(&values)?;
        }
        if !self.done() {
            self.whole(relaxed)?;
        }
        self.finish()
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
        let task = |block: &super::partition::Block| {
            let mut model = self.model.part(&block.columns, &block.rows);
            model.set_costs(block.columns.iter().map(|column| costs[*column]));
            let start =
                self.best.as_ref().map(|best| block.columns.iter().map(|column| best.1[*column]).collect());
            Task { model, start, stop }
        };
        let tasks: Vec<Task> = self.partition.blocks.iter().map(task).collect();
        let solved = solve_all(&tasks, self.threads, self.progress);
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

    /// Moves on from a point until no coupling row is missed.
    fn descend(&mut self, prices: &Prices, mut values: Vec<f64>) {
        for by in PENALTIES {
            let Some(mut point) = self.settle(prices, by, &values) else { return };
            if point.keeps_all(&self.coupling) {
                return;
            }
            let penalties = self.coupling.penalties(prices, by);
            let mut next = self.partition.blocks.len();
            while next > 0 && !self.done() {
                let mut blocks = Vec::new();
                while next > 0 && blocks.len() < self.partition.together() {
                    next -= 1;
                    if self.coupling.misses(&point.activities, &self.partition.blocks[next]) {
                        blocks.push(next);
                    }
                }
                self.improve(&mut point, &blocks, &penalties);
            }
            values = point.values;
        }
    }

    /// Solves some blocks anew, side by side, with the others held as they are; takes what is better.
    fn improve(&self, point: &mut Point, blocks: &[usize], penalties: &[f64]) {
        let stop = self.stop(self.tolerance() / OPEN);
        let stop = Stop { seconds: stop.seconds.min(BLOCK_SECONDS), ..stop };
        let blocks = blocks.iter().map(|block| &self.partition.blocks[*block]);
        let tasks: Vec<Task> = blocks
            .clone()
            .map(|block| descent::task(&self.coupling, block, point, penalties, blocks.len(), stop))
            .collect();
        let solved = solve_all(&tasks, self.threads, self.progress);
        for (block, solution) in blocks.zip(solved) {
            let Ok(solution) = solution else { continue };
            let mut next = point.clone();
            next.put(&self.coupling, block, &solution.values);
            if next.penalised(&self.coupling, penalties) < point.penalised(&self.coupling, penalties) {
                *point = next;
            }
        }
    }

    /// Finds the best children's ways for the projects of a point, and takes the plan if no row is missed.
    fn settle(&mut self, prices: &Prices, by: f64, values: &[f64]) -> Option<Point> {
        let penalties = self.coupling.penalties(prices, by);
        let task = descent::settled(&self.coupling, values, &penalties, self.stop(0.0));
        let settled = solve_whole(&task.model, task.stop, None, &Quiet(self.progress)).ok()?;
        let point = Point::new(&self.coupling, settled.values[..values.len()].to_vec());
        self.take(&point);
        Some(point)
    }

    /// Takes a point as the plan if it satisfies every row and costs less than the best.
    fn take(&mut self, point: &Point) {
        let cost = self.model.objective(&point.values);
        if self.best.as_ref().is_none_or(|best| cost < best.0)
            && self.model.violation(&point.values) <= TOLERANCE
        {
            self.best = Some((cost, point.values.clone()));
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
        Ok(Solution { values, duals: Vec::new(), objective, bound, proven })
    }
}

//! Decomposition with prices (分块协调求解): blocks by county and programme are searched one by one, in parallel; prices on the
//! promises that they share make them pull together and prove how good the plan is.
//!
//! For any prices `u` of the coupling rows (of the sign that a row allows), the blocks' proven bounds at costs `c − uA` and
//! the worth `u·b` of the right-hand sides add up to a bound for the whole (Lagrange). With the duals of the linear
//! relaxation it is never below the relaxation, and far above where whole projects matter. A plan comes from the blocks'
//! own solutions by descent: see [`descent`].

mod coupling;
mod descent;
mod parallel;
mod partition;

use super::cuts::strengthened;
use super::model::Model;
use super::solve::{Limits, Method, Relaxed, Solution, SolveError, Stop};
use crate::progress::Progress;
use coupling::{Coupling, Prices};
use descent::Point;
use parallel::{Task, solve_all, solve_quietly};
use partition::Partition;
use std::time::Instant;

/// From so many blocks on the search by blocks is tried without being asked.
const BLOCKS: usize = 4;

/// Minimises a program by blocks; nothing where it has no blocks worth the name.
pub fn solve(model: &Model, limits: Limits, progress: &dyn Progress) -> Option<Result<Solution, SolveError>> {
    let begun = Instant::now();
    let partition = Partition::of(model);
    let least = if limits.method == Method::Decompose { 1 } else { BLOCKS };
    if partition.searched() < least || partition.blocks.len() < 2 {
        return None;
    }
    let (stronger, relaxed) = match strengthened(model, limits.seconds, progress) {
        Ok(strengthened) => strengthened,
        Err(error) => return Some(Err(error)),
    };
    let partition = Partition::of(&stronger);
    Some(Search::new(&stronger, &partition, limits, progress, begun).run(&relaxed))
}

/// A search by blocks under way.
struct Search<'a> {
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

impl<'a> Search<'a> {
    fn new(
        model: &'a Model,
        partition: &'a Partition,
        limits: Limits,
        progress: &'a dyn Progress,
        started: Instant,
    ) -> Self {
        let processors = || std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let threads = if limits.threads == 0 { processors() } else { limits.threads };
        Self {
            model,
            partition,
            coupling: Coupling::new(model, &partition.coupling),
            limits,
            threads,
            progress,
            started,
            best: None,
            bound: f64::NEG_INFINITY,
        }
    }

    fn left(&self) -> f64 {
        (self.limits.seconds - self.started.elapsed().as_secs_f64()).max(0.0)
    }

    fn stopped(&self) -> bool {
        self.left() <= 0.0 || self.progress.cancelled()
    }

    fn log(&self, what: &str) {
        if std::env::var_os("FASTLOG").is_some() {
            let best = self.best.as_ref().map_or(f64::INFINITY, |best| best.0);
            eprintln!(
                "{:7.2} {what}: best {best:.0} bound {:.0} gap {:.4} %",
                self.started.elapsed().as_secs_f64(),
                self.bound,
                (best - self.bound) / best * 100.0
            );
        }
    }

    fn run(mut self, relaxed: &Relaxed) -> Result<Solution, SolveError> {
        self.bound = relaxed.objective;
        self.log("relaxation");
        let prices = self.coupling.prices(&relaxed.duals);
        let share = self.limits.gap * relaxed.objective.abs() / self.partition.searched() as f64;
        for _round in 0..1 {
            let values = self.price_round(&prices, share * 0.3)?;
            self.log("prices");
            self.descend(&prices, values, share)?;
            self.log("descent");
        }
        self.finish()
    }

    /// Searches every block at the prices; its bounds add up to one of the whole, its solutions to a point that may miss
    /// coupling rows.
    fn price_round(&mut self, prices: &Prices, tolerance: f64) -> Result<Vec<f64>, SolveError> {
        let costs = self.coupling.reduced_costs(prices);
        let stop = Stop { relative: 0.0, absolute: tolerance, seconds: self.left(), restarts: false };
        let tasks: Vec<Task> = self
            .partition
            .blocks
            .iter()
            .map(|block| {
                let mut model = self.model.part(&block.columns, &block.rows);
                model.set_costs(block.columns.iter().map(|column| costs[*column]));
                Task { model, start: None, stop }
            })
            .collect();
        let solved = solve_all(&tasks, self.threads, self.progress);
        let mut bound = self.coupling.worth(prices);
        let mut values = vec![0.0; self.model.columns().len()];
        for (block, solution) in self.partition.blocks.iter().zip(solved) {
            let solution = solution?;
            bound += solution.bound;
            for (column, value) in block.columns.iter().zip(&solution.values) {
                values[*column] = *value;
            }
        }
        self.bound = self.bound.max(bound);
        Ok(values)
    }

    fn descend(&mut self, prices: &Prices, values: Vec<f64>, tolerance: f64) -> Result<(), SolveError> {
        let mut point = Point::new(&self.coupling, values);
        let penalties = |by: f64| -> Vec<f64> {
            prices
                .iter()
                .zip(&self.coupling.usual)
                .map(|(price, usual)| by * price.abs() + (by - 1.0) * 0.1 * usual.max(1.0))
                .collect()
        };
        for by in [1.5, 4.0, 20.0, 100.0, 1000.0] {
            let penalties = penalties(by);
            let stop = Stop { relative: 0.0, absolute: 1e-3, seconds: self.left(), restarts: false };
            if let Ok(settled) = solve_quietly(
                &descent::settled(&self.coupling, &point.values, &penalties, stop),
                self.progress,
            ) {
                let columns = self.model.columns().len();
                point = Point::new(&self.coupling, settled.values[..columns].to_vec());
            }
            self.log(&format!(
                "settled {by} cost {:.0} penalised {:.0}",
                self.model.objective(&point.values),
                point.penalised(&self.coupling, &penalties)
            ));
            if point.keeps_all(&self.coupling) {
                self.take(point);
                return Ok(());
            }
            for block in self.partition.blocks.iter().rev() {
                if self.stopped() {
                    return Ok(());
                }
                let missed = self.coupling.violations(&point.activities);
                let mine: std::collections::HashSet<usize> = block.columns.iter().copied().collect();
                let touches =
                    (0..missed.len()).filter(|number| missed[*number] > descent::KEPT).any(|number| {
                        self.model.rows()[self.coupling.rows[number]]
                            .terms
                            .iter()
                            .any(|(column, _)| mine.contains(&column.0))
                    });
                if !touches {
                    continue;
                }
                let before = point.penalised(&self.coupling, &penalties);
                let stop = Stop {
                    relative: 0.0,
                    absolute: tolerance,
                    seconds: self.left().min(6.0),
                    restarts: false,
                };
                let task = descent::task(&self.coupling, block, &point, &penalties, stop);
                if let Ok(solution) = solve_quietly(&task, self.progress) {
                    let mut next = point.clone();
                    next.put(&self.coupling, block, &solution.values[..block.columns.len()]);
                    let after = next.penalised(&self.coupling, &penalties);
                    if after < before {
                        point = next;
                    }
                    self.log(&format!(
                        "  block of {} integers {:.1} -> {:.1}",
                        block.integers, before, after
                    ));
                }
            }
        }
        Ok(())
    }

    /// Takes a point as a plan if it satisfies every row and costs less than the best.
    fn take(&mut self, point: Point) {
        let cost = self.model.objective(&point.values);
        let worst = self.model.violation(&point.values);
        if worst > 1e-5 {
            self.log(&format!("violation {worst}"));
        }
        if worst <= 1e-5 && self.best.as_ref().is_none_or(|best| cost < best.0) {
            self.best = Some((cost, point.values));
        }
    }

    fn finish(self) -> Result<Solution, SolveError> {
        let Some((objective, values)) = self.best else { return Err(SolveError::NothingFound) };
        let solution = Solution { values, duals: Vec::new(), objective, bound: self.bound, proven: false };
        let proven = solution.gap() <= self.limits.gap;
        Ok(Solution { proven, ..solution })
    }
}

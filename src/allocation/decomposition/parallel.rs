//! Searches side by side (并行求解), each by one thread of its own.

use crate::allocation::model::Model;
use crate::allocation::solve::{Solution, SolveError, Stop, solve_whole};
use crate::domain::Text;
use crate::progress::Progress;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// One program to be minimised.
#[derive(Debug)]
pub struct Task {
    /// The program.
    pub model: Model,
    /// Values to begin from.
    pub start: Option<Vec<f64>>,
    /// When to stop.
    pub stop: Stop,
}

/// Only hands on the wish to stop.
pub struct Quiet<'a>(pub &'a dyn Progress);

impl Progress for Quiet<'_> {
    fn start(&self, _step: &Text, _total: Option<u64>) {}
    fn advance(&self, _done: u64) {}
    fn note(&self, _note: &Text) {}
    fn finish(&self) {}
    fn cancelled(&self) -> bool {
        self.0.cancelled()
    }
}

/// Minimises every program, so many at a time, in the order given; results in the same order.
pub fn solve_all(
    tasks: &[Task],
    threads: usize,
    progress: &dyn Progress,
) -> Vec<Result<Solution, SolveError>> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<_>>> = tasks.iter().map(|_| Mutex::new(None)).collect();
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, tasks.len().max(1)) {
            scope.spawn(|| {
                while let Some((task, result)) = {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    tasks.get(number).zip(results.get(number))
                } {
                    let start = task.start.as_deref();
                    let solved = solve_whole(&task.model, task.stop, start, &Quiet(progress));
                    *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(solved);
                }
            });
        }
    });
    let taken = |result: Mutex<Option<_>>| result.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.into_iter().map(|result| taken(result).unwrap_or(Err(SolveError::NothingFound))).collect()
}

//! Work side by side (并行) on threads of its own.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// How many processors the program may use (处理器数).
#[must_use]
pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// Does some work on every item, on so many threads, begun in the order given; results in the same order, whichever ends first.
pub fn side_by_side<'a, T: Sync, R: Send>(
    items: &'a [T],
    threads: usize,
    work: impl Fn(&'a T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<R>>> = items.iter().map(|_| Mutex::new(None)).collect();
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, items.len().max(1)) {
            scope.spawn(|| {
                while let Some((item, result)) = {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    items.get(number).zip(results.get(number))
                } {
                    let done = work(item);
                    *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(done);
                }
            });
        }
    });
    // Every item is done when the scope ends.
    let done = |result: Mutex<Option<R>>| result.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.into_iter().filter_map(done).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<u64> = (0..50).collect();
        for threads in [0, 1, 3, 80] {
            let done = side_by_side(&items, threads, |item| {
                // The first take longest.
                std::thread::sleep(std::time::Duration::from_micros(500 - 10 * item));
                item * item
            });
            assert_eq!(done, items.iter().map(|item| item * item).collect::<Vec<_>>(), "{threads}");
        }
        assert!(side_by_side(&[] as &[u64], 2, |item| *item).is_empty());
    }
}

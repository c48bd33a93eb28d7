//! How long work takes.

use std::time::Instant;

/// Median seconds of so many runs.
pub fn seconds(runs: usize, work: &dyn Fn()) -> f64 {
    let mut runs: Vec<f64> = (0..runs)
        .map(|_| {
            let clock = Instant::now();
            work();
            clock.elapsed().as_secs_f64()
        })
        .collect();
    runs.sort_by(f64::total_cmp);
    runs[runs.len() / 2]
}

//! What each layer of a plan takes, as a share of the whole, on the shipped study.
//!
//! `make bench`. Each layer is run several times in turn, so that the shares hold when the machine's speed drifts; medians are
//! printed. No time is asserted.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::path::Path;
use std::time::Instant;
use xuewei::allocation::{Limits, allocate};
use xuewei::input::read_study;
use xuewei::outcome::Outcome;
use xuewei::progress::Silent;
use xuewei::projection::project;

const RUNS: usize = 5;

fn main() {
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/taizhou.toml");
    let names = ["read", "project", "build", "solve", "figures"];
    let mut seconds = vec![Vec::new(); names.len()];
    let mut gaps = Vec::new();
    for _ in 0..RUNS {
        let clock = Instant::now();
        let study = read_study(&model).study.expect("the shipped study");
        seconds[0].push(clock.elapsed().as_secs_f64());
        let clock = Instant::now();
        let projection = project(&study, &Silent).expect("a projection");
        seconds[1].push(clock.elapsed().as_secs_f64());
        let limits = Limits::new(study.solver.gap, study.solver.time_limit_seconds);
        let plan = allocate(&study, &projection.rolls, limits, &Silent).expect("a plan");
        seconds[2].push(plan.build_seconds);
        seconds[3].push(plan.solve_seconds);
        gaps.push(plan.gap);
        let clock = Instant::now();
        let outcome = Outcome::new(&study, &projection.rolls, &plan);
        assert!(outcome.every_promise_kept());
        seconds[4].push(clock.elapsed().as_secs_f64());
    }
    let medians: Vec<f64> = seconds.into_iter().map(median).collect();
    let whole: f64 = medians.iter().sum();
    println!("shipped study, {RUNS} runs, medians; gap reached {:.5} %", median(gaps) * 100.0);
    println!("{:<10}{:>12}{:>12}", "layer", "seconds", "share");
    for (name, median) in names.iter().zip(&medians) {
        println!("{name:<10}{median:>12.3}{:>10.1} %", median / whole * 100.0);
    }
    println!("{:<10}{:>12.3}{:>10.1} %", "ours", whole - medians[3], (1.0 - medians[3] / whole) * 100.0);
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

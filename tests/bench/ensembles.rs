//! What draws of an ensemble cost: a prefecture of 130 towns beside a plain copy of as many figures, and how cost grows with
//! towns and draws.
//!
//! `make bench`. Ratios of medians; no time is asserted.

#![allow(clippy::print_stdout, clippy::cast_precision_loss, missing_docs)]

mod timing;

use ndarray::Array3;
use std::hint::black_box;
use timing::seconds;
use xuewei::projection::ensemble::{DrawSettings, ErrorModel, Target, draw};

const STAGES: usize = 3;
const YEARS: usize = 14;
const RUNS: usize = 3;

fn target(towns: usize) -> Target {
    let forecast = Array3::from_shape_fn((towns, STAGES, YEARS), |(town, stage, year)| {
        (50 + town % 97 * 13 + stage * 40 + year) as f64
    });
    Target {
        counties: (0..towns).map(|town| town / 14).collect(),
        sizes: (0..towns).map(|town| town % 4).collect(),
        ages: vec![(3, 5), (6, 11), (12, 14)],
        bands: vec![0, 1, 2],
        given: vec![false; STAGES],
        years_ahead: (1..=YEARS).map(|year| year as f64).collect(),
        forecast,
    }
}

fn drawn(towns: usize, draws: usize) -> f64 {
    let target = target(towns);
    seconds(RUNS, &|| {
        black_box(draw(&target, &ErrorModel::Stated, DrawSettings { draws, seed: 1 }));
    })
}

fn main() {
    let base = drawn(130, 1_000);
    let figures = vec![1.0_f64; 130 * STAGES * YEARS * 1_000];
    let copy = seconds(RUNS, &|| {
        black_box(figures.clone());
    });
    println!(
        "130 towns × {STAGES} stages × {YEARS} years × 1,000 draws: {base:.2} s, {:.0} × a plain copy",
        base / copy
    );
    println!("growth per figure drawn, beside the first line (1.00 is linear):");
    for (towns, draws) in [(130, 4_000), (1_300, 1_000), (13_000, 100), (40_000, 100)] {
        let factor = (towns * draws) as f64 / 130_000.0;
        println!("{towns:>8} towns × {draws:>5} draws: {:.2}", drawn(towns, draws) / base / factor);
    }
}

//! What a step of the cohort-component engine costs: its bytes beside a plain copy of as many in the same run, and how cost grows
//! with areas.
//!
//! `make bench`. Ratios of medians; no time is asserted.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    missing_docs
)]

mod timing;

use ndarray::{Array3, Array4};
use std::hint::black_box;
use timing::seconds;
use xuewei::projection::cohort_component::{
    BirthSource, Conventions, Migration, StepFigures, StepSurvival, step,
};

const GROUPS: usize = 2;
const AGES: usize = 101;
const RUNS: usize = 5;

fn figures(areas: usize) -> StepFigures {
    StepFigures {
        births: BirthSource::Rates(Array3::from_shape_fn((areas, GROUPS, AGES), |(_, _, age)| {
            if (15..50).contains(&age) { 0.04 } else { 0.0 }
        })),
        share_of_girls: 0.48,
        newborn_groups: None,
        survival: StepSurvival {
            newborn: Array3::from_elem((areas, GROUPS, 2), 0.995),
            ages: Array4::from_elem((areas, GROUPS, 2, AGES), 0.99),
        },
        migration: Migration {
            net_rate: Some(Array4::from_elem((areas, GROUPS, 2, AGES), 0.002)),
            ..Migration::default()
        },
        change: Vec::new(),
    }
}

fn main() {
    println!(
        "{:>8} {:>12} {:>14} {:>18} {:>16}",
        "areas", "seconds", "10⁶ bytes", "× a plain copy", "µs an area"
    );
    for areas in [130, 1_364, 10_000, 40_000] {
        let people = Array4::from_elem((areas, GROUPS, 2, AGES), 100.0);
        let figures = figures(areas);
        let of_step = seconds(RUNS, &|| {
            black_box(step(black_box(&people), &figures, Conventions::PRESTON).expect("step"));
        });
        // Read: people, survival, migration, and half as many rates of fertility. Written: seven components.
        let cells = people.len() as f64 * (1.0 + 1.0 + 1.0 + 0.5 + 7.0);
        let bytes = cells * 8.0;
        let source = vec![1.0_f64; (cells / 2.0) as usize];
        let copy = seconds(RUNS, &|| {
            black_box(black_box(&source).clone());
        });
        println!(
            "{areas:>8} {of_step:>12.4} {:>14.1} {:>18.2} {:>16.2}",
            bytes / 1e6,
            of_step / copy,
            1e6 * of_step / areas as f64
        );
    }
}

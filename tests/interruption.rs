//! A search that the user stops keeps the best plan so far, with its gap.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use xuewei::allocation::{Limits, PlanStatus, SolveError, allocate};
use xuewei::domain::{Study, Text};
use xuewei::input::read_study;
use xuewei::outcome::Outcome;
use xuewei::progress::{Progress, Silent};
use xuewei::projection::project;

/// Stops at the first word of a plan, or at once.
struct Impatient {
    at_once: bool,
    has_a_plan: AtomicBool,
}

impl Progress for Impatient {
    fn start(&self, _step: &Text, _total: Option<u64>) {}
    fn advance(&self, _done: u64) {}
    fn report(&self, standing: &Text) {
        if standing.en.starts_with("plan") {
            self.has_a_plan.store(true, Ordering::Relaxed);
        }
    }
    fn note(&self, _note: &Text) {}
    fn finish(&self) {}
    fn cancelled(&self) -> bool {
        self.at_once || self.has_a_plan.load(Ordering::Relaxed)
    }
}

/// The shipped study without numbers of projects: it takes many nodes to prove with no gap at all.
fn free_numbers() -> Study {
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/taizhou.toml");
    let mut study = read_study(&model).study.expect("the shipped study");
    for programme in &mut study.programmes {
        programme.at_least = None;
    }
    study
}

#[test]
fn a_stopped_search_keeps_its_best_plan() {
    let study = free_numbers();
    let rolls = project(&study, &Silent).expect("projection").rolls;
    let limits = Limits::new(0.0, 600.0);
    let impatient = Impatient { at_once: false, has_a_plan: AtomicBool::new(false) };
    let plan = allocate(&study, &rolls, limits, &impatient).expect("a plan");
    assert_eq!(plan.status, PlanStatus::Feasible);
    assert!(plan.gap > 0.0 && plan.gap.is_finite(), "{}", plan.gap);
    assert!(Outcome::new(&study, &rolls, &plan).every_promise_kept());
}

#[test]
fn a_search_stopped_before_any_plan_says_so() {
    let study = free_numbers();
    let rolls = project(&study, &Silent).expect("projection").rolls;
    let limits = Limits::new(0.0, 600.0);
    let impatient = Impatient { at_once: true, has_a_plan: AtomicBool::new(false) };
    assert_eq!(allocate(&study, &rolls, limits, &impatient), Err(SolveError::NothingFound));
}

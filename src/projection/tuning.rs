//! The smoothing of cohort ratios chosen by a study's own past.
//!
//! From every origin inside the history the born cohorts are carried forward by each candidate and set beside what was counted
//! later. The candidate with the least error serves. Nothing after the last counted date is used, so that a backtest
//! from an origin chooses with what was known there.

use super::history::History;
use super::pool::Pool;
use super::smoothing::{Deviations, Lanes, Smoothed, Smoothing};
use super::survival::Survival;
use crate::domain::Study;
use ndarray::{Array2, ArrayView3, Axis};

/// Steps of history that an origin needs before it.
const STEPS_BEFORE: usize = 3;

/// Most origins, the latest ones.
const ORIGINS: usize = 6;

/// Most towns and groups that are tried; of more, every so-many-th.
const MOST_ROWS: usize = 4_000;

/// What errors are measured on: years ahead, first and last age then. All are born at the origin.
const MARKS: [(usize, usize, usize); 4] = [(1, 2, 14), (3, 3, 5), (5, 5, 8), (5, 9, 14)];

/// Years of steps pooled.
const WINDOWS: [u32; 2] = [2, 5];

/// Every smoothing that is tried.
fn candidates() -> impl Iterator<Item = Smoothing> {
    const TOWN: [f64; 4] = [50.0, 200.0, 800.0, f64::INFINITY];
    const AGE: [f64; 4] = [50.0, 300.0, 2_000.0, f64::INFINITY];
    WINDOWS.into_iter().flat_map(|window| {
        TOWN.into_iter().flat_map(move |town| {
            AGE.into_iter().flat_map(move |age| {
                [1.0, 0.9].map(|persistence| Smoothing { window, town, age, persistence })
            })
        })
    })
}

/// The smoothing that erred least; none where the history is too short to tell.
pub(super) fn chosen(study: &Study, history: &History, survival: &Survival) -> Option<Smoothing> {
    let (towns, groups, ages, slots) = history.children.dim();
    let rows = history.children.to_shape((towns * groups, ages, slots)).ok()?;
    let longest = MARKS.iter().map(|mark| mark.0).max()?;
    let from = history.complete_from() + STEPS_BEFORE;
    let last = history.grid.last;
    let origins: Vec<usize> = (from..(last + 1).saturating_sub(longest)).rev().take(ORIGINS).collect();
    let candidates: Vec<Smoothing> = candidates().collect();
    let mut errors = Array2::<f64>::zeros((candidates.len(), MARKS.len()));
    for origin in &origins {
        let lanes = Lanes { study, survival, people: rows.view(), first: &history.first, last: *origin };
        let deviations = lanes.deviations();
        for window in WINDOWS {
            let pool = lanes.pool(window);
            for (at, candidate) in candidates.iter().enumerate().filter(|(_, of)| of.window == window) {
                let trial = Trial { lanes, pool: &pool, deviations: &deviations };
                for (mark, error) in trial.errors(*candidate).into_iter().enumerate() {
                    errors[[at, mark]] += error;
                }
            }
        }
    }
    // The geometric mean, so that no mark outweighs the others by its unit.
    let total = |at: usize| errors.row(at).iter().map(|error| error.max(f64::MIN_POSITIVE).ln()).sum::<f64>();
    let best = (0..candidates.len()).min_by(|one, other| total(*one).total_cmp(&total(*other)))?;
    (!origins.is_empty()).then(|| candidates[best])
}

/// One origin.
struct Trial<'a, 'l> {
    lanes: Lanes<'l>,
    pool: &'a Pool,
    deviations: &'a Deviations,
}

impl Trial<'_, '_> {
    /// Absolute errors of `ln(forecast/actual)` by mark, weighted by the root of the children.
    fn errors(&self, smoothing: Smoothing) -> [f64; MARKS.len()] {
        let smoothed = self.lanes.smoothed(smoothing, self.pool, self.deviations);
        let stride = self.lanes.people.len_of(Axis(0)).div_ceil(MOST_ROWS).max(1);
        let mut errors = [0.0; MARKS.len()];
        for row in (0..self.lanes.people.len_of(Axis(0))).step_by(stride) {
            for (error, (ahead, first, last)) in errors.iter_mut().zip(MARKS) {
                let last = last.min(self.lanes.people.len_of(Axis(1)) - 1);
                let of = |age: usize| {
                    carried(&self.lanes.people, row, age, self.lanes.last, ahead, &smoothed, smoothing)
                };
                let forecast: f64 = (first..=last).map(of).sum();
                let actual: f64 =
                    (first..=last).map(|age| self.lanes.people[[row, age, self.lanes.last + ahead]]).sum();
                *error += actual.sqrt() * ((forecast + 0.5) / (actual + 0.5)).ln().abs();
            }
        }
        errors
    }
}

/// People of an age so many years after an origin, born before it.
fn carried(
    people: &ArrayView3<f64>,
    row: usize,
    age: usize,
    origin: usize,
    ahead: usize,
    smoothed: &Smoothed,
    smoothing: Smoothing,
) -> f64 {
    let start = age - ahead.min(age);
    let mut left = 1.0;
    (start..age).fold(people[[row, start, origin]], |people, age| {
        let centre = smoothed.centre[[row, age]];
        let ratio = centre + (smoothed.own[[row, age]] - centre) * left;
        left *= smoothing.persistence;
        people * ratio
    })
}

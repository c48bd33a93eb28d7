//! Cohort ratios of women, by which the women of childbearing age are carried on.
//!
//! Women of a town move by its own ratios of the long run, mixed with its county's: students leave and families come in the same towns
//! for decades. What late years of the whole study are above the long run, age by age, passes.

use crate::domain::Study;
use crate::projection::history::History;
use crate::projection::pool::{AGEING_LIMITS, Pool};
use crate::projection::survival::Survival;
use ndarray::{Array1, Array2};

/// Women of the county at which a town's own ratios of women weigh as much as the county's: adults move more by age than
/// children, so that small numbers tell less.
const WOMEN_SHRINKAGE: f64 = 1_000.0;

/// Weight of a step in the long run, and in late years, beside the next later one.
const LONG_RUN: f64 = 0.95;
const LATE_YEARS: f64 = 0.4;

/// What is left a year later of what late years were above the long run.
const LEFT: f64 = 0.7;

/// Women of an age at which late years count by half.
const LATE_SHRINKAGE: f64 = 1_000.0;

/// Cohort ratios of women by town (妇女队列变动比).
#[derive(Debug, Clone, PartialEq)]
pub(in crate::projection) struct WomenOfTowns {
    /// Long run, from an age to the next, `[town, age]`.
    long_run: Array2<f64>,
    /// Deviation of late years in the whole study, `[age]`.
    late: Array1<f64>,
}

impl WomenOfTowns {
    /// Groups pooled; towns shrunk to their county, counties to the study.
    pub(in crate::projection) fn of(study: &Study, history: &History, survival: &Survival) -> Self {
        let steps = |fading| {
            let women = history.women.view();
            Pool::faded(&women, |town| history.first[town], history.grid.last, fading)
        };
        let (towns, late) = (steps(LONG_RUN), steps(LATE_YEARS));
        let county = |town: usize| study.towns[town].county.index();
        let counties = towns.merged(study.counties.len(), county);
        let all = counties.merged(1, |_| 0).shrunk(0.0, AGEING_LIMITS, |_, age| survival.step(age));
        let weight = study.projection.shrinkage.max(0.0);
        let counties = counties.shrunk(weight, AGEING_LIMITS, |_, age| all[[0, age]]);
        let late = late.merged(1, |_| 0);
        let above = |age: usize| {
            let foreseen = late.began[[0, age]] * all[[0, age]];
            (late.ended[[0, age]] - foreseen) / (foreseen + LATE_SHRINKAGE)
        };
        Self {
            long_run: towns.shrunk(WOMEN_SHRINKAGE, AGEING_LIMITS, |town, age| counties[[county(town), age]]),
            late: (0..all.ncols()).map(above).collect(),
        }
    }

    /// From an age to the next in the long run.
    pub(in crate::projection) fn long_run(&self, town: usize, age: usize) -> f64 {
        self.long_run[[town, age]]
    }

    /// From an age to the next, so many years after the first step.
    pub(in crate::projection) fn ahead(&self, town: usize, age: usize, years: i32) -> f64 {
        let ratio = self.long_run[[town, age]] * (1.0 + self.late[age] * LEFT.powi(years));
        ratio.clamp(AGEING_LIMITS.0, AGEING_LIMITS.1)
    }
}

/// Ratios of women by county over the stated window, groups pooled, shrunk to the study, `[county, age]`.
pub(in crate::projection) fn of_women(study: &Study, history: &History, survival: &Survival) -> Array2<f64> {
    let window = study.projection.window;
    let pool = Pool::of(&history.women.view(), |town| history.first[town], history.grid.last, window);
    let counties = pool.merged(study.counties.len(), |town| study.towns[town].county.index());
    let all = counties.merged(1, |_| 0).shrunk(0.0, AGEING_LIMITS, |_, age| survival.step(age));
    let weight = study.projection.shrinkage.max(0.0);
    counties.shrunk(weight, AGEING_LIMITS, |_, age| all[[0, age]])
}

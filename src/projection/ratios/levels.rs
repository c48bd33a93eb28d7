//! Study, county and town: each level's deviation from the one above.

use super::common::Common;
use super::counts::{Counts, Steps};
use super::filter::{AGES, Signal, Smoothing, State, mobility};
use crate::projection::pool::AGEING_LIMITS;
use ndarray::{Array2, ArrayView1};

/// What the counted steps show, before any smoothing.
pub(super) struct Learnt {
    /// Steps of the groups.
    pub groups: Steps,
    /// What every county and group shows beside its group, `[county·groups + group, slot]`.
    pub counties: Array2<Signal>,
    /// What every town and group shows beside its county, `[row, slot]`.
    pub towns: Array2<Signal>,
}

impl Learnt {
    pub(super) fn of(counts: &Counts) -> Self {
        let groups = counts.groups();
        let counties = counts.of_counties();
        let whole = counties.merged(groups, |county| county % groups);
        let slots = counts.last + 1;
        let ages = AGES.min(counts.ages());
        let of_county = |(county, slot): (usize, usize)| {
            let mut signal = Signal::default();
            for age in 0..ages {
                signal.take(age, counties.step(county, age, slot), whole.step(county % groups, age, slot));
            }
            signal
        };
        let of_town = |(row, slot): (usize, usize)| {
            let mut signal = Signal::default();
            for age in 0..ages {
                if let Some(own) = counts.step(row, age, slot) {
                    signal.take(age, own, counties.step(counts.county(row), age, slot));
                }
            }
            signal
        };
        Self {
            counties: Array2::from_shape_fn((counts.counties(), slots), of_county),
            towns: Array2::from_shape_fn((counts.rows(), slots), of_town),
            groups: whole,
        }
    }

    /// What all share, as known in a slot.
    pub(super) fn common(&self, counts: &Counts, last: usize) -> Common {
        let shrinkage = counts.study.projection.shrinkage.max(0.0);
        Common::of(&self.groups, last, |age| counts.survival.step(age), shrinkage)
    }
}

/// A row's states, one a slot.
pub(super) fn states(
    signals: ArrayView1<'_, Signal>,
    smoothing: Smoothing,
) -> impl Iterator<Item = State> + '_ {
    signals.into_iter().skip(1).scan(State::start(smoothing), move |state, signal| {
        *state = state.after(smoothing, *signal);
        Some(*state)
    })
}

/// Ratios of every town by levels (分级变动比).
#[derive(Debug, Clone)]
pub(super) struct Levels {
    smoothing: Smoothing,
    common: Common,
    /// County of a town.
    county_of: Vec<usize>,
    /// `[county·groups + group]`.
    counties: Vec<State>,
    /// `[town·groups + group]`.
    towns: Vec<State>,
}

impl Levels {
    pub(super) fn of(counts: &Counts, learnt: &Learnt, smoothing: Smoothing) -> Self {
        let last = |signals: &Array2<Signal>| {
            let rows = signals.outer_iter();
            rows.map(|row| states(row, smoothing).last().unwrap_or_else(|| State::start(smoothing))).collect()
        };
        Self {
            smoothing,
            common: learnt.common(counts, counts.last),
            county_of: counts.study.towns.iter().map(|town| town.county.index()).collect(),
            counties: last(&learnt.counties),
            towns: last(&learnt.towns),
        }
    }

    pub(super) fn ages(&self) -> usize {
        self.common.long_run.ncols()
    }

    /// Ratios of a town and group, so many years after the first.
    pub(super) fn year(&self, town: usize, group: usize, years: i32) -> Year<'_> {
        let groups = self.common.late.len();
        let county = self.counties[self.county_of[town] * groups + group];
        Year::of(
            &self.common,
            group,
            years,
            [county, self.towns[town * groups + group]].map(|state| state.ahead(self.smoothing, years)),
        )
    }
}

/// Ratios of a town and group in one year: the long run times three deviations.
#[derive(Debug, Clone, Copy)]
pub(in crate::projection) struct Year<'a> {
    /// By age.
    pub long_run: ArrayView1<'a, f64>,
    /// Of late years in the whole study, of the county, of the town; at young ages.
    pub deviations: [f64; 3],
}

impl<'a> Year<'a> {
    pub(super) fn of(common: &'a Common, group: usize, years: i32, [county, town]: [f64; 2]) -> Self {
        let deviations = [common.ahead(group, years), county, town];
        Self { long_run: common.long_run.row(group), deviations }
    }

    /// From an age to the next.
    pub(super) fn at(&self, age: usize) -> f64 {
        let mobility = mobility(age);
        let ratio = self.deviations.iter().fold(self.long_run[age], |ratio, of| ratio * (1.0 + of * mobility));
        ratio.clamp(AGEING_LIMITS.0, AGEING_LIMITS.1)
    }

    /// Factor of a deviation at an age.
    pub(in crate::projection) fn factor(&self, level: usize, age: usize) -> f64 {
        1.0 + self.deviations[level] * mobility(age)
    }
}

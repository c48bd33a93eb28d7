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

/// A row's states, one a step.
pub(super) fn states(
    signals: &Array2<Signal>,
    row: usize,
    smoothing: Smoothing,
) -> impl Iterator<Item = State> + '_ {
    let steps = 1..signals.ncols();
    steps.map(move |slot| signals[[row, slot]]).scan(State::start(smoothing), move |state, signal| {
        *state = state.after(smoothing, signal);
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
            let of = |row| states(signals, row, smoothing).last().unwrap_or_else(|| State::start(smoothing));
            (0..signals.nrows()).map(of).collect()
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
        let ratio =
            self.deviations.iter().fold(self.long_run[age], |ratio, of| ratio * (1.0 + of * mobility));
        ratio.clamp(AGEING_LIMITS.0, AGEING_LIMITS.1)
    }

    /// Factor of a deviation at an age.
    pub(in crate::projection) fn factor(&self, level: usize, age: usize) -> f64 {
        1.0 + self.deviations[level] * mobility(age)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Study;
    use crate::projection::history::read;
    use crate::projection::method::Methods;
    use crate::projection::survival::Survival;
    use crate::projection::tests::{date, people, study};

    fn near(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-9, "{found}, not {wanted}");
    }

    #[test]
    fn a_ratio_by_hand() {
        let common =
            Common { long_run: ndarray::array![[0.99, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.98]], late: vec![0.1] };
        let year = Year::of(&common, 0, 1, [-0.05, 0.02]);
        near(year.at(0), 0.99 * 1.07 * 0.95 * 1.02);
        near(year.at(7), 0.98 * 1.042 * 0.97 * 1.012);
        near(year.factor(0, 7), 1.042);
        near(Year::of(&common, 0, 0, [3.0, 0.0]).at(0), 2.0);
    }

    /// A county of two towns and one of a single town, all ages 0 to 20 of 1,000; town 0 grows by a tenth of every cohort in 2021.
    fn counted() -> Study {
        let mut made = study(&[0, 0, 1], 1);
        for (town, year) in (0..3).flat_map(|town| (2020..=2021).map(move |year| (town, year))) {
            let persons = if town == 0 && year == 2021 { 1_100.0 } else { 1_000.0 };
            made.population.extend((0..=20).map(|age| people(town, date(year, 12, 31), None, age, persons)));
        }
        made
    }

    #[test]
    fn each_level_is_set_beside_the_one_above() {
        let made = counted();
        let survival = Survival::of(&made, &mut Methods::default()).expect("survival");
        let history = read(&made, &survival, &mut Methods::default()).expect("history");
        let counts = Counts::of(&made, &history, &survival);
        let learnt = Learnt::of(&counts);
        let last = counts.last;
        // The study grew by 100 of 3,000 an age, the first county by 100 of 2,000, town 0 by 100 of 1,000.
        let shown = |above: f64, foreseen: f64| {
            let mut signal = Signal::default();
            (0..AGES).for_each(|age| signal.take(age, (foreseen, foreseen + above), (1.0, 1.0)));
            signal
        };
        let same = |found: Signal, wanted: Signal| {
            assert!(found.differs(wanted) < 1e-6, "{found:?}, not {wanted:?}");
        };
        let by = |ratio: f64, people: f64, ended: f64| shown(ended - ratio * people, ratio * people);
        same(learnt.counties[[0, last]], by(3_100.0 / 3_000.0, 2_000.0, 2_100.0));
        same(learnt.counties[[1, last]], by(3_100.0 / 3_000.0, 1_000.0, 1_000.0));
        same(learnt.towns[[0, last]], by(1.05, 1_000.0, 1_100.0));
        same(learnt.towns[[1, last]], by(1.05, 1_000.0, 1_000.0));
        same(learnt.towns[[2, last]], by(1.0, 1_000.0, 1_000.0));
        // Next year's ratio: what grew grows on, less.
        let levels = Levels::of(&counts, &learnt, Smoothing::stated(made.projection.shrinkage));
        let at = |town: usize, years: i32| levels.year(town, 0, years).at(0);
        assert!(at(0, 0) > at(1, 0) && at(1, 0) > at(2, 0), "{} {} {}", at(0, 0), at(1, 0), at(2, 0));
        assert!(at(0, 9) < at(0, 0));
    }
}

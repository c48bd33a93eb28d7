//! Cohort ratios: a year's people of an age over the year before's of the age below, shrunk for small towns.

use super::history::History;
use super::method::{Method, Methods};
use super::past::PastBirths;
use super::survival::Survival;
use crate::domain::Study;
use ndarray::{Array2, Array3, ArrayView3};

/// Least and greatest cohort ratio.
pub(super) const AGEING_LIMITS: (f64, f64) = (0.5, 2.0);

/// Least and greatest ratio of infants to births: births may be registered elsewhere.
const NEWBORN_LIMITS: (f64, f64) = (0.2, 5.0);

/// Ratios by which a town's children are advanced a year (队列变动比).
#[derive(Debug, Clone)]
pub(super) struct Ratios {
    /// From an age to the next, `[town, group, age]`.
    pub ageing: Array3<f64>,
    /// From the births of twelve months to age 0 at their end, `[town, group]`.
    pub newborn: Array2<f64>,
}

/// Pooled numerators and denominators, `[row, age]`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pool {
    /// People of the age above, at the ends of the steps.
    pub ended: Array2<f64>,
    /// People of the age, at their beginnings.
    pub began: Array2<f64>,
}

impl Pool {
    /// Sums over the last steps of the window: people by `[row, age, slot]`, known from a slot on.
    pub(super) fn of(
        people: &ArrayView3<f64>,
        first: impl Fn(usize) -> Option<usize>,
        last: usize,
        window: u32,
    ) -> Self {
        let (rows, ages, _) = people.dim();
        let steps = ages.saturating_sub(1);
        let mut pool = Self { ended: Array2::zeros((rows, steps)), began: Array2::zeros((rows, steps)) };
        let window = usize::try_from(window.max(1)).unwrap_or(usize::MAX);
        for (row, lane) in people.outer_iter().enumerate() {
            let Some(first) = first(row) else { continue };
            for slot in (first + 1).max((last + 1).saturating_sub(window))..=last {
                for age in 0..steps {
                    pool.ended[[row, age]] += lane[[age + 1, slot]];
                    pool.began[[row, age]] += lane[[age, slot - 1]];
                }
            }
        }
        pool
    }

    /// Sums rows that have the same parent.
    pub(super) fn merged(&self, parents: usize, parent: impl Fn(usize) -> usize) -> Self {
        let steps = self.ended.ncols();
        let mut merged =
            Self { ended: Array2::zeros((parents, steps)), began: Array2::zeros((parents, steps)) };
        for row in 0..self.ended.nrows() {
            let mut ended = merged.ended.row_mut(parent(row));
            ended += &self.ended.row(row);
            let mut began = merged.began.row_mut(parent(row));
            began += &self.began.row(row);
        }
        merged
    }

    /// `r = (ended + κ·prior) / (began + κ)`, within limits; the prior where nobody began.
    pub(super) fn shrunk(
        &self,
        weight: f64,
        limits: (f64, f64),
        prior: impl Fn(usize, usize) -> f64,
    ) -> Array2<f64> {
        Array2::from_shape_fn(self.ended.dim(), |(row, age)| {
            let (prior, began) = (prior(row, age), self.began[[row, age]] + weight);
            let ratio = if began > 0.0 { (self.ended[[row, age]] + weight * prior) / began } else { prior };
            ratio.clamp(limits.0, limits.1)
        })
    }
}

/// Ratios of every town: shrunk to the county's of the same group, which are shrunk to the study's.
pub(super) fn pooled(
    study: &Study,
    history: &History,
    past: &PastBirths,
    survival: &Survival,
    methods: &mut Methods,
) -> Ratios {
    methods.add(if history.grid.last == 0 { Method::SurvivalOnly } else { Method::CohortRatios });
    shrunk_by(study, history, past, survival, study.projection.shrinkage.max(0.0))
}

/// Ratios shrunk by a weight κ, children; 0 leaves every town its own.
pub(super) fn shrunk_by(
    study: &Study,
    history: &History,
    past: &PastBirths,
    survival: &Survival,
    weight: f64,
) -> Ratios {
    let (towns, groups, ages, slots) = history.children.dim();
    let rows = history.children.view().into_shape_with_order((towns * groups, ages, slots));
    let ageing = rows.map_or_else(
        |_| Array2::ones((towns * groups, ages - 1)),
        |rows| {
            let window = study.projection.window;
            let pool = Pool::of(&rows, |row| history.first[row / groups], history.grid.last, window);
            nested(study, &pool, weight, AGEING_LIMITS, |age| survival.step(age))
        },
    );
    let infants = births_to_infants(study, history, past);
    let mut newborn = nested(study, &infants, weight, NEWBORN_LIMITS, |_| survival.newborn);
    for ((row, _), ratio) in newborn.indexed_iter_mut() {
        let county = study.towns[row / groups].county.index();
        if !past.registered[[county, row % groups]] {
            *ratio = survival.newborn;
        }
    }
    let shaped = |row: usize, group: usize| row * groups + group;
    Ratios {
        ageing: Array3::from_shape_fn((towns, groups, ages - 1), |(town, group, age)| {
            ageing[[shaped(town, group), age]]
        }),
        newborn: Array2::from_shape_fn((towns, groups), |(town, group)| newborn[[shaped(town, group), 0]]),
    }
}

/// Shrinks rows `town·groups + group` to county, study by group, and survival where nothing is known, `[row, age]`.
fn nested(
    study: &Study,
    pool: &Pool,
    weight: f64,
    limits: (f64, f64),
    survival: impl Fn(usize) -> f64,
) -> Array2<f64> {
    let groups = study.groups.len().max(1);
    let county_of = |row: usize| study.towns[row / groups].county.index() * groups + row % groups;
    let counties = pool.merged(study.counties.len() * groups, county_of);
    let by_group = counties.merged(groups, |row| row % groups);
    let all = by_group.merged(1, |_| 0).shrunk(0.0, limits, |_, age| survival(age));
    let by_group = by_group.shrunk(0.0, limits, |_, age| all[[0, age]]);
    let counties = counties.shrunk(weight, limits, |row, age| by_group[[row % groups, age]]);
    pool.shrunk(weight, limits, |row, age| counties[[county_of(row), age]])
}

/// Registered births of twelve months and age 0 at their end, pooled over the window, one "age".
fn births_to_infants(study: &Study, history: &History, past: &PastBirths) -> Pool {
    let (towns, groups, ..) = history.children.dim();
    let mut pool =
        Pool { ended: Array2::zeros((towns * groups, 1)), began: Array2::zeros((towns * groups, 1)) };
    let window = usize::try_from(study.projection.window.max(1)).unwrap_or(usize::MAX);
    let last = history.grid.last;
    for town in 0..towns {
        let Some(first) = history.first[town] else { continue };
        let county = study.towns[town].county.index();
        for group in (0..groups).filter(|group| past.registered[[county, *group]]) {
            for slot in first.max((last + 1).saturating_sub(window))..=last {
                let end = history.grid.moment(slot);
                if past.covers(county, end) {
                    pool.began[[town * groups + group, 0]] += past.path.before(town, group, end);
                    pool.ended[[town * groups + group, 0]] += history.children[[town, group, 0, slot]];
                }
            }
        }
    }
    pool
}

/// Ratios of women by county, groups pooled, shrunk to the study, `[county, age]`.
pub(super) fn of_women(study: &Study, history: &History, survival: &Survival) -> Array2<f64> {
    let counties = study.counties.len();
    let mut first = vec![None; counties];
    for (town, from) in study.towns.iter().zip(&history.first) {
        let known = &mut first[town.county.index()];
        *known = match (*known, *from) {
            (Some(known), Some(from)) => Some(usize::max(known, from)),
            (known, from) => known.or(from),
        };
    }
    let pool = Pool::of(&history.women.view(), |row| first[row], history.grid.last, study.projection.window);
    let all = pool.merged(1, |_| 0).shrunk(0.0, AGEING_LIMITS, |_, age| survival.step(age));
    let weight = study.projection.shrinkage.max(0.0);
    pool.shrunk(weight, AGEING_LIMITS, |_, age| all[[0, age]])
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn ratios_are_shrunk_by_hand() {
        // Town A: 100 of age 0 become 130; town B: 900 become 900. County: 1030/1000 = 1.03.
        // κ = 200: A = (130 + 206)/(100 + 200) = 1.12; B = (900 + 206)/(900 + 200) = 1.0054545…
        let people = array![[[100.0, 0.0], [0.0, 130.0]], [[900.0, 0.0], [0.0, 900.0]]];
        let pool = Pool::of(&people.view(), |_| Some(0), 1, 5);
        let county = pool.merged(1, |_| 0).shrunk(0.0, AGEING_LIMITS, |_, _| 1.0);
        let towns = pool.shrunk(200.0, AGEING_LIMITS, |_, age| county[[0, age]]);
        assert!((towns[[0, 0]] - 1.12).abs() < 1e-12);
        assert!((towns[[1, 0]] - 1106.0 / 1100.0).abs() < 1e-12);
    }

    #[test]
    fn only_the_window_counts_and_limits_hold() {
        // Steps 10→40, 10→10; a window of one takes the second only. Clipped at 2 for the first alone.
        let people = array![[[10.0, 10.0, 0.0], [0.0, 40.0, 10.0]]];
        let ratio = |last, window| {
            Pool::of(&people.view(), |_| Some(0), last, window).shrunk(0.0, AGEING_LIMITS, |_, _| 1.0)[[0, 0]]
        };
        assert!((ratio(2, 1) - 1.0).abs() < 1e-12);
        assert!((ratio(1, 5) - 2.0).abs() < 1e-12);
        assert!((ratio(2, 5) - 2.0).abs() < 1e-12);
    }
}

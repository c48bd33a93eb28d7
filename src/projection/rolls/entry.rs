//! Pupils who enter school from outside it: shares of the children of an age, or the entrants of the last years.

use super::cohorts::Cohorts;
use super::counts::Counts;
use super::ladder::{Ladder, Source};
use super::{Lanes, recency, recent_mean};
use crate::domain::{Path, SchoolYear, Study, TownIndex};
use ndarray::{Array2, Array3};

/// Children of an age at which a town's own entry rate weighs as much as its county's. Small: children go to school in other
/// towns for good reasons, and do so every year.
const SHRINKAGE: f64 = 30.0;

/// Longest history of entrants whose trend is taken, years.
const TREND_YEARS: usize = 5;

/// Yearly damping of that trend.
const DAMPING: f64 = 0.5;

/// Greatest yearly change of the logarithm of entrants that is carried on.
const STEEPEST: f64 = 0.05;

/// What enters the schools of a town at a step (新生).
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Entrants over children of the age, `[town, group, step]`; none for a step whose children are not known.
    rates: Vec<Option<Array2<f64>>>,
    /// Mean entrants of the last years, recent ones weighing more, `[town, group, step]`.
    level: Array3<f64>,
    /// Yearly change of the logarithm of the study's entrants, `[step]`.
    trend: Vec<f64>,
}

impl Entry {
    pub(super) fn of(
        lanes: &Lanes,
        ladder: &Ladder,
        counts: &Counts,
        cohorts: &Cohorts,
        takes: &dyn Fn(usize, usize) -> bool,
    ) -> Self {
        let entrants = |step: usize| Entrants::of(lanes, counts, step, takes);
        let by_step: Vec<Entrants> = (0..ladder.steps.len()).map(entrants).collect();
        let (towns, groups) = (lanes.county.len(), counts.pupils.dim().1);
        let level = Array3::from_shape_fn((towns, groups, by_step.len()), |(town, group, step)| {
            recent_mean(&by_step[step].by_town.slice(ndarray::s![town, group, ..]), lanes.window)
        });
        let rates = ladder.steps.iter().zip(&by_step).map(|(step, entrants)| match step.source {
            Source::Step(_) => None,
            Source::Cohort | Source::Rate => entrants.rates(lanes, counts, cohorts, step.age),
        });
        Self { rates: rates.collect(), level, trend: by_step.iter().map(Entrants::trend).collect() }
    }

    /// Whether the entrants of a step follow from children.
    pub(super) fn follows_children(&self, step: usize) -> bool {
        self.rates[step].is_some()
    }

    /// Entrants of a town as a share of its children; none where children are not known.
    pub(super) fn rate(&self, town: usize, group: usize, step: usize) -> Option<f64> {
        self.rates[step].as_ref().map(|rates| rates[[town, group]])
    }

    /// Entrants so many years after the last count, by the mean of the last years and a damped trend.
    pub(super) fn by_trend(&self, town: usize, group: usize, step: usize, ahead: i32) -> f64 {
        let steps: f64 = (1..=ahead).map(|year| DAMPING.powi(year)).sum();
        self.level[[town, group, step]] * (self.trend[step] * steps).exp()
    }

    /// Mean entrants of the last years.
    pub(super) fn level(&self, town: usize, group: usize, step: usize) -> f64 {
        self.level[[town, group, step]]
    }
}

/// Pupils of units that take in at a step, by town, `[town, group, year]`; not a number where no unit has a count.
struct Entrants {
    by_town: Array3<f64>,
}

impl Entrants {
    fn of(lanes: &Lanes, counts: &Counts, step: usize, takes: &dyn Fn(usize, usize) -> bool) -> Self {
        let (units, groups, _, years) = counts.pupils.dim();
        let mut by_town = Array3::from_elem((lanes.county.len(), groups, years), f64::NAN);
        for unit in (0..units).filter(|unit| takes(*unit, step)) {
            for group in 0..groups {
                for (year, pupils) in counts.lane(unit, group, step).iter().enumerate() {
                    let sum = &mut by_town[[lanes.town[unit], group, year]];
                    if pupils.is_finite() {
                        *sum = if sum.is_nan() { *pupils } else { *sum + pupils };
                    }
                }
            }
        }
        Self { by_town }
    }

    /// `e = (ΣE + κ·e_county) / (ΣC + κ)`, scaled so that the county's entrants are met; none without any children known.
    fn rates(&self, lanes: &Lanes, counts: &Counts, cohorts: &Cohorts, age: u8) -> Option<Array2<f64>> {
        let (towns, groups, years) = self.by_town.dim();
        let mut entered = Array2::<f64>::zeros((towns, groups));
        let mut children = Array2::<f64>::zeros((towns, groups));
        for ((town, group, year), pupils) in self.by_town.indexed_iter() {
            let back = years - 1 - year;
            let of_age = cohorts.children(TownIndex(town), group, age, counts.year(year));
            if let (true, true, Some(of_age)) = (back < lanes.window, pupils.is_finite(), of_age) {
                entered[[town, group]] += recency(back) * pupils;
                children[[town, group]] += recency(back) * of_age;
            }
        }
        (children.sum() > 0.0).then(|| shrunk(lanes, &entered, &children))
    }

    /// Slope of the logarithm of the study's entrants over the last years in which the same towns are known.
    fn trend(&self) -> f64 {
        let years = self.by_town.dim().2;
        let from = years.saturating_sub(TREND_YEARS);
        let whole = |town: &ndarray::ArrayView2<f64>| {
            town.slice(ndarray::s![.., from..]).iter().all(|pupils| pupils.is_finite())
        };
        let towns: Vec<_> = self.by_town.outer_iter().filter(whole).collect();
        let sums: Vec<f64> =
            (from..years).map(|year| towns.iter().map(|town| town.column(year).sum()).sum()).collect();
        if sums.len() < 3 || sums.iter().any(|sum| *sum <= 0.0) {
            return 0.0;
        }
        let logs: Vec<(f64, f64)> =
            (0_u32..).zip(&sums).map(|(year, sum)| (f64::from(year), sum.ln())).collect();
        slope(&logs).clamp(-STEEPEST, STEEPEST)
    }
}

/// Least-squares slope.
fn slope(points: &[(f64, f64)]) -> f64 {
    let count: f64 = points.iter().map(|_| 1.0).sum();
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (at, height) = (mean(|point| point.0), mean(|point| point.1));
    let cross: f64 = points.iter().map(|point| (point.0 - at) * (point.1 - height)).sum();
    cross / points.iter().map(|point| (point.0 - at).powi(2)).sum::<f64>()
}

/// Town rates shrunk to the county's and scaled back to the county's entrants.
fn shrunk(lanes: &Lanes, entered: &Array2<f64>, children: &Array2<f64>) -> Array2<f64> {
    let (towns, groups) = entered.dim();
    let mut of_county = Array3::<f64>::zeros((2, lanes.counties, groups));
    for ((town, group), entered) in entered.indexed_iter() {
        of_county[[0, lanes.county[town], group]] += entered;
        of_county[[1, lanes.county[town], group]] += children[[town, group]];
    }
    let ratio = |above: f64, below: f64| if below > 0.0 { above / below } else { 0.0 };
    let mut rates = Array2::from_shape_fn((towns, groups), |(town, group)| {
        let county = lanes.county[town];
        let prior = ratio(of_county[[0, county, group]], of_county[[1, county, group]]);
        if entered[[town, group]] <= 0.0 {
            return 0.0;
        }
        (entered[[town, group]] + SHRINKAGE * prior) / (children[[town, group]] + SHRINKAGE)
    });
    let mut met = Array2::<f64>::zeros((lanes.counties, groups));
    for ((town, group), rate) in rates.indexed_iter() {
        met[[lanes.county[town], group]] += rate * children[[town, group]];
    }
    for ((town, group), rate) in rates.indexed_iter_mut() {
        let county = lanes.county[town];
        *rate *= ratio(of_county[[0, county, group]], met[[county, group]]);
    }
    rates
}

/// Attendance of a stage of rates in a year: the pooled rate, moved along the model's path of enrolment rates, up to the ceiling
/// or to the pooled rate where that is higher already.
pub(super) fn attended(study: &Study, stage: usize, rate: f64, last: SchoolYear, year: SchoolYear) -> f64 {
    let of = &study.stages[stage];
    let at = |path: &Path, year| path.at(year).filter(|rate| *rate > 0.0);
    let moved = match (at(&of.enrolment_rate, year), at(&of.enrolment_rate, last)) {
        (Some(then), Some(now)) => rate * then / now,
        _ => rate,
    };
    moved.min(rate.max(of.grades.ceiling))
}

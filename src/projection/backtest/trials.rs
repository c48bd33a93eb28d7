//! Forecasts of every method from every origin, beside what came.

use super::super::age_bands::{self, Band};
use super::super::base::Base;
use super::super::births::Variant;
use super::super::error::{sound, stop_if_cancelled};
use super::super::grid::Moment;
use super::super::method::Methods;
use super::super::towns::{TownClass, classes};
use super::as_of::{as_of, counted_days};

use super::methods::Contender;
use super::{ProjectionError, Settings};
use crate::domain::{Date, Study};
use crate::parallel::{processors, side_by_side};
use crate::progress::Progress;
use ndarray::{Array2, Array3, Array4, ArrayView4, s};
use std::sync::atomic::{AtomicU64, Ordering};

/// Forecasts from all origins (历次预测).
#[derive(Debug, Clone)]
pub(in super::super) struct Trials {
    /// Stages and classes of ages.
    pub bands: Vec<Band>,
    /// Days of counts.
    pub days: Vec<Date>,
    /// What each day's count says, `[day]`.
    pub counts: Vec<Count>,
    /// Positions of the origins among the days.
    pub origins: Vec<usize>,
    /// Forecasts, `[origin]` of `[method, town, band, horizon − 1]`; counts of the origin itself give no horizon.
    pub forecasts: Vec<Array4<f64>>,
    /// Counties of the towns, `[town]`.
    pub counties: Vec<usize>,
}

/// What was known on a day of counts.
#[derive(Debug, Clone)]
pub(in super::super) struct Count {
    /// Children, not a number for towns that were not counted by themselves, `[town, band]`.
    pub children: Array2<f64>,
    /// Classes of the towns, `[town]`.
    pub classes: Vec<TownClass>,
}

/// One forecast and what came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Cell {
    /// Town.
    pub town: usize,
    /// Stage or class of ages.
    pub band: usize,
    /// Class of the town at the origin.
    pub class: TownClass,
    /// Counted later, children.
    pub actual: f64,
}

impl Trials {
    /// Day on which a horizon of an origin is counted.
    pub(in super::super) fn target(&self, origin: usize, horizon: usize) -> Option<usize> {
        let start = Moment::of_date(self.days[self.origins[origin]]);
        self.days.iter().position(|day| start.whole_years_before(Moment::of_date(*day)) == Some(horizon))
    }

    /// Forecasts of an origin that can be judged at a horizon.
    pub(in super::super) fn cells(&self, origin: usize, horizon: usize) -> Vec<Cell> {
        let Some(day) = self.target(origin, horizon) else { return Vec::new() };
        let classes = &self.counts[self.origins[origin]].classes;
        let known = self.counts[self.origins[origin]].children.view();
        let cells = self.counts[day]
            .children
            .indexed_iter()
            .filter(|(at, actual)| actual.is_finite() && known[*at].is_finite());
        cells
            .map(|((town, band), actual)| Cell { town, band, class: classes[town], actual: *actual })
            .collect()
    }

    /// Day of an origin.
    pub(in super::super) fn day(&self, origin: usize) -> Date {
        self.days[self.origins[origin]]
    }
}

/// Runs methods from every origin.
pub(in super::super) fn run(
    study: &Study,
    contenders: &[Contender],
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Trials, ProjectionError> {
    let bands = age_bands::of(study);
    let days = counted_days(study);
    let origins = settings.origins.of(&days);
    let job =
        Job { study, contenders, bands: &bands, days: &days, origins: &origins, longest: settings.longest };
    let done = AtomicU64::new(0);
    progress.start(&super::step(), u64::try_from(days.len()).ok());
    let numbers: Vec<usize> = (0..days.len()).collect();
    let results = side_by_side(&numbers, processors(), |day| {
        let seen = stop_if_cancelled(progress).and_then(|()| job.day(*day));
        progress.advance(done.fetch_add(1, Ordering::Relaxed) + 1);
        seen
    });
    progress.finish();
    let (mut counts, mut forecasts) = (Vec::new(), Vec::new());
    for seen in results {
        let (count, forecast) = seen?;
        counts.push(count);
        forecasts.extend(forecast);
    }
    let counties = study.towns.iter().map(|town| town.county.index()).collect();
    Ok(Trials { bands, days, counts, origins, forecasts, counties })
}

/// What a day gives: its count, and forecasts where it is an origin.
type Seen = (Count, Option<Array4<f64>>);

struct Job<'a> {
    study: &'a Study,
    contenders: &'a [Contender],
    bands: &'a [Band],
    days: &'a [Date],
    origins: &'a [usize],
    longest: usize,
}

impl Job<'_> {
    fn day(&self, day: usize) -> Result<Seen, ProjectionError> {
        let is_origin = self.origins.contains(&day);
        let ahead = if is_origin { i32::try_from(self.longest).unwrap_or(1) } else { 0 };
        let known = as_of(self.study, self.days[day], ahead);
        let base = Base::of(&known, &mut Methods::default())?;
        let count = self.count(&base);
        if !is_origin {
            return Ok((count, None));
        }
        let shape = (self.contenders.len(), known.towns.len(), self.bands.len(), self.longest);
        let mut forecasts = Array4::zeros(shape);
        for (method, contender) in self.contenders.iter().enumerate() {
            let people = (contender.run)(&base, Variant::Level)?;
            let last = base.history.grid.last;
            for horizon in 1..=self.longest {
                let sums = self.sums(&people.view(), last + horizon);
                forecasts.slice_mut(s![method, .., .., horizon - 1]).assign(&sums);
            }
        }
        if forecasts.iter().all(|value| sound(*value)) {
            Ok((count, Some(forecasts)))
        } else {
            Err(ProjectionError::NotFinite { what: "backtest", town: 0, year: self.days[day].year })
        }
    }

    fn count(&self, base: &Base) -> Count {
        let mut children = self.sums(&base.history.children.view(), base.history.grid.last);
        for (of, mut band) in self.bands.iter().zip(children.columns_mut()) {
            if usize::from(of.ages.1) > base.history.oldest() {
                band.fill(f64::NAN);
            }
        }
        for (town, counted) in base.history.counted.iter().enumerate() {
            if !counted {
                children.row_mut(town).fill(f64::NAN);
            }
        }
        Count { children, classes: classes(&base.history) }
    }

    /// Children of every band in a slot, groups together, `[town, band]`.
    fn sums(&self, people: &ArrayView4<f64>, slot: usize) -> Array2<f64> {
        let (towns, _, ages, slots) = people.dim();
        let slot = slot.min(slots - 1);
        Array2::from_shape_fn((towns, self.bands.len()), |(town, band)| {
            let (first, last) = self.bands[band].ages;
            let (first, end) = (usize::from(first).min(ages), (usize::from(last) + 1).min(ages));
            people.slice(s![town, .., first..end, slot]).sum()
        })
    }
}

/// Forecasts of one method from an origin, `[town, band, horizon − 1]`.
pub(in super::super) fn of_method(trials: &Trials, origin: usize, method: usize) -> Array3<f64> {
    trials.forecasts[origin].slice(s![method, .., .., ..]).to_owned()
}

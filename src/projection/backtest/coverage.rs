//! Whether the bands hold: drawn at every judging origin from what was known then, set beside what came.

use super::super::ensemble::{ErrorModel, Library, PastForecasts, Target, draw};
use super::super::grid::{Moment, years};
use super::super::quantile::number;
use super::super::towns::size_count;
use super::Settings;
use super::certainty::{Hit, range};
use super::measure::pinball;
use super::methods::DEFAULT;
use super::trials::{Trials, of_method};
use ndarray::{Array3, Axis, s};
use std::collections::BTreeSet;

/// Origins below which bands follow the stated spread.
pub(super) const FEWEST_ORIGINS: usize = 5;

/// How often truths lay within the 80 % band (区间覆盖率).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoverageLine {
    /// Position of the stage among the bands.
    pub band: usize,
    /// Size class; none is all towns.
    pub size: Option<usize>,
    /// Years ahead; none is all horizons.
    pub horizon: Option<usize>,
    /// Truths.
    pub count: usize,
    /// Towns that they are of.
    pub towns: usize,
    /// Share within the band.
    pub inside: f64,
    /// Range in which that share lies with 95 % probability; none where towns or origins are fewer than five.
    pub certain: Option<(f64, f64)>,
    /// Share below its lower end.
    pub below: f64,
    /// Pinball loss of p10, p50 and p90 together, over the children that came.
    pub pinball: f64,
    /// Mean width of the band, over its middle.
    pub width: f64,
    /// Share within the band of the stated spread.
    pub stated: f64,
}

/// One truth beside its bands.
#[derive(Debug, Clone, Copy)]
struct Truth {
    town: usize,
    origin: usize,
    band: usize,
    size: usize,
    horizon: usize,
    actual: f64,
    found: [f64; 3],
    stated: [f64; 3],
}

/// Coverage on the judging origins.
pub(super) fn measured(trials: &Trials, judge: usize, settings: &Settings) -> Vec<CoverageLine> {
    let truths: Vec<Truth> =
        (judge..trials.origins.len()).flat_map(|origin| at_origin(trials, origin, settings)).collect();
    let mut lines = Vec::new();
    for band in 0..trials.bands.len() {
        for size in std::iter::once(None).chain((0..size_count()).map(Some)) {
            for horizon in std::iter::once(None).chain(settings.horizons.iter().copied().map(Some)) {
                let wanted = |truth: &&Truth| {
                    truth.band == band
                        && size.is_none_or(|size| size == truth.size)
                        && horizon.is_none_or(|horizon| horizon == truth.horizon)
                };
                let of: Vec<_> = truths.iter().filter(wanted).collect();
                lines.extend(line(&of, band, size, horizon));
            }
        }
    }
    lines
}

fn line(truths: &[&Truth], band: usize, size: Option<usize>, horizon: Option<usize>) -> Option<CoverageLine> {
    let count = truths.len();
    let share =
        |of: &dyn Fn(&Truth) -> bool| number(truths.iter().filter(|truth| of(truth)).count()) / number(count);
    let children: f64 = truths.iter().map(|truth| truth.actual).sum();
    let loss = |truth: &Truth| -> f64 {
        let quantiles = super::super::ensemble::QUANTILES.iter().zip(truth.found);
        quantiles.map(|(share, value)| pinball(value, truth.actual, *share)).sum()
    };
    let width = |truth: &Truth| (truth.found[2] - truth.found[0]) / truth.found[1].max(1.0);
    let within = |truth: &Truth| (truth.found[0]..=truth.found[2]).contains(&truth.actual);
    let hit = |truth: &&Truth| Hit { town: truth.town, origin: truth.origin, inside: within(truth) };
    (count > 0 && children > 0.0).then(|| CoverageLine {
        band,
        size,
        horizon,
        count,
        towns: truths.iter().map(|truth| truth.town).collect::<BTreeSet<_>>().len(),
        inside: share(&within),
        certain: range(&truths.iter().map(hit).collect::<Vec<_>>()),
        below: share(&|truth| truth.actual < truth.found[0]),
        pinball: truths.iter().map(|truth| loss(truth)).sum::<f64>() / children,
        width: truths.iter().map(|truth| width(truth)).sum::<f64>() / number(count),
        stated: share(&|truth| (truth.stated[0]..=truth.stated[2]).contains(&truth.actual)),
    })
}

/// Bands drawn at an origin, and what came.
fn at_origin(trials: &Trials, origin: usize, settings: &Settings) -> Vec<Truth> {
    let known = model(trials, DEFAULT, settings.longest, Some(origin));
    let target = Target {
        counties: trials.counties.clone(),
        sizes: sizes(trials, origin),
        ages: trials.bands.iter().map(|band| band.ages).collect(),
        bands: (0..trials.bands.len()).collect(),
        given: vec![false; trials.bands.len()],
        years_ahead: settings.horizons.iter().map(|horizon| ahead(*horizon)).collect(),
        forecast: forecast(trials, origin, settings),
    };
    let found = draw(&target, &known, settings.draws).towns;
    let stated = draw(&target, &ErrorModel::Stated, settings.draws).towns;
    let cells = settings.horizons.iter().enumerate().flat_map(|(at, horizon)| {
        trials.cells(origin, *horizon).into_iter().map(move |cell| (at, *horizon, cell))
    });
    cells
        .map(|(year, horizon, cell)| Truth {
            town: cell.town,
            origin,
            band: cell.band,
            size: cell.class.size,
            horizon,
            actual: cell.actual,
            found: [0, 1, 2].map(|at| found[[at, cell.town, cell.band, year]]),
            stated: [0, 1, 2].map(|at| stated[[at, cell.town, cell.band, year]]),
        })
        .collect()
}

/// Forecasts of the default method at the horizons that are shown, `[town, band, horizon]`.
fn forecast(trials: &Trials, origin: usize, settings: &Settings) -> Array3<f64> {
    let all = of_method(trials, origin, DEFAULT);
    let positions: Vec<usize> = settings.horizons.iter().map(|horizon| horizon - 1).collect();
    all.select(Axis(2), &positions)
}

/// Errors known on the day of an origin (all of them without one), or the stated spread where they are too few.
pub(super) fn model(trials: &Trials, method: usize, longest: usize, now: Option<usize>) -> ErrorModel {
    let now = now.map(|origin| Moment::of_date(trials.day(origin)));
    let origins = 0..trials.origins.len();
    let past: Vec<_> = origins
        .filter(|origin| now.is_none_or(|now| Moment::of_date(trials.day(*origin)) < now))
        .map(|origin| PastForecasts {
            forecast: trials.forecasts[origin].slice(s![method, .., .., ..longest]).to_owned(),
            actual: known_counts(trials, longest, origin, now),
            sizes: sizes(trials, origin),
        })
        .collect();
    let ages: Vec<_> = trials.bands.iter().map(|band| band.ages).collect();
    Library::of(&past, &ages, &trials.counties)
        .map_or(ErrorModel::Stated, |found| ErrorModel::Measured(Box::new(found)))
}

/// What came of the forecasts of an origin that were over by a day, `[town, band, horizon − 1]`; not a number elsewhere.
fn known_counts(trials: &Trials, longest: usize, origin: usize, now: Option<Moment>) -> Array3<f64> {
    let shape = (trials.counties.len(), trials.bands.len(), longest);
    let mut counts = Array3::from_elem(shape, f64::NAN);
    for horizon in 1..=longest {
        let over = trials.target(origin, horizon).map(|day| Moment::of_date(trials.days[day]));
        if over.is_none_or(|day| now.is_some_and(|now| day > now)) {
            continue;
        }
        for cell in trials.cells(origin, horizon) {
            counts[[cell.town, cell.band, horizon - 1]] = cell.actual;
        }
    }
    counts
}

fn sizes(trials: &Trials, origin: usize) -> Vec<usize> {
    trials.counts[trials.origins[origin]].classes.iter().map(|class| class.size).collect()
}

fn ahead(horizon: usize) -> f64 {
    f64::from(years(horizon))
}

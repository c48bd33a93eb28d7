//! Bands around the pupils of schools, from past errors (各校在校生区间).
//!
//! Errors `ln(counted/forecast)` of the default rule, in units of a stated spread that shrinks with the number of pupils, by years ahead,
//! entrants and later grades apart. The band of a figure is symmetric in logarithms and as wide as four fifths of those errors.

use super::pairs::{RollPart, later, pairs};
use super::{Origin, RollBacktest};
use crate::domain::{SchoolYear, StageIndex, Study};
use crate::projection::GradeRolls;
use crate::projection::quantile::{number, quantile};

/// Share of the truths that a band is to hold.
const HELD: f64 = 0.8;

/// Part of the spread that does not shrink with the number of pupils.
const COMMON: f64 = 0.04;

/// Errors that a width of its own needs.
const FEWEST: usize = 60;

/// Half-width of the band in units of the stated spread, one year ahead, where nothing was measured: a normal error.
const STATED: f64 = 1.2816;

/// Widths of the bands (区间宽度).
#[derive(Debug, Clone, PartialEq)]
pub struct RollBands {
    /// Half-widths by years ahead, in units of the stated spread: entrants, later grades.
    widths: [Vec<f64>; 2],
    /// Errors measured.
    pub errors: usize,
}

/// Whether bands held on the judging years, those of earlier errors alone (区间覆盖).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RollCoverage {
    /// Entrants or later grades.
    pub part: RollPart,
    /// Years ahead.
    pub horizon: usize,
    /// Forecasts.
    pub count: usize,
    /// Share of truths inside.
    pub inside: f64,
}

const PARTS: [RollPart; 2] = [RollPart::Entrants, RollPart::LaterGrades];

/// Stated spread of `ln(counted/forecast)`: that of a Poisson count and a common part.
fn spread(forecast: f64) -> f64 {
    (1.0 / (forecast.max(0.0) + 1.0) + COMMON * COMMON).sqrt()
}

impl RollBands {
    /// Widths from forecasts whose truth was counted by a school year.
    pub(super) fn of(
        study: &Study,
        truth: &GradeRolls,
        origins: &[Origin],
        rule: usize,
        by: SchoolYear,
    ) -> Self {
        let mut errors = 0;
        let widths = PARTS.map(|part| {
            let mut widths: Vec<f64> = Vec::new();
            for horizon in 1..=origins.len() {
                let over = origins.iter().filter(|origin| later(origin.year, horizon) <= by);
                let mut found: Vec<f64> = over
                    .flat_map(|origin| every_stage(study, truth, origin, part, horizon, rule))
                    .map(|(forecast, actual)| error(forecast, actual).abs())
                    .collect();
                errors += found.len();
                if found.len() < FEWEST {
                    break;
                }
                found.sort_by(f64::total_cmp);
                // A longer way is no surer than a shorter one.
                let before = widths.last().copied().unwrap_or(0.0);
                widths.push(quantile(&found, HELD).max(before));
            }
            widths
        });
        Self { widths, errors }
    }

    fn width(&self, entrants: bool, horizon: usize) -> f64 {
        let widths = &self.widths[usize::from(!entrants)];
        let (known, last) = widths.last().map_or((1, STATED), |last| (widths.len(), *last));
        let at = horizon.max(1).min(known);
        let measured = widths.get(at - 1).copied().unwrap_or(last);
        measured * (number(horizon.max(1)) / number(at)).sqrt()
    }

    /// Least and greatest of the band around a figure so many years after the last count (p10, p90).
    #[must_use]
    pub fn around(&self, pupils: f64, entrants: bool, horizon: usize) -> (f64, f64) {
        let half = self.width(entrants, horizon) * spread(pupils);
        (pupils * (-half).exp(), pupils * half.exp())
    }
}

fn error(forecast: f64, actual: f64) -> f64 {
    ((actual + 0.5) / (forecast + 0.5)).ln() / spread(forecast)
}

/// Forecasts of all stages beside the truth; those of a school that has nobody in both are no forecasts.
fn every_stage(
    study: &Study,
    truth: &GradeRolls,
    origin: &Origin,
    part: RollPart,
    horizon: usize,
    rule: usize,
) -> Vec<(f64, f64)> {
    let of = |stage: StageIndex| pairs(truth, origin, stage, part, horizon, rule);
    let cells = study.stage_indices().flat_map(of).map(|pair| (pair.forecast, pair.actual));
    cells.filter(|(forecast, actual)| (forecast + actual).is_finite() && forecast + actual > 0.0).collect()
}

/// Share of the judging years' truths inside bands that knew only what had been counted at each origin.
pub(super) fn coverage(
    study: &Study,
    truth: &GradeRolls,
    origins: &[Origin],
    rule: usize,
    horizons: &[usize],
) -> Vec<RollCoverage> {
    let judging = &origins[origins.len() / 2..];
    let known: Vec<RollBands> =
        judging.iter().map(|origin| RollBands::of(study, truth, origins, rule, origin.year)).collect();
    let mut lines = Vec::new();
    for (part, horizon) in PARTS.into_iter().flat_map(|part| horizons.iter().map(move |of| (part, *of))) {
        let (mut inside, mut count) = (0, 0);
        for (origin, bands) in judging.iter().zip(&known) {
            for (forecast, actual) in every_stage(study, truth, origin, part, horizon, rule) {
                let half = bands.width(part == RollPart::Entrants, horizon);
                inside += usize::from(error(forecast, actual).abs() <= half);
                count += 1;
            }
        }
        if count > 0 {
            lines.push(RollCoverage { part, horizon, count, inside: number(inside) / number(count) });
        }
    }
    lines
}

impl RollBacktest {
    /// Share of truths inside the bands, all years ahead and parts together; none without forecasts.
    #[must_use]
    pub fn inside(&self) -> Option<f64> {
        let count: usize = self.coverage.iter().map(|line| line.count).sum();
        let inside: f64 = self.coverage.iter().map(|line| line.inside * number(line.count)).sum();
        (count > 0).then(|| inside / number(count))
    }
}

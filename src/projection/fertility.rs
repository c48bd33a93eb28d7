//! Births of every county: fertility along a damped trend.

use super::exposure::Exposure;
use super::grid::span;
use super::history::History;
use super::method::{Method, Methods};
use super::past::PastBirths;
use super::survival::Survival;
use crate::domain::Study;
use ndarray::Array2;

/// Steps over which the trend is taken.
const TREND_YEARS: i32 = 5;

/// Births of the trend years at which a county's own trend weighs as much as the study's.
const TREND_SHRINKAGE: f64 = 1_000.0;

/// Greatest yearly change of the logarithm of fertility that is carried on.
const STEEPEST: f64 = 0.15;

/// Births of every county in the years of the birth path, `[county, year]`; past years as known.
pub(super) fn by_county(
    study: &Study,
    history: &History,
    past: &PastBirths,
    survival: &Survival,
    methods: &mut Methods,
) -> Array2<f64> {
    let mut births = known_births(study, past);
    let exposure = Exposure::of(study, history, survival);
    let flat = Flat { exposure: exposure.as_ref(), past };
    let mut series: Vec<Series> = (0..births.nrows()).map(|county| flat.series(&births, county)).collect();
    let all = Series::sum(&series);
    let common = all.slope();
    // With women by age and a table of fertility the county engine makes the births, and says so.
    let trend = exposure.is_some() && study.rates.fertility.is_empty();
    methods.add_if(trend, Method::FertilityTrend);
    methods.add_if(trend && common.is_none(), Method::FertilityLevel);
    methods.add_if(exposure.is_none(), Method::BirthsMean);
    for (county, own) in series.iter_mut().enumerate() {
        let slope = own.shrunk_slope(common.unwrap_or(0.0));
        let last = past.known_to[county];
        for position in 0..past.path.years.len() {
            let year = past.path.years[position];
            if year <= last {
                continue;
            }
            let expected = exposure.as_ref().and_then(|exposure| exposure.expected(county, year));
            births[[county, position]] = match (expected, own.level()) {
                (Some(expected), Some(level)) => {
                    expected
                        * level
                        * (slope * damped(study.projection.fertility_damping, span(last, year))).exp()
                }
                _ => mean_of_three(&births, past, county),
            };
        }
    }
    births
}

/// `Σ_{k≤h} φ^k`.
fn damped(damping: f64, steps: usize) -> f64 {
    let damping = damping.clamp(0.0, 1.0);
    (0..steps)
        .scan(1.0, |power, _| {
            *power *= damping;
            Some(*power)
        })
        .sum()
}

/// Births of the years known, `[county, year]`.
fn known_births(study: &Study, past: &PastBirths) -> Array2<f64> {
    let mut births = Array2::zeros((study.counties.len(), past.path.years.len()));
    for ((town, _, year), count) in past.path.counts.indexed_iter() {
        births[[study.towns[town].county.index(), year]] += count;
    }
    births
}

/// Mean of the last three years known.
fn mean_of_three(births: &Array2<f64>, past: &PastBirths, county: usize) -> f64 {
    let known = past.path.years.iter().filter(|year| **year <= past.known_to[county]).count();
    let recent = known.saturating_sub(3)..known;
    let count: f64 = recent.clone().map(|_| 1.0).sum();
    recent.map(|position| births[[county, position]]).sum::<f64>() / f64::max(count, 1.0)
}

/// Reads births and expected births of counties.
struct Flat<'a> {
    exposure: Option<&'a Exposure>,
    past: &'a PastBirths,
}

/// Births and expected births of the trend years, by year.
#[derive(Debug, Clone, PartialEq, Default)]
struct Series(Vec<(i32, f64, f64)>);

impl Flat<'_> {
    fn series(&self, births: &Array2<f64>, county: usize) -> Series {
        let last = self.past.known_to[county];
        let years = self.past.path.years.iter().enumerate();
        let recent = years.filter(|(_, year)| (last - TREND_YEARS..=last).contains(*year));
        Series(
            recent
                .filter_map(|(position, year)| {
                    let expected =
                        self.exposure?.expected(county, *year).filter(|expected| *expected > 0.0)?;
                    Some((*year, births[[county, position]], expected))
                })
                .filter(|(_, births, _)| *births > 0.0)
                .collect(),
        )
    }
}

impl Series {
    /// All counties together, in the years that every county with births has.
    fn sum(all: &[Self]) -> Self {
        let with_births: Vec<_> = all.iter().filter(|series| !series.0.is_empty()).collect();
        let Some(first) = with_births.first() else { return Self::default() };
        let in_year = |series: &Self, year: i32| series.0.iter().find(|row| row.0 == year).copied();
        let sums = first.0.iter().filter_map(|(year, ..)| {
            let rows: Option<Vec<_>> = with_births.iter().map(|series| in_year(series, *year)).collect();
            rows.map(|rows| {
                rows.iter().fold((*year, 0.0, 0.0), |sum, row| (*year, sum.1 + row.1, sum.2 + row.2))
            })
        });
        Self(sums.collect())
    }

    /// Fertility of the last year.
    fn level(&self) -> Option<f64> {
        self.0.last().map(|(_, births, expected)| births / expected)
    }

    /// Least-squares slope of the logarithm of fertility, a year; none from fewer than three years.
    fn slope(&self) -> Option<f64> {
        if self.0.len() < 3 {
            return None;
        }
        let points =
            self.0.iter().map(|(year, births, expected)| (f64::from(*year), (births / expected).ln()));
        let count: f64 = self.0.iter().map(|_| 1.0).sum();
        let (years, logs) = points.clone().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
        let (mean_year, mean_log) = (years / count, logs / count);
        let (cross, square) = points.fold((0.0, 0.0), |sum, (year, log)| {
            (sum.0 + (year - mean_year) * (log - mean_log), sum.1 + (year - mean_year).powi(2))
        });
        Some((cross / square).clamp(-STEEPEST, STEEPEST))
    }

    /// The own slope mixed with the study's by births.
    fn shrunk_slope(&self, common: f64) -> f64 {
        let births: f64 = self.0.iter().map(|row| row.1).sum();
        let own = self.slope().unwrap_or(common);
        (births * own + TREND_SHRINKAGE * common) / (births + TREND_SHRINKAGE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trend_is_damped() {
        // 0.8 + 0.64 + 0.512 = 1.952; without damping three steps, with full damping none.
        assert!((damped(0.8, 3) - 1.952).abs() < 1e-12);
        assert!((damped(1.0, 3) - 3.0).abs() < 1e-12);
        assert!(damped(0.0, 3).abs() < 1e-12);
    }

    #[test]
    fn slope_of_a_steady_fall() {
        // Births fall by 5 % a year among the same women: slope ln 0.95.
        let series = Series((0..6).map(|year| (2017 + year, 1000.0 * 0.95_f64.powi(year), 1000.0)).collect());
        assert!((series.slope().expect("slope") - 0.95_f64.ln()).abs() < 1e-12);
        assert!((series.shrunk_slope(0.95_f64.ln()) - 0.95_f64.ln()).abs() < 1e-12);
        assert_eq!(Series(series.0[..2].to_vec()).slope(), None);
    }
}

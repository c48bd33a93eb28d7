//! Births of towns and groups, past and projected.

use super::grid::{Moment, span};
use crate::domain::{GroupIndex, TownIndex};
use ndarray::Array3;

/// How far the low and high paths lie from the central one after ten years.
const SPREAD: f64 = 0.15;

pub use crate::domain::Variant;

impl Variant {
    /// Factor on the births of a year after the last known one.
    pub(super) fn factor_in(self, last: i32, year: i32) -> f64 {
        self.factor(u32::try_from(span(last, year)).unwrap_or(u32::MAX))
    }

    /// Factor on the births so many years after the last known year.
    #[must_use]
    pub fn factor(self, years_ahead: u32) -> f64 {
        let spread = SPREAD * f64::from(years_ahead.min(10)) / 10.0;
        match self {
            Self::Low => 1.0 - spread,
            Self::Level => 1.0,
            Self::High => 1.0 + spread,
        }
    }
}

/// Births by calendar year, past and projected (出生数).
#[derive(Debug, Clone, PartialEq)]
pub struct BirthPath {
    /// Calendar years.
    pub years: Vec<i32>,
    /// Births, `[town, group, year]`.
    pub counts: Array3<f64>,
}

impl BirthPath {
    /// Births of a town and group in a calendar year; 0 outside the years of the path.
    #[must_use]
    pub fn births(&self, town: TownIndex, group: GroupIndex, year: i32) -> f64 {
        self.at(town.index(), group.index(), year)
    }

    /// Births of all towns and groups in a calendar year; 0 outside the years of the path.
    #[must_use]
    pub fn total(&self, year: i32) -> f64 {
        self.position(year).map_or(0.0, |position| self.counts.slice(ndarray::s![.., .., position]).sum())
    }

    fn position(&self, year: i32) -> Option<usize> {
        self.years.binary_search(&year).ok()
    }

    pub(super) fn at(&self, town: usize, group: usize, year: i32) -> f64 {
        self.position(year).map_or(0.0, |position| self.counts[[town, group, position]])
    }

    /// Births of the twelve months before a moment: shares of two calendar years.
    pub(super) fn before(&self, town: usize, group: usize, end: Moment) -> f64 {
        let share = end.share();
        share * self.at(town, group, end.year()) + (1.0 - share) * self.at(town, group, end.year() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_spread_with_the_years() {
        assert!((Variant::Low.factor(4) - 0.94).abs() < 1e-12);
        assert!((Variant::High.factor(25) - 1.15).abs() < 1e-12);
        assert!((Variant::Level.factor(9) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn twelve_months_mix_two_years() {
        // Births of 2021: 120, of 2022: 60. Before 1 November 2022: 10/12·60 + 2/12·120 = 70.
        let path = BirthPath {
            years: vec![2021, 2022],
            counts: Array3::from_shape_vec((1, 1, 2), vec![120.0, 60.0]).expect("shape"),
        };
        let end = |month, day| Moment::of_date(crate::domain::Date { year: 2022, month, day });
        assert!((path.before(0, 0, end(11, 1)) - 70.0).abs() < 1e-9);
        assert!((path.before(0, 0, end(12, 31)) - 60.0).abs() < 1e-9);
    }
}

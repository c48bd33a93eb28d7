//! School years, dates, the planning horizon.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A school year (学年), named by the calendar year in which it begins: 2023 runs from 1 September 2023.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SchoolYear(pub i32);

impl SchoolYear {
    /// The year so many years later (negative: earlier).
    #[must_use]
    pub const fn plus(self, years: i32) -> Self {
        Self(self.0 + years)
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

/// A day of the calendar (日期).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Calendar year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// Share of the calendar year that lies before the end of this day, 0 to 1: 31 December gives 1, 1 November about 0.84.
    /// Months count as twelfths and days as thirtieths of a month, as population arithmetic has it.
    #[must_use]
    pub fn share_of_year(self) -> f64 {
        let day = f64::from(self.day.min(30)) / 30.0;
        (f64::from(self.month - 1) + if self.day <= 1 { 0.0 } else { day }) / 12.0
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The day of the school year on which ages are counted (入学年龄截止日): 31 August in China.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cutoff {
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month.
    pub day: u8,
}

impl Default for Cutoff {
    fn default() -> Self {
        Self { month: 8, day: 31 }
    }
}

impl Cutoff {
    /// The day in a year.
    #[must_use]
    pub const fn in_year(self, year: i32) -> Date {
        Date { year, month: self.month, day: self.day }
    }

    /// Share of the calendar year up to and with that day: 8/12 for 31 August.
    #[must_use]
    pub fn share_of_year(self) -> f64 {
        Date { year: 0, month: self.month, day: self.day }.share_of_year()
    }
}

/// The years of a plan (规划期): a base year with data, decision years in which projects open, and outlook years in which
/// nothing opens but everything runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    /// Last year with data (基年).
    pub base: SchoolYear,
    /// First decision year.
    pub first: SchoolYear,
    /// Last decision year.
    pub last: SchoolYear,
    /// Last outlook year.
    pub outlook: SchoolYear,
}

impl Horizon {
    /// Decision years, first to last: those in which projects may open. What is asked of a plan is asked to the end of the outlook.
    pub fn decision_years(self) -> impl DoubleEndedIterator<Item = SchoolYear> + ExactSizeIterator + Clone {
        (self.first.0..=self.last.0).collect::<Vec<_>>().into_iter().map(SchoolYear)
    }

    /// Planned years: decision years and then outlook years.
    pub fn years(self) -> impl DoubleEndedIterator<Item = SchoolYear> + ExactSizeIterator + Clone {
        (self.first.0..=self.outlook.0).collect::<Vec<_>>().into_iter().map(SchoolYear)
    }

    /// Number of planned years, outlook included.
    #[must_use]
    pub fn length(self) -> usize {
        usize::try_from(self.outlook.0 - self.first.0 + 1).unwrap_or(0)
    }

    /// Number of decision years.
    #[must_use]
    pub fn decision_length(self) -> usize {
        usize::try_from(self.last.0 - self.first.0 + 1).unwrap_or(0)
    }

    /// Position of a year among the planned years, if it is one.
    #[must_use]
    pub fn position(self, year: SchoolYear) -> Option<usize> {
        (self.first..=self.outlook)
            .contains(&year)
            .then(|| usize::try_from(year.0 - self.first.0).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_the_year() {
        let share = |month, day| Date { year: 2022, month, day }.share_of_year();
        assert!((share(12, 31) - 1.0).abs() < 1e-12);
        assert!((share(8, 31) - 8.0 / 12.0).abs() < 1e-12);
        assert!((share(11, 1) - 10.0 / 12.0).abs() < 1e-12);
        assert!(share(1, 1).abs() < 1e-12);
    }

    #[test]
    fn horizon_counts_its_years() {
        let horizon = Horizon {
            base: SchoolYear(2022),
            first: SchoolYear(2023),
            last: SchoolYear(2027),
            outlook: SchoolYear(2035),
        };
        assert_eq!((horizon.length(), horizon.decision_length()), (13, 5));
        assert_eq!(horizon.position(SchoolYear(2027)), Some(4));
        assert_eq!(horizon.position(SchoolYear(2022)), None);
    }
}

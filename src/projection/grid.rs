//! The yearly grid on which history and future lie: slots one year apart, one of which is the last counted date.

use crate::domain::{Cutoff, Date, SchoolYear};

/// Days of a year of twelve months of thirty days.
const YEAR: i32 = 360;

/// Days by which two dates may miss a whole number of years (0.05 years).
const TOLERANCE: i32 = 18;

/// A point of time in days of 30-day months since year 0 (时点).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(pub i32);

impl Moment {
    fn of(year: i32, share: f64) -> Self {
        #[allow(clippy::cast_possible_truncation)] // a share of a year times 360
        let days = (share * f64::from(YEAR)).round() as i32;
        Self(year * YEAR + days)
    }

    pub(super) fn of_date(date: Date) -> Self {
        Self::of(date.year, date.share_of_year())
    }

    /// The cut-off day of a school year.
    pub(super) fn of_cutoff(year: SchoolYear, cutoff: Cutoff) -> Self {
        Self::of(year.0, cutoff.share_of_year())
    }

    /// Middle of a calendar year.
    pub(super) fn mid_year(year: i32) -> Self {
        Self(year * YEAR + YEAR / 2)
    }

    /// Calendar year; the end of 31 December is the beginning of the next year.
    pub(super) fn year(self) -> i32 {
        self.0.div_euclid(YEAR)
    }

    /// Share of that calendar year that lies before, 0 to below 1.
    pub(super) fn share(self) -> f64 {
        f64::from(self.0.rem_euclid(YEAR)) / f64::from(YEAR)
    }

    /// Years since another moment.
    pub(super) fn years_since(self, other: Self) -> f64 {
        f64::from(self.0 - other.0) / f64::from(YEAR)
    }

    /// Whole years by which it lies before another, if the two are about a whole number of years apart.
    pub(super) fn whole_years_before(self, other: Self) -> Option<usize> {
        let days = other.0 - self.0;
        let years = (days + YEAR / 2).div_euclid(YEAR);
        ((days - years * YEAR).abs() <= TOLERANCE)
            .then_some(years)
            .and_then(|years| usize::try_from(years).ok())
    }
}

/// Slots one year apart: `0..=last` hold history, the last counted date is slot `last`, the future runs to `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grid {
    /// Last counted date.
    pub base: Moment,
    /// Its slot.
    pub last: usize,
    /// Last slot.
    pub end: usize,
}

impl Grid {
    /// Moment of a slot.
    pub(super) fn moment(&self, slot: usize) -> Moment {
        Moment(self.base.0 + (years(slot) - years(self.last)) * YEAR)
    }

    /// First slot at or after a moment; none before the grid.
    pub(super) fn at_or_after(&self, moment: Moment) -> Option<usize> {
        let ahead = (moment.0 - self.base.0 + YEAR - 1).div_euclid(YEAR);
        usize::try_from(years(self.last) + ahead).ok()
    }

    /// Number of slots.
    pub(super) fn slots(&self) -> usize {
        self.end + 1
    }

    /// Last calendar year of which a slot contains births.
    pub(super) fn last_birth_year(&self) -> i32 {
        let end = self.moment(self.end);
        if end.share() > 0.0 { end.year() } else { end.year() - 1 }
    }
}

/// A count of years as a signed number.
pub(super) fn years(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Years from one to another, 0 if the second is not later.
pub(super) fn span(from: i32, to: i32) -> usize {
    usize::try_from(to.saturating_sub(from)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(year: i32, month: u8, day: u8) -> Moment {
        Moment::of_date(Date { year, month, day })
    }

    #[test]
    fn dates_about_a_year_apart_are_whole_years() {
        let base = moment(2022, 11, 1);
        assert_eq!(moment(2020, 11, 1).whole_years_before(base), Some(2));
        assert_eq!(moment(2020, 11, 15).whole_years_before(base), Some(2));
        assert_eq!(moment(2020, 7, 1).whole_years_before(base), None);
        assert_eq!(moment(2021, 12, 31).whole_years_before(moment(2023, 1, 1)), Some(1));
    }

    #[test]
    fn slots_follow_the_cut_off() {
        // Counts of 1 November: the slot after 31 August 2022 is November 2022; counts of 30 June: June 2023.
        let cutoff = Moment::of_cutoff(SchoolYear(2022), Cutoff::default());
        let november = Grid { base: moment(2022, 11, 1), last: 2, end: 15 };
        let june = Grid { base: moment(2022, 6, 30), last: 2, end: 15 };
        assert_eq!(november.at_or_after(cutoff), Some(2));
        assert_eq!(june.at_or_after(cutoff), Some(3));
        assert!((november.moment(2).years_since(cutoff) - 2.0 / 12.0).abs() < 1e-12);
        assert!((june.moment(3).years_since(cutoff) - 10.0 / 12.0).abs() < 1e-12);
    }

    #[test]
    fn births_end_with_the_year_of_the_last_slot() {
        let grid = |base| Grid { base, last: 0, end: 1 };
        assert_eq!(grid(moment(2022, 12, 31)).last_birth_year(), 2023);
        assert_eq!(grid(moment(2022, 11, 1)).last_birth_year(), 2023);
        assert_eq!(grid(moment(2022, 1, 1)).last_birth_year(), 2022);
    }
}

//! Births derived from children by survival back to birth.

use super::grid::{span, years};
use super::history::History;
use super::survival::Survival;

/// Years before the first count for which births are derived from children.
const YEARS_BACK: usize = 6;

/// Births derived from the children of a history (由低龄儿童回推的出生数).
pub(super) struct Derived<'a> {
    /// Children.
    pub history: &'a History,
    /// Survival.
    pub survival: &'a Survival,
}

impl Derived<'_> {
    /// First and last calendar year that can be derived; a last year that the counts cover by less than half is left to
    /// the projection.
    pub(super) fn years(&self) -> (i32, i32) {
        let base = self.history.grid.base;
        let last = if base.share() >= 0.5 { base.year() } else { base.year() - 1 };
        let complete = self.history.grid.moment(self.history.complete_from());
        let first = complete.year() - years(YEARS_BACK.min(self.history.oldest()));
        (first.min(last), last)
    }

    /// Births of a calendar year: `f·W(slot in it) + (1−f)·W(next slot)`, W the births of the twelve months before a slot.
    pub(super) fn births(&self, town: usize, group: usize, year: i32) -> f64 {
        let grid = self.history.grid;
        let share = grid.base.share();
        let slot = years(grid.last) + year - grid.base.year();
        let window = |slot: i32| self.window(town, group, slot.min(years(grid.last)));
        share * window(slot) + (1.0 - share) * window(slot + 1)
    }

    /// Births of the twelve months before a slot, which may lie before the first count, from survivors.
    fn window(&self, town: usize, group: usize, slot: i32) -> f64 {
        let Some(first) = self.history.first[town] else { return 0.0 };
        let age = span(slot, years(first)).min(self.history.oldest());
        let slot = usize::try_from(slot).unwrap_or(0).max(first);
        self.history.children[[town, group, age, slot]] / self.survival.to_age(age)
    }
}

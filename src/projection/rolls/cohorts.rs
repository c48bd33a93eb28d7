//! Children of the ages at which grades are attended.

use super::super::cutoff::Children;
use crate::domain::{GroupIndex, SchoolYear, TownIndex};
use ndarray::Axis;

/// Children by town, group of the counts, age and year (适龄儿童).
#[derive(Debug, Clone, Copy)]
pub(super) struct Cohorts<'a> {
    /// Children; none where they are not to be used.
    pub of: Option<&'a Children>,
    /// Whether groups are told apart.
    pub grouped: bool,
}

impl Cohorts<'_> {
    /// Children of an age; none where the year or age is not known.
    pub(super) fn children(&self, town: TownIndex, group: usize, age: u8, year: SchoolYear) -> Option<f64> {
        let children = self.of?;
        children.position(year)?;
        if usize::from(age) >= children.counts.len_of(Axis(2)) {
            return None;
        }
        let groups = children.counts.len_of(Axis(1));
        let of = |group: usize| children.count(town, GroupIndex(group), age, year);
        Some(if self.grouped { of(group) } else { (0..groups).map(of).sum() })
    }
}

//! The ages of the engine: single years or five-year groups, the last open.

use crate::projection::cohort_component::rates::OLDEST;
use ndarray::{Array4, Axis, s};

/// Ages counted together (年龄组).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AgeGroup {
    /// First completed year of age.
    pub first: u8,
    /// Last one; none is open.
    pub last: Option<u8>,
}

impl std::fmt::Display for AgeGroup {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.last {
            None => write!(formatter, "{}+", self.first),
            Some(last) if last == self.first => write!(formatter, "{last}"),
            Some(last) => write!(formatter, "{}-{last}", self.first),
        }
    }
}

/// Ages of the engine, each as wide as a step is long (年龄轴).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AgeAxis {
    /// Years of a group.
    pub width: usize,
    /// Number of groups; the last is open.
    pub groups: usize,
}

impl AgeAxis {
    /// Groups of a width up to an open age.
    pub(super) fn up_to(open: usize, width: usize) -> Self {
        Self { width, groups: open / width + 1 }
    }

    /// First age of a group.
    pub(super) fn first(self, group: usize) -> u8 {
        u8::try_from(group * self.width).unwrap_or(u8::MAX)
    }

    /// Single ages of a group.
    pub(super) fn ages(self, group: usize) -> std::ops::RangeInclusive<u8> {
        let first = self.first(group);
        let closed = u8::try_from((group + 1) * self.width - 1).unwrap_or(u8::MAX);
        first..=if group + 1 < self.groups { closed } else { OLDEST.max(first) }
    }

    /// A group as tables write it.
    pub(super) fn group(self, group: usize) -> AgeGroup {
        let last = (group + 1 < self.groups).then(|| *self.ages(group).end());
        AgeGroup { first: self.first(group), last }
    }

    /// People by single age, `[area, group, sex, age]`, summed into the groups.
    pub(super) fn folded(self, single: &Array4<f64>) -> Array4<f64> {
        let (areas, groups, sexes, ages) = single.dim();
        let mut folded = Array4::zeros((areas, groups, sexes, self.groups));
        for group in 0..self.groups {
            let first = (group * self.width).min(ages);
            let end = if group + 1 < self.groups { ((group + 1) * self.width).min(ages) } else { ages };
            let people = single.slice(s![.., .., .., first..end]).sum_axis(Axis(3));
            folded.slice_mut(s![.., .., .., group]).assign(&people);
        }
        folded
    }
}

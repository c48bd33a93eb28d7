//! Components of the county layer as records.

use crate::domain::{CountyIndex, GroupIndex, Sex};
use crate::projection::cohort_component::{FEMALE, Floor, StepComponents};

/// What happened to the people of a county, group, sex and age in a step, persons; `start + births − deaths + arrived − left +
/// change = end` (县级人口变动要素).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ComponentLine {
    /// County.
    pub county: CountyIndex,
    /// Calendar year in which most of the step lies.
    pub year: i32,
    /// Group.
    pub group: GroupIndex,
    /// Sex.
    pub sex: Sex,
    /// Age at the end of the step; the last one is open.
    pub age: u8,
    /// People at the start who have this age at the end.
    pub start: f64,
    /// Live births; age 0 only.
    pub births: f64,
    /// Deaths.
    pub deaths: f64,
    /// Arrivals.
    pub arrived: f64,
    /// Departures.
    pub left: f64,
    /// Gain from other groups.
    pub change: f64,
    /// People at the end.
    pub end: f64,
}

/// Components of all counties and years, in the order of years, counties, groups, sexes, ages (变动要素表).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Components {
    /// Records.
    pub lines: Vec<ComponentLine>,
}

impl Components {
    pub(super) fn add(&mut self, year: i32, step: &StepComponents) {
        self.lines.extend(step.end.indexed_iter().map(|((area, group, sex, age), end)| {
            let cell = [area, group, sex, age];
            ComponentLine {
                county: CountyIndex(area),
                year,
                group: GroupIndex(group),
                sex: sex_of(sex),
                age: whole_age(age),
                start: step.start[cell],
                births: step.births[cell],
                deaths: step.deaths[cell],
                arrived: step.arrived[cell],
                left: step.left[cell],
                change: step.change[cell],
                end: *end,
            }
        }));
    }
}

/// A cell of which more people should have left than there were (负值归零).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FloorLine {
    /// County.
    pub county: CountyIndex,
    /// Calendar year in which most of the step lies.
    pub year: i32,
    /// Group.
    pub group: GroupIndex,
    /// Sex.
    pub sex: Sex,
    /// Age at the end of the step.
    pub age: u8,
    /// Departures that could not be made, persons.
    pub shortfall: f64,
}

impl FloorLine {
    pub(super) fn of(year: i32, floor: &Floor) -> Self {
        Self {
            county: CountyIndex(floor.area),
            year,
            group: GroupIndex(floor.group),
            sex: sex_of(floor.sex),
            age: whole_age(floor.age),
            shortfall: floor.shortfall,
        }
    }
}

/// Sex at a position of the sex axis.
pub(super) fn sex_of(position: usize) -> Sex {
    if position == FEMALE { Sex::Female } else { Sex::Male }
}

/// An age of an array as completed years.
pub(super) fn whole_age(position: usize) -> u8 {
    u8::try_from(position).unwrap_or(u8::MAX)
}

//! Components of the county layer as records.

use crate::domain::{Area, CountyIndex, Date, GroupIndex, Sex};
use crate::projection::cohort_component::{FEMALE, Floor, StepComponents};
use ndarray::Array4;

/// Ages counted together (年龄组).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AgeGroup {
    /// First completed year of age.
    pub first: u8,
    /// Last one; none is open.
    pub last: Option<u8>,
}

impl AgeGroup {
    /// The age at a position of a single-year axis whose last position is open.
    pub(super) fn single(position: usize, open: usize) -> Self {
        let first = whole_age(position);
        Self { first, last: (position < open).then_some(first) }
    }
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

/// People of an area on a date, projected, or counted on the first date (推算人口).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeopleLine {
    /// County or town.
    pub area: Area,
    /// Date.
    pub date: Date,
    /// Group.
    pub group: GroupIndex,
    /// Sex.
    pub sex: Sex,
    /// Age.
    pub age: AgeGroup,
    /// People.
    pub persons: f64,
}

/// People on the last counted date and after, in the order of dates, areas, groups, sexes, ages (推算人口表).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct People {
    /// Records.
    pub lines: Vec<PeopleLine>,
}

impl People {
    /// Adds the people of a date, `[area, group, sex, age]`.
    pub(super) fn add(&mut self, date: Date, people: &Array4<f64>) {
        let open = people.dim().3 - 1;
        self.lines.extend(people.indexed_iter().map(|((area, group, sex, age), persons)| PeopleLine {
            area: Area::County(CountyIndex(area)),
            date,
            group: GroupIndex(group),
            sex: sex_of(sex),
            age: AgeGroup::single(age, open),
            persons: *persons,
        }));
    }
}

/// What happened to the people of a county, group, sex and age in a step, persons; `start + births − deaths + arrived − left +
/// change = end` (县级人口变动要素).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ComponentLine {
    /// County or town.
    pub area: Area,
    /// Calendar year in which most of the step lies.
    pub year: i32,
    /// Group.
    pub group: GroupIndex,
    /// Sex.
    pub sex: Sex,
    /// Age at the end of the step.
    pub age: AgeGroup,
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
        let open = step.end.dim().3 - 1;
        self.lines.extend(step.end.indexed_iter().map(|((area, group, sex, age), end)| {
            let cell = [area, group, sex, age];
            ComponentLine {
                area: Area::County(CountyIndex(area)),
                year,
                group: GroupIndex(group),
                sex: sex_of(sex),
                age: AgeGroup::single(age, open),
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
    /// County or town.
    pub area: Area,
    /// Calendar year in which most of the step lies.
    pub year: i32,
    /// Group.
    pub group: GroupIndex,
    /// Sex.
    pub sex: Sex,
    /// Age at the end of the step.
    pub age: AgeGroup,
    /// Departures that could not be made, persons.
    pub shortfall: f64,
}

impl FloorLine {
    pub(super) fn of(year: i32, floor: &Floor, open: usize) -> Self {
        Self {
            area: Area::County(CountyIndex(floor.area)),
            year,
            group: GroupIndex(floor.group),
            sex: sex_of(floor.sex),
            age: AgeGroup::single(floor.age, open),
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

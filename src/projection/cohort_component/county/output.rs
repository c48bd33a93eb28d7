//! People and components of the areas as records.

use super::axis::{AgeAxis, AgeGroup};
use crate::domain::{Area, Date, GroupIndex, Sex};
use crate::projection::cohort_component::{FEMALE, Floor, StepComponents};
use ndarray::Array4;

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

/// People on the last counted date and after (推算人口表).
#[derive(Debug, Clone, PartialEq)]
pub struct People {
    areas: Vec<Area>,
    axis: AgeAxis,
    dates: Vec<(Date, Array4<f64>)>,
}

impl People {
    /// Of some areas and ages.
    pub(super) fn new(areas: Vec<Area>, axis: AgeAxis) -> Self {
        Self { areas, axis, dates: Vec::new() }
    }

    /// Adds the people of a date, `[area, group, sex, age]`.
    pub(super) fn add(&mut self, date: Date, people: Array4<f64>) {
        self.dates.push((date, people));
    }

    /// Records in the order of dates, areas, groups, sexes, ages.
    pub fn lines(&self) -> impl Iterator<Item = PeopleLine> + '_ {
        self.dates.iter().flat_map(move |(date, people)| {
            people.indexed_iter().map(move |((area, group, sex, age), persons)| PeopleLine {
                area: self.areas[area],
                date: *date,
                group: GroupIndex(group),
                sex: sex_of(sex),
                age: self.axis.group(age),
                persons: *persons,
            })
        })
    }
}

/// What happened to the people of an area, group, sex and age in a step, persons; `start + births − deaths + arrived − left +
/// change = end` (人口变动要素).
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

/// Components of all areas and steps (变动要素表).
#[derive(Debug, Clone, PartialEq)]
pub struct Components {
    areas: Vec<Area>,
    axis: AgeAxis,
    steps: Vec<(i32, StepComponents)>,
}

impl Components {
    /// Of some areas and ages.
    pub(super) fn new(areas: Vec<Area>, axis: AgeAxis) -> Self {
        Self { areas, axis, steps: Vec::new() }
    }

    /// Adds a step.
    pub(super) fn add(&mut self, year: i32, step: StepComponents) {
        self.steps.push((year, step));
    }

    /// Years of a step.
    #[must_use]
    pub fn step_years(&self) -> usize {
        self.axis.width
    }

    /// Records in the order of years, areas, groups, sexes, ages.
    pub fn lines(&self) -> impl Iterator<Item = ComponentLine> + '_ {
        self.steps.iter().flat_map(move |(year, step)| {
            step.end.indexed_iter().map(move |((area, group, sex, age), end)| {
                let cell = [area, group, sex, age];
                ComponentLine {
                    area: self.areas[area],
                    year: *year,
                    group: GroupIndex(group),
                    sex: sex_of(sex),
                    age: self.axis.group(age),
                    start: step.start[cell],
                    births: step.births[cell],
                    deaths: step.deaths[cell],
                    arrived: step.arrived[cell],
                    left: step.left[cell],
                    change: step.change[cell],
                    end: *end,
                }
            })
        })
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
    pub(super) fn of(year: i32, floor: &Floor, areas: &[Area], axis: AgeAxis) -> Self {
        Self {
            area: areas[floor.area],
            year,
            group: GroupIndex(floor.group),
            sex: sex_of(floor.sex),
            age: axis.group(floor.age),
            shortfall: floor.shortfall,
        }
    }
}

/// Sex at a position of the sex axis.
pub(super) fn sex_of(position: usize) -> Sex {
    if position == FEMALE { Sex::Female } else { Sex::Male }
}

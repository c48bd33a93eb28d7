//! Groups, sexes, and the counted people of a study.

use super::{CountyIndex, Date, Text, TownIndex, index_type};

index_type!(
    /// A population group of the study (人群).
    GroupIndex
);

/// A population group: children with local household registration, migrant children (人群).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Id in tables and model.
    pub id: String,
    /// Name.
    pub name: Text,
}

/// Sex (性别).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Female (女).
    Female,
    /// Male (男).
    Male,
}

/// A town or a county (地区).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// A town.
    Town(TownIndex),
    /// A county as a whole.
    County(CountyIndex),
}

/// People of an area on a date (人口).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PopulationCount {
    /// Town or county.
    pub area: Area,
    /// Reference date.
    pub date: Date,
    /// Group; none is all together.
    pub group: Option<GroupIndex>,
    /// Sex; none is both together.
    pub sex: Option<Sex>,
    /// Completed years of age.
    pub age: u8,
    /// Whether this is the open last age ("100+").
    pub open: bool,
    /// People.
    pub persons: f64,
}

/// Births of an area (出生).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Births {
    /// Town or county.
    pub area: Area,
    /// Calendar year.
    pub year: i32,
    /// Month, 1 to 12; none is the whole year.
    pub month: Option<u8>,
    /// Group; none is all together.
    pub group: Option<GroupIndex>,
    /// Live births.
    pub births: f64,
}

/// A central death rate (死亡率); none means "all".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MortalityRate {
    /// Town or county.
    pub area: Option<Area>,
    /// Calendar year.
    pub year: Option<i32>,
    /// Group.
    pub group: Option<GroupIndex>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Completed years of age.
    pub age: u8,
    /// Deaths per person-year.
    pub rate: f64,
}

/// A figure by area, year, group, sex and age (分年龄参数); none means "all". The most specific row counts; a year's figure
/// holds until the next year given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgeFigure {
    /// County.
    pub county: Option<CountyIndex>,
    /// Calendar year.
    pub year: Option<i32>,
    /// Group.
    pub group: Option<GroupIndex>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Completed years of age.
    pub age: u8,
    /// Value, in the unit of its table.
    pub value: f64,
}

/// What a row of migration tells (迁移口径).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MigrationKind {
    /// Arrivals less departures, persons a year (净迁移数).
    Net,
    /// Arrivals less departures per person and year (净迁移率).
    NetRate,
    /// Arrivals, persons a year (迁入数).
    Arrivals,
    /// Departures per person and year (迁出率).
    DepartureRate,
}

/// Figures that drive the county engine (县级推算参数); empty where the study has no such table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PopulationRates {
    /// Births per woman and year by age of the mother (年龄别生育率).
    pub fertility: Vec<AgeFigure>,
    /// Moves into and out of a county (迁移).
    pub migration: Vec<(MigrationKind, AgeFigure)>,
    /// Share of a group that joins the first group of the study in a year (身份转换率).
    pub status_change: Vec<AgeFigure>,
}

/// Settings of the projection (预测参数).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProjectionSettings {
    /// Years of history that cohort ratios pool.
    pub window: u32,
    /// Children of the county that a town's cohort ratio is mixed with (κ).
    pub shrinkage: f64,
    /// Yearly damping of the trend of fertility (φ), 0 to 1.
    pub fertility_damping: f64,
    /// Years of pupils that entry rates and grade ratios pool.
    pub roll_window: u32,
    /// Pupils of the town that a school's grade ratio is mixed with (κ).
    pub roll_shrinkage: f64,
}

impl Default for ProjectionSettings {
    fn default() -> Self {
        Self { window: 5, shrinkage: 200.0, fertility_damping: 0.9, roll_window: 3, roll_shrinkage: 75.0 }
    }
}

//! Groups, sexes, and the counted people of a study.

use super::{CountyIndex, Date, EngineSettings, Housing, Text, TownIndex, index_type};

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

/// Completed ages at which women can become mothers (育龄).
pub const FERTILE: std::ops::RangeInclusive<u8> = 10..=59;

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

/// Children of an area on a later date, as published by its authority, to which a projection is fitted (官方总量).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OfficialTotal {
    /// Town or county.
    pub area: Area,
    /// Reference date.
    pub date: Date,
    /// First and last completed age.
    pub ages: (u8, u8),
    /// Group; none is all together.
    pub group: Option<GroupIndex>,
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

/// A figure by area, year, group, sex and age (分年龄参数); none means "all". The most specific row counts; a year's figure
/// holds until the next year given.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct AgeFigure {
    /// Town or county.
    pub area: Option<Area>,
    /// Calendar year.
    pub year: Option<i32>,
    /// Group.
    pub group: Option<GroupIndex>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Completed years of age, the first of its group.
    pub age: u8,
    /// Last age of its group, 255 where it is open; none: as the table's spacing tells.
    pub until: Option<u8>,
    /// Value, in the unit of its table.
    pub value: f64,
}

/// What a row of mortality tells (死亡口径).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum MortalityKind {
    /// Deaths per person-year (死亡率).
    #[default]
    Rate,
    /// Share alive at the end of a step (存活比).
    Survival,
    /// Share who die within a step (死亡概率).
    Probability,
}

/// A figure of mortality (死亡).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MortalityFigure {
    /// Kind.
    pub kind: MortalityKind,
    /// Whether it is that of newborns rather than of an age.
    pub birth: bool,
    /// Figure.
    pub figure: AgeFigure,
}

/// What a row of migration tells (迁移口径).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MigrationKind {
    /// Arrivals less departures, persons (净迁移数).
    Net,
    /// Arrivals less departures per person and year (净迁移率).
    NetRate,
    /// Arrivals, persons (迁入数).
    Arrivals,
    /// Arrivals per person and year of an outside population (按外部人口计的迁入率).
    ArrivalRate,
    /// Arrivals per migrant worker and year (每名外来务工者带来的迁入).
    ArrivalsPerWorker,
    /// Departures, persons (迁出数).
    Departures,
    /// Departures per person and year (迁出率).
    DepartureRate,
    /// Departures to the other areas of the study per person and year (区内迁出率).
    BetweenDepartureRate,
    /// Share of those moving between the study's areas who come here (区内迁入占比).
    BetweenArrivalShare,
}

/// A figure of migration (迁移).
#[derive(Debug, Clone, PartialEq)]
pub struct MigrationFigure {
    /// Kind.
    pub kind: MigrationKind,
    /// Stream, such as "abroad"; figures of several streams add up (流向).
    pub stream: String,
    /// Whether a number of persons is that of a whole step rather than of a year.
    pub per_step: bool,
    /// Figure.
    pub figure: AgeFigure,
}

/// A rate of status change (身份转换率).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct StatusFigure {
    /// Group that they join; none is the first of the study.
    pub into: Option<GroupIndex>,
    /// Whether it is the share of newborns who belong to that group from birth, rather than a rate of an age.
    pub birth: bool,
    /// Figure; the group is the one left, or that of the mother.
    pub figure: AgeFigure,
}

/// Figures that drive the engine (推算参数); empty where the study has no such table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PopulationRates {
    /// Births per woman and year by age of the mother (年龄别生育率).
    pub fertility: Vec<AgeFigure>,
    /// Moves into and out of an area (迁移).
    pub migration: Vec<MigrationFigure>,
    /// Changes of group (身份转换).
    pub status_change: Vec<StatusFigure>,
    /// People of the outside, from whom arrivals by rate come, persons (外部人口).
    pub outside: Vec<AgeFigure>,
    /// Migrant workers, persons; the age is not used (外来务工者).
    pub workers: Vec<AgeFigure>,
    /// New dwellings (住房).
    pub housing: Housing,
    /// Official figures that the projection is fitted to (官方总量).
    pub totals: Vec<OfficialTotal>,
    /// Conventions.
    pub settings: EngineSettings,
    /// Width of the age groups in which the people of the last date were counted, years; 0 and 1 are single years.
    pub counted_width: u8,
    /// Whether single ages were made from wider groups, on any date.
    pub graduated: bool,
    /// Whether the areas were taken from the population table, each a town (地区取自人口表).
    pub areas_from_population: bool,
}

/// Which path future births take (出生方案).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Variant {
    /// Below the central path: by 1.5 % more each year, 15 % from the tenth year on (低方案).
    Low,
    /// The central path: fertility along its damped trend (中方案).
    #[default]
    Level,
    /// Above the central path, as far as the low path lies below (高方案).
    High,
}

/// Settings of the projection (预测参数).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProjectionSettings {
    /// Years of history that ratios of infants to births pool, and those of women by county and of the methods that compete.
    pub window: u32,
    /// Children of an age at which a town's own past weighs as much as its county (κ); where the history is long enough, the middle of what is tried.
    pub shrinkage: f64,
    /// Yearly damping of the trend of fertility (φ), 0 to 1.
    pub fertility_damping: f64,
    /// Years of pupils that entry rates and grade ratios pool.
    pub roll_window: u32,
    /// Pupils of the town that a school's grade ratio is mixed with (κ).
    pub roll_shrinkage: f64,
    /// Path of births that the plan is made for.
    pub births: Variant,
}

impl Default for ProjectionSettings {
    fn default() -> Self {
        Self {
            window: 5,
            shrinkage: 200.0,
            fertility_damping: 0.9,
            roll_window: 3,
            roll_shrinkage: 75.0,
            births: Variant::Level,
        }
    }
}

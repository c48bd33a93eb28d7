//! What columns and rows stand for, in the field's words.

#![allow(missing_docs)] // fields are the study's own words; each variant says what it is

use crate::domain::{
    ClassIndex, CountyIndex, GroupIndex, ProgrammeIndex, ProjectIndex, SchoolYear, StageIndex, TownIndex,
};

/// What a column stands for (变量含义).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ColumnKey {
    /// 1 where the project is in use by the year (已投用).
    Built { project: ProjectIndex, year: SchoolYear },
    /// Children of one town schooled in another (跨乡镇就读).
    Move { from: TownIndex, to: TownIndex, segment: usize, year: SchoolYear },
    /// Pupils of a class in a town (在校生).
    Enrolled { town: TownIndex, class: ClassIndex, segment: usize, year: SchoolYear },
    /// Of these, pupils whose place the public buys (购买学位).
    Bought { town: TownIndex, class: ClassIndex, segment: usize, year: SchoolYear },
    /// 1 where the county is certified by the year (已通过评估).
    Certified { criteria: usize, county: CountyIndex, year: SchoolYear },
    /// 1 where the town or county, by its position, is covered by the year (已覆盖).
    Covered { coverage: usize, unit: usize, year: SchoolYear },
    /// Children without a place; only in a repair run (未入学).
    Unplaced { town: TownIndex, segment: usize, year: SchoolYear },
    /// By how much a promise is missed; only in a repair run (缺口).
    Short { promise: Promise },
}

/// A promise that a repair run may break (目标承诺).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Promise {
    /// Pupils lacking to an indicator's target.
    Indicator { indicator: usize, county: Option<CountyIndex>, year: SchoolYear },
    /// Towns or counties lacking to a coverage.
    Coverage { indicator: usize, county: Option<CountyIndex>, year: SchoolYear },
    /// Places lacking to a number of places.
    Places { indicator: usize, county: Option<CountyIndex>, year: SchoolYear },
    /// Counties lacking to a certification target.
    Certification { indicator: usize, year: SchoolYear },
    /// Projects lacking to (or beyond) a programme's number.
    Programme { programme: ProgrammeIndex },
    /// Projects beyond what a year can deliver.
    Delivery { programme: ProgrammeIndex, year: SchoolYear },
    /// Projects beyond a row of the delivery table.
    DeliveryLimit { limit: usize, year: SchoolYear },
    /// Land beyond a ceiling, m².
    Land { limit: usize },
    /// Money beyond a ceiling, 10⁴ yuan.
    Budget { budget: usize },
    /// Pupils that a class of a town loses beyond the limit of a choice rule.
    Loss { choice: usize, town: TownIndex, class: ClassIndex, year: SchoolYear },
    /// Pupils lacking to the floor, or beyond the cap, of a choice rule.
    Choice { choice: usize, county: CountyIndex, year: SchoolYear, floor: bool },
}

/// Promises that one kind of relaxation eases (承诺类别).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// A place for every child (入学).
    Children,
    /// Targets of indicators: shares, coverages, numbers, certification (指标).
    Targets,
    /// Numbers of projects (工程项目数).
    Programmes,
    /// What a year can deliver (建设能力).
    Deliveries,
    /// Ceilings on money (资金).
    Money,
    /// Ceilings on land (用地).
    Land,
    /// Choice and stability (家长选择与办学稳定).
    Choice,
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 7] = [
        Self::Children,
        Self::Targets,
        Self::Programmes,
        Self::Deliveries,
        Self::Money,
        Self::Land,
        Self::Choice,
    ];

    /// The word in results.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Children => "children",
            Self::Targets => "targets",
            Self::Programmes => "programmes",
            Self::Deliveries => "deliveries",
            Self::Money => "money",
            Self::Land => "land",
            Self::Choice => "choice",
        }
    }
}

impl Promise {
    /// Its family.
    #[must_use]
    pub const fn family(&self) -> Family {
        match self {
            Self::Indicator { .. }
            | Self::Coverage { .. }
            | Self::Places { .. }
            | Self::Certification { .. } => Family::Targets,
            Self::Programme { .. } => Family::Programmes,
            Self::Delivery { .. } | Self::DeliveryLimit { .. } => Family::Deliveries,
            Self::Budget { .. } => Family::Money,
            Self::Land { .. } => Family::Land,
            Self::Loss { .. } | Self::Choice { .. } => Family::Choice,
        }
    }
}

/// What a row says (约束含义).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowKey {
    /// Every child of a town has a place somewhere.
    Placement { town: TownIndex, segment: usize, year: SchoolYear },
    /// Who arrives in a town is enrolled in one of its classes.
    Arrival { town: TownIndex, segment: usize, year: SchoolYear },
    /// A class of a town has no more pupils than places.
    Capacity { town: TownIndex, class: ClassIndex, year: SchoolYear },
    /// Bought places are filled by enrolled pupils.
    Bought { town: TownIndex, class: ClassIndex, segment: usize, year: SchoolYear },
    /// What is in use stays in use.
    StaysOpen { project: ProjectIndex, year: SchoolYear },
    /// No more places of a class are taken from a town than stand there: what the plan opens it does not close.
    Taken { town: TownIndex, class: ClassIndex, year: SchoolYear },
    /// One project takes a school.
    School { school: usize },
    /// A town or county counts as covered only with places.
    Covered { coverage: usize, unit: usize, year: SchoolYear },
    /// A certified county reaches a coverage.
    CoverageCriterion { criteria: usize, criterion: usize, county: CountyIndex, year: SchoolYear },
    /// One option a site.
    Site { site: String },
    /// A promise of the model.
    Promise(Promise),
    /// The cost stays under a ceiling, in the search for alternatives.
    CostCeiling,
    /// The weighted shortfall stays at the least, in a repair.
    ShortfallCeiling,
    /// Places that some towns reach hold their children in a future that the plan is to stand.
    Need { number: usize },
    /// A certified county stays certified.
    StaysCertified { criteria: usize, county: CountyIndex, year: SchoolYear },
    /// A certified county reaches a share.
    Criterion { criteria: usize, criterion: usize, county: CountyIndex, year: SchoolYear },
    /// Implied: places within reach of some towns hold their children.
    CoverReach { town: TownIndex, stage: StageIndex, year: SchoolYear },
    /// Implied: places of a county hold its children.
    CoverCounty { county: CountyIndex, stage: StageIndex, year: SchoolYear },
    /// Implied: places of the counted classes hold the pupils that the target asks for.
    CoverShare { indicator: usize, county: Option<CountyIndex>, year: SchoolYear },
    /// Implied: so many whole projects are needed by some towns.
    Rounding { number: usize },
    /// Implied: places of the counted classes hold the pupils that certification asks for.
    CoverCriterion { criteria: usize, criterion: usize, county: CountyIndex, year: SchoolYear },
}

/// Children whom no rule of the study tells apart: one stage and some of its groups (同类学生).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Stage.
    pub stage: StageIndex,
    /// Groups, in order.
    pub groups: Vec<GroupIndex>,
}

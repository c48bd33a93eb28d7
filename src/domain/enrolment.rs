//! Pupils counted by school and grade.

use super::{GroupIndex, SchoolYear, StageIndex, TownIndex, index_type};

index_type!(
    /// A place where pupils are counted (在校生统计单位): a school, or a town as a whole.
    UnitIndex
);

/// Where pupils are counted (在校生统计单位).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PupilUnit {
    /// Id of the school; none for the pupils who live in the town, wherever they are taught.
    pub school: Option<String>,
    /// Its town.
    pub town: TownIndex,
}

/// Pupils of a unit in a grade at the beginning of a school year (分年级在校生).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PupilCount {
    /// School or town.
    pub unit: UnitIndex,
    /// School year.
    pub year: SchoolYear,
    /// Stage.
    pub stage: StageIndex,
    /// Position of the grade within the stage, from 0; none is all grades together.
    pub grade: Option<usize>,
    /// Group; none is all together.
    pub group: Option<GroupIndex>,
    /// Pupils.
    pub pupils: f64,
}

/// Counted pupils (在校生); empty where the study has no such table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Enrolment {
    /// Schools and towns in which pupils are counted, in the order of their first row.
    pub units: Vec<PupilUnit>,
    /// Counts.
    pub counts: Vec<PupilCount>,
}

/// How pupils of a stage come about in years to come (在校生推算方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RollMethod {
    /// Every grade is a share of the children of its age: stages that nobody must attend (按入学率).
    Rate,
    /// The first grade is a share of the children of its age, later grades follow from the year before (按入学人口与升级比).
    Cohort,
    /// The first grade follows from the last grade of the stage before, later grades from the year before (按上一学段毕业生与升级比).
    Previous,
}

/// Grades of a stage (年级).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grades {
    /// Number of the first grade, as tables write it.
    pub first: i16,
    /// How many; none is one for every age.
    pub count: Option<u8>,
    /// How pupils come about; none goes by the ages (see [`super::Stage::roll_method`]).
    pub method: Option<RollMethod>,
    /// Greatest share of the children of an age who attend a stage of rates.
    pub ceiling: f64,
}

impl Default for Grades {
    fn default() -> Self {
        Self { first: 1, count: None, method: None, ceiling: 1.0 }
    }
}

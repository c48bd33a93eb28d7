//! Stages, sectors, grades and the classes of provision that they make.

use super::{Grades, Path, ProgrammeIndex, RollMethod, Text, TravelLimit, index_type};

index_type!(
    /// A stage of the study (学段).
    StageIndex
);
index_type!(
    /// A sector of the study (办学性质).
    SectorIndex
);
index_type!(
    /// A provision class of the study (办学类型): a stage's sector and grade.
    ClassIndex
);

/// Where children of a stage may be schooled (就学范围).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schooling {
    /// Within the county of residence (县域内).
    County,
    /// In any town within reach (不限县).
    Anywhere,
}

/// A stage of education (学段).
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// Id in tables and model.
    pub id: String,
    /// Name.
    pub name: Text,
    /// First and last completed year of age on the cut-off day.
    pub ages: (u8, u8),
    /// Programme under which its projects count, if any.
    pub programme: Option<ProgrammeIndex>,
    /// Share of the children of these ages who need a place at all, such as the share with special needs; 1 for all.
    pub prevalence: f64,
    /// Share of those children who are enrolled, by school year (入学率).
    pub enrolment_rate: Path,
    /// Longest way to school between two towns.
    pub travel_limit: TravelLimit,
    /// Longest way to a school in another county, where one may be gone to; it holds beside the other limit.
    pub across_limit: TravelLimit,
    /// Within the county or anywhere.
    pub schooling: Schooling,
    /// Its grades, for counts of pupils.
    pub grades: Grades,
}

/// Oldest age at the end of a stage that nobody must attend.
const END_OF_PRESCHOOL: u8 = 6;

/// Youngest age at the beginning of a stage that follows from the stage before.
const FOLLOWS_FROM: u8 = 10;

impl Stage {
    /// Number of grades: one for every age unless stated.
    #[must_use]
    pub fn grade_count(&self) -> usize {
        self.grades.count.map_or(usize::from(self.ages.1 - self.ages.0) + 1, usize::from)
    }

    /// Number of a grade as tables write it.
    #[must_use]
    pub fn grade_number(&self, position: usize) -> i32 {
        i32::from(self.grades.first) + i32::try_from(position).unwrap_or(i32::MAX / 2)
    }

    /// Position of a grade by its number.
    #[must_use]
    pub fn grade_position(&self, number: i64) -> Option<usize> {
        let position = usize::try_from(number - i64::from(self.grades.first)).ok()?;
        (position < self.grade_count()).then_some(position)
    }

    /// Completed age on the cut-off day at which children are in a grade.
    #[must_use]
    pub fn grade_age(&self, position: usize) -> u8 {
        self.ages.0.saturating_add(u8::try_from(position).unwrap_or(u8::MAX))
    }

    /// How its pupils come about: as stated; else by rates where it ends at age 6 or before, from the stage before where it
    /// begins at age 10 or later, from the children of the entry age otherwise.
    #[must_use]
    pub fn roll_method(&self) -> RollMethod {
        self.grades.method.unwrap_or(match self.ages {
            (_, last) if last <= END_OF_PRESCHOOL => RollMethod::Rate,
            (first, _) if first >= FOLLOWS_FROM => RollMethod::Previous,
            _ => RollMethod::Cohort,
        })
    }
}

/// A sector: public, inclusive private, other private (办学性质).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sector {
    /// Id in tables and model.
    pub id: String,
    /// Name.
    pub name: Text,
}

/// Grade of a kindergarten, 1 is best (等级).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade(pub u8);

/// A class of provision (办学类型): places of one stage, sector and grade are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProvisionClass {
    /// Stage.
    pub stage: StageIndex,
    /// Sector.
    pub sector: SectorIndex,
    /// Grade, where the stage has grades.
    pub grade: Option<Grade>,
}

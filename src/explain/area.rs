//! Children and places of an area: a town or a county.

use crate::domain::{SchoolYear, StageIndex};

/// Children and places of a stage and year in an area (分学段供需).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AreaLine {
    /// Stage.
    pub stage: StageIndex,
    /// School year.
    pub year: SchoolYear,
    /// Children living there who need a place.
    pub needing: f64,
    /// Places without the plan.
    pub places_before: f64,
    /// Places with the plan.
    pub places_after: f64,
    /// Children of the area schooled in others of its kind.
    pub leaving: f64,
    /// Children of others schooled there.
    pub arriving: f64,
    /// Pupils taught there.
    pub pupils: f64,
    /// Children of the area without a place.
    pub unplaced: f64,
}

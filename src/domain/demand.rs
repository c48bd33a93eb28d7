//! Demand given directly, in place of a projection.

use super::{GroupIndex, Path, StageIndex, TownIndex};

/// Children of a town who need a place of a stage, by school year (学位需求).
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Town of residence.
    pub town: TownIndex,
    /// Stage.
    pub stage: StageIndex,
    /// Group; none is all together, divided as the projection divides them.
    pub group: Option<GroupIndex>,
    /// Children by school year, linear between the years given and level outside.
    pub children: Path,
}

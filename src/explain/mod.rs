//! Reasons (为什么): what speaks for and against a project, what a target costs and who pays, how a town's children find places. Where
//! prices do not tell, the plan is sought again with one thing decided otherwise. No constraint is derived anew: rows keep their keys.

mod area;
mod county;
mod difference;
mod project;
mod reasons;
mod subject;
mod target;
mod town;

pub use area::AreaLine;
pub use county::{CountyProject, CountyReasons, county_reasons};
pub use difference::{Difference, Shift, difference};
pub use project::{OpeningWorth, ProjectReasons, decide_otherwise, project_reasons};
pub use reasons::{PlaceWorth, Reasons, reasons};
pub use subject::{NotFound, Subject, find};
pub use target::{Move, Target, TargetReasons, move_target, target_reasons};
pub use town::{Stream, TownLine, TownProject, TownReasons, town_reasons};

use crate::allocation::Plan;
use crate::domain::Study;
use crate::outcome::Outcome;
use crate::projection::Projection;

/// A plan with all that it rests on.
#[derive(Debug, Clone, Copy)]
pub struct Planned<'a> {
    /// Study.
    pub study: &'a Study,
    /// Its children and rolls.
    pub projection: &'a Projection,
    /// The plan.
    pub plan: &'a Plan,
    /// Its figures.
    pub outcome: &'a Outcome,
}

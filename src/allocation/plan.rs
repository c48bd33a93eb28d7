//! A plan: what to open when, and where children go to school.

use super::keys::Promise;
use crate::domain::{
    ClassIndex, CountyIndex, GroupIndex, ProjectIndex, SchoolYear, StageIndex, TownIndex, Travel,
};

/// How a plan came to be (求解状态).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanStatus {
    /// Meets every promise; proven to the gap asked for (最优).
    Optimal,
    /// Meets every promise; stopped before the proof, with its gap (可行).
    Feasible,
    /// Not every promise can be kept; the least is missed, at the least cost (修复).
    Repaired,
}

impl PlanStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Optimal, Self::Feasible, Self::Repaired];

    /// The word in results.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::Feasible => "feasible",
            Self::Repaired => "repaired",
        }
    }
}

/// A project, or some copies of a template, opens (投用).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening {
    /// Project.
    pub project: ProjectIndex,
    /// First school year in use.
    pub year: SchoolYear,
    /// Copies that open in this year: 1 but for templates.
    pub count: u32,
}

/// Pupils of a class in a town (在校生).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Enrolment {
    /// Town of schooling.
    pub town: TownIndex,
    /// Class.
    pub class: ClassIndex,
    /// Group.
    pub group: GroupIndex,
    /// School year.
    pub year: SchoolYear,
    /// Pupils.
    pub pupils: f64,
    /// Of these, pupils whose place the public buys.
    pub bought: f64,
}

/// Children of one town schooled in a town, their own included (就读流向).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    /// Town of residence.
    pub from: TownIndex,
    /// Town of schooling.
    pub to: TownIndex,
    /// Stage.
    pub stage: StageIndex,
    /// Group.
    pub group: GroupIndex,
    /// School year.
    pub year: SchoolYear,
    /// Children.
    pub children: f64,
    /// The way.
    pub travel: Travel,
}

/// Children without a place (未入学).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unplaced {
    /// Town of residence.
    pub town: TownIndex,
    /// Stage.
    pub stage: StageIndex,
    /// Group.
    pub group: GroupIndex,
    /// School year.
    pub year: SchoolYear,
    /// Children.
    pub children: f64,
}

/// A county passes a criteria set (通过认定).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certification {
    /// Position of the criteria set.
    pub criteria: usize,
    /// County.
    pub county: CountyIndex,
    /// First school year in which it passes.
    pub year: SchoolYear,
}

/// A promise that the plan cannot keep, and by how much.
#[derive(Debug, Clone, PartialEq)]
pub struct Shortfall {
    /// Which.
    pub promise: Promise,
    /// In the unit of the promise: pupils, places, counties, towns, projects, 10⁴ yuan or m².
    pub amount: f64,
}

/// What one more point of a target costs (影子价格).
#[derive(Debug, Clone, PartialEq)]
pub struct Price {
    /// The promise.
    pub promise: Promise,
    /// 10⁴ yuan of present value for keeping it by one unit more: one pupil or place more, one 10⁴ yuan or m² less. Never
    /// negative, but for the solver's tolerance.
    pub per_unit: f64,
}

/// What one more place of a class in a town is worth in a year, with projects held as planned (学位影子价格).
#[derive(Debug, Clone, PartialEq)]
pub struct PlacePrice {
    /// Town.
    pub town: TownIndex,
    /// Class.
    pub class: ClassIndex,
    /// School year.
    pub year: SchoolYear,
    /// 10⁴ yuan of present value that it saves, before what the place itself costs.
    pub saves: f64,
}

/// Size of the program that was solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Coefficients.
    pub nonzeros: usize,
    /// Whole-number columns.
    pub integers: usize,
}

/// What a repair misses in all (加权缺口), by the weights of the model: a child is 1 unless the model says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WeightedShortfall {
    /// What is missed.
    pub weighted: f64,
    /// What every plan misses: the proven lower bound.
    pub bound: f64,
}

impl WeightedShortfall {
    /// `(weighted − bound) / weighted`; 0 where nothing is missed.
    #[must_use]
    pub fn gap(&self) -> f64 {
        if self.weighted <= 1e-6 { 0.0 } else { ((self.weighted - self.bound) / self.weighted).max(0.0) }
    }
}

/// A plan (布局方案).
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// How it came to be.
    pub status: PlanStatus,
    /// Present value of what decisions change, 10⁴ yuan.
    pub objective: f64,
    /// Proven lower bound of the same.
    pub bound: f64,
    /// `(objective − bound) / |objective|`.
    pub gap: f64,
    /// Cost that no decision changes, 10⁴ yuan of present value.
    pub constant: f64,
    /// Openings, by project.
    pub openings: Vec<Opening>,
    /// Pupils.
    pub enrolments: Vec<Enrolment>,
    /// Where children go.
    pub moves: Vec<Move>,
    /// Children without a place; empty unless repaired.
    pub unplaced: Vec<Unplaced>,
    /// Counties that pass.
    pub certifications: Vec<Certification>,
    /// Promises that cannot be kept; empty unless repaired.
    pub shortfalls: Vec<Shortfall>,
    /// How much is missed in all, and what the least is known to be; nothing unless repaired.
    pub missed: WeightedShortfall,
    /// Prices of promises, with projects held as they are; empty where they were not computed.
    pub prices: Vec<Price>,
    /// What places are worth, where they are worth something.
    pub place_prices: Vec<PlacePrice>,
    /// Size of the program.
    pub size: Size,
    /// Seconds to build the program.
    pub build_seconds: f64,
    /// Seconds to solve it.
    pub solve_seconds: f64,
}

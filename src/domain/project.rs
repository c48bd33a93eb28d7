//! Construction projects and the programmes that count them.

use super::{ClassIndex, SchoolYear, Text, TownIndex, Yuan, index_type};
use serde::{Deserialize, Serialize};

index_type!(
    /// A project of the study (建设项目).
    ProjectIndex
);
index_type!(
    /// A programme of the study (工程).
    ProgrammeIndex
);

/// Kind of work (建设类别).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProjectKind {
    /// New school (新建).
    New,
    /// Extension (扩建).
    Expand,
    /// Moved to a new site (迁建).
    Relocate,
    /// Rebuilt on its site (改建).
    Rebuild,
    /// Raised to a better grade (提升).
    Upgrade,
    /// Moved to another sector (转设).
    Convert,
    /// Closed (撤并).
    Close,
}

impl ProjectKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::New, Self::Expand, Self::Relocate, Self::Rebuild, Self::Upgrade, Self::Convert, Self::Close];

    /// The word in tables.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Expand => "expand",
            Self::Relocate => "relocate",
            Self::Rebuild => "rebuild",
            Self::Upgrade => "upgrade",
            Self::Convert => "convert",
            Self::Close => "close",
        }
    }

    /// The Chinese word.
    #[must_use]
    pub const fn zh(self) -> &'static str {
        match self {
            Self::New => "新建",
            Self::Expand => "扩建",
            Self::Relocate => "迁建",
            Self::Rebuild => "改建",
            Self::Upgrade => "提升",
            Self::Convert => "转设",
            Self::Close => "撤并",
        }
    }
}

/// How far a project is (项目阶段).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ProjectStatus {
    /// An idea (谋划).
    #[default]
    Planned,
    /// In the reserve list (储备).
    Reserved,
    /// Works have started (开工).
    Started,
    /// Under construction (建设).
    Building,
    /// In use (投用).
    Open,
}

/// Places that a project adds to a class, or takes from it (学位增减).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceEffect {
    /// Class of the project's town.
    pub class: ClassIndex,
    /// Places; negative: taken.
    pub places: i32,
}

/// One option for one site (建设项目方案).
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Id.
    pub id: String,
    /// Site; options of one site exclude each other. Without one the project stands alone.
    pub site: Option<String>,
    /// Name.
    pub name: String,
    /// Its town.
    pub town: TownIndex,
    /// Programme that it counts towards.
    pub programme: ProgrammeIndex,
    /// Kind of work.
    pub kind: ProjectKind,
    /// How far it is.
    pub status: ProjectStatus,
    /// Whether it must be built.
    pub committed: bool,
    /// What it does to places, one entry a class.
    pub effects: Vec<PlaceEffect>,
    /// Capital cost.
    pub capex: Yuan,
    /// Land, m², where known.
    pub land_m2: Option<f64>,
    /// First school year in which it can open.
    pub earliest: SchoolYear,
    /// Last school year in which it can open.
    pub latest: SchoolYear,
    /// Source of its money.
    pub source: String,
}

/// A programme of construction (工程): so many projects in use by the last decision year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// Id in tables and model.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Least number of projects, if any.
    pub at_least: Option<u32>,
    /// Greatest number of projects, if any.
    pub at_most: Option<u32>,
    /// Most projects that can open in one year, if limited: what builders and bureaus can deliver (年度投用上限).
    pub at_most_per_year: Option<u32>,
    /// Kinds of work that count.
    pub kinds: Vec<ProjectKind>,
    /// Document and clause.
    pub reference: String,
}

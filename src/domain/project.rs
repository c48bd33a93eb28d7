//! Construction projects and the programmes that count them.

use super::{Area, ClassIndex, CountyIndex, Language, SchoolYear, Text, TownIndex, Yuan, index_type};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// Whole places bought ahead in a private school, paid whether used or not (购买学位).
    Buy,
    /// Closed (撤并).
    Close,
}

impl ProjectKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::New,
        Self::Expand,
        Self::Relocate,
        Self::Rebuild,
        Self::Upgrade,
        Self::Convert,
        Self::Buy,
        Self::Close,
    ];

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
            Self::Buy => "buy",
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
            Self::Buy => "购买",
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

impl ProjectStatus {
    /// The word in tables.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Reserved => "reserved",
            Self::Started => "started",
            Self::Building => "building",
            Self::Open => "open",
        }
    }
}

/// Places that a project adds to a class, or takes from it (学位增减).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceEffect {
    /// Town whose places change: the project's own, or that of the school that it takes places from.
    pub town: TownIndex,
    /// Class.
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
    /// Name in English; empty where the table gives none.
    pub name_en: String,
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
    /// How many such projects the town can have: 1, or more for a template without a site (无选址项目), whose number is decided.
    pub copies: u32,
    /// What it does to places, one entry a town and class; of each copy.
    pub effects: Vec<PlaceEffect>,
    /// Position among the schools of the one that it takes all places from, if any: no other project may take it too.
    pub from_school: Option<usize>,
    /// Years before the opening in which the places that it takes are out of use already, for the works (停用年数).
    pub out_of_use: u8,
    /// Capital cost of each copy.
    pub capex: Yuan,
    /// Operating cost a year once in use, of each copy, beside unit costs; negative where it is saved (年运行费).
    pub running: Yuan,
    /// Land of each copy, m², where known.
    pub land_m2: Option<f64>,
    /// First school year in which it can open.
    pub earliest: SchoolYear,
    /// Last school year in which it can open.
    pub latest: SchoolYear,
    /// Shares of its capital cost by source; they add to 1 (资金分担).
    pub funding: BTreeMap<String, f64>,
    /// Remark of the table: where its figures come from, what is assumed (备注).
    pub note: String,
}

impl Project {
    /// All money from one source.
    #[must_use]
    pub fn funded_by(source: &str) -> BTreeMap<String, f64> {
        BTreeMap::from([(source.to_owned(), 1.0)])
    }

    /// First school year in which a change of places is felt, if the project opens in a year: places that it takes are out of
    /// use during the works.
    #[must_use]
    pub fn felt_from(&self, places: i32, opening: SchoolYear) -> SchoolYear {
        if places < 0 { opening.plus(-i32::from(self.out_of_use)) } else { opening }
    }

    /// Id of the row that holds the copies of a template that are started, by the school year in which they open (已开工的套): a committed
    /// project of its own, of which what is paid is paid.
    #[must_use]
    pub fn started_copies(template: &str, year: SchoolYear) -> String {
        format!("{template}@{year}")
    }

    /// Id of the template whose started copies a row holds; of any other row its own id.
    #[must_use]
    pub fn template_of(id: &str) -> &str {
        let of_year = |year: &str| year.len() == 4 && year.bytes().all(|digit| digit.is_ascii_digit());
        id.rsplit_once('@').filter(|(_, year)| of_year(year)).map_or(id, |(template, _)| template)
    }

    /// Whether it stands for any number of equal projects, or for those of them that are started (无选址项目).
    #[must_use]
    pub fn is_template(&self) -> bool {
        self.copies > 1 || Self::template_of(&self.id) != self.id
    }

    /// Places added to all classes less places taken, of one copy.
    #[must_use]
    pub fn net_places(&self) -> i32 {
        self.effects.iter().map(|effect| effect.places).sum()
    }
}

/// A candidate of which a cost, a year or a size is not known yet (未定项目): it cannot be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct UndecidedProject {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Name in English; empty where the table gives none.
    pub name_en: String,
    /// Its town.
    pub town: TownIndex,
    /// Programme that it would count towards.
    pub programme: ProgrammeIndex,
    /// Kind of work.
    pub kind: ProjectKind,
    /// What is not known, such as 总投资、最早投用.
    pub lacks: Text,
}

impl UndecidedProject {
    /// Its name in a language.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        if language == Language::English && !self.name_en.is_empty() { &self.name_en } else { &self.name }
    }
}

/// What a limit on deliveries counts (计数口径).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeliveryEvent {
    /// Works begin: the first year in which money is spent (开工).
    Start,
    /// The school opens (投用).
    Opening,
}

/// Most projects that can start or open in a year (年度建设能力).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryLimit {
    /// Programme; none is every one.
    pub programme: Option<ProgrammeIndex>,
    /// County; none is the whole study.
    pub county: Option<CountyIndex>,
    /// Year; none is every year for itself.
    pub year: Option<SchoolYear>,
    /// What is counted.
    pub event: DeliveryEvent,
    /// Most projects.
    pub at_most: u32,
}

/// A ceiling on the land that projects take, in the year in which works begin (用地指标).
#[derive(Debug, Clone, PartialEq)]
pub struct LandLimit {
    /// Town or county; none is the whole study.
    pub area: Option<Area>,
    /// Calendar year; none is all years together.
    pub year: Option<i32>,
    /// m².
    pub limit_m2: f64,
    /// Whether what is left may be used in the next year.
    pub carry: bool,
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

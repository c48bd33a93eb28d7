//! Unit costs, spending profiles, budgets.

use super::{CountyIndex, ProjectKind, SchoolYear, SectorIndex, StageIndex, Yuan};
use std::collections::BTreeMap;

/// What a unit cost pays for (成本项目).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CostItem {
    /// Running cost per pupil (生均运行成本).
    RunningPerPupil,
    /// Running cost per place, used or not (学位运行成本).
    RunningPerPlace,
    /// Subsidy per pupil to a private provider (生均补助).
    SubsidyPerPupil,
    /// Price of a place bought in a private school (购买学位).
    BoughtPlace,
}

/// A unit cost in yuan a year, prices of the base year (单位成本).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitCost {
    /// Stage.
    pub stage: StageIndex,
    /// Sector; none is every one.
    pub sector: Option<SectorIndex>,
    /// What is paid for.
    pub item: CostItem,
    /// Yuan a year.
    pub yuan: f64,
    /// First school year in which it holds; none is always.
    pub from_year: Option<SchoolYear>,
}

/// Shares of capital cost by years before the opening (投资进度): `{1: 0.6, 0: 0.4}`.
#[derive(Debug, Clone, PartialEq)]
pub struct SpendingProfile {
    /// Kind of work; none is every kind that has no profile of its own.
    pub kind: Option<ProjectKind>,
    /// Share by years before the opening; they add to 1.
    pub shares: BTreeMap<u8, f64>,
}

/// What a ceiling covers (预算口径).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Spending {
    /// Capital (建设资金).
    #[default]
    Capital,
    /// Running cost, subsidies and bought places, paid by counties (运行经费).
    Running,
    /// Both (全部).
    All,
}

impl Spending {
    /// Whether capital is covered.
    #[must_use]
    pub const fn has_capital(self) -> bool {
        matches!(self, Self::Capital | Self::All)
    }

    /// Whether running cost is covered.
    #[must_use]
    pub const fn has_running(self) -> bool {
        matches!(self, Self::Running | Self::All)
    }
}

/// A ceiling on spending in a calendar year (预算上限).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// Calendar year.
    pub year: i32,
    /// County; none is the whole study.
    pub county: Option<CountyIndex>,
    /// Source of the money; none is all sources together.
    pub source: Option<String>,
    /// Most that may be spent.
    pub limit: Yuan,
    /// Whether what is left may be spent in the next year.
    pub carry: bool,
    /// What it covers.
    pub covers: Spending,
}

/// Public expenditure on education of a past year (一般公共预算教育支出), as accounts or statistics state it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expenditure {
    /// Calendar year.
    pub year: i32,
    /// County; none is the whole study.
    pub county: Option<CountyIndex>,
    /// Stage; none is all education.
    pub stage: Option<StageIndex>,
    /// 10⁴ yuan, prices of that year.
    pub amount: Option<f64>,
    /// Yuan for one pupil, prices of that year (生均).
    pub per_pupil: Option<f64>,
}

/// Source of all money but capital: the county pays for running schools (运行经费来源).
pub const RUNNING_SOURCE: &str = "county";

/// Settings of the objective (成本参数).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CostSettings {
    /// Discount rate a year.
    pub discount_rate: f64,
    /// Year to which present values refer.
    pub price_year: i32,
    /// Weight of travel: yuan a year for one child and one km one way.
    pub travel_yuan_per_km: f64,
    /// Weight of travel time: yuan a year for one child and one minute one way.
    pub travel_yuan_per_minute: f64,
    /// Weight of quality: yuan a year for one pupil and each grade below the first, so that of plans that cost the same
    /// the one with better kindergartens is taken.
    pub grade_yuan: f64,
    /// Road distance over great-circle distance.
    pub detour: f64,
}

impl CostSettings {
    /// Present value in the price year of one yuan in a year.
    #[must_use]
    pub fn discount_factor(&self, year: i32) -> f64 {
        (1.0 + self.discount_rate).powi(self.price_year - year)
    }
}

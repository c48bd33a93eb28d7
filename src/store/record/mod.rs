//! A run folder read back (读取结果文件夹): all that comparisons and the finance view need, and nothing of the study itself.

mod columns;
mod details;
mod error;
mod read;

pub(super) use columns::Columns;
pub use details::{
    BandRecord, EffectRecord, MoveRecord, PackageRecord, ProgrammeRecord, ProjectRecord, ProvenanceRecord,
    RunDetails, TownRecord, read_details,
};
pub use error::RecordError;
pub use read::read_record;
pub(super) use read::record_of;

use crate::domain::{Language, Text};
use crate::outcome::Component;
use crate::scenario::{Change, Scenario};
use crate::store::RobustRun;
use std::collections::BTreeMap;

/// What a run left behind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RunRecord {
    /// Name of its folder.
    pub run: String,
    /// Name of its study.
    pub study: String,
    /// `optimal`, `feasible` or `repaired`.
    pub status: String,
    /// Whether every promise was kept.
    pub every_promise_kept: bool,
    /// Present value of all cost, weights included, 10⁴ yuan.
    pub total: f64,
    /// Proven lower bound of it; the total itself where none is known.
    pub least: f64,
    /// Gap to the proven bound of what decisions change, as a share.
    pub gap: f64,
    /// Promises that are broken, and by how much.
    pub shortfalls: Vec<(String, f64)>,
    /// First and last decision year, last year of the outlook.
    pub years: (i32, i32, i32),
    /// What a plan for most futures was asked and found; none of one for its central path alone.
    pub robust: Option<RobustRun>,
    /// Scenarios in order.
    pub scenarios: Vec<Scenario>,
    /// Values that the scenarios changed.
    pub changes: Vec<Change>,
    /// Hashes of the files that were read, by name.
    pub inputs: BTreeMap<String, String>,
    /// Names by kind (`county`, `town`, `stage`, `programme`, `indicator`) and code, in the study's order.
    pub names: Vec<(String, String, Text)>,
    /// Projects put into use.
    pub openings: Vec<OpeningRecord>,
    /// Candidates that could not be chosen, since something of them was not known.
    pub undecided: Vec<UndecidedRecord>,
    /// Children and places.
    pub balance: Vec<BalanceRecord>,
    /// Indicators.
    pub indicators: Vec<IndicatorRecord>,
    /// Money.
    pub money: Vec<MoneyRecord>,
    /// Commitments and payments.
    pub payments: Vec<PaymentRecord>,
    /// Ceilings on money.
    pub ceilings: Vec<CeilingRecord>,
    /// What projects cost to run.
    pub running: Vec<RunningRecord>,
    /// Empty places.
    pub stranded: Vec<StrandedRecord>,
    /// Public expenditure on education of past years; empty where the study states none.
    pub expenditure: Vec<ExpenditureRecord>,
}

/// A project and the school year in which it opens.
#[derive(Debug, Clone, PartialEq)]
pub struct OpeningRecord {
    /// Id of the project.
    pub project: String,
    /// Its name.
    pub name: String,
    /// Code of its county.
    pub county: String,
    /// Code of its town.
    pub town: String,
    /// Id of its programme.
    pub programme: String,
    /// School year.
    pub year: i32,
    /// How many.
    pub count: i32,
    /// Net places.
    pub places: i32,
    /// Capital, 10⁴ yuan.
    pub capital: f64,
}

/// A candidate that could not be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct UndecidedRecord {
    /// Id of the project.
    pub project: String,
    /// Its name; in English where the table gives one.
    pub name: Text,
    /// Code of its county.
    pub county: String,
    /// Code of its town.
    pub town: String,
    /// Id of its programme.
    pub programme: String,
    /// Kind of work.
    pub kind: String,
    /// What was not known.
    pub lacks: Text,
}

/// Children and places of a town, stage and year.
#[derive(Debug, Clone, PartialEq)]
pub struct BalanceRecord {
    /// Code of the town.
    pub town: String,
    /// Code of its county.
    pub county: String,
    /// Id of the stage.
    pub stage: String,
    /// School year.
    pub year: i32,
    /// Children who need a place.
    pub children: f64,
    /// Places that stand without the plan.
    pub standing: f64,
    /// Places with the plan.
    pub places: f64,
    /// Pupils taught there.
    pub pupils: f64,
    /// Children without a place.
    pub unplaced: f64,
}

impl BalanceRecord {
    /// Children less places, before and with the plan; negative: places to spare.
    #[must_use]
    pub fn gap(&self) -> (f64, f64) {
        (self.children - self.standing, self.children - self.places)
    }

    /// Pupils a place.
    #[must_use]
    pub fn utilisation(&self) -> Option<f64> {
        (self.places > 0.0).then(|| self.pupils / self.places)
    }
}

/// An indicator of an area and year.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorRecord {
    /// Id.
    pub indicator: String,
    /// Code of the county, or `*`.
    pub area: String,
    /// School year.
    pub year: i32,
    /// Whether it is a share, told in per cent; otherwise it is a number.
    pub share: bool,
    /// What was wanted.
    pub target: Option<f64>,
    /// What is reached.
    pub reached: f64,
    /// Whether it is met.
    pub met: bool,
}

/// An amount.
#[derive(Debug, Clone, PartialEq)]
pub struct MoneyRecord {
    /// Calendar year.
    pub year: i32,
    /// Code of the county.
    pub county: String,
    /// Id of the stage.
    pub stage: String,
    /// Source.
    pub source: String,
    /// What it is paid for.
    pub component: Component,
    /// 10⁴ yuan.
    pub amount: f64,
    /// Present value, 10⁴ yuan.
    pub present: f64,
}

/// Capital of a project's stage from a source in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct PaymentRecord {
    /// Id of the project.
    pub project: String,
    /// Code of its county.
    pub county: String,
    /// Id of the stage.
    pub stage: String,
    /// Kind of work.
    pub kind: String,
    /// Source.
    pub source: String,
    /// Calendar year.
    pub year: i32,
    /// Bound in this year, 10⁴ yuan.
    pub commitment: f64,
    /// Paid in this year, 10⁴ yuan.
    pub payment: f64,
    /// Present value of the payment, 10⁴ yuan.
    pub present: f64,
}

/// A ceiling on money and what is used of it.
#[derive(Debug, Clone, PartialEq)]
pub struct CeilingRecord {
    /// `capital`, `running` or `spending`.
    pub covers: String,
    /// Code of the county, or `*`.
    pub area: String,
    /// Source, or `*`.
    pub source: String,
    /// Calendar year.
    pub year: i32,
    /// What the year itself may use, 10⁴ yuan.
    pub limit: f64,
    /// What may be used, with what was carried over, 10⁴ yuan.
    pub available: f64,
    /// What is used, 10⁴ yuan.
    pub used: f64,
    /// Whether it is kept.
    pub met: bool,
    /// Why nothing can fall under it: `year`, `source` or `projects`; blank where something can.
    pub idle: String,
}

/// What a project costs to run in a school year.
#[derive(Debug, Clone, PartialEq)]
pub struct RunningRecord {
    /// Id of the project.
    pub project: String,
    /// Code of the county that pays.
    pub county: String,
    /// Id of the stage.
    pub stage: String,
    /// School year.
    pub year: i32,
    /// Running cost of its places and operating cost, 10⁴ yuan.
    pub amount: f64,
    /// Present value, 10⁴ yuan.
    pub present: f64,
}

/// Public expenditure on education of a past year.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpenditureRecord {
    /// Calendar year.
    pub year: i32,
    /// Code of the county, or `*`.
    pub area: String,
    /// Id of the stage, or `*` for all education.
    pub stage: String,
    /// 10⁴ yuan.
    pub amount: Option<f64>,
    /// Yuan for one pupil.
    pub per_pupil: Option<f64>,
}

/// Empty places of a town, stage and year.
#[derive(Debug, Clone, PartialEq)]
pub struct StrandedRecord {
    /// Id of the stage.
    pub stage: String,
    /// Code of the county.
    pub county: String,
    /// School year.
    pub year: i32,
    /// Places without a pupil.
    pub empty: f64,
    /// Of these, added by the plan.
    pub added: f64,
    /// What they cost to keep in this year, 10⁴ yuan.
    pub running: f64,
    /// Capital of the added ones, 10⁴ yuan.
    pub capital: f64,
}

impl RunRecord {
    /// Name of a county, town, stage, programme or indicator; its code where the run has no name.
    #[must_use]
    pub fn name<'a>(&'a self, kind: &str, id: &'a str, language: Language) -> &'a str {
        let known = self.names.iter().find(|(of, code, _)| of == kind && code == id);
        known.map_or(id, |(_, _, name)| name.get(language))
    }

    /// Codes of one kind in the study's order.
    pub fn codes<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a str> {
        self.names.iter().filter(move |(of, ..)| of == kind).map(|(_, code, _)| code.as_str())
    }
}

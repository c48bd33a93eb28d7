//! The finance bureau's view of a run (财政视角), from its folder alone: commitments and payments, the running cost that follows, who
//! pays which share, ceilings, empty places, and whether education spending falls. Every sum adds up to the run's own tables.

mod growth;

pub use growth::{Growth, PlannedLine, RecordedLine, growth};

use crate::domain::ProjectKind;
use crate::outcome::Component;
use crate::store::{PaymentRecord, RunRecord};
use std::collections::{BTreeMap, BTreeSet};

/// The finance view (财政视角). Money is 10⁴ yuan, prices of the base year.
#[derive(Debug, Clone, PartialEq)]
pub struct Finance {
    /// Every year in which something is bound or paid.
    pub years: Vec<YearLine>,
    /// Capital by county, stage, kind of work and source: each adds up to all capital.
    pub flows: Vec<(FlowBy, Vec<Flow>)>,
    /// What projects cost to run, by county.
    pub tail: Vec<Tail>,
    /// Who pays what, by county.
    pub sharing: Vec<Sharing>,
    /// Every source that pays anything, in order.
    pub sources: Vec<String>,
    /// Empty places by stage and year.
    pub stranded: Vec<Stranded>,
    /// Empty places by county in the last year of the outlook.
    pub stranded_counties: Vec<Stranded>,
    /// Whether spending falls.
    pub growth: Growth,
}

/// What is bound and paid in a calendar year (年度资金). A school year's running cost is booked in the year in which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct YearLine {
    /// Calendar year.
    pub year: i32,
    /// Capital bound in this year (承诺).
    pub commitment: f64,
    /// Capital paid in this year (支付).
    pub payment: f64,
    /// Capital bound by the end of this year and not paid yet (未付承诺).
    pub outstanding: f64,
    /// Running cost of schools: places, operation, pupils (运行费).
    pub running: f64,
    /// Subsidies to private schools and bought places (民办补助与购买学位).
    pub private: f64,
    /// Of the running cost, what the plan's projects cost to run (方案项目运行费).
    pub tail: f64,
    /// Present value of all that is paid in this year.
    pub present: f64,
}

impl YearLine {
    /// All that is paid in this year.
    #[must_use]
    pub fn paid(&self) -> f64 {
        self.payment + self.running + self.private
    }
}

/// Sources as bureaus list them (资金来源): the county's own first.
const SOURCES: [&str; 4] = ["county", "city", "province", "bond"];

/// By what capital is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowBy {
    /// County.
    County,
    /// Stage.
    Stage,
    /// Kind of work.
    Kind,
    /// Source.
    Source,
}

impl FlowBy {
    /// Every grouping.
    pub const ALL: [Self; 4] = [Self::County, Self::Stage, Self::Kind, Self::Source];

    fn of(self, line: &PaymentRecord) -> &str {
        match self {
            Self::County => &line.county,
            Self::Stage => &line.stage,
            Self::Kind => &line.kind,
            Self::Source => &line.source,
        }
    }
}

/// Capital of one county, stage, kind or source by calendar year.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Flow {
    /// Code or id.
    pub of: String,
    /// Bound, by year.
    pub commitments: BTreeMap<i32, f64>,
    /// Paid, by year.
    pub payments: BTreeMap<i32, f64>,
}

/// What the plan's projects cost a county to run, by school year (后续运行费).
#[derive(Debug, Clone, PartialEq)]
pub struct Tail {
    /// Code of the county.
    pub county: String,
    /// By year.
    pub by_year: BTreeMap<i32, f64>,
}

/// Who pays what in a county (成本分担).
#[derive(Debug, Clone, PartialEq)]
pub struct Sharing {
    /// Code of the county.
    pub county: String,
    /// Capital by source.
    pub capital: BTreeMap<String, f64>,
    /// All other payments by source.
    pub running: BTreeMap<String, f64>,
}

impl Sharing {
    /// All that is paid.
    #[must_use]
    pub fn all(&self) -> f64 {
        self.capital.values().chain(self.running.values()).fold(0.0, |sum, paid| sum + paid)
    }

    /// What one source pays.
    #[must_use]
    pub fn from(&self, source: &str) -> f64 {
        let paid = [&self.capital, &self.running].into_iter().filter_map(|paid| paid.get(source));
        paid.fold(0.0, |sum, paid| sum + paid)
    }
}

/// Empty places (闲置学位).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stranded {
    /// Id of the stage or code of the county.
    pub of: String,
    /// School year.
    pub year: i32,
    /// Places without a pupil.
    pub empty: f64,
    /// Of these, added by the plan.
    pub added: f64,
    /// What the empty ones cost to keep in this year.
    pub running: f64,
    /// Capital of the added ones.
    pub capital: f64,
}

/// Adds a run up.
#[must_use]
pub fn finance(run: &RunRecord) -> Finance {
    let last = run.years.2;
    let in_order = |kind: &str, of: &BTreeSet<String>| ordered(run, kind, of);
    let counties: BTreeSet<String> = run.money.iter().map(|line| line.county.clone()).collect();
    Finance {
        years: years(run),
        flows: FlowBy::ALL.into_iter().map(|by| (by, flows(run, by))).collect(),
        tail: in_order("county", &run.running.iter().map(|line| line.county.clone()).collect())
            .into_iter()
            .map(|county| tail(run, county))
            .collect(),
        sources: in_order(
            "source",
            &run.money
                .iter()
                .filter(|line| line.component.is_paid())
                .map(|line| line.source.clone())
                .collect(),
        ),
        sharing: in_order("county", &counties).into_iter().map(|county| sharing(run, county)).collect(),
        stranded: stranded(run, "stage", |line| (line.year, line.stage.clone()), |_| true),
        stranded_counties: stranded(
            run,
            "county",
            |line| (line.year, line.county.clone()),
            |year| year == last,
        ),
        growth: growth(run),
    }
}

/// Codes in the study's order, kinds of work and sources in their usual one; others come last.
fn ordered(run: &RunRecord, kind: &str, codes: &BTreeSet<String>) -> Vec<String> {
    let order: Vec<&str> = match kind {
        "kind" => ProjectKind::ALL.into_iter().map(ProjectKind::id).collect(),
        "source" => SOURCES.to_vec(),
        _ => run.codes(kind).collect(),
    };
    let known = order.iter().filter(|code| codes.contains(**code)).map(|code| (*code).to_owned());
    let others = codes.iter().filter(|code| !order.contains(&code.as_str())).cloned();
    known.chain(others).collect()
}

fn years(run: &RunRecord) -> Vec<YearLine> {
    let mut years: BTreeMap<i32, YearLine> = BTreeMap::new();
    for line in &run.payments {
        years.entry(line.year).or_default().commitment += line.commitment;
    }
    for line in run.money.iter().filter(|line| line.component.is_paid()) {
        let year = years.entry(line.year).or_default();
        year.present += line.present;
        match line.component {
            Component::Capital => year.payment += line.amount,
            Component::Subsidy | Component::Bought => year.private += line.amount,
            _ => year.running += line.amount,
        }
    }
    for line in &run.running {
        years.entry(line.year).or_default().tail += line.amount;
    }
    let mut outstanding = 0.0;
    let close = |(year, line): (i32, YearLine)| {
        outstanding += line.commitment - line.payment;
        YearLine { year, outstanding, ..line }
    };
    years.into_iter().map(close).collect()
}

fn flows(run: &RunRecord, by: FlowBy) -> Vec<Flow> {
    let mut all: BTreeMap<&str, Flow> = BTreeMap::new();
    for line in &run.payments {
        let flow = all.entry(by.of(line)).or_default();
        *flow.commitments.entry(line.year).or_insert(0.0) += line.commitment;
        *flow.payments.entry(line.year).or_insert(0.0) += line.payment;
    }
    let kind = match by {
        FlowBy::County => "county",
        FlowBy::Stage => "stage",
        FlowBy::Kind => "kind",
        FlowBy::Source => "source",
    };
    let codes = all.keys().map(|of| (*of).to_owned()).collect();
    let flow = |of: String| Flow { of: of.clone(), ..all.remove(of.as_str()).unwrap_or_default() };
    ordered(run, kind, &codes).into_iter().map(flow).collect()
}

fn tail(run: &RunRecord, county: String) -> Tail {
    let mut by_year = BTreeMap::new();
    for line in run.running.iter().filter(|line| line.county == county) {
        *by_year.entry(line.year).or_insert(0.0) += line.amount;
    }
    Tail { county, by_year }
}

fn sharing(run: &RunRecord, county: String) -> Sharing {
    let (mut capital, mut running) = (BTreeMap::new(), BTreeMap::new());
    for line in run.money.iter().filter(|line| line.county == county && line.component.is_paid()) {
        let paid = if line.component == Component::Capital { &mut capital } else { &mut running };
        *paid.entry(line.source.clone()).or_insert(0.0) += line.amount;
    }
    Sharing { county, capital, running }
}

fn stranded(
    run: &RunRecord,
    kind: &str,
    key: fn(&crate::store::StrandedRecord) -> (i32, String),
    keep: impl Fn(i32) -> bool,
) -> Vec<Stranded> {
    let mut all: BTreeMap<(i32, String), Stranded> = BTreeMap::new();
    for line in run.stranded.iter().filter(|line| keep(line.year)) {
        let sum = all.entry(key(line)).or_default();
        sum.empty += line.empty;
        sum.added += line.added;
        sum.running += line.running;
        sum.capital += line.capital;
    }
    let order: Vec<&str> = run.codes(kind).collect();
    let rank = |of: &str| order.iter().position(|code| *code == of).unwrap_or(order.len());
    let mut lines: Vec<Stranded> =
        all.into_iter().map(|((year, of), line)| Stranded { of, year, ..line }).collect();
    lines.sort_by_key(|line| (line.year, rank(&line.of)));
    lines
}

//! Two runs side by side (方案比较), from their folders alone: what was changed, which projects, places, indicators and money differ,
//! and a bridge from one total to the other whose parts add up.

mod bridge;
mod inputs;
mod projects;

pub use bridge::{BridgePart, Part, bridge};
pub use inputs::{ChangedInput, changed_inputs};
pub use projects::{ProjectChange, changed_projects};

use crate::store::{MoneyRecord, RunRecord};
use std::collections::BTreeMap;

/// What differs between two runs (比较结果).
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Values that scenarios changed in only one of them, and files that differ.
    pub inputs: Vec<ChangedInput>,
    /// Projects here only, there only, moved in time.
    pub projects: Vec<ProjectChange>,
    /// Places by town that differ, in the last decision year and the last year of the outlook.
    pub places: Vec<PlacesChange>,
    /// Every indicator that either reaches.
    pub indicators: Vec<IndicatorChange>,
    /// What is paid by year, county, stage and source, 10⁴ yuan: each of the four adds up to all that is paid.
    pub money: Vec<(Grouping, Vec<Pair>)>,
    /// From one total to the other, present value, 10⁴ yuan.
    pub bridge: Vec<BridgePart>,
}

/// By what money is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// Calendar year.
    Year,
    /// County.
    County,
    /// Stage.
    Stage,
    /// Source.
    Source,
}

/// The same figure of two runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Year, code of a county, or id.
    pub of: String,
    /// In the first run.
    pub base: f64,
    /// In the other.
    pub other: f64,
}

/// Children and places of a town and stage that differ.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacesChange {
    /// Code of the town.
    pub town: String,
    /// Id of the stage.
    pub stage: String,
    /// School year.
    pub year: i32,
    /// Children in both runs.
    pub children: (f64, f64),
    /// Places in both runs.
    pub places: (f64, f64),
    /// Children without a place in both runs.
    pub unplaced: (f64, f64),
}

/// An indicator in both runs; none where a run lacks it.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorChange {
    /// Id.
    pub indicator: String,
    /// Code of the county, or `*`.
    pub area: String,
    /// School year.
    pub year: i32,
    /// Targets.
    pub target: (Option<f64>, Option<f64>),
    /// Reached.
    pub reached: (Option<f64>, Option<f64>),
}

/// Compares a run with the one that it is measured against.
#[must_use]
pub fn compare(base: &RunRecord, other: &RunRecord) -> Comparison {
    let groupings = [Grouping::Year, Grouping::County, Grouping::Stage, Grouping::Source];
    Comparison {
        inputs: changed_inputs(base, other),
        projects: changed_projects(base, other),
        places: places(base, other),
        indicators: indicators(base, other),
        money: groupings.into_iter().map(|by| (by, money(base, other, by))).collect(),
        bridge: bridge(base, other),
    }
}

/// Joins two maps by key.
pub(crate) fn joined<Key: Ord + Clone, Value: Clone>(
    base: &BTreeMap<Key, Value>,
    other: &BTreeMap<Key, Value>,
) -> BTreeMap<Key, (Option<Value>, Option<Value>)> {
    let mut all: BTreeMap<Key, (Option<Value>, Option<Value>)> = BTreeMap::new();
    for (key, value) in base {
        all.entry(key.clone()).or_insert((None, None)).0 = Some(value.clone());
    }
    for (key, value) in other {
        all.entry(key.clone()).or_insert((None, None)).1 = Some(value.clone());
    }
    all
}

/// What is paid, weights left out, by one grouping.
fn money(base: &RunRecord, other: &RunRecord, by: Grouping) -> Vec<Pair> {
    let sums = |run: &RunRecord| {
        let mut sums: BTreeMap<String, f64> = BTreeMap::new();
        for line in run.money.iter().filter(|line| line.component.is_paid()) {
            *sums.entry(group(line, by)).or_insert(0.0) += line.amount;
        }
        sums
    };
    let pairs = joined(&sums(base), &sums(other)).into_iter();
    pairs
        .map(|(of, (base, other))| Pair { of, base: base.unwrap_or(0.0), other: other.unwrap_or(0.0) })
        .collect()
}

fn group(line: &MoneyRecord, by: Grouping) -> String {
    match by {
        Grouping::Year => line.year.to_string(),
        Grouping::County => line.county.clone(),
        Grouping::Stage => line.stage.clone(),
        Grouping::Source => line.source.clone(),
    }
}

/// Less than this many children or places is no difference.
const SAME: f64 = 0.5;

fn places(base: &RunRecord, other: &RunRecord) -> Vec<PlacesChange> {
    let shown = [other.years.1, other.years.2];
    let figures = |run: &RunRecord| -> BTreeMap<(i32, String, String), (f64, f64, f64)> {
        let lines = run.balance.iter().filter(|line| shown.contains(&line.year));
        lines
            .map(|line| {
                (
                    (line.year, line.town.clone(), line.stage.clone()),
                    (line.children, line.places, line.unplaced),
                )
            })
            .collect()
    };
    let changed =
        joined(&figures(base), &figures(other)).into_iter().map(|((year, town, stage), (base, other))| {
            let (base, other) = (base.unwrap_or_default(), other.unwrap_or_default());
            PlacesChange {
                town,
                stage,
                year,
                children: (base.0, other.0),
                places: (base.1, other.1),
                unplaced: (base.2, other.2),
            }
        });
    let differs = |(one, other): (f64, f64)| (one - other).abs() >= SAME;
    changed.filter(|line| [line.children, line.places, line.unplaced].into_iter().any(differs)).collect()
}

fn indicators(base: &RunRecord, other: &RunRecord) -> Vec<IndicatorChange> {
    let figures = |run: &RunRecord| -> BTreeMap<(String, String, i32), (Option<f64>, f64)> {
        let lines = run.indicators.iter();
        lines
            .map(|line| ((line.indicator.clone(), line.area.clone(), line.year), (line.target, line.reached)))
            .collect()
    };
    let all = joined(&figures(base), &figures(other)).into_iter();
    all.map(|((indicator, area, year), (base, other))| IndicatorChange {
        indicator,
        area,
        year,
        target: (base.and_then(|one| one.0), other.and_then(|one| one.0)),
        reached: (base.map(|one| one.1), other.map(|one| one.1)),
    })
    .collect()
}

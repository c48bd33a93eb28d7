//! Reading a run folder.

use super::columns::{Columns, YEARS};
use super::error::RecordError;
use super::{
    BalanceRecord, CeilingRecord, ExpenditureRecord, IndicatorRecord, MoneyRecord, OpeningRecord,
    PaymentRecord, RunRecord, RunningRecord, StrandedRecord, UndecidedRecord,
};
use crate::domain::Text;
use crate::outcome::Component;
use crate::scenario::{Change, Scenario};
use crate::store::{RobustRun, RunFolder};
use serde_json::Value;
use std::path::Path;

/// Reads a run folder.
///
/// # Errors
/// [`RecordError`] where a file is missing or not as a run writes it.
pub fn read_record(folder: &Path) -> Result<RunRecord, RecordError> {
    record_of(&RunFolder::open(folder)?)
}

/// The record of a folder that was opened.
pub(in crate::store) fn record_of(folder: &RunFolder) -> Result<RunRecord, RecordError> {
    let (manifest, summary) = (folder.manifest(), folder.json("summary.json")?);
    let number = |name: &str| summary[name].as_f64().unwrap_or(0.0);
    let years = horizon(folder)?;
    let scenarios = scenarios(manifest);
    let total = number("objective") + number("constant");
    Ok(RunRecord {
        run: text(&manifest["run"]),
        study: text(&manifest["study"]),
        status: text(&summary["status"]),
        every_promise_kept: summary["every_promise_kept"].as_bool().unwrap_or(false),
        total,
        least: summary["bound"]
            .as_f64()
            .map_or(total, |bound| bound.min(number("objective")) + number("constant")),
        gap: number("gap"),
        shortfalls: shortfalls(&summary),
        years,
        robust: RobustRun::of(manifest),
        changes: if scenarios.is_empty() { Vec::new() } else { changes(folder)? },
        scenarios,
        inputs: list(&manifest["inputs"]).map(|one| (text(&one["file"]), text(&one["sha256"]))).collect(),
        names: names(folder)?,
        openings: openings(folder)?,
        undecided: undecided(&summary),
        balance: balance(folder)?,
        indicators: indicators(folder)?,
        money: money(folder)?,
        payments: payments(folder)?,
        ceilings: ceilings(folder)?,
        running: running(folder)?,
        stranded: stranded(folder)?,
        expenditure: expenditure(folder)?,
    })
}

/// First and last decision year and last year of the outlook, in order and within [`YEARS`].
fn horizon(folder: &RunFolder) -> Result<(i32, i32, i32), RecordError> {
    let horizon = &folder.manifest()["horizon"];
    let year = |name: &str| horizon[name].as_i64().and_then(|year| i32::try_from(year).ok());
    match (year("first"), year("last"), year("outlook")) {
        (Some(first), Some(last), Some(outlook))
            if first <= last
                && last <= outlook
                && [first, outlook].iter().all(|year| YEARS.contains(year)) =>
        {
            Ok((first, last, outlook))
        }
        _ => Err(RecordError::Field { path: folder.path().join("manifest.json"), field: "horizon" }),
    }
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

pub(super) fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn undecided(summary: &Value) -> Vec<UndecidedRecord> {
    let one = |one: &Value| UndecidedRecord {
        project: text(&one["id"]),
        name: Text { zh: text(&one["name"]), en: text(&one["name_en"]) },
        county: text(&one["county"]),
        town: text(&one["town"]),
        programme: text(&one["programme"]),
        kind: text(&one["kind"]),
        lacks: Text { zh: text(&one["lacks"]["zh"]), en: text(&one["lacks"]["en"]) },
    };
    list(&summary["undecided"]).map(one).collect()
}

fn shortfalls(summary: &Value) -> Vec<(String, f64)> {
    let amounts = summary["shortfalls"].as_object().into_iter().flatten();
    amounts.map(|(promise, amount)| (promise.clone(), amount.as_f64().unwrap_or(0.0))).collect()
}

fn scenarios(manifest: &Value) -> Vec<Scenario> {
    let both = |value: &Value| Text { zh: text(&value["zh"]), en: text(&value["en"]) };
    let one = |value: &Value| Scenario {
        name: text(&value["name"]),
        title: both(&value["title"]),
        intent: both(&value["intent"]),
    };
    list(&manifest["scenarios"]).map(one).collect()
}

fn names(folder: &RunFolder) -> Result<Vec<(String, String, Text)>, RecordError> {
    let table = Columns::read(folder, "names")?;
    let names = table.texts("zh")?.into_iter().zip(table.texts("en")?).map(|(zh, en)| Text { zh, en });
    let codes = table.texts("kind")?.into_iter().zip(table.texts("id")?);
    Ok(codes.zip(names).map(|((kind, id), name)| (kind, id, name)).collect())
}

fn changes(folder: &RunFolder) -> Result<Vec<Change>, RecordError> {
    let table = Columns::read(folder, "changes")?;
    let names = ["scenario", "change", "table", "row", "column", "old", "new"];
    let mut columns = Vec::new();
    for name in names {
        columns.push(table.texts(name)?.into_iter());
    }
    let mut row = || columns.iter_mut().map(|column| column.next().unwrap_or_default()).collect::<Vec<_>>();
    let change = |_| {
        let mut cells = row().into_iter();
        let mut next = || cells.next().unwrap_or_default();
        Change {
            scenario: next(),
            name: next(),
            table: next(),
            row: next(),
            column: next(),
            old: next(),
            new: next(),
        }
    };
    Ok((0..table.height()).map(change).collect())
}

fn openings(folder: &RunFolder) -> Result<Vec<OpeningRecord>, RecordError> {
    let table = Columns::read(folder, "openings")?;
    let (project, name, county) = (table.texts("project")?, table.texts("name")?, table.texts("county")?);
    let (town, programme) = (table.texts("town")?, table.texts("programme")?);
    let (year, count, places) = (table.years("year")?, table.whole("count")?, table.whole("places")?);
    let capital = table.numbers("capex")?;
    let row = |at: usize| OpeningRecord {
        project: project[at].clone(),
        name: name[at].clone(),
        county: county[at].clone(),
        town: town[at].clone(),
        programme: programme[at].clone(),
        year: year[at],
        count: count[at],
        places: places[at],
        capital: capital[at],
    };
    Ok((0..table.height()).map(row).collect())
}

fn balance(folder: &RunFolder) -> Result<Vec<BalanceRecord>, RecordError> {
    let table = Columns::read(folder, "balance")?;
    let (town, county, stage) = (table.texts("town")?, table.texts("county")?, table.texts("stage")?);
    let (year, children, places) =
        (table.years("year")?, table.numbers("children")?, table.numbers("places_after")?);
    let (pupils, unplaced) = (table.numbers("pupils")?, table.numbers("unplaced")?);
    let standing = table.numbers("places_before")?;
    let row = |at: usize| BalanceRecord {
        town: town[at].clone(),
        county: county[at].clone(),
        stage: stage[at].clone(),
        year: year[at],
        children: children[at],
        standing: standing[at],
        places: places[at],
        pupils: pupils[at],
        unplaced: unplaced[at],
    };
    Ok((0..table.height()).map(row).collect())
}

fn indicators(folder: &RunFolder) -> Result<Vec<IndicatorRecord>, RecordError> {
    let table = Columns::read(folder, "indicators")?;
    let (indicator, area, year) = (table.texts("indicator")?, table.texts("area")?, table.years("year")?);
    let (target, reached, met) =
        (table.optional_numbers("target")?, table.numbers("reached")?, table.flags("met")?);
    let share = table.flags("share")?;
    let row = |at: usize| IndicatorRecord {
        indicator: indicator[at].clone(),
        area: area[at].clone(),
        year: year[at],
        share: share[at],
        target: target[at],
        reached: reached[at],
        met: met[at],
    };
    Ok((0..table.height()).map(row).collect())
}

fn money(folder: &RunFolder) -> Result<Vec<MoneyRecord>, RecordError> {
    let table = Columns::read(folder, "budget")?;
    let (year, county, stage) = (table.years("year")?, table.texts("county")?, table.texts("stage")?);
    let (source, component) = (table.texts("source")?, table.texts("component")?);
    let (amount, present) = (table.numbers("amount")?, table.numbers("present_value")?);
    let row = |at: usize| {
        let component = Component::ALL.into_iter().find(|one| one.id() == component[at])?;
        Some(MoneyRecord {
            year: year[at],
            county: county[at].clone(),
            stage: stage[at].clone(),
            source: source[at].clone(),
            component,
            amount: amount[at],
            present: present[at],
        })
    };
    Ok((0..table.height()).filter_map(row).collect())
}

fn payments(folder: &RunFolder) -> Result<Vec<PaymentRecord>, RecordError> {
    let table = Columns::read(folder, "payments")?;
    let (project, county, stage) = (table.texts("project")?, table.texts("county")?, table.texts("stage")?);
    let (kind, source, year) = (table.texts("kind")?, table.texts("source")?, table.years("year")?);
    let (commitment, payment, present) =
        (table.numbers("commitment")?, table.numbers("payment")?, table.numbers("present_value")?);
    let row = |at: usize| PaymentRecord {
        project: project[at].clone(),
        county: county[at].clone(),
        stage: stage[at].clone(),
        kind: kind[at].clone(),
        source: source[at].clone(),
        year: year[at],
        commitment: commitment[at],
        payment: payment[at],
        present: present[at],
    };
    Ok((0..table.height()).map(row).collect())
}

/// Ceilings on money; those on land and deliveries are left out.
fn ceilings(folder: &RunFolder) -> Result<Vec<CeilingRecord>, RecordError> {
    let table = Columns::read(folder, "ceilings")?;
    let (covers, area, source) = (table.texts("ceiling")?, table.texts("area")?, table.texts("of")?);
    let (year, limit) = (table.years("year")?, table.numbers("limit")?);
    let (available, used) = (table.numbers("available")?, table.numbers("used")?);
    let met = table.flags("met")?;
    // Runs of earlier versions do not say it.
    let idle = table.texts("idle").unwrap_or_else(|_| vec![String::new(); table.height()]);
    let row = |at: usize| CeilingRecord {
        covers: covers[at].clone(),
        area: area[at].clone(),
        source: source[at].clone(),
        year: year[at],
        limit: limit[at],
        available: available[at],
        used: used[at],
        met: met[at],
        idle: idle[at].clone(),
    };
    let is_money = |at: &usize| ["capital", "running", "spending"].contains(&covers[*at].as_str());
    Ok((0..table.height()).filter(is_money).map(row).collect())
}

fn running(folder: &RunFolder) -> Result<Vec<RunningRecord>, RecordError> {
    let table = Columns::read(folder, "running")?;
    let (project, county, stage) = (table.texts("project")?, table.texts("county")?, table.texts("stage")?);
    let (year, places) = (table.years("year")?, table.numbers("places")?);
    let (operating, present) = (table.numbers("operating")?, table.numbers("present_value")?);
    let row = |at: usize| RunningRecord {
        project: project[at].clone(),
        county: county[at].clone(),
        stage: stage[at].clone(),
        year: year[at],
        amount: places[at] + operating[at],
        present: present[at],
    };
    Ok((0..table.height()).map(row).collect())
}

/// Past expenditure; a run of a study that states none has no such table.
fn expenditure(folder: &RunFolder) -> Result<Vec<ExpenditureRecord>, RecordError> {
    if !folder.has_table("expenditure") {
        return Ok(Vec::new());
    }
    let table = Columns::read(folder, "expenditure")?;
    let (year, area, stage) = (table.years("year")?, table.texts("county")?, table.texts("stage")?);
    let (amount, per_pupil) = (table.optional_numbers("amount")?, table.optional_numbers("per_pupil")?);
    let row = |at: usize| ExpenditureRecord {
        year: year[at],
        area: area[at].clone(),
        stage: stage[at].clone(),
        amount: amount[at],
        per_pupil: per_pupil[at],
    };
    Ok((0..table.height()).map(row).collect())
}

fn stranded(folder: &RunFolder) -> Result<Vec<StrandedRecord>, RecordError> {
    let table = Columns::read(folder, "stranded")?;
    let (stage, county, year) = (table.texts("stage")?, table.texts("county")?, table.years("year")?);
    let (empty, added) = (table.numbers("empty")?, table.numbers("added")?);
    let (running, capital) = (table.numbers("running")?, table.numbers("capital")?);
    let row = |at: usize| StrandedRecord {
        stage: stage[at].clone(),
        county: county[at].clone(),
        year: year[at],
        empty: empty[at],
        added: added[at],
        running: running[at],
        capital: capital[at],
    };
    Ok((0..table.height()).map(row).collect())
}

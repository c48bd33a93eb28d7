//! Columns that offices leave out because they go without saying (缺省列): the county in a study of one county, the last year in which a
//! project can open, and the programme that it counts towards.

use super::codes::{fill, say};
use crate::domain::{Horizon, ProgrammeIndex};
use crate::input::findings::{Findings, both};
use crate::input::model::Model;
use crate::input::raw::RawTable;
use crate::input::values;
use crate::schema::{Table, ValueKind};

/// Fills both columns where the table of projects lacks them.
pub(super) fn of_projects(table: &'static Table, raw: &mut RawTable, model: &Model, findings: &Findings) {
    if raw.rows.len() == 0 {
        return;
    }
    if let Some(horizon) = model.horizon {
        latest(table, raw, horizon, findings);
    }
    programme(table, raw, model, findings);
}

/// Fills the county of ceilings and the like with `*` where there is but one and no column names it.
pub(super) fn of_county(table: &'static Table, raw: &mut RawTable, findings: &Findings) {
    let all = |kind| matches!(kind, ValueKind::CountyOrAll | ValueKind::AreaOrAll);
    let column = table.columns.iter().find(|column| column.required && all(column.kind));
    let Some(column) = column.filter(|column| position(table, raw, column.name).is_none()) else { return };
    if raw.rows.len() == 0 || raw.heads.is_empty() {
        return;
    }
    fill(table, raw, column.name, &vec!["*".to_owned(); raw.rows.len()]);
    say(
        findings,
        raw,
        "all-of-county",
        &both(
            format!("没有列“{}”：各行均指全县", column.zh),
            format!("no column `{}`: every row is of the whole county", column.name),
        ),
        &both(
            format!("如不是，请增加列“{}”", column.zh),
            format!("add a column `{}` if that is wrong", column.name),
        ),
    );
}

fn position(table: &Table, raw: &RawTable, name: &str) -> Option<usize> {
    raw.heads.iter().position(|head| table.column(head).is_some_and(|column| column.name == name))
}

/// Works that are committed open when they are to; candidates may open until the plan ends.
fn latest(table: &'static Table, raw: &mut RawTable, horizon: Horizon, findings: &Findings) {
    let (earliest, committed) = (position(table, raw, "earliest"), position(table, raw, "committed"));
    let Some(earliest) = earliest.filter(|_| position(table, raw, "latest").is_none()) else { return };
    let last = horizon.last.0;
    let of = |row: usize| {
        let record = raw.rows.get(row);
        let first = values::year(record.get(earliest).unwrap_or_default().trim());
        let committed = committed.and_then(|at| record.get(at)).unwrap_or_default().trim();
        let is_committed = matches!(committed, "yes" | "是");
        first.map_or_else(String::new, |first| if is_committed { first } else { last.max(first) }.to_string())
    };
    let years: Vec<String> = (0..raw.rows.len()).map(of).collect();
    fill(table, raw, "latest", &years);
    say(
        findings,
        raw,
        "no-latest",
        &both(
            format!("没有列“最迟投用”：既定项目按计划年份投用，其他项目可推迟到 {last} 年"),
            format!(
                "no column `latest`: committed projects open in the year planned, others may until {last}"
            ),
        ),
        &both("如有期限，请增加列“最迟投用”", "add a column `latest` where there is a limit"),
    );
}

/// The only programme of the model, else that of the stage whose places a project adds.
fn programme(table: &'static Table, raw: &mut RawTable, model: &Model, findings: &Findings) {
    let known = &model.programmes;
    if position(table, raw, "programme").is_some() || known.is_empty() {
        return;
    }
    let places: Vec<(usize, ProgrammeIndex)> = raw
        .heads
        .iter()
        .enumerate()
        .filter_map(|(at, head)| {
            let column = table.column(head).filter(|column| column.name == "places.*")?;
            let stage = model.stage_ids.find(head.split_once('.')?.1)?;
            let programme = model.stages.get(stage)?.programme?;
            (column.name == "places.*").then_some((at, programme))
        })
        .collect();
    let id = |index: ProgrammeIndex| known.get(index.index()).map(|programme| programme.id.clone());
    let of = |row: usize| {
        if let [only] = known.as_slice() {
            return Some(only.id.clone());
        }
        let record = raw.rows.get(row);
        let adds = |at: usize| {
            values::number(record.get(at).unwrap_or_default().trim()).is_some_and(|places| places != 0.0)
        };
        places.iter().find(|(at, _)| adds(*at)).and_then(|(_, programme)| id(*programme))
    };
    let programmes: Vec<String> = (0..raw.rows.len()).map(|row| of(row).unwrap_or_default()).collect();
    if programmes.iter().all(String::is_empty) {
        return;
    }
    fill(table, raw, "programme", &programmes);
    say(
        findings,
        raw,
        "no-programme",
        &both(
            "没有列“工程”：按新增学位的学段所属工程计",
            "no column `programme`: a project counts towards that of the stage whose places it adds",
        ),
        &both("如不对，请增加列“工程”", "add a column `programme` if that is wrong"),
    );
}

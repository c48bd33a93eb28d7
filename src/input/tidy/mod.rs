//! Tables as offices send them (表格整理): full-width digits, thousands separators, 万 and 亿, dates as numbers, spaces in names,
//! names instead of codes, a title above the heads, totals below. What has one clear meaning is read so and told as a note with
//! its place; everything else is left for the checks.

mod cells;
mod names;
mod totals;

use super::findings::{Findings, both};
use super::raw::RawTable;
use crate::schema::{Column, Table};
pub(in crate::input) use cells::plain_word;
use csv::StringRecord;
use names::Names;

/// Notes of one kind in one column that are told singly; more are counted.
const TOLD: usize = 20;

/// Rows in which a title may stand before the heads.
const TITLES: usize = 3;

/// Tidies every table of a package.
pub(super) fn tidy(tables: &mut [(&'static Table, RawTable)], findings: &Findings) {
    for (table, raw) in tables.iter_mut() {
        find_heads(table, raw, findings);
        tidy_heads(table, raw, findings);
        totals::leave_out(table, raw, findings);
    }
    let names = Names::of(tables);
    for (table, raw) in tables.iter_mut() {
        tidy_cells(table, raw, &names, findings);
    }
}

/// Steps over rows that stand above the heads.
fn find_heads(table: &Table, raw: &mut RawTable, findings: &Findings) {
    let known = |heads: &mut dyn Iterator<Item = &str>| {
        heads.filter(|head| table.column(cells::plain_word(head.trim()).as_str()).is_some()).count()
    };
    if known(&mut raw.heads.iter().map(String::as_str)) > 0 {
        return;
    }
    let found = raw.rows.iter().take(TITLES).position(|(_, record)| known(&mut record.iter()) >= 2);
    let Some(found) = found else { return };
    let title = raw.heads.iter().find(|head| !head.is_empty()).cloned().unwrap_or_default();
    let location = raw.location(Some(raw.head_row), None);
    let (row, heads) = raw.rows.drain(..=found).next_back().unwrap_or_default();
    raw.head_row = row;
    raw.heads = heads.iter().map(|head| head.trim().to_owned()).collect();
    findings.note(
        "title-row",
        location,
        both(
            format!("表头之上有标题“{title}”，表头取第 {row} 行"),
            format!("a title, `{title}`, stands above; the heads are in row {row}"),
        ),
        both("无须处理", "nothing to do"),
    );
}

fn tidy_heads(table: &Table, raw: &mut RawTable, findings: &Findings) {
    for position in 0..raw.heads.len() {
        let head = raw.heads[position].clone();
        let plain = cells::plain_word(&head);
        if table.column(&head).is_none() && table.column(&plain).is_some() {
            let location = raw.location(Some(raw.head_row), Some(&head));
            raw.heads[position].clone_from(&plain);
            note(findings, "tidied-head", location, &head, &plain);
        }
    }
}

fn note(findings: &Findings, code: &'static str, place: crate::diagnostic::Location, from: &str, to: &str) {
    findings.note(
        code,
        place,
        both(format!("“{from}”按“{to}”读取"), format!("`{from}` is read as `{to}`")),
        both("如不对，请改写此格", "if that is wrong, write the cell anew"),
    );
}

fn tidy_cells(table: &'static Table, raw: &mut RawTable, names: &Names, findings: &Findings) {
    let columns: Vec<(usize, &'static Column)> =
        raw.heads.iter().enumerate().filter_map(|(at, head)| Some((at, table.column(head)?))).collect();
    for (position, column) in columns {
        let mut told: Vec<(&'static str, usize)> = Vec::new();
        for row in 0..raw.rows.len() {
            let (number, record) = &raw.rows[row];
            let text = record.get(position).unwrap_or_default().trim();
            let Some((code, plain)) = cells::tidied(column, text, names) else { continue };
            let known = told.iter().position(|(of, _)| *of == code);
            let known = known.unwrap_or_else(|| {
                told.push((code, 0));
                told.len() - 1
            });
            told[known].1 += 1;
            if told[known].1 <= TOLD {
                let place = raw.location(Some(*number), Some(&raw.heads[position]));
                note(findings, code, place, text, &plain);
            }
            let cells = record.iter().enumerate();
            let record: StringRecord =
                cells.map(|(at, cell)| if at == position { plain.as_str() } else { cell }).collect();
            raw.rows[row].1 = record;
        }
        for (code, count) in told.into_iter().filter(|(_, count)| *count > TOLD) {
            let more = count - TOLD;
            findings.note(
                code,
                raw.location(None, Some(&raw.heads[position])),
                both(
                    format!("此列另有 {more} 格同样整理"),
                    format!("{more} more cells of the column are read so"),
                ),
                both("如不对，请改写这些格", "if that is wrong, write them anew"),
            );
        }
    }
}

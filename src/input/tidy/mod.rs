//! Tables as offices send them (表格整理): full-width digits, thousands separators, 万 and 亿, dates as numbers, spaces in names,
//! names instead of codes, a title above the heads, heads over two rows, totals below. What has one clear meaning is read so and told as a note with
//! its place; everything else is left for the checks.

mod cells;
mod heads;
mod names;
mod office;
mod read_words;
mod times;
mod totals;
mod words;

use super::findings::{Findings, both};
use super::model::Model;
use super::raw::RawTable;
use crate::schema::{Column, Table};
use names::Names;
use read_words::ReadWords;
use std::collections::BTreeMap;
pub(in crate::input) use words::plain_word;

/// Notes of one kind in one column that are told singly; more are counted.
const TOLD: usize = 20;

/// Tidies every table of a package.
pub(super) fn tidy(tables: &mut [(&'static Table, RawTable)], model: &Model, findings: &Findings) {
    for (table, raw) in tables.iter_mut() {
        heads::find(table, raw, findings);
        heads::join(table, raw, findings);
        heads::tidy(table, raw, model, findings);
        totals::leave_out(table, raw, findings);
    }
    let names = Names::of(tables);
    for (table, raw) in tables.iter_mut() {
        tidy_cells(table, raw, (&names, model), findings);
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

fn tidy_cells(
    table: &'static Table,
    raw: &mut RawTable,
    (names, model): (&Names, &Model),
    findings: &Findings,
) {
    let columns: Vec<(usize, &'static Column)> =
        raw.heads.iter().enumerate().filter_map(|(at, head)| Some((at, table.column(head)?))).collect();
    let (mut told, mut words) = (BTreeMap::new(), ReadWords::default());
    for row in 0..raw.rows.len() {
        let (number, record) = (raw.rows.number(row), raw.rows.get(row));
        let mut changed = Vec::new();
        for (position, column) in &columns {
            let text = record.get(*position).unwrap_or_default().trim();
            let by_words = office::plain(table, column, text, model);
            let (code, plain) = match by_words {
                Some(plain) if plain.code == office::AS_WORD => {
                    changed.push((*position, words.note(*position, row, text, plain)));
                    continue;
                }
                Some(plain) => {
                    words.also(row, &plain);
                    (plain.code, plain.text)
                }
                None => match cells::tidied(column, text, names) {
                    Some(plain) => plain,
                    None => continue,
                },
            };
            let count: &mut usize = told.entry((*position, code)).or_default();
            *count += 1;
            if *count <= TOLD {
                let place = raw.location(Some(number), Some(&raw.heads[*position]));
                note(findings, code, place, text, &plain);
            }
            changed.push((*position, plain));
        }
        if !changed.is_empty() {
            raw.rows.change(row, &changed);
        }
    }
    words.tell(table, raw, findings);
    for ((position, code), count) in told.into_iter().filter(|(_, count)| *count > TOLD) {
        let more = count - TOLD;
        findings.counted_note(
            more,
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

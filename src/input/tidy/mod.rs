//! Tables as offices send them (表格整理): full-width digits, thousands separators, 万 and 亿, units in heads and in rows of their own, dates
//! as numbers, spaces in names, names instead of codes, a title above the heads, heads over two rows, merged cells, totals and notes
//! below. What has one clear meaning is read so and told as a note with its place; everything else is left for the checks.

mod cells;
mod codes;
mod defaults;
mod figures;
mod heads;
mod merged;
mod names;
mod notes;
mod numbers;
mod office;
mod read_words;
mod shown;
mod stated;
mod times;
mod totals;
mod units;
mod wide;
mod words;

use super::findings::{Findings, both};
use super::model::Model;
use super::raw::RawTable;
use crate::schema::{Column, Table, ValueKind};
use cells::Figures;
pub(in crate::input) use cells::advice;
use names::Names;
pub(in crate::input) use numbers::{FROM_FORMAT, NOT_SHOWN};
use read_words::ReadWords;
pub(in crate::input) use stated::Stated;
use std::collections::BTreeMap;
pub(in crate::input) use units::is_share;
use wide::Vocabulary;
pub(in crate::input) use words::plain_word;

/// Notes of one kind in one column that are told singly; more are counted.
const TOLD: usize = 20;

/// Tidies every table of a package.
pub(super) fn tidy(tables: &mut Vec<(&'static Table, RawTable)>, model: &Model, findings: &Findings) {
    // Names of places are heads of other tables.
    let of_places = |table: &Table| names::KNOWN.contains(&table.name);
    let mut written = BTreeMap::new();
    for (table, raw) in tables.iter_mut().filter(|(table, _)| of_places(table)) {
        written.insert(table.name, prepare(table, raw, (None, model), findings));
    }
    codes::of_places(tables, findings);
    if model.plans {
        codes::counties(tables, &model.title.zh, findings);
    }
    let mut names = Names::of(tables);
    for (table, raw) in tables.iter_mut().filter(|(table, _)| !of_places(table)) {
        written.insert(table.name, prepare(table, raw, (Some(&names), model), findings));
        defaults::from_title(table, raw, findings);
        codes::from_names(table, raw, findings);
    }
    if let Some((table, raw)) = tables.iter().find(|(table, _)| table.name == "schools") {
        names.add_schools(table, raw);
    }
    let one_county = names.count("counties") == 1;
    for (table, raw) in tables.iter_mut() {
        if one_county {
            defaults::of_county(table, raw, findings);
        }
        let figures = written.get(table.name).map_or(&[][..], Vec::as_slice);
        tidy_cells(table, raw, (&names, model, figures), findings);
        if table.name == "projects" {
            defaults::of_projects(table, raw, model, findings);
        }
    }
}

/// Finds the heads of a table, makes a wide one long, leaves out what is no data, and gives how figures are written.
fn prepare(
    table: &'static Table,
    raw: &mut RawTable,
    (names, model): (Option<&Names>, &Model),
    findings: &Findings,
) -> Vec<(usize, Figures)> {
    let vocabulary = names.and_then(|names| Vocabulary::of(table, names, model));
    stated::take(raw);
    heads::find(table, raw, vocabulary.as_ref(), findings);
    let wide = vocabulary.and_then(|vocabulary| wide::find(vocabulary, raw));
    if wide.is_none() {
        heads::join(table, raw, findings);
        stated::of_heads(table, raw, model, findings);
    }
    heads::tidy(table, raw, model, findings);
    raw.trim();
    merged::fill(table, raw, findings);
    notes::leave_out(raw, findings);
    if let Some(wide) = wide {
        wide::melt(table, raw, &wide, findings);
    }
    stated::settle(table, raw, findings);
    shown::settle(table, raw, findings);
    let figures = figures::of_columns(raw, &columns(table, raw), findings);
    let towns_known = names.is_none_or(|names| names.count("towns") > 0);
    totals::leave_out(table, raw, &figures, towns_known, findings);
    figures
}

/// Days between the two calendars that spreadsheets count from.
const BETWEEN_CALENDARS: u32 = 1462;

/// A day number of a workbook that counts from 1904, as others count it.
fn days_since_1900(since_1904: bool, column: &Column, text: &str) -> Option<String> {
    let is_day = since_1904 && column.kind == ValueKind::Date && text.len() == 5;
    let days: u32 = text.parse().ok().filter(|_| is_day)?;
    Some((days + BETWEEN_CALENDARS).to_string())
}

/// The columns that the table knows, by position.
fn columns(table: &'static Table, raw: &RawTable) -> Vec<(usize, &'static Column)> {
    raw.heads.iter().enumerate().filter_map(|(at, head)| Some((at, table.column(head)?))).collect()
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
    (names, model, figures): (&Names, &Model, &[(usize, Figures)]),
    findings: &Findings,
) {
    let of = |position| figures.iter().find(|(at, _)| *at == position).map(|of| of.1).unwrap_or_default();
    let columns: Vec<(usize, &'static Column, Figures)> =
        columns(table, raw).into_iter().map(|(position, column)| (position, column, of(position))).collect();
    let (mut told, mut last, mut words) = (BTreeMap::new(), BTreeMap::new(), ReadWords::default());
    for row in 0..raw.rows.len() {
        let record = raw.rows.get(row);
        let mut changed = Vec::new();
        for (position, column, figures) in &columns {
            let text = record.get(*position).unwrap_or_default().trim();
            let since_1904 = days_since_1900(raw.since_1904, column, text);
            let text = since_1904.as_deref().unwrap_or(text);
            let by_words = office::plain(table, column, text, model);
            let (code, plain) = match by_words {
                Some(plain) if plain.code == office::AS_WORD => {
                    changed
                        .push((*position, words.note(*position, (row, raw.rows.number(row)), text, plain)));
                    continue;
                }
                Some(plain) => {
                    words.also(row, &plain);
                    (plain.code, plain.text)
                }
                None => match cells::tidied(column, text, names, *figures) {
                    Some(plain) => plain,
                    None => continue,
                },
            };
            // A cell beside spread columns stands in every row made of its own.
            let number = raw.rows.number(row);
            let again =
                last.insert((*position, code), number) == Some(number) && raw.is_beside_spread(*position);
            // Plain digits in another unit than the column's: that is told for the whole column.
            if code != cells::IN_OTHER_UNIT && !again {
                let count: &mut usize = told.entry((*position, code)).or_default();
                *count += 1;
                if *count <= TOLD {
                    let place = raw.location_at(row, &raw.heads[*position]);
                    note(findings, code, place, text, &plain);
                }
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

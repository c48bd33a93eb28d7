//! Rows with the same key: both are named.

use super::findings::{Findings, both};
use super::headers::Sheet;
use super::model::Model;
use super::records::Record;
use super::rows::Row;
use super::values::means_all;
use crate::domain::{SourceWord, Text, source_word};
use crate::schema::{Column, ValueKind};
use std::collections::HashMap;
use std::collections::hash_map::{Entry, RandomState};
use std::hash::BuildHasher as _;

impl Sheet {
    /// Reports rows whose key another row has, and notes whether all keys are known.
    pub(super) fn check_keys(&mut self, model: &Model, findings: &Findings) {
        let column = |key: &&str| self.table.columns.iter().find(|column| column.name == *key);
        let required = |key: &&str| column(key).is_some_and(|column| column.required);
        let keyed = self.table.key.iter().all(|key| self.column(key).is_some() || !required(key));
        let unique = !keyed || are_unique(self, model, findings);
        self.keys_known &= keyed && unique;
    }
}

/// Reports rows whose key another row has. Gives whether all keys are filled and differ.
fn are_unique(sheet: &Sheet, model: &Model, findings: &Findings) -> bool {
    let mut seen = Seen::with_room_for(sheet.raw.rows.len());
    let mut sound = true;
    for (at, row) in sheet.rows(findings).enumerate().filter(|(_, row)| !row.ragged) {
        let Some(key) = key_of(sheet, model, row.record) else {
            sound = false;
            continue;
        };
        let same = |other: usize| key_of(sheet, model, sheet.raw.rows.get(other)).as_ref() == Some(&key);
        if let Some(first) = seen.first_like(&key, at, same) {
            sound = false;
            report(sheet, findings, row, sheet.raw.rows.number(first), &key);
        }
    }
    sound
}

/// Rows by the hash of their key: keys themselves would take more memory than the table.
struct Seen {
    hasher: RandomState,
    rows: HashMap<u64, usize>,
    /// Rows whose hash another key has.
    others: Vec<usize>,
}

impl Seen {
    fn with_room_for(rows: usize) -> Self {
        Self { hasher: RandomState::new(), rows: HashMap::with_capacity(rows), others: Vec::new() }
    }

    /// The first row with that key, by whether a row has it; the row itself is noted where it is the first.
    fn first_like(&mut self, key: &str, row: usize, same: impl Fn(usize) -> bool) -> Option<usize> {
        match self.rows.entry(self.hasher.hash_one(key)) {
            Entry::Vacant(entry) => {
                entry.insert(row);
                None
            }
            Entry::Occupied(entry) if same(*entry.get()) => Some(*entry.get()),
            Entry::Occupied(_) => {
                let found = self.others.iter().copied().find(|other| same(*other));
                self.others.extend(found.is_none().then_some(row));
                found
            }
        }
    }
}

fn report(sheet: &Sheet, findings: &Findings, row: Row, first: u64, key: &str) {
    let column = match sheet.table.key {
        [only] => sheet.column(only).map(|placed| sheet.head(placed)),
        _ => None,
    };
    let of_column = sheet.table.spread().filter(|_| sheet.raw.rows.column(row.at).is_some());
    let place = match of_column {
        Some(spread) => row.location(spread.value),
        None => sheet.raw.location(Some(row.number), column),
    };
    let row = row.number;
    let key = key.trim_end_matches(PART).replace(PART, ", ");
    let names = |word: fn(Text) -> String| -> Vec<String> {
        sheet.table.key.iter().map(|name| word(sheet.named(name))).collect()
    };
    findings.error(
        "duplicate-key",
        place,
        both(
            format!("第 {row} 行与第 {first} 行重复：{key}"),
            format!("row {row} has the same key as row {first}: {key}"),
        ),
        both(
            format!("每行的{}须各不相同", names(|name| name.zh).join("、")),
            format!("no two rows may have the same {}", names(|name| name.en).join(", ")),
        ),
    );
}

/// The same id for the same source of money.
fn source_id(cell: &str) -> &str {
    match source_word(cell) {
        SourceWord::All => "*",
        SourceWord::One(id) => id,
        SourceWord::Several(_) => cell,
    }
}

const PART: char = '\u{1f}';

/// Key of a row in one manner of writing; none where a part that must be there is blank.
fn key_of(sheet: &Sheet, model: &Model, record: Record) -> Option<String> {
    let mut key = String::with_capacity(40);
    for name in sheet.table.key {
        if let Some(placed) = sheet.column(name) {
            let cell = record.get(placed.position).unwrap_or_default().trim();
            if cell.is_empty() && placed.column.required {
                return None;
            }
            key.push_str(plain(placed.column, model, cell));
        }
        key.push(PART);
    }
    Some(key)
}

/// The same word for the same thing: `女` is `female`, blank is `*` where all are meant.
pub(super) fn plain<'a>(column: &Column, model: &'a Model, cell: &'a str) -> &'a str {
    match column.kind {
        ValueKind::Choice(words) => {
            let word =
                words.iter().find(|word| word.id == cell || word.zh == cell).map_or(cell, |word| word.id);
            if word == "both" { "" } else { word }
        }
        ValueKind::ModelIdOrAll(_) if means_all(cell) => "",
        ValueKind::CountyOrAll | ValueKind::AreaOrAll if !cell.is_empty() && means_all(cell) => "*",
        ValueKind::Source | ValueKind::SourceOrAll => source_id(cell),
        ValueKind::ModelId(kind) | ValueKind::ModelIdOrAll(kind) => {
            model.ids(kind).and_then(|register| register.id_of(cell)).unwrap_or(cell)
        }
        ValueKind::Age | ValueKind::Integer { .. } if cell.len() > 1 => cell.trim_start_matches('0'),
        _ => cell,
    }
}

//! Words of offices that were read by the lists of the schema, noted once for all rows that have them.

use super::office::Plain;
use crate::input::findings::{Findings, both};
use crate::input::raw::RawTable;
use crate::schema::Table;
use std::collections::BTreeMap;

/// Words read so far, and what they say about other columns of their rows.
#[derive(Default)]
pub(super) struct ReadWords {
    words: BTreeMap<(usize, String), Word>,
    others: Vec<(usize, &'static str, String)>,
}

/// A word of a column.
struct Word {
    first: usize,
    count: usize,
    /// Number of the last row in the file; a cell may stand in several rows.
    last: Option<u64>,
    plain: String,
    other: Option<(&'static str, String)>,
}

impl ReadWords {
    /// Notes the word of a cell by its column and row, and gives its plain form.
    pub(super) fn note(
        &mut self,
        position: usize,
        (row, number): (usize, u64),
        text: &str,
        plain: Plain,
    ) -> String {
        self.also(row, &plain);
        let new = || Word {
            first: row,
            count: 0,
            last: None,
            plain: plain.text.clone(),
            other: plain.other.clone(),
        };
        let word = self.words.entry((position, text.to_owned())).or_insert_with(new);
        word.count += usize::from(word.last != Some(number));
        word.last = Some(number);
        plain.text
    }

    /// Notes what a cell says about another column of its row.
    pub(super) fn also(&mut self, row: usize, plain: &Plain) {
        self.others.extend(plain.other.clone().map(|(column, value)| (row, column, value)));
    }

    /// Fills the other columns where they are blank, adding those that lack, and tells every word once.
    pub(super) fn tell(self, table: &'static Table, raw: &mut RawTable, findings: &Findings) {
        for ((position, text), word) in &self.words {
            let place = raw.location_at(word.first, &raw.heads[*position]);
            let named = |name: &str| table.columns.iter().find(|column| column.name == name);
            let other = word.other.as_ref().and_then(|(name, value)| Some((named(name)?, value)));
            let (zh, en) = other.map_or_else(Default::default, |(column, value)| {
                (
                    format!("，“{}”空白处按“{value}”", column.zh),
                    format!(", a blank `{}` as `{value}`", column.name),
                )
            });
            let (plain, count) = (&word.plain, word.count);
            findings.note(
                super::office::AS_WORD,
                place,
                both(
                    format!("“{text}”按“{plain}”读取{zh}（共 {count} 格）"),
                    format!("`{text}` is read as `{plain}`{en} ({count} cells)"),
                ),
                both("如不对，请改写这些格", "if that is wrong, write these cells anew"),
            );
        }
        for (row, name, value) in self.others {
            let at = raw.place_for(table, name);
            if raw.rows.get(row).get(at).unwrap_or_default().trim().is_empty() {
                raw.rows.change(row, &[(at, value)]);
            }
        }
    }
}

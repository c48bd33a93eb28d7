//! Rows of a table as they were written: places, keys and texts.

use super::conditions::{Tables, position};
use crate::diagnostic::Location;
use crate::input::raw::RawTable;
use crate::input::records::Record;
use crate::schema::Table;

/// Where a column stands; added to the file's rows where it lacks.
pub(super) fn place_for(table: &'static Table, raw: &mut RawTable, column: &str) -> usize {
    position(table, raw, column).unwrap_or_else(|| {
        let width = raw.heads.len();
        raw.heads.push(column.to_owned());
        raw.rows.widen(width);
        width
    })
}

/// Key of a row in words.
pub(super) fn key(table: &'static Table, raw: &RawTable, record: Record) -> String {
    let cell =
        |name: &&str| position(table, raw, name).and_then(|at| record.get(at)).unwrap_or_default().trim();
    let parts: Vec<&str> = table.key.iter().map(cell).collect();
    parts.join(",").trim_end_matches(',').to_owned()
}

/// A row in one cell.
pub(super) fn joined(record: Record) -> String {
    record.iter().collect::<Vec<_>>().join(",")
}

/// Rows that come to a table stand behind those of its file.
pub(super) fn next_row(raw: &RawTable) -> u64 {
    raw.rows.highest().max(raw.head_row) + 1
}

/// The table of that definition; an empty one at the override's place where the study has none.
pub(super) fn table_of<'a>(
    table: &'static Table,
    tables: &'a mut Vec<(&'static Table, RawTable)>,
    origin: &Location,
) -> Option<&'a mut RawTable> {
    if !tables.iter().any(|(of, _)| of.name == table.name) {
        let file = origin.file.with_extension(table.name);
        tables.push((table, RawTable { file, head_row: 1, ..RawTable::default() }));
    }
    tables.iter_mut().find(|(of, _)| of.name == table.name).map(|(_, raw)| raw)
}

/// Rows of a table that an override takes its texts from.
pub(super) fn texts_of(table: &'static Table, tables: &Tables, row: usize) -> Vec<(String, String)> {
    let Some((_, raw)) = tables.iter().find(|(of, _)| of.name == table.name) else { return Vec::new() };
    let cell = |at: usize| raw.rows.get(row).get(at).unwrap_or_default().trim().to_owned();
    let names = raw.heads.iter().enumerate();
    names
        .map(|(at, head)| {
            (
                table
                    .column(head)
                    .map_or(
                        head.as_str(),
                        |column| if column.name.ends_with(".*") { head } else { column.name },
                    )
                    .to_owned(),
                cell(at),
            )
        })
        .collect()
}

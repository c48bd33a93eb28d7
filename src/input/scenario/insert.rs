//! Overrides that add rows, once or for each row of another table.

use super::Overrides;
use super::conditions::Conditions;
use super::definition::Definition;
use super::index::Index;
use super::raw_rows::{joined, key, next_row, place_for, table_of, texts_of};
use crate::input::model::Model;
use crate::input::raw::RawTable;
use crate::scenario::Change;
use crate::schema::Table;
use std::collections::BTreeSet;

/// A row as the override writes it: columns and texts.
type Row = Vec<(String, String)>;

/// Adds rows and tells how many; with `each`, once for each row that it selects, whose cells stand in for `{column}`, and, in a row of the
/// same table, for the columns that the override leaves out.
pub(super) fn insert(
    (overrides, definition): (&Overrides, &Definition),
    table: &'static Table,
    (rows, each): (&[Row], Option<&(&'static Table, Conditions)>),
    tables: &mut Vec<(&'static Table, RawTable)>,
    (index, model): (&Index, &Model),
) -> usize {
    let rows: Vec<Row> = match each {
        None => rows.to_vec(),
        Some((other, conditions)) => {
            let selected = conditions.rows(other, tables, index, model);
            let filled = |of: usize| {
                let texts = texts_of(other, tables, of);
                let rest = if other.name == table.name { texts.clone() } else { Row::new() };
                rows.iter().map(move |row| completed(fill(row, &texts), &rest))
            };
            selected.into_iter().flat_map(filled).collect()
        }
    };
    let Some(raw) = table_of(table, tables, &definition.origin) else { return 0 };
    for row in &rows {
        add(overrides, definition, table, row, raw);
        index.added(table, raw, raw.rows.len() - 1, model);
    }
    rows.len()
}

/// A row with `{column}` replaced by the texts of another row.
fn fill(row: &Row, texts: &[(String, String)]) -> Row {
    let filled = |text: &String| {
        texts.iter().fold(text.clone(), |text, (column, cell)| text.replace(&format!("{{{column}}}"), cell))
    };
    row.iter().map(|(column, text)| (column.clone(), filled(text))).collect()
}

/// A row with the cells of another one in the columns that it leaves out.
fn completed(row: Row, rest: &Row) -> Row {
    let written: BTreeSet<&String> = row.iter().map(|(column, _)| column).collect();
    let rest: Row = rest.iter().filter(|(column, _)| !written.contains(column)).cloned().collect();
    row.into_iter().chain(rest).collect()
}

fn add(overrides: &Overrides, definition: &Definition, table: &'static Table, row: &Row, raw: &mut RawTable) {
    let placed: Vec<(usize, &str)> =
        row.iter().map(|(column, text)| (place_for(table, raw, column), text.as_str())).collect();
    let cell = |at: usize| placed.iter().find(|(place, _)| *place == at).map_or("", |(_, text)| text);
    let number = next_row(raw);
    let cells: Vec<&str> = (0..raw.heads.len()).map(cell).collect();
    let at = raw.rows.len();
    raw.rows.push(number, cells);
    let record = raw.rows.get(at);
    let change =
        definition.change(table.name, key(table, raw, record), Change::ROW, (String::new(), joined(record)));
    overrides.log.change(change, raw.location(Some(number), None), &definition.origin);
}

//! Rows found by what stands in a column, so that many overrides of single rows take no longer than one pass over the table.

use super::conditions::{Tables, normal};
use crate::input::model::Model;
use crate::input::raw::RawTable;
use crate::schema::{Column, Table};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Rows by the text of a cell.
type Rows = HashMap<String, BTreeSet<usize>>;

/// How texts are compared: as they stand, or in one manner of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Compared {
    AsWritten,
    Alike,
}

/// A column that was asked for: table, position, manner.
type Key = (&'static str, usize, Compared);

/// What is known of the rows of all tables while overrides are applied.
#[derive(Default)]
pub(super) struct Index {
    columns: RefCell<BTreeMap<Key, (&'static Column, Rows)>>,
    /// Removed rows, which stay in their place until all overrides are applied.
    removed: RefCell<BTreeMap<&'static str, BTreeSet<usize>>>,
}

fn text(column: &'static Column, model: &Model, manner: Compared, cell: &str) -> String {
    match manner {
        Compared::AsWritten => cell.trim().to_owned(),
        Compared::Alike => normal(column, model, cell.trim()),
    }
}

impl Index {
    /// Rows in whose column one of some texts stands, in order; removed rows among them.
    pub(super) fn rows<'w>(
        &self,
        (table, raw): (&'static Table, &RawTable),
        (at, column, manner): (usize, &'static Column, Compared),
        words: impl Iterator<Item = &'w str>,
        model: &Model,
    ) -> BTreeSet<usize> {
        let mut columns = self.columns.borrow_mut();
        let (_, rows) = columns.entry((table.name, at, manner)).or_insert_with(|| {
            let mut rows = Rows::new();
            for row in 0..raw.rows.len() {
                let cell = raw.rows.get(row).get(at).unwrap_or_default();
                rows.entry(text(column, model, manner, cell)).or_default().insert(row);
            }
            (column, rows)
        });
        words.filter_map(|word| rows.get(word)).flatten().copied().collect()
    }

    /// Whether a row is still there.
    pub(super) fn holds(&self, table: &'static Table, row: usize) -> bool {
        self.removed.borrow().get(table.name).is_none_or(|removed| !removed.contains(&row))
    }

    /// A cell was changed.
    pub(super) fn changed(
        &self,
        table: &'static Table,
        (row, at): (usize, usize),
        (old, new): (&str, &str),
        model: &Model,
    ) {
        for manner in [Compared::AsWritten, Compared::Alike] {
            if let Some((column, rows)) = self.columns.borrow_mut().get_mut(&(table.name, at, manner)) {
                if let Some(before) = rows.get_mut(&text(column, model, manner, old)) {
                    before.remove(&row);
                }
                rows.entry(text(column, model, manner, new)).or_default().insert(row);
            }
        }
    }

    /// A row was added.
    pub(super) fn added(&self, table: &'static Table, raw: &RawTable, row: usize, model: &Model) {
        let mut columns = self.columns.borrow_mut();
        for ((_, at, manner), (column, rows)) in columns.iter_mut().filter(|((of, ..), _)| *of == table.name)
        {
            let cell = raw.rows.get(row).get(*at).unwrap_or_default();
            rows.entry(text(column, model, *manner, cell)).or_default().insert(row);
        }
    }

    /// Rows are removed.
    pub(super) fn remove(&self, table: &'static Table, rows: &[usize]) {
        self.removed.borrow_mut().entry(table.name).or_default().extend(rows);
    }

    /// Takes the removed rows out of their tables.
    pub(super) fn close(self, tables: &mut Tables) {
        for (name, rows) in self.removed.into_inner() {
            let rows: Vec<usize> = rows.into_iter().collect();
            if let Some((_, raw)) = tables.iter_mut().find(|(of, _)| of.name == name) {
                raw.rows.remove(&rows);
            }
        }
    }
}

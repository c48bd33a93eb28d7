//! Overrides of table cells, applied to the raw rows.

use super::Overrides;
use super::conditions::position;
use super::definition::{Definition, TableOperation, Target};
use super::index::Index;
use super::insert::insert;
use super::raw_rows::{joined, key, place_for};
use crate::input::findings::{Findings, both};
use crate::input::model::Model;
use crate::input::raw::RawTable;
use crate::scenario::Change;
use crate::schema::{Table, ValueKind};

/// Applies every override of a table, in order.
pub(in crate::input) fn change_tables(
    overrides: &Overrides,
    tables: &mut Vec<(&'static Table, RawTable)>,
    model: &Model,
    findings: &Findings,
) {
    let index = Index::default();
    for definition in &overrides.definitions {
        let Target::Table { table, conditions, operation } = &definition.target else { continue };
        let before = overrides.log.len();
        let selected = if let TableOperation::Insert { rows, each } = operation {
            insert((overrides, definition), table, (rows, each.as_ref()), tables, (&index, model))
        } else {
            let rows = conditions.rows(table, tables, &index, model);
            let changes = Changes { overrides, definition, table, index: &index, model };
            changes.rows(operation, &rows, tables);
            rows.len()
        };
        definition.check(selected, overrides.log.len() - before, findings);
    }
    index.close(tables);
}

impl Definition {
    /// An override that selects nothing is a fault; one that changes nothing is likely one.
    pub(super) fn check(&self, selected: usize, changed: usize, findings: &Findings) {
        let hint =
            both("请核对键、列名、取值和改动的次序", "check keys, columns, values, and the order of changes");
        if selected == 0 {
            let what = both(
                format!("改动“{}”没有选中任何内容", self.name),
                format!("change `{}` selects nothing", self.name),
            );
            findings.error("selects-nothing", self.origin.clone(), what, hint);
        } else if changed == 0 {
            let what = both(
                format!("改动“{}”选中 {selected} 处，但没有任何值改变", self.name),
                format!("change `{}` selects {selected} values and changes none", self.name),
            );
            findings.warning("changes-nothing", self.origin.clone(), what, hint);
        }
    }

    /// A change that this override makes.
    pub(super) fn change(&self, table: &str, row: String, column: &str, values: (String, String)) -> Change {
        Change {
            scenario: self.scenario.clone(),
            name: self.name.clone(),
            table: table.to_owned(),
            row,
            column: column.to_owned(),
            old: values.0,
            new: values.1,
        }
    }
}

/// An override at work on its table.
struct Changes<'a> {
    overrides: &'a Overrides,
    definition: &'a Definition,
    table: &'static Table,
    index: &'a Index,
    model: &'a Model,
}

impl Changes<'_> {
    fn rows(&self, operation: &TableOperation, rows: &[usize], tables: &mut [(&'static Table, RawTable)]) {
        let table = self.table;
        let Some((_, raw)) = tables.iter_mut().find(|(of, _)| of.name == table.name) else { return };
        match operation {
            TableOperation::Set { column, text } => {
                let at = place_for(table, raw, column);
                let set = |_: &str| Some(text.clone());
                self.cells((column, at), rows, raw, set);
            }
            TableOperation::Arithmetic { column, arithmetic } => {
                let Some(at) = position(table, raw, column) else { return };
                let kind = table.column(column).map(|column| column.kind);
                let whole =
                    matches!(kind, Some(ValueKind::Integer { .. } | ValueKind::Year | ValueKind::YearOrAll));
                let compute = |cell: &str| arithmetic.apply(cell, whole);
                self.cells((column, at), rows, raw, compute);
            }
            TableOperation::Remove => self.remove(rows, raw),
            TableOperation::Insert { .. } => {}
        }
    }

    fn cells(
        &self,
        (column, at): (&str, usize),
        rows: &[usize],
        raw: &mut RawTable,
        new_text: impl Fn(&str) -> Option<String>,
    ) {
        for row in rows {
            let (number, record) = (raw.rows.number(*row), raw.rows.get(*row));
            let key = key(self.table, raw, record);
            let Some(old) = record.get(at).map(str::trim) else { continue };
            let Some(new) = new_text(old).filter(|new| new != old) else { continue };
            let place = raw.location(Some(number), Some(column));
            let values = (old.to_owned(), new.clone());
            let change = self.definition.change(self.table.name, key, column, values);
            self.index.changed(self.table, (*row, at), (old, &new), self.model);
            self.overrides.log.change(change, place, &self.definition.origin);
            raw.rows.change(*row, &[(at, new)]);
        }
    }

    fn remove(&self, rows: &[usize], raw: &RawTable) {
        for row in rows {
            let (number, record) = (raw.rows.number(*row), raw.rows.get(*row));
            let change = self.definition.change(
                self.table.name,
                key(self.table, raw, record),
                Change::ROW,
                (joined(record), String::new()),
            );
            self.overrides.log.change(change, raw.location(Some(number), None), &self.definition.origin);
        }
        self.index.remove(self.table, rows);
    }
}

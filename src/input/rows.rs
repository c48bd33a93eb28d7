//! Rows of a table and their cells, by column name.

use super::findings::{Findings, both};
use super::headers::{Placed, Sheet};
use super::records::Record;
use crate::diagnostic::Location;
use crate::schema::ValueKind;

/// A row of a table.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) sheet: &'a Sheet,
    /// Row number in the file.
    pub(super) number: u64,
    /// Position among the rows.
    pub(super) at: usize,
    pub(super) record: Record<'a>,
    pub(super) findings: &'a Findings,
    /// Whether it has too few or too many cells: that is reported already, and its cells may stand in wrong columns.
    pub(super) ragged: bool,
}

/// A filled cell.
#[derive(Clone, Copy)]
pub(super) struct Cell<'a> {
    pub(super) row: Row<'a>,
    pub(super) placed: &'a Placed,
    pub(super) text: &'a str,
}

impl Sheet {
    /// Rows in order.
    pub(super) fn rows<'a>(&'a self, findings: &'a Findings) -> impl Iterator<Item = Row<'a>> + 'a {
        self.raw.rows.iter().enumerate().map(move |(at, (number, record))| Row {
            sheet: self,
            number,
            at,
            record,
            findings,
            ragged: self.is_ragged(record),
        })
    }
}

impl<'a> Row<'a> {
    /// Text of a cell without any check; empty where the column is missing.
    pub(super) fn peek(&self, name: &str) -> &'a str {
        let placed = self.sheet.column(name);
        placed.and_then(|placed| self.record.get(placed.position)).unwrap_or_default().trim()
    }

    /// A filled cell. A blank one is a fault where the column must be filled.
    pub(super) fn cell(&self, name: &str) -> Option<Cell<'a>> {
        let placed = self.sheet.column(name)?;
        let cell = self.cell_at(placed);
        let told = self.ragged || self.sheet.lacks_result(self.number, placed);
        if cell.is_none() && placed.column.required && !told {
            let is_number =
                matches!(placed.column.kind, ValueKind::Number { .. } | ValueKind::Integer { .. });
            let (zh, en) = if is_number { ("；确为零请写 0", "; zero is written 0") } else { ("", "") };
            self.findings.error(
                "blank-cell",
                self.location(self.sheet.head(placed)),
                both("此格不能为空", "the cell is blank"),
                both(
                    format!("请填写{}{zh}", placed.column.zh),
                    format!("fill it in{en} ({})", placed.column.description),
                ),
            );
        }
        cell
    }

    /// A filled cell of a column; a blank one is no fault.
    pub(super) fn cell_at(&self, placed: &'a Placed) -> Option<Cell<'a>> {
        let text = self.record.get(placed.position).unwrap_or_default().trim();
        (!self.ragged && !text.is_empty()).then_some(Cell { row: *self, placed, text })
    }

    /// Place of a cell of this row.
    pub(super) fn location(&self, head: &str) -> Location {
        self.sheet.raw.location_at(self.at, head)
    }

    /// Place of a cell by the column's name in the table's definition.
    pub(super) fn location_of(&self, name: &str) -> Location {
        self.location(self.sheet.column(name).map_or(name, |placed| self.sheet.head(placed)))
    }
}

impl Cell<'_> {
    /// Place of the cell.
    pub(super) fn location(&self) -> Location {
        self.row.location(self.row.sheet.head(self.placed))
    }
}

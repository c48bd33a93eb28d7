//! Rows of a table: cells by column name, typed as the table's definition says.

use super::cells::Cell;
use super::findings::{Findings, both};
use super::headers::{Placed, Sheet};
use super::records::Record;
use super::register::Register;
use crate::diagnostic::Location;
use crate::domain::{Date, Text};

/// A row of a table.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) sheet: &'a Sheet,
    /// Row number in the file.
    pub(super) number: u64,
    pub(super) record: Record<'a>,
    pub(super) findings: &'a Findings,
    /// Whether it has too few or too many cells: that is reported already, and its cells may stand in wrong columns.
    pub(super) ragged: bool,
}

/// Whether a cell means "all".
pub(super) fn means_all(text: &str) -> bool {
    matches!(text, "" | "*" | "all" | "全部" | "合计")
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
            self.findings.error(
                "blank-cell",
                self.location(self.sheet.head(placed)),
                both("此格不能为空", "the cell is blank"),
                both(
                    format!("请填写；确为零请写 0（{}）", placed.column.zh),
                    format!("fill it in; zero is written 0 ({})", placed.column.description),
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
        self.sheet.raw.location(Some(self.number), Some(head))
    }

    /// Place of a cell by the column's name in the table's definition.
    pub(super) fn location_of(&self, name: &str) -> Location {
        self.location(self.sheet.column(name).map_or(name, |placed| self.sheet.head(placed)))
    }

    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.cell(name).map(|cell| cell.text)
    }

    /// Name in Chinese, and in English where given.
    pub(super) fn name(&self) -> Option<Text> {
        let en = self.text("name_en").unwrap_or_default().to_owned();
        self.text("name").map(|zh| Text { zh: zh.to_owned(), en })
    }

    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.cell(name)?.number()
    }

    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        self.cell(name)?.integer()
    }

    /// A whole number that is not negative.
    pub(super) fn count(&self, name: &str) -> Option<u32> {
        self.integer(name).and_then(|count| u32::try_from(count).ok())
    }

    pub(super) fn year(&self, name: &str) -> Option<i32> {
        self.cell(name)?.year()
    }

    pub(super) fn date(&self, name: &str) -> Option<Date> {
        self.cell(name)?.date()
    }

    /// Ages; newborns only where they may be told apart.
    pub(super) fn ages(&self, name: &str, birth: bool) -> Option<super::values::Ages> {
        self.cell(name)?.ages(birth)
    }

    /// Id of a word of a closed list.
    pub(super) fn choice(&self, name: &str) -> Option<&'static str> {
        self.cell(name)?.choice()
    }

    pub(super) fn yes_no(&self, name: &str) -> Option<bool> {
        self.cell(name)?.yes_no()
    }

    /// Position of the thing that a cell refers to.
    pub(super) fn reference(&self, name: &str, register: &Register) -> Option<usize> {
        self.cell(name)?.reference(register)
    }

    /// As [`Row::reference`]; the inner none is "all".
    #[allow(clippy::option_option)] // outer: whether the cell is sound; inner: whether it means all
    pub(super) fn reference_or_all(&self, name: &str, register: &Register) -> Option<Option<usize>> {
        if means_all(self.peek(name))
            && !self.ragged
            && (!self.peek(name).is_empty() || !self.must_be_filled(name))
        {
            return Some(None);
        }
        self.reference(name, register).map(Some)
    }

    /// A year; the inner none is "all".
    #[allow(clippy::option_option)]
    pub(super) fn year_or_all(&self, name: &str) -> Option<Option<i32>> {
        let text = self.peek(name);
        let all = text == "*" || (text.is_empty() && !self.must_be_filled(name));
        if all && !self.ragged { Some(None) } else { self.year(name).map(Some) }
    }

    fn must_be_filled(&self, name: &str) -> bool {
        self.sheet.column(name).is_some_and(|placed| placed.column.required)
    }
}

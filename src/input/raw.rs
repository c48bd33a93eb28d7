//! A table as it stands in its file: heads, and rows of texts with their row numbers.

use super::records::{Record, Records};
use super::size;
use super::tidy::Stated;
use crate::diagnostic::Location;
use crate::harmless::csv_meant;
use crate::schema::Table;
use csv::StringRecord;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A table before any check.
#[derive(Debug, Default, Clone)]
pub(super) struct RawTable {
    pub(super) file: PathBuf,
    pub(super) sheet: Option<String>,
    /// Title above the heads.
    pub(super) title: String,
    /// Row of the heads.
    pub(super) head_row: u64,
    pub(super) heads: Vec<String>,
    /// Column of the sheet in which the first head stands, from 0.
    pub(super) first_column: u32,
    /// Heads as the file has them, by those that they were read as, where findings are to name the file's.
    pub(super) shown: BTreeMap<String, String>,
    /// Heads of the file where its columns were made rows.
    pub(super) spread: Option<SpreadHeads>,
    /// Formulas without a stored result, by row number and position.
    pub(super) without_result: BTreeSet<(u64, usize)>,
    /// Row number and cells; blank rows are left out.
    pub(super) rows: Records,
    /// Merged cells of the sheet.
    pub(super) merged: Vec<Merged>,
    /// Whether days of the workbook are counted from 1904.
    pub(super) since_1904: bool,
    /// Whether semicolons part its cells.
    pub(super) semicolons: bool,
    /// Units that are stated for the whole table and not yet given to columns.
    pub(super) stated: Vec<Stated>,
    /// How many of the column's own unit a figure is, by head, where the table states a unit.
    pub(super) units: BTreeMap<String, f64>,
}

/// Merged cells: row number and position of the first and of the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merged {
    pub(super) first: (u64, usize),
    pub(super) last: (u64, usize),
}

/// Heads of a file whose columns were made rows.
#[derive(Debug, Clone)]
pub(super) struct SpreadHeads {
    pub(super) heads: Vec<String>,
    /// How many of the heads after, from the first, are heads of the file.
    pub(super) kept: usize,
}

impl RawTable {
    /// Place of the table, of a row, or of a cell.
    pub(super) fn location(&self, row: Option<u64>, column: Option<&str>) -> Location {
        let column = column.map(|head| self.shown.get(head).map_or(head, String::as_str));
        Location {
            file: self.file.clone(),
            sheet: self.sheet.clone(),
            row,
            column: column.map(ToOwned::to_owned),
        }
    }

    /// Heads as findings name them.
    pub(super) fn shown_heads(&self) -> Vec<String> {
        match &self.spread {
            Some(spread) => spread.heads.clone(),
            None => self.heads.iter().map(|head| self.shown.get(head).unwrap_or(head).clone()).collect(),
        }
    }

    /// Whether a column stands beside columns that were made rows: its cells stand in several rows each.
    pub(super) fn is_beside_spread(&self, position: usize) -> bool {
        self.spread.as_ref().is_some_and(|spread| position < spread.kept)
    }

    /// Place of a cell, by the position of its row: of a row that was made of a column, in that column.
    pub(super) fn location_at(&self, at: usize, head: &str) -> Location {
        let row = Some(self.rows.number(at));
        let of_column = self.spread.as_ref().zip(self.rows.column(at)).and_then(|(spread, column)| {
            let kept = self.heads.iter().take(spread.kept).any(|kept| kept == head);
            spread.heads.get(column).filter(|_| !kept)
        });
        self.location(row, Some(of_column.map_or(head, String::as_str)))
    }

    /// Where a column stands; added to every row where it lacks.
    pub(super) fn place_for(&mut self, table: &Table, column: &str) -> usize {
        let is = |head: &String| table.column(head).is_some_and(|of| of.name == column);
        self.heads.iter().position(is).unwrap_or_else(|| {
            let width = self.heads.len();
            self.heads.push(column.to_owned());
            self.rows.widen(width);
            width
        })
    }

    /// From the text of a CSV file.
    pub(super) fn from_csv(file: &Path, text: &str) -> Result<Self, csv::Error> {
        let mut raw = Self::from_rows(file, None, records(text)?);
        raw.semicolons = delimiter(text) == b';';
        Ok(raw)
    }

    /// From the filled rows of a sheet.
    pub(super) fn from_sheet(file: &Path, sheet: &str, rows: Records) -> Self {
        Self::from_rows(file, Some(sheet), rows)
    }

    fn from_rows(file: &Path, sheet: Option<&str>, mut rows: Records) -> Self {
        let first = rows.iter().next();
        let (head_row, heads) = first.map_or((1, Vec::new()), |(row, heads)| (row, trimmed(heads)));
        rows.remove(&[0]);
        Self {
            file: file.to_owned(),
            sheet: sheet.map(ToOwned::to_owned),
            head_row,
            heads,
            rows,
            ..Self::default()
        }
    }
}

impl RawTable {
    /// Leaves out blank heads at the end, and blank cells behind the last head where all rows have them: in some rows alone they come from a
    /// comma too many.
    pub(super) fn trim(&mut self) {
        let before = self.heads.len();
        while self.heads.last().is_some_and(String::is_empty) {
            self.heads.pop();
        }
        let width = self.heads.len();
        let wider = self.rows.len() > 1 && self.rows.iter().all(|(_, record)| record.len() > width);
        if before > width || wider {
            self.rows.trim(width);
        }
    }
}

/// Records of the text of a CSV file with their line numbers; blank ones are left out.
pub(super) fn records(text: &str) -> Result<Records, csv::Error> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let (mut rows, mut record) = (Records::with_room_for(text.len()), StringRecord::new());
    while reader.read_record(&mut record)? {
        if !record.iter().all(blank) {
            // What our own tables mark, so that no spreadsheet takes it for a formula, means what it meant before.
            rows.push(line_of(text, &record), record.iter().map(csv_meant));
        }
    }
    Ok(rows)
}

/// The cells of a row as heads, as many as a table may have.
pub(super) fn trimmed(record: Record) -> Vec<String> {
    record.iter().take(size::TEXT_COLUMNS + 1).map(|head| head.trim().to_owned()).collect()
}

pub(super) fn blank(cell: &str) -> bool {
    cell.trim().is_empty()
}

/// The first line with more cells than a table may have.
pub(super) fn too_wide(text: &str) -> Option<u64> {
    let sign = delimiter(text);
    let widest = size::TEXT_COLUMNS;
    let is_wide =
        |line: &str| line.len() > widest && line.bytes().filter(|byte| *byte == sign).nth(widest).is_some();
    let at = text.lines().position(is_wide)?;
    u64::try_from(at).ok().map(|at| at + 1)
}

/// Comma, unless the heads have none and are parted by tabs (Excel's Unicode text) or semicolons.
fn delimiter(text: &str) -> u8 {
    let heads = text.lines().find(|line| !blank(line)).unwrap_or_default();
    match (heads.contains(','), heads.contains('\t'), heads.contains(';')) {
        (false, true, _) => b'\t',
        (false, false, true) => b';',
        _ => b',',
    }
}

/// Line on which a record begins, from 1. The reader counts the blank lines before it as part of it; we do not.
fn line_of(text: &str, record: &StringRecord) -> u64 {
    let Some(position) = record.position() else { return 0 };
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let skipped = text.as_bytes().get(start..).unwrap_or_default().iter();
    let breaks =
        skipped.take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| **byte == b'\n').count();
    position.line() + breaks as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_line_numbers() {
        let text = "\na,b\n\n1,2\r\n,\n\r\n\"x\ny\",4\n5,6";
        let raw = RawTable::from_csv(Path::new("t.csv"), text).expect("csv");
        assert_eq!((raw.head_row, raw.heads.as_slice()), (2, ["a".to_owned(), "b".to_owned()].as_slice()));
        assert_eq!(raw.rows.iter().map(|(row, _)| row).collect::<Vec<_>>(), [4, 7, 9]);
    }

    #[test]
    fn tabs_part_cells_where_the_heads_have_no_comma() {
        let raw = RawTable::from_csv(Path::new("t.csv"), "a\tb\n1\t2\n").expect("csv");
        assert_eq!(raw.heads.len(), 2);
    }
}

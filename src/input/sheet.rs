//! A sheet of a workbook, read cell by cell: what it takes is what is filled, however far apart the cells stand.

use super::findings::Findings;
use super::number_format::{Shown, shown};
use super::raw::{Merged, RawTable, blank};
use super::records::Records;
use super::size;
use crate::diagnostic::Location;
use calamine::{Data, DataRef, ExcelDateTime, Xlsx, XlsxError};
use std::collections::HashMap;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

/// Rows of a sheet that are looked at to guess what it holds.
const LOOKED_AT: u32 = 6;

/// Filled cells of a sheet.
#[derive(Default)]
pub(super) struct Cells {
    /// All texts.
    text: String,
    filled: Vec<Filled>,
    /// Formulas without a stored result.
    without_result: Vec<(u32, u32)>,
}

/// A filled cell by row and column, from 0, and where its text stands.
#[derive(Clone, Copy)]
struct Filled {
    row: u32,
    column: u32,
    text: (u32, u32),
}

impl Cells {
    /// Adds a cell; whether no more cells and text than may be read are there.
    fn add(&mut self, (row, column): (u32, u32), text: &str) -> bool {
        if self.filled.len() == size::CELLS || self.text.len() + text.len() > size::TEXT {
            return false;
        }
        let end = |cells: &Self| u32::try_from(cells.text.len()).unwrap_or(u32::MAX);
        let start = end(self);
        self.text.push_str(text);
        self.filled.push(Filled { row, column, text: (start, end(self)) });
        true
    }

    /// Adds a cell unless it is blank; whether no more cells and text than may be read are there.
    pub(super) fn fill(&mut self, at: (u32, u32), text: &str) -> bool {
        blank(text) || self.add(at, text)
    }

    /// Notes a formula without a stored result.
    pub(super) fn lack(&mut self, at: (u32, u32)) {
        if self.without_result.len() < size::CELLS {
            self.without_result.push(at);
        }
    }

    /// The cells row by row, as they stand in nearly every file.
    pub(super) fn in_order(mut self) -> Self {
        self.filled.sort_by_key(|cell| (cell.row, cell.column));
        self
    }

    /// Row, column and text of every cell.
    pub(super) fn iter(&self) -> impl Iterator<Item = ((u32, u32), &str)> {
        self.filled.iter().map(|cell| ((cell.row, cell.column), self.text(cell)))
    }

    /// Texts of the first rows, to guess what a sheet holds that is not read.
    pub(super) fn of_first_rows(&self) -> Vec<String> {
        let first = self.filled.first().map_or(0, |cell| cell.row);
        let near = self.filled.iter().take_while(|cell| cell.row < first + LOOKED_AT);
        near.map(|cell| self.text(cell).trim().to_owned()).filter(|text| !text.is_empty()).collect()
    }

    fn text(&self, of: &Filled) -> &str {
        self.text.get(of.text.0 as usize..of.text.1 as usize).unwrap_or_default()
    }
}

/// Number formats that show something else than what a cell holds, by row and column.
type Shows = HashMap<(u32, u32), usize>;

/// The cells of a sheet with such a format. Nearly no workbook has one: then nothing is read.
fn shows(
    workbook: &mut Xlsx<Cursor<Arc<[u8]>>>,
    name: &str,
) -> Result<(Vec<Option<Shown>>, Shows), XlsxError> {
    let mut reader = workbook.worksheet_cells_reader(name)?;
    let format = |style: &calamine::Style| shown(&style.number_format.as_ref()?.format_code);
    let formats: Vec<Option<Shown>> = reader.styles().iter().map(format).collect();
    let mut shows = Shows::new();
    if formats.iter().any(Option::is_some) {
        while let Some((row, column, style)) = reader.next_style_id()? {
            if formats.get(style).is_some_and(Option::is_some) && shows.len() < size::CELLS {
                shows.insert((row, column), style);
            }
        }
    }
    Ok((formats, shows))
}

/// Reads the filled cells of a sheet, formulas by their stored results; none where there are more than may be read.
pub(super) fn cells(workbook: &mut Xlsx<Cursor<Arc<[u8]>>>, name: &str) -> Result<Option<Cells>, XlsxError> {
    let (formats, shows) = shows(workbook, name)?;
    let mut reader = workbook.worksheet_cells_reader(name)?;
    let mut cells = Cells::default();
    while let Some(cell) = reader.next_cell_with_formula_metadata()? {
        let (row, column) = cell.pos;
        let shown = shows.get(&cell.pos).and_then(|style| formats.get(*style)?.as_ref());
        let text = match (&cell.value, shown) {
            (DataRef::Float(number), Some(shown)) => shown.text(*number),
            #[allow(clippy::cast_precision_loss)] // sheets hold no number beyond 2⁵³
            (DataRef::Int(number), Some(shown)) => shown.text(*number as f64),
            (value, _) => cell_text(value),
        };
        let without_result = cell.formula.is_some() && matches!(cell.value, DataRef::Empty);
        if without_result {
            cells.lack((row, column));
        }
        // A formula without a result keeps its place.
        if (without_result || !blank(&text)) && !cells.add((row, column), &text) {
            return Ok(None);
        }
    }
    Ok(Some(cells.in_order()))
}

/// A stretch of merged cells: first row and column, last row and column, from 0.
pub(super) type Range = ((u32, u32), (u32, u32));

/// The table of a sheet, from its first filled column to its last.
pub(super) fn table(
    file: &Path,
    sheet: &str,
    cells: Option<Cells>,
    merged: &[Range],
    findings: &Findings,
) -> Option<RawTable> {
    let place = |row: Option<u32>, column: Option<String>| Location {
        file: file.to_owned(),
        sheet: Some(sheet.to_owned()),
        row: row.map(|row| u64::from(row) + 1),
        column,
    };
    let Some(cells) = cells else {
        let (zh, en) = (
            "工作表的有值单元格超过三千万个，或文字共超过 1 GiB",
            "the sheet has more than thirty million filled cells or more than 1 GiB of text in them",
        );
        size::refuse(findings, place(None, None), zh, en);
        return None;
    };
    let first = cells.filled.iter().map(|cell| cell.column).min().unwrap_or(0);
    let last = cells.filled.iter().map(|cell| (cell.column, cell.row)).max();
    let (last, at) = last.unwrap_or((0, 0));
    if last - first.min(last) >= size::COLUMNS {
        let (zh, en) = ("表格右侧很远处有一个单元格有值", "a cell far to the right of the table is filled");
        size::refuse(findings, place(Some(at), Some(letters(last))), zh, en);
        return None;
    }
    let position = |column: u32| usize::try_from(column - first).unwrap_or(usize::MAX);
    let mut records = Records::with_room_for(cells.text.len());
    for row in cells.filled.chunk_by(|one, other| one.row == other.row) {
        let mut texts = vec![""; position(last) + 1];
        row.iter().for_each(|cell| texts[position(cell.column)] = cells.text(cell));
        records.push(u64::from(row[0].row) + 1, texts);
    }
    let mut raw = RawTable::from_sheet(file, sheet, records);
    raw.first_column = first;
    raw.merged = merged
        .iter()
        .filter(|(start, end)| start.1 >= first && start.1 <= last && *start != *end)
        .map(|(start, end)| Merged {
            first: (u64::from(start.0) + 1, position(start.1)),
            last: (u64::from(end.0) + 1, position(end.1.min(last))),
        })
        .collect();
    raw.without_result =
        cells.without_result.iter().map(|(row, column)| (u64::from(*row) + 1, position(*column))).collect();
    Some(raw)
}

/// A column as spreadsheets name it: 0 is `A`, 16383 is `XFD`.
pub(super) fn letters(column: u32) -> String {
    let (before, letter) = (column / 26, char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
    if before == 0 { letter.to_string() } else { letters(before - 1) + &letter.to_string() }
}

/// A cell of a sheet as it would be written in a CSV file.
pub(super) fn cell_text(cell: &DataRef) -> String {
    match cell {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        DataRef::DateTime(moment) => day(moment),
        DataRef::Error(error) => error.to_string(),
    }
}

/// The same of a cell by itself.
pub(super) fn data_text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number_text(*number),
        Data::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Data::DateTime(moment) => day(moment),
        Data::Error(error) => error.to_string(),
    }
}

fn day(moment: &ExcelDateTime) -> String {
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

/// A number of a workbook in plain digits, and so that its decimals are not taken for thousands: 1.234 is written 1.2340.
pub(super) fn number_text(number: f64) -> String {
    let text = number.to_string();
    let thousandths = text.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3);
    if thousandths && number.abs() >= 1.0 { text + "0" } else { text }
}

#[cfg(test)]
mod tests {
    use super::{letters, number_text};

    #[test]
    fn numbers_have_plain_digits() {
        assert_eq!([12.0, 0.123, 1.234, 1234.5].map(number_text), ["12", "0.123", "1.2340", "1234.5"]);
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 701, 702, 16_383].map(letters), ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}

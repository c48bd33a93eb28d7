//! A sheet of a workbook, read cell by cell: what it takes is what is filled, however far apart the cells stand.

use super::findings::Findings;
use super::raw::{RawTable, blank};
use super::size;
use crate::diagnostic::Location;
use calamine::{DataRef, Xlsx, XlsxError};
use csv::StringRecord;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

/// Filled cells by row and column, from 0; none where there are more than may be read.
type Cells = Option<BTreeMap<u32, BTreeMap<u32, String>>>;

/// Reads the filled cells of a sheet.
pub(super) fn cells(workbook: &mut Xlsx<Cursor<Arc<[u8]>>>, name: &str) -> Result<Cells, XlsxError> {
    let mut reader = workbook.worksheet_cells_reader(name)?;
    let (mut rows, mut count) = (BTreeMap::<u32, BTreeMap<u32, String>>::new(), 0);
    while let Some(cell) = reader.next_cell()? {
        let text = cell_text(cell.get_value());
        if blank(&text) {
            continue;
        }
        count += 1;
        if count > size::CELLS {
            return Ok(None);
        }
        let (row, column) = cell.get_position();
        rows.entry(row).or_default().insert(column, text);
    }
    Ok(Some(rows))
}

/// The table of a sheet, from its first filled column to its last.
pub(super) fn table(file: &Path, sheet: &str, cells: Cells, findings: &Findings) -> Option<RawTable> {
    let place = |row: Option<u32>, column: Option<String>| Location {
        file: file.to_owned(),
        sheet: Some(sheet.to_owned()),
        row: row.map(|row| u64::from(row) + 1),
        column,
    };
    let Some(rows) = cells else {
        let (zh, en) =
            ("工作表的有值单元格超过三千万个", "the sheet has more than thirty million filled cells");
        size::refuse(findings, place(None, None), zh, en);
        return None;
    };
    let first = rows.values().filter_map(|row| row.keys().next()).min().copied().unwrap_or(0);
    let last = rows.iter().filter_map(|(at, row)| Some((*row.keys().next_back()?, *at))).max();
    let (last, at) = last.unwrap_or((0, 0));
    if last - first.min(last) >= size::COLUMNS {
        let (zh, en) = ("表格右侧很远处有一个单元格有值", "a cell far to the right of the table is filled");
        size::refuse(findings, place(Some(at), Some(letters(last))), zh, en);
        return None;
    }
    let record = |row: &BTreeMap<u32, String>| {
        (first..=last).map(|column| row.get(&column).map_or("", String::as_str)).collect::<StringRecord>()
    };
    let rows = rows.iter().map(|(at, row)| (u64::from(*at) + 1, record(row))).collect();
    Some(RawTable::from_sheet(file, sheet, rows))
}

/// A column as spreadsheets name it: 0 is `A`, 16383 is `XFD`.
pub(super) fn letters(column: u32) -> String {
    let (before, letter) = (column / 26, char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
    if before == 0 { letter.to_string() } else { letters(before - 1) + &letter.to_string() }
}

/// A cell of a sheet as it would be written in a CSV file.
fn cell_text(cell: &DataRef) -> String {
    match cell {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Error(error) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_letters() {
        assert_eq!([0, 25, 26, 701, 702, 16_383].map(letters), ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }
}

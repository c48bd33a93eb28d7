//! Tables as an Excel workbook (电子表格): a sheet a table, typed cells, heads that stay in sight, totals as live formulas.

use super::words::say;
use super::{Cell, Summed};
use crate::domain::Language;
use crate::harmless::clean;
use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{Format, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

/// Row of the heads; the title stands above.
const HEADS: u32 = 1;

/// Widest column, characters.
const WIDEST: usize = 40;

/// Makes a workbook: a first sheet of sentences, then a sheet for each table.
///
/// # Errors
/// [`XlsxError`] where a table is larger than a sheet can be.
pub fn workbook(sentences: &[String], tables: &[Summed], language: Language) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let notes = workbook.add_worksheet();
    notes.set_name(say(language, "说明", "Notes"))?.set_column_width(0, 110)?;
    let wrapped = Format::new().set_text_wrap();
    for (row, sentence) in (0..).zip(sentences) {
        notes.write_with_format(row, 0, sheet_text(sentence), &wrapped)?;
    }
    for table in tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&table.name))?;
        fill(sheet, table, language)?;
    }
    workbook.save_to_buffer()
}

/// Most characters of a cell.
const LONGEST: usize = 32_767;

/// A text as a cell may hold it. Texts are written as texts, never as formulas.
pub(super) fn sheet_text(text: &str) -> String {
    let clean = clean(text);
    if clean.encode_utf16().count() <= LONGEST {
        return clean.into_owned();
    }
    // A character takes two units at most.
    clean.chars().take(LONGEST / 2 - 1).chain(['…']).collect()
}

/// A name that a sheet may have: at most 31 characters, none of those that are not allowed.
fn sheet_name(name: &str) -> String {
    name.chars().filter(|one| !"[]:*?/\\".contains(*one)).take(31).collect()
}

fn fill(sheet: &mut Worksheet, summed: &Summed, language: Language) -> Result<(), XlsxError> {
    let table = &summed.table;
    let bold = Format::new().set_bold();
    let head = Format::new().set_bold().set_text_wrap().set_border_bottom(FormatBorder::Thin);
    sheet.write_with_format(0, 0, sheet_text(&table.title), &bold)?;
    for (column, text) in (0..).zip(&table.heads) {
        sheet.write_with_format(HEADS, column, sheet_text(text), &head)?;
        sheet.set_column_width(column, width(summed, usize::from(column)))?;
    }
    for (row, cells) in (HEADS + 1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(cells) {
            let is_sum = usize::from(column) + 1 == table.heads.len();
            match summed.across.filter(|_| is_sum) {
                Some((first, last)) => {
                    let range = (row, narrow(first), row, narrow(last));
                    write_sum(sheet, (row, column), range, cell, &Format::new())?;
                }
                None => write(sheet, row, column, cell)?,
            }
        }
    }
    sheet.set_freeze_panes(HEADS + 1, 1)?;
    sheet.set_repeat_rows(0, HEADS)?;
    totals(sheet, summed, language)
}

fn totals(sheet: &mut Worksheet, summed: &Summed, language: Language) -> Result<(), XlsxError> {
    let totals = summed.with_totals(language);
    if totals.rows.len() == summed.table.rows.len() {
        return Ok(());
    }
    let bold = Format::new().set_bold().set_border_top(FormatBorder::Thin);
    let first = HEADS + 1;
    let row = first + u32::try_from(summed.table.rows.len()).unwrap_or(0);
    for (column, cell) in (0..).zip(&totals.rows[totals.rows.len() - 1]) {
        match cell {
            Cell::Number(..) => {
                write_sum(sheet, (row, column), (first, column, row - 1, column), cell, &bold)?;
            }
            _ => {
                sheet.write_with_format(row, column, sheet_text(&cell.display()), &bold)?;
            }
        }
    }
    Ok(())
}

/// A live sum of cells, with its value for readers that do not compute.
fn write_sum(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    (first_row, first_column, last_row, last_column): (u32, u16, u32, u16),
    value: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    let (from, to) = (row_col_to_cell(first_row, first_column), row_col_to_cell(last_row, last_column));
    let result = if let Cell::Number(value, _) = value { value.to_string() } else { String::new() };
    let formula = Formula::new(format!("=SUM({from}:{to})")).set_result(result);
    sheet.write_formula_with_format(row, column, formula, &number_format(format.clone(), value)).map(|_| ())
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
    let format = number_format(Format::new(), cell);
    match cell {
        Cell::Text(text) => sheet.write_with_format(row, column, sheet_text(text), &format),
        Cell::Number(value, _) | Cell::Percent(value, _) => {
            sheet.write_with_format(row, column, *value, &format)
        }
        Cell::Blank => return Ok(()),
    }
    .map(|_| ())
}

fn number_format(format: Format, cell: &Cell) -> Format {
    let decimals = |decimals: usize| {
        if decimals == 0 { String::new() } else { format!(".{}", "0".repeat(decimals)) }
    };
    match cell {
        Cell::Number(_, places) => format.set_num_format(format!("#,##0{}", decimals(*places))),
        Cell::Percent(_, places) => format.set_num_format(format!("0{}%", decimals(*places))),
        Cell::Text(_) | Cell::Blank => format,
    }
}

fn narrow(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// Width that holds what is in a column; Chinese characters count twice.
#[allow(clippy::cast_precision_loss)] // at most WIDEST
fn width(summed: &Summed, column: usize) -> f64 {
    let wide = |text: &str| text.chars().map(|one| if one.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let cells = summed.table.rows.iter().filter_map(|row| row.get(column)).map(|cell| wide(&cell.display()));
    let head = wide(&summed.table.heads[column]).min(16);
    (cells.chain([head]).max().unwrap_or(0).min(WIDEST) + 2) as f64
}

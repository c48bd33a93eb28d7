//! A study's tables written back as a workbook with what was found in them (标注工作簿): faulty cells coloured and commented, and
//! every finding on a sheet of its own.

mod list;
mod marks;

use super::words::say;
use crate::diagnostic::Diagnostic;
use crate::domain::Language;
use crate::harmless::clean;
use crate::input::{CellContent, Grid, GridCell};
use crate::schema::ValueKind;
use marks::{Mark, Marks, colour};
use rust_xlsxwriter::{Format, Formula, Note, Workbook, Worksheet, XlsxError};

/// Most comments on a sheet; further cells are coloured only, since programs become slow with more.
const COMMENTS: usize = 5000;

/// Longest text of a cell, in letters; a workbook cannot hold a longer one.
const LONGEST: usize = 16_000;

/// Rows whose widths set that of a column.
const MEASURED: usize = 200;

/// Writes tables and findings into a workbook: first a sheet of all findings, then every table as it stands, errors in red,
/// warnings in yellow, notes in blue.
///
/// # Errors
/// [`XlsxError`] where a table does not fit a sheet.
pub fn marked_workbook(
    grids: &[Grid],
    findings: &[Diagnostic],
    language: Language,
) -> Result<Vec<u8>, XlsxError> {
    let grids: Vec<&Grid> = grids.iter().filter(|grid| !list::is_list(grid)).collect();
    let marks: Vec<Marks> = grids.iter().map(|grid| Marks::on(grid, findings)).collect();
    let mut workbook = Workbook::new();
    list::write(workbook.add_worksheet(), &grids, &marks, findings, language)?;
    for (grid, marks) in grids.iter().zip(&marks) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(&grid.name)?;
        fill(sheet, grid, marks, language)?;
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, grid: &Grid, marks: &Marks, language: Language) -> Result<(), XlsxError> {
    sheet.set_hidden(grid.hidden);
    for ((row, column), (last_row, last_column)) in &grid.merged {
        // Ranges that overlap, as in damaged files, stay apart.
        let _ = sheet.merge_range(*row, narrow(*column), *last_row, narrow(*last_column), "", &Format::new());
    }
    for (at, cell) in &grid.cells {
        write(sheet, grid, *at, cell, marks.at(*at))?;
    }
    let blank = marks.cells().filter(|(at, _)| !grid.cells.contains_key(at));
    for ((row, column), mark) in blank {
        sheet.write_blank(row, narrow(column), &Format::new().set_background_color(colour(mark.severity)))?;
    }
    for ((row, column), mark) in marks.cells().filter(|(_, mark)| !mark.findings.is_empty()).take(COMMENTS) {
        sheet.insert_note(row, narrow(column), &comment(mark, language))?;
    }
    if let Some(layout) = &grid.layout {
        sheet.set_freeze_panes(u32::try_from(layout.head_row).unwrap_or(1), 0)?;
    }
    widen(sheet, grid)
}

fn narrow(column: u32) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

fn write(
    sheet: &mut Worksheet,
    grid: &Grid,
    at: (u32, u32),
    cell: &GridCell,
    mark: Option<&Mark>,
) -> Result<(), XlsxError> {
    let (row, column) = (at.0, narrow(at.1));
    let mut format = Format::new();
    if let Some(mark) = mark {
        format = format.set_background_color(colour(mark.severity));
    }
    let own = cell.format.clone().map(|format| format.replace("yyyy/mm/dd", "yyyy\\-mm\\-dd"));
    let shown = own.or_else(|| standard_format(grid, at, cell));
    if let Some(shown) = shown {
        format = format.set_num_format(shown);
    }
    if let Some(formula) = cell.formula.as_ref().filter(|formula| stands_alone(formula, grid)) {
        let formula = Formula::new(formula).set_result(stored(&cell.content));
        return sheet.write_formula_with_format(row, column, formula, &format).map(|_| ());
    }
    match &cell.content {
        CellContent::Number(number) | CellContent::Moment(number) if number.is_finite() => {
            sheet.write_number_with_format(row, column, *number, &format)?
        }
        CellContent::Flag(flag) => sheet.write_boolean_with_format(row, column, *flag, &format)?,
        CellContent::Text(text) if grid.is_sheet => {
            sheet.write_string_with_format(row, column, cut(text), &format)?
        }
        CellContent::Text(text) => match number(grid, at, text) {
            Some(number) => sheet.write_number_with_format(row, column, number, &format)?,
            None => sheet.write_string_with_format(row, column, cut(text), &format)?,
        },
        CellContent::Number(_) | CellContent::Moment(_) | CellContent::Fault(_) | CellContent::Nothing => {
            sheet.write_string_with_format(row, column, stored(&cell.content), &format)?
        }
    };
    Ok(())
}

fn cut(text: &str) -> String {
    clean(text).chars().take(LONGEST).collect()
}

/// A content as text.
fn stored(content: &CellContent) -> String {
    match content {
        CellContent::Text(text) | CellContent::Fault(text) => cut(text),
        CellContent::Number(number) | CellContent::Moment(number) => number.to_string(),
        CellContent::Flag(flag) => flag.to_string().to_uppercase(),
        CellContent::Nothing => String::new(),
    }
}

/// Whether a formula names nothing that is not kept: other files, names of ranges, parts of formatted tables.
fn stands_alone(formula: &str, grid: &Grid) -> bool {
    !formula.contains('[') && !grid.names.iter().any(|name| formula.contains(name.as_str()))
}

/// Moments are shown as days; texts of CSV files stay texts when they are edited, but for columns of numbers.
fn standard_format(grid: &Grid, at: (u32, u32), cell: &GridCell) -> Option<String> {
    match &cell.content {
        CellContent::Moment(_) => Some("yyyy\\-mm\\-dd".to_owned()),
        CellContent::Text(_) if !grid.is_sheet && !is_number_column(grid, at.1) => Some("@".to_owned()),
        _ => None,
    }
}

fn is_number_column(grid: &Grid, column: u32) -> bool {
    let Some(layout) = &grid.layout else { return false };
    let head = column.checked_sub(layout.first_column).and_then(|at| layout.heads.get(at as usize));
    let kind = head.and_then(|head| layout.table.column(head)).map(|column| column.kind);
    matches!(kind, Some(ValueKind::Number { .. } | ValueKind::Integer { .. } | ValueKind::Year))
}

/// The number of a CSV file's cell, where a number says all that the text does.
fn number(grid: &Grid, (row, column): (u32, u32), text: &str) -> Option<f64> {
    let is_head = grid.layout.as_ref().is_some_and(|layout| u64::from(row) < layout.head_row);
    let number: f64 = text.parse().ok()?;
    (!is_head && is_number_column(grid, column) && number.to_string() == text).then_some(number)
}

/// The comment of a cell: all that was found there.
fn comment(mark: &Mark, language: Language) -> Note {
    let lines: Vec<String> = mark.findings.iter().map(|one| marks::line(one, language)).collect();
    let text = clean(&lines.join("\n")).into_owned();
    let lines = text.lines().map(|line| 1 + width(line) / 46).sum::<usize>();
    let height = u32::try_from(lines.clamp(3, 25)).unwrap_or(25) * 18 + 10;
    Note::new(cut(&text)).set_author("xuewei").add_author_prefix(false).set_width(340).set_height(height)
}

/// Width of a text; Chinese characters count twice.
fn width(text: &str) -> usize {
    text.chars().map(|one| if one.is_ascii() { 1 } else { 2 }).sum()
}

fn widen(sheet: &mut Worksheet, grid: &Grid) -> Result<(), XlsxError> {
    let mut widths = std::collections::BTreeMap::new();
    let rows = grid.cells.keys().next().map_or(0, |(row, _)| *row);
    let measured = rows..rows.saturating_add(u32::try_from(MEASURED).unwrap_or(0));
    for ((_, column), cell) in grid.cells.iter().filter(|((row, _), _)| measured.contains(row)) {
        let wide = match &cell.content {
            CellContent::Moment(_) => 10,
            content => width(&stored(content)),
        };
        let known = widths.entry(narrow(*column)).or_insert(6);
        *known = wide.clamp(*known, 40);
    }
    for (column, wide) in widths {
        #[allow(clippy::cast_precision_loss)] // at most 40
        sheet.set_column_width(column, wide as f64 + 2.0)?;
    }
    Ok(())
}

/// Title of the sheet of findings, by which it is known again.
const TITLE: &str = "xuewei check";

/// Name of the sheet of findings.
fn list_name(language: Language) -> String {
    say(language, "检查结果", "Findings")
}

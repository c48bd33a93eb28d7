//! The attachments as a workbook (附件): typed cells, frozen heads, filters, live totals, print areas, native charts, and a sheet of definitions.

use crate::domain::Language;
use crate::report::chart::character_widths;
use crate::report::story::{Attachment, ColumnKind, Story};
use crate::report::table::Cell;
use crate::report::workbook::sheet_text;
use rust_xlsxwriter::{
    Chart, ChartType, Color, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};
use thiserror::Error;

/// Why a workbook cannot be made.
#[derive(Debug, Error)]
#[error("cannot make the workbook: {0}")]
pub struct WorkbookError(#[from] XlsxError);

/// Row of the heads: a title and the stamp come before.
const HEADS: u32 = 2;

/// Writes the attachments.
///
/// # Errors
/// [`WorkbookError`] where the library refuses a sheet.
pub fn xlsx(story: &Story) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    for attachment in &story.attachments {
        sheet(workbook.add_worksheet(), attachment, story)?;
    }
    definitions(workbook.add_worksheet(), story)?;
    Ok(workbook.save_to_buffer()?)
}

fn plain() -> Format {
    Format::new().set_font_name("宋体").set_font_size(10).set_border(FormatBorder::Thin)
}

fn head() -> Format {
    plain()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0x00e9_eff6))
}

fn of_kind(kind: ColumnKind) -> Format {
    match kind {
        ColumnKind::Text => plain().set_text_wrap().set_align(FormatAlign::VerticalCenter),
        ColumnKind::Count | ColumnKind::Whole => {
            plain().set_align(FormatAlign::VerticalCenter).set_num_format("#,##0")
        }
        ColumnKind::Year => {
            plain().set_num_format("0").set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter)
        }
        ColumnKind::Money | ColumnKind::Value => {
            plain().set_align(FormatAlign::VerticalCenter).set_num_format("#,##0.00")
        }
        ColumnKind::Share => plain().set_align(FormatAlign::VerticalCenter).set_num_format("0.0%"),
    }
}

/// Title and stamp; between them, across the table, what no reader should miss.
fn title(
    sheet: &mut Worksheet,
    title: &str,
    story: &Story,
    name: &str,
    widths: &[u16],
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    sheet.write_with_format(
        0,
        0,
        sheet_text(title),
        &Format::new().set_font_name("黑体").set_font_size(16),
    )?;
    let format = Format::new().set_font_name("宋体").set_font_size(9);
    let warnings: Vec<&str> = story.warnings().collect();
    if warnings.is_empty() || widths.len() < 2 {
        sheet.write_with_format(1, 0, sheet_text(&story.stamp), &format)?;
        return Ok(());
    }
    let lines = warnings.iter().copied().chain([story.stamp.as_str()]);
    let across = [widths.iter().sum()];
    let height: f64 = lines.clone().map(|line| height(&[Cell::Text(line.to_owned())], &across)).sum();
    let text = sheet_text(&lines.collect::<Vec<_>>().join("\n"));
    let format = format.set_text_wrap().set_align(FormatAlign::Top).set_bold();
    sheet.merge_range(1, 0, 1, position(widths.len() - 1), &text, &format)?;
    sheet.set_row_height(1, height)?;
    Ok(())
}

/// Columns, in letters, that fit upright A4, and lying A4; wider tables are printed on A3.
const UPRIGHT: u16 = 95;
const LYING: u16 = 150;

fn page(sheet: &mut Worksheet, story: &Story, width: u16, last: (u32, u16)) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    const A3: u8 = 8;
    sheet.set_paper_size(if width > LYING { A3 } else { A4 });
    if width > UPRIGHT {
        sheet.set_landscape();
    }
    sheet.set_margins(0.5, 0.5, 0.7, 0.7, 0.3, 0.3);
    sheet.set_print_center_horizontally(true);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_print_area(0, 0, last.0, last.1)?;
    sheet.set_repeat_rows(HEADS, HEADS)?;
    sheet.set_freeze_panes(HEADS + 1, 0)?;
    sheet.set_footer(format!("&L&8{}&R&P / &N", sheet_text(&story.stamp).replace('&', "&&")));
    Ok(())
}

fn position(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn line(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn sheet(sheet: &mut Worksheet, attachment: &Attachment, story: &Story) -> Result<(), XlsxError> {
    let widths: Vec<u16> = attachment.columns.iter().map(|column| column.width).collect();
    title(sheet, &attachment.table.title, story, &attachment.name, &widths)?;
    for (at, (name, column)) in attachment.table.heads.iter().zip(&attachment.columns).enumerate() {
        sheet.write_with_format(HEADS, position(at), sheet_text(name), &head())?;
        sheet.set_column_width(position(at), column.width)?;
    }
    let formats: Vec<Format> = attachment.columns.iter().map(|column| of_kind(column.kind)).collect();
    let heads: Vec<Cell> = attachment.table.heads.iter().map(|head| Cell::Text(head.clone())).collect();
    sheet.set_row_height(HEADS, height(&heads, &widths) + 4.0)?;
    for (at, row) in attachment.table.rows.iter().enumerate() {
        sheet.set_row_height(HEADS + 1 + line(at), height(row, &widths))?;
        for (column, cell) in row.iter().enumerate() {
            write(sheet, (HEADS + 1 + line(at), position(column)), cell, &formats[column])?;
        }
    }
    let (rows, columns) =
        (line(attachment.table.rows.len()), position(attachment.columns.len().saturating_sub(1)));
    sheet.autofilter(HEADS, 0, HEADS + rows, columns)?;
    let mut last = HEADS + rows;
    if attachment.total {
        last += 1;
        totals(sheet, attachment, story.language, last)?;
    }
    let shown = if attachment.chart.is_some() { last + CHART_ROWS } else { last };
    page(sheet, story, widths.iter().sum(), (shown, columns))?;
    chart(sheet, attachment, last)
}

/// Height of a row, points, in which every text is read whole: programs but Excel do not find it by themselves.
fn height(row: &[Cell], widths: &[u16]) -> f64 {
    // Letters of 10 points in columns counted in digits; lines break early, where a word or number ends.
    let lines = |(cell, width): (&Cell, &u16)| match cell {
        Cell::Text(text) => {
            (character_widths(text) * 1.9 / (f64::from(*width) - 1.5).max(1.0)).ceil().max(1.0)
        }
        _ => 1.0,
    };
    row.iter().zip(widths).map(lines).fold(1.0, f64::max) * 13.5 + 2.0
}

/// Numbers are written as they are, money in 10⁴ yuan, so that totals add up to those of the run.
fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => sheet.write_with_format(row, column, sheet_text(text), format)?,
        Cell::Number(number, _) => sheet.write_with_format(row, column, *number, format)?,
        Cell::Percent(share, decimals) => {
            let format = format.clone().set_num_format(if *decimals > 1 { "0.00%" } else { "0.0%" });
            sheet.write_with_format(row, column, *share, &format)?
        }
        Cell::Blank => sheet.write_blank(row, column, format)?,
    };
    Ok(())
}

/// Totals by formulas that follow the filter, with the sum of all rows as the value that a reader without formulas sees.
fn totals(
    sheet: &mut Worksheet,
    attachment: &Attachment,
    language: Language,
    row: u32,
) -> Result<(), XlsxError> {
    let word = if language == Language::Chinese { "合计" } else { "All" };
    for (at, column) in attachment.columns.iter().enumerate() {
        let format = of_kind(column.kind).set_bold().set_border_top(FormatBorder::Medium);
        let place = position(at);
        if !matches!(column.kind, ColumnKind::Count | ColumnKind::Money) || attachment.table.rows.is_empty() {
            sheet.write_blank(row, place, &format)?;
            continue;
        }
        let letter = rust_xlsxwriter::utility::column_number_to_name(place);
        let sum: f64 = attachment
            .table
            .rows
            .iter()
            .map(|row| if let Cell::Number(number, _) = row[at] { number } else { 0.0 })
            .sum();
        let formula = Formula::new(format!("=SUBTOTAL(109,{letter}{}:{letter}{row})", HEADS + 2));
        sheet.write_formula_with_format(row, place, formula.set_result(sum.to_string()), &format)?;
    }
    sheet.write_with_format(
        row,
        0,
        word,
        &of_kind(ColumnKind::Text).set_bold().set_border_top(FormatBorder::Medium),
    )?;
    Ok(())
}

/// Rows below a table that its chart takes.
const CHART_ROWS: u32 = 20;

fn chart(sheet: &mut Worksheet, attachment: &Attachment, last: u32) -> Result<(), XlsxError> {
    let Some((categories, values)) = &attachment.chart else { return Ok(()) };
    let rows = line(attachment.table.rows.len());
    let mut chart = Chart::new(ChartType::Column);
    for column in values {
        let range = |column: usize| {
            (attachment.name.as_str(), HEADS + 1, position(column), HEADS + rows, position(column))
        };
        chart
            .add_series()
            .set_categories(range(*categories))
            .set_values(range(*column))
            .set_name(sheet_text(&attachment.table.heads[*column]).as_str());
    }
    chart.title().set_name(sheet_text(&attachment.table.title).as_str());
    chart.set_width(820).set_height(320);
    sheet.insert_chart(last + 2, 0, &chart)?;
    Ok(())
}

/// Widths of the columns of the last sheet.
const WIDTHS: [u16; 5] = [30, 60, 10, 26, 8];

fn definitions(sheet: &mut Worksheet, story: &Story) -> Result<(), XlsxError> {
    let table = &story.definitions;
    let name = if story.language == Language::Chinese { "说明与来源" } else { "Definitions" };
    title(sheet, &table.title, story, name, &WIDTHS)?;
    for (at, (head_text, width)) in table.heads.iter().zip(WIDTHS).enumerate() {
        sheet.write_with_format(HEADS, position(at), sheet_text(head_text), &head())?;
        sheet.set_column_width(position(at), width)?;
    }
    for (at, row) in table.rows.iter().enumerate() {
        sheet.set_row_height(HEADS + 1 + line(at), height(row, &WIDTHS))?;
        for (column, cell) in row.iter().enumerate() {
            let format = of_kind(ColumnKind::Text);
            write(sheet, (HEADS + 1 + line(at), position(column)), cell, &format)?;
        }
    }
    let last = (HEADS + line(table.rows.len()), position(table.heads.len().saturating_sub(1)));
    sheet.autofilter(HEADS, 0, last.0, last.1)?;
    page(sheet, story, WIDTHS.iter().sum(), last)
}

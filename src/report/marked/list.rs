//! The sheet of all findings, each with a link to its cell.

use super::marks::{Marks, colour};
use super::{TITLE, list_name, narrow};
use crate::diagnostic::{Diagnostic, Severity, number};
use crate::domain::Language;
use crate::input::{CellContent, Grid};
use crate::report::words::{heads, say};
use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Url, Worksheet, XlsxError};

/// Most findings that are listed, and most links that a sheet may hold.
const LISTED: usize = 1_000_000;
const LINKED: usize = 60_000;

/// Rows above the first finding.
const ABOVE: u32 = 4;

/// Whether a sheet is a list of findings of an earlier check, which the new one replaces.
pub(super) fn is_list(grid: &Grid) -> bool {
    let title = grid.cells.get(&(0, 0)).map(|cell| &cell.content);
    let named =
        [Language::Chinese, Language::English].iter().any(|language| grid.name == list_name(*language));
    named && matches!(title, Some(CellContent::Text(text)) if text.starts_with(TITLE))
}

pub(super) fn write(
    sheet: &mut Worksheet,
    grids: &[&Grid],
    marks: &[Marks],
    findings: &[Diagnostic],
    language: Language,
) -> Result<(), XlsxError> {
    let taken = |name: &String| grids.iter().any(|grid| grid.name.to_lowercase() == name.to_lowercase());
    let name = list_name(language);
    let mut names = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name} {number}")));
    sheet.set_name(names.find(|name| !taken(name)).unwrap_or(name))?;
    title(sheet, findings, language)?;
    for (row, (index, finding)) in (ABOVE..).zip(findings.iter().take(LISTED).enumerate()) {
        let place = grids.iter().zip(marks).find_map(|(grid, marks)| Some((*grid, marks.place(index)?)));
        line(sheet, row, finding, place.filter(|_| index < LINKED), language)?;
    }
    for (column, width) in (0..).zip([8.0, 22.0, 34.0, 16.0, 8.0, 20.0, 60.0, 60.0]) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(ABOVE, 0)?.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn title(sheet: &mut Worksheet, findings: &[Diagnostic], language: Language) -> Result<(), XlsxError> {
    let count = |severity| number(findings, severity);
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    let counts = match language {
        Language::Chinese => format!("{TITLE}：错误 {errors}，警告 {warnings}，提示 {notes}"),
        Language::English => format!("{TITLE}: {errors} errors, {warnings} warnings, {notes} notes"),
    };
    sheet.write_with_format(0, 0, counts, &Format::new().set_bold().set_font_size(14))?;
    let explained = say(
        language,
        "数值照原样写回；出错的格已着色并加批注：红为错误，黄为警告，蓝为提示。改好后可将本工作簿直接用作数据，本表不会读取。",
        "Values are as they were; cells at fault are coloured and commented: red for errors, yellow for warnings, blue for notes. Once mended the workbook can be used as data; this sheet is not read.",
    );
    sheet.write(1, 0, explained)?;
    if findings.len() > LISTED {
        let more = findings.len() - LISTED;
        sheet.write(
            2,
            0,
            say(language, &format!("另有 {more} 条未列"), &format!("{more} more are not listed")),
        )?;
    }
    let head = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
    let words = [
        ("级别", "Grade"),
        ("单元格", "Cell"),
        ("文件", "File"),
        ("工作表", "Sheet"),
        ("行", "Row"),
        ("列", "Column"),
        ("问题", "What"),
        ("建议", "Hint"),
    ];
    for (column, text) in (0..).zip(heads(language, &words)) {
        sheet.write_with_format(ABOVE - 1, column, text, &head)?;
    }
    Ok(())
}

fn line(
    sheet: &mut Worksheet,
    row: u32,
    finding: &Diagnostic,
    place: Option<(&Grid, (u32, u32))>,
    language: Language,
) -> Result<(), XlsxError> {
    let location = &finding.location;
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let coloured = wrapped.clone().set_background_color(colour(finding.severity));
    sheet.write_with_format(row, 0, finding.severity.word(language), &coloured)?;
    if let Some((grid, (at, column))) = place {
        let (name, cell) = (&grid.name, row_col_to_cell(at, narrow(column)));
        let link = Url::new(format!("internal:'{}'!{cell}", name.replace('\'', "''")))
            .set_text(format!("{name}!{cell}"));
        let link_format = wrapped.clone().set_font_color(Color::RGB(0x0005_63C1));
        sheet.write_url_with_format(row, 1, link, &link_format)?;
    }
    let name = location.file.file_name().unwrap_or(location.file.as_os_str()).to_string_lossy();
    sheet.write_with_format(row, 2, clean(&name), &wrapped)?;
    sheet.write_with_format(row, 3, clean(location.sheet.as_deref().unwrap_or_default()), &wrapped)?;
    if let Some(number) = location.row {
        #[allow(clippy::cast_precision_loss)] // rows stay far below 2⁵³
        sheet.write_with_format(row, 4, number as f64, &wrapped)?;
    }
    sheet.write_with_format(row, 5, clean(location.column.as_deref().unwrap_or_default()), &wrapped)?;
    sheet.write_with_format(row, 6, clean(finding.what.get(language)), &wrapped)?;
    sheet.write_with_format(row, 7, clean(finding.hint.get(language)), &wrapped)?;
    Ok(())
}

fn clean(text: &str) -> String {
    super::cut(text)
}

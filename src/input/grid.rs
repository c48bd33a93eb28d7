//! Tables as they stand in their files, cell by cell with their types, to be written back with marks.

use super::book::Book;
use super::book::kind::{self, Kind};
use super::decode::decode;
use super::layout::Layout;
use super::raw::{blank, records};
use super::size::CODE;
use super::tidy::{FROM_FORMAT, NOT_SHOWN};
use super::{InputFile, InputRole, Reading};
use calamine::{DataRef, Reader as _, SheetVisible, Xlsx};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;

/// What a cell holds (单元格内容).
#[derive(Debug, Clone, PartialEq)]
pub enum CellContent {
    /// Text.
    Text(String),
    /// A number.
    Number(f64),
    /// A moment, as spreadsheets count days.
    Moment(f64),
    /// True or false.
    Flag(bool),
    /// A fault such as `#REF!`.
    Fault(String),
    /// Nothing: a formula without a stored result.
    Nothing,
}

/// A filled cell (单元格).
#[derive(Debug, Clone, PartialEq)]
pub struct GridCell {
    /// What it holds; for a formula its stored result.
    pub content: CellContent,
    /// Its formula, where it has one.
    pub formula: Option<String>,
    /// How its number is shown, where that is told.
    pub format: Option<String>,
}

/// A sheet of a workbook, or a CSV file (工作表).
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// File.
    pub file: PathBuf,
    /// Name of the sheet; of a CSV file its name without ending.
    pub name: String,
    /// Whether it is a sheet of a workbook.
    pub is_sheet: bool,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Filled cells by row and column, from 0.
    pub cells: BTreeMap<(u32, u32), GridCell>,
    /// Merged cells: first row and column, last row and column, from 0.
    pub merged: Vec<((u32, u32), (u32, u32))>,
    /// Where its table stands, if it holds one.
    pub layout: Option<Layout>,
    /// Names and parts of other files that its formulas may use, which are not kept.
    pub names: Vec<String>,
}

/// Most cells of a merged range that is kept; wider ones come from damaged files.
const MERGED: u64 = 10_000;

/// Days between the two calendars that spreadsheets count from.
const SINCE_1904: f64 = 1462.0;

impl Grid {
    /// Whether a sheet of a workbook can hold it: 1,048,576 rows of 16,384 columns.
    #[must_use]
    pub fn fits_a_sheet(&self) -> bool {
        self.cells.keys().all(|(row, column)| *row < 1 << 20 && *column < 1 << 14)
    }
}

/// The tables of a reading as they stand in their files; what cannot be read as a table, or was too large to be read, is left out.
#[must_use]
pub fn grids(reading: &Reading) -> Vec<Grid> {
    let refused = |file: &InputFile, sheet: Option<&str>| {
        let whole = reading.diagnostics.iter().filter(|one| one.code == CODE && one.location.row.is_none());
        let mut of_file = whole.map(|one| &one.location).filter(|place| place.file == file.path);
        of_file.any(|place| place.sheet.is_none() || place.sheet.as_deref() == sheet)
    };
    let of_file = |file: &InputFile| {
        let read = |sheet: &str| !refused(file, Some(sheet));
        match kind::kind(&file.content) {
            Ok(Kind::Xlsx) => of_workbook(file, &read),
            Ok(_) => of_other_workbook(file, &read),
            Err(_) => of_csv(file),
        }
    };
    let files = reading.files.iter().filter(|file| file.role == InputRole::Table && !refused(file, None));
    let mut tables: Vec<Grid> = files.flat_map(of_file).collect();
    for grid in &mut tables {
        let here = |layout: &&Layout| {
            layout.file == grid.file && layout.sheet.as_ref().is_none_or(|sheet| *sheet == grid.name)
        };
        grid.layout = reading.layouts.iter().find(here).cloned();
    }
    tables
}

fn of_csv(file: &InputFile) -> Vec<Grid> {
    let Some(text) = decode(&file.content).map(|decoded| decoded.text) else { return Vec::new() };
    let mut cells = BTreeMap::new();
    let records = records(&text).unwrap_or_default();
    for (row, record) in records.iter() {
        let row = u32::try_from(row.saturating_sub(1)).unwrap_or(u32::MAX);
        for (column, text) in (0..).zip(record.iter()).filter(|(_, text)| !blank(text)) {
            let content = CellContent::Text(text.to_owned());
            cells.insert((row, column), GridCell { content, formula: None, format: None });
        }
    }
    let name = file.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    vec![Grid {
        file: file.path.clone(),
        name,
        is_sheet: false,
        hidden: false,
        cells,
        merged: Vec::new(),
        layout: None,
        names: Vec::new(),
    }]
}

/// The sheets of a workbook that are to be read.
fn of_workbook(file: &InputFile, read: &dyn Fn(&str) -> bool) -> Vec<Grid> {
    let Ok(mut workbook) = Xlsx::<Cursor<Arc<[u8]>>>::new(Cursor::new(file.content.clone())) else {
        return Vec::new();
    };
    let sheets: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| read(&sheet.name))
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    let names: Vec<String> = workbook.defined_names().iter().map(|(name, _)| name.clone()).collect();
    let one = |(name, hidden): (String, bool)| {
        let cells = sheet_cells(&mut workbook, &name)?;
        let merged = merged_cells(&mut workbook, &name);
        let file = file.path.clone();
        Some(Grid { file, name, is_sheet: true, hidden, cells, merged, layout: None, names: names.clone() })
    };
    sheets.into_iter().filter_map(one).collect()
}

/// The sheets of a workbook of another kind: values alone.
fn of_other_workbook(file: &InputFile, read: &dyn Fn(&str) -> bool) -> Vec<Grid> {
    let Ok(mut book) = Book::open(&file.content) else { return Vec::new() };
    let sheets = book.sheets().into_iter().filter(|(name, _)| read(name));
    let one = |(name, hidden): (String, bool)| {
        let found = book.cells(&name).ok()??;
        let content = |text: &str| match text.split([FROM_FORMAT, NOT_SHOWN]).next().map(str::parse) {
            Some(Ok(number)) => CellContent::Number(number),
            _ => CellContent::Text(text.to_owned()),
        };
        let cell = |text| GridCell { content: content(text), formula: None, format: None };
        let cells = found.iter().map(|(at, text)| (at, cell(text))).collect();
        let merged = book.hidden(&name).merged;
        let file = file.path.clone();
        Some(Grid { file, name, is_sheet: true, hidden, cells, merged, layout: None, names: Vec::new() })
    };
    sheets.filter_map(one).collect()
}

fn sheet_cells(workbook: &mut Xlsx<Cursor<Arc<[u8]>>>, name: &str) -> Option<BTreeMap<(u32, u32), GridCell>> {
    let since = if workbook.has_1904_epoch() { SINCE_1904 } else { 0.0 };
    let mut formats = number_formats(workbook, name);
    let mut reader = workbook.worksheet_cells_reader(name).ok()?;
    let mut cells = BTreeMap::new();
    // A sheet that is damaged further down is kept as far as it can be read.
    while let Ok(Some(cell)) = reader.next_cell_with_formula() {
        let content = content(&cell.value, since);
        if matches!(&content, CellContent::Nothing) && cell.formula.is_none() {
            continue;
        }
        let format = formats.remove(&cell.pos);
        cells.insert(cell.pos, GridCell { content, formula: cell.formula, format });
    }
    Some(cells)
}

fn number_formats(workbook: &mut Xlsx<Cursor<Arc<[u8]>>>, name: &str) -> BTreeMap<(u32, u32), String> {
    let mut formats = BTreeMap::new();
    let Ok(mut reader) = workbook.worksheet_cells_reader(name) else { return formats };
    while let Ok(Some((row, column, style))) = reader.next_style_id() {
        let format = reader.styles().get(style).and_then(|style| style.number_format.as_ref());
        if let Some(format) = format.filter(|format| format.format_code != "General") {
            formats.insert((row, column), format.format_code.clone());
        }
    }
    formats
}

fn merged_cells(workbook: &mut Xlsx<Cursor<Arc<[u8]>>>, name: &str) -> Vec<((u32, u32), (u32, u32))> {
    let merged = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
    let ordered = merged.iter().filter(|one| one.start.0 <= one.end.0 && one.start.1 <= one.end.1);
    let small = ordered.filter(|one| {
        let length = |from: u32, to: u32| u64::from(to - from) + 1;
        length(one.start.0, one.end.0).saturating_mul(length(one.start.1, one.end.1)) <= MERGED
    });
    small.map(|one| (one.start, one.end)).collect()
}

fn content(value: &DataRef, since: f64) -> CellContent {
    match value {
        DataRef::Empty => CellContent::Nothing,
        DataRef::Int(number) => {
            #[allow(clippy::cast_precision_loss)] // sheets hold no number beyond 2⁵³
            CellContent::Number(*number as f64)
        }
        DataRef::Float(number) => CellContent::Number(*number),
        DataRef::Bool(flag) => CellContent::Flag(*flag),
        DataRef::DateTime(moment) => CellContent::Moment(moment.as_f64() + since),
        DataRef::Error(fault) => CellContent::Fault(fault.to_string()),
        text => CellContent::Text(super::sheet::cell_text(text)),
    }
}

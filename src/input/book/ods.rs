//! `OpenDocument` spreadsheets (ods), read as a stream of elements: what it takes is what is filled, however often blank cells repeat.

use super::{Fault, damaged};
use crate::input::book::kind::NoBook;
use crate::input::hidden::{Hidden, attribute};
use crate::input::number_format::Shown;
use crate::input::raw::blank;
use crate::input::sheet::{Cells, Range, number_text};
use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::{BufReader, Cursor, Read as _};
use std::sync::Arc;
use zip::ZipArchive;

/// Widest sheet, columns.
const WIDEST: u32 = 16_384;

/// Longest list of the parts of a file, bytes.
const MANIFEST: u64 = 1 << 24;

/// An open workbook: all of its sheets.
pub(super) struct Book(Vec<Sheet>);

/// A sheet.
#[derive(Default)]
struct Sheet {
    name: String,
    is_hidden: bool,
    cells: Cells,
    /// Whether it has more cells than may be read.
    is_too_large: bool,
    hidden: Hidden,
}

impl Book {
    pub(super) fn open(content: &Arc<[u8]>) -> Result<Self, Fault> {
        let mut archive = ZipArchive::new(Cursor::new(&content[..])).map_err(damaged)?;
        if let Ok(manifest) = archive.by_name("META-INF/manifest.xml") {
            let mut text = Vec::new();
            manifest.take(MANIFEST).read_to_end(&mut text).map_err(damaged)?;
            if text.windows(15).any(|part| part == b"encryption-data") {
                return Err(Fault::NoBook(NoBook::Password));
            }
        }
        let mut reading = Reading::default();
        let mut reader =
            Reader::from_reader(BufReader::new(archive.by_name("content.xml").map_err(damaged)?));
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(damaged)? {
                Event::Start(element) => reading.start(&element),
                Event::Empty(element) => {
                    reading.start(&element);
                    reading.end(element.local_name().as_ref());
                }
                Event::End(element) => reading.end(element.local_name().as_ref()),
                Event::Text(text) => reading.text(&text.xml10_content()),
                Event::CData(text) => reading.text(&text.xml10_content()),
                Event::GeneralRef(of) => {
                    let letter = of.resolve_char_ref().ok().flatten().map(String::from);
                    let known = || resolve_xml_entity(&of).map(ToOwned::to_owned);
                    reading.text(&letter.or_else(known).unwrap_or_default());
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(Self(reading.sheets))
    }

    pub(super) fn sheets(&self) -> Vec<(String, bool)> {
        self.0.iter().map(|sheet| (sheet.name.clone(), sheet.is_hidden)).collect()
    }

    pub(super) fn cells(&mut self, name: &str) -> Option<Cells> {
        let sheet = self.0.iter_mut().find(|sheet| sheet.name == name)?;
        (!sheet.is_too_large).then(|| std::mem::take(&mut sheet.cells).in_order())
    }

    pub(super) fn hidden(&mut self, name: &str) -> Hidden {
        let sheet = self.0.iter_mut().find(|sheet| sheet.name == name);
        sheet.map(|sheet| std::mem::take(&mut sheet.hidden)).unwrap_or_default()
    }
}

/// A number format as it is read.
#[derive(Default)]
struct Format {
    name: String,
    divided: f64,
    unit: String,
    /// Whether the digits stand already, so that words stand behind them.
    digits: bool,
    /// Where a word stands inside the digits.
    inside: Option<i32>,
}

/// A cell as it is read.
#[derive(Default)]
struct Cell {
    value: Option<String>,
    text: String,
    is_text: bool,
    has_formula: bool,
    repeated: u32,
    span: (u32, u32),
    format: Option<String>,
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    /// Styles by name: the number format of cells, and which tables are hidden.
    formats: HashMap<String, String>,
    shown: HashMap<String, Shown>,
    hidden_tables: Vec<String>,
    style: String,
    format: Option<Format>,
    in_words: bool,
    sheets: Vec<Sheet>,
    in_table: u32,
    row: u32,
    rows: u32,
    column: u32,
    /// Formats of whole columns: the first column after them, and the style.
    columns: Vec<(u32, Option<String>)>,
    /// Cells of the row: column, number of columns, text, whether it lacks a result.
    cells: Vec<(u32, u32, String, bool)>,
    cell: Option<Cell>,
    /// Depth inside a comment of a cell.
    aside: u32,
}

fn number(element: &BytesStart, name: &str) -> Option<u32> {
    attribute(element, name)?.parse().ok()
}

impl Reading {
    fn start(&mut self, element: &BytesStart) {
        let name = element.local_name();
        match name.as_ref() {
            "annotation" => self.aside += 1,
            _ if self.aside > 0 => {}
            "style" => {
                self.style = attribute(element, "name").unwrap_or_default();
                if let Some(format) = attribute(element, "data-style-name") {
                    self.formats.insert(self.style.clone(), format);
                }
            }
            "table-properties" if attribute(element, "display").is_some_and(|word| word == "false") => {
                self.hidden_tables.push(self.style.clone());
            }
            "number-style" | "currency-style" => {
                let name = attribute(element, "name").unwrap_or_default();
                self.format = Some(Format { name, divided: 1.0, ..Format::default() });
            }
            "number" | "scientific-number" => {
                if let Some(format) = &mut self.format {
                    let factor = attribute(element, "display-factor").and_then(|of| of.parse().ok());
                    format.divided = factor.filter(|factor: &f64| *factor >= 1.0).unwrap_or(1.0);
                    format.digits = true;
                }
            }
            "embedded-text" => {
                let position = number(element, "position").and_then(|at| i32::try_from(at).ok());
                if let Some(format) = &mut self.format {
                    format.inside = position;
                }
                self.in_words = true;
            }
            "text" => self.in_words = self.format.is_some(),
            "table" => self.table(element),
            _ if self.in_table != 1 => {}
            "table-column" => self.table_column(element),
            "table-row" => self.table_row(element),
            "table-cell" | "covered-table-cell" => self.table_cell(element),
            "p" => {
                if let Some(cell) = self.cell.as_mut().filter(|cell| !cell.text.is_empty()) {
                    cell.text.push('\n');
                }
            }
            "s" => self.text(&" ".repeat(number(element, "c").unwrap_or(1).min(1000) as usize)),
            "tab" => self.text("\t"),
            "line-break" => self.text("\n"),
            _ => {}
        }
    }

    fn table(&mut self, element: &BytesStart) {
        self.in_table += 1;
        if self.in_table == 1 {
            let style = attribute(element, "style-name");
            let is_hidden = style.is_some_and(|style| self.hidden_tables.contains(&style));
            let name = attribute(element, "name").unwrap_or_default();
            self.sheets.push(Sheet { name, is_hidden, ..Sheet::default() });
            (self.row, self.columns) = (0, Vec::new());
        }
    }

    fn table_column(&mut self, element: &BytesStart) {
        let first = self.columns.last().map_or(0, |(end, _)| *end);
        let end = first.saturating_add(number(element, "number-columns-repeated").unwrap_or(1));
        self.columns.push((end, attribute(element, "default-cell-style-name")));
        if is_out_of_sight(element)
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.hidden.hide_columns(u64::from(first) + 1, u64::from(end));
        }
    }

    fn table_row(&mut self, element: &BytesStart) {
        self.rows = number(element, "number-rows-repeated").unwrap_or(1);
        (self.column, self.cells) = (0, Vec::new());
        if is_out_of_sight(element)
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.hidden.hide_rows(u64::from(self.row) + 1, u64::from(self.row.saturating_add(self.rows)));
        }
    }

    fn table_cell(&mut self, element: &BytesStart) {
        let of = |name: &str| attribute(element, name);
        let kind = of("value-type").unwrap_or_default();
        let value = match kind.as_str() {
            "float" | "currency" | "percentage" => of("value"),
            // Days without their hours.
            "date" => of("date-value").map(|day| day.chars().take(10).collect()),
            "boolean" => of("boolean-value").map(|word| if word == "true" { "yes" } else { "no" }.to_owned()),
            _ => of("string-value").filter(|text| !text.is_empty()),
        };
        let of_column = || {
            let at = self.columns.partition_point(|(end, _)| *end <= self.column);
            self.columns.get(at).and_then(|(_, style)| style.clone())
        };
        self.cell = Some(Cell {
            value,
            text: String::new(),
            is_text: !matches!(kind.as_str(), "float" | "currency" | "percentage"),
            has_formula: of("formula").is_some(),
            repeated: number(element, "number-columns-repeated").unwrap_or(1),
            span: (
                number(element, "number-rows-spanned").unwrap_or(1),
                number(element, "number-columns-spanned").unwrap_or(1),
            ),
            format: of("style-name").or_else(of_column),
        });
    }

    fn text(&mut self, text: &str) {
        if self.aside > 0 {
            return;
        }
        if let Some(format) = self.format.as_mut().filter(|_| self.in_words) {
            match format.inside.take() {
                // A point inside the digits shows them divided.
                Some(at) if text.trim() == "." => format.divided *= 10_f64.powi(at),
                Some(_) => {}
                None if format.digits => format.unit.push_str(text),
                None => {}
            }
        } else if let Some(cell) = &mut self.cell {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "annotation" => self.aside = self.aside.saturating_sub(1),
            _ if self.aside > 0 => {}
            "number-style" | "currency-style" => {
                let format = self.format.take();
                let shown = format.and_then(|of| Some((of.name, Shown::of(of.divided, &of.unit)?)));
                self.shown.extend(shown);
            }
            "text" | "embedded-text" => self.in_words = false,
            "table" => self.in_table = self.in_table.saturating_sub(1),
            "table-cell" | "covered-table-cell" if self.in_table == 1 => self.close_cell(),
            "table-row" if self.in_table == 1 => self.close_row(),
            _ => {}
        }
    }

    fn close_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let shown = || self.shown.get(self.formats.get(cell.format.as_ref()?)?);
        let text = match cell.value.as_deref().map(|value| (value, value.parse::<f64>())) {
            Some((_, Ok(number))) if !cell.is_text => {
                shown().map_or_else(|| number_text(number), |shown| shown.text(number))
            }
            Some((value, _)) => value.to_owned(),
            None => cell.text,
        };
        let lacks = cell.has_formula && blank(&text);
        let width = cell.repeated.min(WIDEST.saturating_sub(self.column));
        if (!blank(&text) || lacks) && width > 0 {
            self.cells.push((self.column, width, text, lacks));
        }
        let (down, across) = cell.span;
        if let Some(sheet) = self.sheets.last_mut().filter(|_| down > 1 || across > 1) {
            let end =
                (self.row.saturating_add(down.max(1) - 1), self.column.saturating_add(across.max(1) - 1));
            let range: Range = ((self.row, self.column), end);
            sheet.hidden.merge(range);
        }
        self.column = self.column.saturating_add(cell.repeated);
    }

    fn close_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        let Some(sheet) = self.sheets.last_mut() else { return };
        let rows = if cells.is_empty() { 0 } else { self.rows };
        for row in self.row..self.row.saturating_add(rows) {
            if sheet.is_too_large {
                break;
            }
            for (first, width, text, lacks) in &cells {
                for column in *first..first + width {
                    if *lacks {
                        sheet.cells.lack((row, column));
                    } else if !sheet.is_too_large {
                        sheet.is_too_large = !sheet.cells.fill((row, column), text);
                    }
                }
            }
        }
        self.row = self.row.saturating_add(self.rows);
    }
}

fn is_out_of_sight(element: &BytesStart) -> bool {
    attribute(element, "visibility").is_some_and(|word| word == "collapse" || word == "filter")
}

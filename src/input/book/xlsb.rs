//! Workbooks of binary parts (xlsb). Their reader does not know merged cells: these are looked for in the parts themselves.

use super::{Fault, damaged, guarded};
use crate::input::book::kind::NoBook;
use crate::input::hidden::{Hidden, Parts};
use crate::input::sheet::{Cells, Range, cell_text};
use calamine::{Reader as _, Xlsb, XlsbError};
use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};
use std::sync::Arc;
use zip::ZipArchive;

/// Record of a sheet in the list of a workbook.
const SHEET: u32 = 0x9C;

/// Record of merged cells.
const MERGED: u32 = 0xB0;

/// Longest record that is looked into, bytes.
const LONGEST: u64 = 4096;

/// An open workbook.
pub(super) struct Book {
    book: Xlsb<Cursor<Arc<[u8]>>>,
    content: Arc<[u8]>,
}

impl Book {
    pub(super) fn open(content: &Arc<[u8]>) -> Result<Self, Fault> {
        guarded(|| match Xlsb::new(Cursor::new(content.clone())) {
            Ok(book) => Ok(Self { book, content: content.clone() }),
            Err(XlsbError::Password) => Err(Fault::NoBook(NoBook::Password)),
            Err(error) => Err(damaged(error)),
        })
    }

    pub(super) fn sheets(&self) -> &[calamine::Sheet] {
        self.book.sheets_metadata()
    }

    pub(super) fn cells(&mut self, name: &str) -> Result<Option<Cells>, Fault> {
        guarded(|| {
            let mut reader = self.book.worksheet_cells_reader(name).map_err(damaged)?;
            let mut cells = Cells::default();
            while let Some(cell) = reader.next_cell().map_err(damaged)? {
                if !cells.fill(cell.get_position(), &cell_text(cell.get_value())) {
                    return Ok(None);
                }
            }
            Ok(Some(cells.in_order()))
        })
    }

    pub(super) fn hidden(&self, name: &str) -> Hidden {
        Hidden::with_merged(self.merged(name).unwrap_or_default())
    }

    pub(super) fn since_1904(&self) -> bool {
        self.book.has_1904_epoch()
    }

    /// Merged cells of a sheet, as far as its part can be read.
    fn merged(&self, name: &str) -> Option<Vec<Range>> {
        let mut targets = BTreeMap::new();
        Parts::new(&self.content).relations("xl/_rels/workbook.bin.rels", &mut targets);
        let mut part = None;
        self.records("xl/workbook.bin", SHEET, |record| {
            // State and number of the sheet, then its relation and its name.
            let relation = wide_text(record.get(8..)?)?;
            let behind = 12 + 2 * relation.encode_utf16().count();
            if wide_text(record.get(behind..)?)? == name {
                part = targets.get(&relation).cloned();
            }
            Some(())
        })?;
        let mut merged = Vec::new();
        self.records(&part?, MERGED, |record| {
            let number = |at: usize| Some(u32::from_le_bytes(record.get(at..at + 4)?.try_into().ok()?));
            // First and last row, first and last column.
            merged.push(((number(0)?, number(8)?), (number(4)?, number(12)?)));
            Some(())
        })?;
        Some(merged)
    }

    /// Calls a function with every record of a kind in a part.
    fn records(&self, part: &str, kind: u32, mut with: impl FnMut(&[u8]) -> Option<()>) -> Option<()> {
        let mut archive = ZipArchive::new(Cursor::new(&self.content[..])).ok()?;
        let mut reader = BufReader::new(archive.by_name(part).ok()?);
        while let Some(found) = seven_bits(&mut reader, 2) {
            let length = u64::from(seven_bits(&mut reader, 4)?);
            let mut record = Vec::new();
            reader.by_ref().take(length.min(LONGEST)).read_to_end(&mut record).ok()?;
            std::io::copy(&mut reader.by_ref().take(length.saturating_sub(LONGEST)), &mut std::io::sink())
                .ok()?;
            if found == kind {
                with(&record)?;
            }
        }
        Some(())
    }
}

/// A number of at most so many bytes, seven bits in each; none at the end.
fn seven_bits(reader: &mut impl Read, most: u32) -> Option<u32> {
    let (mut number, mut byte) = (0, [0_u8; 1]);
    for at in 0..most {
        reader.read_exact(&mut byte).ok()?;
        number |= u32::from(byte[0] & 0x7F) << (7 * at);
        if byte[0] & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

/// A text of two bytes a letter behind its length.
fn wide_text(bytes: &[u8]) -> Option<String> {
    let length = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    let letters = bytes.get(4..4 + 2 * length)?;
    let units: Vec<u16> =
        letters.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok()
}

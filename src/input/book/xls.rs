//! Workbooks of older programs (xls, et).

use super::{Fault, damaged, guarded};
use crate::input::book::kind::NoBook;
use crate::input::hidden::Hidden;
use crate::input::sheet::{Cells, Range, data_text};
use calamine::{Reader as _, Xls, XlsError};
use std::io::Cursor;
use std::sync::Arc;

/// An open workbook.
pub(super) struct Book(Xls<Cursor<Arc<[u8]>>>);

impl Book {
    pub(super) fn open(content: &Arc<[u8]>) -> Result<Self, Fault> {
        guarded(|| match Xls::new(Cursor::new(content.clone())) {
            Ok(book) => Ok(Self(book)),
            Err(XlsError::Password) => Err(Fault::NoBook(NoBook::Password)),
            Err(error) => Err(damaged(error)),
        })
    }

    pub(super) fn sheets(&self) -> &[calamine::Sheet] {
        self.0.sheets_metadata()
    }

    pub(super) fn cells(&mut self, name: &str) -> Result<Option<Cells>, Fault> {
        guarded(|| {
            let range = self.0.worksheet_range(name).map_err(damaged)?;
            let start = range.start().unwrap_or_default();
            let mut cells = Cells::default();
            for (row, column, value) in range.used_cells() {
                let at =
                    |from: u32, step: usize| from.saturating_add(u32::try_from(step).unwrap_or(u32::MAX));
                if !cells.fill((at(start.0, row), at(start.1, column)), &data_text(value)) {
                    return Ok(None);
                }
            }
            Ok(Some(cells.in_order()))
        })
    }

    pub(super) fn hidden(&self, name: &str) -> Hidden {
        let merged = self.0.merge_cells_by_sheet_name(name).unwrap_or_default();
        let ranges: Vec<Range> = merged.iter().map(|of| (of.start, of.end)).collect();
        Hidden::with_merged(ranges)
    }

    pub(super) fn since_1904(&self) -> bool {
        self.0.has_1904_epoch()
    }
}

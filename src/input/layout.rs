//! Where the columns of a table stand in its file, so that a finding leads back to its cell.

use super::raw::RawTable;
use super::tidy::plain_word;
use crate::schema::Table;
use std::path::PathBuf;

/// Where a table stands in its file (表格位置).
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// File.
    pub file: PathBuf,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// The table.
    pub table: &'static Table,
    /// Row of the heads, from 1.
    pub head_row: u64,
    /// Column in which the first head stands, from 0.
    pub first_column: u32,
    /// Heads as they were read.
    pub heads: Vec<String>,
    /// Rows of data.
    pub rows: usize,
}

impl Layout {
    pub(super) fn of(table: &'static Table, raw: &RawTable) -> Self {
        Self {
            file: raw.file.clone(),
            sheet: raw.sheet.clone(),
            table,
            head_row: raw.head_row,
            first_column: raw.first_column,
            heads: raw.shown_heads(),
            rows: raw.rows.len(),
        }
    }

    /// Column of a head, from 0, as findings name it; of heads that stand twice the last, which is the one at fault.
    #[must_use]
    pub fn column(&self, head: &str) -> Option<u32> {
        let plain = plain_word(head);
        let position = self.heads.iter().rposition(|known| known == head || *known == plain)?;
        u32::try_from(position).ok().map(|position| self.first_column + position)
    }
}

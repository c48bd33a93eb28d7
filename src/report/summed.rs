//! A table whose last row adds up: computed on the screen, live formulas in a workbook.

use super::words::say;
use super::{Cell, Table};
use crate::domain::Language;

/// A table with a row of totals under it (合计).
#[derive(Debug, Clone, PartialEq)]
pub struct Summed {
    /// Short name, as a sheet of a workbook is called.
    pub name: String,
    /// The table without its totals.
    pub table: Table,
    /// Positions of the columns that are added up; none: the table has no totals.
    pub columns: Vec<usize>,
    /// Positions of the first and last column that the last one adds up, if it does.
    pub across: Option<(usize, usize)>,
}

impl Summed {
    /// A table without totals.
    #[must_use]
    pub fn plain(name: String, table: Table) -> Self {
        Self { name, table, columns: Vec::new(), across: None }
    }

    /// Sum of a column.
    #[must_use]
    pub fn sum(&self, column: usize) -> f64 {
        let cells = self.table.rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| if let Cell::Number(value, _) = cell { *value } else { 0.0 }).sum()
    }

    /// The table with its totals.
    #[must_use]
    pub fn with_totals(&self, language: Language) -> Table {
        let mut table = self.table.clone();
        if !self.columns.is_empty() && !table.rows.is_empty() {
            let total = |(column, _): (usize, &String)| match column {
                0 => Cell::Text(say(language, "合计", "All")),
                _ if self.columns.contains(&column) => Cell::Number(self.sum(column), self.decimals(column)),
                _ => Cell::Blank,
            };
            let row = table.heads.iter().enumerate().map(total).collect();
            table.rows.push(row);
        }
        table
    }

    fn decimals(&self, column: usize) -> usize {
        let decimals = |row: &Vec<Cell>| match row.get(column) {
            Some(Cell::Number(_, decimals)) => Some(*decimals),
            _ => None,
        };
        self.table.rows.iter().find_map(decimals).unwrap_or(0)
    }
}

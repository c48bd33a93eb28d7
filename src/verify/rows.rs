//! Tables of a run folder, read strictly: a column that lacks, has another type or an empty cell is a finding.

use super::book::Finding;
use crate::store::{MOST_TABLE, MOST_TEXT, open_plain, read_plain, read_table};
use polars::prelude::{DataFrame, DataType};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A run folder.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// Whether a table is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.join(format!("{name}.parquet")).is_file()
    }

    pub(super) fn table(&self, name: &str) -> Result<Rows, Finding> {
        let path = self.0.join(format!("{name}.parquet"));
        let file = open_plain(&path, MOST_TABLE).map_err(|error| Finding::unreadable(name, &error))?;
        let table = read_table(file).map_err(|error| Finding::unreadable(name, &error))?;
        Ok(Rows { name: name.to_owned(), table })
    }

    pub(super) fn json(&self, name: &str) -> Result<Value, Finding> {
        let unreadable = |error: &dyn std::fmt::Display| Finding::unreadable(name, error);
        let text = read_plain(&self.0.join(name), MOST_TEXT).map_err(|error| unreadable(&error))?;
        serde_json::from_slice(&text).map_err(|error| unreadable(&error))
    }
}

/// Rows of a table.
pub(super) struct Rows {
    pub(super) name: String,
    pub(super) table: DataFrame,
}

impl Rows {
    pub(super) fn height(&self) -> usize {
        self.table.height()
    }

    fn fault(&self, column: &str, reason: &dyn std::fmt::Display) -> Finding {
        Finding::unreadable(&format!("{}.{column}", self.name), reason)
    }

    /// Texts; a lacking one is empty.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>, Finding> {
        let column = self.table.column(name).map_err(|error| self.fault(name, &error))?;
        let texts = column.str().map_err(|error| self.fault(name, &error))?;
        Ok(texts.iter().map(|text| text.unwrap_or_default().to_owned()).collect())
    }

    /// Numbers of which some may lack.
    pub(super) fn optional(&self, name: &str) -> Result<Vec<Option<f64>>, Finding> {
        let column = self.table.column(name).map_err(|error| self.fault(name, &error))?;
        if !column.dtype().is_primitive_numeric() {
            return Err(self.fault(name, &format!("{} is no number", column.dtype())));
        }
        let column = column.cast(&DataType::Float64).map_err(|error| self.fault(name, &error))?;
        let numbers = column.f64().map_err(|error| self.fault(name, &error))?;
        Ok(numbers.iter().collect())
    }

    /// Numbers, all of them there and finite.
    pub(super) fn numbers(&self, name: &str) -> Result<Vec<f64>, Finding> {
        let numbers = self.optional(name)?.into_iter();
        let whole = numbers.map(|number| number.filter(|number| number.is_finite())).collect::<Option<_>>();
        whole.ok_or_else(|| self.fault(name, &"a number lacks or is not finite"))
    }

    /// Whole numbers.
    #[allow(clippy::cast_possible_truncation)] // checked to be whole and small
    pub(super) fn whole(&self, name: &str) -> Result<Vec<i32>, Finding> {
        let whole = |number: f64| (number.fract() == 0.0 && number.abs() < 2e9).then_some(number as i32);
        let numbers = self.numbers(name)?.into_iter().map(whole).collect::<Option<_>>();
        numbers.ok_or_else(|| self.fault(name, &"a number is not whole"))
    }

    pub(super) fn flags(&self, name: &str) -> Result<Vec<bool>, Finding> {
        let column = self.table.column(name).map_err(|error| self.fault(name, &error))?;
        let flags = column.bool().map_err(|error| self.fault(name, &error))?;
        flags.iter().collect::<Option<_>>().ok_or_else(|| self.fault(name, &"yes or no lacks"))
    }
}

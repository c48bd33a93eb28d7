//! Columns of a Parquet table by name and type.

use super::error::RecordError;
use crate::store::read_table;
use polars::prelude::{DataFrame, DataType};
use std::fs::File;
use std::path::Path;

/// A table of a run folder.
pub(in crate::store) struct Columns {
    name: String,
    table: DataFrame,
}

impl Columns {
    pub(in crate::store) fn read(folder: &Path, name: &str) -> Result<Self, RecordError> {
        let path = folder.join(format!("{name}.parquet"));
        let file = File::open(&path).map_err(|source| RecordError::File { path: path.clone(), source })?;
        let table = read_table(file).map_err(|source| RecordError::Table { path, source })?;
        Ok(Self { name: name.to_owned(), table })
    }

    /// Number of rows.
    pub(in crate::store) fn height(&self) -> usize {
        self.table.height()
    }

    fn error(&self, source: polars::prelude::PolarsError) -> RecordError {
        RecordError::Table { path: self.name.clone().into(), source }
    }

    pub(in crate::store) fn texts(&self, name: &str) -> Result<Vec<String>, RecordError> {
        let column = self.table.column(name).map_err(|error| self.error(error))?;
        let texts = column.str().map_err(|error| self.error(error))?;
        Ok(texts.iter().map(|text| text.unwrap_or_default().to_owned()).collect())
    }

    pub(in crate::store) fn optional_numbers(&self, name: &str) -> Result<Vec<Option<f64>>, RecordError> {
        let column = self.table.column(name).and_then(|column| column.cast(&DataType::Float64));
        let column = column.map_err(|error| self.error(error))?;
        let numbers = column.f64().map_err(|error| self.error(error))?;
        Ok(numbers.iter().collect())
    }

    pub(in crate::store) fn numbers(&self, name: &str) -> Result<Vec<f64>, RecordError> {
        Ok(self.optional_numbers(name)?.into_iter().map(|number| number.unwrap_or(0.0)).collect())
    }

    /// Years and counts.
    #[allow(clippy::cast_possible_truncation)] // whole numbers of 32 bits, as written
    pub(in crate::store) fn whole(&self, name: &str) -> Result<Vec<i32>, RecordError> {
        Ok(self.numbers(name)?.into_iter().map(|number| number as i32).collect())
    }

    /// Years and counts of which some lack.
    #[allow(clippy::cast_possible_truncation)] // whole numbers of 32 bits, as written
    pub(super) fn optional_whole(&self, name: &str) -> Result<Vec<Option<i32>>, RecordError> {
        Ok(self
            .optional_numbers(name)?
            .into_iter()
            .map(|number| number.map(|number| number as i32))
            .collect())
    }

    pub(in crate::store) fn flags(&self, name: &str) -> Result<Vec<bool>, RecordError> {
        let column = self.table.column(name).map_err(|error| self.error(error))?;
        let flags = column.bool().map_err(|error| self.error(error))?;
        Ok(flags.iter().map(|flag| flag.unwrap_or(false)).collect())
    }
}

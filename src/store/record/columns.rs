//! Columns of a Parquet table by name and type.

use super::error::RecordError;
use crate::store::{RunFolder, read_bytes};
use polars::prelude::{DataFrame, DataType, PolarsError};
use std::ops::RangeInclusive;

/// Years that a table may hold: those of a study, and what it counted before.
pub(in crate::store) const YEARS: RangeInclusive<i32> = 1800..=2400;

/// A table of a run folder.
pub(in crate::store) struct Columns {
    name: String,
    table: DataFrame,
}

impl Columns {
    pub(in crate::store) fn read(folder: &RunFolder, name: &str) -> Result<Self, RecordError> {
        let bytes = folder.table(name)?;
        let path = || folder.path().join(format!("{name}.parquet"));
        let table = read_bytes(bytes).map_err(|source| RecordError::Table { path: path(), source })?;
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
        if numbers.iter().flatten().any(|number| !number.is_finite()) {
            let said = format!("`{name}`: a number is not finite");
            return Err(self.error(PolarsError::ComputeError(said.into())));
        }
        Ok(numbers.iter().collect())
    }

    pub(in crate::store) fn numbers(&self, name: &str) -> Result<Vec<f64>, RecordError> {
        Ok(self.optional_numbers(name)?.into_iter().map(|number| number.unwrap_or(0.0)).collect())
    }

    /// Years, all of them within [`YEARS`], so that none makes a range without end.
    pub(in crate::store) fn years(&self, name: &str) -> Result<Vec<i32>, RecordError> {
        let years = self.whole(name)?;
        match years.iter().find(|year| !YEARS.contains(year)) {
            None => Ok(years),
            Some(year) => {
                let said = format!("`{name}`: {year} is no year");
                Err(self.error(PolarsError::ComputeError(said.into())))
            }
        }
    }

    /// Counts.
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

//! Checks of the tables that drive the engine.

use crate::domain::{AgeFigure, Study};
use crate::projection::ProjectionError;

/// Fails on rows of unknown counties and groups, and on figures that are none.
pub(super) fn check(study: &Study) -> Result<(), ProjectionError> {
    let rates = &study.rates;
    rates.fertility.iter().try_for_each(|row| check_row(study, "fertility", row, true))?;
    rates.status_change.iter().try_for_each(|row| check_row(study, "status_change", row, true))?;
    rates.migration.iter().try_for_each(|(kind, row)| {
        use crate::domain::MigrationKind::{Arrivals, DepartureRate, Net, NetRate};
        match kind {
            Net | NetRate => check_row(study, "migration", row, false),
            Arrivals | DepartureRate => check_row(study, "migration", row, true),
        }
    })
}

fn check_row(
    study: &Study,
    table: &'static str,
    row: &AgeFigure,
    not_negative: bool,
) -> Result<(), ProjectionError> {
    let when = || row.year.map_or_else(|| format!("age {}", row.age), |year| year.to_string());
    let known = row.county.is_none_or(|county| county.index() < study.counties.len())
        && row.group.is_none_or(|group| group.index() < study.groups.len());
    if !known {
        return Err(ProjectionError::UnknownPlace { table, when: when() });
    }
    if !row.value.is_finite() || (not_negative && row.value < 0.0) {
        return Err(ProjectionError::BadFigure { table, when: when() });
    }
    Ok(())
}

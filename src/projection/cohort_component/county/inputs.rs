//! Checks of the tables that drive the engine.

use crate::domain::{AgeFigure, Area, MigrationKind, Study};
use crate::projection::ProjectionError;

/// Fails on rows of unknown areas and groups, and on figures that are none.
pub(super) fn check(study: &Study) -> Result<(), ProjectionError> {
    let rates = &study.rates;
    rates.fertility.iter().try_for_each(|row| check_row(study, "fertility", row, true))?;
    rates.outside.iter().try_for_each(|row| check_row(study, "outside", row, true))?;
    rates.workers.iter().try_for_each(|row| check_row(study, "workers", row, true))?;
    study.mortality.iter().try_for_each(|row| check_row(study, "mortality", &row.figure, true))?;
    rates.status_change.iter().try_for_each(|row| {
        let known = row.into.is_none_or(|into| into.index() < study.groups.len());
        let when = || row.figure.year.map_or_else(String::new, |year| year.to_string());
        if !known {
            return Err(ProjectionError::UnknownPlace { table: "status_change", when: when() });
        }
        check_row(study, "status_change", &row.figure, true)
    })?;
    rates.migration.iter().try_for_each(|row| {
        let between = [MigrationKind::BetweenDepartureRate, MigrationKind::BetweenArrivalShare];
        check_row(study, "migration", &row.figure, between.contains(&row.kind))
    })
}

fn check_row(
    study: &Study,
    table: &'static str,
    row: &AgeFigure,
    not_negative: bool,
) -> Result<(), ProjectionError> {
    let when = || row.year.map_or_else(|| format!("age {}", row.age), |year| year.to_string());
    let known = match row.area {
        None => true,
        Some(Area::County(county)) => county.index() < study.counties.len(),
        Some(Area::Town(town)) => town.index() < study.towns.len(),
    };
    if !known || row.group.is_some_and(|group| group.index() >= study.groups.len()) {
        return Err(ProjectionError::UnknownPlace { table, when: when() });
    }
    if !row.value.is_finite() || (not_negative && row.value < 0.0) {
        return Err(ProjectionError::BadFigure { table, when: when() });
    }
    Ok(())
}

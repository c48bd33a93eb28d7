//! Tables of a projection: children by age, births, rolls.

use super::tables::{group, integers, numbers, stage, table, texts, town};
use crate::domain::{GroupIndex, StageIndex, Study, TownIndex};
use crate::projection::Projection;
use polars::prelude::{DataFrame, PolarsResult};

/// Children by town, group, completed age on the cut-off day, and school year; cells without children are left out.
///
/// # Errors
/// Where the table cannot be made.
pub fn children_table(study: &Study, projection: &Projection) -> PolarsResult<DataFrame> {
    let children = &projection.children;
    let cells: Vec<_> = children.counts.indexed_iter().filter(|(_, count)| **count > 0.0).collect();
    table(vec![
        texts("town", cells.iter().map(|((at, ..), _)| town(study, TownIndex(*at)))),
        texts("group", cells.iter().map(|((_, of, ..), _)| group(study, GroupIndex(*of)))),
        integers("age", cells.iter().map(|((_, _, age, _), _)| i32::try_from(*age).unwrap_or(i32::MAX))),
        integers("year", cells.iter().map(|((.., year), _)| children.years[*year].0)),
        numbers("children", cells.iter().map(|(_, count)| **count)),
    ])
}

/// Births by town, group and calendar year, past and projected.
///
/// # Errors
/// Where the table cannot be made.
pub fn births_table(study: &Study, projection: &Projection) -> PolarsResult<DataFrame> {
    let births = &projection.births;
    let cells: Vec<_> = births.counts.indexed_iter().collect();
    table(vec![
        texts("town", cells.iter().map(|((at, ..), _)| town(study, TownIndex(*at)))),
        texts("group", cells.iter().map(|((_, of, _), _)| group(study, GroupIndex(*of)))),
        integers("year", cells.iter().map(|((.., year), _)| births.years[*year])),
        numbers("births", cells.iter().map(|(_, count)| **count)),
    ])
}

/// Children who need a place by town, stage, group and school year.
///
/// # Errors
/// Where the table cannot be made.
pub fn rolls_table(study: &Study, projection: &Projection) -> PolarsResult<DataFrame> {
    let rolls = &projection.rolls;
    let cells: Vec<_> = rolls.demand.indexed_iter().collect();
    table(vec![
        texts("town", cells.iter().map(|((at, ..), _)| town(study, TownIndex(*at)))),
        texts("stage", cells.iter().map(|((_, of, ..), _)| stage(study, StageIndex(*of)))),
        texts("group", cells.iter().map(|((_, _, of, _), _)| group(study, GroupIndex(*of)))),
        integers("year", cells.iter().map(|((.., year), _)| rolls.years[*year].0)),
        numbers("children", cells.iter().map(|(_, count)| **count)),
    ])
}

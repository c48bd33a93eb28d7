//! Tables of a projection: children by age, births, rolls, components of the counties.

use super::tables::{county, group, integers, numbers, stage, table, texts, town};
use crate::domain::{GroupIndex, Sex, StageIndex, Study, TownIndex};
use crate::projection::{ComponentLine, Projection};
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

/// What happened to the people of the counties by year, group, sex and age; no rows where the county engine did not run.
///
/// # Errors
/// Where the table cannot be made.
pub fn components_table(study: &Study, projection: &Projection) -> PolarsResult<DataFrame> {
    let lines = projection.components.as_ref().map_or(&[][..], |components| components.lines.as_slice());
    let sex = |line: &ComponentLine| match line.sex {
        Sex::Female => "female",
        Sex::Male => "male",
    };
    let figure = |name, of: fn(&ComponentLine) -> f64| numbers(name, lines.iter().map(of));
    table(vec![
        texts("county", lines.iter().map(|line| county(study, line.county))),
        integers("year", lines.iter().map(|line| line.year)),
        texts("group", lines.iter().map(|line| group(study, line.group))),
        texts("sex", lines.iter().map(sex)),
        integers("age", lines.iter().map(|line| i32::from(line.age))),
        figure("start", |line| line.start),
        figure("births", |line| line.births),
        figure("deaths", |line| line.deaths),
        figure("in", |line| line.arrived),
        figure("out", |line| line.left),
        figure("change", |line| line.change),
        figure("end", |line| line.end),
    ])
}

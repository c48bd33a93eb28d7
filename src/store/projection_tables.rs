//! Tables of a projection: people, components, floors, births, children by age, rolls, methods.

use super::columns::{county, group, integers, numbers, stage, table, texts, town};
use crate::domain::{Area, GroupIndex, Sex, StageIndex, Study, TownIndex};
use crate::projection::{AgeGroup, ComponentLine, Components, FloorLine, People, PeopleLine, Projection};
use polars::prelude::{Column, DataFrame, PolarsResult};

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

/// Pupils of schools by stage, grade, group and school year, counted and projected; no rows without counts.
///
/// # Errors
/// Where the table cannot be made.
pub fn roll_by_grade_table(study: &Study, projection: &Projection) -> PolarsResult<DataFrame> {
    let Some(grades) = &projection.grades else { return Ok(DataFrame::empty()) };
    let cells: Vec<_> = grades.pupils.indexed_iter().filter(|(_, pupils)| pupils.is_finite()).collect();
    let unit = |at: &usize| &study.enrolment.units[*at];
    let number = |step: &usize| {
        let (stage, grade) = grades.grades[*step];
        study.stages[stage.index()].grade_number(grade)
    };
    let of_group = |at: &usize| if grades.grouped { group(study, GroupIndex(*at)) } else { "*" };
    let how = |year: &usize| {
        if grades.years[*year] <= grades.last_counted { "counted" } else { "projected" }
    };
    let school = |at: &usize| unit(at).school.as_deref().unwrap_or_default();
    table(vec![
        texts("school", cells.iter().map(|((at, ..), _)| school(at))),
        texts("town", cells.iter().map(|((at, ..), _)| town(study, unit(at).town))),
        texts("stage", cells.iter().map(|((_, _, step, _), _)| stage(study, grades.grades[*step].0))),
        integers("grade", cells.iter().map(|((_, _, step, _), _)| number(step))),
        texts("group", cells.iter().map(|((_, of, ..), _)| of_group(of))),
        integers("year", cells.iter().map(|((.., year), _)| grades.years[*year].0)),
        texts("status", cells.iter().map(|((.., year), _)| how(year))),
        numbers("pupils", cells.iter().map(|(_, pupils)| **pupils)),
    ])
}

/// What happened to the people of the areas by year, group, sex and age; no rows where the engine did not run.
///
/// # Errors
/// Where the table cannot be made.
pub fn components_table(study: &Study, projection: &Projection) -> PolarsResult<DataFrame> {
    let lines: Vec<_> = projection.components.iter().flat_map(Components::lines).collect();
    let figure = |name, of: fn(&ComponentLine) -> f64| numbers(name, lines.iter().map(of));
    table(vec![
        texts("area", lines.iter().map(|line| area(study, line.area))),
        integers("year", lines.iter().map(|line| line.year)),
        texts("group", lines.iter().map(|line| group(study, line.group))),
        texts("sex", lines.iter().map(|line| sex(line.sex))),
        ages(lines.iter().map(|line| line.age)),
        first_ages(lines.iter().map(|line| line.age)),
        figure("start", |line| line.start),
        figure("births", |line| line.births),
        figure("deaths", |line| line.deaths),
        figure("in", |line| line.arrived),
        figure("out", |line| line.left),
        figure("change", |line| line.change),
        figure("end", |line| line.end),
    ])
}

/// People by area, date, group, sex and age; no rows where the engine did not run.
///
/// # Errors
/// Where the table cannot be made.
pub fn population_table(study: &Study, projection: &Projection) -> PolarsResult<DataFrame> {
    let lines: Vec<_> = projection.people.iter().flat_map(People::lines).collect();
    let dates: Vec<String> = lines.iter().map(|line| line.date.to_string()).collect();
    table(vec![
        texts("area", lines.iter().map(|line| area(study, line.area))),
        texts("date", dates.iter().map(String::as_str)),
        integers("year", lines.iter().map(|line| line.date.year)),
        texts("group", lines.iter().map(|line: &PeopleLine| group(study, line.group))),
        texts("sex", lines.iter().map(|line| sex(line.sex))),
        ages(lines.iter().map(|line| line.age)),
        first_ages(lines.iter().map(|line| line.age)),
        numbers("persons", lines.iter().map(|line| line.persons)),
    ])
}

/// Cells of which more people should have left than there were.
///
/// # Errors
/// Where the table cannot be made.
pub fn floors_table(study: &Study, projection: &Projection) -> PolarsResult<DataFrame> {
    let lines = &projection.floors;
    table(vec![
        texts("area", lines.iter().map(|line: &FloorLine| area(study, line.area))),
        integers("year", lines.iter().map(|line| line.year)),
        texts("group", lines.iter().map(|line| group(study, line.group))),
        texts("sex", lines.iter().map(|line| sex(line.sex))),
        ages(lines.iter().map(|line| line.age)),
        first_ages(lines.iter().map(|line| line.age)),
        numbers("shortfall", lines.iter().map(|line| line.shortfall)),
    ])
}

/// Which method served for what, in both languages.
///
/// # Errors
/// Where the table cannot be made.
pub fn methods_table(projection: &Projection) -> PolarsResult<DataFrame> {
    let methods = &projection.methods;
    table(vec![
        texts("zh", methods.iter().map(|method| method.zh.as_str())),
        texts("en", methods.iter().map(|method| method.en.as_str())),
    ])
}

fn area(study: &Study, area: Area) -> &str {
    match area {
        Area::Town(at) => town(study, at),
        Area::County(at) => county(study, at),
    }
}

fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "female",
        Sex::Male => "male",
    }
}

/// Ages as written in tables: `7`, `5-9`, `100+`.
fn ages(ages: impl Iterator<Item = AgeGroup>) -> Column {
    let words: Vec<String> = ages.map(|age| age.to_string()).collect();
    texts("age", words.iter().map(String::as_str))
}

/// First ages of the groups, to sort by.
fn first_ages(ages: impl Iterator<Item = AgeGroup>) -> Column {
    integers("first_age", ages.map(|age| i32::from(age.first)))
}

/// Children who come with new dwellings, by town, group, age and school year; they are among the children.
///
/// # Errors
/// Where the table cannot be made.
pub fn housing_table(study: &Study, projection: &Projection) -> PolarsResult<DataFrame> {
    let years = &projection.children.years;
    let added = projection.housing.iter().flat_map(|added| added.indexed_iter());
    let cells: Vec<_> = added.filter(|(_, count)| **count > 0.0).collect();
    table(vec![
        texts("town", cells.iter().map(|((at, ..), _)| town(study, TownIndex(*at)))),
        texts("group", cells.iter().map(|((_, of, ..), _)| group(study, GroupIndex(*of)))),
        integers("age", cells.iter().map(|((_, _, age, _), _)| i32::try_from(*age).unwrap_or(i32::MAX))),
        integers("year", cells.iter().map(|((.., year), _)| years[*year].0)),
        numbers("children", cells.iter().map(|(_, count)| **count)),
    ])
}

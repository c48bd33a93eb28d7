//! Columns of the tables of a run folder.

use crate::domain::{ClassIndex, CountyIndex, GroupIndex, StageIndex, Study, TownIndex};
use polars::prelude::{Column, DataFrame, NamedFrom, PolarsResult, Series};

/// A table from its columns.
pub(super) fn table(columns: Vec<Column>) -> PolarsResult<DataFrame> {
    DataFrame::new_infer_height(columns)
}

/// A column of texts.
pub(super) fn texts<'a>(name: &str, values: impl Iterator<Item = &'a str>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into()
}

/// A column of texts of which some lack.
pub(super) fn optional_texts<'a>(name: &str, values: impl Iterator<Item = Option<&'a str>>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into()
}

/// A column of whole numbers.
pub(super) fn integers(name: &str, values: impl Iterator<Item = i32>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into()
}

/// A column of whole numbers of which some lack.
pub(super) fn optional_integers(name: &str, values: impl Iterator<Item = Option<i32>>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into()
}

/// A column of numbers.
pub(super) fn numbers(name: &str, values: impl Iterator<Item = f64>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into()
}

/// A column of numbers of which some lack.
pub(super) fn optional_numbers(name: &str, values: impl Iterator<Item = Option<f64>>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into()
}

/// A column of yes and no.
pub(super) fn booleans(name: &str, values: impl Iterator<Item = bool>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into()
}

pub(super) fn town(study: &Study, town: TownIndex) -> &str {
    &study.towns[town.index()].code
}

pub(super) fn county(study: &Study, county: CountyIndex) -> &str {
    &study.counties[county.index()].code
}

pub(super) fn county_of(study: &Study, town: TownIndex) -> &str {
    county(study, study.county_of(town))
}

pub(super) fn stage(study: &Study, stage: StageIndex) -> &str {
    &study.stages[stage.index()].id
}

pub(super) fn stage_of(study: &Study, class: ClassIndex) -> &str {
    stage(study, study.classes[class.index()].stage)
}

pub(super) fn sector_of(study: &Study, class: ClassIndex) -> &str {
    &study.sectors[study.classes[class.index()].sector.index()].id
}

pub(super) fn grade_of(study: &Study, class: ClassIndex) -> Option<i32> {
    study.classes[class.index()].grade.map(|grade| i32::from(grade.0))
}

/// Stage, sector and grade of some classes.
pub(super) fn class_columns<I: Iterator<Item = ClassIndex>>(
    study: &Study,
    classes: impl Fn() -> I,
) -> Vec<Column> {
    vec![
        texts("stage", classes().map(|class| stage_of(study, class))),
        texts("sector", classes().map(|class| sector_of(study, class))),
        optional_integers("grade", classes().map(|class| grade_of(study, class))),
    ]
}

pub(super) fn group(study: &Study, group: GroupIndex) -> &str {
    &study.groups[group.index()].id
}

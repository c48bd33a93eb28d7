//! A projection for the screen.

use super::{Cell, Table};
use crate::domain::{GroupIndex, Language, StageIndex, Study, TownIndex};
use crate::projection::Projection;

/// Children needing a place by stage and school year.
#[must_use]
pub fn rolls_overview(study: &Study, projection: &Projection, language: Language) -> Table {
    let chinese = language == Language::Chinese;
    let title = if chinese {
        "学位需求：各学段学生数（人）"
    } else {
        "Children needing a place, by stage"
    };
    let mut heads = vec![if chinese { "学年" } else { "School year" }.to_owned()];
    heads.extend(study.stages.iter().map(|stage| stage.name.get(language).to_owned()));
    let years = projection.rolls.years.iter().enumerate();
    let rows = years.map(|(position, year)| {
        let mut row = vec![Cell::Text(year.to_string())];
        row.extend(study.stage_indices().map(|stage| {
            let towns = study.town_indices();
            Cell::Number(towns.map(|town| of_town(study, projection, town, stage, position)).sum(), 0)
        }));
        row
    });
    Table { title: title.to_owned(), heads, rows: rows.collect() }
}

/// Births by group and calendar year.
#[must_use]
pub fn births_overview(study: &Study, projection: &Projection, language: Language) -> Table {
    let chinese = language == Language::Chinese;
    let title = if chinese {
        "出生人数（人；基年之后为预测）"
    } else {
        "Births (projected after the base year)"
    };
    let mut heads = vec![if chinese { "年份" } else { "Year" }.to_owned()];
    heads.extend(study.groups.iter().map(|group| group.name.get(language).to_owned()));
    let births = &projection.births;
    let rows = births.years.iter().enumerate().map(|(position, year)| {
        let mut row = vec![Cell::Text(year.to_string())];
        row.extend((0..study.groups.len()).map(|group| {
            Cell::Number((0..study.towns.len()).map(|town| births.counts[[town, group, position]]).sum(), 0)
        }));
        row
    });
    Table { title: title.to_owned(), heads, rows: rows.collect() }
}

/// Children needing a place by town and stage, in all planned years.
#[must_use]
pub fn rolls_by_town(study: &Study, projection: &Projection, language: Language) -> Table {
    let chinese = language == Language::Chinese;
    let title =
        if chinese { "各乡镇街道学位需求（人）" } else { "Children needing a place, by town" };
    let words =
        if chinese { ["县（市、区）", "乡镇街道", "学段"] } else { ["County", "Town", "Stage"] };
    let mut heads: Vec<String> = words.map(str::to_owned).to_vec();
    heads.extend(projection.rolls.years.iter().map(ToString::to_string));
    let mut rows = Vec::new();
    for (town, data) in study.town_indices().zip(&study.towns) {
        for stage in study.stage_indices() {
            let county = study.counties[data.county.index()].name.get(language);
            let names = [county, data.name.get(language), study.stages[stage.index()].name.get(language)];
            let mut row: Vec<Cell> = names.map(|name| Cell::Text(name.to_owned())).to_vec();
            let years = 0..projection.rolls.years.len();
            row.extend(
                years.map(|position| Cell::Number(of_town(study, projection, town, stage, position), 0)),
            );
            rows.push(row);
        }
    }
    Table { title: title.to_owned(), heads, rows }
}

fn of_town(
    study: &Study,
    projection: &Projection,
    town: TownIndex,
    stage: StageIndex,
    position: usize,
) -> f64 {
    GroupIndex::all(study.groups.len())
        .map(|group| projection.rolls.demand(town, stage, group, position))
        .sum()
}

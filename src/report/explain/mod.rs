//! Reasons as sentences, with the numbers behind them as tables.

mod county;
mod difference;
mod overview;
mod project;
mod target;
mod town;

pub use county::county_explained;
pub use overview::{reasons_explained, what_can_be_asked};
pub use project::project_explained;
pub use target::target_explained;
pub use town::town_explained;

use super::{Cell, Table};
use crate::domain::{ClassIndex, Language, ProjectIndex, SchoolYear, Study, TownIndex};
use crate::explain::AreaLine;
use std::collections::BTreeMap;

/// 10⁴ yuan in one 10⁸ yuan (亿元).
const HUNDRED_MILLION: f64 = 1e4;

/// Sentences and the tables behind them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Explained {
    /// Sentences, the answer first.
    pub sentences: Vec<String>,
    /// Tables.
    pub tables: Vec<Table>,
}

/// Money in 10⁸ yuan, in words.
fn hundred_million(amount: f64) -> String {
    let amount = amount / HUNDRED_MILLION;
    if amount.abs() < 0.005 { format!("{amount:.4}") } else { format!("{amount:.2}") }
}

/// Money as a cell, 10⁴ yuan.
fn money(amount: f64) -> Cell {
    Cell::Number(amount, 2)
}

fn town_name(study: &Study, town: TownIndex, language: Language) -> &str {
    study.towns[town.index()].name.get(language)
}

/// Id and name of a project.
fn project_name(study: &Study, project: ProjectIndex) -> String {
    let data = &study.projects[project.index()];
    if data.name.is_empty() || data.name == data.id {
        data.id.clone()
    } else {
        format!("{} {}", data.id, data.name)
    }
}

/// Stage, sector and grade of a class.
pub(super) fn class_name(study: &Study, class: ClassIndex, language: Language) -> String {
    let data = study.classes[class.index()];
    let stage = study.stages[data.stage.index()].name.get(language);
    let sector = study.sectors[data.sector.index()].name.get(language);
    let chinese = language == Language::Chinese;
    match (data.grade, chinese) {
        (Some(grade), true) => format!("{stage}·{sector}·{}级", grade.0),
        (Some(grade), false) => format!("{stage}, {sector}, grade {}", grade.0),
        (None, true) => format!("{stage}·{sector}"),
        (None, false) => format!("{stage}, {sector}"),
    }
}

/// Openings by year: `2025`, or `2025 × 3`; a dash where there are none.
fn openings(years: &BTreeMap<SchoolYear, u32>) -> String {
    let one = |(year, count): (&SchoolYear, &u32)| {
        if *count == 1 { year.to_string() } else { format!("{year} × {count}") }
    };
    if years.is_empty() { "–".to_owned() } else { years.iter().map(one).collect::<Vec<_>>().join(", ") }
}

/// Years of which tables of areas tell: the first and last planned, and the last of the outlook.
fn shown(study: &Study, year: SchoolYear) -> bool {
    [study.horizon.first, study.horizon.last, study.horizon.outlook].contains(&year)
}

/// Stage and year of an area's line.
fn stage_and_year(study: &Study, line: &AreaLine, language: Language) -> Vec<Cell> {
    let stage = study.stages[line.stage.index()].name.get(language);
    vec![Cell::Text(stage.to_owned()), Cell::Text(line.year.to_string())]
}

/// Need, places, gap, moves, pupils and children without a place.
fn need_and_places(line: &AreaLine) -> [Cell; 8] {
    let gap = line.needing - line.places_after;
    [
        line.needing,
        line.places_before,
        line.places_after,
        gap,
        line.leaving,
        line.arriving,
        line.pupils,
        line.unplaced,
    ]
    .map(|number| Cell::Number(number, 0))
}

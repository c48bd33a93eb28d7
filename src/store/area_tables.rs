//! Tables of towns, of places by project and class, and of bands.

use super::Run;
use super::columns::{
    class_columns, county, county_of, integers, numbers, optional_numbers, stage, table, texts, town,
};
use crate::domain::{Setting, Town, TownKind};
use crate::projection::{OutlookArea, OutlookLine, is_given};
use polars::prelude::{DataFrame, PolarsResult};

/// Where towns lie and of which kind they are.
pub(super) fn towns(run: &Run) -> PolarsResult<DataFrame> {
    let study = run.study;
    let position = |of: fn((f64, f64)) -> f64| study.towns.iter().map(move |one| one.position.map(of));
    table(vec![
        texts("town", study.towns.iter().map(|one| one.code.as_str())),
        texts("county", study.town_indices().map(|one| county_of(study, one))),
        texts("kind", study.towns.iter().map(kind)),
        texts("setting", study.towns.iter().map(setting)),
        optional_numbers("longitude", position(|(longitude, _)| longitude)),
        optional_numbers("latitude", position(|(_, latitude)| latitude)),
    ])
}

fn kind(town: &Town) -> &'static str {
    match town.kind {
        Some(TownKind::Subdistrict) => "subdistrict",
        Some(TownKind::Town) => "town",
        Some(TownKind::Township) => "township",
        None => "",
    }
}

fn setting(town: &Town) -> &'static str {
    match town.setting {
        Some(Setting::Urban) => "urban",
        Some(Setting::Town) => "town",
        Some(Setting::Rural) => "rural",
        None => "",
    }
}

/// Places that the opened projects add to every town and class, or take from it.
pub(super) fn effects(run: &Run) -> PolarsResult<DataFrame> {
    let study = run.study;
    let mut lines = Vec::new();
    for opening in &run.plan.openings {
        let project = &study.projects[opening.project.index()];
        let count = i32::try_from(opening.count).unwrap_or(i32::MAX);
        lines.extend(
            project.effects.iter().map(|effect| (project, opening.year, effect, effect.places * count)),
        );
    }
    let mut columns = vec![
        texts("project", lines.iter().map(|(project, ..)| project.id.as_str())),
        integers("year", lines.iter().map(|(_, year, ..)| year.0)),
        texts("town", lines.iter().map(|(_, _, effect, _)| town(study, effect.town))),
    ];
    columns.extend(class_columns(study, || lines.iter().map(|(_, _, effect, _)| effect.class)));
    columns.push(integers("places", lines.iter().map(|line| line.3)));
    table(columns)
}

/// Children who need a place, with their 80 % band (none where demand is given) and with low and high births; `*` is the whole study.
pub(super) fn bands(run: &Run) -> PolarsResult<DataFrame> {
    let (study, lines) = (run.study, run.bands);
    let area = |line: &OutlookLine| match line.area {
        OutlookArea::All => "*",
        OutlookArea::County(at) => county(study, at),
        OutlookArea::Town(at) => town(study, at),
    };
    let quantile =
        |at: usize| move |line: &OutlookLine| (!is_given(study, line.stage)).then(|| line.band[at]);
    table(vec![
        texts("area", lines.iter().map(area)),
        texts("stage", lines.iter().map(|line| stage(study, line.stage))),
        integers("year", lines.iter().map(|line| line.year.0)),
        numbers("children", lines.iter().map(|line| line.level)),
        optional_numbers("p10", lines.iter().map(quantile(0))),
        optional_numbers("p50", lines.iter().map(quantile(1))),
        optional_numbers("p90", lines.iter().map(quantile(2))),
        numbers("low_births", lines.iter().map(|line| line.low)),
        numbers("high_births", lines.iter().map(|line| line.high)),
    ])
}

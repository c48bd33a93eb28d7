//! Tables of commitments and payments, of what projects cost to run, of empty places, of past expenditure, and of names.

use super::Run;
use super::columns::{county, county_of, integers, numbers, optional_numbers, stage, table, texts, town};
use crate::domain::Text;
use polars::prelude::{DataFrame, PolarsResult};

/// Capital of every project by stage, source and year, bound and paid.
pub(super) fn payments(run: &Run) -> PolarsResult<DataFrame> {
    let (study, lines) = (run.study, &run.outcome.payments);
    let project = |index: usize| &study.projects[lines[index].project.index()];
    let all = || 0..lines.len();
    table(vec![
        texts("project", all().map(|index| project(index).id.as_str())),
        texts("county", all().map(|index| county_of(study, project(index).town))),
        texts("stage", lines.iter().map(|line| stage(study, line.stage))),
        texts("kind", all().map(|index| project(index).kind.id())),
        texts("source", lines.iter().map(|line| line.source.as_str())),
        integers("opening", lines.iter().map(|line| line.opening.0)),
        integers("year", lines.iter().map(|line| line.year)),
        numbers("commitment", lines.iter().map(|line| line.commitment)),
        numbers("payment", lines.iter().map(|line| line.payment)),
        numbers("present_value", lines.iter().map(|line| line.present)),
    ])
}

/// What every project costs to run, by county, stage and school year.
pub(super) fn running(run: &Run) -> PolarsResult<DataFrame> {
    let (study, lines) = (run.study, &run.outcome.running);
    table(vec![
        texts("project", lines.iter().map(|line| study.projects[line.project.index()].id.as_str())),
        texts("county", lines.iter().map(|line| county(study, line.county))),
        texts("stage", lines.iter().map(|line| stage(study, line.stage))),
        integers("year", lines.iter().map(|line| line.year.0)),
        numbers("places", lines.iter().map(|line| line.places)),
        numbers("operating", lines.iter().map(|line| line.operating)),
        numbers("present_value", lines.iter().map(|line| line.present)),
    ])
}

/// Public expenditure on education of past years, as the study states it.
pub(super) fn expenditure(run: &Run) -> PolarsResult<DataFrame> {
    let (study, lines) = (run.study, &run.study.expenditure);
    table(vec![
        integers("year", lines.iter().map(|line| line.year)),
        texts("county", lines.iter().map(|line| line.county.map_or("*", |of| county(study, of)))),
        texts("stage", lines.iter().map(|line| line.stage.map_or("*", |of| stage(study, of)))),
        optional_numbers("amount", lines.iter().map(|line| line.amount)),
        optional_numbers("per_pupil", lines.iter().map(|line| line.per_pupil)),
    ])
}

/// Empty places by town, stage and year, and what they cost.
pub(super) fn stranded(run: &Run) -> PolarsResult<DataFrame> {
    let (study, lines) = (run.study, &run.outcome.stranded);
    table(vec![
        texts("town", lines.iter().map(|line| town(study, line.town))),
        texts("county", lines.iter().map(|line| county_of(study, line.town))),
        texts("stage", lines.iter().map(|line| stage(study, line.stage))),
        integers("year", lines.iter().map(|line| line.year.0)),
        numbers("empty", lines.iter().map(|line| line.empty)),
        numbers("added", lines.iter().map(|line| line.added)),
        numbers("running", lines.iter().map(|line| line.running)),
        numbers("capital", lines.iter().map(|line| line.capital)),
    ])
}

/// Names of what the other tables call by code or id, in the study's order.
pub(super) fn names(run: &Run) -> PolarsResult<DataFrame> {
    let study = run.study;
    let mut lines: Vec<(&str, &str, &Text)> = Vec::new();
    lines.extend(study.counties.iter().map(|one| ("county", one.code.as_str(), &one.name)));
    lines.extend(study.towns.iter().map(|one| ("town", one.code.as_str(), &one.name)));
    lines.extend(study.stages.iter().map(|one| ("stage", one.id.as_str(), &one.name)));
    lines.extend(study.programmes.iter().map(|one| ("programme", one.id.as_str(), &one.name)));
    lines.extend(study.indicators.iter().map(|one| ("indicator", one.id.as_str(), &one.name)));
    lines.extend(study.criteria.iter().map(|one| ("criteria", one.id.as_str(), &one.name)));
    lines.extend(study.sectors.iter().map(|one| ("sector", one.id.as_str(), &one.name)));
    lines.extend(study.groups.iter().map(|one| ("group", one.id.as_str(), &one.name)));
    // A project's Chinese name is in `openings`; here are those that have an English one.
    let named = study.projects.iter().filter(|one| !one.name_en.is_empty());
    let projects: Vec<(&str, Text)> =
        named.map(|one| (one.id.as_str(), Text { zh: one.name.clone(), en: one.name_en.clone() })).collect();
    lines.extend(projects.iter().map(|(id, name)| ("project", *id, name)));
    table(vec![
        texts("kind", lines.iter().map(|line| line.0)),
        texts("id", lines.iter().map(|line| line.1)),
        texts("zh", lines.iter().map(|line| line.2.zh.as_str())),
        texts("en", lines.iter().map(|line| line.2.en.as_str())),
    ])
}

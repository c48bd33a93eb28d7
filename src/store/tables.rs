//! The tables of a run folder.

use super::area_tables::{bands, effects, towns};
use super::ceilings_table::ceilings;
use super::columns::{
    booleans, county, county_of, grade_of, group, integers, numbers, optional_integers, optional_numbers,
    optional_texts, sector_of, stage, stage_of, table, texts, town,
};
use super::finance_tables::{expenditure, names, payments, running, stranded};
use super::prices_tables::{place_prices, prices, shortfalls};
use super::robust_run::{NEEDS, needs};
use super::{
    Run, StoreError, births_table, changes_table, children_table, components_table, roll_by_grade_table,
    rolls_table,
};
use polars::prelude::{DataFrame, PolarsResult};
use std::collections::BTreeMap;

/// Named tables in the order in which they are written.
pub struct Tables(pub Vec<(&'static str, DataFrame)>);

/// Makes one table of a run.
type Maker = fn(&Run) -> PolarsResult<DataFrame>;

impl Tables {
    /// Makes every table of a run.
    ///
    /// # Errors
    /// [`StoreError::Table`] where a table cannot be made.
    pub fn of(run: &Run) -> Result<Self, StoreError> {
        let makers: [(&'static str, Maker); 27] = [
            ("children", |run| children_table(run.study, run.projection)),
            ("births", |run| births_table(run.study, run.projection)),
            ("rolls", |run| rolls_table(run.study, run.projection)),
            ("roll_by_grade", |run| roll_by_grade_table(run.study, run.projection)),
            ("components", |run| components_table(run.study, run.projection)),
            ("openings", openings),
            ("enrolment", enrolment),
            ("moves", moves),
            ("balance", balance),
            ("indicators", indicators),
            ("budget", budget),
            ("certification", certification),
            ("unmet", unmet),
            ("ceilings", ceilings),
            ("shortfalls", shortfalls),
            ("prices", prices),
            ("place_prices", place_prices),
            ("payments", payments),
            ("running", running),
            ("stranded", stranded),
            ("expenditure", expenditure),
            ("names", names),
            ("towns", towns),
            ("effects", effects),
            ("bands", bands),
            (NEEDS, needs),
            ("changes", |run| changes_table(run.applied)),
        ];
        let make = |(name, maker): (&'static str, Maker)| {
            let table = maker(run).map_err(|source| StoreError::Table { table: name.to_owned(), source })?;
            Ok((name, table))
        };
        let there = |name: &str| match name {
            "components" => run.projection.components.is_some(),
            "expenditure" => !run.study.expenditure.is_empty(),
            NEEDS => run.robust.is_some(),
            "changes" => !run.applied.scenarios.is_empty(),
            "roll_by_grade" => run.projection.grades.is_some(),
            _ => true,
        };
        let written = makers.into_iter().filter(|(name, _)| there(name));
        written.map(make).collect::<Result<Vec<_>, _>>().map(Self)
    }
}

fn openings(run: &Run) -> PolarsResult<DataFrame> {
    let study = run.study;
    let openings = &run.plan.openings;
    let project = |index: usize| &study.projects[openings[index].project.index()];
    let all = || 0..openings.len();
    let count = |index: usize| i32::try_from(openings[index].count).unwrap_or(i32::MAX);
    let sources: Vec<String> = all().map(|index| sources(&project(index).funding)).collect();
    table(vec![
        texts("project", all().map(|index| project(index).id.as_str())),
        texts("name", all().map(|index| project(index).name.as_str())),
        texts("county", all().map(|index| county_of(study, project(index).town))),
        texts("town", all().map(|index| town(study, project(index).town))),
        texts("programme", all().map(|index| study.programmes[project(index).programme.index()].id.as_str())),
        texts("kind", all().map(|index| project(index).kind.id())),
        texts("status", all().map(|index| project(index).status.id())),
        optional_texts("site", all().map(|index| project(index).site.as_deref())),
        optional_integers("start", all().map(|index| study.start_year(project(index), openings[index].year))),
        integers("year", openings.iter().map(|opening| opening.year.0)),
        integers("count", all().map(count)),
        integers("places", all().map(|index| project(index).net_places() * count(index))),
        numbers("capex", all().map(|index| project(index).capex.ten_thousand() * f64::from(count(index)))),
        numbers("land", all().map(|index| project(index).land_m2.unwrap_or(0.0) * f64::from(count(index)))),
        texts("source", sources.iter().map(String::as_str)),
        booleans("committed", all().map(|index| project(index).committed)),
        texts("note", all().map(|index| project(index).note.as_str())),
    ])
}

/// Who pays, in one cell: `county`, or `city 0.4, county 0.6`.
fn sources(funding: &BTreeMap<String, f64>) -> String {
    let paid = |(source, share): (&String, &f64)| {
        if *share >= 1.0 { source.clone() } else { format!("{source} {share}") }
    };
    funding.iter().map(paid).collect::<Vec<_>>().join(", ")
}

fn enrolment(run: &Run) -> PolarsResult<DataFrame> {
    let (study, lines) = (run.study, &run.plan.enrolments);
    table(vec![
        texts("town", lines.iter().map(|line| town(study, line.town))),
        texts("county", lines.iter().map(|line| county_of(study, line.town))),
        texts("stage", lines.iter().map(|line| stage_of(study, line.class))),
        texts("sector", lines.iter().map(|line| sector_of(study, line.class))),
        optional_integers("grade", lines.iter().map(|line| grade_of(study, line.class))),
        texts("group", lines.iter().map(|line| group(study, line.group))),
        integers("year", lines.iter().map(|line| line.year.0)),
        numbers("pupils", lines.iter().map(|line| line.pupils)),
        numbers("bought", lines.iter().map(|line| line.bought)),
    ])
}

fn moves(run: &Run) -> PolarsResult<DataFrame> {
    let (study, lines) = (run.study, &run.plan.moves);
    table(vec![
        texts("from", lines.iter().map(|line| town(study, line.from))),
        texts("to", lines.iter().map(|line| town(study, line.to))),
        texts("stage", lines.iter().map(|line| stage(study, line.stage))),
        texts("group", lines.iter().map(|line| group(study, line.group))),
        integers("year", lines.iter().map(|line| line.year.0)),
        numbers("children", lines.iter().map(|line| line.children)),
        numbers("km", lines.iter().map(|line| line.travel.km)),
        optional_numbers("minutes", lines.iter().map(|line| line.travel.minutes)),
        numbers("yuan", lines.iter().map(|line| line.travel.yuan)),
    ])
}

fn balance(run: &Run) -> PolarsResult<DataFrame> {
    let (study, lines) = (run.study, &run.outcome.balance);
    table(vec![
        texts("town", lines.iter().map(|line| town(study, line.town))),
        texts("county", lines.iter().map(|line| county_of(study, line.town))),
        texts("stage", lines.iter().map(|line| stage(study, line.stage))),
        integers("year", lines.iter().map(|line| line.year.0)),
        numbers("children", lines.iter().map(|line| line.children)),
        numbers("places_before", lines.iter().map(|line| line.places_before)),
        numbers("places_after", lines.iter().map(|line| line.places_after)),
        numbers("gap_before", lines.iter().map(crate::outcome::BalanceLine::gap_before)),
        numbers("gap_after", lines.iter().map(crate::outcome::BalanceLine::gap_after)),
        numbers("pupils", lines.iter().map(|line| line.pupils)),
        optional_numbers("utilisation", lines.iter().map(crate::outcome::BalanceLine::utilisation)),
        numbers("unplaced", lines.iter().map(|line| line.unplaced)),
    ])
}

fn indicators(run: &Run) -> PolarsResult<DataFrame> {
    let (study, lines) = (run.study, &run.outcome.indicators);
    table(vec![
        texts("indicator", lines.iter().map(|line| study.indicators[line.indicator].id.as_str())),
        texts("area", lines.iter().map(|line| line.county.map_or("*", |of| county(study, of)))),
        integers("year", lines.iter().map(|line| line.year.0)),
        booleans("share", lines.iter().map(|line| study.indicators[line.indicator].kind.is_share())),
        optional_numbers("target", lines.iter().map(|line| line.target)),
        numbers("reached", lines.iter().map(|line| line.reached)),
        optional_numbers("slack", lines.iter().map(|line| line.target.map(|target| line.reached - target))),
        booleans("met", lines.iter().map(crate::outcome::IndicatorLine::met)),
        optional_numbers("price", lines.iter().map(|line| line.price)),
    ])
}

fn budget(run: &Run) -> PolarsResult<DataFrame> {
    let (study, lines) = (run.study, &run.outcome.money);
    table(vec![
        integers("year", lines.iter().map(|line| line.year)),
        texts("county", lines.iter().map(|line| county(study, line.county))),
        texts("stage", lines.iter().map(|line| stage(study, line.stage))),
        texts("source", lines.iter().map(|line| line.source.as_str())),
        texts("component", lines.iter().map(|line| line.component.id())),
        numbers("amount", lines.iter().map(|line| line.amount)),
        numbers("present_value", lines.iter().map(|line| line.present)),
    ])
}

fn certification(run: &Run) -> PolarsResult<DataFrame> {
    let (study, lines) = (run.study, &run.plan.certifications);
    table(vec![
        texts("criteria", lines.iter().map(|line| study.criteria[line.criteria].id.as_str())),
        texts("county", lines.iter().map(|line| county(study, line.county))),
        integers("year", lines.iter().map(|line| line.year.0)),
    ])
}

fn unmet(run: &Run) -> PolarsResult<DataFrame> {
    let (study, lines) = (run.study, &run.plan.unplaced);
    table(vec![
        texts("town", lines.iter().map(|line| town(study, line.town))),
        texts("county", lines.iter().map(|line| county_of(study, line.town))),
        texts("stage", lines.iter().map(|line| stage(study, line.stage))),
        texts("group", lines.iter().map(|line| group(study, line.group))),
        integers("year", lines.iter().map(|line| line.year.0)),
        numbers("children", lines.iter().map(|line| line.children)),
    ])
}

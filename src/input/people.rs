//! Population, births, death rates, fertility, migration, status change (人口、出生、死亡率、生育率、迁移、身份转换).

use super::coverage::Coverage;
use super::findings::{Findings, both};
use super::model::Model;
use super::package::Package;
use super::places::Places;
use super::rows::Row;
use crate::domain::{
    AgeFigure, Births, CountyIndex, GroupIndex, MigrationKind, MortalityRate, PopulationCount,
    PopulationRates, Sex,
};

/// What the tables of people hold.
pub(super) struct People {
    pub(super) population: Vec<PopulationCount>,
    pub(super) births: Vec<Births>,
    pub(super) mortality: Vec<MortalityRate>,
    pub(super) rates: PopulationRates,
}

pub(super) fn read_people(package: &Package, model: &Model, places: &Places, findings: &Findings) -> People {
    People {
        population: population(package, model, places, findings),
        births: births(package, model, places, findings),
        mortality: mortality(package, model, places, findings),
        rates: PopulationRates {
            fertility: figures("fertility", package, model, places, findings),
            migration: migration(package, model, places, findings),
            status_change: figures("status_change", package, model, places, findings),
        },
    }
}

fn population(
    package: &Package,
    model: &Model,
    places: &Places,
    findings: &Findings,
) -> Vec<PopulationCount> {
    let Some(sheet) = package.sheet("population") else { return Vec::new() };
    let mut coverage = Coverage::new(sheet, places, findings);
    let mut counts = Vec::with_capacity(sheet.raw.rows.len());
    for row in sheet.rows(findings) {
        let (area, date) = (places.area(row, "town"), row.date("date"));
        coverage.note(area, date.map(|date| date.year));
        let (group, sex) = (group(row, model), sex(row));
        let (age, persons) = (row.age("age"), row.number("persons"));
        counts.extend(area.zip(date).zip(age).zip(persons).map(|(((area, date), (age, open)), persons)| {
            PopulationCount { area, date, group, sex, age, open, persons }
        }));
    }
    coverage.check_areas("town");
    coverage.check_years("date");
    counts
}

fn births(package: &Package, model: &Model, places: &Places, findings: &Findings) -> Vec<Births> {
    let Some(sheet) = package.sheet("births") else { return Vec::new() };
    let mut coverage = Coverage::new(sheet, places, findings);
    let mut births = Vec::with_capacity(sheet.raw.rows.len());
    for row in sheet.rows(findings) {
        let (area, year) = (places.area(row, "town"), row.year("year"));
        coverage.note(area, year);
        let month = row.integer("month").and_then(|month| u8::try_from(month).ok());
        let (group, number) = (group(row, model), row.number("births"));
        births.extend(area.zip(year).zip(number).map(|((area, year), births)| Births {
            area,
            year,
            month,
            group,
            births,
        }));
    }
    coverage.check_years("year");
    if let Some(horizon) = model.horizon {
        coverage.check_reaches("year", horizon.base.0);
    }
    births
}

fn mortality(package: &Package, model: &Model, places: &Places, findings: &Findings) -> Vec<MortalityRate> {
    let rows = package.sheet("mortality").into_iter().flat_map(|sheet| sheet.rows(findings));
    rows.filter_map(|row| {
        let area = if row.peek("area") == "*" { Some(None) } else { places.area(row, "area").map(Some) };
        let (year, group, sex) = (row.year_or_all("year"), group(row, model), sex(row));
        let (age, rate, _) = (row.age("age"), row.number("value"), row.choice("kind"));
        Some(MortalityRate { area: area?, year: year?, group, sex, age: age?.0, rate: rate? })
    })
    .collect()
}

/// Rates by age of a table.
fn figures(
    table: &str,
    package: &Package,
    model: &Model,
    places: &Places,
    findings: &Findings,
) -> Vec<AgeFigure> {
    let rows = package.sheet(table).into_iter().flat_map(|sheet| sheet.rows(findings));
    rows.filter_map(|row| {
        row.choice("kind");
        figure(row, model, places)
    })
    .collect()
}

fn migration(
    package: &Package,
    model: &Model,
    places: &Places,
    findings: &Findings,
) -> Vec<(MigrationKind, AgeFigure)> {
    let rows = package.sheet("migration").into_iter().flat_map(|sheet| sheet.rows(findings));
    rows.filter_map(|row| {
        let kind = match row.choice("kind") {
            Some("net" | "count") => Some(MigrationKind::Net),
            Some("rate") => Some(MigrationKind::NetRate),
            Some("in") => Some(MigrationKind::Arrivals),
            Some("out") => Some(MigrationKind::DepartureRate),
            _ => None,
        };
        let figure = figure(row, model, places);
        kind.zip(figure)
    })
    .collect()
}

/// A figure by county, year, group, sex and age.
fn figure(row: Row, model: &Model, places: &Places) -> Option<AgeFigure> {
    let county = row.reference_or_all("area", &places.county_codes);
    let (year, group, sex) = (row.year_or_all("year"), group(row, model), sex(row));
    let (age, value) = (row.age("age"), row.number("value"));
    Some(AgeFigure { county: county?.map(CountyIndex), year: year?, group, sex, age: age?.0, value: value? })
}

/// Group; none is all together.
fn group(row: Row, model: &Model) -> Option<GroupIndex> {
    row.reference_or_all("group", &model.group_ids).flatten().map(GroupIndex)
}

/// Sex; none is both together.
fn sex(row: Row) -> Option<Sex> {
    match row.choice("sex") {
        Some("female") => Some(Sex::Female),
        Some("male") => Some(Sex::Male),
        _ => None,
    }
}

/// A sentence for the number of areas that lack a year.
pub(super) fn lacking(area: &str, year: i32) -> crate::domain::Text {
    both(format!("{area} 缺少 {year} 年的数据"), format!("{area} has no rows for {year}"))
}

//! Official totals of areas (官方总量), to which a projection is fitted.

#[path = "official_totals_check.rs"]
mod contradictions;

use super::findings::{Findings, both};
use super::model::Model;
use super::package::Package;
use super::person_columns::group;
use super::places::Places;
use super::rows::Row;
use super::values::Ages;
use crate::domain::{Date, OfficialTotal};

pub(super) fn read_official_totals(
    package: &Package,
    model: &Model,
    places: &Places,
    last_counted: Option<Date>,
    findings: &Findings,
) -> Vec<OfficialTotal> {
    let rows = package.sheet("official_totals").into_iter().flat_map(|sheet| sheet.rows(findings));
    let total = |row: Row| {
        let (area, date, group) = (places.area(row, "area"), row.date("date"), group(row, model));
        let (ages, persons) =
            (row.ages("age", false).and_then(|ages| bounds(row, ages)), row.number("persons"));
        let date = date.filter(|date| is_later(row, *date, last_counted));
        Some(OfficialTotal { area: area?, date: date?, ages: ages?, group, persons: persons? })
    };
    let read: Vec<(u64, OfficialTotal)> = rows.filter_map(|row| Some((row.number, total(row)?))).collect();
    if let Some(sheet) = package.sheet("official_totals") {
        contradictions::check(sheet, &read, model, places, findings);
    }
    read.into_iter().map(|(_, total)| total).collect()
}

/// First and last age; the open last age has none.
fn bounds(row: Row, ages: Ages) -> Option<(u8, u8)> {
    match ages {
        Ages::Single(age) => Some((age, age)),
        Ages::Group(first, last) => Some((first, last)),
        Ages::Birth | Ages::Open(_) => {
            row.findings.error(
                "open-age",
                row.location_of("age"),
                both("官方总量须写明起止年龄", "an official total needs a first and a last age"),
                both("如 3-5 或 7", "such as 3-5 or 7"),
            );
            None
        }
    }
}

/// Whether a total lies after the last count, on the same day of the year (or the day after: 31 December and 1 January).
fn is_later(row: Row, date: Date, last_counted: Option<Date>) -> bool {
    let Some(last) = last_counted else { return true };
    let days = |date: Date| date.share_of_year() * 360.0 + f64::from(date.year) * 360.0;
    let years = (days(date) - days(last)) / 360.0;
    let sound = years > 0.5 && (years - years.round()).abs() < 0.05;
    if !sound {
        row.findings.error(
            "not-years-later",
            row.location_of("date"),
            both(
                "时点须比人口表最后时点晚整数年",
                "the day must lie a whole number of years after the last day of the population table",
            ),
            both(
                format!("如 {}-{:02}-{:02}", last.year + 1, last.month, last.day),
                format!("such as {}-{:02}-{:02}", last.year + 1, last.month, last.day),
            ),
        );
    }
    sound
}

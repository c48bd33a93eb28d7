//! People of a study: population and births (人口、出生), and the tables beside them.

use super::age_groups::{AgeRow, ages_of, date_of, group_width, single_years, spacing};
use super::area_changes::{Seen, day_of_births, join_births, join_figures, join_people};
use super::coverage::Coverage;
use super::findings::{Findings, both};
use super::headers::Sheet;
use super::housing::read_housing;
use super::model::Model;
use super::official_totals::read_official_totals;
use super::package::Package;
use super::person_columns::{group, note_spacing, sex};
use super::places::Places;
use super::rates::read_rates;
use super::rows::Row;
use super::values::Ages;
use super::wholes::{self, Figure, Words};
use crate::domain::{Births, Date, Housing, MortalityFigure, PopulationCount, PopulationRates, Text};
use std::collections::{BTreeMap, BTreeSet};

/// What the tables of people hold.
pub(super) struct People {
    pub(super) population: Vec<PopulationCount>,
    pub(super) births: Vec<Births>,
    pub(super) mortality: Vec<MortalityFigure>,
    pub(super) rates: PopulationRates,
}

pub(super) fn read_people(package: &Package, model: &Model, places: &Places, findings: &Findings) -> People {
    let counted = population(package, model, places, findings);
    let (mortality, mut rates) = read_rates(package, model, places, findings);
    rates.settings = model.engine.clone();
    rates.housing =
        Housing { kinds: model.housing.clone(), completions: read_housing(package, model, places, findings) };
    let last_counted = counted.rows.iter().map(|row| row.date).max();
    rates.totals = read_official_totals(package, model, places, last_counted, findings);
    rates.counted_width = counted.width;
    rates.graduated = counted.graduated;
    rates.areas_from_population = places.from_population;
    People { population: counted.rows, births: births(package, model, places, findings), mortality, rates }
}

/// Counted people by single age, and how wide the ages of the last date were.
#[derive(Default)]
struct Counted {
    rows: Vec<PopulationCount>,
    width: u8,
    graduated: bool,
}

fn population(package: &Package, model: &Model, places: &Places, findings: &Findings) -> Counted {
    let Some(sheet) = package.sheet("population") else { return Counted::default() };
    let (mut coverage, mut seen) = (Coverage::new(sheet, places, findings), Seen::new(places));
    let errors = findings.errors();
    let mut rows = Vec::with_capacity(sheet.raw.rows.len());
    for row in sheet.rows(findings) {
        let (area, date) = (places.area_of_its_day(row, "town"), row.date("date"));
        coverage.note_of_its_day(area, date);
        if let Some((area, date)) = area.zip(date) {
            seen.note(row, "town", area, date);
        }
        let (group, sex) = (group(row, model), sex(row));
        let (ages, persons) = (row.ages("age", false), row.number("persons"));
        check_open_age(row, ages, model);
        check_date(row, date, model);
        rows.extend(
            area.zip(date)
                .zip(ages)
                .zip(persons)
                .map(|(((area, date), ages), persons)| AgeRow::new(area, date, group, sex, ages, persons)),
        );
    }
    let head = sheet.column("persons").map(|placed| sheet.head(placed));
    let words = Words { places, location: sheet.raw.location(None, head), when: date_of, detail: ages_of };
    if findings.errors() == errors {
        if places.changes.is_empty() {
            wholes::check(&|| rows.iter().map(AgeRow::figure), &words, findings);
        } else {
            let figures = rows.iter().map(|row| (row.figure(), row.date)).collect();
            let joined = join_figures(&places.changes, figures);
            wholes::check(&|| joined.iter().map(|(figure, _)| *figure), &words, findings);
        }
    }
    coverage.check_areas("town");
    coverage.check_common_years("date");
    seen.check(sheet, findings, "date");
    counted(rows, sheet, places, findings)
}

/// The open last age lies above every stage: pupils of a stage are counted by single ages.
fn check_open_age(row: Row, ages: Option<Ages>, model: &Model) {
    let Some(Ages::Open(first)) = ages else { return };
    let oldest = model.stages.iter().max_by_key(|stage| stage.ages.1).filter(|stage| stage.ages.1 >= first);
    if let Some(stage) = oldest {
        let (needed, id) = (stage.ages.1, &stage.id);
        row.findings.repeatable("open-age-too-young", row.location_of("age"), row.peek("age"), || {
            (
                both(
                    format!("{first} 岁及以上合为一组，而学段“{id}”须有到 {needed} 岁的逐岁人口"),
                    format!(
                        "{first} and over are one group, and stage `{id}` needs single ages up to {needed}"
                    ),
                ),
                both(
                    format!("请分列 0 至 {needed} 岁（或年龄组），更高的年龄再合为一组"),
                    format!("give ages 0 to {needed} one by one or in groups, and put higher ages together"),
                ),
            )
        });
    }
}

/// People are counted, not planned: no count lies after the last decision year.
fn check_date(row: Row, date: Option<Date>, model: &Model) {
    let late = date.zip(model.horizon).filter(|(date, horizon)| date.year > horizon.last.0);
    if let Some((date, horizon)) = late {
        let last = horizon.last;
        row.findings.repeatable("date-after-horizon", row.location_of("date"), row.peek("date"), || {
            (
                both(
                    format!("人口时点 {date} 晚于规划期末年 {last}"),
                    format!("people are counted on {date}, after the last decision year, {last}"),
                ),
                both(
                    "请核对年份；人口表只列已有的统计",
                    "check the year: the table holds counts that were made",
                ),
            )
        });
    }
}

fn counted(mut rows: Vec<AgeRow>, sheet: &Sheet, places: &Places, findings: &Findings) -> Counted {
    let mut plain: BTreeMap<Date, BTreeSet<u8>> = BTreeMap::new();
    for row in &rows {
        if let Ages::Single(age) = row.ages {
            plain.entry(row.date).or_default().insert(age);
        }
    }
    let spaced: BTreeMap<Date, u8> =
        plain.iter().filter_map(|(date, ages)| spacing(ages).map(|width| (*date, width))).collect();
    if let Some(width) = spaced.values().next() {
        note_spacing(sheet, findings, "age", *width);
    }
    for row in &mut rows {
        if let (Ages::Single(age), Some(width)) = (row.ages, spaced.get(&row.date)) {
            row.ages = Ages::Group(age, age + width - 1);
        }
    }
    let last = rows.iter().map(|row| row.date).max();
    let width = last.map_or(1, |last| group_width(rows.iter().filter(|row| row.date == last)));
    let graduated = rows.iter().any(AgeRow::is_wide);
    let (rows, overlaps) = single_years(rows);
    for (area, date, age) in overlaps {
        let name = places.describe(area);
        let head = sheet.column("age").map_or("age", |placed| sheet.head(placed));
        findings.error(
            "overlapping-ages",
            sheet.raw.location(None, Some(head)),
            both(
                format!("{name} {date} 的年龄组在 {age} 岁重叠"),
                format!("{name}, {date}: the age groups overlap at age {age}"),
            ),
            both("每个年龄只能属于一个年龄组", "every age may belong to one group only; leave out totals"),
        );
    }
    // Groups of ages are divided by the areas of their day, before these are joined.
    Counted { rows: join_people(&places.changes, rows), width, graduated }
}

fn births(package: &Package, model: &Model, places: &Places, findings: &Findings) -> Vec<Births> {
    let Some(sheet) = package.sheet("births") else { return Vec::new() };
    let (mut coverage, mut seen) = (Coverage::new(sheet, places, findings), Seen::new(places));
    let errors = findings.errors();
    let mut births = Vec::with_capacity(sheet.raw.rows.len());
    for row in sheet.rows(findings) {
        let (area, year) = (places.area_of_its_day(row, "town"), row.year("year"));
        let month = row.integer("month").and_then(|month| u8::try_from(month).ok());
        let day = year.map(|year| day_of_births(year, month));
        coverage.note_of_its_day(area, day);
        if let Some((area, day)) = area.zip(day) {
            seen.note(row, "town", area, day);
        }
        let (group, number) = (group(row, model), row.number("births"));
        births.extend(area.zip(year).zip(number).map(|((area, year), births)| Births {
            area,
            year,
            month,
            group,
            births,
        }));
    }
    let head = sheet.column("births").map(|placed| sheet.head(placed));
    let words = Words {
        places,
        location: sheet.raw.location(None, head),
        when: |year| year.to_string(),
        detail: month_of,
    };
    if findings.errors() == errors {
        let joined = join_births(&places.changes, births.clone());
        wholes::check(&|| joined.iter().map(figure), &words, findings);
    }
    coverage.check_years("year");
    if let Some(horizon) = model.horizon.filter(|_| model.plans) {
        coverage.check_reaches("year", horizon.base.0);
    }
    seen.check(sheet, findings, "year");
    join_births(&places.changes, births)
}

fn figure(row: &Births) -> Figure {
    let Births { area, year, month, group, births } = *row;
    Figure { area, when: year, detail: month.map_or(0, u32::from), group, sex: None, value: births }
}

/// The month of births; none for the whole year.
fn month_of(detail: u32) -> Text {
    if detail == 0 { both("", "") } else { both(format!("，{detail} 月"), format!(", month {detail}")) }
}

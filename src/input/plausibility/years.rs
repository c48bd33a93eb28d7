//! Years that cannot be: before anything was counted, after the plan, later than today (年份).

use super::ground::{Ground, place, row_of};
use super::lanes::Lanes;
use super::thresholds::EARLIEST_YEAR;
use crate::domain::Date;
use crate::input::findings::{Findings, both};
use crate::input::headers::Sheet;
use std::collections::BTreeSet;

/// Judges dates and years.
pub(super) fn judge(ground: &Ground, lanes: &Lanes) {
    if let Some(sheet) = ground.sheet("population") {
        let today = today();
        for date in &lanes.dates {
            let later = today.is_some_and(|today| *date > today).then_some(("今天", "today"));
            let after = date.year > ground.study.horizon.base.0 + 1;
            let why = later.or(after.then_some(("基年", "the base year")));
            date_after(ground, sheet, *date, why);
        }
    }
    if let Some(sheet) = ground.sheet("births") {
        let births = &ground.study.births;
        let mut told = BTreeSet::new();
        for (at, one) in births.iter().enumerate().filter(|(_, one)| is_early(one.year)) {
            if told.insert(one.year) {
                early(ground, sheet, row_of(sheet, births.len(), at), "year", one.year);
            }
        }
    }
    for (table, column) in
        [("enrolment", "year"), ("budget", "year"), ("demand", "year"), ("schools", "closes")]
    {
        if let Some(sheet) = ground.sheet(table) {
            early_rows(ground, sheet, column);
        }
    }
}

fn is_early(year: i32) -> bool {
    f64::from(year) < EARLIEST_YEAR.value
}

fn today() -> Option<Date> {
    let today = jiff::ZonedDateTime::now().date();
    let (year, month, day) = (i32::from(today.year()), today.month(), today.day());
    Some(Date { year, month: u8::try_from(month).ok()?, day: u8::try_from(day).ok()? })
}

fn date_after(ground: &Ground, sheet: &Sheet, date: Date, why: Option<(&str, &str)>) {
    if is_early(date.year) {
        early(ground, sheet, None, "date", date.year);
    } else if let Some((zh, en)) = why {
        let base = ground.study.horizon.base;
        ground.warn(
            "date-in-the-future",
            place(sheet, None, "date"),
            both(
                format!("时点 {date} 晚于{zh}（基年 {base}）"),
                format!("the date {date} lies after {en} (base year {base})"),
            ),
            both("请核对日期，或改正基年", "check the date, or the base year"),
        );
    }
}

fn early(ground: &Ground, sheet: &Sheet, row: Option<u64>, column: &str, year: i32) {
    let least = EARLIEST_YEAR.value;
    ground.warn(
        "year-out-of-line",
        place(sheet, row, column),
        both(format!("年份 {year} 早于 {least}"), format!("the year {year} lies before {least}")),
        both("请核对年份", "check the year"),
    );
}

/// The first row of every year that is too early.
fn early_rows(ground: &Ground, sheet: &Sheet, column: &str) {
    let silent = Findings::default();
    let mut told = BTreeSet::new();
    for row in sheet.rows(&silent) {
        let year = row.cell(column).and_then(|cell| cell.year());
        if let Some(year) = year.filter(|year| is_early(*year) && told.insert(*year)) {
            early(ground, sheet, Some(row.number), column, year);
        }
    }
}

//! Copies of a template that are started or committed already (已开工套数), by the school year in which they are in use.

use crate::domain::{Horizon, SchoolYear};
use crate::input::findings::{Findings, both};
use crate::input::headers::{Placed, Sheet, tail};
use crate::input::rows::Row;
use std::collections::BTreeMap;

/// The columns `started.YEAR` of the table, with their years.
pub(super) type YearColumns<'a> = Vec<(&'a Placed, SchoolYear)>;

pub(super) fn year_columns<'a>(sheet: &'a Sheet, findings: &Findings) -> YearColumns<'a> {
    let mut columns = Vec::new();
    for placed in sheet.columns.iter().filter(|placed| placed.column.name == "started.*") {
        let head = sheet.head(placed);
        match tail(head).and_then(|year| year.parse().ok()) {
            Some(year) => columns.push((placed, SchoolYear(year))),
            None => findings.error(
                "head-without-year",
                sheet.raw.location(Some(sheet.raw.head_row), Some(head)),
                both(format!("列名“{head}”没有写明学年"), format!("`{head}` names no school year")),
                both("请写作 started.2024 或 已开工套数.2024", "write it like started.2024"),
            ),
        }
    }
    columns
}

/// Copies by year, where there are any; none where a cell is faulty.
pub(super) fn started<'a>(
    row: Row<'a>,
    columns: &YearColumns<'a>,
    horizon: Option<Horizon>,
) -> Option<BTreeMap<SchoolYear, u32>> {
    let mut started = BTreeMap::new();
    let mut sound = true;
    for (placed, year) in columns {
        let Some(cell) = row.cell_at(placed) else { continue };
        match cell.integer().and_then(|count| u32::try_from(count).ok()) {
            Some(0) => {}
            Some(count) => {
                sound &= check(row, placed, (*year, count), horizon);
                started.insert(*year, count);
            }
            None => sound = false,
        }
    }
    sound.then_some(started)
}

/// As many can be in use by then: no more than the table allows, and not before the first year in which one can open.
fn check(row: Row, placed: &Placed, (year, count): (SchoolYear, u32), horizon: Option<Horizon>) -> bool {
    let place = || row.location(row.sheet.head(placed));
    let copies: u32 = row.peek("copies").parse().unwrap_or(1);
    if count > copies {
        row.findings.error(
            "more-started-than-copies",
            place(),
            both(
                format!("已开工 {count} 个，而个数上限为 {copies}"),
                format!("{count} are started, of at most {copies}"),
            ),
            both("请提高个数上限，或核对已开工套数", "raise `copies`, or check how many are started"),
        );
        return false;
    }
    let earliest: Option<i32> = row.peek("earliest").parse().ok();
    let first = earliest.max(horizon.map(|horizon| horizon.first.0));
    if first.is_some_and(|first| year.0 < first) {
        row.findings.error(
            "started-before-earliest",
            place(),
            both(
                format!("{year} 学年早于可以投用的首年 {}", first.unwrap_or_default()),
                format!(
                    "{year} is before the first year in which one can open, {}",
                    first.unwrap_or_default()
                ),
            ),
            both(
                "请写可以投用的首年；规划期前已投用的请写入学校表",
                "write that year; what is open before the plan begins belongs among the schools",
            ),
        );
        return false;
    }
    true
}

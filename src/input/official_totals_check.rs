//! Official totals that cannot all be met (官方总量互相矛盾): of a county and its towns, of an age group and its ages, of all people and their
//! groups. Rounding to whole persons is no contradiction.

use crate::domain::{Area, CountyIndex, OfficialTotal, TownIndex};
use crate::input::findings::{Findings, both};
use crate::input::headers::Sheet;
use crate::input::model::Model;
use crate::input::places::Places;

/// A total and its row number.
type Read = (u64, OfficialTotal);

/// Compares every total with those of its parts, along one kind of parts at a time.
pub(super) fn check(sheet: &Sheet, totals: &[Read], model: &Model, places: &Places, findings: &Findings) {
    for (row, whole) in totals {
        let same = |of: &OfficialTotal, area: bool, ages: bool, group: bool| {
            of.date == whole.date
                && (!area || of.area == whole.area)
                && (!ages || of.ages == whole.ages)
                && (!group || of.group == whole.group)
        };
        let others = || totals.iter().filter(|(other, _)| other != row);
        if let Area::County(county) = whole.area {
            let parts: Vec<&Read> = others()
                .filter(|(_, of)| same(of, false, true, true) && is_town_of(of.area, county, places))
                .collect();
            let towns = places.county_of.iter().filter(|of| **of == Some(county)).count();
            compare(sheet, (*row, whole), &parts, parts.len() == towns, findings);
        }
        if whole.ages.0 < whole.ages.1 {
            let within = |of: &OfficialTotal| {
                of.ages != whole.ages && of.ages.0 >= whole.ages.0 && of.ages.1 <= whole.ages.1
            };
            let mut parts: Vec<&Read> =
                others().filter(|(_, of)| same(of, true, false, true) && within(of)).collect();
            parts.sort_by_key(|(_, of)| of.ages);
            // Parts that overlap are no parts of one whole: of those that begin together the first counts.
            let mut next = whole.ages.0;
            parts.retain(|(_, of)| {
                let apart = of.ages.0 >= next;
                next = if apart { of.ages.1 + 1 } else { next };
                apart
            });
            let covered: u16 = parts.iter().map(|(_, of)| u16::from(of.ages.1 - of.ages.0) + 1).sum();
            let all = covered == u16::from(whole.ages.1 - whole.ages.0) + 1;
            compare(sheet, (*row, whole), &parts, all, findings);
        }
        if whole.group.is_none() {
            let parts: Vec<&Read> =
                others().filter(|(_, of)| same(of, true, true, false) && of.group.is_some()).collect();
            compare(sheet, (*row, whole), &parts, parts.len() == model.groups.len(), findings);
        }
    }
}

fn is_town_of(area: Area, county: CountyIndex, places: &Places) -> bool {
    let Area::Town(TownIndex(town)) = area else { return false };
    places.county_of.get(town).copied().flatten() == Some(county)
}

/// A whole is no less than its parts, and no more where all of them are there.
fn compare(
    sheet: &Sheet,
    (row, whole): (u64, &OfficialTotal),
    parts: &[&Read],
    all: bool,
    findings: &Findings,
) {
    if parts.is_empty() {
        return;
    }
    let sum: f64 = parts.iter().map(|(_, of)| of.persons).sum();
    #[allow(clippy::cast_precision_loss)] // rows of a table
    let rounding = (parts.len() + 1) as f64 / 2.0 + 1e-9;
    let gap = sum - whole.persons;
    if gap <= rounding && (gap >= -rounding || !all) {
        return;
    }
    let head = sheet.column("persons").map_or("persons", |placed| sheet.head(placed));
    let rows = parts.iter().map(|(row, _)| row.to_string()).take(6).collect::<Vec<_>>().join(", ");
    let more = if parts.len() > 6 { ", …" } else { "" };
    let (persons, zh, en) =
        (whole.persons, if all { "" } else { "（尚不齐全）" }, if all { "" } else { " (not all of them)" });
    findings.error(
        "totals-contradict",
        sheet.raw.location(Some(row), Some(head)),
        both(
            format!("第 {row} 行总量 {persons}，其各部分{zh}（第 {rows}{more} 行）之和为 {sum}，不能同时满足"),
            format!("the total of row {row} is {persons}, and its parts{en} (rows {rows}{more}) add to {sum}: both cannot hold"),
        ),
        both("请核对各行；相差不超过四舍五入的可以保留", "check these rows; differences of rounding may stay"),
    );
}

//! Whether the tables of people cover every town and every year of their history.

use super::findings::{Findings, both};
use super::headers::Sheet;
use super::places::Places;
use crate::diagnostic::Location;
use crate::domain::{Area, Date, TownIndex};
use std::collections::{BTreeMap, BTreeSet};

/// Years seen of every area. Where a row could not be read, nothing is said to be missing.
pub(super) struct Coverage<'a> {
    sheet: &'a Sheet,
    places: &'a Places,
    findings: &'a Findings,
    years: BTreeMap<Area, BTreeSet<i32>>,
    doubtful: BTreeSet<Area>,
    any_area_unread: bool,
}

impl<'a> Coverage<'a> {
    pub(super) fn new(sheet: &'a Sheet, places: &'a Places, findings: &'a Findings) -> Self {
        let (years, doubtful) = (BTreeMap::new(), BTreeSet::new());
        Self { sheet, places, findings, years, doubtful, any_area_unread: false }
    }

    /// Notes the area and year of a row, as far as they can be read.
    pub(super) fn note(&mut self, area: Option<Area>, year: Option<i32>) {
        match (area, year) {
            (Some(area), Some(year)) => {
                self.years.entry(area).or_default().insert(year);
            }
            (Some(area), None) => {
                self.years.entry(area).or_default();
                self.doubtful.insert(area);
            }
            (None, _) => self.any_area_unread = true,
        }
    }

    /// As [`Coverage::note`], by today's areas in which the people of the day's area are counted.
    pub(super) fn note_of_its_day(&mut self, area: Option<Area>, day: Option<Date>) {
        let year = day.map(|day| day.year);
        match (area, day) {
            _ if self.places.changes.is_unsound() => self.any_area_unread = true,
            (Some(area), _) if !self.places.changes.is_empty() => {
                // Without a day nothing is known of the area in any year.
                let parts =
                    self.places.changes.parts(area, day.unwrap_or(Date { year: 0, month: 1, day: 1 }));
                parts.into_iter().for_each(|(area, _)| self.note(Some(area), year));
            }
            _ => self.note(area, year),
        }
    }

    /// Every town has rows, or its county has.
    pub(super) fn check_areas(&self, column: &str) {
        if self.any_area_unread || !self.places.town_codes.complete {
            return;
        }
        for (position, county) in self.places.county_of.iter().enumerate() {
            let Some(county) = county else { continue };
            let town = Area::Town(TownIndex(position));
            if !self.years.contains_key(&town) && !self.years.contains_key(&Area::County(*county)) {
                let name = self.places.describe(town);
                self.findings.error(
                    "missing-area",
                    self.location(column),
                    both(
                        format!("{name} 没有数据，所在县也没有"),
                        format!("{name} has no rows, nor has its county"),
                    ),
                    both(
                        "请补充该乡镇（或所在县）的各行",
                        "add rows for the town, or for its county as a whole",
                    ),
                );
            }
        }
    }

    /// As [`Coverage::check_years`], but a year that no area of the level has is not missed: counts may lie years apart.
    pub(super) fn check_common_years(&self, column: &str) {
        self.check(column, false);
    }

    /// No year is missing between an area's first and the last of the areas of its level.
    pub(super) fn check_years(&self, column: &str) {
        self.check(column, true);
    }

    fn check(&self, column: &str, every_year: bool) {
        let is_town = |area: &Area| matches!(area, Area::Town(_));
        for towns in [true, false] {
            let level = || self.years.iter().filter(move |(area, _)| is_town(area) == towns);
            let Some(last) = level().filter_map(|(_, years)| years.last().copied()).max() else { continue };
            let mut gaps: BTreeMap<i32, Vec<Area>> = BTreeMap::new();
            let seen: BTreeSet<i32> = level().flat_map(|(_, years)| years.iter().copied()).collect();
            let wanted = |year: &i32| every_year || seen.contains(year);
            for (area, years) in level().filter(|(area, _)| self.is_sure(area)) {
                let first = years.first().copied().unwrap_or(last);
                let end = years.last().copied().unwrap_or(last);
                let after = (end + 1..=last).filter(wanted).count();
                let until = if after > 1 { end } else { last };
                for year in (first..=until).filter(|year| wanted(year) && !years.contains(year)) {
                    gaps.entry(year).or_default().push(*area);
                }
                if after > 1 {
                    self.report_end(column, *area, end);
                }
            }
            self.report_gaps(column, &gaps, level().count());
        }
    }

    fn is_sure(&self, area: &Area) -> bool {
        !self.any_area_unread && !self.doubtful.contains(area)
    }

    /// An area that ends before the others is one fault.
    fn report_end(&self, column: &str, area: Area, end: i32) {
        let name = self.places.describe(area);
        self.findings.error(
            "missing-year",
            self.location(column),
            both(
                format!("{name} 在 {end} 年之后没有数据，而其他地区有"),
                format!("{name} has no rows after {end}, when others have"),
            ),
            both(
                "请补充其后各年；并入他地、拆分或更名的，请填写行政区划变更表（area_changes）；已撤销且无人的此后写 0",
                "add the later years; one that was merged, split or renamed belongs in the table area_changes; one without people is \
                 written 0 from then on",
            ),
        );
    }

    /// A year that every area lacks is one fault.
    fn report_gaps(&self, column: &str, gaps: &BTreeMap<i32, Vec<Area>>, areas: usize) {
        let hint = both("请补充该年各行；确为零请写 0", "add the rows of that year; zero is written 0");
        for (year, lacking_areas) in gaps {
            if lacking_areas.len() == areas && areas > 1 {
                let what =
                    both(format!("所有地区都缺少 {year} 年的数据"), format!("no area has rows for {year}"));
                self.findings.error("missing-year", self.location(column), what, hint.clone());
                continue;
            }
            for area in lacking_areas {
                let what = lacking(&self.places.describe(*area), *year);
                self.findings.error("missing-year", self.location(column), what, hint.clone());
            }
        }
    }

    /// The history reaches a year.
    pub(super) fn check_reaches(&self, column: &str, year: i32) {
        let doubtful = self.any_area_unread || !self.doubtful.is_empty();
        let last = self.years.values().filter_map(|years| years.last().copied()).max();
        if let Some(last) = last.filter(|last| *last < year && !doubtful) {
            self.findings.error(
                "missing-year",
                self.location(column),
                both(
                    format!("数据止于 {last} 年，未到基年 {year}"),
                    format!("the rows end in {last}, before the base year {year}"),
                ),
                both("请补充到基年", "add the years up to the base year"),
            );
        }
    }

    fn location(&self, column: &str) -> Location {
        let head = self.sheet.column(column).map_or(column, |placed| self.sheet.head(placed));
        self.sheet.raw.location(None, Some(head))
    }
}

/// A sentence for the number of areas that lack a year.
fn lacking(area: &str, year: i32) -> crate::domain::Text {
    both(format!("{area} 缺少 {year} 年的数据"), format!("{area} has no rows for {year}"))
}

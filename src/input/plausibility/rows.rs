//! Rows of a table found again by what they say (回查数据行).

use super::ground::{Ground, place};
use crate::domain::{Area, Date, GroupIndex, Sex, Text};
use crate::input::findings::Findings;
use crate::input::person_columns::{group, sex};
use crate::input::values::Ages;
use std::collections::{HashMap, HashSet};

/// What a row of people says of whom it counts.
pub(super) type PersonRow = (Area, i32, Option<GroupIndex>, Option<Sex>);

/// Row numbers of cells of the table of people, by whom they count, the day within the year, and an age.
/// The table is read again only where something was found.
pub(super) fn population_rows(
    ground: &Ground,
    wanted: &[(PersonRow, (u8, u8), u8)],
) -> HashMap<(PersonRow, (u8, u8), u8), u64> {
    let mut found = HashMap::new();
    let Some(sheet) = ground.sheet("population").filter(|_| !wanted.is_empty()) else { return found };
    let silent = Findings::default();
    let mut ages: HashMap<(PersonRow, (u8, u8)), Vec<u8>> = HashMap::new();
    for (person, day, age) in wanted {
        ages.entry((*person, *day)).or_default().push(*age);
    }
    for row in sheet.rows(&silent) {
        let (area, date) = (ground.places.area(row, "town"), row.date("date"));
        let (Some(area), Some(date)) = (area, date) else { continue };
        let key = ((area, date.year, group(row, ground.model), sex(row)), (date.month, date.day));
        let Some(of) = ages.get(&key) else { continue };
        let (first, last) = match row.ages("age", false) {
            Some(Ages::Single(age)) => (age, age),
            Some(Ages::Group(first, last)) => (first, last),
            Some(Ages::Open(first)) => (first, u8::MAX),
            _ => continue,
        };
        for age in of.iter().filter(|age| (first..=last).contains(*age)) {
            found.entry((key.0, key.1, *age)).or_insert(row.number);
        }
    }
    found
}

/// Findings about areas of the table of people, told at the area's first row on their date.
#[derive(Default)]
pub(super) struct OfAreas {
    list: Vec<OfArea>,
}

/// A finding about an area, on a date or on all.
pub(super) struct OfArea {
    pub(super) grave: bool,
    pub(super) code: &'static str,
    pub(super) area: Area,
    pub(super) date: Option<Date>,
    pub(super) column: &'static str,
    pub(super) what: Text,
    pub(super) hint: Text,
}

impl OfAreas {
    /// Notes a finding.
    pub(super) fn push(&mut self, finding: OfArea) {
        self.list.push(finding);
    }

    /// Notes a finding, if there is one.
    pub(super) fn extend(&mut self, finding: Option<OfArea>) {
        self.list.extend(finding);
    }

    /// Tells all of them; the table is read again only where there is any.
    pub(super) fn tell(self, ground: &Ground) {
        let Some(sheet) = ground.sheet("population").filter(|_| !self.list.is_empty()) else { return };
        let wanted = self.list.iter().map(|one| (one.area, one.date)).collect();
        let rows = area_rows(ground, &wanted);
        for one in self.list {
            let at = place(sheet, rows.get(&(one.area, one.date)).copied(), one.column);
            if one.grave {
                ground.error(one.code, at, one.what, one.hint);
            } else {
                ground.warn(one.code, at, one.what, one.hint);
            }
        }
    }
}

/// First rows of areas, each on a date or on any.
fn area_rows(ground: &Ground, wanted: &HashSet<(Area, Option<Date>)>) -> HashMap<(Area, Option<Date>), u64> {
    let (mut found, silent) = (HashMap::new(), Findings::default());
    let Some(sheet) = ground.sheet("population") else { return found };
    for row in sheet.rows(&silent) {
        let Some(area) = ground.places.area(row, "town") else { continue };
        for key in [(area, None), (area, row.date("date"))] {
            if wanted.contains(&key) {
                found.entry(key).or_insert(row.number);
            }
        }
        if found.len() == wanted.len() {
            break;
        }
    }
    found
}

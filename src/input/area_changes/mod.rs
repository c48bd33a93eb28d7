//! What became of areas (行政区划变更): merged, split, renamed, in part moved. Series of people, births and pupils are read by the areas of
//! their day and joined onto today's, every person to where the table says, so that no sum changes.
//!
//! An old area that is none of today's has an index behind those of the towns while tables are read.

mod join;
mod rows;
mod seen;

pub(super) use join::{join_births, join_figures, join_people};
pub(super) use rows::{names_of, read, today};
pub(super) use seen::Seen;

use super::findings::{Findings, both};
use super::package::Package;
use super::places::Places;
use super::register::Register;
use crate::domain::{Area, CountyIndex, Date, TownIndex};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Kind of a change (变更类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Joined another one (合并).
    Merged,
    /// Divided (拆分).
    Split,
    /// Under another code or name (更名).
    Renamed,
    /// A part given to another one, the rest stays (部分划出).
    Part,
}

/// What becomes of an area from a day on.
#[derive(Debug, Clone, PartialEq)]
struct Change {
    from: Date,
    kind: Option<Kind>,
    /// Where its people are counted from then on, with their shares, which add to 1.
    parts: Vec<(Area, f64)>,
    /// Rows of the table.
    rows: Vec<u64>,
}

/// All changes of a study's areas.
#[derive(Debug, Default)]
pub(super) struct AreaChanges {
    /// Old areas that are none of today's, in order of their indices.
    old: Vec<String>,
    by_code: HashMap<String, usize>,
    /// Number of today's towns, behind which the old areas follow.
    towns: usize,
    /// Changes of an area in order of time.
    changes: BTreeMap<Area, Vec<Change>>,
    /// Whether a row of the table is at fault, so that where people went is not known.
    unsound: bool,
    /// Areas whose rows of before a change were met in some table.
    met: RefCell<BTreeSet<Area>>,
}

impl AreaChanges {
    pub(super) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The old area that a word names, if it is none of today's.
    pub(super) fn old(&self, word: &str) -> Option<Area> {
        self.by_code.get(word).map(|at| Area::Town(TownIndex(self.towns + at)))
    }

    /// The area that a word names: one of today's, or an old one.
    fn find(&self, word: &str, towns: &Register, counties: &Register) -> Option<Area> {
        let town = towns.find(word).map(|at| Area::Town(TownIndex(at)));
        let county = || counties.find(word).map(|at| Area::County(CountyIndex(at)));
        town.or_else(county).or_else(|| self.old(word))
    }

    /// Code of an area that is none of today's.
    pub(super) fn describe(&self, area: Area) -> Option<&str> {
        match area {
            Area::Town(town) => self.old.get(town.index().checked_sub(self.towns)?).map(String::as_str),
            Area::County(_) => None,
        }
    }

    fn is_old(&self, area: Area) -> bool {
        self.describe(area).is_some()
    }

    /// Today's areas in which the people of an area of some day are counted, with their shares.
    pub(super) fn parts(&self, area: Area, day: Date) -> Vec<(Area, f64)> {
        let mut parts = Vec::new();
        self.follow((area, 1.0), day, self.changes.len() + 1, &mut parts);
        parts
    }

    /// Follows people from change to change; no more steps than there are areas that change, lest areas that only name each other lead nowhere.
    fn follow(&self, (area, share): (Area, f64), day: Date, steps: usize, parts: &mut Vec<(Area, f64)>) {
        let changes = self.changes.get(&area).map_or(&[][..], Vec::as_slice);
        let next = changes.iter().find(|change| change.from > day);
        let change = match next {
            Some(change) => change,
            None if !self.is_old(area) => {
                match parts.iter_mut().find(|(of, _)| *of == area) {
                    Some((_, sum)) => *sum += share,
                    None => parts.push((area, share)),
                }
                return;
            }
            // Counted under its old name after it had ended.
            None => match changes.last() {
                Some(change) => change,
                None => return,
            },
        };
        let Some(steps) = steps.checked_sub(1) else { return };
        for (to, part) in &change.parts {
            self.follow((*to, share * part), day.max(change.from), steps, parts);
        }
    }

    /// Whether a row of the table is at fault.
    pub(super) fn is_unsound(&self) -> bool {
        self.unsound
    }

    /// Whether people of an area on a day are counted under another one today, or elsewhere in part.
    pub(super) fn moves(&self, area: Area, day: Date) -> bool {
        let later = || self.changes.get(&area).is_some_and(|of| of.iter().any(|change| change.from > day));
        let moves = self.is_old(area) || later();
        if moves {
            self.met.borrow_mut().insert(area);
        }
        moves
    }

    /// Says which changes no row of any table meets: the old code may be mistyped.
    pub(super) fn tell_unmet(&self, package: &Package, places: &Places, findings: &Findings) {
        let Some(sheet) = package.sheet("area_changes").filter(|_| !self.unsound) else { return };
        for (old, changes) in self.changes.iter().filter(|(old, _)| !self.met.borrow().contains(old)) {
            let name = places.describe(*old);
            let head = sheet.column("old").map_or("old", |placed| sheet.head(placed));
            let row = changes.first().and_then(|change| change.rows.first()).copied();
            findings.warning(
                "change-without-rows",
                sheet.raw.location(row, Some(head)),
                both(
                    format!("变更之前没有 {name} 的数据"),
                    format!("no table has rows of {name} before its change"),
                ),
                both(
                    "请核对原区划代码和生效日期",
                    "check the code of the old area and the day of the change",
                ),
            );
        }
    }
}

/// The day by whose areas births are counted: the last of their year, or the end of their month.
pub(super) fn day_of_births(year: i32, month: Option<u8>) -> Date {
    match month {
        Some(month) => Date { year, month, day: 28 },
        None => Date { year, month: 12, day: 31 },
    }
}

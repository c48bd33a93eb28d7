//! Age groups of the population table, and single ages made from them.

use super::findings::both;
use super::values::Ages;
use super::wholes::Figure;
use crate::domain::{Area, Date, GroupIndex, PopulationCount, Sex, Text};
use crate::graduation::single_ages;
use std::collections::{BTreeMap, BTreeSet};

/// Width of the groups that the engine can carry as they are, years.
const STEP: u8 = 5;

/// Least number of equally spaced ages that are read as groups.
const LEAST_GROUPS: usize = 3;

/// A row of the population table.
pub(super) struct AgeRow {
    pub(super) area: Area,
    pub(super) date: Date,
    group: Option<GroupIndex>,
    sex: Option<Sex>,
    pub(super) ages: Ages,
    persons: f64,
}

impl AgeRow {
    pub(super) fn new(
        area: Area,
        date: Date,
        group: Option<GroupIndex>,
        sex: Option<Sex>,
        ages: Ages,
        persons: f64,
    ) -> Self {
        Self { area, date, group, sex, ages, persons }
    }

    /// Whether it counts more than one closed age.
    pub(super) fn is_wide(&self) -> bool {
        matches!(self.ages, Ages::Group(first, last) if first < last)
    }

    /// As a figure that may be a whole of others.
    pub(super) fn figure(&self) -> Figure {
        let Self { area, date, group, sex, persons, .. } = *self;
        let (first, last) = self.bounds();
        let when = date.year * 10_000 + i32::from(date.month) * 100 + i32::from(date.day);
        let detail = u32::from(first) * OPEN + last.map_or(OPEN - 1, u32::from);
        Figure { area, when, detail, group, sex, value: persons }
    }

    /// First age and, where closed, last age.
    fn bounds(&self) -> (u8, Option<u8>) {
        match self.ages {
            Ages::Birth => (0, Some(0)),
            Ages::Single(age) => (age, Some(age)),
            Ages::Group(first, last) => (first, Some(last)),
            Ages::Open(first) => (first, None),
        }
    }

    fn count(&self, age: u8, open: bool, persons: f64) -> PopulationCount {
        let Self { area, date, group, sex, .. } = *self;
        PopulationCount { area, date, group, sex, age, open, persons }
    }
}

/// Distance of ages that lie equally far apart, more than one year, if they do.
pub(super) fn spacing(ages: &BTreeSet<u8>) -> Option<u8> {
    let ages: Vec<u8> = ages.iter().copied().collect();
    let width = ages.get(1)? - ages.first()?;
    let even = ages.windows(2).all(|pair| pair[1] - pair[0] == width);
    (ages.len() >= LEAST_GROUPS && width > 1 && even).then_some(width)
}

/// Width of the groups if they are all of five years from age 0 on (0 and 1–4 may be apart); else 1.
pub(super) fn group_width<'a>(rows: impl Iterator<Item = &'a AgeRow>) -> u8 {
    let bounds: BTreeSet<(u8, Option<u8>)> = rows.map(AgeRow::bounds).collect();
    let fits = |(first, last): &(u8, Option<u8>)| match last {
        None => first % STEP == 0,
        Some(last) => {
            (first % STEP == 0 && last - first == STEP - 1) || matches!((*first, *last), (0, 0) | (1, 4))
        }
    };
    let wide = bounds.iter().any(|(first, last)| last.is_some_and(|last| last - first == STEP - 1));
    if wide && bounds.iter().all(fits) { STEP } else { 1 }
}

/// Greater than every age: what first and last age are put together with.
const OPEN: u32 = 1000;

/// The date of a figure.
pub(super) fn date_of(when: i32) -> String {
    format!("{:04}-{:02}-{:02}", when / 10_000, when / 100 % 100, when % 100)
}

/// The ages of a figure.
pub(super) fn ages_of(detail: u32) -> Text {
    let (first, last) = (detail / OPEN, detail % OPEN);
    match last {
        _ if last == first => both(format!("，{first} 岁"), format!(", age {first}")),
        _ if last == OPEN - 1 => both(format!("，{first} 岁及以上"), format!(", age {first}+")),
        _ => both(format!("，{first}—{last} 岁"), format!(", ages {first}–{last}")),
    }
}

/// Rows that together count the ages of an area, date, group and sex.
type Key = (Area, Date, Option<GroupIndex>, Option<Sex>);

/// Rows by single age, and where groups overlap. Rows without wide groups beside them stay as they are.
pub(super) fn single_years(rows: Vec<AgeRow>) -> (Vec<PopulationCount>, Vec<(Area, Date, u8)>) {
    if !rows.iter().any(AgeRow::is_wide) {
        // The same room serves again: both take as much.
        let single = |row: AgeRow| row.count(row.bounds().0, row.bounds().1.is_none(), row.persons);
        return (rows.into_iter().map(single).collect(), Vec::new());
    }
    let mut lanes: BTreeMap<Key, Vec<AgeRow>> = BTreeMap::new();
    for row in rows {
        lanes.entry((row.area, row.date, row.group, row.sex)).or_default().push(row);
    }
    let (mut counts, mut overlaps) = (Vec::new(), Vec::new());
    for lane in lanes.values_mut() {
        lane.sort_by_key(AgeRow::bounds);
        let overlap = |pair: &&[AgeRow]| pair[0].bounds().1.is_none_or(|last| last >= pair[1].bounds().0);
        match lane.windows(2).find(overlap) {
            Some(pair) if lane.iter().any(AgeRow::is_wide) => {
                overlaps.push((pair[1].area, pair[1].date, pair[1].bounds().0));
            }
            _ => graduate(lane, &mut counts),
        }
    }
    (counts, overlaps)
}

/// Single ages of the rows of one lane, in order of age; every unbroken run of groups by itself.
fn graduate(lane: &[AgeRow], counts: &mut Vec<PopulationCount>) {
    let mut run: Vec<&AgeRow> = Vec::new();
    for row in lane {
        let (first, last) = row.bounds();
        let follows = run.last().is_some_and(|before| before.bounds().1.map(|last| last + 1) == Some(first));
        if !follows || last.is_none() {
            close(&mut run, counts);
        }
        match last {
            None => counts.push(row.count(first, true, row.persons)),
            Some(_) => run.push(row),
        }
    }
    close(&mut run, counts);
}

fn close(run: &mut Vec<&AgeRow>, counts: &mut Vec<PopulationCount>) {
    let width = |row: &&AgeRow| row.bounds().1.map_or(1, |last| usize::from(last - row.bounds().0) + 1);
    let widths: Vec<usize> = run.iter().map(width).collect();
    let people: Vec<f64> = run.iter().map(|row| row.persons).collect();
    let mut singles = single_ages(&widths, &people).into_iter();
    for row in run.drain(..) {
        let (first, last) = row.bounds();
        let ages = first..=last.unwrap_or(first);
        counts.extend(ages.zip(singles.by_ref()).map(|(age, persons)| row.count(age, false, persons)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TownIndex;

    fn row(ages: Ages, persons: f64) -> AgeRow {
        let date = Date { year: 2020, month: 12, day: 31 };
        AgeRow::new(Area::Town(TownIndex(0)), date, None, None, ages, persons)
    }

    #[test]
    fn groups_become_single_ages() {
        let rows =
            vec![row(Ages::Group(5, 9), 500.0), row(Ages::Open(10), 70.0), row(Ages::Group(0, 4), 500.0)];
        assert_eq!(group_width(rows.iter()), 5);
        let (counts, overlaps) = single_years(rows);
        assert!(overlaps.is_empty());
        assert_eq!(counts.len(), 11);
        assert!(counts[..10].iter().all(|count| (count.persons - 100.0).abs() < 1e-9 && !count.open));
        assert!(counts[10].open && counts[10].age == 10);
    }

    #[test]
    fn overlaps_are_told() {
        let rows = vec![row(Ages::Group(0, 4), 500.0), row(Ages::Single(3), 90.0)];
        assert_eq!(single_years(rows).1.len(), 1);
        let plain = vec![row(Ages::Single(0), 5.0), row(Ages::Single(3), 90.0)];
        assert_eq!((group_width(plain.iter()), single_years(plain).0.len()), (1, 2));
    }

    #[test]
    fn ages_equally_far_apart_are_groups() {
        assert_eq!(spacing(&[0, 5, 10].into()), Some(5));
        assert_eq!(spacing(&[0, 1, 2].into()), None);
        assert_eq!(spacing(&[0, 5].into()), None);
        assert_eq!(spacing(&[0, 1, 5, 10].into()), None);
    }
}

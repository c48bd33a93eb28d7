//! Single cells of the table of people that do not fit what stands beside them: a zero too many, another
//! unit (人口单格).

use super::ground::{Ground, figure, place, times, unit_hint};
use super::lanes::{Lane, Lanes};
use super::outlier::{Allowance, Lies, lies};
use super::rows::population_rows;
use super::thresholds::{CELL_FACTOR, CELL_FREE, CELL_NOISE};
use crate::domain::{Area, GroupIndex, Sex, TownIndex};
use crate::input::findings::both;
use std::collections::HashMap;

/// Furthest dates that a cohort is followed over, years.
const FOLLOWED: usize = 5;

/// A cell out of line.
struct Odd<'a> {
    lane: &'a Lane,
    date: usize,
    age: usize,
    value: f64,
    lies: Lies,
}

/// Judges every cell by the ages beside it, the same people on other dates, the other sex, and its share of
/// the county.
pub(super) fn judge(ground: &Ground, lanes: &Lanes) {
    let Some(sheet) = ground.sheet("population") else { return };
    let counties = Counties::of(ground, lanes);
    let mut odd = Vec::new();
    for lane in &lanes.list {
        for date in 0..lanes.dates.len() {
            odd.extend(cells(lanes, &counties, lane, date));
        }
    }
    let key = |odd: &Odd| {
        let date = lanes.dates.get(odd.date).copied();
        let day = date.map_or((0, 0), |date| (date.month, date.day));
        let year = date.map_or(0, |date| date.year);
        let age = u8::try_from(odd.age).unwrap_or(u8::MAX);
        ((odd.lane.area, year, odd.lane.group, odd.lane.sex), day, age)
    };
    let rows = population_rows(ground, &odd.iter().map(key).collect::<Vec<_>>());
    for odd in &odd {
        let (value, expected) = (odd.value, odd.lies.expected());
        let (area, date) = (ground.name(odd.lane.area), lanes.dates.get(odd.date).map(ToString::to_string));
        let (date, age) = (date.unwrap_or_default(), odd.age);
        let ratio = if expected > value { expected / value.max(0.5) } else { value / expected.max(0.5) };
        let (count, beside, times) = (figure(value), figure(expected), times(ratio));
        let (zh, en) = if value > expected { ("倍", "times") } else { ("分之一", "times less than") };
        ground.warn(
            "count-out-of-line",
            place(sheet, rows.get(&key(odd)).copied(), "persons"),
            both(
                format!("{area} {date} {age} 岁 {count} 人，而前后年龄、时点或另一性别为 {beside} 人左右（约 {times} {zh}）"),
                format!("{area}, {date}, age {age}: {count}, where ages, dates or the other sex beside it have about {beside} ({times} {en})"),
            ),
            unit_hint(ratio),
        );
    }
}

const ALLOWANCE: Allowance =
    Allowance { factor: CELL_FACTOR.value, free: CELL_FREE.value, noise: CELL_NOISE.value };

fn cells<'a>(lanes: &Lanes, counties: &Counties, lane: &'a Lane, date: usize) -> Vec<Odd<'a>> {
    let Some(count) = lane.on(date) else { return Vec::new() };
    let near = |step: isize| -> Option<(usize, usize)> {
        let other = date.checked_add_signed(step).filter(|at| *at < lanes.dates.len())?;
        let (from, to) = if step < 0 { (other, date) } else { (date, other) };
        lanes.years_between(from, to).filter(|years| *years <= FOLLOWED).map(|years| (other, years))
    };
    let (before, after) = (near(-1), near(1));
    let other = lane.sex.and_then(|sex| {
        let sex = if sex == Sex::Female { Sex::Male } else { Sex::Female };
        lanes.find((lane.area, lane.group, Some(sex)))?.on(date)
    });
    let mut beside = Vec::with_capacity(8);
    let mut odd = Vec::new();
    for (age, value) in count.ages() {
        beside.clear();
        beside.extend(
            [age.checked_sub(1), Some(age + 1)].into_iter().flatten().filter_map(|age| count.at(age)),
        );
        // Most cells agree with the ages on both sides, and so with all but one.
        if beside.len() == 2
            && beside.iter().all(|one| !ALLOWANCE.apart(value, *one) && !ALLOWANCE.apart(*one, value))
        {
            continue;
        }
        if let Some((of, years)) = before.and_then(|(at, years)| Some((lane.on(at)?, years))) {
            beside.extend(age.checked_sub(years).and_then(|age| of.at(age)));
            beside.extend(of.at(age));
        }
        if let Some((of, years)) = after.and_then(|(at, years)| Some((lane.on(at)?, years))) {
            beside.extend(of.at(age + years));
            beside.extend(of.at(age));
        }
        beside.extend(other.and_then(|of| of.at(age)));
        beside.extend(counties.share(lane, count.total() - value, date, age, value));
        odd.extend(lies(value, &beside, &ALLOWANCE).map(|lies| Odd { lane, date, age, value, lies }));
    }
    odd
}

/// Sums of counties, groups and sexes on a date.
type Sums = HashMap<(usize, Option<GroupIndex>, Option<Sex>, usize), Vec<f64>>;

/// People of the towns of each county by age, against which a town's share is held.
struct Counties<'a> {
    ground: &'a Ground<'a>,
    sums: Sums,
}

impl<'a> Counties<'a> {
    fn of(ground: &'a Ground<'a>, lanes: &Lanes) -> Self {
        let mut sums = Sums::new();
        for lane in &lanes.list {
            let Some(county) = county(ground, lane.area) else { continue };
            for date in 0..lanes.dates.len() {
                let Some(count) = lane.on(date) else { continue };
                let of = sums.entry((county, lane.group, lane.sex, date)).or_default();
                for (age, persons) in count.ages() {
                    if of.len() <= age {
                        of.resize(age + 1, 0.0);
                    }
                    if let Some(sum) = of.get_mut(age) {
                        *sum += persons;
                    }
                }
            }
        }
        Self { ground, sums }
    }

    /// What the other towns of the county let expect of an age, by the people of the other ages.
    fn share(&self, lane: &Lane, rest: f64, date: usize, age: usize, value: f64) -> Option<f64> {
        let county = county(self.ground, lane.area)?;
        let sums = self.sums.get(&(county, lane.group, lane.sex, date))?;
        let of_age = sums.get(age).copied()? - value;
        let all: f64 = sums.iter().sum::<f64>() - rest - value - of_age;
        (all > 0.0 && of_age > 0.0).then(|| rest * of_age / all)
    }
}

fn county(ground: &Ground, area: Area) -> Option<usize> {
    match area {
        Area::Town(TownIndex(town)) => ground.study.towns.get(town).map(|town| town.county.index()),
        Area::County(_) => None,
    }
}

//! Births: a year that does not fit the years beside it, or the children of age 0 and 1 (出生).

use super::ground::{Ground, figure, place, row_of, times, unit_hint};
use super::lanes::Lanes;
use super::outlier::{Allowance, lies};
use super::thresholds::{
    BIRTHS_FACTOR, BIRTHS_FREE, BIRTHS_NOISE, BIRTHS_TOWN_FACTOR, CELL_FREE, CELL_NOISE, COUNT_FACTOR,
    MISSING_PERSONS,
};
use crate::domain::{Area, CountyIndex, GroupIndex, TownIndex};
use crate::input::findings::both;
use crate::input::headers::Sheet;
use std::collections::{BTreeMap, BTreeSet};

/// Births by area and group, each year with its position in the table.
type Series = BTreeMap<(Area, Option<GroupIndex>), BTreeMap<i32, (f64, usize)>>;

/// Judges the table of births.
pub(super) fn judge(ground: &Ground, lanes: &Lanes) {
    let Some(sheet) = ground.sheet("births") else { return };
    let series = series(ground);
    years(ground, sheet, &series);
    towns(ground, sheet, lanes, &series);
    if ground.sheet("population").is_some() {
        children(ground, sheet, lanes, &series);
    }
}

/// Births of whole years; of a year told by month only if all twelve are there.
fn series(ground: &Ground) -> Series {
    let mut months: BTreeMap<(Area, Option<GroupIndex>, i32), u16> = BTreeMap::new();
    for births in &ground.study.births {
        let bit = births.month.map_or(0x0fff, |month| 1 << (u16::from(month.clamp(1, 12)) - 1));
        *months.entry((births.area, births.group, births.year)).or_insert(0) |= bit;
    }
    let mut series = Series::new();
    for (at, births) in ground.study.births.iter().enumerate() {
        if months.get(&(births.area, births.group, births.year)) == Some(&0x0fff) {
            let of = series.entry((births.area, births.group)).or_default();
            of.entry(births.year).or_insert((0.0, at)).0 += births.births;
        }
    }
    series
}

fn row(ground: &Ground, sheet: &Sheet, at: usize) -> Option<u64> {
    row_of(sheet, ground.study.births.len(), at)
}

const ALLOWANCE: Allowance =
    Allowance { factor: COUNT_FACTOR.value, free: CELL_FREE.value, noise: CELL_NOISE.value };

/// Years against those beside them and against the share of the whole.
fn years(ground: &Ground, sheet: &Sheet, series: &Series) {
    let mut sums: BTreeMap<(bool, Option<GroupIndex>, i32), f64> = BTreeMap::new();
    let level = |area: Area| matches!(area, Area::Town(_));
    for ((area, group), years) in series {
        for (year, (births, _)) in years {
            *sums.entry((level(*area), *group, *year)).or_insert(0.0) += births;
        }
    }
    for ((area, group), years) in series {
        let all = |year: i32| sums.get(&(level(*area), *group, year)).copied().unwrap_or(0.0);
        let own: f64 = years.values().map(|(births, _)| births).sum();
        let whole: f64 = years.keys().map(|year| all(*year)).sum();
        for (year, (births, at)) in years {
            let near = |step: i32| years.get(&(year + step)).map(|(births, _)| *births);
            let mut beside: Vec<f64> = [-1, 1].into_iter().filter_map(near).collect();
            if beside.len() < 2 {
                beside.extend([-2, 2].into_iter().filter_map(near));
            }
            let (others, rest) = (all(*year) - births, whole - all(*year));
            if others > 0.0 && rest > own - births {
                beside.push(others * (own - births) / (rest - (own - births)).max(1.0));
            }
            let Some(lies) = lies(*births, &beside, &ALLOWANCE) else { continue };
            let (name, births, expected) = (ground.name(*area), *births, lies.expected());
            let ratio = births.max(expected) / births.min(expected).max(0.5);
            let (count, beside) = (figure(births), figure(expected));
            ground.warn(
                "births-out-of-line",
                place(sheet, row(ground, sheet, *at), "births"),
                both(
                    format!("{name} {year} 年出生 {count} 人，而前后年份为 {beside} 人左右"),
                    format!("{name}, {year}: {count} births, where the years beside it have about {beside}"),
                ),
                unit_hint(ratio),
            );
        }
    }
}

/// Towns without births where most others have them.
fn towns(ground: &Ground, sheet: &Sheet, lanes: &Lanes, series: &Series) {
    let with: BTreeSet<Area> = series.keys().map(|(area, _)| *area).collect();
    let towns: Vec<TownIndex> = ground.study.town_indices().collect();
    let has = |town: &TownIndex| {
        with.contains(&Area::Town(*town)) || with.contains(&Area::County(ground.study.county_of(*town)))
    };
    let lacking: Vec<TownIndex> = towns.iter().copied().filter(|town| !has(town)).collect();
    if lacking.len() * 2 > towns.len() || !ground.places.town_codes.complete {
        return;
    }
    for town in lacking {
        let infants: f64 = lanes
            .dates
            .len()
            .checked_sub(1)
            .map_or(0.0, |last| lanes.by_age(Area::Town(town), last).iter().take(5).flatten().sum());
        if infants < MISSING_PERSONS.value {
            continue;
        }
        let (name, infants) = (ground.name(Area::Town(town)), figure(infants));
        ground.warn(
            "no-births",
            place(sheet, None, "town"),
            both(
                format!("{name} 没有出生数据，而有 0—4 岁儿童 {infants} 人"),
                format!("{name} has no births and {infants} children below 5"),
            ),
            both("请补充该地各年出生数", "add its births of every year"),
        );
    }
}

/// Births and children of age 0 and 1, of an area or county.
#[derive(Debug, Default)]
struct Sum {
    births: f64,
    children: f64,
    position: Option<usize>,
    areas: usize,
    /// Whether one of its areas is told.
    told: bool,
}

/// Births against children of age 0, and of age 1 a year later.
fn children(ground: &Ground, sheet: &Sheet, lanes: &Lanes, series: &Series) {
    let mut by_area: BTreeMap<Area, BTreeMap<i32, (f64, usize)>> = BTreeMap::new();
    for ((area, _), years) in series {
        for (year, (births, at)) in years {
            by_area.entry(*area).or_default().entry(*year).or_insert((0.0, *at)).0 += births;
        }
    }
    let county = |area: Area| match area {
        Area::Town(town) => ground.study.towns.get(town.index()).map(|town| town.county),
        Area::County(county) => Some(county),
    };
    // Each is told once, by its children of age 0 or by those of age 1.
    let mut told: BTreeSet<(Area, i32)> = BTreeSet::new();
    for (date, on) in lanes.dates.iter().enumerate() {
        let share = on.share_of_year();
        for age in [0, 1] {
            let year = if share > 0.0 { on.year } else { on.year - 1 } - age;
            let mut sums: BTreeMap<CountyIndex, Sum> = BTreeMap::new();
            for (area, years) in &by_area {
                let counted =
                    lanes.by_age(*area, date).get(usize::try_from(age).unwrap_or(0)).copied().flatten();
                let born = |year: i32| years.get(&year).map(|(births, at)| (*births, *at));
                let now = if share > 0.0 { share } else { 1.0 };
                let before = if now < 1.0 { born(year - 1) } else { Some((0.0, 0)) };
                let (Some((births, at)), Some((before, _)), Some(counted)) = (born(year), before, counted)
                else {
                    continue;
                };
                let births = now * births + (1.0 - now) * before;
                let one = Sum { births, children: counted, position: Some(at), areas: 1, told: false };
                let known = county(*area).is_some_and(|county| told.contains(&(Area::County(county), year)));
                let apart = matches!(area, Area::Town(_)) && is_apart(&one, BIRTHS_TOWN_FACTOR.value);
                if apart && !known && told.insert((*area, year)) {
                    tell(ground, sheet, &ground.name(*area), (year, age, &on.to_string()), &one);
                }
                if let Some(of) = county(*area) {
                    let sum = sums.entry(of).or_default();
                    sum.births += births;
                    sum.children += counted;
                    sum.areas += 1;
                    sum.position = sum.position.or(Some(at));
                    sum.told |= told.contains(&(*area, year));
                }
            }
            for (of, sum) in sums.iter().filter(|(_, sum)| is_apart(sum, BIRTHS_FACTOR.value)) {
                if !(sum.areas == 1 && sum.told) && told.insert((Area::County(*of), year)) {
                    tell(ground, sheet, &ground.name(Area::County(*of)), (year, age, &on.to_string()), sum);
                }
            }
        }
    }
}

fn is_apart(sum: &Sum, factor: f64) -> bool {
    Allowance { factor, free: BIRTHS_FREE.value, noise: BIRTHS_NOISE.value }
        .apart(sum.births.max(sum.children), sum.births.min(sum.children))
}

fn tell(ground: &Ground, sheet: &Sheet, name: &str, (year, age, on): (i32, i32, &str), sum: &Sum) {
    let (zh, en) = if name == "*" { ("全部地区", "All areas") } else { (name, name) };
    let row = sum.position.filter(|_| sum.areas == 1).and_then(|at| row(ground, sheet, at));
    let (births, children) = (figure(sum.births), figure(sum.children));
    let ratio = sum.births.max(sum.children) / sum.births.min(sum.children).max(0.5);
    let times = times(ratio);
    let hint = if ratio > 7.0 {
        unit_hint(ratio)
    } else {
        both(
            "是否漏登、只含户籍，或月份不全？人口与出生应为同一口径",
            "are births missing, of registered residents only, or of some months? both should count the same people",
        )
    };
    ground.warn(
        "births-against-children",
        place(sheet, row, "births"),
        both(
            format!("{zh} {year} 年出生 {births} 人，而 {on} 同一批 {age} 岁儿童有 {children} 人（相差 {times} 倍）"),
            format!("{en}: {births} births in {year}, and {children} children of age {age} on {on} who were born then ({times} times apart)"),
        ),
        hint,
    );
}

//! Whole areas that jump between dates, begin late, are the sum of the others, or double another (地区总数).

use super::ground::{Ground, figure, place, times, unit_hint};
use super::lanes::Lanes;
use super::outlier::middle;
use super::rows::{OfArea, OfAreas};
use super::thresholds::{AREA_FACTOR, AREA_FREE, CELL_NOISE, GROUP_FACTOR};
use crate::domain::{Area, CountyIndex, Date, GroupIndex, Text, TownIndex};
use crate::input::findings::both;
use crate::input::headers::Sheet;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash as _, Hasher as _};

/// Least number of different counts that are no coincidence.
const DISTINCT: usize = 8;

/// Judges the sums of areas.
pub(super) fn judge(ground: &Ground, lanes: &Lanes, told: &mut OfAreas) {
    let Some(sheet) = ground.sheet("population") else { return };
    let whole = wholes(ground, lanes);
    for (area, others) in &whole {
        told.push(is_whole(ground, *area, *others));
    }
    if whole.is_empty() {
        doubles(ground, lanes, told);
    }
    jumps(ground, lanes, sheet, told);
    late(ground, lanes, told);
}

/// A change of an area, or of a group of it, between two dates.
struct Jump {
    area: Area,
    group: Option<GroupIndex>,
    from: f64,
    to: f64,
}

fn jumps(ground: &Ground, lanes: &Lanes, sheet: &Sheet, told: &mut OfAreas) {
    let mut areas: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut found: BTreeMap<(usize, usize), Vec<Jump>> = BTreeMap::new();
    for (area, of) in lanes.areas() {
        let counted = |date: &usize| of.clone().any(|lane| lane.on(*date).is_some());
        let dates: Vec<usize> = (0..lanes.dates.len()).filter(counted).collect();
        for pair in dates.windows(2) {
            let [from, to] = pair else { continue };
            let Some(span) = lanes.span(*from, *to) else { continue };
            let whole = changed(lanes, area, None, (*from, *to));
            *areas.entry((*from, *to)).or_insert(0) += usize::from(whole.is_some());
            let jumps = found.entry((*from, *to)).or_default();
            if let Some(jump) = whole.filter(|jump| is_jump(jump, span, AREA_FACTOR.value)) {
                jumps.push(jump);
                continue;
            }
            let groups = (0..ground.study.groups.len()).map(GroupIndex).map(Some);
            let of_groups = groups.filter_map(|group| changed(lanes, area, group, (*from, *to)));
            jumps.extend(of_groups.filter(|jump| is_jump(jump, span, GROUP_FACTOR.value)));
        }
    }
    for ((from, to), jumps) in &found {
        let dates = (lanes.dates.get(*from).copied(), lanes.dates.get(*to).copied());
        let (Some(before), Some(on)) = dates else { continue };
        let areas = areas.get(&(*from, *to)).copied().unwrap_or(0);
        let whole = jumps.iter().filter(|jump| jump.group.is_none()).count();
        if areas > 1 && whole * 2 > areas {
            tell_date(ground, sheet, jumps, areas, (before, on));
        } else {
            jumps.iter().for_each(|jump| told.push(of_jump(ground, jump, (before, on))));
        }
    }
}

/// People of an area on a date and an earlier one, over the ages that both have.
fn changed(lanes: &Lanes, area: Area, group: Option<GroupIndex>, (from, to): (usize, usize)) -> Option<Jump> {
    let by_age = |date: usize| match group {
        None => lanes.by_age(area, date),
        Some(_) => Lanes::sums(lanes.of_area(area).filter(|lane| lane.group == group), date),
    };
    let pairs: Vec<(f64, f64)> =
        by_age(from).iter().zip(by_age(to)).filter_map(|(from, to)| from.zip(to)).collect();
    let (from, to) = pairs.iter().fold((0.0, 0.0), |sums, one| (sums.0 + one.0, sums.1 + one.1));
    (!pairs.is_empty()).then_some(Jump { area, group, from, to })
}

fn is_jump(jump: &Jump, years: f64, factor: f64) -> bool {
    let (low, high) = (jump.from.min(jump.to), jump.from.max(jump.to));
    let allowed = low * factor.powf(years.max(1.0).sqrt());
    high > allowed && high - low > AREA_FREE.value + CELL_NOISE.value * high.sqrt()
}

fn of_jump(ground: &Ground, jump: &Jump, (before, on): (Date, Date)) -> OfArea {
    let group = ground.in_group(jump.group);
    let (area, from, to) = (ground.name(jump.area), figure(jump.from), figure(jump.to));
    let (zh, en) = change(jump.from, jump.to);
    OfArea {
        grave: false,
        code: "area-jumps",
        area: jump.area,
        date: Some(on),
        column: "persons",
        what: both(
            format!("{area}{} 人口由 {before} 的 {from} 人变为 {on} 的 {to} 人（{zh}）", group.zh),
            format!("{area}{}: {from} people on {before}, {to} on {on} ({en})", group.en),
        ),
        hint: settle(jump.from, jump.to),
    }
}

/// What to do about an area that changes.
fn settle(from: f64, to: f64) -> Text {
    let ratio = to.max(from) / to.min(from).max(0.5);
    if ratio > 7.0 {
        return unit_hint(ratio);
    }
    both(
        "区划调整（并入、拆分、改名）请填入行政区划变更表（area_changes）；口径变化请统一；否则请核对",
        "put an area that was merged, split or renamed into the table `area_changes`; else check the counts",
    )
}

fn change(from: f64, to: f64) -> (String, String) {
    let percent = (to / from.max(0.5) - 1.0) * 100.0;
    if percent < 0.0 {
        let digits = if percent < -99.0 { 2 } else { 0 };
        let fall = -percent;
        (format!("减少 {fall:.digits$} %"), format!("it falls by {fall:.digits$} %"))
    } else {
        let ratio = times(to / from.max(0.5));
        (format!("为原来的 {ratio} 倍"), format!("{ratio} times as many"))
    }
}

/// Most areas jump together: the date is written otherwise.
fn tell_date(ground: &Ground, sheet: &Sheet, jumps: &[Jump], areas: usize, (before, on): (Date, Date)) {
    let whole = jumps.iter().filter(|jump| jump.group.is_none());
    let ratios: Vec<f64> = whole.map(|jump| jump.to / jump.from.max(0.5)).collect();
    let (ratio, jump) = (middle(&ratios), ratios.len());
    let (zh, en) = change(1000.0, ratio * 1000.0);
    ground.warn(
        "date-jumps",
        place(sheet, None, "persons"),
        both(
            format!("{on} 的人口与 {before} 相比，{areas} 个地区中有 {jump} 个突变（{zh}，取中位数）"),
            format!("{jump} of {areas} areas jump between {before} and {on} ({en}, in the middle)"),
        ),
        unit_hint(ratio),
    );
}

/// Areas that begin after others of their level.
fn late(ground: &Ground, lanes: &Lanes, told: &mut OfAreas) {
    let is_town = |area: Area| matches!(area, Area::Town(_));
    let people = |area: Area, date: usize| lanes.of_area(area).any(|lane| lane.on(date).is_some());
    let first = |area: Area| (0..lanes.dates.len()).find(|date| people(area, *date));
    for towns in [true, false] {
        let areas: Vec<Area> =
            lanes.areas().map(|(area, _)| area).filter(|area| is_town(*area) == towns).collect();
        let begins = areas.iter().filter_map(|area| first(*area)).min();
        let late: Vec<(Area, usize)> = areas
            .iter()
            .filter_map(|area| Some((*area, first(*area)?)))
            .filter(|(_, date)| Some(*date) > begins)
            .collect();
        // Where most begin late, the first dates are those of a few.
        if late.len() * 2 >= areas.len() {
            continue;
        }
        for (area, date) in late {
            let Some(since) = lanes.dates.get(date).copied() else { continue };
            let name = ground.name(area);
            told.push(OfArea {
                grave: false,
                code: "area-begins-late",
                area,
                date: Some(since),
                column: "town",
                what: both(
                    format!("{name} 自 {since} 起才有人口，其他地区更早"),
                    format!("{name} has people from {since} on only, others earlier"),
                ),
                hint: both(
                    "新设、拆分、改名的地区请填入行政区划变更表（area_changes）；否则请补充以前各时点",
                    "put an area that is new, split off or renamed into the table `area_changes`; else add the \
                     earlier dates",
                ),
            });
        }
    }
}

/// Towns of a level that are summed: all of them, or those of a county.
fn levels(ground: &Ground, lanes: &Lanes) -> Vec<Vec<Area>> {
    let areas: Vec<Area> = lanes.areas().map(|(area, _)| area).collect();
    let towns: Vec<Area> = areas.iter().copied().filter(|area| matches!(area, Area::Town(_))).collect();
    let counties: Vec<Area> = areas.into_iter().filter(|area| matches!(area, Area::County(_))).collect();
    let mut of_county: BTreeMap<CountyIndex, Vec<Area>> = BTreeMap::new();
    for town in &towns {
        let Area::Town(TownIndex(at)) = town else { continue };
        if let Some(of) = ground.study.towns.get(*at) {
            of_county.entry(of.county).or_default().push(*town);
        }
    }
    let mut levels = vec![towns, counties];
    if of_county.len() > 1 {
        levels.extend(of_county.into_values());
    }
    levels
}

/// Areas that are the sum of the others of their level in every count, with the number of those.
fn wholes(ground: &Ground, lanes: &Lanes) -> BTreeMap<Area, usize> {
    let mut found = BTreeMap::new();
    for level in levels(ground, lanes).into_iter().filter(|level| level.len() > 2) {
        let mut candidates: Vec<usize> = (0..level.len()).collect();
        let mut compared = 0;
        for date in 0..lanes.dates.len() {
            let by_age: Vec<Vec<Option<f64>>> = level.iter().map(|area| lanes.by_age(*area, date)).collect();
            for age in 0..by_age.first().map_or(0, Vec::len) {
                let of = |at: usize| by_age.get(at).and_then(|ages| ages.get(age)).copied().flatten();
                let all: f64 = (0..level.len()).filter_map(of).sum();
                if all <= 0.0 {
                    continue;
                }
                compared += 1;
                candidates.retain(|at| {
                    let own = of(*at).unwrap_or(0.0);
                    (own - (all - own)).abs() <= 0.5 + 1e-4 * all
                });
                if candidates.is_empty() {
                    break;
                }
            }
            if candidates.is_empty() {
                break;
            }
        }
        if let [only] = candidates.as_slice()
            && compared > 2
        {
            let whole = level
                .get(*only)
                .filter(|area| is_various(lanes, **area) || is_named_whole(ground, **area, &level));
            found.extend(whole.map(|area| (*area, level.len() - 1)));
        }
    }
    found
}

/// Whether an area has so many different counts that their sums cannot agree by chance.
fn is_various(lanes: &Lanes, area: Area) -> bool {
    let mut values = BTreeSet::new();
    for date in 0..lanes.dates.len() {
        values.extend(lanes.by_age(area, date).into_iter().flatten().map(f64::to_bits));
    }
    values.len() >= DISTINCT
}

/// Whether an area is named as a whole of the others: by a word, as a city or county among towns, or by a code that theirs begin with.
fn is_named_whole(ground: &Ground, area: Area, level: &[Area]) -> bool {
    let name = |area: Area| ground.name(area).to_lowercase();
    let own = name(area);
    let words = ["全", "合计", "总计", "小计", "总数", "total", "all", "whole", "sum"];
    let ends = |name: &str| name.trim_end_matches([')', '）']).ends_with(['市', '县', '区', '州', '省']);
    let mut others = level.iter().filter(|other| **other != area).map(|other| name(*other));
    let code = own.split(' ').next().unwrap_or_default().to_owned();
    let begins = !code.is_empty() && others.clone().all(|other| other.starts_with(&code));
    words.iter().any(|word| own.contains(word)) || begins || (ends(&own) && !others.any(|other| ends(&other)))
}

fn is_whole(ground: &Ground, area: Area, others: usize) -> OfArea {
    let name = ground.name(area);
    OfArea {
        grave: true,
        code: "area-is-sum",
        area,
        date: None,
        column: "town",
        what: both(
            format!("{name} 各时点各年龄的人口都等于其他 {others} 个地区之和，会重复计算"),
            format!(
                "{name} is the sum of the other {others} areas on every date and at every age: it would count twice"
            ),
        ),
        hint: both("合计行请删去；只保留各乡镇", "leave out the total; keep the areas that it sums"),
    }
}

/// Areas with the same counts as another.
fn doubles(ground: &Ground, lanes: &Lanes, told: &mut OfAreas) {
    let mut known: HashMap<u64, Area> = HashMap::new();
    for (area, of) in lanes.areas() {
        let (mut hasher, mut values) = (DefaultHasher::new(), BTreeSet::new());
        for lane in of {
            (lane.group, lane.sex).hash(&mut hasher);
            for date in 0..lanes.dates.len() {
                for (age, count) in lane.on(date).into_iter().flat_map(super::lanes::Count::ages) {
                    (date, age, count.to_bits()).hash(&mut hasher);
                    if values.len() < DISTINCT {
                        values.insert(count.to_bits());
                    }
                }
            }
        }
        if values.len() < DISTINCT {
            continue;
        }
        let other = match known.entry(hasher.finish()) {
            Entry::Vacant(entry) => {
                entry.insert(area);
                continue;
            }
            Entry::Occupied(entry) => *entry.get(),
        };
        let (name, other) = (ground.name(area), ground.name(other));
        told.push(OfArea {
            grave: false,
            code: "area-doubles-another",
            area,
            date: None,
            column: "town",
            what: both(
                format!("{name} 的全部人口数与 {other} 相同"),
                format!("{name} has the same counts as {other} throughout"),
            ),
            hint: both("同一地区是否用了两个代码？", "is it the same area under another code?"),
        });
    }
}

//! Sexes, groups and ages that other areas have and one lacks (缺少的性别、人群、年龄).

use super::ground::{Ground, figure};
use super::lanes::{Count, Lane, Lanes};
use super::rows::{OfArea, OfAreas};
use super::thresholds::{MISSING_PERSONS, SHARED_BY};
use crate::domain::{Area, Date, GroupIndex, Sex, Text};
use crate::input::findings::both;
use std::collections::{BTreeMap, BTreeSet};

/// Judges what every area has on every date by what the others have.
pub(super) fn judge(ground: &Ground, lanes: &Lanes, told: &mut OfAreas) {
    let mut one_sex = OneSex::new();
    let mut holes = Holes::new();
    for date in 0..lanes.dates.len() {
        let lacking = sexes(lanes, date);
        groups(ground, lanes, date, told);
        ages(lanes, date, &lacking, &mut holes);
        for (key, people) in lacking {
            one_sex.entry(key).or_default().push((date, people));
        }
    }
    for ((area, group, sex), dates) in &one_sex {
        told.extend(of_one_sex(ground, lanes, (*area, *group, *sex), dates));
    }
    for (key, dates) in &holes {
        told.extend(of_hole(ground, lanes, key, dates));
    }
}

/// Areas and groups with one sex only: dates, and the people of that sex.
type OneSex = BTreeMap<(Area, Option<GroupIndex>, Sex), Vec<(usize, f64)>>;

/// Missing ages, first and last, of an area, group and sex: dates, and the people to be expected.
type Holes = BTreeMap<(Area, Option<GroupIndex>, Option<Sex>, (usize, usize)), Vec<(usize, f64)>>;

/// One date, or the first and last of several.
fn days(lanes: &Lanes, dates: &[(usize, f64)]) -> Option<(Date, Text)> {
    let day = |at: Option<&(usize, f64)>| lanes.dates.get(at?.0).copied();
    let (first, last, number) = (day(dates.first())?, day(dates.last())?, dates.len());
    let text = match number {
        1 => both(first.to_string(), first.to_string()),
        _ => both(
            format!("{first} 至 {last}（{number} 个时点）"),
            format!("{first} to {last} ({number} dates)"),
        ),
    };
    Some((first, text))
}

/// Areas and groups that count one sex only where others, or they themselves on another date, count both.
fn sexes(lanes: &Lanes, date: usize) -> BTreeMap<(Area, Option<GroupIndex>, Sex), f64> {
    let mut seen: BTreeMap<(Area, Option<GroupIndex>), BTreeSet<Option<Sex>>> = BTreeMap::new();
    for lane in lanes.list.iter().filter(|lane| lane.on(date).is_some()) {
        seen.entry((lane.area, lane.group)).or_default().insert(lane.sex);
    }
    let with_both: BTreeSet<Option<GroupIndex>> =
        seen.iter().filter(|(_, sexes)| is_whole(sexes)).map(|((_, group), _)| *group).collect();
    let mut lacking = BTreeMap::new();
    for ((area, group), sexes) in &seen {
        let Some(Some(sex)) = sexes.first().filter(|_| !is_whole(sexes)) else { continue };
        if !with_both.contains(group) && !on_other_dates(lanes, *area, *group, date) {
            continue;
        }
        let of_group = lanes.of_area(*area).filter(|lane| lane.group == *group);
        let people: f64 = of_group.filter_map(|lane| lane.on(date).map(Count::total)).sum();
        // Nobody of one sex among a handful is no hole.
        if people >= MISSING_PERSONS.value {
            lacking.insert((*area, *group, *sex), people);
        }
    }
    lacking
}

fn is_whole(sexes: &BTreeSet<Option<Sex>>) -> bool {
    sexes.contains(&None) || sexes.len() > 1
}

/// Whether the same area and group count both sexes on another date.
fn on_other_dates(lanes: &Lanes, area: Area, group: Option<GroupIndex>, date: usize) -> bool {
    let sexes = |on: usize| {
        let lanes = lanes.of_area(area).filter(move |lane| lane.group == group && lane.on(on).is_some());
        lanes.map(|lane| lane.sex).collect::<BTreeSet<_>>()
    };
    (0..lanes.dates.len()).filter(|on| *on != date).any(|on| is_whole(&sexes(on)))
}

fn of_one_sex(
    ground: &Ground,
    lanes: &Lanes,
    (area, group, sex): (Area, Option<GroupIndex>, Sex),
    dates: &[(usize, f64)],
) -> Option<OfArea> {
    let (date, on) = days(lanes, dates)?;
    let people = figure(dates.iter().map(|(_, people)| *people).fold(0.0, f64::max));
    let (name, of) = (ground.name(area), ground.in_group(group));
    let (there, lacking) = match sex {
        Sex::Female => (("女性", "women"), ("男性", "men")),
        Sex::Male => (("男性", "men"), ("女性", "women")),
    };
    Some(OfArea {
        grave: true,
        code: "missing-sex",
        area,
        date: Some(date),
        column: "sex",
        what: both(
            format!(
                "{name} {}{} 只有{} {people} 人，没有{}，而其他地区两性都有",
                on.zh, of.zh, there.0, lacking.0
            ),
            format!(
                "{name}, {}{}: {people} {} and no {}, where others count both",
                on.en, of.en, there.1, lacking.1
            ),
        ),
        hint: both("请补充另一性别各行；确为零请写 0", "add the rows of the other sex; zero is written 0"),
    })
}

/// Groups that most areas count and one does not.
fn groups(ground: &Ground, lanes: &Lanes, date: usize, told: &mut OfAreas) {
    let mut seen: BTreeMap<Area, BTreeMap<Option<GroupIndex>, f64>> = BTreeMap::new();
    for lane in &lanes.list {
        if let Some(count) = lane.on(date) {
            *seen.entry(lane.area).or_default().entry(lane.group).or_insert(0.0) += count.total();
        }
    }
    let mut having: BTreeMap<GroupIndex, (usize, f64)> = BTreeMap::new();
    for (group, people) in seen.values().flatten() {
        if let Some(group) = group {
            let of = having.entry(*group).or_insert((0, 0.0));
            *of = (of.0 + 1, of.1 + people);
        }
    }
    let all: f64 = having.values().map(|(_, people)| people).sum();
    let Some(on) = lanes.dates.get(date).copied() else { return };
    for (area, of) in seen.iter().filter(|(_, of)| !of.contains_key(&None)) {
        for (group, (number, people)) in &having {
            let shared = share(*number, seen.len().saturating_sub(1)) >= SHARED_BY.value;
            let own: f64 = of.values().sum();
            let expected = own * people / (all - people).max(1.0);
            if of.contains_key(&Some(*group)) || !shared || expected < MISSING_PERSONS.value {
                continue;
            }
            let (name, id, expected) = (ground.name(*area), ground.group(Some(*group)), figure(expected));
            told.push(OfArea {
                grave: false,
                code: "missing-group",
                area: *area,
                date: Some(on),
                column: "group",
                what: both(
                    format!("{name} {on} 没有人群 {id}，按其他地区的比例应有约 {expected} 人"),
                    format!(
                        "{name}, {on}: no group {id}, of whom the shares of other areas let expect {expected}"
                    ),
                ),
                hint: both("请补充；确为零请写 0", "add the rows; zero is written 0"),
            });
        }
    }
}

#[allow(clippy::cast_precision_loss)] // counts of areas
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// Whether it is a town, group, sex: lanes that count alike.
type Alike = (bool, Option<GroupIndex>, Option<Sex>);

/// Ages that a lane lacks where the others of the date, or the ages beside them, have people.
fn ages(
    lanes: &Lanes,
    date: usize,
    one_sex: &BTreeMap<(Area, Option<GroupIndex>, Sex), f64>,
    holes: &mut Holes,
) {
    let mut by_kind: BTreeMap<Alike, Vec<&Lane>> = BTreeMap::new();
    for lane in lanes.list.iter().filter(|lane| lane.on(date).is_some()) {
        let town = matches!(lane.area, Area::Town(_));
        by_kind.entry((town, lane.group, lane.sex)).or_default().push(lane);
    }
    for of_kind in by_kind.values() {
        let others = Others::of(of_kind, date);
        let whole =
            |lane: &&&Lane| lane.sex.is_none_or(|sex| !one_sex.contains_key(&(lane.area, lane.group, sex)));
        for lane in of_kind.iter().filter(whole) {
            let Some(count) = lane.on(date) else { continue };
            let closed = |age: usize| count.open.is_none_or(|(first, _)| age < usize::from(first));
            let missing: Vec<(usize, f64)> = (0..=120)
                .filter(|age| count.at(*age).is_none() && closed(*age) && !elsewhere(lanes, lane, date, *age))
                .filter_map(|age| others.expected(count, age).map(|expected| (age, expected)))
                .collect();
            for run in runs(&missing) {
                let expected: f64 = run.iter().map(|(_, expected)| expected).sum();
                let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
                if expected >= MISSING_PERSONS.value {
                    let key = (lane.area, lane.group, lane.sex, (first.0, last.0));
                    holes.entry(key).or_default().push((date, expected));
                }
            }
        }
    }
}

/// Whether other rows of the area count the age of the same people, both sexes or all groups together or apart.
fn elsewhere(lanes: &Lanes, lane: &Lane, date: usize, age: usize) -> bool {
    lanes.of_area(lane.area).any(|other| {
        let sexes = other.sex == lane.sex || other.sex.is_none() || lane.sex.is_none();
        let groups = other.group == lane.group || other.group.is_none() || lane.group.is_none();
        sexes && groups && other.on(date).is_some_and(|count| count.at(age).is_some())
    })
}

/// Unbroken runs of ages.
fn runs(ages: &[(usize, f64)]) -> impl Iterator<Item = &[(usize, f64)]> {
    ages.chunk_by(|one, next| one.0 + 1 == next.0)
}

/// What lanes of one kind have on a date.
struct Others {
    lanes: usize,
    /// How many have an age, and the people of those.
    having: Vec<(usize, f64)>,
    people: f64,
}

impl Others {
    fn of(lanes: &[&Lane], date: usize) -> Self {
        let mut others = Self { lanes: lanes.len(), having: vec![(0, 0.0); 121], people: 0.0 };
        for (age, persons) in lanes.iter().filter_map(|lane| lane.on(date)).flat_map(Count::ages) {
            if let Some(of) = others.having.get_mut(age) {
                *of = (of.0 + 1, of.1 + persons);
            }
            others.people += persons;
        }
        others
    }

    /// How many people of an age are expected where the row is missing: by the other lanes, where most have
    /// it; else by the ages on both sides of the hole.
    fn expected(&self, count: &Count, age: usize) -> Option<f64> {
        let (number, persons) = self.having.get(age).copied()?;
        let own: f64 = count.ages().map(|(_, persons)| persons).sum();
        let below = (0..age).rev().find_map(|age| count.at(age));
        let above = (age + 1..=120).find_map(|age| count.at(age));
        let beside = below.unwrap_or(0.0).max(above.unwrap_or(0.0));
        // A count out of line elsewhere makes no hole here.
        let by_others = (number > 0 && share(number, self.lanes.saturating_sub(1)) >= SHARED_BY.value)
            .then(|| (own * persons / (self.people - persons - own).max(1.0)).min(2.0 * beside));
        // A table may hold some ages only.
        by_others.or_else(|| {
            Self::is_hole(count, age).then(|| below.zip(above).map_or(0.0, |(one, other)| one.min(other)))
        })
    }

    /// Whether the age lies in a hole between unbroken ages: two below it (or age 0 alone) and two above.
    fn is_hole(count: &Count, age: usize) -> bool {
        let below = (0..age).rev().find(|age| count.at(*age).is_some());
        let above = (age + 1..=120).find(|age| count.at(*age).is_some());
        let unbroken = below.is_some_and(|at| at == 0 || count.at(at - 1).is_some());
        unbroken && above.is_some_and(|at| count.at(at + 1).is_some())
    }
}

fn of_hole(
    ground: &Ground,
    lanes: &Lanes,
    (area, group, sex, (first, last)): &(Area, Option<GroupIndex>, Option<Sex>, (usize, usize)),
    dates: &[(usize, f64)],
) -> Option<OfArea> {
    let (date, on) = days(lanes, dates)?;
    let ages = if first == last { first.to_string() } else { format!("{first}–{last}") };
    let expected = figure(dates.iter().map(|(_, expected)| *expected).fold(0.0, f64::max));
    let (name, of) = (ground.name(*area), ground.in_group(*group));
    let sex = match sex {
        Some(Sex::Female) => ("（女）", ", women"),
        Some(Sex::Male) => ("（男）", ", men"),
        None => ("", ""),
    };
    Some(OfArea {
        grave: true,
        code: "missing-ages",
        area: *area,
        date: Some(date),
        column: "age",
        what: both(
            format!(
                "{name} {}{}{} 缺 {ages} 岁，按其他地区或前后年龄应有约 {expected} 人",
                on.zh, of.zh, sex.0
            ),
            format!(
                "{name}, {}{}{}: no row for age {ages}, where other areas or the ages beside it let expect about {expected} people",
                on.en, of.en, sex.1
            ),
        ),
        hint: both("请补充各岁；确为零请写 0", "add a row for every age; zero is written 0"),
    })
}

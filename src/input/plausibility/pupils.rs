//! Pupils and places: of schools against each other, against children of the age; by grade and year; demand
//! (在校生、学位、需求).

use super::ground::{Ground, figure, place, row_of, times, unit_hint};
use super::lanes::Lanes;
use super::outlier::{Allowance, lies};
use super::thresholds::{
    CELL_FREE, CELL_NOISE, CHILDREN_OF_PUPILS, CHILDREN_WITHOUT_SCHOOL, COUNT_FACTOR, PLACES_FREE,
    PLACES_OF_PUPILS, PUPILS_OF_CHILDREN, PUPILS_OF_PLACES,
};
use crate::domain::{Area, CountyIndex, GroupIndex, SchoolYear, Schooling, StageIndex, TownIndex, UnitIndex};
use crate::input::findings::both;
use crate::input::headers::Sheet;
use std::collections::{BTreeMap, BTreeSet};

/// Years after its opening in which a school may still fill.
const FILLS: i32 = 3;

/// Judges schools, pupils by grade, and demand.
pub(super) fn judge(ground: &Ground, lanes: &Lanes) {
    if let Some(sheet) = ground.sheet("schools") {
        schools(ground, sheet);
        of_children(ground, sheet, lanes);
        without_school(ground, sheet, lanes);
    }
    if let Some(sheet) = ground.sheet("enrolment") {
        grades(ground, sheet);
    }
    if let Some(sheet) = ground.sheet("demand") {
        demand_of_towns(ground, sheet);
        demand_years(ground, sheet);
    }
}

/// Places against pupils of the same school.
fn schools(ground: &Ground, sheet: &Sheet) {
    let study = ground.study;
    for (at, school) in study.schools.iter().enumerate() {
        let (places, pupils) = (f64::from(school.places), f64::from(school.pupils));
        let row = row_of(sheet, study.schools.len(), at);
        let full = school.opened.is_none_or(|opened| opened.plus(FILLS) <= study.horizon.base);
        let free = places - pupils > PLACES_FREE.value;
        if pupils > PUPILS_OF_PLACES.value * places && pupils > CELL_FREE.value && places > 0.0 {
            let ratio = pupils / places;
            let (pupils, places, times) = (figure(pupils), figure(places), times(ratio));
            ground.warn(
                "pupils-out-of-line",
                place(sheet, row, "pupils"),
                both(
                    format!("在校生 {pupils} 人为学位 {places} 个的 {times} 倍"),
                    format!("{pupils} pupils are {times} times the {places} places"),
                ),
                unit_hint(ratio),
            );
        } else if places > PLACES_OF_PUPILS.value * pupils && full && free && school.pupils > 0 {
            let ratio = places / pupils;
            let (pupils, places, times) = (figure(pupils), figure(places), times(ratio));
            ground.warn(
                "places-out-of-line",
                place(sheet, row, "places"),
                both(
                    format!("学位 {places} 个为在校生 {pupils} 人的 {times} 倍"),
                    format!("{places} places are {times} times the {pupils} pupils"),
                ),
                unit_hint(ratio),
            );
        }
    }
}

/// Children of a town who should attend a stage in the base year, by the count nearest to it; none where no
/// count lies within a year.
fn attending(ground: &Ground, lanes: &Lanes, town: TownIndex, stage: StageIndex) -> Option<f64> {
    let base = ground.study.horizon.base.0;
    let near = |at: &usize| lanes.dates.get(*at).is_some_and(|date| (date.year - base).abs() <= 1);
    let date = (0..lanes.dates.len()).rev().find(near)?;
    let of = ground.study.stages.get(stage.index())?;
    let ages = lanes.by_age(Area::Town(town), date);
    let counted: Vec<f64> = (of.ages.0..=of.ages.1).filter_map(|age| *ages.get(usize::from(age))?).collect();
    let whole = counted.len() == usize::from(of.ages.1 - of.ages.0) + 1;
    whole.then(|| {
        counted.iter().sum::<f64>()
            * of.prevalence
            * of.enrolment_rate.at(ground.study.horizon.base).unwrap_or(1.0)
    })
}

/// Pupils of a stage in a county, or in the whole study where children may go anywhere, against the
/// children of its ages.
fn of_children(ground: &Ground, sheet: &Sheet, lanes: &Lanes) {
    let study = ground.study;
    if ground.sheet("population").is_none() {
        return;
    }
    for stage in study.stage_indices() {
        let Some(of) = study.stages.get(stage.index()) else { continue };
        let mut sums: BTreeMap<Option<CountyIndex>, (f64, Option<f64>)> = BTreeMap::new();
        let area = |county: CountyIndex| (of.schooling == Schooling::County).then_some(county);
        for town in study.town_indices() {
            let sum = sums.entry(area(study.county_of(town))).or_insert((0.0, Some(0.0)));
            sum.1 = sum.1.zip(attending(ground, lanes, town, stage)).map(|(sum, one)| sum + one);
        }
        let running = |school: &&crate::domain::School| {
            school.runs_in(study.horizon.base)
                && study.classes.get(school.class.index()).is_some_and(|class| class.stage == stage)
        };
        for school in study.schools.iter().filter(running) {
            if let Some(sum) = sums.get_mut(&area(study.county_of(school.town))) {
                sum.0 += f64::from(school.pupils);
            }
        }
        for (county, (pupils, children)) in sums {
            let Some(children) = children else { continue };
            let name = county.map_or_else(|| "*".to_owned(), |county| ground.name(Area::County(county)));
            let more = pupils > PUPILS_OF_CHILDREN.value * children && pupils - children > PLACES_FREE.value;
            let fewer = children > CHILDREN_OF_PUPILS.value * pupils
                && pupils > 0.0
                && children > 4.0 * PLACES_FREE.value;
            if !more && !fewer {
                continue;
            }
            let id = &of.id;
            let ratio = pupils.max(children) / pupils.min(children).max(0.5);
            let (count, due, times) = (figure(pupils), figure(children), times(ratio));
            ground.warn(
                if more { "pupils-over-children" } else { "pupils-below-children" },
                place(sheet, None, "pupils"),
                both(
                    format!("{name} {id} 在校生 {count} 人，而适龄应入学儿童 {due} 人，相差 {times} 倍"),
                    format!("{name}, {id}: {count} pupils and {due} children who should attend, {times} times apart"),
                ),
                if ratio > 7.0 {
                    unit_hint(ratio)
                } else {
                    both(
                        "请核对学校表与人口表的口径、学段年龄和入学率",
                        "check that schools and people cover the same area, and the stage's ages and enrolment rate",
                    )
                },
            );
        }
    }
}

/// Towns with many children and no school.
fn without_school(ground: &Ground, sheet: &Sheet, lanes: &Lanes) {
    let study = ground.study;
    let with: BTreeSet<TownIndex> = study.schools.iter().map(|school| school.town).collect();
    if with.len() * 2 < study.towns.len() {
        return;
    }
    for town in study.town_indices().filter(|town| !with.contains(town)) {
        let children: f64 =
            study.stage_indices().filter_map(|stage| attending(ground, lanes, town, stage)).sum();
        if children < CHILDREN_WITHOUT_SCHOOL.value {
            continue;
        }
        let (name, children) = (ground.name(Area::Town(town)), figure(children));
        ground.warn(
            "no-school-in-town",
            place(sheet, None, "town"),
            both(
                format!("{name} 一所学校也没有，而应入学儿童 {children} 人"),
                format!("{name} has no school at all and {children} children who should attend one"),
            ),
            both("是否漏列该地学校？", "were its schools left out?"),
        );
    }
}

const ALLOWANCE: Allowance =
    Allowance { factor: COUNT_FACTOR.value, free: CELL_FREE.value, noise: CELL_NOISE.value };

/// Pupils of a unit in a stage, group and grade, by year.
type Lane = (UnitIndex, StageIndex, Option<GroupIndex>, Option<usize>);

/// Pupils against the grades and years beside them.
fn grades(ground: &Ground, sheet: &Sheet) {
    let counts = &ground.study.enrolment.counts;
    let mut lanes: BTreeMap<(Lane, SchoolYear), (f64, usize)> = BTreeMap::new();
    for (at, count) in counts.iter().enumerate() {
        lanes.insert(((count.unit, count.stage, count.group, count.grade), count.year), (count.pupils, at));
    }
    for (((unit, stage, group, grade), year), (pupils, at)) in &lanes {
        let find = |step: isize, years: i32| {
            let grade = match grade {
                Some(grade) => Some(grade.checked_add_signed(step)?),
                None if step == 0 => None,
                None => return None,
            };
            lanes.get(&((*unit, *stage, *group, grade), year.plus(years))).map(|(pupils, _)| *pupils)
        };
        // A grade that is not there yet or no longer says nothing of one that is.
        let steps = [(-1, -1), (1, 1), (0, -1), (0, 1), (-1, 0), (1, 0)];
        let beside: Vec<f64> = steps
            .iter()
            .filter_map(|(step, years)| find(*step, *years))
            .filter(|pupils| *pupils > 0.0)
            .collect();
        let Some(lies) = lies(*pupils, &beside, &ALLOWANCE).filter(|_| *pupils > 0.0) else { continue };
        let expected = lies.expected();
        let ratio = pupils.max(expected) / pupils.min(expected).max(0.5);
        let (count, beside) = (figure(*pupils), figure(expected));
        ground.warn(
            "pupils-out-of-line",
            place(sheet, row_of(sheet, counts.len(), *at), "pupils"),
            both(
                format!("在校生 {count} 人，而上下年级、前后学年为 {beside} 人左右"),
                format!("{count} pupils, where the grades and years beside it have about {beside}"),
            ),
            unit_hint(ratio),
        );
    }
}

/// Towns that lack the demand that others have.
fn demand_of_towns(ground: &Ground, sheet: &Sheet) {
    let study = ground.study;
    let mut given: BTreeMap<StageIndex, BTreeSet<TownIndex>> = BTreeMap::new();
    for demand in &study.demand {
        given.entry(demand.stage).or_default().insert(demand.town);
    }
    if !ground.places.town_codes.complete {
        return;
    }
    for (stage, towns) in &given {
        let id = study.stages.get(stage.index()).map_or("", |stage| stage.id.as_str());
        for town in study.town_indices().filter(|town| !towns.contains(town)) {
            let name = ground.name(Area::Town(town));
            ground.error(
                "missing-area",
                place(sheet, None, "town"),
                both(
                    format!("{name} 没有学段 {id} 的学位需求，而其他地区有"),
                    format!("{name} has no demand for stage {id}, which others have"),
                ),
                both("请补充该乡镇各行；确无需求请写 0", "add rows for the town; no demand is written 0"),
            );
        }
    }
}

/// Demand of a year against the years beside it.
fn demand_years(ground: &Ground, sheet: &Sheet) {
    for demand in &ground.study.demand {
        let years: Vec<(SchoolYear, f64)> =
            demand.children.0.iter().map(|(year, children)| (*year, *children)).collect();
        for (at, (year, children)) in years.iter().enumerate() {
            let near = |step: isize| {
                at.checked_add_signed(step).and_then(|at| years.get(at)).map(|(_, children)| *children)
            };
            let mut beside: Vec<f64> = [-1, 1].into_iter().filter_map(near).collect();
            if beside.len() < 2 {
                beside.extend([-2, 2].into_iter().filter_map(near));
            }
            beside.retain(|children| *children > 0.0);
            let Some(lies) = lies(*children, &beside, &ALLOWANCE).filter(|_| *children > 0.0) else {
                continue;
            };
            let expected = lies.expected();
            let ratio = children.max(expected) / children.min(expected).max(0.5);
            let id = ground.study.stages.get(demand.stage.index()).map_or("", |stage| stage.id.as_str());
            let (name, count, beside) =
                (ground.name(Area::Town(demand.town)), figure(*children), figure(expected));
            ground.warn(
                "demand-out-of-line",
                place(sheet, demand_row(ground, sheet, demand, *year), "children"),
                both(
                    format!("{name} {id} {year} 学年需求 {count} 人，而前后年份为 {beside} 人左右"),
                    format!(
                        "{name}, {id}, {year}: demand {count}, where the years beside it have about {beside}"
                    ),
                ),
                unit_hint(ratio),
            );
        }
    }
}

/// Row of a town's demand in a year.
fn demand_row(
    ground: &Ground,
    sheet: &Sheet,
    demand: &crate::domain::Demand,
    year: SchoolYear,
) -> Option<u64> {
    let silent = crate::input::findings::Findings::default();
    let model = ground.model;
    let is = |row: &crate::input::rows::Row| {
        row.reference("town", &ground.places.town_codes) == Some(demand.town.index())
            && row.reference("stage", &model.stage_ids) == Some(demand.stage.index())
            && row.year("year") == Some(year.0)
            && crate::input::person_columns::group(*row, model) == demand.group
    };
    sheet.rows(&silent).find(is).map(|row| row.number)
}

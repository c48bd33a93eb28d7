//! Rates in another unit, or of ages that they cannot be of; official totals far from the people counted
//! (死亡、生育、迁移、官方总量).

use super::ground::{Ground, figure, place, row_of, times, unit_hint};
use super::lanes::Lanes;
use super::outlier::{Allowance, Lies, lies};
use super::thresholds::{
    CELL_FREE, DEATHS_BESIDE, DEATHS_FREE, DEATHS_OLD, DEATHS_YOUNG, FERTILITY_MOST, FERTILITY_SUM_LEAST,
    FERTILITY_SUM_MOST, MIGRATION_MOST, MOVERS_OF_PEOPLE, OFFICIAL_FACTOR, SURVIVAL_YOUNG,
};
use crate::domain::{Area, FERTILE, GroupIndex, MigrationKind, MortalityFigure, MortalityKind};
use crate::input::findings::both;
use crate::input::headers::Sheet;
use std::collections::BTreeMap;

/// Age below which few die.
const YOUNG: u8 = 60;

/// Ages that rates must cover to be added to children of a woman.
const LIFE: u8 = 20;

/// Judges the tables of rates and of official totals.
pub(super) fn judge(ground: &Ground, lanes: &Lanes) {
    if let Some(sheet) = ground.sheet("mortality") {
        mortality(ground, sheet);
    }
    if let Some(sheet) = ground.sheet("fertility") {
        fertility(ground, sheet);
    }
    if let Some(sheet) = ground.sheet("migration") {
        migration(ground, sheet, lanes);
    }
    if let Some(sheet) = ground.sheet("official_totals").filter(|_| ground.sheet("population").is_some()) {
        totals(ground, sheet, lanes);
    }
}

fn mortality(ground: &Ground, sheet: &Sheet) {
    let figures = &ground.study.mortality;
    for (at, row) in figures.iter().enumerate() {
        let (age, value) = (row.figure.age, row.figure.value);
        let young = !row.birth && age >= 1 && row.figure.until.unwrap_or(age) <= YOUNG;
        let beside = beside(figures, at);
        let deaths = |row: &MortalityFigure| match row.kind {
            MortalityKind::Survival => 1.0 - row.figure.value,
            _ => row.figure.value,
        };
        let allowance = Allowance { factor: DEATHS_BESIDE.value, free: DEATHS_FREE.value, noise: 0.0 };
        let others: Vec<f64> = beside.iter().map(|row| deaths(row)).collect();
        let high = matches!(lies(deaths(row), &others, &allowance), Some(Lies::High { .. }));
        let odd = high
            || match row.kind {
                MortalityKind::Rate => {
                    value > DEATHS_OLD.value && age < 100 || young && value > DEATHS_YOUNG.value
                }
                MortalityKind::Survival => young && value < SURVIVAL_YOUNG.value,
                MortalityKind::Probability => young && value > 1.0 - SURVIVAL_YOUNG.value,
            };
        if !odd {
            continue;
        }
        let (shown, word) =
            (figure(value), if row.kind == MortalityKind::Survival { "存活比" } else { "死亡率" });
        ground.warn(
            "mortality-out-of-line",
            place(sheet, row_of(sheet, figures.len(), at), "value"),
            both(
                format!("{age} 岁{word}为 {shown}"),
                format!("{shown} at age {age}, which is {}", if row.kind == MortalityKind::Survival { "hardly anyone alive" } else { "a death for every few people" }),
            ),
            both(
                "应为每人每年（千分率请除以 1000）；请核对口径（率、存活比、死亡概率）",
                "it is per person and year (per 1,000: divide by 1,000); check the kind: rate, survival or probability",
            ),
        );
    }
}

/// The rows before and after one that are of the same people, in the order of the table.
fn beside(figures: &[MortalityFigure], at: usize) -> Vec<&MortalityFigure> {
    let Some(row) = figures.get(at).filter(|row| !row.birth && row.figure.age > 0) else { return Vec::new() };
    let of = |other: &&MortalityFigure| {
        let (one, other_figure) = (&row.figure, &other.figure);
        let same = (one.area, one.year, one.group, one.sex)
            == (other_figure.area, other_figure.year, other_figure.group, other_figure.sex);
        same && row.kind == other.kind && !other.birth && other_figure.age > 0
    };
    let near = [at.checked_sub(2), at.checked_sub(1), Some(at + 1), Some(at + 2)];
    near.into_iter().flatten().filter_map(|at| figures.get(at)).filter(of).collect()
}

/// Whose fertility rows are of.
type Whose = (Option<Area>, Option<i32>, Option<GroupIndex>);

fn fertility(ground: &Ground, sheet: &Sheet) {
    let figures = &ground.study.rates.fertility;
    let mut sums: BTreeMap<Whose, (f64, usize, u8)> = BTreeMap::new();
    for (at, row) in figures.iter().enumerate() {
        let row_number = row_of(sheet, figures.len(), at);
        let (first, last) = (row.age, row.until.unwrap_or(row.age));
        let sum = sums.entry((row.area, row.year, row.group)).or_insert((0.0, at, 0));
        let width = last.min(*FERTILE.end()).saturating_sub(first) + 1;
        *sum = (sum.0 + row.value * f64::from(width), sum.1, sum.2.saturating_add(width));
        let shown = figure(row.value);
        if row.value > 0.0 && (first < *FERTILE.start() || first > *FERTILE.end()) {
            ground.warn(
                "fertility-outside-ages",
                place(sheet, row_number, "age"),
                both(
                    format!("{first} 岁的生育率 {shown} 不计入：育龄为 {}—{} 岁", FERTILE.start(), FERTILE.end()),
                    format!("the fertility of {shown} at age {first} is not used: births are reckoned from {} to {}", FERTILE.start(), FERTILE.end()),
                ),
                both("请并入相邻的育龄，或删去", "add it to the nearest of these ages, or leave it out"),
            );
        } else if row.value > FERTILITY_MOST.value {
            ground.warn(
                "fertility-out-of-line",
                place(sheet, row_number, "value"),
                both(
                    format!("{first} 岁生育率为 {shown}"),
                    format!("{shown} births per woman and year at age {first}"),
                ),
                both(
                    "应为每名妇女每年的出生数；千分率请除以 1000",
                    "it is per woman and year; divide births per 1,000 by 1,000",
                ),
            );
            if let Some(sum) = sums.get_mut(&(row.area, row.year, row.group)) {
                sum.0 = f64::NAN;
            }
        }
    }
    for (sum, at, ages) in sums.values().filter(|(sum, ..)| !sum.is_nan() && *sum > 0.0) {
        // Few rows are no whole life.
        if (FERTILITY_SUM_LEAST.value..=FERTILITY_SUM_MOST.value).contains(sum) || *ages < LIFE {
            continue;
        }
        let shown = figure(*sum);
        ground.warn(
            "fertility-out-of-line",
            place(sheet, row_of(sheet, figures.len(), *at), "value"),
            both(
                format!("各年龄生育率合计为每名妇女 {shown} 个孩子"),
                format!("the rates add up to {shown} children a woman"),
            ),
            both(
                "请核对单位，以及年龄是单岁还是五岁一组",
                "check the unit, and whether ages are single or in groups of five",
            ),
        );
    }
}

fn migration(ground: &Ground, sheet: &Sheet, lanes: &Lanes) {
    let figures = &ground.study.rates.migration;
    let mut counts: BTreeMap<(Option<Area>, Option<i32>), (f64, usize)> = BTreeMap::new();
    for (at, row) in figures.iter().enumerate() {
        let value = row.figure.value;
        match row.kind {
            MigrationKind::NetRate | MigrationKind::DepartureRate | MigrationKind::BetweenDepartureRate
                if value.abs() > MIGRATION_MOST.value =>
            {
                let shown = figure(value);
                ground.warn(
                    "migration-out-of-line",
                    place(sheet, row_of(sheet, figures.len(), at), "value"),
                    both(format!("每人每年迁移 {shown}"), format!("{shown} moves per person and year")),
                    both(
                        "应为每人每年的比例；百分率、千分率请换算；人数请改口径",
                        "it is a share per person and year; for persons name another kind",
                    ),
                );
            }
            MigrationKind::Net | MigrationKind::Arrivals | MigrationKind::Departures => {
                let sum = counts.entry((row.figure.area, row.figure.year)).or_insert((0.0, at));
                sum.0 += value;
            }
            _ => {}
        }
    }
    let Some(last) = lanes.dates.len().checked_sub(1) else { return };
    for ((area, _), (moves, at)) in counts {
        let Some(area) = area else { continue };
        let people: f64 =
            lanes.of_area(area).filter_map(|lane| lane.on(last)).map(super::lanes::Count::total).sum();
        if people <= 0.0 || moves.abs() <= MOVERS_OF_PEOPLE.value * people + CELL_FREE.value {
            continue;
        }
        let (name, moves, people) = (ground.name(area), figure(moves), figure(people));
        ground.warn(
            "migration-out-of-line",
            place(sheet, row_of(sheet, figures.len(), at), "value"),
            both(
                format!("{name} 一年迁移 {moves} 人，而人口只有 {people} 人"),
                format!("{name}: {moves} moves in a year among {people} people"),
            ),
            both("请核对单位和口径", "check the unit and the kind"),
        );
    }
}

/// Official totals against the people counted on the last date, as many years younger.
fn totals(ground: &Ground, sheet: &Sheet, lanes: &Lanes) {
    let totals = &ground.study.rates.totals;
    let (Some(last), Some(on)) = (lanes.dates.len().checked_sub(1), lanes.dates.last()) else { return };
    for (at, total) in totals.iter().enumerate() {
        let years = total.date.year - on.year;
        let areas: Vec<Area> = match total.area {
            Area::Town(_) => vec![total.area],
            Area::County(county) => {
                let towns =
                    ground.study.town_indices().filter(|town| ground.study.county_of(*town) == county);
                let towns: Vec<Area> = towns.map(Area::Town).collect();
                let counted = towns.iter().any(|town| lanes.of_area(*town).next().is_some());
                if counted { towns } else { vec![total.area] }
            }
        };
        let (mut people, mut ages, mut whole) = (0.0, 0, true);
        for age in total.ages.0..=total.ages.1 {
            let Ok(before) = usize::try_from(i32::from(age) - years) else { continue };
            ages += 1;
            for area in &areas {
                let lanes =
                    lanes.of_area(*area).filter(|lane| total.group.is_none() || lane.group == total.group);
                let of: Vec<f64> = lanes.filter_map(|lane| lane.on(last)?.at(before)).collect();
                whole &= !of.is_empty();
                people += of.iter().sum::<f64>();
            }
        }
        // Ages not born yet are left out of both by their share.
        let asked = u32::from(total.ages.1 - total.ages.0) + 1;
        if ages == 0 || !whole {
            continue;
        }
        let expected = people * f64::from(asked) / f64::from(ages);
        let ratio = total.persons.max(expected) / total.persons.min(expected).max(0.5);
        if ratio <= OFFICIAL_FACTOR.value || (total.persons - expected).abs() <= CELL_FREE.value {
            continue;
        }
        let (name, stated, counted, times) =
            (ground.name(total.area), figure(total.persons), figure(expected), times(ratio));
        ground.warn(
            "official-total-out-of-line",
            place(sheet, row_of(sheet, totals.len(), at), "persons"),
            both(
                format!("{name} {} 官方总量 {stated} 人，而按 {on} 的同批人为 {counted} 人左右（相差 {times} 倍）", total.date),
                format!("{name}, {}: an official total of {stated}, where the same people on {on} were about {counted} ({times} times apart)", total.date),
            ),
            unit_hint(ratio),
        );
    }
}

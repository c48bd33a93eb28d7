//! One year on: deaths, births, migration between the county and the outside, and between its towns (人口推移).

use super::{AGES, Census};
use crate::synth::births::RecentBirths;
use crate::synth::facts::{CountyFacts, Facts, TownKind};
use crate::synth::random::Draw;
use crate::synth::rounding::running;

/// Share of newborns alive at the count.
const NEWBORN_SURVIVAL: f64 = 0.995;
/// Factor on a county's usual net migration in the year up to 1 November 2021 and 2022.
const YEAR_FACTORS: [f64; 2] = [1.25, 0.75];

type Moving = Vec<[[[f64; AGES]; 2]; 2]>;

/// The count one year later.
#[must_use]
pub fn next_year(
    facts: &Facts,
    before: &Census,
    births: &RecentBirths,
    survival: &[f64],
    year: i32,
    seed: u64,
) -> Census {
    let mut after = vec![[[[0; AGES]; 2]; 2]; before.len()];
    for county in 0..facts.counties.len() {
        let towns = facts.towns_of(county);
        let mut moving = survivors(&towns, before, survival);
        add_newborns(&mut moving, &towns, births, year);
        move_inside(facts, &mut moving, &towns, seed);
        move_across(&facts.counties[county], &mut moving, year);
        let mut draw = Draw::new(seed, "ageing", county * 10_000 + year as usize);
        round(&moving, &towns, &mut draw, &mut after);
    }
    after
}

fn survivors(towns: &[usize], before: &Census, survival: &[f64]) -> Moving {
    let mut moving = vec![[[[0.0; AGES]; 2]; 2]; towns.len()];
    for (cell, town) in moving.iter_mut().zip(towns) {
        for group in 0..2 {
            for sex in 0..2 {
                for age in 0..AGES {
                    let alive = f64::from(before[*town][group][sex][age]) * survival[age];
                    cell[group][sex][(age + 1).min(AGES - 1)] += alive;
                }
            }
        }
    }
    moving
}

fn add_newborns(moving: &mut Moving, towns: &[usize], births: &RecentBirths, year: i32) {
    for (cell, town) in moving.iter_mut().zip(towns) {
        for (group, sexes) in cell.iter_mut().enumerate() {
            let newborn = births.in_year_to_november(*town, group, year) * NEWBORN_SURVIVAL;
            sexes[0][0] = newborn * (1.0 - super::BOYS);
            sexes[1][0] = newborn * super::BOYS;
        }
    }
}

/// Children and young adults move from townships and towns to subdistricts; the county keeps its people.
fn move_inside(facts: &Facts, moving: &mut Moving, towns: &[usize], seed: u64) {
    let rates: Vec<f64> = towns.iter().map(|town| inside_rate(facts, *town, seed)).collect();
    for group in 0..2 {
        for sex in 0..2 {
            for age in 1..45 {
                let cells: Vec<f64> = moving.iter().map(|cell| cell[group][sex][age]).collect();
                let people: f64 = cells.iter().sum();
                let gained: f64 = cells.iter().zip(&rates).map(|(cell, rate)| cell * rate).sum();
                let mean = if people > 0.0 { gained / people } else { 0.0 };
                for (cell, rate) in moving.iter_mut().zip(&rates) {
                    cell[group][sex][age] *= 1.0 + rate - mean;
                }
            }
        }
    }
}

fn inside_rate(facts: &Facts, town: usize, seed: u64) -> f64 {
    let usual = match facts.towns[town].kind {
        TownKind::Subdistrict => 0.009,
        TownKind::Town => -0.004,
        TownKind::Township => -0.022,
    };
    usual + 0.006 * Draw::new(seed, "town growth", town).normal().clamp(-2.0, 2.0)
}

/// Net migration of the county, shared out over ages by a profile and over groups: six tenths of a gain are migrants.
fn move_across(county: &CountyFacts, moving: &mut Moving, year: i32) {
    let people: f64 = moving.iter().flatten().flatten().flatten().sum();
    let factor = if county.net_migration > 0.0 { YEAR_FACTORS[usize::from(year > 2021)] } else { 1.0 };
    let net = people * county.net_migration * factor;
    let migrants = if net > 0.0 { 0.6 } else { county.other_province };
    for (group, share) in [(0, 1.0 - migrants), (1, migrants)] {
        let weight = |cell: &[[[f64; AGES]; 2]; 2], age: usize| {
            (cell[group][0][age] + cell[group][1][age]) * profile(age)
        };
        let whole: f64 = moving.iter().map(|cell| (0..AGES).map(|age| weight(cell, age)).sum::<f64>()).sum();
        let rate = if whole > 0.0 { net * share / whole } else { 0.0 };
        for cell in moving.iter_mut() {
            for sex in &mut cell[group] {
                sex.iter_mut()
                    .enumerate()
                    .for_each(|(age, persons)| *persons *= 1.0 + (rate * profile(age)).max(-0.5));
            }
        }
    }
}

/// How much an age takes part in migration.
const fn profile(age: usize) -> f64 {
    match age {
        0 => 0.0,
        1..=2 => 0.8,
        3..=11 => 1.3,
        12..=14 => 0.8,
        15..=19 => 1.4,
        20..=34 => 2.2,
        35..=44 => 1.2,
        45..=59 => 0.3,
        _ => 0.05,
    }
}

/// Whole persons, county sums by sex and age kept.
fn round(moving: &Moving, towns: &[usize], draw: &mut Draw, after: &mut Census) {
    for sex in 0..2 {
        for age in 0..AGES {
            let cells: Vec<f64> =
                moving.iter().flat_map(|cell| [cell[0][sex][age], cell[1][sex][age]]).collect();
            let total = cells.iter().sum::<f64>().round() as u32;
            let whole = running(&cells, total, draw.unit());
            for (pair, town) in whole.chunks(2).zip(towns) {
                after[*town][0][sex][age] = pair[0];
                after[*town][1][sex][age] = pair[1];
            }
        }
    }
}

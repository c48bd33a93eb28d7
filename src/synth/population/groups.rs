//! Local and migrant people (本地户籍与随迁人口).
//!
//! Migrant means: hukou of another province. The census gives the share of all residents by county; its profile over
//! ages and towns is made up: high at 20 to 44, 0.7 of the average for children, low for the old, higher in
//! subdistricts and in industrial towns.

use super::county::CountyTable;
use super::towns::TownTables;
use super::{AGES, Census};
use crate::synth::facts::{Facts, TownKind};
use crate::synth::random::Draw;
use crate::synth::rounding::running;

/// Share of migrants among children, over their share among all.
const CHILD_RATIO: f64 = 0.7;
const HIGHEST_SHARE: f64 = 0.85;

/// Splits each town's people into groups and rounds to whole persons; county sums by sex and age stay as they are.
pub fn split(
    facts: &Facts,
    county: usize,
    table: &CountyTable,
    by_town: &TownTables,
    seed: u64,
    census: &mut Census,
) {
    let towns = facts.towns_of(county);
    let shares = shares_by_age(facts.counties[county].other_province, table);
    let factors = town_factors(facts, &towns, by_town, seed);
    let mut draw = Draw::new(seed, "group rounding", county);
    for (sex, row) in table.iter().enumerate() {
        for (age, total) in row.iter().enumerate() {
            let mut cells = Vec::with_capacity(towns.len() * 2);
            for (cell, factor) in by_town.iter().zip(&factors) {
                let migrants = (shares[age] * factor).min(HIGHEST_SHARE);
                cells.push(cell[sex][age] * (1.0 - migrants));
                cells.push(cell[sex][age] * migrants);
            }
            let whole = running(&cells, *total, draw.unit());
            for (pair, town) in whole.chunks(2).zip(&towns) {
                census[*town][0][sex][age] = pair[0];
                census[*town][1][sex][age] = pair[1];
            }
        }
    }
}

/// Share of migrants by age, such that all ages together meet the county's share.
fn shares_by_age(share: f64, table: &CountyTable) -> [f64; AGES] {
    let at_age = |age: usize| f64::from(table[0][age] + table[1][age]);
    let people: f64 = (0..AGES).map(at_age).sum();
    let children: f64 = (0..15).map(at_age).sum();
    let profiled: f64 = (15..AGES).map(|age| at_age(age) * adult_profile(age)).sum();
    let scale = if profiled > 0.0 { (people - CHILD_RATIO * children) / profiled } else { 1.0 };
    std::array::from_fn(|age| {
        let ratio = if age < 15 { CHILD_RATIO } else { adult_profile(age) * scale };
        (share * ratio).min(HIGHEST_SHARE)
    })
}

const fn adult_profile(age: usize) -> f64 {
    match age {
        15..=19 => 0.9,
        20..=44 => 1.55,
        45..=54 => 1.0,
        55..=64 => 0.45,
        _ => 0.10,
    }
}

/// Factor of each town on the county's share, one on average over people.
fn town_factors(facts: &Facts, towns: &[usize], by_town: &TownTables, seed: u64) -> Vec<f64> {
    let raw: Vec<f64> = towns
        .iter()
        .map(|town| {
            let kind = match facts.towns[*town].kind {
                TownKind::Subdistrict => 1.15,
                TownKind::Town => 0.95,
                TownKind::Township => 0.30,
            };
            kind * Draw::new(seed, "migrant factor", *town).factor(0.28)
        })
        .collect();
    let people: Vec<f64> = by_town.iter().map(|town| town.iter().flatten().sum()).collect();
    let mean = raw.iter().zip(&people).map(|(factor, people)| factor * people).sum::<f64>()
        / people.iter().sum::<f64>().max(1.0);
    raw.iter().map(|factor| factor / mean).collect()
}

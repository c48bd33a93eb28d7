//! Births by town, year and group, by usual residence (出生): back-cast from the census to 2020, carried on for 2021 and 2022.

use crate::synth::facts::{Facts, TownKind};
use crate::synth::population::{Census, of_group_age};
use crate::synth::random::Draw;
use crate::synth::rounding::running;

/// First year of the births table.
pub const FIRST_YEAR: i32 = 2010;
/// Last year of the births table.
pub const LAST_YEAR: i32 = 2022;

/// Yearly gain of a cohort of children by migration, by group: taken off again going back to their birth.
const COHORT_GAIN: [f64; 2] = [0.002, 0.012];

/// Births of a town: year from [`FIRST_YEAR`] × group (出生人数).
#[derive(Debug, Clone, PartialEq)]
pub struct RecentBirths {
    /// Births by town, then year, then group.
    pub towns: Vec<Vec<[u32; 2]>>,
}

impl RecentBirths {
    /// Births of a town, group and calendar year; 0 outside the years of the table.
    #[must_use]
    pub fn of(&self, town: usize, group: usize, year: i32) -> u32 {
        let place = usize::try_from(year - FIRST_YEAR).unwrap_or(usize::MAX);
        self.towns[town].get(place).map_or(0, |births| births[group])
    }

    /// Births of the twelve months up to 1 November of a year.
    #[must_use]
    pub fn in_year_to_november(&self, town: usize, group: usize, year: i32) -> f64 {
        let (now, before) = (self.of(town, group, year), self.of(town, group, year - 1));
        (f64::from(before) * 2.0 + f64::from(now) * 10.0) / 12.0
    }
}

/// Births of all towns.
#[must_use]
pub fn births(facts: &Facts, census: &Census, survival: &[f64], seed: u64) -> RecentBirths {
    let years = (LAST_YEAR - FIRST_YEAR + 1) as usize;
    let mut towns = vec![vec![[0, 0]; years]; facts.towns.len()];
    for year in FIRST_YEAR..=2020 {
        back_cast(facts, census, survival, year, seed, &mut towns);
    }
    for year in 2021..=LAST_YEAR {
        carry_on(facts, census, year, seed, &mut towns);
    }
    RecentBirths { towns }
}

/// Births of a past year: the children of that cohort in the census, over the share that lived, less those who came later.
fn back_cast(
    facts: &Facts,
    census: &Census,
    survival: &[f64],
    year: i32,
    seed: u64,
    towns: &mut [Vec<[u32; 2]>],
) {
    let age = (2020 - year) as usize;
    let alive = 0.995 * survival[..age].iter().product::<f64>();
    let cells: Vec<f64> = census
        .iter()
        .flat_map(|people| {
            [0, 1].map(|group| {
                let own = f64::from(of_group_age(people, group, age));
                let younger = if age > 0 {
                    f64::from(of_group_age(people, group, age - 1))
                } else {
                    own * after_2020(facts)
                };
                (own * 10.0 + younger * 2.0) / 12.0 / alive / (1.0 + COHORT_GAIN[group]).powi(age as i32)
            })
        })
        .collect();
    store(&cells, year, seed, towns);
}

/// Cohort of 2021 over that of 2020.
fn after_2020(facts: &Facts) -> f64 {
    facts.cohort(2021) / facts.cohort(2020).max(1.0)
}

/// Births of 2021 and 2022: the path of all towns together, shared out by the infants and toddlers of the census.
fn carry_on(facts: &Facts, census: &Census, year: i32, seed: u64, towns: &mut [Vec<[u32; 2]>]) {
    let weights: Vec<[f64; 2]> =
        (0..facts.towns.len()).map(|town| town_weight(facts, census, town, year, seed)).collect();
    let fixed: Vec<(usize, f64)> = facts
        .county_births
        .iter()
        .filter(|known| known.year == year)
        .map(|known| (known.county, f64::from(known.births)))
        .collect();
    let is_fixed = |town: usize, group: usize| {
        fixed
            .iter()
            .find(|(county, _)| group == 0 && facts.towns[town].county == *county)
            .map(|known| known.1)
    };
    let sum = |chosen: &dyn Fn(usize, usize) -> bool| -> f64 {
        let cells = (0..weights.len()).flat_map(|town| [(town, 0), (town, 1)]);
        cells.filter(|(town, group)| chosen(*town, *group)).map(|(town, group)| weights[town][group]).sum()
    };
    let free = sum(&|town, group| is_fixed(town, group).is_none()).max(1e-9);
    let left = facts.cohort(year) - fixed.iter().map(|known| known.1).sum::<f64>();
    let mut cells = Vec::with_capacity(weights.len() * 2);
    for (town, weight) in weights.iter().enumerate() {
        for (group, value) in weight.iter().enumerate() {
            let county = facts.towns[town].county;
            cells.push(match is_fixed(town, group) {
                Some(known) => {
                    known * value / sum(&|other, part| part == 0 && facts.towns[other].county == county)
                }
                None => left * value / free,
            });
        }
    }
    store(&cells, year, seed, towns);
    for (county, known) in fixed {
        meet(facts, county, known as u32, (year - FIRST_YEAR) as usize, towns);
    }
}

fn town_weight(facts: &Facts, census: &Census, town: usize, year: i32, seed: u64) -> [f64; 2] {
    let trend: f64 = match facts.towns[town].kind {
        TownKind::Subdistrict => 1.012,
        TownKind::Town => 0.995,
        TownKind::Township => 0.955,
    };
    let county =
        Draw::new(seed, "county births", facts.towns[town].county * 10_000 + year as usize).factor(0.015);
    let noise = Draw::new(seed, "town births", town * 10_000 + year as usize).factor(0.04);
    [0, 1].map(|group| {
        let toddlers: u32 = (1..=3).map(|age| of_group_age(&census[town], group, age)).sum();
        let infants = of_group_age(&census[town], group, 0);
        (f64::from(infants) + 0.25 * f64::from(toddlers) + 0.5) * trend.powi(year - 2020) * county * noise
    })
}

/// Rounds a year's births, town by town and group by group, with the sum kept.
fn store(cells: &[f64], year: i32, seed: u64, towns: &mut [Vec<[u32; 2]>]) {
    let total = cells.iter().sum::<f64>().round() as u32;
    let whole = running(cells, total, Draw::new(seed, "births rounding", year as usize).unit());
    for (pair, town) in whole.chunks(2).zip(towns) {
        town[(year - FIRST_YEAR) as usize] = [pair[0], pair[1]];
    }
}

/// Makes a county's local births of a year add up to a known figure; rounding left a few births over or short.
fn meet(facts: &Facts, county: usize, known: u32, place: usize, towns: &mut [Vec<[u32; 2]>]) {
    let own = facts.towns_of(county);
    let values: Vec<f64> = own.iter().map(|town| f64::from(towns[*town][place][0])).collect();
    for (town, births) in own.iter().zip(running(&values, known, 0.5)) {
        towns[*town][place][0] = births;
    }
}

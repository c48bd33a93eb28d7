//! People by town, group, sex and single age on 1 November 2020, 2021 and 2022 (人口).
//!
//! 2020 meets the census figures of each county by construction: total, ages 0, 1–4, 5–9, 10–14, women 15–49. Single
//! ages inside a band, the split over towns and the split into groups are made up. 2021 and 2022 age these people
//! forward with deaths, births and migration.

mod ageing;
mod county;
mod groups;
mod towns;

use crate::synth::births::RecentBirths;
use crate::synth::facts::Facts;
use crate::synth::mortality;

/// Single ages 0 to 99 and the open age 100+.
pub const AGES: usize = 101;
/// Group ids, in the order of the first index of [`People`].
pub const GROUPS: [&str; 2] = ["local", "migrant"];
/// Sexes, in the order of the second index of [`People`].
pub const SEXES: [&str; 2] = ["female", "male"];
/// Years of the three counts; each is on 1 November.
pub const YEARS: [i32; 3] = [2020, 2021, 2022];
/// Boys among births, as a share.
pub const BOYS: f64 = 0.525;

/// People of one town on one date: group × sex × single age (人数).
pub type People = [[[u32; AGES]; 2]; 2];
/// People of all towns on one date, in the order of the towns.
pub type Census = Vec<People>;

/// The three counts of the study.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// One [`Census`] for each of [`YEARS`].
    pub counts: [Census; 3],
}

impl Population {
    /// The last count, 1 November 2022.
    #[must_use]
    pub fn latest(&self) -> &Census {
        &self.counts[2]
    }
}

/// People of a town of one age, all groups and sexes.
#[must_use]
pub fn of_age(people: &People, age: usize) -> u32 {
    people.iter().flatten().map(|ages| ages[age]).sum()
}

/// People of a town of one group and age, both sexes.
#[must_use]
pub fn of_group_age(people: &People, group: usize, age: usize) -> u32 {
    people[group].iter().map(|ages| ages[age]).sum()
}

/// The count of 2020 (七普基准人口).
#[must_use]
pub fn census(facts: &Facts, seed: u64) -> Census {
    let mut census = vec![[[[0; AGES]; 2]; 2]; facts.towns.len()];
    for county in 0..facts.counties.len() {
        let table = county::census_table(facts, county);
        let by_town = towns::spread(facts, county, &table, seed);
        groups::split(facts, county, &table, &by_town, seed, &mut census);
    }
    census
}

/// The three counts: 2020 and the two years aged from it.
#[must_use]
pub fn carry_on(facts: &Facts, census: Census, births: &RecentBirths, seed: u64) -> Population {
    let survival = mortality::survival(facts);
    let next = ageing::next_year(facts, &census, births, &survival, 2021, seed);
    let last = ageing::next_year(facts, &next, births, &survival, 2022, seed);
    Population { counts: [census, next, last] }
}

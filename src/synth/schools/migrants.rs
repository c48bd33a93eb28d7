//! Migrant pupils of each school (随迁子女在校生).

use super::School;
use crate::synth::facts::Facts;
use crate::synth::outlook::Stage;
use crate::synth::population::{People, Population, of_group_age};
use crate::synth::rounding::by_remainder;

/// Migrant children in public schools, of those in primary and junior schools, all counties together: an assumption.
const PUBLIC_SHARE: f64 = 0.80;
/// Most migrants a private school takes, as a share of its pupils.
const MOST_IN_PRIVATE: f64 = 0.85;

/// Fills in the migrant pupils of all schools.
pub fn place(facts: &Facts, population: &Population, schools: &mut [School]) {
    let latest = population.latest();
    let shares: Vec<[f64; 3]> =
        latest.iter().map(|people| Stage::ALL.map(|stage| share(people, stage))).collect();
    let public = public_shares(facts, latest);
    let by_county = facts.group_by_county(schools.iter().map(|school| school.town));
    for (county, of_county) in by_county.iter().enumerate() {
        for (index, stage) in Stage::ALL.into_iter().enumerate() {
            let children: f64 =
                facts.towns_of(county).iter().map(|town| migrants(&latest[*town], stage)).sum();
            let public = if stage == Stage::Preschool { None } else { Some(public[county]) };
            let own: Vec<usize> =
                of_county.iter().copied().filter(|one| schools[*one].stage == stage.id()).collect();
            place_in_county(schools, &own, children * stage.enrolment(), public, |town| shares[town][index]);
        }
    }
    place_in_special(schools, |town| shares[town][1]);
}

/// Puts a county's migrant pupils of a stage into its schools, a given share of them into public ones.
fn place_in_county(
    schools: &mut [School],
    own: &[usize],
    migrants: f64,
    public: Option<f64>,
    share: impl Fn(usize) -> f64,
) {
    let is_public = |one: &&usize| public.is_none() || schools[**one].sector == "public";
    let (state, private): (Vec<&usize>, Vec<&usize>) = own.iter().partition(is_public);
    let room: f64 = private.iter().map(|one| f64::from(schools[**one].pupils) * MOST_IN_PRIVATE).sum();
    let in_private = (migrants * (1.0 - public.unwrap_or(1.0))).min(room);
    let parts = [(state, migrants - in_private), (private, in_private)];
    let settled: Vec<(usize, u32)> = parts
        .iter()
        .flat_map(|(chosen, wanted)| {
            let lean = |one: &&usize| match schools[**one].sector {
                "public" if public.is_none() => 0.85,
                _ => 1.0,
            };
            let weights: Vec<f64> = chosen
                .iter()
                .map(|one| {
                    f64::from(schools[**one].pupils) * share(schools[**one].town).max(0.01) * lean(one)
                })
                .collect();
            let whole = by_remainder(&weights, wanted.round() as u32);
            chosen.iter().map(|one| **one).zip(whole).collect::<Vec<_>>()
        })
        .collect();
    for (one, pupils) in settled {
        schools[one].migrant_pupils = pupils.min(schools[one].pupils);
    }
}

fn place_in_special(schools: &mut [School], share: impl Fn(usize) -> f64) {
    for school in schools.iter_mut().filter(|school| school.stage == "special") {
        school.migrant_pupils = (f64::from(school.pupils) * share(school.town) * 0.4) as u32;
    }
}

/// Migrant children of a stage's ages on 31 August 2022.
fn migrants(people: &People, stage: Stage) -> f64 {
    in_ages(|age| of_group_age(people, 1, age), stage)
}

fn share(people: &People, stage: Stage) -> f64 {
    let all = in_ages(|age| of_group_age(people, 0, age) + of_group_age(people, 1, age), stage);
    migrants(people, stage) / all.max(1.0)
}

fn in_ages(of: impl Fn(usize) -> u32, stage: Stage) -> f64 {
    let (first, last) = stage.ages();
    (first..=last).map(|age| (2.0 * f64::from(of(age + 1)) + 10.0 * f64::from(of(age))) / 12.0).sum()
}

/// Public share of migrant pupils by county: lower where migrants are many, [`PUBLIC_SHARE`] over all.
fn public_shares(facts: &Facts, latest: &[People]) -> Vec<f64> {
    let raw: Vec<f64> = facts.counties.iter().map(|county| 0.86 - 0.25 * county.other_province).collect();
    let migrants: Vec<f64> = (0..facts.counties.len())
        .map(|county| {
            let towns = facts.towns_of(county);
            towns
                .iter()
                .map(|town| {
                    migrants(&latest[*town], Stage::Primary) + migrants(&latest[*town], Stage::Junior)
                })
                .sum()
        })
        .collect();
    let all: f64 = migrants.iter().sum::<f64>().max(1.0);
    let mean = raw.iter().zip(&migrants).map(|(share, count)| share * count).sum::<f64>() / all;
    raw.iter().map(|share| (share + PUBLIC_SHARE - mean).min(0.98)).collect()
}

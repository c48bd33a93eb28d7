//! Special schools (特殊教育学校): one in each county that has one in 2022.

use super::School;
use crate::synth::facts::{Facts, TownKind};
use crate::synth::outlook::{Outlook, Stage};
use crate::synth::rounding::by_remainder;

/// Children in special schools among ages 6 to 14: an assumption, the prevalence of 0.2 % × 95 % enrolled.
const SHARE: f64 = 0.002 * 0.95;
/// Places over children of the whole place.
const SPARE: f64 = 1.10;

/// The special schools of 2022, in the largest subdistrict of their county. Children of counties without one go elsewhere.
#[must_use]
pub fn special(facts: &Facts, outlook: &Outlook) -> Vec<School> {
    let children: Vec<f64> =
        (0..facts.counties.len()).map(|county| children(facts, outlook, county)).collect();
    let with: Vec<usize> =
        (0..facts.counties.len()).filter(|county| facts.counties[*county].special_school).collect();
    let all: f64 = children.iter().sum();
    let own: f64 = with.iter().map(|county| children[*county]).sum();
    let weights: Vec<f64> = with.iter().map(|county| children[*county] / own.max(1.0) * all).collect();
    let pupils = by_remainder(&weights, all.round() as u32);
    with.iter()
        .zip(&pupils)
        .filter_map(|(county, pupils)| seat(facts, *county).map(|town| school(facts, town, *pupils)))
        .collect()
}

fn children(facts: &Facts, outlook: &Outlook, county: usize) -> f64 {
    let of = |town: usize| {
        outlook.children(town, Stage::Primary, 2022) + outlook.children(town, Stage::Junior, 2022)
    };
    facts.towns_of(county).into_iter().map(of).sum::<f64>() * SHARE
}

/// The largest subdistrict of a county, or its largest town: where a special school stands.
#[must_use]
pub fn seat(facts: &Facts, county: usize) -> Option<usize> {
    facts.towns_of(county).into_iter().max_by_key(|town| {
        let known = &facts.towns[*town];
        (known.kind == TownKind::Subdistrict, known.village_units, std::cmp::Reverse(*town))
    })
}

fn school(facts: &Facts, town: usize, pupils: u32) -> School {
    let known = &facts.towns[town];
    School {
        school: format!("{}-S01", known.code),
        name: format!("{}特殊教育学校", facts.counties[known.county].name),
        town,
        stage: "special",
        sector: "public",
        grade: None,
        places: ((f64::from(pupils) * SPARE / 12.0).ceil() as u32 + 1) * 12,
        pupils,
        migrant_pupils: 0,
        closes: None,
    }
}

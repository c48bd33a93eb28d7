//! Kindergartens in 2022 (幼儿园): several a town, of 90 to 450 places; a central public one in every town.

use super::{School, attendance, quality};
use crate::synth::facts::{Facts, TownKind};
use crate::synth::numerals::numeral;
use crate::synth::outlook::{Outlook, Stage};
use crate::synth::random::Draw;
use crate::synth::rounding::by_remainder;

/// A kindergarten before its sector and grade are settled.
#[derive(Debug, Clone)]
pub struct Kindergarten {
    /// Index of its town.
    pub town: usize,
    /// Number in its town, from 0; 0 is the central one.
    pub number: usize,
    /// Places.
    pub places: u32,
    /// Pupils.
    pub pupils: u32,
    /// How good it is, 0 to 1: decides how full it is, and its sector and grade.
    pub quality: f64,
}

/// Kindergartens of all towns, with sector and grade.
#[must_use]
pub fn kindergartens(facts: &Facts, outlook: &Outlook, seed: u64) -> Vec<School> {
    let own: Vec<usize> = (0..facts.towns.len()).collect();
    let taught = attendance::taught(outlook, &own, Stage::Preschool, 2022);
    let all: Vec<f64> = by_remainder(&taught, taught.iter().sum::<f64>().round() as u32)
        .iter()
        .map(|n| f64::from(*n))
        .collect();
    let mut list = Vec::new();
    for (town, children) in all.iter().enumerate() {
        list.extend(of_town(facts, town, *children, seed));
    }
    let sectors = quality::sectors(facts, &list, seed);
    let grades = quality::grades(&list, &sectors, seed);
    list.iter()
        .zip(sectors)
        .zip(grades)
        .map(|((one, sector), grade)| school(facts, one, sector, grade))
        .collect()
}

fn of_town(facts: &Facts, town: usize, children: f64, seed: u64) -> Vec<Kindergarten> {
    let county = facts.towns[town].county;
    let spare = Draw::new(seed, "kindergarten spare", county).between(1.10, 1.20);
    let mut draw = Draw::new(seed, "kindergartens", town);
    let mut list = Vec::new();
    let mut left = children * spare * draw.between(0.97, 1.04);
    while left > 0.0 {
        let places = size(facts.towns[town].kind, left, list.is_empty(), &mut draw);
        let quality = draw.unit();
        list.push(Kindergarten { town, number: list.len(), places, pupils: 0, quality });
        left -= f64::from(places);
    }
    fill(&mut list, children as u32);
    list
}

/// Classes of 30: 3 to 15 of them, fewer in small towns; never much more than is wanted.
fn size(kind: TownKind, left: f64, central: bool, draw: &mut Draw) -> u32 {
    let weights = match kind {
        TownKind::Subdistrict => [1.0, 2.0, 2.0, 3.0, 3.0, 3.0, 1.6],
        TownKind::Town => [1.5, 2.5, 2.5, 3.0, 2.0, 1.0, 0.4],
        TownKind::Township => [3.0, 2.0, 1.0, 0.5, 0.0, 0.0, 0.0],
    };
    let sizes = [90, 120, 150, 180, 240, 300, 450];
    let place = draw.pick(&weights);
    let usual = if central { sizes[place].max(180) } else { sizes[place] };
    let wanted = (left / 30.0).ceil().max(3.0) as u32 * 30;
    usual.min(wanted)
}

/// Shares children out: the better a kindergarten, the fuller, none above its places.
fn fill(list: &mut [Kindergarten], children: u32) {
    let fullness = |one: &Kindergarten, level: f64| (level + 0.35 * (one.quality - 0.5)).clamp(0.2, 0.995);
    let filled =
        |level: f64| list.iter().map(|one| f64::from(one.places) * fullness(one, level)).sum::<f64>();
    let (mut low, mut high) = (0.0, 2.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if filled(middle) < f64::from(children) { low = middle } else { high = middle }
    }
    let parts: Vec<f64> = list.iter().map(|one| f64::from(one.places) * fullness(one, high)).collect();
    for (one, pupils) in list.iter_mut().zip(by_remainder(&parts, children)) {
        one.pupils = pupils.min(one.places);
    }
}

fn school(facts: &Facts, one: &Kindergarten, sector: &'static str, grade: u8) -> School {
    let town = &facts.towns[one.town];
    let name = match one.number {
        0 => format!("{}中心幼儿园", town.name),
        number => format!("{}第{}幼儿园", town.name, numeral(number + 1)),
    };
    School {
        school: format!("{}-K{:02}", town.code, one.number + 1),
        name,
        town: one.town,
        stage: "preschool",
        sector,
        grade: Some(grade),
        places: one.places,
        pupils: one.pupils,
        migrant_pupils: 0,
        closes: None,
    }
}

//! Primary and junior schools in 2022 (中小学): primary nearly full, junior full and short later.

use super::{School, attendance};
use crate::synth::facts::{Facts, TownKind};
use crate::synth::numerals::numeral;
use crate::synth::outlook::{Outlook, Stage};
use crate::synth::random::Draw;
use crate::synth::rounding::by_remainder;

/// Children in a class, by design.
const CLASS: u32 = 45;

/// Schools of both stages in all towns.
#[must_use]
pub fn compulsory(facts: &Facts, outlook: &Outlook, seed: u64) -> Vec<School> {
    [Stage::Primary, Stage::Junior]
        .into_iter()
        .flat_map(|stage| of_stage(facts, outlook, stage, seed))
        .collect()
}

fn of_stage(facts: &Facts, outlook: &Outlook, stage: Stage, seed: u64) -> Vec<School> {
    let destinations = attendance::destinations(facts, outlook, stage);
    let now = attendance::taught(outlook, &destinations, stage, 2022);
    let ahead = ahead(stage).map(|year| attendance::taught(outlook, &destinations, stage, year));
    let most = ahead.fold(now.clone(), |most, year| most.iter().zip(&year).map(|(a, b)| a.max(*b)).collect());
    let pupils = by_remainder(&now, now.iter().sum::<f64>().round() as u32);
    let mut all = Vec::new();
    for town in (0..facts.towns.len()).filter(|town| pupils[*town] > 0) {
        let wanted = most[town] * facts.caution() * spare(facts, town, stage, seed);
        let places = (wanted / f64::from(CLASS)).ceil() as u32 * CLASS;
        all.extend(of_town(facts, town, stage, places, pupils[town], seed));
    }
    all
}

/// Years for whose children the places of 2022 are enough.
const fn ahead(stage: Stage) -> std::ops::RangeInclusive<i32> {
    match stage {
        Stage::Junior => 2023..=2024,
        _ => 2023..=2025,
    }
}

/// Places over children: hardly any to spare in subdistricts, some in small towns and in towns without a neighbour in reach.
fn spare(facts: &Facts, town: usize, stage: Stage, seed: u64) -> f64 {
    let county = Draw::new(seed, "county spare", facts.towns[town].county * 10 + stage as usize)
        .between(-0.004, 0.014);
    let own = Draw::new(seed, "town spare", town * 10 + stage as usize).between(-0.008, 0.012);
    let usual = match facts.towns[town].kind {
        TownKind::Subdistrict => 1.008,
        TownKind::Town => 1.016,
        TownKind::Township => 1.06,
    };
    let alone = if facts.has_neighbour(town, stage.travel_km()) { 0.0 } else { 0.025 };
    usual + county + own + alone
}

fn of_town(facts: &Facts, town: usize, stage: Stage, places: u32, pupils: u32, seed: u64) -> Vec<School> {
    let private = private_places(facts, town, stage, places, seed);
    let private_pupils = (f64::from(private) * 0.94) as u32;
    let mut public_pupils = pupils - private_pupils.min(pupils);
    public_pupils = public_pupils.min(places - private);
    let mut draw = Draw::new(seed, "school sizes", town * 10 + stage as usize);
    let mut schools = Vec::new();
    for (sector, places, pupils) in
        [("public", places - private, public_pupils), ("private", private, pupils - public_pupils)]
    {
        let sizes = sizes(places, stage, &mut draw);
        let weights: Vec<f64> = sizes.iter().map(|size| f64::from(*size)).collect();
        for (number, (size, pupils)) in sizes.iter().zip(by_remainder(&weights, pupils)).enumerate() {
            let mut one = school(facts, town, stage, sector, number, *size, pupils.min(*size));
            one.school = id(facts, town, stage, schools.len());
            schools.push(one);
        }
    }
    schools
}

/// Private schools stand in larger towns and where migrants are many.
fn private_places(facts: &Facts, town: usize, stage: Stage, places: u32, seed: u64) -> u32 {
    let migrants = facts.counties[facts.towns[town].county].other_province;
    let share = match stage {
        Stage::Junior => 0.055 + 0.19 * migrants,
        _ => 0.028 + 0.23 * migrants,
    };
    let mut draw = Draw::new(seed, "private schools", town * 10 + stage as usize);
    let lean = match facts.towns[town].kind {
        TownKind::Subdistrict => 1.15,
        TownKind::Town => 0.9,
        TownKind::Township => 0.0,
    };
    let wanted = f64::from(places) * share * lean * draw.factor(0.2);
    if wanted < 45.0 { 0 } else { (wanted / f64::from(CLASS)).round() as u32 * CLASS }
}

/// Cuts places into schools of 6 to 48 classes.
fn sizes(places: u32, stage: Stage, draw: &mut Draw) -> Vec<u32> {
    let usual = match stage {
        Stage::Junior => [(12, 1.0), (18, 2.0), (24, 2.5), (30, 2.0), (36, 1.5)],
        _ => [(12, 1.5), (18, 2.0), (24, 2.5), (36, 2.0), (42, 1.0)],
    };
    let mut sizes = Vec::new();
    let mut left = places;
    while left > 0 {
        let size = draw.choose(&usual, 24) * CLASS;
        let size = if left < size + 6 * CLASS { left } else { size };
        sizes.push(size);
        left -= size;
    }
    sizes
}

/// Town code, P or J, and a number.
fn id(facts: &Facts, town: usize, stage: Stage, number: usize) -> String {
    let letter = if stage == Stage::Primary { "P" } else { "J" };
    format!("{}-{letter}{:02}", facts.towns[town].code, number + 1)
}

/// A school; `number` counts those of its sector in the town, from 0.
fn school(
    facts: &Facts,
    town: usize,
    stage: Stage,
    sector: &'static str,
    number: usize,
    places: u32,
    pupils: u32,
) -> School {
    let known = &facts.towns[town];
    let kind = if stage == Stage::Primary { "小学" } else { "初级中学" };
    let name = match (sector, number) {
        ("private", _) => format!("{}民办第{}{kind}", known.name, numeral(number + 1)),
        (_, 0) => format!("{}中心{kind}", known.name),
        _ => format!("{}第{}{kind}", known.name, numeral(number + 1)),
    };
    School {
        school: String::new(),
        name,
        town,
        stage: stage.id(),
        sector,
        grade: None,
        places,
        pupils,
        migrant_pupils: 0,
        closes: None,
    }
}

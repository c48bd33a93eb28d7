//! Making up a prefecture or province of any size (虚构地区).

use super::{CountyFacts, Facts, MortalityBand, TownFacts, TownKind};
use crate::synth::difficulty::Difficulty;
use crate::synth::numerals::numeral;
use crate::synth::random::Draw;

const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];

/// Relative sizes of birth cohorts of the years 2006 to 2022, around an ordinary year of the 2010s.
const COHORT_SHAPE: [f64; 17] =
    [1.07, 1.06, 1.04, 1.02, 1.01, 0.96, 1.01, 0.98, 1.03, 1.00, 0.98, 1.03, 0.94, 0.90, 0.71, 0.67, 0.62];

/// Death rates of the young, of the size usual in China around 2020.
const DEATH_RATES: [(usize, usize, f64); 5] =
    [(0, 0, 0.005_7), (1, 4, 0.000_4), (5, 9, 0.000_27), (10, 14, 0.000_29), (15, 19, 0.000_36)];

impl Facts {
    /// Makes up a place with that many towns in that many counties (at least one town a county). Nothing in it is real;
    /// the data package says so.
    #[must_use]
    pub fn invent(towns: usize, counties: usize, seed: u64) -> Self {
        let counties = counties.max(1);
        let towns = towns.max(counties);
        let county_facts: Vec<CountyFacts> =
            (0..counties).map(|county| invent_county(county, counties, towns, seed)).collect();
        let people: f64 = county_facts.iter().map(|county| f64::from(county.total)).sum();
        let usual_year = people * 0.01;
        let cohorts = (2006..).zip(COHORT_SHAPE).map(|(year, shape)| (year, usual_year * shape)).collect();
        let bands = DEATH_RATES.iter().map(|&(first, last, rate)| MortalityBand { first, last, rate });
        Self {
            name: format!("made-up-{towns}"),
            title: ("虚构市".to_owned(), "Made-up place".to_owned()),
            real: false,
            towns: invent_towns(towns, counties, seed),
            counties: county_facts,
            cohorts,
            county_births: Vec::new(),
            mortality: bands.collect(),
            projects: Vec::new(),
            difficulty: Difficulty::default(),
            by_county: std::sync::OnceLock::new(),
        }
    }
}

fn invent_county(county: usize, counties: usize, towns: usize, seed: u64) -> CountyFacts {
    let mut draw = Draw::new(seed, "invent county", county);
    let share = towns as f64 / counties as f64;
    let total = 50_000.0 * share * draw.factor(0.35);
    let migrants = draw.between(0.04, 0.35);
    let mut band = |share: f64| (total * share * draw.factor(0.06)) as u32;
    CountyFacts {
        age0: band(0.0071),
        age1_4: band(0.0384),
        age5_9: band(0.0496),
        age10_14: band(0.0518),
        women15_49: band(0.2275),
        code: format!("{:06}", 990_100 + county + 1),
        name: format!("{}县", county_stem(county)),
        name_en: format!("County {}", county + 1),
        total: total as u32,
        other_province: migrants,
        net_migration: (migrants - 0.15) * 0.05,
        public_lean: 0.58 - 0.35 * migrants,
        // Two of three, spread over the place, so that none is beyond reach.
        special_school: county % 3 != 2,
    }
}

/// Towns shared out over counties as evenly as can be, each county around its own centre on a grid.
fn invent_towns(towns: usize, counties: usize, seed: u64) -> Vec<TownFacts> {
    let side = (counties as f64).sqrt().ceil() as usize;
    let mut all = Vec::with_capacity(towns);
    for county in 0..counties {
        let size = towns / counties + usize::from(county < towns % counties);
        let centre = (118.0 + 0.55 * (county % side) as f64, 28.0 + 0.48 * (county / side) as f64);
        for town in 0..size {
            let mut draw = Draw::new(seed, "invent town", county * 1000 + town);
            all.push(invent_town(county, town, size, centre, &mut draw));
        }
    }
    all
}

/// The first third of a county's towns are subdistricts near its centre, then towns, then far townships.
fn invent_town(county: usize, town: usize, size: usize, centre: (f64, f64), draw: &mut Draw) -> TownFacts {
    let rank = town as f64 / size as f64;
    let kind = match rank {
        rank if rank < 0.30 => TownKind::Subdistrict,
        rank if rank < 0.75 => TownKind::Town,
        _ => TownKind::Township,
    };
    let radius = (0.02 + 0.22 * rank) * draw.between(0.7, 1.2);
    let angle = draw.between(0.0, std::f64::consts::TAU);
    let units = match kind {
        TownKind::Subdistrict => draw.between(12.0, 40.0),
        TownKind::Town => draw.between(12.0, 70.0),
        TownKind::Township => draw.between(6.0, 16.0),
    };
    TownFacts {
        code: format!("{:06}{:03}", 990_100 + county + 1, town + 1),
        name: format!("{}{}{}", county_stem(county), numeral(town + 1), kind.suffix()),
        name_en: format!("Town {}-{}", county + 1, town + 1),
        county,
        kind,
        village_units: units as u32,
        lon: degrees(centre.0 + radius * angle.cos()),
        lat: degrees(centre.1 + radius * angle.sin() * 0.87),
    }
}

fn degrees(value: f64) -> f64 {
    (value * 1e5).round() / 1e5
}

/// 甲, 乙, …, 癸, then 甲二, 乙二, …
fn county_stem(county: usize) -> String {
    let round = county / STEMS.len();
    let tail = if round == 0 { String::new() } else { numeral(round + 1) };
    format!("{}{tail}", STEMS[county % STEMS.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_places_have_the_size_asked_for_and_distinct_codes() {
        for (towns, counties) in [(20, 2), (130, 9), (1300, 90), (3, 5)] {
            let facts = Facts::invent(towns, counties, 7);
            assert_eq!(facts.counties.len(), counties);
            assert_eq!(facts.towns.len(), towns.max(counties));
            let mut codes: Vec<&str> = facts.towns.iter().map(|town| town.code.as_str()).collect();
            codes.sort_unstable();
            codes.dedup();
            assert_eq!(codes.len(), facts.towns.len());
        }
    }
}

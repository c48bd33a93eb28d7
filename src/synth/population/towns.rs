//! A county's people spread over its towns by iterative proportional fitting (分乡镇).

use super::AGES;
use super::county::CountyTable;
use crate::synth::facts::{Facts, TownKind};
use crate::synth::random::Draw;

/// People of each town of a county, as fractions: sex × single age.
pub type TownTables = Vec<[[f64; AGES]; 2]>;

const ROUNDS: usize = 30;

/// Spreads a county table over its towns. Town size follows the number of villages and neighbourhoods and the kind of
/// town; subdistricts are younger, townships older. Columns (sex and age) meet the county table.
#[must_use]
pub fn spread(facts: &Facts, county: usize, table: &CountyTable, seed: u64) -> TownTables {
    let towns = facts.towns_of(county);
    let sizes: Vec<f64> = towns.iter().map(|town| size(facts, *town, seed)).collect();
    let whole: f64 = table.iter().flatten().map(|persons| f64::from(*persons)).sum();
    let scale = whole / sizes.iter().sum::<f64>();
    let totals: Vec<f64> = sizes.iter().map(|size| size * scale).collect();
    let mut cells: TownTables = towns.iter().map(|town| start(facts, *town, table, seed)).collect();
    for _ in 0..ROUNDS {
        fit_rows(&mut cells, &totals);
        fit_columns(&mut cells, table);
    }
    cells
}

/// Relative size of a town.
fn size(facts: &Facts, town: usize, seed: u64) -> f64 {
    let town_facts = &facts.towns[town];
    let factor = match town_facts.kind {
        TownKind::Subdistrict => 2.3,
        TownKind::Town => 1.0,
        TownKind::Township => 0.42,
    };
    f64::from(town_facts.village_units) * factor * Draw::new(seed, "town size", town).factor(0.13)
}

fn start(facts: &Facts, town: usize, table: &CountyTable, seed: u64) -> [[f64; AGES]; 2] {
    let mut draw = Draw::new(seed, "town ages", town);
    let (young, grown) = match facts.towns[town].kind {
        TownKind::Subdistrict => (1.10, 1.16),
        TownKind::Town => (0.98, 0.97),
        TownKind::Township => (0.72, 0.70),
    };
    let (young, grown) = (young * draw.factor(0.06), grown * draw.factor(0.06));
    let mut cells = [[0.0; AGES]; 2];
    for (sex, row) in cells.iter_mut().enumerate() {
        for (age, cell) in row.iter_mut().enumerate() {
            let tilt = match age {
                0..=14 => young,
                15..=44 => grown,
                _ => 1.0,
            };
            *cell = f64::from(table[sex][age]) * tilt;
        }
    }
    cells
}

fn fit_rows(cells: &mut TownTables, totals: &[f64]) {
    for (town, total) in cells.iter_mut().zip(totals) {
        let sum: f64 = town.iter().flatten().sum();
        let scale = if sum > 0.0 { total / sum } else { 0.0 };
        town.iter_mut().flatten().for_each(|cell| *cell *= scale);
    }
}

fn fit_columns(cells: &mut TownTables, table: &CountyTable) {
    for sex in 0..2 {
        for age in 0..AGES {
            let sum: f64 = cells.iter().map(|town| town[sex][age]).sum();
            let scale = if sum > 0.0 { f64::from(table[sex][age]) / sum } else { 0.0 };
            cells.iter_mut().for_each(|town| town[sex][age] *= scale);
        }
    }
}

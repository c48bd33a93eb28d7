//! A county's people by sex and single age from its census figures (县级年龄结构).

use super::{AGES, BOYS};
use crate::synth::facts::{CountyFacts, Facts};
use crate::synth::rounding::by_remainder;

/// People of a county: sex × single age.
pub type CountyTable = [[u32; AGES]; 2];

/// A plausible Chinese pyramid of 2020: people per age of a five-year class, by the middle of the class (synthetic).
const ADULT_CURVE: [(f64, f64); 19] = [
    (15.0, 0.98),
    (17.5, 0.86),
    (22.5, 1.06),
    (27.5, 1.44),
    (32.5, 1.88),
    (37.5, 1.62),
    (42.5, 1.50),
    (47.5, 1.74),
    (52.5, 1.80),
    (57.5, 1.48),
    (62.5, 1.04),
    (67.5, 1.04),
    (72.5, 0.72),
    (77.5, 0.44),
    (82.5, 0.29),
    (87.5, 0.16),
    (92.5, 0.055),
    (97.5, 0.011),
    (100.0, 0.005),
];

/// The table of a county on 1 November 2020; every census figure is met exactly.
#[must_use]
pub fn census_table(facts: &Facts, index: usize) -> CountyTable {
    let county = &facts.counties[index];
    let mut table = [[0; AGES]; 2];
    let bands =
        [(0, 0, county.age0), (1, 4, county.age1_4), (5, 9, county.age5_9), (10, 14, county.age10_14)];
    for (first, last, persons) in bands {
        let weight = |sex: usize, age: usize| facts.cohort(2020 - age as i32) * [1.0 - BOYS, BOYS][sex];
        fill(&mut table, &[0, 1], first..=last, persons, weight);
    }
    adults(county, &mut table);
    table
}

fn adults(county: &CountyFacts, table: &mut CountyTable) {
    let children = county.age0 + county.age1_4 + county.age5_9 + county.age10_14;
    let rest = county.total.saturating_sub(children + county.women15_49);
    let men = (f64::from(county.women15_49) * (1.06 + 0.30 * county.other_province)).round() as u32;
    let men = men.min(rest / 2);
    let weight = |_: usize, age: usize| adult_weight(age, county.other_province);
    fill(table, &[0], 15..=49, county.women15_49, weight);
    fill(table, &[1], 15..=49, men, weight);
    let old = |sex: usize, age: usize| adult_weight(age, 0.2) * [0.97, 1.03][sex] * old_men(sex, age);
    fill(table, &[0, 1], 50..=AGES - 1, rest - men, old);
}

/// Young adults are more where people come from elsewhere, fewer where they leave.
fn adult_weight(age: usize, other_province: f64) -> f64 {
    let tilt = if (20..40).contains(&age) { 0.82 + 0.9 * other_province } else { 1.0 };
    curve(age as f64 + 0.5) * tilt
}

/// Men die earlier: their share sinks with age.
fn old_men(sex: usize, age: usize) -> f64 {
    if sex == 1 { 1.0 - 0.012 * (age.saturating_sub(65)) as f64 } else { 1.0 }
}

fn curve(age: f64) -> f64 {
    for pair in ADULT_CURVE.windows(2) {
        let ((from, low), (to, high)) = (pair[0], pair[1]);
        if age <= to {
            return low + (high - low) * ((age - from) / (to - from)).clamp(0.0, 1.0);
        }
    }
    ADULT_CURVE[ADULT_CURVE.len() - 1].1
}

/// Spreads persons over sexes and ages in proportion to a weight.
fn fill(
    table: &mut CountyTable,
    sexes: &[usize],
    ages: std::ops::RangeInclusive<usize>,
    persons: u32,
    weight: impl Fn(usize, usize) -> f64,
) {
    let cells: Vec<(usize, usize)> =
        sexes.iter().flat_map(|sex| ages.clone().map(move |age| (*sex, age))).collect();
    let weights: Vec<f64> = cells.iter().map(|(sex, age)| weight(*sex, *age)).collect();
    for ((sex, age), part) in cells.iter().zip(by_remainder(&weights, persons)) {
        table[*sex][*age] = part;
    }
}

//! Births of every town: the study's fertility along a damped trend, the town's own level beside it, its women.
//!
//! `B[i,t] = T·exp(b·Σ_{k≤h} φ^k)·r[i]·E[i,t]` with the births `E` expected of the town's women at a fixed schedule. The
//! level `T` and the momentum `b` are those of the whole study: regions of a country turn together, and what is
//! measured on a few thousand births a year is mostly chance. The relative level `r` of a county is shrunk to 1, that of
//! a town to its county. Where women are not known by single age, the expected births are the town's share of young
//! children, so that `T` is the number of births itself.

use super::exposure::Exposure;
use super::grid::span;
use super::history::History;
use super::method::{Method, Methods};
use super::past::PastBirths;
use super::shares::members;
use super::survival::Survival;
use crate::domain::Study;
use ndarray::{Array1, Array2, Axis, s};

/// Yearly changes that make the momentum.
const CHANGES: usize = 8;

/// Weight of a change beside the next later one.
const FADING: f64 = 0.4;

/// Greatest yearly change of the logarithm of fertility that counts as momentum; what goes beyond is a jump, which does
/// not go on.
const STEEPEST: f64 = 0.04;

/// Births a year at which the momentum and last level of a study count by half: changes of fewer are mostly chance.
const RELIABLE: f64 = 1_500.0;

/// Years of births that make the relative level of a place, and the weight of one beside the next later one.
const LEVEL_YEARS: usize = 15;
const LEVEL_FADING: f64 = 0.9;

/// Births of the level years at which a place's own level weighs as much as that of the place above it (κ).
const LEVEL_SHRINKAGE: f64 = 200.0;

/// Births of every town in the years of the birth path, `[town, year]`; past years as known.
pub(super) fn by_town(
    study: &Study,
    history: &History,
    past: &PastBirths,
    survival: &Survival,
    methods: &mut Methods,
) -> Array2<f64> {
    let mut births = past.path.counts.sum_axis(Axis(1));
    let exposure = Exposure::of(study, history, survival);
    let expected = expected(study, history, past, exposure.as_ref());
    let fertility = Fertility::of(&births, &expected, past);
    // With women by age and a table of fertility the county engine makes the births, and says so.
    let own = exposure.is_none() || study.rates.fertility.is_empty();
    methods.add_if(own && exposure.is_some() && fertility.momentum.is_some(), Method::FertilityTrend);
    methods.add_if(own && exposure.is_some() && fertility.momentum.is_none(), Method::FertilityLevel);
    methods.add_if(exposure.is_none(), Method::BirthsTrend);
    let relative = fertility.relative(study, &births, &expected, past);
    let damping = study.projection.fertility_damping;
    for ((town, position), births) in births.indexed_iter_mut() {
        let year = past.path.years[position];
        if year > past.known_to[study.towns[town].county.index()] {
            *births = fertility.at(year, damping) * relative[town] * expected[[town, position]];
        }
    }
    births
}

/// Expected births, `[town, year]`. A town without women has those of the study in proportion to its young children; where no
/// women are known at all, every town its share of the young children.
fn expected(study: &Study, history: &History, past: &PastBirths, exposure: Option<&Exposure>) -> Array2<f64> {
    let years = &past.path.years;
    let young = young_children(history);
    let of_women = exposure.map(|exposure| {
        let of =
            |(town, position): (usize, usize)| exposure.expected(town, years[position]).unwrap_or(f64::NAN);
        Array2::from_shape_fn((study.towns.len(), years.len()), of)
    });
    let mut expected = of_women.unwrap_or_else(|| Array2::zeros((study.towns.len(), years.len())));
    let now = span(years[0], past.last_common()).min(years.len() - 1);
    let (with, without): (Vec<usize>, Vec<usize>) =
        (0..study.towns.len()).partition(|town| expected[[*town, now]] != 0.0);
    let (mut women, mut children) = (0.0, 0.0);
    for town in with {
        women += expected[[town, now]];
        children += young[town];
    }
    let per_child = if children > 0.0 { women / children } else { 1.0 / young.sum().max(1.0) };
    for town in without {
        expected.row_mut(town).fill(young[town] * per_child);
    }
    expected
}

/// Children of every town aged 0 to 4 on the last date; one child each where the study has none, so that shares exist.
fn young_children(history: &History) -> Array1<f64> {
    let ages = 5.min(history.oldest() + 1);
    let children = history.children.slice(s![.., .., ..ages, history.grid.last]);
    let of: Array1<f64> = children.outer_iter().map(|of_town| of_town.sum()).collect();
    if of.sum() > 0.0 { of } else { Array1::ones(of.len()) }
}

/// Level and momentum of the study's fertility.
#[derive(Debug, Clone, PartialEq)]
struct Fertility {
    /// Last year known everywhere.
    last: i32,
    /// Births per expected birth of the years known, by year.
    series: Vec<(i32, f64)>,
    /// Level in the last year.
    level: f64,
    /// Yearly change of its logarithm; none from fewer than two changes.
    momentum: Option<f64>,
}

impl Fertility {
    fn of(births: &Array2<f64>, expected: &Array2<f64>, past: &PastBirths) -> Self {
        let last = past.last_common();
        let sums = |position: usize| (births.column(position).sum(), expected.column(position).sum());
        let years = past.path.years.iter().enumerate().filter(|(_, year)| **year <= last);
        let known = years.map(|(position, year)| (*year, sums(position)));
        let known: Vec<_> =
            known.filter(|(_, (births, expected))| *births > 0.0 && *expected > 0.0).collect();
        // Derived births lie on another level than registered ones: a step between them is no momentum.
        let registered =
            |(year, _): &&(i32, (f64, f64))| past.registered_from.is_some_and(|from| *year >= from);
        let of_register: Vec<_> = known.iter().filter(registered).copied().collect();
        let known = if of_register.len() >= 3 { of_register } else { known };
        let recent = &known[known.len().saturating_sub(3)..];
        let (born, of) = recent.iter().fold((0.0, 0.0), |sum, (_, row)| (sum.0 + row.0, sum.1 + row.1));
        let count: f64 = recent.iter().map(|_| 1.0).sum();
        let reliable = born / (born + RELIABLE * count.max(1.0));
        let series: Vec<_> =
            known.iter().map(|(year, (births, expected))| (*year, births / expected)).collect();
        let mean = if of > 0.0 { born / of } else { 0.0 };
        let newest = series.last().map_or(0.0, |(_, of)| *of);
        Self {
            last,
            level: mean + reliable * (newest - mean),
            momentum: momentum(&series).map(|change| change * reliable),
            series,
        }
    }

    /// Births per expected birth in a year: as known, along the damped trend after the last year.
    fn at(&self, year: i32, damping: f64) -> f64 {
        let known = self.series.iter().find(|(of, _)| *of == year).map(|(_, level)| *level);
        known.filter(|_| year <= self.last).unwrap_or_else(|| {
            self.level * (self.momentum.unwrap_or(0.0) * damped(damping, span(self.last, year))).exp()
        })
    }

    /// Fertility of every town beside the study's over the last years known, `[town]`:
    /// `r = (Σ λ^k·B + κ·r′) / (Σ λ^k·E·T + κ)`, r′ the county's, which is shrunk to 1.
    fn relative(
        &self,
        study: &Study,
        births: &Array2<f64>,
        expected: &Array2<f64>,
        past: &PastBirths,
    ) -> Array1<f64> {
        let damping = study.projection.fertility_damping;
        let mut relative = Array1::ones(study.towns.len());
        for (county, towns) in members(study).iter().enumerate() {
            let last = past.known_to[county];
            let end = span(past.path.years[0], last + 1).min(past.path.years.len());
            // Of years whose fertility is known on one level; at least the last ones.
            let first = self.series.first().map_or(end, |(year, _)| span(past.path.years[0], *year));
            let years = end.saturating_sub(LEVEL_YEARS).max(first.min(end.saturating_sub(1)))..end;
            let common: Array1<f64> =
                past.path.years[years.clone()].iter().map(|year| self.at(*year, damping)).collect();
            let sums = |town: usize| {
                let born = births.slice(s![town, years.clone()]);
                let of = &expected.slice(s![town, years.clone()]) * &common;
                born.iter().zip(&of).filter(|(_, of)| of.is_finite()).fold((0.0, 0.0), |sum, (born, of)| {
                    (sum.0 * LEVEL_FADING + born, sum.1 * LEVEL_FADING + of)
                })
            };
            let of_towns: Vec<_> = towns.iter().map(|town| sums(*town)).collect();
            let all = of_towns.iter().fold((0.0, 0.0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
            let of_county = shrunk(all, 1.0);
            for (town, of) in towns.iter().zip(of_towns) {
                relative[*town] = shrunk(of, of_county);
            }
        }
        relative
    }
}

/// `(births + κ·prior) / (expected + κ)`.
fn shrunk((births, expected): (f64, f64), prior: f64) -> f64 {
    (births + LEVEL_SHRINKAGE * prior) / (expected + LEVEL_SHRINKAGE)
}

/// Mean of the yearly changes of the logarithm, later ones weighing more; none from fewer than two.
fn momentum(series: &[(i32, f64)]) -> Option<f64> {
    let changes = series.windows(2).rev().filter(|pair| pair[1].0 == pair[0].0 + 1).take(CHANGES);
    let changes: Vec<f64> =
        changes.map(|pair| (pair[1].1 / pair[0].1).ln().clamp(-STEEPEST, STEEPEST)).collect();
    let weights = || std::iter::successors(Some(1.0), |weight| Some(weight * FADING));
    let total: f64 = weights().take(changes.len()).sum();
    let sum: f64 = changes.iter().zip(weights()).map(|(change, weight)| change * weight).sum();
    (changes.len() >= 2).then(|| sum / total)
}

/// `Σ_{k≤h} φ^k`.
fn damped(damping: f64, steps: usize) -> f64 {
    let damping = damping.clamp(0.0, 1.0);
    (0..steps)
        .scan(1.0, |power, _| {
            *power *= damping;
            Some(*power)
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trend_is_damped() {
        // 0.8 + 0.64 + 0.512 = 1.952; without damping three steps, with full damping none.
        assert!((damped(0.8, 3) - 1.952).abs() < 1e-12);
        assert!((damped(1.0, 3) - 3.0).abs() < 1e-12);
        assert!(damped(0.0, 3).abs() < 1e-12);
    }

    #[test]
    fn late_changes_weigh_more_and_jumps_are_cut() {
        // ln T: 0, 0.01, −0.01, −0.11: changes 0.01, −0.02, −0.10, the last cut to −0.04. Weights 0.16, 0.4, 1:
        // (0.0016 − 0.008 − 0.04)/1.56.
        let series: Vec<_> =
            [0.0_f64, 0.01, -0.01, -0.11].iter().zip(2019..).map(|(of, year)| (year, of.exp())).collect();
        assert!((momentum(&series).expect("momentum") + 0.0464 / 1.56).abs() < 1e-12);
        assert_eq!(momentum(&series[..2]), None);
    }

    #[test]
    fn a_place_lends_from_the_place_above() {
        // 60 births where 100 are expected at the study's fertility, the county at 0.9: (60 + 200·0.9)/(100 + 200) = 0.8.
        assert!((shrunk((60.0, 100.0), 0.9) - 0.8).abs() < 1e-12);
    }
}

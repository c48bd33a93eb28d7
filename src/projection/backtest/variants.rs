//! Variants of the default method: shrinkage by moments, clusters, additive carrying, damped inflow.

#![allow(clippy::unnecessary_wraps)] // every contender has one signature

use super::super::ageing;
use super::super::base::Base;
use super::super::births::{BirthPath, Variant};
use super::super::method::Methods;
use super::super::ratios::{AGEING_LIMITS, Pool, Ratios, shrunk_by};
use super::super::towns::inflow;
use super::methods::People;
use super::moments::weight_by_moments;
use crate::progress::Silent;
use ndarray::{Array2, Array4, Axis};

/// What is left of an inflow above the county's a year later.
const INFLOW_DAMPING: f64 = 0.9;

/// Fewest towns of a cluster.
const SMALLEST_CLUSTER: usize = 3;

/// Shrinkage κ by moments.
pub(super) fn by_moments(base: &Base) -> People {
    ageing::advance(&base.history, &ratios(base, weight_by_moments(&base.history)), &births(base), &Silent)
}

/// Inflow damped with the horizon.
pub(super) fn damped_inflow(base: &Base) -> People {
    Ok(carried(base, &ratios(base, base.study.projection.shrinkage.max(0.0)), &births(base)))
}

/// Shrinkage by moments and damped inflow.
pub(super) fn moments_damped(base: &Base) -> People {
    Ok(carried(base, &ratios(base, weight_by_moments(&base.history)), &births(base)))
}

/// Towns with inflow: ratios shrunk to those of all such towns, and what they gain by them carried on in children rather
/// than as a share, so that gains do not compound. Other towns by the default method.
pub(super) fn additive(base: &Base) -> People {
    let weight = base.study.projection.shrinkage.max(0.0);
    let mut ratios = ratios(base, weight);
    let births = births(base);
    let inflow = inflow(&base.history);
    to_cluster(base, &inflow, weight, &mut ratios);
    let mut people = ageing::advance(&base.history, &ratios, &births, &Silent)?;
    let last = base.history.grid.last;
    let (towns, groups, ages, slots) = people.dim();
    for town in (0..towns).filter(|town| inflow[*town]) {
        for group in 0..groups {
            for age in 1..ages {
                let survival = base.survival.step(age - 1);
                let above = (ratios.ageing[[town, group, age - 1]] - survival).max(0.0);
                let gain = people[[town, group, age - 1, last]] * above;
                let kept = ratios.ageing[[town, group, age - 1]] - above;
                for slot in last + 1..slots {
                    people[[town, group, age, slot]] = people[[town, group, age - 1, slot - 1]] * kept + gain;
                }
            }
        }
    }
    Ok(people)
}

fn ratios(base: &Base, weight: f64) -> Ratios {
    shrunk_by(base.study, &base.history, &base.past, &base.survival, weight)
}

fn births(base: &Base) -> BirthPath {
    base.damped_births(Variant::Level, &mut Methods::default())
}

/// Shrinks inflow towns to the ratios of all of them, where there are enough.
fn to_cluster(base: &Base, inflow: &[bool], weight: f64, ratios: &mut Ratios) {
    if inflow.iter().filter(|is| **is).count() < SMALLEST_CLUSTER {
        return;
    }
    let history = &base.history;
    let window = base.study.projection.window;
    for group in 0..history.children.len_of(Axis(1)) {
        let people = history.children.index_axis(Axis(1), group);
        let pool = Pool::of(&people, |town| history.first[town], history.grid.last, window);
        let all = pool.merged(2, |town| usize::from(inflow[town]));
        let all = all.shrunk(weight, AGEING_LIMITS, |_, age| base.survival.step(age));
        let own = pool.shrunk(weight, AGEING_LIMITS, |_, age| all[[1, age]]);
        for ((town, age), ratio) in own.indexed_iter().filter(|((town, _), _)| inflow[*town]) {
            ratios.ageing[[town, group, age]] = *ratio;
        }
    }
}

/// Advances children by ratios whose part above the county's mean fades: `r[h] = r[c] + (r − r[c])·φ^(h−1)`.
fn carried(base: &Base, ratios: &Ratios, births: &BirthPath) -> Array4<f64> {
    let (history, grid) = (&base.history, base.history.grid);
    let mut people = history.children.clone();
    let (towns, groups, ages, slots) = people.dim();
    let county_of = |town: usize| base.study.towns[town].county.index();
    for group in 0..groups {
        let means = county_means(base, group);
        for town in 0..towns {
            let mut left = 1.0;
            for slot in grid.last + 1..slots {
                people[[town, group, 0, slot]] =
                    births.before(town, group, grid.moment(slot)) * ratios.newborn[[town, group]];
                for age in 1..ages {
                    let mean = means[[county_of(town), age - 1]];
                    let above = (ratios.ageing[[town, group, age - 1]] - mean).max(0.0);
                    let ratio = ratios.ageing[[town, group, age - 1]] - above * (1.0 - left);
                    people[[town, group, age, slot]] = people[[town, group, age - 1, slot - 1]] * ratio;
                }
                left *= INFLOW_DAMPING;
            }
        }
    }
    people
}

/// Cohort ratios of the counties, `[county, age]`.
fn county_means(base: &Base, group: usize) -> Array2<f64> {
    let history = &base.history;
    let people = history.children.index_axis(Axis(1), group);
    let window = base.study.projection.window;
    let pool = Pool::of(&people, |town| history.first[town], history.grid.last, window);
    let counties = pool.merged(base.study.counties.len(), |town| base.study.towns[town].county.index());
    counties.shrunk(base.study.projection.shrinkage.max(0.0), AGEING_LIMITS, |_, age| base.survival.step(age))
}

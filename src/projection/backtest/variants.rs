//! Variants of the default method: one weight of shrinkage, given or by moments; clusters and additive carrying.

#![allow(clippy::unnecessary_wraps)] // every contender has one signature

use super::super::ageing;
use super::super::base::{Base, People};
use super::super::births::{BirthPath, Variant};
use super::super::method::Methods;
use super::super::pool::{AGEING_LIMITS, Pool};
use super::super::ratios::{Ratios, of_newborn, shrunk_by};
use super::super::towns::inflow;
use super::moments::weight_by_moments;
use crate::progress::Silent;
use ndarray::{Array3, Axis};

/// Fewest towns of a cluster.
const SMALLEST_CLUSTER: usize = 3;

/// One weight κ for every town and age, the model's.
pub(super) fn shrunk(base: &Base, variant: Variant) -> People {
    let weight = base.study.projection.shrinkage.max(0.0);
    ageing::advance(&base.history, &ratios(base, weight), &births(base, variant), &Silent)
}

/// Shrinkage κ by moments.
pub(super) fn by_moments(base: &Base, variant: Variant) -> People {
    ageing::advance(
        &base.history,
        &ratios(base, weight_by_moments(&base.history)),
        &births(base, variant),
        &Silent,
    )
}

/// Towns with inflow: ratios shrunk to those of all such towns, and what they gain by them carried on in children rather
/// than as a share, so that gains do not compound. Other towns by the default method.
pub(super) fn additive(base: &Base, variant: Variant) -> People {
    let weight = base.study.projection.shrinkage.max(0.0);
    let (study, history, survival) = (base.study, &base.history, &base.survival);
    let mut ageing = shrunk_by(study, history, survival, weight);
    let births = births(base, variant);
    let inflow = inflow(history);
    to_cluster(base, &inflow, weight, &mut ageing);
    let newborn = of_newborn(study, history, &base.past, survival, weight);
    let ratios = Ratios::fixed(ageing.clone(), newborn);
    let mut people = ageing::advance(history, &ratios, &births, &Silent)?;
    let last = base.history.grid.last;
    let (towns, groups, ages, slots) = people.dim();
    for town in (0..towns).filter(|town| inflow[*town]) {
        for group in 0..groups {
            for age in 1..ages {
                let survival = base.survival.step(age - 1);
                let above = (ageing[[town, group, age - 1]] - survival).max(0.0);
                let gain = people[[town, group, age - 1, last]] * above;
                let kept = ageing[[town, group, age - 1]] - above;
                for slot in last + 1..slots {
                    people[[town, group, age, slot]] = people[[town, group, age - 1, slot - 1]] * kept + gain;
                }
            }
        }
    }
    Ok(people)
}

fn ratios(base: &Base, weight: f64) -> Ratios {
    Ratios::shrunk(base.study, &base.history, &base.past, &base.survival, weight)
}

fn births(base: &Base, variant: Variant) -> BirthPath {
    base.damped_births(variant, &mut Methods::default())
}

/// Shrinks inflow towns to the ratios of all of them, where there are enough.
fn to_cluster(base: &Base, inflow: &[bool], weight: f64, ageing: &mut Array3<f64>) {
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
            ageing[[town, group, age]] = *ratio;
        }
    }
}

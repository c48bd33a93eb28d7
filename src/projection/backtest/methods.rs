//! The methods that compete: each a plain function from what is known to the children of every later year.

#![allow(clippy::unnecessary_wraps)] // every contender has one signature

use super::super::ageing;
use super::super::base::{Base, People};
use super::super::births::{BirthPath, Variant};
use super::super::exposure::Exposure;
use super::super::future_births::{SHARE_YEARS, recent_births};
use super::super::grid::{span, years};
use super::super::method::Methods;
use super::super::ratios::{Ratios, shrunk_by};
use super::variants;
use crate::domain::Text;
use crate::progress::Silent;
use ndarray::{Array2, Array3, s};

/// A method of projection (预测方法).
#[derive(Debug, Clone, Copy)]
pub struct Contender {
    /// Short name in tables.
    pub id: &'static str,
    zh: &'static str,
    en: &'static str,
    /// Children along a path of births.
    pub(in super::super) run: fn(&Base, Variant) -> People,
}

impl Contender {
    /// Name.
    #[must_use]
    pub fn name(&self) -> Text {
        Text { zh: self.zh.to_owned(), en: self.en.to_owned() }
    }
}

/// Position of the default method in [`CONTENDERS`].
pub const DEFAULT: usize = 4;

/// Every method, the plain ones first.
pub const CONTENDERS: [Contender; 8] = [
    Contender { id: "no_change", zh: "不变", en: "no change", run: no_change },
    Contender { id: "ageing_only", zh: "仅按存活率递推", en: "ageing only", run: ageing_only },
    Contender {
        id: "hamilton_perry",
        zh: "普通队列变动比法",
        en: "plain Hamilton–Perry",
        run: hamilton_perry,
    },
    Contender {
        id: "shrunk_level",
        zh: "收缩比率、出生持平",
        en: "shrunk ratios, births level",
        run: shrunk_level,
    },
    Contender {
        id: "smoothed",
        zh: "自选平滑、生育趋势衰减(默认)",
        en: "smoothing chosen, damped fertility (default)",
        run: smoothed,
    },
    Contender {
        id: "shrunk_damped",
        zh: "收缩比率、生育趋势衰减",
        en: "shrunk ratios, damped fertility",
        run: variants::shrunk,
    },
    Contender {
        id: "moments",
        zh: "收缩权重由矩估计",
        en: "shrinkage by moments",
        run: variants::by_moments,
    },
    Contender {
        id: "additive",
        zh: "流入乡镇同类收缩、按净增人数递推",
        en: "inflow towns: cluster, additive",
        run: variants::additive,
    },
];

/// Towns without the engine: set beside the default where a study has what the engine needs.
pub(super) const TOWNS_ALONE: Contender =
    Contender { id: "towns_alone", zh: "仅按乡镇推算", en: "towns alone", run: towns_alone };

/// The people of the last date, over again.
fn no_change(base: &Base, _: Variant) -> People {
    let (mut people, grid) = (base.history.children.clone(), base.history.grid);
    let last = people.slice(s![.., .., .., grid.last]).to_owned();
    for slot in grid.last + 1..grid.slots() {
        people.slice_mut(s![.., .., .., slot]).assign(&last);
    }
    Ok(people)
}

/// Survival alone; births at the mean of three years.
fn ageing_only(base: &Base, variant: Variant) -> People {
    let (towns, groups, ages, _) = base.history.children.dim();
    let survival = Array3::from_shape_fn((towns, groups, ages - 1), |(_, _, age)| base.survival.step(age));
    let newborn = Array2::from_elem((towns, groups), base.survival.newborn);
    let ratios = Ratios::fixed(survival, newborn);
    ageing::advance(&base.history, &ratios, &level_births(base, variant), &Silent)
}

/// Every town its own cohort ratios; its infants at a constant ratio to its women, where those are known.
fn hamilton_perry(base: &Base, variant: Variant) -> People {
    let ratios = shrunk_by(base.study, &base.history, &base.survival, 0.0);
    let exposure = Exposure::of(base.study, &base.history, &base.survival);
    let (mut people, grid) = (base.history.children.clone(), base.history.grid);
    let year_of = |slot: usize| grid.moment(slot).year() - i32::from(grid.moment(slot).share() <= 0.0);
    let recent = grid.last + 1 - SHARE_YEARS.min(grid.last + 1)..grid.last + 1;
    let (towns, groups, ages, slots) = people.dim();
    for town in 0..towns {
        let women = |slot: usize| {
            let expected = exposure.as_ref().and_then(|of| of.expected(town, year_of(slot)));
            expected.filter(|women| *women > 0.0).unwrap_or(1.0)
        };
        for group in 0..groups {
            let infants: f64 = recent.clone().map(|slot| people[[town, group, 0, slot]]).sum();
            let ratio = infants / recent.clone().map(women).sum::<f64>();
            for slot in grid.last + 1..slots {
                let year = grid.moment(slot).year();
                people[[town, group, 0, slot]] =
                    ratio * women(slot) * variant.factor_in(grid.moment(grid.last).year(), year);
                for age in 1..ages {
                    people[[town, group, age, slot]] =
                        people[[town, group, age - 1, slot - 1]] * ratios[[town, group, age - 1]];
                }
            }
        }
    }
    Ok(people)
}

/// Ratios shrunk to the county; births at the mean of three years.
fn shrunk_level(base: &Base, variant: Variant) -> People {
    let weight = base.study.projection.shrinkage.max(0.0);
    let ratios = Ratios::shrunk(base.study, &base.history, &base.past, &base.survival, weight);
    ageing::advance(&base.history, &ratios, &level_births(base, variant), &Silent)
}

/// Smoothing chosen by the study's own past, births along the damped trend of fertility: what the projection does.
fn smoothed(base: &Base, variant: Variant) -> People {
    base.advance(variant, &[], &mut Methods::default(), &Silent).map(|advanced| advanced.people)
}

/// As the default, without the engine.
fn towns_alone(base: &Base, variant: Variant) -> People {
    base.towns_alone(variant, &mut Methods::default(), &Silent).map(|advanced| advanced.people)
}

/// Births of every town at the mean of its last three years known.
fn level_births(base: &Base, variant: Variant) -> BirthPath {
    let sums = recent_births(base.study, &base.past);
    let mut path = base.past.path.clone();
    for ((town, group, position), births) in path.counts.indexed_iter_mut() {
        let last = base.past.known_to[base.study.towns[town].county.index()];
        if path.years[position] > last {
            let known = span(path.years[0], last + 1).clamp(1, SHARE_YEARS);
            *births =
                sums[[town, group]] / f64::from(years(known)) * variant.factor_in(last, path.years[position]);
        }
    }
    path
}

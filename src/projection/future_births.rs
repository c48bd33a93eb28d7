//! Births to come, by town and group.

use super::births::{BirthPath, Variant};
use super::grid::years;
use super::method::{Method, Methods};
use super::past::PastBirths;
use super::register::groups_of_towns;
use super::shares::members;
use crate::domain::Study;
use ndarray::Array2;

/// Years of births that make the shares of a town's groups.
pub(super) const SHARE_YEARS: usize = 3;

/// Splits the births of the towns, `[town, year]`, to groups, and bends those to come along a variant.
pub(super) fn project(
    study: &Study,
    past: PastBirths,
    by_town: &Array2<f64>,
    variant: Variant,
    methods: &mut Methods,
) -> BirthPath {
    methods.add_if(variant == Variant::Low, Method::VariantLow);
    methods.add_if(variant == Variant::High, Method::VariantHigh);
    let groups = groups_of_towns(&members(study), &recent_births(study, &past));
    let PastBirths { mut path, known_to, .. } = past;
    for ((town, group, position), births) in path.counts.indexed_iter_mut() {
        let (year, last) = (path.years[position], known_to[study.towns[town].county.index()]);
        if year > last {
            *births = by_town[[town, position]] * groups[[town, group]] * variant.factor_in(last, year);
        }
    }
    path
}

/// Births of the last three years known, `[town, group]`.
pub(super) fn recent_births(study: &Study, past: &PastBirths) -> Array2<f64> {
    let (towns, groups, _) = past.path.counts.dim();
    Array2::from_shape_fn((towns, groups), |(town, group)| {
        let last = past.known_to[study.towns[town].county.index()];
        (0..SHARE_YEARS).map(|back| past.path.at(town, group, last - years(back))).sum()
    })
}

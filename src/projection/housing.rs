//! Children of new dwellings, a component of their own (住房带来的儿童).

use super::cutoff::Children;
use super::method::{Method, Methods};
use crate::domain::Study;
use ndarray::{Array4, Axis, s};

/// Adds the children of new dwellings to the others; gives those added.
pub(super) fn add(study: &Study, children: &mut Children, methods: &mut Methods) -> Option<Array4<f64>> {
    let added = added(study, children, methods)?;
    children.counts += &added;
    Some(added)
}

/// Children who come with the dwellings completed after the last count, `[town, group, age, year]` on the axes of the
/// children: `Σ dwellings[c]·(1 − in trend)·occupancy[y − c]·yield[a]`, in the groups of the town's children. None where the
/// study has no housing.
fn added(study: &Study, children: &Children, methods: &mut Methods) -> Option<Array4<f64>> {
    let housing = &study.rates.housing;
    let last = study.population.iter().map(|row| row.date.year).max()?;
    let new = || housing.completions.iter().filter(|completion| completion.year > last);
    new().next()?;
    methods.add(Method::Housing);
    let shares = group_shares(children);
    let mut added = Array4::zeros(children.counts.dim());
    let (_, groups, ages, _) = children.counts.dim();
    for completion in new() {
        let Some(kind) = housing.kinds.get(completion.kind) else { continue };
        let town = completion.town.index();
        for (position, year) in children.years.iter().enumerate() {
            let Ok(since) = usize::try_from(year.0 - completion.year) else { continue };
            let occupied = kind.occupancy.get(since).or(kind.occupancy.last()).copied().unwrap_or(1.0);
            let dwellings = completion.dwellings * (1.0 - kind.in_trend) * occupied;
            for (age, children) in kind.children.iter().enumerate().take(ages) {
                for group in 0..groups {
                    added[[town, group, age, position]] += dwellings * children * shares[[town, group]];
                }
            }
        }
    }
    Some(added)
}

/// Shares of the groups among a town's children of the first year; equal where there are none, `[town, group]`.
fn group_shares(children: &Children) -> ndarray::Array2<f64> {
    let mut shares = children.counts.slice(s![.., .., .., 0]).sum_axis(Axis(2));
    for mut town in shares.axis_iter_mut(Axis(0)) {
        let (total, count) = town.iter().fold((0.0, 0.0), |(sum, count), part| (sum + part, count + 1.0));
        town.mapv_inplace(|part| if total > 0.0 { part / total } else { 1.0 / count });
    }
    shares
}

//! Migration where no table tells it: what the cohort ratios leave unexplained by survival (残差法迁移).

use super::Basis;
use crate::projection::cohort_component::StepSurvival;
use crate::projection::ratios::{Ratios, of_women};
use ndarray::{Array1, Array3, Array4, Axis};

/// Net migration per survivor and year at the end of a step, by the age attained, `[county, group, sex, age]`:
/// `R[a−1] / S[a−1] − 1` with the county's cohort ratio `R`, which for children is the mean of its towns weighted by their
/// people, for older ages that of the women; 0 where no ratio is known.
pub(super) fn net_rates(basis: Basis, survival: &StepSurvival) -> Array4<f64> {
    let (study, history) = (basis.study, basis.history);
    let women = of_women(study, history, basis.survival);
    let (ageing, newborn) = of_counties(basis);
    let children = ageing.len_of(Axis(2));
    Array4::from_shape_fn(survival.ages.dim(), |(county, group, sex, age)| {
        let Some(before) = age.checked_sub(1) else {
            return over(newborn[[county, group, 0]], survival.newborn[[county, group, sex]]);
        };
        let open = age + 1 == survival.ages.dim().3;
        let survived = survival.ages[[county, group, sex, before]];
        match (open, before < children, women.get([county, before])) {
            (true, ..) | (false, false, None) => 0.0,
            (false, true, _) => over(ageing[[county, group, before]], survived),
            (false, false, Some(ratio)) => over(*ratio, survived),
        }
    })
}

fn over(ratio: f64, survival: f64) -> f64 {
    if survival > 0.0 { ratio / survival - 1.0 } else { 0.0 }
}

/// Ratios of counties, `[county, group, age]`, and of newborns, `[county, group, 0]`: means of towns.
fn of_counties(basis: Basis) -> (Array3<f64>, Array3<f64>) {
    let Ratios { ageing, newborn, .. } = basis.ratios;
    let (study, history) = (basis.study, basis.history);
    let (groups, steps) = (ageing.len_of(Axis(1)), ageing.len_of(Axis(2)));
    let now = |town: usize, group: usize, age: usize| history.children[[town, group, age, history.grid.last]];
    let mean = |county: usize, of: &dyn Fn(usize) -> (f64, f64)| {
        let towns = (0..study.towns.len()).filter(|town| study.towns[*town].county.index() == county);
        let pairs: Vec<(f64, f64)> = towns.map(of).collect();
        weighted(&pairs)
    };
    let counties = study.counties.len();
    let ageing = Array3::from_shape_fn((counties, groups, steps), |(county, group, age)| {
        mean(county, &|town| (ageing[[town, group, age]], now(town, group, age)))
    });
    let newborn = Array3::from_shape_fn((counties, groups, 1), |(county, group, _)| {
        mean(county, &|town| (newborn[[town, group]], now(town, group, 0)))
    });
    (ageing, newborn)
}

/// Weighted mean; the plain one where no weight is above 0, 1 of nothing.
fn weighted(pairs: &[(f64, f64)]) -> f64 {
    let weight: f64 = pairs.iter().map(|pair| pair.1).sum();
    let values: Array1<f64> = pairs.iter().map(|pair| pair.0).collect();
    if weight > 0.0 {
        pairs.iter().map(|(value, weight)| value * weight).sum::<f64>() / weight
    } else {
        values.mean().unwrap_or(1.0)
    }
}

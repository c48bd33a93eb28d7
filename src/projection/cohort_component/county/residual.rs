//! Migration where no table tells it: what the cohort ratios leave unexplained by survival (残差法迁移).

use super::Basis;
use super::regions::Regions;
use crate::projection::cohort_component::StepSurvival;
use crate::projection::ratios::{Ratios, of_women};
use ndarray::{Array1, Array2, Array3, Array4, Axis};

/// What a residual is made from.
pub(super) struct Residual<'a> {
    basis: Basis<'a>,
    ratios: &'a Ratios,
    members: Vec<Vec<usize>>,
    /// Ratios of women, `[county, age]`.
    women: Array2<f64>,
}

impl<'a> Residual<'a> {
    pub(super) fn of(basis: Basis<'a>, ratios: &'a Ratios, regions: &Regions) -> Self {
        let women = of_women(basis.study, basis.history, basis.survival);
        Self { basis, ratios, members: regions.members(), women }
    }

    /// Net migration per survivor and year at the end of a step, so many years after the first, by the age attained,
    /// `[region, group, sex, age]`: `R[a−1] / S[a−1] − 1` with the area's cohort ratio `R`, which for children is the mean
    /// of its towns weighted by their people, for older ages that of the women of its county; 0 where no ratio is known.
    pub(super) fn net_rates(&self, regions: &Regions, survival: &StepSurvival, years: i32) -> Array4<f64> {
        let (ageing, newborn) = self.of_regions(years);
        let women = &self.women;
        let children = ageing.len_of(Axis(2));
        Array4::from_shape_fn(survival.ages.dim(), |(region, group, sex, age)| {
            let Some(before) = age.checked_sub(1) else {
                return over(newborn[[region, group, 0]], survival.newborn[[region, group, sex]]);
            };
            let open = age + 1 == survival.ages.dim().3;
            let survived = survival.ages[[region, group, sex, before]];
            let county = regions.county[region].index();
            match (open, before < children, women.get([county, before])) {
                (true, ..) | (false, false, None) => 0.0,
                (false, true, _) => over(ageing[[region, group, before]], survived),
                (false, false, Some(ratio)) => over(*ratio, survived),
            }
        })
    }

    /// Ratios of areas, `[region, group, age]`, and of newborns, `[region, group, 0]`: means of towns.
    fn of_regions(&self, years: i32) -> (Array3<f64>, Array3<f64>) {
        let (history, ratios) = (self.basis.history, self.ratios);
        let (groups, steps) = (ratios.ageing.len_of(Axis(1)), ratios.ageing.len_of(Axis(2)));
        let now =
            |town: usize, group: usize, age: usize| history.children[[town, group, age, history.grid.last]];
        let mean = |region: usize, of: &dyn Fn(usize) -> (f64, f64)| {
            let pairs: Vec<(f64, f64)> = self.members[region].iter().map(|town| of(*town)).collect();
            weighted(&pairs)
        };
        let regions = self.members.len();
        let ageing = Array3::from_shape_fn((regions, groups, steps), |(region, group, age)| {
            mean(region, &|town| (ratios.after([town, group, age], years), now(town, group, age)))
        });
        let newborn = Array3::from_shape_fn((regions, groups, 1), |(region, group, _)| {
            mean(region, &|town| (ratios.newborn[[town, group]], now(town, group, 0)))
        });
        (ageing, newborn)
    }
}

pub(super) fn over(ratio: f64, survival: f64) -> f64 {
    if survival > 0.0 { ratio / survival - 1.0 } else { 0.0 }
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

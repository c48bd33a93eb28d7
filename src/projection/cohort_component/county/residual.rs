//! Migration where no table tells it: what the cohort ratios leave unexplained by survival (残差法迁移).

use super::Basis;
use super::axis::AgeAxis;
use super::regions::Regions;
use crate::projection::cohort_component::StepSurvival;
use crate::projection::ratios::{Ratios, of_women};
use ndarray::{Array2, Array3, Array4, Axis, s};

/// What a residual is made from.
pub(super) struct Residual<'a> {
    basis: Basis<'a>,
    ratios: &'a Ratios,
    axis: AgeAxis,
    members: Vec<Vec<usize>>,
    /// Ratios of women, `[county, age]`.
    women: Array2<f64>,
    /// People on the last date by single age, `[region, age]`: children of all groups, older women.
    people: Array2<f64>,
}

/// Ratios of one year, by area.
struct Year {
    /// From an age of children to the next, `[region, group, age]`.
    ageing: Array3<f64>,
    /// From births to age 0, `[region, group]`.
    newborn: Array2<f64>,
}

impl<'a> Residual<'a> {
    pub(super) fn of(basis: Basis<'a>, ratios: &'a Ratios, regions: &Regions, axis: AgeAxis) -> Self {
        let women = of_women(basis.study, basis.history, basis.survival);
        let people = people(basis, regions, women.len_of(Axis(1)));
        Self { basis, ratios, axis, members: regions.members(), women, people }
    }

    /// Net migration per survivor and year at the end of a step that begins so many years after the last date, by the age attained,
    /// `[region, group, sex, age]`: `(R / S − 1) / w`, where `R` is the area's cohort ratio over the step of `w` years. Of a year that is for children the
    /// mean of its towns weighted by their people, for older ages that of the women of its county; of several years their product along
    /// the cohort, of several ages the mean weighted by people; 0 where no ratio is known.
    pub(super) fn net_rates(&self, regions: &Regions, survival: &StepSurvival, years: i32) -> Array4<f64> {
        let steps: Vec<Year> = (years..).take(self.axis.width).map(|year| self.of_regions(year)).collect();
        #[allow(clippy::cast_precision_loss)] // years of a step
        let width = self.axis.width as f64;
        Array4::from_shape_fn(survival.ages.dim(), |(region, group, sex, age)| {
            let county = regions.county[region].index();
            let lane = [region, group, county];
            let Some(before) = age.checked_sub(1) else {
                return over(self.of_births(&steps, lane), survival.newborn[[region, group, sex]]) / width;
            };
            if age + 1 == survival.ages.dim().3 {
                return 0.0;
            }
            let ratio = self.of_group(&steps, lane, before);
            ratio.map_or(0.0, |ratio| over(ratio, survival.ages[[region, group, sex, before]]) / width)
        })
    }

    /// Ratio over a step of a group of ages, weighted by people.
    fn of_group(&self, steps: &[Year], lane: [usize; 3], group: usize) -> Option<f64> {
        let ages = self.axis.ages(group).map(usize::from);
        let pairs: Option<Vec<(f64, f64)>> = ages
            .map(|age| {
                let people = self.people.get([lane[0], age]).copied().unwrap_or(0.0);
                self.along(steps, lane, age).map(|ratio| (ratio, people))
            })
            .collect();
        pairs.map(|pairs| weighted(&pairs))
    }

    /// From the births of a step to the youngest group at its end: of every year's births what reaches the end.
    fn of_births(&self, steps: &[Year], lane: [usize; 3]) -> f64 {
        let [region, group, _] = lane;
        let of_year = |(number, year): (usize, &Year)| {
            let grown = self.along(&steps[number + 1..], lane, 0).unwrap_or(1.0);
            (year.newborn[[region, group]] * grown, 1.0)
        };
        let pairs: Vec<(f64, f64)> = steps.iter().enumerate().map(of_year).collect();
        weighted(&pairs)
    }

    /// Product of the ratios of the years from an age on, a year older with every one.
    fn along(&self, steps: &[Year], [region, group, county]: [usize; 3], age: usize) -> Option<f64> {
        let of_year = |(number, year): (usize, &Year)| {
            let age = age + number;
            let children = year.ageing.get([region, group, age]);
            children.or_else(|| self.women.get([county, age])).copied()
        };
        steps.iter().enumerate().map(of_year).product()
    }

    /// Ratios of the areas so many years after the first: means of towns.
    fn of_regions(&self, years: i32) -> Year {
        let (history, ratios) = (self.basis.history, self.ratios);
        let (groups, ages) = (history.children.len_of(Axis(1)), ratios.ages());
        let now =
            |town: usize, group: usize, age: usize| history.children[[town, group, age, history.grid.last]];
        let mean = |region: usize, of: &dyn Fn(usize) -> (f64, f64)| {
            let pairs: Vec<(f64, f64)> = self.members[region].iter().map(|town| of(*town)).collect();
            weighted(&pairs)
        };
        let regions = self.members.len();
        let ageing = Array3::from_shape_fn((regions, groups, ages), |(region, group, age)| {
            mean(region, &|town| (ratios.year(town, group, years).at(age), now(town, group, age)))
        });
        let newborn = Array2::from_shape_fn((regions, groups), |(region, group)| {
            mean(region, &|town| (ratios.newborn[[town, group]], now(town, group, 0)))
        });
        Year { ageing, newborn }
    }
}

/// People on the last date by single age, `[region, age]`.
fn people(basis: Basis, regions: &Regions, older: usize) -> Array2<f64> {
    let (children, women, last) = (&basis.history.children, &basis.history.women, basis.history.grid.last);
    let young = children.len_of(Axis(2));
    let mut people = Array2::zeros((regions.len(), young.max(older)));
    for (town, region) in regions.of_town.iter().enumerate() {
        for age in 0..people.len_of(Axis(1)) {
            people[[*region, age]] += if age < young {
                children.slice(s![town, .., age, last]).sum()
            } else {
                women.get([town, age, last]).copied().unwrap_or(0.0)
            };
        }
    }
    people
}

pub(super) fn over(ratio: f64, survival: f64) -> f64 {
    if survival > 0.0 { ratio / survival - 1.0 } else { 0.0 }
}

/// Weighted mean; the plain one where no weight is above 0, 1 of nothing.
#[allow(clippy::cast_precision_loss)] // a count of values
fn weighted(pairs: &[(f64, f64)]) -> f64 {
    let weight: f64 = pairs.iter().map(|pair| pair.1).sum();
    if weight > 0.0 {
        pairs.iter().map(|(value, weight)| value * weight).sum::<f64>() / weight
    } else if pairs.is_empty() {
        1.0
    } else {
        pairs.iter().map(|pair| pair.0).sum::<f64>() / pairs.len() as f64
    }
}

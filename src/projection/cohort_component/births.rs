//! Births of a step.

use super::FEMALE;
use super::ledger::Ledger;
use ndarray::{Array2, Array3, Array4, Axis};

/// Where births come from (出生来源).
#[derive(Debug, Clone, PartialEq)]
pub enum BirthSource {
    /// Births per woman and year by age of the mother, `[area, group, age]` (年龄别生育率).
    Rates(Array3<f64>),
    /// Births a year, `[area, group]`, such as those of a register (已知出生数).
    Given(Array2<f64>),
    /// Rates, `[area, group, age]`, and births a year where they are known, `[area, group]` (部分已知).
    Partly(Array3<f64>, Array2<Option<f64>>),
}

impl BirthSource {
    /// Births of a step, `[area, group]`, of the women under risk by age, `[area, group, age]`.
    pub(super) fn births(&self, women: &Array3<f64>, years: f64) -> Array2<f64> {
        let of_rates = |rates: &Array3<f64>| (rates * women).sum_axis(Axis(2)) * years;
        match self {
            Self::Rates(rates) => of_rates(rates),
            Self::Given(births) => births * years,
            Self::Partly(rates, known) => {
                let mut births = of_rates(rates);
                births.zip_mut_with(known, |births, known| {
                    *births = known.map_or(*births, |known| known * years);
                });
                births
            }
        }
    }
}

/// Women by age, `[area, group, age]`, of people `[area, group, sex, age]`.
pub(super) fn women(people: &Array4<f64>) -> Array3<f64> {
    people.index_axis(Axis(2), FEMALE).to_owned()
}

/// Adds newborns to the row of age 0: boys and girls, less those who die before the end.
pub(super) fn add_newborns(
    ledger: &mut Ledger,
    births: &Array2<f64>,
    share_of_girls: f64,
    newborn: &Array3<f64>,
) {
    for ((area, group), births) in births.indexed_iter() {
        for sex in 0..newborn.len_of(Axis(2)) {
            let share = if sex == FEMALE { share_of_girls } else { 1.0 - share_of_girls };
            let (born, cell) = (births * share, [area, group, sex, 0]);
            ledger.births[cell] += born;
            ledger.deaths[cell] += born * (1.0 - newborn[[area, group, sex]]);
            ledger.present[cell] += born * newborn[[area, group, sex]];
        }
    }
}

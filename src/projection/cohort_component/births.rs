//! Births of a step.

use super::FEMALE;
use super::figures::StepFigures;
use super::ledger::Ledger;
use ndarray::{Array2, Array3, Array4, s};

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
    /// Births a year of mothers of a group in an area, of the women under risk by age.
    fn of(&self, area: usize, group: usize, women: &[f64]) -> f64 {
        let of_rates = |rates: &Array3<f64>| {
            let rates = rates.slice(s![area, group, ..]);
            rates.iter().zip(women).map(|(rate, women)| rate * women).sum()
        };
        match self {
            Self::Rates(rates) => of_rates(rates),
            Self::Given(births) => births[[area, group]],
            Self::Partly(rates, known) => known[[area, group]].unwrap_or_else(|| of_rates(rates)),
        }
    }
}

/// Groups to which newborns belong, `[area, group of the mother, group of the child, sex]`, adding to 1 over the groups of
/// the child (新生儿人群).
#[derive(Debug, Clone, PartialEq)]
pub struct NewbornGroups(pub Array4<f64>);

/// Enters the births of a step, of the women under risk by group and age, as boys and girls of their groups.
pub(super) fn add_births(ledger: &mut Ledger, figures: &StepFigures, women: &[f64], years: f64) {
    let ages = ledger.rows - 1;
    for (mother, women) in women.chunks_exact(ages).enumerate() {
        let births = figures.births.of(ledger.area, mother, women).max(0.0) * years;
        for child in 0..ledger.groups {
            for sex in 0..2 {
                let of_sex =
                    if sex == FEMALE { figures.share_of_girls } else { 1.0 - figures.share_of_girls };
                let share = match &figures.newborn_groups {
                    Some(NewbornGroups(shares)) => shares[[ledger.area, mother, child, sex]],
                    None => f64::from(u8::from(mother == child)),
                };
                let at = ledger.at(child, sex, 0);
                ledger.births[at] += births * of_sex * share;
            }
        }
    }
}

/// Newborns live or die and are there: the row of age 0.
pub(super) fn newborns_survive(ledger: &mut Ledger, figures: &StepFigures) {
    for lane in 0..ledger.groups * 2 {
        let at = lane * ledger.rows;
        let survival = figures.survival.newborn[[ledger.area, lane / 2, lane % 2]];
        ledger.deaths[at] += ledger.births[at] * (1.0 - survival);
        ledger.present[at] += ledger.births[at] * survival;
    }
}

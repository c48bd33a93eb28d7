//! Births of a step.

use super::FEMALE;
use super::figures::{NewbornGroups, StepFigures};
use super::ledger::Ledger;

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

//! What all towns share: the ratios of the long run, and what late years are above them.

use super::counts::Steps;
use super::filter::{AGES, mobility};
use crate::projection::pool::AGEING_LIMITS;
use ndarray::Array2;

/// Weight of a step in the long run beside the next later one.
const LONG_RUN: f64 = 0.9;

/// Weight of a step in late years beside the next later one.
const LATE_YEARS: f64 = 0.4;

/// What is left a year later of what late years were above the long run.
const LEFT: f64 = 0.7;

/// Children of an age at which late years count by half, in units of the model's shrinkage: a few families that come or go are
/// no wave.
const LATE_SHRINKAGE: f64 = 5.0;

/// Ratios that all towns of a group share (共同变动比).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Common {
    /// From an age to the next in the long run, `[group, age]`.
    pub long_run: Array2<f64>,
    /// Deviation of late years, at young ages, `[group]`.
    pub late: Vec<f64>,
}

impl Common {
    /// What was known in a slot; a group without children of an age has the ratio of all groups, where none has any that of survival.
    pub(super) fn of(groups: &Steps, last: usize, survival: impl Fn(usize) -> f64, shrinkage: f64) -> Self {
        let (rows, ages, _) = groups.began.dim();
        let all = groups.merged(1, |_| 0);
        let ratio = |steps: &Steps, row: usize, age: usize| {
            let (began, ended) = faded(steps, row, age, last, LONG_RUN);
            (began > 0.0).then(|| ended / began)
        };
        let long_run = Array2::from_shape_fn((rows, ages), |(group, age)| {
            let known = ratio(groups, group, age).or_else(|| ratio(&all, 0, age));
            known.unwrap_or_else(|| survival(age)).clamp(AGEING_LIMITS.0, AGEING_LIMITS.1)
        });
        let late = |group: usize| {
            let (mut above, mut expected) = (0.0, 0.0);
            for age in 0..AGES.min(ages) {
                let (began, ended) = faded(groups, group, age, last, LATE_YEARS);
                let foreseen = began * long_run[[group, age]];
                above += ended - foreseen;
                expected += mobility(age) * foreseen;
            }
            #[allow(clippy::cast_precision_loss)] // fourteen
            let total = expected + AGES as f64 * LATE_SHRINKAGE * shrinkage;
            if total > 0.0 { above / total } else { 0.0 }
        };
        Self { late: (0..rows).map(late).collect(), long_run }
    }

    /// Deviation of a group so many years after the first step.
    pub(super) fn ahead(&self, group: usize, years: i32) -> f64 {
        self.late[group] * LEFT.powi(years)
    }
}

/// Children at both ends of the steps up to a slot, earlier ones weighing less.
fn faded(steps: &Steps, row: usize, age: usize, last: usize, fading: f64) -> (f64, f64) {
    (1..=last).fold((0.0, 0.0), |(began, ended), slot| {
        let (from, to) = steps.step(row, age, slot);
        (began * fading + from, ended * fading + to)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array3;

    fn near(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-9, "{found}, not {wanted}");
    }

    /// Two groups of one age: the first goes from 100 to 110, then from 100 to 90; the second has nobody.
    fn steps() -> Steps {
        let mut steps = Steps { began: Array3::zeros((2, 2, 3)), ended: Array3::zeros((2, 2, 3)) };
        for (slot, ended) in [(1, 110.0), (2, 90.0)] {
            steps.began[[0, 0, slot]] = 100.0;
            steps.ended[[0, 0, slot]] = ended;
        }
        steps
    }

    #[test]
    fn late_years_beside_the_long_run_by_hand() {
        // Long run: (0.9·110 + 90) / (0.9·100 + 100). Late years: 0.4·110 + 90 = 134 of 140 foreseen by it, shrunk by 14·5 children.
        let found = Common::of(&steps(), 2, |_| 0.99, 1.0);
        let long_run = 189.0 / 190.0;
        near(found.long_run[[0, 0]], long_run);
        let late = (134.0 - 140.0 * long_run) / (140.0 * long_run + 70.0);
        near(found.ahead(0, 0), late);
        near(found.ahead(0, 2), late * 0.49);
        // What was known a year before.
        near(Common::of(&steps(), 1, |_| 0.99, 1.0).long_run[[0, 0]], 1.1);
    }

    #[test]
    fn a_group_without_children_goes_by_all_and_nobody_by_survival() {
        let found = Common::of(&steps(), 2, |_| 0.99, 1.0);
        near(found.long_run[[1, 0]], 189.0 / 190.0);
        near(found.long_run[[1, 1]], 0.99);
        near(found.ahead(1, 0), 0.0);
        near(Common::of(&steps(), 0, |_| 0.99, 0.0).ahead(0, 0), 0.0);
    }
}

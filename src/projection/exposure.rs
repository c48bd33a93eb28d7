//! Women of childbearing age by town, and the births expected of them at one fixed schedule.

use super::grid::{Moment, span, years};
use super::history::History;
use super::ratios::WomenOfTowns;
use super::survival::Survival;
use crate::domain::Study;
use ndarray::{Array2, ArrayView2, Axis, s};

/// Years before the first count to which women are carried back.
const YEARS_BACK: usize = 6;

/// Births per woman and year by five-year ages from 15: China, census of 2020 (年龄别生育率).
const SCHEDULE: [f64; 7] = [0.006_07, 0.055_22, 0.098_98, 0.065_05, 0.026_91, 0.006_34, 0.001_61];

/// Births a year per woman of an age at the standard schedule: a line between the middles of the five-year ages, so that no
/// cohort jumps a step from one year to the next; 0 from 12 and 53 on.
fn schedule(age: usize) -> f64 {
    let of_group = |group: Option<usize>| group.and_then(|group| SCHEDULE.get(group)).copied().unwrap_or(0.0);
    // Group 0 has its middle at the completed age of 17; one group of none lies on either side.
    let Some(since) = age.checked_sub(12) else { return 0.0 };
    let (group, step) = (since / 5, since % 5);
    let (before, after) = (of_group(group.checked_sub(1)), of_group(Some(group)));
    #[allow(clippy::cast_precision_loss)] // below five
    let share = step as f64 / 5.0;
    before + (after - before) * share
}

/// Births a year expected at the standard schedule (标准出生数), by town and slot.
#[derive(Debug, Clone)]
pub(super) struct Exposure {
    /// `[town, slot]`; column 0 lies [`YEARS_BACK`] years before slot 0.
    expected: Array2<f64>,
    base: Moment,
    /// Column of the last counted date.
    base_column: usize,
}

impl Exposure {
    /// Women carried back before the first count and on after the last by their cohort ratios; none where adults are not
    /// counted by single age.
    pub(super) fn of(study: &Study, history: &History, survival: &Survival) -> Option<Self> {
        if history.women.sum() <= 0.0 {
            return None;
        }
        let ratios = WomenOfTowns::of(study, history, survival);
        let columns = YEARS_BACK + history.grid.slots() + 1;
        let mut expected = Array2::zeros((history.women.len_of(Axis(0)), columns));
        for (town, women) in history.women.outer_iter().enumerate() {
            let lane = carried(&women, &ratios, town, columns);
            for ((age, column), women) in lane.indexed_iter() {
                expected[[town, column]] += women * schedule(age);
            }
        }
        Some(Self { expected, base: history.grid.base, base_column: YEARS_BACK + history.grid.last })
    }

    /// Births expected in a calendar year, from the women of its middle; none outside the years carried.
    pub(super) fn expected(&self, town: usize, year: i32) -> Option<f64> {
        let ahead = Moment::mid_year(year).years_since(self.base);
        #[allow(clippy::cast_possible_truncation)] // a few years
        let whole = ahead.floor() as i32;
        let column = years(self.base_column) + whole;
        let share = ahead - f64::from(whole);
        let row = self.expected.row(town);
        let before = *row.get(usize::try_from(column).ok()?)?;
        let after = *row.get(span(0, column + 1))?;
        Some(before + (after - before) * share)
    }
}

/// Women of a town, `[age, column]`, from those counted, `[age, slot]`, by their ratios.
fn carried(women: &ArrayView2<f64>, ratios: &WomenOfTowns, town: usize, columns: usize) -> Array2<f64> {
    let (ages, counted) = women.dim();
    let first = (0..counted).find(|slot| women.column(*slot).sum() > 0.0).unwrap_or(0);
    let mut lane = Array2::zeros((ages, columns));
    lane.slice_mut(s![.., YEARS_BACK..YEARS_BACK + counted]).assign(women);
    for column in (0..YEARS_BACK + first).rev() {
        for age in 0..ages {
            let later = (age + 1).min(ages - 1);
            let ratio = if later > age { ratios.long_run(town, age) } else { 1.0 };
            lane[[age, column]] = lane[[later, column + 1]] / ratio;
        }
    }
    for (ahead, column) in (0..).zip(YEARS_BACK + counted..columns) {
        let left = WomenOfTowns::left(ahead);
        lane[[0, column]] = lane[[0, column - 1]];
        for age in 1..ages {
            lane[[age, column]] = lane[[age - 1, column - 1]] * ratios.ahead(town, age - 1, left);
        }
    }
    lane
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedule_gives_the_fertility_of_the_census() {
        let total: f64 = (0..60).map(schedule).sum();
        assert!((total - 1.301).abs() < 1e-3);
        // The middle of 25–29 has its rate; two years later two fifths of the way to the next: 0.09898 − 0.4·0.03393.
        assert!((schedule(27) - 0.098_98).abs() < 1e-12);
        assert!((schedule(29) - 0.085_408).abs() < 1e-12);
        assert!(schedule(12).abs() < 1e-12 && schedule(52).abs() < 1e-12);
    }
}

//! The running account of a step.

use super::components::{Floor, StepComponents};
use super::migration::Migration;
use super::step::StatusChange;
use ndarray::{Array4, Axis, s};
use std::ops::Range;

/// Account of every cohort, `[area, group, sex, row]`.
///
/// Before ageing row 0 is for the newborns and row `a + 1` for those of age `a` at the start; after ageing a row is the age
/// attained.
#[derive(Debug, Clone)]
pub(super) struct Ledger {
    start: Array4<f64>,
    pub births: Array4<f64>,
    pub deaths: Array4<f64>,
    arrived: Array4<f64>,
    left: Array4<f64>,
    change: Array4<f64>,
    /// People alive and there at this point of the step.
    pub present: Array4<f64>,
    /// Floors met so far.
    pub floors: Vec<Floor>,
}

impl Ledger {
    /// Opens the account of people by age, `[area, group, sex, age]`.
    pub(super) fn open(people: &Array4<f64>) -> Self {
        let (areas, groups, sexes, ages) = people.dim();
        let blank = || Array4::zeros((areas, groups, sexes, ages + 1));
        let mut start = blank();
        start.slice_mut(s![.., .., .., 1..]).assign(people);
        Self {
            present: start.clone(),
            start,
            births: blank(),
            deaths: blank(),
            arrived: blank(),
            left: blank(),
            change: blank(),
            floors: Vec::new(),
        }
    }

    /// People by age at the start, before ageing, `[area, group, sex, age]`.
    pub(super) fn by_age_at_start(&self) -> Array4<f64> {
        self.present.slice(s![.., .., .., 1..]).to_owned()
    }

    /// Moves of so many years in some rows; `shift` is the row of age 0.
    pub(super) fn move_people(
        &mut self,
        migration: &Migration,
        years: f64,
        rows: Range<usize>,
        shift: usize,
    ) {
        let (areas, groups, sexes, all) = self.present.dim();
        let oldest = all - 1 - shift;
        for (area, group, sex) in ndarray::indices((areas, groups, sexes)) {
            for row in rows.clone() {
                let cell = [area, group, sex, row];
                let moves = migration.of_cell([area, group, sex, row - shift], self.present[cell], years);
                self.arrived[cell] += moves.arrived;
                self.left[cell] += moves.left;
                self.present[cell] = (self.present[cell] + moves.arrived) - moves.left;
                if moves.shortfall > 0.0 {
                    let age = row.min(oldest);
                    self.floors.push(Floor { area, group, sex, age, shortfall: moves.shortfall });
                }
            }
        }
    }

    /// Half the deaths of a step, by the survival of a whole step by age at the start.
    pub(super) fn survive_half(&mut self, survival: &Array4<f64>) {
        for ((area, group, sex, age), survival) in survival.indexed_iter() {
            let cell = [area, group, sex, age + 1];
            let deaths = self.present[cell] * (1.0 - survival.sqrt());
            self.deaths[cell] += deaths;
            self.present[cell] -= deaths;
        }
    }

    /// Status change of so many years; all changes are reckoned of the people before any of them.
    pub(super) fn change_status(&mut self, change: &StatusChange, years: f64) {
        let before = self.present.clone();
        for ((area, group, sex, age), rate) in change.rates.indexed_iter() {
            let into = change.into[group];
            let changers = before[[area, group, sex, age + 1]] * (rate * years).min(1.0);
            for (group, gain) in [(group, -changers), (into, changers)] {
                self.change[[area, group, sex, age + 1]] += gain;
                self.present[[area, group, sex, age + 1]] += gain;
            }
        }
    }

    /// Everybody ages: the two last rows become the open age.
    pub(super) fn age(&mut self) {
        let accounts = [
            &mut self.start,
            &mut self.births,
            &mut self.deaths,
            &mut self.arrived,
            &mut self.left,
            &mut self.change,
            &mut self.present,
        ];
        for account in accounts {
            let open = account.len_of(Axis(3)) - 1;
            let mut aged = account.slice(s![.., .., .., ..open]).to_owned();
            let mut last = aged.slice_mut(s![.., .., .., open - 1]);
            last += &account.slice(s![.., .., .., open]);
            *account = aged;
        }
    }

    /// Closes the account after ageing.
    pub(super) fn close(self) -> (StepComponents, Vec<Floor>) {
        let Self { start, births, deaths, arrived, left, change, present, floors } = self;
        (StepComponents { start, births, deaths, arrived, left, change, end: present }, floors)
    }
}

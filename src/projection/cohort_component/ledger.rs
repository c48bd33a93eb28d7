//! The running account of one area in a step.

use super::components::Floor;
use super::figures::StepFigures;
use ndarray::{Array4, ArrayView1, ArrayViewMut1, s};
use std::ops::Range;

/// Accounts of a row, in the order in which they are kept.
const ACCOUNTS: usize = 7;

/// Account of every cohort of an area, `[group, sex, row]`.
///
/// Before ageing row 0 is for the newborns and row `a + 1` for those of age `a` at the start; after ageing a row is the age
/// attained. One ledger serves area after area, so that only the people, the rates and the components pass through memory.
#[derive(Debug, Clone)]
pub(super) struct Ledger {
    pub area: usize,
    pub groups: usize,
    /// Rows of a lane: ages and one more.
    pub rows: usize,
    pub start: Vec<f64>,
    pub births: Vec<f64>,
    pub deaths: Vec<f64>,
    pub arrived: Vec<f64>,
    pub left: Vec<f64>,
    pub change: Vec<f64>,
    /// People alive and there at this point of the step.
    pub present: Vec<f64>,
    /// Floors met so far.
    pub floors: Vec<Floor>,
    scratch: Vec<f64>,
}

impl Ledger {
    /// An account for so many groups and ages.
    pub(super) fn new(groups: usize, ages: usize) -> Self {
        let blank = || vec![0.0; groups * 2 * (ages + 1)];
        Self {
            area: 0,
            groups,
            rows: ages + 1,
            start: blank(),
            births: blank(),
            deaths: blank(),
            arrived: blank(),
            left: blank(),
            change: blank(),
            present: blank(),
            floors: Vec::new(),
            scratch: Vec::new(),
        }
    }

    /// Opens the account of an area of people by age, `[area, group, sex, age]`.
    pub(super) fn open(&mut self, people: &Array4<f64>, area: usize) {
        self.area = area;
        for account in
            [&mut self.births, &mut self.deaths, &mut self.arrived, &mut self.left, &mut self.change]
        {
            account.fill(0.0);
        }
        for lane in 0..self.groups * 2 {
            let from = lane * self.rows;
            self.start[from] = 0.0;
            let mut rows = ArrayViewMut1::from(&mut self.start[from + 1..from + self.rows]);
            rows.assign(&people.slice(s![area, lane / 2, lane % 2, ..]));
        }
        self.present.copy_from_slice(&self.start);
    }

    /// Position of a row.
    pub(super) fn at(&self, group: usize, sex: usize, row: usize) -> usize {
        (group * 2 + sex) * self.rows + row
    }

    /// Greatest age.
    pub(super) fn open_age(&self) -> usize {
        self.rows - 2
    }

    /// Moves of so many years in some rows; `shift` is the row of age 0.
    pub(super) fn move_people(
        &mut self,
        figures: &StepFigures,
        years: f64,
        rows: Range<usize>,
        shift: usize,
    ) {
        if years <= 0.0 || figures.migration.is_empty() {
            return;
        }
        for lane in 0..self.groups * 2 {
            let rates = figures.migration.lane([self.area, lane / 2, lane % 2]);
            for row in rows.clone() {
                let at = lane * self.rows + row;
                let moves = rates.at(row - shift, self.present[at], years);
                self.arrived[at] += moves.arrived;
                self.left[at] += moves.left;
                self.present[at] = (self.present[at] + moves.arrived) - moves.left;
                if moves.shortfall > 0.0 {
                    self.floor(lane, row, moves.shortfall);
                }
            }
        }
    }

    /// Notes departures that could not be made.
    pub(super) fn floor(&mut self, lane: usize, row: usize, shortfall: f64) {
        let (group, sex, age) = (lane / 2, lane % 2, row.min(self.open_age()));
        self.floors.push(Floor { area: self.area, group, sex, age, shortfall });
    }

    /// Half the deaths of a step, by the square root of its survival by age at the start.
    pub(super) fn survive_half(&mut self, figures: &StepFigures) {
        self.survive(figures, f64::sqrt);
    }

    /// All deaths of a step, by its survival by age at the start.
    pub(super) fn survive_whole(&mut self, figures: &StepFigures) {
        self.survive(figures, |survival| survival);
    }

    fn survive(&mut self, figures: &StepFigures, part: impl Fn(f64) -> f64) {
        for lane in 0..self.groups * 2 {
            let from = lane * self.rows + 1;
            let to = from + self.rows - 1;
            let survival = figures.survival.lane([self.area, lane / 2, lane % 2]);
            let people = self.present[from..to].iter_mut().zip(&mut self.deaths[from..to]);
            for ((present, dead), survival) in people.zip(&survival) {
                let deaths = *present * (1.0 - part(*survival));
                *dead += deaths;
                *present -= deaths;
            }
        }
    }

    /// Status change of so many years; all changes are reckoned of the people before any of them.
    pub(super) fn change_status(&mut self, figures: &StepFigures, years: f64) {
        if figures.change.is_empty() {
            return;
        }
        self.scratch.clear();
        self.scratch.extend_from_slice(&self.present);
        for flow in &figures.change {
            for (sex, age) in ndarray::indices((2, self.rows - 1)) {
                let rate = (flow.rates[[self.area, sex, age]] * years).min(1.0);
                let (from, into) = (self.at(flow.from, sex, age + 1), self.at(flow.into, sex, age + 1));
                let changers = (self.scratch[from] * rate).min(self.present[from]);
                for (at, gain) in [(from, -changers), (into, changers)] {
                    self.change[at] += gain;
                    self.present[at] += gain;
                }
            }
        }
    }

    /// Everybody ages: the two last rows become the open age.
    pub(super) fn age(&mut self) {
        let rows = self.rows;
        for account in [
            &mut self.start,
            &mut self.births,
            &mut self.deaths,
            &mut self.arrived,
            &mut self.left,
            &mut self.change,
            &mut self.present,
        ] {
            for lane in account.chunks_exact_mut(rows) {
                lane[rows - 2] += lane[rows - 1];
                lane[rows - 1] = 0.0;
            }
        }
    }

    /// Women by age at the start or attained, `[group, age]`, added to a sum with a weight; `shift` is the row of age 0.
    pub(super) fn add_women(&self, account: &[f64], shift: usize, weight: f64, sum: &mut [f64]) {
        let ages = self.rows - 1;
        for (group, sum) in sum.chunks_exact_mut(ages).enumerate() {
            let from = self.at(group, super::FEMALE, shift);
            for (sum, women) in sum.iter_mut().zip(&account[from..from + ages]) {
                *sum += weight * women;
            }
        }
    }

    /// Writes the accounts after ageing into those of all areas, in the order start, births, deaths, arrived, left, change,
    /// end.
    pub(super) fn close(&self, into: [&mut Array4<f64>; ACCOUNTS]) {
        let accounts =
            [&self.start, &self.births, &self.deaths, &self.arrived, &self.left, &self.change, &self.present];
        for (account, all) in accounts.into_iter().zip(into) {
            for (lane, rows) in account.chunks_exact(self.rows).enumerate() {
                let mut cells = all.slice_mut(s![self.area, lane / 2, lane % 2, ..]);
                cells.assign(&ArrayView1::from(&rows[..self.rows - 1]));
            }
        }
    }
}

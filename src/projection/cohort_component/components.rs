//! What happened to every cell in a step.

use ndarray::{Array4, Zip};

/// Components of a step, `[area, group, sex, age]` with the age attained at the end, in persons (变动要素).
///
/// In every cell `start + births − deaths + arrived − left + change = end`.
#[derive(Debug, Clone, PartialEq)]
pub struct StepComponents {
    /// People at the start who have this age at the end (期初人数).
    pub start: Array4<f64>,
    /// Live births; age 0 only (出生).
    pub births: Array4<f64>,
    /// Deaths (死亡).
    pub deaths: Array4<f64>,
    /// Arrivals (迁入).
    pub arrived: Array4<f64>,
    /// Departures (迁出).
    pub left: Array4<f64>,
    /// Gain from other groups, negative where people were lost to them (身份转换).
    pub change: Array4<f64>,
    /// People at the end (期末人数).
    pub end: Array4<f64>,
}

impl StepComponents {
    /// Nothing has happened yet, `(areas, groups, sexes, ages)`.
    pub(super) fn zeros(shape: (usize, usize, usize, usize)) -> Self {
        let zeros = || Array4::zeros(shape);
        Self {
            start: zeros(),
            births: zeros(),
            deaths: zeros(),
            arrived: zeros(),
            left: zeros(),
            change: zeros(),
            end: zeros(),
        }
    }

    /// All accounts in their order.
    pub(super) fn accounts(&mut self) -> [&mut Array4<f64>; 7] {
        [
            &mut self.start,
            &mut self.births,
            &mut self.deaths,
            &mut self.arrived,
            &mut self.left,
            &mut self.change,
            &mut self.end,
        ]
    }

    /// Greatest absolute gap of the balance over the cells, persons.
    #[must_use]
    pub fn imbalance(&self) -> f64 {
        let mut gap = &self.start + &self.births - &self.deaths;
        gap += &(&self.arrived - &self.left + &self.change - &self.end);
        let mut worst: f64 = 0.0;
        Zip::from(&gap).for_each(|gap| worst = worst.max(gap.abs()));
        worst
    }
}

/// A cell in which more people should have left than there were: it was set to 0 (负值归零).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Floor {
    /// Position of the area.
    pub area: usize,
    /// Position of the group.
    pub group: usize,
    /// Position of the sex.
    pub sex: usize,
    /// Position of the age attained at the end of the step.
    pub age: usize,
    /// Departures that could not be made, persons.
    pub shortfall: f64,
}

//! Counted children as rows, and the steps of what they lend from.

use crate::domain::Study;
use crate::projection::history::History;
use crate::projection::survival::Survival;
use ndarray::{Array3, CowArray, Ix3};

/// Children that ratios are learnt from; a row is a town and group, `town·groups + group`.
pub(super) struct Counts<'a> {
    pub study: &'a Study,
    pub survival: &'a Survival,
    /// People, `[row, age, slot]`.
    pub people: CowArray<'a, f64, Ix3>,
    /// First slot known, `[town]`.
    first: &'a [Option<usize>],
    /// Last slot counted.
    pub last: usize,
}

impl<'a> Counts<'a> {
    pub(super) fn of(study: &'a Study, history: &'a History, survival: &'a Survival) -> Self {
        let (towns, groups, ages, slots) = history.children.dim();
        let people = history.children.to_shape((towns * groups, ages, slots));
        let people = people.unwrap_or_else(|_| Array3::zeros((towns * groups, ages, slots)).into());
        Self { study, survival, people, first: &history.first, last: history.grid.last }
    }

    pub(super) fn groups(&self) -> usize {
        self.study.groups.len().max(1)
    }

    pub(super) fn rows(&self) -> usize {
        self.people.dim().0
    }

    /// Ages from which there is a step to the next.
    pub(super) fn ages(&self) -> usize {
        self.people.dim().1.saturating_sub(1)
    }

    pub(super) fn first_of(&self, row: usize) -> Option<usize> {
        self.first[row / self.groups()]
    }

    /// Position of a row's county and group, `county·groups + group`.
    pub(super) fn county(&self, row: usize) -> usize {
        self.study.towns[row / self.groups()].county.index() * self.groups() + row % self.groups()
    }

    pub(super) fn counties(&self) -> usize {
        self.study.counties.len() * self.groups()
    }

    /// Children of an age at the beginning of the step that ends in a slot, and of the age above at its end; none where the row
    /// is not known at both.
    pub(super) fn step(&self, row: usize, age: usize, slot: usize) -> Option<(f64, f64)> {
        let known = self.first_of(row).is_some_and(|first| first < slot);
        known.then(|| (self.people[[row, age, slot - 1]], self.people[[row, age + 1, slot]]))
    }

    /// Steps of the counties and groups.
    pub(super) fn of_counties(&self) -> Steps {
        let mut steps = Steps::new(self.counties(), self.ages(), self.last + 1);
        for row in 0..self.rows() {
            let Some(first) = self.first_of(row) else { continue };
            for slot in first + 1..=self.last {
                for age in 0..self.ages() {
                    let at = [self.county(row), age, slot];
                    steps.began[at] += self.people[[row, age, slot - 1]];
                    steps.ended[at] += self.people[[row, age + 1, slot]];
                }
            }
        }
        steps
    }
}

/// Sums over rows known at both ends of a step, `[row, age, slot]`; a step stands in the slot where it ends.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Steps {
    pub began: Array3<f64>,
    pub ended: Array3<f64>,
}

impl Steps {
    fn new(rows: usize, ages: usize, slots: usize) -> Self {
        Self { began: Array3::zeros((rows, ages, slots)), ended: Array3::zeros((rows, ages, slots)) }
    }

    /// Sums of rows that have the same parent.
    pub(super) fn merged(&self, parents: usize, parent: impl Fn(usize) -> usize) -> Self {
        let (rows, ages, slots) = self.began.dim();
        let mut merged = Self::new(parents, ages, slots);
        for row in 0..rows {
            for (from, into) in [(&self.began, &mut merged.began), (&self.ended, &mut merged.ended)] {
                let mut sum = into.index_axis_mut(ndarray::Axis(0), parent(row));
                sum += &from.index_axis(ndarray::Axis(0), row);
            }
        }
        merged
    }

    /// The step of a row.
    pub(super) fn step(&self, row: usize, age: usize, slot: usize) -> (f64, f64) {
        (self.began[[row, age, slot]], self.ended[[row, age, slot]])
    }
}

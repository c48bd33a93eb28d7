//! Status change and the groups of newborns, from the table of status change.

use super::moves::{StepOf, mean_rate};
use crate::domain::{GroupIndex, RateAge, StatusFigure, Study};
use crate::projection::cohort_component::rates::{Cell, RateTable, Span};
use crate::projection::cohort_component::{NewbornGroups, StatusFlow};
use ndarray::{Array2, Array3, Array4};
use std::collections::BTreeMap;

/// Rates and shares by the group joined.
pub(super) struct StatusChange {
    into: Vec<(usize, RateTable)>,
    at_birth: Vec<(usize, RateTable)>,
    rate_age: RateAge,
}

impl StatusChange {
    pub(super) fn of(study: &Study) -> Self {
        let tables = |birth: bool| {
            let mut by_group: BTreeMap<usize, Vec<_>> = BTreeMap::new();
            for row in study.rates.status_change.iter().filter(|row| row.birth == birth) {
                let StatusFigure { into, figure, .. } = *row;
                by_group.entry(into.map_or(0, GroupIndex::index)).or_default().push(figure);
            }
            by_group.into_iter().map(|(into, rows)| (into, RateTable::new(rows, Span::Single))).collect()
        };
        Self { into: tables(false), at_birth: tables(true), rate_age: study.rates.settings.rate_age }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.into.is_empty() && self.at_birth.is_empty()
    }

    /// Flows of a step from every other group into those joined.
    pub(super) fn flows(&self, step: StepOf) -> Vec<StatusFlow> {
        let (regions, groups, sexes, ages) = step.people.dim();
        let flow = |into: usize, table: &RateTable, from: usize| {
            let rate = |(region, sex, age): (usize, usize, usize)| {
                let labelled = match self.rate_age {
                    RateAge::AtStart => age,
                    RateAge::Attained => (age + 1).min(ages - 1),
                };
                mean_rate(table, step.cell(region, from, sex), step.axis.ages(labelled))
            };
            let newborn = |(region, sex): (usize, usize)| match self.rate_age {
                RateAge::AtStart => 0.0,
                RateAge::Attained => table.value(step.cell(region, from, sex)).unwrap_or(0.0),
            };
            let rates = Array3::from_shape_fn((regions, sexes, ages), rate);
            StatusFlow { from, into, rates, newborn: Array2::from_shape_fn((regions, sexes), newborn) }
        };
        let flows = self.into.iter().flat_map(|(into, table)| {
            (0..groups).filter(move |from| from != into).map(move |from| flow(*into, table, from))
        });
        flows.filter(|flow| flow.rates.iter().chain(&flow.newborn).any(|rate| *rate > 0.0)).collect()
    }

    /// Groups of newborns; none where all belong to their mother's.
    pub(super) fn newborn_groups(&self, step: StepOf) -> Option<NewbornGroups> {
        if self.at_birth.is_empty() {
            return None;
        }
        let (regions, groups, sexes, _) = step.people.dim();
        let mut shares = Array4::zeros((regions, groups, groups, sexes));
        for (region, mother, sex) in ndarray::indices((regions, groups, sexes)) {
            let mut own = 1.0_f64;
            for (into, table) in self.at_birth.iter().filter(|(into, _)| *into != mother) {
                let cell = Cell { age: 0, ..step.cell(region, mother, sex) };
                let share = table.value(cell).unwrap_or(0.0).min(own);
                shares[[region, mother, *into, sex]] = share;
                own -= share;
            }
            shares[[region, mother, mother, sex]] = own;
        }
        Some(NewbornGroups(shares))
    }
}

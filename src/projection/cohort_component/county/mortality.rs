//! Survival of every step from the mortality table.

use super::axis::AgeAxis;
use crate::domain::{AgeFigure, MortalityKind, RateAge, Study};
use crate::projection::cohort_component::rates::{Cell, RateTable, Span};
use crate::projection::cohort_component::{Ratios, abridged, single_years};
use crate::projection::survival::Survival;
use ndarray::Array1;

/// The mortality table by kind.
pub(super) struct Mortality {
    rate: RateTable,
    survival: RateTable,
    probability: RateTable,
    newborn_survival: RateTable,
    newborn_probability: RateTable,
    rate_age: RateAge,
}

impl Mortality {
    pub(super) fn of(study: &Study) -> Self {
        let table = |kind: MortalityKind, birth: bool| {
            let rows = study.mortality.iter().filter(|row| row.kind == kind && row.birth == birth);
            let figure = |row: &AgeFigure| if birth { AgeFigure { until: Some(0), ..*row } } else { *row };
            RateTable::new(rows.map(|row| figure(&row.figure)), Span::OpenEnded)
        };
        Self {
            rate: table(MortalityKind::Rate, false),
            survival: table(MortalityKind::Survival, false),
            probability: table(MortalityKind::Probability, false),
            newborn_survival: table(MortalityKind::Survival, true),
            newborn_probability: table(MortalityKind::Probability, true),
            rate_age: study.rates.settings.rate_age,
        }
    }

    /// Whether survival of newborns is not told: then all live.
    pub(super) fn newborns_unknown(&self) -> bool {
        let by_share = !self.survival.is_empty() || !self.probability.is_empty();
        let told = !self.newborn_survival.is_empty() || !self.newborn_probability.is_empty();
        by_share && !told && self.rate.is_empty() && self.rate_age == RateAge::AtStart
    }

    /// Survival of newborns and of every age at the start of a step, for a cell whatever its age.
    pub(super) fn of_cell(&self, cell: Cell, sex: usize, axis: AgeAxis, default: &Survival) -> Ratios {
        let at = |age: u8| Cell { age, ..cell };
        let (mut newborn, mut ages) = if self.rate.is_empty() {
            (1.0, Array1::ones(axis.groups))
        } else {
            self.by_rates(cell, sex, axis)
        };
        if self.rate.is_empty() && self.survival.is_empty() && self.probability.is_empty() {
            (newborn, ages) = standard(default, axis);
        }
        for (group, survival) in ages.iter_mut().enumerate() {
            let labelled = match self.rate_age {
                RateAge::AtStart => axis.first(group),
                RateAge::Attained => axis.first((group + 1).min(axis.groups - 1)),
            };
            if let Some(share) = share(&self.survival, &self.probability, at(labelled)) {
                *survival = share;
            }
        }
        let told = share(&self.newborn_survival, &self.newborn_probability, at(0));
        let youngest = || share(&self.survival, &self.probability, at(0));
        let attained = if self.rate_age == RateAge::Attained { youngest() } else { None };
        (told.or(attained).unwrap_or(newborn), ages)
    }

    /// From death rates by a life table up to the greatest age told; the open age is that of the axis.
    fn by_rates(&self, cell: Cell, sex: usize, axis: AgeAxis) -> Ratios {
        let rate = |age: u8| self.rate.value(Cell { age, ..cell }).unwrap_or(0.0);
        let open = self.rate.greatest_age().max(axis.first(axis.groups - 1));
        if axis.width == 1 {
            let rates: Array1<f64> = (0..=open).map(rate).collect();
            return single_years(&rates.view(), sex, axis.groups);
        }
        let later = (1..=open / 5).map(|group| group * 5);
        let rates: Array1<f64> = [0, 1].into_iter().chain(later).map(rate).collect();
        abridged(&rates.view(), sex, axis.groups)
    }
}

/// Share alive at the end, from either table.
fn share(survival: &RateTable, probability: &RateTable, cell: Cell) -> Option<f64> {
    let alive = survival.value(cell);
    alive.or_else(|| probability.value(cell).map(|dying| 1.0 - dying)).map(|alive| alive.clamp(0.0, 1.0))
}

/// The standard survival by single year, over the groups of an axis: the mean of their ages.
fn standard(default: &Survival, axis: AgeAxis) -> Ratios {
    let over = |from: usize| (from..from + axis.width).fold(1.0, |alive, age| alive * default.step(age));
    let mean = |parts: Vec<f64>| Array1::from(parts).mean().unwrap_or(1.0);
    let ages = (0..axis.groups).map(|group| {
        let first = usize::from(axis.first(group));
        mean((first..first + axis.width).map(over).collect())
    });
    (mean((0..axis.width).map(|age| default.to_age(age)).collect()), ages.collect())
}

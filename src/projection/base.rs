//! What every method of projection starts from: survival, counted people, past births.

use super::births::{self, BirthPath, Variant};
use super::history::{self, History};
use super::method::Methods;
use super::past::{self, PastBirths};
use super::survival::Survival;
use super::{ProjectionError, ageing, fertility, ratios};
use crate::domain::Study;
use crate::progress::Progress;
use ndarray::Array4;

/// A study's known people and births on the yearly grid (预测起点).
#[derive(Debug, Clone)]
pub(super) struct Base<'a> {
    /// The study.
    pub study: &'a Study,
    /// Survival.
    pub survival: Survival,
    /// Counted people.
    pub history: History,
    /// Births up to the last year known.
    pub past: PastBirths,
}

impl<'a> Base<'a> {
    /// Reads the tables of a study.
    pub(super) fn of(study: &'a Study, methods: &mut Methods) -> Result<Self, ProjectionError> {
        let survival = Survival::of(study, methods)?;
        let history = history::read(study, &survival, methods)?;
        let past = past::births(study, &history, &survival, methods)?;
        Ok(Self { study, survival, history, past })
    }

    /// Births of the towns along the damped trend of the counties' fertility.
    pub(super) fn damped_births(&self, variant: Variant, methods: &mut Methods) -> BirthPath {
        let by_county =
            fertility::by_county(self.study, &self.history, &self.past, &self.survival, methods);
        births::project(self.study, &self.history, self.past.clone(), &by_county, variant, methods)
    }

    /// The default method: shrunk cohort ratios and damped births. Births, and children on the date of every slot,
    /// `[town, group, age, slot]`.
    pub(super) fn advance(
        &self,
        variant: Variant,
        methods: &mut Methods,
        progress: &dyn Progress,
    ) -> Result<(BirthPath, Array4<f64>), ProjectionError> {
        let ratios = ratios::pooled(self.study, &self.history, &self.past, &self.survival, methods);
        let births = self.damped_births(variant, methods);
        let people = ageing::advance(&self.history, &ratios, &births, progress)?;
        Ok((births, people))
    }
}

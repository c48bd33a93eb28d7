//! What every method of projection starts from: survival, counted people, past births.

use super::births::{BirthPath, Variant};
use super::cohort_component::county;
use super::history::{self, History};
use super::method::{Method, Methods};
use super::past::{self, PastBirths};
use super::survival::Survival;
use super::{ProjectionError, ageing, fertility, future_births, ratios, reconcile, totals};
use crate::domain::{CountyUse, Study, Text};
use crate::progress::Progress;
use ndarray::{Array4, s};

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
    /// Whether towns agree with what the engine says of their county, where it applies.
    pub counties: bool,
}

impl<'a> Base<'a> {
    /// Reads the tables of a study.
    pub(super) fn of(study: &'a Study, methods: &mut Methods) -> Result<Self, ProjectionError> {
        let survival = Survival::of(study, methods)?;
        let history = history::read(study, &survival, methods)?;
        let past = past::births(study, &history, &survival, methods)?;
        let counties = study.rates.settings.county_use != CountyUse::Never;
        Ok(Self { study, survival, history, past, counties })
    }

    /// Births of the towns along the damped trend of fertility.
    pub(super) fn damped_births(&self, variant: Variant, methods: &mut Methods) -> BirthPath {
        let by_town = fertility::by_town(self.study, &self.history, &self.past, &self.survival, methods);
        future_births::project(self.study, self.past.clone(), &by_town, variant, methods)
    }

    /// The default method: smoothed cohort ratios and damped births, another one for the classes of towns in which it was chosen; where
    /// the study has fertility or migration, the counties by the engine and the towns in agreement with them.
    pub(super) fn advance(
        &self,
        variant: Variant,
        replacements: &[Replacement],
        methods: &mut Methods,
        progress: &dyn Progress,
    ) -> Result<Advanced, ProjectionError> {
        let engine = self.counties && county::applies(self.study, &self.history, methods);
        self.carried(engine, variant, replacements, methods, progress)
    }

    /// Towns by their own cohort ratios and births, without the engine.
    pub(super) fn towns_alone(
        &self,
        variant: Variant,
        methods: &mut Methods,
        progress: &dyn Progress,
    ) -> Result<Advanced, ProjectionError> {
        self.carried(false, variant, &[], methods, progress)
    }

    fn carried(
        &self,
        engine: bool,
        variant: Variant,
        replacements: &[Replacement],
        methods: &mut Methods,
        progress: &dyn Progress,
    ) -> Result<Advanced, ProjectionError> {
        let (study, history) = (self.study, &self.history);
        let ratios = ratios::pooled(study, history, &self.past, &self.survival, methods);
        let mut births = self.damped_births(variant, methods);
        let mut layer = None;
        if engine {
            let basis = self.basis(Some(&ratios), &births, variant);
            let found = county::run(basis, methods)?;
            births = found.births_of_towns(basis)?;
            layer = Some(found);
        }
        let mut people = ageing::advance(history, &ratios, &births, progress)?;
        replace(replacements, &mut people, methods);
        if let Some(layer) = &layer {
            let moved = layer.reconcile(study, history.grid, &mut people)?;
            methods.add_if(moved > reconcile::NOTABLE, Method::TownsMoved(moved));
        }
        totals::apply(study, history.grid, &mut people, layer.as_ref(), methods)?;
        if let Some(layer) = layer.as_ref().filter(|_| !study.rates.totals.is_empty()) {
            layer.reconcile(study, history.grid, &mut people)?;
        }
        Ok(Advanced { births, people, layer })
    }

    /// What the engine starts from.
    fn basis<'b>(
        &'b self,
        ratios: Option<&'b ratios::Ratios>,
        births: &'b BirthPath,
        variant: Variant,
    ) -> county::Basis<'b> {
        let (study, history, survival) = (self.study, &self.history, &self.survival);
        let known_to = self.past.known_to.as_slice();
        county::Basis { study, history, survival, ratios, births, known_to, variant }
    }

    /// People by group, sex and age that agree with the children of a projection without the engine.
    pub(super) fn accounts(
        &self,
        found: &Advanced,
        variant: Variant,
        methods: &mut Methods,
    ) -> Result<Option<(county::People, county::Components)>, ProjectionError> {
        county::accounts(self.basis(None, &found.births, variant), &found.people, methods)
    }
}

/// Children on the date of every slot, `[town, group, age, slot]`.
pub(super) type People = Result<Array4<f64>, ProjectionError>;

/// Children of some towns by another method than the default.
#[derive(Debug, Clone)]
pub(super) struct Replacement {
    /// Towns.
    pub towns: Vec<usize>,
    /// Children on the date of every slot, `[town, group, age, slot]`, of all towns.
    pub people: Array4<f64>,
    /// Which method, and why.
    pub method: Text,
}

/// Puts other methods' children in place of the default's.
fn replace(replacements: &[Replacement], people: &mut Array4<f64>, methods: &mut Methods) {
    for replacement in replacements {
        for town in &replacement.towns {
            people.slice_mut(s![*town, .., .., ..]).assign(&replacement.people.slice(s![*town, .., .., ..]));
        }
        methods.add_text(replacement.method.clone());
    }
}

/// People and births carried to the last year.
pub(super) struct Advanced {
    /// Births, past and projected.
    pub births: BirthPath,
    /// Children on the date of every slot, `[town, group, age, slot]`.
    pub people: Array4<f64>,
    /// The counties, where the engine ran.
    pub layer: Option<county::CountyLayer>,
}

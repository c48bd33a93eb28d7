//! From counted people and registered births to the children who need a school place (学位需求预测).
//!
//! The history of every town is laid on a yearly grid, its cohorts give ageing ratios that small towns share with
//! their county, births follow the county's fertility, and the children of the cut-off day become rolls.
//!
//! Axis order of every array: `[town, stage, group, sex, age, year]`, leaving out what an array lacks.

mod age_bands;
mod ageing;
pub mod backtest;
mod base;
mod births;
mod calendar;
mod choice;
pub mod cohort_component;
mod cutoff;
mod derived;
pub mod ensemble;
mod error;
mod exposure;
mod fertility;
mod fill;
mod future_births;
mod given;
mod grid;
mod history;
mod housing;
mod method;
mod outlook;
mod past;
mod pool;
mod quantile;
mod ratios;
pub mod reconcile;
mod register;
mod rolls;
mod shares;
mod survival;
#[cfg(test)]
pub(crate) mod tests;
mod totals;
mod towns;
mod trace;
mod whole;

pub use births::{BirthPath, Variant};
pub use cohort_component::county::{AgeGroup, ComponentLine, Components, FloorLine, People, PeopleLine};
pub use cutoff::Children;
pub use error::ProjectionError;
pub use given::is_given;
pub use outlook::{Grouping, OutlookArea, OutlookLine, Paths, births_by_year, demand_bands, outlook};
pub use rolls::{EntryRule, GradeRolls, RatioRule, RollRule, Rolls};
pub use towns::{TownClass, size_count, size_name};
pub use trace::{How, Trace, trace};

use crate::domain::{Study, Text};
use crate::progress::Progress;
use method::{EngineMethod, Methods};
use ndarray::{Array3, Array4};

/// Children, births and rolls of a study (预测结果).
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    /// Children by completed age on the cut-off day.
    pub children: Children,
    /// Births, past and projected.
    pub births: BirthPath,
    /// Of the children, who come with new dwellings, `[town, group, age, year]`; none where the study has no housing.
    pub housing: Option<Array4<f64>>,
    /// Children who need a place.
    pub rolls: Rolls,
    /// Pupils of schools by grade, where the study counts them.
    pub grades: Option<GradeRolls>,
    /// Which method served for what, replacements for missing tables included.
    pub methods: Vec<Text>,
    /// People by group, sex and age, where the engine ran.
    pub people: Option<People>,
    /// What happened to the people of the counties, where the engine ran.
    pub components: Option<Components>,
    /// Cells of the counties that were kept from falling below 0.
    pub floors: Vec<FloorLine>,
}

impl Projection {
    /// Rolls of a study that counts no people.
    fn without_people(study: &Study, rolls: Rolls, grades: Option<GradeRolls>, methods: &Methods) -> Self {
        let (towns, groups) = (study.towns.len(), study.groups.len().max(1));
        Self {
            children: Children { years: Vec::new(), counts: Array4::zeros((towns, groups, 0, 0)) },
            births: BirthPath { years: Vec::new(), counts: Array3::zeros((towns, groups, 0)) },
            housing: None,
            rolls,
            grades,
            methods: methods.texts(),
            people: None,
            components: None,
            floors: Vec::new(),
        }
    }
}

/// The projection of a study that counts no people: its demand is given for every stage, or its pupils are counted.
fn without_people(study: &Study) -> Option<Projection> {
    given::alone(study).or_else(|| rolls::alone(study))
}

/// Projects a study along the path of births that its model names, the central one unless it says otherwise.
///
/// # Errors
/// See [`ProjectionError`].
pub fn project(study: &Study, progress: &dyn Progress) -> Result<Projection, ProjectionError> {
    project_variant(study, study.projection.births, progress)
}

/// Projects a study along a low, level or high path of births.
///
/// # Errors
/// See [`ProjectionError`].
pub fn project_variant(
    study: &Study,
    variant: Variant,
    progress: &dyn Progress,
) -> Result<Projection, ProjectionError> {
    if let Some(found) = without_people(study) {
        return Ok(found);
    }
    Learnt::of(study, progress)?.along(variant, progress)
}

/// Whether a study can be projected (能否推算人口), without the trials on its past, which take most of the time and stop nothing.
///
/// # Errors
/// What [`project`] would say.
pub fn can_be_projected(study: &Study) -> Result<(), ProjectionError> {
    if without_people(study).is_some() {
        return Ok(());
    }
    let mut methods = Methods::default();
    let base = base::Base::of(study, &mut methods)?;
    // Only official totals may be out of reach beyond what the known people say.
    if study.rates.totals.is_empty() {
        return Ok(());
    }
    let learnt = Learnt { base, choice: choice::Choice::default(), methods };
    learnt.along(study.projection.births, &crate::progress::Silent).map(|_| ())
}

/// What all paths of births share: the known people, and what is learnt from their past.
struct Learnt<'a> {
    base: base::Base<'a>,
    choice: choice::Choice,
    methods: Methods,
}

impl<'a> Learnt<'a> {
    fn of(study: &'a Study, progress: &dyn Progress) -> Result<Self, ProjectionError> {
        let mut methods = Methods::default();
        progress.start(&method::step(), None);
        let engine = |method| method::Method::Engine(method);
        methods.add_if(study.rates.areas_from_population, engine(EngineMethod::AreasFromPopulation));
        methods.add_if(study.rates.graduated, engine(EngineMethod::Graduated));
        let mut base = base::Base::of(study, &mut methods)?;
        error::stop_if_cancelled(progress)?;
        base.counties = backtest::counties_are_used(study, progress)?;
        methods.add_if(!base.counties, method::Method::CountiesLeft);
        let choice = choice::Choice::of(study, progress)?;
        Ok(Self { base, choice, methods })
    }

    fn along(&self, variant: Variant, progress: &dyn Progress) -> Result<Projection, ProjectionError> {
        let (study, base, mut methods) = (self.base.study, &self.base, self.methods.clone());
        let replacements = self.choice.replacements(base, variant)?;
        let advanced = base.advance(variant, &replacements, &mut methods, progress)?;
        let accounts = match advanced.layer {
            None if variant == study.projection.births => base.accounts(&advanced, variant, &mut methods)?,
            _ => None,
        };
        let base::Advanced { births, people, layer } = advanced;
        let mut children = cutoff::children(study, &base.history, &people, &mut methods)?;
        let housing = housing::add(study, &mut children, &mut methods);
        let (mut rolls, grades) = rolls::needed(study, &children, &mut methods)?;
        given::apply(study, &mut rolls, &mut methods);
        error::check(&children, &births, &rolls)?;
        let (people, components, floors) = match layer {
            Some(layer) => (Some(layer.people), Some(layer.components), layer.floors),
            None => accounts.map_or((None, None, Vec::new()), |(people, components)| {
                (Some(people), Some(components), Vec::new())
            }),
        };
        progress.finish();
        let methods = methods.texts();
        Ok(Projection { children, births, housing, rolls, grades, methods, people, components, floors })
    }
}

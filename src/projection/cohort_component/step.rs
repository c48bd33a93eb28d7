//! One step of the engine.

use super::births::{BirthSource, add_newborns, women};
use super::components::{Floor, StepComponents};
use super::conventions::{Conventions, Exposure, Order};
use super::ledger::Ledger;
use super::life_table::StepSurvival;
use super::migration::Migration;
use ndarray::{Array3, Array4};
use thiserror::Error;

/// Status change between groups, such as a migrant child who gains local registration (身份转换).
#[derive(Debug, Clone, PartialEq)]
pub struct StatusChange {
    /// Changers per person and year, `[area, group, sex, age]`; the group is the one left.
    pub rates: Array4<f64>,
    /// Position of the group that those of a group join, `[group]`.
    pub into: Vec<usize>,
}

/// Everything that acts in a step (一步推算的参数).
#[derive(Debug, Clone, PartialEq)]
pub struct StepFigures {
    /// Births.
    pub births: BirthSource,
    /// Girls among the newborns, 0 to 1: `1 / (1 + sex ratio at birth)` (女婴占比).
    pub share_of_girls: f64,
    /// Survival over the step.
    pub survival: StepSurvival,
    /// Moves.
    pub migration: Migration,
    /// Status change, after half a step's exposure.
    pub change: Option<StatusChange>,
}

/// A step and the cells that were kept from falling below 0.
#[derive(Debug, Clone, PartialEq)]
pub struct StepResult {
    /// Components; the people at the end among them.
    pub components: StepComponents,
    /// Floors met, in the order of the events.
    pub floors: Vec<Floor>,
}

/// Why a step cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EngineError {
    /// An array does not fit the people.
    #[error("{figures}: the array does not have the areas, groups, sexes and ages of the people")]
    Shape {
        /// What the array holds.
        figures: &'static str,
    },
}

/// Carries people `[area, group, sex, age]` one step on.
///
/// # Errors
/// [`EngineError::Shape`] where an array does not fit.
pub fn step(
    people: &Array4<f64>,
    figures: &StepFigures,
    conventions: Conventions,
) -> Result<StepResult, EngineError> {
    check_shapes(people, figures)?;
    let Conventions { years, order, .. } = conventions;
    let ages = people.dim().3;
    let [first, middle, last] = conventions.timing.shares().map(|share| share * years);
    let mut ledger = Ledger::open(people);
    ledger.move_people(&figures.migration, first, 1..ages + 1, 1);
    let at_start = women(&ledger.by_age_at_start());
    ledger.survive_half(&figures.survival.ages);
    if let Some(change) = &figures.change {
        ledger.change_status(change, years);
    }
    ledger.move_people(&figures.migration, middle, 1..ages + 1, 1);
    ledger.survive_half(&figures.survival.ages);
    if order == Order::MoveThenAge {
        ledger.move_people(&figures.migration, last, 1..ages + 1, 1);
    }
    let before_ageing = women(&ledger.by_age_at_start());
    ledger.age();
    if order == Order::AgeThenMove {
        ledger.move_people(&figures.migration, last, 1..ages, 0);
    }
    let at_end = women(&ledger.present);
    let at_risk = women_at_risk(conventions, at_start, before_ageing, at_end);
    let births = figures.births.births(&at_risk, years);
    add_newborns(&mut ledger, &births, figures.share_of_girls, &figures.survival.newborn);
    if order == Order::AgeThenMove {
        ledger.move_people(&figures.migration, last, 0..1, 0);
    }
    let (components, floors) = ledger.close();
    Ok(StepResult { components, floors })
}

/// Women who may give birth by age, `[area, group, age]`.
fn women_at_risk(
    conventions: Conventions,
    at_start: Array3<f64>,
    before_ageing: Array3<f64>,
    at_end: Array3<f64>,
) -> Array3<f64> {
    match (conventions.exposure, conventions.order) {
        (Exposure::MeanOfStartAndEnd, _) => (at_start + at_end) / 2.0,
        (Exposure::AfterMoves, Order::MoveThenAge) => before_ageing,
        (Exposure::AfterMoves, Order::AgeThenMove) => at_end,
    }
}

/// Every array has the axes of the people.
fn check_shapes(people: &Array4<f64>, figures: &StepFigures) -> Result<(), EngineError> {
    let (areas, groups, sexes, ages) = people.dim();
    let shape = |fits: bool, figures: &'static str| {
        if fits { Ok(()) } else { Err(EngineError::Shape { figures }) }
    };
    shape(sexes == 2 && ages >= 2, "people")?;
    shape(figures.survival.ages.dim() == people.dim(), "survival")?;
    shape(figures.survival.newborn.dim() == (areas, groups, sexes), "survival of newborns")?;
    match &figures.births {
        BirthSource::Rates(rates) => shape(rates.dim() == (areas, groups, ages), "fertility")?,
        BirthSource::Partly(rates, known) => {
            shape(rates.dim() == (areas, groups, ages), "fertility")?;
            shape(known.dim() == (areas, groups), "births")?;
        }
        BirthSource::Given(births) => shape(births.dim() == (areas, groups), "births")?,
    }
    for (name, part) in figures.migration.parts() {
        shape(part.is_none_or(|part| part.dim() == people.dim()), name)?;
    }
    let Some(change) = &figures.change else { return Ok(()) };
    let into = change.into.len() == groups && change.into.iter().all(|into| *into < groups);
    shape(into && change.rates.dim() == people.dim(), "status change")
}

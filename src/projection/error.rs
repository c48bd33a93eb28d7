//! What can stop a projection.

use super::cohort_component::EngineError;
use super::{BirthPath, Children, Rolls};
use crate::domain::Date;
use crate::progress::Progress;
use thiserror::Error;

/// Why a study cannot be projected.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProjectionError {
    /// There are no counted people.
    #[error("the study has no population counts (人口): at least one date by single years of age is needed")]
    NoPopulation,
    /// A row points to a town, county or group that the study lacks.
    #[error("{table}: a row of {when} names a town, county or group that the study does not have")]
    UnknownPlace {
        /// Table.
        table: &'static str,
        /// Date or year of the row.
        when: String,
    },
    /// A figure in a table is negative or not a number.
    #[error("{table}: a row of {when} holds a figure that is negative or not a number")]
    BadFigure {
        /// Table.
        table: &'static str,
        /// Date or year of the row.
        when: String,
    },
    /// Single ages do not reach the greatest age of a stage.
    #[error(
        "single years of age in the population reach {found}, but the stages need them up to {needed}: \
         give ages 0 to {needed} one by one"
    )]
    AgesMissing {
        /// Greatest age of a stage.
        needed: u8,
        /// Greatest single age in the data.
        found: u8,
    },
    /// The first date on which every town is counted lies after the first planned year.
    #[error("the children of school year {first} cannot be derived: the towns are counted only from {from}")]
    PopulationTooLate {
        /// First planned school year.
        first: i32,
        /// First year that can be derived.
        from: i32,
    },
    /// The last planned year lies before the first.
    #[error("the horizon ends ({outlook}) before it begins ({first})")]
    EmptyHorizon {
        /// First planned school year.
        first: i32,
        /// Last planned school year.
        outlook: i32,
    },
    /// Towns cannot be made to add up to their county.
    #[error("county {county}: the towns cannot be made to add up to the county: {gap}")]
    Reconcile {
        /// Code of the county.
        county: String,
        /// What is missed.
        gap: String,
    },
    /// Official totals contradict each other, or what the county engine found.
    #[error("official_totals ({area}): {gap}; see whether towns add up to their county")]
    OfficialTotals {
        /// Area, date and ages of the total.
        area: String,
        /// What is missed.
        gap: String,
    },
    /// The county engine met arrays that do not fit.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A result is negative or not a number.
    #[error(
        "the projection gave a figure that is negative or not a number: {what}, town {town} of the list, {year}"
    )]
    NotFinite {
        /// What was projected.
        what: &'static str,
        /// Position of the town, from 1.
        town: usize,
        /// Year.
        year: i32,
    },
    /// The user asked to stop.
    #[error("the projection was stopped")]
    Cancelled,
}

impl ProjectionError {
    pub(super) fn bad_count(date: Date) -> Self {
        Self::BadFigure { table: "population", when: date.to_string() }
    }
}

/// Whether a figure is a number and not negative.
pub(super) fn sound(value: f64) -> bool {
    value.is_finite() && value >= 0.0
}

/// Stops where the user asked to.
pub(super) fn stop_if_cancelled(progress: &dyn Progress) -> Result<(), ProjectionError> {
    if progress.cancelled() { Err(ProjectionError::Cancelled) } else { Ok(()) }
}

/// Every figure of the result is finite and not negative.
pub(super) fn check(children: &Children, births: &BirthPath, rolls: &Rolls) -> Result<(), ProjectionError> {
    let fault = |what, town: usize, year| Err(ProjectionError::NotFinite { what, town: town + 1, year });
    for ((town, _, _, year), value) in children.counts.indexed_iter() {
        if !sound(*value) {
            return fault("children", town, children.years[year].0);
        }
    }
    for ((town, _, year), value) in births.counts.indexed_iter() {
        if !sound(*value) {
            return fault("births", town, births.years[year]);
        }
    }
    for ((town, _, _, year), value) in rolls.demand.indexed_iter() {
        if !sound(*value) {
            return fault("rolls", town, rolls.years[year].0);
        }
    }
    Ok(())
}

//! The county engine: people by group, sex and age carried from step to step by births, deaths, moves and status change
//! (队列要素法).
//!
//! Plain functions of arrays with the axes `[area, group, sex, age]`; the sexes are [`FEMALE`] and [`MALE`], the last age
//! is open. Ages and steps have the same length, one year or several. Every figure is per year; a step takes as many
//! years as an age has. Source of the accounting: Preston, Heuveline & Guillot, *Demography*, chapter 6.

mod births;
mod components;
mod conventions;
pub mod county;
mod figures;
mod half_exposure;
mod ledger;
mod life_table;
mod migration;
pub mod rates;
mod step;
#[cfg(test)]
pub(in crate::projection) mod tests;

pub use components::{Floor, StepComponents};
pub use conventions::{Conventions, Exposure, Order, Timing};
pub use figures::{BirthSource, EngineError, NewbornGroups, StatusFlow, StepFigures};
pub use life_table::{Ratios, StepSurvival, abridged, single_years};
pub use migration::{Between, Migration};
pub use step::{StepResult, step};

/// Position of women and girls on the sex axis (女).
pub const FEMALE: usize = 0;

/// Position of men and boys on the sex axis (男).
pub const MALE: usize = 1;

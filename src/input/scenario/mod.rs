//! Scenarios: named lists of named overrides, applied to the model file and to the raw tables before anything is checked, so
//! that every check holds for the scenario as for the study.

mod arithmetic;
mod conditions;
mod definition;
mod files;
mod index;
mod insert;
mod log;
mod model_changes;
mod raw_rows;
mod table_changes;

pub(super) use files::read_scenarios;
pub(super) use log::Log;
pub(super) use model_changes::change_model;
pub(super) use table_changes::change_tables;

use definition::Definition;

/// The overrides of all scenarios in order, and where their effects are written down.
#[derive(Default)]
pub(super) struct Overrides {
    definitions: Vec<Definition>,
    pub(super) log: Log,
}

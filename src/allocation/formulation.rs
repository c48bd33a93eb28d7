//! The program of a study: columns, constraint families in order, objective.

use super::constraints;
use super::keys::{ColumnKey, Promise};
use super::model::{Column, Model};
use super::objective;
use super::sets::Sets;
use super::variables::Variables;
use crate::domain::Study;

/// A program being built, or built (数学模型).
#[derive(Debug, Clone)]
pub struct Formulation<'a> {
    /// The study that it is made of.
    pub study: &'a Study,
    /// What it ranges over.
    pub sets: Sets,
    /// Its columns by what they stand for.
    pub variables: Variables,
    /// Columns and rows.
    pub model: Model,
    /// Whether promises may be broken at a price: a repair run.
    pub repair: bool,
}

impl<'a> Formulation<'a> {
    /// Builds the program; `repair` adds columns for children without a place and for missed promises.
    #[must_use]
    pub fn new(study: &'a Study, sets: Sets, repair: bool) -> Self {
        let mut model = Model::default();
        let variables = Variables::new(study, &sets, &mut model, repair);
        let mut formulation = Self { study, sets, variables, model, repair };
        constraints::placement::add(&mut formulation);
        constraints::arrival::add(&mut formulation);
        constraints::capacity::add(&mut formulation);
        constraints::site::add(&mut formulation);
        constraints::programme::add(&mut formulation);
        constraints::delivery::add(&mut formulation);
        constraints::share::add(&mut formulation);
        constraints::certification::add(&mut formulation);
        constraints::budget::add(&mut formulation);
        constraints::choice::add(&mut formulation);
        if !repair {
            constraints::cover::add(&mut formulation);
        }
        objective::add(&mut formulation);
        formulation
    }

    /// In a repair run, a column for missing the promise, to be added to its row with a sign; none otherwise.
    pub(super) fn short(&mut self, promise: Promise) -> Option<Column> {
        self.repair.then(|| self.model.add_column(ColumnKey::Short { promise }, 0.0, f64::INFINITY, false))
    }
}

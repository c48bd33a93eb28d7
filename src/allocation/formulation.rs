//! A program being built: its study, sets, columns and rows, and how it takes promises.

use super::keys::{ColumnKey, Family, Promise, RowKey};
use super::model::{Column, Model, Sense};
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
    /// How promises are taken.
    pub promises: Promises,
}

/// Which promises may be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breakable {
    /// Whether children may go without a place.
    pub children: bool,
    /// The one family whose promises may be; none is every one.
    pub only: Option<Family>,
}

impl Breakable {
    /// Everything may be broken.
    pub const ALL: Self = Self { children: true, only: None };

    /// Only promises of one family.
    #[must_use]
    pub const fn only(family: Family) -> Self {
        Self { children: matches!(family, Family::Children), only: Some(family) }
    }
}

/// How a program takes the promises of its study.
#[derive(Debug, Clone, PartialEq)]
pub enum Promises {
    /// Every promise is kept.
    Kept,
    /// Some promises may be broken: columns say by how much.
    Breakable(Breakable),
    /// Promises are kept but for these amounts.
    KeptBut(Vec<(Promise, f64)>),
}

impl<'a> Formulation<'a> {
    /// A program with its columns and no rows yet. With breakable promises there are columns for children without a place.
    #[must_use]
    pub fn with_columns(study: &'a Study, sets: Sets, promises: Promises) -> Self {
        let mut model = Model::default();
        let children = matches!(promises, Promises::Breakable(Breakable { children: true, .. }));
        let variables = Variables::new(study, &sets, &mut model, children);
        Self { study, sets, variables, model, promises }
    }

    /// Adds the row of a promise: as it is, with a column for missing it, or with what it may be missed by.
    pub(super) fn add_promise(
        &mut self,
        promise: Promise,
        mut terms: Vec<(Column, f64)>,
        sense: Sense,
        right: f64,
    ) {
        let sign = if sense == Sense::AtMost { -1.0 } else { 1.0 };
        if self.may_break(&promise) {
            let key = ColumnKey::Short { promise: promise.clone() };
            terms.push((self.model.add_column(key, 0.0, f64::INFINITY, false), sign));
        }
        let right = right - sign * self.missed(&promise);
        self.model.add_row(RowKey::Promise(promise), terms, sense, right);
    }

    /// Whether promises may be broken: then rows that follow from keeping them do not hold.
    #[must_use]
    pub fn is_breakable(&self) -> bool {
        matches!(self.promises, Promises::Breakable(_))
    }

    fn may_break(&self, promise: &Promise) -> bool {
        match self.promises {
            Promises::Breakable(which) => which.only.is_none_or(|family| family == promise.family()),
            Promises::Kept | Promises::KeptBut(_) => false,
        }
    }

    /// By how much a promise is missed on purpose: in the second step of a repair.
    pub(super) fn missed(&self, promise: &Promise) -> f64 {
        match &self.promises {
            Promises::KeptBut(missed) => {
                missed.iter().filter(|(of, _)| of == promise).map(|(_, amount)| amount).sum()
            }
            Promises::Kept | Promises::Breakable(_) => 0.0,
        }
    }
}

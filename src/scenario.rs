//! Scenarios (情景): which ones a study was read with, and every value that they changed. Values only: `input` applies them,
//! and nothing else asks whether a study comes from one.

use crate::domain::Text;

/// A scenario that was applied (情景).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Short name, as file and folder names use it.
    pub name: String,
    /// Title.
    pub title: Text,
    /// What it is to show, in a sentence.
    pub intent: Text,
}

/// A value of the model file or of a table that a scenario changed (改动).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of its override.
    pub name: String,
    /// Table, or [`Change::MODEL`].
    pub table: String,
    /// Key of the row; empty in the model file.
    pub row: String,
    /// Column, or key of the model file; [`Change::ROW`] where a whole row came or went.
    pub column: String,
    /// Value before; empty where there was none.
    pub old: String,
    /// Value after; empty where it is gone.
    pub new: String,
}

impl Change {
    /// The model file, where changes name their table.
    pub const MODEL: &'static str = "model";
    /// A whole row, where changes name their column.
    pub const ROW: &'static str = "*";
}

/// What was applied to a study: scenarios in order, and every change in order; a value that two of them change is listed twice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// Scenarios in order.
    pub scenarios: Vec<Scenario>,
    /// Changed values in order.
    pub changes: Vec<Change>,
}

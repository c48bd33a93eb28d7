//! From a point that misses some coupling rows to a plan that keeps all (修复与改进): one block after another is solved anew
//! with the others held as they are, and what is missed is paid for, first a little above its price, then ever more.

use super::block::Task;
use super::coupling::{Coupling, KEPT};
use super::partition::Block;
use crate::allocation::keys::{ColumnKey, RowKey};
use crate::allocation::model::{Model, Sense};
use crate::allocation::solve::Stop;

/// A point with the left-hand sides of the coupling rows.
#[derive(Debug, Clone)]
pub struct Point {
    /// Values of all columns.
    pub values: Vec<f64>,
    /// Left-hand sides of the coupling rows.
    pub activities: Vec<f64>,
}

impl Point {
    /// A point of a program.
    #[must_use]
    pub fn new(coupling: &Coupling, values: Vec<f64>) -> Self {
        let activities = coupling.activities(&values);
        Self { values, activities }
    }

    /// Cost with what is missed paid for.
    #[must_use]
    pub fn penalised(&self, coupling: &Coupling, penalties: &[f64]) -> f64 {
        let missed = coupling.violations(&self.activities);
        let paid: f64 = missed.iter().zip(penalties).map(|(missed, penalty)| missed * penalty).sum();
        coupling.model.objective(&self.values) + paid
    }

    /// Whether every coupling row is kept.
    #[must_use]
    pub fn keeps_all(&self, coupling: &Coupling) -> bool {
        coupling.violations(&self.activities).iter().all(|missed| *missed <= KEPT)
    }

    /// Puts values into the columns of a block.
    pub fn put(&mut self, coupling: &Coupling, block: &Block, values: &[f64]) {
        for (column, value) in block.columns.iter().zip(values) {
            self.values[*column] =
                if coupling.model.columns()[*column].integer { value.round() } else { *value };
        }
        self.activities = coupling.activities(&self.values);
    }
}

/// The program of one block with the others held as they are at a point; what is missed of a coupling row is paid for. Where
/// several blocks are solved side by side, each gets its part of what a row lacks or has to spare.
#[must_use]
pub fn task(
    coupling: &Coupling,
    block: &Block,
    point: &Point,
    penalties: &[f64],
    side_by_side: usize,
    stop: Stop,
) -> Task {
    let touches = |number: &usize| {
        let terms = &coupling.model.rows()[coupling.rows[*number]].terms;
        terms.iter().any(|(column, _)| block.columns.binary_search(&column.0).is_ok())
    };
    let touched: Vec<usize> =
        (0..coupling.rows.len()).filter(|number| !coupling.implied(*number)).filter(touches).collect();
    let mut rows = block.rows.clone();
    rows.extend(touched.iter().map(|number| coupling.rows[*number]));
    let mut model = coupling.model.part(&block.columns, &rows);
    let mut start: Vec<f64> = block.columns.iter().map(|column| point.values[*column]).collect();
    #[allow(clippy::cast_precision_loss)] // a count of threads
    let part = 1.0 / side_by_side.max(1) as f64;
    for (row, number) in (block.rows.len()..).zip(&touched) {
        let own = model.rows()[row].activity(&start[..block.columns.len()]);
        let lacking = coupling.model.rows()[coupling.rows[*number]].right - point.activities[*number];
        model.set_right(row, own + lacking * part);
        let missed = model.rows()[row].violation(own);
        start.extend(pay_for(&mut model, row, penalties[*number], missed, lacking > 0.0));
    }
    Task { model, start: Some(start), stop }
}

/// Adds columns for what is missed of a row, at a penalty; their values at the point.
fn pay_for(model: &mut Model, row: usize, penalty: f64, missed: f64, below: bool) -> Vec<f64> {
    let RowKey::Promise(promise) = model.rows()[row].key.clone() else { return Vec::new() };
    let key = ColumnKey::Short { promise };
    match model.rows()[row].sense {
        Sense::AtLeast => {
            model.add_slack(key, row, 1.0, penalty);
            vec![missed]
        }
        Sense::AtMost => {
            model.add_slack(key, row, -1.0, penalty);
            vec![missed]
        }
        Sense::Equal => {
            model.add_slack(key.clone(), row, 1.0, penalty);
            model.add_slack(key, row, -1.0, penalty);
            if below { vec![missed, 0.0] } else { vec![0.0, missed] }
        }
    }
}

/// The linear program of the whole with whole-number columns held as they are; what is missed of a coupling row is paid for.
#[must_use]
pub fn settled(coupling: &Coupling, values: &[f64], penalties: &[f64], stop: Stop) -> Task {
    let mut model = coupling.model.with_integers_fixed(values);
    for (number, row) in coupling.rows.iter().enumerate() {
        if coupling.implied(number) {
            model.set_right(*row, f64::NEG_INFINITY);
        } else {
            pay_for(&mut model, *row, penalties[number], 0.0, true);
        }
    }
    Task { model, start: None, stop }
}

//! From a point that misses some coupling rows to a plan that keeps all (修复与改进): one block after another is solved anew
//! with the others held as they are, and what is missed is paid for, first a little above its price, then ever more.

use super::block::Task;
use super::coupling::Coupling;
use super::partition::{Block, Share};
use crate::allocation::keys::{ColumnKey, RowKey};
use crate::allocation::model::{Column, Model};
use crate::allocation::solve::Stop;

/// A point with its cost and the left-hand sides of the coupling rows, without what is missed of them.
#[derive(Debug, Clone)]
pub struct Point {
    /// Values of all columns.
    pub values: Vec<f64>,
    /// Left-hand sides of the coupling rows.
    pub activities: Vec<f64>,
    /// Value of the objective.
    pub cost: f64,
}

/// Other values for the columns of a block (一块的改动).
#[derive(Debug, Clone)]
pub struct Change {
    values: Vec<f64>,
    /// What the cost grows by.
    cost: f64,
    /// What the left-hand sides of the block's coupling rows grow by.
    activities: Vec<f64>,
}

impl Point {
    /// A point of a program.
    #[must_use]
    pub fn new(coupling: &Coupling, mut values: Vec<f64>) -> Self {
        coupling.miss_nothing(&mut values);
        let (activities, cost) = (coupling.activities(&values), coupling.model.objective(&values));
        Self { values, activities, cost }
    }

    /// Its values with what is missed of the coupling rows, and what they cost together.
    #[must_use]
    pub fn with_missing(&self, coupling: &Coupling) -> (f64, Vec<f64>) {
        let mut values = self.values.clone();
        let paid = coupling.miss(&mut values, &self.activities);
        (self.cost + paid, values)
    }

    /// What other values in the columns of a block change.
    #[must_use]
    pub fn change(&self, coupling: &Coupling, block: &Block, values: &[f64]) -> Change {
        let columns = coupling.model.columns();
        let of = |(column, value): (&usize, &f64)| {
            if columns[*column].integer { value.round() } else { *value }
        };
        let values: Vec<f64> = block.columns.iter().zip(values).map(of).collect();
        let by: Vec<f64> =
            block.columns.iter().zip(&values).map(|(column, value)| value - self.values[*column]).collect();
        let cost = block.columns.iter().zip(&by).map(|(column, by)| columns[*column].cost * by).sum();
        let activities = block.shares.iter().map(|share| share.activity(&by)).collect();
        Change { values, cost, activities }
    }

    /// Whether a change lowers the cost, with what is missed paid for.
    #[must_use]
    pub fn gains(&self, coupling: &Coupling, block: &Block, change: &Change, penalties: &[f64]) -> bool {
        let paid = |(share, by): (&Share, &f64)| {
            let (row, before) = (coupling.row(share.row), self.activities[share.row]);
            penalties[share.row] * (row.violation(before + by) - row.violation(before))
        };
        change.cost + block.shares.iter().zip(&change.activities).map(paid).sum::<f64>() < 0.0
    }

    /// Makes a change.
    pub fn make(&mut self, block: &Block, change: &Change) {
        block.columns.iter().zip(&change.values).for_each(|(column, value)| self.values[*column] = *value);
        block.shares.iter().zip(&change.activities).for_each(|(share, by)| self.activities[share.row] += by);
        self.cost += change.cost;
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
    let mut model = coupling.model.part(&block.columns, &block.rows);
    let mut start = block.of(&point.values);
    #[allow(clippy::cast_precision_loss)] // a count of threads
    let part = 1.0 / side_by_side.max(1) as f64;
    for share in block.shares.iter().filter(|share| !coupling.implied(share.row)) {
        let whole = coupling.row(share.row);
        let own = share.activity(&start);
        let lacking = whole.right - point.activities[share.row];
        let terms = share.terms.iter().map(|(place, by)| (Column(*place), *by)).collect();
        model.add_row(whole.key.clone(), terms, whole.sense, own + lacking * part);
        let row = model.rows().len() - 1;
        let missed = model.rows()[row].violation(own);
        start.extend(pay_for(&mut model, row, penalties[share.row], missed, lacking > 0.0));
    }
    Task { model, start: Some(start), stop }
}

/// Adds columns for what is missed of a row, at a penalty; their values at the point.
fn pay_for(model: &mut Model, row: usize, penalty: f64, missed: f64, below: bool) -> Vec<f64> {
    let RowKey::Promise(promise) = model.rows()[row].key.clone() else { return Vec::new() };
    let slacks = model.rows()[row].sense.slacks();
    for by in slacks {
        model.add_slack(ColumnKey::Short { promise: promise.clone() }, row, *by, penalty);
    }
    match slacks {
        [_] => vec![missed],
        _ if below => vec![missed, 0.0],
        _ => vec![0.0, missed],
    }
}

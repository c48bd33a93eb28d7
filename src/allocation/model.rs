//! A mixed-integer linear program whose columns and rows have keys in the field's words.
//!
//! Nothing here knows a solver; `solve` hands a model over, `read` brings the values back under the same keys.

use super::cut::Cut;
use super::keys::{ColumnKey, RowKey};
use std::collections::HashMap;

/// Position of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column(pub(super) usize);

/// What is known of one column (变量).
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnData {
    /// What it stands for.
    pub key: ColumnKey,
    /// Least value.
    pub lower: f64,
    /// Greatest value.
    pub upper: f64,
    /// Whether it takes whole numbers only.
    pub integer: bool,
    /// Coefficient in the objective, 10⁴ yuan of present value.
    pub cost: f64,
}

/// Sense of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// At most the right-hand side.
    AtMost,
    /// At least the right-hand side.
    AtLeast,
    /// Equal to the right-hand side.
    Equal,
}

impl Sense {
    /// Coefficients of columns that take up what a row is missed by.
    #[must_use]
    pub const fn slacks(self) -> &'static [f64] {
        match self {
            Self::AtLeast => &[1.0],
            Self::AtMost => &[-1.0],
            Self::Equal => &[1.0, -1.0],
        }
    }
}

/// One row (约束).
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it says.
    pub key: RowKey,
    /// Sense.
    pub sense: Sense,
    /// Right-hand side.
    pub right: f64,
    /// Columns and their coefficients; no column stands twice.
    pub terms: Vec<(Column, f64)>,
}

impl Row {
    /// Value of the left-hand side at a point.
    #[must_use]
    pub fn activity(&self, values: &[f64]) -> f64 {
        self.terms.iter().map(|(column, by)| by * values[column.0]).sum()
    }

    /// By how much a left-hand side misses the right one.
    #[must_use]
    pub fn violation(&self, activity: f64) -> f64 {
        match self.sense {
            Sense::AtMost => (activity - self.right).max(0.0),
            Sense::AtLeast => (self.right - activity).max(0.0),
            Sense::Equal => (activity - self.right).abs(),
        }
    }
}

/// A minimisation problem (模型).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    columns: Vec<ColumnData>,
    rows: Vec<Row>,
    /// Cost that no decision can change, 10⁴ yuan of present value; kept out of objective, bound and gap.
    pub constant: f64,
}

impl Model {
    /// Adds a column that costs nothing yet.
    pub fn add_column(&mut self, key: ColumnKey, lower: f64, upper: f64, integer: bool) -> Column {
        self.columns.push(ColumnData { key, lower, upper, integer, cost: 0.0 });
        Column(self.columns.len() - 1)
    }

    /// Adds a row; terms of the same column are added up and zero terms dropped.
    pub fn add_row(&mut self, key: RowKey, terms: Vec<(Column, f64)>, sense: Sense, right: f64) {
        self.rows.push(Row { key, sense, right, terms: collect(terms) });
    }

    /// Adds a cut as a row.
    pub fn add_cut(&mut self, key: RowKey, cut: &Cut) {
        let terms = cut.terms.iter().map(|(column, by)| (Column(*column), *by)).collect();
        self.add_row(key, terms, Sense::AtLeast, cut.right);
    }

    /// Adds to the cost of a column.
    pub fn add_cost(&mut self, column: Column, cost: f64) {
        self.columns[column.0].cost += cost;
    }

    /// Every column, in order.
    #[must_use]
    pub fn columns(&self) -> &[ColumnData] {
        &self.columns
    }

    /// Every row, in order.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Number of coefficients.
    #[must_use]
    pub fn nonzeros(&self) -> usize {
        self.rows.iter().map(|row| row.terms.len()).sum()
    }

    /// Number of whole-number columns that are not fixed.
    #[must_use]
    pub fn integers(&self) -> usize {
        self.columns.iter().filter(|column| column.integer && column.lower < column.upper).count()
    }

    /// The same model with every whole-number column fixed at its value: a linear program.
    #[must_use]
    pub fn with_integers_fixed(&self, values: &[f64]) -> Self {
        let mut fixed = self.clone();
        for (column, value) in fixed.columns.iter_mut().zip(values).filter(|(column, _)| column.integer) {
            (column.lower, column.upper, column.integer) = (value.round(), value.round(), false);
        }
        fixed
    }

    /// Values of another program carried over by what the columns stand for; a column that is not there is at its least.
    #[must_use]
    pub fn carried_over(&self, from: &Self, values: &[f64]) -> Vec<f64> {
        let known: HashMap<&ColumnKey, f64> =
            from.columns.iter().map(|column| &column.key).zip(values.iter().copied()).collect();
        let value = |column: &ColumnData| known.get(&column.key).map_or(column.lower, |value| *value);
        self.columns.iter().map(|column| value(column).clamp(column.lower, column.upper)).collect()
    }

    /// Fixes a column at a value.
    pub fn fix(&mut self, column: Column, value: f64) {
        let column = &mut self.columns[column.0];
        (column.lower, column.upper, column.integer) = (value, value, false);
    }

    /// The model of some columns and of rows that have no others, in the order given.
    #[must_use]
    pub fn part(&self, columns: &[usize], rows: &[usize]) -> Self {
        let place: HashMap<usize, usize> =
            columns.iter().enumerate().map(|(place, column)| (*column, place)).collect();
        let row = |row: &usize| {
            let row = &self.rows[*row];
            let terms = row.terms.iter();
            let terms =
                terms.filter_map(|(column, by)| Some((Column(*place.get(&column.0)?), *by))).collect();
            Row { key: row.key.clone(), sense: row.sense, right: row.right, terms }
        };
        Self {
            columns: columns.iter().map(|column| self.columns[*column].clone()).collect(),
            rows: rows.iter().map(row).collect(),
            constant: 0.0,
        }
    }

    /// Sets the costs of all columns.
    pub fn set_costs(&mut self, costs: impl Iterator<Item = f64>) {
        for (column, cost) in self.columns.iter_mut().zip(costs) {
            column.cost = cost;
        }
    }

    /// Adds a column to one row, at a cost.
    pub fn add_slack(&mut self, key: ColumnKey, row: usize, by: f64, cost: f64) {
        let column = self.add_column(key, 0.0, f64::INFINITY, false);
        self.columns[column.0].cost = cost;
        self.rows[row].terms.push((column, by));
    }

    /// Greatest amount by which a point misses a row or bound, or a whole-number column a whole number.
    #[must_use]
    pub fn violation(&self, values: &[f64]) -> f64 {
        let rows = self.rows.iter().map(|row| row.violation(row.activity(values)));
        let columns = self.columns.iter().zip(values).map(|(column, value)| {
            let whole = if column.integer { (value - value.round()).abs() } else { 0.0 };
            (column.lower - value).max(value - column.upper).max(whole)
        });
        rows.chain(columns).fold(0.0, f64::max)
    }

    /// The same model without whole-number columns: its linear relaxation.
    #[must_use]
    pub fn relaxed(&self) -> Self {
        let mut relaxed = self.clone();
        relaxed.columns.iter_mut().for_each(|column| column.integer = false);
        relaxed
    }

    /// The same model with another objective: costs replaced by a function of the column.
    #[must_use]
    pub fn with_costs(&self, cost: impl Fn(&ColumnData) -> f64) -> Self {
        let mut changed = self.clone();
        for column in &mut changed.columns {
            column.cost = cost(column);
        }
        changed
    }

    /// Value of the objective at a point, the constant left out.
    #[must_use]
    pub fn objective(&self, values: &[f64]) -> f64 {
        self.columns.iter().zip(values).map(|(column, value)| column.cost * value).sum()
    }
}

fn collect(mut terms: Vec<(Column, f64)>) -> Vec<(Column, f64)> {
    terms.sort_by_key(|(column, _)| *column);
    terms.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    terms.retain(|(_, coefficient)| *coefficient != 0.0);
    terms
}

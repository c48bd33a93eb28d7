//! What couples the blocks (耦合约束): rows of wider promises, their prices and their penalties.

use super::partition::{Missing, Partition};
use crate::allocation::keys::RowKey;
use crate::allocation::model::{Model, Row, Sense};

/// Prices of the coupling rows, 10⁴ yuan for one unit more on the right-hand side (影子价格).
pub type Prices = Vec<f64>;

/// A coupling row counts as kept if it is missed by no more than this.
pub const KEPT: f64 = 1e-6;

/// The smallest price of a row that could bind, as a share of the usual cost of a unit: of plans of one cost the one that
/// keeps more promises is taken.
const LEANING: f64 = 1e-4;

/// The coupling rows of a program.
#[derive(Debug, Clone)]
pub struct Coupling<'a> {
    /// The program.
    pub model: &'a Model,
    /// Positions of the rows.
    pub rows: &'a [usize],
    /// What one unit of each row usually costs.
    pub usual: Vec<f64>,
    /// Columns for what is missed.
    missing: &'a [Missing],
    /// What one unit missed of each row costs; without end where it may not be missed.
    dearest: Vec<f64>,
}

impl<'a> Coupling<'a> {
    /// The rows with what a unit of each usually costs: the mean over its columns of cost by coefficient; of a row whose columns cost
    /// nothing themselves, as certified counties, what a project costs.
    #[must_use]
    pub fn new(model: &'a Model, partition: &'a Partition) -> Self {
        let Partition { coupling: rows, missing, .. } = partition;
        let project = project_cost(model);
        let usual = |row: &usize| Some(usual_cost(model, *row)).filter(|cost| *cost > 0.0).unwrap_or(project);
        let mut dearest = vec![f64::INFINITY; rows.len()];
        for one in missing {
            let (row, by) = (&model.rows()[rows[one.row]], one.by.signum());
            if row.sense.slacks() == [by] {
                dearest[one.row] = dearest[one.row].min(model.columns()[one.column].cost / one.by.abs());
            }
        }
        Self { model, rows, usual: rows.iter().map(usual).collect(), missing, dearest }
    }

    /// Sets the columns for what is missed to what values of the others miss; what that costs.
    pub fn miss(&self, values: &mut [f64], activities: &[f64]) -> f64 {
        let mut paid = 0.0;
        let mut activities = activities.to_vec();
        for one in self.missing {
            let (row, cost) = (self.row(one.row), self.model.columns()[one.column].cost);
            let lacking = row.right - activities[one.row];
            let missed =
                if row.violation(activities[one.row]) > 0.0 { (lacking / one.by).max(0.0) } else { 0.0 };
            values[one.column] = missed;
            activities[one.row] += missed * one.by;
            paid += cost * missed;
        }
        paid
    }

    /// Sets the columns for what is missed to nothing.
    pub fn miss_nothing(&self, values: &mut [f64]) {
        self.missing.iter().for_each(|one| values[one.column] = 0.0);
    }

    /// Prices from the dual values of all rows, of the sign that each row allows; a floor is never quite
    /// without price.
    #[must_use]
    pub fn prices(&self, duals: &[f64]) -> Prices {
        let priced = self.rows.iter().zip(&self.usual).map(|(row, usual)| {
            let least = LEANING * usual.max(1.0);
            match self.model.rows()[*row].sense {
                Sense::AtLeast => duals[*row].max(least),
                Sense::AtMost => duals[*row].min(0.0),
                Sense::Equal => duals[*row],
            }
        });
        let mut prices: Prices = priced.collect();
        // A column for what is missed that earned more than it costs would grow without end: no bound.
        for one in self.missing {
            let most = self.model.columns()[one.column].cost / one.by;
            let price = &mut prices[one.row];
            *price = if one.by > 0.0 { price.min(most) } else { price.max(most) };
        }
        prices
    }

    /// What one unit missed costs: so many times its price, and the more of the usual cost, but no more than where it may be missed.
    #[must_use]
    pub fn penalties(&self, prices: &[f64], by: f64) -> Vec<f64> {
        let of = |((price, usual), dearest): ((&f64, &f64), &f64)| {
            (by * price.abs() + (by - 1.0) * 0.1 * usual.max(1.0)).min(*dearest)
        };
        prices.iter().zip(&self.usual).zip(&self.dearest).map(of).collect()
    }

    /// A coupling row by its number.
    #[must_use]
    pub fn row(&self, number: usize) -> &Row {
        &self.model.rows()[self.rows[number]]
    }

    /// Whether a row is missed, and could be kept at penalties below what missing it costs.
    #[must_use]
    pub fn is_missed(&self, row: usize, activities: &[f64], penalties: &[f64]) -> bool {
        self.row(row).violation(activities[row]) > KEPT && penalties[row] < self.dearest[row]
    }

    /// Costs of all columns less what they earn at the prices.
    #[must_use]
    pub fn reduced_costs(&self, prices: &[f64]) -> Vec<f64> {
        let mut costs: Vec<f64> = self.model.columns().iter().map(|column| column.cost).collect();
        for (row, price) in self.rows.iter().zip(prices) {
            for (column, by) in &self.model.rows()[*row].terms {
                costs[column.0] -= price * by;
            }
        }
        costs
    }

    /// What the right-hand sides are worth at the prices.
    #[must_use]
    pub fn worth(&self, prices: &[f64]) -> f64 {
        self.rows.iter().zip(prices).map(|(row, price)| price * self.model.rows()[*row].right).sum()
    }

    /// Left-hand sides at a point.
    #[must_use]
    pub fn activities(&self, values: &[f64]) -> Vec<f64> {
        self.rows.iter().map(|row| self.model.rows()[*row].activity(values)).collect()
    }

    /// Whether a row only repeats what others imply for whole numbers.
    #[must_use]
    pub fn implied(&self, number: usize) -> bool {
        !matches!(self.model.rows()[self.rows[number]].key, RowKey::Promise(_))
    }
}

#[allow(clippy::cast_precision_loss)] // a count of terms
fn usual_cost(model: &Model, row: usize) -> f64 {
    let terms = &model.rows()[row].terms;
    let cost = |(column, by): &(crate::allocation::model::Column, f64)| {
        model.columns()[column.0].cost.abs() / by.abs()
    };
    terms.iter().map(cost).sum::<f64>() / terms.len().max(1) as f64
}

/// Mean cost of a whole-number column that costs something.
#[allow(clippy::cast_precision_loss)] // a count of columns
fn project_cost(model: &Model) -> f64 {
    let costs = model.columns().iter().filter(|column| column.integer).map(|column| column.cost.abs());
    let costs: Vec<f64> = costs.filter(|cost| *cost > 0.0).collect();
    costs.iter().sum::<f64>() / costs.len().max(1) as f64
}

//! A plan by diving (逐批取整): of the whole-number columns that the relaxation splits, those nearest to the next whole number
//! are rounded up, a part of them at a time, and the relaxation is solved again from its last basis. Every row holds all the way,
//! ceilings on money and deliveries too, which rounding all at once does not heed.

use super::block::Task;
use crate::allocation::model::Model;
use crate::allocation::solve::{Basis, Relaxation, SolveError};
use crate::progress::Progress;
use std::time::Instant;

/// Part of the split columns that are rounded up at a time.
const AT_A_TIME: f64 = 0.25;
/// After a batch that no plan allows, the next is so much smaller.
const SMALLER: usize = 4;
/// A dive in the whole ends after so many batches in a row that left no fewer columns split.
const PATIENCE: usize = 5;
/// Rows are kept if none is missed by more.
const KEPT: f64 = 1e-5;
/// A column is split if it is this far from whole.
const SPLIT: f64 = 1e-6;

/// Values with whole numbers of a block's program that keep its rows.
///
/// # Errors
/// As the solver's for its relaxation: infeasible, out of time, failed; nothing found where the dive keeps not all rows.
pub fn dived(task: &Task, progress: &dyn Progress) -> Result<Vec<f64>, SolveError> {
    let started = Instant::now();
    let mut relaxation = Relaxation::new(&task.model);
    let relaxed = relaxation.solve(task.stop.seconds, progress)?;
    let left = task.stop.seconds - started.elapsed().as_secs_f64();
    let values = dive(&task.model, &mut relaxation, relaxed.values, usize::MAX, left, progress);
    let values = if split(&task.model, &values).is_empty() { values } else { whole(&task.model, values) };
    if task.model.violation(&values) <= KEPT { Ok(values) } else { Err(SolveError::NothingFound) }
}

/// A point of the whole program that keeps every row, with all but few of its columns whole: it begins from where the relaxation ended,
/// and ends where rounding one column up only splits another, which is a matter for the search of a block.
#[must_use]
pub fn dived_together(
    model: &Model,
    relaxed: Vec<f64>,
    basis: &Basis,
    seconds: f64,
    progress: &dyn Progress,
) -> Vec<f64> {
    let mut relaxation = Relaxation::new(model);
    relaxation.begin_from(basis);
    dive(model, &mut relaxation, relaxed, PATIENCE, seconds, progress)
}

/// Dives from a solution of the relaxation until every whole-number column is whole, or it can go no further: because of the program's
/// rows, because the time is over, or since so many batches in a row left no fewer columns split. Every row is kept. The
/// relaxation keeps the limits that the dive has set.
fn dive(
    model: &Model,
    relaxation: &mut Relaxation,
    mut values: Vec<f64>,
    patience: usize,
    seconds: f64,
    progress: &dyn Progress,
) -> Vec<f64> {
    let started = Instant::now();
    let left = || seconds - started.elapsed().as_secs_f64();
    let mut limits: Vec<(f64, f64)> =
        model.columns().iter().map(|column| (column.lower, column.upper)).collect();
    let mut most = usize::MAX;
    let (mut fewest, mut waited) = (usize::MAX, 0);
    loop {
        let split = split(model, &values);
        waited = if split.len() < fewest { 0 } else { waited + 1 };
        fewest = fewest.min(split.len());
        if split.is_empty() || waited > patience {
            // A school of 0.999999 hides some of what is missed: exactly whole ones, and the children's ways anew.
            let whole = whole_columns(model, &values);
            for column in &whole {
                limits[*column] = (values[*column].round(), values[*column].round());
            }
            return solve(relaxation, &whole, &limits, left(), progress).unwrap_or(values);
        }
        let batch = &split[..part(split.len()).min(most)];
        let before: Vec<(f64, f64)> = batch.iter().map(|column| limits[*column]).collect();
        for column in batch {
            limits[*column].0 = values[*column].ceil();
        }
        match solve(relaxation, batch, &limits, left(), progress) {
            Ok(next) => {
                values = next;
                most = usize::MAX;
            }
            Err(SolveError::Infeasible) => {
                batch.iter().zip(before).for_each(|(column, limit)| limits[*column] = limit);
                if let [column] = batch {
                    limits[*column].1 = values[*column].floor();
                    match solve(relaxation, batch, &limits, left(), progress) {
                        Ok(next) => values = next,
                        Err(_) => return values,
                    }
                } else {
                    set(relaxation, batch, &limits);
                    most = batch.len().div_ceil(SMALLER);
                }
            }
            Err(_) => return values,
        }
    }
}

fn set(relaxation: &mut Relaxation, columns: &[usize], limits: &[(f64, f64)]) {
    columns.iter().for_each(|column| relaxation.set_limits(*column, limits[*column].0, limits[*column].1));
}

fn solve(
    relaxation: &mut Relaxation,
    columns: &[usize],
    limits: &[(f64, f64)],
    seconds: f64,
    progress: &dyn Progress,
) -> Result<Vec<f64>, SolveError> {
    if seconds <= 0.0 || progress.cancelled() {
        return Err(SolveError::NothingFound);
    }
    set(relaxation, columns, limits);
    relaxation.solve(seconds, progress).map(|relaxed| relaxed.values)
}

/// Whole-number columns that are whole.
fn whole_columns(model: &Model, values: &[f64]) -> Vec<usize> {
    let of = |column: &usize| model.columns()[*column].integer && !is_split(values[*column]);
    (0..values.len()).filter(of).collect()
}

fn is_split(value: f64) -> bool {
    (value - value.round()).abs() > SPLIT
}

/// Split columns, nearest to the next whole number first.
fn split(model: &Model, values: &[f64]) -> Vec<usize> {
    let of = |column: &usize| model.columns()[*column].integer && is_split(values[*column]);
    let mut columns: Vec<usize> = (0..values.len()).filter(of).collect();
    let rest = |column: &usize| values[*column].ceil() - values[*column];
    columns.sort_by(|one, other| rest(one).total_cmp(&rest(other)));
    columns
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a count of columns
fn part(columns: usize) -> usize {
    ((columns as f64 * AT_A_TIME) as usize).max(1)
}

/// Split columns rounded up, the others freed from the solver's rounding.
fn whole(model: &Model, mut values: Vec<f64>) -> Vec<f64> {
    for (column, value) in model.columns().iter().zip(&mut values) {
        if column.integer {
            *value = (*value - SPLIT).ceil().clamp(column.lower, column.upper);
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::keys::{ColumnKey, RowKey};
    use crate::allocation::model::Sense;
    use crate::domain::{ProjectIndex, SchoolYear};
    use crate::progress::Silent;

    /// Three projects of cost 3, 4 and 5 with 60, 70 and 80 places, for so many children and so much money.
    fn program(children: f64, money: f64) -> Model {
        let mut model = Model::default();
        let columns: Vec<_> = [(3.0, 60.0), (4.0, 70.0), (5.0, 80.0)]
            .into_iter()
            .enumerate()
            .map(|(number, (cost, places))| {
                let key = ColumnKey::Built { project: ProjectIndex(number), year: SchoolYear(2025) };
                let column = model.add_column(key, 0.0, 1.0, true);
                model.add_cost(column, cost);
                (column, cost, places)
            })
            .collect();
        let row = |by: fn(&(_, f64, f64)) -> f64| columns.iter().map(|one| (one.0, by(one))).collect();
        model.add_row(RowKey::Need { number: 0 }, row(|one| one.2), Sense::AtLeast, children);
        model.add_row(RowKey::Need { number: 1 }, row(|one| one.1), Sense::AtMost, money);
        model
    }

    fn dived(model: &Model) -> Vec<f64> {
        let mut relaxation = Relaxation::new(model);
        let relaxed = relaxation.solve(10.0, &Silent).unwrap().values;
        dive(model, &mut relaxation, relaxed, usize::MAX, 10.0, &Silent)
    }

    #[test]
    fn what_is_split_is_rounded_up_until_all_is_whole() {
        // 100 children: the first project whole, 40/70 of the second; rounded up 130 places for 7.
        let model = program(100.0, 12.0);
        assert_eq!(dived(&model), [1.0, 1.0, 0.0]);
    }

    #[test]
    fn money_is_heeded_on_the_way() {
        // 140 children for 8: the first two whole and 10/80 of the third; with the third whole, money is left for the first alone.
        assert_eq!(dived(&program(140.0, 8.0)), [1.0, 0.0, 1.0]);
    }

    #[test]
    fn a_dive_in_the_whole_begins_where_the_relaxation_ended_and_may_end_split() {
        let model = program(100.0, 12.0);
        let mut relaxation = Relaxation::new(&model);
        let relaxed = relaxation.solve(10.0, &Silent).unwrap().values;
        let dived = |patience| {
            let mut again = Relaxation::new(&model);
            again.begin_from(&relaxation.basis());
            dive(&model, &mut again, relaxed.clone(), patience, 10.0, &Silent)
        };
        assert_eq!(dived(PATIENCE), [1.0, 1.0, 0.0]);
        assert_eq!(
            dived(PATIENCE),
            dived_together(&model, relaxed.clone(), &relaxation.basis(), 10.0, &Silent)
        );
        // 75 children for 6: with the second whole (4) neither other fits, and it is 5 places short. What is left keeps every row.
        let tight = program(75.0, 6.0);
        let relaxed = Relaxation::new(&tight).solve(10.0, &Silent).unwrap().values;
        let left = dived_together(&tight, relaxed, &Basis::default(), 10.0, &Silent);
        assert!(tight.rows().iter().all(|row| row.violation(row.activity(&left)) < 1e-9), "{left:?}");
        assert!(!split(&tight, &left).is_empty(), "{left:?}");
    }

    #[test]
    fn a_dive_that_can_go_no_further_rounds_the_rest_up() {
        // 75 children for 6: with the second whole (4) neither other fits, and it is 5 places short; only the third alone would do.
        let model = program(75.0, 6.0);
        let values = whole(&model, dived(&model));
        assert!(values.iter().all(|value| (*value - value.round()).abs() < 1e-9), "{values:?}");
        assert!((values[1] - 1.0).abs() < 1e-9);
        assert!(model.rows()[0].violation(model.rows()[0].activity(&values)) < 1e-9);
        assert!(model.rows()[1].violation(model.rows()[1].activity(&values)) > 0.0);
    }
}

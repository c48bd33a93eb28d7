//! Blocks (分块): parts of the program that only promises of a wider area tie together, as a county's kindergartens.

use crate::allocation::keys::{Promise, RowKey};
use crate::allocation::model::{ColumnData, Model, Row};
use std::collections::{BTreeMap, BTreeSet};

/// A coupling row that ties so few blocks together is theirs alone: a county's.
const FEW: usize = 4;

/// Columns tied together by rows of their own.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Block {
    /// Its columns.
    pub columns: Vec<usize>,
    /// Rows that have no other columns.
    pub rows: Vec<usize>,
    /// Number of its whole-number columns that are not fixed.
    pub integers: usize,
    /// Its part of every coupling row that has columns of it, those rows in order.
    pub shares: Vec<Share>,
}

/// A block's part of a coupling row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Share {
    /// Number of the row among the coupling rows.
    pub row: usize,
    /// Positions among the block's columns, with their coefficients.
    pub terms: Vec<(usize, f64)>,
}

impl Share {
    /// What values of the block's columns add to the row's left-hand side.
    #[must_use]
    pub fn activity(&self, values: &[f64]) -> f64 {
        self.terms.iter().map(|(place, by)| by * values[*place]).sum()
    }
}

impl Block {
    /// Its column, where that is one without rows of its own that may be as large as it likes, as what is missed of a promise.
    #[must_use]
    pub fn unlimited(&self, model: &Model) -> Option<usize> {
        let column = *self.columns.first().filter(|_| self.rows.is_empty())?;
        let ColumnData { lower, upper, .. } = model.columns()[column];
        (lower == 0.0 && upper == f64::INFINITY).then_some(column)
    }

    /// What one unit more of its columns together adds to the coupling rows, by row.
    #[must_use]
    pub fn sums(&self) -> Vec<(usize, f64)> {
        self.shares.iter().map(|share| (share.row, share.terms.iter().map(|(_, by)| by).sum())).collect()
    }

    /// Values of its columns, of those of all.
    #[must_use]
    pub fn of(&self, values: &[f64]) -> Vec<f64> {
        self.columns.iter().map(|column| values[*column]).collect()
    }
}

/// A program seen as blocks and the rows that couple them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Partition {
    /// Blocks, that of most whole-number columns first.
    pub blocks: Vec<Block>,
    /// Rows with columns of several blocks.
    pub coupling: Vec<usize>,
    /// Columns of one coupling row alone that may be as large as they like: what is missed of it. They are no blocks.
    pub missing: Vec<Missing>,
}

/// A column for what is missed of a coupling row (缺口).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Missing {
    /// Its number.
    pub column: usize,
    /// Number of the row among the coupling rows.
    pub row: usize,
    /// Its coefficient there.
    pub by: f64,
}

impl Partition {
    /// Finds the blocks of a program: columns that share a row belong together, but for rows of promises, which may span
    /// counties and programmes.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let mut sets = Sets::new(model.columns().len());
        for row in model.rows().iter().filter(|row| !may_couple(&row.key)) {
            sets.join_all(row);
        }
        Self::split(model, sets)
    }

    /// The same with those blocks in one that some coupling row ties together and no more than a few others: a county's kindergartens
    /// and schools, which pay from one purse.
    #[must_use]
    pub fn joined(&self, model: &Model) -> Self {
        let mut sets = Sets::new(model.columns().len());
        // Number of blocks in every set, by its root; columns without rows do not count.
        let mut joined = BTreeMap::new();
        let mut touched = vec![0; self.coupling.len()];
        for block in &self.blocks {
            block.columns.windows(2).for_each(|pair| sets.join(pair[0], pair[1]));
            let counts = usize::from(!block.rows.is_empty());
            joined.insert(sets.root(block.columns[0]), counts);
            block.shares.iter().for_each(|share| touched[share.row] += counts);
        }
        for one in &self.missing {
            joined.insert(sets.root(one.column), 0);
        }
        let few = |(_, touched): &(&usize, usize)| *touched <= FEW;
        for (row, _) in self.coupling.iter().zip(touched).filter(few) {
            let row = &model.rows()[*row];
            let roots: BTreeSet<usize> = row.terms.iter().map(|(column, _)| sets.root(column.0)).collect();
            let together: usize = roots.iter().map(|root| joined[root]).sum();
            if together <= FEW {
                sets.join_all(row);
                joined.insert(sets.root(row.terms[0].0.0), together);
            }
        }
        Self::split(model, sets)
    }

    fn split(model: &Model, mut sets: Sets) -> Self {
        let mut numbers = BTreeMap::new();
        let mut partition = Self::default();
        // Block of every column, and its place there.
        let mut places = Vec::with_capacity(model.columns().len());
        for (column, data) in model.columns().iter().enumerate() {
            let number = *numbers.entry(sets.root(column)).or_insert_with(|| {
                partition.blocks.push(Block::default());
                partition.blocks.len() - 1
            });
            let block = &mut partition.blocks[number];
            places.push((number, block.columns.len()));
            block.columns.push(column);
            block.integers += usize::from(data.integer && data.lower < data.upper);
        }
        for (row, data) in model.rows().iter().enumerate() {
            let mut blocks = data.terms.iter().map(|(column, _)| places[column.0].0);
            let Some(first) = blocks.next() else { continue };
            if blocks.all(|block| block == first) {
                partition.blocks[first].rows.push(row);
            } else {
                partition.couple(row, data, &places);
            }
        }
        let missing = |block: &Block| {
            let column = block.unlimited(model).filter(|column| model.columns()[*column].cost >= 0.0)?;
            let [Share { row, terms }] = block.shares.as_slice() else { return None };
            Some(Missing { column, row: *row, by: terms[0].1 })
        };
        partition.missing = partition.blocks.iter().filter_map(missing).collect();
        partition.blocks.retain(|block| missing(block).is_none());
        partition.blocks.sort_by_key(|block| std::cmp::Reverse(block.integers));
        partition
    }

    /// Takes a row for a coupling one.
    fn couple(&mut self, row: usize, data: &Row, places: &[(usize, usize)]) {
        let number = self.coupling.len();
        self.coupling.push(row);
        for (column, by) in &data.terms {
            let (block, place) = places[column.0];
            let shares = &mut self.blocks[block].shares;
            if shares.last().is_none_or(|share| share.row != number) {
                shares.push(Share { row: number, terms: Vec::new() });
            }
            if let Some(share) = shares.last_mut() {
                share.terms.push((place, *by));
            }
        }
    }

    /// Number of blocks with whole-number columns.
    #[must_use]
    pub fn searched(&self) -> usize {
        self.blocks.iter().filter(|block| block.integers > 0).count()
    }

    /// So many blocks are solved anew from the same point: few, since none sees what the others change, and the same on any number
    /// of threads, so that the plan is.
    #[must_use]
    pub fn together(&self) -> usize {
        (self.blocks.len() / 10).clamp(1, 8)
    }
}

/// Whether a row may be priced rather than join its columns: promises but those to a class of a town or to a county's
/// families, and what they imply.
fn may_couple(key: &RowKey) -> bool {
    match key {
        RowKey::Promise(promise) => !matches!(promise, Promise::Loss { .. } | Promise::Choice { .. }),
        RowKey::CoverShare { .. } => true,
        _ => false,
    }
}

/// Disjoint sets of columns.
struct Sets(Vec<usize>);

impl Sets {
    fn new(columns: usize) -> Self {
        Self((0..columns).collect())
    }

    fn root(&mut self, mut column: usize) -> usize {
        while self.0[column] != column {
            self.0[column] = self.0[self.0[column]];
            column = self.0[column];
        }
        column
    }

    fn join_all(&mut self, row: &Row) {
        row.terms.windows(2).for_each(|pair| self.join(pair[0].0.0, pair[1].0.0));
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::keys::ColumnKey;
    use crate::allocation::model::{Column, Sense};
    use crate::domain::{ProgrammeIndex, ProjectIndex, SchoolYear};

    #[test]
    fn sites_join_columns_and_a_programme_couples_them() {
        let mut model = Model::default();
        let built = |project| ColumnKey::Built { project: ProjectIndex(project), year: SchoolYear(2025) };
        let columns: Vec<Column> =
            (0..5).map(|project| model.add_column(built(project), 0.0, 1.0, true)).collect();
        let ones = |of: &[usize]| of.iter().map(|column| (columns[*column], 1.0)).collect::<Vec<_>>();
        for pair in [[0, 1], [1, 3]] {
            model.add_row(RowKey::Site { site: "A".into() }, ones(&pair), Sense::AtMost, 1.0);
        }
        model.add_row(RowKey::Site { site: "B".into() }, ones(&[2, 4]), Sense::AtMost, 1.0);
        let promise = Promise::Programme { programme: ProgrammeIndex(0) };
        model.add_row(RowKey::Promise(promise.clone()), ones(&[0, 2, 4]), Sense::AtLeast, 2.0);
        model.add_row(RowKey::Promise(promise), ones(&[2, 4]), Sense::AtLeast, 1.0);
        let partition = Partition::of(&model);
        let columns: Vec<_> = partition.blocks.iter().map(|block| block.columns.clone()).collect();
        let rows: Vec<_> = partition.blocks.iter().map(|block| block.rows.clone()).collect();
        assert_eq!(columns, [vec![0, 1, 3], vec![2, 4]]);
        assert_eq!(rows, [vec![0, 1], vec![2, 4]]);
        assert_eq!(partition.coupling, [3]);
        // The programme counts columns 0, 2 and 4: the first of one block, both of the other.
        let share = |terms: &[(usize, f64)]| vec![Share { row: 0, terms: terms.to_vec() }];
        assert_eq!(partition.blocks[0].shares, share(&[(0, 1.0)]));
        assert_eq!(partition.blocks[1].shares, share(&[(0, 1.0), (1, 1.0)]));
        let joined = partition.joined(&model);
        assert_eq!(joined.blocks.len(), 1, "two blocks are few");
        assert_eq!((joined.blocks[0].rows.len(), joined.coupling.len()), (5, 0));
    }
}

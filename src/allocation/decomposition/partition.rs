//! Blocks (分块): parts of the program that only promises of a wider area tie together, as a county's kindergartens.

use crate::allocation::keys::{Promise, RowKey};
use crate::allocation::model::Model;
use std::collections::BTreeMap;

/// Columns tied together by rows of their own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// Its columns.
    pub columns: Vec<usize>,
    /// Rows that have no other columns.
    pub rows: Vec<usize>,
    /// Number of its whole-number columns that are not fixed.
    pub integers: usize,
}

/// A program seen as blocks and the rows that couple them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Partition {
    /// Blocks, that of most whole-number columns first.
    pub blocks: Vec<Block>,
    /// Rows with columns of several blocks.
    pub coupling: Vec<usize>,
}

impl Partition {
    /// Finds the blocks of a program: columns that share a row belong together, but for rows of promises, which may span
    /// counties and programmes.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let mut sets = Sets::new(model.columns().len());
        for row in model.rows().iter().filter(|row| !may_couple(&row.key)) {
            for pair in row.terms.windows(2) {
                sets.join(pair[0].0.0, pair[1].0.0);
            }
        }
        let mut numbers = BTreeMap::new();
        let mut partition = Self::default();
        let mut block_of = Vec::with_capacity(model.columns().len());
        for (column, data) in model.columns().iter().enumerate() {
            let number = *numbers.entry(sets.root(column)).or_insert_with(|| {
                partition.blocks.push(Block::default());
                partition.blocks.len() - 1
            });
            block_of.push(number);
            partition.blocks[number].columns.push(column);
            partition.blocks[number].integers += usize::from(data.integer && data.lower < data.upper);
        }
        for (row, data) in model.rows().iter().enumerate() {
            let mut blocks = data.terms.iter().map(|(column, _)| block_of[column.0]);
            let Some(first) = blocks.next() else { continue };
            let rows = if blocks.all(|block| block == first) {
                &mut partition.blocks[first].rows
            } else {
                &mut partition.coupling
            };
            rows.push(row);
        }
        partition.blocks.sort_by_key(|block| std::cmp::Reverse(block.integers));
        partition
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
    }
}

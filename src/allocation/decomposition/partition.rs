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

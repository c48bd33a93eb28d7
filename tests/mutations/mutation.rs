//! One mutation, and lists of them.

use crate::draft::Draft;
use crate::table::When;

/// How much of a table a mutation touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// A cell, a row, a town.
    Place,
    /// Whole columns, tables, settings.
    Whole,
}

/// What somebody may do to the study by mistake.
pub struct Mutation {
    /// `table.column: what`.
    pub name: String,
    /// The table, or `model`.
    pub table: &'static str,
    /// The column, or a part of the model file.
    pub column: &'static str,
    pub reach: Reach,
    /// A slip between two others of its kind: tried on the whole study alone.
    pub between: bool,
    edit: Box<dyn Fn(&mut Draft) + Send + Sync>,
}

impl Mutation {
    /// A study with the mistake.
    pub fn of(&self, base: &Draft) -> Draft {
        let mut draft = base.clone();
        (self.edit)(&mut draft);
        draft
    }
}

/// Mutations of one table, as they are written down.
pub struct List {
    table: &'static str,
    pub all: Vec<Mutation>,
}

impl List {
    pub fn of(table: &'static str) -> Self {
        Self { table, all: Vec::new() }
    }

    fn add(
        &mut self,
        reach: Reach,
        column: &'static str,
        how: &str,
        edit: impl Fn(&mut Draft) + Send + Sync + 'static,
    ) {
        let (table, name) = (self.table, format!("{}.{column}: {how}", self.table));
        let (between, edit) = (false, Box::new(edit));
        self.all.push(Mutation { name, table, column, reach, between, edit });
    }

    /// A mutation of a cell, a row or a town.
    pub fn place(
        &mut self,
        column: &'static str,
        how: &str,
        edit: impl Fn(&mut Draft) + Send + Sync + 'static,
    ) {
        self.add(Reach::Place, column, how, edit);
    }

    /// A mutation of more.
    pub fn whole(
        &mut self,
        column: &'static str,
        how: &str,
        edit: impl Fn(&mut Draft) + Send + Sync + 'static,
    ) {
        self.add(Reach::Whole, column, how, edit);
    }

    /// A column multiplied by each of the factors, where rows have these texts.
    pub fn scaled(
        &mut self,
        reach: Reach,
        column: &'static str,
        what: &str,
        when: When<'static>,
        factors: &[f64],
        whole_numbers: bool,
    ) {
        let table = self.table;
        for by in factors.iter().copied() {
            let name = if by < 1.0 {
                format!("{what} ÷ {}", (1.0 / by).round())
            } else {
                format!("{what} × {by}")
            };
            self.add(reach, column, &name, move |draft| {
                let table = draft.table(table);
                if whole_numbers {
                    table.change(when, column, crate::table::times_whole(by));
                } else {
                    table.change(when, column, crate::table::times(by));
                }
            });
            let between = [100.0, 1000.0].iter().any(|one| by == *one || by == 1.0 / one);
            self.all.iter_mut().next_back().into_iter().for_each(|last| last.between = between);
        }
    }

    /// One text for another in a column, where rows have these texts.
    pub fn written(
        &mut self,
        reach: Reach,
        column: &'static str,
        how: &str,
        when: When<'static>,
        text: &'static str,
    ) {
        let table = self.table;
        self.add(reach, column, how, move |draft| draft.table(table).put(when, column, text));
    }

    /// Rows left out.
    pub fn without(&mut self, reach: Reach, column: &'static str, how: &str, when: When<'static>) {
        let table = self.table;
        self.add(reach, column, how, move |draft| draft.table(table).remove(when));
    }

    /// What can happen to any column: left out, blank, sorted alone, moved down by a row.
    pub fn usual(&mut self, columns: &[&'static str]) {
        let table = self.table;
        self.constant(columns);
        for column in columns.iter().copied() {
            self.whole(column, "sorted alone", move |draft| draft.table(table).sort(&[], column));
            self.whole(column, "moved down by a row", move |draft| draft.table(table).shift(&[], column));
        }
    }

    /// The same for a column whose cells are all alike.
    pub fn constant(&mut self, columns: &[&'static str]) {
        let table = self.table;
        for column in columns.iter().copied() {
            self.whole(column, "column left out", move |draft| draft.table(table).drop_column(column));
            self.whole(column, "column blank", move |draft| draft.table(table).put(&[], column, ""));
        }
    }
}

/// Slips between yuan and 10⁴ yuan, km and m, people and 10⁴ people, and of one digit.
pub const SLIPS: [f64; 8] = [10.0, 100.0, 1000.0, 10_000.0, 0.1, 0.01, 0.001, 0.000_1];
/// The smallest and largest of them.
pub const SOME: [f64; 4] = [10.0, 10_000.0, 0.1, 0.000_1];

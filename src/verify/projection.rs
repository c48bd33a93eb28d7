//! The projection of a run: made again from the inputs, and children against rolls.

use super::Against;
use super::book::{Book, Check, Finding, rounding};
use super::case::Case;
use super::plan::{Children, TablePlan};
use super::rows::{Folder, Rows};
use crate::progress::Silent;
use crate::projection::{Projection, Rolls, project};
use crate::store::{births_table, children_table, components_table, roll_by_grade_table, rolls_table};
use polars::prelude::DataFrame;

/// Compares the tables of the projection with one made again, or the rolls with those at hand.
pub(super) fn check(case: &Case, plan: &TablePlan, tables: &Folder, against: &Against, book: &mut Book) {
    if let Some(rolls) = against.rolls {
        same_rolls(case, &plan.rolls, rolls, book);
        return;
    }
    match project(case.study, &Silent) {
        Ok(projection) => {
            super::manifest::methods(&plan.manifest, &projection.methods, book);
            for (name, made) in tables_of(case, &projection) {
                if let Err(finding) = made.and_then(|made| same_table(tables, name, made, book)) {
                    book.unreadable(finding);
                }
            }
        }
        Err(error) => book.unreadable(Finding::unreadable("projection", &error)),
    }
}

fn same_rolls(case: &Case, said: &Children, rolls: &Rolls, book: &mut Book) {
    for ((town, stage, group, year), number) in rolls.demand.indexed_iter() {
        let key = (town, stage, group, year);
        let said = said.get(&key).copied().unwrap_or(0.0);
        book.same(Check::Projection, (said, *number), rounding(*number), || {
            format!("rolls[{},{},{group},{year}]", case.town_code(town), case.stage_id(stage))
        });
    }
}

type Made = (&'static str, Result<DataFrame, Finding>);

fn tables_of(case: &Case, projection: &Projection) -> Vec<Made> {
    let study = case.study;
    let mut tables = vec![
        ("children", children_table(study, projection)),
        ("births", births_table(study, projection)),
        ("rolls", rolls_table(study, projection)),
    ];
    if projection.components.is_some() {
        tables.push(("components", components_table(study, projection)));
    }
    if projection.grades.is_some() {
        tables.push(("roll_by_grade", roll_by_grade_table(study, projection)));
    }
    let named = |(name, table): (&'static str, Result<DataFrame, _>)| {
        (name, table.map_err(|error: polars::prelude::PolarsError| Finding::unreadable(name, &error)))
    };
    tables.into_iter().map(named).collect()
}

/// Compares two tables cell by cell.
fn same_table(tables: &Folder, name: &str, made: DataFrame, book: &mut Book) -> Result<(), Finding> {
    let (said, made) = (tables.table(name)?, Rows { name: name.to_owned(), table: made });
    super::finance::same_height(Check::Projection, name, (said.height(), made.height()), book);
    let height = said.height().min(made.height());
    for column in made.table.columns() {
        let head = column.name().as_str();
        if column.dtype().is_primitive_numeric() {
            let (one, other) = (said.numbers(head)?, made.numbers(head)?);
            for at in 0..height {
                book.same(Check::Projection, (one[at], other[at]), rounding(other[at]), || {
                    format!("{name}.{head}[{}]", at + 1)
                });
            }
        } else {
            let (one, other) = (said.texts(head)?, made.texts(head)?);
            for at in 0..height {
                book.same_words(Check::Projection, &one[at], &other[at], || {
                    format!("{name}.{head}[{}]", at + 1)
                });
            }
        }
    }
    Ok(())
}

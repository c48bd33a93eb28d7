//! Table of what scenarios changed.

use super::columns::{table, texts};
use crate::scenario::{Applied, Change};
use polars::prelude::{DataFrame, PolarsResult};

/// Every value that a scenario changed, in order: where, before and after, and by which override.
///
/// # Errors
/// Where the table cannot be made.
pub fn changes_table(applied: &Applied) -> PolarsResult<DataFrame> {
    let column = |name: &str, of: fn(&Change) -> &String| {
        texts(name, applied.changes.iter().map(|one| of(one).as_str()))
    };
    table(vec![
        column("scenario", |change| &change.scenario),
        column("change", |change| &change.name),
        column("table", |change| &change.table),
        column("row", |change| &change.row),
        column("column", |change| &change.column),
        column("old", |change| &change.old),
        column("new", |change| &change.new),
    ])
}

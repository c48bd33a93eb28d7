//! Tables of prices and of broken promises.

use super::Run;
use super::columns::{class_columns, county_of, integers, numbers, table, texts, town};
use crate::allocation::promise_words;
use polars::prelude::{DataFrame, PolarsResult};

/// What one more unit of each promise costs; promises are named as rows of the exported program.
pub(super) fn prices(run: &Run) -> PolarsResult<DataFrame> {
    let lines = &run.plan.prices;
    let words: Vec<String> = lines.iter().map(|line| promise_words(run.study, &line.promise)).collect();
    table(vec![
        texts("promise", words.iter().map(String::as_str)),
        texts("family", lines.iter().map(|line| line.promise.family().id())),
        numbers("per_unit", lines.iter().map(|line| line.per_unit)),
    ])
}

/// What one more place is worth.
pub(super) fn place_prices(run: &Run) -> PolarsResult<DataFrame> {
    let (study, lines) = (run.study, &run.plan.place_prices);
    let mut columns = vec![
        texts("town", lines.iter().map(|line| town(study, line.town))),
        texts("county", lines.iter().map(|line| county_of(study, line.town))),
    ];
    columns.extend(class_columns(study, || lines.iter().map(|line| line.class)));
    columns.push(integers("year", lines.iter().map(|line| line.year.0)));
    columns.push(numbers("saves", lines.iter().map(|line| line.saves)));
    table(columns)
}

/// Promises that the plan breaks, and by how much.
pub(super) fn shortfalls(run: &Run) -> PolarsResult<DataFrame> {
    let lines = &run.plan.shortfalls;
    let words: Vec<String> = lines.iter().map(|line| promise_words(run.study, &line.promise)).collect();
    table(vec![
        texts("promise", words.iter().map(String::as_str)),
        texts("family", lines.iter().map(|line| line.promise.family().id())),
        numbers("amount", lines.iter().map(|line| line.amount)),
    ])
}

//! How amounts, areas and sources of money are written.

use super::Cell;
use super::words::say;
use crate::domain::Language;
pub(super) use crate::domain::source_name;
use crate::store::RunRecord;

/// An amount of 10⁴ yuan, as budgets are written.
pub(super) fn amount(value: f64) -> Cell {
    Cell::Number(value, 2)
}

/// Name of a county, or of the whole.
pub(super) fn area(run: &RunRecord, code: &str, language: Language) -> String {
    if code == "*" { say(language, "全市", "All") } else { run.name("county", code, language).to_owned() }
}

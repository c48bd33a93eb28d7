//! How amounts, areas and sources of money are written.

use super::Cell;
use super::words::say;
use crate::domain::Language;
use crate::store::RunRecord;

/// An amount of 10⁴ yuan, as budgets are written.
pub(super) fn amount(value: f64) -> Cell {
    Cell::Number(value, 2)
}

/// Name of a county, or of the whole.
pub(super) fn area(run: &RunRecord, code: &str, language: Language) -> String {
    if code == "*" { say(language, "全市", "All") } else { run.name("county", code, language).to_owned() }
}

/// Name of a source of money; a word that the study made up itself stays.
pub(super) fn source_name(source: &str, language: Language) -> String {
    match source {
        "county" => say(language, "县级", "County"),
        "city" => say(language, "市级", "City"),
        "province" => say(language, "省级", "Province"),
        "bond" => say(language, "债券", "Bond"),
        "*" => say(language, "全部", "All"),
        other => other.to_owned(),
    }
}

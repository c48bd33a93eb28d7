//! Who pays for a project: one source, or several with shares (资金分担).

use crate::domain::{Project, RUNNING_SOURCE};
use crate::input::findings::both;
use crate::input::headers::{Placed, Sheet, tail};
use crate::input::rows::Row;
use std::collections::BTreeMap;

/// The columns `share.SOURCE` of the table, with their sources.
pub(super) type SourceColumns<'a> = Vec<(&'a Placed, &'a str)>;

pub(super) fn source_columns(sheet: &Sheet) -> SourceColumns<'_> {
    let placed = sheet.columns.iter().filter(|placed| placed.column.name == "share.*");
    placed.map(|placed| (placed, tail(sheet.head(placed)).unwrap_or_default())).collect()
}

/// Shares by source; the county pays where nothing is said. None where a cell that says so is faulty.
pub(super) fn funding<'a>(row: Row<'a>, columns: &SourceColumns<'a>) -> Option<BTreeMap<String, f64>> {
    let errors = row.findings.errors();
    let source = row.text("source");
    let share = |(placed, source): &(&'a Placed, &'a str)| {
        let share = row.cell_at(placed)?.number()?;
        (share > 0.0).then(|| ((*source).to_owned(), share))
    };
    let shares: BTreeMap<String, f64> = columns.iter().filter_map(share).collect();
    if row.findings.errors() > errors {
        return None;
    }
    if shares.is_empty() {
        return Some(Project::funded_by(source.unwrap_or(RUNNING_SOURCE)));
    }
    let sum: f64 = shares.values().sum();
    if (sum - 1.0).abs() > 1e-6 {
        row.findings.error(
            "shares-not-one",
            row.location_of("share.*"),
            both(format!("出资比例之和为 {sum:.6}，不是 1"), format!("the shares add to {sum:.6}, not to 1")),
            both("请使各来源之和为 1；60% 写作 0.6", "make them add to 1; 60 % is written 0.6"),
        );
        return None;
    }
    if source.is_some() {
        row.findings.warning(
            "source-and-shares",
            row.location_of("source"),
            both("已有出资比例，资金来源一格未采用", "the row has shares; its `source` is not used"),
            both("请删去其中之一", "leave one of them out"),
        );
    }
    Some(shares)
}

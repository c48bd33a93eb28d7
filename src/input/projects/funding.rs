//! Who pays for a project: one source, or several with shares (资金分担).

use crate::domain::{Project, RUNNING_SOURCE, SourceWord, source_word};
use crate::input::findings::{Findings, both};
use crate::input::headers::{Placed, Sheet, tail};
use crate::input::rows::Row;
use std::collections::BTreeMap;

/// The columns `share.SOURCE` of the table, with the ids of their sources.
pub(super) type SourceColumns<'a> = Vec<(&'a Placed, &'a str)>;

/// Columns of shares by source. A column of totals is left out; one of several sources is a fault.
pub(super) fn source_columns<'a>(sheet: &'a Sheet, findings: &Findings) -> SourceColumns<'a> {
    let placed = sheet.columns.iter().filter(|placed| placed.column.name == "share.*");
    let source = |placed: &'a Placed| {
        let head = sheet.head(placed);
        let place = sheet.raw.location(Some(sheet.raw.head_row), Some(head));
        match source_word(tail(head).unwrap_or_default()) {
            SourceWord::One(id) => return Some((placed, id)),
            SourceWord::All => findings.note(
                "share-of-all",
                place,
                both("合计列，未作出资比例读取", "a column of totals; it is left out"),
                both("无须处理", "nothing to do"),
            ),
            SourceWord::Several(ids) => findings.error(
                "several-sources",
                place,
                both(format!("“{head}”写了几项资金来源"), format!("`{head}` names several sources of money")),
                both(
                    format!("请分成各列：{}", columns(&ids)),
                    format!("split it into columns: {}", columns(&ids)),
                ),
            ),
        }
        None
    };
    placed.filter_map(source).collect()
}

fn columns(ids: &[&str]) -> String {
    ids.iter().map(|id| format!("share.{id}")).collect::<Vec<_>>().join(", ")
}

/// Shares by source; the county pays where nothing is said. None where a cell that says so is faulty.
pub(super) fn funding<'a>(row: Row<'a>, columns: &SourceColumns<'a>) -> Option<BTreeMap<String, f64>> {
    let errors = row.findings.errors();
    let share = |(placed, source): &(&'a Placed, &'a str)| {
        let share = row.cell_at(placed)?.number()?;
        (share > 0.0).then(|| ((*source).to_owned(), share))
    };
    let shares: BTreeMap<String, f64> = columns.iter().filter_map(share).collect();
    // With shares the cell of one source is not used.
    let cell = row.cell("source");
    let source = if shares.is_empty() { cell.and_then(|cell| cell.source()) } else { None };
    if row.findings.errors() > errors {
        return None;
    }
    if shares.is_empty() {
        return Some(Project::funded_by(source.as_deref().unwrap_or(RUNNING_SOURCE)));
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
    if cell.is_some() {
        row.findings.warning(
            "source-and-shares",
            row.location_of("source"),
            both("已有出资比例，资金来源一格未采用", "the row has shares; its `source` is not used"),
            both("请删去其中之一", "leave one of them out"),
        );
    }
    Some(shares)
}

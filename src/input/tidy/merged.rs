//! Merged cells (合并单元格): their value stands in the first cell alone, and counts for all of them.

use super::totals;
use crate::input::findings::{Findings, both};
use crate::input::raw::{Merged, RawTable, blank};
use crate::schema::Table;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Most merged cells that are named in one note.
const NAMED: usize = 8;

/// Gives the value of merged cells to all their rows and columns below the heads. A title over most columns of a row gives nothing, nor do
/// rows of totals.
pub(super) fn fill(table: &'static Table, raw: &mut RawTable, findings: &Findings) {
    let width = raw.heads.iter().filter(|head| !head.is_empty()).count();
    let mut changes: BTreeMap<usize, Vec<(usize, String)>> = BTreeMap::new();
    let mut filled: BTreeMap<usize, Vec<Merged>> = BTreeMap::new();
    for merged in &raw.merged {
        let across = merged.last.1 - merged.first.1 + 1;
        let Some(at) = raw.rows.position(merged.first.0).filter(|_| merged.first.0 > raw.head_row) else {
            continue;
        };
        if across > 2 && across * 2 > width {
            continue;
        }
        let record = raw.rows.get(at);
        let value = record.get(merged.first.1).unwrap_or_default().trim().to_owned();
        if value.is_empty() || totals::is_total(table, raw, record) {
            continue;
        }
        let mut any = false;
        let under = (at..raw.rows.len()).take_while(|at| raw.rows.number(*at) <= merged.last.0);
        for row in under {
            let record = raw.rows.get(row);
            if totals::is_total(table, raw, record) {
                continue;
            }
            for position in merged.first.1..=merged.last.1 {
                if record.get(position).is_some_and(blank) {
                    changes.entry(row).or_default().push((position, value.clone()));
                    any = true;
                }
            }
        }
        if any {
            filled.entry(merged.first.1).or_default().push(*merged);
        }
    }
    for (row, cells) in changes {
        raw.rows.change(row, &cells);
    }
    for (position, ranges) in filled {
        tell(table, raw, position, &ranges, findings);
    }
}

fn tell(table: &'static Table, raw: &RawTable, position: usize, ranges: &[Merged], findings: &Findings) {
    let Some(head) = raw.heads.get(position).filter(|head| !head.is_empty()) else { return };
    let mut rows = String::new();
    for (at, one) in ranges.iter().take(NAMED).enumerate() {
        let _ = write!(rows, "{}{}", if at > 0 { ", " } else { "" }, one.first.0);
        if one.last.0 > one.first.0 {
            let _ = write!(rows, "–{}", one.last.0);
        }
    }
    if ranges.len() > NAMED {
        rows.push_str(", …");
    }
    let location = raw.location(ranges.first().map(|one| one.first.0), Some(head));
    let down = ranges.iter().any(|one| one.last.0 > one.first.0);
    if down && table.column(head).is_some_and(totals::adds_up) {
        findings.warning(
            "merged-figures",
            location,
            both(
                format!("合并单元格中的数已计入其每一行（第 {rows} 行）"),
                format!("the figure of merged cells counts in each of their rows: {rows}"),
            ),
            both(
                "如是几行合计，请拆开，分别填写各行的数",
                "if it is the sum of these rows, split the cells and write the figure of each row",
            ),
        );
        return;
    }
    findings.note(
        "merged-cells",
        location,
        both(
            format!("合并单元格的内容已用于其每一格（第 {rows} 行）"),
            format!("what merged cells hold counts for each of them: rows {rows}"),
        ),
        both("如不对，请拆开单元格，分别填写", "if that is wrong, split the cells and fill in each"),
    );
}

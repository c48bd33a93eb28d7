//! A wide table made long: a row a figure, each with the column that it comes from.

use super::roles::Wide;
use crate::input::findings::{Findings, both};
use crate::input::headers::not_needed;
use crate::input::raw::{RawTable, SpreadHeads, blank};
use crate::input::records::Records;
use crate::input::tidy::cells::{Figures, number};
use crate::input::tidy::numbers::{FROM_FORMAT, NOT_SHOWN};
use crate::input::values;
use crate::schema::words::needs_no_reading;
use crate::schema::{Column, Table};
use std::collections::BTreeSet;

/// A column of totals compared with its parts: rows in which they agree, and the first and number of those in which they do not.
#[derive(Default)]
struct Compared {
    agree: usize,
    differ: usize,
    first: Option<(u64, f64, f64)>,
}

/// Makes a wide table long.
pub(in crate::input::tidy) fn melt(
    table: &'static Table,
    raw: &mut RawTable,
    wide: &Wide,
    findings: &Findings,
) {
    compare(raw, wide, findings);
    say(table, raw, wide, findings);
    formulas(raw, wide, findings);
    let said: BTreeSet<&'static str> =
        wide.figures.iter().flat_map(|one| one.facts.keys.keys().copied()).collect();
    let mut rows = Records::default();
    for (number, record) in raw.rows.iter() {
        let cell = |position: usize| record.get(position).unwrap_or_default();
        for one in wide.figures.iter().filter(|one| !blank(cell(one.position))) {
            let kept = wide.kept.iter().map(|(position, _)| cell(*position));
            let keys = said.iter().map(|key| one.facts.keys.get(key).map_or("", String::as_str));
            rows.push_from(number, one.position, kept.chain(keys).chain([cell(one.position)]));
        }
    }
    let kept: Vec<String> = wide.kept.iter().map(|(position, _)| raw.heads[*position].clone()).collect();
    let moved = |(row, position): &(u64, usize)| {
        let at = wide.kept.iter().position(|(kept, _)| kept == position)?;
        Some((*row, at))
    };
    raw.without_result = raw.without_result.iter().filter_map(moved).collect();
    raw.spread = Some(SpreadHeads { heads: raw.shown_heads(), kept: kept.len() });
    raw.heads = kept;
    raw.heads.extend(said.iter().map(|key| (*key).to_owned()));
    raw.heads.push(wide.value.name.to_owned());
    raw.rows = rows;
}

fn say(table: &'static Table, raw: &RawTable, wide: &Wide, findings: &Findings) {
    let head = |position: usize| raw.heads.get(position).map_or("", String::as_str);
    let place = |head| raw.location(Some(raw.head_row), head);
    if let (Some(first), Some(last)) = (wide.figures.first(), wide.figures.last()) {
        let keys: BTreeSet<&str> =
            wide.figures.iter().flat_map(|one| one.facts.keys.keys().copied()).collect();
        let columns: Vec<_> = table.columns.iter().filter(|column| keys.contains(column.name)).collect();
        let zh = columns.iter().map(|column| column.zh).collect::<Vec<_>>().join("、");
        let en = columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
        let (first, last, count) = (head(first.position), head(last.position), wide.figures.len());
        findings.note(
            "wide-table",
            place(None),
            both(
                format!("“{first}”至“{last}”共 {count} 列的列名是“{zh}”，每格读作一行"),
                format!("the {count} columns from `{first}` to `{last}` have {en} as heads; each cell is read as a row"),
            ),
            both("无须处理", "nothing to do"),
        );
    }
    let mut known = BTreeSet::new();
    for one in &wide.figures {
        if !known.insert(&one.facts.keys) {
            findings.error(
                "ambiguous-columns",
                place(Some(head(one.position))),
                both(
                    format!("列“{}”与前面一列的含义分不清", head(one.position)),
                    format!("nothing tells the column `{}` from one before it", head(one.position)),
                ),
                both(
                    "请在列名中写明二者的区别（如性别、人群、年份），或只保留一列",
                    "say in the heads what parts them (sex, group, year), or keep one of them",
                ),
            );
        }
    }
    let needless = wide.unread.iter().map(|position| head(*position));
    not_needed(raw, needless.filter(|head| needs_no_reading(head)), findings);
    for position in &wide.unread {
        let head = head(*position);
        if !head.is_empty() && !needs_no_reading(head) {
            findings.warning(
                "unknown-column",
                place(Some(head)),
                both(format!("列“{head}”未知，未读取"), format!("unknown column `{head}` is not read")),
                both(
                    "如应读取，请改为表中的列名",
                    "give it the name of a column of the table if it should be read",
                ),
            );
        }
    }
}

/// Figures that are formulas without a stored result.
fn formulas(raw: &RawTable, wide: &Wide, findings: &Findings) {
    for (row, position) in &raw.without_result {
        if raw.rows.has_number(*row) && wide.figures.iter().any(|one| one.position == *position) {
            findings.error(
                "formula-without-result",
                raw.location(Some(*row), Some(&raw.heads[*position])),
                both("公式没有存储的计算结果", "the file stores no result of this formula"),
                both(
                    "请用 Excel 或 WPS 打开并保存一次，或改写为数值",
                    "open and save the workbook once in a spreadsheet program, or write the value",
                ),
            );
        }
    }
}

/// The number of a cell.
pub(super) fn figure(text: &str, column: &Column) -> Option<f64> {
    let text = text.replace(FROM_FORMAT, "");
    let stored = text.split_once(NOT_SHOWN).map_or(text.as_str(), |(stored, _)| stored);
    values::number(stored).or_else(|| values::number(&number(stored, column, Figures::default())?))
}

/// Compares totals with their parts.
fn compare(raw: &RawTable, wide: &Wide, findings: &Findings) {
    let mut sound = Vec::new();
    for (position, parts) in &wide.totals {
        let mut compared = Compared::default();
        for (row, record) in raw.rows.iter() {
            let cell = |at: usize| {
                let text = record.get(at).unwrap_or_default().trim();
                figure(text, wide.value)
            };
            let Some(said) = cell(*position) else { continue };
            let sum: f64 = parts.iter().filter_map(|part| cell(*part)).sum();
            if (said - sum).abs() <= 1e-6 * sum.abs().max(1.0) {
                compared.agree += 1;
            } else {
                compared.differ += 1;
                compared.first.get_or_insert((row, said, sum));
            }
        }
        match compared.first.filter(|_| !parts.is_empty()) {
            Some(first) => differs(raw, &raw.heads[*position], first, compared.differ, findings),
            None => sound.push(format!("“{}”", raw.heads[*position])),
        }
    }
    if !sound.is_empty() {
        let heads = sound.join("、");
        findings.note(
            "totals-columns",
            raw.location(Some(raw.head_row), None),
            both(
                format!("合计列{heads}未作数据读取；有分项的均与分项之和相符"),
                format!("columns of totals ({heads}) are left out; where their parts are given they agree with them"),
            ),
            both("无须处理", "nothing to do"),
        );
    }
}

fn differs(raw: &RawTable, head: &str, (row, said, sum): (u64, f64, f64), count: usize, findings: &Findings) {
    let (zh, en) = if count > 1 {
        (format!("（此列另有 {} 行也不符）", count - 1), format!(" (and in {} more rows)", count - 1))
    } else {
        Default::default()
    };
    findings.warning(
        "totals-differ",
        raw.location(Some(row), Some(head)),
        both(
            format!("合计列写 {said}，各分项之和为 {sum}{zh}；合计列未作数据读取"),
            format!("the column of totals says {said}, its parts add up to {sum}{en}; it is left out"),
        ),
        both("请核对：可能缺列或有错", "check the columns: one may lack or be wrong"),
    );
}

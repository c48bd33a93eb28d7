//! Rows of totals (合计行): recognised, compared with the rows above, left out.

use super::cells::number;
use super::words::plain_word;
use crate::input::findings::{Findings, both};
use crate::input::raw::RawTable;
use crate::input::records::Record;
use crate::input::values;
use crate::schema::{Table, ValueKind};

/// Words that mark a row of totals in its first filled cell.
const WORDS: [&str; 8] = ["合计", "总计", "小计", "共计", "全县合计", "全市合计", "total", "sum"];

/// Columns whose numbers add up.
const ADDITIVE: [&str; 12] = [
    "persons",
    "births",
    "places",
    "places.*",
    "pupils",
    "migrant_pupils",
    "capex",
    "limit",
    "land",
    "dwellings",
    "children",
    "amount",
];

/// A column whose numbers add up, with its sums since the last row of totals and over all rows.
struct Sum {
    position: usize,
    unit: &'static str,
    since: f64,
    all: f64,
}

/// Leaves out rows of totals, and says whether they agree with the rows since the last one, or with all above.
pub(super) fn leave_out(table: &'static Table, raw: &mut RawTable, findings: &Findings) {
    let mut sums = sums(table, raw);
    let mut totals = Vec::new();
    for (at, (row, record)) in raw.rows.iter().enumerate() {
        if is_total(table, raw, record) {
            tell(raw, row, record, &sums, findings);
            sums.iter_mut().for_each(|sum| sum.since = 0.0);
            totals.push(at);
            continue;
        }
        for sum in &mut sums {
            let cell = read(record, sum).unwrap_or(0.0);
            (sum.since, sum.all) = (sum.since + cell, sum.all + cell);
        }
    }
    if !totals.is_empty() {
        raw.rows.remove(&totals);
    }
}

fn sums(table: &'static Table, raw: &RawTable) -> Vec<Sum> {
    let sum = |(position, head): (usize, &String)| {
        let column = table.column(head).filter(|column| ADDITIVE.contains(&column.name))?;
        Some(Sum { position, unit: column.unit, since: 0.0, all: 0.0 })
    };
    raw.heads.iter().enumerate().filter_map(sum).collect()
}

fn read(record: Record, sum: &Sum) -> Option<f64> {
    let text = record.get(sum.position)?.trim();
    values::number(text).or_else(|| values::number(&number(text, sum.unit)?))
}

/// Whether a row begins with a word of totals where that word has no other meaning.
fn is_total(table: &'static Table, raw: &RawTable, record: Record) -> bool {
    let Some((position, word)) = record.iter().enumerate().find(|(_, cell)| !cell.trim().is_empty()) else {
        return false;
    };
    // Most first cells are codes; no word of totals has a digit.
    if word.contains(|letter: char| letter.is_ascii_digit()) {
        return false;
    }
    let column = raw.heads.get(position).and_then(|head| table.column(head));
    let means_all = column.is_some_and(|column| {
        matches!(
            column.kind,
            ValueKind::AreaOrAll
                | ValueKind::CountyOrAll
                | ValueKind::ModelIdOrAll(_)
                | ValueKind::YearOrAll
                | ValueKind::Choice(_)
        )
    });
    !means_all && WORDS.contains(&plain_word(word).to_lowercase().as_str())
}

fn tell(raw: &RawTable, row: u64, record: Record, sums: &[Sum], findings: &Findings) {
    let near = |one: f64, other: f64| (one - other).abs() <= 1e-6 * other.abs().max(1.0);
    let differs = sums.iter().find_map(|sum| {
        let said = read(record, sum)?;
        (!near(said, sum.since) && !near(said, sum.all)).then_some((sum, said))
    });
    match differs {
        None => findings.note(
            "totals-row",
            raw.location(Some(row), None),
            both(
                "合计行，与上方各行相符，未作数据读取",
                "a row of totals; it agrees with the rows above and is left out",
            ),
            both("无须处理", "nothing to do"),
        ),
        Some((sum, said)) => {
            let (head, found) = (raw.heads[sum.position].as_str(), sum.all);
            findings.warning(
                "totals-differ",
                raw.location(Some(row), Some(head)),
                both(
                    format!("合计行写 {said}，上方各行之和为 {found}；合计行未作数据读取"),
                    format!("the totals say {said}, the rows above add up to {found}; the row of totals is left out"),
                ),
                both("请核对：可能缺行或有错", "check the rows: one may lack or be wrong"),
            );
        }
    }
}

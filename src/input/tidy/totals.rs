//! Rows of totals (合计行): recognised, compared with the rows that they add up, left out.

#[path = "total_sums.rs"]
mod sums;

use super::cells::Figures;
use super::units::scaled;
use super::words::plain_word;
use crate::input::findings::{Findings, both};
use crate::input::raw::RawTable;
use crate::input::records::Record;
use crate::schema::{Column, Table, ValueKind};
use sums::{Against, Sums};

/// Words that mark a row of totals, alone or behind the name of a place: `甲县合计`.
const WORDS: [&str; 5] = ["合计", "总计", "小计", "共计", "总数"];

/// Words that mark one by themselves only.
const ALONE: [&str; 6] = ["total", "totals", "sum", "subtotal", "grand total", "全部"];

/// Words for a whole place. They mark a row of totals where the towns are known; where the rows alone say which areas there
/// are, such a row may be one more area.
const WHOLE: [&str; 5] = ["全市", "全县", "全区", "全省", "全国"];

/// Columns whose numbers add up.
const ADDITIVE: [&str; 13] = [
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
    "workers",
];

/// Whether the figures of a column add up.
pub(super) fn adds_up(column: &Column) -> bool {
    ADDITIVE.contains(&column.name)
}

/// Leaves out rows of totals, and says whether each agrees with the rows of the same date, group, sex and so on, with those above or with
/// those since the last one.
pub(super) fn leave_out(
    table: &'static Table,
    raw: &mut RawTable,
    figures: &[(usize, Figures)],
    towns_known: bool,
    findings: &Findings,
) {
    let totals: Vec<(usize, usize)> = (0..raw.rows.len())
        .filter_map(|at| word_at(table, raw, raw.rows.get(at)).map(|position| (at, position)))
        .collect();
    if totals.is_empty() {
        return;
    }
    let sums = Sums::of(table, raw, figures, &totals);
    for (at, position) in &totals {
        let row = raw.rows.number(*at);
        let word = raw.rows.get(*at).get(*position).unwrap_or_default().trim();
        let names_an_area =
            raw.heads.get(*position).and_then(|head| table.column(head)).is_some_and(is_place);
        if names_an_area && !towns_known && WHOLE.contains(&word) {
            whole_as_area(raw, (row, *position), word, findings);
            continue;
        }
        match sums.against(*at) {
            Against::Agrees => agrees(raw, row, findings),
            Against::Differs { position, said, found } => {
                differs(raw, row, position, (said, found), findings);
            }
            Against::Nothing => lonely(raw, row, findings),
        }
    }
    raw.rows.remove(&totals.into_iter().map(|(at, _)| at).collect::<Vec<_>>());
}

/// Whether a row is one of totals.
pub(super) fn is_total(table: &'static Table, raw: &RawTable, record: Record) -> bool {
    word_at(table, raw, record).is_some()
}

/// Where a row has a word of totals, in a column in which that word has no other meaning: in its first filled cell, or in a
/// column that tells rows apart.
fn word_at(table: &'static Table, raw: &RawTable, record: Record) -> Option<usize> {
    let mut first = true;
    for (position, cell) in record.iter().enumerate() {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        let was_first = std::mem::replace(&mut first, false);
        // Most cells are codes and numbers; no word of totals has a digit.
        if cell.contains(|letter: char| letter.is_ascii_digit()) || !is_word(cell) {
            continue;
        }
        let column = raw.heads.get(position).and_then(|head| table.column(head));
        let tells_apart = column.is_some_and(|column| table.key.contains(&column.name) || is_place(column));
        if (was_first || tells_apart) && !column.is_some_and(may_mean_all) {
            return Some(position);
        }
    }
    None
}

fn is_word(cell: &str) -> bool {
    let word = plain_word(cell).to_lowercase();
    ALONE.contains(&word.as_str())
        || WHOLE.contains(&word.as_str())
        || WORDS.iter().any(|of| word.ends_with(of))
}

fn is_place(column: &Column) -> bool {
    matches!(column.kind, ValueKind::Reference(_) | ValueKind::Area)
}

/// Whether a word for all is a value of the column.
fn may_mean_all(column: &Column) -> bool {
    matches!(
        column.kind,
        ValueKind::AreaOrAll
            | ValueKind::CountyOrAll
            | ValueKind::ModelIdOrAll(_)
            | ValueKind::YearOrAll
            | ValueKind::Choice(_)
    ) || column.name == "source"
}

/// The whole place among areas that only these rows name: counted with the others it would double everybody.
fn whole_as_area(raw: &RawTable, (row, position): (u64, usize), word: &str, findings: &Findings) {
    findings.repeatable("whole-as-area", raw.location(Some(row), Some(&raw.heads[position])), word, || {
        (
            both(
                format!("“{word}”是全部地区之和，不能与各地区并列，否则人数加倍"),
                format!("`{word}` is the sum of all areas and cannot stand among them: everybody would count twice"),
            ),
            both(
                "请删去这些行，或写作“合计”；或给出乡镇街道表（towns）",
                "take these rows out, or call them 合计 (total); or give the table `towns`",
            ),
        )
    });
}

fn agrees(raw: &RawTable, row: u64, findings: &Findings) {
    findings.note(
        "totals-row",
        raw.location(Some(row), None),
        both(
            "合计行，与所合计的各行相符，未作数据读取",
            "a row of totals; it agrees with the rows that it adds up and is left out",
        ),
        both("无须处理", "nothing to do"),
    );
}

fn differs(raw: &RawTable, row: u64, position: usize, (said, found): (f64, f64), findings: &Findings) {
    let gap = scaled(said - found, 1.0);
    findings.warning_by(
        gap.abs(),
        "totals-differ",
        raw.location(Some(row), Some(&raw.heads[position])),
        both(
            format!("合计行写 {said}，所合计的各行之和为 {found}，相差 {gap}；合计行未作数据读取"),
            format!(
                "the totals say {said}, the rows that they add up come to {found}, a gap of {gap}; the row of totals is left out"
            ),
        ),
        both("请核对：可能缺行或有错", "check the rows: one may lack or be wrong"),
    );
}

/// A row of totals of nothing: what it says is lost.
fn lonely(raw: &RawTable, row: u64, findings: &Findings) {
    findings.warning(
        "totals-of-nothing",
        raw.location(Some(row), None),
        both(
            "合计行没有可合计的各行，未作数据读取",
            "a row of totals without the rows that it adds up; it is left out",
        ),
        both("请补充各行，或填写明确的地区、年龄", "add the rows, or name the area and age that are meant"),
    );
}

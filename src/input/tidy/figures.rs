//! How the figures of each column are written (数字写法): which sign begins their decimals, and in which unit they are.

use super::cells::Figures;
use super::numbers::{Evidence, FROM_FORMAT, Manner, Tally, written};
use super::units::{Dimension, of_column};
use crate::input::findings::{Findings, both};
use crate::input::raw::RawTable;
use crate::schema::{Column, ValueKind};

/// What the cells of a column of numbers say of their manner of writing.
#[derive(Default)]
struct Seen {
    tally: Tally,
    /// The first cell that can be read in two manners though its digits look plain, and how many there are.
    first: Option<(u64, String)>,
    more: usize,
}

/// Manner and unit of every column by its position. What can be read in two manners, and is settled by nothing, is an error that shows
/// both.
pub(super) fn of_columns(
    raw: &RawTable,
    columns: &[(usize, &'static Column)],
    findings: &Findings,
) -> Vec<(usize, Figures)> {
    let numbers = columns.iter().filter(|(_, column)| is_number(column));
    let seen: Vec<(usize, &'static Column, Seen)> =
        numbers.map(|(position, column)| (*position, *column, seen(raw, *position))).collect();
    let mut whole = seen.iter().fold(Tally::default(), |all, (.., seen)| all.join(seen.tally));
    if raw.semicolons {
        // Programs that part cells by semicolons do so because the comma begins decimals.
        whole = whole.join(Tally::of_commas());
    }
    let figures = |(position, column, seen): (usize, &'static Column, Seen)| {
        // A whole number has no decimals: 1.000 places are hardly one, whatever other columns have.
        let doubtful = seen.first.is_some() && matches!(column.kind, ValueKind::Integer { .. });
        let of_table = || whole.settled().filter(|manner| !doubtful || *manner == Manner::Comma);
        let settled = seen.tally.settled().or_else(of_table);
        if settled.is_none() && counts(column) {
            tell(raw, position, &seen, findings);
        }
        let factor = raw.units.get(&raw.heads[position]).copied().unwrap_or(1.0);
        (position, Figures { manner: settled.unwrap_or_default(), factor })
    };
    seen.into_iter().map(figures).collect()
}

pub(super) fn is_number(column: &Column) -> bool {
    matches!(column.kind, ValueKind::Number { .. } | ValueKind::Integer { .. })
}

/// Whether a column counts people, places, money or land, of which a thousandth is a rare figure and a thousand a common one.
fn counts(column: &Column) -> bool {
    let dimension = of_column(column).and_then(|unit| unit.dimension);
    matches!(dimension, Some(Dimension::Count | Dimension::Money | Dimension::Area))
}

fn seen(raw: &RawTable, position: usize) -> Seen {
    let mut seen = Seen::default();
    for (number, record) in raw.rows.iter() {
        let text = record.get(position).unwrap_or_default();
        // Nearly all cells are plain digits.
        if text.bytes().all(|byte| byte.is_ascii_digit()) || text.contains(FROM_FORMAT) {
            continue;
        }
        let Some(written) = written(text) else { continue };
        let evidence = written.evidence();
        seen.tally.add(evidence);
        if matches!(evidence, Evidence::Either { point: true }) {
            seen.more += usize::from(seen.first.is_some());
            seen.first.get_or_insert_with(|| (number, text.trim().to_owned()));
        }
    }
    seen
}

fn tell(raw: &RawTable, position: usize, seen: &Seen, findings: &Findings) {
    let Some((row, text)) = &seen.first else { return };
    let Some(written) = written(text) else { return };
    let reading = |manner| written.value(manner).unwrap_or_default();
    let (point, comma) = (reading(Manner::Point), reading(Manner::Comma));
    let (zh, en) = match seen.more {
        0 => (String::new(), String::new()),
        more => (format!("（另有 {more} 格相同）"), format!(" (and {more} more cells)")),
    };
    findings.error(
        "two-readings",
        raw.location(Some(*row), Some(&raw.heads[position])),
        both(
            format!("“{text}”可读作 {point} 或 {comma}{zh}"),
            format!("`{text}` may be {point} or {comma}{en}"),
        ),
        both(
            format!("请写作 {comma}，或写作 {point}0；同列若有只能一种读法的数，按其读法读取"),
            format!("write {comma}, or {point}0; other numbers of the column that can be read in one manner alone settle it"),
        ),
    );
}

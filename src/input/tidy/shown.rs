//! Cells whose number format shows something else than what they hold (see `number_format`).

use super::cells::{Figures, number};
use super::figures::is_number;
use super::numbers::{FROM_FORMAT, NOT_SHOWN};
use crate::input::findings::{Findings, both};
use crate::input::raw::RawTable;
use crate::schema::Table;
use std::collections::BTreeMap;

/// Takes what a format says of a number as its unit, where it is another than the column's; else, and where the format only divides, what the cell
/// holds.
pub(super) fn settle(table: &'static Table, raw: &mut RawTable, findings: &Findings) {
    let mut shown = BTreeMap::new();
    if raw.sheet.is_none() {
        return;
    }
    for row in 0..raw.rows.len() {
        let mut changed = Vec::new();
        for (position, text) in raw.rows.get(row).iter().enumerate().filter(|(_, text)| is_marked(text)) {
            let column = raw.heads.get(position).and_then(|head| table.column(head));
            let column = column.filter(|column| is_number(column));
            if let Some((stored, other)) = text.split_once(NOT_SHOWN) {
                if column.is_some() {
                    let first = (raw.rows.number(row), stored.to_owned(), other.to_owned());
                    shown.entry(position).or_insert(first);
                }
                changed.push((position, stored.to_owned()));
            } else if let Some((digits, _)) = text.split_once(FROM_FORMAT) {
                let plain = text.replace(FROM_FORMAT, "");
                // The unit of the column says nothing new.
                let same = column.is_some_and(|column| {
                    number(&plain, column, Figures::default()).is_some_and(|value| value == digits)
                        && !raw.units.contains_key(&raw.heads[position])
                });
                changed.push((position, if same { digits.to_owned() } else { plain }));
            }
        }
        if !changed.is_empty() {
            raw.rows.change(row, &changed);
        }
    }
    for (position, (row, stored, other)) in shown {
        tell(raw, position, row, &stored, &other, findings);
    }
}

fn is_marked(text: &str) -> bool {
    !text.is_ascii() && text.contains([FROM_FORMAT, NOT_SHOWN])
}

/// A number that its format shows divided by thousands, without saying so.
fn tell(raw: &RawTable, position: usize, row: u64, stored: &str, other: &str, findings: &Findings) {
    findings.warning(
        "shown-otherwise",
        raw.location(Some(row), Some(&raw.heads[position])),
        both(
            format!("单元格存的是 {stored}，按格式显示为 {other}；此列按存的数读取"),
            format!("the cell holds {stored} and its format shows {other}; what the column holds is read"),
        ),
        both(
            "请核对单位：如显示的才对，请把数值改为显示的数，并清除数字格式",
            "check the unit: if what is shown is right, write it as the value and clear the number format",
        ),
    );
}

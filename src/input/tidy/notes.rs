//! Notes under a table (表下说明): remarks, sources, who filled it in and when. They are left out, with a note.

use super::words::plain_word;
use crate::input::findings::{Findings, both};
use crate::input::raw::{RawTable, blank};
use crate::input::records::Record;

/// Words with which a note begins.
const BEGINNINGS: &[&str] = &[
    "注",
    "附注",
    "备注",
    "说明",
    "填表说明",
    "编制说明",
    "数据说明",
    "数据来源",
    "资料来源",
    "来源",
    "填表人",
    "填报人",
    "制表人",
    "制表",
    "编制人",
    "编制",
    "统计人",
    "经办人",
    "复核人",
    "复核",
    "审核人",
    "审核",
    "审批",
    "负责人",
    "单位负责人",
    "分管领导",
    "主要领导",
    "领导签字",
    "签字",
    "签章",
    "盖章",
    "填表单位",
    "填报单位",
    "制表单位",
    "编制单位",
    "联系人",
    "联系电话",
    "电话",
    "填表日期",
    "填报日期",
    "填表时间",
    "填报时间",
    "制表日期",
    "制表时间",
    "日期",
    "单位",
    "金额单位",
    "计量单位",
    "note",
    "notes",
    "source",
    "sources",
    "remark",
    "remarks",
    "prepared by",
    "checked by",
    "date",
];

/// Most filled cells of a row that may be part of a note.
const CELLS: usize = 2;

/// Leaves out the notes under a table.
pub(super) fn leave_out(raw: &mut RawTable, findings: &Findings) {
    let mut first = raw.rows.len();
    let mut begins = None;
    while first > 0 && may_be(raw.rows.get(first - 1), raw.heads.len()) {
        first -= 1;
        if is_note(raw.rows.get(first)) {
            begins = Some(first);
        }
    }
    let Some(begins) = begins else { return };
    let rows: Vec<usize> = (begins..raw.rows.len()).collect();
    let (row, last) = (raw.rows.number(begins), raw.rows.number(raw.rows.len() - 1));
    let text = raw.rows.get(begins).iter().find(|cell| !blank(cell)).unwrap_or_default().trim().to_owned();
    raw.rows.remove(&rows);
    let (zh, en) = if last > row {
        (format!("第 {row}—{last} 行"), format!("rows {row} to {last}"))
    } else {
        (String::from("此行"), String::from("the row"))
    };
    findings.note(
        "notes-below",
        raw.location(Some(row), None),
        both(
            format!("{zh}是表下说明（“{text}”），未作数据读取"),
            format!("{en}: notes under the table (`{text}`), not read as data"),
        ),
        both("如是数据，请补齐各列", "if it is data, fill in its columns"),
    );
}

/// Whether a row of a table of that many columns has so few cells, or all of them labels, that it may belong to a note.
fn may_be(record: Record, width: usize) -> bool {
    let filled: Vec<&str> = record.iter().filter(|cell| !blank(cell)).collect();
    filled.len() <= CELLS.min(width.saturating_sub(1)) || filled.iter().all(|cell| begins_note(cell))
}

fn is_note(record: Record) -> bool {
    record.iter().find(|cell| !blank(cell)).is_some_and(begins_note)
}

/// Whether a cell begins as a note does: a word of these, and a colon or a number, or nothing behind it.
fn begins_note(cell: &str) -> bool {
    let text = plain_word(cell).to_lowercase();
    let text = text.trim_start_matches(['※', '*', '（', '(', '【', '[']);
    BEGINNINGS.iter().any(|word| {
        let Some(behind) = text.strip_prefix(word) else { return false };
        let signs = ['：', ':', '1', '一', '①', '（', '(', '、', '.', '，', ']', '】'];
        let latin = word.is_ascii();
        (behind.is_empty() && !latin)
            || behind.starts_with([':', '：'])
            || (!latin && behind.starts_with(signs))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::findings::Findings;
    use std::path::Path;

    fn left(text: &str) -> (usize, usize) {
        let mut raw = RawTable::from_csv(Path::new("t.csv"), text).expect("csv");
        let findings = Findings::default();
        leave_out(&mut raw, &findings);
        (raw.rows.len(), findings.sorted().len())
    }

    #[test]
    fn notes_under_a_table_are_left_out() {
        let table = "a,b,c\n1,2,3\n4,5,6\n";
        for notes in [
            "注：1.总投资含设备。,,\n",
            "注：1.总投资含设备。,,\n2.不含征地费。,,\n填表人：张某,,审核：李某\n",
            "填表人：张某,审核：李某,制表日期：2024年1月\n",
            "备注,,\n见附件。,,\n",
            "说明（一）,,\n",
            "Note: see below,,\n",
        ] {
            assert_eq!(left(&format!("{table}{notes}")), (2, 1), "{notes}");
        }
        // Rows of data with few cells, or words that only begin alike, stay.
        for data in ["7,8,9\n", "7,,\n", "注水镇,5,6\n", "单位,5,6\n", "Notebook,,\n"] {
            assert_eq!(left(&format!("{table}{data}")), (3, 0), "{data}");
        }
        // Above data nothing is a note.
        assert_eq!(left("a,b,c\n注：一,,\n1,2,3\n"), (2, 0));
    }
}

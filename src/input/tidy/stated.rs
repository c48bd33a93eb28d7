//! Units that a table states (单位说明): in its heads (`总投资（元）`), in a row of units under them, in a title or a row of its own
//! (`单位：万元、个、亩`). Figures are converted to the unit of their column, with a note; a unit that fits no column is an error.

use super::cells::{Figures, number};
use super::figures::is_number;
use super::heads;
use super::units::{Dimension, Unit, of_column, unit, units};
use super::words::plain_word;
use crate::input::findings::{Findings, both};
use crate::input::model::Model;
use crate::input::raw::{RawTable, blank, trimmed};
use crate::schema::{Column, Table};

/// Rows from the first in which a unit may be stated for the whole table.
const ROWS: usize = 7;

/// Words before `单位：` with which it still means a unit and no office.
const BEFORE: &[&str] = &["", "金额", "计量", "计价", "货币", "数量", "面积", "投资", "人数", "资金", "数据"];

/// Signs that only names of offices have, for which the same word stands: `单位：县教育局`.
const OFFICES: &str = "局校县市区镇乡村街办部委处科室院园司队站厅府馆会";

/// A unit stated for the whole table.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::input) struct Stated {
    /// Row in which it stands.
    row: u64,
    /// As written.
    text: String,
    /// What it says; none where the words are no unit that is known.
    units: Option<Vec<Unit>>,
}

/// Takes units that stand above or below the heads; rows that hold nothing else are left out.
pub(super) fn take(raw: &mut RawTable) {
    while let Some(found) = whole_row(&mut raw.heads.iter().map(String::as_str), raw.head_row) {
        raw.stated.extend(found);
        if raw.rows.len() == 0 {
            raw.heads.clear();
            return;
        }
        (raw.head_row, raw.heads) = (raw.rows.number(0), trimmed(raw.rows.get(0)));
        raw.rows.remove(&[0]);
    }
    for head in &raw.heads {
        raw.stated.extend(in_text(head, raw.head_row).into_iter().filter(|one| one.units.is_some()));
    }
    let mut gone = Vec::new();
    for at in 0..raw.rows.len().min(ROWS) {
        let (row, record) = (raw.rows.number(at), raw.rows.get(at));
        if let Some(found) = whole_row(&mut record.iter(), row) {
            raw.stated.extend(found);
            gone.push(at);
        } else if record.iter().filter(|cell| !blank(cell)).count() <= 3 {
            // A title with its unit.
            let found = record.iter().flat_map(|cell| in_text(cell, row));
            raw.stated.extend(found.filter(|one| one.units.is_some()));
        }
    }
    raw.rows.remove(&gone);
}

/// The units of a row that states nothing else.
fn whole_row(cells: &mut dyn Iterator<Item = &str>, row: u64) -> Option<Vec<Stated>> {
    let mut found = Vec::new();
    for cell in cells.filter(|cell| !blank(cell)) {
        let all = in_text(cell, row);
        let begins = all
            .first()
            .is_some_and(|one| plain(cell).trim_start_matches(['（', '(', '【', '[']).starts_with(&one.text));
        if !begins {
            return None;
        }
        found.extend(all);
    }
    (!found.is_empty()).then_some(found)
}

fn plain(text: &str) -> String {
    plain_word(text).replace(':', "：")
}

/// The units that a text states: `金额单位：万元`, `2023年项目表（单位：元）`, `Unit: yuan`.
fn in_text(text: &str, row: u64) -> Vec<Stated> {
    let text = plain(text);
    let mut found = Vec::new();
    for word in ["单位：", "Units：", "Unit：", "units：", "unit："] {
        for (at, _) in text.match_indices(word) {
            let (before, behind) = (&text[..at], &text[at + word.len()..]);
            let start = before
                .rfind(|letter: char| "（(【[ 　，,；;。".contains(letter))
                .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
            // Behind the unit of another kind: `金额单位：万元 面积单位：亩`.
            let said = before[start..].trim();
            let kind =
                BEFORE.iter().filter(|word| said == **word || (!word.is_empty() && said.ends_with(**word)));
            let Some(kind) = kind.max_by_key(|word| word.len()) else { continue };
            let behind = behind.split(['）', ')', '】', ']', '。']).next().unwrap_or_default();
            let behind = behind.split("单位：").next().unwrap_or_default();
            let words = BEFORE
                .iter()
                .skip(1)
                .fold(behind.trim(), |words, of| words.strip_suffix(of).unwrap_or(words));
            let units = units(words);
            let is_office = units.is_none() && words.contains(|letter: char| OFFICES.contains(letter));
            if !is_office && !words.is_empty() {
                let text = format!("{kind}{word}{words}");
                found.push(Stated { row, text, units });
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// Units in heads, and in a row of units under them.
pub(super) fn of_heads(table: &'static Table, raw: &mut RawTable, model: &Model, findings: &Findings) {
    for position in 0..raw.heads.len() {
        let head = raw.heads[position].clone();
        if table.column(&head).is_some() || table.column(&plain_word(&head)).is_some() {
            continue;
        }
        let known = |word: &str| {
            let of_office = heads::of_office(table, word, model);
            let name = of_office.unwrap_or_else(|| word.to_owned());
            table.column(&name).map(|column| (column, name))
        };
        let Some((column, plain, word)) = with_unit(&head, &known) else { continue };
        raw.stated.retain(|one| one.row != raw.head_row || !self::plain(&head).contains(&one.text));
        raw.shown.insert(plain.clone(), head.clone());
        raw.heads[position] = plain;
        fix(raw, position, column, &word, raw.head_row, findings);
    }
    row_of_units(table, raw, findings);
}

/// A head with a unit behind its words: the column, the head without it, the unit.
fn with_unit(
    head: &str,
    known: &dyn Fn(&str) -> Option<(&'static Column, String)>,
) -> Option<(&'static Column, String, String)> {
    let head = plain_word(head);
    let bracketed = ['）', ')', '】', ']'].iter().find_map(|close| {
        let inner = head.strip_suffix(*close)?;
        let open = inner.rfind(['（', '(', '【', '['])?;
        let behind = inner[open..].chars().next().map_or(1, char::len_utf8);
        Some((inner[..open].to_owned(), inner[open + behind..].to_owned()))
    });
    let parted = || {
        let at = head.rfind(['/', '：', ':', '、', ',', '，', ' ', '_', '-'])?;
        let width = head[at..].chars().next().map_or(1, char::len_utf8);
        Some((head[..at].to_owned(), head[at + width..].to_owned()))
    };
    let joined = || {
        let starts = head.char_indices().skip(1).map(|(at, _)| at);
        starts
            .map(|at| (head[..at].to_owned(), head[at..].to_owned()))
            .find(|(plain, word)| known(plain).is_some() && unit(word).is_some())
    };
    let ways = [bracketed, parted(), joined()];
    ways.into_iter().flatten().find_map(|(plain, word)| {
        let plain = plain.trim().to_owned();
        let word = plain_word(&word);
        let word = ["单位：", "单位:"]
            .iter()
            .find_map(|of| word.strip_prefix(of))
            .unwrap_or(&word)
            .trim()
            .to_owned();
        let (column, name) = known(&plain)?;
        unit(&word).map(|_| (column, name, word))
    })
}

/// A row of units right under the heads: every filled cell is a unit.
fn row_of_units(table: &'static Table, raw: &mut RawTable, findings: &Findings) {
    if raw.rows.len() == 0 {
        return;
    }
    let row = raw.rows.number(0);
    let bare =
        |cell: &str| plain_word(cell).trim_matches(['（', '(', '）', ')', '【', '】', '[', ']']).to_owned();
    let cells: Vec<(usize, String)> = raw
        .rows
        .get(0)
        .iter()
        .enumerate()
        .filter(|(_, cell)| !blank(cell))
        .map(|(at, cell)| (at, bare(cell)))
        .collect();
    let all =
        cells.iter().all(|(_, word)| unit(word).is_some() && !word.bytes().any(|byte| byte.is_ascii_digit()));
    if cells.is_empty() || !all {
        return;
    }
    raw.rows.remove(&[0]);
    for (position, word) in cells {
        let column = raw.heads.get(position).and_then(|head| table.column(head));
        if let Some(column) = column.filter(|_| !raw.units.contains_key(&raw.heads[position])) {
            fix(raw, position, column, &word, row, findings);
        }
    }
}

/// Notes the unit of a column.
fn fix(
    raw: &mut RawTable,
    position: usize,
    column: &'static Column,
    word: &str,
    row: u64,
    findings: &Findings,
) {
    let Some(unit) = unit(word) else { return };
    let head = raw.heads[position].clone();
    match unit.in_units_of(column) {
        Some(factor) => {
            raw.units.insert(head.clone(), factor);
            tell(raw, position, column, word, row, factor, findings);
        }
        None if of_column(column).is_some() => unfit(raw, Some(&head), column, word, row, findings),
        // A word such as `日期（年）` beside what has no unit.
        None => {}
    }
}

/// Gives units stated for the whole table to its columns.
pub(super) fn settle(table: &'static Table, raw: &mut RawTable, findings: &Findings) {
    let stated = std::mem::take(&mut raw.stated);
    let columns: Vec<(usize, &'static Column)> = raw
        .heads
        .iter()
        .enumerate()
        .filter_map(|(at, head)| Some((at, table.column(head)?)))
        .filter(|(at, column)| is_number(column) && !raw.units.contains_key(&raw.heads[*at]))
        .collect();
    let mut given: Vec<(Option<Dimension>, Unit)> = Vec::new();
    for one in &stated {
        let Some(units) = &one.units else {
            unknown(raw, one, findings);
            continue;
        };
        for unit in units {
            let fits = |(_, column): &&(usize, &'static Column)| {
                unit.in_units_of(column).is_some() && has_unit(column, *unit)
            };
            let fitting: Vec<_> = columns.iter().filter(fits).copied().collect();
            let own: Vec<f64> = fitting.iter().filter_map(|(_, column)| unit.in_units_of(column)).collect();
            let differs = own.windows(2).any(|pair| (pair[0] - pair[1]).abs() > 1e-12 * pair[0].abs());
            let twice = given.iter().any(|(of, other)| *of == unit.dimension && other != unit);
            let counted = unit.dimension == Some(Dimension::Count) && (unit.factor - 1.0).abs() < 1e-12;
            if counted || matches!(unit.dimension, Some(Dimension::Years | Dimension::Degrees)) {
                continue;
            }
            if fitting.is_empty() || differs || twice {
                unclear(raw, one, &fitting, findings);
                continue;
            }
            given.push((unit.dimension, *unit));
            for (position, column) in fitting {
                let factor = unit.in_units_of(column).unwrap_or(1.0);
                raw.units.insert(raw.heads[position].clone(), factor);
                tell(raw, position, column, &one.text, one.row, factor, findings);
            }
        }
    }
}

/// Whether a unit for the whole table is meant for a column: a multiple alone (万) is meant for money and for people.
fn has_unit(column: &Column, unit: Unit) -> bool {
    let own = of_column(column).and_then(|own| own.dimension);
    unit.dimension.is_some() || matches!(own, Some(Dimension::Money | Dimension::Count))
}

/// The Chinese word for the unit of a column.
fn own_word(column: &Column) -> &'static str {
    let Some(own) = of_column(column) else { return "" };
    match own.dimension {
        Some(Dimension::Money) if own.factor > 1.0 => "万元",
        Some(Dimension::Money) => "元",
        Some(Dimension::Area) => "平方米",
        Some(Dimension::Length) => "公里",
        Some(Dimension::Time) => "分钟",
        Some(Dimension::Count) => "个（人）",
        Some(Dimension::Share) => "比例（0 至 1）",
        Some(Dimension::Years) => "年",
        Some(Dimension::Degrees) => "度",
        None => "",
    }
}

/// Says how the figures of a column are converted, with the first of them.
fn tell(
    raw: &RawTable,
    position: usize,
    column: &Column,
    word: &str,
    row: u64,
    factor: f64,
    findings: &Findings,
) {
    if (factor - 1.0).abs() < 1e-12 {
        return;
    }
    let figures = Figures { factor, ..Figures::default() };
    let first = raw.rows.iter().find_map(|(_, record)| {
        let text = record.get(position)?.trim();
        number(text, column, figures).map(|plain| (text.to_owned(), plain))
    });
    let (from, to) = first.unwrap_or_else(|| ("1".to_owned(), factor.to_string()));
    let (head, own) = (raw.heads[position].as_str(), own_word(column));
    findings.note(
        "unit-converted",
        raw.location(Some(row), Some(head)),
        both(
            format!("“{head}”的单位写作“{word}”，已换算为{own}：“{from}”按 {to} 读取"),
            format!(
                "`{head}` is stated in `{word}` and converted to {}: `{from}` is read as {to}",
                english(column)
            ),
        ),
        both("如不对，请改正单位或数值", "if that is wrong, correct the unit or the figures"),
    );
}

fn english(column: &Column) -> &'static str {
    if column.unit.is_empty() { "shares from 0 to 1" } else { column.unit }
}

fn unfit(raw: &RawTable, head: Option<&str>, column: &Column, word: &str, row: u64, findings: &Findings) {
    findings.error(
        "unit-unfit",
        raw.location(Some(row), head),
        both(
            format!("“{}”的单位应为{}，表中写作“{word}”", column.zh, own_word(column)),
            format!("`{}` is wanted in {}, the table states {word}", column.name, english(column)),
        ),
        both("请改正单位，或核对是否填错了列", "correct the unit, or check whether another column is meant"),
    );
}

fn unknown(raw: &RawTable, stated: &Stated, findings: &Findings) {
    findings.error(
        "unit-unknown",
        raw.location(Some(stated.row), None),
        both(
            format!("表中写有“{}”，这一单位无法识别", stated.text),
            format!("the table states `{}`, a unit that is not known", stated.text),
        ),
        both(
            "请写在列名之后，如“总投资（万元）”，或删去此行",
            "write the unit behind the head, such as `capex (10⁴ yuan)`, or take the row out",
        ),
    );
}

fn unclear(raw: &RawTable, stated: &Stated, fitting: &[(usize, &'static Column)], findings: &Findings) {
    let heads: Vec<&str> = fitting.iter().map(|(at, _)| raw.heads[*at].as_str()).collect();
    let (zh, en) = if heads.is_empty() {
        ("没有一列用这一单位".to_owned(), "no column has such a unit".to_owned())
    } else {
        (
            format!("不能确定是哪一列的单位（{}）", heads.join("、")),
            format!("which column it is meant for is not clear ({})", heads.join(", ")),
        )
    };
    findings.error(
        "unit-unclear",
        raw.location(Some(stated.row), None),
        both(format!("表中写有“{}”，{zh}", stated.text), format!("the table states `{}`; {en}", stated.text)),
        both(
            "请把单位写在各列名之后，如“总投资（万元）”",
            "write the unit behind each head, such as `capex (10⁴ yuan)`",
        ),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_state_units() {
        let said = |text: &str| -> Vec<(String, bool)> {
            in_text(text, 1).into_iter().map(|one| (one.text, one.units.is_some())).collect()
        };
        assert_eq!(said("单位：元"), [("单位：元".to_owned(), true)]);
        assert_eq!(said("（单位:万元、个、亩）"), [("单位：万元、个、亩".to_owned(), true)]);
        assert_eq!(said("2023年学校建设项目表（金额单位：万元）"), [("金额单位：万元".to_owned(), true)]);
        assert_eq!(said("金额单位：万元 面积单位：亩").len(), 2);
        assert_eq!(said("Unit: yuan"), [("Unit：yuan".to_owned(), true)]);
        assert_eq!(said("单位：栋"), [("单位：栋".to_owned(), false)]);
        for office in ["填报单位：云岭县教育局", "单位：云岭县教育局", "编制单位：元", "单位"]
        {
            assert_eq!(said(office), [], "{office}");
        }
    }

    #[test]
    fn a_head_may_state_its_unit() {
        let table = Table::named("projects").expect("table");
        let known = |word: &str| table.column(word).map(|column| (column, word.to_owned()));
        let read =
            |head: &str| with_unit(head, &known).map(|(column, plain, word)| (column.name, plain, word));
        for head in [
            "总投资（万元）",
            "总投资(万元)",
            "总投资/万元",
            "总投资 万元",
            "总投资万元",
            "总投资（单位：万元）",
            "总 投资【万元】",
        ] {
            assert_eq!(read(head), Some(("capex", "总投资".to_owned(), "万元".to_owned())), "{head}");
        }
        assert_eq!(read("capex (10⁴ yuan)").map(|of| of.0), Some("capex"));
        assert_eq!((read("总投资（估）"), read("合计（万元）")), (None, None));
    }
}

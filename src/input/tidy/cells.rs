//! One cell in a plain manner of writing, where what it means is clear.

use super::names::Names;
use super::numbers::{Manner, written};
use super::times;
use super::units::{of_column, scaled, unit};
use super::words::{is_chinese, name_without_spaces, plain_word};
use crate::domain::Text;
use crate::input::findings::both;
use crate::input::values;
use crate::schema::{Column, ValueKind};

/// Code of plain digits that are only converted to the unit of their column.
pub(super) const IN_OTHER_UNIT: &str = "in-other-unit";

/// Code of the note and the plain form of a filled cell that is written otherwise; none for one that is plain, or unclear.
pub(super) fn tidied(
    column: &Column,
    text: &str,
    names: &Names,
    figures: Figures,
) -> Option<(&'static str, String)> {
    if text.is_empty() {
        return None;
    }
    match column.kind {
        ValueKind::Number { .. } | ValueKind::Integer { .. } => {
            let code = if values::number(text).is_some() { IN_OTHER_UNIT } else { "tidied-number" };
            number(text, column, figures).map(|plain| (code, plain))
        }
        ValueKind::Date => times::date(text).map(|plain| ("tidied-date", plain)),
        ValueKind::Age => times::age(text).map(|plain| ("tidied-age", plain)),
        ValueKind::Text if column.name == "name" && is_chinese(text) => {
            changed(text, name_without_spaces(text)).map(|plain| ("tidied-name", plain))
        }
        ValueKind::Text if matches!(column.name, "school" | "from_school") => names.school(text),
        ValueKind::Text | ValueKind::Year | ValueKind::YearOrAll => None,
        ValueKind::Reference(table) => names.code(&[table], text),
        ValueKind::CountyOrAll => names.code(&["counties"], text),
        ValueKind::Area | ValueKind::AreaOrAll => names.code(&["towns", "counties"], text),
        ValueKind::Key
        | ValueKind::ModelId(_)
        | ValueKind::ModelIdOrAll(_)
        | ValueKind::Source
        | ValueKind::SourceOrAll
        | ValueKind::Choice(_)
        | ValueKind::YesNo => {
            let plain = text.bytes().all(|byte| byte.is_ascii_graphic());
            if plain { None } else { changed(text, plain_word(text)).map(|plain| ("tidied-word", plain)) }
        }
    }
}

fn changed(text: &str, plain: String) -> Option<String> {
    (plain != text && !plain.is_empty()).then_some(plain)
}

/// How the figures of a column are written: which sign begins the decimals, and how many of the column's own unit one of them is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Figures {
    pub(super) manner: Manner,
    pub(super) factor: f64,
}

impl Default for Figures {
    fn default() -> Self {
        Self { manner: Manner::Point, factor: 1.0 }
    }
}

/// Plain digits of `1,234`, `１２３．５`, `12万`, `85%`, in the unit of the column: `3000元` is 0.3 where that is 10⁴ yuan. None for a number
/// that is plain already, or whose meaning is not clear.
pub(super) fn number(text: &str, column: &Column, figures: Figures) -> Option<String> {
    if let Some(plain) =
        values::number(text).filter(|_| !text.contains('.') || figures.manner == Manner::Point)
    {
        // A year's figure of nothing stays as it is.
        let changed = (figures.factor - 1.0).abs() > 1e-12 && plain != 0.0;
        return changed.then(|| scaled(plain, figures.factor).to_string());
    }
    let written = written(text)?;
    let factor = if written.behind.is_empty() { figures.factor } else { factor(&written.behind, column)? };
    let value = written.value(figures.manner)?;
    Some(scaled(value, factor).to_string())
}

/// What to write in place of a text that is no plain number, where it begins with one.
pub(in crate::input) fn advice(text: &str, column: &Column) -> Option<Text> {
    let written = written(text)?;
    let Some(factor) = (if written.behind.is_empty() { Some(1.0) } else { factor(&written.behind, column) })
    else {
        let (behind, own) = (&written.behind, column.unit);
        let (zh, en) = if own.is_empty() {
            (String::new(), String::new())
        } else {
            (format!("（{own}）"), format!(" ({own})"))
        };
        return Some(both(
            format!("“{behind}”不是此列的单位{zh}；请只写数"),
            format!("`{behind}` is no unit of this column{en}; write the number alone"),
        ));
    };
    let reading = |manner| written.value(manner).map(|value| scaled(value, factor).to_string());
    match (reading(Manner::Point), reading(Manner::Comma)) {
        (Some(point), Some(comma)) if point != comma => {
            Some(both(format!("请写作 {point} 或 {comma}"), format!("write {point} or {comma}")))
        }
        (Some(plain), _) => Some(both(format!("请写作 {plain}"), format!("write {plain}"))),
        (None, Some(comma)) => Some(both(
            format!("如逗号是小数点，请写作 {comma}"),
            format!("if the comma begins the decimals, write {comma}"),
        )),
        (None, None) => None,
    }
}

/// How many of the column's own unit one of the unit behind a number is. Where the column has no unit (`3年级`), a Chinese word is one.
fn factor(behind: &str, column: &Column) -> Option<f64> {
    if let Some(factor) = unit(behind).and_then(|unit| unit.in_units_of(column)) {
        return Some(factor);
    }
    let counts = |letter: char| "十百千万亿〇零一二三四五六七八九两半".contains(letter);
    let is_word = |letter: char| letter.is_alphabetic() && !letter.is_ascii() && !counts(letter);
    (of_column(column).is_none() && behind.chars().all(is_word)).then_some(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Table;

    #[test]
    fn numbers_with_one_meaning_are_read() {
        let column = |table: &str, name: &str| {
            Table::named(table).and_then(|table| table.column(name)).expect("column")
        };
        let read = |text, column| number(text, column, Figures::default());
        let persons = column("population", "persons");
        let cases = [
            ("1,234", "1234"),
            ("１２３．５", "123.5"),
            ("12万", "120000"),
            ("1,234.5", "1234.5"),
            ("12,34,567", "1234567"),
            ("30人", "30"),
            ("1.5万人", "15000"),
        ];
        for (text, plain) in cases {
            assert_eq!(read(text, persons).as_deref(), Some(plain), "{text}");
        }
        for text in [
            "12", "2 5", "1,23", "1,2345", "13.700,0", "1.234,5", "many", "12l.2", "1e-3‰", "18O", "85%",
            "3班",
        ] {
            assert_eq!(read(text, persons), None, "{text}");
        }
        let capex = column("projects", "capex");
        let money = [
            ("2500万", "2500"),
            ("2,500万元", "2500"),
            ("1.2亿", "12000"),
            ("２５００", "2500"),
            ("3000元", "0.3"),
            ("25000000元", "2500"),
        ];
        for (text, plain) in money {
            assert_eq!(read(text, capex).as_deref(), Some(plain), "{text}");
        }
        assert_eq!(read("12亩", capex), None);
        assert_eq!(read("12亩", column("projects", "land")).as_deref(), Some("8000"));
        assert_eq!(read("1.2公顷", column("projects", "land")).as_deref(), Some("12000"));
        let share = column("projects", "share.county");
        assert_eq!(
            (read("85 %", share).as_deref(), read("0.85％", share).as_deref()),
            (Some("0.85"), Some("0.0085"))
        );
        assert_eq!(read("3年级", column("enrolment", "grade")).as_deref(), Some("3"));
    }

    #[test]
    fn the_figures_of_a_column_may_be_written_otherwise() {
        let column = Table::named("projects").and_then(|table| table.column("capex")).expect("column");
        let comma = Figures { manner: Manner::Comma, factor: 1e-4 };
        let read = |text| number(text, column, comma);
        // 13.700,5 yuan are 1.37005 × 10⁴ yuan; 1.234 are 1,234 yuan.
        assert_eq!(read("13.700,5").as_deref(), Some("1.37005"));
        assert_eq!(read("1.234").as_deref(), Some("0.1234"));
        assert_eq!(
            (read("20000").as_deref(), read("0"), read("2万元").as_deref()),
            (Some("2"), None, Some("2"))
        );
    }

    #[test]
    fn spaces_go_beside_chinese_characters_alone() {
        assert_eq!(
            (name_without_spaces("东 街\u{3000}道"), name_without_spaces("San Men")),
            ("东街道".into(), "San Men".into())
        );
        assert_eq!(plain_word("Ａ０１"), "A01");
    }
}

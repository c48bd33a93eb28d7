//! One cell in a plain manner of writing, where what it means is clear.

use super::names::Names;
use super::times;
use super::words::{is_chinese, name_without_spaces, plain_word};
use crate::input::values;
use crate::schema::{Column, ValueKind};

/// Code of the note and the plain form of a filled cell that is written otherwise; none for one that is plain, or unclear.
pub(super) fn tidied(column: &Column, text: &str, names: &Names) -> Option<(&'static str, String)> {
    if text.is_empty() {
        return None;
    }
    match column.kind {
        ValueKind::Number { .. } | ValueKind::Integer { .. } => {
            number(text, column.unit).map(|plain| ("tidied-number", plain))
        }
        ValueKind::Date => times::date(text).map(|plain| ("tidied-date", plain)),
        ValueKind::Age => times::age(text).map(|plain| ("tidied-age", plain)),
        ValueKind::Text if column.name == "name" && is_chinese(text) => {
            changed(text, name_without_spaces(text)).map(|plain| ("tidied-name", plain))
        }
        ValueKind::Text | ValueKind::Year | ValueKind::YearOrAll => None,
        ValueKind::Reference(table) => names.code(&[table], text),
        ValueKind::CountyOrAll => names.code(&["counties"], text),
        ValueKind::Area | ValueKind::AreaOrAll => names.code(&["towns", "counties"], text),
        ValueKind::Key
        | ValueKind::ModelId(_)
        | ValueKind::ModelIdOrAll(_)
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

/// Digits of `1,234`, `１２３．５`, `12万`, `85%`; with the unit of the column where that is 10⁴ yuan: `2500万元` is 2500.
pub(super) fn number(text: &str, unit: &str) -> Option<String> {
    if values::number(text).is_some() {
        return None;
    }
    let narrow: String = text.chars().map(values::half_width).collect();
    let grouped = narrow.trim_start_matches(['-', '+', '\'']);
    let grouped = grouped.trim().replace(' ', ",");
    if grouped.contains(',') && !well_grouped(&grouped) {
        return None;
    }
    if unit.starts_with("10⁴ yuan") {
        return ten_thousand_yuan(&narrow);
    }
    let plain = values::plain_number(text)?;
    values::number(&plain)?;
    Some(plain)
}

/// An amount in a column of 10⁴ yuan: 万 is the unit itself, 亿 is 10⁴ of it, plain yuan are unclear.
fn ten_thousand_yuan(narrow: &str) -> Option<String> {
    let words = narrow.trim().trim_end_matches('元').trim_end();
    let yuan = narrow.contains('元');
    let (digits, factor) = match (words.strip_suffix('万'), words.strip_suffix('亿')) {
        (Some(digits), _) => (digits, 1.0),
        (None, Some(digits)) => (digits, 1e4),
        (None, None) if yuan => return None,
        (None, None) => (words, 1.0),
    };
    let digits: String = digits.chars().filter(|letter| !matches!(letter, ',' | ' ' | '\'')).collect();
    let value = values::number(&digits)? * factor;
    Some(((value * 1e6).round() / 1e6).to_string())
}

/// Whether commas part groups of three digits.
fn well_grouped(text: &str) -> bool {
    let whole = text.split(['.', '万', '亿', '%']).next().unwrap_or_default();
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let digits = |group: &str| group.chars().filter(char::is_ascii_digit).count();
    (1..=3).contains(&digits(first))
        && groups
            .all(|group| digits(group) == 3 && group.chars().take(3).all(|letter| letter.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_one_meaning_are_read() {
        let read = |text, unit| number(text, unit);
        let cases = [
            ("1,234", "1234"),
            ("１２３．５", "123.5"),
            ("12万", "120000"),
            ("1,234.5", "1234.5"),
            ("30人", "30"),
        ];
        for (text, plain) in cases {
            assert_eq!(read(text, "").as_deref(), Some(plain), "{text}");
        }
        for text in ["12", "2 5", "1,23", "1,2345", "many", "12l.2", "1e-3‰", "18O"] {
            assert_eq!(read(text, ""), None, "{text}");
        }
        let money = [("2500万", "2500"), ("2,500万元", "2500"), ("1.2亿", "12000"), ("２５００", "2500")];
        for (text, plain) in money {
            assert_eq!(read(text, "10⁴ yuan").as_deref(), Some(plain), "{text}");
        }
        assert_eq!(read("25000000元", "10⁴ yuan"), None, "yuan in a column of 10⁴ yuan are unclear");
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

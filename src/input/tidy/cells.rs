//! One cell in a plain manner of writing, where what it means is clear.

use super::names::Names;
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
        ValueKind::Year | ValueKind::YearOrAll => year(text).map(|plain| ("tidied-year", plain)),
        ValueKind::Date => date(text).map(|plain| ("tidied-date", plain)),
        ValueKind::Age => age(text).map(|plain| ("tidied-age", plain)),
        ValueKind::Text if column.name == "name" && is_chinese(text) => {
            changed(text, name_without_spaces(text)).map(|plain| ("tidied-name", plain))
        }
        ValueKind::Text => None,
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

/// The year of `2023年`, `２０２３`, `2023-2024学年`.
fn year(text: &str) -> Option<String> {
    if text == "*" || values::year(text).is_some() {
        return None;
    }
    let narrow: String =
        text.chars().map(values::half_width).filter(|letter| !letter.is_whitespace()).collect();
    if narrow == "*" {
        return Some(narrow);
    }
    let first = narrow.get(..4).filter(|digits| values::year(digits).is_some())?;
    let rest = narrow.get(4..)?.trim_start_matches('年');
    let until = rest.trim_start_matches(['-', '–', '—', '/', '至', '~']);
    let clear = match until.get(..4) {
        Some(next) if until.len() < rest.len() => {
            let follows =
                values::year(next).zip(values::year(first)).is_some_and(|(next, first)| next == first + 1);
            follows && matches!(&until[4..], "" | "年" | "学年" | "年学年")
        }
        _ => matches!(rest, "" | "学年" | "度" | ".0"),
    };
    clear.then(|| first.to_owned())
}

/// The date of `2022/12/31`, `2022年12月31日`, `20221231`, or of a day number as spreadsheets count them.
fn date(text: &str) -> Option<String> {
    if values::date(text).is_some() {
        return None;
    }
    let narrow: String = text.chars().map(values::half_width).collect();
    let day_number = (narrow.len() == 5).then(|| narrow.parse::<i64>().ok()).flatten();
    if let Some(days) = day_number {
        let start = jiff::civil::date(1899, 12, 30);
        let day = start.checked_add(jiff::Span::new().days(days)).ok()?;
        return Some(day.strftime("%Y-%m-%d").to_string()).filter(|plain| values::date(plain).is_some());
    }
    values::plain_date(text).map(|date| date.to_string())
}

/// The age of `３岁`, `0—4岁`, `100岁及以上`.
fn age(text: &str) -> Option<String> {
    if values::age(text).is_some() {
        return None;
    }
    let mut narrow: String =
        text.chars().map(values::half_width).filter(|letter| !letter.is_whitespace()).collect();
    for open in ["及以上", "以上"] {
        narrow = narrow.replace(open, "+");
    }
    let plain = narrow.replace("周岁", "").replace('岁', "");
    values::age(&plain).map(|_| plain)
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
    fn years_dates_and_ages() {
        assert_eq!(
            ["2023年", "2023-2024学年", "２０２３"].map(|text| year(text).unwrap_or_default()),
            ["2023"; 3]
        );
        assert_eq!(["20231", "2023-2025", "2023-09-01", "23", "二六"].map(year), [const { None }; 5]);
        // Day 44926 of spreadsheets is 31 December 2022.
        let dates = ["2022/12/31", "2022年12月31日", "20221231", "44926", "2022-12-31 00:00:00"];
        assert_eq!(dates.map(|text| date(text).unwrap_or_default()), ["2022-12-31"; 5]);
        assert_eq!(["2021-02-29", "2022年12月", "12/31"].map(date), [const { None }; 3]);
        assert_eq!(age("100岁及以上").as_deref(), Some("100+"));
        assert_eq!((age("３岁").as_deref(), age("old"), age("7")), (Some("3"), None, None));
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

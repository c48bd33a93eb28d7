//! Texts of cells to values, and how a value in another manner of writing would be written plainly.

use crate::domain::{Date, TownKind};

/// A number in plain digits: optional sign, decimal point, exponent.
pub(super) fn number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E'));
    if plain { text.parse().ok() } else { None }
}

/// Whether a cell means "all".
pub(super) fn means_all(text: &str) -> bool {
    let words = ["*", "＊", "all", "total", "全部", "所有", "合计", "总计"];
    text.is_empty() || words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// A kind of division by its word.
pub(super) fn town_kind(word: &str) -> Option<TownKind> {
    match word {
        "subdistrict" | "街道" => Some(TownKind::Subdistrict),
        "town" | "镇" => Some(TownKind::Town),
        "township" | "乡" => Some(TownKind::Township),
        _ => None,
    }
}

/// A full-width letter, digit or sign made narrow.
pub(super) fn half_width(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{3000}' | '\u{a0}' => ' ',
        '。' => '.',
        other => other,
    }
}

/// Words for what is not known yet, letters alone and small.
const UNKNOWN: [&str; 24] = [
    "待定",
    "未定",
    "待估",
    "待核",
    "待核定",
    "待核算",
    "待测算",
    "待明确",
    "待确定",
    "待批",
    "暂缺",
    "暂无",
    "暂未确定",
    "尚未确定",
    "不详",
    "未知",
    "na",
    "nv",
    "tbd",
    "tbc",
    "tba",
    "unknown",
    "ka",
    "keineangabe",
];

/// Whether a cell says that its value is not known: 待定, `k.A.`, `n/a`, `?`, `-`.
pub(super) fn means_unknown(text: &str) -> bool {
    let narrow = text.trim().chars().map(half_width);
    let word: String = narrow
        .filter(|letter| !matches!(letter, '.' | '/' | ' ' | '(' | ')' | '-' | '–' | '—' | '?' | '…'))
        .flat_map(char::to_lowercase)
        .collect();
    (word.is_empty() && !text.trim().is_empty()) || UNKNOWN.contains(&word.as_str())
}

/// Whether a cell is a mere sign of nothing: `-`, `/`, `n/a`.
pub(super) fn is_dash(text: &str) -> bool {
    let letters = |letter: char| letter.is_alphanumeric() || letter == '?' || letter == '？';
    !text.is_empty() && (!text.contains(letters) || text.eq_ignore_ascii_case("n/a"))
}

/// A four-digit year.
pub(super) fn year(text: &str) -> Option<i32> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = if digits { text.parse().ok()? } else { return None };
    (1900..=2200).contains(&year).then_some(year)
}

/// The year in `2023年` or `2023-2024`.
pub(super) fn plain_year(text: &str) -> Option<i32> {
    let text: String = text.chars().map(half_width).take(4).collect();
    year(&text)
}

/// A date such as `2022-12-31`.
pub(super) fn date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    real_date(text.get(..4)?, text.get(5..7)?, text.get(8..)?)
}

/// The date in `2022/12/31`, `2022年12月31日`, `20221231`.
pub(super) fn plain_date(text: &str) -> Option<Date> {
    let text: String = text.chars().map(half_width).collect();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return real_date(&text[..4], &text[4..6], &text[6..]);
    }
    let parts: Vec<&str> =
        text.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [year, month, day, ..] => real_date(year, month, day),
        _ => None,
    }
}

fn real_date(year_text: &str, month: &str, day: &str) -> Option<Date> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(month) || !digits(day) {
        return None;
    }
    let date = Date { year: year(year_text)?, month: month.parse().ok()?, day: day.parse().ok()? };
    let real = (1..=12).contains(&date.month) && (1..=days_in(date.year, date.month)).contains(&date.day);
    real.then_some(date)
}

/// Days of a month.
pub(super) fn days_in(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Ages of a row (年龄).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ages {
    /// Newborns: `birth`, 出生.
    Birth,
    /// One age, `7`; how far it holds may be told by the table's spacing.
    Single(u8),
    /// An age group, `5-9`.
    Group(u8, u8),
    /// The open last one, `100+`.
    Open(u8),
}

/// Completed years of age: `7`, `5-9` (also with – ~ ～ 至), `100+`, `birth`.
pub(super) fn age(text: &str) -> Option<Ages> {
    let years = |digits: &str| {
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if plain { digits.parse::<u8>().ok().filter(|age| *age <= 120) } else { None }
    };
    if matches!(text, "birth" | "出生") {
        return Some(Ages::Birth);
    }
    if let Some(digits) = text.strip_suffix('+') {
        return years(digits).map(Ages::Open);
    }
    let Some((first, last)) = text.split_once(['-', '–', '—', '~', '～', '至']) else {
        return years(text).map(Ages::Single);
    };
    let (first, last) = (years(first.trim())?, years(last.trim())?);
    (first <= last).then_some(Ages::Group(first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_numbers_are_read() {
        assert_eq!(number("-1.5e3"), Some(-1500.0));
        for text in ["1,234", "１２３", "12万", "inf", "nan", "", "1 2", "0x10", "1_000"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn dates_must_exist() {
        assert_eq!(date("2024-02-29"), Some(Date { year: 2024, month: 2, day: 29 }));
        for text in ["2023-02-29", "2023-13-01", "2023/01/01", "2023-1-1", "2023-+1-01", "二〇二三年一"]
        {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(plain_date("2023年1月5日"), Some(Date { year: 2023, month: 1, day: 5 }));
    }

    #[test]
    fn ages_may_be_open_or_groups() {
        let read = ["3", "100+", "0-4", "5～9", "85 – 89", "birth", "+3", "121", "9-5", "-4"].map(age);
        let groups = [Ages::Group(0, 4), Ages::Group(5, 9), Ages::Group(85, 89)].map(Some);
        assert_eq!(read[..2], [Some(Ages::Single(3)), Some(Ages::Open(100))]);
        assert_eq!(read[2..5], groups);
        assert_eq!(read[5..], [Some(Ages::Birth), None, None, None, None]);
    }
}

//! Years, dates and ages as offices write them (年份、日期、年龄).

use crate::domain::Date;
use crate::input::values;

/// A year, and the month where one is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct YearMonth {
    /// Year.
    pub(super) year: i32,
    /// Month, from 1.
    pub(super) month: Option<u8>,
}

/// Months in English.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Chinese digits of years: 二〇二三.
const DIGITS: [&str; 10] = ["〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// Signs between two years of a school year, or between year and month.
const SIGNS: [char; 8] = ['-', '–', '—', '/', '至', '~', '.', '－'];

/// A text without spaces, its letters and signs narrow, and the Chinese digits of a year at its start as digits.
fn narrow(text: &str) -> String {
    let text: String =
        text.chars().map(values::half_width).filter(|letter| !letter.is_whitespace()).collect();
    let digit = |letter: char| DIGITS.iter().position(|of| of.contains(letter)).map(|at| at.to_string());
    let digits: Option<String> = text.chars().take(4).map(digit).collect();
    match digits.filter(|digits| values::year(digits).is_some()) {
        Some(digits) => digits + &text.chars().skip(4).collect::<String>(),
        None => text,
    }
}

/// The year of `2023年`, `２０２３`, `2023-2024学年`, `2023/24`, `2023年末`, and the month of `2023年9月`, `202309`, `2023-09-01`, `Sep-23`.
/// None where it is not clear: `2011-12` is a school year or a December.
pub(super) fn year_month(text: &str) -> Option<YearMonth> {
    let text = narrow(text);
    if let Some(found) = english(&text) {
        return Some(found);
    }
    let year = values::year(text.get(..4)?)?;
    let of = |month: Option<u8>| Some(YearMonth { year, month });
    let rest = text.get(4..)?;
    let after = rest.trim_start_matches('年');
    if matches!(after, "" | "学年" | "学年度" | "度" | ".0" | "末" | "底" | "年末" | "年底") {
        return of(None);
    }
    if let Some(month) = after.strip_suffix('月') {
        return of(Some(month_of(month)?));
    }
    if rest.len() == 2 && rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return of(Some(month_of(rest)?));
    }
    if let Some(date) = values::plain_date(&text).filter(|_| !after.is_empty()) {
        return of(Some(date.month));
    }
    let until = after.strip_prefix(SIGNS)?;
    let digits = until.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(until.len());
    let (number, ending) = until.split_at(digits);
    let is_school_year = matches!(ending, "学年" | "年学年" | "学年度");
    if !is_school_year && !matches!(ending, "" | "年" | "年度") {
        return None;
    }
    let next: i32 = number.parse().ok()?;
    let follows = match digits {
        4 => next == year + 1,
        2 => next == (year + 1) % 100,
        _ => false,
    };
    let month = (digits < 3 && ending.is_empty()).then(|| month_of(number)).flatten();
    match (follows, month) {
        (true, Some(_)) => None,
        (true, None) => of(None),
        (false, Some(month)) => of(Some(month)),
        (false, None) => None,
    }
}

fn month_of(digits: &str) -> Option<u8> {
    digits.parse().ok().filter(|month| (1..=12).contains(month) && digits.len() <= 2)
}

/// `Mar-23`, `Sep-2023`, as spreadsheet programs write months.
fn english(text: &str) -> Option<YearMonth> {
    let (month, year) = text.split_once(['-', '/', '.'])?;
    let month = month.to_lowercase();
    let month = MONTHS.iter().position(|known| month.starts_with(known))?;
    let year = match year.len() {
        2 => 2000 + year.parse::<i32>().ok()?,
        _ => values::year(year)?,
    };
    Some(YearMonth { year, month: u8::try_from(month + 1).ok() })
}

/// The school year of a month in a column of school years, the first that begins after works are done; none where it is not clear.
pub(super) fn school_year(column: &str, year: i32, month: u8) -> Option<i32> {
    match (column, month) {
        ("earliest", 10..) => Some(year + 1),
        ("earliest", _) | (_, 8 | 9) => Some(year),
        _ => None,
    }
}

/// The date of `2022/12/31`, `2022年12月31日`, `20221231`, of a day number as spreadsheets count them, of `2022年末` and `2022年底`, and the
/// last day of a month: `2022年9月`, `202209`, `Sep-22`.
pub(super) fn date(text: &str) -> Option<String> {
    if values::date(text).is_some() {
        return None;
    }
    let narrow = narrow(text);
    let day_number = (narrow.len() == 5).then(|| narrow.parse::<i64>().ok()).flatten();
    if let Some(days) = day_number {
        let start = jiff::civil::date(1899, 12, 30);
        let day = start.checked_add(jiff::Span::new().days(days)).ok()?;
        return Some(day.strftime("%Y-%m-%d").to_string()).filter(|plain| values::date(plain).is_some());
    }
    let whole: String = text.chars().map(values::half_width).collect();
    if let Some(date) = values::plain_date(&whole).or_else(|| values::plain_date(&narrow)) {
        return Some(date.to_string());
    }
    let end_of_year = ["年末", "年底", "年年末", "年年底", "末", "底"];
    let year = end_of_year.iter().find_map(|ending| values::year(narrow.strip_suffix(ending)?));
    let (year, month) = if let Some(year) = year {
        (year, 12)
    } else {
        let found = month_alone(&narrow)?;
        (found.year, found.month?)
    };
    Some(Date { year, month, day: values::days_in(year, month) }.to_string())
}

/// A month of a year without a day; in a column of dates `2011-12` is one.
fn month_alone(narrow: &str) -> Option<YearMonth> {
    let by_sign = || {
        let year = values::year(narrow.get(..4)?)?;
        let month = month_of(narrow.get(4..)?.strip_prefix(SIGNS)?)?;
        Some(YearMonth { year, month: Some(month) })
    };
    by_sign().or_else(|| year_month(narrow))
}

/// The age of `３岁`, `0—4岁`, `100岁及以上`, `不满1岁`.
pub(super) fn age(text: &str) -> Option<String> {
    if values::age(text).is_some() {
        return None;
    }
    let mut narrow: String =
        text.chars().map(values::half_width).filter(|letter| !letter.is_whitespace()).collect();
    if matches!(narrow.as_str(), "不满1岁" | "未满1岁" | "不满一岁" | "<1岁" | "<1") {
        return Some("0".to_owned());
    }
    for open in ["岁及以上", "及以上", "岁以上", "以上"] {
        narrow = narrow.replace(open, "+");
    }
    if let Some(digits) = narrow.strip_prefix(['≥', '>']) {
        narrow = format!("{digits}+").replacen('=', "", 1);
    }
    let plain = narrow.replace("周岁", "").replace('岁', "");
    values::age(&plain).filter(|age| *age != values::Ages::Birth).map(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_school_and_calendar() {
        let of = |text: &str| year_month(text).map(|found| (found.year, found.month));
        for text in [
            "2023年",
            "２０２３",
            "2023-2024学年",
            "2023/24",
            "2023-24",
            "2023-2024",
            "2023—2024",
            "2023学年",
            "2023年末",
            "2023年底",
            "2023年度",
            "2023.0",
            "二〇二三年",
            "2023-24学年",
            " 2023 年 ",
        ] {
            assert_eq!(of(text), Some((2023, None)), "{text}");
        }
        for text in [
            "2023年9月",
            "202309",
            "2023-09",
            "2023/9",
            "2023-09-01",
            "20230901",
            "2023年9月1日",
            "Sep-23",
            "Sept-2023",
        ] {
            assert_eq!(of(text), Some((2023, Some(9))), "{text}");
        }
        assert_eq!(of("201112"), Some((2011, Some(12))));
        assert_eq!(of("Mar-23"), Some((2023, Some(3))));
        // A school year or a month; years that do not follow; no year.
        for text in [
            "2011-12",
            "2009/10",
            "2023-2025",
            "2023-13",
            "20231",
            "23",
            "二六",
            "202313",
            "2023年初",
            "3-23",
            "23-Mar",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
        assert_eq!(of("2011-12学年"), Some((2011, None)));
    }

    #[test]
    fn months_of_school_years() {
        assert_eq!(school_year("earliest", 2026, 6), Some(2026));
        assert_eq!(
            school_year("earliest", 2026, 12),
            Some(2027),
            "done in December: open in the next September"
        );
        assert_eq!((school_year("opened", 2023, 9), school_year("opened", 2023, 3)), (Some(2023), None));
    }

    #[test]
    fn dates() {
        // Day 44926 of spreadsheets is 31 December 2022.
        let year_end = [
            "2022/12/31",
            "2022年12月31日",
            "20221231",
            "44926",
            "2022-12-31 00:00:00",
            "2022年末",
            "2022年底",
            "2022年12月",
            "202212",
            "2022-12",
            "Dec-22",
            "２０２２年末",
            "二〇二二年底",
        ];
        for text in year_end {
            assert_eq!(date(text).as_deref(), Some("2022-12-31"), "{text}");
        }
        assert_eq!(date("2023年9月").as_deref(), Some("2023-09-30"));
        assert_eq!(date("2024年2月").as_deref(), Some("2024-02-29"));
        assert_eq!(date("2020-11-1").as_deref(), Some("2020-11-01"));
        assert_eq!(["2021-02-29", "12/31", "2022", "2022年"].map(date), [const { None }; 4]);
    }

    #[test]
    fn ages() {
        let of = ["100岁及以上", "３岁", "0—4岁", "85岁以上", "不满1岁", "0-4周岁", "≥100岁"];
        assert_eq!(
            of.map(|text| age(text).unwrap_or_default()),
            ["100+", "3", "0—4", "85+", "0", "0-4", "100+"]
        );
        assert_eq!(["old", "7", "岁"].map(age), [const { None }; 3]);
    }
}

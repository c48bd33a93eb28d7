//! Number formats that show something else than what a cell holds (数字格式): `0!.0,"万元"` shows 20,000,000 as 2000.0万元.

use super::tidy::{FROM_FORMAT, NOT_SHOWN};

/// What a format makes of a number (显示方式).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    /// By how much the number is divided.
    divided: f64,
    /// The words behind it.
    unit: String,
}

/// Words behind a number that state its unit.
const UNITS: &[&str] = &[
    "元",
    "万元",
    "亿元",
    "千元",
    "百万元",
    "千万元",
    "十万元",
    "万",
    "亿",
    "千",
    "百万",
    "千万",
    "万人",
    "千人",
    "万个",
    "亩",
    "万亩",
    "公顷",
    "平方米",
    "万平方米",
    "㎡",
    "m²",
    "平方公里",
    "公里",
    "千米",
    "km",
    "%",
    "‰",
    "米",
    "m",
    "小时",
];

/// What a format shows; none where it shows the number itself, and no unit.
pub(super) fn shown(format: &str) -> Option<Shown> {
    let (mut unit, mut commas, mut decimals) = (String::new(), 0, 0);
    let (mut digits, mut literal_point) = (false, false);
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                let words: String = letters.by_ref().take_while(|letter| *letter != '"').collect();
                if digits {
                    unit.push_str(&words);
                }
            }
            // The next letter stands for itself.
            '\\' | '!' => match letters.next() {
                Some('.') if digits => literal_point = true,
                Some(other) if digits => unit.push(other),
                _ => {}
            },
            // Room as wide as the next letter, or filled with it.
            '_' | '*' => {
                letters.next();
            }
            '[' => while letters.next().is_some_and(|letter| letter != ']') {},
            ';' => break,
            '%' => return None,
            '0' | '#' | '?' => {
                (digits, commas) = (true, 0);
                decimals += i32::from(literal_point);
            }
            ',' if digits => commas += 1,
            other if digits && !other.is_ascii() => unit.push(other),
            _ => {}
        }
    }
    let divided = 1000_f64.powi(commas) * 10_f64.powi(decimals);
    Shown::of(divided, &unit)
}

impl Shown {
    /// A number divided, with words behind it; none where that is the number itself, and no unit.
    pub(super) fn of(divided: f64, words: &str) -> Option<Self> {
        let unit = words.trim();
        let unit = if UNITS.contains(&unit) { unit.to_owned() } else { String::new() };
        (divided > 1.0 || !unit.is_empty()).then_some(Self { divided, unit })
    }

    /// The text of a cell that holds a number: what is shown with its unit, or what it holds and what is shown without a word.
    pub(super) fn text(&self, number: f64) -> String {
        let shown = number / self.divided;
        if self.unit.is_empty() {
            format!("{number}{NOT_SHOWN}{shown}")
        } else {
            format!("{shown}{FROM_FORMAT}{}", self.unit)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_divide_and_state_units() {
        let read = |format: &str| shown(format).map(|shown| (shown.divided, shown.unit));
        for (format, divided, unit) in [
            ("0!.0,\"万元\"", 1e4, "万元"),
            ("0\\.0,\"万\"", 1e4, "万"),
            ("0.00,\"千\"", 1e3, "千"),
            ("0!.00,,\"亿元\"", 1e8, "亿元"),
            ("#,##0.00\"元\"", 1.0, "元"),
            ("#,##0\"万元\";-#,##0\"万元\"", 1.0, "万元"),
            ("0!.0000", 1e4, ""),
            ("#,##0.0,", 1e3, ""),
            ("0\"%\"", 1.0, "%"),
        ] {
            assert_eq!(read(format), Some((divided, unit.to_owned())), "{format}");
        }
        for format in [
            "General",
            "0",
            "#,##0.00",
            "0.00%",
            "@",
            "0\"人\"",
            "_ * #,##0.00_ ",
            "[$¥-804]#,##0.00",
            "\"约\"0",
        ] {
            assert_eq!(read(format), None, "{format}");
        }
    }

    #[test]
    fn the_text_of_a_cell_says_what_is_shown() {
        let text = |format: &str, number| shown(format).map(|shown| shown.text(number)).unwrap_or_default();
        assert_eq!(text("0!.0,\"万元\"", 20_000_000.0), "2000\u{2060}万元");
        assert_eq!(text("0!.0,", 20_000_000.0), "20000000\u{2061}2000");
    }
}

//! Chinese numerals for made-up names (中文数字).

const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A whole number below 1,000 in Chinese; above that in figures.
#[must_use]
pub fn numeral(number: usize) -> String {
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    match (hundreds, tens) {
        (0, 0) => DIGITS[ones].to_owned(),
        (0, 1) => format!("十{}", DIGITS[ones]),
        (0, _) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        (1..=9, 0) if ones == 0 => format!("{}百", DIGITS[hundreds]),
        (1..=9, 0) => format!("{}百零{}", DIGITS[hundreds], DIGITS[ones]),
        (1..=9, _) => format!("{}百{}十{}", DIGITS[hundreds], DIGITS[tens], DIGITS[ones]),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_chinese_writes_them() {
        assert_eq!(numeral(1), "一");
        assert_eq!(numeral(10), "十");
        assert_eq!(numeral(21), "二十一");
        assert_eq!(numeral(105), "一百零五");
    }
}

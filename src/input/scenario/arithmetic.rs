//! Arithmetic on written numbers.

use crate::input::values;

/// What is done to a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Arithmetic {
    Multiply(f64),
    Add(f64),
}

impl Arithmetic {
    /// A written number after it, whole where it must be; none where the text is no number.
    pub(super) fn apply(self, text: &str, whole: bool) -> Option<String> {
        let number = values::number(text)?;
        let result = match self {
            Self::Multiply(factor) => number * factor,
            Self::Add(amount) => number + amount,
        };
        Some(if whole { result.round().to_string() } else { plain(result) })
    }
}

/// A number in the fewest digits that tell it to nine decimals, so that 499 × 0.9 is 449.1.
fn plain(number: f64) -> String {
    let rounded = (number * 1e9).round() / 1e9;
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}

#[cfg(test)]
mod tests {
    use super::Arithmetic::{Add, Multiply};

    #[test]
    fn numbers_are_written_plainly() {
        assert_eq!(Multiply(0.9).apply("499", false).as_deref(), Some("449.1"));
        assert_eq!(Add(0.2).apply("0.1", false).as_deref(), Some("0.3"));
        assert_eq!(Multiply(1.1).apply("45", true).as_deref(), Some("50"));
        assert_eq!(Multiply(0.0).apply("-3", false).as_deref(), Some("0"));
        assert_eq!(Add(1.0).apply("100+", true), None);
    }
}

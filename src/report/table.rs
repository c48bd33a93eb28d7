//! A table as data: any format can write it.

use serde_json::Value;

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A number with so many decimals.
    Number(f64, usize),
    /// A share, shown in percent with so many decimals.
    Percent(f64, usize),
    /// Nothing.
    Blank,
}

impl Cell {
    /// A whole number.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // counts of projects and towns
    pub fn count(count: usize) -> Self {
        Self::Number(count as f64, 0)
    }

    /// As people read it, with thousands separated.
    #[must_use]
    pub fn display(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(value, decimals) => grouped(*value, *decimals),
            Self::Percent(value, decimals) => format!("{} %", grouped(*value * 100.0, *decimals)),
            Self::Blank => String::new(),
        }
    }

    /// As programs read it.
    #[must_use]
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(value, decimals) => format!("{value:.decimals$}"),
            Self::Percent(value, decimals) => format!("{value:.width$}", width = decimals + 2),
            Self::Blank => String::new(),
        }
    }

    /// As JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::Number(value, _) | Self::Percent(value, _) => Value::from(*value),
            Self::Blank => Value::Null,
        }
    }

    /// Whether it is set to the right.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        matches!(self, Self::Number(..) | Self::Percent(..))
    }
}

/// A table with a title.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Title, with the unit.
    pub title: String,
    /// Heads of the columns.
    pub heads: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// As JSON: title, heads, rows.
    #[must_use]
    pub fn json(&self) -> Value {
        let rows: Vec<Vec<Value>> =
            self.rows.iter().map(|row| row.iter().map(Cell::json).collect()).collect();
        serde_json::json!({ "title": self.title, "heads": self.heads, "rows": rows })
    }
}

fn grouped(value: f64, decimals: usize) -> String {
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) =
        plain.split_once('.').map_or((plain.as_str(), None), |(whole, part)| (whole, Some(part)));
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    let zero = plain.chars().all(|digit| digit == '0' || digit == '.');
    if value < 0.0 && !zero { format!("-{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::Cell;

    #[test]
    fn numbers_are_grouped_and_never_minus_zero() {
        assert_eq!(Cell::Number(1_234_567.891, 2).display(), "1,234,567.89");
        assert_eq!(Cell::Number(-999.6, 0).display(), "-1,000");
        assert_eq!(Cell::Number(-0.001, 1).display(), "0.0");
        assert_eq!(Cell::Percent(0.85, 1).display(), "85.0 %");
        assert_eq!(Cell::Percent(0.85, 1).plain(), "0.850");
    }
}

//! Numbers as people write them (数的写法): `1,234.5`, `1 234,5`, `12,34,567`, `85 %`, `3000元`. Which sign parts thousands and which
//! begins the decimals is settled by the other cells of the column, then of the table; else the point begins the decimals.

use crate::input::values::{self, half_width};

/// Which sign begins the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Manner {
    /// The point; commas, spaces and apostrophes part thousands.
    #[default]
    Point,
    /// The comma; points, spaces and apostrophes part thousands.
    Comma,
}

/// Digits with their signs, and the unit behind them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Written {
    /// What they mean where the point begins the decimals.
    pub(super) point: Option<f64>,
    /// What they mean where the comma does.
    pub(super) comma: Option<f64>,
    /// Whether thousands are parted.
    grouped: bool,
    /// What stands behind them: a unit, or nothing.
    pub(super) behind: String,
}

/// How a cell can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Evidence {
    /// The same in both manners.
    None,
    /// With a point before the decimals only.
    Point,
    /// With a comma before the decimals only; whether points part its thousands.
    Comma { grouped: bool },
    /// Otherwise in each manner; whether it has a point.
    Either { point: bool },
}

/// Takes a filled cell apart; none where it does not begin with a number in any manner.
pub(super) fn written(text: &str) -> Option<Written> {
    let narrow: String = text.chars().map(narrow).filter(|letter| *letter != FROM_FORMAT).collect();
    let narrow = narrow.trim().trim_start_matches('\'');
    let (sign, digits) = match narrow.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, narrow.strip_prefix('+').unwrap_or(narrow)),
    };
    let digits = digits.trim_start();
    let end = digits.find(|letter: char| !is_part(letter)).unwrap_or(digits.len());
    let (digits, behind) = (digits.get(..end)?.trim_end(), digits.get(end..)?);
    let read = |manner| value(digits, manner).map(|value| sign * value);
    let (point, comma) = (read(Manner::Point), read(Manner::Comma));
    let grouped = digits.chars().filter(|letter| !letter.is_ascii_digit()).count() > 1;
    (point.is_some() || comma.is_some()).then(|| Written { point, comma, grouped, behind: behind.to_owned() })
}

/// What a number format says of a number stands behind this sign (see `number_format`).
pub(in crate::input) const FROM_FORMAT: char = '\u{2060}';

/// Between what a cell holds and what its number format shows, where that is divided by thousands without a word.
pub(in crate::input) const NOT_SHOWN: char = '\u{2061}';

/// A half-width letter; all spaces, minus signs and apostrophes as one.
fn narrow(letter: char) -> char {
    match half_width(letter) {
        '\u{2009}' | '\u{202f}' | '\u{2007}' | '\t' => ' ',
        '\u{2212}' | '\u{2013}' => '-',
        '\u{2019}' => '\'',
        other => other,
    }
}

fn is_part(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' ' | '\'')
}

/// The value of digits in a manner.
fn value(digits: &str, manner: Manner) -> Option<f64> {
    let (decimal, other) = match manner {
        Manner::Point => ('.', ','),
        Manner::Comma => (',', '.'),
    };
    let (whole, fraction) =
        digits.split_once(decimal).map_or((digits, None), |(whole, of)| (whole, Some(of)));
    if fraction.is_some_and(|of| of.is_empty() || !of.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let parts: Vec<char> = whole.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    let whole = match parts.first() {
        None if whole.is_empty() => return None,
        None => whole.to_owned(),
        Some(sign) => {
            let of_manner = [other, ' ', '\''].contains(sign) && parts.iter().all(|part| part == sign);
            let groups: Vec<&str> = whole.split(*sign).collect();
            if !of_manner || !(is_grouped(&groups) || (*sign == ',' && is_indian(&groups))) {
                return None;
            }
            groups.concat()
        }
    };
    let plain = fraction.map_or_else(|| whole.clone(), |fraction| format!("{whole}.{fraction}"));
    values::number(&plain)
}

/// Groups of three digits behind the first, which has no leading zero.
fn is_grouped(groups: &[&str]) -> bool {
    let Some((first, rest)) = groups.split_first() else { return false };
    (1..=3).contains(&first.len()) && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3)
}

/// Groups of two digits before a last one of three: `12,34,567`.
fn is_indian(groups: &[&str]) -> bool {
    let [first, between @ .., last] = groups else { return false };
    (1..=2).contains(&first.len())
        && !first.starts_with('0')
        && !between.is_empty()
        && between.iter().all(|group| group.len() == 2)
        && last.len() == 3
}

impl Written {
    pub(super) fn evidence(&self) -> Evidence {
        match (self.point, self.comma) {
            (Some(point), Some(comma)) if (point - comma).abs() <= 1e-12 * point.abs() => Evidence::None,
            // Of 1.234 the comma's reading is the greater one.
            (Some(point), Some(comma)) => Evidence::Either { point: comma.abs() > point.abs() },
            (Some(_), None) => Evidence::Point,
            (None, _) => Evidence::Comma { grouped: self.grouped },
        }
    }

    /// The value in a manner.
    pub(super) fn value(&self, manner: Manner) -> Option<f64> {
        match manner {
            Manner::Point => self.point,
            Manner::Comma => self.comma,
        }
    }
}

/// How the cells of a column, or of a table, can be read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    point: usize,
    comma: usize,
    /// Of those with a comma before the decimals: with thousands parted.
    grouped: usize,
    /// Of two readings, with a point and with a comma.
    either: (usize, usize),
}

impl Tally {
    pub(super) fn add(&mut self, evidence: Evidence) {
        match evidence {
            Evidence::None => {}
            Evidence::Point => self.point += 1,
            Evidence::Comma { grouped } => {
                self.comma += 1;
                self.grouped += usize::from(grouped);
            }
            Evidence::Either { point: true } => self.either.0 += 1,
            Evidence::Either { point: false } => self.either.1 += 1,
        }
    }

    /// Two cells with a comma before their decimals.
    pub(super) fn of_commas() -> Self {
        Self { comma: 2, ..Self::default() }
    }

    pub(super) fn join(self, other: Self) -> Self {
        Self {
            point: self.point + other.point,
            comma: self.comma + other.comma,
            grouped: self.grouped + other.grouped,
            either: (self.either.0 + other.either.0, self.either.1 + other.either.1),
        }
    }

    /// The manner that the cells settle. A single `1,5` may be a slip: a comma before the decimals wants two cells, one of them read in no
    /// other manner; `1,5` beside `1,234` is not enough.
    pub(super) fn settled(self) -> Option<Manner> {
        if self.point > 0 {
            return Some(Manner::Point);
        }
        let either = self.either.0 + self.either.1;
        let comma =
            self.comma > 1 || (self.grouped == 1 && either > 0) || (self.comma == 1 && self.either.0 > 0);
        comma.then_some(Manner::Comma)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &str) -> Option<(Option<f64>, Option<f64>)> {
        written(text).map(|written| (written.point, written.comma))
    }

    #[test]
    fn each_sign_has_its_place() {
        for (text, point, comma) in [
            ("1234", Some(1234.0), Some(1234.0)),
            ("1,234", Some(1234.0), Some(1.234)),
            ("1.234", Some(1.234), Some(1234.0)),
            ("13.700,0", None, Some(13_700.0)),
            ("1.234,5", None, Some(1234.5)),
            ("1,234.5", Some(1234.5), None),
            ("1,5", None, Some(1.5)),
            ("1.5", Some(1.5), None),
            ("0.123", Some(0.123), None),
            ("1 234,5", None, Some(1234.5)),
            ("1 234.5", Some(1234.5), None),
            ("1 234", Some(1234.0), Some(1234.0)),
            ("1'234.5", Some(1234.5), None),
            ("1’234", Some(1234.0), Some(1234.0)),
            ("12,34,567", Some(1_234_567.0), None),
            ("1.234.567", None, Some(1_234_567.0)),
            ("−1,234", Some(-1234.0), Some(-1.234)),
            ("１２３．５", Some(123.5), None),
            ("'12", Some(12.0), Some(12.0)),
        ] {
            assert_eq!(both(text), Some((point, comma)), "{text}");
        }
        for text in ["", "many", "2 5", "1,2345", "1,23,4", "1,234 567", "1.2.3", ",5", "5."] {
            assert!(both(text).is_none_or(|of| of.0.is_none()), "{text}");
        }
    }

    #[test]
    fn the_column_settles_what_one_cell_leaves_open() {
        let manner = |cells: &[&str]| {
            let mut tally = Tally::default();
            cells.iter().filter_map(|cell| written(cell)).for_each(|cell| tally.add(cell.evidence()));
            tally.settled()
        };
        assert_eq!(manner(&["1.234,5", "1.234"]), Some(Manner::Comma));
        assert_eq!(manner(&["1,5", "2,25"]), Some(Manner::Comma));
        assert_eq!(manner(&["1,5", "2"]), None, "one slip settles nothing");
        assert_eq!(manner(&["41.5", "1.234", "1,5"]), Some(Manner::Point));
        assert_eq!(manner(&["1.234", "5"]), None);
        assert_eq!(manner(&["1,5", "1,234"]), None, "a slip beside thousands");
        assert_eq!(manner(&["13.700,0", "850"]), None);
        assert_eq!(manner(&["13.700,0", "1,234"]), Some(Manner::Comma));
    }

    #[test]
    fn what_stands_behind_a_number_is_kept() {
        let behind = |text: &str| written(text).map(|written| written.behind);
        assert_eq!(behind("1.2亿").as_deref(), Some("亿"));
        assert_eq!(behind("85 ％").as_deref(), Some("%"));
        assert_eq!(behind("12l.2").as_deref(), Some("l.2"));
        assert_eq!((behind("12").as_deref(), behind("约12")), (Some(""), None));
    }
}

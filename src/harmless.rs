//! Texts of other people's tables made harmless for the programs that open what we write (输出文字的安全处理).
//!
//! Two dangers: characters that XML and terminals do not allow (Word's line break U+000B in a name makes a docx unreadable),
//! and texts in CSV that a spreadsheet takes for a formula.

use polars::prelude::{Column, DataFrame, DataType, IntoColumn as _, NamedFrom as _, PolarsResult, Series};
use std::borrow::Cow;

/// Whether a character may stand in XML and on a terminal.
fn is_allowed(letter: char) -> bool {
    matches!(letter, '\n' | '\t') || !(letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}'))
}

/// A text without characters that XML does not allow: breaks of line and page become spaces, others fall away.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_allowed) {
        return Cow::Borrowed(text);
    }
    let kept = |letter: char| match letter {
        '\u{b}' | '\u{c}' | '\r' | '\u{85}' => Some(' '),
        letter => is_allowed(letter).then_some(letter),
    };
    Cow::Owned(text.replace("\r\n", "\n").chars().filter_map(kept).collect())
}

/// Characters with which a spreadsheet lets a formula begin, as OWASP lists them; full-width ones in Chinese and Japanese programs.
const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a cell of CSV would be taken for a formula. A number is none, nor is a dash alone.
fn is_risky(text: &str) -> bool {
    let rest = text.trim_start_matches('\'');
    let marked = rest.len() < text.len();
    let begins = rest.starts_with(BEGINNINGS);
    let says = rest.chars().any(|letter| letter.is_alphanumeric() || matches!(letter, '\t' | '\r' | '\n'));
    begins && says && (marked || !is_number(rest))
}

fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok() && text.ends_with(|last: char| last.is_ascii_digit() || last == '.')
}

/// A text as CSV may hold it: one that a spreadsheet would take for a formula gets an apostrophe before it.
#[must_use]
pub fn csv_text(text: &str) -> Cow<'_, str> {
    if is_risky(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// A cell of CSV as it was before [`csv_text`].
#[must_use]
pub fn csv_meant(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_risky(rest)).unwrap_or(cell)
}

/// A table of which every text is as CSV may hold it.
///
/// # Errors
/// Where a column cannot be read as what it says it is.
pub fn csv_table(table: &DataFrame) -> PolarsResult<DataFrame> {
    let mut safe = table.clone();
    for column in table.columns().iter().filter(|column| *column.dtype() == DataType::String) {
        let texts = column.str()?;
        if texts.iter().flatten().any(is_risky) {
            let texts: Vec<Option<Cow<str>>> = texts.iter().map(|text| text.map(csv_text)).collect();
            let texts: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
            let made: Column = Series::new(column.name().clone(), texts).into_column();
            safe.with_column(made)?;
        }
    }
    Ok(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_does_not_allow_is_left_out() {
        assert_eq!(clean("第一\u{b}小学"), "第一 小学");
        assert_eq!(clean("a\0b\u{1}\u{1b}[31m\u{fffe}\u{ffff}\u{7f}c"), "ab[31mc");
        assert_eq!(clean("a\r\nb\tc"), "a\nb\tc");
        assert!(matches!(clean("临海\n第二"), Cow::Borrowed(_)));
    }

    #[test]
    fn formulas_are_marked_and_read_back() {
        for text in
            ["=1+1", "+A1", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "'=1", "''=1", "-inf"]
        {
            assert_eq!(csv_text(text), format!("'{text}"), "{text}");
            assert_eq!(csv_meant(&csv_text(text)), text);
        }
        for text in
            ["", "-", "–", "-5", "+3.5", "-1e5", "临海", "'quoted'", "a=b", "2023-2024", "'", "-12.", "--"]
        {
            assert_eq!(csv_text(text), text);
            assert_eq!(csv_meant(text), text);
        }
    }

    #[test]
    fn only_texts_of_a_table_are_marked() {
        let columns: Vec<Column> = vec![
            Series::new("name".into(), [Some("=A1"), None, Some("x")]).into_column(),
            Series::new("number".into(), [-1.0, 2.0, 3.0]).into_column(),
        ];
        let safe = csv_table(&DataFrame::new(3, columns).expect("a table")).expect("marked");
        let names: Vec<_> = safe.column("name").expect("there").str().expect("texts").iter().collect();
        assert_eq!(names, [Some("'=A1"), None, Some("x")]);
        assert_eq!(safe.column("number").expect("there").dtype(), &DataType::Float64);
    }
}

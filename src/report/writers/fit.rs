//! How a table fits the width of a page: widths of its columns, height of its letters, whether it stays on one page.

use crate::report::chart::character_widths;
use crate::report::story::Exhibit;
use crate::report::table::Cell;

/// Rows up to which a table stays on one page.
const TOGETHER: usize = 14;

/// Whether a table holds sentences, so that its rows are high.
fn has_sentences(exhibit: &Exhibit) -> bool {
    exhibit.table.rows.iter().flatten().any(|cell| cell.display().chars().count() > 20)
}

/// Whether a table is kept on one page.
pub fn stays_together(exhibit: &Exhibit) -> bool {
    exhibit.table.rows.len() <= TOGETHER && !has_sentences(exhibit)
}

/// Smallest letters of a table, half points.
const SMALLEST: u32 = 14;

/// How much wider letters may be that stand in for an office font that is not there.
const STAND_IN: f64 = 1.25;

/// Width of a text on one line, twips: half points are 10 twips, both margins of a cell take 120.
fn on_one_line(text: &str, size: u32) -> f64 {
    character_widths(text) * STAND_IN * f64::from(size) * 10.0 + 130.0
}

/// Width of what must not be broken: a number, or the longest Latin word of a text; Chinese breaks anywhere.
fn unbroken(cell: &Cell, size: u32) -> f64 {
    if cell.is_number() {
        return on_one_line(&cell.display(), size);
    }
    let Cell::Text(text) = cell else { return 0.0 };
    let words = text.split_whitespace().filter(|word| word.is_ascii());
    words.map(|word| on_one_line(word, size)).fold(0.0, f64::max)
}

/// Cells of a column, its head among them.
fn column(exhibit: &Exhibit, at: usize) -> impl Iterator<Item = Cell> {
    let head = exhibit.table.heads.get(at).cloned().map(Cell::Text);
    head.into_iter().chain(exhibit.table.rows.iter().filter_map(move |row| row.get(at).cloned()))
}

/// Widths of the columns, twips: shared as the exhibit says, but numbers and words that would break at the smallest letters get what
/// they need from columns with room to spare, where there is enough.
pub fn column_widths(exhibit: &Exhibit, width: f64) -> Vec<f64> {
    let all: f64 = exhibit.widths.iter().sum();
    let shared: Vec<f64> = exhibit.widths.iter().map(|part| width * part / all).collect();
    let need = |at: usize| column(exhibit, at).map(|cell| unbroken(&cell, SMALLEST)).fold(0.0, f64::max);
    let over: Vec<f64> = shared.iter().enumerate().map(|(at, width)| width - need(at)).collect();
    let lacking: f64 = over.iter().map(|over| (-over).max(0.0)).sum();
    let spare: f64 = over.iter().map(|over| over.max(0.0)).sum();
    if lacking <= 0.0 || spare < lacking {
        return shared.iter().map(|width| width.floor()).collect();
    }
    let given = |over: &f64| if *over < 0.0 { -over } else { -over * lacking / spare };
    shared.iter().zip(&over).map(|(width, over)| (width + given(over)).floor()).collect()
}

/// Height of the letters of a table, half points: as large as leaves every number, and if need be every word, unbroken.
pub fn letters(exhibit: &Exhibit, widths: &[f64]) -> u32 {
    let fits = |size: u32, words: bool| {
        widths.iter().enumerate().all(|(at, width)| {
            let kept = column(exhibit, at).filter(|cell| words || cell.is_number());
            kept.map(|cell| unbroken(&cell, size)).all(|needed| needed <= *width + 1.0)
        })
    };
    let largest = if exhibit.long { 18 } else { 21 };
    let found = |words: bool| (SMALLEST..=largest).rev().find(|size| fits(*size, words));
    found(true).or_else(|| found(false)).unwrap_or(SMALLEST)
}

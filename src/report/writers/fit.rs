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

/// Width of a cell on one line, twips: half points are 10 twips, both margins of a cell take 120.
fn on_one_line(cell: &Cell, size: u32) -> f64 {
    character_widths(&cell.display()) * STAND_IN * f64::from(size) * 10.0 + 130.0
}

/// Widths of the columns, twips: shared as the exhibit says, but numbers that would break at the smallest letters get what they need
/// from columns with room to spare, where there is enough.
pub fn column_widths(exhibit: &Exhibit, width: f64) -> Vec<f64> {
    let all: f64 = exhibit.widths.iter().sum();
    let shared: Vec<f64> = exhibit.widths.iter().map(|part| width * part / all).collect();
    let need = |at: usize| {
        let numbers = exhibit.table.rows.iter().filter_map(|row| row.get(at)).filter(|cell| cell.is_number());
        numbers.map(|cell| on_one_line(cell, SMALLEST)).fold(0.0, f64::max)
    };
    let over: Vec<f64> = shared.iter().enumerate().map(|(at, width)| width - need(at)).collect();
    let lacking: f64 = over.iter().map(|over| (-over).max(0.0)).sum();
    let spare: f64 = over.iter().map(|over| over.max(0.0)).sum();
    if lacking <= 0.0 || spare < lacking {
        return shared.iter().map(|width| width.floor()).collect();
    }
    let given = |over: &f64| if *over < 0.0 { -over } else { -over * lacking / spare };
    shared.iter().zip(&over).map(|(width, over)| (width + given(over)).floor()).collect()
}

/// Height of the letters of a table, half points: as large as leaves every number in one line.
pub fn letters(exhibit: &Exhibit, widths: &[f64]) -> u32 {
    let fits = |size: &u32| {
        exhibit.table.rows.iter().all(|row| {
            row.iter()
                .zip(widths)
                .all(|(cell, width)| !cell.is_number() || on_one_line(cell, *size) <= *width + 1.0)
        })
    };
    let largest = if exhibit.long { 18 } else { 21 };
    (SMALLEST..=largest).rev().find(fits).unwrap_or(SMALLEST)
}

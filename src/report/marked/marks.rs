//! Which cells of a table findings lead to.

use crate::diagnostic::{Diagnostic, Severity, advice};
use crate::domain::Language;
use crate::input::Grid;
use rust_xlsxwriter::Color;
use std::collections::BTreeMap;

/// What was found at a cell: how grave at most, and the findings that are told there.
pub(super) struct Mark<'a> {
    pub(super) severity: Severity,
    /// Empty for the further cells of a row that is marked as a whole.
    pub(super) findings: Vec<&'a Diagnostic>,
}

/// The marks on a table.
pub(super) struct Marks<'a> {
    cells: BTreeMap<(u32, u32), Mark<'a>>,
    /// Cell of each finding, by its position in the list.
    places: BTreeMap<usize, (u32, u32)>,
}

impl<'a> Marks<'a> {
    /// Leads every finding about a row or cell of a table there: to its cell, or to all cells of its row.
    pub(super) fn on(grid: &Grid, findings: &'a [Diagnostic]) -> Self {
        let mut marks = Self { cells: BTreeMap::new(), places: BTreeMap::new() };
        for (index, finding) in findings.iter().enumerate().filter(|(_, one)| is_on(grid, one)) {
            let Some(row) = row(grid, finding) else { continue };
            let column = finding.location.column.as_deref().and_then(|head| column(grid, head));
            let of_row = || grid.cells.range((row, 0)..=(row, u32::MAX)).map(|(at, _)| at.1);
            let first = column.or_else(|| of_row().next()).unwrap_or(0);
            marks.add((row, first), finding.severity).findings.push(finding);
            marks.places.insert(index, (row, first));
            if column.is_none() {
                of_row().for_each(|other| {
                    marks.add((row, other), finding.severity);
                });
            }
        }
        marks
    }

    fn add(&mut self, at: (u32, u32), severity: Severity) -> &mut Mark<'a> {
        let mark = self.cells.entry(at).or_insert(Mark { severity, findings: Vec::new() });
        mark.severity = mark.severity.max(severity);
        mark
    }

    pub(super) fn at(&self, at: (u32, u32)) -> Option<&Mark<'a>> {
        self.cells.get(&at)
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = ((u32, u32), &Mark<'a>)> {
        self.cells
            .iter()
            .map(|(at, mark)| (*at, mark))
            .filter(|((row, column), _)| *row < 1 << 20 && *column < 1 << 14)
    }

    /// Cell of a finding, by its position in the list.
    pub(super) fn place(&self, finding: usize) -> Option<(u32, u32)> {
        self.places.get(&finding).copied()
    }
}

fn is_on(grid: &Grid, finding: &Diagnostic) -> bool {
    let place = &finding.location;
    place.file == grid.file && (!grid.is_sheet || place.sheet.as_ref() == Some(&grid.name))
}

/// Row of a finding, from 0; one about a whole column stands at its head.
fn row(grid: &Grid, finding: &Diagnostic) -> Option<u32> {
    let heads =
        grid.layout.as_ref().filter(|_| finding.location.column.is_some()).map(|layout| layout.head_row);
    u32::try_from(finding.location.row.or(heads)?.checked_sub(1)?).ok()
}

/// Column of a head, from 0; findings beyond the table name it by its letters.
fn column(grid: &Grid, head: &str) -> Option<u32> {
    let by_letters = || {
        let mut digits =
            head.bytes().map(|byte| byte.is_ascii_uppercase().then(|| u32::from(byte - b'A') + 1));
        let number = digits.try_fold(0_u32, |sum, digit| sum.checked_mul(26)?.checked_add(digit?))?;
        number.checked_sub(1).filter(|column| *column < 1 << 14)
    };
    match &grid.layout {
        Some(layout) => layout.column(head),
        None => by_letters(),
    }
}

/// Colour of a mark: red, yellow, blue.
pub(super) fn colour(severity: Severity) -> Color {
    Color::RGB(match severity {
        Severity::Error => 0x00FF_B3AD,
        Severity::Warning => 0x00FF_E699,
        Severity::Note => 0x00CF_E2F8,
    })
}

/// A finding as a comment tells it.
pub(super) fn line(finding: &Diagnostic, language: Language) -> String {
    let (what, hint) = (finding.what.get(language), finding.hint.get(language));
    let severity = finding.severity.word(language);
    match language {
        Language::Chinese => format!("{severity}：{what}\n{}", advice(hint, language)),
        Language::English => format!("{severity}: {what}\n{}", advice(hint, language)),
    }
}

//! Where the reader writes down what it finds: everything, in one list, sorted at the end.

use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::domain::Text;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Most findings of one kind in one file or sheet that are listed; the others are counted, so that memory stays within a
/// multiple of the input whatever is wrong with it.
pub(super) const LISTED: usize = 5000;

/// How many findings back the same one is looked for.
const LOOKED_BACK: usize = 12;

/// A text in both languages.
pub(super) fn both(zh: impl Into<String>, en: impl Into<String>) -> Text {
    Text { zh: zh.into(), en: en.into() }
}

/// The list of findings of one reading.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: RefCell<Vec<Diagnostic>>,
    repeats: RefCell<HashMap<Occasion, Repeat>>,
    counts: RefCell<BTreeMap<&'static str, Vec<Kind>>>,
    errors: Cell<usize>,
}

/// What makes a finding the same as an earlier one in another row: file, sheet, column, value.
type Occasion = (PathBuf, Option<String>, Option<String>, String);

/// Position of a finding in the list, how many more rows have it, and the last of them.
#[derive(Debug)]
struct Repeat {
    index: usize,
    more: usize,
    row: Option<u64>,
}

/// Findings of one code in one file or sheet: how grave, where, how many.
#[derive(Debug)]
struct Kind {
    severity: Severity,
    file: PathBuf,
    sheet: Option<String>,
    count: usize,
}

impl Findings {
    pub(super) fn push(&self, diagnostic: Diagnostic) {
        if self.was_just_found(&diagnostic) {
            // Whoever counts errors still learns of one.
            self.errors.set(self.errors.get() + usize::from(diagnostic.severity == Severity::Error));
        } else if self.is_listed(diagnostic.severity, diagnostic.code, &diagnostic.location) {
            self.list.borrow_mut().push(diagnostic);
        }
    }

    /// Whether the same was said a moment ago, as a cell of a wide table is looked at for each figure of its row.
    fn was_just_found(&self, one: &Diagnostic) -> bool {
        let list = self.list.borrow();
        let mut last = list.iter().rev().take(LOOKED_BACK);
        last.any(|other| other.code == one.code && other.location == one.location && other.what == one.what)
    }

    /// Counts a finding among those of its kind; whether it is still one of those that are listed.
    fn is_listed(&self, severity: Severity, code: &'static str, location: &Location) -> bool {
        if severity == Severity::Error {
            self.errors.set(self.errors.get() + 1);
        }
        let Location { file, sheet, .. } = location;
        let mut counts = self.counts.borrow_mut();
        let kinds = counts.entry(code).or_default();
        let known = kinds
            .iter_mut()
            .find(|kind| kind.severity == severity && kind.file == *file && kind.sheet == *sheet);
        if let Some(kind) = known {
            kind.count += 1;
            return kind.count <= LISTED;
        }
        kinds.push(Kind { severity, file: file.clone(), sheet: sheet.clone(), count: 1 });
        true
    }

    pub(super) fn error(&self, code: &'static str, location: Location, what: Text, hint: Text) {
        self.push(Diagnostic::new(Severity::Error, code, location, what, hint));
    }

    pub(super) fn warning(&self, code: &'static str, location: Location, what: Text, hint: Text) {
        self.push(Diagnostic::new(Severity::Warning, code, location, what, hint));
    }

    /// A warning whose figure says how far off it is: of many of its kind the greatest figure is shown as the worst.
    pub(super) fn warning_by(
        &self,
        figure: f64,
        code: &'static str,
        location: Location,
        what: Text,
        hint: Text,
    ) {
        let warning = Diagnostic::new(Severity::Warning, code, location, what, hint);
        self.push(Diagnostic { figure: Some(figure), ..warning });
    }

    pub(super) fn note(&self, code: &'static str, location: Location, what: Text, hint: Text) {
        self.push(Diagnostic::new(Severity::Note, code, location, what, hint));
    }

    /// A note that stands for many that are not told singly.
    pub(super) fn counted_note(
        &self,
        count: usize,
        code: &'static str,
        location: Location,
        what: Text,
        hint: Text,
    ) {
        self.push(Diagnostic { count, ..Diagnostic::new(Severity::Note, code, location, what, hint) });
    }

    /// An error that one wrong value causes in many rows: reported at the first of them, the others are counted. What it says is made only
    /// where it is listed, since looking for the nearest known word takes long.
    pub(super) fn repeatable(
        &self,
        code: &'static str,
        location: Location,
        value: &str,
        error: impl FnOnce() -> (Text, Text),
    ) {
        let occasion =
            (location.file.clone(), location.sheet.clone(), location.column.clone(), value.to_owned());
        if let Some(repeat) = self.repeats.borrow_mut().get_mut(&occasion) {
            // A cell of a wide table stands in many rows of the long one.
            repeat.more += usize::from(repeat.row != location.row);
            repeat.row = location.row;
            return;
        }
        if self.is_listed(Severity::Error, code, &location) {
            let (what, hint) = error();
            let mut list = self.list.borrow_mut();
            let repeat = Repeat { index: list.len(), more: 0, row: location.row };
            self.repeats.borrow_mut().insert(occasion, repeat);
            list.push(Diagnostic::new(Severity::Error, code, location, what, hint));
        }
    }

    /// Whether an error was found in a file or sheet so far.
    pub(super) fn any_error_in(&self, file: &Path, sheet: Option<&str>) -> bool {
        let of = |kind: &Kind| {
            kind.severity == Severity::Error && kind.file == file && kind.sheet.as_deref() == sheet
        };
        self.counts.borrow().values().flatten().any(of)
    }

    /// Number of errors so far.
    pub(super) fn errors(&self) -> usize {
        self.errors.get()
    }

    /// Everything found, by file, sheet, row and column; of a kind that is found too often, the first and how many more.
    pub(super) fn sorted(self) -> Vec<Diagnostic> {
        let mut list = self.list.into_inner();
        for Repeat { index, more: count, .. } in self.repeats.into_inner().into_values() {
            if let Some(diagnostic) = list.get_mut(index).filter(|_| count > 0) {
                let _ = write!(diagnostic.what.zh, "（另有 {count} 行相同）");
                let _ = write!(diagnostic.what.en, " (and in {count} more rows)");
            }
        }
        for (code, kinds) in self.counts.into_inner() {
            list.extend(kinds.into_iter().filter(|kind| kind.count > LISTED).map(|kind| more(code, kind)));
        }
        list.sort_by(|one, other| order(&one.location).cmp(&order(&other.location)));
        list
    }
}

/// Says how many findings of a kind are not listed.
fn more(code: &'static str, kind: Kind) -> Diagnostic {
    let count = kind.count - LISTED;
    Diagnostic {
        severity: kind.severity,
        code,
        location: Location { file: kind.file, sheet: kind.sheet, row: None, column: None },
        what: both(
            format!("此类问题另有 {count} 处，未逐一列出"),
            format!("{count} more findings of this kind are not listed"),
        ),
        hint: both("请先处理已列出的，再检查一次", "mend those that are listed and check again"),
        count,
        figure: None,
    }
}

fn order(location: &Location) -> (&std::path::Path, Option<&str>, Option<u64>, Option<&str>) {
    (&location.file, location.sheet.as_deref(), location.row, location.column.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::number;

    #[test]
    fn of_a_kind_the_first_are_listed_and_the_others_counted() {
        let findings = Findings::default();
        let place = |file: &str, row: usize| Location {
            file: file.into(),
            row: u64::try_from(row).ok(),
            ..Location::default()
        };
        for row in 0..LISTED + 3 {
            findings.error("broken", place("a.csv", row), both("", ""), both("", ""));
        }
        for row in 0..LISTED + 5 {
            let other = || (both("", ""), both("", ""));
            findings.repeatable("unknown", place("a.csv", row), &row.to_string(), other);
            findings.repeatable("unknown", place("a.csv", row), "0", other);
        }
        findings.note("broken", place("a.csv", 1), both("", ""), both("", ""));
        findings.error("broken", place("b.csv", 1), both("", ""), both("", ""));
        assert_eq!(findings.errors(), 2 * LISTED + 9);
        let sorted = findings.sorted();
        assert_eq!(sorted.len(), 2 * LISTED + 4);
        assert_eq!(number(&sorted, Severity::Error), 2 * LISTED + 9);
        let counted: Vec<_> =
            sorted.iter().filter(|one| one.count > 1).map(|one| (one.code, one.count)).collect();
        assert_eq!(counted, [("broken", 3), ("unknown", 5)]);
        // The same wrong value in every row is one finding, however many others there are: it stands in LISTED + 5 rows.
        assert!(
            sorted.iter().any(|one| one.what.en.ends_with(&format!("(and in {} more rows)", LISTED + 4)))
        );
    }
}

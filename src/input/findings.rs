//! Where the reader writes down what it finds: everything, in one list, sorted at the end.

use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::domain::Text;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write as _;

/// A text in both languages.
pub(super) fn both(zh: impl Into<String>, en: impl Into<String>) -> Text {
    Text { zh: zh.into(), en: en.into() }
}

/// The list of findings of one reading.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: RefCell<Vec<Diagnostic>>,
    repeats: RefCell<HashMap<Occasion, (usize, usize)>>,
}

/// What makes a finding the same as an earlier one in another row: file, sheet, column, value.
type Occasion = (std::path::PathBuf, Option<String>, Option<String>, String);

impl Findings {
    pub(super) fn push(&self, diagnostic: Diagnostic) {
        self.list.borrow_mut().push(diagnostic);
    }

    pub(super) fn error(&self, code: &'static str, location: Location, what: Text, hint: Text) {
        self.push(Diagnostic { severity: Severity::Error, code, location, what, hint });
    }

    pub(super) fn warning(&self, code: &'static str, location: Location, what: Text, hint: Text) {
        self.push(Diagnostic { severity: Severity::Warning, code, location, what, hint });
    }

    pub(super) fn note(&self, code: &'static str, location: Location, what: Text, hint: Text) {
        self.push(Diagnostic { severity: Severity::Note, code, location, what, hint });
    }

    /// An error that one wrong value causes in many rows: reported at the first of them, the others are counted.
    pub(super) fn repeatable(
        &self,
        location: Location,
        value: &str,
        error: impl FnOnce() -> (&'static str, Text, Text),
    ) {
        let occasion =
            (location.file.clone(), location.sheet.clone(), location.column.clone(), value.to_owned());
        let mut repeats = self.repeats.borrow_mut();
        if let Some((_, count)) = repeats.get_mut(&occasion) {
            *count += 1;
            return;
        }
        repeats.insert(occasion, (self.list.borrow().len(), 0));
        let (code, what, hint) = error();
        self.error(code, location, what, hint);
    }

    /// Number of errors so far.
    pub(super) fn errors(&self) -> usize {
        self.list.borrow().iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count()
    }

    /// Everything found, by file, sheet, row and column.
    pub(super) fn sorted(self) -> Vec<Diagnostic> {
        let mut list = self.list.into_inner();
        for (index, count) in self.repeats.into_inner().into_values().filter(|(_, count)| *count > 0) {
            if let Some(diagnostic) = list.get_mut(index) {
                let _ = write!(diagnostic.what.zh, "（另有 {count} 行相同）");
                let _ = write!(diagnostic.what.en, " (and in {count} more rows)");
            }
        }
        list.sort_by(|one, other| order(&one.location).cmp(&order(&other.location)));
        list
    }
}

fn order(location: &Location) -> (&std::path::Path, Option<&str>, Option<u64>, Option<&str>) {
    (&location.file, location.sheet.as_deref(), location.row, location.column.as_deref())
}

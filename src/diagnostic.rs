//! What is wrong with the input, where, and what to do about it: values, never a panic.

use crate::domain::{Language, Text};
use std::fmt::Write as _;
use std::path::PathBuf;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing to do (提示).
    Note,
    /// Likely a mistake; the program goes on (警告).
    Warning,
    /// The study cannot be used (错误).
    Error,
}

/// Where a finding is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Location {
    /// File.
    pub file: PathBuf,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Line of the file or row of the sheet, from 1, heads included.
    pub row: Option<u64>,
    /// Header of the column, or key of the model file.
    pub column: Option<String>,
}

/// One finding: what, where, why, and a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How grave.
    pub severity: Severity,
    /// Stable name of the kind of finding, such as `unknown-reference`.
    pub code: &'static str,
    /// Where.
    pub location: Location,
    /// What is wrong, with the offending value.
    pub what: Text,
    /// What to do about it.
    pub hint: Text,
    /// How many findings it stands for: 1, or as many as one finding counts instead of listing them.
    pub count: usize,
}

impl Location {
    /// `file:row, column "capex"`, as far as known.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut text = self.file.display().to_string();
        if let Some(sheet) = &self.sheet {
            let _ = write!(text, "[{sheet}]");
        }
        if let Some(row) = self.row {
            let _ = write!(text, ":{row}");
        }
        if let Some(column) = &self.column {
            let _ = write!(text, " ({column})");
        }
        text
    }
}

impl Diagnostic {
    /// One finding as two lines of text, without colour.
    #[must_use]
    pub fn describe(&self, language: Language) -> String {
        let severity = match (self.severity, language) {
            (Severity::Error, Language::Chinese) => "错误",
            (Severity::Error, Language::English) => "error",
            (Severity::Warning, Language::Chinese) => "警告",
            (Severity::Warning, Language::English) => "warning",
            (Severity::Note, Language::Chinese) => "提示",
            (Severity::Note, Language::English) => "note",
        };
        let hint = if language == Language::Chinese { "  建议" } else { "  hint" };
        let place = self.location.describe();
        let what = self.what.get(language);
        let mut text = format!("{severity}[{}] {place}: {what}", self.code);
        if !self.hint.get(language).is_empty() {
            let _ = write!(text, "\n{hint}: {}", self.hint.get(language));
        }
        text
    }
}

/// How many findings there are of a grade, those included that are counted and not listed.
#[must_use]
pub fn number(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|one| one.severity == severity).map(|one| one.count).sum()
}

/// Whether any finding is an error.
#[must_use]
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

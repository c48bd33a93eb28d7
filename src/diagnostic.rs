//! What is wrong with the input, where, and what to do about it: values, never a panic.

mod groups;

use crate::domain::{Language, Text};
pub use groups::{Group, groups};
use std::fmt::Write as _;
use std::path::PathBuf;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Debug, Clone, PartialEq)]
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
    /// How far off it is, where that can be said in a number (偏离程度): of findings of one kind the greatest is the worst.
    pub figure: Option<f64>,
}

impl Severity {
    /// The word (级别).
    #[must_use]
    pub const fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Error, Language::Chinese) => "错误",
            (Self::Error, Language::English) => "error",
            (Self::Warning, Language::Chinese) => "警告",
            (Self::Warning, Language::English) => "warning",
            (Self::Note, Language::Chinese) => "提示",
            (Self::Note, Language::English) => "note",
        }
    }
}

impl Location {
    /// `file:row (column)`, `文件 第3行“列”`, as far as known.
    #[must_use]
    pub fn describe(&self, language: Language) -> String {
        self.describe_as(language, self.column.as_deref())
    }

    /// As [`Location::describe`], with the column named otherwise.
    #[must_use]
    pub fn describe_as(&self, language: Language, column: Option<&str>) -> String {
        let mut text = self.file.display().to_string();
        let _ = match (&self.sheet, language) {
            (Some(sheet), Language::Chinese) => write!(text, "“{sheet}”表"),
            (Some(sheet), Language::English) => write!(text, "[{sheet}]"),
            (None, _) => Ok(()),
        };
        let _ = match (self.row, language) {
            (Some(row), Language::Chinese) => write!(text, " 第{row}行"),
            (Some(row), Language::English) => write!(text, ":{row}"),
            (None, _) => Ok(()),
        };
        let _ = match (column, language) {
            (Some(column), Language::Chinese) if self.row.is_some() => write!(text, "“{column}”"),
            (Some(column), Language::Chinese) => write!(text, " “{column}”"),
            (Some(column), Language::English) => write!(text, " ({column})"),
            (None, _) => Ok(()),
        };
        text
    }
}

impl Diagnostic {
    /// A finding that stands for itself alone.
    #[must_use]
    pub const fn new(
        severity: Severity,
        code: &'static str,
        location: Location,
        what: Text,
        hint: Text,
    ) -> Self {
        Self { severity, code, location, what, hint, count: 1, figure: None }
    }

    /// One finding as two lines of text, without colour.
    #[must_use]
    pub fn describe(&self, language: Language) -> String {
        let mut text = self.headline(language, &self.location.describe(language), self.what.get(language));
        if !self.hint.get(language).is_empty() {
            let _ = write!(text, "\n  {}", advice(self.hint.get(language), language));
        }
        text
    }

    /// `error[code] place: what`; in Chinese without the code, which is for programs.
    #[must_use]
    pub fn headline(&self, language: Language, place: &str, what: &str) -> String {
        let severity = self.severity.word(language);
        match language {
            Language::Chinese => format!("{severity} {place}：{what}"),
            Language::English => format!("{severity}[{}] {place}: {what}", self.code),
        }
    }
}

/// A hint as a line says it.
#[must_use]
pub fn advice(hint: &str, language: Language) -> String {
    match language {
        Language::Chinese => format!("建议：{hint}"),
        Language::English => format!("hint: {hint}"),
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

//! Names in Chinese and English.

use serde::{Deserialize, Serialize};

/// A language that the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Chinese (中文).
    #[default]
    Chinese,
    /// English (英文).
    English,
}

/// A name or sentence in both languages; English may be lacking.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Chinese form.
    pub zh: String,
    /// English form; empty falls back on the Chinese one.
    #[serde(default)]
    pub en: String,
}

impl Text {
    /// The text in a language, or in the other one where that is lacking.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::English if !self.en.is_empty() => &self.en,
            Language::Chinese if self.zh.is_empty() => &self.en,
            _ => &self.zh,
        }
    }
}

impl From<&str> for Text {
    fn from(name: &str) -> Self {
        Self { zh: name.to_owned(), en: String::new() }
    }
}

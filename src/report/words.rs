//! Words in two languages.

use crate::domain::Language;

/// One of two texts.
pub(super) fn say(language: Language, zh: &str, en: &str) -> String {
    let text = if language == Language::Chinese { zh } else { en };
    text.to_owned()
}

/// Heads of columns.
pub(super) fn heads(language: Language, words: &[(&str, &str)]) -> Vec<String> {
    words.iter().map(|(zh, en)| say(language, zh, en)).collect()
}

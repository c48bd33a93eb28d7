//! Words and names in one manner of writing.

use crate::input::values;

/// A word with full-width letters, digits and signs made narrow, and without spaces between Chinese characters or at its ends.
pub(in crate::input) fn plain_word(text: &str) -> String {
    // Full-width brackets belong to Chinese words; only letters, digits and signs of codes are narrowed.
    let narrow = |letter: char| match letter {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '＊' | '．' | '＿' | '－' | '＋' => {
            values::half_width(letter)
        }
        '\u{3000}' | '\u{a0}' => ' ',
        other => other,
    };
    name_without_spaces(&text.chars().map(narrow).collect::<String>())
}

/// Whether a name is of Chinese characters and spaces alone, in which spaces are mere spacing.
pub(super) fn is_chinese(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || ('\u{4e00}'..='\u{9fff}').contains(&letter))
}

/// A name without spaces beside Chinese characters: `东 街 道` is `东街道`, `San Men` stays.
pub(super) fn name_without_spaces(text: &str) -> String {
    let letters: Vec<char> = text.trim().chars().collect();
    let is_space = |letter: char| letter.is_whitespace() || letter == '\u{3000}';
    let is_latin = |at: Option<&char>| at.is_some_and(|letter| letter.is_ascii() && !is_space(*letter));
    let kept = letters.iter().enumerate().filter(|(at, letter)| {
        let before = letters[..*at].iter().rev().find(|other| !is_space(**other));
        let after = letters[*at..].iter().find(|other| !is_space(**other));
        !is_space(**letter) || (is_latin(before) && is_latin(after))
    });
    kept.map(|(_, letter)| *letter).collect()
}

//! The known word nearest to a mistyped one.

/// The word with the least number of edits, if that is small against the length of the word.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_few(word, known, 1).into_iter().next()
}

/// The words with the least number of edits, the nearest first, as far as that is small against the length of the word.
pub fn nearest_few<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let limit = (word.chars().count() / 3).clamp(1, 3);
    let mut near: Vec<(usize, &str)> =
        known.into_iter().map(|known| (edits(word, known), known)).filter(|(far, _)| *far <= limit).collect();
    near.sort_by_key(|(far, _)| *far);
    near.into_iter().map(|(_, known)| known).take(most).collect()
}

/// Levenshtein distance: insertions, deletions and replacements of characters, case ignored.
fn edits(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.to_lowercase().chars().collect();
    let mut costs: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.to_lowercase().chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut costs[0], row + 1);
        for (column, against) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *against);
            diagonal = costs[column + 1];
            costs[column + 1] = replaced.min(diagonal + 1).min(costs[column] + 1);
        }
    }
    costs[other.len()]
}

#[cfg(test)]
mod tests {
    use super::{edits, nearest, nearest_few};

    #[test]
    fn edits_are_counted() {
        assert_eq!((edits("kitten", "sitting"), edits("", "abc"), edits("学段", "学校")), (3, 3, 1));
    }

    #[test]
    fn only_near_words_are_offered() {
        assert_eq!(nearest("primry", ["preschool", "primary"]), Some("primary"));
        assert_eq!(nearest("university", ["preschool", "primary"]), None);
        assert_eq!(nearest_few("R011", ["R01", "R012", "X99", "R02"], 2), ["R01", "R012"]);
    }
}

//! The known word nearest to a mistyped one.

/// The word with the least number of edits, if that is small against the length of the word.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_few(word, known, 1).into_iter().next()
}

/// The words with the least number of edits, the nearest first, as far as that is small against the length of the word.
pub fn nearest_few<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let word = lower(word);
    let limit = (word.len() / 3).clamp(1, 3);
    let far = |known: &'a str| edits(&word, &lower(known), limit).map(|far| (far, known));
    let mut near: Vec<(usize, &str)> = known.into_iter().filter_map(far).collect();
    near.sort_by_key(|(far, _)| *far);
    near.into_iter().map(|(_, known)| known).take(most).collect()
}

fn lower(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).collect()
}

/// Levenshtein distance: insertions, deletions and replacements of characters; none where it is above a limit.
fn edits(one: &[char], other: &[char], limit: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > limit {
        return None;
    }
    let mut costs: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut costs[0], row + 1);
        for (column, against) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != against);
            diagonal = costs[column + 1];
            costs[column + 1] = replaced.min(diagonal + 1).min(costs[column] + 1);
        }
        // No row has less than the one before.
        if costs.iter().all(|cost| *cost > limit) {
            return None;
        }
    }
    Some(costs[other.len()]).filter(|far| *far <= limit)
}

#[cfg(test)]
mod tests {
    use super::{edits, lower, nearest, nearest_few};

    #[test]
    fn edits_are_counted() {
        let of = |one: &str, other: &str, limit| edits(&lower(one), &lower(other), limit);
        assert_eq!(
            [of("kitten", "Sitting", 3), of("", "abc", 3), of("学段", "学校", 1)],
            [Some(3), Some(3), Some(1)]
        );
        assert_eq!([of("kitten", "sitting", 2), of("ab", "abcd", 1), of("abcdef", "uvwxyz", 3)], [None; 3]);
    }

    #[test]
    fn only_near_words_are_offered() {
        assert_eq!(nearest("primry", ["preschool", "primary"]), Some("primary"));
        assert_eq!(nearest("university", ["preschool", "primary"]), None);
        assert_eq!(nearest_few("R011", ["R01", "R012", "X99", "R02"], 2), ["R01", "R012"]);
    }
}

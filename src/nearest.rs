//! The known word nearest to a mistyped one.

use crate::schema::words::are_unlike;

/// What replacing a character costs in short Chinese words, where it makes another word of it: as much as leaving it out and putting
/// another in.
const REPLACED_IN_SHORT: usize = 2;

/// Characters of Chinese words from which on a wrong one is a slip.
const LONG_ENOUGH: usize = 4;

/// The word with the least number of edits, if that is small against the length of the word and it is no word that means something else.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_few(word, known, 1).into_iter().next()
}

/// The words with the least number of edits, the nearest first, as far as that is small against the length of the word.
pub fn nearest_few<'a>(word: &str, known: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let letters = lower(word);
    let far = |known: &'a str| edits(&letters, &lower(known)).map(|far| (far, known));
    let mut near: Vec<(usize, &str)> = known.into_iter().filter_map(far).collect();
    near.sort_by_key(|(far, _)| *far);
    near.into_iter().map(|(_, known)| known).filter(|known| !are_unlike(word, known)).take(most).collect()
}

fn lower(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).collect()
}

/// Edits between two words: none where they are too many for the shorter of them.
fn edits(one: &[char], other: &[char]) -> Option<usize> {
    let shorter = one.len().min(other.len());
    let chinese = one.iter().chain(other).any(|letter| !letter.is_ascii());
    let least = usize::from(shorter >= if chinese { 2 } else { 3 });
    let limit = (shorter / 3).clamp(least, 3);
    let replaced = if chinese && shorter < LONG_ENOUGH { REPLACED_IN_SHORT } else { 1 };
    distance(one, other, limit, replaced)
}

/// Levenshtein distance: insertions, deletions and replacements of characters; none where it is above a limit.
fn distance(one: &[char], other: &[char], limit: usize, replaced: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > limit {
        return None;
    }
    let mut costs: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut costs[0], row + 1);
        for (column, against) in other.iter().enumerate() {
            let changed = diagonal + if letter == against { 0 } else { replaced };
            diagonal = costs[column + 1];
            costs[column + 1] = changed.min(diagonal + 1).min(costs[column] + 1);
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
    use super::{distance, lower, nearest, nearest_few};
    use crate::schema::words::heads_of;
    use crate::schema::{TABLES, ValueKind};
    use std::collections::BTreeSet;

    #[test]
    fn edits_are_counted() {
        let of = |one: &str, other: &str, limit| distance(&lower(one), &lower(other), limit, 1);
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

    #[test]
    fn slips_of_chinese_words_are_offered_and_other_words_are_not() {
        let offered = [
            ("办学性制", "办学性质"),
            ("在校学", "在校学生"),
            ("最早投佣", "最早投用"),
            ("东街", "东街道"),
            ("总投资额度", "总投资额"),
        ];
        for (word, known) in offered {
            assert_eq!(nearest(word, [known]), Some(known), "{word}");
        }
        // Of one letter, of another meaning, of the opposite.
        let other = [
            ("县", "0"),
            ("县", "乡"),
            ("民办", "公办"),
            ("镇区", "城区"),
            ("校长", "校名"),
            ("学段", "学位"),
            ("私办", "公办"),
            ("停用年份", "投用年份"),
            ("最迟投用", "最早投用"),
            ("西街道", "东街道"),
            ("城镇", "城区"),
            ("km", "to"),
            ("lat", "lon"),
        ];
        for (word, known) in other {
            assert_eq!(nearest(word, [known]), None, "{word}");
        }
    }

    /// A word of one choice is never offered for a word of another, in no column.
    #[test]
    fn no_choice_is_offered_for_another() {
        let mut pairs = 0;
        for column in TABLES.iter().flat_map(|table| table.columns) {
            let ValueKind::Choice(choices) = column.kind else { continue };
            for (one, other) in choices.iter().flat_map(|one| choices.iter().map(move |other| (one, other))) {
                // `in` and `in_count` mean the same.
                let alike = one == other || [one.id, other.id].iter().all(|id| id.starts_with("in"));
                for (word, known) in [(one.id, other.id), (one.zh, other.zh)].into_iter().filter(|_| !alike) {
                    pairs += 1;
                    assert_eq!(nearest(word, [known]), None, "{}: {word}", column.name);
                }
            }
        }
        assert!(pairs > 500, "{pairs}");
    }

    /// A head of one column is never offered for one of another, in its table or any other that lacks it.
    #[test]
    fn no_head_is_offered_for_another() {
        let mut wrong = BTreeSet::new();
        let all = || TABLES.iter().flat_map(|table| table.columns.iter().map(move |column| (table, column)));
        for (_, one) in all() {
            for (table, other) in
                all().filter(|(table, other)| other.name != one.name && table.column(one.name).is_none())
            {
                // 人数 is the head of several columns.
                for word in [one.name, one.zh]
                    .into_iter()
                    .filter(|word| table.column(word).is_none() && !word.contains('.'))
                {
                    let near = nearest(word, heads_of(table, other).filter(|head| !head.contains('.')));
                    wrong.extend(near.map(|near| (word, near)));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}

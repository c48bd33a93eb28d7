//! The rows of heads of a wide table (多行表头): words of groups above, merged or repeated, over the heads of columns.

use super::facts::{Facts, Vocabulary};
use crate::input::raw::RawTable;
use crate::input::records::Record;

/// Most rows of heads.
const LEVELS: usize = 4;

/// The heads of a column from above, each as it stands, and as merged cells give it where it is blank.
#[derive(Debug, Default, Clone)]
pub(super) struct Words {
    pub(super) own: Vec<String>,
    pub(super) filled: Vec<String>,
}

/// The heads of all columns, and how many rows under the first hold heads.
pub(super) fn read(vocabulary: &Vocabulary, raw: &RawTable) -> (Vec<Words>, usize) {
    let mut levels = vec![raw.heads.iter().map(|head| head.trim().to_owned()).collect::<Vec<_>>()];
    while levels.len() < LEVELS && levels.len() <= raw.rows.len() {
        let below = raw.rows.get(levels.len() - 1);
        if !is_level(vocabulary, &levels, below) {
            break;
        }
        levels.push(below.iter().map(|cell| cell.trim().to_owned()).collect());
    }
    let width = levels.iter().map(Vec::len).max().unwrap_or(0);
    let count = levels.len();
    let mut words = vec![Words::default(); width];
    for (at, level) in levels.iter().enumerate() {
        let mut group = "";
        for (position, words) in words.iter_mut().enumerate() {
            let own = level.get(position).map_or("", String::as_str);
            let lower = || {
                levels[at + 1..].iter().any(|level| level.get(position).is_some_and(|word| !word.is_empty()))
            };
            if !own.is_empty() {
                group = own;
            }
            let reaches = own.is_empty() && at + 1 < count && lower();
            words.filled.push(if reaches { group } else { own }.to_owned());
            words.own.push(own.to_owned());
        }
    }
    (words, count - 1)
}

/// Whether a row under heads holds heads as well: each of its words says what the one above does not, and none stands under the head of a
/// column of its own.
fn is_level(vocabulary: &Vocabulary, levels: &[Vec<String>], below: Record) -> bool {
    let mut found = 0;
    let mut numbers: Vec<i64> = Vec::new();
    let above =
        |position: usize| levels.last().and_then(|level| level.get(position)).map_or("", String::as_str);
    let mut group = "";
    for (position, word) in below.iter().enumerate() {
        let (upper, word) = (above(position), word.trim());
        if !upper.is_empty() {
            group = upper;
        }
        if word.is_empty() {
            continue;
        }
        if upper == word && vocabulary.column(word).is_some() {
            continue; // merged downwards
        }
        let facts = vocabulary.facts_under(group, word);
        if let Some(column) = vocabulary.column(upper) {
            let of_figures =
                vocabulary.spread.keys.contains(&column.name) || column.name == vocabulary.spread.value;
            let spans = above(position + 1).is_empty() && position + 1 < below.len();
            if !(of_figures && spans && facts.is_some()) {
                return false;
            }
        } else if facts.is_none() && vocabulary.column(word).is_none() {
            return false;
        }
        if let (Some(facts), Some(upper)) = (&facts, vocabulary.facts(upper)) {
            let same =
                |facts: &Facts, upper: &Facts| facts.keys.keys().all(|key| upper.keys.contains_key(key));
            if !facts.keys.is_empty() && same(facts, &upper) {
                return false;
            }
        }
        if let Ok(number) = word.parse() {
            numbers.push(number);
        }
        found += usize::from(facts.is_some());
    }
    found >= 2 && in_order(&numbers)
}

/// Whether numbers rise evenly, beginning anew where a group begins, as heads do; figures hardly ever do.
fn in_order(numbers: &[i64]) -> bool {
    let Some(step) = numbers.get(1).zip(numbers.first()).map(|(next, first)| next - first) else {
        return numbers.is_empty();
    };
    step > 0 && numbers.windows(2).all(|pair| pair[1] - pair[0] == step || pair[1] == numbers[0])
}

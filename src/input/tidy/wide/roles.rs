//! What each column of a wide table is: a key of its own, figures, totals, or something that is not read.

use super::facts::{Facts, Vocabulary, is_free};
use super::levels::{self, Words};
use super::melt::figure;
use super::totals;
use crate::input::raw::{RawTable, blank};
use crate::input::tidy::words::plain_word;
use crate::input::values;
use crate::schema::words::needs_no_reading;
use crate::schema::{Column, ValueKind};
use std::collections::BTreeSet;

/// Rows that are looked at to tell what a column without a head holds.
const LOOKED_AT: usize = 60;

/// A column of figures.
#[derive(Debug, Clone)]
pub(super) struct Figures {
    pub(super) position: usize,
    pub(super) facts: Facts,
}

/// A table whose figures stand under several heads.
pub(in crate::input::tidy) struct Wide {
    /// Columns of keys with their positions.
    pub(super) kept: Vec<(usize, &'static Column)>,
    pub(super) figures: Vec<Figures>,
    /// Columns of totals with the positions of their parts.
    pub(super) totals: Vec<(usize, Vec<usize>)>,
    /// Columns that are not read.
    pub(super) unread: Vec<usize>,
    pub(super) value: &'static Column,
}

/// Finds out whether a table is wide. Then its heads are joined, and rows of heads no rows any more.
pub(in crate::input::tidy) fn find(mut vocabulary: Vocabulary, raw: &mut RawTable) -> Option<Wide> {
    let value = vocabulary.value()?;
    // Tables in the long form, by far the most, are told at once.
    let plain = raw.heads.iter().all(|head| head.trim().is_empty() || vocabulary.column(head).is_some());
    let has =
        |name: &str| raw.heads.iter().any(|head| vocabulary.column(head).is_some_and(|of| of.name == name));
    if plain
        && has(value.name)
        && vocabulary.spread.keys.iter().any(|key| has(key))
        && !raw.heads.iter().any(String::is_empty)
    {
        return None;
    }
    let (words, below) = levels::read(&vocabulary, raw);
    let mut kept: Vec<(usize, &'static Column)> = Vec::new();
    for (position, words) in words.iter().enumerate() {
        let bottom = words.own.iter().rev().find(|word| !word.is_empty());
        let own =
            bottom.and_then(|word| vocabulary.column(word)).filter(|column| !column.name.ends_with(".*"));
        let over_figures =
            words.filled[..words.filled.len() - 1].iter().any(|word| vocabulary.facts(word).is_some());
        let is_value = |column: &&'static Column| column.name == value.name && over_figures;
        if let Some(column) = own.filter(|column| !is_value(column)) {
            kept.push((position, column));
        }
    }
    vocabulary.kept = kept.iter().map(|(_, column)| column.name).filter(|name| *name != value.name).collect();
    let is_kept = |kept: &[(usize, &Column)], position: usize| kept.iter().any(|(at, _)| *at == position);
    let (mut figures, mut others) = (Vec::new(), Vec::new());
    for (position, words) in words.iter().enumerate().filter(|(position, _)| !is_kept(&kept, *position)) {
        match facts_of(&vocabulary, words) {
            Some(facts) => figures.push(Figures { position, facts }),
            None => others.push(position),
        }
    }
    let below_heads = |position: usize| {
        let rows = raw.rows.iter().skip(below).take(LOOKED_AT);
        rows.map(move |(_, record)| record.get(position).unwrap_or_default().trim())
            .filter(|cell| !blank(cell))
    };
    take_by_cells(&vocabulary, &mut kept, &mut others, &figures, &words, &below_heads);
    vocabulary.kept.extend(kept.iter().map(|(_, column)| column.name).filter(|name| *name != value.name));
    take_by_name(&vocabulary, &kept, &mut figures, &mut others, &words, &below_heads);
    let of_value = kept.iter().position(|(_, column)| column.name == value.name);
    let named = figures.iter().filter(|one| !one.facts.keys.is_empty()).count();
    if named == 0 || (of_value.is_some() && named < 2) {
        return None;
    }
    if let Some(at) = of_value {
        // A figure beside its parts.
        let (position, _) = kept.remove(at);
        figures.push(Figures { position, facts: Facts { total: true, ..Facts::default() } });
    }
    let (figures, totals) = totals::part(&figures, &vocabulary);
    let mut heads: Vec<String> = words.iter().map(joined).collect();
    for (position, column) in &kept {
        if heads[*position].is_empty() || vocabulary.column(&heads[*position]).is_none() {
            let head = std::mem::replace(&mut heads[*position], column.name.to_owned());
            if !head.is_empty() {
                raw.shown.insert(column.name.to_owned(), head);
            }
        }
    }
    if below > 0 {
        raw.head_row = raw.rows.number(below - 1);
        raw.rows.remove(&(0..below).collect::<Vec<_>>());
    }
    raw.heads = heads;
    Some(Wide { kept, figures, totals, unread: others, value })
}

/// What the heads of a column say together: the lowest has to say something, or only what is counted; those above may be titles.
fn facts_of(vocabulary: &Vocabulary, words: &Words) -> Option<Facts> {
    let all: Vec<&str> = words.filled.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    let (lowest, above) = all.split_last()?;
    let under = |at: usize, word: &str| {
        let group = at.checked_sub(1).and_then(|at| all.get(at)).copied().unwrap_or_default();
        vocabulary.facts_under(group, word)
    };
    let mut facts = match under(above.len(), lowest) {
        Some(facts) => facts,
        None if vocabulary.column(lowest).is_some_and(|column| column.name == vocabulary.spread.value) => {
            Facts::default()
        }
        None => return None,
    };
    for (at, word) in above.iter().enumerate() {
        if let Some(more) = under(at, word) {
            facts = facts.and(more)?;
        }
    }
    (facts.total || !facts.keys.is_empty()).then_some(facts)
}

/// Columns without a known head whose cells are the values of a key that lacks: `年份\乡镇`, or no head at all.
fn take_by_cells<'c, Cells: Iterator<Item = &'c str>>(
    vocabulary: &Vocabulary,
    kept: &mut Vec<(usize, &'static Column)>,
    others: &mut Vec<usize>,
    figures: &[Figures],
    words: &[Words],
    cells: &dyn Fn(usize) -> Cells,
) {
    let said: BTreeSet<&str> = figures.iter().flat_map(|one| one.facts.keys.keys().copied()).collect();
    let first = figures.first().map_or(0, |one| one.position);
    for column in vocabulary.table.columns.iter().filter(|column| vocabulary.table.key.contains(&column.name))
    {
        let has = kept.iter().any(|(_, known)| known.name == column.name) || said.contains(column.name);
        if has {
            continue;
        }
        let fits = |position: &usize| {
            let head = joined(&words[*position]);
            let named = head
                .split(['\\', '/', '＼', '|', '、', ' '])
                .any(|part| vocabulary.column(part) == Some(column));
            let (mut all, mut of_key, mut numbers) = (0_usize, 0_usize, 0_usize);
            for cell in cells(*position) {
                all += 1;
                of_key += usize::from(vocabulary.of_key(column, cell).is_some());
                numbers += usize::from(values::number(cell).is_some());
            }
            let texts =
                matches!(column.kind, ValueKind::Area | ValueKind::AreaOrAll | ValueKind::Reference(_))
                    && numbers == 0;
            all > 0
                && ((named && (texts || of_key * 2 > all))
                    || (head.is_empty() && column.required && of_key * 5 > all * 4))
        };
        if let Some(at) = others.iter().position(|position| *position < first && fits(position)) {
            kept.push((others.remove(at), column));
        }
    }
}

/// Columns of numbers under words that are no known ones, where heads may be any words (sources of money), or others beside them are known
/// (towns): the word is then checked as a cell would be.
fn take_by_name<'c, Cells: Iterator<Item = &'c str>>(
    vocabulary: &Vocabulary,
    kept: &[(usize, &'static Column)],
    figures: &mut Vec<Figures>,
    others: &mut Vec<usize>,
    words: &[Words],
    cells: &dyn Fn(usize) -> Cells,
) {
    let has_value = kept.iter().any(|(_, column)| column.name == vocabulary.spread.value);
    let open = vocabulary.table.columns.iter().find(|column| {
        let free = vocabulary.spread.keys.contains(&column.name) && !vocabulary.kept.contains(column.name);
        let said = figures.iter().filter(|one| one.facts.keys.contains_key(column.name)).count();
        let words = is_free(column);
        let places =
            matches!(column.kind, ValueKind::Area | ValueKind::AreaOrAll | ValueKind::Reference("towns"));
        free && ((words && !has_value) || (places && said > 1))
    });
    let Some(column) = open else { return };
    let value = vocabulary.value();
    let numeric = |position: usize| {
        let (mut any, mut all) = (false, true);
        for cell in cells(position) {
            any = true;
            all &= value.is_some_and(|value| figure(cell, value).is_some());
        }
        any && all
    };
    others.retain(|position| {
        let head = plain_word(&joined(&words[*position]));
        if head.is_empty() || needs_no_reading(&head) || !numeric(*position) {
            return true;
        }
        let facts = Facts { keys: [(column.name, head)].into(), total: false };
        figures.push(Figures { position: *position, facts });
        false
    });
    figures.sort_by_key(|one| one.position);
}

/// The heads of a column in one.
fn joined(words: &Words) -> String {
    let mut parts: Vec<&str> =
        words.filled.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    parts.dedup();
    parts.join("·")
}

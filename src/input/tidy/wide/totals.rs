//! Columns of totals beside their parts (合计列).

use super::facts::{Facts, Vocabulary};
use super::roles::Figures;
use crate::input::values::{self, Ages};

/// Parts figures from totals of them. A column is a total where others say all that it says and more: the grades of a stage, the single
/// ages of a group of ages, sexes beside both.
pub(super) fn part(all: &[Figures], vocabulary: &Vocabulary) -> (Vec<Figures>, Vec<(usize, Vec<usize>)>) {
    let parts_of = |one: &Figures| -> Vec<&Figures> {
        let parts: Vec<&Figures> = all
            .iter()
            .filter(|other| other.position != one.position && is_part(&other.facts, &one.facts))
            .collect();
        if one.facts.total || covers(one, &parts) { parts } else { Vec::new() }
    };
    let is_total = |one: &Figures| !parts_of(one).is_empty();
    let mut totals = Vec::new();
    for one in all.iter().filter(|one| is_total(one)) {
        let parts = parts_of(one).into_iter().filter(|part| !is_total(part)).map(|part| part.position);
        totals.push((one.position, parts.collect()));
    }
    // A column without a key that must be there is a total over it, though not of the others.
    let lacks = |one: &Figures| {
        let needed = vocabulary.table.columns.iter().filter(|column| column.required);
        let mut lacking = needed.filter(|column| !one.facts.keys.contains_key(column.name));
        lacking
            .any(|column| all.iter().filter(|other| other.facts.keys.contains_key(column.name)).count() > 1)
    };
    let left: Vec<Figures> = all.iter().filter(|one| !is_total(one)).cloned().collect();
    let (without, figures): (Vec<Figures>, Vec<Figures>) = left.into_iter().partition(lacks);
    totals.extend(without.into_iter().map(|one| (one.position, Vec::new())));
    totals.sort();
    (figures, totals)
}

/// Whether figures are a part of others.
fn is_part(part: &Facts, whole: &Facts) -> bool {
    let within = |(key, said): (&&str, &String)| match part.keys.get(*key) {
        Some(of) if of == said => true,
        Some(of) => *key == "age" && holds(said, of),
        None => false,
    };
    let finer = whole.total && !(part.total && part.keys.len() == whole.keys.len())
        || part.keys.len() > whole.keys.len();
    let narrower =
        || whole.keys.get("age").is_some_and(|said| part.keys.get("age").is_some_and(|of| of != said));
    (finer || narrower()) && (whole.total || !part.total) && whole.keys.iter().all(within)
}

/// First and last age.
fn bounds(text: &str) -> Option<(u8, u8)> {
    match values::age(text)? {
        Ages::Single(age) => Some((age, age)),
        Ages::Group(first, last) => Some((first, last)),
        Ages::Open(first) => Some((first, u8::MAX)),
        Ages::Birth => None,
    }
}

fn holds(whole: &str, part: &str) -> bool {
    bounds(whole).zip(bounds(part)).is_some_and(|(whole, part)| whole.0 <= part.0 && part.1 <= whole.1)
}

/// Whether parts leave out no age of the whole; other keys always do.
fn covers(whole: &Figures, parts: &[&Figures]) -> bool {
    let age = |one: &Figures| one.facts.keys.get("age").and_then(|age| bounds(age));
    let Some((first, last)) = age(whole) else { return true };
    let mut ages: Vec<(u8, u8)> = parts.iter().filter_map(|part| age(part)).collect();
    ages.sort_unstable();
    let mut next = u16::from(first);
    for (from, to) in ages {
        if u16::from(from) > next {
            return false;
        }
        next = next.max(u16::from(to) + 1);
    }
    next > u16::from(last)
}

//! The known codes of one kind, for references to them.

use super::findings::{Findings, both};
use super::nearest::nearest;
use crate::diagnostic::Location;
use crate::domain::Text;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

/// Code of a reference to something that is not there.
pub(super) const UNKNOWN: &str = "unknown-reference";

/// Codes or ids of one kind of thing, in order, with their names.
#[derive(Debug)]
pub(super) struct Register {
    noun: Text,
    entries: Vec<(String, String)>,
    positions: HashMap<String, usize>,
    /// Whether nothing is missing: then every unknown code is a fault at once.
    pub(super) complete: bool,
    /// How many codes faulty rows may hide; `None` if any number.
    hidden: Option<usize>,
    /// What was looked up while codes may be hidden.
    doubts: RefCell<Doubts>,
}

/// A column that refers to a register: file, sheet, head.
type Referrer = (PathBuf, Option<String>, Option<String>);

/// What was looked up in a register of which some codes may be hidden.
#[derive(Debug, Default)]
struct Doubts {
    /// Known positions that each column refers to.
    known: BTreeMap<Referrer, BTreeSet<usize>>,
    /// Unknown words by column: the first place, and how often.
    unknown: BTreeMap<String, BTreeMap<Referrer, (Location, usize)>>,
}

impl Register {
    /// Known by code only.
    pub(super) fn by_code(noun: Text, entries: Vec<(String, String)>, complete: bool) -> Self {
        let mut positions = HashMap::with_capacity(entries.len());
        for (position, (code, _)) in entries.iter().enumerate().filter(|(_, (code, _))| !code.is_empty()) {
            positions.entry(code.clone()).or_insert(position);
        }
        let hidden = if complete { Some(0) } else { None };
        Self { noun, entries, positions, complete, hidden, doubts: RefCell::default() }
    }

    /// Known by id or by Chinese name.
    pub(super) fn by_id_or_name(noun: Text, entries: Vec<(String, String)>, complete: bool) -> Self {
        let mut register = Self::by_code(noun, entries, complete);
        for (position, (_, name)) in
            register.entries.iter().enumerate().filter(|(_, (_, name))| !name.is_empty())
        {
            register.positions.entry(name.clone()).or_insert(position);
        }
        register
    }

    /// The register with the number of codes that faulty rows may hide.
    pub(super) fn hiding(self, hidden: Option<usize>) -> Self {
        Self { hidden: if self.complete { Some(0) } else { hidden }, ..self }
    }

    /// Notes what a cell or key of the model refers to, where rows of the list may hide codes; [`Register::judge`] tells once all is read.
    pub(super) fn doubt(&self, word: &str, found: Option<usize>, location: impl FnOnce() -> Location) {
        if !self.complete && self.hidden.is_some() {
            self.note(word, found, location());
        }
    }

    fn note(&self, word: &str, found: Option<usize>, location: Location) {
        let mut doubts = self.doubts.borrow_mut();
        let referrer = (location.file.clone(), location.sheet.clone(), location.column.clone());
        if let Some(position) = found {
            doubts.known.entry(referrer).or_default().insert(position);
        } else {
            let places = doubts.unknown.entry(word.to_owned()).or_default();
            places.entry(referrer).or_insert((location, 0)).1 += 1;
        }
    }

    /// Reports the unknown words that no faulty row can hide. Faulty rows hide as many words as there are such rows: words written like
    /// the known ones, which every column names that names all known ones (where there are several); of those, the words named most often.
    pub(super) fn judge(&self, findings: &Findings) {
        let (false, Some(hidden)) = (self.complete, self.hidden) else { return };
        let doubts = self.doubts.take();
        let shapes: BTreeSet<String> = self.positions.keys().map(|word| shape(word)).collect();
        let all = self.positions.values().collect::<BTreeSet<_>>().len();
        let everywhere = |places: &BTreeMap<Referrer, (Location, usize)>| {
            let mut whole = doubts.known.iter().filter(|(_, known)| all >= SEVERAL && known.len() == all);
            whole.all(|(referrer, _)| places.contains_key(referrer))
        };
        let mut words: Vec<_> = doubts.unknown.iter().collect();
        words.sort_by_key(|(_, places)| {
            std::cmp::Reverse(places.values().map(|(_, count)| *count).sum::<usize>())
        });
        let mut left = hidden;
        for (word, places) in words {
            if left > 0 && shapes.contains(&shape(word)) && everywhere(places) {
                left -= 1;
                continue;
            }
            for (location, count) in places.values() {
                for _ in 0..*count {
                    findings.repeatable(UNKNOWN, location.clone(), word, || self.unknown(word));
                }
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn find(&self, word: &str) -> Option<usize> {
        self.positions.get(word).copied()
    }

    /// The id that a word, id or name, stands for.
    pub(super) fn id_of(&self, word: &str) -> Option<&str> {
        self.find(word).and_then(|position| self.entries.get(position)).map(|(id, _)| id.as_str())
    }

    /// The name of an id, where that is its own.
    pub(super) fn name_of(&self, id: &str) -> Option<&str> {
        let (_, name) = self.entries.get(self.find(id)?)?;
        (self.find(name) == self.find(id)).then_some(name.as_str())
    }

    /// Codes or ids with their names, in order.
    pub(super) fn entries(&self) -> &[(String, String)] {
        &self.entries
    }

    /// Code and name of an entry.
    pub(super) fn describe(&self, position: usize) -> String {
        self.entries.get(position).map_or_else(String::new, |(code, name)| describe(code, name))
    }

    /// What is wrong with an unknown word.
    pub(super) fn unknown(&self, word: &str) -> (Text, Text) {
        (
            both(format!("未知的{}“{word}”", self.noun.zh), format!("unknown {} `{word}`", self.noun.en)),
            hint(word, &[self]),
        )
    }
}

/// So many known words that a column that names all of them hardly does so by chance.
const SEVERAL: usize = 5;

/// How a word is written: digits one by one, letters by their kind, `Town01` as `a99`.
fn shape(word: &str) -> String {
    let kind = |letter: char| match letter {
        letter if letter.is_ascii_digit() => '9',
        letter if letter.is_ascii_alphabetic() => 'a',
        letter if letter.is_alphabetic() => '字',
        other => other,
    };
    let mut shape: Vec<char> = word.chars().map(kind).collect();
    shape.dedup_by(|one, other| one == other && matches!(one, 'a' | '字'));
    shape.into_iter().collect()
}

/// What is wrong with a word that none of several registers know.
pub(super) fn unknown_in(word: &str, registers: &[&Register]) -> (Text, Text) {
    let join = |part: fn(&Text) -> &str, or: &str| {
        registers.iter().map(|register| part(&register.noun)).collect::<Vec<_>>().join(or)
    };
    let (zh, en) = (join(|noun| &noun.zh, "或"), join(|noun| &noun.en, " or "));
    (both(format!("未知的{zh}“{word}”"), format!("unknown {en} `{word}`")), hint(word, registers))
}

/// The nearest known entry, or where they are listed.
fn hint(word: &str, registers: &[&Register]) -> Text {
    let entries = || registers.iter().flat_map(|register| &register.entries);
    let by_name = entries().find(|(_, name)| name == word);
    let near = by_name.or_else(|| {
        let known = nearest(word, entries().flat_map(|(code, name)| [code.as_str(), name.as_str()]))?;
        entries().find(|(code, name)| code == known || name == known)
    });
    if let Some((code, name)) = near {
        let entry = describe(code, name);
        return both(format!("最接近的是 {entry}"), format!("the nearest is {entry}"));
    }
    let known: Vec<&str> = entries().map(|(code, _)| code.as_str()).take(8).collect();
    let more = if entries().count() > known.len() { ", …" } else { "" };
    let known = known.join(", ") + more;
    both(format!("已知的有：{known}"), format!("known are: {known}"))
}

fn describe(code: &str, name: &str) -> String {
    if name.is_empty() || name == code { code.to_owned() } else { format!("{code} ({name})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words reported where one faulty row may hide a code; `A01` to `A05` are known, and `looked` is what columns refer to.
    fn reported(hidden: Option<usize>, looked: &[(&str, &[&str])]) -> Vec<String> {
        let entries = ["A01", "A02", "A03", "A04", "A05"].map(|code| (code.to_owned(), String::new()));
        let register = Register::by_code(both("乡镇", "town"), entries.to_vec(), false).hiding(hidden);
        let findings = Findings::default();
        for (file, words) in looked {
            for word in *words {
                let place = || Location { file: (*file).into(), ..Location::default() };
                register.doubt(word, register.find(word), place);
            }
        }
        register.judge(&findings);
        findings
            .sorted()
            .into_iter()
            .map(|one| format!("{} {}", one.location.file.display(), one.what.en))
            .collect()
    }

    #[test]
    fn only_words_that_faulty_rows_may_hide_are_excused() {
        let people: (&str, &[&str]) = ("people", &["A01", "A02", "A03", "A04", "A05", "A06"]);
        assert_eq!(reported(Some(1), &[people, ("schools", &["A06", "A01"])]), Vec::<String>::new());
        // People name every town, so that a town of schools alone is none; nor is one that is written otherwise.
        let known: (&str, &[&str]) = ("people", &["A01", "A02", "A03", "A04", "A05"]);
        assert_eq!(reported(Some(1), &[known, ("schools", &["A07"])]), ["schools unknown town `A07`"]);
        assert_eq!(reported(Some(1), &[("schools", &["nowhere"])]), ["schools unknown town `nowhere`"]);
        assert_eq!(reported(Some(1), &[("schools", &["A07"])]), Vec::<String>::new());
        // Two words, one row: the one that is named more often is excused.
        let two: (&str, &[&str]) = ("people", &["A01", "A06", "A07", "A06"]);
        assert_eq!(reported(Some(1), &[two]), ["people unknown town `A07`"]);
        assert_eq!(reported(Some(0), &[people]), ["people unknown town `A06`"]);
        assert_eq!(reported(None, &[people]), Vec::<String>::new());
    }
}

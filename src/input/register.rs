//! The known codes of one kind, for references to them.

use super::findings::both;
use super::nearest::nearest;
use crate::domain::Text;
use std::collections::HashMap;

/// Code of a reference to something that is not there.
pub(super) const UNKNOWN: &str = "unknown-reference";

/// Codes or ids of one kind of thing, in order, with their names.
#[derive(Debug)]
pub(super) struct Register {
    noun: Text,
    entries: Vec<(String, String)>,
    positions: HashMap<String, usize>,
    /// Whether nothing is missing: only then is an unknown code a fault.
    pub(super) complete: bool,
}

impl Register {
    /// Known by code only.
    pub(super) fn by_code(noun: Text, entries: Vec<(String, String)>, complete: bool) -> Self {
        let mut positions = HashMap::with_capacity(entries.len());
        for (position, (code, _)) in entries.iter().enumerate().filter(|(_, (code, _))| !code.is_empty()) {
            positions.entry(code.clone()).or_insert(position);
        }
        Self { noun, entries, positions, complete }
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

//! Counties and towns by name where a code is wanted.

use super::words::plain_word;
use crate::input::raw::RawTable;
use crate::schema::Table;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Endings that offices write or leave out.
const ENDINGS: [&str; 8] = ["街道办事处", "街道", "自治县", "新区", "县", "市", "区", "镇"];

/// Tables of places with codes and names.
pub(super) const KNOWN: [&str; 2] = ["towns", "counties"];

/// The table of schools.
const SCHOOLS: &str = "schools";

/// Codes and names of counties and towns.
pub(super) struct Names {
    codes: BTreeMap<&'static str, HashSet<String>>,
    /// Codes by name, and by name without its ending.
    by_name: BTreeMap<(&'static str, String), BTreeSet<String>>,
    /// Areas that other tables name, where there is no table of towns.
    areas: HashSet<String>,
    /// Names of old areas, which are not those of today's without their ending: 海门镇 may have become more than 海门街道.
    old: HashSet<String>,
}

impl Names {
    pub(super) fn of(tables: &[(&'static Table, RawTable)]) -> Self {
        let (mut codes, mut by_name) = (BTreeMap::new(), BTreeMap::new());
        for (table, raw) in tables.iter().filter(|(table, _)| KNOWN.contains(&table.name)) {
            let position = |name: &str| {
                raw.heads.iter().position(|head| table.column(head).is_some_and(|column| column.name == name))
            };
            let (Some(code), Some(name)) = (position("code"), position("name")) else { continue };
            for (_, record) in raw.rows.iter() {
                let cell = |at: usize| plain_word(record.get(at).unwrap_or_default());
                let (code, name) = (cell(code), cell(name));
                codes.entry(table.name).or_insert_with(HashSet::new).insert(code.clone());
                for form in [stem(&name).to_owned(), name] {
                    by_name.entry((table.name, form)).or_insert_with(BTreeSet::new).insert(code.clone());
                }
            }
        }
        let areas = if codes.contains_key("towns") { HashSet::new() } else { areas(tables) };
        Self { codes, by_name, areas, old: old_areas(tables) }
    }

    /// Adds the schools, by which tables of pupils and projects may name them.
    pub(super) fn add_schools(&mut self, table: &'static Table, raw: &RawTable) {
        let position = |name: &str| {
            raw.heads.iter().position(|head| table.column(head).is_some_and(|column| column.name == name))
        };
        let (Some(code), Some(name)) = (position("school"), position("name")) else { return };
        for (_, record) in raw.rows.iter() {
            let cell = |at: usize| plain_word(record.get(at).unwrap_or_default());
            self.codes.entry(SCHOOLS).or_default().insert(cell(code));
            self.by_name.entry((SCHOOLS, cell(name))).or_default().insert(cell(code));
        }
    }

    /// The id of a school by its name, where one school alone has it.
    pub(super) fn school(&self, text: &str) -> Option<(&'static str, String)> {
        if self.codes.get(SCHOOLS).is_none_or(|codes| codes.contains(text)) {
            return None;
        }
        let found = self.by_name.get(&(SCHOOLS, plain_word(text)))?;
        let mut found = found.iter();
        found.next().filter(|_| found.next().is_none()).map(|code| ("read-by-name", code.clone()))
    }

    /// Number of the places of a table.
    pub(super) fn count(&self, table: &str) -> usize {
        self.codes.get(table).map_or(0, HashSet::len)
    }

    /// The code of a place by its code or its name.
    pub(super) fn code_of(&self, tables: &[&str], word: &str) -> Option<String> {
        let known = tables.iter().any(|table| self.codes.get(table).is_some_and(|of| of.contains(word)));
        if known || self.areas.contains(word) || self.old.contains(word) {
            return Some(word.to_owned());
        }
        self.code(tables, word).map(|(_, code)| code).filter(|code| code != "*")
    }

    /// The code that a word in another manner of writing stands for: a code with full-width digits or spaces, or a name that one
    /// place alone has, with or without its ending.
    pub(super) fn code(&self, tables: &[&str], text: &str) -> Option<(&'static str, String)> {
        let known =
            |word: &str| tables.iter().any(|table| self.codes.get(table).is_some_and(|of| of.contains(word)));
        if known(text) {
            return None;
        }
        let plain = plain_word(text);
        if plain.is_empty() {
            return None;
        }
        if known(&plain) || plain == "*" {
            return (plain != text).then_some(("tidied-word", plain));
        }
        let find = |word: &str| -> BTreeSet<&String> {
            let of = |table: &&'static str| self.by_name.get(&(*table, word.to_owned()));
            KNOWN.iter().filter(|table| tables.contains(table)).filter_map(of).flatten().collect()
        };
        let exact = find(&plain);
        let found = if exact.is_empty() && !self.old.contains(&plain) { find(stem(&plain)) } else { exact };
        match found.into_iter().collect::<Vec<_>>().as_slice() {
            [code] => Some(("read-by-name", (*code).clone())),
            _ => None,
        }
    }
}

/// Words in the columns of areas of the tables of people and pupils.
fn areas(tables: &[(&'static Table, RawTable)]) -> HashSet<String> {
    let mut areas = HashSet::new();
    for (table, raw) in tables.iter().filter(|(table, _)| ["population", "enrolment"].contains(&table.name)) {
        let is = |head: &String| table.column(head).is_some_and(|column| column.name == "town");
        let Some(at) = raw.heads.iter().position(is) else { continue };
        areas.extend(
            raw.rows.iter().filter_map(|(_, record)| record.get(at)).map(|cell| cell.trim().to_owned()),
        );
    }
    areas.retain(|area| !area.is_empty());
    areas
}

/// Old areas of the table of area changes, as it names them.
fn old_areas(tables: &[(&'static Table, RawTable)]) -> HashSet<String> {
    let mut old = HashSet::new();
    for (table, raw) in tables.iter().filter(|(table, _)| table.name == "area_changes") {
        let is_old = |head: &String| table.column(head).is_some_and(|column| column.name == "old");
        if let Some(at) = raw.heads.iter().position(is_old) {
            old.extend(raw.rows.iter().map(|(_, record)| plain_word(record.get(at).unwrap_or_default())));
        }
    }
    old
}

/// A name without its ending; a name of two characters keeps it.
fn stem(name: &str) -> &str {
    let shorter = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    shorter.filter(|shorter| shorter.chars().count() >= 2).unwrap_or(name)
}

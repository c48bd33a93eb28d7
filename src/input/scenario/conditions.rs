//! Which rows an override is about.

use super::index::{Compared, Index};
use crate::input::findings::both;
use crate::input::headers::{same_tail, tail};
use crate::input::keys::plain;
use crate::input::model::Model;
use crate::input::model_entry::Entry;
use crate::input::model_file::Section;
use crate::input::nearest::nearest;
use crate::input::raw::RawTable;
use crate::input::records::Record;
use crate::input::values;
use crate::schema::{Column, Table, ValueKind};
use std::collections::{BTreeSet, HashSet};
use toml::de::DeValue;

/// Conditions that a row must all keep; none is every row.
#[derive(Default)]
pub(super) struct Conditions(Vec<(String, Wanted)>);

/// What a cell must be.
enum Wanted {
    /// One of these.
    Words(Vec<String>),
    /// A number within limits.
    Range { at_least: f64, at_most: f64 },
    /// The key of a row that keeps conditions of its own.
    Row(&'static Table, Conditions),
}

/// Tables as they stand in their files, by definition.
pub(super) type Tables = [(&'static Table, RawTable)];

impl Conditions {
    /// Reads `where = { column = …, … }`.
    pub(super) fn read(entry: &Entry, table: &'static Table) -> Option<Self> {
        let section = entry.section()?;
        let mut conditions = Vec::new();
        for (name, _) in section.table {
            let entry = section.entry(name.get_ref())?;
            let starred = entry.value.is_table() && table.column(name.get_ref()).is_none();
            if starred {
                for (column, entry) in flattened(&section)
                    .into_iter()
                    .filter(|(column, _)| column.starts_with(&format!("{}.", name.get_ref())))
                {
                    let column = column_name(&entry, table, &column)?;
                    conditions.push((column, Wanted::Words(words(&entry)?)));
                }
                continue;
            }
            let column = column_name(&entry, table, name.get_ref())?;
            let wanted = wanted(&entry, table.column(&column)?)?;
            conditions.push((column, wanted));
        }
        Some(Self(conditions))
    }

    /// Positions of the rows that keep all of them.
    pub(super) fn rows(
        &self,
        table: &'static Table,
        tables: &Tables,
        index: &Index,
        model: &Model,
    ) -> Vec<usize> {
        let Some((_, raw)) = tables.iter().find(|(of, _)| of.name == table.name) else { return Vec::new() };
        let tests: Vec<Test> = self
            .0
            .iter()
            .map(|(column, wanted)| Test::new(table, raw, column, wanted, (tables, index), model))
            .collect();
        let keeps = |row: &usize| {
            index.holds(table, *row) && tests.iter().all(|test| test.holds(raw.rows.get(*row), model))
        };
        // The condition that leaves the fewest rows is looked up, the others are tried on those.
        match tests.iter().filter_map(|test| test.found((table, raw), index, model)).min_by_key(BTreeSet::len)
        {
            Some(found) => found.into_iter().filter(keeps).collect(),
            None => (0..raw.rows.len()).filter(keeps).collect(),
        }
    }
}

/// A condition made ready for many rows.
struct Test<'a> {
    position: Option<usize>,
    column: &'static Column,
    wanted: Ready<'a>,
}

enum Ready<'a> {
    Words(HashSet<String>),
    Range(f64, f64),
    Keys(HashSet<&'a str>),
}

impl<'a> Test<'a> {
    fn new(
        table: &'static Table,
        raw: &RawTable,
        name: &str,
        wanted: &Wanted,
        (tables, index): (&'a Tables, &Index),
        model: &Model,
    ) -> Self {
        // Names were checked when the condition was read.
        let column = table.column(name).unwrap_or(&table.columns[0]);
        let wanted = match wanted {
            Wanted::Words(words) => {
                Ready::Words(words.iter().map(|word| normal(column, model, word)).collect())
            }
            Wanted::Range { at_least, at_most } => Ready::Range(*at_least, *at_most),
            Wanted::Row(of, conditions) => Ready::Keys(keys(of, conditions, (tables, index), model)),
        };
        Self { position: position(table, raw, name), column, wanted }
    }

    /// Rows that keep it, where they can be looked up: those of few words in a column that is there.
    fn found(
        &self,
        (table, raw): (&'static Table, &RawTable),
        index: &Index,
        model: &Model,
    ) -> Option<BTreeSet<usize>> {
        let at = self.position?;
        let rows = |manner| {
            move |words: Vec<&str>| {
                index.rows((table, raw), (at, self.column, manner), words.into_iter(), model)
            }
        };
        match &self.wanted {
            Ready::Words(words) => Some(rows(Compared::Alike)(words.iter().map(String::as_str).collect())),
            Ready::Keys(keys) => Some(rows(Compared::AsWritten)(keys.iter().copied().collect())),
            Ready::Range(..) => None,
        }
    }

    fn holds(&self, record: Record, model: &Model) -> bool {
        let cell = self.position.and_then(|position| record.get(position)).unwrap_or_default().trim();
        match &self.wanted {
            Ready::Words(words) => words.contains(&normal(self.column, model, cell)),
            Ready::Range(least, most) => {
                values::number(cell).is_some_and(|number| (*least..=*most).contains(&number))
            }
            Ready::Keys(keys) => keys.contains(cell),
        }
    }
}

/// Keys of the rows of a table that keep conditions.
fn keys<'a>(
    table: &'static Table,
    conditions: &Conditions,
    (tables, index): (&'a Tables, &Index),
    model: &Model,
) -> HashSet<&'a str> {
    let Some((_, raw)) = tables.iter().find(|(of, _)| of.name == table.name) else { return HashSet::new() };
    let Some(key) = table.key.first().and_then(|key| position(table, raw, key)) else {
        return HashSet::new();
    };
    let rows = conditions.rows(table, tables, index, model);
    rows.into_iter().filter_map(|row| raw.rows.get(row).get(key)).map(str::trim).collect()
}

/// One manner of writing for the same thing.
pub(super) fn normal(column: &'static Column, model: &Model, cell: &str) -> String {
    match column.kind {
        ValueKind::YesNo => if matches!(cell, "yes" | "是") { "yes" } else { "no" }.to_owned(),
        ValueKind::Number { .. } | ValueKind::Integer { .. } => {
            values::number(cell).map_or_else(|| cell.to_owned(), |number| number.to_string())
        }
        _ => plain(column, model, cell).to_owned(),
    }
}

/// Where a column stands in a file, by its name in the definition, the stage or source of `places.primary` included.
pub(super) fn position(table: &'static Table, raw: &RawTable, name: &str) -> Option<usize> {
    let column = table.column(name)?;
    raw.heads.iter().position(|head| table.column(head) == Some(column) && same_tail(head, name))
}

/// The name of a column that a table may have; an unknown one is a fault.
pub(super) fn column_name(entry: &Entry, table: &'static Table, word: &str) -> Option<String> {
    if let Some(column) = table.column(word) {
        let name = column.name.strip_suffix('*').zip(tail(word)).map(|(head, tail)| format!("{head}{tail}"));
        return Some(name.unwrap_or_else(|| column.name.to_owned()));
    }
    let names = || table.columns.iter().flat_map(|column| [column.name, column.zh]);
    let hint = if let Some(near) = nearest(word, names()) {
        both(format!("是否应为“{near}”？"), format!("is `{near}` meant?"))
    } else {
        let names = table.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
        both(format!("已有的列：{names}"), format!("its columns are: {names}"))
    };
    let what = both(
        format!("表“{}”没有列“{word}”", table.zh),
        format!("table `{}` has no column `{word}`", table.name),
    );
    entry.fault("unknown-column", what, hint);
    None
}

fn wanted(entry: &Entry, column: &'static Column) -> Option<Wanted> {
    if !entry.value.is_table() {
        return words(entry).map(Wanted::Words);
    }
    let other = match column.kind {
        ValueKind::Reference(table) => Table::named(table),
        ValueKind::Area | ValueKind::AreaOrAll => Table::named("towns"),
        ValueKind::CountyOrAll => Table::named("counties"),
        _ => None,
    };
    if let Some(other) = other {
        return Conditions::read(entry, other).map(|conditions| Wanted::Row(other, conditions));
    }
    let section = entry.section()?;
    section.only(&["at_least", "at_most"]);
    let bound = |key: &str, open: f64| section.entry(key).map_or(Some(open), |entry| entry.number());
    Some(Wanted::Range {
        at_least: bound("at_least", f64::NEG_INFINITY)?,
        at_most: bound("at_most", f64::INFINITY)?,
    })
}

/// One word, or a list of them.
fn words(entry: &Entry) -> Option<Vec<String>> {
    if entry.value.is_array() {
        return entry.list()?.iter().map(cell_text).collect();
    }
    cell_text(entry).map(|word| vec![word])
}

/// A value as a cell writes it.
pub(super) fn cell_text(entry: &Entry) -> Option<String> {
    match entry.value {
        DeValue::Boolean(flag) => Some(if *flag { "yes" } else { "no" }.to_owned()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        DeValue::Datetime(moment) => Some(moment.to_string()),
        _ => entry.text(),
    }
}

/// Columns of a row with their values; `places = { primary = 300 }` and `places.primary = 300` are the same.
pub(super) fn flattened<'a>(row: &Section<'a>) -> Vec<(String, Entry<'a>)> {
    let mut columns = Vec::new();
    for (name, _) in row.table {
        let Some(entry) = row.entry(name.get_ref()) else { continue };
        match entry.value.is_table().then(|| entry.section()).flatten() {
            Some(section) => {
                let inner = flattened(&section).into_iter();
                columns.extend(inner.map(|(column, entry)| (format!("{}.{column}", name.get_ref()), entry)));
            }
            None => columns.push((name.get_ref().to_string(), entry)),
        }
    }
    columns
}

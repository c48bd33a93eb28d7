//! Overrides of model keys, applied to the tree of the model file.

use super::definition::{ModelOperation, Target};
use super::{Overrides, arithmetic::Arithmetic};
use crate::diagnostic::Location;
use crate::input::findings::Findings;
use crate::input::model_file::Source;
use crate::input::texts::Texts;
use crate::scenario::Change;
use std::borrow::Cow;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Applies every override of a model key, in order.
pub(in crate::input) fn change_model<'t>(
    overrides: &Overrides,
    tree: &mut DeTable<'t>,
    texts: &'t Texts,
    source: &Source,
    findings: &Findings,
) {
    for definition in &overrides.definitions {
        let Target::Model { key, operation } = &definition.target else { continue };
        let (before, mut selected) = (overrides.log.len(), 0);
        let Some((last, parents)) = key.split_last() else { continue };
        let creates = matches!(operation, ModelOperation::Set(_));
        visit(tree, parents, "", creates, &mut |table, path| {
            let full = joined(path, last);
            let Some((old, new)) = apply(table, last, operation, texts) else { return };
            selected += 1;
            if old != new {
                let place = Location { file: source.path.clone(), ..Location::default() };
                let change = definition.change(Change::MODEL, String::new(), &full, (old, new));
                overrides.log.change(change, place, &definition.origin);
            }
        });
        definition.check(selected, overrides.log.len() - before, findings);
    }
}

/// Key of an entry within its table.
fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Visits every table that a path means: keys of tables, ids or positions (from 1) in lists, `*` for all of a list. A plain
/// key that lacks is made where the value is to be set.
fn visit<'t>(
    table: &mut DeTable<'t>,
    path: &[String],
    so_far: &str,
    creates: bool,
    act: &mut dyn FnMut(&mut DeTable<'t>, &str),
) {
    let Some((key, rest)) = path.split_first() else { return act(table, so_far) };
    if creates && !table.contains_key(key.as_str()) {
        table.insert(named(key.clone()), Spanned::new(0..0, DeValue::Table(DeTable::new())));
    }
    let full = joined(so_far, key);
    match table.get_mut(key.as_str()).map(Spanned::get_mut) {
        Some(DeValue::Table(inner)) => visit(inner, rest, &full, creates, act),
        Some(DeValue::Array(list)) => visit_list(list, rest, &full, creates, act),
        _ => {}
    }
}

fn visit_list<'t>(
    list: &mut toml::de::DeArray<'t>,
    path: &[String],
    so_far: &str,
    creates: bool,
    act: &mut dyn FnMut(&mut DeTable<'t>, &str),
) {
    let Some((wanted, rest)) = path.split_first() else { return };
    for (at, element) in list.iter_mut().enumerate() {
        let DeValue::Table(inner) = element.get_mut() else { continue };
        let id =
            inner.iter().find(|(name, _)| name.get_ref() == "id").and_then(|(_, id)| id.get_ref().as_str());
        let name = id.map_or_else(|| (at + 1).to_string(), ToOwned::to_owned);
        if wanted == "*" || *wanted == name {
            visit(inner, rest, &joined(so_far, &name), creates, act);
        }
    }
}

fn named<'t>(key: String) -> Spanned<Cow<'t, str>> {
    Spanned::new(0..0, Cow::Owned(key))
}

/// Changes one key of a table and gives its value before and after, as texts; none where there is nothing to change.
fn apply<'t>(
    table: &mut DeTable<'t>,
    key: &str,
    operation: &ModelOperation,
    texts: &'t Texts,
) -> Option<(String, String)> {
    let old = table.get(key).map(|value| written(value.get_ref()));
    match operation {
        ModelOperation::Set(text) => {
            let value = parsed(texts, text.clone())?;
            let new = written(value.get_ref());
            set(table, key, value);
            return Some((old.unwrap_or_default(), new));
        }
        ModelOperation::Remove => {
            table.remove(key);
            return old.map(|old| (old, String::new()));
        }
        ModelOperation::Arithmetic(arithmetic) => {
            compute(table.get_mut(key)?.get_mut(), *arithmetic, texts);
        }
        ModelOperation::Earlier(years) => {
            if let DeValue::Table(path) = table.get_mut(key)?.get_mut() {
                *path = earlier(path, *years);
            }
        }
    }
    let new = table.get(key).map(|value| written(value.get_ref()));
    old.zip(new)
}

fn parsed(texts: &Texts, text: String) -> Option<Spanned<DeValue<'_>>> {
    DeValue::parse(texts.keep(text)).ok()
}

fn set<'t>(table: &mut DeTable<'t>, key: &str, value: Spanned<DeValue<'t>>) {
    match table.get_mut(key) {
        Some(old) => *old.get_mut() = value.into_inner(),
        None => {
            table.insert(named(key.to_owned()), value);
        }
    }
}

/// Arithmetic on a number, or on every number of a yearly path or list.
fn compute<'t>(value: &mut DeValue<'t>, arithmetic: Arithmetic, texts: &'t Texts) {
    let text = match value {
        DeValue::Integer(number) => arithmetic.apply(number.as_str(), true),
        DeValue::Float(number) => arithmetic.apply(number.as_str(), false),
        DeValue::Table(table) => {
            table.iter_mut().for_each(|(_, value)| compute(value.get_mut(), arithmetic, texts));
            return;
        }
        DeValue::Array(list) => {
            list.iter_mut().for_each(|value| compute(value.get_mut(), arithmetic, texts));
            return;
        }
        _ => None,
    };
    if let Some(new) = text.and_then(|text| parsed(texts, text)) {
        *value = new.into_inner();
    }
}

/// A path by year, moved: each value holds so many years before, and the last year still has the last value.
fn earlier<'t>(path: &DeTable<'t>, years: i32) -> DeTable<'t> {
    let entries: Vec<(i32, &Spanned<DeValue<'t>>)> = path
        .iter()
        .filter_map(|(name, value)| name.get_ref().parse().ok().map(|year: i32| (year, value)))
        .collect();
    if entries.len() != path.len() {
        return path.clone();
    }
    let entry = |year: i32, value: &Spanned<DeValue<'t>>| (named(year.to_string()), value.clone());
    let mut moved: DeTable<'t> = DeTable::new();
    let last = entries.iter().max_by_key(|(year, _)| *year).filter(|_| years > 0);
    let kept = last.into_iter().map(|(year, value)| (*year, *value));
    for (name, value) in entries
        .iter()
        .map(|(year, value)| (year - years, *value))
        .chain(kept)
        .map(|(year, value)| entry(year, value))
    {
        moved.insert(name, value);
    }
    moved
}

/// A value as TOML writes it, in one line; a text without its quotes.
fn written(value: &DeValue) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(moment) => moment.to_string(),
        DeValue::Array(list) => {
            format!("[{}]", list.iter().map(|value| written(value.get_ref())).collect::<Vec<_>>().join(", "))
        }
        DeValue::Table(table) => {
            let entries = table
                .iter()
                .map(|(name, value)| format!("{} = {}", name.get_ref(), written(value.get_ref())));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

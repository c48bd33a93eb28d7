//! The model file as a tree whose every entry knows its key and line, so that all faults can be told with their place.

use super::findings::{Findings, both};
use super::model_entry::Entry;
use super::nearest::nearest;
use crate::diagnostic::Location;
use crate::domain::Text;
use std::path::PathBuf;
use toml::de::DeTable;

/// Text of a model file.
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) text: String,
    /// Where line breaks stand.
    breaks: Vec<usize>,
}

impl Source {
    pub(super) fn new(path: PathBuf, text: String) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at).collect();
        Self { path, text, breaks }
    }

    /// Line of a byte position, from 1.
    pub(super) fn line(&self, offset: usize) -> u64 {
        self.breaks.partition_point(|at| *at < offset) as u64 + 1
    }
}

/// A table of the model file.
#[derive(Clone)]
pub(super) struct Section<'a> {
    pub(super) source: &'a Source,
    pub(super) findings: &'a Findings,
    pub(super) table: &'a DeTable<'a>,
    /// Full key, such as `indicator.public`; empty for the whole file.
    pub(super) key: String,
    pub(super) offset: usize,
}

impl<'a> Section<'a> {
    pub(super) fn location(&self) -> Location {
        let column = (!self.key.is_empty()).then(|| self.key.clone());
        Location {
            file: self.source.path.clone(),
            sheet: None,
            row: Some(self.source.line(self.offset)),
            column,
        }
    }

    pub(super) fn fault(&self, code: &'static str, what: Text, hint: Text) {
        self.findings.error(code, self.location(), what, hint);
    }

    fn full_key(&self, key: &str) -> String {
        if self.key.is_empty() { key.to_owned() } else { format!("{}.{key}", self.key) }
    }

    /// A key that may be left out.
    pub(super) fn entry(&self, key: &str) -> Option<Entry<'a>> {
        let (name, value) = self.table.get_key_value(key)?;
        Some(Entry {
            source: self.source,
            findings: self.findings,
            value: value.get_ref(),
            key: self.full_key(key),
            offset: name.span().start,
        })
    }

    /// A key that must be there.
    pub(super) fn need(&self, key: &str) -> Option<Entry<'a>> {
        let entry = self.entry(key);
        if entry.is_none() {
            let location = Location { column: Some(self.full_key(key)), ..self.location() };
            self.findings.error(
                "missing-key",
                location,
                both(format!("缺少“{key}”"), format!("`{key}` is missing")),
                both(format!("请补充 {key} = …"), format!("add {key} = …")),
            );
        }
        entry
    }

    /// Keys that nothing reads are faults: they are likely mistyped.
    pub(super) fn only(&self, known: &[&str]) {
        let absent: Vec<&str> =
            known.iter().copied().filter(|known| !self.table.contains_key(*known)).collect();
        for (name, _) in self.table {
            let key: &str = name.get_ref();
            if known.contains(&key) {
                continue;
            }
            let hint = match nearest(key, absent.iter().copied()) {
                Some(near) => both(format!("是否应为“{near}”？"), format!("is `{near}` meant?")),
                None => both(
                    format!("此处可用：{}", known.join(", ")),
                    format!("known here: {}", known.join(", ")),
                ),
            };
            let location = Location {
                row: Some(self.source.line(name.span().start)),
                column: Some(self.full_key(key)),
                ..self.location()
            };
            let what = both(format!("未知的键“{key}”"), format!("unknown key `{key}`"));
            self.findings.error("unknown-key", location, what, hint);
        }
    }

    /// Whether a key is left out or holds tables only, `[[key]]`.
    pub(super) fn holds_tables(&self, key: &str) -> bool {
        let list = self.table.get(key).map(|value| value.get_ref().as_array());
        list.is_none_or(|list| list.is_some_and(|list| list.iter().all(|one| one.get_ref().is_table())))
    }

    /// Tables of an array of tables, `[[key]]`; none given is an empty list.
    pub(super) fn sections(&self, key: &str) -> Vec<Section<'a>> {
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let Some(list) = entry.list() else { return Vec::new() };
        list.into_iter()
            .filter_map(|entry| {
                let mut section = entry.section()?;
                let id = section.entry("id").and_then(|id| id.value.as_str().map(ToOwned::to_owned));
                if let Some(id) = id {
                    section.key = format!("{}.{id}", self.full_key(key));
                }
                Some(section)
            })
            .collect()
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.entry(key)?.text()
    }

    /// `name = { zh, en }` or a plain text; the fallback where it is left out.
    pub(super) fn name(&self, key: &str, fallback: &str) -> Text {
        let Some(entry) = self.entry(key) else { return fallback.into() };
        if let Some(text) = entry.value.as_str() {
            return text.into();
        }
        let Some(section) = entry.section() else { return fallback.into() };
        section.only(&["zh", "en"]);
        let zh = section.need("zh").and_then(|zh| zh.text()).unwrap_or_default();
        Text { zh, en: section.text("en").unwrap_or_default() }
    }

    /// A number within limits, or the default where it is left out.
    pub(super) fn number_or(&self, key: &str, default: f64, limits: (f64, f64), code: &'static str) -> f64 {
        self.entry(key).and_then(|entry| entry.number_within(limits, code)).unwrap_or(default)
    }

    /// A whole number within limits.
    pub(super) fn whole(&self, key: &str, limits: (i64, i64)) -> Option<i64> {
        self.entry(key)?.whole(limits)
    }
}

//! A figure and the sums and products that made it.

use crate::domain::Text;
use serde::Serialize;
use std::collections::BTreeMap;

/// How a figure follows from its parts (合成方式).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It stands by itself: counted, registered, stated or estimated.
    Given,
    /// The sum of its parts.
    Sum,
    /// The product of its parts.
    Product,
}

/// A figure and what it is made of (数字及其构成).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trace {
    /// Short name that programs can rely on.
    pub key: &'static str,
    /// What it is.
    pub what: Text,
    /// Value: children, or a factor.
    pub value: f64,
    /// How it follows from its parts.
    pub how: How,
    /// Further figures behind it, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<&'static str, f64>,
    /// Parts, in the order in which they enter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Trace>,
}

impl Trace {
    pub(super) fn given(key: &'static str, zh: String, en: String, value: f64) -> Self {
        Self { key, what: Text { zh, en }, value, how: How::Given, facts: BTreeMap::new(), parts: Vec::new() }
    }

    /// A sum or product of parts.
    pub(super) fn of(key: &'static str, zh: String, en: String, how: How, parts: Vec<Self>) -> Self {
        let values = parts.iter().map(|part| part.value);
        let value = match how {
            How::Product => values.product(),
            How::Sum | How::Given => values.sum(),
        };
        Self { key, what: Text { zh, en }, value, how, facts: BTreeMap::new(), parts }
    }

    pub(super) fn with(mut self, facts: impl IntoIterator<Item = (&'static str, f64)>) -> Self {
        self.facts.extend(facts);
        self
    }

    /// Greatest relative difference between a figure and what its parts give, in this figure and all below.
    #[must_use]
    pub fn greatest_gap(&self) -> f64 {
        let values = self.parts.iter().map(|part| part.value);
        let made = match self.how {
            How::Given => self.value,
            How::Sum => values.sum(),
            How::Product => values.product(),
        };
        let own = (made - self.value).abs() / self.value.abs().max(1.0);
        self.parts.iter().map(Self::greatest_gap).fold(own, f64::max)
    }

    /// All figures with a name, this one and those below.
    pub fn all<'a>(&'a self, key: &'a str) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        let own = (self.key == key).then_some(self);
        Box::new(own.into_iter().chain(self.parts.iter().flat_map(move |part| part.all(key))))
    }

    /// Of a roll taken apart, the children of a single age on the cut-off day, by group; none for an age that the roll does not hold
    /// or where it does not come from ages.
    #[must_use]
    pub fn of_age(&self, age: u8) -> Option<Self> {
        let (zh, en) = age_name(age);
        let of_group = |group: &Self| {
            let found = group.all("age").find(|part| part.what.zh == zh)?;
            let name = group.what.clone();
            Some(Self::of("group", name.zh, name.en, How::Sum, vec![found.clone()]))
        };
        let groups: Vec<Self> = self.all("group").filter_map(of_group).collect();
        let what = (
            format!("{}：{zh}（截止日）", self.what.zh),
            format!("{}: {en} on the cut-off day", self.what.en),
        );
        (!groups.is_empty()).then(|| Self::of("children_of_age", what.0, what.1, How::Sum, groups))
    }
}

pub(super) fn age_name(age: u8) -> (String, String) {
    (format!("{age} 岁"), format!("age {age}"))
}

//! What a head says about the figures below it: their age, sex, year, town, grade.

use super::melt::figure;
use crate::input::model::Model;
use crate::input::tidy::names::Names;
use crate::input::tidy::office;
use crate::input::tidy::times;
use crate::input::tidy::words::plain_word;
use crate::input::values;
use crate::schema::words::{heads_of, means_total};
use crate::schema::{Column, Spread, Table, ValueKind};
use std::collections::{BTreeMap, BTreeSet};

/// Keys of the figures below a head, in plain words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Facts {
    pub(super) keys: BTreeMap<&'static str, String>,
    /// Whether they are totals of others.
    pub(super) total: bool,
}

/// Words of heads that say no more than what is counted.
const COUNTED: [&str; 8] = ["人数", "人口", "数", "（人）", "人", "数量", "数值", "金额"];

/// Signs between two words of a head.
const BETWEEN: [char; 12] = ['·', '-', '—', '–', '_', '/', '（', '）', '(', ')', '、', ' '];

/// The words that heads of a table may have.
pub(in crate::input::tidy) struct Vocabulary<'a> {
    pub(super) table: &'static Table,
    pub(super) spread: &'static Spread,
    names: &'a Names,
    model: &'a Model,
    /// Keys that have columns of their own.
    pub(super) kept: BTreeSet<&'static str>,
}

/// Whether a key has any words, as sources of money do.
pub(super) fn is_free(column: &Column) -> bool {
    column.name == "source"
}

impl<'a> Vocabulary<'a> {
    /// Of a table that may be written with a key over columns.
    pub(in crate::input::tidy) fn of(
        table: &'static Table,
        names: &'a Names,
        model: &'a Model,
    ) -> Option<Self> {
        Some(Self { table, spread: table.spread()?, names, model, kept: BTreeSet::new() })
    }

    /// The column that a head names.
    pub(super) fn column(&self, word: &str) -> Option<&'static Column> {
        self.table.column(word).or_else(|| self.table.column(&plain_word(word)))
    }

    /// The column of the figures.
    pub(super) fn value(&self) -> Option<&'static Column> {
        self.table.columns.iter().find(|column| column.name == self.spread.value)
    }

    /// Whether a word is a head of such a table beyond doubt; numbers of few digits may be data.
    pub(in crate::input::tidy) fn knows(&self, word: &str) -> bool {
        let short = word.trim().len() <= 3 && word.trim().bytes().all(|byte| byte.is_ascii_digit());
        !short && self.facts(word).is_some()
    }

    /// What a head says, as a whole or in two or three parts: `2022年末男0-4岁`.
    pub(super) fn facts(&self, word: &str) -> Option<Facts> {
        let word = plain_word(word);
        if word.is_empty() || word.chars().count() > 40 {
            return None;
        }
        self.whole(&word).or_else(|| self.in_parts(&word, 2))
    }

    /// What a head says under the head of a group, which may name the key that its words are of: 资金来源 over 县级 and 专项债.
    pub(super) fn facts_under(&self, group: &str, word: &str) -> Option<Facts> {
        let key = self.column(group).filter(|column| self.spread.keys.contains(&column.name));
        let Some(key) = key else { return self.facts(word) };
        let plain = plain_word(word);
        let free = || {
            let number = self.value().is_some_and(|value| figure(&plain, value).is_some());
            let text = is_free(key) && !number && !means_total(&plain);
            text.then(|| Facts { keys: [(key.name, plain.clone())].into(), total: false })
        };
        self.of_key(key, &plain).or_else(|| self.facts(word)).or_else(free)
    }

    /// Of a word in one piece, with or without what is counted: `2022年末常住人口`.
    fn whole(&self, word: &str) -> Option<Facts> {
        if let Some(facts) = self.single(word) {
            return Some(facts);
        }
        let counted = self.value().into_iter().flat_map(|column| heads_of(self.table, column)).chain(COUNTED);
        let without = counted.filter(|of| !of.is_ascii()).filter_map(|of| {
            word.strip_suffix(of).or_else(|| word.strip_prefix(of)).map(|rest| rest.trim_matches(BETWEEN))
        });
        without.filter(|rest| !rest.is_empty()).find_map(|rest| self.single(rest))
    }

    fn in_parts(&self, word: &str, parts: usize) -> Option<Facts> {
        let cuts = word.char_indices().skip(1).map(|(at, _)| at);
        cuts.into_iter().find_map(|at| {
            let (left, right) = word.split_at(at);
            let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
            if digit(left.chars().next_back()) && digit(right.chars().next()) {
                return None;
            }
            let first = self.whole(left.trim_matches(BETWEEN))?;
            let right = right.trim_matches(BETWEEN);
            let rest = self
                .whole(right)
                .or_else(|| self.in_parts(right, parts.checked_sub(1).filter(|left| *left > 0)?))?;
            first.and(rest)
        })
    }

    /// Of one key, or a word of totals.
    fn single(&self, word: &str) -> Option<Facts> {
        if means_total(word) {
            return Some(Facts { total: true, ..Facts::default() });
        }
        let keys = self.spread.keys.iter().filter(|key| !self.kept.contains(*key));
        keys.filter_map(|key| self.table.columns.iter().find(|column| column.name == *key))
            .find_map(|column| self.of_key(column, word))
    }

    /// What a word says as a value of a key.
    pub(super) fn of_key(&self, column: &'static Column, word: &str) -> Option<Facts> {
        let one = |text: String| Facts { keys: [(column.name, text)].into(), total: false };
        let stated =
            |plain: Option<String>, sound: bool| plain.or_else(|| sound.then(|| word.to_owned())).map(one);
        match column.kind {
            ValueKind::Age => {
                let sound = values::age(word).is_some_and(|age| age != values::Ages::Birth);
                stated(times::age(word), sound)
            }
            ValueKind::Date => stated(times::date(word), values::date(word).is_some()),
            ValueKind::Year | ValueKind::YearOrAll => self.year(column, word),
            ValueKind::Choice(choices) => {
                let own = choices.iter().find(|choice| choice.id == word || choice.zh == word);
                own.or_else(|| column.choice_of(word)).map(|choice| one(choice.id.to_owned()))
            }
            ValueKind::ModelId(kind) | ValueKind::ModelIdOrAll(kind) => {
                let known = self.model.ids(kind)?.id_of(word).map(ToOwned::to_owned);
                known.or_else(|| office::model_word(self.model, kind, word)).map(one)
            }
            ValueKind::Reference("towns") => self.names.code_of(&["towns"], word).map(one),
            ValueKind::Area | ValueKind::AreaOrAll => {
                self.names.code_of(&["towns", "counties"], word).map(one)
            }
            ValueKind::CountyOrAll => self.names.code_of(&["counties"], word).map(one),
            ValueKind::Integer { least, greatest } => {
                if column.name == "grade"
                    && let Some((stage, number)) = office::grade(self.model, word)
                {
                    let stage = self.model.stages.get(stage.index())?.id.clone();
                    let mut facts = one(number.to_string());
                    facts.keys.insert("stage", stage);
                    return Some(facts);
                }
                let digits = word.strip_suffix('月').or_else(|| word.strip_suffix("年级")).unwrap_or(word);
                let number: i64 = digits.parse().ok().filter(|number| (least..=greatest).contains(number))?;
                Some(one(number.to_string()))
            }
            _ => None,
        }
    }

    fn year(&self, column: &'static Column, word: &str) -> Option<Facts> {
        let mut facts = Facts::default();
        if values::year(word).is_some() {
            facts.keys.insert(column.name, word.to_owned());
            return Some(facts);
        }
        let found = times::year_month(word)?;
        match found.month {
            Some(month) if self.spread.keys.contains(&"month") => {
                facts.keys.insert("month", month.to_string());
                facts.keys.insert(column.name, found.year.to_string());
            }
            Some(month) => {
                facts
                    .keys
                    .insert(column.name, times::school_year(column.name, found.year, month)?.to_string());
            }
            None => {
                facts.keys.insert(column.name, found.year.to_string());
            }
        }
        Some(facts)
    }
}

impl Facts {
    /// Both together; none where they say different things of one key.
    pub(super) fn and(mut self, other: Self) -> Option<Self> {
        for (key, value) in other.keys {
            if self.keys.insert(key, value.clone()).is_some_and(|known| known != value) {
                return None;
            }
        }
        self.total |= other.total;
        Some(self)
    }
}

//! Words that offices write for tables, heads and cells (用语), as data: each list holds words that mean the same as the schema's own.
//!
//! Only words with one meaning stand here. A word that may mean two things stands in [`cells::UNCLEAR`] with what is asked about it.

mod cells;
mod heads;
mod unlike;

pub use cells::{ChoiceWords, GradeWord, Implied, NumberWords, SameWords, UNCLEAR, Unclear};
pub use unlike::{are_unlike, kept_apart};

use super::{Choice, Column, TABLES, Table, ValueKind};

/// Names by which offices know a table, beside its own two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableWords {
    /// Name of the table.
    pub table: &'static str,
    /// Other names of files and sheets.
    pub words: &'static [&'static str],
}

/// Heads by which offices know a column, beside its own two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadWords {
    /// Tables in which they do; empty for every table that has the column.
    pub tables: &'static [&'static str],
    /// Name of the column.
    pub column: &'static str,
    /// Other heads.
    pub words: &'static [&'static str],
}

/// Endings of names of tables that say no more than that they are tables.
const TABLE_ENDINGS: [&str; 5] = ["一览表", "统计表", "情况表", "明细表", "表"];

/// The table that a name of a file or sheet stands for among offices; the schema's own names are not looked at.
pub(super) fn table_of(name: &str) -> Option<&'static Table> {
    let is = |of: &&TableWords, name: &str| of.words.contains(&name);
    let by = |name: &str| {
        let own = TABLES.iter().find(|table| table.zh == name);
        own.or_else(|| {
            let words = heads::TABLE_WORDS.iter().find(|of| is(of, name))?;
            TABLES.iter().find(|table| table.name == words.table)
        })
    };
    by(name).or_else(|| TABLE_ENDINGS.iter().filter_map(|ending| name.strip_suffix(ending)).find_map(by))
}

/// The column that a head stands for among offices; the schema's own heads are not looked at.
pub(super) fn column_of(table: &Table, head: &str) -> Option<&'static Column> {
    let meant = heads::HEAD_WORDS.iter().filter(|of| of.tables.is_empty() || of.tables.contains(&table.name));
    let mut meant = meant.filter(|of| of.words.contains(&head));
    meant.find_map(|of| table.columns.iter().find(|column| column.name == of.column))
}

/// All heads of a column in a table, its own two first.
pub fn heads_of(table: &'static Table, column: &'static Column) -> impl Iterator<Item = &'static str> {
    let of = move |words: &&HeadWords| {
        words.column == column.name && (words.tables.is_empty() || words.tables.contains(&table.name))
    };
    let others = heads::HEAD_WORDS.iter().filter(of).flat_map(|words| words.words.iter().copied());
    [column.name, column.zh].into_iter().chain(others)
}

/// Whether a column of that head needs no reading in any table: numbers of rows, telephones, names of persons.
#[must_use]
pub fn needs_no_reading(head: &str) -> bool {
    heads::NOT_NEEDED.contains(&head)
}

/// Whether a head or cell says that it is a total of others.
#[must_use]
pub fn means_total(word: &str) -> bool {
    heads::TOTALS.contains(&word.to_lowercase().as_str())
}

/// What a head of places of a stage may have around the stage: `新增小学学位` has 新增 and 学位.
#[must_use]
pub fn stage_of_places(head: &str) -> Option<&str> {
    let ending = heads::PLACES_AFTER.iter().find_map(|ending| head.strip_suffix(ending))?;
    let stage = ending.trim_end_matches(['（', '）', '(', ')']);
    let stage = heads::PLACES_BEFORE.iter().find_map(|before| stage.strip_prefix(before)).unwrap_or(stage);
    let stage = heads::PLACES_BEFORE.iter().find_map(|before| stage.strip_suffix(before)).unwrap_or(stage);
    (!stage.is_empty()).then_some(stage)
}

impl Column {
    /// The choice that a word of an office stands for; the schema's own words are not looked at.
    #[must_use]
    pub fn choice_of(&self, word: &str) -> Option<&'static Choice> {
        let ValueKind::Choice(choices) = self.kind else { return None };
        let words = cells::CHOICE_WORDS.iter().find(|of| {
            of.columns.contains(&self.name) && {
                let known = choices.iter().any(|choice| choice.id == of.id);
                known && of.words.contains(&word)
            }
        })?;
        choices.iter().find(|choice| choice.id == words.id)
    }

    /// The number that a word of an office stands for: 一级 is grade 1.
    #[must_use]
    pub fn number_of(&self, word: &str) -> Option<&'static str> {
        let of = cells::NUMBER_WORDS.iter().filter(|of| of.columns.contains(&self.name));
        of.into_iter().find(|of| of.words.contains(&word)).map(|of| of.number)
    }
}

/// Whether two words name the same stage, sector or group, by the word that columns use for the kind.
#[must_use]
pub fn same(kind: &str, one: &str, other: &str) -> bool {
    let of_kind = cells::SAME_WORDS.iter().filter(|of| of.kind == kind);
    one == other || of_kind.into_iter().any(|of| of.words.contains(&one) && of.words.contains(&other))
}

/// What a word in a column says about another column of its row.
#[must_use]
pub fn implied_by(table: &str, column: &str, word: &str) -> Option<&'static Implied> {
    let here = |of: &&Implied| of.table == table && of.column == column && of.words.contains(&word);
    cells::IMPLIED.iter().find(here)
}

/// The grade that a word names: 七年级, 初一, 小班.
#[must_use]
pub fn grade_word(word: &str) -> Option<&'static GradeWord> {
    cells::GRADE_WORDS.iter().find(|of| of.words.contains(&word))
}

/// What is asked about a word that may mean two things.
#[must_use]
pub fn unclear(column: &str, word: &str) -> Option<&'static Unclear> {
    UNCLEAR.iter().find(|of| of.columns.contains(&column) && of.words.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Every head of a table stands for one column.
    #[test]
    fn a_head_has_one_meaning_in_a_table() {
        for table in TABLES {
            let mut known = BTreeSet::new();
            for column in table.columns {
                for head in heads_of(table, column).collect::<BTreeSet<_>>() {
                    assert!(known.insert(head), "{}: {head}", table.name);
                    assert!(!needs_no_reading(head) || column.name == "note", "{}: {head}", table.name);
                }
            }
        }
        let mut names = BTreeSet::new();
        for table in TABLES {
            let words = heads::TABLE_WORDS.iter().filter(|of| of.table == table.name);
            let words: Vec<&str> = words.flat_map(|of| of.words).copied().collect();
            for name in [table.name, table.zh].into_iter().chain(words) {
                assert!(names.insert(name), "{name}");
            }
        }
    }

    /// Lists name tables, columns and choices that there are.
    #[test]
    fn lists_name_what_there_is() {
        for of in heads::HEAD_WORDS {
            let tables =
                TABLES.iter().filter(|table| of.tables.is_empty() || of.tables.contains(&table.name));
            let tables: Vec<_> =
                tables.filter(|table| table.columns.iter().any(|one| one.name == of.column)).collect();
            assert!(tables.len() >= of.tables.len().max(1), "{of:?}");
        }
        for of in heads::TABLE_WORDS {
            assert!(TABLES.iter().any(|table| table.name == of.table), "{of:?}");
        }
        for of in cells::CHOICE_WORDS {
            let has = |column: &&Column| {
                let ValueKind::Choice(choices) = column.kind else { return false };
                of.columns.contains(&column.name) && choices.iter().any(|choice| choice.id == of.id)
            };
            assert!(TABLES.iter().flat_map(|table| table.columns).any(|column| has(&column)), "{of:?}");
        }
    }

    /// No word of a choice stands for two of them.
    #[test]
    fn a_word_has_one_meaning_in_a_column() {
        for column in TABLES.iter().flat_map(|table| table.columns) {
            let ValueKind::Choice(choices) = column.kind else { continue };
            let of = cells::CHOICE_WORDS.iter().filter(|of| of.columns.contains(&column.name));
            let of = of.filter(|of| choices.iter().any(|choice| choice.id == of.id));
            let mut known = BTreeSet::new();
            let own = choices.iter().flat_map(|choice| BTreeSet::from([choice.id, choice.zh]));
            for word in own.chain(of.flat_map(|of| of.words.iter().copied())) {
                assert!(known.insert(word), "{}: {word}", column.name);
                assert!(unclear(column.name, word).is_none(), "{}: {word} is asked about", column.name);
            }
        }
    }

    #[test]
    fn words_of_offices_are_found() {
        let table = |name| table_of(name).map(|table| table.name);
        assert_eq!(
            ["分年龄人口", "学校基本情况表", "项目库", "人口表"].map(table),
            ["population", "schools", "projects", "population"].map(Some)
        );
        assert_eq!(["填表说明", "表", ""].map(table), [None; 3]);
        let stage = |head| stage_of_places(head);
        assert_eq!(
            ["新增小学学位", "初中学位数", "幼儿园新增学位", "学位（小学）"].map(stage),
            [Some("小学"), Some("初中"), Some("幼儿园"), None]
        );
        assert_eq!(["学位", "总投资"].map(stage), [None; 2]);
        assert!(same("stage", "kindergarten", "幼儿园") && !same("stage", "小学", "初中"));
    }
}

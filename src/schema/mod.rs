//! The tables of a study, as data (数据表定义).
//!
//! One definition of every table and column serves the reader (headers, types, limits), the writer of `datapackage.json`,
//! the generator of made-up studies and the documentation. Nothing here touches a file.

pub mod words;

mod spread;
mod tables;

pub use spread::{SPREADS, Spread};
pub use tables::TABLES;

/// What a cell of a column may hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ValueKind {
    /// Any text (文本).
    Text,
    /// A key of this table: text, never blank (主键).
    Key,
    /// The key of a row in another table (外键); `*` is not allowed.
    Reference(&'static str),
    /// The code of a town or a county (街道乡镇或县代码).
    Area,
    /// The code of a town or a county, or `*` for all (`*` 为全部).
    AreaOrAll,
    /// The code of a county, or `*` for the whole study (县代码，`*` 为全市).
    CountyOrAll,
    /// The id of something that the model file names: `stage`, `sector`, `group`, `programme` (模型文件中的标识).
    ModelId(&'static str),
    /// As [`ValueKind::ModelId`], or `*` for every one (`*` 为全部).
    ModelIdOrAll(&'static str),
    /// A source of money, in any of the words of [`crate::domain::source_word`] (资金来源).
    Source,
    /// As [`ValueKind::Source`], or all sources together (资金来源，`*` 为全部).
    SourceOrAll,
    /// One of a closed list of words (选项).
    Choice(&'static [Choice]),
    /// A whole number within limits, both included (整数).
    Integer {
        /// Least value allowed.
        least: i64,
        /// Greatest value allowed.
        greatest: i64,
    },
    /// A number within limits, both included (数值).
    Number {
        /// Least value allowed.
        least: f64,
        /// Greatest value allowed.
        greatest: f64,
    },
    /// A four-digit year (年份 or 学年, by its first calendar year).
    Year,
    /// A year, or `*` for all (年份或 `*`).
    YearOrAll,
    /// A date, `2022-12-31` (日期).
    Date,
    /// Completed years of age; the open last age is written `100+` (周岁).
    Age,
    /// `yes` or `no`, 是 or 否.
    YesNo,
}

/// A word of a closed list, with its Chinese form (选项).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The word as tables write it.
    pub id: &'static str,
    /// The Chinese word, accepted as well.
    pub zh: &'static str,
}

/// A column of a table (列).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Header as tables write it. A name that ends in `.*` stands for one column per stage, such as `places.primary`.
    pub name: &'static str,
    /// Chinese header, accepted as well.
    pub zh: &'static str,
    /// Meaning in the field.
    pub description: &'static str,
    /// Unit, empty where there is none.
    pub unit: &'static str,
    /// What a cell may hold.
    pub kind: ValueKind,
    /// Whether the column must be there and no cell may be blank.
    pub required: bool,
}

/// A table of a study (数据表).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Table {
    /// File name without ending, or sheet name.
    pub name: &'static str,
    /// Chinese name, accepted as a sheet name.
    pub zh: &'static str,
    /// What a row is.
    pub row: &'static str,
    /// Whether a study that plans places is faulty without this table; a projection alone needs `population` only.
    pub required: bool,
    /// Columns in their usual order.
    pub columns: &'static [Column],
    /// Columns that together tell one row from another; a second row with the same values is a fault.
    pub key: &'static [&'static str],
}

impl Table {
    /// The table of that name, English, Chinese, or as offices name it.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.name == name || table.zh == name).or_else(|| words::table_of(name))
    }

    /// The column that a header stands for, English, Chinese, or as offices write it; `places.primary` finds `places.*`.
    #[must_use]
    pub fn column(&self, header: &str) -> Option<&'static Column> {
        let own = self.columns.iter().find(|column| column.matches(header));
        own.or_else(|| words::column_of(self, header))
    }
}

impl Column {
    /// Whether a header stands for this column.
    #[must_use]
    pub fn matches(&self, header: &str) -> bool {
        match (self.name.strip_suffix(".*"), self.zh.strip_suffix(".*")) {
            (Some(name), Some(zh)) => header
                .split_once('.')
                .is_some_and(|(head, tail)| (head == name || head == zh) && !tail.is_empty()),
            _ => header == self.name || header == self.zh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_found_in_both_languages_and_by_stage() {
        let projects = Table::named("projects").expect("table");
        assert_eq!(projects.column("places.primary").map(|column| column.name), Some("places.*"));
        assert_eq!(projects.column("学位.primary").map(|column| column.name), Some("places.*"));
        assert_eq!(projects.column("places."), None);
        assert_eq!(projects.column("places"), None);
        assert_eq!(projects.column("总投资").map(|column| column.name), Some("capex"));
    }

    #[test]
    fn every_key_names_a_column_of_its_table() {
        for table in TABLES {
            for key in table.key {
                assert!(table.column(key).is_some(), "{}: {key}", table.name);
            }
        }
    }
}

//! A value of the model file with its key and line, read as what it should be.

use super::findings::{Findings, both};
use super::model_file::{Section, Source};
use super::register::{Register, UNKNOWN};
use super::values;
use crate::diagnostic::Location;
use crate::domain::{Path, SchoolYear, Text};
use toml::de::DeValue;

/// Longest name of a study, bytes, so that names of folders stay within what file systems hold.
const LONGEST_NAME: usize = 100;

/// A value of the model file.
pub(super) struct Entry<'a> {
    pub(super) source: &'a Source,
    pub(super) findings: &'a Findings,
    pub(super) value: &'a DeValue<'a>,
    pub(super) key: String,
    pub(super) offset: usize,
}

impl<'a> Entry<'a> {
    pub(super) fn location(&self) -> Location {
        Location {
            file: self.source.path.clone(),
            sheet: None,
            row: Some(self.source.line(self.offset)),
            column: Some(self.key.clone()),
        }
    }

    pub(super) fn fault(&self, code: &'static str, what: Text, hint: Text) {
        self.findings.error(code, self.location(), what, hint);
    }

    fn wrong_type(&self, zh: &str, en: &str) {
        let kind = self.value.type_str();
        let what = match self.value {
            DeValue::Float(number) if self.as_number().is_none() => {
                both(format!("{number} 不是有限的数"), format!("{number} is no finite number"))
            }
            _ => both(format!("此处的值类型是 {kind}"), format!("the value is of type {kind}")),
        };
        self.fault("wrong-type", what, both(format!("应为{zh}"), format!("{en} is wanted")));
    }

    pub(super) fn text(&self) -> Option<String> {
        let text = self.value.as_str();
        if text.is_none() {
            self.wrong_type("文字（加引号）", "a text in quotes");
        }
        text.map(ToOwned::to_owned)
    }

    /// A name that folders of runs begin with: no path, nothing that a file name cannot hold.
    pub(super) fn file_name(&self) -> Option<String> {
        let name = self.text()?;
        let odd = |letter: char| letter.is_control() || r#"/\:*?"<>|"#.contains(letter);
        if name.trim().is_empty()
            || name.starts_with('.')
            || name.chars().any(odd)
            || name.len() > LONGEST_NAME
        {
            self.fault(
                "not-a-name",
                both(
                    "名称会用作结果文件夹的名称，此处的值不行",
                    "the name begins the names of run folders, and this one cannot",
                ),
                both(
                    "请用较短的字母、数字、汉字、连字符或下划线",
                    "use letters, digits, hyphens and underscores, not too many, and no dot in front",
                ),
            );
            return None;
        }
        Some(name)
    }

    pub(super) fn flag(&self) -> Option<bool> {
        let flag = self.value.as_bool();
        if flag.is_none() {
            self.wrong_type(" true 或 false", "true or false");
        }
        flag
    }

    /// The number, if it is one.
    fn as_number(&self) -> Option<f64> {
        match self.value {
            DeValue::Float(number) => number.as_str().parse().ok().filter(|number: &f64| number.is_finite()),
            #[allow(clippy::cast_precision_loss)] // settings are small
            DeValue::Integer(_) => self.as_whole().map(|number| number as f64),
            _ => None,
        }
    }

    fn as_whole(&self) -> Option<i64> {
        let DeValue::Integer(number) = self.value else { return None };
        i64::from_str_radix(number.as_str(), number.radix()).ok()
    }

    pub(super) fn number(&self) -> Option<f64> {
        let number = self.as_number();
        if number.is_none() {
            self.wrong_type("数", "a number");
        }
        number
    }

    pub(super) fn number_within(&self, (least, greatest): (f64, f64), code: &'static str) -> Option<f64> {
        let number = self.number()?;
        if (least..=greatest).contains(&number) {
            return Some(number);
        }
        self.outside(code, &number.to_string(), &least.to_string(), &greatest.to_string());
        None
    }

    /// A share, 0 to 1.
    pub(super) fn share(&self, code: &'static str) -> Option<f64> {
        self.number_within((0.0, 1.0), code)
    }

    pub(super) fn whole(&self, (least, greatest): (i64, i64)) -> Option<i64> {
        let Some(number) = self.as_whole() else {
            self.wrong_type("整数", "a whole number");
            return None;
        };
        if (least..=greatest).contains(&number) {
            return Some(number);
        }
        self.outside("out-of-range", &number.to_string(), &least.to_string(), &greatest.to_string());
        None
    }

    fn outside(&self, code: &'static str, number: &str, least: &str, greatest: &str) {
        let per_cent =
            if greatest == "1" { ("；85% 写作 0.85", "; 85 % is written 0.85") } else { ("", "") };
        self.fault(
            code,
            both(format!("{number} 超出范围"), format!("{number} is out of range")),
            both(
                format!("应在 {least} 与 {greatest} 之间{}", per_cent.0),
                format!("it must lie between {least} and {greatest}{}", per_cent.1),
            ),
        );
    }

    pub(super) fn year(&self) -> Option<i32> {
        self.whole((1900, 2200)).and_then(|year| i32::try_from(year).ok())
    }

    pub(super) fn section(&self) -> Option<Section<'a>> {
        let Some(table) = self.value.as_table() else {
            self.wrong_type("表 { … }", "a table { … }");
            return None;
        };
        let (source, findings, key) = (self.source, self.findings, self.key.clone());
        Some(Section { source, findings, table, key, offset: self.offset })
    }

    pub(super) fn list(&self) -> Option<Vec<Entry<'a>>> {
        let Some(list) = self.value.as_array() else {
            self.wrong_type("列表 [ … ]", "a list [ … ]");
            return None;
        };
        let entry = |(position, value): (usize, &'a toml::Spanned<DeValue<'a>>)| Entry {
            source: self.source,
            findings: self.findings,
            value: value.get_ref(),
            key: if value.get_ref().is_table() {
                format!("{}.{}", self.key, position + 1)
            } else {
                self.key.clone()
            },
            offset: value.span().start,
        };
        Some(list.iter().enumerate().map(entry).collect())
    }

    /// Position of the thing that the entry names.
    pub(super) fn reference(&self, register: &Register) -> Option<usize> {
        let word = self.text()?;
        let found = register.find(&word);
        if found.is_none() && register.complete {
            let (what, hint) = register.unknown(&word);
            self.fault(UNKNOWN, what, hint);
        }
        register.doubt(&word, found, || self.location());
        found
    }

    /// A value by year, `{ 2023 = 0.9, 2027 = 0.95 }`, or one number, made a path by `level`.
    pub(super) fn path(&self, code: &'static str, level: impl Fn(f64) -> Path) -> Option<Path> {
        self.path_within((0.0, 1.0), code, level)
    }

    /// As [`Entry::path`], of numbers within limits.
    pub(super) fn path_within(
        &self,
        limits: (f64, f64),
        code: &'static str,
        level: impl Fn(f64) -> Path,
    ) -> Option<Path> {
        if self.value.as_table().is_none() {
            return self.number_within(limits, code).map(level);
        }
        let section = self.section()?;
        if section.table.is_empty() {
            self.fault(
                "empty-path",
                both("没有给出任何年份的值", "no year has a value"),
                both("请写作 { 2023 = 0.9, 2027 = 0.95 }", "write { 2023 = 0.9, 2027 = 0.95 }"),
            );
        }
        let mut path = Path::default();
        for (name, _) in section.table {
            let entry = section.entry(name.get_ref())?;
            let (year, value) = (entry.year_of(name.get_ref()), entry.number_within(limits, code));
            path.0.extend(year.zip(value));
        }
        Some(path)
    }

    fn year_of(&self, key: &str) -> Option<SchoolYear> {
        let year = values::year(key).map(SchoolYear);
        if year.is_none() {
            self.fault(
                "not-a-year",
                both(format!("“{key}”不是年份"), format!("`{key}` is not a year")),
                both("请写四位数字，如 2023", "write four digits, such as 2023"),
            );
        }
        year
    }
}

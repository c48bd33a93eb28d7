//! Cells read as their column's definition says, by themselves or from their row. Every fault is reported with its place.

use super::findings::both;
use super::nearest::nearest;
use super::register::{Register, UNKNOWN, unknown_in};
use super::rows::{Cell, Row};
use super::tidy::{advice, is_share};
use super::values;
use crate::domain::{Date, SourceWord, Text, source_word};
use crate::schema::words::unclear;
use crate::schema::{Choice, ValueKind};

impl Cell<'_> {
    fn fault(&self, code: &'static str, what: Text, hint: Text) {
        self.row.findings.error(code, self.location(), what, hint);
    }

    pub(super) fn number(&self) -> Option<f64> {
        let Some(number) = values::number(self.text) else {
            self.not_a_number();
            return None;
        };
        match self.placed.column.kind {
            ValueKind::Number { least, greatest } if !(least..=greatest).contains(&number) => {
                self.out_of_range(&least.to_string(), &greatest.to_string());
                None
            }
            _ => Some(number),
        }
    }

    #[allow(clippy::cast_possible_truncation)] // whole, and far below 2⁵³
    pub(super) fn integer(&self) -> Option<i64> {
        let number = self.number()?;
        let ValueKind::Integer { least, greatest } = self.placed.column.kind else {
            return Some(number as i64);
        };
        if number.is_finite() && number.fract() != 0.0 {
            self.fault(
                "not-whole",
                both(format!("“{}”不是整数", self.text), format!("`{}` is not a whole number", self.text)),
                both(
                    format!("请写整数，如 {}", number.round()),
                    format!("write a whole number, such as {}", number.round()),
                ),
            );
            return None;
        }
        if !(least..=greatest).contains(&(number as i64)) {
            self.out_of_range(&least.to_string(), &greatest.to_string());
            return None;
        }
        Some(number as i64)
    }

    fn not_a_number(&self) {
        let hint = advice(self.text, self.placed.column).unwrap_or_else(|| {
            both(
                "请写半角数字；没有数据请留空",
                "write plain digits; leave the cell blank if nothing is known",
            )
        });
        self.fault(
            "not-a-number",
            both(format!("“{}”不是数", self.text), format!("`{}` is not a number", self.text)),
            hint,
        );
    }

    /// Says that the number must not be above a limit.
    pub(super) fn above(&self, limit: f64) {
        self.out_of_range("0", &limit.to_string());
    }

    fn out_of_range(&self, least: &str, greatest: &str) {
        let share = values::number(self.text).filter(|number| is_share(self.placed.column) && *number > 1.0);
        if let Some(percent) = share.filter(|number| *number <= 100.0) {
            self.fault(
                "out-of-range",
                both(
                    format!("“{}”超出范围：比例应在 0 与 1 之间", self.text),
                    format!("{} is out of range: a share lies between 0 and 1", self.text),
                ),
                both(
                    format!("如指 {percent}%，请写作 {percent}% 或 {}", percent / 100.0),
                    format!("if {percent} % is meant, write {percent}% or {}", percent / 100.0),
                ),
            );
            return;
        }
        let unit = self.placed.column.unit;
        let unit = if unit.is_empty() { String::new() } else { format!(" ({unit})") };
        self.fault(
            "out-of-range",
            both(format!("“{}”超出范围", self.text), format!("{} is out of range", self.text)),
            both(
                format!("应在 {least} 与 {greatest} 之间{unit}；请核对单位"),
                format!("it must lie between {least} and {greatest}{unit}; check the unit"),
            ),
        );
    }

    pub(super) fn year(&self) -> Option<i32> {
        let year = values::year(self.text);
        if year.is_none() {
            let plain = values::plain_year(self.text).unwrap_or(2023);
            self.fault(
                "not-a-year",
                both(format!("“{}”不是年份", self.text), format!("`{}` is not a year", self.text)),
                both(
                    format!("请写四位数字，如 {plain}（学年以开学的年份表示）"),
                    format!(
                        "write four digits, such as {plain} (a school year by the year in which it begins)"
                    ),
                ),
            );
        }
        year
    }

    pub(super) fn date(&self) -> Option<Date> {
        let date = values::date(self.text);
        if date.is_none() {
            let plain = values::plain_date(self.text).unwrap_or(Date { year: 2022, month: 12, day: 31 });
            self.fault(
                "not-a-date",
                both(format!("“{}”不是日期", self.text), format!("`{}` is not a date", self.text)),
                both(format!("请写作年-月-日，如 {plain}"), format!("write year-month-day, such as {plain}")),
            );
        }
        date
    }

    /// Ages; newborns only where they may be told apart.
    pub(super) fn ages(&self, birth: bool) -> Option<values::Ages> {
        let age = values::age(self.text).filter(|age| birth || *age != values::Ages::Birth);
        if age.is_none() {
            self.fault(
                "not-an-age",
                both(format!("“{}”不是年龄", self.text), format!("`{}` is not an age", self.text)),
                both(
                    "请写周岁整数，或年龄组如 5-9；最高的开放年龄组写作 100+",
                    "write completed years, 0 to 120, or a group such as 5-9; the open last age is written 100+",
                ),
            );
        }
        age
    }

    pub(super) fn choice(&self) -> Option<&'static str> {
        let ValueKind::Choice(words) = self.placed.column.kind else { return None };
        let word = words.iter().find(|word| word.id == self.text || word.zh == self.text);
        if word.is_none() {
            self.unknown_choice(words);
        }
        word.map(|word| word.id)
    }

    fn unknown_choice(&self, words: &[Choice]) {
        let near = nearest(self.text, words.iter().flat_map(|word| [word.id, word.zh]));
        let list = |part: fn(&Choice) -> &'static str| words.iter().map(part).collect::<Vec<_>>().join(", ");
        let (zh, en) = (list(|word| word.zh), list(|word| word.id));
        let hint = match near {
            _ if self.asked().is_some() => self.asked().unwrap_or_default(),
            Some(near) => {
                both(format!("是否应为“{near}”？可选：{zh}"), format!("is `{near}` meant? one of {en}"))
            }
            None => both(format!("可选：{zh}"), format!("one of {en}")),
        };
        self.fault(
            "unknown-choice",
            both(
                format!("“{}”不在选项之中", self.text),
                format!("`{}` is none of the words allowed", self.text),
            ),
            hint,
        );
    }

    /// What is asked about a word that may mean two things.
    fn asked(&self) -> Option<Text> {
        let unclear = unclear(self.placed.column.name, self.text)?;
        Some(both(unclear.zh, unclear.en))
    }

    pub(super) fn yes_no(&self) -> Option<bool> {
        match self.text {
            "yes" | "是" => Some(true),
            "no" | "否" => Some(false),
            _ => {
                self.fault(
                    "not-yes-or-no",
                    both(
                        format!("“{}”既不是“是”也不是“否”", self.text),
                        format!("`{}` is neither yes nor no", self.text),
                    ),
                    both("请写“是”或“否”", "write yes or no"),
                );
                None
            }
        }
    }

    /// Id of a source of money; the inner none is all of them together.
    #[allow(clippy::option_option)] // outer: whether the cell is sound; inner: whether it means all
    pub(super) fn source_or_all(&self) -> Option<Option<String>> {
        match source_word(self.text) {
            SourceWord::All => Some(None),
            SourceWord::One(id) => Some(Some(id.to_owned())),
            SourceWord::Several(ids) => {
                self.several_sources(&ids);
                None
            }
        }
    }

    /// Id of one source of money.
    pub(super) fn source(&self) -> Option<String> {
        let source = self.source_or_all()?;
        if source.is_none() {
            self.fault(
                "source-of-all",
                both(
                    format!("“{}”不是某一项资金来源", self.text),
                    format!("`{}` is no source of its own", self.text),
                ),
                both(
                    "请写明来源，如 县级、市级、省级、专项债券；由几方出资的，用 出资比例.来源 各列分列",
                    "name the source, such as county, city, province, bond; where several pay, give columns share.SOURCE",
                ),
            );
        }
        source
    }

    fn several_sources(&self, ids: &[&str]) {
        let (text, columns) = (self.text, ids.iter().map(|id| format!("share.{id}")));
        let columns = columns.collect::<Vec<_>>().join(", ");
        self.fault(
            "several-sources",
            both(format!("“{text}”写了几项资金来源"), format!("`{text}` names several sources of money")),
            if self.placed.column.kind == ValueKind::Source {
                both(
                    format!("请增加各列 {columns}，填各来源的出资比例，合计为 1"),
                    format!("add the columns {columns} with the share of each; a row's shares add to 1"),
                )
            } else {
                both(
                    "请每个来源写一行，或写 * 表示全部",
                    "write a row for each source, or * for all together",
                )
            },
        );
    }

    /// Position of what the cell refers to. Unknown is a fault, once for all rows with the same word, unless faulty rows of the list
    /// referred to may hide it.
    pub(super) fn reference(&self, register: &Register) -> Option<usize> {
        let found = register.find(self.text);
        if found.is_none() && register.complete {
            self.row.findings.repeatable(UNKNOWN, self.location(), self.text, || {
                let (what, hint) = register.unknown(self.text);
                (what, self.asked().unwrap_or(hint))
            });
        }
        register.doubt(self.text, found, || self.location());
        found
    }

    /// As [`Cell::reference`], in either of two lists; the first that knows the word counts.
    pub(super) fn reference_in<'r>(&self, registers: [&'r Register; 2]) -> Option<(&'r Register, usize)> {
        let found =
            registers.into_iter().find_map(|register| register.find(self.text).map(|at| (register, at)));
        if found.is_none() && registers.iter().all(|register| register.complete) {
            self.row
                .findings
                .repeatable(UNKNOWN, self.location(), self.text, || unknown_in(self.text, &registers));
        }
        // In two faulty lists a word may be hidden twice over: nothing is said then.
        let mut doubtful = registers.into_iter().filter(|register| !register.complete);
        if let (Some(register), None) = (doubtful.next(), doubtful.next()) {
            let here = found.filter(|(of, _)| std::ptr::eq(*of, register)).map(|(_, at)| at);
            if here.is_some() || found.is_none() {
                register.doubt(self.text, here, || self.location());
            }
        }
        found
    }
}

impl<'a> Row<'a> {
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.cell(name).map(|cell| cell.text)
    }

    /// Name in Chinese, and in English where given.
    pub(super) fn name(&self) -> Option<Text> {
        let en = self.text("name_en").unwrap_or_default().to_owned();
        self.text("name").map(|zh| Text { zh: zh.to_owned(), en })
    }

    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.cell(name)?.number()
    }

    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        self.cell(name)?.integer()
    }

    /// A whole number that is not negative.
    pub(super) fn count(&self, name: &str) -> Option<u32> {
        self.integer(name).and_then(|count| u32::try_from(count).ok())
    }

    pub(super) fn year(&self, name: &str) -> Option<i32> {
        self.cell(name)?.year()
    }

    pub(super) fn date(&self, name: &str) -> Option<Date> {
        self.cell(name)?.date()
    }

    /// Ages; newborns only where they may be told apart.
    pub(super) fn ages(&self, name: &str, birth: bool) -> Option<values::Ages> {
        self.cell(name)?.ages(birth)
    }

    /// Id of a word of a closed list.
    pub(super) fn choice(&self, name: &str) -> Option<&'static str> {
        self.cell(name)?.choice()
    }

    pub(super) fn yes_no(&self, name: &str) -> Option<bool> {
        self.cell(name)?.yes_no()
    }

    /// Position of the thing that a cell refers to.
    pub(super) fn reference(&self, name: &str, register: &Register) -> Option<usize> {
        self.cell(name)?.reference(register)
    }

    /// As [`Row::reference`]; the inner none is "all".
    #[allow(clippy::option_option)] // outer: whether the cell is sound; inner: whether it means all
    pub(super) fn reference_or_all(&self, name: &str, register: &Register) -> Option<Option<usize>> {
        if values::means_all(self.peek(name))
            && !self.ragged
            && (!self.peek(name).is_empty() || !self.must_be_filled(name))
        {
            return Some(None);
        }
        self.reference(name, register).map(Some)
    }

    /// A year; the inner none is "all".
    #[allow(clippy::option_option)]
    pub(super) fn year_or_all(&self, name: &str) -> Option<Option<i32>> {
        let text = self.peek(name);
        let all = values::means_all(text) && (!text.is_empty() || !self.must_be_filled(name));
        if all && !self.ragged { Some(None) } else { self.year(name).map(Some) }
    }

    fn must_be_filled(&self, name: &str) -> bool {
        self.sheet.column(name).is_some_and(|placed| placed.column.required)
    }
}

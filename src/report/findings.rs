//! Findings as people read them on a screen (检查结果): by kind with a count and the worst, or every one.

use crate::diagnostic::{Diagnostic, Group, Severity, advice, groups, number};
use crate::domain::Language;
use crate::input::Layout;
use crate::schema::Column;

/// Findings of one kind that are shown in full; of more, so many of the worst.
const FEW: usize = 3;

/// Rows, or runs of rows, that are named beside the worst.
const ROWS: usize = 10;

/// Findings by kind: errors first, then warnings, then notes. Few of a kind are shown in full; of many the number, the worst and
/// where the others are.
#[must_use]
pub fn findings_by_kind(diagnostics: &[Diagnostic], layouts: &[Layout], language: Language) -> Vec<String> {
    let teller = Teller { layouts, language };
    groups(diagnostics).iter().flat_map(|group| teller.group(group)).collect()
}

/// Every finding by itself, in the order given.
#[must_use]
pub fn findings_one_by_one(
    diagnostics: &[Diagnostic],
    layouts: &[Layout],
    language: Language,
) -> Vec<String> {
    let teller = Teller { layouts, language };
    diagnostics.iter().map(|one| teller.single(one)).collect()
}

/// Whether [`findings_by_kind`] leaves some findings to their number.
#[must_use]
pub fn some_are_counted(diagnostics: &[Diagnostic]) -> bool {
    groups(diagnostics).iter().any(|group| group.findings.len() > FEW)
}

/// `3 errors, 245 warnings, 20 notes.`
#[must_use]
pub fn finding_counts(diagnostics: &[Diagnostic], language: Language) -> String {
    let count = |severity| number(diagnostics, severity);
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    match language {
        Language::Chinese => format!("错误 {errors}，警告 {warnings}，提示 {notes}。"),
        Language::English => format!("{errors} errors, {warnings} warnings, {notes} notes."),
    }
}

/// Names columns and rows in a language.
struct Teller<'a> {
    layouts: &'a [Layout],
    language: Language,
}

impl Teller<'_> {
    fn say(&self, zh: impl Into<String>, en: impl Into<String>) -> String {
        if self.language == Language::Chinese { zh.into() } else { en.into() }
    }

    fn layout(&self, one: &Diagnostic) -> Option<&Layout> {
        let place = &one.location;
        self.layouts.iter().find(|layout| layout.file == place.file && layout.sheet == place.sheet)
    }

    /// Name of the column: the head as the file has it, with the table's own name in the language beside it where that is not the same.
    fn column(&self, one: &Diagnostic) -> Option<String> {
        let head = one.location.column.as_deref()?;
        let layout = self.layout(one);
        let known = layout.and_then(|layout| layout.table.column(head).or_else(|| named(layout, head)));
        let (Some(layout), Some(column)) = (layout, known) else { return Some(head.to_owned()) };
        let (zh, en) = names(column, head);
        let own = self.say(&zh, &en);
        let written = layout.column(head).is_some();
        let other = if written { head.to_owned() } else { self.say(en, zh) };
        let is_own = |head: &str| head.is_ascii() == (self.language == Language::English);
        Some(match () {
            () if written && is_own(head) => head.to_owned(),
            () if !written && layout.heads.iter().any(|head| is_own(head)) => own,
            () if own == other => own,
            () if written => self.say(format!("{other}（{own}）"), format!("{other} = {own}")),
            () => self.say(format!("{own}（{other}）"), format!("{own} = {other}")),
        })
    }

    fn place(&self, one: &Diagnostic) -> String {
        one.location.describe_as(self.language, self.column(one).as_deref())
    }

    fn single(&self, one: &Diagnostic) -> String {
        let text = one.headline(self.language, &self.place(one), one.what.get(self.language));
        text + &self.hint(one, "  ")
    }

    /// The hint on a line of its own; nothing where there is none.
    fn hint(&self, one: &Diagnostic, indent: &str) -> String {
        match one.hint.get(self.language) {
            "" => String::new(),
            hint => format!("\n{indent}{}", advice(hint, self.language)),
        }
    }

    fn group(&self, group: &Group) -> Vec<String> {
        let found = &group.findings;
        let Some(first) = found.first().filter(|_| found.len() > FEW) else {
            return found.iter().map(|one| self.single(one)).collect();
        };
        let what = |one: &Diagnostic| one.what.get(self.language).to_owned();
        let same = found.iter().all(|one| one.count > 1 || what(one) == what(first));
        let one_hint = found.iter().all(|one| one.count > 1 || one.hint == first.hint);
        let shown = &found[..if same { 0 } else { FEW }];
        let mut lines = vec![self.heading(group, same)];
        for one in shown {
            lines.push(format!("  {}{}", self.row(one), what(one)));
            if !one_hint {
                lines.push(self.hint(one, "    ").trim_start_matches('\n').to_owned());
            }
        }
        lines.extend(self.others(&found[shown.len()..], group.count - shown.len(), same));
        if one_hint {
            lines.push(self.hint(first, "  ").trim_start_matches('\n').to_owned());
        }
        lines.extend(self.whole_column(group));
        lines.retain(|line| !line.trim().is_empty());
        vec![lines.join("\n")]
    }

    /// The first line of a kind: where, how often, and what if that is the same each time.
    fn heading(&self, group: &Group, same: bool) -> String {
        let first = group.findings[0];
        let place = {
            let mut whole = first.clone();
            whole.location.row = None;
            self.place(&whole)
        };
        let count = group.count;
        let number = match self.rows_of_table(group) {
            Some(rows) if rows == count => self.say(format!("全部{rows}行"), format!("all {rows} rows")),
            Some(rows) => self.say(format!("{rows}行中有{count}行"), format!("{count} of {rows} rows")),
            None => self.say(format!("共{count}处"), format!("{count} times")),
        };
        let what = first.what.get(self.language);
        let text = match (same, first.figure) {
            (true, _) => self.say(format!("{what}（{number}）"), format!("{what} ({number})")),
            (false, Some(_)) => self.say(format!("{number}，最突出的："), format!("{number}; the worst:")),
            (false, None) => self.say(format!("{number}，前{FEW}处："), format!("{number}; the first:")),
        };
        first.headline(self.language, &place, &text)
    }

    /// Rows of the table, where each finding is about one of them.
    fn rows_of_table(&self, group: &Group) -> Option<usize> {
        let listed = || group.findings.iter().filter(|one| one.count == 1);
        let mut rows: Vec<u64> = listed().filter_map(|one| one.location.row).collect();
        let all = rows.len() == listed().count();
        rows.sort_unstable();
        rows.dedup();
        let layout = self.layout(group.findings.first()?)?;
        (all && rows.len() == listed().count() && group.count <= layout.rows).then_some(layout.rows)
    }

    fn row(&self, one: &Diagnostic) -> String {
        one.location
            .row
            .map_or_else(String::new, |row| self.say(format!("第{row}行："), format!("row {row}: ")))
    }

    /// How many there are beside those shown, and in which rows.
    fn others(&self, others: &[&Diagnostic], count: usize, same: bool) -> Option<String> {
        let mut rows: Vec<u64> = others.iter().filter_map(|one| one.location.row).collect();
        rows.sort_unstable();
        rows.dedup();
        let runs = runs(&rows);
        let mut named: Vec<String> = runs.iter().take(ROWS).map(|run| self.run(*run)).collect();
        if runs.len() > ROWS || others.iter().any(|one| one.count > 1) {
            named.push("…".to_owned());
        }
        let list = self.say(format!("第{}行", named.join("、")), format!("rows {}", named.join(", ")));
        match (rows.is_empty(), same) {
            (true, true) => None,
            (true, false) => Some(self.say(format!("  另有{count}处"), format!("  and {count} more"))),
            (false, true) => Some(format!("  {list}")),
            (false, false) => {
                Some(self.say(format!("  另有{count}处：{list}"), format!("  and {count} more: {list}")))
            }
        }
    }

    fn run(&self, (first, last): (u64, u64)) -> String {
        if first == last {
            first.to_string()
        } else {
            self.say(format!("{first}—{last}"), format!("{first}–{last}"))
        }
    }

    /// Says what is likely where a column is faulty from top to bottom.
    fn whole_column(&self, group: &Group) -> Option<String> {
        let first = group.findings.first().filter(|one| one.severity == Severity::Error)?;
        let whole = first.location.column.is_some() && self.rows_of_table(group) == Some(group.count);
        whole.then(|| {
            self.say(
                "  整列都有此问题：请核对表头与该列内容、单位是否相符",
                "  every cell of the column is so: see whether its head belongs to other contents or another unit",
            )
        })
    }
}

/// The column that a name of the table's definition stands for, such as `places.*`.
fn named(layout: &Layout, name: &str) -> Option<&'static Column> {
    layout.table.columns.iter().find(|column| column.name == name || column.zh == name)
}

/// Names of a column in both languages, with the part after the dot that a head has.
fn names(column: &Column, head: &str) -> (String, String) {
    let tail = head.split_once('.').map(|(_, tail)| tail);
    let name = |name: &str| match (name.strip_suffix(".*"), tail) {
        (Some(stem), Some(tail)) => format!("{stem}.{tail}"),
        _ => name.to_owned(),
    };
    (name(column.zh), name(column.name))
}

/// Rows in order as runs of neighbours: 2, 3, 4, 9 are 2–4 and 9.
fn runs(rows: &[u64]) -> Vec<(u64, u64)> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => runs.push((*row, *row)),
        }
    }
    runs
}

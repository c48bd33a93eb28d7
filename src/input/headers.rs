//! Heads of a table: which column stands where; missing, unknown and doubled columns, ragged rows.

use super::findings::{Findings, both};
use super::nearest::nearest;
use super::raw::RawTable;
use super::records::Record;
use super::sheet::letters;
use crate::domain::{Text, source_word};
use crate::schema::words::needs_no_reading;
use crate::schema::{Column, Table};

/// A column of the file that the table knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) column: &'static Column,
    pub(super) position: usize,
}

/// A table whose heads are understood.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub(super) table: &'static Table,
    pub(super) raw: RawTable,
    pub(super) columns: Vec<Placed>,
    /// Whether every key cell is there, filled and of its own (none is ragged, until keys are looked at); if not, other tables may refer to
    /// rows that we cannot see.
    pub(super) keys_known: bool,
}

impl Sheet {
    /// Checks the heads; none for a file without any.
    pub(super) fn new(table: &'static Table, raw: RawTable, findings: &Findings) -> Option<Self> {
        if raw.heads.is_empty() {
            findings.error(
                "empty-file",
                raw.location(None, None),
                both(format!("表“{}”是空的", table.zh), format!("table `{}` is empty", table.name)),
                both(
                    format!("第一行应为列名：{}", heads(table).zh),
                    format!("the first row holds the column names: {}", heads(table).en),
                ),
            );
            return None;
        }
        let columns = placed(table, &raw, findings);
        let mut sheet = Self { table, raw, columns, keys_known: true };
        sheet.check_columns(findings);
        sheet.check_formulas(findings);
        sheet.keys_known = !sheet.check_ragged(findings);
        Some(sheet)
    }

    /// The column of that schema name, if the file has it.
    pub(super) fn column(&self, name: &str) -> Option<&Placed> {
        self.columns.iter().find(|placed| placed.column.name == name)
    }

    /// Head of a column as the file writes it.
    pub(super) fn head(&self, placed: &Placed) -> &str {
        self.raw.heads.get(placed.position).map_or(placed.column.name, String::as_str)
    }

    /// Name of a column in a sentence: its head where the file has it, else the table's name for it in each language.
    pub(super) fn named(&self, name: &str) -> Text {
        let known = self.table.columns.iter().find(|column| column.name == name);
        match (self.column(name), known) {
            (Some(placed), _) => both(self.head(placed), self.head(placed)),
            (None, Some(column)) => both(column.zh, column.name),
            (None, None) => both(name, name),
        }
    }

    /// Whether a row has too few or too many cells.
    pub(super) fn is_ragged(&self, record: Record) -> bool {
        record.len() != self.raw.heads.len()
    }

    fn check_ragged(&self, findings: &Findings) -> bool {
        let width = self.raw.heads.len();
        let mut any = false;
        for (number, record) in self.raw.rows.iter().filter(|(_, record)| self.is_ragged(*record)) {
            any = true;
            let cells = record.len();
            findings.error(
                "ragged-row",
                self.raw.location(Some(number), None),
                both(
                    format!("本行有 {cells} 格，表头有 {width} 列"),
                    format!("the row has {cells} cells, the head has {width}"),
                ),
                both(
                    "请补齐或删去多余的格；含逗号的文字须加双引号",
                    "add or remove cells; a text with a comma needs double quotes",
                ),
            );
        }
        any
    }

    /// Whether a cell holds a formula whose result the file does not store.
    pub(super) fn lacks_result(&self, row: u64, placed: &Placed) -> bool {
        self.raw.without_result.contains(&(row, placed.position))
    }

    fn check_formulas(&self, findings: &Findings) {
        for (row, position) in &self.raw.without_result {
            let is_read = self.raw.rows.has_number(*row);
            let placed = self.columns.iter().find(|placed| placed.position == *position);
            if let Some(placed) = placed.filter(|_| is_read) {
                findings.error(
                    "formula-without-result",
                    self.raw.location(Some(*row), Some(self.head(placed))),
                    both("公式没有存储的计算结果", "the file stores no result of this formula"),
                    both(
                        "请用 Excel 或 WPS 打开并保存一次，或改写为数值",
                        "open and save the workbook once in a spreadsheet program, or write the value",
                    ),
                );
            }
        }
    }

    /// Unknown and missing columns. A missing column that an unknown one resembles is one fault, not two.
    fn check_columns(&self, findings: &Findings) {
        let absent: Vec<&Column> =
            self.table.columns.iter().filter(|column| self.column(column.name).is_none()).collect();
        let names = || absent.iter().flat_map(|column| [column.name, column.zh]);
        let unknown: Vec<(&str, Option<&str>)> = self
            .raw
            .heads
            .iter()
            .filter(|head| !head.is_empty() && self.table.column(head).is_none() && !needs_no_reading(head))
            .map(|head| (head.as_str(), nearest(head, names())))
            .collect();
        let needless = self.raw.heads.iter().map(String::as_str).filter(|head| needs_no_reading(head));
        not_needed(&self.raw, needless.filter(|head| self.table.column(head).is_none()), findings);
        for column in absent.iter().filter(|column| column.required) {
            let meant = unknown.iter().find(|(_, name)| name.is_some_and(|name| names_column(column, name)));
            self.missing_column(column, meant.map(|(head, _)| *head), findings);
        }
        self.check_cells_without_head(findings);
        for (head, name) in unknown {
            let explained = absent
                .iter()
                .any(|column| column.required && name.is_some_and(|name| names_column(column, name)));
            if !explained {
                self.unknown_column(head, name, findings);
            }
        }
    }

    /// Filled cells under no head are read by nobody.
    fn check_cells_without_head(&self, findings: &Findings) {
        for position in (0..self.raw.heads.len()).filter(|position| self.raw.heads[*position].is_empty()) {
            let mut filled = self
                .raw
                .rows
                .iter()
                .filter(|(_, record)| record.get(position).is_some_and(|cell| !cell.trim().is_empty()));
            let Some((row, record)) = filled.next() else { continue };
            let (text, count) = (record.get(position).unwrap_or_default().trim(), filled.count() + 1);
            let column =
                letters(self.raw.first_column.saturating_add(u32::try_from(position).unwrap_or(u32::MAX)));
            findings.warning(
                "cells-without-head",
                self.raw.location(Some(row), None),
                both(
                    format!("第 {column} 列没有列名，其中 {count} 格有内容（如“{text}”），未读取"),
                    format!(
                        "column {column} has no head; {count} cells of it are filled (`{text}`) and not read"
                    ),
                ),
                both("请补写列名，或清空该列", "write its head, or clear the column"),
            );
        }
    }

    fn missing_column(&self, column: &Column, meant: Option<&str>, findings: &Findings) {
        // The other language's name helps where the file's own heads are in it.
        let chinese = self.raw.heads.iter().any(|head| !head.is_ascii());
        let (zh, en) = if chinese {
            (format!("“{}”", column.zh), format!("`{}` (or {})", column.name, column.zh))
        } else {
            (format!("“{}”（{}）", column.zh, column.name), format!("`{}`", column.name))
        };
        let hint = match meant {
            Some(head) => both(
                format!("列“{head}”是否应为“{}”？", column.zh),
                format!("should the column `{head}` be `{}`?", column.name),
            ),
            None => both(format!("请增加列{zh}"), format!("add a column {en}: {}", column.description)),
        };
        findings.error(
            "missing-column",
            self.raw.location(Some(self.raw.head_row), Some(column.name)),
            both(format!("缺少列“{}”", column.zh), format!("column `{}` is missing", column.name)),
            hint,
        );
    }

    fn unknown_column(&self, head: &str, name: Option<&str>, findings: &Findings) {
        let hint = match name {
            Some(name) => both(format!("是否应为“{name}”？"), format!("is `{name}` meant?")),
            None => both(
                format!("已知的列：{}", heads(self.table).zh),
                format!("known columns: {}", heads(self.table).en),
            ),
        };
        findings.warning(
            "unknown-column",
            self.raw.location(Some(self.raw.head_row), Some(head)),
            both(format!("列“{head}”未知，未读取"), format!("unknown column `{head}` is not read")),
            hint,
        );
    }
}

/// Says which columns of a table hold what no study needs, such as numbers of rows and telephones.
pub(super) fn not_needed<'h>(raw: &RawTable, heads: impl Iterator<Item = &'h str>, findings: &Findings) {
    let heads: Vec<&str> = heads.collect();
    if heads.is_empty() {
        return;
    }
    findings.note(
        "columns-not-needed",
        raw.location(Some(raw.head_row), None),
        both(
            format!("测算不需要的列未读取：{}", heads.join("、")),
            format!("columns that no study needs are not read: {}", heads.join(", ")),
        ),
        both("无须处理", "nothing to do"),
    );
}

fn names_column(column: &Column, name: &str) -> bool {
    column.name == name || column.zh == name
}

/// Every column that a table knows.
fn heads(table: &Table) -> Text {
    let names = |name: fn(&Column) -> &'static str| table.columns.iter().map(name).collect::<Vec<_>>();
    both(names(|column| column.zh).join("、"), names(|column| column.name).join(", "))
}

/// Columns that the table knows, without those that stand there a second time.
fn placed(table: &'static Table, raw: &RawTable, findings: &Findings) -> Vec<Placed> {
    let mut columns: Vec<Placed> = Vec::new();
    for (position, head) in raw.heads.iter().enumerate() {
        let Some(column) = table.column(head) else { continue };
        let is_doubled =
            |placed: &Placed| placed.column == column && same_tail(&raw.heads[placed.position], head);
        if columns.iter().any(is_doubled) {
            findings.error(
                "duplicate-column",
                raw.location(Some(raw.head_row), Some(head)),
                both(format!("列“{head}”出现了两次"), format!("column `{head}` stands there twice")),
                both("只保留其中一列", "keep one of them"),
            );
        } else {
            columns.push(Placed { column, position });
        }
    }
    columns
}

/// Whether two heads of a column have the same stage or source behind the dot: `share.县级` is `share.county`.
pub(super) fn same_tail(one: &str, other: &str) -> bool {
    let (tails, column) = ((tail(one), tail(other)), one.split('.').next().unwrap_or_default());
    match tails {
        (Some(one), Some(other)) if matches!(column, "share" | "出资比例") => {
            source_word(one) == source_word(other)
        }
        (one, other) => one == other,
    }
}

/// What follows the dot in heads such as `places.primary`.
pub(super) fn tail(head: &str) -> Option<&str> {
    head.split_once('.').map(|(_, tail)| tail)
}

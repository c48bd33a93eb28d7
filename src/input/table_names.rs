//! Which table a file or sheet is, by its name: tables that lack or stand there twice, and names that may mean a table.

use super::files::file_location;
use super::findings::{Findings, both};
use super::model::Model;
use super::nearest::nearest;
use super::raw::RawTable;
use super::tidy::plain_word;
use crate::diagnostic::Location;
use crate::domain::{Language, Text};
use crate::schema::{TABLES, Table};
use std::path::Path;

/// A file or sheet that may be a table.
pub(super) struct Candidate {
    /// Its name, of a file without the ending.
    pub(super) name: String,
    pub(super) location: Location,
    /// What it holds, if it is a table and can be read.
    pub(super) raw: Option<RawTable>,
    /// Its first cells, if it is not read.
    pub(super) heads: Vec<String>,
}

impl Candidate {
    /// The table that it is read as.
    pub(super) fn table(&self) -> Option<&'static Table> {
        table_of(&self.name)
    }

    /// The table that it may be, though its name is of none.
    fn meant(&self) -> Option<&'static Table> {
        if self.table().is_some() { None } else { meant(&self.name).or_else(|| by_heads(&self.heads)) }
    }
}

/// The table that a name stands for: as it is, or with small narrow letters, without spaces and without an ending that stands twice.
pub(super) fn table_of(name: &str) -> Option<&'static Table> {
    Table::named(name).or_else(|| Table::named(&plain_name(name)))
}

/// Endings of files that hold tables.
const ENDINGS: [&str; 12] =
    [".csv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".et", ".tsv", ".txt", ".bak", ".old", "~"];

fn plain_name(name: &str) -> String {
    let plain = plain_word(name).trim().to_lowercase();
    let mut rest = plain.as_str();
    while let Some(shorter) = ENDINGS.iter().find_map(|ending| rest.strip_suffix(ending)) {
        rest = shorter.trim_end();
    }
    rest.to_owned()
}

/// Words that people add to the name of a table.
const ADDED: [&str; 17] = [
    "副本",
    "备份",
    "最终版",
    "最终",
    "终稿",
    "修改",
    "最新",
    "定稿",
    "新版",
    "旧版",
    "年度",
    "年",
    "全市",
    "全县",
    "copy",
    "final",
    "new",
];

/// The table that a name may mean: a known name with a year, a copy's number or the like beside it, a name within it, or a near one.
pub(super) fn meant(name: &str) -> Option<&'static Table> {
    let plain = plain_name(name);
    let parts = plain
        .split(|letter: char| !letter.is_alphabetic())
        .map(|part| ADDED.iter().fold(part.to_owned(), |part, added| part.replace(added, "")));
    let own = |part: &str| (part.chars().count() >= 2).then(|| Table::named(part)).flatten();
    let within = || {
        let held = |word: &&str| word.chars().count() >= 2 && plain.contains(*word);
        let names = TABLES.iter().flat_map(|table| [table.name, table.zh]).filter(held);
        names.max_by_key(|word| word.len()).and_then(Table::named)
    };
    let near =
        || nearest(&plain, TABLES.iter().flat_map(|table| [table.name, table.zh])).and_then(Table::named);
    parts.into_iter().find_map(|part| own(&part)).or_else(within).or_else(near)
}

/// The table whose heads the cells of the first rows hold: all that must be there, and more of them than of any other.
fn by_heads(cells: &[String]) -> Option<&'static Table> {
    let heads = |table: &'static Table| {
        let found = |name: &str| {
            cells.iter().any(|cell| table.column(&plain_word(cell)).is_some_and(|column| column.name == name))
        };
        let whole = table.columns.iter().filter(|column| column.required).all(|column| found(column.name));
        (whole, table.columns.iter().filter(|column| found(column.name)).count())
    };
    let tables = TABLES.iter().map(|table| (heads(table), table));
    let best = tables.filter(|((whole, count), _)| *whole && *count > 2).max_by_key(|((_, count), _)| *count);
    best.map(|(_, table)| table)
}

/// Missing tables, tables given twice, and names that may mean a table.
pub(super) fn check_names(findings: &Findings, candidates: &[Candidate], place: &Path, model: &Model) {
    let given = |table: &Table| {
        let is = move |candidate: &&Candidate| candidate.table().is_some_and(|of| of.name == table.name);
        candidates.iter().filter(is).collect::<Vec<_>>()
    };
    for table in TABLES {
        if let [_, second, ..] = given(table).as_slice() {
            findings.error(
                "duplicate-table",
                second.location.clone(),
                both(format!("表“{}”出现了两次", table.zh), format!("table `{}` is given twice", table.name)),
                both("只保留其中一个", "keep one of them"),
            );
        }
    }
    // Where demand is given, people need not be counted; whether every stage has its demand is seen once tables are read. Nor need they
    // where pupils are, unless there is something to plan.
    let there = |name: &str| candidates.iter().any(|of| of.table().is_some_and(|table| table.name == name));
    let instead = there("demand") || (!model.plans && there("enrolment"));
    let needed = |table: &Table| {
        let counted = table.name == "population";
        // Counties may be those that the table of towns names: that is seen once it is read.
        let later = table.name == "counties" && there("towns");
        table.required && !(instead && counted) && !later && (model.plans || counted)
    };
    let lacks = |table: &Table| needed(table) && !there(table.name);
    for table in TABLES.iter().filter(|table| lacks(table)) {
        let meant = candidates.iter().find(|of| of.meant().is_some_and(|meant| meant.name == table.name));
        missing_table(findings, table, place, meant);
    }
    for candidate in candidates {
        match (candidate.table(), candidate.meant()) {
            (Some(table), _) => read_as(findings, candidate, table),
            (None, Some(table)) if copied(&candidate.name) => copy_of(findings, candidate, table),
            // It is named where the table is missed.
            (None, Some(table)) if lacks(table) => {}
            (None, Some(table)) => {
                let given = given(table).first().map(|of| of.location.clone());
                unknown_table(findings, candidate.location.clone(), &candidate.name, Some((table, given)));
            }
            (None, None) if candidate.heads.is_empty() || explains(&candidate.name) => {}
            (None, None) => unknown_table(findings, candidate.location.clone(), &candidate.name, None),
        }
    }
}

/// Words in names of sheets and files that explain a study and are no table of it.
const EXPLAINING: [&str; 12] =
    ["说明", "目录", "封面", "备注", "注释", "填表", "附注", "readme", "notes", "note", "cover", "contents"];

/// Names of the sheet of findings in a workbook that `check --xlsx` wrote.
const OF_FINDINGS: [&str; 2] = ["检查结果", "Findings"];

/// Whether a name is that of explanations.
pub(super) fn explains(name: &str) -> bool {
    let plain = name.to_lowercase();
    EXPLAINING.iter().any(|word| plain.contains(word)) || OF_FINDINGS.contains(&name)
}

fn read_as(findings: &Findings, candidate: &Candidate, table: &Table) {
    if Table::named(&candidate.name).is_none() {
        findings.note(
            "table-name",
            candidate.location.clone(),
            both(
                format!("“{}”作为表“{}”（{}）读取", candidate.name, table.zh, table.name),
                format!("`{}` is read as the table `{}`", candidate.name, table.name),
            ),
            both("如不对，请改名", "if that is wrong, give it another name"),
        );
    }
}

fn copy_of(findings: &Findings, candidate: &Candidate, table: &Table) {
    let name = &candidate.name;
    findings.warning(
        "copied-table",
        candidate.location.clone(),
        both(
            format!("“{name}”像是表“{}”的副本，未读取", table.zh),
            format!("`{name}` looks like a copy of the table `{}` and is not read", table.name),
        ),
        both("如应读取，请改为表名", "give it the name of the table if it should be read"),
    );
}

/// Says that a file or sheet is not read: a warning with the table that it may be, and where that is given; else a note.
pub(super) fn unknown_table(
    findings: &Findings,
    location: Location,
    name: &str,
    meant: Option<(&Table, Option<Location>)>,
) {
    let what = both(format!("“{name}”未读取"), format!("`{name}` is not read"));
    let Some((table, given)) = meant else {
        let names = |part: fn(&Table) -> &'static str| TABLES.iter().map(part).collect::<Vec<_>>();
        let hint = both(
            format!("如是数据，请改为表名：{}", names(|table| table.zh).join("、")),
            format!(
                "if it holds data, give it the name of a table: {}",
                names(|table| table.name).join(", ")
            ),
        );
        findings.note("unknown-table", location, what, hint);
        return;
    };
    let hint = match given {
        None => meant_hint(table),
        Some(given) => {
            let place = |language| given.describe(language);
            both(
                format!("表“{}”取自 {}；如应读取此处，请并入或替换", table.zh, place(Language::Chinese)),
                format!(
                    "the table `{}` is read from {}: put the rows there, or take that one out",
                    table.name,
                    place(Language::English)
                ),
            )
        }
    };
    findings.warning("unknown-table", location, what, hint);
}

fn meant_hint(table: &Table) -> Text {
    both(
        format!("是否应为表“{}”？请改名为 {}.csv，工作表改名为“{0}”", table.zh, table.name),
        format!("is the table `{0}` meant? name the file {0}.csv, a sheet `{0}`", table.name),
    )
}

/// Whether a name has a number in brackets behind it, as programs name copies: `population (2)`.
fn copied(name: &str) -> bool {
    let plain = name.trim_end_matches([')', '）']).trim_end_matches(|letter: char| letter.is_ascii_digit());
    let plain = plain.trim_end_matches(['(', '（']).trim_end();
    plain != name && name.ends_with([')', '）']) && table_of(plain).is_some()
}

/// Says that a table lacks, and which file or sheet may be meant for it.
pub(super) fn missing_table(findings: &Findings, table: &Table, place: &Path, meant: Option<&Candidate>) {
    let hint = match meant {
        Some(candidate) => both(
            format!("是否应把“{}”改名为“{}”（{}）？", candidate.name, table.zh, table.name),
            format!("should `{}` be named `{}`?", candidate.name, table.name),
        ),
        None => both(
            format!("请增加 {}.csv（或名为“{}”的工作表）", table.name, table.zh),
            format!("add {0}.csv (or a sheet `{0}`): a row is {1}", table.name, table.row),
        ),
    };
    findings.error(
        "missing-table",
        file_location(place),
        both(format!("缺少表“{}”（{}）", table.zh, table.name), format!("table `{}` is missing", table.name)),
        hint,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_tables_in_other_writing_are_read() {
        let read = |name| table_of(name).map(|table| table.name);
        let cases = [
            ("PROJECTS", "projects"),
            ("Budget", "budget"),
            ("budget.csv", "budget"),
            ("ｂｕｄｇｅｔ", "budget"),
            (" 预算 ", "budget"),
            ("预算.xlsx", "budget"),
        ];
        for (name, table) in cases {
            assert_eq!(read(name), Some(table), "{name}");
        }
        for name in ["budget-2023", "budgets", "说明", "", "Sheet1"] {
            assert_eq!(read(name), None, "{name}");
        }
    }

    #[test]
    fn names_that_may_mean_a_table_are_told() {
        let guess = |name| meant(name).map(|table| table.name);
        let cases = [
            ("budget-2023", "budget"),
            ("2023年预算", "budget"),
            ("预算（2023年）最终版", "budget"),
            ("budgets", "budget"),
            ("projects_new", "projects"),
            ("全县成本表", "costs"),
            ("demand 2024", "demand"),
            ("populaton", "population"),
        ];
        for (name, table) in cases {
            assert_eq!(guess(name), Some(table), "{name}");
        }
        for name in ["说明", "Sheet1", "图", "x", "2023"] {
            assert_eq!(guess(name), None, "{name}");
        }
    }

    #[test]
    fn heads_tell_which_table_a_sheet_may_be() {
        let cells = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        let guess = |text| by_heads(&cells(text)).map(|table| table.name);
        assert_eq!(guess("全县,year,county,source,limit,2023"), Some("budget"));
        assert_eq!(guess("year,county,things"), None);
        assert!(explains("填表说明") && explains("README") && !explains("预算"));
    }
}

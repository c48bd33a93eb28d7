//! The data package: which file or sheet holds which table.

use super::book::kind::{self, NoBook};
use super::book::{Book, Fault};
use super::files::{Files, file_location, has_ending};
use super::findings::{Findings, both};
use super::headers::Sheet;
use super::hidden;
use super::model::Model;
use super::nearest::nearest;
use super::raw::{RawTable, too_wide};
use super::scenario::{Overrides, change_tables};
use super::sheet;
use super::size;
use super::tidy::tidy;
use super::{InputRole, Layout};
use crate::diagnostic::Location;
use crate::schema::{TABLES, Table};
use std::path::{Path, PathBuf};

/// The tables of a package, each with its heads checked.
pub(super) struct Package {
    sheets: Vec<Sheet>,
}

impl Package {
    /// Every table that can be read.
    pub(super) fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// A table, if it is there and can be read.
    pub(super) fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.table.name == name)
    }
}

/// A table by its name in the package, and whether reading it gave anything.
struct Candidate {
    name: String,
    location: Location,
    raw: Option<RawTable>,
}

/// Reads a folder of CSV files, or a workbook.
pub(super) fn read_package(
    files: &mut Files,
    data: &Path,
    model: &Model,
    overrides: &Overrides,
) -> Option<Package> {
    let workbook = find_workbook(files, data)?;
    let candidates = match &workbook {
        Some(workbook) => sheets_of(files, workbook)?,
        None => csv_files(files, data)?,
    };
    let findings = files.findings;
    let place = workbook.as_deref().unwrap_or(data);
    check_names(findings, &candidates, place, model);
    let known = |candidate: Candidate| Table::named(&candidate.name).zip(candidate.raw);
    let mut tables: Vec<(&'static Table, RawTable)> = candidates.into_iter().filter_map(known).collect();
    tidy(&mut tables, model, findings);
    check_counties(&tables, place, model, findings);
    files.layouts = tables.iter().map(|(table, raw)| Layout::of(table, raw)).collect();
    change_tables(overrides, &mut tables, model, findings);
    let sheet = |(table, raw)| {
        let mut sheet = Sheet::new(table, raw, findings)?;
        sheet.check_keys(model, findings);
        Some(sheet)
    };
    Some(Package { sheets: tables.into_iter().filter_map(sheet).collect() })
}

/// The workbook that a path means: itself, or the only one of a folder without CSV. The inner none: read CSV.
#[allow(clippy::option_option)] // outer: whether the path can be read; inner: whether it is a workbook
fn find_workbook(files: &Files, data: &Path) -> Option<Option<PathBuf>> {
    if data.is_file() {
        let is_text = TEXTS.iter().any(|ending| has_ending(data, ending));
        let is_workbook = is_workbook(data) || (!is_text && kind::may_be(&files.beginning(data)?));
        return Some((is_workbook || !is_text).then(|| data.to_owned()));
    }
    let entries = files.list(data)?;
    if entries.iter().any(|path| has_ending(path, "csv")) {
        return Some(None);
    }
    let mut workbooks: Vec<PathBuf> = entries.into_iter().filter(|path| is_workbook(path)).collect();
    if workbooks.len() > 1 {
        files.findings.error(
            "several-workbooks",
            file_location(data),
            both("文件夹中有多个工作簿", "the folder holds several workbooks"),
            both("请在模型的 data 中写明是哪一个", "name the one that is meant in `data` of the model"),
        );
        return None;
    }
    Some(workbooks.pop())
}

/// Endings of names of tables as text.
const TEXTS: [&str; 3] = ["csv", "txt", "tsv"];

/// Whether a file is a workbook by its name, and no copy that a program keeps while it is open.
fn is_workbook(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    kind::is_named(path) && !name.starts_with("~$") && !name.starts_with(".~")
}

/// Describes the package: read for the record only, since what it says of sources belongs to the run.
const DESCRIPTION: &str = "datapackage.json";

fn csv_files(files: &mut Files, folder: &Path) -> Option<Vec<Candidate>> {
    let listed = if folder.is_file() { vec![folder.to_owned()] } else { files.list(folder)? };
    if let Some(description) = listed.iter().find(|path| path.ends_with(DESCRIPTION)) {
        files.bytes(description, InputRole::Description);
    }
    let alone = listed.len() == 1;
    let paths = listed.into_iter().filter(|path| (alone && path == folder) || has_ending(path, "csv"));
    let mut candidates = Vec::new();
    for path in paths.collect::<Vec<_>>() {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let known = Table::named(&name).is_some();
        let raw = if known { csv_table(files, &path) } else { None };
        candidates.push(Candidate { name, location: file_location(&path), raw });
    }
    Some(candidates)
}

fn csv_table(files: &mut Files, path: &Path) -> Option<RawTable> {
    let text = files.text(path, InputRole::Table)?;
    if let Some(line) = too_wide(&text) {
        size::refuse(
            files.findings,
            Location { row: Some(line), ..file_location(path) },
            "这一行超过两万列，文件未读取",
            "the line has more than 20,000 columns, and the file is not read",
        );
        return None;
    }
    let raw = RawTable::from_csv(path, &text);
    let raw = raw.inspect_err(|error| not_a_table(files.findings, path, error)).ok()?;
    Some(raw)
}

fn sheets_of(files: &mut Files, path: &Path) -> Option<Vec<Candidate>> {
    let beginning = files.beginning(path)?;
    if !kind::may_be(&beginning) {
        not_a_workbook(files.findings, path, kind::other(&beginning));
        return None;
    }
    let bytes = files.bytes(path, InputRole::Table)?;
    if !size::unzips_within_limit(&bytes) {
        size::refuse(
            files.findings,
            file_location(path),
            "工作簿解压后超过 2 GiB，未读取",
            "the workbook unzips to more than 2 GiB and is not read",
        );
        return None;
    }
    let findings = files.findings;
    let fault = |fault: &Fault| match fault {
        Fault::NoBook(kind) => not_a_workbook(findings, path, *kind),
        Fault::Damaged(error) => not_a_table(findings, path, error),
    };
    let mut book = Book::open(&bytes).inspect_err(fault).ok()?;
    let since_1904 = book.since_1904();
    let mut candidates = Vec::new();
    for (name, is_hidden) in book.sheets() {
        let trimmed = name.trim().to_owned();
        let raw = Table::named(&trimmed).and_then(|_| {
            let cells = book.cells(&name).inspect_err(fault).ok()?;
            let hidden = book.hidden(&name);
            let mut raw = sheet::table(path, &name, cells, &hidden.merged, findings)?;
            raw.since_1904 = since_1904;
            hidden::tell(&raw, &hidden, findings);
            Some(raw)
        });
        let location = Location { sheet: Some(name.clone()), ..file_location(path) };
        if raw.is_some() && is_hidden {
            findings.note(
                "hidden-sheet",
                location.clone(),
                both("隐藏的工作表，照常读取", "a hidden sheet; it is read like any other"),
                both("如不应读取，请删去或改名", "delete or rename it if it should not count"),
            );
        }
        candidates.push(Candidate { name: trimmed, location, raw });
    }
    Some(candidates)
}

fn not_a_workbook(findings: &Findings, path: &Path, kind: NoBook) {
    let (what, hint) = kind.words();
    findings.error(kind.code(), file_location(path), what, hint);
}

fn not_a_table(findings: &Findings, path: &Path, error: &dyn std::fmt::Display) {
    findings.error(
        "unreadable-file",
        file_location(path),
        both("文件已损坏，无法读取", format!("the file is damaged and cannot be read: {error}")),
        both("请用 Excel 或 WPS 打开，另存后再试", "open it in a spreadsheet program, and save it anew"),
    );
}

/// Missing tables, tables given twice, and names that look like a mistyped table.
fn check_names(findings: &Findings, candidates: &[Candidate], place: &Path, model: &Model) {
    let is = |candidate: &Candidate, table: &Table| {
        Table::named(&candidate.name).is_some_and(|named| named.name == table.name)
    };
    let absent: Vec<&Table> =
        TABLES.iter().filter(|table| !candidates.iter().any(|candidate| is(candidate, table))).collect();
    let mistyped: Vec<(&Candidate, &str)> = candidates
        .iter()
        .filter(|candidate| Table::named(&candidate.name).is_none())
        .filter_map(|candidate| {
            let names = absent.iter().flat_map(|table| [table.name, table.zh]);
            nearest(&candidate.name, names).map(|name| (candidate, name))
        })
        .collect();
    for table in TABLES {
        let mut given = candidates.iter().filter(|candidate| is(candidate, table)).skip(1);
        if let Some(second) = given.next() {
            findings.error(
                "duplicate-table",
                second.location.clone(),
                both(format!("表“{}”出现了两次", table.zh), format!("table `{}` is given twice", table.name)),
                both("只保留其中一个", "keep one of them"),
            );
        }
    }
    for copy in candidates.iter().filter(|candidate| copied(&candidate.name)) {
        findings.warning(
            "copied-table",
            copy.location.clone(),
            both(
                format!("“{}”像是一张表的副本，未读取", copy.name),
                format!("`{}` looks like a copy of a table and is not read", copy.name),
            ),
            both("如应读取，请改为表名", "give it the name of the table if it should be read"),
        );
    }
    // Where demand is given, people need not be counted; whether every stage has its demand is seen once tables are read. Nor need they
    // where pupils are, unless there is something to plan.
    let there = |name: &str| {
        candidates.iter().any(|of| Table::named(&of.name).is_some_and(|table| table.name == name))
    };
    let given = there("demand") || (!model.plans && there("enrolment"));
    let counted = |table: &Table| table.name == "population";
    // Counties may be those that the table of towns names: that is seen once it is read.
    let later = |table: &Table| table.name == "counties" && there("towns");
    let needed = |table: &&&Table| {
        table.required && !(given && counted(table)) && !later(table) && (model.plans || counted(table))
    };
    for table in absent.iter().filter(needed) {
        missing_table(findings, table, place, mistyped.iter().find(|(_, name)| is_name(table, name)));
    }
    for (candidate, name) in &mistyped {
        if absent.iter().any(|table| !needed(&table) && is_name(table, name)) {
            findings.warning(
                "unknown-table",
                candidate.location.clone(),
                both(
                    format!("表名“{}”未知，未读取", candidate.name),
                    format!("unknown table `{}` is not read", candidate.name),
                ),
                both(format!("是否应为“{name}”？"), format!("is `{name}` meant?")),
            );
        }
    }
}

/// Misses the table of counties where towns do not name them.
fn check_counties(tables: &[(&Table, RawTable)], place: &Path, model: &Model, findings: &Findings) {
    let has = |name: &str| tables.iter().any(|(table, _)| table.name == name);
    if let Some(counties) =
        Table::named("counties").filter(|_| model.plans && has("towns") && !has("counties"))
    {
        missing_table(findings, counties, place, None);
    }
}

/// Whether a name is that of a table with a number behind it, as programs name copies: `population (2)`.
fn copied(name: &str) -> bool {
    let plain = name.trim_end_matches([')', '）']).trim_end_matches(|letter: char| letter.is_ascii_digit());
    let plain = plain.trim_end_matches(['(', '（']).trim_end();
    plain != name && name.ends_with([')', '）']) && Table::named(plain).is_some()
}

fn is_name(table: &Table, name: &str) -> bool {
    table.name == name || table.zh == name
}

fn missing_table(findings: &Findings, table: &Table, place: &Path, mistyped: Option<&(&Candidate, &str)>) {
    let hint = match mistyped {
        Some((candidate, name)) => both(
            format!("是否应把“{}”改名为“{name}”？", candidate.name),
            format!("should `{}` be named `{name}`?", candidate.name),
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

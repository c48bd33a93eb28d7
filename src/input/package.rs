//! The data package: which file or sheet holds which table.

use super::book::kind::{self, NoBook};
use super::book::{Book, Fault};
use super::files::{Files, file_location, has_ending};
use super::findings::{Findings, both};
use super::headers::Sheet;
use super::hidden;
use super::model::Model;
use super::raw::{RawTable, too_wide};
use super::scenario::{Overrides, change_tables};
use super::sheet;
use super::size;
use super::table_names::{Candidate, check_names, missing_table, table_of};
use super::tidy::tidy;
use super::unread;
use super::{InputRole, Layout};
use crate::diagnostic::Location;
use crate::schema::Table;
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
    unread::tell(files, data, workbook.as_deref(), &candidates);
    let known = |candidate: Candidate| candidate.table().zip(candidate.raw);
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
        let known = table_of(&name).is_some();
        let raw = if known { csv_table(files, &path) } else { None };
        let heads = if known { Vec::new() } else { unread::first_cells(&path) };
        candidates.push(Candidate { name, location: file_location(&path), raw, heads });
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
        let known = table_of(&trimmed);
        let raw = known.and_then(|_| {
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
        let mut cells = || book.cells(&name).ok().flatten();
        let heads = if known.is_some() { None } else { cells() }.map(|cells| cells.of_first_rows());
        let heads = heads.unwrap_or_default();
        candidates.push(Candidate { name: trimmed, location, raw, heads });
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

/// Misses the table of counties where towns do not name them.
fn check_counties(tables: &[(&Table, RawTable)], place: &Path, model: &Model, findings: &Findings) {
    let has = |name: &str| tables.iter().any(|(table, _)| table.name == name);
    if let Some(counties) =
        Table::named("counties").filter(|_| model.plans && has("towns") && !has("counties"))
    {
        missing_table(findings, counties, place, None);
    }
}

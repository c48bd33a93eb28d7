//! Files in a study's folder that are not read (未读取的文件): each is told of, but for those that are plainly no data.

use super::InputRole;
use super::decode::decode;
use super::files::{Files, file_location, has_ending};
use super::findings::both;
use super::raw::records;
use super::table_names::{Candidate, explains, meant, table_of, unknown_table};
use crate::schema::Table;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Endings of files that hold tables, whether or not they can be read here.
const TABLES: [&str; 14] = [
    "csv", "xlsx", "xlsm", "xlsb", "xls", "ods", "et", "tsv", "tab", "txt", "parquet", "dbf", "numbers",
    "bak",
];

/// Endings of files that belong to a study or explain it.
const QUIET: [&str; 7] = ["toml", "md", "json", "partial", "tmp", "lock", "log"];

/// Bytes of a file that are looked at to guess what it holds.
const LOOKED_AT: u64 = 1 << 14;

/// Tells of files beside the tables that are not read, and of tables beside the model file or the workbook of a study.
pub(super) fn tell(files: &Files, data: &Path, workbook: Option<&Path>, candidates: &[Candidate]) {
    let beside = |path: &Path| path.parent().map(folder_of);
    let model = files.read.iter().find(|file| file.role == InputRole::Model).and_then(|of| beside(&of.path));
    let own = if data.is_file() { None } else { Some(folder_of(data)) };
    let others =
        [model, beside(data).filter(|_| own.is_none())].into_iter().flatten().collect::<BTreeSet<_>>();
    let same = |one: &Path, other: &Path| one.canonicalize().ok() == other.canonicalize().ok();
    for folder in others.iter().filter(|of| !own.as_ref().is_some_and(|own| same(own, of))) {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            let table = table_of(&name_of(&path)).filter(|_| path.is_file() && holds_tables(&path));
            if let Some(table) = table.filter(|_| !is_quiet(&path) && !same(&path, data)) {
                not_read(files, &path, Some(table), candidates);
            }
        }
    }
    let listed = own.and_then(|own| files.list(&own)).unwrap_or_default();
    let read = |path: &Path| {
        let is = |of: &Candidate| of.location.sheet.is_none() && of.location.file == path;
        Some(path) == workbook || candidates.iter().any(is)
    };
    for path in listed.iter().filter(|path| !read(path) && !is_quiet(path)) {
        let name = name_of(path);
        if path.is_dir() {
            subfolder(files, path, candidates);
        } else if holds_tables(path) {
            let table = table_of(&name).or_else(|| meant(&name));
            if table.is_some() || !explains(&name) {
                not_read(files, path, table, candidates);
            }
        } else if !explains(&name) {
            not_read(files, path, None, candidates);
        }
    }
}

fn folder_of(path: &Path) -> PathBuf {
    if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_owned() }
}

fn not_read(files: &Files, path: &Path, table: Option<&Table>, candidates: &[Candidate]) {
    let given =
        |table: &Table| candidates.iter().find(|of| of.table().is_some_and(|of| of.name == table.name));
    let meant = table.map(|table| (table, given(table).map(|of| of.location.clone())));
    unknown_table(files.findings, file_location(path), &full_name(path), meant);
}

/// Tells of a folder among the tables, unless all that lies in it has its place among the tables that are read.
fn subfolder(files: &Files, path: &Path, candidates: &[Candidate]) {
    let Ok(entries) = std::fs::read_dir(path) else { return };
    if path.join("manifest.json").is_file() {
        return; // the folder of a run
    }
    let held: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    let is_read =
        |table: &Table| candidates.iter().any(|of| of.table().is_some_and(|of| of.name == table.name));
    let mut tables = held.iter().filter(|file| holds_tables(file) && !is_quiet(file));
    let lacking = |file: &&PathBuf| {
        let name = name_of(file);
        !table_of(&name).or_else(|| meant(&name)).is_some_and(is_read)
    };
    if tables.any(|file| lacking(&file)) {
        let name = full_name(path);
        files.findings.note(
            "subfolder",
            file_location(path),
            both(
                format!("子文件夹“{name}”中的表格未读取"),
                format!("tables in the subfolder `{name}` are not read"),
            ),
            both("如应读取，请移到数据文件夹中", "move them up if they should be read"),
        );
    }
}

fn name_of(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn full_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn holds_tables(path: &Path) -> bool {
    TABLES.iter().any(|ending| has_ending(path, ending)) || full_name(path).ends_with('~')
}

/// Whether a file is plainly no table: hidden, a temporary copy of an open workbook, a model, a description.
fn is_quiet(path: &Path) -> bool {
    let name = full_name(path);
    let hidden = name.starts_with('.') || name.starts_with("~$");
    let system = ["thumbs.db", "desktop.ini"].contains(&name.to_lowercase().as_str());
    hidden
        || system
        || QUIET.iter().any(|ending| has_ending(path, ending))
        || name.to_lowercase().starts_with("readme")
}

/// Texts of the first rows of a CSV file that is not read.
pub(super) fn first_cells(path: &Path) -> Vec<String> {
    let mut bytes = Vec::new();
    if !path.is_file() {
        return Vec::new();
    }
    let read = File::open(path).and_then(|file| file.take(LOOKED_AT).read_to_end(&mut bytes));
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(bytes.len(), |end| end + 1);
    let text = read.ok().and_then(|_| decode(bytes.get(..whole)?)).map(|decoded| decoded.text);
    let rows = text.and_then(|text| records(&text).ok());
    let cells = rows.iter().flat_map(|rows| rows.iter().take(6).map(|(_, record)| record));
    cells
        .flat_map(|record| record.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>())
        .filter(|cell| !cell.is_empty())
        .collect()
}

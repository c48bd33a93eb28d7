//! Files of a run folder against the hashes in its manifest, and the manifest against its own.

use super::book::{Book, Check, Finding};
use super::rows::Folder;
use crate::harmless::csv_table;
use crate::input::hash;
use crate::store::{MOST_TABLE, MOST_TEXT, read_plain};
use polars::prelude::{CsvWriter, SerWriter as _};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

/// Compares every file with the manifest, and every table in CSV with the same in Parquet.
pub(super) fn check(folder: &Path, book: &mut Book) {
    manifest(folder, book);
    match listed(folder, book) {
        Ok(listed) => {
            hashes(folder, &listed, book);
            unlisted(folder, &listed, book);
            csv_copies(folder, &listed, book);
        }
        Err(finding) => book.unreadable(finding),
    }
}

/// Compares the manifest with `manifest.sha256`.
fn manifest(folder: &Path, book: &mut Book) {
    let read = |name: &str| read_plain(&folder.join(name), MOST_TEXT);
    let said = match read("manifest.sha256") {
        Ok(said) => String::from_utf8_lossy(&said).into_owned(),
        Err(error) => return book.unreadable(Finding::unreadable("manifest.sha256", &error)),
    };
    let found = read("manifest.json").map(|text| hash(&text)).unwrap_or_default();
    let holds = said.split_whitespace().next() == Some(found.as_str());
    let what = (
        "与 manifest.sha256 中的校验值不符".to_owned(),
        "not the file that manifest.sha256 tells".to_owned(),
    );
    book.holds(Check::Files, holds, || "manifest.json".to_owned(), || what);
}

/// Files of the manifest with hash and length; a name that leads out of the folder, or is listed twice, is a finding.
fn listed(folder: &Path, book: &mut Book) -> Result<BTreeMap<String, (String, Option<u64>)>, Finding> {
    let manifest = Folder::new(folder).json("manifest.json")?;
    let files = manifest["files"].as_array();
    let none = "no list of files: the run is of an older version";
    let files = files.ok_or_else(|| Finding::unreadable("manifest.json", &none))?;
    let mut listed = BTreeMap::new();
    for file in files {
        let name = file["file"].as_str().unwrap_or_default();
        let once = inside(name) && !listed.contains_key(name);
        book.holds(
            Check::Files,
            once,
            || format!("manifest.files[{}]", name.chars().take(80).collect::<String>()),
            || {
                (
                    "不是文件夹内的文件名，或重复".to_owned(),
                    "no name of a file of the folder, or listed twice".to_owned(),
                )
            },
        );
        if once {
            let text = file["sha256"].as_str().unwrap_or_default().to_owned();
            listed.insert(name.to_owned(), (text, file["bytes"].as_u64()));
        }
    }
    Ok(listed)
}

/// Whether a name is one of the folder itself or of its folder `inputs`.
fn inside(name: &str) -> bool {
    let file = name.strip_prefix("inputs/").unwrap_or(name);
    let plain = !file.is_empty() && file != "." && file != ".." && !file.contains('/');
    let alone = Path::new(file).file_name().is_some_and(|only| only == file);
    plain && alone && !Path::new(file).is_absolute()
}

/// SHA-256 of a plain file of that length, and what else it is instead.
fn found(path: &Path, bytes: Option<u64>) -> Result<String, String> {
    let in_link = path
        .parent()
        .is_some_and(|parent| parent.file_name().is_some_and(|name| name == "inputs") && parent.is_symlink());
    let kind = path.symlink_metadata().map_err(|error| error.to_string())?;
    if in_link || !kind.is_file() {
        return Err("不是普通文件 / no plain file".to_owned());
    }
    if bytes != Some(kind.len()) {
        return Ok(String::new()); // another length is another content
    }
    let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
    let mut content = Vec::new();
    file.take(MOST_TABLE).read_to_end(&mut content).map_err(|error| error.to_string())?;
    Ok(hash(&content))
}

fn hashes(folder: &Path, listed: &BTreeMap<String, (String, Option<u64>)>, book: &mut Book) {
    for (name, (listed, bytes)) in listed {
        let found = match found(&folder.join(name), *bytes) {
            Ok(found) => found,
            Err(error) => {
                book.unreadable(Finding::unreadable(name, &error));
                continue;
            }
        };
        book.holds(
            Check::Files,
            found == *listed,
            || name.clone(),
            || {
                (
                    "内容与 manifest.json 中的校验值不符".to_owned(),
                    "not the file that manifest.json lists".to_owned(),
                )
            },
        );
    }
}

/// Tables and inputs that the manifest does not know are findings; other files are named, since they are no part of the run.
fn unlisted(folder: &Path, listed: &BTreeMap<String, (String, Option<u64>)>, book: &mut Book) {
    let of = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect::<BTreeSet<_>>()
    };
    let (tables, others): (Vec<String>, Vec<String>) =
        of(folder).into_iter().partition(|name| is_table(name));
    let inputs = of(&folder.join("inputs")).into_iter().map(|name| format!("inputs/{name}"));
    for name in tables.into_iter().chain(inputs) {
        book.holds(
            Check::Files,
            listed.contains_key(&name),
            || name.clone(),
            || ("manifest.json 未列此文件".to_owned(), "manifest.json does not list this file".to_owned()),
        );
    }
    let own = ["manifest.json", "manifest.sha256", "inputs"];
    for name in others.into_iter().filter(|name| !own.contains(&name.as_str()) && !listed.contains_key(name))
    {
        book.beside(name);
    }
}

/// A table in CSV says what the same table in Parquet does.
fn csv_copies(folder: &Path, listed: &BTreeMap<String, (String, Option<u64>)>, book: &mut Book) {
    for name in listed.keys().filter_map(|name| name.strip_suffix(".csv")).filter(|name| !name.contains('/'))
    {
        let copy = read_plain(&folder.join(format!("{name}.csv")), MOST_TABLE);
        let same = copy.is_ok_and(|copy| said_by_table(folder, name).contains(&copy));
        book.holds(
            Check::Files,
            same,
            || format!("{name}.csv"),
            || ("与 Parquet 表不一致".to_owned(), "does not say what the table in Parquet does".to_owned()),
        );
    }
}

/// A table as CSV: with texts as they are, and with those marked that a spreadsheet takes for formulas.
fn said_by_table(folder: &Path, name: &str) -> Vec<Vec<u8>> {
    let Ok(rows) = Folder::new(folder).table(name) else { return Vec::new() };
    let marked = csv_table(&rows.table);
    let written = |mut table| {
        let mut bytes = Vec::new();
        CsvWriter::new(&mut bytes).finish(&mut table).is_ok().then_some(bytes)
    };
    [Some(rows.table), marked.ok()].into_iter().flatten().filter_map(written).collect()
}

fn is_table(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "parquet" || extension == "csv")
}

//! Files of a run folder against the hashes in its manifest.

use super::book::{Book, Check, Finding};
use super::rows::Folder;
use crate::input::hash;
use polars::prelude::{CsvWriter, SerWriter};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Compares every file with the manifest, and every table in CSV with the same in Parquet.
pub(super) fn check(folder: &Path, book: &mut Book) {
    match listed(folder) {
        Ok(listed) => {
            hashes(folder, &listed, book);
            unlisted(folder, &listed, book);
            csv_copies(folder, &listed, book);
        }
        Err(finding) => book.unreadable(finding),
    }
}

/// Files of the manifest with hash and length, and hashes of the inputs.
fn listed(folder: &Path) -> Result<BTreeMap<String, (String, u64)>, Finding> {
    let manifest = Folder::new(folder).json("manifest.json")?;
    let files = manifest["files"].as_array();
    let none = "no list of files: the run is of an older version";
    let files = files.ok_or_else(|| Finding::unreadable("manifest.json", &none))?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |file: &Value| {
        (text(&file["file"]), (text(&file["sha256"]), file["bytes"].as_u64().unwrap_or_default()))
    };
    Ok(files.iter().map(one).collect())
}

fn hashes(folder: &Path, listed: &BTreeMap<String, (String, u64)>, book: &mut Book) {
    for (name, (listed, _)) in listed {
        let found = match std::fs::read(folder.join(name)) {
            Ok(bytes) => hash(&bytes),
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

/// Tables and inputs that the manifest does not know.
fn unlisted(folder: &Path, listed: &BTreeMap<String, (String, u64)>, book: &mut Book) {
    let of = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect::<BTreeSet<_>>()
    };
    let tables = of(folder).into_iter().filter(|name| is_table(name));
    let inputs = of(&folder.join("inputs")).into_iter().map(|name| format!("inputs/{name}"));
    for name in tables.chain(inputs) {
        book.holds(
            Check::Files,
            listed.contains_key(&name),
            || name.clone(),
            || ("manifest.json 未列此文件".to_owned(), "manifest.json does not list this file".to_owned()),
        );
    }
}

/// A table in CSV says what the same table in Parquet does.
fn csv_copies(folder: &Path, listed: &BTreeMap<String, (String, u64)>, book: &mut Book) {
    for name in listed.keys().filter_map(|name| name.strip_suffix(".csv")).filter(|name| !name.contains('/'))
    {
        let mut bytes = Vec::new();
        let written = Folder::new(folder)
            .table(name)
            .map(|mut rows| CsvWriter::new(&mut bytes).finish(&mut rows.table).is_ok());
        let same = matches!(written, Ok(true))
            && std::fs::read(folder.join(format!("{name}.csv"))).is_ok_and(|copy| copy == bytes);
        book.holds(
            Check::Files,
            same,
            || format!("{name}.csv"),
            || ("与 Parquet 表不一致".to_owned(), "does not say what the table in Parquet does".to_owned()),
        );
    }
}

fn is_table(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "parquet" || extension == "csv")
}

//! Writing a study's tables and their description (数据包): CSV files and a Frictionless `datapackage.json`.

mod provenance;

use std::fs;
use std::io::Write;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::schema::{Table, ValueKind};
use crate::synth::tables::TextTable;
use crate::synth::{SynthError, Tables};

/// Version of the generator: raised whenever the same facts and seed give other bytes.
pub const GENERATOR_VERSION: &str = "1";

/// Writes every table as `NAME.csv` and `datapackage.json` into a folder, which is made if need be. Each file is written
/// under another name first and then renamed, so that no half file is ever seen.
///
/// # Errors
/// A folder or file that cannot be written.
pub fn write(tables: &Tables, folder: &Path) -> Result<(), SynthError> {
    fs::create_dir_all(folder).map_err(|source| SynthError::Write { path: folder.to_owned(), source })?;
    for table in &tables.tables {
        put(folder, &format!("{}.csv", table.name), table.text.as_bytes())?;
    }
    put(folder, "datapackage.json", &describe(tables))
}

fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), SynthError> {
    let path = folder.join(name);
    let fault = |source| SynthError::Write { path: path.clone(), source };
    let mut file = tempfile::Builder::new().suffix(".partial").tempfile_in(folder).map_err(fault)?;
    file.write_all(bytes).map_err(fault)?;
    readable(file.as_file()).map_err(fault)?;
    file.persist(&path).map(|_| ()).map_err(|error| fault(error.error))
}

/// Temporary files are private; the tables are not.
#[cfg(unix)]
fn readable(file: &fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &fs::File) -> std::io::Result<()> {
    Ok(())
}

/// The text of `datapackage.json`.
#[must_use]
pub fn describe(tables: &Tables) -> Vec<u8> {
    let sources: Vec<Value> = provenance::sources(tables.real)
        .into_iter()
        .map(|(title, path)| {
            if path.is_empty() { json!({ "title": title }) } else { json!({ "title": title, "path": path }) }
        })
        .collect();
    let package = json!({
        "profile": "tabular-data-package",
        "name": tables.name,
        "title": format!("{} {}", tables.title.0, tables.title.1),
        "description": provenance::story(tables.real),
        "licenses": [{ "name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": "https://creativecommons.org/licenses/by/4.0/" }],
        "sources": sources,
        "generator": { "name": "xuewei synth", "version": GENERATOR_VERSION, "seed": tables.seed },
        "resources": tables.tables.iter().map(|table| resource(table, tables.real)).collect::<Vec<_>>(),
    });
    let mut text = format!("{package:#}").into_bytes();
    text.push(b'\n');
    text
}

fn resource(table: &TextTable, real: bool) -> Value {
    let known = Table::named(table.name);
    let fields: Vec<Value> =
        table.header.iter().map(|header| field(known, table.name, header, real)).collect();
    json!({
        "name": table.name,
        "path": format!("{}.csv", table.name),
        "title": known.map_or("", |known| known.zh),
        "description": known.map_or_else(String::new, |known| format!("A row is {}.{}", known.row, provenance::remark(table.name))),
        "format": "csv",
        "encoding": "utf-8",
        "schema": { "fields": fields, "missingValues": [""] },
    })
}

fn field(table: Option<&Table>, name: &str, header: &str, real: bool) -> Value {
    let mut field = Map::new();
    field.insert("name".to_owned(), json!(header));
    if let Some(column) = table.and_then(|table| table.column(header)) {
        field.insert(
            "title".to_owned(),
            json!(column.zh.replace('*', header.rsplit('.').next().unwrap_or("*"))),
        );
        field.insert("description".to_owned(), json!(column.description));
        field.insert("type".to_owned(), json!(kind_name(column.kind)));
        field.insert("unit".to_owned(), json!(column.unit));
        field.insert("constraints".to_owned(), json!({ "required": column.required }));
    }
    let origin = provenance::origin(name, header, real);
    field.insert("status".to_owned(), json!(origin.status));
    field.insert("method".to_owned(), json!(origin.method));
    Value::Object(field)
}

/// The Frictionless type of a kind of cell. Ages are text because of `100+`, years because of `*`.
const fn kind_name(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Integer { .. } => "integer",
        ValueKind::Number { .. } => "number",
        ValueKind::Year => "year",
        ValueKind::Date => "date",
        _ => "string",
    }
}

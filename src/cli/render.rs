//! Writing to the terminal: data on stdout, messages on stderr.

use super::{Format, lines};
use crate::domain::Language;
use crate::harmless::{clean, csv_text};
use crate::report::Table;
use comfy_table::{Attribute, Cell, CellAlignment, ContentArrangement, presets};
use std::borrow::Cow;
use std::io::{ErrorKind, IsTerminal, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

static RAW_CSV: AtomicBool = AtomicBool::new(false);

/// Sets whether CSV holds texts as they are.
pub fn write_raw_csv(raw: bool) {
    RAW_CSV.store(raw, Ordering::Relaxed);
}

/// Whether CSV holds texts as they are.
pub fn raw_csv() -> bool {
    RAW_CSV.load(Ordering::Relaxed)
}

/// A text as a cell of CSV.
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    if raw_csv() { Cow::Borrowed(text) } else { csv_text(text) }
}

/// Writes to stdout; a reader that has gone away is no fault.
pub fn output(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Writes a line to stderr.
pub fn message(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{}", clean(text));
}

/// A text as a stream shows it: on a terminal long lines are broken where words end and go on under their beginning.
pub fn broken(text: &str, stream: &impl IsTerminal) -> String {
    let size = if stream.is_terminal() { terminal_size::terminal_size() } else { None };
    size.map_or_else(|| text.to_owned(), |(width, _)| lines::broken(text, usize::from(width.0)))
}

/// Writes an error to stderr.
pub fn error(text: &str, language: Language) {
    let word = if language == Language::Chinese { "错误" } else { "error" };
    message(&format!("{word}: {text}"));
}

/// Writes sentences and tables in a format.
pub fn tables(sentences: &[String], tables: &[Table], format: Format) -> anyhow::Result<()> {
    let text = match format {
        Format::Table => {
            let mut parts = vec![clean(&sentences.join("\n")).into_owned()];
            parts.extend(tables.iter().map(|table| format!("{}\n{}", clean(&table.title), drawn(table))));
            parts.retain(|part| !part.is_empty());
            parts.join("\n\n") + "\n"
        }
        Format::Csv => comma_separated(tables)?,
        Format::Json => {
            let tables: Vec<_> = tables.iter().map(Table::json).collect();
            serde_json::to_string_pretty(&serde_json::json!({ "sentences": sentences, "tables": tables }))?
                + "\n"
        }
    };
    output(&text)
}

/// One table alone is plain CSV; several are told apart by a line with their title.
fn comma_separated(tables: &[Table]) -> anyhow::Result<String> {
    let mut parts = Vec::new();
    for table in tables {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        if tables.len() > 1 {
            writer.write_record([format!("# {}", table.title)])?;
        }
        writer.write_record(table.heads.iter().map(|head| csv_cell(head).into_owned()))?;
        for row in &table.rows {
            writer.write_record(row.iter().map(|cell| match cell {
                crate::report::Cell::Text(text) => csv_cell(text).into_owned(),
                number => number.plain(),
            }))?;
        }
        parts.push(String::from_utf8(writer.into_inner()?)?);
    }
    Ok(parts.join("\n"))
}

fn drawn(table: &Table) -> String {
    let mut drawn = comfy_table::Table::new();
    drawn.load_preset(presets::UTF8_BORDERS_ONLY);
    if std::io::stdout().is_terminal() {
        drawn.set_content_arrangement(ContentArrangement::Dynamic);
    }
    drawn.set_header(table.heads.iter().map(|head| Cell::new(clean(head)).add_attribute(Attribute::Bold)));
    for row in &table.rows {
        drawn.add_row(row.iter().map(|cell| {
            let alignment = if cell.is_number() { CellAlignment::Right } else { CellAlignment::Left };
            Cell::new(clean(&cell.display())).set_alignment(alignment)
        }));
    }
    drawn.to_string()
}

/// An error with its causes; those that it tells itself are not told again.
pub fn with_causes(error: &anyhow::Error) -> String {
    error.chain().skip(1).map(ToString::to_string).fold(error.to_string(), |told, cause| {
        if told.contains(&cause) { told } else { format!("{told}: {cause}") }
    })
}

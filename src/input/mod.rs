//! Reading a study (读取研究): a model file and its tables become a [`Study`], or a list of everything that is wrong.
//!
//! The story: find the model file and read it; find the tables that it names and check their heads and keys; read every
//! table row by row, each cell as the table's definition says; put the classes, selections and cross checks together.
//! No fault stops the reading, and a fault in one cell is told once, at that cell.

mod age_groups;
mod cells;
mod collect;
mod coverage;
mod decode;
mod enrolment;
mod files;
mod findings;
mod headers;
mod keys;
mod limits;
mod model;
mod model_entry;
mod model_file;
mod money;
mod nearest;
mod package;
mod people;
mod places;
mod projects;
mod rates;
mod raw;
mod register;
mod rows;
mod scenario;
mod schools;
mod values;

use crate::diagnostic::{Diagnostic, any_error};
use crate::domain::Study;
use crate::scenario::Applied;
use files::Files;
use findings::Findings;
use model_file::Source;
use scenario::{Log, read_scenarios};
use std::path::{Path, PathBuf};

/// What reading gave: the study if it is usable, every finding, and the files read with their hashes (读取结果).
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The study; none if any finding is an error.
    pub study: Option<Study>,
    /// Every finding, by file, sheet, row and column.
    pub diagnostics: Vec<Diagnostic>,
    /// Files read, in order of reading.
    pub files: Vec<InputFile>,
    /// Scenarios it was read with, and what they changed.
    pub applied: Applied,
}

/// A file that was read (输入文件).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Where it is.
    pub path: PathBuf,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Its length, bytes.
    pub bytes: u64,
}

/// Reads a study from a model file, or from a folder that holds exactly one `*.toml` or one of its own name.
///
/// The tables lie where the model's `data` says, relative to the model file: a folder of `TABLE.csv` files or an xlsx
/// workbook with a sheet per table. Faults are findings, never a panic: a study with any error is withheld.
#[must_use]
pub fn read_study(path: &Path) -> Reading {
    read_with_scenarios(path, &[])
}

/// As [`read_study`], with scenarios applied in order before anything is checked: each a file, or the name of one in the folder
/// `scenarios` beside the model file. A finding about a value that a scenario changed is told at the override.
#[must_use]
pub fn read_with_scenarios(path: &Path, scenarios: &[String]) -> Reading {
    let findings = Findings::default();
    let mut files = Files { findings: &findings, read: Vec::new() };
    let mut log = Log::default();
    let study = read(&mut files, path, scenarios, &mut log);
    let files = files.read;
    let diagnostics = log.relocate(findings.sorted());
    let study = study.filter(|_| !any_error(&diagnostics));
    Reading { study, diagnostics, files, applied: log.applied() }
}

fn read(files: &mut Files, path: &Path, scenarios: &[String], log: &mut Log) -> Option<Study> {
    let path = files.find_model(path)?;
    let text = files.text(&path)?;
    let overrides = read_scenarios(files, &path, scenarios);
    let findings = files.findings;
    let model = model::read_model(&Source { path, text }, &overrides, findings);
    let package =
        model.data.as_deref().and_then(|data| package::read_package(files, data, &model, &overrides));
    *log = overrides.log;
    collect::collect(&package?, model, findings)
}

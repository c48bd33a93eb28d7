//! Reading a study (读取研究): a model file and its tables become a [`Study`], or a list of everything that is wrong.
//!
//! The story: find the model file and read it; find the tables that it names and check their heads and keys; read every
//! table row by row, each cell as the table's definition says; put the classes, selections and cross checks together.
//! No fault stops the reading, and a fault in one cell is told once, at that cell.

mod age_groups;
mod area_changes;
mod book;
mod cells;
mod collect;
mod contradictions;
mod coverage;
mod decode;
mod enrolment;
mod files;
mod findings;
mod grid;
mod headers;
mod hidden;
mod housing;
mod idle_ceilings;
mod keys;
mod layout;
mod limits;
mod model;
mod model_entry;
mod model_file;
mod money;
mod nearest;
mod number_format;
mod official_totals;
mod package;
mod people;
mod person_columns;
mod places;
mod plausibility;
mod projects;
mod rates;
mod raw;
mod records;
mod register;
mod rows;
mod scenario;
mod schools;
mod sheet;
mod size;
mod survey;
mod table_names;
mod texts;
mod tidy;
mod unread;
mod values;
mod wholes;

use crate::diagnostic::{Diagnostic, any_error};
use crate::domain::Study;
use crate::scenario::Applied;
use files::Files;
pub use files::{FileCache, hash};
use findings::Findings;
pub use grid::{CellContent, Grid, GridCell, grids};
pub use layout::Layout;
use model_file::Source;
pub use plausibility::{THRESHOLDS, Threshold};
use scenario::{Log, change_model, read_scenarios};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
pub use survey::{Survey, survey};

/// What reading gave: the study if it is usable, every finding, and the files read with their hashes (读取结果).
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The study; none if any finding is an error.
    pub study: Option<Study>,
    /// Every finding, by file, sheet, row and column.
    pub diagnostics: Vec<Diagnostic>,
    /// Files read, in order of reading.
    pub files: Vec<InputFile>,
    /// Where its tables stand in them.
    pub layouts: Vec<Layout>,
    /// Scenarios it was read with, and what they changed.
    pub applied: Applied,
}

/// What a file is to a study (文件用途).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputRole {
    /// The model file (模型文件).
    Model,
    /// A scenario (情景).
    Scenario,
    /// A table, or a workbook of tables (数据表).
    Table,
    /// What a data package says of itself (数据包说明): kept for the record, no part of the study.
    Description,
}

impl InputRole {
    /// The word in manifests.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Scenario => "scenario",
            Self::Table => "table",
            Self::Description => "description",
        }
    }
}

/// A file that was read (输入文件).
#[derive(Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it is to the study.
    pub role: InputRole,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Its bytes as read: what lies there later may be something else.
    pub content: Arc<[u8]>,
}

impl fmt::Debug for InputFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({}, {} bytes)", self.path.display(), self.sha256, self.content.len())
    }
}

/// From what a study is read (读取来源).
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The model file, or a folder that holds exactly one `*.toml` or one of its own name.
    pub model: &'a Path,
    /// Folder or workbook of the tables, where it is not the one that the model names.
    pub data: Option<&'a Path>,
    /// Scenarios in the order in which they are applied.
    pub scenarios: &'a [ScenarioSource],
    /// Files that were read before, for studies that share them.
    pub cache: Option<&'a FileCache>,
}

/// Where a scenario comes from (情景来源).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScenarioSource {
    /// A file, or the name of one in the folder `scenarios` beside the model file.
    Named(String),
    /// A scenario file that is written here instead of on disk.
    Written {
        /// Name of the file.
        file: PathBuf,
        /// Its text.
        text: String,
    },
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
    let scenarios: Vec<_> = scenarios.iter().cloned().map(ScenarioSource::Named).collect();
    read_sources(&Sources { model: path, data: None, scenarios: &scenarios, cache: None })
}

/// As [`read_with_scenarios`], with the tables elsewhere than the model says, or scenarios that are no files.
#[must_use]
pub fn read_sources(sources: &Sources) -> Reading {
    let findings = Findings::default();
    let mut files =
        Files { findings: &findings, read: Vec::new(), layouts: Vec::new(), cache: sources.cache };
    let mut log = Log::default();
    let study = read(&mut files, sources, &mut log);
    let (files, layouts) = (files.read, files.layouts);
    let diagnostics = log.relocate(findings.sorted());
    let study = study.filter(|_| !any_error(&diagnostics));
    Reading { study, diagnostics, files, layouts, applied: log.applied() }
}

fn read(files: &mut Files, sources: &Sources, log: &mut Log) -> Option<Study> {
    let path = files.find_model(sources.model)?;
    let text = files.text(&path, InputRole::Model)?;
    let overrides = read_scenarios(files, &path, sources.scenarios);
    let findings = files.findings;
    let source = Source::new(path, text);
    let model = model::read_model(
        &source,
        |tree, texts| change_model(&overrides, tree, texts, &source, findings),
        findings,
    )?;
    let data = model.data.as_deref().map(|data| sources.data.unwrap_or(data));
    let package = data.and_then(|data| package::read_package(files, data, &model, &overrides));
    *log = overrides.log;
    collect::collect(&package?, model, &source, findings)
}

//! A run folder opened again (重新打开结果文件夹): its study, read anew from its own inputs, and its plan, from its tables.

mod indices;
mod plan;

use super::folder::INPUTS;
use super::record::record_of;
use super::{Difference, MOST_TABLE, RecordError, RunFolder, is_inside, read_plain};
use crate::allocation::{Plan, StayClose, Wishes};
use crate::diagnostic::{Diagnostic, any_error};
use crate::domain::{Language, ProjectIndex, SchoolYear, Study};
use crate::input::{InputFile, Reading, ScenarioSource, Sources, hash, read_sources};
use crate::projection::Rolls;
use crate::scenario::Applied;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a run folder cannot be opened again.
#[derive(Debug, Error)]
pub enum ReopenError {
    /// A file is not there or not as a run writes it.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The manifest does not say what its inputs were for.
    #[error(
        "{0} 的 manifest.json 未写明哪个输入是模型文件，可能由旧版本生成，请重新求解 / does not say in manifest.json which input is the model file; the run may be of an older version: plan again"
    )]
    NoModel(PathBuf),
    /// An input lacks, or is not what the run was made from.
    #[error("{} 与运行时不同或已缺失（manifest.json 中的校验值不符），不能据此重新打开；请用现有输入重新求解 / no longer what the run was made from (missing, or its hash is not that of manifest.json): plan again from the inputs as they are now", listed(.0))]
    Changed(Vec<PathBuf>),
    /// The inputs have faults: they were read by another version of the program.
    #[error("{folder} 的输入已不能读取 / its inputs can no longer be read: {}", .findings.first().map(|one| one.describe(Language::English)).unwrap_or_default())]
    Faulty {
        /// Run folder.
        folder: PathBuf,
        /// Every finding.
        findings: Vec<Diagnostic>,
    },
    /// A table names something that the study lacks.
    #[error(
        "{folder}: 表 {table} 中的 {what}“{id}”不在其研究中 / table {table} names {what} `{id}`, which its study lacks"
    )]
    Unknown {
        /// Run folder.
        folder: PathBuf,
        /// Table.
        table: String,
        /// Kind of thing.
        what: &'static str,
        /// Its id.
        id: String,
    },
}

fn listed(files: &[PathBuf]) -> String {
    files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// A run opened again.
#[derive(Debug, Clone)]
pub struct Reopened {
    /// Its folder.
    pub folder: PathBuf,
    /// Its study, scenarios applied.
    pub study: Study,
    /// Scenarios and what they changed.
    pub applied: Applied,
    /// Its inputs.
    pub inputs: Vec<InputFile>,
    /// What the plan was to heed beside its study.
    pub wishes: Wishes,
    /// Its files.
    files: RunFolder,
}

/// Opens a run folder again: reads its study from the inputs that it keeps, after seeing that all files are those of the manifest.
///
/// # Errors
/// [`ReopenError`] where a file lacks or is changed, or the inputs can no longer be read.
pub fn reopen(folder: &Path) -> Result<Reopened, ReopenError> {
    let files = RunFolder::open(folder);
    if let Err(RecordError::Altered { files, .. }) = &files {
        let is_input = |(name, how): &&(String, Difference)| {
            name.starts_with(&format!("{INPUTS}/"))
                && matches!(how, Difference::Changed | Difference::Missing)
        };
        let inputs: Vec<PathBuf> = files.iter().filter(is_input).map(|(name, _)| folder.join(name)).collect();
        if !inputs.is_empty() && inputs.len() == files.len() {
            return Err(ReopenError::Changed(inputs));
        }
    }
    read_again(files?)
}

/// As [`reopen`], for [`crate::verify`], which compares all files but the inputs with code of its own.
///
/// # Errors
/// [`ReopenError`] where an input lacks or is changed, or the inputs can no longer be read.
pub fn reopen_to_verify(folder: &Path) -> Result<Reopened, ReopenError> {
    let files = RunFolder::open_unchecked(folder)?;
    check_hashes(&folder.join(INPUTS), files.manifest())?;
    read_again(files)
}

fn read_again(run: RunFolder) -> Result<Reopened, ReopenError> {
    let (folder, manifest) = (run.path(), run.manifest());
    let inputs = folder.join(INPUTS);
    let of_role = |role: &'static str| {
        let inside = |file: &&str| is_inside(file, "");
        let of = entries(manifest).filter(move |one| one["role"] == role);
        of.filter_map(|one| one["file"].as_str()).filter(inside)
    };
    let model = of_role("model").next().ok_or_else(|| ReopenError::NoModel(folder.to_owned()))?;
    let scenarios: Vec<ScenarioSource> = of_role("scenario")
        .map(|file| ScenarioSource::Named(inputs.join(file).to_string_lossy().into_owned()))
        .collect();
    let model = inputs.join(model);
    let sources = Sources { model: &model, data: Some(&inputs), scenarios: &scenarios, cache: None };
    let Reading { study, diagnostics, files, applied, .. } = read_sources(&sources);
    let Some(study) = study.filter(|_| !any_error(&diagnostics)) else {
        return Err(ReopenError::Faulty { folder: folder.to_owned(), findings: diagnostics });
    };
    let wishes = Wishes {
        forced: forced(folder, &study, manifest)?,
        stay_close: stay_close(folder, &study, &manifest["replan"])?,
        needs: if manifest["robust"].is_object() { plan::read_needs(&run, &study)? } else { Vec::new() },
    };
    Ok(Reopened { folder: folder.to_owned(), study, applied, inputs: files, wishes, files: run })
}

impl Reopened {
    /// The plan of the run, from its tables; `rolls` are those of its study.
    ///
    /// # Errors
    /// [`ReopenError`] where a table lacks or does not fit the study.
    pub fn plan(&self, rolls: &Rolls) -> Result<Plan, ReopenError> {
        plan::read_plan(&self.files, &self.study, rolls)
    }

    /// The figures of the run, from its tables.
    ///
    /// # Errors
    /// [`ReopenError`] where a table lacks.
    pub fn record(&self) -> Result<super::RunRecord, ReopenError> {
        Ok(record_of(&self.files)?)
    }
}

fn entries(manifest: &Value) -> impl Iterator<Item = &Value> {
    manifest["inputs"].as_array().into_iter().flatten()
}

/// Every input of the manifest is there with its hash.
fn check_hashes(inputs: &Path, manifest: &Value) -> Result<(), ReopenError> {
    let differs = |entry: &&Value| {
        let inside = entry["file"].as_str().filter(|file| is_inside(file, ""));
        let content = inside.and_then(|file| read_plain(&inputs.join(file), MOST_TABLE).ok());
        content.is_none_or(|content| entry["sha256"] != hash(&content))
    };
    let changed: Vec<PathBuf> = entries(manifest)
        .filter(differs)
        .map(|entry| inputs.join(entry["file"].as_str().unwrap_or_default()))
        .collect();
    if changed.is_empty() { Ok(()) } else { Err(ReopenError::Changed(changed)) }
}

fn forced(
    folder: &Path,
    study: &Study,
    manifest: &Value,
) -> Result<BTreeMap<ProjectIndex, bool>, ReopenError> {
    let indices = indices::Indices::of(study, folder, "manifest.json");
    let forced = manifest["forced"].as_object().into_iter().flatten();
    forced.map(|(id, built)| Ok((indices.project(id)?, built.as_bool().unwrap_or(false)))).collect()
}

/// The earlier plan that it stayed close to, at its price.
fn stay_close(folder: &Path, study: &Study, replan: &Value) -> Result<Option<StayClose>, ReopenError> {
    let price = replan["price_per_moved_project"].as_f64().unwrap_or(0.0);
    let indices = indices::Indices::of(study, folder, "manifest.json");
    let planned = replan["planned"].as_object().into_iter().flatten();
    let year = |year: &Value| year.as_i64().and_then(|year| i32::try_from(year).ok()).unwrap_or(0);
    let planned = planned.map(|(id, opens)| Ok((indices.project(id)?, SchoolYear(year(opens)))));
    let planned = planned.collect::<Result<_, ReopenError>>()?;
    Ok((price > 0.0).then_some(StayClose { price, planned }))
}

//! Run folders (结果文件夹): the inputs as read, Parquet tables, `manifest.json`, `summary.json`.
//!
//! A run is written beside its final name and renamed when whole: a killed run leaves no half folder under a final name, and
//! a folder that is there is never touched.

mod area_tables;
mod ceilings_table;
mod changes;
mod columns;
mod finance_tables;
mod folder;
mod manifest;
mod parquet;
mod plain_file;
mod prices_tables;
mod projection_run;
mod projection_tables;
mod record;
mod reopen;
mod robust_run;
mod run_folder;
mod summary;
mod tables;

pub use changes::changes_table;
pub use folder::seal;
pub use parquet::{read_bytes, read_table};
pub use plain_file::{MOST_TABLE, MOST_TEXT, is_inside, open_plain, read_named_text, read_plain};
pub use projection_run::{ProjectionRun, write_projection};
pub use projection_tables::{
    births_table, children_table, components_table, floors_table, methods_table, population_table,
    roll_by_grade_table, rolls_table,
};
pub use record::{
    BalanceRecord, BandRecord, CeilingRecord, EffectRecord, ExpenditureRecord, IndicatorRecord, MoneyRecord,
    MoveRecord, OpeningRecord, PackageRecord, PaymentRecord, ProgrammeRecord, ProjectRecord,
    ProvenanceRecord, RecordError, RunDetails, RunRecord, RunningRecord, StrandedRecord, TownRecord,
    UndecidedRecord, read_details, read_record,
};
pub use reopen::{ReopenError, Reopened, reopen, reopen_to_verify};
pub use robust_run::RobustRun;
pub use run_folder::{Difference, RunFolder};
pub use summary::summary;
pub use tables::Tables;

use crate::allocation::{Limits, Plan, Wishes};
use crate::domain::Study;
use crate::input::InputFile;
use crate::outcome::Outcome;
use crate::projection::{OutlookLine, Projection};
use crate::scenario::Applied;
use polars::prelude::DataFrame;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Everything that a run leaves behind.
#[derive(Debug)]
pub struct Run<'a> {
    /// The study that was planned.
    pub study: &'a Study,
    /// Its children and rolls.
    pub projection: &'a Projection,
    /// The plan.
    pub plan: &'a Plan,
    /// The plan's figures.
    pub outcome: &'a Outcome,
    /// Files that were read.
    pub inputs: &'a [InputFile],
    /// Scenarios and what they changed.
    pub applied: &'a Applied,
    /// What it was to heed beside its study: projects put in or kept out, an earlier plan, places that futures need.
    pub wishes: &'a Wishes,
    /// What a plan for most futures was asked and found, if it is one.
    pub robust: Option<RobustRun>,
    /// The earlier plan that it follows, if any.
    pub replan: Option<Replan>,
    /// Children who need a place with their bands, by area, stage and year; empty where no bands were drawn.
    pub bands: &'a [OutlookLine],
    /// Limits that were asked for.
    pub limits: Limits,
    /// Seconds to read and to project.
    pub seconds: (f64, f64),
}

/// The earlier plan that a run follows (滚动规划).
#[derive(Debug, Clone, PartialEq)]
pub struct Replan {
    /// Name of its run.
    pub from: String,
    /// Weight of a moved project, 10⁴ yuan; it is no cost.
    pub stay_close: f64,
    /// Projects that open otherwise than it planned.
    pub moved: usize,
}

/// Why a run could not be written.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The folder is there already.
    #[error(
        "{0} 已存在，从不覆盖；请用 --out 另选文件夹 / {0} is there already; choose another folder with --out, runs are never overwritten"
    )]
    Exists(PathBuf),
    /// The folder was not there when the run began.
    #[error(
        "{0} 在此期间已由另一次运行写出，未予改动；请用 --out 另选文件夹再运行 / {0} was written by another run meanwhile and is left as it is; choose another folder with --out and run again"
    )]
    Meanwhile(PathBuf),
    /// A file or folder cannot be written.
    #[error("无法写入 {path} / cannot write {path}: {source}")]
    Write {
        /// File or folder.
        path: PathBuf,
        /// Reason.
        source: std::io::Error,
    },
    /// A table cannot be made or written.
    #[error("无法写出表 {table} / cannot write table {table}: {source}")]
    Table {
        /// Table.
        table: String,
        /// Reason.
        source: polars::prelude::PolarsError,
    },
    /// A JSON file cannot be made.
    #[error("cannot write JSON: {0}")]
    Json(#[from] serde_json::Error),
}

pub use folder::{Partial, sync_folder, try_folder};

/// Form of the tables in a run folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TableForm {
    /// Parquet only.
    #[default]
    Parquet,
    /// Parquet and CSV, in which no text begins as a formula does.
    ParquetAndCsv,
    /// Parquet and CSV with texts as they are, for machines.
    ParquetAndRawCsv,
}

/// Name of a study with its scenarios, such as `taizhou-low_births`.
fn case_name(study: &Study, applied: &Applied) -> String {
    let scenarios = applied.scenarios.iter().map(|scenario| format!("-{}", scenario.name));
    std::iter::once(study.name.clone()).chain(scenarios).collect()
}

/// Whether a folder holds a whole run made from these inputs within these limits, so that it need not be planned again; none
/// where the folder is not there.
///
/// # Errors
/// [`RecordError`] where the folder has no manifest that can be read.
pub fn holds_run(folder: &Path, inputs: &[InputFile], limits: Limits) -> Result<Option<bool>, RecordError> {
    if !folder.exists() {
        return Ok(None);
    }
    Ok(Some(manifest::is_of(RunFolder::open(folder)?.manifest(), inputs, limits)))
}

/// Writes the table of a sweep to its folder as Parquet, CSV and JSON, in the place of older ones: all three are whole before any
/// of them is renamed, so that two sweeps of one folder never mix their parts.
///
/// # Errors
/// [`StoreError`] where the table cannot be written.
pub fn write_sweep(
    folder: &Path,
    table: &mut DataFrame,
    json: &serde_json::Value,
    form: TableForm,
) -> Result<(), StoreError> {
    let name = "sweep";
    let partial = folder::Partial::create(&folder.join(name))?;
    folder::write_table(partial.path(), name, table, form)?;
    folder::write_json(&partial.path().join("sweep.json"), json)?;
    for ending in ["parquet", "csv", "json"] {
        let file = format!("{name}.{ending}");
        let target = folder.join(&file);
        std::fs::rename(partial.path().join(file), &target)
            .map_err(|source| StoreError::Write { path: target, source })?;
    }
    Ok(())
}

/// Writes a run and returns its folder; `out` names the folder, otherwise it is made under `runs` with a stamp.
///
/// # Errors
/// [`StoreError`]; nothing is left under the final name then.
pub fn write(run: &Run, out: Option<&Path>, form: TableForm) -> Result<PathBuf, StoreError> {
    let started = std::time::Instant::now();
    let target = folder::target(&case_name(run.study, run.applied), out)?;
    let stamp = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let partial = folder::Partial::create(&target)?;
    folder::write_inputs(partial.path(), run.inputs)?;
    for (name, mut table) in Tables::of(run)?.0 {
        folder::write_table(partial.path(), name, &mut table, form)?;
    }
    let seconds = started.elapsed().as_secs_f64();
    folder::write_json(&partial.path().join("summary.json"), &summary(run, &stamp, seconds))?;
    let mut manifest = manifest::manifest(run, &stamp);
    manifest["files"] = folder::list_files(partial.path())?.into();
    folder::write_manifest(partial.path(), &manifest)?;
    partial.finish(&target)?;
    Ok(target)
}

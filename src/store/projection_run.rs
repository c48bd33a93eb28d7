//! Folder of a projection without a plan (预测结果文件夹).

use super::projection_tables::{
    births_table, children_table, components_table, floors_table, housing_table, methods_table,
    population_table, roll_by_grade_table, rolls_table,
};
use super::{StoreError, TableForm, changes_table, folder, manifest};
use crate::domain::Study;
use crate::input::InputFile;
use crate::projection::Projection;
use crate::scenario::Applied;
use polars::prelude::{DataFrame, PolarsResult};
use serde_json::json;
use std::path::Path;

/// A projection and what it was made from.
#[derive(Debug)]
pub struct ProjectionRun<'a> {
    /// The study.
    pub study: &'a Study,
    /// Its projection.
    pub projection: &'a Projection,
    /// Files that were read.
    pub inputs: &'a [InputFile],
    /// Scenarios and what they changed.
    pub applied: &'a Applied,
}

/// Makes one table of a projection.
type Maker = fn(&Study, &Projection) -> PolarsResult<DataFrame>;

/// Tables in the order in which they are written.
const TABLES: [(&str, Maker); 9] = [
    ("population", population_table),
    ("components", components_table),
    ("floors", floors_table),
    ("births", births_table),
    ("children", children_table),
    ("housing", housing_table),
    ("rolls", rolls_table),
    ("roll_by_grade", roll_by_grade_table),
    ("methods", |_, projection| methods_table(projection)),
];

/// Writes the tables of a projection, its inputs and a manifest to a folder that is not there yet, whole or not at all.
///
/// # Errors
/// [`StoreError`]; nothing is left under the final name then.
pub fn write_projection(run: &ProjectionRun, out: &Path, form: TableForm) -> Result<(), StoreError> {
    let target = folder::target(&run.study.name, Some(out))?;
    let stamp = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let partial = folder::Partial::create(&target)?;
    folder::write_inputs(partial.path(), run.inputs)?;
    let counted = run.projection.grades.is_some();
    for (name, make) in TABLES.into_iter().filter(|(name, _)| *name != "roll_by_grade" || counted) {
        let table = make(run.study, run.projection);
        let mut table = table.map_err(|source| StoreError::Table { table: name.to_owned(), source })?;
        folder::write_table(partial.path(), name, &mut table, form)?;
    }
    if !run.applied.scenarios.is_empty() {
        let table = changes_table(run.applied);
        let mut table = table.map_err(|source| StoreError::Table { table: "changes".to_owned(), source })?;
        folder::write_table(partial.path(), "changes", &mut table, form)?;
    }
    let mut manifest = manifest::common(run.study, run.projection, (run.inputs, run.applied), &stamp);
    manifest.insert("command".to_owned(), json!("project"));
    manifest.insert("files".to_owned(), folder::list_files(partial.path())?.into());
    folder::write_manifest(partial.path(), &manifest.into())?;
    partial.finish(&target)
}

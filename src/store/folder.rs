//! Writing a folder whole or not at all.

use super::{StoreError, TableForm};
use crate::harmless::csv_table;
use crate::input::{InputFile, hash};
use polars::prelude::{CsvWriter, DataFrame, ParquetWriter, SerWriter};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Folder of runs without a name of their own.
const RUNS: &str = "runs";

fn write_error(path: &Path) -> impl FnOnce(std::io::Error) -> StoreError + '_ {
    move |source| StoreError::Write { path: path.to_owned(), source }
}

/// The final folder: as named, or `runs/STUDY-STAMP`, which is not there yet.
pub fn target(study: &str, out: Option<&Path>) -> Result<PathBuf, StoreError> {
    if let Some(out) = out.map(plain).as_deref() {
        return if out.symlink_metadata().is_ok() {
            Err(StoreError::Exists(out.to_owned()))
        } else {
            Ok(out.to_owned())
        };
    }
    let stamp = jiff::ZonedDateTime::now().strftime("%Y%m%d-%H%M%S").to_string();
    let base = Path::new(RUNS).join(format!("{study}-{stamp}"));
    let numbered = |number: u32| PathBuf::from(format!("{}-{number}", base.display()));
    let taken = std::iter::once(base.clone()).chain((2..1000).map(numbered)).find(|folder| !folder.exists());
    Ok(taken.unwrap_or(base))
}

/// A path without `.` and doubled or ending strokes, which no folder could be renamed to.
fn plain(path: &Path) -> PathBuf {
    path.components().collect()
}

/// A folder being written (未完成的文件夹); removed again unless finished.
#[derive(Debug)]
pub struct Partial(tempfile::TempDir);

impl Partial {
    /// Makes it beside the final folder.
    ///
    /// # Errors
    /// [`StoreError::Write`] where that cannot be written.
    pub fn create(target: &Path) -> Result<Self, StoreError> {
        let parent = parent(target);
        fs::create_dir_all(parent).map_err(write_error(parent))?;
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let folder =
            tempfile::Builder::new().prefix(&format!(".{name}.")).suffix(".partial").tempdir_in(parent);
        folder.map(Self).map_err(write_error(parent))
    }

    /// Where it is being written.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Gives it its final name once all of it is on the disk, so that not even a power cut leaves half of it under that name.
    ///
    /// # Errors
    /// [`StoreError::Write`] where it cannot be brought to the disk or renamed; it is removed then.
    pub fn finish(self, target: &Path) -> Result<(), StoreError> {
        let target = &plain(target);
        let path = self.0.keep();
        readable_by_others(&path);
        sync_files(&path).and_then(|()| fs::rename(&path, target)).map_err(|source| {
            let _ = fs::remove_dir_all(&path);
            // Where two write one folder, the first to rename wins, and the other is told.
            if target.symlink_metadata().is_ok() {
                StoreError::Meanwhile(target.to_owned())
            } else {
                StoreError::Write { path: target.to_owned(), source }
            }
        })?;
        sync_folder(parent(target));
        Ok(())
    }
}

/// Tries whether a folder could be written beside its final name, and leaves nothing behind.
///
/// # Errors
/// [`StoreError::Exists`] where it is there, [`StoreError::Write`] where it cannot be made.
pub fn try_folder(target: &Path) -> Result<(), StoreError> {
    let target = &plain(target);
    if target.symlink_metadata().is_ok() {
        return Err(StoreError::Exists(target.to_owned()));
    }
    if target.file_name().is_none() {
        let source = std::io::Error::other("路径没有文件夹名 / the path names no folder");
        return Err(StoreError::Write { path: target.to_owned(), source });
    }
    let missing: Vec<&Path> = target
        .ancestors()
        .skip(1)
        .take_while(|above| !above.as_os_str().is_empty() && !above.exists())
        .collect();
    let tried = Partial::create(target).map(drop);
    missing.into_iter().for_each(|made| {
        let _ = fs::remove_dir(made);
    });
    tried
}

/// The folder in which a file or folder lies.
pub fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Brings every file below a folder to the disk, and the names of the files.
fn sync_files(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sync_files(&path)?;
        } else {
            fs::OpenOptions::new().write(true).open(&path)?.sync_all()?;
        }
    }
    sync_folder(folder);
    Ok(())
}

/// Brings the names in a folder to the disk, on systems that can do that for a folder alone.
pub fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    #[cfg(not(unix))]
    let _ = folder;
}

/// Temporary folders are private; a run folder is shared like any other.
fn readable_by_others(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o755));
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// Folder of the inputs in a run folder.
pub const INPUTS: &str = "inputs";

/// The manifest of a run folder.
pub const MANIFEST: &str = "manifest.json";

/// Holds the hash of the manifest, as `sha256sum` writes and checks it.
pub const SEAL: &str = "manifest.sha256";

/// What `manifest.sha256` says of the text of a manifest (清单的校验值).
#[must_use]
pub fn seal(manifest: &[u8]) -> String {
    format!("{}  {MANIFEST}\n", hash(manifest))
}

/// Writes the manifest of a folder and its hash.
pub fn write_manifest(folder: &Path, manifest: &Value) -> Result<(), StoreError> {
    let path = folder.join(MANIFEST);
    write_json(&path, manifest)?;
    let text = fs::read(&path).map_err(write_error(&path))?;
    let path = folder.join(SEAL);
    fs::write(&path, seal(&text)).map_err(write_error(&path))
}

/// Names of the inputs in a run folder, which differ even where letters are not told apart by case: files of one name are
/// numbered.
pub fn input_names(inputs: &[InputFile]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let name_of = |input: &InputFile| {
        let name = input.path.file_name().unwrap_or(input.path.as_os_str()).to_string_lossy().into_owned();
        let numbered = (2_usize..).map(|number| format!("{number}-{name}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        names.find(|name| taken.insert(name.to_lowercase())).unwrap_or(name)
    };
    inputs.iter().map(name_of).collect()
}

/// Writes every input as it was read into `inputs`.
pub fn write_inputs(folder: &Path, inputs: &[InputFile]) -> Result<(), StoreError> {
    let inputs_folder = folder.join(INPUTS);
    fs::create_dir_all(&inputs_folder).map_err(write_error(&inputs_folder))?;
    for (input, name) in inputs.iter().zip(input_names(inputs)) {
        let copy = inputs_folder.join(name);
        fs::write(&copy, &input.content).map_err(write_error(&copy))?;
    }
    Ok(())
}

/// Writes a table as Parquet, and as CSV where asked.
pub fn write_table(
    folder: &Path,
    name: &str,
    table: &mut DataFrame,
    form: TableForm,
) -> Result<(), StoreError> {
    let table_error = |source| StoreError::Table { table: name.to_owned(), source };
    let path = folder.join(format!("{name}.parquet"));
    let file = fs::File::create(&path).map_err(write_error(&path))?;
    ParquetWriter::new(file).finish(table).map_err(table_error)?;
    let mut csv = match form {
        TableForm::Parquet => return Ok(()),
        TableForm::ParquetAndCsv => csv_table(table).map_err(table_error)?,
        TableForm::ParquetAndRawCsv => table.clone(),
    };
    let path = folder.join(format!("{name}.csv"));
    let file = fs::File::create(&path).map_err(write_error(&path))?;
    CsvWriter::new(file).finish(&mut csv).map_err(table_error)?;
    Ok(())
}

/// Every file of a folder, those of its folders included, with its hash, by name.
pub fn list_files(folder: &Path) -> Result<Vec<Value>, StoreError> {
    let mut names = Vec::new();
    for (prefix, folder) in [("", folder.to_owned()), ("inputs/", folder.join(INPUTS))] {
        let entries = fs::read_dir(&folder).map_err(write_error(&folder))?;
        for entry in entries {
            let entry = entry.map_err(write_error(&folder))?;
            if entry.path().is_file() {
                names.push(format!("{prefix}{}", entry.file_name().to_string_lossy()));
            }
        }
    }
    names.sort();
    let one = |name: String| {
        let path = folder.join(&name);
        let content = fs::read(&path).map_err(write_error(&path))?;
        Ok(json!({ "file": name, "sha256": hash(&content), "bytes": content.len() }))
    };
    names.into_iter().map(one).collect()
}

/// Writes a JSON file, indented.
pub fn write_json(path: &Path, value: &Value) -> Result<(), StoreError> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    fs::write(path, text).map_err(write_error(path))
}

//! A run folder behind its manifest (结果文件夹的读取): every reader goes through here, and what it gets is what the run wrote.
//!
//! `manifest.sha256` holds the hash of `manifest.json`, which holds the hashes of all other files. A folder in which any of
//! them differs is refused before anything of it is shown.

use super::folder::{INPUTS, MANIFEST, SEAL, seal};
use super::plain_file::{MOST_TABLE, MOST_TEXT, is_inside, open_plain, read_plain};
use super::record::RecordError;
use crate::input::hash;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// What the manifest says of a file.
#[derive(Debug, Clone)]
struct Listed {
    sha256: String,
    bytes: Option<u64>,
}

/// A run folder that may be read.
#[derive(Debug, Clone)]
pub struct RunFolder {
    path: PathBuf,
    manifest: Value,
    /// What the manifest lists; none where the files are compared by `verify` instead.
    listed: Option<BTreeMap<String, Listed>>,
}

/// What is wrong with a listed file (结果文件的问题).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// Its content is not what the run wrote.
    Changed,
    /// It is not there.
    Missing,
    /// It lies among the inputs, where it would be read, and is none of them.
    Added,
    /// It is a link, a pipe, a device or a folder, or its name leads out of the folder.
    NotPlain,
}

impl Difference {
    /// In Chinese and English.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Changed => ("内容已改动", "changed"),
            Self::Missing => ("缺失", "missing"),
            Self::Added => ("不属于该结果", "no part of the run"),
            Self::NotPlain => ("不是文件夹内的普通文件", "no plain file of the folder"),
        }
    }
}

impl RunFolder {
    /// Opens a run folder after comparing all its files with the manifest.
    ///
    /// # Errors
    /// [`RecordError::Altered`] with every file that differs; [`RecordError::File`] where the manifest cannot be read.
    pub fn open(path: &Path) -> Result<Self, RecordError> {
        let (manifest, text) = manifest(path)?;
        let said = read_plain(&path.join(SEAL), MOST_TEXT);
        let mut differing = Vec::new();
        match said {
            Ok(said) if said == seal(&text).into_bytes() => {}
            Ok(_) => differing.push((MANIFEST.to_owned(), Difference::Changed)),
            Err(_) => differing.push((SEAL.to_owned(), Difference::Missing)),
        }
        let Some(listed) = listed(&manifest) else {
            return Err(RecordError::Unlisted { folder: path.to_owned() });
        };
        differing
            .extend(listed.iter().filter_map(|(name, of)| Some((name.clone(), differs(path, name, of)?))));
        differing.extend(added(path, &listed).map(|name| (name, Difference::Added)));
        if !differing.is_empty() {
            return Err(RecordError::Altered { folder: path.to_owned(), files: differing });
        }
        Ok(Self { path: path.to_owned(), manifest, listed: Some(listed) })
    }

    /// Opens a run folder whose files are yet to be compared, as `verify` does with code of its own.
    ///
    /// # Errors
    /// [`RecordError::File`] where the manifest cannot be read.
    pub fn open_unchecked(path: &Path) -> Result<Self, RecordError> {
        Ok(Self { path: path.to_owned(), manifest: manifest(path)?.0, listed: None })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its manifest.
    #[must_use]
    pub fn manifest(&self) -> &Value {
        &self.manifest
    }

    /// Whether a table is part of the run.
    #[must_use]
    pub fn has_table(&self, name: &str) -> bool {
        let file = format!("{name}.parquet");
        match &self.listed {
            Some(listed) => listed.contains_key(&file),
            None => self.path.join(file).is_file(),
        }
    }

    /// Bytes of a table.
    ///
    /// # Errors
    /// [`RecordError`] where it is not part of the run, or differs.
    pub fn table(&self, name: &str) -> Result<Vec<u8>, RecordError> {
        self.bytes(&format!("{name}.parquet"), MOST_TABLE)
    }

    /// A JSON file.
    ///
    /// # Errors
    /// [`RecordError`] where it is not part of the run, differs, or is no JSON.
    pub fn json(&self, name: &str) -> Result<Value, RecordError> {
        let bytes = self.bytes(name, MOST_TEXT)?;
        serde_json::from_slice(&bytes)
            .map_err(|source| RecordError::Json { path: self.path.join(name), source })
    }

    fn bytes(&self, name: &str, most: u64) -> Result<Vec<u8>, RecordError> {
        let path = self.path.join(name);
        let unreadable = |source| RecordError::File { path: path.clone(), source };
        let bytes = read_plain(&path, most).map_err(unreadable)?;
        let Some(listed) = &self.listed else { return Ok(bytes) };
        let of = listed.get(name).ok_or_else(|| {
            unreadable(io::Error::other("manifest.json 未列此文件 / manifest.json does not list it"))
        })?;
        if hash(&bytes) == of.sha256 {
            return Ok(bytes);
        }
        let files = vec![(name.to_owned(), Difference::Changed)];
        Err(RecordError::Altered { folder: self.path.clone(), files })
    }
}

/// The manifest and its text.
fn manifest(folder: &Path) -> Result<(Value, Vec<u8>), RecordError> {
    let path = folder.join(MANIFEST);
    let text =
        read_plain(&path, MOST_TEXT).map_err(|source| RecordError::File { path: path.clone(), source })?;
    let manifest = serde_json::from_slice(&text).map_err(|source| RecordError::Json { path, source })?;
    Ok((manifest, text))
}

/// The files of a manifest; none where it has no list of them.
fn listed(manifest: &Value) -> Option<BTreeMap<String, Listed>> {
    let one = |file: &Value| {
        let sha256 = file["sha256"].as_str()?.to_owned();
        Some((file["file"].as_str()?.to_owned(), Listed { sha256, bytes: file["bytes"].as_u64() }))
    };
    manifest["files"].as_array()?.iter().map(one).collect()
}

/// How a file differs from what the manifest says of it; none where it does not.
fn differs(folder: &Path, name: &str, listed: &Listed) -> Option<Difference> {
    let inner = folder.join(INPUTS).symlink_metadata();
    let in_link = name.starts_with(INPUTS) && inner.is_ok_and(|inner| inner.file_type().is_symlink());
    if !is_inside(name, INPUTS) || in_link {
        return Some(Difference::NotPlain);
    }
    let path = folder.join(name);
    let of = match path.symlink_metadata() {
        Ok(of) => of,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Some(Difference::Missing),
        Err(_) => return Some(Difference::NotPlain),
    };
    if !of.is_file() {
        return Some(Difference::NotPlain);
    }
    // A length that differs tells without reading, however long the file is.
    let same = listed.bytes == Some(of.len()) && hash_of(&path).is_ok_and(|found| found == listed.sha256);
    (!same).then_some(Difference::Changed)
}

/// Files among the inputs that the manifest does not list: a study is read from all tables that lie there.
fn added(folder: &Path, listed: &BTreeMap<String, Listed>) -> impl Iterator<Item = String> {
    let entries = std::fs::read_dir(folder.join(INPUTS)).into_iter().flatten().filter_map(Result::ok);
    let names = entries.map(|entry| format!("{INPUTS}/{}", entry.file_name().to_string_lossy()));
    names.filter(|name| !listed.contains_key(name))
}

/// SHA-256 of a file, read piece by piece.
fn hash_of(path: &Path) -> io::Result<String> {
    let (mut file, mut digest, mut piece) = (open_plain(path, u64::MAX)?, Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut piece)? {
            0 => break,
            length => digest.update(&piece[..length]),
        }
    }
    Ok(digest.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

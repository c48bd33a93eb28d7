//! Writing files and folders whole or not at all, and finding before a long search that they cannot be written.

use super::taken;
use crate::domain::Language;
use crate::store::{StoreError, sync_folder, try_folder as try_new_folder};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Says that a file or folder cannot be written, and why.
fn refused(path: &Path, error: &dyn std::fmt::Display, language: Language) -> anyhow::Error {
    let path = path.display();
    anyhow::anyhow!(match language {
        Language::Chinese => format!("无法写入 {path}：{error}；请检查路径和写入权限，或另选位置"),
        Language::English => {
            format!(
                "cannot write {path}: {error}; check the path and the right to write, or choose another place"
            )
        }
    })
}

/// Refuses a folder of results that is there already or could not be made; where none is named, one is made in `runs`.
pub fn try_folder(folder: Option<&Path>, language: Language) -> anyhow::Result<()> {
    let Some(folder) = folder else { return try_inside(Path::new("runs"), language) };
    match try_new_folder(folder) {
        Ok(()) => Ok(()),
        Err(StoreError::Exists(path)) => anyhow::bail!("{}", taken(&path, language)),
        Err(StoreError::Write { path, source }) => Err(refused(&path, &source, language)),
        Err(error) => Err(error.into()),
    }
}

/// Refuses a folder in which nothing could be written; one that is not there yet is tried beside its name.
pub fn try_inside(folder: &Path, language: Language) -> anyhow::Result<()> {
    match folder.metadata() {
        Err(_) => try_folder(Some(folder), language),
        Ok(of) if !of.is_dir() => {
            let no_folder = if language == Language::Chinese { "不是文件夹" } else { "it is no folder" };
            Err(refused(folder, &no_folder, language))
        }
        Ok(_) => partial(folder).map(drop).map_err(|error| refused(folder, &error, language)),
    }
}

/// Refuses a file that is there already or could not be made.
pub fn try_new(file: &Path, language: Language) -> anyhow::Result<()> {
    if file.symlink_metadata().is_ok() {
        anyhow::bail!("{}", taken(file, language));
    }
    partial(folder_of(file)).map(drop).map_err(|error| refused(file, &error, language))
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file under another name, which is gone again unless it is renamed.
fn partial(folder: &Path) -> std::io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(".").suffix(".partial").tempfile_in(folder)
}

/// Writes a file that is not there yet: beside it under another name first, then renamed once it is on the disk, so that no half file is ever seen.
pub fn write_new(file: &Path, bytes: &[u8], language: Language) -> anyhow::Result<()> {
    write_all(&[(file, bytes)], language)
}

/// Writes files that belong together, all or none: where another program wrote one of them meanwhile, those of this one are taken back.
pub fn write_all_new(files: &[(PathBuf, Vec<u8>)], language: Language) -> anyhow::Result<()> {
    let files: Vec<(&Path, &[u8])> =
        files.iter().map(|(path, bytes)| (path.as_path(), bytes.as_slice())).collect();
    write_all(&files, language)
}

fn write_all(files: &[(&Path, &[u8])], language: Language) -> anyhow::Result<()> {
    let mut written = Vec::new();
    for (file, bytes) in files {
        written.push((*file, on_disk(file, bytes).map_err(|error| refused(file, &error, language))?));
    }
    let mut named: Vec<&Path> = Vec::new();
    for (file, partial) in written {
        if let Err(error) = partial.persist_noclobber(file) {
            for other in named {
                let _ = std::fs::remove_file(other);
            }
            if error.error.kind() == ErrorKind::AlreadyExists {
                anyhow::bail!("{}", taken(file, language));
            }
            return Err(refused(file, &error.error, language));
        }
        named.push(file);
    }
    named.into_iter().map(folder_of).for_each(sync_folder);
    Ok(())
}

/// The bytes of a file under another name beside it, on the disk.
fn on_disk(file: &Path, bytes: &[u8]) -> std::io::Result<NamedTempFile> {
    let mut partial = partial(folder_of(file))?;
    partial.write_all(bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let _ = partial.as_file().set_permissions(std::fs::Permissions::from_mode(0o644));
    }
    partial.as_file().sync_all()?;
    Ok(partial)
}

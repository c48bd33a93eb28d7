//! Writing a file whole or not at all.

use crate::store::sync_folder;
use anyhow::Context as _;
use std::io::Write as _;
use std::path::Path;

/// Writes a file that is not there yet: beside it under another name first, then renamed once it is on the disk, so that no half file is ever seen.
pub fn write_new(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let name = || file.display().to_string();
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut partial =
        tempfile::Builder::new().prefix(".").suffix(".partial").tempfile_in(folder).with_context(name)?;
    partial.write_all(bytes).with_context(name)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let _ = partial.as_file().set_permissions(std::fs::Permissions::from_mode(0o644));
    }
    partial.as_file().sync_all().with_context(name)?;
    partial.persist_noclobber(file).map(|_| ()).with_context(name)?;
    sync_folder(folder);
    Ok(())
}

//! Reading a file that somebody else may have put there (读取来历不明的文件): a plain file only, and no more of it than fits.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Component, Path};

/// Most bytes of a JSON or TOML file: a thousand times what a large study writes.
pub const MOST_TEXT: u64 = 32 << 20;

/// Most bytes of a table.
pub const MOST_TABLE: u64 = 1 << 31;

/// Opens a file that is neither a link, a pipe, a device nor a folder, and not larger than `most` bytes.
///
/// # Errors
/// Says what it is instead, in Chinese and English, or what the system says.
pub fn open_plain(path: &Path, most: u64) -> io::Result<File> {
    let kind = fs::symlink_metadata(path)?;
    if kind.file_type().is_symlink() {
        return Err(io::Error::other("是链接，不是普通文件 / a link and no plain file"));
    }
    open_of_kind(path, &kind, most)
}

fn open_of_kind(path: &Path, kind: &fs::Metadata, most: u64) -> io::Result<File> {
    if !kind.is_file() {
        return Err(io::Error::other("不是普通文件 / no plain file"));
    }
    if kind.len() > most {
        let (long, mega) = (kind.len() >> 20, most >> 20);
        return Err(io::Error::other(format!(
            "文件有 {long} MB，超过上限 {mega} MB / {long} MB, more than the {mega} MB that are read"
        )));
    }
    File::open(path)
}

/// Reads such a file.
///
/// # Errors
/// As [`open_plain`].
pub fn read_plain(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_plain(path, most)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a text that a user names, through a link as well; not larger than [`MOST_TEXT`].
///
/// # Errors
/// As [`open_plain`], or that it is no UTF-8.
pub fn read_named_text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    open_of_kind(path, &fs::metadata(path)?, MOST_TEXT)?.take(MOST_TEXT).read_to_string(&mut text)?;
    Ok(text)
}

/// Whether a name means a file of a folder itself, or of one folder in it: no absolute path, no `..`, no `.`.
#[must_use]
pub fn is_inside(name: &str, inner: &str) -> bool {
    let parts: Option<Vec<_>> = Path::new(name)
        .components()
        .map(|part| match part {
            Component::Normal(part) => part.to_str(),
            _ => None,
        })
        .collect();
    match parts.as_deref() {
        Some([file]) => *file == name,
        Some([folder, file]) => *folder == inner && format!("{folder}/{file}") == name,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_inside_a_folder() {
        for good in ["a.parquet", "inputs/学校.csv", "a b"] {
            assert!(is_inside(good, "inputs"), "{good}");
        }
        let bad = [
            "",
            ".",
            "..",
            "/etc/passwd",
            "../a",
            "inputs/../a",
            "inputs//a",
            "./a",
            "other/a",
            "inputs/a/b",
        ];
        for bad in bad.into_iter().chain(["inputs/", "a/"]) {
            assert!(!is_inside(bad, "inputs"), "{bad}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_devices_folders_and_long_files_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("plain"), "12345").expect("written");
        std::os::unix::fs::symlink(at("plain"), at("link")).expect("a link");
        assert_eq!(read_plain(&at("plain"), 5).expect("read"), b"12345");
        assert!(read_plain(&at("plain"), 4).is_err(), "too long");
        for other in [at("link"), folder.path().to_owned(), "/dev/zero".into(), at("none")] {
            assert!(read_plain(&other, 5).is_err(), "{}", other.display());
        }
        assert_eq!(read_named_text(&at("link")).expect("a link may be named"), "12345");
        assert!(read_named_text(Path::new("/dev/zero")).is_err());
    }
}

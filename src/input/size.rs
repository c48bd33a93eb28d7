//! What is too large to read (大小上限): refused with advice before memory runs out.

use super::findings::{Findings, both};
use crate::diagnostic::Location;
use std::fs::File;
use std::io::{self, Cursor, Read, copy, sink};
use std::path::Path;
use zip::ZipArchive;

/// Largest file, bytes: 2 GiB, more than the people of a whole country by town, age, sex and group. Tables take about five times their size
/// in memory (a made-up province: 61 MB of tables, 307 MB).
pub(super) const FILE: u64 = 2 << 30;

/// Largest workbook once unzipped, bytes: 2 GiB.
const UNZIPPED: u64 = 2 << 30;

/// Most filled cells of a sheet.
pub(super) const CELLS: usize = 30_000_000;

/// Longest text of all cells of a sheet together, bytes: 1 GiB. A workbook stores a text once for all cells that hold it, so that a small one
/// may hold far more than it unzips to.
pub(super) const TEXT: usize = 1 << 30;

/// Largest model or scenario file, bytes: 64 MiB.
pub(super) const MODEL: u64 = 64 << 20;

/// Tables of text up to this size, bytes, are read without a look at their lines: 64 MiB.
const SMALL: u64 = 64 << 20;

/// Longest line of a table, bytes: 16 MiB.
const LINE: usize = 16 << 20;

/// Code of what is too large.
pub(super) const CODE: &str = "too-large";

/// Most columns of a sheet: a filled cell farther to the right is a stray one.
pub(super) const COLUMNS: u32 = 1000;

/// Most columns of a table of text: room for the distances between all towns of a large province as a square.
pub(super) const TEXT_COLUMNS: usize = 20_000;

/// Says that something is too large.
pub(super) fn refuse(findings: &Findings, location: Location, zh: &str, en: &str) {
    findings.error(
        CODE,
        location,
        both(zh, en),
        both(
            "请只保留需要的年份和列，另存为 CSV；全国范围请按省分别规划",
            "keep the years and columns that are needed and save as CSV; plan a country province by province",
        ),
    );
}

/// What speaks against reading a large file as a table of text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Oddity {
    /// Bytes that no text has.
    Zeros,
    /// A line longer than any table has, by its number.
    Line(u64),
}

/// Looks through a large file before it is read as text, in little memory.
pub(super) fn oddity(path: &Path, length: u64) -> io::Result<Option<Oddity>> {
    if length <= SMALL { Ok(None) } else { look(File::open(path)?, LINE) }
}

fn look(mut file: impl Read, longest: usize) -> io::Result<Option<Oddity>> {
    let (mut buffer, mut line, mut length, mut is_wide) = (vec![0; 1 << 16], 1, 0, None);
    loop {
        let read = file.read(&mut buffer)?;
        let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { return Ok(None) };
        // Letters of two bytes have zeros.
        let wide = *is_wide
            .get_or_insert_with(|| part.starts_with(&[0xFF, 0xFE]) || part.starts_with(&[0xFE, 0xFF]));
        if !wide && part.contains(&0) {
            return Ok(Some(Oddity::Zeros));
        }
        for (at, stretch) in part.split(|byte| *byte == b'\n').enumerate() {
            if at > 0 {
                (line, length) = (line + 1, 0);
            }
            length += stretch.len();
            if length > longest {
                return Ok(Some(Oddity::Line(line)));
            }
        }
    }
}

/// Whether the files of a workbook stay within the limit once unzipped: they are unzipped to nowhere, since what a zip file says of
/// itself may be wrong. A file that is no workbook is left to its reader.
pub(super) fn unzips_within_limit(content: &[u8]) -> bool {
    within(content, UNZIPPED)
}

fn within(content: &[u8], limit: u64) -> bool {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(content)) else { return true };
    let mut left = limit;
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index(index) else { continue };
        // A damaged entry ends early; its reader tells.
        let size = copy(&mut entry.take(left + 1), &mut sink()).unwrap_or(0);
        if size > left {
            return false;
        }
        left -= size;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{Oddity, look, within};
    use std::io::{Cursor, Write as _};
    use zip::{ZipWriter, write::SimpleFileOptions};

    #[test]
    fn lines_and_zeros_are_seen_before_a_file_is_read() {
        let of = |bytes: &[u8]| look(bytes, 10).expect("bytes");
        assert_eq!(of(b"town,year\nA01,2022\n"), None);
        assert_eq!(of(b"town,year\nA01,2022,90\n"), Some(Oddity::Line(2)));
        assert_eq!(of(b"a\0"), Some(Oddity::Zeros));
        assert_eq!(of(b"\xFF\xFEa\0,\0\n\0"), None);
    }

    #[test]
    fn what_unzips_to_more_than_the_limit_is_seen() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a", "b"] {
            zip.start_file(name, SimpleFileOptions::default()).expect("entry");
            zip.write_all(&vec![0; 100_000]).expect("content");
        }
        let bytes = zip.finish().expect("zip").into_inner();
        assert!(bytes.len() < 2000 && within(&bytes, 200_000) && !within(&bytes, 199_999));
        assert!(within(b"no zip at all", 1));
    }
}

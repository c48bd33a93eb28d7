//! What is too large to read (大小上限): refused with advice before memory runs out.

use super::findings::{Findings, both};
use crate::diagnostic::Location;
use std::io::{Cursor, Read, copy, sink};
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

/// Code of what is too large.
pub(super) const CODE: &str = "too-large";

/// Most columns of a sheet: a filled cell farther to the right is a stray one.
pub(super) const COLUMNS: u32 = 1000;

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
    use super::within;
    use std::io::{Cursor, Write as _};
    use zip::{ZipWriter, write::SimpleFileOptions};

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

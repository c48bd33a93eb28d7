//! Kinds of workbooks, told by what a file holds and not by its name (工作簿格式); and what a file is that is none.

use crate::domain::Text;
use crate::input::decode::decode;
use crate::input::findings::both;
use std::io::Cursor;
use zip::ZipArchive;

/// A kind of workbook that is read (工作簿格式).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum Kind {
    /// Office Open XML: xlsx, xlsm.
    Xlsx,
    /// The same in binary parts: xlsb.
    Xlsb,
    /// Compound files of older programs: xls, et.
    Xls,
    /// `OpenDocument`: ods.
    Ods,
}

/// What a file is that is no workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum NoBook {
    /// A workbook with a password.
    Password,
    /// A web page, as many systems export under the name of a workbook.
    Html,
    /// The XML form of 2003.
    Xml2003,
    /// A workbook of before 1995.
    Ancient,
    /// Plain text.
    Text,
    /// A text document, a presentation, a picture of pages.
    Document,
    /// Nothing known.
    Unknown,
}

/// Endings of names of workbooks.
const ENDINGS: [&str; 8] = ["xlsx", "xlsm", "xls", "xlsb", "ods", "et", "xltx", "xltm"];

/// First bytes of a compound file.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Bytes from which a file that is no workbook is known.
pub(in crate::input) const BEGINNING: usize = 4096;

/// Whether a file has the name of a workbook.
pub(in crate::input) fn is_named(path: &std::path::Path) -> bool {
    ENDINGS.iter().any(|ending| crate::input::files::has_ending(path, ending))
}

/// Whether a file that begins so may be a workbook.
pub(in crate::input) fn may_be(beginning: &[u8]) -> bool {
    beginning.starts_with(b"PK") || beginning.starts_with(COMPOUND)
}

/// The kind of a workbook by its bytes.
pub(in crate::input) fn kind(content: &[u8]) -> Result<Kind, NoBook> {
    if content.starts_with(b"PK") {
        return of_zip(content);
    }
    if content.starts_with(COMPOUND) {
        let has =
            |name: &str| holds(content, &name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
        return if has("EncryptedPackage") {
            Err(NoBook::Password)
        } else if has("WordDocument") || has("PowerPoint Document") {
            Err(NoBook::Document)
        } else {
            Ok(Kind::Xls)
        };
    }
    Err(other(content.get(..BEGINNING).unwrap_or(content)))
}

/// What a file is that begins so.
pub(in crate::input) fn other(beginning: &[u8]) -> NoBook {
    if matches!(beginning, [0x09, 0x00 | 0x02 | 0x04, ..]) {
        return NoBook::Ancient;
    }
    if beginning.starts_with(b"%PDF") || beginning.starts_with(b"{\\rtf") {
        return NoBook::Document;
    }
    // A character may be cut at the end.
    let text = (0..4).find_map(|cut| decode(beginning.get(..beginning.len().saturating_sub(cut))?));
    let Some(text) = text.map(|of| of.text).filter(|text| !text.contains('\0') && !text.is_empty()) else {
        return NoBook::Unknown;
    };
    let text = text.trim_start().to_lowercase();
    if text.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        NoBook::Xml2003
    } else if ["<html", "<!doctype html", "<table", "<meta", "<head", "mime-version:"]
        .iter()
        .any(|tag| text.starts_with(tag))
        || text.contains("<table")
    {
        NoBook::Html
    } else {
        NoBook::Text
    }
}

/// A zip file by the names of its parts; a damaged one is left to the reader of workbooks.
fn of_zip(content: &[u8]) -> Result<Kind, NoBook> {
    let Ok(archive) = ZipArchive::new(Cursor::new(content)) else { return Ok(Kind::Xlsx) };
    let has = |name: &str| archive.file_names().flatten().any(|part| part == name);
    if has("xl/workbook.bin") {
        Ok(Kind::Xlsb)
    } else if has("xl/workbook.xml") {
        Ok(Kind::Xlsx)
    } else if has("content.xml") {
        Ok(Kind::Ods)
    } else if has("word/document.xml") || has("ppt/presentation.xml") {
        Err(NoBook::Document)
    } else {
        Ok(Kind::Xlsx)
    }
}

fn holds(content: &[u8], word: &[u8]) -> bool {
    content.windows(word.len()).any(|part| part == word)
}

impl NoBook {
    /// Code of the finding.
    pub(in crate::input) const fn code(self) -> &'static str {
        if matches!(self, Self::Password) { "password" } else { "not-a-workbook" }
    }

    /// What is wrong, and what to do.
    pub(in crate::input) fn words(self) -> (Text, Text) {
        let anew = || {
            both(
                "请用 Excel 或 WPS 打开，另存为 xlsx",
                "open it in a spreadsheet program and save it as xlsx",
            )
        };
        match self {
            Self::Password => (
                both("工作簿设有打开密码，无法读取", "the workbook has a password and cannot be read"),
                both(
                    "请在 Excel 或 WPS 中取消密码，再保存",
                    "take the password off in a spreadsheet program and save it",
                ),
            ),
            Self::Html => (
                both(
                    "文件名是工作簿，内容是网页（系统导出的 xls 常如此），未读取",
                    "the file is named as a workbook and holds a web page, as many systems export; it is not read",
                ),
                anew(),
            ),
            Self::Xml2003 => (
                both(
                    "文件是 2003 版 XML 表格，未读取",
                    "the file is an XML spreadsheet of 2003 and is not read",
                ),
                anew(),
            ),
            Self::Ancient => (
                both(
                    "文件是 1995 年以前的表格格式，未读取",
                    "the file has a form of before 1995 and is not read",
                ),
                anew(),
            ),
            Self::Text => (
                both(
                    "文件名是工作簿，内容是纯文本，未读取",
                    "the file is named as a workbook and holds plain text; it is not read",
                ),
                both(
                    "如是以逗号或制表符分隔的表，请把文件名的后缀改为 .csv",
                    "if commas or tabs part its cells, give it the ending .csv",
                ),
            ),
            Self::Document => (
                both(
                    "文件是文字文稿，不是表格，未读取",
                    "the file is a text document, no table, and is not read",
                ),
                both(
                    "请把其中的表格粘贴到工作表，另存为 xlsx",
                    "paste its tables into a sheet and save it as xlsx",
                ),
            ),
            Self::Unknown => (
                both(
                    "文件不是可识别的工作簿，未读取",
                    "the file is no workbook that is known, and is not read",
                ),
                both(
                    "请用 Excel 或 WPS 打开，另存为 xlsx；如打不开，文件已损坏",
                    "open it in a spreadsheet program and save it as xlsx; if it cannot be opened there, it is damaged",
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_what_they_hold() {
        let compound = |name: &str| {
            let mut bytes = COMPOUND.to_vec();
            bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
            bytes
        };
        assert_eq!(kind(&compound("Workbook")), Ok(Kind::Xls));
        assert_eq!(kind(&compound("EncryptedPackage")), Err(NoBook::Password));
        assert_eq!(kind(&compound("WordDocument")), Err(NoBook::Document));
        assert_eq!(kind(b"PK\x03\x04 not really"), Ok(Kind::Xlsx));
        assert_eq!(kind(b" <html><body><table>"), Err(NoBook::Html));
        assert_eq!(kind("\u{feff}<table border=1><tr><td>学校".as_bytes()), Err(NoBook::Html));
        assert_eq!(
            kind(b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"),
            Err(NoBook::Xml2003)
        );
        assert_eq!(kind("学校,乡镇\n".as_bytes()), Err(NoBook::Text));
        assert_eq!(kind(b"%PDF-1.7"), Err(NoBook::Document));
        assert_eq!(kind(&[0x09, 0x04, 6, 0]), Err(NoBook::Ancient));
        assert_eq!((kind(&[0; 100]), kind(&[])), (Err(NoBook::Unknown), Err(NoBook::Unknown)));
    }
}

//! What can be wrong with a run folder.

use crate::store::Difference;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why a run folder cannot be read.
#[derive(Debug, Error)]
pub enum RecordError {
    /// A file is not there or cannot be read.
    #[error(
        "无法读取 {path}，请给出 xuewei plan 的结果文件夹 / cannot read {path}: {source}; a run folder of `xuewei plan` is wanted"
    )]
    File {
        /// File.
        path: PathBuf,
        /// Reason.
        source: std::io::Error,
    },
    /// A table is not as a run writes it.
    #[error("cannot read table {path}: {source}; the run may be of an older version: plan again")]
    Table {
        /// File or table.
        path: PathBuf,
        /// Reason.
        source: polars::prelude::PolarsError,
    },
    /// A JSON file is not as a run writes it.
    #[error("无法读取 {path} / cannot read {path}: {source}")]
    Json {
        /// File.
        path: PathBuf,
        /// Reason.
        source: serde_json::Error,
    },
    /// A field of a JSON file says what no run says.
    #[error(
        "{path} 中的 {field} 不可能由求解写出，请重新求解 / {path}: `{field}` is nothing that a run writes: plan again"
    )]
    Field {
        /// File.
        path: PathBuf,
        /// Field.
        field: &'static str,
    },
    /// The manifest lists no files.
    #[error(
        "{folder} 的 manifest.json 未列出各文件的校验值，可能由旧版本生成，请重新求解 / manifest.json of {folder} lists no hashes of its files; the run may be of an older version: plan again"
    )]
    Unlisted {
        /// Run folder.
        folder: PathBuf,
    },
    /// Files are not those that the run wrote.
    #[error("{}", altered(folder, files))]
    Altered {
        /// Run folder.
        folder: PathBuf,
        /// Files that differ, by name, and how.
        files: Vec<(String, Difference)>,
    },
}

/// Files that are named in a message; more are counted.
const NAMED: usize = 5;

fn altered(folder: &Path, files: &[(String, Difference)]) -> String {
    let named = |chinese: bool| {
        let one = |(name, how): &(String, Difference)| {
            let (zh, en) = how.words();
            if chinese { format!("{name}（{zh}）") } else { format!("{name} ({en})") }
        };
        files.iter().take(NAMED).map(one).collect::<Vec<_>>()
    };
    let (more_zh, more_en) = match files.len().saturating_sub(NAMED) {
        0 => (String::new(), String::new()),
        more => (format!("，另有 {more} 个"), format!(", and {more} more")),
    };
    let folder = folder.display();
    format!(
        "{folder} 中的文件与求解时写出的不同：{}{more_zh}；所列数字不可信，未予使用。请重新求解，或用 xuewei verify {folder} 查明 / \
         {folder} is not as the run wrote it: {}{more_en}; its figures cannot be relied on and are not used. \
         Plan again, or see what `xuewei verify {folder}` says",
        named(true).join("、"),
        named(false).join(", "),
    )
}

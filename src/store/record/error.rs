//! What can be wrong with a run folder.

use std::path::PathBuf;
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
    #[error("cannot read {path}: {source}")]
    Json {
        /// File.
        path: PathBuf,
        /// Reason.
        source: serde_json::Error,
    },
}

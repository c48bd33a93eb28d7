//! Finding and reading the files of a study, with their hashes.

use super::book::kind;
use super::decode::decode;
use super::findings::{Findings, both};
use super::{InputFile, InputRole, Layout, size};
use crate::diagnostic::Location;
use crate::domain::Text;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What was read so far.
pub(super) struct Files<'a> {
    pub(super) findings: &'a Findings,
    pub(super) read: Vec<InputFile>,
    pub(super) layouts: Vec<Layout>,
    pub(super) cache: Option<&'a FileCache>,
}

/// Files as they were first read (已读文件): studies read with one cache are made from the same bytes, whatever happens to the
/// files meanwhile.
#[derive(Debug, Default)]
pub struct FileCache(Mutex<BTreeMap<PathBuf, Arc<[u8]>>>);

impl FileCache {
    fn read(&self, path: &Path) -> io::Result<Arc<[u8]>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(content) = known.get(path) {
            return Ok(content.clone());
        }
        let content: Arc<[u8]> = std::fs::read(path)?.into();
        known.insert(path.to_owned(), content.clone());
        Ok(content)
    }
}

/// Place of a whole file.
pub(super) fn file_location(path: &Path) -> Location {
    Location { file: path.to_owned(), ..Location::default() }
}

impl Files<'_> {
    /// Bytes of a file, noted with their hash.
    pub(super) fn bytes(&mut self, path: &Path, role: InputRole) -> Option<Arc<[u8]>> {
        match std::fs::metadata(path) {
            Ok(of) if of.len() > size::FILE => {
                size::refuse(
                    self.findings,
                    file_location(path),
                    "文件超过 2 GiB，未读取",
                    "the file is larger than 2 GiB and is not read",
                );
                return None;
            }
            Ok(of) if !of.is_file() => {
                self.unreadable(path, &io::Error::other("不是文件 / no file"));
                return None;
            }
            _ => {}
        }
        let content = match self.cache {
            Some(cache) => cache.read(path),
            None => std::fs::read(path).map(Arc::from),
        };
        match content {
            Ok(content) => Some(self.given(path, role, content)),
            Err(error) => {
                self.unreadable(path, &error);
                None
            }
        }
    }

    /// Notes bytes that need not be read from disk.
    pub(super) fn given(&mut self, path: &Path, role: InputRole, content: Arc<[u8]>) -> Arc<[u8]> {
        let sha256 = hash(&content);
        self.read.push(InputFile { path: path.to_owned(), role, sha256, content: content.clone() });
        content
    }

    /// First bytes of a file, by which its kind is known.
    pub(super) fn beginning(&self, path: &Path) -> Option<Vec<u8>> {
        if !path.is_file() {
            self.unreadable(path, &io::Error::other("no file"));
            return None;
        }
        let mut bytes = Vec::new();
        let read =
            File::open(path).and_then(|file| file.take(kind::BEGINNING as u64).read_to_end(&mut bytes));
        read.inspect_err(|error| self.unreadable(path, error)).ok().map(|_| bytes)
    }

    /// Whether a file of text may be read: not where it is too large for what it is, or no text.
    fn is_sane(&self, path: &Path, role: InputRole) -> bool {
        let Ok(of) = std::fs::metadata(path) else { return true };
        if !of.is_file() || of.len() > size::FILE {
            return true;
        }
        if role != InputRole::Table {
            if of.len() > size::MODEL {
                size::refuse(
                    self.findings,
                    file_location(path),
                    "模型文件超过 64 MiB，未读取",
                    "a model file of more than 64 MiB is not read",
                );
            }
            return of.len() <= size::MODEL;
        }
        match size::oddity(path, of.len()) {
            Ok(Some(size::Oddity::Line(line))) => {
                let place = Location { row: Some(line), ..file_location(path) };
                let (zh, en) = (
                    "这一行超过 16 MiB，文件未读取",
                    "the line is longer than 16 MiB, and the file is not read",
                );
                size::refuse(self.findings, place, zh, en);
                false
            }
            Ok(Some(size::Oddity::Zeros)) => {
                self.findings.error(
                    "encoding",
                    file_location(path),
                    both(
                        "文件含有零字节，不是文本，未读取",
                        "the file holds zero bytes, is no text, and is not read",
                    ),
                    both(
                        "请重新导出该表，另存为 UTF-8 编码的 CSV",
                        "export the table anew and save it as CSV in UTF-8",
                    ),
                );
                false
            }
            _ => true,
        }
    }

    /// Text of a file, in whichever encoding.
    pub(super) fn text(&mut self, path: &Path, role: InputRole) -> Option<String> {
        if !self.is_sane(path, role) {
            return None;
        }
        let bytes = self.bytes(path, role)?;
        let Some(decoded) = decode(&bytes) else {
            self.findings.error(
                "encoding",
                file_location(path),
                both(
                    "文件编码无法识别：不是 UTF-8、UTF-16 或 GB18030",
                    "the file is neither UTF-8, UTF-16 nor GB18030",
                ),
                both("请另存为 UTF-8 编码的 CSV", "save it as CSV in UTF-8"),
            );
            return None;
        };
        if decoded.gb18030 {
            self.findings.note(
                "read-as-gb18030",
                file_location(path),
                both("按 GB18030 编码读取", "read as GB18030"),
                both("如有乱码，请另存为 UTF-8", "if names look wrong, save the file as UTF-8"),
            );
        }
        Some(decoded.text)
    }

    /// Entries of a folder in order of name.
    pub(super) fn list(&self, folder: &Path) -> Option<Vec<PathBuf>> {
        let entries = std::fs::read_dir(folder).and_then(|entries| {
            entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()
        });
        match entries {
            Ok(mut paths) => {
                paths.sort();
                Some(paths)
            }
            Err(error) => {
                self.unreadable(folder, &error);
                None
            }
        }
    }

    fn unreadable(&self, path: &Path, error: &io::Error) {
        let zh = match error.kind() {
            io::ErrorKind::NotFound => "不存在",
            io::ErrorKind::PermissionDenied => "没有读取权限",
            io::ErrorKind::NotADirectory => "不是文件夹",
            io::ErrorKind::IsADirectory => "是文件夹，不是文件",
            _ => "无法读取",
        };
        let en = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
            _ => format!("cannot be read: {error}"),
        };
        self.findings.error(
            "unreadable-file",
            file_location(path),
            both(zh, en),
            both(
                "请检查路径和读取权限；模型中的 data 相对于模型文件",
                "check the path and the right to read it; `data` in a model is relative to the model file",
            ),
        );
    }

    /// The model file that a path means: itself, or the one model of a folder.
    pub(super) fn find_model(&self, path: &Path) -> Option<PathBuf> {
        if !path.is_dir() {
            return self.is_model(path).then(|| path.to_owned());
        }
        let models = self.models_in(path)?;
        let own = path.canonicalize().ok().and_then(|folder| folder.file_name().map(ToOwned::to_owned));
        let namesake = models.iter().find(|file| file.file_stem() == own.as_deref());
        match (namesake, models.as_slice()) {
            (Some(model), _) | (None, [model]) => Some(model.clone()),
            (None, []) => {
                self.no_model(
                    path,
                    both("文件夹中没有模型文件（*.toml）", "the folder holds no model file (*.toml)"),
                    sample("."),
                );
                None
            }
            _ => {
                let count = models.len();
                self.no_model(
                    path,
                    both(
                        format!("文件夹中有 {count} 个模型文件（*.toml），应恰有一个"),
                        format!("the folder holds {count} model files (*.toml); one is wanted"),
                    ),
                    both("请直接给出模型文件的路径", "give the path of the model file itself"),
                );
                None
            }
        }
    }

    fn models_in(&self, folder: &Path) -> Option<Vec<PathBuf>> {
        let files = self.list(folder)?.into_iter();
        Some(files.filter(|file| has_ending(file, "toml") && file.is_file()).collect())
    }

    /// Whether a file may be a model: a workbook or a table of text is told to be none.
    fn is_model(&self, path: &Path) -> bool {
        if !path.is_file() || has_ending(path, "toml") {
            return true;
        }
        let is_text = ["csv", "tsv"].iter().any(|ending| has_ending(path, ending));
        let is_table =
            is_text || kind::is_named(path) || self.beginning(path).is_none_or(|of| kind::may_be(&of));
        if is_table {
            let beside =
                path.parent().filter(|folder| folder.is_dir()).and_then(|folder| self.models_in(folder));
            let data = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let hint = match beside.as_deref() {
                Some([model]) => {
                    let model = model.display();
                    both(
                        format!("请给出模型文件，如 {model}"),
                        format!("give the model file, such as {model}"),
                    )
                }
                _ => sample(&data),
            };
            self.no_model(
                path,
                both("这是数据表，不是模型文件（*.toml）", "this is a table of data, no model file (*.toml)"),
                hint,
            );
        }
        !is_table
    }

    fn no_model(&self, path: &Path, what: Text, hint: Text) {
        self.findings.error("no-model", file_location(path), what, hint);
    }
}

/// How a model file is made for tables.
fn sample(data: &str) -> Text {
    let lines = format!("name = \"study\"; data = \"{data}\"; horizon = {{ first = 2024, last = 2028 }}");
    both(
        format!(
            "可用 xuewei init 新文件夹 --from {data} 生成；或在其旁建一个模型文件，至少写明（各占一行）：{lines}"
        ),
        format!(
            "`xuewei init FOLDER --from {data}` makes one; or write a model file beside it with at least (a line each): {lines}"
        ),
    )
}

/// Whether a file name ends so, whatever the case.
pub(super) fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ending))
}

/// A path as people write it: `models/../data` is `data`, where both are the same place.
pub(super) fn without_steps_back(path: PathBuf) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        let in_folder = matches!(plain.components().next_back(), Some(Component::Normal(_)));
        match part {
            Component::ParentDir if in_folder => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    let place = |path: &Path| path.canonicalize().ok();
    let same = place(&plain).is_some_and(|plain| Some(plain) == place(&path));
    if same { plain } else { path }
}

/// SHA-256, hexadecimal.
#[must_use]
pub fn hash(content: &[u8]) -> String {
    hexadecimal(&Sha256::digest(content))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

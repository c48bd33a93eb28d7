//! What the typesetter may read: one source, its pictures, the fonts. No file, no network, no clock.

use std::collections::BTreeMap;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime};
use typst::syntax::{FileId, Source, VirtualPath};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_kit::fonts::{FontSlot, Fonts};

/// A document that is set.
pub struct Papers {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<FontSlot>,
    main: Source,
    pictures: BTreeMap<FileId, Bytes>,
}

impl Papers {
    /// A source with its pictures by name.
    pub fn new(fonts: Fonts, source: String, pictures: Vec<(String, String)>) -> Self {
        let id = |name: &str| FileId::new(None, VirtualPath::new(name));
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(fonts.book),
            fonts: fonts.fonts,
            main: Source::new(id("main.typ"), source),
            pictures: pictures
                .into_iter()
                .map(|(name, picture)| (id(&name), Bytes::from_string(picture)))
                .collect(),
        }
    }
}

impl World for Papers {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(lacking(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.pictures.get(&id).cloned().ok_or_else(|| lacking(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index)?.get()
    }

    fn today(&self, _: Option<i64>) -> Option<Datetime> {
        None
    }
}

fn lacking(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().as_rootless_path().to_owned())
}

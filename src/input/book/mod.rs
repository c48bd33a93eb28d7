//! Workbooks of every kind that is read (工作簿): xlsx, xlsm, xlsb, xls, ods. Each gives its sheets by name, their filled cells as text,
//! their merged cells and what is hidden.

pub(in crate::input) mod kind;
mod ods;
mod xls;
mod xlsb;

use super::hidden::{Hidden, Parts};
use super::sheet::{self, Cells};
use calamine::{Reader as _, SheetVisible, Xlsx};
use kind::{Kind, NoBook};
use std::cell::Cell;
use std::io::Cursor;
use std::sync::{Arc, Once};

/// An open workbook.
pub(super) struct Book<'a> {
    form: Form<'a>,
    sheets: Vec<(String, bool)>,
}

enum Form<'a> {
    Xlsx(Box<Xlsx<Cursor<Arc<[u8]>>>>, Parts<'a>),
    Xlsb(xlsb::Book),
    Xls(xls::Book),
    Ods(ods::Book),
}

/// Why a workbook, or a sheet of it, cannot be read.
pub(super) enum Fault {
    /// The file is none.
    NoBook(NoBook),
    /// What its reader says.
    Damaged(String),
}

impl<'a> Book<'a> {
    /// Opens a workbook by its bytes.
    pub(super) fn open(content: &'a Arc<[u8]>) -> Result<Self, Fault> {
        let kind = kind::kind(content).map_err(Fault::NoBook)?;
        let of_calamine = |sheets: &[calamine::Sheet]| {
            sheets.iter().map(|of| (of.name.clone(), of.visible != SheetVisible::Visible)).collect()
        };
        let (form, sheets) = match kind {
            Kind::Xlsx => {
                let book = Xlsx::new(Cursor::new(content.clone())).map_err(damaged)?;
                let sheets = of_calamine(book.sheets_metadata());
                (Form::Xlsx(Box::new(book), Parts::new(content)), sheets)
            }
            Kind::Xlsb => {
                let book = xlsb::Book::open(content)?;
                let sheets = of_calamine(book.sheets());
                (Form::Xlsb(book), sheets)
            }
            Kind::Xls => {
                let book = xls::Book::open(content)?;
                let sheets = of_calamine(book.sheets());
                (Form::Xls(book), sheets)
            }
            Kind::Ods => {
                let book = ods::Book::open(content)?;
                let sheets = book.sheets();
                (Form::Ods(book), sheets)
            }
        };
        Ok(Self { form, sheets })
    }

    /// Names of its sheets in order, and whether each is hidden.
    pub(super) fn sheets(&self) -> Vec<(String, bool)> {
        self.sheets.clone()
    }

    /// The filled cells of a sheet; none where there are more than may be read.
    pub(super) fn cells(&mut self, name: &str) -> Result<Option<Cells>, Fault> {
        match &mut self.form {
            Form::Xlsx(book, _) => sheet::cells(book, name).map_err(damaged),
            Form::Xlsb(book) => book.cells(name),
            Form::Xls(book) => book.cells(name),
            Form::Ods(book) => Ok(book.cells(name)),
        }
    }

    /// Hidden rows and columns of a sheet, and its merged cells.
    pub(super) fn hidden(&mut self, name: &str) -> Hidden {
        match &mut self.form {
            Form::Xlsx(_, parts) => parts.hidden(name),
            Form::Xlsb(book) => book.hidden(name),
            Form::Xls(book) => book.hidden(name),
            Form::Ods(book) => book.hidden(name),
        }
    }

    /// Whether its days are counted from 1904.
    pub(super) fn since_1904(&self) -> bool {
        match &self.form {
            Form::Xlsx(book, _) => book.has_1904_epoch(),
            Form::Xlsb(book) => book.since_1904(),
            Form::Xls(book) => book.since_1904(),
            Form::Ods(_) => false,
        }
    }
}

fn damaged(error: impl std::fmt::Display) -> Fault {
    Fault::Damaged(error.to_string())
}

thread_local! {
    /// Whether a reader runs whose panic is no more than a damaged file.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a reader that gives up on damaged files by a panic, which is not printed.
fn guarded<T>(read: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let print = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                print(panic);
            }
        }));
    });
    let before = GUARDED.replace(true);
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read));
    GUARDED.set(before);
    caught.unwrap_or_else(|_| Err(Fault::Damaged("the file is damaged".to_owned())))
}

//! Verification (核验): a run folder checked by other code than made it.
//!
//! The tables of a run are read back, and every constraint, indicator, amount and relation of the bound is computed anew from
//! them and the study's data alone. Nothing of `allocation` or `outcome` is used, and of `domain` only plain data: unit costs,
//! ways, spending and places have own code here. Two things are not recomputed: the bound itself, which only a solver could
//! prove again, and the prices of promises and places, which are only compared where two tables state the same one. The projection
//! is made again by the program's own projection and compared, and so are the bands.

mod areas;
mod book;
mod case;
mod ceilings;
mod choice;
mod costs;
mod coverage;
mod files;
mod finance;
mod idle;
mod indicators;
mod manifest;
mod money;
mod people;
mod places;
mod plan;
mod projection;
mod projects;
mod promises;
mod robust;
mod rows;
mod summary;
mod targets;
mod ways;

pub use book::{Check, CheckLine, Finding, KEPT, Verification};

use crate::domain::Study;
use crate::projection::Rolls;
use crate::scenario::Applied;
use book::Book;
use case::Case;
use plan::TablePlan;
use rows::Folder;
use std::path::Path;

/// What a run folder is checked against.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The study as its inputs and scenarios give it.
    pub study: &'a Study,
    /// Scenarios and what they changed.
    pub applied: &'a Applied,
    /// Children needing a place, where the projection was made just now; otherwise it is made again.
    pub rolls: Option<&'a Rolls>,
}

/// Checks a run folder; what cannot be read is a finding, too.
#[must_use]
pub fn verify(folder: &Path, against: &Against) -> Verification {
    let mut book = Book::default();
    files::check(folder, &mut book);
    let case = Case::new(against.study);
    let tables = Folder::new(folder);
    match plan::read(&tables, &case) {
        Ok(plan) => {
            check(&case, &plan, &tables, against, &mut book);
        }
        Err(finding) => book.unreadable(finding),
    }
    book.close()
}

/// Checks the hashes of a folder alone, where its study cannot be read again.
#[must_use]
pub fn verify_files(folder: &Path) -> Verification {
    let mut book = Book::default();
    files::check(folder, &mut book);
    book.close()
}

fn check(case: &Case, plan: &TablePlan, tables: &Folder, against: &Against, book: &mut Book) {
    projection::check(case, plan, tables, against, book);
    let places = places::Places::new(case, plan);
    people::check(case, plan, &places, book);
    projects::check(case, plan, &places, book);
    targets::check(case, plan, &places, book);
    choice::check(case, plan, &places, book);
    let money = money::money(case, plan);
    ceilings::check_promises(case, plan, &money, book);
    let parts: [TableCheck; 15] = [
        projects::check_table,
        money::check_table,
        finance::check_payments,
        finance::check_running,
        finance::check_expenditure,
        finance::check_balance,
        finance::check_stranded,
        indicators::check_table,
        ceilings::check_table,
        finance::check_names,
        areas::check_towns,
        areas::check_effects,
        areas::check_bands,
        summary::check,
        robust::check,
    ];
    let fresh = against.rolls.is_some();
    let facts =
        Computed { case, plan, places: &places, money: &money, tables, applied: against.applied, fresh };
    for part in parts {
        if let Err(finding) = part(&facts, book) {
            book.unreadable(finding);
        }
    }
    manifest::check(&facts, book);
    promises::check_words(plan, book);
}

/// Checks one table against what was computed anew.
type TableCheck = fn(&Computed, &mut Book) -> Result<(), Finding>;

/// What the tables are compared with.
struct Computed<'a> {
    case: &'a Case<'a>,
    plan: &'a TablePlan,
    places: &'a places::Places,
    money: &'a money::Money,
    tables: &'a Folder,
    applied: &'a Applied,
    /// Whether the run was made just now, its projection and bands with it.
    fresh: bool,
}

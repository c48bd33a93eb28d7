//! Selections of classes and groups, as the model file names them.

use crate::diagnostic::Location;
use crate::input::model_entry::Entry;
use crate::input::model_file::Section;
use crate::input::register::Register;

/// Registers that a selection refers to.
pub(super) struct Ids<'a> {
    pub(super) stages: &'a Register,
    pub(super) sectors: &'a Register,
    pub(super) groups: &'a Register,
}

/// A selection by positions of what the model names; a list left out means all.
#[derive(Debug)]
pub(super) struct RawSelection {
    pub(super) stages: Option<Vec<usize>>,
    pub(super) sectors: Option<Vec<usize>>,
    pub(super) grades: Option<Vec<u8>>,
    pub(super) groups: Option<Vec<usize>>,
    pub(super) location: Location,
}

/// Reads `{ stage = …, sector = …, grade = …, group = … }`.
pub(super) fn selection(entry: &Entry, ids: &Ids) -> Option<RawSelection> {
    let section = entry.section()?;
    let errors = section.findings.errors();
    section.only(&["stage", "sector", "grade", "group"]);
    let selection = RawSelection {
        stages: references(&section, "stage", ids.stages),
        sectors: references(&section, "sector", ids.sectors),
        grades: section.entry("grade").and_then(|entry| grades(&entry)),
        groups: references(&section, "group", ids.groups),
        location: entry.location(),
    };
    (section.findings.errors() == errors).then_some(selection)
}

/// Positions of the ids that a key lists.
pub(super) fn references(section: &Section, key: &str, register: &Register) -> Option<Vec<usize>> {
    let list = section.entry(key)?.list()?;
    Some(list.iter().filter_map(|entry| entry.reference(register)).collect())
}

/// Grades of quality, 1 to 9.
pub(super) fn grades(entry: &Entry) -> Option<Vec<u8>> {
    let grade = |entry: &Entry| entry.whole((1, 9)).and_then(|grade| u8::try_from(grade).ok());
    Some(entry.list()?.iter().filter_map(grade).collect())
}

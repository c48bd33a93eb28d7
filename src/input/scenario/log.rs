//! What scenarios changed, and findings told where the change stands.

use crate::diagnostic::{Diagnostic, Location};
use crate::domain::Language;
use crate::input::findings::both;
use crate::scenario::{Applied, Change, Scenario};
use std::cell::RefCell;
use std::collections::HashMap;

/// Scenarios and changes so far.
#[derive(Default)]
pub(in crate::input) struct Log {
    scenarios: RefCell<Vec<Scenario>>,
    entries: RefCell<Vec<Entry>>,
}

struct Entry {
    change: Change,
    /// The changed value.
    place: Location,
    /// The override that changed it.
    origin: Location,
}

impl Log {
    pub(super) fn scenario(&self, scenario: Scenario) {
        self.scenarios.borrow_mut().push(scenario);
    }

    pub(super) fn change(&self, change: Change, place: Location, origin: &Location) {
        self.entries.borrow_mut().push(Entry { change, place, origin: origin.clone() });
    }

    pub(super) fn len(&self) -> usize {
        self.entries.borrow().len()
    }

    /// Tells a finding about a changed value at the override that changed it.
    pub(in crate::input) fn relocate(&self, mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let entries = self.entries.borrow();
        let row = |place: &Location| (place.file.clone(), place.sheet.clone(), place.row);
        let (model, tables): (Vec<&Entry>, Vec<&Entry>) =
            entries.iter().partition(|entry| entry.change.table == Change::MODEL);
        if diagnostics.is_empty() {
            return diagnostics;
        }
        let rows: HashMap<_, &Entry> = tables.into_iter().map(|entry| (row(&entry.place), entry)).collect();
        // All changes of the model are of one file.
        let model_file = model.first().map(|entry| entry.place.file.clone());
        for diagnostic in &mut diagnostics {
            let of_model = || {
                let key = diagnostic.location.column.as_deref()?;
                let of_file = model_file.as_ref() == Some(&diagnostic.location.file);
                model.iter().rev().filter(|_| of_file).find(|entry| meet(key, &entry.change.column))
            };
            let entry = rows.get(&row(&diagnostic.location)).or_else(of_model);
            if let Some(entry) = entry {
                tell_at(diagnostic, &entry.origin);
            }
        }
        diagnostics
    }

    pub(in crate::input) fn applied(self) -> Applied {
        let changes = self.entries.into_inner().into_iter().map(|entry| entry.change).collect();
        Applied { scenarios: self.scenarios.into_inner(), changes }
    }
}

/// Whether one key is the other, or lies in it.
fn meet(one: &str, other: &str) -> bool {
    let within = |inner: &str, outer: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    within(one, other) || within(other, one)
}

fn tell_at(diagnostic: &mut Diagnostic, origin: &Location) {
    let place = std::mem::replace(&mut diagnostic.location, origin.clone());
    let (zh, en) = (place.describe(Language::Chinese), place.describe(Language::English));
    let what = &diagnostic.what;
    diagnostic.what = both(
        format!("{}（情景改动后的 {zh}）", what.zh),
        format!("{} (in {en}, as this scenario changes it)", what.en),
    );
}

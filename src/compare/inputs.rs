//! What was put into two runs that differs.

use super::joined;
use crate::scenario::Change;
use crate::store::RunRecord;
use std::collections::{BTreeMap, BTreeSet};

/// Values that one run's scenario changed and the other's did not, or a file that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedInput {
    /// Whether it is in the run measured against.
    pub in_base: bool,
    /// Scenario; empty for a file.
    pub scenario: String,
    /// Its override, or the name of the file.
    pub name: String,
    /// Table and column, or key of the model; empty for a file.
    pub what: String,
    /// How many values.
    pub values: usize,
    /// First of them: before and after.
    pub example: (String, String),
}

/// Overrides that are in one run only, in their order, then files whose bytes differ or that one run lacks.
#[must_use]
pub fn changed_inputs(base: &RunRecord, other: &RunRecord) -> Vec<ChangedInput> {
    let mut changed = only(base, other, true);
    changed.extend(only(other, base, false));
    changed.extend(files(base, other));
    changed
}

fn only(run: &RunRecord, against: &RunRecord, in_base: bool) -> Vec<ChangedInput> {
    let known: BTreeSet<[&str; 6]> = against.changes.iter().map(cell).collect();
    let mut list: Vec<ChangedInput> = Vec::new();
    let mut positions: BTreeMap<(&str, &str, String), usize> = BTreeMap::new();
    for change in run.changes.iter().filter(|change| !known.contains(&cell(change))) {
        let what = format!("{}: {}", change.table, change.column);
        let position = *positions.entry((&change.scenario, &change.name, what.clone())).or_insert(list.len());
        if position == list.len() {
            list.push(ChangedInput {
                in_base,
                scenario: change.scenario.clone(),
                name: change.name.clone(),
                what,
                values: 0,
                example: (change.old.clone(), change.new.clone()),
            });
        }
        list[position].values += 1;
    }
    list
}

fn cell(change: &Change) -> [&str; 6] {
    [&change.scenario, &change.table, &change.row, &change.column, &change.old, &change.new]
}

fn files(base: &RunRecord, other: &RunRecord) -> Vec<ChangedInput> {
    let scenario = |file: &str| {
        let is =
            |run: &RunRecord| run.scenarios.iter().any(|one| file.strip_suffix(".toml") == Some(&one.name));
        is(base) || is(other)
    };
    let short = |hash: Option<String>| hash.map_or_else(String::new, |hash| hash.chars().take(12).collect());
    joined(&base.inputs, &other.inputs)
        .into_iter()
        .filter(|(file, (one, two))| one != two && !scenario(file))
        .map(|(file, (one, two))| ChangedInput {
            in_base: two.is_none(),
            scenario: String::new(),
            name: file,
            what: String::new(),
            values: 1,
            example: (short(one), short(two)),
        })
        .collect()
}

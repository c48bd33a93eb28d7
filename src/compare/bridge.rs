//! A bridge from the total cost of one run to that of the other (差异分解).

use super::changed_projects;
use crate::domain::Project;
use crate::outcome::Component;
use crate::store::RunRecord;
use std::collections::BTreeMap;

/// A part of the difference between two totals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Capital of projects that only the first plan builds, saved.
    Dropped,
    /// Capital of projects that only the other plan builds.
    Added,
    /// Capital of projects that both build, in other years or another number.
    Moved,
    /// Capital of projects that both build alike: other prices or profiles.
    Repriced,
    /// Any other component.
    Component(Component),
}

/// A part with its amount: present value, 10⁴ yuan, positive where the other run is dearer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BridgePart {
    /// What it is.
    pub part: Part,
    /// Its share of the difference.
    pub amount: f64,
}

/// Parts that add up to the other run's total less the first one's. Capital is told apart by project, the rest by component.
#[must_use]
pub fn bridge(base: &RunRecord, other: &RunRecord) -> Vec<BridgePart> {
    let mut parts: BTreeMap<Part, f64> = BTreeMap::new();
    let changed: BTreeMap<String, Part> = changed_projects(base, other)
        .into_iter()
        .map(|one| {
            let part = match (one.base.is_empty(), one.other.is_empty()) {
                (false, true) => Part::Dropped,
                (true, _) => Part::Added,
                (false, false) => Part::Moved,
            };
            (one.project, part)
        })
        .collect();
    for (run, sign) in [(base, -1.0), (other, 1.0)] {
        for line in &run.payments {
            let part = changed.get(Project::template_of(&line.project)).copied().unwrap_or(Part::Repriced);
            *parts.entry(part).or_insert(0.0) += sign * line.present;
        }
        for line in run.money.iter().filter(|line| line.component != Component::Capital) {
            *parts.entry(Part::Component(line.component)).or_insert(0.0) += sign * line.present;
        }
    }
    parts.into_iter().map(|(part, amount)| BridgePart { part, amount }).collect()
}

//! The projects of a year (年度项目).

use super::Reason;
use super::reasons::reason;
use crate::store::{RunDetails, RunRecord};
use std::collections::BTreeMap;

/// What happens to a project in the year (年度进展).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Works begin, and it opens in a later year (开工).
    Start,
    /// Works began before and go on (续建).
    UnderWay,
    /// It opens, whether works begin in the same year or began before (投用).
    Open,
}

impl Phase {
    /// Every phase.
    pub const ALL: [Self; 3] = [Self::Start, Self::UnderWay, Self::Open];
}

/// A project of the year.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectLine {
    /// Id.
    pub project: String,
    /// Name.
    pub name: String,
    /// Code of its county.
    pub county: String,
    /// Code of its town.
    pub town: String,
    /// Id of its programme.
    pub programme: String,
    /// Kind of work.
    pub kind: String,
    /// What happens to it in the year.
    pub phase: Phase,
    /// Year in which works begin; none where they had begun before the first decision year.
    pub start: Option<i32>,
    /// School year in which it opens.
    pub opening: i32,
    /// How many of its kind.
    pub count: i32,
    /// Net places by stage, stages without any left out.
    pub places: BTreeMap<String, i32>,
    /// Places that change their sector or grade where none are added.
    pub changed: i32,
    /// Capital, 10⁴ yuan.
    pub capital: f64,
    /// Of this, paid in the year, by source, 10⁴ yuan.
    pub payments: BTreeMap<String, f64>,
    /// Who pays.
    pub source: String,
    /// Why it is in the plan.
    pub reason: Reason,
    /// Remark of the study's table.
    pub note: String,
}

impl ProjectLine {
    /// Net places of all stages.
    #[must_use]
    pub fn net_places(&self) -> i32 {
        self.places.values().sum()
    }

    /// Paid in the year from all sources, 10⁴ yuan.
    #[must_use]
    pub fn payment(&self) -> f64 {
        self.payments.values().sum()
    }

    /// Whether works begin in the year, the projects that open in the same year among them.
    #[must_use]
    pub fn starts_in(&self, year: i32) -> bool {
        self.start == Some(year)
    }
}

/// Projects that begin, are under way or open in a year, by county in the run's order, then phase, town and id.
#[must_use]
pub fn projects(run: &RunRecord, details: &RunDetails, year: i32) -> Vec<ProjectLine> {
    let order: BTreeMap<&str, usize> =
        run.codes("county").enumerate().map(|(position, code)| (code, position)).collect();
    let mut lines: Vec<ProjectLine> = Vec::new();
    for (opening, record) in run.openings.iter().zip(&details.projects) {
        let phase = match (record.start, opening.year) {
            (_, opens) if opens == year => Phase::Open,
            (Some(start), opens) if start == year && opens > year => Phase::Start,
            (start, opens) if opens > year && start.is_none_or(|start| start < year) => Phase::UnderWay,
            _ => continue,
        };
        let effects: Vec<_> = details
            .effects
            .iter()
            .filter(|effect| effect.project == opening.project && effect.year == opening.year)
            .collect();
        let mut places: BTreeMap<String, i32> = BTreeMap::new();
        effects.iter().for_each(|effect| *places.entry(effect.stage.clone()).or_insert(0) += effect.places);
        places.retain(|_, places| *places != 0);
        let mut payments: BTreeMap<String, f64> = BTreeMap::new();
        let paid = run
            .payments
            .iter()
            .filter(|one| one.project == opening.project && one.year == year && one.payment != 0.0);
        paid.for_each(|one| *payments.entry(one.source.clone()).or_insert(0.0) += one.payment);
        lines.push(ProjectLine {
            project: opening.project.clone(),
            name: opening.name.clone(),
            county: opening.county.clone(),
            town: opening.town.clone(),
            programme: opening.programme.clone(),
            kind: record.kind.clone(),
            phase,
            start: record.start,
            opening: opening.year,
            count: opening.count,
            changed: effects.iter().map(|effect| effect.places.max(0)).sum(),
            places,
            capital: opening.capital,
            payments,
            source: record.source.clone(),
            reason: reason(run, details, opening, record, &effects),
            note: record.note.clone(),
        });
    }
    let key = |line: &ProjectLine| {
        let county = order.get(line.county.as_str()).copied().unwrap_or(usize::MAX);
        (county, line.phase, line.town.clone(), line.project.clone())
    };
    lines.sort_by_cached_key(key);
    lines
}

//! The annual layout proposal as figures (年度布局方案): what a run plans for one year, from its folder alone. Sums, phases and
//! reasons are found here; `report` lays them out.

mod chances;
mod money;
mod projects;
mod reasons;
mod risks;
mod supply;
#[cfg(test)]
mod tests;

pub use chances::{Chances, Expected, StageChance, TargetChance, TownChance};
pub use money::{Spending, spending};
pub use projects::{Phase, ProjectLine, projects};
pub use reasons::Reason;
pub use risks::{Likelihood, RiskLine, risks};
pub use supply::{Supply, class_supplies, supplies};

use crate::compare::{Comparison, compare};
use crate::store::{IndicatorRecord, RunDetails, RunRecord};
use thiserror::Error;

/// Why there is no proposal for a year.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProposalError {
    /// The plan decides other years.
    #[error("the run plans {first}–{last}: there is no proposal for {year}; choose --year {first}–{last}")]
    Year {
        /// Year that was asked for.
        year: i32,
        /// First decision year.
        first: i32,
        /// Last decision year.
        last: i32,
    },
}

/// What a run plans for a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal<'a> {
    /// The run.
    pub run: &'a RunRecord,
    /// Its larger tables.
    pub details: &'a RunDetails,
    /// School year, and the calendar year in which it begins.
    pub year: i32,
    /// Children and places by area, stage and year: the whole (`*`) and every county.
    pub supplies: Vec<Supply>,
    /// Projects that begin, are under way or open in the year.
    pub projects: Vec<ProjectLine>,
    /// Money by year.
    pub spending: Spending,
    /// What may turn out otherwise.
    pub risks: Vec<RiskLine>,
    /// What many futures bring; none where the run was not put to them.
    pub chances: Option<Chances>,
    /// What differs from the run of the proposal before, which is the first of the two.
    pub since: Option<(&'a RunRecord, Comparison)>,
}

impl<'a> Proposal<'a> {
    /// Finds the figures of a year.
    ///
    /// # Errors
    /// [`ProposalError`] where the run plans other years.
    pub fn new(
        run: &'a RunRecord,
        details: &'a RunDetails,
        since: Option<&'a RunRecord>,
        year: i32,
    ) -> Result<Self, ProposalError> {
        let (first, last, _) = run.years;
        if !(first..=last).contains(&year) {
            return Err(ProposalError::Year { year, first, last });
        }
        let supplies = supplies(run);
        Ok(Self {
            projects: projects(run, details, year),
            spending: spending(run),
            risks: risks(run, details, &supplies, year),
            chances: None,
            since: since.map(|before| (before, compare(before, run))),
            run,
            details,
            year,
            supplies,
        })
    }

    /// The same with what many futures bring.
    #[must_use]
    pub fn with_chances(self, chances: Option<Chances>) -> Self {
        Self { chances, ..self }
    }

    /// Children and places of an area, stage and year; nothing where the run has none.
    #[must_use]
    pub fn supply(&self, area: &str, stage: &str, year: i32) -> Supply {
        let is = |one: &&Supply| one.area == area && one.stage == stage && one.year == year;
        self.supplies.iter().find(is).cloned().unwrap_or_default()
    }

    /// Children who need a place of a group over all counties; all groups where none is named.
    #[must_use]
    pub fn children(&self, stage: &str, group: Option<&str>, year: i32) -> f64 {
        let is = |(_, of_stage, of_group, of_year): &(String, String, String, i32)| {
            of_stage == stage && *of_year == year && group.is_none_or(|group| of_group == group)
        };
        self.details.rolls.iter().filter(|(key, _)| is(key)).map(|(_, children)| children).sum()
    }

    /// Groups of children, in order of id.
    #[must_use]
    pub fn groups(&self) -> Vec<&str> {
        let mut groups: Vec<&str> = self.details.rolls.keys().map(|key| key.2.as_str()).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// The year with most children of a stage, from the first decision year to the end of the outlook.
    #[must_use]
    pub fn peak(&self, stage: &str) -> Option<Supply> {
        let of_stage = self.supplies.iter().filter(|one| one.area == "*" && one.stage == stage);
        of_stage.max_by(|one, other| one.children.total_cmp(&other.children)).cloned()
    }

    /// Indicators with a target in the year.
    pub fn targets(&self) -> impl Iterator<Item = &IndicatorRecord> {
        self.run.indicators.iter().filter(|one| one.year == self.year && one.target.is_some())
    }

    /// Projects of a phase.
    pub fn in_phase(&self, phase: Phase) -> impl Iterator<Item = &ProjectLine> {
        self.projects.iter().filter(move |one| one.phase == phase)
    }

    /// Whether children of a stage go to school in another county: its gaps are then those of the whole alone.
    #[must_use]
    pub fn crosses_counties(&self, stage: &str) -> bool {
        risks::crosses_counties(self.details, stage)
    }

    /// Projects whose works begin in a year.
    #[must_use]
    pub fn starting(&self, year: i32) -> i32 {
        let begins = self.run.openings.iter().zip(&self.details.projects);
        begins.filter(|(_, one)| one.start == Some(year)).map(|(opening, _)| opening.count).sum()
    }

    /// Number, net places and capital (10⁴ yuan) of some projects.
    #[must_use]
    pub fn sums<'b>(lines: impl Iterator<Item = &'b ProjectLine>) -> (i32, i32, f64) {
        lines.fold((0, 0, 0.0), |sum, one| (sum.0 + one.count, sum.1 + one.net_places(), sum.2 + one.capital))
    }

    /// Children of a stage who go to another town in the year, and the mean way of one, km.
    #[must_use]
    pub fn moving(&self, stage: &str, year: i32) -> (f64, f64) {
        let moves = || self.details.moves.iter().filter(|one| one.stage == stage && one.year == year);
        let children: f64 = moves().map(|one| one.children).sum();
        let ways: f64 = moves().map(|one| one.children * one.km).sum();
        (children, if children > 0.0 { ways / children } else { 0.0 })
    }

    /// Empty places of a stage and year: all, those that the plan added, and what they cost to keep, 10⁴ yuan.
    #[must_use]
    pub fn empty_places(&self, stage: &str, year: i32) -> (f64, f64, f64) {
        let lines = self.run.stranded.iter().filter(|one| one.stage == stage && one.year == year);
        lines.fold((0.0, 0.0, 0.0), |sum, one| (sum.0 + one.empty, sum.1 + one.added, sum.2 + one.running))
    }

    /// Promises that the plan does not keep: indicators missed in any year, ceilings passed, programmes short, broken promises.
    #[must_use]
    pub fn misses(&self) -> usize {
        let run = self.run;
        run.indicators.iter().filter(|one| !one.met).count()
            + run.ceilings.iter().filter(|one| !one.met).count()
            + self.details.shortfalls.len()
    }

    /// Children without a place of a stage and year.
    #[must_use]
    pub fn unplaced(&self, year: i32) -> f64 {
        self.supplies.iter().filter(|one| one.area == "*" && one.year == year).map(|one| one.unplaced).sum()
    }
}

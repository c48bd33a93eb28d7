//! Children who need a school place, and pupils of schools by grade.
//!
//! Where pupils are counted by grade (table `enrolment`), those of the first grade follow from the children of its age, those
//! of later grades from the grade below a year before, and those of a later stage from the leavers of the stage before.
//! Ratios of small schools are shrunk to their town's, county's and study's. Elsewhere the children of a stage's ages, times
//! its rate of enrolment, need a place.

mod advance;
mod alone;
mod cohorts;
mod counts;
mod demand;
mod entry;
mod grades;
mod ladder;
mod progression;
mod shares;
#[cfg(test)]
mod tests;
mod transfer;

pub(super) use alone::alone;
pub use grades::GradeRolls;
pub(super) use grades::by_grade;
pub use progression::RatioRule;

use super::ProjectionError;
use super::cutoff::Children;
use super::method::{Method, Methods};
use crate::domain::{GroupIndex, SchoolYear, StageIndex, Study, TownIndex};
use ndarray::{Array4, ArrayView1, Axis, s};

/// Children who need a place, by town of residence (学位需求).
#[derive(Debug, Clone, PartialEq)]
pub struct Rolls {
    /// Planned school years.
    pub years: Vec<SchoolYear>,
    /// Children, real-valued, `[town, stage, group, year]`.
    pub demand: Array4<f64>,
}

impl Rolls {
    /// Nobody who needs a place, in the planned years of a study.
    pub(super) fn none(study: &Study) -> Self {
        let years: Vec<_> = study.horizon.years().collect();
        let shape = (study.towns.len(), study.stages.len(), study.groups.len().max(1), years.len());
        Self { years, demand: Array4::zeros(shape) }
    }

    /// Children of a town, stage and group who need a place in the planned year at a position; 0 outside the arrays.
    #[must_use]
    pub fn demand(
        &self,
        town: TownIndex,
        stage: StageIndex,
        group: GroupIndex,
        position_of_year: usize,
    ) -> f64 {
        let at = [town.index(), stage.index(), group.index(), position_of_year];
        self.demand.get(at).copied().unwrap_or(0.0)
    }

    /// Children of a town and stage, all groups; 0 outside the arrays.
    #[must_use]
    pub fn town_total(&self, town: TownIndex, stage: StageIndex, position_of_year: usize) -> f64 {
        let groups = self.demand.len_of(Axis(2));
        GroupIndex::all(groups).map(|group| self.demand(town, stage, group, position_of_year)).sum()
    }

    /// Children of a stage, all towns and groups; 0 outside the arrays.
    #[must_use]
    pub fn stage_total(&self, stage: StageIndex, position_of_year: usize) -> f64 {
        let (_, stages, _, years) = self.demand.dim();
        if stage.index() >= stages || position_of_year >= years {
            return 0.0;
        }
        self.demand.slice(s![.., stage.index(), .., position_of_year]).sum()
    }

    /// Children of a stage and group, all towns; 0 outside the arrays.
    #[must_use]
    pub fn group_total(&self, stage: StageIndex, group: GroupIndex, position_of_year: usize) -> f64 {
        let towns = self.demand.len_of(Axis(0));
        TownIndex::all(towns).map(|town| self.demand(town, stage, group, position_of_year)).sum()
    }

    /// Position of a planned year.
    #[must_use]
    pub fn position(&self, year: SchoolYear) -> Option<usize> {
        self.years.binary_search(&year).ok()
    }
}

/// From what the pupils who enter a school follow (新生的取法).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryRule {
    /// From the children of the age, or from the leavers of the stage before.
    Children,
    /// The mean of the last years.
    Mean,
    /// The entrants of the last year.
    Last,
    /// No pupil moves on at all: every grade stays as it is.
    NoChange,
}

/// Rules of a projection of pupils (推算规则).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RollRule {
    /// Grade ratios.
    pub ratio: RatioRule,
    /// Entrants.
    pub entry: EntryRule,
}

impl RollRule {
    /// The rules of a study's settings.
    #[must_use]
    pub fn of(study: &Study) -> Self {
        let weight = study.projection.roll_shrinkage.max(0.0);
        Self { ratio: RatioRule::Shrunk(weight), entry: EntryRule::Children }
    }
}

/// Weight of a year so many years back in a pooled ratio.
fn recency(back: usize) -> f64 {
    0.6_f64.powi(i32::try_from(back).unwrap_or(i32::MAX))
}

/// Weight of a year so many years back among entrants.
fn recency_of_intake(back: usize) -> f64 {
    0.5_f64.powi(i32::try_from(back).unwrap_or(i32::MAX))
}

/// Where the units of a study are.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Lanes {
    /// Town of every unit.
    town: Vec<usize>,
    /// County of every town.
    county: Vec<usize>,
    /// Number of counties.
    counties: usize,
    /// Years of pupils that rates and ratios pool.
    window: usize,
}

impl Lanes {
    fn of(study: &Study) -> Self {
        Self {
            town: study.enrolment.units.iter().map(|unit| unit.town.index()).collect(),
            county: study.towns.iter().map(|town| town.county.index()).collect(),
            counties: study.counties.len(),
            window: usize::try_from(study.projection.roll_window.max(1)).unwrap_or(usize::MAX),
        }
    }
}

/// Pupils of the last years that are known with their weights, most recent first.
fn recent(lane: &ArrayView1<'_, f64>, window: usize) -> Vec<(f64, f64)> {
    let known = lane.iter().rev().take(window).enumerate().filter(|(_, pupils)| pupils.is_finite());
    known.map(|(back, pupils)| (recency_of_intake(back), *pupils)).collect()
}

/// Weighted mean of the last years that are known; 0 without any.
fn recent_mean(lane: &ArrayView1<'_, f64>, window: usize) -> f64 {
    let known = recent(lane, window);
    let weight: f64 = known.iter().map(|(weight, _)| weight).sum();
    let sum: f64 = known.iter().map(|(weight, pupils)| weight * pupils).sum();
    if weight > 0.0 { sum / weight } else { 0.0 }
}

/// Children who need a place: by age, or as many as the pupils where those are counted.
pub(super) fn needed(
    study: &Study,
    children: &Children,
    methods: &mut Methods,
) -> Result<(Rolls, Option<GradeRolls>), ProjectionError> {
    let mut rolls = by_age(study, children, methods)?;
    let grades = by_grade(study, Some(children), RollRule::of(study), study.horizon.outlook, methods);
    if let Some(grades) = &grades {
        demand::follow(study, children, grades, &mut rolls, methods);
    }
    Ok((rolls, grades))
}

/// `demand = Σ_{ages of the stage} children × prevalence × enrolment rate`.
fn by_age(study: &Study, children: &Children, methods: &mut Methods) -> Result<Rolls, ProjectionError> {
    let Rolls { years, mut demand } = Rolls::none(study);
    let (towns, groups, ..) = children.counts.dim();
    for (position, year) in years.iter().enumerate() {
        let Some(on_cutoff) = children.position(*year) else {
            let from = children.years.first().map_or(i32::MAX, |year| year.0);
            return Err(ProjectionError::PopulationTooLate { first: year.0, from });
        };
        for stage in study.stage_indices() {
            let rate = study.stages[stage.index()].enrolment_rate.at(*year);
            methods.add_if(rate.is_none(), Method::EnrolmentFull);
            for (town, group) in (0..towns).flat_map(|town| (0..groups).map(move |group| (town, group))) {
                demand[[town, stage.index(), group, position]] =
                    of_ages(study, children, TownIndex(town), stage, GroupIndex(group), on_cutoff);
            }
        }
    }
    Ok(Rolls { years, demand })
}

/// Children of a stage's ages who need a place, in the school year at a position of the children's years.
fn of_ages(
    study: &Study,
    children: &Children,
    town: TownIndex,
    stage: StageIndex,
    group: GroupIndex,
    position: usize,
) -> f64 {
    let (of, ages) = (&study.stages[stage.index()], children.counts.len_of(Axis(2)));
    let rate = of.prevalence * of.enrolment_rate.at(children.years[position]).unwrap_or(1.0);
    let (first, last) = (usize::from(of.ages.0), (usize::from(of.ages.1) + 1).min(ages));
    children.counts.slice(s![town.index(), group.index(), first.min(last)..last, position]).sum() * rate
}

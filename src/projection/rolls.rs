//! Children who need a school place.

use super::ProjectionError;
use super::cutoff::Children;
use super::method::{Method, Methods};
use crate::domain::{GroupIndex, SchoolYear, StageIndex, Study, TownIndex};
use ndarray::{Array4, Axis, s};

/// Children who need a place, by town of residence (学位需求).
#[derive(Debug, Clone, PartialEq)]
pub struct Rolls {
    /// Planned school years.
    pub years: Vec<SchoolYear>,
    /// Children, real-valued, `[town, stage, group, year]`.
    pub demand: Array4<f64>,
}

impl Rolls {
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

/// `demand = Σ_{ages of the stage} children × prevalence × enrolment rate`.
pub(super) fn needed(
    study: &Study,
    children: &Children,
    methods: &mut Methods,
) -> Result<Rolls, ProjectionError> {
    let years: Vec<_> = study.horizon.years().collect();
    let (towns, groups, ages, _) = children.counts.dim();
    let mut demand = Array4::zeros((towns, study.stages.len(), groups, years.len()));
    for (position, year) in years.iter().enumerate() {
        let Some(on_cutoff) = children.position(*year) else {
            let from = children.years.first().map_or(i32::MAX, |year| year.0);
            return Err(ProjectionError::PopulationTooLate { first: year.0, from });
        };
        for (stage, of) in study.stages.iter().enumerate() {
            let enrolled = of.enrolment_rate.at(*year);
            methods.add_if(enrolled.is_none(), Method::EnrolmentFull);
            let rate = of.prevalence * enrolled.unwrap_or(1.0);
            let (first, last) = (usize::from(of.ages.0), (usize::from(of.ages.1) + 1).min(ages));
            for town in 0..towns {
                for group in 0..groups {
                    let of_ages = children.counts.slice(s![town, group, first.min(last)..last, on_cutoff]);
                    demand[[town, stage, group, position]] = of_ages.sum() * rate;
                }
            }
        }
    }
    Ok(Rolls { years, demand })
}

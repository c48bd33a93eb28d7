//! Balance of places (学位供需): children, places and pupils by town, stage and year.

use crate::allocation::Plan;
use crate::domain::{PlaceEffect, SchoolYear, StageIndex, Study, TownIndex};
use crate::projection::Rolls;

/// Children and places of a town, a stage and a year (学位供需平衡).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BalanceLine {
    /// Town.
    pub town: TownIndex,
    /// Stage.
    pub stage: StageIndex,
    /// School year.
    pub year: SchoolYear,
    /// Children living there who need a place.
    pub children: f64,
    /// Places that stand without the plan.
    pub places_before: f64,
    /// Places with the plan.
    pub places_after: f64,
    /// Pupils taught there.
    pub pupils: f64,
    /// Children living there without a place.
    pub unplaced: f64,
}

impl BalanceLine {
    /// Places lacking without the plan; negative: spare.
    #[must_use]
    pub fn gap_before(&self) -> f64 {
        self.children - self.places_before
    }

    /// Places lacking with the plan; negative: spare.
    #[must_use]
    pub fn gap_after(&self) -> f64 {
        self.children - self.places_after
    }

    /// Pupils over places; none without places.
    #[must_use]
    pub fn utilisation(&self) -> Option<f64> {
        (self.places_after > 0.0).then(|| self.pupils / self.places_after)
    }
}

/// Every town, stage and planned year, in this order.
#[must_use]
pub fn balance(study: &Study, rolls: &Rolls, plan: &Plan) -> Vec<BalanceLine> {
    let (stages, years) = (study.stages.len(), study.horizon.length());
    let slot = |town: TownIndex, stage: StageIndex, position: usize| {
        (town.index() * stages + stage.index()) * years + position
    };
    let mut lines = empty_lines(study, rolls);
    for (position, year) in study.horizon.years().enumerate() {
        for school in study.schools.iter().filter(|school| school.runs_in(year)) {
            let line = &mut lines[slot(school.town, study.classes[school.class.index()].stage, position)];
            line.places_before += f64::from(school.places);
            line.places_after += f64::from(school.places);
        }
        for opening in &plan.openings {
            let project = &study.projects[opening.project.index()];
            let felt = |effect: &&PlaceEffect| project.felt_from(effect.places, opening.year) <= year;
            for effect in project.effects.iter().filter(felt) {
                let stage = study.classes[effect.class.index()].stage;
                let places = f64::from(effect.places) * f64::from(opening.count);
                lines[slot(effect.town, stage, position)].places_after += places;
            }
        }
    }
    for one in &plan.enrolments {
        if let Some(position) = study.horizon.position(one.year) {
            lines[slot(one.town, study.classes[one.class.index()].stage, position)].pupils += one.pupils;
        }
    }
    for one in &plan.unplaced {
        if let Some(position) = study.horizon.position(one.year) {
            lines[slot(one.town, one.stage, position)].unplaced += one.children;
        }
    }
    lines
}

fn empty_lines(study: &Study, rolls: &Rolls) -> Vec<BalanceLine> {
    let mut lines = Vec::new();
    for town in study.town_indices() {
        for stage in study.stage_indices() {
            for (position, year) in study.horizon.years().enumerate() {
                let groups = crate::domain::GroupIndex::all(study.groups.len());
                let children = groups.map(|group| rolls.demand(town, stage, group, position)).sum();
                lines.push(BalanceLine {
                    town,
                    stage,
                    year,
                    children,
                    places_before: 0.0,
                    places_after: 0.0,
                    pupils: 0.0,
                    unplaced: 0.0,
                });
            }
        }
    }
    lines
}

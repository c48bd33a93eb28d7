//! Demand given directly (直接给定的学位需求): it takes the place of the projection for the stages that it names.

use super::method::{Method, Methods};
use super::{Projection, Rolls};
use crate::domain::{Demand, StageIndex, Study};
use ndarray::Array4;

/// Whether the demand of a stage is given.
#[must_use]
pub fn is_given(study: &Study, stage: StageIndex) -> bool {
    study.demand.iter().any(|demand| demand.stage == stage)
}

/// The projection of a study without people whose demand is given for every stage; none for any other.
pub(super) fn alone(study: &Study) -> Option<Projection> {
    let all = !study.stages.is_empty() && study.stage_indices().all(|stage| is_given(study, stage));
    if !study.population.is_empty() || !all {
        return None;
    }
    let mut methods = Methods::default();
    let mut rolls = Rolls::none(study);
    apply(study, &mut rolls, &mut methods);
    Some(Projection::without_people(study, rolls, None, &methods))
}

/// Puts the demand that is given in place of what was projected. A town without a row of a stage that is given needs no
/// place there. Demand of all groups together is divided as projected; where nothing was projected, it is the first's.
pub(super) fn apply(study: &Study, rolls: &mut Rolls, methods: &mut Methods) {
    let before = rolls.demand.clone();
    let given: Vec<StageIndex> = study.stage_indices().filter(|stage| is_given(study, *stage)).collect();
    for stage in &given {
        rolls.demand.slice_mut(ndarray::s![.., stage.index(), .., ..]).fill(0.0);
    }
    for demand in &study.demand {
        put(study, rolls, &before, demand);
    }
    methods.add_if(!given.is_empty(), Method::DemandGiven(given.len()));
}

fn put(study: &Study, rolls: &mut Rolls, before: &Array4<f64>, demand: &Demand) {
    let (town, stage) = (demand.town.index(), demand.stage.index());
    for (position, year) in study.horizon.years().enumerate() {
        let children = demand.children.at(year).unwrap_or(0.0);
        let projected = before.slice(ndarray::s![town, stage, .., position]);
        let all: f64 = projected.sum();
        for group in 0..study.groups.len() {
            let share = match demand.group {
                Some(of) => f64::from(u8::from(of.index() == group)),
                None if all > 0.0 => projected[group] / all,
                None => f64::from(u8::from(group == 0)),
            };
            rolls.demand[[town, stage, group, position]] += children * share;
        }
    }
}

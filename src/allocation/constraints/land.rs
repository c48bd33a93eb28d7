//! Land (用地): the land of the projects whose works begin in a year stays under its ceiling, by town, county or the whole.
//!
//! `Σ_p land[p]·opens[p,y]` over the openings whose works begin in the years of the chain `≤ Σ limit`

use super::chain::chains;
use crate::allocation::formulation::Formulation;
use crate::allocation::keys::Promise;
use crate::allocation::model::{Column, Sense};
use crate::domain::{Area, LandLimit, ProjectIndex, Study, TownIndex};

/// Adds a row for every ceiling.
pub fn add(formulation: &mut Formulation) {
    let limits = &formulation.study.land;
    let line = |limit: &LandLimit| (limit.area, limit.year.is_none());
    for chain in chains(limits, line, |limit| limit.year.unwrap_or(0), |limit| limit.carry) {
        let (mut most, mut terms): (f64, Vec<(Column, f64)>) = (0.0, Vec::new());
        for index in chain {
            let limit = &formulation.study.land[index];
            most += limit.limit_m2;
            terms.extend(taken(formulation, limit));
            formulation.add_promise(Promise::Land { limit: index }, terms.clone(), Sense::AtMost, most);
        }
    }
}

/// Whether a ceiling covers a town.
fn covers(study: &Study, limit: &LandLimit, town: TownIndex) -> bool {
    match limit.area {
        None => true,
        Some(Area::Town(of)) => of == town,
        Some(Area::County(county)) => study.county_of(town) == county,
    }
}

/// Land of the projects whose works begin in the years of a ceiling, as terms in m².
fn taken(formulation: &Formulation, limit: &LandLimit) -> Vec<(Column, f64)> {
    let Formulation { study, sets, variables, .. } = formulation;
    let mut terms = Vec::new();
    for (index, project) in ProjectIndex::all(study.projects.len()).zip(&study.projects) {
        let Some(land) = project.land_m2.filter(|_| covers(study, limit, project.town)) else { continue };
        for (position, column, before) in variables.built[index.index()].openings() {
            let start = study.start_year(project, sets.years[position]);
            if start.is_some_and(|start| limit.year.is_none_or(|year| year == start)) {
                terms.push((column, land));
                terms.extend(before.map(|before| (before, -land)));
            }
        }
    }
    terms
}

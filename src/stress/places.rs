//! Places under a plan, and the areas within which children of a stage find them.

use crate::allocation::{Opening, reach};
use crate::domain::{ClassIndex, CountyIndex, Schooling, StageIndex, Study, TownIndex};
use ndarray::Array3;

/// Places, `[town, class, year]`, projects that are opened included.
pub fn places(study: &Study, openings: &[Opening]) -> Array3<f64> {
    let years: Vec<_> = study.horizon.years().collect();
    let mut places = Array3::zeros((study.towns.len(), study.classes.len(), years.len()));
    for school in &study.schools {
        for (position, _) in years.iter().enumerate().filter(|(_, year)| school.runs_in(**year)) {
            places[[school.town.index(), school.class.index(), position]] += f64::from(school.places);
        }
    }
    for opening in openings {
        let project = &study.projects[opening.project.index()];
        for effect in &project.effects {
            let from = project.felt_from(effect.places, opening.year);
            for (position, _) in years.iter().enumerate().filter(|(_, year)| **year >= from) {
                places[[effect.town.index(), effect.class.index(), position]] +=
                    f64::from(effect.places) * f64::from(opening.count);
            }
        }
    }
    places
}

/// Where children of a stage may go to school: a county, or the whole study.
#[derive(Debug, Clone, PartialEq)]
pub struct Arena {
    /// Stage.
    pub stage: StageIndex,
    /// County; none where children may leave theirs.
    pub county: Option<CountyIndex>,
    /// Towns of residence.
    pub towns: Vec<TownIndex>,
    /// Towns with places.
    pub sites: Vec<TownIndex>,
    /// Sites within reach of every town of residence, nearest first.
    pub reach: Vec<Vec<usize>>,
    /// Classes of the stage.
    pub classes: Vec<ClassIndex>,
}

/// Every arena, by stage and county.
pub fn arenas(study: &Study) -> Vec<Arena> {
    let reach = reach(study);
    let of_stage = |stage: StageIndex| {
        let counties: Vec<Option<CountyIndex>> = match study.stages[stage.index()].schooling {
            Schooling::Anywhere => vec![None],
            Schooling::County => study.county_indices().map(Some).collect(),
        };
        let reach = &reach[stage.index()];
        counties.into_iter().map(move |county| arena(study, stage, county, reach))
    };
    study.stage_indices().flat_map(of_stage).collect()
}

fn arena(study: &Study, stage: StageIndex, county: Option<CountyIndex>, reach: &[Vec<TownIndex>]) -> Arena {
    let here = |town: &TownIndex| county.is_none_or(|county| study.county_of(*town) == county);
    let towns: Vec<TownIndex> = study.town_indices().filter(here).collect();
    let mut sites: Vec<TownIndex> =
        towns.iter().flat_map(|town| reach[town.index()].iter().copied()).collect();
    sites.sort_unstable();
    sites.dedup();
    let of_town = |town: &TownIndex| {
        let within = reach[town.index()].iter();
        within.filter_map(|to| sites.binary_search(to).ok()).collect()
    };
    let reach = towns.iter().map(of_town).collect();
    Arena { stage, county, towns, sites, reach, classes: study.classes_of(stage).collect() }
}

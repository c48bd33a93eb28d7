//! Continuity (办学稳定): families are not pawns; no class of a town loses more than a share of its pupils from one year to
//! the next, beyond the fall in its county's children and the places that are taken from it.
//!
//! `enrolled[j,k,y] + places taken ≥ (1 − loss)·ρ·enrolled[j,k,y−1]`, ρ the ratio of the county's children to those of the
//! year before, at most 1; the first year follows the pupils of the base year

use super::capacity::added_places;
use crate::allocation::formulation::Formulation;
use crate::allocation::keys::Promise;
use crate::allocation::model::{Column, Sense};
use crate::domain::{CountyIndex, StageIndex};

/// Adds a row for every pool that a choice rule with a limit on losses names, and every planned year.
pub fn add(formulation: &mut Formulation) {
    let study = formulation.study;
    for (index, choice) in study.choices.iter().enumerate() {
        let Some(loss) = choice.loss else { continue };
        let pools: Vec<usize> = (0..formulation.sets.pools.len())
            .filter(|pool| choice.classes.contains(&formulation.sets.pools[*pool].class))
            .collect();
        let years = 0..formulation.sets.years.len();
        let of_county = |county| -> Vec<f64> {
            let ratio = |position| ratio(formulation, choice.stage, county, position);
            years.clone().map(|position| (1.0 - loss) * ratio(position)).collect()
        };
        let kept: Vec<Vec<f64>> = study.county_indices().map(of_county).collect();
        for pool in pools {
            let county = study.county_of(formulation.sets.pools[pool].town);
            for (position, kept) in kept[county.index()].iter().enumerate() {
                row(formulation, index, pool, position, *kept);
            }
        }
    }
}

fn row(formulation: &mut Formulation, choice: usize, pool: usize, position: usize, kept: f64) {
    let (sets, variables) = (&formulation.sets, &formulation.variables);
    let data = &sets.pools[pool];
    let pupils = |position: usize, weight: f64| {
        let columns = variables.enrolled[pool].iter().filter_map(move |(_, of)| of[position]);
        columns.map(move |column| (column, weight))
    };
    let mut terms: Vec<(Column, f64)> = pupils(position, 1.0).collect();
    let (before, standing) = if let Some(before) = position.checked_sub(1) {
        terms.extend(pupils(before, -kept));
        (0.0, data.standing[before])
    } else {
        (base_pupils(formulation, pool), data.standing[0])
    };
    if terms.is_empty() {
        return;
    }
    let taken = added_places(variables, data, position).filter(|(_, places)| *places < 0.0);
    terms.extend(taken.map(|(column, places)| (column, -places)));
    let closing = (standing - data.standing[position]).max(0.0);
    let right = (kept * before).min(data.standing[position]) - closing;
    let promise = Promise::Loss { choice, town: data.town, class: data.class, year: sets.years[position] };
    formulation.add_promise(promise, terms, Sense::AtLeast, right);
}

/// Pupils of a pool in the base year.
fn base_pupils(formulation: &Formulation, pool: usize) -> f64 {
    let data = &formulation.sets.pools[pool];
    let schools = formulation.study.schools.iter();
    let here = schools.filter(|school| school.town == data.town && school.class == data.class);
    here.map(|school| f64::from(school.pupils)).sum()
}

/// Children of a county over those of the year before, or over the pupils of the base year; at most 1.
fn ratio(formulation: &Formulation, stage: StageIndex, county: CountyIndex, position: usize) -> f64 {
    let study = formulation.study;
    let towns = study.town_indices().filter(|town| study.county_of(*town) == county);
    let now = formulation.sets.children_of(stage, position, towns.clone());
    let before = if let Some(before) = position.checked_sub(1) {
        formulation.sets.children_of(stage, before, towns)
    } else {
        let here = study.schools.iter().filter(|school| {
            study.county_of(school.town) == county && study.classes[school.class.index()].stage == stage
        });
        here.map(|school| f64::from(school.pupils)).sum()
    };
    if before > 0.0 { (now / before).min(1.0) } else { 1.0 }
}

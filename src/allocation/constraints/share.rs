//! Share indicators (占比指标): of the pupils among whom it is counted, at least the target share is where it should be.
//!
//! `Σ_{of} enrolled + Σ bought ≥ target[y] · Σ_{among} enrolled`, for the city or for every county
//!
//! Where `among` takes in every class of its stages and no child leaves the area, its pupils are the children needing a
//! place: a number, not a sum of columns.

use crate::allocation::formulation::Formulation;
use crate::allocation::keys::Promise;
use crate::allocation::model::{Column, Sense};
use crate::domain::{CountyIndex, IndicatorKind, Schooling, Scope, Selection, Share, Study, TownIndex};

/// Adds a row for every share indicator, area and planned year with a target.
pub fn add(formulation: &mut Formulation) {
    let study = formulation.study;
    for (index, indicator) in study.indicators.iter().enumerate() {
        let IndicatorKind::Share { share, scope } = &indicator.kind else { continue };
        for position in 0..formulation.sets.years.len() {
            let year = formulation.sets.years[position];
            let Some(target) = indicator.target(year) else { continue };
            for county in areas(study, *scope) {
                let mut terms = counted_pupils(formulation, share, county, position);
                let (among, children) = denominator(formulation, &share.among, county, position);
                terms.extend(among.into_iter().map(|(column, weight)| (column, -target * weight)));
                let without = without_a_place(formulation, &share.among, county, position);
                terms.extend(without.into_iter().map(|column| (column, target)));
                let promise = Promise::Indicator { indicator: index, county, year };
                formulation.add_promise(promise, terms, Sense::AtLeast, target * children);
            }
        }
    }
}

/// The areas for which a target holds: none stands for the whole study.
#[must_use]
pub fn areas(study: &Study, scope: Scope) -> Vec<Option<CountyIndex>> {
    match scope {
        Scope::City => vec![None],
        Scope::EveryCounty => study.county_indices().map(Some).collect(),
    }
}

/// The pupils that a share counts, as terms; bought places outside its classes included where it says so.
#[must_use]
pub fn counted_pupils(
    formulation: &Formulation,
    share: &Share,
    county: Option<CountyIndex>,
    position: usize,
) -> Vec<(Column, f64)> {
    let Formulation { study, sets, variables, .. } = formulation;
    let mut terms = pupils(formulation, &share.of, county, position);
    if share.bought_places_count {
        for (pool, data) in sets.pools_of(study, &share.among, county) {
            for (segment, columns) in &variables.bought[pool] {
                if sets.counts(&share.among, *segment) && !share.of.classes.contains(&data.class) {
                    terms.extend(columns[position].map(|column| (column, 1.0)));
                }
            }
        }
    }
    terms
}

/// The pupils of a selection, as terms.
#[must_use]
pub fn pupils(
    formulation: &Formulation,
    selection: &Selection,
    county: Option<CountyIndex>,
    position: usize,
) -> Vec<(Column, f64)> {
    let Formulation { study, sets, variables, .. } = formulation;
    sets.pools_of(study, selection, county)
        .flat_map(|(pool, _)| &variables.enrolled[pool])
        .filter(|(segment, _)| sets.counts(selection, *segment))
        .filter_map(|(_, columns)| columns[position].map(|column| (column, 1.0)))
        .collect()
}

/// Columns of children who may go without a place in a repair run, where the pupils among whom a share is counted are all
/// children: who is no pupil is not among them.
#[must_use]
pub fn without_a_place(
    formulation: &Formulation,
    among: &Selection,
    county: Option<CountyIndex>,
    position: usize,
) -> Vec<Column> {
    if fixed_children(formulation, among, county, position).is_none() {
        return Vec::new();
    }
    let unplaced = &formulation.variables.unplaced;
    counted(formulation, among, county)
        .filter_map(|(segment, town)| unplaced[segment][town.index()][position])
        .collect()
}

/// Segments and towns whose children may be among the pupils of a selection.
fn counted<'a>(
    formulation: &'a Formulation,
    among: &'a Selection,
    county: Option<CountyIndex>,
) -> impl Iterator<Item = (usize, TownIndex)> + 'a {
    let Formulation { study, sets, .. } = formulation;
    let stages: Vec<_> = among.classes.iter().map(|class| study.classes[class.index()].stage).collect();
    let segments = sets.segments.iter().enumerate();
    let segments =
        segments.filter(move |(segment, data)| stages.contains(&data.stage) && sets.counts(among, *segment));
    let towns = move || {
        study.town_indices().filter(move |town| county.is_none_or(|county| study.county_of(*town) == county))
    };
    segments.flat_map(move |(segment, _)| towns().map(move |town| (segment, town)))
}

/// The pupils among whom a share is counted: as terms, or as a number where no decision can change it.
#[must_use]
pub fn denominator(
    formulation: &Formulation,
    among: &Selection,
    county: Option<CountyIndex>,
    position: usize,
) -> (Vec<(Column, f64)>, f64) {
    match fixed_children(formulation, among, county, position) {
        Some(children) => (Vec::new(), children),
        None => (pupils(formulation, among, county, position), 0.0),
    }
}

/// Children of the segments of a selection that takes in whole stages whose children stay in the area; none otherwise.
#[must_use]
pub fn fixed_children(
    formulation: &Formulation,
    among: &Selection,
    county: Option<CountyIndex>,
    position: usize,
) -> Option<f64> {
    let Formulation { study, sets, .. } = formulation;
    let stages: Vec<_> = study
        .stage_indices()
        .filter(|stage| study.classes_of(*stage).any(|class| among.classes.contains(&class)))
        .collect();
    let whole =
        stages.iter().all(|stage| study.classes_of(*stage).all(|class| among.classes.contains(&class)));
    let stays = county.is_none()
        || stages.iter().all(|stage| study.stages[stage.index()].schooling == Schooling::County);
    (whole && stays).then(|| {
        counted(formulation, among, county)
            .map(|(segment, town)| sets.children[segment][town.index()][position])
            .sum()
    })
}

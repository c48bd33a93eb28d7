//! Cover rows (覆盖约束): implied by the others, they let the solver see how many places must come from projects.
//!
//! Children who can only be schooled in some towns need places there: `Σ_p places[p]·built[p,y] ≥ children − standing`, by
//! neighbourhood and by county; a share asks for places of its classes: `… ≥ target·children − standing`. A coefficient
//! above the right-hand side is cut down to it where all are positive, which no plan of whole projects can feel. In the
//! outlook the same projects are in use every year, so that the worst year speaks for all (in a repair run every year, since
//! children may go without a place in one and not in another).

use super::capacity::added_places;
use super::certification::certified_years;
use super::share::{areas, fixed_children};
use crate::allocation::formulation::Formulation;
use crate::allocation::keys::{Promise, RowKey};
use crate::allocation::model::{Column, Sense};
use crate::allocation::sets::Pool;
use crate::domain::{CountyIndex, IndicatorKind, SchoolYear, Schooling, Share, StageIndex, TownIndex};
use std::collections::{BTreeMap, BTreeSet};

/// Adds the rows.
pub fn add(formulation: &mut Formulation) {
    let mut rows = Vec::new();
    for stage in formulation.study.stage_indices() {
        rows.extend(county_rows(formulation, stage));
        rows.extend(reach_rows(formulation, stage));
    }
    if !formulation.is_breakable() {
        rows.extend(share_rows(formulation));
        rows.extend(criterion_rows(formulation));
    }
    for Cover { key, terms, right } in rows {
        formulation.model.add_row(key, terms, Sense::AtLeast, right);
    }
}

/// Columns with their places.
type Terms = Vec<(Column, f64)>;

struct Cover {
    key: RowKey,
    terms: Terms,
    right: f64,
}

/// Pools of a stage in some towns.
fn pools_in<'a>(
    formulation: &'a Formulation,
    stage: StageIndex,
    towns: &BTreeSet<TownIndex>,
) -> Vec<&'a Pool> {
    let Formulation { study, sets, .. } = formulation;
    let inside =
        |pool: &&Pool| study.classes[pool.class.index()].stage == stage && towns.contains(&pool.town);
    sets.pools.iter().filter(inside).collect()
}

/// A cover of the children of some towns by the places of some pools, if it can bind.
fn cover(
    formulation: &Formulation,
    stage: StageIndex,
    residents: &[TownIndex],
    pools: &[&Pool],
    position: usize,
) -> Option<(Terms, f64)> {
    let Formulation { sets, variables, .. } = formulation;
    let children = sets.children_of(stage, position, residents.iter().copied());
    let (mut terms, mut standing) = (Vec::new(), 0.0);
    for pool in pools {
        standing += pool.standing[position];
        terms.extend(added_places(variables, pool, position));
    }
    let (mut terms, right) = tightened(formulation, terms, children - standing)?;
    terms.extend(without_a_place(formulation, stage, residents, position));
    Some((terms, right))
}

/// Children of some towns who may go without a place in a repair run, as terms.
fn without_a_place<'a>(
    formulation: &'a Formulation,
    stage: StageIndex,
    residents: &'a [TownIndex],
    position: usize,
) -> impl Iterator<Item = (Column, f64)> + 'a {
    let segments = formulation.sets.segments.iter().zip(&formulation.variables.unplaced);
    segments.filter(move |(segment, _)| segment.stage == stage).flat_map(move |(_, unplaced)| {
        residents.iter().filter_map(move |town| unplaced[town.index()][position]).map(|column| (column, 1.0))
    })
}

fn tightened(formulation: &Formulation, mut terms: Terms, right: f64) -> Option<(Terms, f64)> {
    // Columns once each, in order.
    terms.sort_by_key(|(column, _)| *column);
    let mut once: Terms = Vec::with_capacity(terms.len());
    for (column, places) in terms {
        match once.last_mut() {
            Some(last) if last.0 == column => last.1 += places,
            _ => once.push((column, places)),
        }
    }
    let most_taken = |(column, places): &(Column, f64)| places * formulation.model.columns()[column.0].upper;
    let taken: f64 = once.iter().filter(|(_, places)| *places < 0.0).map(most_taken).sum();
    let most = right - taken;
    if most <= 0.0 {
        return None;
    }
    once.iter_mut().for_each(|(_, places)| *places = places.min(most));
    Some((once, right))
}

/// Position of a year, terms, right-hand side.
type Worst = (usize, Terms, f64);

/// Decision years, each for itself, and the worst of the outlook.
fn worst(formulation: &Formulation, row: impl Fn(usize) -> Option<(Terms, f64)>) -> Vec<Worst> {
    let sets = &formulation.sets;
    let at = |position| row(position).map(|(terms, right)| (position, terms, right));
    if formulation.is_breakable() {
        return (0..sets.years.len()).filter_map(at).collect();
    }
    let mut rows: Vec<_> = (0..sets.decision).filter_map(at).collect();
    rows.extend(
        (sets.decision..sets.years.len()).filter_map(at).max_by(|one, other| one.2.total_cmp(&other.2)),
    );
    rows
}

fn county_rows(formulation: &Formulation, stage: StageIndex) -> Vec<Cover> {
    let study = formulation.study;
    if study.stages[stage.index()].schooling == Schooling::Anywhere {
        return Vec::new();
    }
    let of_county = |county: CountyIndex| {
        let towns: Vec<_> = study.town_indices().filter(|town| study.county_of(*town) == county).collect();
        let pools = pools_in(formulation, stage, &towns.iter().copied().collect());
        let rows = worst(formulation, |position| cover(formulation, stage, &towns, &pools, position));
        let years = &formulation.sets.years;
        let named = move |(position, terms, right): (usize, _, _)| Cover {
            key: RowKey::CoverCounty { county, stage, year: years[position] },
            terms,
            right,
        };
        rows.into_iter().map(named).collect::<Vec<_>>()
    };
    study.county_indices().flat_map(of_county).collect()
}

fn reach_rows(formulation: &Formulation, stage: StageIndex) -> Vec<Cover> {
    let sets = &formulation.sets;
    let reach: Vec<BTreeSet<TownIndex>> =
        sets.reach[stage.index()].iter().map(|towns| towns.iter().map(|(town, _)| *town).collect()).collect();
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for (town, places) in reach.iter().enumerate() {
        if !seen.insert(places) {
            continue;
        }
        let inside: Vec<_> = reach
            .iter()
            .enumerate()
            .filter(|(_, other)| !other.is_empty() && other.is_subset(places))
            .map(|(index, _)| TownIndex(index))
            .collect();
        let pools = pools_in(formulation, stage, places);
        for (position, terms, right) in
            worst(formulation, |position| cover(formulation, stage, &inside, &pools, position))
        {
            let key = RowKey::CoverReach { town: TownIndex(town), stage, year: sets.years[position] };
            rows.push(Cover { key, terms, right });
        }
    }
    rows
}

/// Places of a share's classes in an area and what stands there; none where bought places count or groups are told apart.
fn share_places(
    formulation: &Formulation,
    share: &Share,
    county: Option<CountyIndex>,
    position: usize,
) -> Option<(Terms, f64, f64)> {
    let Formulation { study, sets, variables, .. } = formulation;
    if share.bought_places_count || share.of.groups.len() < study.groups.len() {
        return None;
    }
    let children = fixed_children(formulation, &share.among, county, position)?;
    let (mut terms, mut standing) = (Vec::new(), 0.0);
    for (_, pool) in sets.pools_of(study, &share.of, county) {
        standing += pool.standing[position];
        terms.extend(added_places(variables, pool, position));
    }
    Some((terms, standing, children))
}

fn share_rows(formulation: &Formulation) -> Vec<Cover> {
    let mut rows = Vec::new();
    for (indicator, data) in formulation.study.indicators.iter().enumerate() {
        let IndicatorKind::Share { share, scope } = &data.kind else { continue };
        for county in areas(formulation.study, *scope) {
            let row = |position: usize| {
                let year = formulation.sets.years[position];
                let target = data.target(year)?;
                let (terms, standing, children) = share_places(formulation, share, county, position)?;
                let missed = formulation.missed(&Promise::Indicator { indicator, county, year });
                tightened(formulation, terms, target * children - missed - standing)
            };
            let named = |(position, terms, right): Worst| {
                let year = formulation.sets.years[position];
                Cover { key: RowKey::CoverShare { indicator, county, year }, terms, right }
            };
            rows.extend(worst(formulation, row).into_iter().map(named));
        }
    }
    rows
}

fn criterion_rows(formulation: &Formulation) -> Vec<Cover> {
    let mut rows = Vec::new();
    for (criteria, set) in formulation.study.criteria.iter().enumerate() {
        for (criterion, data) in set.shares.iter().enumerate() {
            for county in formulation.study.county_indices() {
                let years = certified_years(formulation, criteria);
                let row = |(position, year): &(usize, SchoolYear)| {
                    let (mut terms, standing, children) =
                        share_places(formulation, &data.share, Some(county), *position)?;
                    let needed = data.at_least * children;
                    let certified = formulation.variables.certified[criteria][county.index()][*position];
                    terms.push((certified, -needed));
                    let key = RowKey::CoverCriterion { criteria, criterion, county, year: *year };
                    (needed > standing)
                        .then(|| (certified, needed - standing, Cover { key, terms, right: -standing }))
                };
                // Years that share a column of the outlook have the same projects: the worst speaks for all.
                let mut worst: BTreeMap<Column, (f64, Cover)> = BTreeMap::new();
                for (certified, lacking, cover) in years.iter().filter_map(row) {
                    if worst.get(&certified).is_none_or(|(known, _)| lacking > *known) {
                        worst.insert(certified, (lacking, cover));
                    }
                }
                rows.extend(worst.into_values().map(|(_, cover)| cover));
            }
        }
    }
    rows
}

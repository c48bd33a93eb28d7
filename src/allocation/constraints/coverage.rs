//! Coverage and numbers (覆盖与数量指标): towns or counties that have places of some classes, and numbers of places.
//!
//! `Σ_pools places ≥ least · covered[u,y]`, `Σ_u covered[u,y] ≥ target[y] · units`; `Σ_pools places ≥ target[y]`
//!
//! Where nothing is taken away, a project counts for no more than what is lacking, which makes the row as tight as can be.

use super::capacity::added_places;
use super::certification::certified_years;
use super::share::areas;
use crate::allocation::coverage::{Covered, coverages, covering_towns, of_criterion, of_indicator, pools};
use crate::allocation::formulation::Formulation;
use crate::allocation::keys::{Promise, RowKey};
use crate::allocation::model::{Column, Sense};
use crate::domain::{
    ClassIndex, CountyIndex, Coverage, CoverageUnit, GroupIndex, IndicatorKind, Selection, Study, TownIndex,
};
use std::collections::BTreeMap;

/// Adds the rows of every coverage, of the indicators that count them, and of the criteria that ask for them.
pub fn add(formulation: &mut Formulation) {
    for (index, coverage) in coverages(formulation.study).enumerate() {
        for (unit, towns) in covering_towns(formulation.study, coverage).iter().enumerate() {
            covered_rows(formulation, index, coverage, unit, towns);
        }
    }
    let study = formulation.study;
    let years: Vec<_> = formulation.sets.years.iter().copied().enumerate().collect();
    for (indicator, data) in study.indicators.iter().enumerate() {
        for (position, year) in &years {
            let Some(target) = data.target(*year) else { continue };
            match &data.kind {
                IndicatorKind::Coverage { coverage, scope, number } => {
                    let index = of_indicator(study, indicator);
                    for county in areas(study, *scope) {
                        let (terms, always, units) = count(formulation, index, coverage, county, *position);
                        let needed = whole(if *number { target } else { target * units });
                        let promise = Promise::Coverage { indicator, county, year: *year };
                        formulation.add_promise(promise, terms, Sense::AtLeast, needed - always);
                    }
                }
                IndicatorKind::Places { classes, scope } => {
                    for county in areas(study, *scope) {
                        let (terms, standing) = places(formulation, classes, county, *position);
                        let promise = Promise::Places { indicator, county, year: *year };
                        formulation.add_promise(promise, terms, Sense::AtLeast, target - standing);
                    }
                }
                IndicatorKind::Share { .. } | IndicatorKind::Certified { .. } => {}
            }
        }
    }
    criteria(formulation);
}

/// A whole number of units that a target asks for.
fn whole(target: f64) -> f64 {
    (target - 1e-9).ceil().max(0.0)
}

fn covered_rows(
    formulation: &mut Formulation,
    index: usize,
    coverage: &Coverage,
    unit: usize,
    towns: &[TownIndex],
) {
    let years: Vec<_> = formulation.sets.years.iter().copied().enumerate().collect();
    for (position, year) in years {
        let states = &formulation.variables.covered[index][unit];
        let Covered::Decided(column) = states[position] else { continue };
        if position > 0 && states[position] == states[position - 1] {
            continue;
        }
        let (mut standing, mut by_column): (f64, BTreeMap<Column, f64>) = (0.0, BTreeMap::new());
        for pool in pools(&formulation.sets, coverage, towns) {
            standing += pool.standing[position];
            for (project, places) in added_places(&formulation.variables, pool, position) {
                *by_column.entry(project).or_insert(0.0) += places;
            }
        }
        let lacking = f64::from(coverage.least_places) - standing;
        let cut = lacking > 0.0 && by_column.values().all(|places| *places >= 0.0);
        let mut terms: Vec<(Column, f64)> = by_column
            .into_iter()
            .map(|(project, places)| (project, if cut { places.min(lacking) } else { places }))
            .collect();
        let (least, right) = if cut { (lacking, 0.0) } else { (f64::from(coverage.least_places), -standing) };
        terms.push((column, -least));
        let key = RowKey::Covered { coverage: index, unit, year };
        formulation.model.add_row(key, terms, Sense::AtLeast, right);
    }
}

/// Whether a unit of a coverage is counted in an area.
fn is_counted(study: &Study, coverage: &Coverage, unit: usize, county: Option<CountyIndex>) -> bool {
    match coverage.unit {
        CoverageUnit::County => county.is_none_or(|county| county.index() == unit),
        CoverageUnit::Town => {
            coverage.counts(&study.towns[unit])
                && county.is_none_or(|county| study.county_of(TownIndex(unit)) == county)
        }
    }
}

/// Covered units of an area: as terms, as a number that is covered in any case, and how many units there are.
fn count(
    formulation: &Formulation,
    index: usize,
    coverage: &Coverage,
    county: Option<CountyIndex>,
    position: usize,
) -> (Vec<(Column, f64)>, f64, f64) {
    let (mut terms, mut always, mut units) = (Vec::new(), 0.0, 0.0);
    for (unit, years) in formulation.variables.covered[index].iter().enumerate() {
        if !is_counted(formulation.study, coverage, unit, county) {
            continue;
        }
        units += 1.0;
        match years[position] {
            Covered::Always => always += 1.0,
            Covered::Never => {}
            Covered::Decided(column) => terms.push((column, 1.0)),
        }
    }
    (terms, always, units)
}

/// Places of some classes in an area: what projects add, as terms, and what stands.
fn places(
    formulation: &Formulation,
    classes: &[ClassIndex],
    county: Option<CountyIndex>,
    position: usize,
) -> (Vec<(Column, f64)>, f64) {
    let Formulation { study, sets, variables, .. } = formulation;
    let groups = GroupIndex::all(study.groups.len()).collect();
    let selection = Selection { classes: classes.to_vec(), groups };
    let (mut terms, mut standing) = (Vec::new(), 0.0);
    for (_, pool) in sets.pools_of(study, &selection, county) {
        standing += pool.standing[position];
        terms.extend(added_places(variables, pool, position));
    }
    (terms, standing)
}

fn criteria(formulation: &mut Formulation) {
    let study = formulation.study;
    for (criteria, set) in study.criteria.iter().enumerate() {
        for (criterion, data) in set.coverages.iter().enumerate() {
            let index = of_criterion(study, criteria, criterion);
            for county in study.county_indices() {
                for (position, year) in certified_years(formulation, criteria) {
                    let (mut terms, always, units) =
                        count(formulation, index, &data.coverage, Some(county), position);
                    let certified = formulation.variables.certified[criteria][county.index()][position];
                    terms.push((certified, always - whole(data.at_least * units)));
                    let key = RowKey::CoverageCriterion { criteria, criterion, county, year };
                    formulation.model.add_row(key, terms, Sense::AtLeast, 0.0);
                }
            }
        }
    }
}

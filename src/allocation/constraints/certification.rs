//! Certification (县级认定): a county passes when all shares of the criteria set hold; passing lasts; enough counties pass.
//!
//! `Σ_{of} enrolled ≥ θ · Σ_{among} enrolled` where certified, `certified[c,y] ≤ certified[c,y+1]`,
//! `Σ_c certified[c,y] ≥ target[y] · counties`
//!
//! Where the pupils among whom the share is counted are a number N, the row is `Σ_{of} ≥ θ·N·certified`, which is as tight
//! as can be; otherwise `Σ_{of} − θ·Σ_{among} ≥ −θ·N·(1 − certified)` with N the most pupils that can be there.

use super::share::{counted_pupils, denominator, without_a_place};
use crate::allocation::formulation::Formulation;
use crate::allocation::keys::{Promise, RowKey};
use crate::allocation::model::Sense;
use crate::domain::{CountyIndex, IndicatorKind, SchoolYear};

/// Adds the rows of every criteria set, county and year in which a certified county must meet it, and the rows of the
/// indicators that count counties.
pub fn add(formulation: &mut Formulation) {
    let study = formulation.study;
    for criteria in 0..study.criteria.len() {
        for county in study.county_indices() {
            for (position, year) in certified_years(formulation, criteria) {
                stays(formulation, criteria, county, position, year);
                criterion_rows(formulation, criteria, county, position, year);
            }
        }
    }
    for (index, indicator) in study.indicators.iter().enumerate() {
        let IndicatorKind::Certified { criteria } = indicator.kind else { continue };
        for (position, year) in certified_years(formulation, criteria) {
            let Some(target) = indicator.target(year) else { continue };
            let terms: Vec<_> = formulation.variables.certified[criteria]
                .iter()
                .map(|county| (county[position], 1.0))
                .collect();
            let promise = Promise::Certification { indicator: index, year };
            let needed = counties_needed(target, study.counties.len());
            formulation.add_promise(promise, terms, Sense::AtLeast, needed);
        }
    }
}

/// Years in which a county may be certified, with their positions.
pub fn certified_years(formulation: &Formulation, criteria: usize) -> Vec<(usize, SchoolYear)> {
    let until = formulation.study.certified_until(criteria);
    formulation.sets.years.iter().copied().enumerate().take_while(|(_, year)| *year <= until).collect()
}

/// Whole number of counties that a target share asks for: 80 % of 9 is 8.
#[must_use]
#[allow(clippy::cast_precision_loss)] // a count of counties
pub fn counties_needed(target: f64, counties: usize) -> f64 {
    (target * counties as f64 - 1e-9).ceil().max(0.0)
}

fn stays(
    formulation: &mut Formulation,
    criteria: usize,
    county: CountyIndex,
    position: usize,
    year: SchoolYear,
) {
    if let Some(before) = position.checked_sub(1) {
        let columns = &formulation.variables.certified[criteria][county.index()];
        if columns[before] == columns[position] {
            return;
        }
        let terms = vec![(columns[before], 1.0), (columns[position], -1.0)];
        formulation.model.add_row(
            RowKey::StaysCertified { criteria, county, year },
            terms,
            Sense::AtMost,
            0.0,
        );
    }
}

fn criterion_rows(
    formulation: &mut Formulation,
    criteria: usize,
    county: CountyIndex,
    position: usize,
    year: SchoolYear,
) {
    let certified = formulation.variables.certified[criteria][county.index()][position];
    for (criterion, data) in formulation.study.criteria[criteria].shares.iter().enumerate() {
        let mut terms = counted_pupils(formulation, &data.share, Some(county), position);
        let (among, children) = denominator(formulation, &data.share.among, Some(county), position);
        let key = RowKey::Criterion { criteria, criterion, county, year };
        if among.is_empty() {
            terms.push((certified, -data.at_least * children));
            let without = without_a_place(formulation, &data.share.among, Some(county), position);
            terms.extend(without.into_iter().map(|column| (column, data.at_least)));
            formulation.model.add_row(key, terms, Sense::AtLeast, 0.0);
        } else {
            let most = data.at_least * most_pupils(formulation, &among);
            terms.extend(among.into_iter().map(|(column, weight)| (column, -data.at_least * weight)));
            terms.push((certified, -most));
            formulation.model.add_row(key, terms, Sense::AtLeast, -most);
        }
    }
}

/// Most pupils that columns of enrolment can hold together: the greatest places of their pools.
fn most_pupils(formulation: &Formulation, columns: &[(crate::allocation::model::Column, f64)]) -> f64 {
    let Formulation { study, sets, variables, .. } = formulation;
    sets.pools
        .iter()
        .zip(&variables.enrolled)
        .map(|(pool, enrolled)| {
            let position = (0..sets.years.len()).find(|position| {
                enrolled.iter().any(|(_, of_year)| {
                    of_year[*position].is_some_and(|column| columns.contains(&(column, 1.0)))
                })
            });
            position.map_or(0.0, |position| pool.greatest(study, position))
        })
        .sum()
}

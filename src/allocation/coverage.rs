//! Coverage (覆盖): in which towns and counties there are places of some classes, now or with the plan's projects.

use super::keys::ColumnKey;
use super::model::{Column, Model};
use super::sets::{Pool, Sets};
use crate::domain::{Coverage, CoverageUnit, IndicatorKind, Study, TownIndex};

/// Whether a town or county is covered in a year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Covered {
    /// By what stands, whatever is built.
    Always,
    /// By no plan.
    Never,
    /// As the plan decides.
    Decided(Column),
}

/// Every coverage of a study: of indicators, then of criteria sets, in order.
pub fn coverages(study: &Study) -> impl Iterator<Item = &Coverage> {
    let of_indicators = study.indicators.iter().filter_map(|indicator| match &indicator.kind {
        IndicatorKind::Coverage { coverage, .. } => Some(coverage),
        _ => None,
    });
    let of_criteria =
        study.criteria.iter().flat_map(|set| set.coverages.iter().map(|criterion| &criterion.coverage));
    of_indicators.chain(of_criteria)
}

/// Position among [`coverages`] of an indicator's.
#[must_use]
pub fn of_indicator(study: &Study, indicator: usize) -> usize {
    let before = study.indicators[..indicator].iter();
    before.filter(|indicator| matches!(indicator.kind, IndicatorKind::Coverage { .. })).count()
}

/// Position among [`coverages`] of a criterion's.
#[must_use]
pub fn of_criterion(study: &Study, criteria: usize, criterion: usize) -> usize {
    let before: usize = study.criteria[..criteria].iter().map(|set| set.coverages.len()).sum();
    of_indicator(study, study.indicators.len()) + before + criterion
}

/// Number of towns or counties that a coverage ranges over, those that do not count included.
#[must_use]
pub fn units(study: &Study, coverage: &Coverage) -> usize {
    match coverage.unit {
        CoverageUnit::Town => study.towns.len(),
        CoverageUnit::County => study.counties.len(),
    }
}

/// Towns whose places cover each town or county.
#[must_use]
pub fn covering_towns(study: &Study, coverage: &Coverage) -> Vec<Vec<TownIndex>> {
    let mut covering = vec![Vec::new(); units(study, coverage)];
    if coverage.unit == CoverageUnit::County {
        for town in study.town_indices() {
            covering[study.county_of(town).index()].push(town);
        }
        return covering;
    }
    if coverage.within_km <= 0.0 {
        return study.town_indices().map(|town| vec![town]).collect();
    }
    for ((from, to), way) in study.travel() {
        if from == to || way.km <= coverage.within_km {
            covering[from.index()].push(to);
        }
    }
    covering
}

/// Adds a column for every town or county, planned year and coverage that the plan decides. Nothing opens in the outlook:
/// a year in which the same stands as in the year before shares its column.
pub fn columns(study: &Study, sets: &Sets, model: &mut Model) -> Vec<Vec<Vec<Covered>>> {
    let mut covered = Vec::new();
    for (index, coverage) in coverages(study).enumerate() {
        let units = covering_towns(study, coverage).into_iter().enumerate().map(|(unit, towns)| {
            let pools: Vec<&Pool> = pools(sets, coverage, &towns).collect();
            let stands = |position: usize| -> f64 { pools.iter().map(|pool| pool.standing[position]).sum() };
            let mut states: Vec<Covered> = Vec::new();
            for (position, year) in sets.years.iter().copied().enumerate() {
                let alike = |before: &Covered| {
                    position >= sets.decision
                        && (stands(position) - stands(position - 1)).abs() < 0.5
                        && matches!(before, Covered::Decided(_))
                };
                let before = states.last().copied().filter(alike);
                let state = state(study, coverage, &pools, position).or(before).unwrap_or_else(|| {
                    let key = ColumnKey::Covered { coverage: index, unit, year };
                    let whole = !whole_by_itself(coverage, &pools, position);
                    Covered::Decided(model.add_column(key, 0.0, 1.0, whole))
                });
                states.push(state);
            }
            states
        });
        covered.push(units.collect());
    }
    covered
}

/// Pools of a coverage in some towns.
pub fn pools<'a>(
    sets: &'a Sets,
    coverage: &'a Coverage,
    towns: &'a [TownIndex],
) -> impl Iterator<Item = &'a Pool> + 'a {
    let counted = |pool: &&Pool| towns.contains(&pool.town) && coverage.classes.contains(&pool.class);
    sets.pools.iter().filter(counted)
}

/// Whether what stands covers in any case, or nothing can; none where the plan decides.
fn state(study: &Study, coverage: &Coverage, pools: &[&Pool], position: usize) -> Option<Covered> {
    let least = f64::from(coverage.least_places);
    let standing: f64 = pools.iter().map(|pool| pool.standing[position]).sum();
    let taken = |pool: &&Pool| pool.effects.iter().any(|effect| effect.places < 0.0);
    let most: f64 = pools.iter().map(|pool| pool.greatest(study, position)).sum();
    if standing >= least && !pools.iter().any(taken) {
        Some(Covered::Always)
    } else {
        (most < least).then_some(Covered::Never)
    }
}

/// Whether any one project covers alone, so that the column is whole where projects are.
fn whole_by_itself(coverage: &Coverage, pools: &[&Pool], position: usize) -> bool {
    let standing: f64 = pools.iter().map(|pool| pool.standing[position]).sum();
    let lacking = f64::from(coverage.least_places) - standing;
    pools.iter().flat_map(|pool| &pool.effects).all(|effect| effect.places >= lacking)
}

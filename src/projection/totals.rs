//! Children fitted to official totals of their towns or counties (与官方总量衔接).
//!
//! On the day of a total the cells that it counts are fitted to it (proportionally, all totals of that day together, and those of
//! the county engine where it ran). What a cell is multiplied by there holds on after the last such day and grows evenly up to
//! it, so that no year jumps.

use super::ProjectionError;
use super::cohort_component::county::CountyLayer;
use super::grid::{Grid, Moment};
use super::method::{Method, Methods};
use super::reconcile::{ReconcileError, Target, fit_targets_within};
use crate::domain::{Area, OfficialTotal, Study};
use ndarray::{Array3, Array4, Axis};
use std::collections::{BTreeMap, BTreeSet};

/// Fits children, `[town, group, age, slot]`, to the official totals of a study.
///
/// # Errors
/// Where totals contradict each other or those of the county, or count people of a kind that an area has none of.
pub(super) fn apply(
    study: &Study,
    grid: Grid,
    people: &mut Array4<f64>,
    layer: Option<&CountyLayer>,
    methods: &mut Methods,
) -> Result<(), ProjectionError> {
    let mut of_slots: BTreeMap<usize, Vec<&OfficialTotal>> = BTreeMap::new();
    let oldest = people.len_of(Axis(2)) - 1;
    let mut idle = 0;
    for total in &study.rates.totals {
        let slot = grid.base.whole_years_before(Moment::of_date(total.date)).map(|years| grid.last + years);
        match slot.filter(|slot| *slot > grid.last && *slot < grid.slots()) {
            Some(slot) if usize::from(total.ages.1) <= oldest => {
                of_slots.entry(slot).or_default().push(total);
            }
            _ => idle += 1,
        }
    }
    methods.add_if(idle > 0, Method::TotalsIdle(idle));
    methods.add_if(!of_slots.is_empty(), Method::TotalsFitted(study.rates.totals.len() - idle));
    let mut factors = vec![(grid.last, Array3::ones(cells_of(people)))];
    for (slot, totals) in of_slots {
        factors.push((slot, factors_at(study, people, slot, &totals, layer)?));
    }
    for slot in grid.last + 1..grid.slots() {
        let mut now = people.index_axis_mut(Axis(3), slot);
        now *= &between(&factors, slot);
    }
    Ok(())
}

fn cells_of(people: &Array4<f64>) -> (usize, usize, usize) {
    let (towns, groups, ages, _) = people.dim();
    (towns, groups, ages)
}

/// Factors on a slot: even between the days of totals, the last ones after them.
#[allow(clippy::cast_precision_loss)] // years
fn between(factors: &[(usize, Array3<f64>)], slot: usize) -> Array3<f64> {
    let next = factors.partition_point(|(at, _)| *at < slot);
    match (next.checked_sub(1).map(|before| &factors[before]), factors.get(next)) {
        (Some((from, before)), Some((to, after))) => {
            let share = (slot - from) as f64 / (to - from) as f64;
            before * (1.0 - share) + after * share
        }
        (Some((_, last)), None) | (None, Some((_, last))) => last.clone(),
        (None, None) => Array3::ones((0, 0, 0)),
    }
}

/// What every cell is multiplied by on the day of some totals, `[town, group, age]`.
fn factors_at(
    study: &Study,
    people: &Array4<f64>,
    slot: usize,
    totals: &[&OfficialTotal],
    layer: Option<&CountyLayer>,
) -> Result<Array3<f64>, ProjectionError> {
    let seed = people.index_axis(Axis(3), slot).to_owned();
    let (_, groups, ages) = seed.dim();
    let cell = |town: usize, group: usize, age: usize| (town * groups + group) * ages + age;
    let mut targets = Vec::new();
    for total in totals {
        let of_group = |group: &usize| total.group.is_none_or(|of| of.index() == *group);
        let cells = towns_of(study, total.area).into_iter().flat_map(|town| {
            (0..groups).filter(of_group).flat_map(move |group| {
                (usize::from(total.ages.0)..=usize::from(total.ages.1)).map(move |age| cell(town, group, age))
            })
        });
        targets.push(Target { cells: cells.collect(), total: total.persons });
    }
    // Where the engine carried several towns together, they still add up to what it found.
    for towns in layer.map(CountyLayer::towns_together).unwrap_or_default() {
        for (group, age) in (0..groups).flat_map(|group| (0..ages).map(move |age| (group, age))) {
            let cells: Vec<usize> = towns.iter().map(|town| cell(*town, group, age)).collect();
            let total = towns.iter().map(|town| seed[[*town, group, age]]).sum();
            targets.push(Target { cells, total });
        }
    }
    let before: Vec<f64> = seed.iter().copied().collect();
    let room: Vec<f64> = targets.iter().map(|target| rounding(target, &targets)).collect();
    let after = fit_targets_within(&before, &targets, &room).map_err(|error| fault(study, totals, &error))?;
    let factor = |(before, after): (&f64, f64)| if *before > 0.0 { after / before } else { 1.0 };
    let factors: Vec<f64> = before.iter().zip(after).map(factor).collect();
    Array3::from_shape_vec(seed.dim(), factors)
        .map_err(|error| ProjectionError::OfficialTotals { area: String::new(), gap: error.to_string() })
}

/// What rounding to whole persons can make a total differ from others of the same people: half a person each.
#[allow(clippy::cast_precision_loss)] // a few totals
fn rounding(target: &Target, targets: &[Target]) -> f64 {
    let cells: BTreeSet<usize> = target.cells.iter().copied().collect();
    let shares = |other: &&Target| other.cells.iter().any(|cell| cells.contains(cell));
    targets.iter().filter(shares).count() as f64 / 2.0
}

fn towns_of(study: &Study, area: Area) -> Vec<usize> {
    match area {
        Area::Town(town) => vec![town.index()],
        Area::County(county) => study
            .town_indices()
            .filter(|town| study.county_of(*town) == county)
            .map(crate::domain::TownIndex::index)
            .collect(),
    }
}

/// Which total cannot be met, and by how much.
fn fault(study: &Study, totals: &[&OfficialTotal], error: &ReconcileError) -> ProjectionError {
    let (ReconcileError::Unmet { margin, .. } | ReconcileError::Shape { margin }) = error else {
        return ProjectionError::OfficialTotals { area: String::new(), gap: error.to_string() };
    };
    let area = totals.get(*margin).or(totals.first()).map_or_else(String::new, |total| {
        let code = match total.area {
            Area::Town(town) => &study.towns[town.index()].code,
            Area::County(county) => &study.counties[county.index()].code,
        };
        format!("{code}, {}-{}, ages {}–{}", total.date.year, total.date.month, total.ages.0, total.ages.1)
    });
    ProjectionError::OfficialTotals { area, gap: error.to_string() }
}

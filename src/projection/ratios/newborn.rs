//! From births to infants: what the registers of births and of people say of each other.

use crate::domain::Study;
use crate::projection::history::History;
use crate::projection::past::PastBirths;
use crate::projection::pool::Pool;
use crate::projection::survival::Survival;
use ndarray::Array2;

/// Least and greatest ratio of infants to births: births may be registered elsewhere.
const NEWBORN_LIMITS: (f64, f64) = (0.2, 5.0);

/// Ratios of infants to registered births, shrunk to county and study; survival where births are derived, `[town, group]`.
pub(in crate::projection) fn of_newborn(
    study: &Study,
    history: &History,
    past: &PastBirths,
    survival: &Survival,
    weight: f64,
) -> Array2<f64> {
    let groups = study.groups.len().max(1);
    let pool = births_to_infants(study, history, past);
    let county_of = |row: usize| study.towns[row / groups].county.index() * groups + row % groups;
    let counties = pool.merged(study.counties.len() * groups, county_of);
    let by_group = counties.merged(groups, |row| row % groups);
    let all = by_group.merged(1, |_| 0).shrunk(0.0, NEWBORN_LIMITS, |_, _| survival.newborn);
    let by_group = by_group.shrunk(0.0, NEWBORN_LIMITS, |_, age| all[[0, age]]);
    let counties = counties.shrunk(weight, NEWBORN_LIMITS, |row, age| by_group[[row % groups, age]]);
    let towns = pool.shrunk(weight, NEWBORN_LIMITS, |row, age| counties[[county_of(row), age]]);
    Array2::from_shape_fn((study.towns.len(), groups), |(town, group)| {
        let registered = past.registered[[study.towns[town].county.index(), group]];
        if registered { towns[[town * groups + group, 0]] } else { survival.newborn }
    })
}

/// Registered births of twelve months and age 0 at their end, pooled over the window, one "age".
fn births_to_infants(study: &Study, history: &History, past: &PastBirths) -> Pool {
    let (towns, groups, ..) = history.children.dim();
    let mut pool =
        Pool { ended: Array2::zeros((towns * groups, 1)), began: Array2::zeros((towns * groups, 1)) };
    let window = usize::try_from(study.projection.window.max(1)).unwrap_or(usize::MAX);
    let last = history.grid.last;
    for town in 0..towns {
        let Some(first) = history.first[town] else { continue };
        let county = study.towns[town].county.index();
        for group in (0..groups).filter(|group| past.registered[[county, *group]]) {
            for slot in first.max((last + 1).saturating_sub(window))..=last {
                let end = history.grid.moment(slot);
                if past.covers(county, end) {
                    pool.began[[town * groups + group, 0]] += past.path.before(town, group, end);
                    pool.ended[[town * groups + group, 0]] += history.children[[town, group, 0, slot]];
                }
            }
        }
    }
    pool
}

//! Cohort ratios: a year's people of an age over the year before's of the age below, smoothed for small towns.

use super::history::History;
use super::method::{Method, Methods};
use super::past::PastBirths;
use super::pool::{AGEING_LIMITS, Pool};
use super::smoothing::{Lanes, Smoothing};
use super::survival::Survival;
use super::tuning;
use crate::domain::Study;
use ndarray::{Array2, Array3};

/// Least and greatest ratio of infants to births: births may be registered elsewhere.
const NEWBORN_LIMITS: (f64, f64) = (0.2, 5.0);

/// Ratios by which a town's children are advanced a year (队列变动比).
#[derive(Debug, Clone)]
pub(super) struct Ratios {
    /// From an age to the next in the first year, `[town, group, age]`.
    pub ageing: Array3<f64>,
    /// What they fade towards, those of the county and group, `[town, group, age]`.
    pub centre: Array3<f64>,
    /// What is left of the difference a year later, 0 to 1.
    pub persistence: f64,
    /// From the births of twelve months to age 0 at their end, `[town, group]`.
    pub newborn: Array2<f64>,
}

impl Ratios {
    /// Ratio from an age to the next, so many years after the first.
    pub(super) fn after(&self, [town, group, age]: [usize; 3], years: i32) -> f64 {
        let centre = self.centre[[town, group, age]];
        centre + (self.ageing[[town, group, age]] - centre) * self.persistence.powi(years)
    }
}

/// Ratios of every town: smoothed as the study's own past says, else as stated.
pub(super) fn pooled(
    study: &Study,
    history: &History,
    past: &PastBirths,
    survival: &Survival,
    methods: &mut Methods,
) -> Ratios {
    methods.add(if history.grid.last == 0 { Method::SurvivalOnly } else { Method::CohortRatios });
    let chosen = tuning::chosen(study, history, survival);
    methods.add_if(history.grid.last > 0 && chosen.is_none(), Method::SmoothingStated);
    if let Some(smoothing) = chosen {
        methods.add_text(smoothing.text());
    }
    smoothed(study, history, past, survival, chosen.unwrap_or_else(|| Smoothing::stated(study)))
}

/// Ratios shrunk by one weight κ, children; 0 leaves every town its own.
pub(super) fn shrunk_by(
    study: &Study,
    history: &History,
    past: &PastBirths,
    survival: &Survival,
    weight: f64,
) -> Ratios {
    smoothed(study, history, past, survival, Smoothing::plain(study, weight))
}

fn smoothed(
    study: &Study,
    history: &History,
    past: &PastBirths,
    survival: &Survival,
    smoothing: Smoothing,
) -> Ratios {
    let (towns, groups, ages, slots) = history.children.dim();
    let shape = (towns, groups, ages.saturating_sub(1));
    let rows = history.children.to_shape((towns * groups, ages, slots));
    let found = rows.ok().map(|people| {
        let lanes =
            Lanes { study, survival, people: people.view(), first: &history.first, last: history.grid.last };
        lanes.smoothed(smoothing, &lanes.pool(smoothing.window), &lanes.deviations())
    });
    let shaped = |ratios: Option<Array2<f64>>| {
        let ratios = ratios.and_then(|ratios| ratios.into_shape_with_order(shape).ok());
        ratios.unwrap_or_else(|| Array3::ones(shape))
    };
    let (centre, own) = found.map_or((None, None), |found| (Some(found.centre), Some(found.own)));
    let weight = if smoothing.age.is_finite() {
        smoothing.age.min(study.projection.shrinkage)
    } else {
        study.projection.shrinkage
    };
    Ratios {
        ageing: shaped(own),
        centre: shaped(centre),
        persistence: smoothing.persistence,
        newborn: newborn(study, history, past, survival, weight.max(0.0)),
    }
}

/// Ratios of infants to registered births, shrunk to county and study; survival where births are derived, `[town, group]`.
fn newborn(
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

/// Women of the county at which a town's own ratios of women weigh as much as the county's: adults move more by age than
/// children, so that small numbers tell less.
const WOMEN_SHRINKAGE: f64 = 1_000.0;

/// Ratios of women, `[county, age]`, shrunk to the study, and those of the towns behind them.
fn women(study: &Study, history: &History, survival: &Survival) -> (Array2<f64>, Pool) {
    let window = study.projection.window;
    let pool = Pool::of(&history.women.view(), |town| history.first[town], history.grid.last, window);
    let counties = pool.merged(study.counties.len(), |town| study.towns[town].county.index());
    let all = counties.merged(1, |_| 0).shrunk(0.0, AGEING_LIMITS, |_, age| survival.step(age));
    let weight = study.projection.shrinkage.max(0.0);
    (counties.shrunk(weight, AGEING_LIMITS, |_, age| all[[0, age]]), pool)
}

/// Ratios of women by county, groups pooled, shrunk to the study, `[county, age]`.
pub(super) fn of_women(study: &Study, history: &History, survival: &Survival) -> Array2<f64> {
    women(study, history, survival).0
}

/// Ratios of women by town, groups pooled, shrunk to the county, `[town, age]`.
pub(super) fn women_of_towns(study: &Study, history: &History, survival: &Survival) -> Array2<f64> {
    let (counties, towns) = women(study, history, survival);
    let county = |town: usize| study.towns[town].county.index();
    towns.shrunk(WOMEN_SHRINKAGE, AGEING_LIMITS, |town, age| counties[[county(town), age]])
}

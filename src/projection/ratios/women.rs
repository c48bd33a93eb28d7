//! Cohort ratios of women, by which the women of childbearing age are carried on.

use crate::domain::Study;
use crate::projection::history::History;
use crate::projection::pool::{AGEING_LIMITS, Pool};
use crate::projection::survival::Survival;
use ndarray::Array2;

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
pub(in crate::projection) fn of_women(study: &Study, history: &History, survival: &Survival) -> Array2<f64> {
    women(study, history, survival).0
}

/// Ratios of women by town, groups pooled, shrunk to the county, `[town, age]`.
pub(in crate::projection) fn women_of_towns(
    study: &Study,
    history: &History,
    survival: &Survival,
) -> Array2<f64> {
    let (counties, towns) = women(study, history, survival);
    let county = |town: usize| study.towns[town].county.index();
    towns.shrunk(WOMEN_SHRINKAGE, AGEING_LIMITS, |town, age| counties[[county(town), age]])
}

//! Cohort ratios of women, by which the women of childbearing age are carried on.
//!
//! Women of a town move by its own ratios of the long run, mixed with its county's: students leave and families come in the same towns
//! for decades. What late years of the whole study are above the long run, age by age, passes.

use crate::domain::Study;
use crate::projection::history::History;
use crate::projection::pool::{AGEING_LIMITS, Pool};
use crate::projection::survival::Survival;
use ndarray::{Array1, Array2};

/// Women of the county at which a town's own ratios of women weigh as much as the county's: adults move more by age than
/// children, so that small numbers tell less.
const WOMEN_SHRINKAGE: f64 = 1_000.0;

/// Weight of a step in the long run, and in late years, beside the next later one.
const LONG_RUN: f64 = 0.95;
const LATE_YEARS: f64 = 0.4;

/// What is left a year later of what late years were above the long run.
const LEFT: f64 = 0.7;

/// Women of an age at which late years count by half.
const LATE_SHRINKAGE: f64 = 1_000.0;

/// Cohort ratios of women by town (妇女队列变动比).
#[derive(Debug, Clone, PartialEq)]
pub(in crate::projection) struct WomenOfTowns {
    /// Long run, from an age to the next, `[town, age]`.
    long_run: Array2<f64>,
    /// Deviation of late years in the whole study, `[age]`.
    late: Array1<f64>,
}

impl WomenOfTowns {
    /// Groups pooled; towns shrunk to their county, counties to the study.
    pub(in crate::projection) fn of(study: &Study, history: &History, survival: &Survival) -> Self {
        let steps = |fading| {
            let women = history.women.view();
            Pool::faded(&women, |town| history.first[town], history.grid.last, fading)
        };
        let (towns, late) = (steps(LONG_RUN), steps(LATE_YEARS));
        let county = |town: usize| study.towns[town].county.index();
        let (counties, all) = of_counties(study, survival, &towns);
        let late = late.merged(1, |_| 0);
        let above = |age: usize| {
            let foreseen = late.began[[0, age]] * all[[0, age]];
            (late.ended[[0, age]] - foreseen) / (foreseen + LATE_SHRINKAGE)
        };
        Self {
            long_run: towns.shrunk(WOMEN_SHRINKAGE, AGEING_LIMITS, |town, age| counties[[county(town), age]]),
            late: (0..all.ncols()).map(above).collect(),
        }
    }

    /// From an age to the next in the long run.
    pub(in crate::projection) fn long_run(&self, town: usize, age: usize) -> f64 {
        self.long_run[[town, age]]
    }

    /// What is left of late years so many years after the first step.
    pub(in crate::projection) fn left(years: i32) -> f64 {
        LEFT.powi(years)
    }

    /// From an age to the next, when so much is left of late years.
    pub(in crate::projection) fn ahead(&self, town: usize, age: usize, left: f64) -> f64 {
        let ratio = self.long_run[[town, age]] * (1.0 + self.late[age] * left);
        ratio.clamp(AGEING_LIMITS.0, AGEING_LIMITS.1)
    }
}

/// Ratios of women by county over the stated window, groups pooled, shrunk to the study, `[county, age]`.
pub(in crate::projection) fn of_women(study: &Study, history: &History, survival: &Survival) -> Array2<f64> {
    let window = study.projection.window;
    let pool = Pool::of(&history.women.view(), |town| history.first[town], history.grid.last, window);
    of_counties(study, survival, &pool).0
}

/// Ratios of counties, shrunk to the study's, and those, from steps of towns.
fn of_counties(study: &Study, survival: &Survival, towns: &Pool) -> (Array2<f64>, Array2<f64>) {
    let counties = towns.merged(study.counties.len(), |town| study.towns[town].county.index());
    let all = counties.merged(1, |_| 0).shrunk(0.0, AGEING_LIMITS, |_, age| survival.step(age));
    let weight = study.projection.shrinkage.max(0.0);
    (counties.shrunk(weight, AGEING_LIMITS, |_, age| all[[0, age]]), all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::history::read;
    use crate::projection::method::Methods;
    use crate::projection::tests::{date, study, women};

    #[test]
    fn the_long_run_of_a_town_and_late_years_of_the_study_by_hand() {
        // Two towns of one county, ages 0 to 60 at the ends of 2020 to 2022. In town 0 the 1,000 women of every age become 1,100 in both years, in
        // town 1 1,000: after two years 1,210 and 1,000 of them. Long run at an age: town 0 (0.95·1100 + 1210)/(0.95·1000 + 1100), 1.1; town 1: 1;
        // county (0.95·2100 + 2210)/(0.95·2000 + 2100) = 4205/4000. Mixed with 1,000 of the county.
        let mut made = study(&[0, 0], 1);
        for (year, grown) in [(2020, 1_000.0), (2021, 1_100.0), (2022, 1_210.0)] {
            for age in 0..=60 {
                made.population.push(women(0, date(year, 12, 31), age, grown));
                made.population.push(women(1, date(year, 12, 31), age, 1_000.0));
            }
        }
        let survival = Survival::of(&made, &mut Methods::default()).expect("survival");
        let history = read(&made, &survival, &mut Methods::default()).expect("history");
        let found = WomenOfTowns::of(&made, &history, &survival);
        let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-9, "{found}, not {wanted}");
        let all = 4_205.0 / 4_000.0;
        let county = (4_205.0 + 200.0 * all) / 4_200.0;
        near(
            found.long_run(0, 30),
            (0.95 * 1_100.0 + 1_210.0 + 1_000.0 * county) / (0.95 * 1_000.0 + 2_100.0),
        );
        near(found.long_run(1, 30), (1_950.0 + 1_000.0 * county) / 2_950.0);
        // Late years: 0.4·2100 + 2210 = 3050 of those foreseen, (0.4·2000 + 2100)·all.
        let foreseen = 2_900.0 * all;
        let late = (3_050.0 - foreseen) / (foreseen + 1_000.0);
        near(found.ahead(1, 30, WomenOfTowns::left(0)), found.long_run(1, 30) * (1.0 + late));
        near(found.ahead(1, 30, WomenOfTowns::left(2)), found.long_run(1, 30) * (1.0 + 0.49 * late));
    }
}

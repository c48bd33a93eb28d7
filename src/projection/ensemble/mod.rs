//! How sure a projection is: draws of whole error paths, and what lies between their quantiles (不确定性).
//!
//! Errors `ln(actual/forecast)` of rolling origins, by horizon and stage, are set beside a stated
//! spread that knows children born at the origin from those born later and shrinks with the number of children. What all
//! towns share is told apart from what each has of its own: the former is drawn with the variances and covariances of the past,
//! widened where few windows of it are known; how large the latter is for a town of some size is a law fitted to the past (`law`), and a draw takes one origin for all towns (and one lending county for the
//! towns of a county), so that sums come out right, and for every town the whole path of a town of its size class. Errors count with
//! both signs: what was too low may be too high next time. With too little history the stated spread itself is drawn from.

mod draws;
mod law;
mod library;
mod scale;
mod spread;

pub use library::{Library, PastForecasts};
pub use spread::Spread;

use super::Projection;
use super::age_bands;
use super::given::is_given;
use super::grid::Moment;
use super::towns::size_of;
use crate::domain::{Study, Text, TownIndex};
use ndarray::{Array3, Array4, s};

/// Quantiles that are kept: p10, p50, p90.
pub const QUANTILES: [f64; 3] = [0.1, 0.5, 0.9];

/// How many draws, and from which seed (抽样设置).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DrawSettings {
    /// Draws.
    pub draws: usize,
    /// Seed.
    pub seed: u64,
}

impl Default for DrawSettings {
    fn default() -> Self {
        Self { draws: 1_000, seed: 1 }
    }
}

/// Where the errors come from (误差来源).
#[derive(Debug, Clone)]
pub enum ErrorModel {
    /// The stated spread: too little history.
    Stated,
    /// Errors of past forecasts of this study.
    Measured(Box<Library>),
}

impl ErrorModel {
    /// In words.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Stated => Text {
                zh: "历史时点太少,不足以回测:区间采用内置误差假设(乡镇越小、年份越远越宽;未出生者另加生育误差)。"
                    .to_owned(),
                en: "Too few dates for a backtest: the bands follow a stated default (wider for small towns and far years, \
                     with the error of births for children not yet born)."
                    .to_owned(),
            },
            Self::Measured(library) => Text {
                zh: format!("区间取自 {} 个历史起点的回测误差。", library.origins()),
                en: format!("The bands come from backtest errors of {} past origins.", library.origins()),
            },
        }
    }
}

/// A forecast that gets bands (待加区间的预测).
#[derive(Debug, Clone)]
pub struct Target {
    /// County of every town, `[town]`.
    pub counties: Vec<usize>,
    /// Size class of every town, `[town]`.
    pub sizes: Vec<usize>,
    /// First and last age of every stage.
    pub ages: Vec<(u8, u8)>,
    /// Position of every stage's ages in the library of errors.
    pub bands: Vec<usize>,
    /// Whether the demand of every stage is given directly, of whose errors nothing is known: it stays as it is in every draw.
    pub given: Vec<bool>,
    /// Years between the last count and every forecast year.
    pub years_ahead: Vec<f64>,
    /// Children, `[town, stage, year]`.
    pub forecast: Array3<f64>,
}

/// Quantiles of the draws (区间).
#[derive(Debug, Clone, PartialEq)]
pub struct Bands {
    /// Children of every town, `[quantile, town, stage, year]`, quantiles p10, p50, p90.
    pub towns: Array4<f64>,
    /// Children of all towns, `[quantile, stage, year]`.
    pub totals: Array3<f64>,
}

/// Draws errors for a forecast. The same seed gives the same bands on any machine.
#[must_use]
pub fn draw(target: &Target, model: &ErrorModel, settings: DrawSettings) -> Bands {
    draws::bands(target, model, settings)
}

/// Children of every town in every draw, `[town, stage, year, draw]` (未来样本): whole futures, of which [`draw`] keeps quantiles. They
/// add up over towns to the draws behind the bands of the totals. The same seed gives the same futures on any machine.
#[must_use]
pub fn futures(target: &Target, model: &ErrorModel, settings: DrawSettings) -> Array4<f64> {
    draws::futures(target, model, settings)
}

/// Bands around the rolls of a projection.
#[must_use]
pub fn of_rolls(study: &Study, projection: &Projection, model: &ErrorModel, settings: DrawSettings) -> Bands {
    draw(&target(study, projection), model, settings)
}

/// The rolls of a projection as a forecast that gets bands.
#[must_use]
pub fn target(study: &Study, projection: &Projection) -> Target {
    let rolls = &projection.rolls;
    let counted = study.population.iter().map(|row| Moment::of_date(row.date)).max();
    let in_school =
        || study.enrolment.counts.iter().map(|row| Moment::of_cutoff(row.year, study.cutoff)).max();
    let base = counted.or_else(in_school);
    let known = age_bands::of(study);
    let ahead = |year: &crate::domain::SchoolYear| {
        base.map_or(0.0, |base| Moment::of_cutoff(*year, study.cutoff).years_since(base).max(0.0))
    };
    let position = |ages: (u8, u8)| known.iter().position(|band| band.ages == ages).unwrap_or(0);
    let shape = (study.towns.len(), study.stages.len(), rolls.years.len());
    Target {
        counties: study.towns.iter().map(|town| town.county.index()).collect(),
        sizes: study.town_indices().map(|town| size_of(children(projection, town))).collect(),
        ages: study.stages.iter().map(|stage| stage.ages).collect(),
        bands: study.stages.iter().map(|stage| position(stage.ages)).collect(),
        given: study.stage_indices().map(|stage| is_given(study, stage)).collect(),
        years_ahead: rolls.years.iter().map(ahead).collect(),
        forecast: Array3::from_shape_fn(shape, |(town, stage, year)| {
            rolls.demand.slice(s![town, stage, .., year]).sum()
        }),
    }
}

/// Children aged 0 to 14 of a town in the first year of a projection.
fn children(projection: &Projection, town: TownIndex) -> f64 {
    let counts = &projection.children.counts;
    if counts.is_empty() {
        return 0.0;
    }
    let ages = 15.min(counts.dim().2);
    counts.slice(s![town.index(), .., ..ages, 0..1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target() -> Target {
        Target {
            counties: vec![0, 0, 1],
            sizes: vec![0, 1, 1],
            ages: vec![(6, 11)],
            bands: vec![0],
            given: vec![false],
            years_ahead: vec![1.0, 5.0, 10.0],
            forecast: Array3::from_elem((3, 1, 3), 500.0),
        }
    }

    #[test]
    fn the_seed_decides() {
        let draw_of = |seed| draw(&target(), &ErrorModel::Stated, DrawSettings { draws: 200, seed });
        assert_eq!(draw_of(7), draw_of(7));
        assert_ne!(draw_of(7), draw_of(8));
    }

    #[test]
    fn bands_hold_the_forecast_and_widen() {
        let bands = draw(&target(), &ErrorModel::Stated, DrawSettings::default());
        let width = |year: usize| bands.towns[[2, 0, 0, year]] - bands.towns[[0, 0, 0, year]];
        assert!(width(0) < width(1) && width(1) < width(2));
        assert!((bands.towns[[1, 0, 0, 1]] / 500.0 - 1.0).abs() < 0.02);
        assert!(bands.totals[[0, 0, 2]] < 1500.0 && bands.totals[[2, 0, 2]] > 1500.0);
    }

    #[test]
    fn demand_that_is_given_stays_as_it_is() {
        let mut given = target();
        given.given = vec![true];
        let bands = draw(&given, &ErrorModel::Stated, DrawSettings { draws: 50, seed: 2 });
        assert!(bands.towns.iter().all(|children| (children - 500.0).abs() < 1e-12));
        assert!(bands.totals.iter().all(|children| (children - 1_500.0).abs() < 1e-9));
    }

    #[test]
    fn sums_of_very_small_towns_keep_their_middle() {
        // 200 towns of 4 children each in one county: a town's own spread is near one half, yet the middle of the sum is 800.
        let towns = 200;
        let small = Target {
            counties: vec![0; towns],
            sizes: vec![0; towns],
            ages: vec![(6, 14)],
            bands: vec![0],
            given: vec![false],
            years_ahead: vec![5.0],
            forecast: Array3::from_elem((towns, 1, 1), 4.0),
        };
        let bands = draw(&small, &ErrorModel::Stated, DrawSettings { draws: 2_000, seed: 3 });
        assert!((bands.totals[[1, 0, 0]] / 800.0 - 1.0).abs() < 0.005, "{}", bands.totals[[1, 0, 0]]);
        assert!((bands.towns[[1, 0, 0, 0]] / 4.0 - 1.0).abs() < 0.05);
    }

    #[test]
    fn measured_errors_come_back_with_both_signs() {
        // One half of the towns always lay one tenth (in logarithms) above its forecast, the other as far below: nothing in common, and
        // every draw of a town lies a widened tenth above or below.
        let forecast = Array3::from_elem((30, 1, 5), 499.5);
        let came = |(town, _, _): (usize, usize, usize)| {
            500.0 * if town % 2 == 0 { 0.1_f64 } else { -0.1 }.exp() - 0.5
        };
        let actual = Array3::from_shape_fn((30, 1, 5), came);
        let origin = PastForecasts { forecast, actual, sizes: vec![1; 30] };
        let library = Library::of(&vec![origin; 6], &[(6, 11)], &[0; 30]).expect("library");
        let mut target = target();
        target.forecast.fill(499.5);
        let settings = DrawSettings { draws: 400, seed: 1 };
        let bands = draw(&target, &ErrorModel::Measured(Box::new(library.clone())), settings);
        let (low, high) = (bands.towns[[0, 0, 0, 0]] / 499.5, bands.towns[[2, 0, 0, 0]] / 499.5);
        assert!((low.ln() + high.ln()).abs() < 0.01, "{low} {high}");
        // In units of the spread (about 0.015) the tenth is so much that nothing expected widens it; √(30/29) for the mean.
        let wanted = 0.1 * (30.0_f64 / 29.0).sqrt();
        assert!((high.ln() - wanted).abs() < 0.01, "{high}");
        let futures = futures(&target, &ErrorModel::Measured(Box::new(library)), settings);
        let mean = futures.slice(s![.., 0, 0, ..]).mean().expect("draws");
        assert!((mean / 499.5 - 1.0).abs() < 0.005, "the middle of sums stays: {mean}");
    }
}

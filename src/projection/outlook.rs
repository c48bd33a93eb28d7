//! What a projection says of an area, stage and year: children, those who need a place, band, low and high births.

use super::backtest::error_model;
use super::ensemble::{Bands, DrawSettings, ErrorModel, draw, target};
use super::{Learnt, Projection, ProjectionError, Variant, without_people};
use crate::domain::{CountyIndex, GroupIndex, SchoolYear, StageIndex, Study, TownIndex};
use crate::progress::{Progress, Silent};
use ndarray::{Array3, Axis, s};

/// The three paths of births (三种出生方案).
#[derive(Debug, Clone, PartialEq)]
pub struct Paths {
    /// Low births.
    pub low: Projection,
    /// The central path.
    pub level: Projection,
    /// High births.
    pub high: Projection,
}

impl Paths {
    /// Projects a study along all three.
    ///
    /// # Errors
    /// See [`ProjectionError`].
    pub fn of(study: &Study, progress: &dyn Progress) -> Result<Self, ProjectionError> {
        if let Some(found) = without_people(study) {
            return Ok(Self { low: found.clone(), level: found.clone(), high: found });
        }
        let learnt = Learnt::of(study, progress)?;
        let along = |variant| learnt.along(variant, progress);
        Ok(Self {
            level: along(study.projection.births)?,
            low: along(Variant::Low)?,
            high: along(Variant::High)?,
        })
    }

    /// The same in whole children (see [`Projection::whole`]).
    #[must_use]
    pub fn whole(&self, seed: u64) -> Self {
        Self { low: self.low.whole(seed), level: self.level.whole(seed), high: self.high.whole(seed) }
    }
}

/// Over which areas figures are summed (汇总范围).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// The whole study.
    All,
    /// Every county.
    County,
    /// Every town.
    Town,
}

/// An area of an outlook (地区).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutlookArea {
    /// The whole study.
    All,
    /// A county.
    County(CountyIndex),
    /// A town.
    Town(TownIndex),
}

/// Figures of an area, stage and school year (预测结果行).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OutlookLine {
    /// Area.
    pub area: OutlookArea,
    /// Stage.
    pub stage: StageIndex,
    /// School year.
    pub year: SchoolYear,
    /// Children of the stage's ages on the cut-off day.
    pub children: f64,
    /// Children who need a place, central path.
    pub level: f64,
    /// Quantiles p10, p50, p90 of those who need a place.
    pub band: [f64; 3],
    /// Children who need a place with low births.
    pub low: f64,
    /// Children who need a place with high births.
    pub high: f64,
}

/// Draws of the bands that a run keeps.
const KEPT: DrawSettings = DrawSettings { draws: 1_000, seed: 1 };

/// Children who need a place with their bands, for the whole study and every county, as a run keeps them; none where no people
/// are counted.
///
/// # Errors
/// See [`ProjectionError`].
pub fn demand_bands(study: &Study) -> Result<Vec<OutlookLine>, ProjectionError> {
    if study.population.is_empty() {
        return Ok(Vec::new());
    }
    let paths = Paths::of(study, &Silent)?;
    let errors = error_model(study, &Silent)?;
    let of = |grouping| outlook(study, &paths, &errors, grouping, KEPT);
    Ok([Grouping::All, Grouping::County].into_iter().flat_map(of).collect())
}

/// Lines by area, stage and year.
#[must_use]
pub fn outlook(
    study: &Study,
    paths: &Paths,
    errors: &ErrorModel,
    grouping: Grouping,
    settings: DrawSettings,
) -> Vec<OutlookLine> {
    let areas = areas(study, grouping);
    let bands = area_bands(study, paths, errors, grouping, settings);
    let mut lines = Vec::new();
    for (position, (area, towns)) in areas.iter().enumerate() {
        for stage in study.stage_indices() {
            for (year, name) in paths.level.rolls.years.iter().enumerate() {
                let sum = |of: &Projection| {
                    towns.iter().map(|town| of.rolls.town_total(*town, stage, year)).sum::<f64>()
                };
                lines.push(OutlookLine {
                    area: *area,
                    stage,
                    year: *name,
                    children: children(study, &paths.level, towns, stage, *name),
                    level: sum(&paths.level),
                    band: [0, 1, 2].map(|quantile| bands[position][[quantile, stage.index(), year]]),
                    low: sum(&paths.low),
                    high: sum(&paths.high),
                });
            }
        }
    }
    lines
}

fn areas(study: &Study, grouping: Grouping) -> Vec<(OutlookArea, Vec<TownIndex>)> {
    match grouping {
        Grouping::All => vec![(OutlookArea::All, study.town_indices().collect())],
        Grouping::County => {
            let mut areas: Vec<_> =
                study.county_indices().map(|county| (OutlookArea::County(county), Vec::new())).collect();
            for town in study.town_indices() {
                areas[study.county_of(town).index()].1.push(town);
            }
            areas
        }
        Grouping::Town => study.town_indices().map(|town| (OutlookArea::Town(town), vec![town])).collect(),
    }
}

/// Quantiles of every area, `[area][quantile, stage, year]`.
fn area_bands(
    study: &Study,
    paths: &Paths,
    errors: &ErrorModel,
    grouping: Grouping,
    settings: DrawSettings,
) -> Vec<Array3<f64>> {
    let whole = target(study, &paths.level);
    match grouping {
        Grouping::All => vec![draw(&whole, errors, settings).totals],
        Grouping::Town => {
            let Bands { towns, .. } = draw(&whole, errors, settings);
            study.town_indices().map(|town| towns.index_axis(Axis(1), town.index()).to_owned()).collect()
        }
        // Towns of a county share its errors, so that a county's band is drawn with its towns together.
        Grouping::County => areas(study, grouping)
            .into_iter()
            .map(|(_, towns)| {
                let mut part = whole.clone();
                let positions: Vec<usize> = towns.iter().map(|town| town.index()).collect();
                part.counties = vec![0; positions.len()];
                part.sizes = positions.iter().map(|town| whole.sizes[*town]).collect();
                part.forecast = whole.forecast.select(Axis(0), &positions);
                draw(&part, errors, settings).totals
            })
            .collect(),
    }
}

fn children(study: &Study, of: &Projection, towns: &[TownIndex], stage: StageIndex, year: SchoolYear) -> f64 {
    let (first, last) = study.stages[stage.index()].ages;
    let groups = of.children.counts.len_of(Axis(1));
    let of_town = |town: &TownIndex| {
        (0..groups)
            .flat_map(|group| (first..=last).map(move |age| (group, age)))
            .map(|(group, age)| of.children.count(*town, GroupIndex(group), age, year))
            .sum::<f64>()
    };
    towns.iter().map(of_town).sum()
}

/// Births of all towns and groups by calendar year along a path.
#[must_use]
pub fn births_by_year(of: &Projection) -> Vec<(i32, f64)> {
    let births = &of.births;
    let sum = |position: usize| births.counts.slice(s![.., .., position]).sum();
    births.years.iter().enumerate().map(|(position, year)| (*year, sum(position))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{date, near, people, stage, study};
    use super::*;
    use crate::progress::Silent;

    #[test]
    fn counties_add_up_and_bands_hold_the_central_path() {
        let mut made = study(&[0, 0, 1], 1);
        made.stages = vec![stage("primary", (6, 11), 1.0)];
        for year in [2021, 2022] {
            for town in 0..3_u8 {
                let of_age = |age| {
                    people(usize::from(town), date(year, 12, 31), None, age, 200.0 + 50.0 * f64::from(town))
                };
                made.population.extend((0..=20).map(of_age));
            }
        }
        let paths = Paths::of(&made, &Silent).expect("projection");
        let lines = |grouping| {
            outlook(&made, &paths, &ErrorModel::Stated, grouping, DrawSettings { draws: 400, seed: 3 })
        };
        let (all, county, town) = (lines(Grouping::All), lines(Grouping::County), lines(Grouping::Town));
        assert_eq!((all.len(), county.len(), town.len()), (8, 16, 24));
        for whole in &all {
            let sum = |of: fn(&OutlookLine) -> f64, of_counties: bool| -> f64 {
                let lines = if of_counties { &county } else { &town };
                lines.iter().filter(|line| line.year == whole.year).map(of).sum()
            };
            for of in [
                (|line| line.level) as fn(&OutlookLine) -> f64,
                |line| line.low,
                |line| line.high,
                |line| line.children,
            ] {
                near(sum(of, true), of(whole));
                near(sum(of, false), of(whole));
            }
        }
        for line in all.iter().chain(&county).chain(&town) {
            assert!(line.low <= line.level && line.level <= line.high);
            assert!(line.band[0] < line.level && line.level < line.band[2], "{line:?}");
            assert!((line.band[1] / line.level - 1.0).abs() < 0.03, "{line:?}");
        }
    }
}

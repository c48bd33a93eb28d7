//! Coverage and numbers of places, by own code.

use super::case::Case;
use super::places::Places;
use super::ways::Ways;
use crate::domain::{ClassIndex, Coverage, CoverageUnit};

/// Places of some classes in a town and year, projects included.
fn in_town(places: &Places, classes: &[ClassIndex], town: usize, position: usize) -> f64 {
    classes.iter().map(|class| places.with_plan[places.at(town, class.0, position)]).sum()
}

/// Places of some classes in an area and year, projects included.
pub(super) fn places_of(
    case: &Case,
    places: &Places,
    classes: &[ClassIndex],
    area: Option<usize>,
    position: usize,
) -> f64 {
    let towns = (0..case.study.towns.len()).filter(|town| case.lies_in(*town, area));
    towns.map(|town| in_town(places, classes, town, position)).sum()
}

/// Covered towns or counties of an area, and how many count.
pub(super) fn covered(
    case: &Case,
    places: &Places,
    coverage: &Coverage,
    area: Option<usize>,
    position: usize,
) -> (f64, f64) {
    let enough = |found: f64| found >= f64::from(coverage.least_places) - 1e-6;
    let (mut reached, mut units) = (0.0, 0.0);
    let mut count = |covered: bool| {
        units += 1.0;
        reached += f64::from(u8::from(covered));
    };
    match coverage.unit {
        CoverageUnit::County => {
            for county in (0..case.study.counties.len()).filter(|county| area.is_none_or(|of| of == *county))
            {
                count(enough(places_of(case, places, &coverage.classes, Some(county), position)));
            }
        }
        CoverageUnit::Town => {
            let ways = Ways::new(case);
            for (town, data) in case.study.towns.iter().enumerate() {
                let kind =
                    coverage.kinds.is_empty() || data.kind.is_some_and(|of| coverage.kinds.contains(&of));
                if kind && case.lies_in(town, area) {
                    count(enough(near(case, places, coverage, &ways, (town, position))));
                }
            }
        }
    }
    (reached, units)
}

/// Places of a town and of those near enough to cover it.
fn near(
    case: &Case,
    places: &Places,
    coverage: &Coverage,
    ways: &Ways,
    (town, position): (usize, usize),
) -> f64 {
    let mut sum = in_town(places, &coverage.classes, town, position);
    if coverage.within_km > 0.0 {
        for other in (0..case.study.towns.len()).filter(|other| *other != town) {
            if ways.way(town, other).is_some_and(|way| way.km <= coverage.within_km + 1e-9) {
                sum += in_town(places, &coverage.classes, other, position);
            }
        }
    }
    sum
}

//! Forecast pupils beside those who were counted later.

use super::super::measure::Pair;
use super::Origin;
use crate::domain::{SchoolYear, StageIndex, UnitIndex};
use crate::projection::GradeRolls;
use ndarray::s;

/// What is compared (比较对象).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RollPart {
    /// The first grade of every school.
    Entrants,
    /// Every later grade of every school.
    LaterGrades,
    /// The stage of every school.
    Schools,
    /// The stage of all schools together, new and closed ones included.
    Study,
}

impl RollPart {
    /// Every part.
    pub const ALL: [Self; 4] = [Self::Entrants, Self::LaterGrades, Self::Schools, Self::Study];
}

/// The school year so many years later.
pub(super) fn later(year: SchoolYear, horizon: usize) -> SchoolYear {
    year.plus(i32::try_from(horizon).unwrap_or(i32::MAX / 2))
}

/// Forecasts of an origin beside what was counted so many years later.
pub(super) fn pairs(
    truth: &GradeRolls,
    origin: &Origin,
    stage: StageIndex,
    part: RollPart,
    horizon: usize,
    rule: usize,
) -> Vec<Pair> {
    let year = later(origin.year, horizon);
    let forecast = &origin.forecasts[rule];
    let (Some(then), Some(now), Some(at)) =
        (truth.position(year), truth.position(origin.year), forecast.position(year))
    else {
        return Vec::new();
    };
    let steps: Vec<usize> = truth.steps(stage).collect();
    let sum = |of: &GradeRolls, unit: usize, step: usize, position: usize| {
        of.pupils.slice(s![unit, .., step, position]).sum()
    };
    let Some(first) = steps.first().copied() else { return Vec::new() };
    let units = 0..truth.pupils.dim().0;
    let counted = |unit: usize, position: usize| sum(truth, unit, first, position).is_finite();
    // Schools that were there at the origin and at the later year.
    let lasting = units.clone().filter(|unit| counted(*unit, now) && counted(*unit, then));
    let cell = |unit: usize, step: usize| Pair {
        forecast: sum(forecast, unit, step, at),
        actual: sum(truth, unit, step, then),
    };
    let total = |of: &GradeRolls, unit: usize, position: usize| {
        of.stage_total(UnitIndex(unit), stage, position).unwrap_or(0.0)
    };
    match part {
        RollPart::Entrants => lasting.map(|unit| cell(unit, first)).collect(),
        RollPart::LaterGrades => lasting
            .flat_map(|unit| steps[1..].iter().map(move |step| (unit, *step)))
            .map(|(unit, step)| cell(unit, step))
            .collect(),
        RollPart::Schools => lasting
            .map(|unit| Pair { forecast: total(forecast, unit, at), actual: total(truth, unit, then) })
            .collect(),
        RollPart::Study => {
            let all = |of: &GradeRolls, position| units.clone().map(|unit| total(of, unit, position)).sum();
            vec![Pair { forecast: all(forecast, at), actual: all(truth, then) }]
        }
    }
}

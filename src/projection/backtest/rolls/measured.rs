//! Errors of the rules.

use super::super::measure::{Errors, Pair, measure};
use super::{Origin, ROLL_DEFAULT, RULES, RollBacktest, bands};
use crate::domain::{SchoolYear, StageIndex, Study, UnitIndex};
use crate::projection::GradeRolls;
use ndarray::s;

/// Pupils of a class, for errors in classes.
const CLASS: f64 = 40.0;

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

/// Errors of a rule on the judging origins (误差行).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RollLine {
    /// Stage.
    pub stage: StageIndex,
    /// What is compared.
    pub part: RollPart,
    /// Years ahead.
    pub horizon: usize,
    /// Position of the rule.
    pub rule: usize,
    /// Errors.
    pub errors: Errors,
    /// Whether no other rule errs less.
    pub best: bool,
}

pub(super) fn all(study: &Study, truth: &GradeRolls, origins: &[Origin], horizons: &[usize]) -> RollBacktest {
    let judge = origins.len() / 2;
    let mut lines = Vec::new();
    for stage in study.stage_indices() {
        for part in RollPart::ALL {
            for horizon in horizons {
                lines.extend(of_rules(truth, &origins[judge..], stage, part, *horizon));
            }
        }
    }
    let first_judging = origins[judge].year;
    let chosen_on = |origin: &Origin, horizon: usize| later(origin.year, horizon) <= first_judging;
    let contest = (0..RULES.len())
        .map(|rule| {
            (
                overall(study, truth, &origins[..judge], rule, horizons, &chosen_on),
                overall(study, truth, &origins[judge..], rule, horizons, &|_, _| true),
            )
        })
        .collect::<Vec<_>>();
    let known = (0..RULES.len()).filter(|rule| contest[*rule].0.is_finite());
    let winner = known.min_by(|one, other| contest[*one].0.total_cmp(&contest[*other].0));
    let years = |of: &[Origin]| of.iter().map(|origin| origin.year).collect();
    RollBacktest {
        choosing: years(&origins[..judge]),
        judging: years(&origins[judge..]),
        lines,
        contest,
        winner: winner.unwrap_or(ROLL_DEFAULT),
        coverage: bands::coverage(study, truth, origins, ROLL_DEFAULT, horizons),
    }
}

pub(super) fn later(year: SchoolYear, horizon: usize) -> SchoolYear {
    year.plus(i32::try_from(horizon).unwrap_or(i32::MAX / 2))
}

/// Errors of every rule; empty where nothing can be compared.
fn of_rules(
    truth: &GradeRolls,
    origins: &[Origin],
    stage: StageIndex,
    part: RollPart,
    horizon: usize,
) -> Vec<RollLine> {
    let of = |rule: usize| {
        let pairs: Vec<(Pair, f64)> = origins
            .iter()
            .flat_map(|origin| pairs(truth, origin, stage, part, horizon, rule))
            .map(|pair| (pair, CLASS))
            .collect();
        measure(&pairs)
    };
    let errors: Vec<Option<Errors>> = (0..RULES.len()).map(of).collect();
    let least = errors.iter().flatten().map(|errors| errors.wape).min_by(f64::total_cmp);
    let line = |(rule, errors): (usize, &Option<Errors>)| {
        let errors = (*errors)?;
        let best = least.is_some_and(|least| errors.wape <= least);
        Some(RollLine { stage, part, horizon, rule, errors, best })
    };
    errors.iter().enumerate().filter_map(line).collect()
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

/// Error over the rolls of schools, all stages and horizons together.
fn overall(
    study: &Study,
    truth: &GradeRolls,
    origins: &[Origin],
    rule: usize,
    horizons: &[usize],
    counts: &dyn Fn(&Origin, usize) -> bool,
) -> f64 {
    let (mut off, mut actual) = (0.0, 0.0);
    for origin in origins {
        for horizon in horizons.iter().filter(|horizon| counts(origin, **horizon)) {
            for stage in study.stage_indices() {
                for pair in pairs(truth, origin, stage, RollPart::Schools, *horizon, rule) {
                    off += (pair.forecast - pair.actual).abs();
                    actual += pair.actual;
                }
            }
        }
    }
    off / actual
}

//! Errors of the rules.

use super::super::measure::{Errors, Pair, measure};
use super::pairs::{RollPart, later, pairs};
use super::{Origin, ROLL_DEFAULT, RULES, RollBacktest, bands};
use crate::domain::{StageIndex, Study};
use crate::projection::GradeRolls;

/// Pupils of a class, for errors in classes.
const CLASS: f64 = 40.0;

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

//! Pupils of schools forecast from past years against what was counted (在校生回测).
//!
//! From every counted year the study is cut back to what was dated by its end, projected by every rule, and compared with
//! later counts: entrants and later grades school by school, schools as wholes, and all schools together. The first half of
//! the origins choose a rule, forecasts counting there only where they were over by the first judging origin; the others judge.

mod bands;
mod measured;
mod pairs;
mod rules;
#[cfg(test)]
mod tests;

pub use bands::{RollBands, RollCoverage};
pub use measured::RollLine;
pub use pairs::RollPart;
pub use rules::{ROLL_DEFAULT, RULES, RollContender};

use super::super::ProjectionError;
use super::super::base::Base;
use super::super::births::Variant;
use super::super::cutoff::{self, Children};
use super::super::error::stop_if_cancelled;
use super::super::method::Methods;
use super::super::rolls::{GradeRolls, by_grade};
use super::as_of;
use crate::domain::{Date, Horizon, SchoolYear, Study, Text};
use crate::progress::{Progress, Silent};
use std::collections::BTreeSet;

/// Counted years that an origin needs, itself included.
const YEARS_BEFORE: usize = 2;

/// What a backtest of pupils found (在校生回测结果).
#[derive(Debug, Clone, PartialEq)]
pub struct RollBacktest {
    /// Years that chose.
    pub choosing: Vec<SchoolYear>,
    /// Years that judged.
    pub judging: Vec<SchoolYear>,
    /// Errors on the judging origins, by stage, part, horizon and rule.
    pub lines: Vec<RollLine>,
    /// Error of every rule over the rolls of schools on the choosing and the judging origins, share of the pupils; not a
    /// number without choosing origins.
    pub contest: Vec<(f64, f64)>,
    /// The rule that erred least on the choosing origins; the default without any.
    pub winner: usize,
    /// Whether the bands of the default rule held on the judging origins.
    pub coverage: Vec<RollCoverage>,
}

/// Forecasts of one origin by every rule.
struct Origin {
    year: SchoolYear,
    forecasts: Vec<GradeRolls>,
}

/// Backtests every rule on the counted pupils of a study; none without enough counted years.
///
/// # Errors
/// See [`ProjectionError`].
pub fn backtest_rolls(
    study: &Study,
    horizons: &[usize],
    progress: &dyn Progress,
) -> Result<Option<RollBacktest>, ProjectionError> {
    let Some((truth, origins)) = origins(study, &RULES, progress)? else { return Ok(None) };
    Ok(Some(measured::all(study, &truth, &origins, horizons)))
}

/// Bands around the pupils of schools, from the errors of the default rule in the study's own past; none without enough counted
/// years.
///
/// # Errors
/// See [`ProjectionError`].
pub fn roll_bands(study: &Study, progress: &dyn Progress) -> Result<Option<RollBands>, ProjectionError> {
    let default = &RULES[ROLL_DEFAULT..=ROLL_DEFAULT];
    let found = origins(study, default, progress)?;
    Ok(found.map(|(truth, origins)| RollBands::of(study, &truth, &origins, 0, truth.last_counted)))
}

/// What was counted, and forecasts by some rules from every origin; none without enough counted years.
fn origins(
    study: &Study,
    rules: &[RollContender],
    progress: &dyn Progress,
) -> Result<Option<(GradeRolls, Vec<Origin>)>, ProjectionError> {
    let years: Vec<SchoolYear> =
        study.enrolment.counts.iter().map(|row| row.year).collect::<BTreeSet<_>>().into_iter().collect();
    let (Some(first), Some(last)) = (years.get(YEARS_BEFORE - 1), years.last()) else { return Ok(None) };
    let origins: Vec<SchoolYear> =
        years.iter().copied().filter(|year| year >= first && year < last).collect();
    let Some(truth) = by_grade(study, None, RULES[0].of(study), *last, &mut Methods::default()) else {
        return Ok(None);
    };
    progress.start(&step(), u64::try_from(origins.len()).ok());
    let mut found = Vec::new();
    for (done, year) in (1..).zip(&origins) {
        stop_if_cancelled(progress)?;
        found.push(origin(study, *year, *last, rules)?);
        progress.advance(done);
    }
    progress.finish();
    Ok((!found.is_empty()).then_some((truth, found)))
}

fn origin(
    study: &Study,
    year: SchoolYear,
    end: SchoolYear,
    rules: &[RollContender],
) -> Result<Origin, ProjectionError> {
    let known = known_in(study, year, end);
    let children = children(&known)?;
    let run = |rule: &RollContender| {
        by_grade(&known, children.as_ref(), rule.of(&known), end, &mut Methods::default())
    };
    Ok(Origin { year, forecasts: rules.iter().filter_map(run).collect() })
}

/// The study as known at the end of the calendar year in which a school year begins, planning on to a later year.
fn known_in(study: &Study, year: SchoolYear, end: SchoolYear) -> Study {
    let mut known = as_of(study, Date { year: year.0, month: 12, day: 31 }, end.0 - year.0);
    known.cutoff = study.cutoff;
    known.enrolment.counts.retain(|row| row.year <= year);
    known.horizon =
        Horizon { base: year, first: year.plus(1), last: year.plus(1), outlook: end.max(year.plus(1)) };
    known
}

/// Children as projected from the origin; none where too little was known of the people then.
fn children(known: &Study) -> Result<Option<Children>, ProjectionError> {
    let projected = || {
        let base = Base::of(known, &mut Methods::default())?;
        let advanced = base.advance(Variant::Level, &[], &mut Methods::default(), &Silent)?;
        cutoff::children(known, &base.history, &advanced.people, &mut Methods::default())
    };
    match projected() {
        Ok(children) => Ok(Some(children)),
        Err(ProjectionError::NoPopulation | ProjectionError::PopulationTooLate { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Name of the step.
fn step() -> Text {
    Text { zh: "回测在校生".to_owned(), en: "Backtesting pupils".to_owned() }
}

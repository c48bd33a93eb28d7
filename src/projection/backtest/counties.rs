//! Towns in agreement with their county against towns alone (县级推算与仅按乡镇推算之比).

use super::super::ProjectionError;
use super::super::base::Base;
use super::super::cohort_component::county;
use super::super::method::Methods;
use super::contest::{GAIN, weighted_errors};
use super::methods::{CONTENDERS, DEFAULT, TOWNS_ALONE};
use super::{Origins, Settings, as_of, coverage, origins, trials};
use crate::domain::{CountyUse, Study};
use crate::progress::Progress;

/// Weighted absolute errors of towns on the judging origins, all stages and horizons (两种口径的误差).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CountyContest {
    /// Towns that agree with what the engine says of their county.
    pub agreeing: f64,
    /// Towns alone.
    pub alone: f64,
    /// Whether towns alone err less by two per cent, so that `county_engine = "judged"` leaves the engine out.
    pub alone_is_better: bool,
}

/// Judges both on a study's own past; none where the engine does not apply or the history is too short for five origins.
///
/// # Errors
/// See [`ProjectionError`].
pub(in super::super) fn county_contest(
    study: &Study,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Option<CountyContest>, ProjectionError> {
    let mut study = study.clone();
    study.rates.settings.county_use = CountyUse::Always;
    let days = as_of::counted_days(&study);
    let found = settings.origins.of(&days);
    let judge = origins::first_judge(&days, &found).filter(|_| found.len() >= coverage::FEWEST_ORIGINS);
    let history = Base::of(&study, &mut Methods::default())?.history;
    let (Some(judge), true) = (judge, county::applies(&study, &history, &mut Methods::default())) else {
        return Ok(None);
    };
    let trials = trials::run(&study, &[CONTENDERS[DEFAULT], TOWNS_ALONE], settings, progress)?;
    let error = |method| weighted_errors(&trials, method, judge, &settings.horizons);
    let (Some(agreeing), Some(alone)) = (error(0), error(1)) else { return Ok(None) };
    Ok(Some(CountyContest { agreeing, alone, alone_is_better: alone <= agreeing * (1.0 - GAIN) }))
}

/// Whether towns are to agree with their county, as the model asks or the past says.
///
/// # Errors
/// See [`ProjectionError`].
pub(in super::super) fn counties_are_used(
    study: &Study,
    progress: &dyn Progress,
) -> Result<bool, ProjectionError> {
    Ok(match study.rates.settings.county_use {
        CountyUse::Always => true,
        CountyUse::Never => false,
        CountyUse::Judged => {
            let settings = Settings { origins: Origins::All, ..Settings::default() };
            county_contest(study, &settings, progress)?.is_none_or(|contest| !contest.alone_is_better)
        }
    })
}

//! A run's plan put under futures: what `xuewei stress` tells and the annual proposal quotes.

use crate::domain::{Study, Text};
use crate::progress::Progress as _;
use crate::projection::backtest::error_model;
use crate::projection::ensemble::{DrawSettings, futures, target};
use crate::projection::{Rolls, project};
use crate::store::reopen;
use crate::stress::{Stress, stress};
use ndarray::Array4;
use std::path::Path;

/// Most futures: those of the shipped study take 70 kB of memory each.
pub const MOST_FUTURES: usize = 20_000;

/// A run opened again, its futures and what they bring.
pub struct Stressed {
    /// Its study.
    pub study: Study,
    /// Children who need a place on the central path.
    pub rolls: Rolls,
    /// Its plan.
    pub plan: crate::allocation::Plan,
    /// Children by town, stage, year and future.
    pub drawn: Array4<f64>,
    /// How futures are drawn.
    pub errors: Text,
    /// What they bring.
    pub found: Stress,
}

/// Draws futures and places their children.
///
/// # Errors
/// Where the run cannot be opened again, projected or drawn from.
pub fn stressed(
    run: &Path,
    settings: DrawSettings,
    bars: &super::progress::Bars,
) -> anyhow::Result<Stressed> {
    let reopened = reopen(run)?;
    let projection = project(&reopened.study, bars)?;
    let plan = reopened.plan(&projection.rolls)?;
    let study = reopened.study;
    let errors = error_model(&study, bars)?;
    let drawn = futures(&target(&study, &projection), &errors, settings);
    let step = Text { zh: "安排各未来的就学".into(), en: "Placing children in every future".into() };
    bars.start(&step, Some(settings.draws as u64));
    let found = stress(&study, &projection.rolls, &plan, &drawn, bars);
    bars.finish();
    Ok(Stressed { rolls: projection.rolls, plan, drawn, errors: errors.text(), found, study })
}

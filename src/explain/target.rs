//! A target or a programme's number: how far the plan is from it, what it costs, and what moving it by a step costs whom.

use super::{Difference, Planned, difference};
use crate::allocation::{Limits, SolveError, Wishes, allocate_wished};
use crate::domain::{IndicatorKind, Path, ProgrammeIndex, Study};
use crate::outcome::{IndicatorLine, ProgrammeLine};
use crate::progress::Progress;
use crate::projection::Rolls;

/// A target that can be moved (可调整的目标).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Indicator, by its position.
    Indicator(usize),
    /// Least number of a programme.
    Programme(ProgrammeIndex),
}

/// By how much a target is moved (目标调整).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    /// Target.
    pub target: Target,
    /// A share (0.01 is one point) or a number, added in every year with a target; negative: lower.
    pub by: f64,
}

/// What a run tells of a target without solving anew (目标依据).
#[derive(Debug, Clone, PartialEq)]
pub struct TargetReasons {
    /// Which.
    pub target: Target,
    /// The indicator by area and year; empty for a programme.
    pub lines: Vec<IndicatorLine>,
    /// The programme; none for an indicator.
    pub programme: Option<ProgrammeLine>,
    /// The step that is asked about unless another is named.
    pub step: f64,
}

/// What the run tells of a target.
#[must_use]
pub fn target_reasons(planned: Planned, target: Target) -> TargetReasons {
    let Planned { study, outcome, .. } = planned;
    let lines = match target {
        Target::Indicator(index) => {
            outcome.indicators.iter().filter(|line| line.indicator == index).cloned().collect()
        }
        Target::Programme(_) => Vec::new(),
    };
    let programme = match target {
        Target::Programme(index) => outcome.programmes.iter().find(|line| line.programme == index).cloned(),
        Target::Indicator(_) => None,
    };
    TargetReasons { target, lines, programme, step: step(study, target) }
}

/// One percentage point of a share, one county of a share of counties, one of a number, 100 of a number of places.
#[allow(clippy::cast_precision_loss)] // counties of a study
fn step(study: &Study, target: Target) -> f64 {
    match target {
        Target::Programme(_) => 1.0,
        Target::Indicator(index) => match &study.indicators[index].kind {
            IndicatorKind::Certified { .. } => 1.0 / study.counties.len().max(1) as f64,
            IndicatorKind::Places { .. } => 100.0,
            kind if kind.is_share() => 0.01,
            _ => 1.0,
        },
    }
}

/// The study with a target moved; shares stay within 0 and 1, numbers do not fall below 0.
#[must_use]
pub fn moved(study: &Study, change: Move) -> Study {
    let mut study = study.clone();
    match change.target {
        Target::Indicator(index) => {
            let indicator = &mut study.indicators[index];
            let greatest = if indicator.kind.is_share() { 1.0 } else { f64::INFINITY };
            let value = |value: f64| (value + change.by).clamp(0.0, greatest);
            let path = indicator.at_least.0.iter().map(|(year, old)| (*year, value(*old)));
            indicator.at_least = Path(path.collect());
        }
        Target::Programme(index) => {
            let programme = &mut study.programmes[index.index()];
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            // kept within what a number can be
            let number = |old: u32| (f64::from(old) + change.by).round().max(0.0) as u32;
            programme.at_least = programme.at_least.map(number);
        }
    }
    study
}

/// Plans again with a target moved, with all that the run was to heed, and tells what differs.
///
/// # Errors
/// As [`allocate_wished`].
pub fn move_target(
    planned: Planned,
    change: Move,
    wishes: &Wishes,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Difference, SolveError> {
    let study = moved(planned.study, change);
    let rolls: &Rolls = &planned.projection.rolls;
    let other = allocate_wished(&study, rolls, wishes, limits, progress)?;
    Ok(difference(planned.study, planned.plan, &other))
}

//! Forecasts from past days against what came (回测): which method errs least, and whether its bands hold.
//!
//! From every origin the study is cut back to what was known, projected by every method, and compared with later counts.
//! Methods compete town class by town class. Early origins choose, later ones judge: a forecast counts for the choice only
//! where it was over by the first judging day. The default method is replaced only where the chosen one errs less by
//! two per cent on the judging origins; the losing methods are shown beside it.

mod as_of;
mod certainty;
mod contest;
mod counties;
mod coverage;
mod measure;
mod methods;
mod moments;
mod origins;
mod rolls;
#[cfg(test)]
mod tests;
mod trials;
mod variants;

pub use super::age_bands::Band;
pub use as_of::as_of;
pub use contest::{Contest, ErrorLine};
pub use counties::CountyContest;
pub(super) use counties::counties_are_used;
pub use coverage::CoverageLine;
pub use measure::{Errors, Pair, measure, pinball};
pub use methods::{CONTENDERS, Contender, DEFAULT};
pub use origins::Origins;
pub use rolls::{
    ROLL_DEFAULT, RULES, RollBacktest, RollBands, RollContender, RollCoverage, RollLine, RollPart,
    backtest_rolls, roll_bands,
};

use super::ProjectionError;
use super::ensemble::{DrawSettings, ErrorModel};
use super::towns::TownClass;
use crate::domain::{Date, Study, Text};
use crate::progress::Progress;

/// Years ahead for which errors are measured before bands are drawn.
const LONGEST_PATH: usize = 15;

/// What to backtest (回测设置).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Origins.
    pub origins: Origins,
    /// Years ahead that are shown.
    pub horizons: Vec<usize>,
    /// Longest of them.
    longest: usize,
    /// Draws of the bands.
    pub draws: DrawSettings,
}

impl Settings {
    /// Settings for some origins and horizons.
    #[must_use]
    pub fn new(origins: Origins, mut horizons: Vec<usize>) -> Self {
        horizons.retain(|horizon| *horizon > 0);
        horizons.sort_unstable();
        horizons.dedup();
        let longest = horizons.last().copied().unwrap_or(1);
        Self { origins, horizons, longest, draws: DrawSettings { draws: 400, seed: 1 } }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::new(Origins::All, vec![1, 3, 5, 10])
    }
}

/// What a backtest found (回测结果).
#[derive(Debug, Clone, PartialEq)]
pub struct Backtest {
    /// Stages and classes of ages.
    pub bands: Vec<Band>,
    /// Years ahead.
    pub horizons: Vec<usize>,
    /// Days of the origins that chose.
    pub choosing: Vec<Date>,
    /// Days of the origins that judged.
    pub judging: Vec<Date>,
    /// Errors on the judging origins by method, stage, horizon and size class.
    pub errors: Vec<ErrorLine>,
    /// Contests by town class.
    pub contests: Vec<Contest>,
    /// Whether the 80 % bands of the default method held, on the judging origins.
    pub coverage: Vec<CoverageLine>,
    /// Towns in agreement with their county against towns alone, where the engine applies.
    pub counties: Option<CountyContest>,
}

/// Why there is no backtest, although the study is sound (无法回测的原因).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooShort {
    /// Days of counts.
    pub days: usize,
    /// Origins that could be used.
    pub origins: usize,
}

impl TooShort {
    /// In words.
    #[must_use]
    pub fn text(self) -> Text {
        let Self { days, origins } = self;
        Text {
            zh: format!(
                "历史太短,无法回测:共 {days} 个人口时点、可用起点 {origins} 个。每个起点之前需有两个时点、之后至少一个,\
                 且至少两个起点(一个用于选择,一个用于评判),即至少 4 个相隔整年的时点。"
            ),
            en: format!(
                "The history is too short for a backtest: {days} population date(s), {origins} usable origin(s). An origin \
                 needs two dates before it and one after, and two origins are needed (one to choose, one to judge): \
                 at least 4 dates a whole number of years apart."
            ),
        }
    }
}

/// Backtests every method on a study; the inner error says that its history is too short.
///
/// # Errors
/// See [`ProjectionError`].
pub fn backtest(
    study: &Study,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Result<Backtest, TooShort>, ProjectionError> {
    let days = as_of::counted_days(study);
    let origins = settings.origins.of(&days);
    let too_short = TooShort { days: days.len(), origins: origins.len() };
    let Some(judge) = origins::first_judge(&days, &origins) else { return Ok(Err(too_short)) };
    let trials = trials::run(study, &CONTENDERS, settings, progress)?;
    let errors = contest::errors(&trials, judge, &settings.horizons);
    if errors.is_empty() {
        return Ok(Err(too_short));
    }
    Ok(Ok(Backtest {
        contests: contest::contests(&trials, judge, &settings.horizons),
        coverage: coverage::measured(&trials, judge, settings),
        counties: counties::county_contest(study, settings, progress)?,
        choosing: (0..judge).map(|origin| trials.day(origin)).collect(),
        judging: (judge..trials.origins.len()).map(|origin| trials.day(origin)).collect(),
        horizons: settings.horizons.clone(),
        bands: trials.bands,
        errors,
    }))
}

/// Errors of the default method on a study's own history, for bands; the stated spread where its history is too short.
///
/// # Errors
/// See [`ProjectionError`].
pub fn error_model(study: &Study, progress: &dyn Progress) -> Result<ErrorModel, ProjectionError> {
    if Origins::All.of(&as_of::counted_days(study)).len() < coverage::FEWEST_ORIGINS {
        return Ok(ErrorModel::Stated);
    }
    let settings = Settings::new(Origins::All, vec![LONGEST_PATH]);
    let trials = trials::run(study, &CONTENDERS[DEFAULT..=DEFAULT], &settings, progress)?;
    Ok(coverage::model(&trials, 0, LONGEST_PATH, None))
}

/// Most towns among which methods compete before a projection; forecasts of all origins are held at once.
const MOST_TOWNS: usize = 5_000;

/// Classes of towns in which another method than the default serves a projection, with its position in [`CONTENDERS`]: it erred
/// least on the origins that choose, and by two per cent less than the default on those that judge. None where the
/// history is too short for five origins, or where there are more than 5,000 towns.
///
/// # Errors
/// See [`ProjectionError`].
pub(super) fn replacements(
    study: &Study,
    progress: &dyn Progress,
) -> Result<Vec<(TownClass, usize)>, ProjectionError> {
    let days = as_of::counted_days(study);
    let origins = Origins::All.of(&days);
    let judge = origins::first_judge(&days, &origins).filter(|_| origins.len() >= coverage::FEWEST_ORIGINS);
    let Some(judge) = judge.filter(|_| study.towns.len() <= MOST_TOWNS) else { return Ok(Vec::new()) };
    let settings = Settings::default();
    let trials = trials::run(study, &CONTENDERS, &settings, progress)?;
    let contests = contest::contests(&trials, judge, &settings.horizons);
    let replaced = contests.into_iter().filter(|contest| contest.replaces);
    Ok(replaced.filter_map(|contest| contest.class.map(|class| (class, contest.winner))).collect())
}

/// Name of the step.
fn step() -> Text {
    Text { zh: "回测历史起点".to_owned(), en: "Backtesting past origins".to_owned() }
}

//! Grade ratios: pupils of a grade over those of the grade below a year before, shrunk for small schools.

use super::super::pool::Pool;
use super::counts::Counts;
use super::ladder::{Ladder, Source};
use super::{Lanes, recency};
use ndarray::{Array2, Array3};

/// Least share of a grade that must go on within the unit for it to carry its pupils on by itself.
const GOES_ON: f64 = 0.2;

/// Least and greatest ratio: those of a school that fills up can be far above 1.
const LIMITS: (f64, f64) = (0.0, 5.0);

/// How a year's pupils of a grade follow from those of the grade below (升级比).
#[derive(Debug, Clone)]
pub(super) struct Progression {
    /// Ratio into a step from its source, `[unit, group, step]`.
    pub ratio: Array3<f64>,
    /// Whether the pupils of the source stay in the unit, `[unit, step]`; where not, they leave it and others come.
    pub stays: Array2<bool>,
}

/// Which ratios (升级比的取法).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RatioRule {
    /// Shrunk to the town's, those to the county's, those to the study's: κ pupils.
    Shrunk(f64),
    /// Every unit its own.
    Own,
    /// 1.
    One,
}

impl Progression {
    pub(super) fn of(
        lanes: &Lanes,
        ladder: &Ladder,
        counts: &Counts,
        window: usize,
        rule: RatioRule,
    ) -> Self {
        let (units, groups, steps, _) = counts.pupils.dim();
        let pool = pool(ladder, counts, window);
        let stays = stays(ladder, &pool, groups);
        let mut kept = pool;
        for ((row, step), began) in kept.began.indexed_iter_mut() {
            if !stays[[row / groups, step]] {
                *began = 0.0;
                kept.ended[[row, step]] = 0.0;
            }
        }
        let ratios = match rule {
            RatioRule::One => Array2::ones((units * groups, steps)),
            RatioRule::Own => nested(lanes, &kept, groups, 0.0),
            RatioRule::Shrunk(weight) => nested(lanes, &kept, groups, weight),
        };
        let ratio = Array3::from_shape_fn((units, groups, steps), |(unit, group, step)| {
            ratios[[unit * groups + group, step]]
        });
        Self { ratio, stays }
    }
}

/// Pupils of every step and of its source a year before, rows `unit·groups + group`, recent years weighing more.
fn pool(ladder: &Ladder, counts: &Counts, window: usize) -> Pool {
    let (units, groups, steps, years) = counts.pupils.dim();
    let shape = (units * groups, steps);
    let mut pool = Pool { ended: Array2::zeros(shape), began: Array2::zeros(shape) };
    for (step, of) in ladder.steps.iter().enumerate() {
        let Source::Step(source) = of.source else { continue };
        for unit in 0..units {
            for group in 0..groups {
                let (below, above) = (counts.lane(unit, group, source), counts.lane(unit, group, step));
                for back in 0..window.min(years.saturating_sub(1)) {
                    let year = years - 1 - back;
                    let (began, ended) = (below[year - 1], above[year]);
                    if began.is_finite() && ended.is_finite() {
                        pool.began[[unit * groups + group, step]] += recency(back) * began;
                        pool.ended[[unit * groups + group, step]] += recency(back) * ended;
                    }
                }
            }
        }
    }
    pool
}

/// Whether pupils of the source stay in the unit: neither do nearly all leave, nor do nearly all come from elsewhere. Without
/// any figures they stay within a stage.
fn stays(ladder: &Ladder, pool: &Pool, groups: usize) -> Array2<bool> {
    let units = pool.began.nrows() / groups.max(1);
    Array2::from_shape_fn((units, ladder.steps.len()), |(unit, step)| {
        let Source::Step(source) = ladder.steps[step].source else { return false };
        let sum = |of: &Array2<f64>| (0..groups).map(|group| of[[unit * groups + group, step]]).sum::<f64>();
        let (began, ended) = (sum(&pool.began), sum(&pool.ended));
        if began > 0.0 || ended > 0.0 {
            return ended > GOES_ON * began && ended <= LIMITS.1 * began;
        }
        ladder.steps[source].stage == ladder.steps[step].stage
    })
}

/// Shrinks units to their town, towns to their county, counties to the study, by group; 1 where nothing is known.
fn nested(lanes: &Lanes, pool: &Pool, groups: usize, weight: f64) -> Array2<f64> {
    let town = |row: usize| lanes.town[row / groups] * groups + row % groups;
    let county = |row: usize| lanes.county[row / groups] * groups + row % groups;
    let towns = pool.merged(lanes.county.len() * groups, town);
    let counties = towns.merged(lanes.counties * groups, county);
    let study = counties.merged(groups, |row| row % groups);
    let all = study.merged(1, |_| 0).shrunk(0.0, LIMITS, |_, _| 1.0);
    let study = study.shrunk(weight, LIMITS, |_, step| all[[0, step]]);
    let counties = counties.shrunk(weight, LIMITS, |row, step| study[[row % groups, step]]);
    let towns = towns.shrunk(weight, LIMITS, |row, step| counties[[county(row), step]]);
    pool.shrunk(weight, LIMITS, |row, step| towns[[town(row), step]])
}

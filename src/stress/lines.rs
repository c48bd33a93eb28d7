//! Figures over all futures.

use super::asked::Promised;
use super::{Asked, Future, Stress};
use crate::domain::{StageIndex, Study, TownIndex};

/// Share of futures that make up the worst part.
const WORST: f64 = 0.1;

/// A target over all futures.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetLine {
    /// Which.
    pub asked: Asked,
    /// Share of futures in which it can be reached; none where flows cannot judge it.
    pub chance: Option<f64>,
    /// Mean of what can be reached.
    pub mean: Option<f64>,
    /// Mean of what can be reached in the worst tenth of futures.
    pub worst: Option<f64>,
}

/// A stage over all futures.
#[derive(Debug, Clone, PartialEq)]
pub struct StageLine {
    /// Stage.
    pub stage: StageIndex,
    /// Share of futures in which every child has a place in every planned year.
    pub placed: f64,
    /// Expected children without a place, added up over the planned years (child-years).
    pub unplaced: f64,
    /// The same in the worst tenth of futures.
    pub unplaced_worst: f64,
    /// Expected places without a child in the last decision year.
    pub empty: f64,
    /// The same in the tenth of futures with the most.
    pub empty_worst: f64,
}

/// A town and stage over all futures.
#[derive(Debug, Clone, PartialEq)]
pub struct TownLine {
    /// Town.
    pub town: TownIndex,
    /// Stage.
    pub stage: StageIndex,
    /// Expected children without a place, added up over the planned years (child-years).
    pub unplaced: f64,
    /// The same in the worst tenth of futures.
    pub unplaced_worst: f64,
    /// Expected places without a child in the last decision year.
    pub empty: f64,
    /// The same in the tenth of futures with the most.
    pub empty_worst: f64,
}

pub fn stress(study: &Study, promised: &Promised, futures: &[Future]) -> Stress {
    let stages = study.stages.len();
    let met = |future: &Future| {
        promised
            .targets
            .iter()
            .zip(&future.levels)
            .all(|(asked, level)| level.is_none_or(|level| asked.is_met(level)))
    };
    let all_placed = |future: &Future| future.placed.iter().all(|placed| *placed);
    let target = |(at, asked): (usize, &Asked)| {
        let levels: Option<Vec<f64>> = futures.iter().map(|future| future.levels[at]).collect();
        TargetLine {
            asked: asked.clone(),
            chance: levels.as_ref().map(|levels| share(levels.iter().map(|level| asked.is_met(*level)))),
            mean: levels.as_ref().map(|levels| mean(levels.iter().copied())),
            worst: levels.map(|levels| -greatest(levels.into_iter().map(|level| -level))),
        }
    };
    let of_stage = |stage: StageIndex, values: &dyn Fn(&Future) -> Vec<f64>| -> Vec<f64> {
        let sum = |future: &Future| values(future).iter().skip(stage.index()).step_by(stages).sum();
        futures.iter().map(sum).collect()
    };
    let stage = |stage: StageIndex| {
        let unplaced = of_stage(stage, &|future| future.unplaced.clone());
        let empty = of_stage(stage, &|future| future.empty.clone());
        StageLine {
            stage,
            placed: share(futures.iter().map(|future| future.placed[stage.index()])),
            unplaced: mean(unplaced.iter().copied()),
            unplaced_worst: greatest(unplaced.into_iter()),
            empty: mean(empty.iter().copied()),
            empty_worst: greatest(empty.into_iter()),
        }
    };
    let cells = study.town_indices().flat_map(|town| study.stage_indices().map(move |stage| (town, stage)));
    let town = |(at, (town, stage)): (usize, (TownIndex, StageIndex))| TownLine {
        town,
        stage,
        unplaced: mean(futures.iter().map(|future| future.unplaced[at])),
        unplaced_worst: greatest(futures.iter().map(|future| future.unplaced[at])),
        empty: mean(futures.iter().map(|future| future.empty[at])),
        empty_worst: greatest(futures.iter().map(|future| future.empty[at])),
    };
    Stress {
        futures: futures.len(),
        everyone_placed: share(futures.iter().map(all_placed)),
        every_target: share(futures.iter().map(met)),
        everything: share(futures.iter().map(|future| all_placed(future) && met(future))),
        targets: promised.targets.iter().enumerate().map(target).collect(),
        stages: study.stage_indices().map(stage).collect(),
        towns: cells.enumerate().map(town).collect(),
    }
}

#[allow(clippy::cast_precision_loss)] // counts of futures
fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1) as f64;
    values.sum::<f64>() / count
}

fn share(values: impl ExactSizeIterator<Item = bool>) -> f64 {
    mean(values.map(|holds| if holds { 1.0 } else { 0.0 }))
}

/// Mean of the greatest tenth of the values, at least of one.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // counts of futures
fn greatest(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(|one, other| other.total_cmp(one));
    let count = ((values.len() as f64 * WORST).ceil() as usize).clamp(1, values.len().max(1));
    mean(values.iter().copied().take(count).collect::<Vec<_>>().into_iter())
}

#[cfg(test)]
mod tests {
    use super::greatest;

    #[test]
    fn the_worst_tenth_is_a_mean() {
        // Of 1 … 20 the greatest tenth is 20 and 19.
        assert!((greatest((1..=20).map(f64::from)) - 19.5).abs() < 1e-12);
        assert!((greatest([3.0].into_iter()) - 3.0).abs() < 1e-12);
    }
}

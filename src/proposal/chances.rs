//! Probabilities of a plan (压力检验概率): what many futures of the children bring, with what is built held fixed.

use crate::domain::{Study, Text};
use crate::stress::{StageLine, Stress, TargetLine, TownLine};

/// A plan under many futures, in the run's own codes.
#[derive(Debug, Clone, PartialEq)]
pub struct Chances {
    /// Number of futures.
    pub futures: usize,
    /// How futures are drawn, in a sentence.
    pub errors: Text,
    /// Share of futures in which every child has a place in every planned year, outlook included.
    pub everyone_placed: f64,
    /// Share of futures in which every target, each by itself, can be reached.
    pub every_target: f64,
    /// Share of futures in which both hold.
    pub everything: f64,
    /// Stages.
    pub stages: Vec<StageChance>,
    /// Targets that flows can judge.
    pub targets: Vec<TargetChance>,
    /// Towns by stage.
    pub towns: Vec<TownChance>,
}

/// Children without a place and empty places over all futures (缺学位与空余学位).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Expected {
    /// Expected children without a place, added up over the planned years (child-years).
    pub unplaced: f64,
    /// The same in the worst tenth of futures.
    pub unplaced_worst: f64,
    /// Expected places without a child in the last decision year.
    pub empty: f64,
    /// The same in the tenth of futures with the most.
    pub empty_worst: f64,
}

/// A stage over all futures.
#[derive(Debug, Clone, PartialEq)]
pub struct StageChance {
    /// Id of the stage.
    pub stage: String,
    /// Share of futures in which every child of the stage has a place in every planned year.
    pub placed: f64,
    /// What is expected.
    pub expected: Expected,
}

/// A target over all futures.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetChance {
    /// Id of the indicator.
    pub indicator: String,
    /// Code of the county, or `*`.
    pub area: String,
    /// School year.
    pub year: i32,
    /// Whether the indicator is a share, told in per cent.
    pub share: bool,
    /// What is to be reached.
    pub target: f64,
    /// Share of futures in which it can be reached.
    pub chance: f64,
    /// Mean of what can be reached in the worst tenth of futures.
    pub worst: f64,
}

/// A town and stage over all futures.
#[derive(Debug, Clone, PartialEq)]
pub struct TownChance {
    /// Code of the town.
    pub town: String,
    /// Code of its county.
    pub county: String,
    /// Id of the stage.
    pub stage: String,
    /// What is expected.
    pub expected: Expected,
}

impl Chances {
    /// Names what a stress test of the run's study found by codes and ids.
    #[must_use]
    pub fn of(study: &Study, found: &Stress, errors: Text) -> Self {
        Self {
            futures: found.futures,
            errors,
            everyone_placed: found.everyone_placed,
            every_target: found.every_target,
            everything: found.everything,
            stages: found.stages.iter().map(|line| stage(study, line)).collect(),
            targets: found.targets.iter().filter_map(|line| target(study, line)).collect(),
            towns: found.towns.iter().map(|line| town(study, line)).collect(),
        }
    }

    /// The least chance of a target in a year, if any can be judged.
    #[must_use]
    pub fn least_target(&self, year: i32) -> Option<&TargetChance> {
        let own = self.targets.iter().filter(|one| one.year == year);
        own.min_by(|one, other| one.chance.total_cmp(&other.chance))
    }
}

fn stage(study: &Study, line: &StageLine) -> StageChance {
    StageChance {
        stage: study.stages[line.stage.index()].id.clone(),
        placed: line.placed,
        expected: Expected {
            unplaced: line.unplaced,
            unplaced_worst: line.unplaced_worst,
            empty: line.empty,
            empty_worst: line.empty_worst,
        },
    }
}

fn target(study: &Study, line: &TargetLine) -> Option<TargetChance> {
    let indicator = &study.indicators[line.asked.indicator];
    let county = line.asked.county.map(|county| study.counties[county.index()].code.clone());
    Some(TargetChance {
        indicator: indicator.id.clone(),
        area: county.unwrap_or_else(|| "*".to_owned()),
        year: line.asked.year.0,
        share: indicator.kind.is_share(),
        target: line.asked.target,
        chance: line.chance?,
        worst: line.worst?,
    })
}

fn town(study: &Study, line: &TownLine) -> TownChance {
    TownChance {
        town: study.towns[line.town.index()].code.clone(),
        county: study.counties[study.county_of(line.town).index()].code.clone(),
        stage: study.stages[line.stage.index()].id.clone(),
        expected: Expected {
            unplaced: line.unplaced,
            unplaced_worst: line.unplaced_worst,
            empty: line.empty,
            empty_worst: line.empty_worst,
        },
    }
}

//! Targets, weights and ages of the model that contradict what they are for (目标与权重).

use super::ground::{Ground, figure};
use super::thresholds::{TARGET_FALLS, WEIGHT_MOST};
use crate::domain::{Indicator, IndicatorKind, SectorIndex, Selection, Stage};
use crate::input::findings::both;

/// Judges indicators, weights, and the ages between stages.
pub(super) fn judge(ground: &Ground) {
    gaps(ground);
    if !ground.model.plans {
        return;
    }
    for indicator in &ground.study.indicators {
        falls(ground, indicator);
        of_all(ground, indicator);
    }
    let cost = &ground.study.cost;
    weight(ground, "travel_yuan_per_km", cost.travel_yuan_per_km);
    weight(ground, "grade_yuan", cost.grade_yuan);
}

/// One age that no stage holds between two that follow each other.
fn gaps(ground: &Ground) {
    let mut whole: Vec<&Stage> = ground.study.stages.iter().filter(|stage| stage.prevalence >= 1.0).collect();
    whole.sort_by_key(|stage| stage.ages);
    for pair in whole.windows(2) {
        let [before, after] = pair else { continue };
        let age = before.ages.1.saturating_add(1);
        if after.ages.0 != age.saturating_add(1) {
            continue;
        }
        let (one, other) = (&before.id, &after.id);
        ground.warn(
            "age-between-stages",
            ground.key("stage", Some(&after.id), "ages"),
            both(
                format!("{age} 岁儿童在学段 {one} 之后、{other} 之前，不属任何学段"),
                format!("age {age} lies between the stages {one} and {other} and is in neither"),
            ),
            both(
                "请改正起止年龄（首末两岁都包括在内）；确实如此可不理会",
                "correct the ages, both of which are included; leave it if it is really so",
            ),
        );
    }
}

/// A share that is asked for less in a later year by more than a change of aims explains.
fn falls(ground: &Ground, indicator: &Indicator) {
    if !indicator.kind.is_share() {
        return;
    }
    let mut highest = 0.0_f64;
    for (year, share) in &indicator.at_least.0 {
        if *share < TARGET_FALLS.value * highest {
            let (id, high, low) = (&indicator.id, figure(highest * 100.0), figure(*share * 100.0));
            ground.warn(
                "target-falls",
                ground.key("indicator", Some(id), "at_least"),
                both(
                    format!("指标 {id} 由 {high} % 降为 {year} 年的 {low} %"),
                    format!("the target of {id} falls from {high} % to {low} % in {year}"),
                ),
                both("85 % 写作 0.85；请核对", "85 % is written 0.85: check it"),
            );
            return;
        }
        highest = highest.max(*share);
    }
}

/// A share of everything among which it is counted is always 100 %.
fn of_all(ground: &Ground, indicator: &Indicator) {
    let IndicatorKind::Share { share, .. } = &indicator.kind else { return };
    let holds = |of: &Selection, among: &Selection| {
        among.classes.iter().all(|class| of.classes.contains(class))
            && among.groups.iter().all(|group| of.groups.contains(group))
    };
    if share.among.classes.is_empty() || !holds(&share.of, &share.among) {
        return;
    }
    // A place may have no school of the sectors that the indicator leaves out: then nothing is wrong with its words.
    let study = ground.study;
    let has = |sector: SectorIndex| {
        share.of.classes.iter().any(|class| study.classes[class.index()].sector == sector)
    };
    if !SectorIndex::all(study.sectors.len()).all(has) {
        return;
    }
    let id = &indicator.id;
    ground.warn(
        "target-always-met",
        ground.key("indicator", Some(id), "of"),
        both(
            format!("指标 {id} 的分子包括全部分母，恒为 100 %"),
            format!("`of` of {id} holds all of `among`: the share is always 100 %"),
        ),
        both("请核对 of 与 among", "check `of` and `among`"),
    );
}

fn weight(ground: &Ground, key: &str, yuan: f64) {
    if yuan <= WEIGHT_MOST.value {
        return;
    }
    let shown = figure(yuan);
    ground.warn(
        "weight-out-of-line",
        ground.key("cost", None, key),
        both(
            format!("权重 {key} 为每年 {shown} 元，足以压过建校成本"),
            format!("the weight {key} of {shown} yuan a year outweighs the cost of a school"),
        ),
        both("此项以元计，按每名儿童每公里或每级", "it is in yuan, for a child and km or grade"),
    );
}

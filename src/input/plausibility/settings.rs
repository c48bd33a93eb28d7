//! Settings of the model that hardly anyone means: discount, price year, ages and enrolment of stages (模型参数).

use super::ground::{Ground, figure};
use super::lanes::Lanes;
use super::thresholds::{COUNT_FACTOR, DISCOUNT_MOST, ENROLMENT_LEAST, PRICE_YEARS};
use crate::domain::{RollMethod, Stage};
use crate::input::findings::both;
use std::collections::BTreeSet;

/// Ages at which nearly all attend school.
const COMPULSORY: std::ops::RangeInclusive<u8> = 6..=14;

/// Most of an age that stages may ask for together.
const WHOLE: f64 = 1.05;

/// Least number of ages by which a table is one of all ages.
const AGES: usize = 10;

/// Judges the settings.
pub(super) fn judge(ground: &Ground, lanes: &Lanes) {
    money(ground);
    overlaps(ground);
    for stage in &ground.study.stages {
        enrolment(ground, stage);
        reached(ground, lanes, stage);
    }
}

fn money(ground: &Ground) {
    let (cost, horizon) = (&ground.study.cost, ground.study.horizon);
    if !ground.model.plans {
        return;
    }
    if cost.discount_rate > DISCOUNT_MOST.value {
        let percent = figure(cost.discount_rate * 100.0);
        ground.warn(
            "discount-out-of-line",
            ground.key("cost", None, "discount_rate"),
            both(format!("折现率为每年 {percent} %"), format!("the discount rate is {percent} % a year")),
            both("3 % 写作 0.03", "3 % is written 0.03"),
        );
    }
    let (first, last) = (f64::from(horizon.base.0), f64::from(horizon.last.0));
    let year = f64::from(cost.price_year);
    if year < first - PRICE_YEARS.value || year > last {
        let shown = cost.price_year;
        ground.warn(
            "price-year-out-of-line",
            ground.key("cost", None, "price_year"),
            both(
                format!("价格年 {shown} 远在规划期 {}—{} 之外", horizon.first, horizon.last),
                format!(
                    "the price year {shown} lies far from the plan of {} to {}",
                    horizon.first, horizon.last
                ),
            ),
            both("请核对年份", "check the year"),
        );
    }
}

/// Ages that several stages ask for, more than once each child.
fn overlaps(ground: &Ground) {
    let stages = &ground.study.stages;
    let mut told = BTreeSet::new();
    for age in 0..=u8::MAX {
        let of: Vec<&Stage> =
            stages.iter().filter(|stage| (stage.ages.0..=stage.ages.1).contains(&age)).collect();
        let asked: f64 = of.iter().map(|stage| stage.prevalence).sum();
        let [.., before, last] = of.as_slice() else { continue };
        if asked <= WHOLE || !told.insert((&before.id, &last.id)) {
            continue;
        }
        let (one, other) = (&before.id, &last.id);
        ground.warn(
            "stages-overlap",
            ground.key("stage", Some(&last.id), "ages"),
            both(
                format!("学段 {one} 与 {other} 都含 {age} 岁，儿童会重复计算"),
                format!("stages {one} and {other} both hold age {age}: its children count twice"),
            ),
            both(
                "请改正起止年龄；只有部分儿童的学段请写 prevalence",
                "correct the ages; a stage of some children only states its `prevalence`",
            ),
        );
    }
}

fn enrolment(ground: &Ground, stage: &Stage) {
    let id = &stage.id;
    let place = || ground.key("stage", Some(&stage.id), "enrolment_rate");
    let compulsory = COMPULSORY.contains(&stage.ages.0) && COMPULSORY.contains(&stage.ages.1);
    let mut before: Option<f64> = None;
    for (year, rate) in &stage.enrolment_rate.0 {
        let low = compulsory && *rate < ENROLMENT_LEAST.value;
        let jump = before.is_some_and(|before| before.max(*rate) > COUNT_FACTOR.value * before.min(*rate));
        before = Some(*rate);
        if *rate > 0.0 && !low && !jump {
            continue;
        }
        let percent = figure(*rate * 100.0);
        let since = if year.0 == 0 { String::new() } else { format!("{year}") };
        let (zh, en) = if since.is_empty() {
            (
                format!("学段 {id} 的入学率为 {percent} %"),
                format!("stage {id}: the enrolment rate is {percent} %"),
            )
        } else {
            (
                format!("学段 {id} {since} 学年的入学率为 {percent} %"),
                format!("stage {id}: the enrolment rate of {since} is {percent} %"),
            )
        };
        ground.warn(
            "enrolment-rate-out-of-line",
            place(),
            both(zh, en),
            both("99 % 写作 0.99；请核对", "99 % is written 0.99: check it"),
        );
        return;
    }
}

/// Ages of a stage that no area counts on the last date.
fn reached(ground: &Ground, lanes: &Lanes, stage: &Stage) {
    let study = ground.study;
    let given = study.demand.iter().any(|demand| study.stages.get(demand.stage.index()) == Some(stage));
    let follows = ground.has("enrolment") && stage.grades.method != Some(RollMethod::Rate);
    let Some(last) = lanes.dates.len().checked_sub(1).filter(|_| ground.sheet("population").is_some()) else {
        return;
    };
    if given || follows {
        return;
    }
    let counted: BTreeSet<usize> = lanes
        .list
        .iter()
        .filter_map(|lane| lane.on(last))
        .flat_map(|count| count.ages().map(|(age, _)| age))
        .collect();
    let lacking: Vec<u8> =
        (stage.ages.0..=stage.ages.1).filter(|age| !counted.contains(&usize::from(*age))).collect();
    let within = usize::from(stage.ages.1 - stage.ages.0) + 1;
    // An education for the old may end in the open last age.
    if counted.len() < AGES || lacking.is_empty() || (stage.ages.0 > 40 && lacking.len() < within) {
        return;
    }
    let date = lanes.dates.last().map(ToString::to_string).unwrap_or_default();
    let ages = lacking.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
    let en = ages.replace('、', ", ");
    let id = &stage.id;
    ground.warn(
        "stage-ages-not-counted",
        ground.key("stage", Some(&stage.id), "ages"),
        both(
            format!("学段 {id} 的 {ages} 岁在最后时点 {date} 没有任何地区有人口"),
            format!("stage {id}: no area counts age {en} on the last date {date}"),
        ),
        both(
            "请补充这些年龄，或改正学段年龄",
            "add these ages to the population, or correct the ages of the stage",
        ),
    );
}

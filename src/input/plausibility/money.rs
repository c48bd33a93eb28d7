//! Unit costs and ceilings that are in another unit than the rest (成本、预算).

use super::ground::{Ground, figure, place, row_of, times, unit_hint};
use super::outlier::{Allowance, lies, middle};
use super::thresholds::{
    CEILING_CELL, CEILING_FACTOR, CEILING_YEAR, UNIT_COST_FACTOR, UNIT_COST_LEAST, UNIT_COST_MOST,
    UNIT_COST_RATIO,
};
use crate::domain::{
    Area, Budget, CostItem, CountyIndex, Project, SectorIndex, Spending, StageIndex, UnitCost,
};
use crate::input::findings::both;
use crate::input::headers::Sheet;
use std::collections::BTreeMap;

/// Judges unit costs and ceilings.
pub(super) fn judge(ground: &Ground) {
    if let Some(sheet) = ground.sheet("costs") {
        unit_costs(ground, sheet);
    }
    if let Some(sheet) = ground.sheet("budget").filter(|_| ground.sheet("projects").is_some()) {
        ceilings(ground, sheet);
    }
}

fn unit_costs(ground: &Ground, sheet: &Sheet) {
    let costs = &ground.study.costs;
    for (at, cost) in costs.iter().enumerate().filter(|(_, cost)| cost.yuan != 0.0) {
        let others: Vec<f64> = costs
            .iter()
            .enumerate()
            .filter(|(other, of)| *other != at && of.item == cost.item && of.yuan > 0.0)
            .map(|(_, of)| of.yuan)
            .collect();
        let beyond = !(UNIT_COST_LEAST.value..=UNIT_COST_MOST.value).contains(&cost.yuan);
        let (least, most) = (
            others.iter().copied().fold(f64::INFINITY, f64::min),
            others.iter().copied().fold(0.0, f64::max),
        );
        let apart = others.len() > 1
            && (cost.yuan > UNIT_COST_FACTOR.value * most || cost.yuan < least / UNIT_COST_FACTOR.value);
        let beside = if apart { Some(middle(&others)) } else { by_ratio(costs, at, cost) };
        if !beyond && beside.is_none() {
            continue;
        }
        let shown = figure(cost.yuan);
        let (zh, en, hint) = match beside {
            Some(beside) => {
                let ratio = cost.yuan.max(beside) / cost.yuan.min(beside);
                let (beside, times) = (figure(beside), times(ratio));
                (
                    format!(
                        "每年 {shown} 元，而同一项目在其他学段、办学性质为 {beside} 元左右（相差 {times} 倍）"
                    ),
                    format!(
                        "{shown} yuan a year, where other stages and sectors let expect about {beside} ({times} times apart)"
                    ),
                    unit_hint(ratio),
                )
            }
            None => (
                format!("每年 {shown} 元"),
                format!("{shown} yuan a year"),
                both(
                    "此列以元计，不是万元；请核对单位",
                    "the column is in yuan, not in 10⁴ yuan: check the unit",
                ),
            ),
        };
        ground.warn(
            "unit-cost-out-of-line",
            place(sheet, row_of(sheet, costs.len(), at), "value"),
            both(zh, en),
            hint,
        );
    }
}

/// What the ratio of cost a pupil and cost a place in other stages lets expect, where a row is far from it,
/// and its fellow is not.
fn by_ratio(costs: &[UnitCost], at: usize, cost: &UnitCost) -> Option<f64> {
    let fellow = match cost.item {
        CostItem::RunningPerPupil => CostItem::RunningPerPlace,
        CostItem::RunningPerPlace => CostItem::RunningPerPupil,
        _ => return None,
    };
    let mut cells: BTreeMap<(StageIndex, Option<SectorIndex>), [Option<f64>; 2]> = BTreeMap::new();
    for (other, of) in
        costs.iter().enumerate().filter(|(_, of)| of.yuan > 0.0 && of.from_year == cost.from_year)
    {
        let which = usize::from(of.item == fellow);
        if of.item == cost.item || of.item == fellow {
            let cell = cells.entry((of.stage, of.sector)).or_default();
            if let Some(slot) = cell.get_mut(which).filter(|_| other != at || which == 0) {
                *slot = Some(of.yuan);
            }
        }
    }
    let own = cells.remove(&(cost.stage, cost.sector))?[1]?;
    let ratios: Vec<f64> = cells.values().filter_map(|[one, other]| Some((*one)? / (*other)?)).collect();
    let items: Vec<f64> = cells.values().filter_map(|[one, _]| *one).collect();
    if ratios.len() < 2 {
        return None;
    }
    let expected = own * middle(&ratios);
    let apart = |one: f64, other: f64| one.max(other) > UNIT_COST_RATIO.value * one.min(other);
    // Which of the two is wrong is told by the others of its item.
    let farther = |value: f64| (value / middle(&items)).ln().abs();
    (apart(cost.yuan, expected) && farther(cost.yuan) > farther(expected)).then_some(expected)
}

/// County, source and what is covered.
type Line<'a> = (Option<CountyIndex>, Option<&'a str>, u8);

fn line(budget: &Budget) -> Line<'_> {
    let covers = match budget.covers {
        Spending::Capital => 0,
        Spending::Running => 1,
        Spending::All => 2,
    };
    (budget.county, budget.source.as_deref(), covers)
}

fn ceilings(ground: &Ground, sheet: &Sheet) {
    let budgets = &ground.study.budgets;
    let mut lines: BTreeMap<Line, Vec<usize>> = BTreeMap::new();
    for (at, budget) in budgets.iter().enumerate() {
        lines.entry(line(budget)).or_default().push(at);
    }
    for (key, of) in &lines {
        let told = against_projects(ground, sheet, *key, of);
        if !told {
            years(ground, sheet, *key, of);
        }
    }
}

/// The ceilings of a line together against what they are for. Gives whether they were told.
fn against_projects(ground: &Ground, sheet: &Sheet, (county, source, covers): Line, of: &[usize]) -> bool {
    let study = ground.study;
    // The middle year stands for all: one that is out of line is told by itself.
    let each: Vec<f64> =
        of.iter().filter_map(|at| study.budgets.get(*at)).map(|budget| budget.limit.ten_thousand()).collect();
    let limits = middle(&each) * count(of);
    let capital = if covers == 1 { 0.0 } else { capital(ground, county, source) };
    let running = if covers == 0 { 0.0 } else { running(ground, county) * count(of) };
    let need = capital + running;
    if limits <= 0.0 || need <= 0.0 {
        return false;
    }
    let ratio = limits / need;
    if (1.0 / CEILING_FACTOR.value..=CEILING_FACTOR.value).contains(&ratio) {
        return false;
    }
    let name = county.map_or_else(|| "*".to_owned(), |county| ground.name(Area::County(county)));
    let times = times(if ratio < 1.0 { 1.0 / ratio } else { ratio });
    let (source, limits, need) = (source.unwrap_or("*"), figure(limits), figure(need));
    let row = of.first().and_then(|at| row_of(sheet, study.budgets.len(), *at));
    ground.warn(
        "ceiling-out-of-line",
        place(sheet, row, "limit"),
        both(
            format!("{name}、{source} 各年上限合计 {limits} 万元，而所管项目和经费约 {need} 万元"),
            format!("{name}, source {source}: ceilings of {limits} × 10⁴ yuan over all years, for projects and running costs of about {need}"),
        ),
        both(
            format!("相差约 {times} 倍：请核对单位（元、万元、亿元）"),
            format!("about {times} times apart: check the unit (yuan, 10⁴ yuan, 10⁸ yuan)"),
        ),
    );
    true
}

#[allow(clippy::cast_precision_loss)] // numbers of rows
fn count(of: &[usize]) -> f64 {
    of.len() as f64
}

/// Capital cost of all projects under a ceiling, 10⁴ yuan: of a site its dearest option.
fn capital(ground: &Ground, county: Option<CountyIndex>, source: Option<&str>) -> f64 {
    let study = ground.study;
    let mut sites: BTreeMap<&str, f64> = BTreeMap::new();
    let under = |project: &&Project| county.is_none_or(|county| study.county_of(project.town) == county);
    for project in study.projects.iter().filter(under) {
        let share = source.map_or(1.0, |source| project.funding.get(source).copied().unwrap_or(0.0));
        let cost = project.capex.ten_thousand() * share * f64::from(project.copies);
        let of = sites.entry(project.site.as_deref().unwrap_or(&project.id)).or_insert(0.0);
        *of = of.max(cost);
    }
    sites.values().sum()
}

/// Running cost of the schools that stand, 10⁴ yuan a year.
fn running(ground: &Ground, county: Option<CountyIndex>) -> f64 {
    let study = ground.study;
    let base = study.horizon.base;
    let under =
        |school: &&crate::domain::School| county.is_none_or(|county| study.county_of(school.town) == county);
    let of = |school: &crate::domain::School| {
        let cost = |item| study.unit_cost(school.class, item, base);
        let pupil = cost(CostItem::RunningPerPupil) + cost(CostItem::SubsidyPerPupil);
        f64::from(school.pupils) * pupil + f64::from(school.places) * cost(CostItem::RunningPerPlace)
    };
    study.schools.iter().filter(under).map(of).sum::<f64>() / 1e4
}

/// A year's ceiling against those beside it, and against the same year of the other lines.
fn years(ground: &Ground, sheet: &Sheet, key: Line, of: &[usize]) {
    let budgets = &ground.study.budgets;
    let limit = |at: usize| budgets.get(at).map_or(0.0, |budget| budget.limit.ten_thousand());
    let year = |at: usize| budgets.get(at).map_or(0, |budget| budget.year);
    let same = |of: &Budget| {
        let (county, _, covers) = line(of);
        covers == key.2 && county.is_some() == key.0.is_some() && line(of) != key
    };
    let others = |year: Option<i32>| -> f64 {
        let of = budgets.iter().filter(|of| same(of) && year.is_none_or(|year| of.year == year));
        of.map(|of| of.limit.ten_thousand()).sum()
    };
    let allowance = Allowance { factor: CEILING_CELL.value, free: 0.0, noise: 0.0 };
    for at in of.iter().filter(|at| limit(**at) > 0.0) {
        let rest: Vec<f64> = of
            .iter()
            .filter(|other| *other != at && limit(**other) > 0.0)
            .map(|other| limit(*other))
            .collect();
        if rest.len() < 2 {
            continue;
        }
        let near =
            |step: i32| of.iter().find(|other| year(**other) == year(*at) + step).map(|other| limit(*other));
        let mut beside: Vec<f64> =
            [-1, 1].into_iter().filter_map(near).filter(|limit| *limit > 0.0).collect();
        let (now, all) = (others(Some(year(*at))), others(None));
        if now > 0.0 && all > now {
            beside.push(rest.iter().sum::<f64>() * now / (all - now));
        }
        let value = limit(*at);
        let usual = middle(&[&rest[..], &[value]].concat());
        let far = value > CEILING_YEAR.value * usual || value * CEILING_YEAR.value < usual;
        let lies = lies(value, &beside, &allowance).filter(|_| beside.len() > 2);
        if !far && lies.is_none() {
            continue;
        }
        let ratio = value.max(usual) / value.min(usual);
        let (shown, usual, times) = (figure(value), figure(usual), times(ratio));
        ground.warn(
            "ceiling-out-of-line",
            place(sheet, row_of(sheet, budgets.len(), *at), "limit"),
            both(
                format!("上限 {shown} 万元，而同一口径其他年份为 {usual} 万元左右（相差 {times} 倍）"),
                format!("a ceiling of {shown} × 10⁴ yuan, where the other years of the line have about {usual} ({times} times apart)"),
            ),
            unit_hint(ratio),
        );
    }
}

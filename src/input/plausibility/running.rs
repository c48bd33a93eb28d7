//! Running costs against what places cost to build, and classes without any (运行成本).

use super::ground::{Ground, figure, place, row_of};
use super::outlier::middle;
use super::thresholds::{RUNNING_OF_BUILDING_LEAST, RUNNING_OF_BUILDING_MOST};
use crate::domain::{CostItem, ProjectKind, SectorIndex, StageIndex, UnitCost};
use crate::input::findings::both;
use crate::input::headers::Sheet;
use std::collections::{BTreeMap, BTreeSet};

/// Least number of new projects whose middle says what a place costs.
const PROJECTS: usize = 4;

/// Least number of classes that must agree before a whole table is told.
const CLASSES: usize = 2;

/// Judges the table of unit costs as a whole.
pub(super) fn judge(ground: &Ground) {
    let Some(sheet) = ground.sheet("costs") else { return };
    if ground.sheet("projects").is_some() {
        against_building(ground, sheet);
    }
    if ground.sheet("schools").is_some() {
        lacking(ground, sheet);
    }
}

type Class = (StageIndex, SectorIndex);

fn is_running(item: CostItem) -> bool {
    matches!(item, CostItem::RunningPerPupil | CostItem::RunningPerPlace)
}

/// The word of an item in the table.
const fn word(item: CostItem) -> &'static str {
    match item {
        CostItem::RunningPerPupil => "running_per_pupil",
        CostItem::RunningPerPlace => "running_per_place",
        CostItem::SubsidyPerPupil => "subsidy_per_pupil",
        CostItem::BoughtPlace => "bought_place",
    }
}

/// Running cost of a year of a class with a pupil in its place, yuan; none where the table has no row for it.
fn running(costs: &[UnitCost], (stage, sector): Class) -> Option<f64> {
    let mut items = BTreeMap::new();
    for cost in costs.iter().filter(|cost| is_running(cost.item) && cost.stage == stage) {
        if cost.sector.is_none_or(|of| of == sector) {
            items.entry(word(cost.item)).or_insert(cost.yuan);
        }
    }
    (!items.is_empty()).then(|| items.values().sum())
}

/// Yuan of capital a place of new projects, by class.
fn building(ground: &Ground) -> BTreeMap<Class, f64> {
    let study = ground.study;
    let mut each: BTreeMap<Class, Vec<f64>> = BTreeMap::new();
    for project in study.projects.iter().filter(|project| project.kind == ProjectKind::New) {
        let of = |at: usize| study.classes.get(at).map(|class| (class.stage, class.sector));
        let classes: BTreeSet<Class> =
            project.effects.iter().filter_map(|effect| of(effect.class.index())).collect();
        let places: i32 = project.effects.iter().map(|effect| effect.places).sum();
        let capex = project.capex.ten_thousand() * 1e4;
        for class in classes.into_iter().filter(|_| places > 0 && capex > 0.0) {
            each.entry(class).or_default().push(capex / f64::from(places));
        }
    }
    let enough = each.into_iter().filter(|(_, each)| each.len() >= PROJECTS);
    enough.map(|(class, each)| (class, middle(&each))).collect()
}

/// A table that is out of line in every class is in another unit, by the month, or the projects are.
fn against_building(ground: &Ground, sheet: &Sheet) {
    let costs = &ground.study.costs;
    let pairs: Vec<(Class, f64, f64)> = building(ground)
        .into_iter()
        .filter_map(|(class, capital)| Some((class, running(costs, class)?, capital)))
        .collect();
    let ratio = |(_, running, capital): &(Class, f64, f64)| running / capital;
    let dear = pairs.iter().all(|pair| ratio(pair) > RUNNING_OF_BUILDING_MOST.value);
    let cheap = pairs.iter().all(|pair| ratio(pair) < RUNNING_OF_BUILDING_LEAST.value);
    let Some((class, yearly, capital)) = pairs.first().filter(|_| pairs.len() >= CLASSES && (dear || cheap))
    else {
        return;
    };
    let at = costs.iter().position(|cost| is_running(cost.item) && cost.stage == class.0).unwrap_or(0);
    let stage = ground.study.stages.get(class.0.index()).map_or("", |stage| stage.id.as_str());
    let (yearly, capital) = (figure(*yearly), figure(*capital));
    ground.warn(
        "running-against-building",
        place(sheet, row_of(sheet, costs.len(), at), "value"),
        both(
            format!("各学段运行成本与建设成本都不相称：{stage} 每生每年 {yearly} 元，新建每学位 {capital} 元"),
            format!(
                "running costs are out of line with building costs in every stage: {stage} {yearly} yuan a pupil and year, {capital} yuan to build a place"
            ),
        ),
        both(
            "请核对单位：成本以元每年计，项目投资以万元计；不是按月",
            "check the units: costs are yuan a year, not a month; projects are in 10⁴ yuan",
        ),
    );
}

/// Classes that have schools and no cost, where most stages of their sector have one.
fn lacking(ground: &Ground, sheet: &Sheet) {
    let study = ground.study;
    let mut sectors: BTreeMap<SectorIndex, BTreeSet<StageIndex>> = BTreeMap::new();
    for school in &study.schools {
        if let Some(class) = study.classes.get(school.class.index()) {
            sectors.entry(class.sector).or_default().insert(class.stage);
        }
    }
    let costs = &study.costs;
    let has = |item: Option<CostItem>, (stage, sector): Class| {
        costs.iter().any(|cost| {
            let same = item.is_none_or(|item| cost.item == item && cost.yuan != 0.0);
            same && cost.stage == stage && cost.sector.is_none_or(|of| of == sector)
        })
    };
    let items = [None, Some(CostItem::RunningPerPupil), Some(CostItem::RunningPerPlace)];
    for (sector, stages) in &sectors {
        let mut told = BTreeSet::new();
        for item in items {
            let (with, without): (Vec<StageIndex>, Vec<StageIndex>) =
                stages.iter().partition(|stage| has(item, (**stage, *sector)));
            if with.len() <= without.len() {
                continue;
            }
            for stage in without.into_iter().filter(|stage| told.insert(*stage)) {
                tell(ground, sheet, (stage, *sector), item);
            }
        }
    }
}

fn tell(ground: &Ground, sheet: &Sheet, (stage, sector): Class, item: Option<CostItem>) {
    let study = ground.study;
    let stage = study.stages.get(stage.index()).map_or("", |stage| stage.id.as_str());
    let sector = study.sectors.get(sector.index()).map_or("", |sector| sector.id.as_str());
    let (zh, en) = match item {
        None => ("任何成本".to_owned(), "cost at all".to_owned()),
        Some(item) => (format!("“{}”的成本", word(item)), format!("cost `{}` above 0", word(item))),
    };
    ground.warn(
        "unit-cost-missing",
        place(sheet, None, "item"),
        both(
            format!("{stage}（{sector}）有学校而没有{zh}，同一办学性质的多数学段都有"),
            format!("{stage}, {sector}: schools and no {en}, which most stages of the sector have"),
        ),
        both("请补充这一行", "add the row"),
    );
}

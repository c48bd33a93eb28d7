//! Money (资金): what the public pays, by year, county, stage, source and component. The present values of all lines add up
//! to the plan's objective and constant, the weight on travel included.

use crate::allocation::Plan;
use crate::domain::{
    ClassIndex, CostItem, CountyIndex, Project, RUNNING_SOURCE, SchoolYear, StageIndex, Study,
};
use std::collections::BTreeMap;

/// What money is paid for (支出类别).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// Building (建设投资).
    Capital,
    /// Running cost of places, used or not (学位运行).
    Places,
    /// Operating cost of projects beside the unit costs (项目运行).
    Operating,
    /// Running cost by pupil (生均运行).
    Pupils,
    /// Subsidy to private providers by pupil (民办补助).
    Subsidy,
    /// Bought places (购买学位).
    Bought,
    /// Weight on ways to school; no payment (就学距离权重).
    Travel,
    /// Weight on lower grades; no payment (等级权重).
    Grade,
}

impl Component {
    /// Every component.
    pub const ALL: [Self; 8] = [
        Self::Capital,
        Self::Places,
        Self::Operating,
        Self::Pupils,
        Self::Subsidy,
        Self::Bought,
        Self::Travel,
        Self::Grade,
    ];

    /// Whether it is paid, and no mere weight of the objective.
    #[must_use]
    pub const fn is_paid(self) -> bool {
        !matches!(self, Self::Travel | Self::Grade)
    }

    /// The word in results.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Capital => "capital",
            Self::Places => "running_places",
            Self::Operating => "operating",
            Self::Pupils => "running_pupils",
            Self::Subsidy => "subsidy",
            Self::Bought => "bought_places",
            Self::Travel => "travel_weight",
            Self::Grade => "grade_weight",
        }
    }
}

/// An amount (资金明细).
#[derive(Debug, Clone, PartialEq)]
pub struct MoneyLine {
    /// Calendar year; a school year's running cost is booked in the year in which it begins.
    pub year: i32,
    /// County.
    pub county: CountyIndex,
    /// Stage.
    pub stage: StageIndex,
    /// Source; the county's own for all but capital.
    pub source: String,
    /// What it is paid for.
    pub component: Component,
    /// 10⁴ yuan, prices of the base year.
    pub amount: f64,
    /// Present value, 10⁴ yuan.
    pub present: f64,
}

type Key = (i32, CountyIndex, StageIndex, String, Component);

/// Every amount that is not zero, in the order of its keys.
#[must_use]
pub fn money(study: &Study, plan: &Plan) -> Vec<MoneyLine> {
    let mut amounts: BTreeMap<Key, f64> = BTreeMap::new();
    capital(study, plan, &mut amounts);
    places(study, plan, &mut amounts);
    operating(study, plan, &mut amounts);
    pupils(study, plan, &mut amounts);
    amounts
        .into_iter()
        .filter(|(_, amount)| *amount != 0.0)
        .map(|((year, county, stage, source, component), amount)| MoneyLine {
            present: amount * study.cost.discount_factor(year),
            year,
            county,
            stage,
            source,
            component,
            amount,
        })
        .collect()
}

fn capital(study: &Study, plan: &Plan, amounts: &mut BTreeMap<Key, f64>) {
    for opening in &plan.openings {
        let project = &study.projects[opening.project.index()];
        let county = study.county_of(project.town);
        for (year, amount) in study.capital_spending(project, opening.year) {
            for (stage, share) in stage_shares(study, project) {
                for (source, paid) in &project.funding {
                    let key = (year, county, stage, source.clone(), Component::Capital);
                    *amounts.entry(key).or_insert(0.0) += amount * share * paid * f64::from(opening.count);
                }
            }
        }
    }
}

/// Shares of a project's stages in its capital cost: as its places, or all to the first stage of its effects.
#[must_use]
pub fn stage_shares(study: &Study, project: &Project) -> BTreeMap<StageIndex, f64> {
    let stage = |class: ClassIndex| study.classes[class.index()].stage;
    let mut places: BTreeMap<StageIndex, f64> = BTreeMap::new();
    for effect in project.effects.iter().filter(|effect| effect.places > 0) {
        *places.entry(stage(effect.class)).or_insert(0.0) += f64::from(effect.places);
    }
    let total: f64 = places.values().sum();
    if total > 0.0 {
        return places.into_iter().map(|(stage, places)| (stage, places / total)).collect();
    }
    let first = project.effects.first().map_or(StageIndex(0), |effect| stage(effect.class));
    BTreeMap::from([(first, 1.0)])
}

fn places(study: &Study, plan: &Plan, amounts: &mut BTreeMap<Key, f64>) {
    let mut add = |county: CountyIndex, class: ClassIndex, year: SchoolYear, places: f64| {
        let cost = study.unit_cost(class, CostItem::RunningPerPlace, year) / 1e4;
        let stage = study.classes[class.index()].stage;
        let key = (year.0, county, stage, RUNNING_SOURCE.to_owned(), Component::Places);
        *amounts.entry(key).or_insert(0.0) += places * cost;
    };
    for year in study.horizon.years() {
        for school in study.schools.iter().filter(|school| school.runs_in(year)) {
            add(study.county_of(school.town), school.class, year, f64::from(school.places));
        }
        for opening in plan.openings.iter().filter(|opening| opening.year <= year) {
            let project = &study.projects[opening.project.index()];
            for effect in &project.effects {
                let places = f64::from(effect.places) * f64::from(opening.count);
                add(study.county_of(effect.town), effect.class, year, places);
            }
        }
    }
}

/// Operating cost of the projects in use.
fn operating(study: &Study, plan: &Plan, amounts: &mut BTreeMap<Key, f64>) {
    for opening in &plan.openings {
        let project = &study.projects[opening.project.index()];
        let amount = project.running.ten_thousand() * f64::from(opening.count);
        for year in study.horizon.years().filter(|year| *year >= opening.year) {
            for (stage, share) in stage_shares(study, project) {
                let county = study.county_of(project.town);
                let key = (year.0, county, stage, RUNNING_SOURCE.to_owned(), Component::Operating);
                *amounts.entry(key).or_insert(0.0) += amount * share;
            }
        }
    }
}

fn pupils(study: &Study, plan: &Plan, amounts: &mut BTreeMap<Key, f64>) {
    let mut add =
        |county: CountyIndex, stage: StageIndex, year: SchoolYear, component: Component, yuan: f64| {
            *amounts.entry((year.0, county, stage, RUNNING_SOURCE.to_owned(), component)).or_insert(0.0) +=
                yuan / 1e4;
        };
    for one in &plan.enrolments {
        let (county, stage) = (study.county_of(one.town), study.classes[one.class.index()].stage);
        let cost = |item| study.unit_cost(one.class, item, one.year);
        add(county, stage, one.year, Component::Pupils, one.pupils * cost(CostItem::RunningPerPupil));
        add(county, stage, one.year, Component::Subsidy, one.pupils * cost(CostItem::SubsidyPerPupil));
        let grades_below =
            study.classes[one.class.index()].grade.map_or(0, |grade| grade.0.saturating_sub(1));
        let weight = one.pupils * f64::from(grades_below) * study.cost.grade_yuan;
        add(county, stage, one.year, Component::Grade, weight);
        add(county, stage, one.year, Component::Bought, one.bought * cost(CostItem::BoughtPlace));
    }
    for one in &plan.moves {
        let yuan = one.children * study.travel_yuan(&one.travel);
        add(study.county_of(one.from), one.stage, one.year, Component::Travel, yuan);
    }
}

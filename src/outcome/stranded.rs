//! Stranded places (闲置学位): places that stand empty with the plan, what they cost, and how many of them the plan itself added.

use super::money::stage_shares;
use crate::allocation::Plan;
use crate::domain::{ClassIndex, CostItem, SchoolYear, StageIndex, Study, TownIndex};
use std::collections::BTreeMap;

/// Empty places of a town, stage and year (闲置学位).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StrandedLine {
    /// Town.
    pub town: TownIndex,
    /// Stage.
    pub stage: StageIndex,
    /// School year.
    pub year: SchoolYear,
    /// Places without a pupil, class by class.
    pub empty: f64,
    /// Of these, places that the plan added: as many as there are empty ones of the class.
    pub added: f64,
    /// What the empty places cost to keep in this year, 10⁴ yuan.
    pub running: f64,
    /// Capital of the added ones, at the mean cost of a place added in the town and stage, 10⁴ yuan.
    pub capital: f64,
}

/// Every town, stage and year with empty places, in this order.
#[must_use]
pub fn stranded(study: &Study, plan: &Plan) -> Vec<StrandedLine> {
    let mut lines: BTreeMap<(TownIndex, StageIndex, SchoolYear), StrandedLine> = BTreeMap::new();
    let mut pupils: BTreeMap<(TownIndex, ClassIndex, SchoolYear), f64> = BTreeMap::new();
    for one in &plan.enrolments {
        *pupils.entry((one.town, one.class, one.year)).or_insert(0.0) += one.pupils;
    }
    for year in study.horizon.years() {
        let costs = capital_of_places(study, plan, year);
        for ((town, class), (places, added)) in places(study, plan, year) {
            let empty = places - pupils.get(&(town, class, year)).copied().unwrap_or(0.0);
            if empty <= EMPTY {
                continue;
            }
            let stage = study.classes[class.index()].stage;
            let none = StrandedLine { town, stage, year, empty: 0.0, added: 0.0, running: 0.0, capital: 0.0 };
            let line = lines.entry((town, stage, year)).or_insert(none);
            let of_plan = added.min(empty);
            line.empty += empty;
            line.added += of_plan;
            line.running += empty * study.unit_cost(class, CostItem::RunningPerPlace, year) / 1e4;
            line.capital += of_plan * costs.get(&(town, stage)).copied().unwrap_or(0.0);
        }
    }
    lines.into_values().collect()
}

/// Fewer empty places than this are rounding.
const EMPTY: f64 = 1e-6;

/// Places of each town and class in a year, and those of them that the plan added.
fn places(study: &Study, plan: &Plan, year: SchoolYear) -> BTreeMap<(TownIndex, ClassIndex), (f64, f64)> {
    let mut places: BTreeMap<_, (f64, f64)> = BTreeMap::new();
    for school in study.schools.iter().filter(|school| school.runs_in(year)) {
        places.entry((school.town, school.class)).or_default().0 += f64::from(school.places);
    }
    for opening in plan.openings.iter().filter(|opening| opening.year <= year) {
        for effect in &study.projects[opening.project.index()].effects {
            let number = f64::from(effect.places) * f64::from(opening.count);
            let entry = places.entry((effect.town, effect.class)).or_default();
            entry.0 += number;
            entry.1 += number.max(0.0);
        }
    }
    places
}

/// Mean capital of a place that the plan has added by a year, 10⁴ yuan, by town and stage.
fn capital_of_places(study: &Study, plan: &Plan, year: SchoolYear) -> BTreeMap<(TownIndex, StageIndex), f64> {
    let mut sums: BTreeMap<_, (f64, f64)> = BTreeMap::new();
    for opening in plan.openings.iter().filter(|opening| opening.year <= year) {
        let (project, count) = (&study.projects[opening.project.index()], f64::from(opening.count));
        for (stage, share) in stage_shares(study, project) {
            sums.entry((project.town, stage)).or_default().0 += project.capex.ten_thousand() * share * count;
        }
        for effect in project.effects.iter().filter(|effect| effect.places > 0) {
            let stage = study.classes[effect.class.index()].stage;
            sums.entry((effect.town, stage)).or_default().1 += f64::from(effect.places) * count;
        }
    }
    sums.into_iter()
        .filter(|(_, (_, places))| *places > 0.0)
        .map(|(key, (capital, places))| (key, capital / places))
        .collect()
}

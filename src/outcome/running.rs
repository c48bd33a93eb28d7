//! Running cost that projects bring (项目运行费): the tail of every decision to build, to the last year of the outlook. A part of the
//! components `running_places` and `operating` of [`super::money`].

use crate::allocation::Plan;
use crate::domain::{CostItem, CountyIndex, ProjectIndex, SchoolYear, StageIndex, Study};
use std::collections::BTreeMap;

use super::money::stage_shares;

/// What a project costs to run in a year (项目年运行费).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RunningLine {
    /// Project.
    pub project: ProjectIndex,
    /// County that pays.
    pub county: CountyIndex,
    /// Stage.
    pub stage: StageIndex,
    /// School year.
    pub year: SchoolYear,
    /// Running cost of the places that it adds, less that of places taken, 10⁴ yuan.
    pub places: f64,
    /// Operating cost beside it, 10⁴ yuan.
    pub operating: f64,
    /// Present value of both, 10⁴ yuan.
    pub present: f64,
}

type Key = (ProjectIndex, CountyIndex, StageIndex, SchoolYear);

/// Every project, county, stage and year in which it costs or saves something, in this order.
#[must_use]
pub fn running(study: &Study, plan: &Plan) -> Vec<RunningLine> {
    let mut amounts: BTreeMap<Key, (f64, f64)> = BTreeMap::new();
    for opening in &plan.openings {
        let (project, count) = (&study.projects[opening.project.index()], f64::from(opening.count));
        let home = study.county_of(project.town);
        for year in study.horizon.years().filter(|year| *year >= opening.year) {
            for effect in &project.effects {
                let (stage, county) =
                    (study.classes[effect.class.index()].stage, study.county_of(effect.town));
                let cost = study.unit_cost(effect.class, CostItem::RunningPerPlace, year) / 1e4;
                amounts.entry((opening.project, county, stage, year)).or_default().0 +=
                    f64::from(effect.places) * count * cost;
            }
            for (stage, share) in stage_shares(study, project) {
                amounts.entry((opening.project, home, stage, year)).or_default().1 +=
                    project.running.ten_thousand() * count * share;
            }
        }
    }
    let line = |((project, county, stage, year), (places, operating)): (Key, (f64, f64))| RunningLine {
        present: (places + operating) * study.cost.discount_factor(year.0),
        project,
        county,
        stage,
        year,
        places,
        operating,
    };
    let costs = |(_, (places, operating)): &(Key, (f64, f64))| *places != 0.0 || *operating != 0.0;
    amounts.into_iter().filter(costs).map(line).collect()
}

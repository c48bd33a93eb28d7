//! A project: what its places are worth at the plan's prices, and what deciding it the other way costs.

use super::{Difference, Planned, difference};
use crate::allocation::{Limits, SolveError, Wishes, allocate_wished};
use crate::domain::{CostItem, ProjectIndex, SchoolYear};
use crate::outcome::ProgrammeLine;
use crate::progress::Progress;
use std::collections::BTreeMap;

/// What opening a project in a year costs and what its places are worth (按影子价格的得失). 10⁴ yuan of present value, to the last
/// year of the outlook; with all other projects held as planned, so that the programme's number is not in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpeningWorth {
    /// School year of the opening.
    pub year: SchoolYear,
    /// Capital.
    pub capital: f64,
    /// Running cost of places and operating cost.
    pub running: f64,
    /// What its places save elsewhere, at what one place more is worth.
    pub worth: f64,
}

impl OpeningWorth {
    /// Cost less worth: what opening it adds to the total (检验数).
    #[must_use]
    pub fn reduced_cost(&self) -> f64 {
        self.capital + self.running - self.worth
    }
}

/// What a run tells of a project without solving anew (项目依据).
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectReasons {
    /// Project.
    pub project: ProjectIndex,
    /// Openings in the plan, with how many; empty: it is not in the plan.
    pub openings: BTreeMap<SchoolYear, u32>,
    /// Every year in which it can open.
    pub worths: Vec<OpeningWorth>,
    /// Its programme, where its kind of work counts there.
    pub programme: Option<ProgrammeLine>,
    /// Other options of its site that the plan opens.
    pub rivals: Vec<ProjectIndex>,
}

impl ProjectReasons {
    /// Whether the plan has it.
    #[must_use]
    pub fn in_plan(&self) -> bool {
        !self.openings.is_empty()
    }

    /// Whether its programme opens just as many projects as it must, so that this one counts.
    #[must_use]
    pub fn fills_programme(&self) -> bool {
        self.programme
            .as_ref()
            .is_some_and(|line| line.required.is_some_and(|required| line.opened <= required as usize))
    }
}

/// What the run tells of a project.
#[must_use]
pub fn project_reasons(planned: Planned, project: ProjectIndex) -> ProjectReasons {
    let Planned { study, plan, outcome, .. } = planned;
    let data = &study.projects[project.index()];
    let mut openings = BTreeMap::new();
    for opening in plan.openings.iter().filter(|opening| opening.project == project) {
        *openings.entry(opening.year).or_insert(0) += opening.count;
    }
    let counts = study.programmes[data.programme.index()].kinds.contains(&data.kind);
    let programme = outcome.programmes.iter().find(|line| line.programme == data.programme);
    let shares_site = |other: ProjectIndex| {
        other != project && data.site.is_some() && study.projects[other.index()].site == data.site
    };
    let mut rivals: Vec<ProjectIndex> =
        plan.openings.iter().map(|opening| opening.project).filter(|other| shares_site(*other)).collect();
    rivals.dedup();
    let decidable = study.horizon.decision_years();
    let years = decidable.filter(|year| (data.earliest..=data.latest).contains(year));
    ProjectReasons {
        project,
        openings,
        worths: years.map(|year| worth(planned, project, year)).collect(),
        programme: programme.filter(|_| counts).cloned(),
        rivals,
    }
}

fn worth(planned: Planned, project: ProjectIndex, year: SchoolYear) -> OpeningWorth {
    let Planned { study, plan, .. } = planned;
    let data = &study.projects[project.index()];
    let factor = |year: i32| study.cost.discount_factor(year);
    let capital = study.capital_spending(data, year).into_iter().map(|(year, amount)| amount * factor(year));
    let mut worth = OpeningWorth { year, capital: capital.sum(), running: 0.0, worth: 0.0 };
    for used in study.horizon.years() {
        if used >= year {
            worth.running += data.running.ten_thousand() * factor(used.0);
        }
        for effect in &data.effects {
            let places = f64::from(effect.places);
            if used >= year {
                let cost = study.unit_cost(effect.class, CostItem::RunningPerPlace, used) / 1e4;
                worth.running += places * cost * factor(used.0);
            }
            if data.felt_from(effect.places, year) <= used {
                let here = plan.place_prices.iter().filter(|price| {
                    (price.town, price.class, price.year) == (effect.town, effect.class, used)
                });
                worth.worth += here.map(|price| price.saves * places).sum::<f64>();
            }
        }
    }
    worth
}

/// Decides a project the other way, with all that the run was to heed, and tells what differs.
///
/// # Errors
/// [`SolveError::Infeasible`] where the project excludes one that is committed or forced; otherwise as
/// [`allocate_wished`].
pub fn decide_otherwise(
    planned: Planned,
    project: ProjectIndex,
    wishes: &Wishes,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Difference, SolveError> {
    let Planned { study, projection, plan, .. } = planned;
    let in_plan = plan.openings.iter().any(|opening| opening.project == project);
    let mut wishes = wishes.clone();
    wishes.forced.insert(project, !in_plan);
    let other = allocate_wished(study, &projection.rolls, &wishes, limits, progress)?;
    Ok(difference(study, plan, &other))
}

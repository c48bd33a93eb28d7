//! Ceilings under which nothing can fall (不起作用的上限): whatever is built, they bind nothing, so that none of them is ever kept.

use super::ceilings::Ceiling;
use crate::domain::{
    Area, Budget, DeliveryEvent, LandLimit, Project, RUNNING_SOURCE, SchoolYear, Study, TownIndex,
};

/// Why a ceiling binds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// Nothing is paid or opened in its year (年份无支出).
    Year,
    /// Nothing is paid from its source (无此资金来源).
    Source,
    /// No project that it covers can be paid for, begun or opened in its year (无相关项目).
    Projects,
}

impl Idle {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::Year, Self::Source, Self::Projects];

    /// The word in results.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Source => "source",
            Self::Projects => "projects",
        }
    }
}

/// Why nothing can fall under a ceiling, if so.
pub(super) fn idle(study: &Study, ceiling: Ceiling, year: Option<i32>) -> Option<Idle> {
    match ceiling {
        Ceiling::Budget(budget) => of_money(study, &study.budgets[budget]),
        Ceiling::Land(limit) => of_land(study, &study.land[limit]),
        Ceiling::Programme(programme) => {
            let opens = |project: &Project, at: SchoolYear| {
                project.programme == programme && year.is_none_or(|year| at.0 == year)
            };
            of_deliveries(study, opens)
        }
        Ceiling::Delivery(limit) => {
            let limit = &study.deliveries[limit];
            let falls = |project: &Project, opening: SchoolYear| {
                let at = match limit.event {
                    DeliveryEvent::Opening => Some(opening.0),
                    DeliveryEvent::Start => study.start_year(project, opening),
                };
                limit.programme.is_none_or(|of| of == project.programme)
                    && limit.county.is_none_or(|of| of == study.county_of(project.town))
                    && (at == year || year.is_none())
            };
            of_deliveries(study, falls)
        }
    }
}

/// Years in which a project can open.
fn openings(study: &Study, project: &Project) -> impl Iterator<Item = SchoolYear> + use<> {
    let (earliest, latest) = (project.earliest, project.latest);
    study.horizon.decision_years().filter(move |year| (earliest..=latest).contains(year))
}

fn of_money(study: &Study, budget: &Budget) -> Option<Idle> {
    let (capital, year) = (budget.covers.has_capital(), SchoolYear(budget.year));
    let running =
        budget.covers.has_running() && budget.source.as_deref().is_none_or(|of| of == RUNNING_SOURCE);
    let last = if running { study.horizon.outlook } else { study.horizon.last };
    if !(study.horizon.first..=last).contains(&year) {
        return Some(Idle::Year);
    }
    let pays = |project: &Project| {
        budget
            .source
            .as_ref()
            .is_none_or(|source| project.funding.get(source).is_some_and(|share| *share > 0.0))
    };
    if running {
        return None;
    }
    if !capital || !study.projects.iter().any(pays) {
        return Some(Idle::Source);
    }
    let is_paid = |project: &Project| {
        let here = budget.county.is_none_or(|county| study.county_of(project.town) == county);
        let in_year =
            |opening| study.capital_spending(project, opening).get(&budget.year).is_some_and(|of| *of > 0.0);
        here && pays(project) && openings(study, project).any(in_year)
    };
    if study.projects.iter().any(is_paid) { None } else { Some(Idle::Projects) }
}

fn of_land(study: &Study, limit: &LandLimit) -> Option<Idle> {
    let years = study.horizon.first.0..=study.horizon.last.0;
    if limit.year.is_some_and(|year| !years.contains(&year)) {
        return Some(Idle::Year);
    }
    let here = |town: TownIndex| match limit.area {
        None => true,
        Some(Area::Town(of)) => of == town,
        Some(Area::County(county)) => study.county_of(town) == county,
    };
    let takes = |project: &Project| {
        let begins = |opening| {
            let start = study.start_year(project, opening);
            start.is_some() && limit.year.is_none_or(|year| start == Some(year))
        };
        project.land_m2.unwrap_or(0.0) > 0.0 && here(project.town) && openings(study, project).any(begins)
    };
    if study.projects.iter().any(takes) { None } else { Some(Idle::Projects) }
}

fn of_deliveries(study: &Study, falls: impl Fn(&Project, SchoolYear) -> bool) -> Option<Idle> {
    let counts = |project: &Project| {
        let counted = study.programmes[project.programme.index()].kinds.contains(&project.kind);
        counted && openings(study, project).any(|opening| falls(project, opening))
    };
    if study.projects.iter().any(counts) { None } else { Some(Idle::Projects) }
}

//! Ceilings under which nothing can fall, by own code: the word for the reason, blank where something can.

use super::case::Case;
use super::costs::{spending, start};
use super::projects::counts;
use crate::domain::{Area, Budget, DeliveryEvent, LandLimit, Project, Spending};

/// Who pays for running schools.
const COUNTY: &str = "county";

/// Decision years in which a project can open.
fn openings(case: &Case, project: &Project) -> std::ops::RangeInclusive<i32> {
    project.earliest.0.max(case.first)..=project.latest.0.min(case.last)
}

/// A ceiling on money.
pub(super) fn of_money(case: &Case, budget: &Budget) -> &'static str {
    let source = budget.source.as_deref();
    let tail = budget.covers != Spending::Capital && source.is_none_or(|of| of == COUNTY);
    let last = if tail { case.outlook } else { case.last };
    if budget.year < case.first || budget.year > last {
        return "year";
    }
    if tail {
        return "";
    }
    let part = |project: &Project| source.map_or(1.0, |of| project.funding.get(of).copied().unwrap_or(0.0));
    let mut paying = case.study.projects.iter().filter(|project| part(project) > 0.0).peekable();
    if budget.covers == Spending::Running || paying.peek().is_none() {
        return "source";
    }
    let falls = |project: &Project| {
        let amount = |opening| spending(case, project, opening).get(&budget.year).copied().unwrap_or(0.0);
        case.lies_in(project.town.0, budget.county.map(|of| of.0))
            && openings(case, project).any(|opening| amount(opening) > 0.0)
    };
    if paying.any(falls) { "" } else { "projects" }
}

/// A ceiling on land.
pub(super) fn of_land(case: &Case, limit: &LandLimit) -> &'static str {
    if limit.year.is_some_and(|year| year < case.first || year > case.last) {
        return "year";
    }
    let here = |project: &Project| match limit.area {
        None => true,
        Some(Area::Town(town)) => town == project.town,
        Some(Area::County(county)) => case.lies_in(project.town.0, Some(county.0)),
    };
    let takes = |project: &Project| {
        let begins = |opening| match (start(case, project, opening), limit.year) {
            (Some(begins), Some(year)) => begins == year,
            (begins, _) => begins.is_some(),
        };
        here(project) && project.land_m2.is_some_and(|land| land > 0.0) && openings(case, project).any(begins)
    };
    if case.study.projects.iter().any(takes) { "" } else { "projects" }
}

/// A limit on openings or starts of some projects in a year.
pub(super) fn of_deliveries(
    case: &Case,
    event: DeliveryEvent,
    year: i32,
    keep: impl Fn(&Project) -> bool,
) -> &'static str {
    let falls = |project: &Project, opening: i32| match event {
        DeliveryEvent::Opening => opening == year,
        DeliveryEvent::Start => start(case, project, opening) == Some(year),
    };
    let can = |project: &Project| {
        counts(case, project) && keep(project) && openings(case, project).any(|of| falls(project, of))
    };
    if case.study.projects.iter().any(can) { "" } else { "projects" }
}

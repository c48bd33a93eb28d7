//! Ceilings (上限执行情况): money, land and deliveries against what is allowed, with what is carried over. Own code, no builder of
//! `allocation`.

use super::idle::{Idle, idle};
use super::money::{Component, MoneyLine};
use crate::allocation::{Opening, Plan};
use crate::domain::{
    Area, Budget, DeliveryEvent, LandLimit, ProgrammeIndex, Project, SchoolYear, Study, TownIndex, Yuan,
};
use std::collections::BTreeMap;

/// A use beyond this share of a ceiling on running cost or land breaks it; less is the solver's rounding of pupils.
const TOLERANCE: f64 = 1e-6;

/// Capital is exact to the fen: half of one, 10⁴ yuan, is no excess.
const HALF_A_FEN: f64 = Yuan::ONE_FEN / 2.0;

/// What a ceiling limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ceiling {
    /// Row of the budget table, 10⁴ yuan.
    Budget(usize),
    /// Row of the land table, m².
    Land(usize),
    /// Row of the delivery table, projects.
    Delivery(usize),
    /// Openings of a programme in a year, projects.
    Programme(ProgrammeIndex),
}

/// A ceiling in a year (上限执行).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CeilingLine {
    /// Which.
    pub ceiling: Ceiling,
    /// Year; none is all years together.
    pub year: Option<i32>,
    /// What the year itself may use.
    pub limit: f64,
    /// What may be used, with what was carried over.
    pub available: f64,
    /// What is used.
    pub used: f64,
    /// Excess that is no more than rounding.
    pub rounding: f64,
    /// Why nothing can fall under it, if so: such a ceiling is never said to be kept.
    pub idle: Option<Idle>,
}

impl CeilingLine {
    /// Whether the ceiling is kept.
    #[must_use]
    pub fn met(&self) -> bool {
        self.used <= self.available + self.rounding
    }
}

fn relative(available: f64) -> f64 {
    TOLERANCE * available.abs().max(1.0)
}

/// Every ceiling and year.
#[must_use]
pub fn ceilings(study: &Study, plan: &Plan, money: &[MoneyLine]) -> Vec<CeilingLine> {
    let mut lines = budgets(study, money);
    lines.extend(land(study, plan));
    lines.extend(deliveries(study, plan));
    lines.iter_mut().for_each(|line| line.idle = idle(study, line.ceiling, line.year));
    lines
}

/// A ceiling before anything is carried over: line, year, limit, use, whether the rest is carried.
struct Yearly<Line> {
    line: Line,
    year: i32,
    limit: f64,
    used: f64,
    carry: bool,
}

/// What may be used and what is used in each year, in the order given.
fn carried<Line: Ord + Clone>(yearly: &[Yearly<Line>]) -> Vec<(f64, f64)> {
    let mut order: Vec<usize> = (0..yearly.len()).collect();
    order.sort_by_key(|index| (yearly[*index].line.clone(), yearly[*index].year));
    let mut results = vec![(0.0, 0.0); yearly.len()];
    let mut left: BTreeMap<(Line, i32), f64> = BTreeMap::new();
    for index in order {
        let one = &yearly[index];
        let before = left.get(&(one.line.clone(), one.year - 1)).copied().unwrap_or(0.0);
        let available = one.limit + before;
        if one.carry {
            left.insert((one.line.clone(), one.year), available - one.used);
        }
        results[index] = (available, one.used);
    }
    results
}

fn budgets(study: &Study, money: &[MoneyLine]) -> Vec<CeilingLine> {
    let yearly: Vec<_> = study
        .budgets
        .iter()
        .map(|budget| Yearly {
            line: (budget.county, budget.source.clone(), budget.covers),
            year: budget.year,
            limit: budget.limit.ten_thousand(),
            used: money.iter().filter(|line| is_covered(budget, line)).map(|line| line.amount).sum(),
            carry: budget.carry,
        })
        .collect();
    let lines = study.budgets.iter().enumerate().zip(carried(&yearly));
    lines
        .map(|((index, budget), (available, used))| CeilingLine {
            ceiling: Ceiling::Budget(index),
            year: Some(budget.year),
            limit: budget.limit.ten_thousand(),
            available,
            used,
            rounding: if budget.covers.has_running() { relative(available) } else { HALF_A_FEN },
            idle: None,
        })
        .collect()
}

fn is_covered(budget: &Budget, line: &MoneyLine) -> bool {
    let kind = match line.component {
        Component::Capital => budget.covers.has_capital(),
        component => component.is_paid() && budget.covers.has_running(),
    };
    kind && line.year == budget.year
        && budget.county.is_none_or(|county| county == line.county)
        && budget.source.as_ref().is_none_or(|source| *source == line.source)
}

fn land(study: &Study, plan: &Plan) -> Vec<CeilingLine> {
    let taken = |limit: &LandLimit| -> f64 {
        plan.openings
            .iter()
            .map(|opening| (opening, &study.projects[opening.project.index()]))
            .filter(|(_, project)| lies_in(study, limit.area, project.town))
            .filter(|(opening, project)| {
                study
                    .start_year(project, opening.year)
                    .is_some_and(|start| limit.year.is_none_or(|year| year == start))
            })
            .map(|(opening, project)| project.land_m2.unwrap_or(0.0) * f64::from(opening.count))
            .sum()
    };
    let yearly: Vec<_> = study
        .land
        .iter()
        .map(|limit| Yearly {
            line: (limit.area, limit.year.is_none()),
            year: limit.year.unwrap_or(0),
            limit: limit.limit_m2,
            used: taken(limit),
            carry: limit.carry,
        })
        .collect();
    let lines = study.land.iter().enumerate().zip(carried(&yearly));
    lines
        .map(|((index, limit), (available, used))| CeilingLine {
            ceiling: Ceiling::Land(index),
            year: limit.year,
            limit: limit.limit_m2,
            available,
            used,
            rounding: relative(available),
            idle: None,
        })
        .collect()
}

fn lies_in(study: &Study, area: Option<Area>, town: TownIndex) -> bool {
    match area {
        None => true,
        Some(Area::Town(of)) => of == town,
        Some(Area::County(county)) => study.county_of(town) == county,
    }
}

fn deliveries(study: &Study, plan: &Plan) -> Vec<CeilingLine> {
    let is_counted =
        |project: &Project| study.programmes[project.programme.index()].kinds.contains(&project.kind);
    let number = |keep: &dyn Fn(&Opening, &Project) -> bool| -> f64 {
        let openings = plan.openings.iter().filter(|opening| {
            let project = &study.projects[opening.project.index()];
            is_counted(project) && keep(opening, project)
        });
        openings.map(|opening| f64::from(opening.count)).sum()
    };
    let mut lines = Vec::new();
    for (programme, data) in ProgrammeIndex::all(study.programmes.len()).zip(&study.programmes) {
        for year in study.horizon.decision_years() {
            let used = number(&|opening, project| project.programme == programme && opening.year == year);
            lines.extend(data.at_most_per_year.map(|most| CeilingLine {
                ceiling: Ceiling::Programme(programme),
                year: Some(year.0),
                limit: f64::from(most),
                available: f64::from(most),
                used,
                rounding: TOLERANCE,
                idle: None,
            }));
        }
    }
    for (index, limit) in study.deliveries.iter().enumerate() {
        let of_limit = |year: &SchoolYear| limit.year.is_none_or(|of| of == *year);
        for year in study.horizon.decision_years().filter(of_limit) {
            let used = number(&|opening, project| {
                let at = match limit.event {
                    DeliveryEvent::Opening => Some(opening.year.0),
                    DeliveryEvent::Start => study.start_year(project, opening.year),
                };
                at == Some(year.0)
                    && limit.programme.is_none_or(|programme| programme == project.programme)
                    && limit.county.is_none_or(|county| county == study.county_of(project.town))
            });
            lines.push(CeilingLine {
                ceiling: Ceiling::Delivery(index),
                year: Some(year.0),
                limit: f64::from(limit.at_most),
                available: f64::from(limit.at_most),
                used,
                rounding: TOLERANCE,
                idle: None,
            });
        }
    }
    lines
}

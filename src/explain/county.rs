//! A county: children and places by stage, moves across its border, projects, money, and the promises that bind there.

use super::{AreaLine, Planned};
use crate::allocation::Opening;
use crate::domain::{CountyIndex, ProjectIndex, SchoolYear, Study};
use crate::outcome::{Ceiling, CeilingLine, Component, IndicatorLine};
use std::collections::BTreeMap;

/// A project that the plan opens in the county.
#[derive(Debug, Clone, PartialEq)]
pub struct CountyProject {
    /// Project.
    pub project: ProjectIndex,
    /// Openings, with how many.
    pub openings: BTreeMap<SchoolYear, u32>,
    /// Net places of all of them.
    pub places: f64,
    /// Capital of all of them, 10⁴ yuan.
    pub capital: f64,
}

/// What a run tells of a county (县区依据).
#[derive(Debug, Clone, PartialEq)]
pub struct CountyReasons {
    /// County.
    pub county: CountyIndex,
    /// Every stage and planned year.
    pub lines: Vec<AreaLine>,
    /// Its projects that the plan opens, the dearest first.
    pub projects: Vec<CountyProject>,
    /// Project options there are in all.
    pub options: usize,
    /// What is paid there by calendar year and component, 10⁴ yuan.
    pub money: BTreeMap<(i32, Component), f64>,
    /// Present value of all that, weights included, 10⁴ yuan: over the counties it adds up to the run's total.
    pub present: f64,
    /// Its own targets that cost something, the dearest first, and those missed.
    pub targets: Vec<IndicatorLine>,
    /// Ceilings of the county, the one used most first.
    pub ceilings: Vec<CeilingLine>,
    /// Criteria sets by position, with the first year in which it passes; none: it does not.
    pub certified: Vec<(usize, Option<SchoolYear>)>,
}

/// What the run tells of a county.
#[must_use]
pub fn county_reasons(planned: Planned, county: CountyIndex) -> CountyReasons {
    let Planned { study, plan, outcome, .. } = planned;
    let here = |project: ProjectIndex| study.county_of(study.projects[project.index()].town) == county;
    let lines = outcome.money.iter().filter(|line| line.county == county);
    let mut money = BTreeMap::new();
    for line in lines.clone().filter(|line| line.component.is_paid()) {
        *money.entry((line.year, line.component)).or_insert(0.0) += line.amount;
    }
    let first = |criteria: usize| {
        let of = plan.certifications.iter().filter(|one| one.county == county && one.criteria == criteria);
        of.map(|one| one.year).min()
    };
    CountyReasons {
        county,
        lines: balance(planned, county),
        projects: projects(study, plan.openings.iter().filter(|opening| here(opening.project))),
        options: ProjectIndex::all(study.projects.len()).filter(|project| here(*project)).count(),
        money,
        present: lines.map(|line| line.present).sum(),
        targets: targets(&outcome.indicators, county),
        ceilings: ceilings(planned, county),
        certified: (0..study.criteria.len()).map(|criteria| (criteria, first(criteria))).collect(),
    }
}

fn balance(planned: Planned, county: CountyIndex) -> Vec<AreaLine> {
    let Planned { study, plan, outcome, .. } = planned;
    let mut lines: BTreeMap<(usize, SchoolYear), AreaLine> = BTreeMap::new();
    for line in outcome.balance.iter().filter(|line| study.county_of(line.town) == county) {
        let empty = || AreaLine {
            stage: line.stage,
            year: line.year,
            needing: 0.0,
            places_before: 0.0,
            places_after: 0.0,
            leaving: 0.0,
            arriving: 0.0,
            pupils: 0.0,
            unplaced: 0.0,
        };
        let sum = lines.entry((line.stage.index(), line.year)).or_insert_with(empty);
        sum.needing += line.children;
        sum.places_before += line.places_before;
        sum.places_after += line.places_after;
        sum.pupils += line.pupils;
        sum.unplaced += line.unplaced;
    }
    for one in &plan.moves {
        let (from, to) = (study.county_of(one.from), study.county_of(one.to));
        if from == to {
            continue;
        }
        let Some(line) = lines.get_mut(&(one.stage.index(), one.year)) else { continue };
        line.leaving += if from == county { one.children } else { 0.0 };
        line.arriving += if to == county { one.children } else { 0.0 };
    }
    lines.into_values().collect()
}

fn projects<'a>(study: &Study, openings: impl Iterator<Item = &'a Opening>) -> Vec<CountyProject> {
    let mut projects: BTreeMap<ProjectIndex, CountyProject> = BTreeMap::new();
    for opening in openings {
        let data = &study.projects[opening.project.index()];
        let empty = || CountyProject {
            project: opening.project,
            openings: BTreeMap::new(),
            places: 0.0,
            capital: 0.0,
        };
        let sum = projects.entry(opening.project).or_insert_with(empty);
        *sum.openings.entry(opening.year).or_insert(0) += opening.count;
        sum.places += f64::from(data.net_places()) * f64::from(opening.count);
        sum.capital += data.capex.ten_thousand() * f64::from(opening.count);
    }
    let mut projects: Vec<CountyProject> = projects.into_values().collect();
    projects.sort_by(|one, other| other.capital.total_cmp(&one.capital));
    projects
}

fn targets(lines: &[IndicatorLine], county: CountyIndex) -> Vec<IndicatorLine> {
    let price = |line: &IndicatorLine| line.price.unwrap_or(0.0);
    let binds = |line: &&IndicatorLine| {
        line.county == Some(county) && line.target.is_some() && (price(line) > 1e-6 || !line.met())
    };
    let mut targets: Vec<IndicatorLine> = lines.iter().filter(binds).cloned().collect();
    targets.sort_by(|one, other| price(other).total_cmp(&price(one)));
    targets
}

fn ceilings(planned: Planned, county: CountyIndex) -> Vec<CeilingLine> {
    let Planned { study, outcome, .. } = planned;
    let of_county = |line: &&CeilingLine| match line.ceiling {
        Ceiling::Budget(row) => study.budgets[row].county == Some(county),
        Ceiling::Land(row) => study.land[row].area == Some(crate::domain::Area::County(county)),
        Ceiling::Delivery(row) => study.deliveries[row].county == Some(county),
        Ceiling::Programme(_) => false,
    };
    let used = |line: &CeilingLine| if line.available > 0.0 { line.used / line.available } else { line.used };
    let mut ceilings: Vec<CeilingLine> = outcome.ceilings.iter().filter(of_county).copied().collect();
    ceilings.sort_by(|one, other| used(other).total_cmp(&used(one)));
    ceilings
}

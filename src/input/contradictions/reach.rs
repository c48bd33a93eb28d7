//! Targets that no choice of projects can reach (无论如何达不到的目标): numbers of places, and covered towns or counties.

use super::Case;
use crate::domain::{
    ClassIndex, CountyIndex, Coverage, CoverageUnit, Indicator, IndicatorKind, Project, SchoolYear, Scope,
    TownIndex,
};
use crate::input::findings::both;
use std::collections::BTreeMap;

pub(super) fn check(case: &Case) {
    let study = case.study;
    if !case.is_whole("projects", study.projects.len() + study.undecided.len())
        || !case.is_whole("schools", study.schools.len())
    {
        return;
    }
    for indicator in &study.indicators {
        let years =
            || study.horizon.years().filter_map(|year| indicator.target(year).map(|target| (year, target)));
        for (year, target) in years() {
            let broken = match &indicator.kind {
                IndicatorKind::Places { classes, scope } => {
                    areas(case, *scope).into_iter().find_map(|county| {
                        let most = places(case, classes, year, &|town| is_in(case, town, county));
                        (target > most + 1e-6).then_some((county, most))
                    })
                }
                // With a distance towns help each other: that is for the plan.
                IndicatorKind::Coverage { coverage, scope, number } if coverage.within_km <= 0.0 => {
                    areas(case, *scope).into_iter().find_map(|county| {
                        let (most, units) = covered(case, coverage, year, county);
                        let needed = if *number { target } else { target * units };
                        let whole = (needed - 1e-9).ceil();
                        (whole > most).then_some((county, if *number { most } else { most / units.max(1.0) }))
                    })
                }
                _ => None,
            };
            if let Some((county, most)) = broken {
                out_of_reach(case, indicator, (year, target), (county, most));
                break;
            }
        }
    }
}

fn areas(case: &Case, scope: Scope) -> Vec<Option<CountyIndex>> {
    match scope {
        Scope::City => vec![None],
        Scope::EveryCounty => case.study.county_indices().map(Some).collect(),
    }
}

fn is_in(case: &Case, town: TownIndex, county: Option<CountyIndex>) -> bool {
    county.is_none_or(|county| case.study.county_of(town) == county)
}

/// The most places of some classes that there can be in some towns in a year: those that stand, and the best option of every site.
fn places(case: &Case, classes: &[ClassIndex], year: SchoolYear, here: &dyn Fn(TownIndex) -> bool) -> f64 {
    let study = case.study;
    let standing = study
        .schools
        .iter()
        .filter(|one| classes.contains(&one.class) && here(one.town) && one.runs_in(year));
    let standing: f64 = standing.map(|school| f64::from(school.places)).sum();
    let gain = |project: &Project| -> f64 {
        let effects = project.effects.iter().filter(|of| classes.contains(&of.class) && here(of.town));
        effects.map(|effect| f64::from(effect.places.max(0))).sum()
    };
    let (mut sites, mut added): (BTreeMap<&str, f64>, f64) = (BTreeMap::new(), 0.0);
    for project in &study.projects {
        if case.openings(project).next().is_none_or(|first| first > year) {
            continue;
        }
        match &project.site {
            Some(site) => {
                let best = sites.entry(site).or_insert(0.0);
                *best = best.max(gain(project));
            }
            None => added += gain(project) * f64::from(project.copies),
        }
    }
    standing + added + sites.into_values().sum::<f64>()
}

/// How many towns or counties can be covered at most, and how many there are.
fn covered(case: &Case, coverage: &Coverage, year: SchoolYear, county: Option<CountyIndex>) -> (f64, f64) {
    let study = case.study;
    let can = |here: &dyn Fn(TownIndex) -> bool| {
        places(case, &coverage.classes, year, here) >= f64::from(coverage.least_places)
    };
    let units: Vec<bool> = match coverage.unit {
        CoverageUnit::Town => {
            let towns = study.town_indices().filter(|town| is_in(case, *town, county));
            towns
                .filter(|town| coverage.counts(&study.towns[town.index()]))
                .map(|town| can(&|of| of == town))
                .collect()
        }
        CoverageUnit::County => {
            let counties = study.county_indices().filter(|of| county.is_none_or(|county| county == *of));
            counties.map(|own| can(&|town| study.county_of(town) == own)).collect()
        }
    };
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    (number(units.iter().filter(|can| **can).count()), number(units.len()))
}

fn out_of_reach(
    case: &Case,
    indicator: &Indicator,
    (year, target): (SchoolYear, f64),
    (county, most): (Option<CountyIndex>, f64),
) {
    let place = case.model.get(&("indicator", indicator.id.clone())).cloned().unwrap_or_default();
    let area = county.map_or_else(
        || both("全市", "the whole study"),
        |county| case.study.counties[county.index()].name.clone(),
    );
    let (zh_area, en_area) = (&area.zh, if area.en.is_empty() { &area.zh } else { &area.en });
    let shown = |value: f64| {
        if indicator.kind.is_share() { format!("{:.2} %", value * 100.0) } else { format!("{value:.0}") }
    };
    let (target, most) = (shown(target), shown(most));
    case.findings.warning(
        "target-out-of-reach",
        place,
        both(
            format!("{year} 年目标为 {target}，{zh_area}即使建成全部备选项目也只能达到 {most}"),
            format!("the target of {year} is {target}, and with every candidate built {en_area} reaches {most} at most"),
        ),
        both("请增加备选项目，降低目标或推迟年份", "add candidates, lower the target, or ask for it later"),
    );
}

//! Targets: shares of pupils, coverages, numbers of places, certified counties.

use super::book::{Book, Check, solver_room};
use super::case::{Case, plain, target};
use super::coverage::{covered, places_of};
use super::places::Places;
use super::plan::TablePlan;
use crate::domain::{IndicatorKind, Scope, Share};

/// Areas of a scope; none is the whole study.
pub(super) fn areas(case: &Case, scope: Scope) -> Vec<Option<usize>> {
    match scope {
        Scope::City => vec![None],
        Scope::EveryCounty => (0..case.study.counties.len()).map(Some).collect(),
    }
}

/// An area as promises name it.
fn area_words(case: &Case, area: Option<usize>) -> String {
    area.map_or_else(|| "all".to_owned(), |county| plain(case.county_code(county)))
}

/// Pupils that a share counts and those among whom it does, by planned year.
pub(super) fn share(case: &Case, plan: &TablePlan, share: &Share, area: Option<usize>) -> Vec<(f64, f64)> {
    let mut sums = vec![(0.0, 0.0); case.length()];
    for one in plan.pupils.iter().filter(|one| case.lies_in(one.town, area)) {
        let is = |selection: &crate::domain::Selection| {
            selection.classes.iter().any(|class| class.0 == one.class)
                && selection.groups.iter().any(|group| group.0 == one.group)
        };
        let (of, among) = (is(&share.of), is(&share.among));
        let sum = &mut sums[one.year];
        if among {
            sum.1 += one.number;
        }
        if of {
            sum.0 += one.number;
        } else if among && share.bought_places_count {
            sum.0 += one.bought;
        }
    }
    sums
}

/// Smallest whole number that is not below a target.
pub(super) fn whole(target: f64) -> f64 {
    (target - 1e-9).ceil().max(0.0)
}

/// Checks every target against what is reached, but for what the plan says it misses.
pub(super) fn check(case: &Case, plan: &TablePlan, places: &Places, book: &mut Book) {
    for indicator in &case.study.indicators {
        let id = plain(&indicator.id);
        let targets: Vec<(usize, i32, f64)> = case
            .years()
            .enumerate()
            .filter_map(|(position, year)| target(indicator, year).map(|of| (position, year, of)))
            .collect();
        let mut reach = |check: Check, words: String, reached: f64, least: f64, room: f64| {
            let missed = plan.missed(&words);
            book.at_least(check, (reached, least - missed), room, || words);
        };
        match &indicator.kind {
            IndicatorKind::Share { share: of, scope } => {
                for area in areas(case, *scope) {
                    let sums = share(case, plan, of, area);
                    for (position, year, target) in &targets {
                        let (counted, among) = sums[*position];
                        let words = format!("share[{id},{},{year}]", area_words(case, area));
                        reach(Check::Shares, words, counted, target * among, solver_room(among));
                    }
                }
            }
            IndicatorKind::Coverage { coverage, scope, number } => {
                for area in areas(case, *scope) {
                    for (position, year, target) in &targets {
                        let (reached, units) = covered(case, places, coverage, area, *position);
                        let least = whole(if *number { *target } else { target * units });
                        let words = format!("coverage[{id},{},{year}]", area_words(case, area));
                        reach(Check::Coverage, words, reached, least, 1e-4);
                    }
                }
            }
            IndicatorKind::Places { classes, scope } => {
                for area in areas(case, *scope) {
                    for (position, year, target) in &targets {
                        let reached = places_of(case, places, classes, area, *position);
                        let words = format!("places[{id},{},{year}]", area_words(case, area));
                        reach(Check::Coverage, words, reached, *target, solver_room(*target));
                    }
                }
            }
            IndicatorKind::Certified { criteria } => {
                for (_, year, target) in &targets {
                    let passed = certified(plan, *criteria, *year);
                    let counties = u32::try_from(case.study.counties.len()).unwrap_or(u32::MAX);
                    let words = format!("counties[{id},{year}]");
                    reach(Check::Certification, words, passed, whole(target * f64::from(counties)), 1e-4);
                }
            }
        }
    }
    certification(case, plan, places, book);
}

/// Counties that a plan calls certified by a year.
fn certified(plan: &TablePlan, criteria: usize, year: i32) -> f64 {
    let passed = plan.certified.iter().filter(|(set, _, from)| *set == criteria && *from <= year).count();
    f64::from(u32::try_from(passed).unwrap_or(u32::MAX))
}

/// By how much a county misses each criterion of a set in a year: what is reached, what is asked, room.
pub(super) fn criteria(
    case: &Case,
    plan: &TablePlan,
    places: &Places,
    (set, county, position): (usize, usize, usize),
) -> Vec<(f64, f64, f64)> {
    let set = &case.study.criteria[set];
    let mut found = Vec::new();
    for criterion in &set.shares {
        let (counted, among) = share(case, plan, &criterion.share, Some(county))[position];
        found.push((counted, criterion.at_least * among, solver_room(among)));
    }
    for criterion in &set.coverages {
        let (reached, units) = covered(case, places, &criterion.coverage, Some(county), position);
        found.push((reached, whole(criterion.at_least * units), 1e-4));
    }
    found
}

/// A county that is called certified meets every criterion from that year on.
fn certification(case: &Case, plan: &TablePlan, places: &Places, book: &mut Book) {
    for (set, county, from) in &plan.certified {
        let id = &case.study.criteria[*set].id;
        let place = |year: i32| format!("certification[{id},{},{year}]", case.county_code(*county));
        let until = case.certified_until(*set);
        let within = (case.first..=until).contains(from);
        book.holds(
            Check::Certification,
            within,
            || place(*from),
            || ("不在认定年份内".to_owned(), "not a year in which counties are certified".to_owned()),
        );
        for (position, year) in (case.first..=until).enumerate().filter(|(_, year)| year >= from) {
            for (reached, least, room) in criteria(case, plan, places, (*set, *county, position)) {
                book.at_least(Check::Certification, (reached, least), room, || place(year));
            }
        }
    }
}

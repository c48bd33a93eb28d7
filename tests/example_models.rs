//! The small example models: other stages by data alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::path::Path;
use xuewei::allocation::{Limits, Plan, PlanStatus, allocate};
use xuewei::domain::{ProjectKind, Study};
use xuewei::input::read_study;
use xuewei::outcome::Outcome;
use xuewei::progress::Silent;
use xuewei::projection::project;

/// Plans an example, which must be sound, proven, and keep every promise.
fn planned(name: &str) -> (Study, Plan, Outcome) {
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("models/{name}.toml"));
    let reading = read_study(&model);
    assert_eq!(reading.diagnostics, [], "{name}");
    let study = reading.study.expect("study");
    let rolls = project(&study, &Silent).expect("projection").rolls;
    let plan = allocate(&study, &rolls, Limits::new(1e-6, 60.0), &Silent).expect("a plan");
    assert_eq!(plan.status, PlanStatus::Optimal, "{name}: {:?}", plan.shortfalls);
    let outcome = Outcome::new(&study, &rolls, &plan);
    assert!(outcome.every_promise_kept(), "{name}");
    let money: f64 = outcome.money.iter().map(|line| line.present).sum();
    assert!((money - plan.objective - plan.constant).abs() < 1e-6 * money.abs(), "{name}");
    (study, plan, outcome)
}

fn last_year(study: &Study, outcome: &Outcome, indicator: &str) -> f64 {
    let index = study.indicators.iter().position(|one| one.id == indicator).expect(indicator);
    let last = study.horizon.last;
    outcome.indicators.iter().find(|line| line.indicator == index && line.year == last).unwrap().reached
}

/// 70 % in general high schools and 5,800 places there by 2027, where 5,300 stand and 7,100 pupils are expected; the city pays its share under
/// its ceiling.
#[test]
fn senior_high_schools() {
    let (study, plan, outcome) = planned("senior_high");
    assert!(last_year(&study, &outcome, "general_share") >= 0.7 - 1e-6);
    assert!(last_year(&study, &outcome, "general_places") >= 5800.0);
    let city: f64 = outcome.money.iter().filter(|line| line.source == "city").map(|line| line.amount).sum();
    assert!(city <= 30_000.0 + 1e-6, "{city}");
    let crossing = |one: &&xuewei::allocation::Move| study.county_of(one.from) != study.county_of(one.to);
    let far = plan.moves.iter().filter(crossing).map(|one| one.travel.km).fold(0.0, f64::max);
    assert!(far <= 60.0, "{far}");
}

/// Branches are templates: several open in one town, no more than 14 a year, and land in one county allows eight.
#[test]
fn schools_for_the_elderly() {
    let (study, plan, outcome) = planned("elderly");
    assert!((last_year(&study, &outcome, "towns_with_school") - 1.0).abs() < 1e-9);
    assert!((last_year(&study, &outcome, "college_near") - 3.0).abs() < 1e-9);
    assert!(plan.openings.iter().any(|opening| study.projects[opening.project.index()].copies > 1));
    let land: f64 = plan
        .openings
        .iter()
        .map(|opening| (&study.projects[opening.project.index()], f64::from(opening.count)))
        .filter(|(project, _)| study.county_of(project.town).index() == 0)
        .map(|(project, count)| project.land_m2.unwrap_or(0.0) * count)
        .sum();
    assert!(land <= 2400.0, "{land}");
}

/// A special school of 50 places and more in every county by 2027, though the number of children falls; ways within 120 minutes.
#[test]
fn special_education() {
    let (study, plan, outcome) = planned("special");
    assert!((last_year(&study, &outcome, "counties_with_school") - 1.0).abs() < 1e-9);
    assert!(plan.moves.iter().all(|one| one.travel.minutes.unwrap_or(0.0) <= 120.0));
    assert!(plan.openings.iter().all(|one| study.projects[one.project.index()].kind != ProjectKind::Close));
    let children: Vec<f64> = outcome.balance.iter().map(|line| line.children).collect();
    assert!(children.iter().sum::<f64>() > 300.0 && children.iter().all(|number| *number >= 0.0));
}

//! A program with every family of rows, exported and solved by another solver, costs the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::fs;
use std::process::Command;
use support::{PRIVATE, PUBLIC, children, cost, county, path, plan, project, public_share, rolls, school};
use xuewei::allocation::export_mps;
use xuewei::domain::{
    After, Budget, CostItem, Coverage, CoverageCriterion, CoverageUnit, CriteriaSet, DeliveryEvent,
    DeliveryLimit, Indicator, IndicatorKind, LandLimit, PlaceEffect, Project, ProjectKind, Scope, Spending,
    Study, Text, TownIndex, Yuan,
};

fn indicator(id: &str, kind: IndicatorKind, targets: &[(i32, f64)]) -> Indicator {
    Indicator {
        id: id.into(),
        name: Text::default(),
        kind,
        at_least: path(targets),
        after: After::Hold,
        reference: String::new(),
    }
}

/// The county with a template, a closure, two takers of one school, and every kind of indicator and ceiling.
fn everything() -> Study {
    let mut county = county();
    county.schools.push(school(1, PRIVATE, 60));
    county.costs.push(cost(PUBLIC, CostItem::RunningPerPupil, 5000.0));
    county.projects.push(Project { site: None, copies: 4, ..project(0, "", 12, 9.0) });
    let taken = |places: i32| PlaceEffect { town: TownIndex(1), class: PUBLIC, places: -places };
    for (kind, places) in [(ProjectKind::Relocate, 70), (ProjectKind::Close, 0)] {
        let one = Project { kind, from_school: Some(1), ..project(1, "taker", places, 6.0) };
        let mut effects = if places > 0 { one.effects.clone() } else { vec![] };
        effects.push(taken(60));
        county.projects.push(Project { site: None, effects, ..one });
    }
    for one in &mut county.projects {
        one.land_m2 = Some(1000.0);
        one.funding = [("city".to_owned(), 0.5), ("county".to_owned(), 0.5)].into();
    }
    let covered = |least_places| Coverage {
        classes: vec![PUBLIC],
        unit: CoverageUnit::Town,
        kinds: vec![],
        least_places,
        within_km: 0.0,
    };
    let coverage = IndicatorKind::Coverage { coverage: covered(60), scope: Scope::City, number: false };
    county.indicators = vec![
        indicator(
            "public",
            IndicatorKind::Share { share: public_share(), scope: Scope::City },
            &[(2024, 0.8)],
        ),
        indicator("towns", coverage, &[(2024, 1.0)]),
        indicator(
            "places",
            IndicatorKind::Places { classes: vec![PUBLIC], scope: Scope::City },
            &[(2024, 190.0)],
        ),
        indicator("passed", IndicatorKind::Certified { criteria: 0 }, &[(2024, 1.0)]),
    ];
    let coverages = vec![CoverageCriterion {
        id: "towns".into(),
        name: Text::default(),
        coverage: covered(65),
        at_least: 1.0,
    }];
    let (id, name, reference) = ("set".into(), Text::default(), String::new());
    county.criteria = vec![CriteriaSet { id, name, shares: vec![], coverages, reference }];
    let ceiling = |year, source: Option<&str>, limit, covers| {
        let (source, limit) = (source.map(str::to_owned), Yuan::from_ten_thousand(limit));
        Budget { year, county: None, source, limit, carry: true, covers }
    };
    county.budgets = vec![
        ceiling(2023, Some("city"), 10.0, Spending::Capital),
        ceiling(2024, Some("city"), 12.0, Spending::Capital),
        ceiling(2024, None, 120.0, Spending::Running),
        ceiling(2025, None, 130.0, Spending::Running),
    ];
    county.land = vec![LandLimit { area: None, year: Some(2024), limit_m2: 4000.0, carry: false }];
    let event = DeliveryEvent::Opening;
    county.deliveries = vec![DeliveryLimit { programme: None, county: None, year: None, event, at_most: 3 }];
    county
}

#[test]
fn another_solver_finds_the_same_cost() {
    let study = everything();
    let (plan, outcome) = plan(&study, &children());
    assert!(outcome.every_promise_kept(), "{:?}", plan.shortfalls);
    let mps = export_mps(&study, &rolls(&study, &children()));
    for name in [
        "covered[0,t1,2024]",
        "coverage[towns,all,2024]",
        "places[places,all,2024]",
        "coverage_criterion[0,0,0,2024]",
        "taken[t1,primary/public,2023]",
        "school[s1-0]",
        "budget[all,city,2023]",
        "budget[all,all,2024,running]",
        "land[0]",
        "delivery_limit[0,2023]",
    ] {
        assert!(mps.contains(name), "{name}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("study.mps");
    fs::write(&file, mps).unwrap();
    let arguments = [file.to_str().unwrap(), "-ratioGap", "0", "-solve"];
    let Ok(output) = Command::new("cbc").args(arguments).output() else {
        println!("skipped: cbc is not installed");
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find(|line| line.starts_with("Objective value:"));
    let found: f64 =
        line.unwrap_or_else(|| panic!("{text}")).split_whitespace().last().unwrap().parse().unwrap();
    assert!((found - plan.objective).abs() < 1e-4, "cbc {found}, plan {}", plan.objective);
}

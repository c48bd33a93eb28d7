//! The exported program, solved by another solver, costs the same.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;
use support::{PRIVATE, PUBLIC, cost, path, project, public_share, rolls, school, study};
use xuewei::allocation::{Limits, allocate, export_mps};
use xuewei::domain::{
    After, Budget, CostItem, CriteriaSet, Indicator, IndicatorKind, Scope, ShareCriterion, Spending, Study,
    Text, Yuan,
};
use xuewei::progress::Silent;

/// Two counties with every family of rows that a small study can have.
fn two_counties() -> Study {
    let mut study = study(&[(0, 0.0), (0, 5.0), (1, 20.0)]);
    study.cost.travel_yuan_per_km = 300.0;
    for (town, public, private) in [(0, 100, 20), (1, 60, 30), (2, 80, 40)] {
        study.schools.extend([school(town, PUBLIC, public), school(town, PRIVATE, private)]);
    }
    study.projects = vec![
        project(0, "a", 40, 80.0),
        project(0, "a", 100, 150.0),
        project(1, "b", 30, 20.0),
        project(2, "c", 50, 45.0),
        project(2, "d", 20, 30.0),
    ];
    study.costs = vec![
        cost(PUBLIC, CostItem::RunningPerPlace, 1000.0),
        cost(PUBLIC, CostItem::RunningPerPupil, 5000.0),
    ];
    study.programmes[0].at_least = Some(3);
    study.programmes[0].at_most_per_year = Some(2);
    let shares = vec![ShareCriterion {
        id: "public".into(),
        name: Text::default(),
        share: public_share(),
        at_least: 0.7,
    }];
    study.criteria = vec![CriteriaSet {
        id: "set".into(),
        name: Text::default(),
        shares,
        coverages: Vec::new(),
        reference: String::new(),
    }];
    let indicator = |id: &str, kind, targets: &[(i32, f64)]| Indicator {
        id: id.into(),
        name: Text::default(),
        kind,
        at_least: path(targets),
        after: After::Hold,
        reference: String::new(),
    };
    study.indicators = vec![
        indicator(
            "public",
            IndicatorKind::Share { share: public_share(), scope: Scope::City },
            &[(2023, 0.75), (2024, 0.8)],
        ),
        indicator("certified", IndicatorKind::Certified { criteria: 0 }, &[(2024, 1.0)]),
    ];
    let limit = Yuan::from_ten_thousand(120.0);
    study.budgets = [2023, 2024]
        .map(|year| Budget {
            year,
            county: None,
            source: None,
            limit,
            carry: true,
            covers: Spending::Capital,
        })
        .to_vec();
    study
}

/// Objective that `cbc` finds for an MPS file; none where it is not installed.
fn cbc(file: &Path) -> Option<f64> {
    let output =
        Command::new("cbc").args([file.to_str().unwrap(), "-ratioGap", "0", "-solve"]).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text.lines().find(|line| line.starts_with("Objective value:"));
    Some(line.unwrap_or_else(|| panic!("{text}")).split_whitespace().last().unwrap().parse().unwrap())
}

#[test]
fn another_solver_finds_the_same_cost() {
    let study = two_counties();
    let children = [vec![90.0, 130.0, 150.0], vec![40.0, 40.0, 40.0], vec![90.0, 120.0, 110.0]];
    let rolls = rolls(&study, &children);
    let plan = allocate(&study, &rolls, Limits::new(0.0, 60.0), &Silent).expect("a plan");
    let mps = export_mps(&study, &rolls);
    for name in [
        "built[p-0-a-40,2024]",
        "programme[compulsory]",
        "budget[all,all,2023]",
        "share[public,all,2024]",
        "delivery[",
    ] {
        assert!(mps.contains(name), "{name}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("study.mps");
    fs::write(&file, mps).unwrap();
    match cbc(&file) {
        Some(found) => assert!((found - plan.objective).abs() < 1e-4, "cbc {found}, plan {}", plan.objective),
        None => println!("skipped: cbc is not installed"),
    }
}

//! A run folder opened again gives its study, its plan and its cost; a changed input is told.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::float_cmp)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use xuewei::allocation::{Limits, Plan, PlanStatus, allocate};
use xuewei::input::read_with_scenarios;
use xuewei::outcome::Outcome;
use xuewei::progress::Silent;
use xuewei::projection::project;
use xuewei::store::{ReopenError, Reopened, reopen};

/// Dearer, and without any place to build in the first years: promises are broken.
const DEAR: &str = "name = \"dear\"\ntitle = \"Dear\"\nintent = \"t\"\n\
    [[change]]\nname = \"capital\"\ntable = \"projects\"\ncolumn = \"capex\"\nmultiply = 1.5\n";
const NO_MONEY: &str = "name = \"no_money\"\nintent = \"t\"\n\
    [[change]]\nname = \"none\"\ntable = \"projects\"\nwhere = { committed = false }\nremove = true\n";

fn model() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models/senior_high.toml")
}

/// Plans the small study of senior high schools with scenarios that lie in other folders under one name.
fn run(scenarios: &[&str]) -> (TempDir, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> =
        scenarios.iter().enumerate().map(|(at, text)| written(&folder, at, text)).collect();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
    command.arg("plan").arg(model()).args(["--out", "run"]).current_dir(folder.path());
    names.iter().for_each(|name| {
        command.args(["--scenario", name]);
    });
    let output = command.output().unwrap();
    assert!(matches!(output.status.code(), Some(0 | 3)), "{}", String::from_utf8_lossy(&output.stderr));
    (folder, names)
}

fn written(folder: &TempDir, at: usize, text: &str) -> String {
    let place = folder.path().join(at.to_string());
    fs::create_dir(&place).unwrap();
    fs::write(place.join("change.toml"), text).unwrap();
    place.join("change.toml").display().to_string()
}

/// A run opened again, and its plan.
fn opened(folder: &Path) -> (Reopened, Plan, Outcome) {
    let reopened = reopen(folder).unwrap_or_else(|error| panic!("{error}"));
    let rolls = project(&reopened.study, &Silent).unwrap().rolls;
    let plan = reopened.plan(&rolls).unwrap_or_else(|error| panic!("{error}"));
    let outcome = Outcome::new(&reopened.study, &rolls, &plan);
    (reopened, plan, outcome)
}

#[test]
fn a_run_gives_its_study_plan_and_cost_again() {
    for scenarios in [&[][..], &[DEAR], &[DEAR, NO_MONEY]] {
        let (folder, names) = run(scenarios);
        let (reopened, plan, outcome) = opened(&folder.path().join("run"));
        let read = read_with_scenarios(&model(), &names);
        let study = read.study.unwrap();
        assert_eq!(reopened.study, study);
        assert_eq!(reopened.applied, read.applied);
        let rolls = project(&study, &Silent).unwrap().rolls;
        let limits = Limits::new(study.solver.gap, study.solver.time_limit_seconds);
        let again = allocate(&study, &rolls, limits, &Silent).unwrap();
        let near = |one: f64, other: f64| (one - other).abs() <= 1e-12 * one.abs();
        assert!(near(plan.objective, again.objective) && near(plan.bound, again.bound));
        assert!(near(plan.constant, again.constant) && (plan.gap - again.gap).abs() < 1e-12);
        // Numbers of JSON come back but for their last digit, those of tables as they are.
        let tables = |plan: Plan| Plan {
            objective: 0.0,
            bound: 0.0,
            gap: 0.0,
            constant: 0.0,
            build_seconds: 0.0,
            solve_seconds: 0.0,
            ..plan
        };
        assert!(
            (plan.status == PlanStatus::Repaired || !plan.openings.is_empty())
                && !plan.moves.is_empty()
                && !plan.enrolments.is_empty()
        );
        assert_eq!(scenarios.len() == 2, plan.status == PlanStatus::Repaired);
        assert!(tables(plan) == tables(again), "{scenarios:?}");
        let total: f64 = outcome.money.iter().map(|line| line.present).sum();
        let record = reopened.record().unwrap();
        assert!((total - record.total).abs() < 1e-6 * total, "{total} {}", record.total);
    }
}

#[test]
fn what_was_forced_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let plan = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
        command.arg("plan").arg(model()).args(more).current_dir(folder.path()).output().unwrap()
    };
    plan(&["--out", "free"]);
    let (free, chosen, _) = opened(&folder.path().join("free"));
    let some = chosen.openings.iter().map(|one| one.project);
    let project = some.into_iter().find(|one| !free.study.projects[one.index()].committed).unwrap();
    let id = free.study.projects[project.index()].id.clone();
    plan(&["--out", "forbidden", "--forbid", &id]);
    let (without, plan, _) = opened(&folder.path().join("forbidden"));
    assert_eq!(without.wishes.forced.into_iter().collect::<Vec<_>>(), [(project, false)]);
    assert!(plan.openings.iter().all(|one| one.project != project));
}

#[test]
fn a_changed_or_missing_input_is_told() {
    let (folder, _) = run(&[DEAR]);
    let inputs = folder.path().join("run/inputs");
    let table = inputs.join("projects.csv");
    let text = fs::read_to_string(&table).unwrap();
    fs::write(&table, format!("{text}\n")).unwrap();
    fs::remove_file(inputs.join("change.toml")).unwrap();
    match reopen(&folder.path().join("run")) {
        Err(ReopenError::Changed(files)) => assert_eq!(files, [inputs.join("change.toml"), table]),
        other => panic!("{other:?}"),
    }
}

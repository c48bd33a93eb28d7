//! Following an earlier plan: what it has started stays whatever it costs now; moved projects weigh their price and no more.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;
use xuewei::progress::Silent;
use xuewei::projection::project;
use xuewei::store::{read_record, reopen};

/// The small study of senior high schools, to be changed.
fn study() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::create_dir(folder.path().join("data")).unwrap();
    for table in fs::read_dir(root.join("data/senior_high")).unwrap() {
        let table = table.unwrap();
        fs::copy(table.path(), folder.path().join("data").join(table.file_name())).unwrap();
    }
    let model = fs::read_to_string(root.join("models/senior_high.toml")).unwrap();
    fs::write(folder.path().join("old.toml"), model.replace("../data/senior_high", "data")).unwrap();
    folder
}

fn xuewei(folder: &TempDir, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
    command.args(["--lang", "en"]).args(arguments).current_dir(folder.path()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn openings(folder: &TempDir, run: &str) -> Vec<(String, i32)> {
    let record = read_record(&folder.path().join(run)).unwrap();
    record.openings.into_iter().map(|one| (one.project, one.year)).collect()
}

/// A scenario `dear.toml` in which some projects cost so many times as much.
fn make_dear(folder: &TempDir, projects: &[(String, i32)], times: f64) {
    let mut text = "name = \"dear\"\nintent = \"t\"\n".to_owned();
    for (id, _) in projects {
        writeln!(
            text,
            "[[change]]\nname = \"{id}\"\ntable = \"projects\"\nwhere = {{ project = \"{id}\" }}\ncolumn = \"capex\"\nmultiply = {times}"
        )
        .unwrap();
    }
    fs::write(folder.path().join("dear.toml"), text).unwrap();
}

#[test]
fn what_is_started_stays() {
    let folder = study();
    let old = xuewei(&folder, &["plan", "old.toml", "--out", "old"]);
    assert_eq!(old.status.code(), Some(0), "{}", text(&old.stderr));
    // All of the old plan opens in 2027 after one year of works: a plan from 2027 on finds it started.
    let started = openings(&folder, "old");
    assert!(!started.is_empty() && started.iter().all(|(_, year)| *year == 2027), "{started:?}");
    let model = fs::read_to_string(folder.path().join("old.toml")).unwrap();
    let new = model.replace("first = 2023, last = 2027", "first = 2027, last = 2028");
    assert_ne!(new, model);
    fs::write(folder.path().join("new.toml"), new).unwrap();
    // What was started becomes ten times as dear, so that nobody would choose it now.
    make_dear(&folder, &started, 10.0);
    let plan = |more: &[&str]| {
        let arguments = [&["plan", "new.toml", "--scenario", "./dear.toml"], more].concat();
        let output = xuewei(&folder, &arguments);
        assert!(matches!(output.status.code(), Some(0 | 3)), "{}", text(&output.stderr));
        output
    };
    plan(&["--out", "free"]);
    let followed = plan(&["--out", "followed", "--from", "old"]);
    let free = openings(&folder, "free");
    assert!(started.iter().any(|one| !free.contains(one)), "chosen freely, not all of it is built: {free:?}");
    let kept = openings(&folder, "followed");
    assert!(started.iter().all(|one| kept.contains(one)), "{started:?} {kept:?}");
    let screen = text(&followed.stderr) + &text(&followed.stdout);
    let stays = format!("{} projects that it has started stay", started.len());
    for words in [stays.as_str(), "Against old, ", "From A to B"] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    // The run can be opened again, with what was kept.
    let reopened = reopen(&folder.path().join("followed")).unwrap();
    assert_eq!(reopened.applied.scenarios.last().unwrap().name, "kept");
    let rolls = project(&reopened.study, &Silent).unwrap().rolls;
    let again = reopened.plan(&rolls).unwrap();
    assert_eq!(again.openings.len(), kept.len());
    for (id, year) in &started {
        let project = reopened.study.projects.iter().find(|project| project.id == *id).unwrap();
        assert!(project.committed && project.earliest.0 == *year && project.latest.0 == *year);
    }
}

#[test]
fn moved_projects_weigh_their_price_and_no_more() {
    let folder = study();
    let old = xuewei(&folder, &["plan", "old.toml", "--out", "old"]);
    assert_eq!(old.status.code(), Some(0), "{}", text(&old.stderr));
    make_dear(&folder, &openings(&folder, "old"), 1.6);
    let prices = [0.0, 100.0, 1_000.0, 100_000.0];
    let mut found = Vec::new();
    for (at, price) in prices.iter().enumerate() {
        let (run, price) = (format!("run{at}"), price.to_string());
        let arguments = ["plan", "old.toml", "--scenario", "./dear.toml", "--from", "old", "--gap", "0"];
        let output = xuewei(&folder, &[&arguments[..], &["--stay-close", &price, "--out", &run]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let record = read_record(&folder.path().join(&run)).unwrap();
        // The cost of the run is what its money adds up to: the weight is no part of it.
        let money: f64 = record.money.iter().map(|line| line.present).sum();
        assert!((money - record.total).abs() < 1e-6 * money, "{money} {}", record.total);
        let moved =
            json(&folder.path().join(&run).join("manifest.json"))["replan"]["moved_projects"].as_f64();
        found.push((record.total, moved.unwrap()));
    }
    let (free, closest) = (found[0], found[3]);
    assert!(free.1 > 0.0, "at no price the plan moves: {found:?}");
    assert!(closest.1 < 0.5, "at a high price nothing moves: {found:?}");
    assert!(free.0 < closest.0, "staying costs: {found:?}");
    for (at, price) in prices.iter().enumerate() {
        let weighed = |one: &(f64, f64)| one.0 + price * one.1;
        for other in &found {
            assert!(weighed(&found[at]) <= weighed(other) + 1e-6 * other.0, "{price}: {found:?}");
        }
    }
}

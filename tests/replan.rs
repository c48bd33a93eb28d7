//! Following an earlier plan: what it has started stays whatever it costs now; moved projects weigh their price and no more.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use support::{children, county, plan as planned, project as site_project};
use tempfile::TempDir;
use xuewei::allocation::{Opening, Plan};
use xuewei::compare::compare;
use xuewei::domain::{Horizon, Project, ProjectIndex, SchoolYear, SpendingProfile, Study};
use xuewei::outcome::Component;
use xuewei::progress::Silent;
use xuewei::projection::project;
use xuewei::replan::kept;
use xuewei::store::{RunRecord, read_record, reopen};

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

/// Templates of 20 places for 10 each; 160 places stand for 130, 170 and 190 children. Freely one copy opens in 2024 and the outlook year
/// needs another, which must open by 2024 too: 2. An earlier plan has started one for 2023 and two more for 2024: all three stay.
#[test]
fn copies_of_a_template_that_are_started_stay() {
    let mut new = county();
    let template = Project { site: None, copies: 5, id: "T".into(), ..site_project(0, "", 20, 10.0) };
    new.projects = vec![template.clone()];
    let (free, _) = planned(&new, &children());
    let count = |plan: &Plan| plan.openings.iter().map(|one| (one.year.0, one.count)).collect::<Vec<_>>();
    assert_eq!(count(&free), [(2024, 2)]);
    let opening = |year: i32, count: u32| Opening { project: ProjectIndex(0), year: SchoolYear(year), count };
    // Works of two years that open in 2023 or 2024 begin before 2023.
    let old = Study {
        horizon: Horizon { first: SchoolYear(2021), ..new.horizon },
        spending: vec![SpendingProfile { kind: None, shares: [(2, 1.0)].into() }],
        ..new.clone()
    };
    let kept = kept(&old, &[opening(2023, 1), opening(2024, 2)], &new);
    assert_eq!(
        kept.projects.iter().map(|one| (one.year.0, one.copies)).collect::<Vec<_>>(),
        [(2023, 1), (2024, 2)]
    );
    let scenario = kept.scenario(&new, "old").unwrap();
    for part in [
        "project = \"T@2023\", copies = 1, committed = \"yes\", earliest = 2023, latest = 2023",
        "project = \"T@2024\", copies = 2, committed = \"yes\", earliest = 2024, latest = 2024",
        "where = { project = \"T\" }\ncolumn = \"copies\"\nset = 2",
    ] {
        assert!(scenario.contains(part), "{scenario}");
    }
    let started = |year: i32, copies: u32| Project {
        id: Project::started_copies("T", SchoolYear(year)),
        copies,
        committed: true,
        earliest: SchoolYear(year),
        latest: SchoolYear(year),
        ..template.clone()
    };
    new.projects = vec![Project { copies: 2, ..template.clone() }, started(2023, 1), started(2024, 2)];
    let (plan, _) = planned(&new, &children());
    assert_eq!(count(&plan), [(2023, 1), (2024, 2)]);
    // Freely 2 copies for 10 and 40 places for two years at 0.1 a year: 28, and ten children of the last year go 5 km for 0.05 each. Kept
    // 3 copies, of which one a year earlier: 30 and 20 × 3 + 40 × 2 place-years, 44, and nobody goes.
    let total = |plan: &Plan| plan.objective + plan.constant;
    assert!((total(&plan) - total(&free) - 15.5).abs() < 1e-6, "{} {}", total(&plan), total(&free));
    // Where half is paid a year ahead, the 5 of 2022 for the copy of 2023 are paid; the two of 2024 and those chosen freely still cost 20.
    new.spending = vec![SpendingProfile { kind: None, shares: [(1, 0.5), (0, 0.5)].into() }];
    let (plan, _) = planned(&new, &children());
    assert!((total(&plan) - total(&free) - 10.5).abs() < 1e-6, "{} {}", total(&plan), total(&free));
}

/// Where no copy is left to be decided, the template's own row holds those of the last year; copies that are open belong among the schools.
#[test]
fn all_copies_of_a_template_may_be_started() {
    let mut new = county();
    new.projects = vec![Project { site: None, copies: 3, id: "T".into(), ..site_project(0, "", 20, 10.0) }];
    let old = Study {
        horizon: Horizon { first: SchoolYear(2021), ..new.horizon },
        spending: vec![SpendingProfile { kind: None, shares: [(2, 1.0)].into() }],
        ..new.clone()
    };
    let opening = |year: i32, count: u32| Opening { project: ProjectIndex(0), year: SchoolYear(year), count };
    let kept = kept(&old, &[opening(2022, 2), opening(2023, 1), opening(2024, 2)], &new);
    assert_eq!(kept.opened, ["T ×2"]);
    let scenario = kept.scenario(&new, "old").unwrap();
    for part in [
        "project = \"T@2023\", copies = 1",
        "column = \"copies\"\nset = 2",
        "column = \"earliest\"\nset = 2024",
    ] {
        assert!(scenario.contains(part), "{part}\n{scenario}");
    }
    assert!(!scenario.contains("T@2024"), "{scenario}");
}

/// The whole command, three years running: three copies of a template for 2026 at 4,200 each, 30 % two years ahead, 30 % one, 40 % in the
/// year. A year after works have begun 70 % are still to be paid, the next year 40 %, and then they are open.
#[test]
fn started_copies_cost_what_is_still_to_be_paid() {
    let folder = study();
    let model = fs::read_to_string(folder.path().join("old.toml")).unwrap();
    let model = model.replace("shares = { 1 = 0.5, 0 = 0.5 }", "shares = { 2 = 0.3, 1 = 0.3, 0 = 0.4 }");
    assert!(model.contains("2 = 0.3"));
    fs::write(folder.path().join("old.toml"), &model).unwrap();
    let table = folder.path().join("data/projects.csv");
    let text_of = fs::read_to_string(&table).unwrap();
    let (head, rows) = text_of.split_once('\n').unwrap();
    let rewrite = |copies: &str, committed: &str, window: &str| {
        let row = |row: &str| match row.strip_prefix("G3,") {
            Some(row) => format!("G3,{},{copies},{committed}\n", row.replace("2024,2027", window)),
            None => format!("{row},,\n"),
        };
        fs::write(&table, format!("{head},copies,committed\n{}", rows.lines().map(row).collect::<String>()))
            .unwrap();
    };
    rewrite("3", "yes", "2026,2026");
    let old = xuewei(&folder, &["plan", "old.toml", "--out", "run2023"]);
    assert_eq!(old.status.code(), Some(0), "{}", text(&old.stderr));
    rewrite("4", "", "2025,2028");
    let follow = |first: i32, from: &str| {
        let horizon = format!("first = {first}, last = 2028");
        fs::write(folder.path().join("new.toml"), model.replace("first = 2023, last = 2027", &horizon))
            .unwrap();
        let run = format!("run{first}");
        let output = xuewei(&folder, &["plan", "new.toml", "--from", from, "--out", &run]);
        assert!(matches!(output.status.code(), Some(0 | 3)), "{}", text(&output.stderr));
        let screen = text(&output.stderr) + &text(&output.stdout);
        assert!(screen.contains("Verified: "), "{screen}");
        (read_record(&folder.path().join(&run)).unwrap(), screen)
    };
    let paid = |record: &RunRecord, id: &str| -> BTreeMap<i32, f64> {
        let of = record.payments.iter().filter(|line| line.project == id && line.payment != 0.0);
        let mut years = BTreeMap::new();
        of.for_each(|line| *years.entry(line.year).or_insert(0.0) += line.payment);
        years
    };
    let close = |found: BTreeMap<i32, f64>, wanted: &[(i32, f64)]| {
        assert_eq!(
            found.keys().copied().collect::<Vec<_>>(),
            wanted.iter().map(|one| one.0).collect::<Vec<_>>()
        );
        wanted.iter().for_each(|(year, amount)| assert!((found[year] - amount).abs() < 1e-6, "{found:?}"));
    };
    // All capital of a run, by its own table of money, is what its projects are still to be paid.
    let capital_adds_up = |record: &RunRecord| {
        let capital = record.money.iter().filter(|line| line.component == Component::Capital);
        let (capital, payments): (f64, f64) =
            (capital.map(|line| line.amount).sum(), record.payments.iter().map(|line| line.payment).sum());
        assert!((capital - payments).abs() < 1e-6, "{capital} {payments}");
    };
    let old = read_record(&folder.path().join("run2023")).unwrap();
    close(paid(&old, "G3"), &[(2024, 3780.0), (2025, 3780.0), (2026, 5040.0)]);
    let (first, screen) = follow(2025, "run2023");
    assert!(screen.contains("has started stay"), "{screen}");
    close(paid(&first, "G3@2026"), &[(2025, 3780.0), (2026, 5040.0)]);
    let (second, _) = follow(2026, "run2025");
    close(paid(&second, "G3@2026"), &[(2026, 5040.0)]);
    [&old, &first, &second].into_iter().for_each(capital_adds_up);
    // The three copies are the same project in both runs: only what is decided anew differs.
    let freely = |record: &RunRecord| {
        record.openings.iter().filter(|one| one.project == "G3").map(|one| one.count).sum::<i32>()
    };
    let differs = compare(&old, &first).projects.iter().any(|one| one.project.starts_with("G3"));
    assert_eq!(differs, freely(&first) > 0);
    let bridge: f64 = compare(&old, &first).bridge.iter().map(|part| part.amount).sum();
    assert!((bridge - (first.total - old.total)).abs() < 1e-6 * old.total);
    let (third, screen) = follow(2027, "run2026");
    assert!(screen.contains("they belong among the schools: G3@2026 ×3"), "{screen}");
    assert!(paid(&third, "G3@2026").is_empty());
}

/// The whole command: a template of which the earlier plan opens copies, so dear now that nobody would choose it.
#[test]
fn started_copies_stay_in_a_run_that_opens_again() {
    let folder = study();
    let table = folder.path().join("data/projects.csv");
    let text_of = fs::read_to_string(&table).unwrap();
    let (head, rows) = text_of.split_once('\n').unwrap();
    let rows = rows
        .lines()
        .map(|row| if row.starts_with("G3,") { format!("{row},4\n") } else { format!("{row},\n") });
    fs::write(&table, format!("{head},copies\n{}", rows.collect::<String>())).unwrap();
    let old = xuewei(&folder, &["plan", "old.toml", "--force", "G3", "--out", "old"]);
    assert_eq!(old.status.code(), Some(0), "{}", text(&old.stderr));
    let record = read_record(&folder.path().join("old")).unwrap();
    let copies = record.openings.iter().filter(|one| one.project == "G3").map(|one| one.count).sum::<i32>();
    assert!(copies > 0);
    let model = fs::read_to_string(folder.path().join("old.toml")).unwrap();
    fs::write(
        folder.path().join("new.toml"),
        model.replace("first = 2023, last = 2027", "first = 2027, last = 2028"),
    )
    .unwrap();
    make_dear(&folder, &[("G3".to_owned(), 0)], 50.0);
    let followed =
        xuewei(&folder, &["plan", "new.toml", "--scenario", "./dear.toml", "--from", "old", "--out", "new"]);
    assert!(matches!(followed.status.code(), Some(0 | 3)), "{}", text(&followed.stderr));
    assert!(text(&followed.stderr).contains("Verified: "), "{}", text(&followed.stderr));
    let reopened = reopen(&folder.path().join("new")).unwrap();
    let template = reopened.study.projects.iter().find(|project| project.id == "G3@2027").unwrap();
    assert!(template.committed && template.copies == u32::try_from(copies).unwrap(), "{template:?}");
    let now = read_record(&folder.path().join("new")).unwrap();
    let now: Vec<_> = now.openings.iter().map(|one| (one.project.as_str(), one.year, one.count)).collect();
    assert!(now.contains(&("G3@2027", 2027, copies)), "{now:?} {copies}");
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

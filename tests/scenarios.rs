//! Scenarios: each shipped one changes what it says; order, arithmetic, rows that come and go; one fault, one finding.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::float_cmp)]

mod tiny_study;

use polars::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tiny_study::{TinyStudy, findings};
use xuewei::domain::{ProjectKind, SchoolYear, Study, Variant};
use xuewei::input::{Reading, read_study, read_with_scenarios};
use xuewei::scenario::Change;

fn models() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models")
}

/// The shipped study with a shipped scenario, of which `check` finds nothing to say.
fn shipped(scenario: &str) -> (Study, Vec<Change>) {
    let reading = read_with_scenarios(&models().join("taizhou.toml"), &[scenario.to_owned()]);
    assert_eq!(findings(&reading), Vec::<String>::new(), "{scenario}");
    (reading.study.expect("study"), reading.applied.changes)
}

fn base() -> Study {
    read_study(&models().join("taizhou.toml")).study.expect("study")
}

fn values(changes: &[Change]) -> Vec<(&str, &str, &str, &str, &str)> {
    changes
        .iter()
        .map(|one| {
            (one.table.as_str(), one.row.as_str(), one.column.as_str(), one.old.as_str(), one.new.as_str())
        })
        .collect()
}

#[test]
fn low_and_high_births_choose_a_path() {
    for (scenario, variant, word) in
        [("low_births", Variant::Low, "low"), ("high_births", Variant::High, "high")]
    {
        let (study, changes) = shipped(scenario);
        assert_eq!(study.projection.births, variant);
        assert_eq!(values(&changes), [("model", "", "projection.births", "", word)]);
    }
}

#[test]
fn migrants_are_a_tenth_more_or_fewer() {
    let base = base();
    for (scenario, factor) in [("more_migrants", 1.1), ("fewer_migrants", 0.9)] {
        let (study, changes) = shipped(scenario);
        let people = |study: &Study, group: &str| -> f64 {
            let of = study.groups.iter().position(|one| one.id == group);
            study
                .population
                .iter()
                .filter(|one| one.group.map(xuewei::domain::GroupIndex::index) == of)
                .map(|one| one.persons)
                .sum()
        };
        let births = |study: &Study| -> f64 { study.births.iter().map(|one| one.births).sum() };
        assert!((people(&study, "migrant") / people(&base, "migrant") - factor).abs() < 1e-9);
        assert_eq!(people(&study, "local"), people(&base, "local"));
        assert!((births(&study) - births(&base)).abs() > 1000.0);
        assert!(changes.iter().all(|one| ["population", "births"].contains(&one.table.as_str())));
    }
}

#[test]
fn every_ceiling_falls_by_a_fifth() {
    let (study, changes) = shipped("budget_minus_20");
    let base = base();
    assert_eq!(changes.len(), base.budgets.len());
    for (one, other) in study.budgets.iter().zip(&base.budgets) {
        assert!((one.limit.ten_thousand() - 0.8 * other.limit.ten_thousand()).abs() < 1e-6);
    }
    assert_eq!(values(&changes)[0], ("budget", "2023,*,*", "limit", "677100", "541680"));
}

#[test]
fn numbers_of_projects_are_free() {
    let (study, changes) = shipped("counts_free");
    assert!(study.programmes.iter().all(|programme| programme.at_least.is_none()));
    assert_eq!(study.programmes[0].at_most_per_year, Some(60));
    assert_eq!(values(&changes)[0], ("model", "", "programme.preschool.projects.at_least", "200", ""));
    assert_eq!(changes.len(), 3);
}

#[test]
fn targets_come_a_year_earlier_and_the_last_stays() {
    let (study, _) = shipped("targets_earlier");
    let base = base();
    for (one, other) in study.indicators.iter().zip(&base.indicators) {
        for year in 2023..=2026 {
            let (now, then) = (one.target(SchoolYear(year)), other.target(SchoolYear(year + 1)));
            assert!((now.unwrap() - then.unwrap()).abs() < 1e-12, "{} {year}", one.id);
        }
        assert_eq!(one.target(SchoolYear(2027)), other.target(SchoolYear(2027)));
    }
}

#[test]
fn no_private_school_is_built_or_extended() {
    let (study, changes) = shipped("no_new_private");
    let private = |study: &Study| {
        let gains = |one: &&xuewei::domain::Project| {
            matches!(one.kind, ProjectKind::New | ProjectKind::Expand)
                && one.effects.iter().any(|effect| {
                    study.sectors[study.classes[effect.class.index()].sector.index()].id != "public"
                })
        };
        study.projects.iter().filter(gains).count()
    };
    assert_eq!((private(&study), private(&base())), (0, 12));
    assert!(changes.iter().all(|one| one.column == Change::ROW && one.new.is_empty()));
}

#[test]
fn small_public_kindergartens_may_close() {
    let (study, changes) = shipped("closures");
    let base = base();
    assert_eq!(study.projects.len(), base.projects.len() + changes.len());
    let added: Vec<_> = study.projects.iter().filter(|one| one.id.starts_with("close-")).collect();
    assert_eq!(added.len(), changes.len());
    for project in added {
        let school =
            study.schools.iter().find(|school| project.id == format!("close-{}", school.id)).unwrap();
        assert_eq!((project.kind, project.committed), (ProjectKind::Close, false));
        assert_eq!(project.net_places(), -i32::try_from(school.places).unwrap());
        assert!(
            school.places <= 90 || study.classes[school.class.index()].grade.map(|grade| grade.0) == Some(3)
        );
    }
}

#[test]
fn candidates_of_one_county_open_a_year_later() {
    let (study, changes) = shipped("delay_linhai");
    let base = base();
    let mut later = 0;
    for (one, other) in study.projects.iter().zip(&base.projects) {
        let linhai = study.counties[study.county_of(one.town).index()].code == "331082";
        let moves = linhai && !one.committed && other.earliest.0 <= 2026;
        assert_eq!(one.earliest.0, other.earliest.0 + i32::from(moves), "{}", one.id);
        later += usize::from(moves);
    }
    assert_eq!(changes.len(), later);
    assert!(later > 20);
}

/// Every scenario file that is shipped is tested above.
#[test]
fn no_scenario_is_shipped_untested() {
    let files = fs::read_dir(models().join("scenarios")).unwrap();
    let names: Vec<String> =
        files.map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let source = include_str!("scenarios.rs");
    for name in &names {
        assert!(source.contains(&format!("\"{name}\"")), "{name}");
    }
    assert_eq!(names.len(), 10);
}

/// The tiny study read with scenarios written beside it.
fn tiny(scenarios: &[(&str, &str)]) -> Reading {
    let folder = TinyStudy::new().write();
    let at = folder.path().join("scenarios");
    fs::create_dir(&at).unwrap();
    let mut names = Vec::new();
    for (name, changes) in scenarios {
        fs::write(at.join(format!("{name}.toml")), format!("name = \"{name}\"\nintent = \"t\"\n{changes}"))
            .unwrap();
        names.push((*name).to_owned());
    }
    read_with_scenarios(&folder.path().join("tiny.toml"), &names)
}

#[test]
fn scenarios_apply_in_order_and_every_step_is_listed() {
    let halve = "[[change]]\nname = \"half\"\ntable = \"budget\"\nwhere = { year = [2023, 2024] }\ncolumn = \"limit\"\nmultiply = 0.5\n";
    let more = "[[change]]\nname = \"more\"\ntable = \"预算\"\nwhere = { \"年份\" = 2024 }\ncolumn = \"上限\"\nadd = 100\n";
    let reading = tiny(&[("one", halve), ("two", more)]);
    let limits: Vec<f64> =
        reading.study.unwrap().budgets.iter().map(|one| one.limit.ten_thousand()).collect();
    assert_eq!(limits, [2500.0, 2600.0, 5000.0]);
    assert_eq!(
        values(&reading.applied.changes),
        [
            ("budget", "2023,*,county", "limit", "5000", "2500"),
            ("budget", "2024,*,county", "limit", "5000", "2500"),
            ("budget", "2024,*,county", "limit", "2500", "2600"),
        ]
    );
    let names: Vec<&str> = reading.applied.changes.iter().map(|one| one.scenario.as_str()).collect();
    assert_eq!(names, ["one", "one", "two"]);
}

#[test]
fn cells_of_new_columns_rows_and_keys() {
    let changes = r#"
[[change]]
name = "a column that the file lacks"
table = "projects"
where = { project = "P1" }
column = "running"
set = 12

[[change]]
name = "a table that the study lacks"
table = "land"
insert = [{ area = "A", year = "*", limit = 9000 }]

[[change]]
name = "a key in a table that is not there"
model = "repair.money"
set = 2.0

[[change]]
name = "an entry of a list without ids"
model = "choice.1.cap"
add = 0.1

[[change]]
name = "towns by their county, schools by their size"
table = "schools"
where = { town = { county = "A", kind = "subdistrict" }, places = { at_least = 250, at_most = 400 } }
column = "places"
multiply = 1.1
"#;
    let reading = tiny(&[("s", changes)]);
    assert_eq!(findings(&reading), Vec::<String>::new());
    let study = reading.study.unwrap();
    assert_eq!(study.projects[0].running.ten_thousand(), 12.0);
    assert_eq!((study.land.len(), study.land[0].limit_m2), (1, 9000.0));
    assert_eq!(study.repair.money, 2.0);
    assert!((study.choices[0].cap - 0.6).abs() < 1e-12);
    let places: Vec<u32> = study.schools.iter().map(|school| school.places).collect();
    assert_eq!(places, [330, 200, 900, 300]);
    let model: Vec<_> = reading.applied.changes.iter().filter(|one| one.table == Change::MODEL).collect();
    assert_eq!(
        (model[1].column.as_str(), model[1].old.as_str(), model[1].new.as_str()),
        ("choice.1.cap", "0.5", "0.6")
    );
}

/// One faulty override is one finding, at the override.
#[test]
fn faults_are_told_at_the_override() {
    let cases = [
        ("name = \"x\"\nset = 1", "override-target s.toml:3 change.1"),
        ("name = \"x\"\nmodel = \"solver.gap\"", "override-operation s.toml:3 change.1"),
        ("name = \"x\"\nmodel = \"solver.gap\"\nset = 0.1\nadd = 1", "override-operation s.toml:3 change.1"),
        ("model = \"solver.gap\"\nset = 0.1", "missing-key s.toml:3 change.1.name"),
        ("name = \"x\"\nmodel = \"solver.gap\"\nsett = 0.1\nset = 0.1", "unknown-key s.toml:6 change.1.sett"),
        ("name = \"x\"\nmodel = \"solver.gap\"\ninsert = []", "override-operation s.toml:6 change.1.insert"),
        ("name = \"x\"\nmodel = \"solver.gap\"\nmultiply = \"a\"", "wrong-type s.toml:6 change.1.multiply"),
        (
            "name = \"x\"\ntable = \"budgets\"\ncolumn = \"limit\"\nset = 1",
            "unknown-table s.toml:5 change.1.table",
        ),
        (
            "name = \"x\"\ntable = \"budget\"\ncolumn = \"limits\"\nset = 1",
            "unknown-column s.toml:6 change.1.column",
        ),
        (
            "name = \"x\"\ntable = \"budget\"\nwhere = { yeer = 1 }\nremove = true",
            "unknown-column s.toml:6 change.1.where.yeer",
        ),
        (
            "name = \"x\"\ntable = \"budget\"\nwhere = { year = 2050 }\nremove = true",
            "selects-nothing s.toml:3 change.1",
        ),
        (
            "name = \"x\"\nmodel = \"indicator.none.at_least\"\nremove = true",
            "selects-nothing s.toml:3 change.1",
        ),
        ("name = \"x\"\nmodel = \"projection.births\"\nset = \"lower\"", "unknown-choice s.toml:3 change.1"),
        ("name = \"x\"\nmodel = \"projection.birth\"\nset = \"low\"", "unknown-key s.toml:3 change.1"),
        ("name = \"x\"\nmodel = \"cost.discount_rate\"\nset = \"low\"", "wrong-type s.toml:3 change.1"),
        (
            "name = \"x\"\ntable = \"budget\"\nwhere = { year = 2023 }\ncolumn = \"limit\"\nset = \"much\"",
            "not-a-number s.toml:3 change.1",
        ),
        (
            "name = \"x\"\ntable = \"projects\"\nwhere = { project = \"P1\" }\ncolumn = \"earliest\"\nadd = 5",
            "earliest-after-latest s.toml:3 change.1",
        ),
        (
            "name = \"x\"\ntable = \"projects\"\ninsert = [{ colour = \"red\" }]",
            "unknown-column s.toml:6 change.1.insert.1.colour",
        ),
        (
            "name = \"x\"\ntable = \"costs\"\ncolumn = \"value\"\nmultiply = 1",
            "changes-nothing s.toml:3 change.1",
        ),
    ];
    for (change, expected) in cases {
        let found = findings(&tiny(&[("s", &format!("[[change]]\n{change}\n"))]));
        assert_eq!(found, [expected], "{change}");
    }
    assert_eq!(findings(&tiny(&[("s", "[[change]\n")])), ["scenario-syntax s.toml:3 -"]);
    let unknown = read_with_scenarios(&models().join("taizhou.toml"), &["low_birth".to_owned()]);
    assert_eq!(findings(&unknown), ["unknown-scenario low_birth.toml:- -"]);
    assert!(unknown.diagnostics[0].hint.en.contains("low_births") && unknown.study.is_none());
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// A whole command: the plan of a scenario says so on the screen, in the manifest, and value by value in the run folder.
#[test]
fn a_planned_scenario_leaves_its_changes_behind() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = models().join("scenarios/budget_minus_20.toml");
    let output = Command::new(env!("CARGO_BIN_EXE_xuewei"))
        .args(["--lang", "en", "plan", models().join("senior_high.toml").to_str().unwrap(), "--out", "run"])
        .args(["--scenario", scenario.to_str().unwrap()])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(matches!(output.status.code(), Some(0 | 3)), "{}", text(&output.stderr));
    let run = folder.path().join("run");
    let rows = fs::read_to_string(run.join("inputs/budget.csv")).unwrap().lines().count() - 1;
    let sentence = format!("Scenario \"Budget minus 20 %\" (budget_minus_20): {rows} values changed.");
    assert!(text(&output.stdout).contains(&sentence), "{}", text(&output.stdout));
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(run.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["scenarios"][0]["name"], "budget_minus_20");
    assert_eq!(manifest["scenarios"][0]["overrides"][0]["values"], rows);
    assert!(manifest["inputs"].as_array().unwrap().iter().any(|one| one["file"] == "budget_minus_20.toml"));
    let changes = ParquetReader::new(fs::File::open(run.join("changes.parquet")).unwrap()).finish().unwrap();
    let column = |name: &str| -> Vec<f64> {
        changes
            .column(name)
            .unwrap()
            .str()
            .unwrap()
            .iter()
            .map(|text| text.unwrap().parse().unwrap())
            .collect()
    };
    assert_eq!(changes.height(), rows);
    for (old, new) in column("old").into_iter().zip(column("new")) {
        assert!((new - 0.8 * old).abs() < 1e-6);
    }
}

/// Overrides find single rows by an index, which follows what overrides before them changed: a row renamed is found by its new key and no
/// longer by the old one, a row removed by none, a row added like any other.
#[test]
fn rows_are_found_as_overrides_before_left_them() {
    let change =
        |name: &str, rest: &str| format!("[[change]]\nname = \"{name}\"\ntable = \"projects\"\n{rest}\n");
    let capex = |id: &str, set: u32| {
        change("capex", &format!("where = {{ project = \"{id}\" }}\ncolumn = \"capex\"\nset = {set}"))
    };
    let first = read_study(TinyStudy::new().write().path()).study.expect("study");
    let id = first.projects[0].id.clone();
    let each = format!("each = {{ table = \"projects\", where = {{ project = \"{id}\" }} }}");
    let written = |changes: &[String]| {
        let folder = TinyStudy::new().write();
        let file = folder.path().join("data/s.scenario.toml");
        fs::write(&file, format!("name = \"s\"\nintent = \"t\"\n{}", changes.concat())).unwrap();
        read_with_scenarios(folder.path(), &[file.display().to_string()])
    };
    // Set, renamed, set by the new key; a copy under the old key is another row.
    let reading = written(&[
        capex(&id, 111),
        change("rename", &format!("where = {{ project = \"{id}\" }}\ncolumn = \"project\"\nset = \"N1\"")),
        capex("N1", 222),
        change("copy", &format!("{}\ninsert = [{{ project = \"N2\" }}]", each.replace(&id, "N1"))),
        capex("N2", 333),
    ]);
    let study = reading.study.unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
    let of = |id: &str| study.projects.iter().find(|one| one.id == id).map(|one| one.capex.ten_thousand());
    assert_eq!((of(&id), of("N1"), of("N2")), (None, Some(222.0), Some(333.0)));
    // The old key finds nothing after the renaming, and nothing that was removed is found.
    for changes in [
        [
            change(
                "rename",
                &format!("where = {{ project = \"{id}\" }}\ncolumn = \"project\"\nset = \"N1\""),
            ),
            capex(&id, 5),
        ],
        [change("gone", &format!("where = {{ project = \"{id}\" }}\nremove = true")), capex(&id, 5)],
        [
            change("gone", &format!("where = {{ project = \"{id}\" }}\nremove = true")),
            change("copy", &format!("{each}\ninsert = [{{ project = \"N2\" }}]")),
        ],
    ] {
        let reading = written(&changes);
        assert!(
            reading.diagnostics.iter().any(|one| one.code == "selects-nothing"),
            "{:?}",
            findings(&reading)
        );
    }
}

/// Thousands of overrides of single rows, each found by its key; of several of one row the last stands.
#[test]
fn many_overrides_of_single_rows_are_applied() {
    let study = base();
    let codes: Vec<&str> = study.projects.iter().map(|one| one.id.as_str()).collect();
    let mut text = String::from("name = \"many\"\nintent = \"t\"\n");
    for round in 0..3000 {
        let id = codes[round % codes.len()];
        let _ = write!(
            text,
            "[[change]]\nname = \"c{round}\"\ntable = \"projects\"\nwhere = {{ project = \"{id}\" }}\ncolumn = \"capex\"\nset = {}\n",
            1000 + round
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.toml");
    fs::write(&file, text).unwrap();
    let reading = read_with_scenarios(&models().join("taizhou.toml"), &[file.display().to_string()]);
    assert_eq!(reading.applied.changes.len(), 3000);
    let changed = reading.study.expect("study");
    // The last override of each project stands.
    for (at, project) in changed.projects.iter().enumerate().take(20) {
        let last = (0..3000).rev().find(|round| codes[round % codes.len()] == project.id).unwrap();
        assert_eq!(project.capex.ten_thousand(), f64::from(1000 + i32::try_from(last).unwrap()), "{at}");
    }
}

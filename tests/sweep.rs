//! Sweeps: every case is what `plan` makes of the same scenarios; a killed sweep goes on where it was; faults stay with their case.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;
use xuewei::input::read_study;
use xuewei::progress::Silent;
use xuewei::projection::project;

fn model() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models/senior_high.toml")
}

fn command(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
    command.args(["--lang", "en"]).args(&arguments[..1]).arg(model()).args(&arguments[1..]);
    command.current_dir(folder.path());
    command
}

fn output(folder: &TempDir, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Capital at three levels, one of them no number of the table, times a share of public places.
const GRID: &str = r#"title = "Grid"
target = "public_share"

[[axis]]
name = "capital"
values = [1, 1.5, -1]

[[axis.change]]
table = "projects"
column = "capex"
multiply = "{value}"

[[axis]]
name = "public"
values = [0.5, 0.72]

[[axis.change]]
model = "indicator.public_share.at_least"
set = { 2023 = 0.5, 2027 = "{value}" }
"#;

/// Id of the first share indicator of the study.
fn share() -> String {
    let study = read_study(&model()).study.unwrap();
    study.indicators[0].id.clone()
}

fn grid_folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("grid.toml"), GRID.replace("public_share", &share())).unwrap();
    folder
}

#[test]
fn cases_are_what_plan_makes_of_them_and_faults_stay_with_theirs() {
    let folder = grid_folder();
    let ran = output(&folder, &["sweep", "--grid", "grid.toml", "--out", "all", "--format", "json"]);
    assert_eq!(ran.status.code(), Some(1), "{}", text(&ran.stderr));
    let rows = json(&folder.path().join("all/sweep.json"));
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 6);
    let status = |row: &Value| row["status"].as_str().unwrap().to_owned();
    let faulty: Vec<&Value> = rows.iter().filter(|row| status(row) == "faulty").collect();
    assert!(faulty.len() == 2 && faulty.iter().all(|row| row["axes"]["capital"] == "-1"), "{rows:?}");
    assert!(text(&ran.stderr).contains("capital=-1"), "{}", text(&ran.stderr));
    for row in rows.iter().filter(|row| row["axes"]["capital"] != "-1") {
        let capital = row["axes"]["capital"].as_str().unwrap();
        let public = row["axes"]["public"].as_str().unwrap();
        let scenario = format!(
            "name = \"one\"\nintent = \"t\"\n[[change]]\nname = \"a\"\ntable = \"projects\"\ncolumn = \"capex\"\nmultiply = {capital}\n\
             [[change]]\nname = \"b\"\nmodel = \"indicator.{}.at_least\"\nset = {{ 2023 = 0.5, 2027 = {public} }}\n",
            share()
        );
        let name = format!("{capital}-{public}");
        fs::write(folder.path().join(format!("{name}.toml")), scenario).unwrap();
        output(&folder, &["plan", "--scenario", &format!("{name}.toml"), "--out", &name]);
        let alone = json(&folder.path().join(&name).join("summary.json"));
        let swept = json(&folder.path().join("all").join(row["case"].as_str().unwrap()).join("summary.json"));
        for key in ["objective", "constant", "indicators", "projects", "status", "cost"] {
            assert_eq!(alone[key], swept[key], "{name}: {key}");
        }
        let total = swept["objective"].as_f64().unwrap() + swept["constant"].as_f64().unwrap();
        assert!((row["cost"].as_f64().unwrap() - total).abs() < 1e-9 * total, "{row}");
    }
    let csv = fs::read_to_string(folder.path().join("all/sweep.csv")).unwrap();
    assert_eq!(csv.lines().count(), 7);
    assert!(folder.path().join("all/sweep.parquet").is_file());
}

#[test]
fn a_killed_sweep_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let values: Vec<String> = (0..60).map(|at| format!("{}", 1.0 + f64::from(at) / 100.0)).collect();
    let grid = format!(
        "[[axis]]\nname = \"capital\"\nvalues = [{}]\n[[axis.change]]\ntable = \"projects\"\ncolumn = \"land\"\nset = \"{{value}}\"\n",
        values.join(", ")
    );
    let grid = grid.replace("column = \"land\"\nset", "column = \"capex\"\nmultiply").replace("[1,", "[1.0,");
    fs::write(folder.path().join("grid.toml"), grid).unwrap();
    let arguments = ["sweep", "--grid", "grid.toml", "--out", "all", "--jobs", "1"];
    let runs = || -> Vec<(PathBuf, SystemTime)> {
        let entries = fs::read_dir(folder.path().join("all")).into_iter().flatten().flatten();
        let manifests = entries.map(|entry| entry.path().join("manifest.json"));
        let whole = manifests
            .filter(|manifest| manifest.is_file() && !manifest.to_string_lossy().contains(".partial"));
        whole
            .map(|manifest| (manifest.clone(), fs::metadata(&manifest).unwrap().modified().unwrap()))
            .collect()
    };
    let mut child = command(&folder, &arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while runs().len() < 2 && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let before = runs();
    assert!((2..60).contains(&before.len()), "killed amid the sweep: {} runs are there", before.len());
    let again = output(&folder, &arguments);
    assert!(matches!(again.status.code(), Some(0 | 3)), "{}", text(&again.stderr));
    let after = runs();
    assert_eq!(after.len(), 60);
    for one in &before {
        assert!(after.contains(one), "{} was planned again", one.0.display());
    }
    let rows = json(&folder.path().join("all/sweep.json"));
    let over = rows.as_array().unwrap().iter().filter(|row| row["taken_over"] == true).count();
    assert_eq!(over, before.len());
    // Another limit is another run: what is there is neither taken over nor touched.
    let other = output(&folder, &[&arguments[..], &["--gap", "0.2"]].concat());
    assert_eq!(other.status.code(), Some(2), "{}", text(&other.stderr));
    assert_eq!(runs().len(), 60);
}

#[test]
fn scenarios_combine_in_order_and_base_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let lists = ["--scenario", "base", "--scenario", "low_births,budget_minus_20", "--scenario", "nowhere"];
    let ran = output(&folder, &[&["sweep", "--out", "all", "--format", "csv"], &lists[..]].concat());
    assert_eq!(ran.status.code(), Some(1), "{}", text(&ran.stderr));
    let lines: Vec<String> = text(&ran.stdout).lines().map(ToOwned::to_owned).collect();
    assert!(lines[1].starts_with("base,optimal"), "{lines:?}");
    assert!(lines[2].starts_with("low_births+budget_minus_20,optimal"), "{lines:?}");
    assert!(lines[3].starts_with("nowhere,faulty input"), "{lines:?}");
    let manifest = json(&folder.path().join("all/low_births+budget_minus_20/manifest.json"));
    let names: Vec<&str> =
        manifest["scenarios"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["low_births", "budget_minus_20"]);
}

#[test]
fn faults_of_a_sweep_file_are_told() {
    let cases = [
        ("target = 3\n[[axis]]\nname = \"a\"\n", "grid.toml:1"),
        ("[[axis]]\nname = \"a\"\nvalues = [1]\n", "`values` and [[axis.change]]"),
        (
            "[[axis]]\nname = \"a\"\nvalues = [1]\n[[axis.change]]\ntable = \"budget\"\ncolumn = \"limit\"\nmultiply = 2\n",
            "no change takes {value}",
        ),
    ];
    let change = "[[axis.change]]\ntable = \"budget\"\ncolumn = \"limit\"\nset = \"{value}\"\n";
    let values = (1..=200).map(|value| value.to_string()).collect::<Vec<_>>().join(", ");
    let axis = |name: &str| format!("[[axis]]\nname = \"{name}\"\nvalues = [{values}]\n{change}");
    let many = ["a", "b", "c"].map(axis).concat();
    for (grid, words) in cases.into_iter().chain([(many.as_str(), "8000000 cases, more than 10000")]) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("grid.toml"), grid).unwrap();
        let ran = output(&folder, &["sweep", "--grid", "grid.toml"]);
        assert_eq!(ran.status.code(), Some(1));
        assert!(text(&ran.stderr).contains(words), "{}", text(&ran.stderr));
    }
    let folder = grid_folder();
    let ran = output(&folder, &["sweep", "--grid", "grid.toml", "--target", "nothing"]);
    assert_eq!(ran.status.code(), Some(2));
    assert!(text(&ran.stderr).contains("nothing"));
}

#[test]
fn plans_only_do_not_change_people() {
    let study = read_study(&Path::new(env!("CARGO_MANIFEST_DIR")).join("models/taizhou.toml")).study.unwrap();
    assert_eq!(project(&study.people_part(), &Silent).unwrap(), project(&study, &Silent).unwrap());
}

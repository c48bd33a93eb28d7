//! `xuewei plan` with projects forced, alternatives and single relaxations, on the small example of special education.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn plan(folder: &Path, model: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xuewei"))
        .args(["--lang", "en", "plan"])
        .arg(model)
        .args(arguments)
        .env_remove("XUEWEI_LANG")
        .current_dir(folder)
        .output()
        .expect("the program runs")
}

fn shipped() -> PathBuf {
    root().join("models/special.toml")
}

fn screen(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap() + &String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn projects_are_forced_and_alternatives_shown() {
    let folder = tempfile::tempdir().unwrap();
    let output =
        plan(folder.path(), &shipped(), &["--out", "run", "--csv", "--force", "E2", "--alternatives", "1"]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    let openings = fs::read_to_string(folder.path().join("run/openings.csv")).unwrap();
    assert!(openings.contains("E2") && !openings.contains("E1,"), "{openings}");
    assert!(screen(&output).contains("Alternatives that cost hardly more"));
    for table in ["prices", "place_prices", "shortfalls"] {
        assert!(folder.path().join(format!("run/{table}.parquet")).exists(), "{table}");
    }
    let output = plan(folder.path(), &shipped(), &["--forbid", "E9"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(screen(&output).contains("E9"));
    // Both sizes of one site exclude each other.
    let output = plan(folder.path(), &shipped(), &["--force", "E1", "--force", "E2"]);
    assert_eq!(output.status.code(), Some(5), "{}", screen(&output));
}

#[test]
fn single_relaxations_are_shown_where_targets_cannot_be_met() {
    let folder = tempfile::tempdir().unwrap();
    let data = root().join("data/special");
    let text = fs::read_to_string(shipped()).unwrap();
    let text = text.replace("../data/special", data.to_str().unwrap());
    assert!(text.contains("least_places = 50"));
    let model = folder.path().join("special.toml");
    fs::write(&model, text.replace("least_places = 50", "least_places = 5000")).unwrap();
    let output = plan(folder.path(), &model, &["--out", "run", "--relax"]);
    assert_eq!(output.status.code(), Some(3), "{}", screen(&output));
    let screen = screen(&output);
    assert!(
        screen.contains("Any one of these alone would do") && screen.contains("│ lower targets"),
        "{screen}"
    );
    assert!(screen.contains("Trying relaxation 1 of "), "{screen}");
    assert!(!screen.contains("│ more money"), "{screen}");
}

/// Refused with its size and advice before anything is built, with the code of "no plan"; nothing is written.
#[test]
fn a_program_that_is_too_large_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let output = plan(folder.path(), &shipped(), &["--out", "run", "--max-columns", "20"]);
    let said = screen(&output);
    assert_eq!(output.status.code(), Some(5), "{said}");
    assert!(said.contains("more than the 20 columns") && said.contains("Plan by county"), "{said}");
    assert!(!folder.path().join("run").exists() && !said.contains("Solving"), "{said}");
    let export = Command::new(env!("CARGO_BIN_EXE_xuewei"))
        .args(["export", "--mps", "out.mps", "--max-columns", "20"])
        .arg(shipped())
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(export.status.code(), Some(5), "{}", screen(&export));
    assert!(screen(&export).contains("20 个变量") && !folder.path().join("out.mps").exists());
    let output = plan(folder.path(), &shipped(), &["--out", "run", "--max-columns", "1000000"]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
}

/// The bound of a run is searched anew; one that no time is left for is neither confirmed nor refuted.
#[test]
fn the_bound_of_a_run_is_tried() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(plan(folder.path(), &shipped(), &["--out", "run"]).status.code(), Some(0));
    let verify = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
        command.args(["--lang", "en", "verify", "run"]).args(arguments).current_dir(folder.path());
        command.output().unwrap()
    };
    let output = verify(&["--bound"]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    assert!(screen(&output).contains("The bound holds"), "{}", screen(&output));
    let output = verify(&["--bound", "--time-limit", "0.000001"]);
    assert_eq!(output.status.code(), Some(4), "{}", screen(&output));
    assert!(screen(&output).contains("neither confirmed nor refuted"), "{}", screen(&output));
    assert_eq!(verify(&["--time-limit", "5"]).status.code(), Some(2));
}

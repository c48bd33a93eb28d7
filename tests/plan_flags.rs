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

/// The example of special education with two more candidates: one without a cost, one that costs next to nothing and has no year.
fn with_undecided(folder: &Path) -> PathBuf {
    let data = folder.join("data");
    fs::create_dir(&data).unwrap();
    for entry in fs::read_dir(root().join("data/special")).unwrap() {
        let from = entry.unwrap().path();
        fs::copy(&from, data.join(from.file_name().unwrap())).unwrap();
    }
    let projects = data.join("projects.csv");
    let rows = fs::read_to_string(&projects).unwrap().trim_end().to_owned();
    let more = "E6,,乙县新校,Y1,special,new,public,60,待定,2024,2027\nE7,,丙县新校,B1,special,new,public,90,1,k.A.,2027";
    fs::write(&projects, format!("{rows}\n{more}\n")).unwrap();
    let model = folder.join("special.toml");
    fs::write(&model, fs::read_to_string(shipped()).unwrap().replace("../data/special", "data")).unwrap();
    model
}

/// Candidates whose cost or year is not known cannot be chosen: the plan is that without them, and every command says so.
#[test]
fn candidates_that_are_not_known_in_full_are_counted_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    let model = with_undecided(folder.path());
    let output = plan(folder.path(), &model, &["--out", "run", "--csv"]);
    let said = screen(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    let line = "2 candidate projects cannot be chosen, since something is not known yet: E6 乙县新校 (capital cost); E7 丙县新校 (first year).";
    assert!(said.contains(line), "{said}");
    assert!(said.contains("The check also gives 2 warnings"), "{said}");
    let known = plan(folder.path(), &shipped(), &["--out", "known", "--csv"]);
    assert_eq!(known.status.code(), Some(0), "{}", screen(&known));
    let openings = |run: &str| fs::read_to_string(folder.path().join(run).join("openings.csv")).unwrap();
    assert_eq!(openings("run"), openings("known"));
    let run = |language: &str, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
        command.args(["--lang", language]).args(arguments).current_dir(folder.path()).output().unwrap()
    };
    let explained = screen(&run("en", &["explain", "run", "E7"]));
    assert!(
        explained.contains("its first year is not known yet, so that it cannot be chosen"),
        "{explained}"
    );
    let checked = screen(&run("en", &["check", "special.toml"]));
    assert!(checked.contains("5 project options (2 more cannot be chosen"), "{checked}");
    let forced = plan(folder.path(), &model, &["--force", "E6"]);
    assert_eq!(forced.status.code(), Some(2));
    assert!(
        screen(&forced).contains("E6 cannot be chosen, since its capital cost is not known yet"),
        "{}",
        screen(&forced)
    );
    let verified = run("en", &["verify", "run"]);
    assert_eq!(verified.status.code(), Some(0), "{}", screen(&verified));
    // The proposal lists them.
    let year = &["report", "run", "--year", "2024", "--to", "html", "--futures", "0", "--out", "proposal"];
    let reported = run("zh", year);
    assert_eq!(reported.status.code(), Some(0), "{}", screen(&reported));
    let page = fs::read_dir(folder.path().join("proposal")).unwrap().next().unwrap().unwrap().path();
    let page = fs::read_to_string(page).unwrap();
    assert!(page.contains("另有备选项目2个") && page.contains("未定项目清单"), "not told in the proposal");
    assert!(page.contains("E6 乙县新校") && page.contains("最早投用"), "not listed in the proposal");
}

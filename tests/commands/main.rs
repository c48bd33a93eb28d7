//! Whole commands: what they print, leave behind, and answer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::float_cmp)]

mod faults;
mod plan;
mod projection;

use polars::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// Runs the program in a folder of its own.
fn xuewei(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xuewei"))
        .args(arguments)
        .env_remove("XUEWEI_LANG")
        .current_dir(folder)
        .output()
        .expect("the program runs")
}

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models/taizhou.toml")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("file")).expect("JSON")
}

fn table(run: &Path, name: &str) -> DataFrame {
    let file = fs::File::open(run.join(format!("{name}.parquet"))).expect("table");
    ParquetReader::new(file).finish().expect("Parquet")
}

/// The shipped study, planned once for all tests: its folder and what the command answered.
fn planned() -> &'static (tempfile::TempDir, Output) {
    static PLANNED: OnceLock<(tempfile::TempDir, Output)> = OnceLock::new();
    PLANNED.get_or_init(|| {
        let folder = tempfile::tempdir().expect("folder");
        let model = shipped();
        let output = xuewei(folder.path(), &["plan", model.to_str().unwrap(), "--out", "run", "--csv"]);
        (folder, output)
    })
}

fn run_folder() -> PathBuf {
    planned().0.path().join("run")
}

/// Columns of a table as rows of text and numbers.
fn strings(table: &DataFrame, name: &str) -> Vec<String> {
    let column = table.column(name).expect("column");
    column.str().expect("text").iter().map(|value| value.unwrap_or_default().to_owned()).collect()
}

fn numbers(table: &DataFrame, name: &str) -> Vec<f64> {
    let column = table.column(name).expect("column").cast(&DataType::Float64).expect("number");
    column.f64().expect("number").iter().map(|value| value.unwrap_or(f64::NAN)).collect()
}

fn near(one: f64, other: f64, tolerance: f64) -> bool {
    (one - other).abs() <= tolerance * one.abs().max(other.abs()).max(1.0)
}

/// The shipped model and data, to be changed.
fn copy_of_shipped() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::create_dir_all(folder.path().join("models")).unwrap();
    fs::create_dir_all(folder.path().join("data/taizhou")).unwrap();
    fs::copy(shipped(), folder.path().join("models/taizhou.toml")).unwrap();
    for entry in fs::read_dir(root.join("data/taizhou")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, folder.path().join("data/taizhou").join(path.file_name().unwrap())).unwrap();
        }
    }
    folder
}

fn change(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let old = fs::read_to_string(&path).unwrap();
    assert!(old.contains(from), "{from}");
    fs::write(path, old.replacen(from, to, 1)).unwrap();
}

/// A made-up study is made, is good, and the same seed gives the same bytes.
#[test]
fn made_up_studies_repeat_and_can_be_planned() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["one", "two"] {
        let made = xuewei(folder.path(), &["synth", name, "--towns", "20", "--counties", "2", "--seed", "5"]);
        assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    }
    for entry in fs::read_dir(folder.path().join("one/data")).unwrap() {
        let path = entry.unwrap().path();
        let other = folder.path().join("two/data").join(path.file_name().unwrap());
        assert_eq!(fs::read(&path).unwrap(), fs::read(other).unwrap(), "{}", path.display());
    }
    let checked = xuewei(folder.path(), &["check", "one"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    let planned = xuewei(folder.path(), &["plan", "one", "--out", "run", "--format", "json"]);
    assert!([Some(0), Some(3)].contains(&planned.status.code()), "{}", text(&planned.stderr));
    let summary: Value = serde_json::from_slice(&planned.stdout).expect("JSON");
    assert!(summary["gap"].as_f64().unwrap() <= 0.001);
    let again = xuewei(folder.path(), &["synth", "one"]);
    assert_eq!(again.status.code(), Some(2));
}

#[test]
fn help_has_examples_and_usage_has_its_own_answer() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["check", "project", "backtest", "plan", "export", "synth"] {
        let output = xuewei(folder.path(), &[command, "--help"]);
        assert!(text(&output.stdout).contains("xuewei"), "{command}");
        assert_eq!(output.status.code(), Some(0));
    }
    assert_eq!(xuewei(folder.path(), &["plan"]).status.code(), Some(2));
    assert_eq!(xuewei(folder.path(), &["plan", "nowhere.toml"]).status.code(), Some(1));
}

/// A folder that is none of a run is told with its file, its cause once, and what is wanted.
#[test]
fn a_missing_run_folder_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let model = shipped();
    let commands: [&[&str]; 7] = [
        &["verify", "nowhere"],
        &["compare", "nowhere", "neither"],
        &["explain", "nowhere"],
        &["budget", "nowhere"],
        &["stress", "nowhere"],
        &["report", "nowhere", "--year", "2025"],
        &["plan", model.to_str().unwrap(), "--from", "nowhere"],
    ];
    for arguments in commands {
        let output = xuewei(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let told = text(&output.stderr);
        assert!(
            told.contains("nowhere/manifest.json") && told.contains("结果文件夹"),
            "{arguments:?} {told}"
        );
        assert_eq!(told.matches("No such file").count(), 1, "{arguments:?} {told}");
    }
}

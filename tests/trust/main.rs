//! What is trusted: run folders that are no longer what the run wrote, and commands that would believe whatever they are told.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod altered;
mod command_line;
mod fields;
mod texts;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use tempfile::TempDir;
use xuewei::store::seal;

fn model(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models").join(name)
}

fn xuewei(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
    command.args(["--lang", "en"]).args(arguments).current_dir(folder).env_remove("XUEWEI_LANG");
    command.output().unwrap()
}

fn screen(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A run of the small study of special education with all that a manifest may hold: a scenario, a forced project, a run that it follows.
fn run() -> &'static Path {
    static RUN: OnceLock<TempDir> = OnceLock::new();
    let folder = RUN.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let scenario = "name = \"dear\"\nintent = \"t\"\n[[change]]\nname = \"capital\"\ntable = \"projects\"\n\
            column = \"capex\"\nmultiply = 1.5\n";
        fs::write(folder.path().join("dear.toml"), scenario).unwrap();
        let special = model("special.toml").display().to_string();
        let first = xuewei(folder.path(), &["plan", &special, "--out", "first"]);
        assert!(first.status.success(), "{}", screen(&first));
        let more = ["--scenario", "./dear.toml", "--force", "E2", "--from", "first", "--stay-close", "5", "--robust", "0.5", "--csv"];
        let second = xuewei(folder.path(), &[&["plan", &special, "--out", "run"], &more[..]].concat());
        assert!(second.status.success(), "{}", screen(&second));
        folder
    });
    folder.path()
}

/// A copy of the run under the name `run`, beside `first`.
fn copy() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    for name in ["first", "run"] {
        fs::create_dir_all(folder.path().join(name).join("inputs")).unwrap();
        for inner in ["", "inputs"] {
            for entry in fs::read_dir(run().join(name).join(inner)).unwrap().map(Result::unwrap) {
                if entry.path().is_file() {
                    let target = folder.path().join(name).join(inner).join(entry.file_name());
                    fs::copy(entry.path(), target).unwrap();
                }
            }
        }
    }
    let run = folder.path().join("run");
    (folder, run)
}

fn manifest(run: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(run.join("manifest.json")).unwrap()).unwrap()
}

fn put_manifest(run: &Path, manifest: &Value) {
    let text = manifest.to_string();
    fs::write(run.join("manifest.sha256"), seal(text.as_bytes())).unwrap();
    fs::write(run.join("manifest.json"), text).unwrap();
}

fn plan(folder: &Path, model: &Path, arguments: &[&str]) -> Output {
    xuewei(folder, &[&["plan", &model.display().to_string()], arguments].concat())
}

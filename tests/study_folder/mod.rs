//! A study written to a temporary folder, and its projection by the program.

#![allow(dead_code)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output};
use tempfile::TempDir;
use xuewei::domain::Study;
use xuewei::input::read_study;
use xuewei::progress::Silent;
use xuewei::projection::{Projection, project};

/// A folder with a model file and tables.
pub struct StudyFolder {
    folder: TempDir,
}

impl StudyFolder {
    /// Writes the model file.
    pub fn new(model: &str) -> Self {
        let folder = TempDir::new().expect("folder");
        std::fs::write(folder.path().join("study.toml"), model).expect("model");
        Self { folder }
    }

    /// The model file.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("study.toml")
    }

    /// Writes a table.
    pub fn table(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(format!("{name}.csv")), text).expect("table");
    }

    /// Runs a command of the program on the study.
    pub fn command(&self, name: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
        command.args(["--lang", "en", name]).arg(self.folder.path().join("study.toml")).args(arguments);
        command.output().expect("program")
    }

    /// Projects the study to a run folder with tables as CSV.
    pub fn project(&self, arguments: &[&str]) -> RunTables {
        let out = self.folder.path().join("run");
        let place = out.display().to_string();
        let output = self.command("project", &[&["--out", &place, "--csv"], arguments].concat());
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{message}");
        RunTables { out, message }
    }

    /// The study as read, without findings of any gravity but notes.
    pub fn read(&self) -> Study {
        let reading = read_study(&self.folder.path().join("study.toml"));
        reading.study.unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
    }

    /// Projects in this process.
    pub fn projection(&self) -> Projection {
        project(&self.read(), &Silent).expect("projection")
    }

    /// People of a year by age, in this process.
    pub fn people_of(&self, year: i32) -> BTreeMap<String, f64> {
        let mut sums = BTreeMap::new();
        let projection = self.projection();
        for line in projection.people.expect("people").lines().filter(|line| line.date.year == year) {
            *sums.entry(line.age.to_string()).or_insert(0.0) += line.persons;
        }
        sums
    }
}

/// Tables of a run folder.
pub struct RunTables {
    out: PathBuf,
    /// What the program said.
    pub message: String,
}

impl RunTables {
    /// Cells of a table, heads first.
    pub fn read(&self, name: &str) -> Vec<Vec<String>> {
        let path = self.out.join(format!("{name}.csv"));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).expect("table");
        reader.records().map(|row| row.expect("row").iter().map(str::to_owned).collect()).collect()
    }

    /// Sums of a column by others.
    pub fn sums(&self, name: &str, by: &[&str], column: &str) -> BTreeMap<Vec<String>, f64> {
        let rows = self.read(name);
        let at = |head: &str| rows[0].iter().position(|of| of == head).expect("column");
        let (keys, value): (Vec<usize>, usize) = (by.iter().map(|head| at(head)).collect(), at(column));
        let mut sums = BTreeMap::new();
        for row in &rows[1..] {
            let key = keys.iter().map(|at| row[*at].clone()).collect();
            *sums.entry(key).or_insert(0.0) += row[value].parse::<f64>().expect("number");
        }
        sums
    }

    /// Every row of the components balances: start + births − deaths + in − out + change = end.
    pub fn balances(&self) {
        let rows = self.read("components");
        let at = |head: &str| rows[0].iter().position(|of| of == head).expect("column");
        assert!(rows.len() > 1, "no components");
        for row in &rows[1..] {
            let figure = |head: &str| row[at(head)].parse::<f64>().expect("number");
            let end = figure("start") + figure("births") - figure("deaths") + figure("in") - figure("out")
                + figure("change");
            assert!((end - figure("end")).abs() < 1e-6 * figure("end").abs().max(1.0), "{row:?}");
        }
    }
}

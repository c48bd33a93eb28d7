//! The annual proposal by the program, opened again by other readers: its figures are those of the run.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod document;
mod other_programs;
mod page;
mod pdf;
mod story;
mod workbook;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use xuewei::domain::Language;
use xuewei::outcome::Component;
use xuewei::progress::Silent;
use xuewei::projection::backtest::error_model;
use xuewei::projection::ensemble::{DrawSettings, futures, target};
use xuewei::projection::project;
use xuewei::proposal::{Chances, Proposal};
use xuewei::report::{Story, annual_story};
use xuewei::store::{RunDetails, RunRecord, read_details, read_record, reopen};
use xuewei::stress::stress;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn xuewei(folder: &Path, language: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xuewei"))
        .args(["--lang", language])
        .args(arguments)
        .env_remove("XUEWEI_LANG")
        .current_dir(folder)
        .output()
        .expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The small study of senior high schools planned, and its proposal of 2027 in both languages.
struct Made {
    folder: tempfile::TempDir,
    record: RunRecord,
    details: RunDetails,
}

impl Made {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let model = root().join("models/senior_high.toml");
        let output = xuewei(folder.path(), "zh", &["plan", model.to_str().unwrap(), "--out", "run"]);
        assert!(matches!(output.status.code(), Some(0 | 3)), "{}", text(&output.stderr));
        for (language, out) in [("zh", "zh"), ("en", "en")] {
            let arguments = [
                "report",
                "run",
                "--year",
                "2027",
                "--to",
                "docx,xlsx,html",
                "--futures",
                "200",
                "--out",
                out,
            ];
            let output = xuewei(folder.path(), language, &arguments);
            assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
            assert_eq!(text(&output.stdout).lines().count(), 3);
        }
        let run = folder.path().join("run");
        Self { record: read_record(&run).unwrap(), details: read_details(&run).unwrap(), folder }
    }

    fn file(&self, ending: &str) -> PathBuf {
        self.folder.path().join(format!("zh/2027年度学位布局方案.{ending}"))
    }

    fn bytes(&self, ending: &str) -> Vec<u8> {
        std::fs::read(self.file(ending)).unwrap()
    }

    fn story(&self, language: Language) -> Story {
        let proposal = Proposal::new(&self.record, &self.details, None, 2027).unwrap();
        annual_story(&proposal.with_chances(Some(self.chances())), language)
    }

    /// What the same 200 futures bring, from the rooms themselves.
    fn chances(&self) -> Chances {
        let reopened = reopen(&self.folder.path().join("run")).unwrap();
        let projection = project(&reopened.study, &Silent).unwrap();
        let plan = reopened.plan(&projection.rolls).unwrap();
        let errors = error_model(&reopened.study, &Silent).unwrap();
        let settings = DrawSettings { draws: 200, seed: 1 };
        let drawn = futures(&target(&reopened.study, &projection), &errors, settings);
        let found = stress(&reopened.study, &projection.rolls, &plan, &drawn, &Silent);
        Chances::of(&reopened.study, &found, errors.text())
    }

    /// What is paid in 2027, 10⁴ yuan: all, and for building.
    fn paid(&self) -> (f64, f64) {
        let of = |keep: fn(Component) -> bool| {
            let lines = self.record.money.iter().filter(|one| one.year == 2027 && keep(one.component));
            lines.map(|one| one.amount).sum::<f64>()
        };
        (of(Component::is_paid), of(|component| component == Component::Capital))
    }
}

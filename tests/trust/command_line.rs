//! Numbers of the command line, places that cannot be written, and two writers of one place.

use super::{model, plan, screen};
use std::fs;
use std::process::{Command, Output};

/// Every option that takes a number, in every command, with what is no number of its kind: refused at once with the option's name, before
/// anything is read (the study does not exist), and nothing panics.
#[test]
fn no_number_of_the_command_line_is_let_through() {
    let folder = tempfile::tempdir().unwrap();
    let shares = ["plan x --gap", "sweep x --gap", "plan x --robust", "synth y --closing"];
    let seconds = [
        "plan x --time-limit",
        "sweep x --time-limit",
        "explain r --time-limit",
        "verify r --bound --time-limit",
    ];
    let others = ["plan x --from r --stay-close", "explain r z --by", "synth y --budget-room"];
    let counts = [
        "plan x --threads",
        "plan x --max-columns",
        "plan x --alternatives",
        "sweep x --threads",
        "sweep x --jobs",
        "explain r --threads",
        "explain r --age",
        "stress r --futures",
        "stress r --check",
        "report r --year 2025 --futures",
        "project x --draws",
        "backtest x --horizons",
        "export x --mps f --max-columns",
        "synth y --towns",
        "synth y --counties",
        "synth y --sites",
        "synth y --sizes",
    ];
    let years = [
        "report r --year",
        "explain r --year",
        "project x --years",
        "backtest x --origins",
        "backtest x --first-origin",
    ];
    let never = ["nan", "inf", "-inf", "1e308", "-1e308", "-1", "", "x", "1e999", "99999999999999999999999"];
    let mut tried = 0;
    let refused = |option: &str, value: &str| {
        let mut arguments: Vec<&str> = option.split(' ').collect();
        let name = arguments.pop().unwrap();
        let given = format!("{name}={value}");
        let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
        let output = command.args(arguments).arg(&given).current_dir(folder.path()).output().unwrap();
        let said = screen(&output);
        assert_eq!(output.status.code(), Some(2), "{option} {value}: {said}");
        assert!(said.contains(name) && said.contains("invalid value"), "{option} {value}: {said}");
    };
    for option in shares.iter().chain(&seconds).chain(&others).chain(&counts).chain(&years) {
        // A target may be lowered.
        for value in never.iter().filter(|value| !(option.ends_with("--by") && **value == "-1")) {
            refused(option, value);
            tried += 1;
        }
    }
    // A share of 1.5, no seconds, no ratio, half a thread, the year 0.
    shares.iter().for_each(|option| refused(option, "1.5"));
    seconds.iter().for_each(|option| refused(option, "0"));
    refused("synth y --budget-room", "0");
    counts.iter().for_each(|option| refused(option, "1.5"));
    years.iter().for_each(|option| ["0", "20250"].iter().for_each(|value| refused(option, value)));
    assert!(tried > 300, "{tried}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is written");
}

/// A place that cannot be written is told before anything is searched for: below a file, a file in its place, a folder that is there.
#[test]
fn a_place_that_cannot_be_written_is_told_before_the_search() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(plan(folder.path(), &model("special.toml"), &["--out", "run"]).status.code(), Some(0));
    let before = fs::read_dir(folder.path()).unwrap().count() + 1;
    fs::write(folder.path().join("file"), "").unwrap();
    let study = model("special.toml").display().to_string();
    let commands: [&[&str]; 11] = [
        &["plan", &study, "--out", "file/run"],
        &["plan", &study, "--out", "file"],
        &["plan", &study, "--out", "run"],
        &["project", &study, "--out", "file/run"],
        &["sweep", &study, "--out", "file"],
        &["sweep", &study, "--out", "file/all"],
        &["report", "run", "--year", "2025", "--out", "file"],
        &["budget", "run", "--xlsx", "none/money.xlsx"],
        &["check", &study, "--xlsx", "file/marked.xlsx"],
        &["export", &study, "--mps", "none/program.mps"],
        &["synth", "file/made"],
    ];
    for arguments in commands {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
        let output =
            command.args(["--lang", "en"]).args(arguments).current_dir(folder.path()).output().unwrap();
        let said = screen(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("cannot write") || said.contains("is there already"), "{arguments:?}: {said}");
        for begun in ["Reading", "Projecting", "Solving", "Making up", "│"] {
            assert!(!said.contains(begun), "{arguments:?} begins: {said}");
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before, "nothing is left behind");
    // Without --out a run gets a name of its own in `runs`, whatever else is there; a file of that name is told.
    fs::create_dir_all(folder.path().join("other/runs/new")).unwrap();
    assert_eq!(plan(&folder.path().join("other"), &model("special.toml"), &[]).status.code(), Some(0));
    assert_eq!(fs::read_dir(folder.path().join("other/runs")).unwrap().count(), 2);
    fs::create_dir(folder.path().join("blocked")).unwrap();
    fs::write(folder.path().join("blocked/runs"), "").unwrap();
    let output = plan(&folder.path().join("blocked"), &model("special.toml"), &[]);
    assert_eq!(output.status.code(), Some(2), "{}", screen(&output));
    // A folder of several new parts is made, and a failed try leaves none of them.
    assert_eq!(
        plan(folder.path(), &model("special.toml"), &["--out", "a/b/run", "--max-columns", "20"])
            .status
            .code(),
        Some(5)
    );
    assert!(!folder.path().join("a").exists());
    assert_eq!(plan(folder.path(), &model("special.toml"), &["--out", "a/b/run"]).status.code(), Some(0));
}

/// Two that write one folder, one file, or one sweep at the same time: one wins wholly, the other is told or takes it over.
#[test]
fn two_writers_never_mix() {
    let folder = tempfile::tempdir().unwrap();
    let study = model("special.toml").display().to_string();
    let both = |arguments: &[&str]| {
        let start = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
            command.args(["--lang", "en"]).args(arguments).current_dir(folder.path());
            command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
        };
        let children: Vec<_> = (0..4).map(|_| start()).collect();
        let outputs: Vec<Output> =
            children.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
        let won = outputs.iter().filter(|output| output.status.code() == Some(0)).count();
        for output in outputs.iter().filter(|output| output.status.code() != Some(0)) {
            let said = screen(output);
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
            let told = ["is there already", "written by another run meanwhile"];
            assert!(told.iter().any(|words| said.contains(words)), "{arguments:?}: {said}");
        }
        won
    };
    for round in 0..3 {
        let run = format!("run-{round}");
        assert_eq!(both(&["plan", &study, "--out", &run]), 1);
        assert!(xuewei::store::read_record(&folder.path().join(&run)).is_ok(), "{run} is whole");
        let proposal = format!("proposal-{round}");
        assert_eq!(both(&["report", &run, "--year", "2025", "--futures", "0", "--out", &proposal]), 1);
        assert_eq!(fs::read_dir(folder.path().join(&proposal)).unwrap().count(), 3);
        // Equal sweeps take over what another has planned.
        let sweep = format!("sweep-{round}");
        assert_eq!(both(&["sweep", &study, "--scenario", "base", "--out", &sweep]), 4);
        let mut names: Vec<String> = fs::read_dir(folder.path().join(&sweep))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        assert_eq!(names, ["base", "sweep.csv", "sweep.json", "sweep.parquet"]);
    }
}

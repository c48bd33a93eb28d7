//! However a run ends, what it leaves is whole: killed at many moments, a full disk, a folder that cannot be written, a reader that
//! went away; and the same inputs give the same bytes, on one thread or two.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use xuewei::store::reopen;
use xuewei::verify::{Against, verify};

fn model(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models").join(name)
}

fn plan(out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
    command.args(["--lang", "en", "plan"]).arg(model("senior_high.toml")).arg("--out").arg(out);
    command
}

/// Killed at moments all over its run; `XUEWEI_SOAK=N` for N times as many.
#[test]
fn a_run_killed_at_any_moment_leaves_a_whole_folder_or_none() {
    let times: u32 = std::env::var("XUEWEI_SOAK").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let folder = tempfile::tempdir().unwrap();
    let (mut killed, mut whole) = (0, 0);
    let moments = 24 * times;
    for moment in 0..moments {
        let out = folder.path().join(format!("run-{moment}"));
        let mut child = plan(&out).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        // The later half waits for the step in which the folder is written, where there is something to break.
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        if moment % 2 == 1 {
            let mut line = String::new();
            while stderr.read_line(&mut line).unwrap() > 0 && !line.contains("Solving") {
                line.clear();
            }
        }
        std::thread::sleep(Duration::from_micros(u64::from(moment / 2 * 37_919 % 300_000)));
        let ended = child.try_wait().unwrap().is_some();
        child.kill().unwrap();
        child.wait().unwrap();
        killed += u32::from(!ended);
        if out.exists() {
            let run = reopen(&out).unwrap();
            let found = verify(&out, &Against { study: &run.study, applied: &run.applied, rolls: None });
            assert!(found.good(), "moment {moment}: {:?}", found.findings);
            whole += 1;
        }
    }
    for entry in fs::read_dir(folder.path()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let partial =
            name.starts_with('.') && Path::new(&name).extension().is_some_and(|ending| ending == "partial");
        assert!(name.starts_with("run-") || partial, "{name}");
    }
    println!("{moments} moments: {killed} runs killed, {whole} whole run folders, no other");
    assert!(killed > 0);
}

/// Bytes of every table, by name.
fn tables(run: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(run).unwrap().map(|entry| entry.unwrap().path());
    let tables =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "parquet" || ending == "csv"));
    tables
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
        .collect()
}

#[test]
fn the_same_inputs_give_the_same_bytes_on_one_thread_or_two() {
    let folder = tempfile::tempdir().unwrap();
    let made_up = folder.path().join("made_up");
    let synth = ["synth", &made_up.display().to_string(), "--towns", "6", "--counties", "2", "--seed", "5"];
    assert!(Command::new(env!("CARGO_BIN_EXE_xuewei")).args(synth).output().unwrap().status.success());
    for (study, command) in
        [(model("senior_high.toml"), "plan"), (made_up.clone(), "plan"), (made_up, "project")]
    {
        let mut runs = Vec::new();
        for (number, threads) in ["1", "1", "2"].iter().enumerate() {
            let name = format!("{command}-{}-{number}", study.file_stem().unwrap().to_string_lossy());
            let out = folder.path().join(name);
            let mut run = Command::new(env!("CARGO_BIN_EXE_xuewei"));
            run.arg(command)
                .arg(&study)
                .arg("--out")
                .arg(&out)
                .arg("--csv")
                .env("POLARS_MAX_THREADS", threads);
            if command == "plan" {
                run.args(["--threads", threads]);
            }
            let output = run.output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            runs.push((tables(&out), output.stdout));
        }
        let names: Vec<_> = runs[0].0.keys().collect();
        assert!(names.len() > 10, "{names:?}");
        for (tables, _) in &runs[1..] {
            for (name, bytes) in &runs[0].0 {
                assert!(tables[name] == *bytes, "{command} {}: {name} differs", study.display());
            }
        }
        println!("{command}: {} tables the same in three runs", names.len());
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    // A folder below a file can be made by nobody, the superuser included.
    let file = tempfile::NamedTempFile::new().unwrap();
    let output = plan(&file.path().join("run")).output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("cannot write") && message.contains("error"), "{message}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        println!("skipped: no /dev/full");
        return;
    };
    let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
    command.args(["--lang", "en", "check"]).arg(model("senior_high.toml")).stdout(full);
    let output = command.stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("No space left on device"));
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
    command.args(["project"]).arg(model("senior_high.toml")).args(["--by", "town", "--format", "csv"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut message = String::new();
    child.stderr.take().unwrap().read_to_string(&mut message).unwrap();
    assert!(child.wait().unwrap().success(), "{message}");
    assert!(!message.contains("panicked"), "{message}");
}

/// Stopped from outside as by Ctrl-C before there is a plan: no folder, the code for "no plan"; later a plan, the code of a plan.
#[cfg(unix)]
#[test]
fn interrupted_it_says_what_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("run");
    let mut child = Command::new(env!("CARGO_BIN_EXE_xuewei"))
        .args(["--lang", "en", "plan"])
        .arg(model("taizhou.toml"))
        .arg("--out")
        .arg(&out)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while stderr.read_line(&mut line).unwrap() > 0 && !line.contains("Building") {
        line.clear();
    }
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    if !interrupt.is_ok_and(|status| status.success()) {
        println!("skipped: no command `kill`");
        child.kill().unwrap();
        child.wait().unwrap();
        return;
    }
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    let code = child.wait().unwrap().code();
    assert!(matches!((code, out.exists()), (Some(5), false) | (Some(0 | 4), true)), "{code:?} {line}{rest}");
}

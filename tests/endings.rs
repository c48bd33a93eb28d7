//! However a run ends, what it leaves is whole: killed at many moments, a full disk, a folder that cannot be written, a reader that
//! went away; and the same inputs give the same bytes, on one processor or two.

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

/// How long a command takes when nothing kills it, since that is what moments are parts of.
fn length(command: &mut Command) -> Duration {
    let started = std::time::Instant::now();
    let output = command.stdout(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    started.elapsed()
}

/// Killed at moments all over its run; `XUEWEI_SOAK=N` for N times as many.
#[test]
fn a_run_killed_at_any_moment_leaves_a_whole_folder_or_none() {
    let times: u32 = std::env::var("XUEWEI_SOAK").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let folder = tempfile::tempdir().unwrap();
    let (mut killed, mut whole) = (0, 0);
    let moments = 24 * times;
    let length = length(&mut plan(&folder.path().join("run-whole")));
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
        let part = if moment % 2 == 1 { length / 2 } else { length * 5 / 4 };
        std::thread::sleep(part * (moment / 2 * 37_919 % 1000) / 1000);
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

/// The program on one processor, as the whole of it counts threads, or on all.
fn on_processors(number: &str) -> Command {
    let pinned = number == "1" && Command::new("taskset").arg("-V").output().is_ok();
    let mut command = Command::new(if pinned { "taskset" } else { env!("CARGO_BIN_EXE_xuewei") });
    if pinned {
        command.args(["-c", "0", env!("CARGO_BIN_EXE_xuewei")]);
    }
    command.env("POLARS_MAX_THREADS", number);
    command
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
    let blocks = folder.path().join("blocks");
    let synth = ["synth", &blocks.display().to_string(), "--towns", "24", "--counties", "4", "--seed", "3"];
    assert!(Command::new(env!("CARGO_BIN_EXE_xuewei")).args(synth).output().unwrap().status.success());
    for (study, command) in [
        (model("senior_high.toml"), "plan"),
        (made_up.clone(), "plan"),
        (blocks, "plan --solver decompose"),
        (made_up, "project"),
    ] {
        let mut runs = Vec::new();
        for (number, threads) in ["1", "1", "2"].iter().enumerate() {
            let name = format!("{command}-{}-{number}", study.file_stem().unwrap().to_string_lossy());
            let out = folder.path().join(name);
            let mut run = on_processors(threads);
            run.args(command.split(' ')).arg(&study).arg("--out").arg(&out).arg("--csv");
            if command.starts_with("plan") {
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

/// A folder where the system lets nobody write, and a read-only file system where one may be mounted.
#[cfg(target_os = "linux")]
#[test]
fn a_read_only_folder_is_told() {
    let output = plan(Path::new("/proc/run")).output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("cannot write /proc"), "{message}");
    let folder = tempfile::tempdir().unwrap();
    let script = "mount -t tmpfs -o ro none \"$1\" || exit 99\n\"$2\" --lang en plan \"$3\" --out \"$1/run\"";
    let Some(output) = in_namespace(script, folder.path()) else {
        println!("half of it skipped: no file system may be mounted here");
        return;
    };
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("cannot write") && message.contains("Read-only file system"), "{message}");
}

/// Runs a script with a folder, the program and a model as its words, where it may mount file systems; none where it may not.
#[cfg(target_os = "linux")]
fn in_namespace(script: &str, folder: &Path) -> Option<std::process::Output> {
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c", script, "sh"])
        .arg(folder)
        .arg(env!("CARGO_BIN_EXE_xuewei"))
        .arg(model("senior_high.toml"))
        .output();
    output.ok().filter(|output| !matches!(output.status.code(), Some(1 | 99) | None))
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

/// Stopped from outside as by Ctrl-C before there is a plan: no folder, a code of its own; later a plan, the code of a plan.
#[cfg(unix)]
#[test]
fn interrupted_it_says_what_it_has() {
    // Before anything is told, while tables are read and people projected; and when the program is built.
    for step in [None, Some("Building")] {
        interrupted_at(step);
    }
}

#[cfg(unix)]
fn interrupted_at(step: Option<&str>) {
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
    match step {
        None => std::thread::sleep(Duration::from_millis(500)),
        Some(step) => {
            while stderr.read_line(&mut line).unwrap() > 0 && !line.contains(step) {
                line.clear();
            }
        }
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
    assert!(matches!((code, out.exists()), (Some(7), false) | (Some(0 | 4), true)), "{code:?} {line}{rest}");
    assert_eq!(code == Some(7), rest.contains("stopped as asked before there was a plan"), "{line}{rest}");
    let left = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left, usize::from(out.exists()), "nothing else is left");
}

/// Whether a file is as it was before: nothing is left half under a final name.
fn whole(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    if name.starts_with('.') {
        return Path::new(&name).extension().is_some_and(|ending| ending == "partial");
    }
    let json = |name: &str| {
        let text = fs::read_to_string(path.join(name)).unwrap();
        serde_json::from_str::<serde_json::Value>(&text).unwrap()
    };
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("xlsx" | "docx") => zip::ZipArchive::new(fs::File::open(path).unwrap()).is_ok(),
        Some("html") => fs::read_to_string(path).unwrap().trim_end().ends_with("</html>"),
        _ if path.join("model.toml").is_file() => xuewei::input::read_study(path).study.is_some(),
        // Every file that the manifest lists is there with its length.
        _ => json("manifest.json")["files"].as_array().unwrap().iter().all(|file| {
            let there = fs::metadata(path.join(file["file"].as_str().unwrap()));
            there.is_ok_and(|there| file["bytes"] == there.len())
        }),
    }
}

/// `synth`, `project --out`, `report` and `check --xlsx` killed at moments all over their runs.
#[test]
fn other_commands_killed_at_any_moment_leave_whole_files_or_none() {
    let times: u32 = std::env::var("XUEWEI_SOAK").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let folder = tempfile::tempdir().unwrap();
    let text = |path: PathBuf| path.display().to_string();
    let (run, senior) = (folder.path().join("run"), text(model("senior_high.toml")));
    assert!(plan(&run).output().unwrap().status.success());
    let run = text(run);
    let command = |what: &str, place: &Path| {
        fs::create_dir(place).unwrap();
        let out = text(place.join(if what == "check" { "out.xlsx" } else { "out" }));
        let arguments: Vec<&str> = match what {
            "synth" => vec!["synth", &out, "--towns", "12"],
            "project" => vec!["project", &senior, "--out", &out],
            "report" => vec!["report", &run, "--year", "2025", "--out", &out],
            _ => vec!["check", &senior, "--xlsx", &out],
        };
        let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
        command.args(&arguments);
        command
    };
    for what in ["synth", "project", "report", "check"] {
        let (mut killed, mut kept) = (0, 0);
        let length = length(&mut command(what, &folder.path().join(format!("{what}-whole"))));
        for moment in 0..8 * times {
            let place = folder.path().join(format!("{what}-{moment}"));
            let mut child =
                command(what, &place).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(length * moment / (8 * times));
            killed += u32::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
            let left = if what == "report" { place.join("out") } else { place.clone() };
            for entry in fs::read_dir(left).into_iter().flatten() {
                let path = entry.unwrap().path();
                assert!(whole(&path), "{what}, moment {moment}: {}", path.display());
                kept += 1;
            }
        }
        println!(
            "{what}: {killed} of {} killed, {kept} files and folders left, all whole or hidden",
            8 * times
        );
    }
}

/// A sweep killed at several moments goes on where it was; in the end it is the same as one in a single run, on one thread or two.
#[test]
fn a_killed_sweep_goes_on_and_ends_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let sweep = |out: &Path, threads: &str| {
        let mut command = on_processors(threads);
        command.arg("sweep").arg(model("senior_high.toml"));
        command.args(["--scenario", "low_births", "--out"]).arg(out);
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        command
    };
    let (killed, plain) = (folder.path().join("killed"), folder.path().join("plain"));
    let length = length(&mut sweep(&folder.path().join("whole"), "2"));
    for part in [1, 3, 6, 9] {
        let mut child = sweep(&killed, "2").spawn().unwrap();
        std::thread::sleep(length * part / 10);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    for (out, threads) in [(&killed, "2"), (&plain, "1")] {
        let output = sweep(out, threads).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    for entry in fs::read_dir(&plain).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap();
        if entry.is_dir() {
            assert!(tables(&entry) == tables(&killed.join(name)), "{} differs", entry.display());
        }
    }
}

/// Futures drawn from a seed: the same words on one thread or two, others with another seed.
#[test]
fn stress_repeats_by_its_seed() {
    let folder = tempfile::tempdir().unwrap();
    let run = folder.path().join("run");
    assert!(plan(&run).output().unwrap().status.success());
    let stress = |threads: &str| {
        let mut command = on_processors(threads);
        command.arg("stress").arg(&run).args(["--format", "json"]);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let one = stress("1");
    assert!(one.len() > 200 && one == stress("2"));
}

/// No terminal, no home, nothing on stdin.
#[cfg(unix)]
#[test]
fn without_terminal_home_or_input() {
    let folder = tempfile::tempdir().unwrap();
    let output = plan(&folder.path().join("run"))
        .env_clear()
        .stdin(Stdio::null())
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!String::from_utf8_lossy(&output.stdout).contains('\u{1b}'), "no colour without a terminal");
}

/// A disk that fills up while the run folder is written: a small file system of its own, where one may be mounted.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_during_a_run_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let script = "mount -t tmpfs -o size=64k none \"$1\" || exit 99\n\
        \"$2\" --lang en plan \"$3\" --out \"$1/run\"; code=$?; ls -A \"$1\" >&2; exit $code";
    let Some(output) = in_namespace(script, folder.path()) else {
        println!("skipped: no file system may be mounted here");
        return;
    };
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("cannot write") && message.contains("No space left"), "{message}");
    assert!(!message.lines().any(|line| line == "run"), "{message}");
}

//! Run folders that are no longer what the run wrote: readers refuse them and say which file differs.

use super::{copy, manifest, model, put_manifest, screen, xuewei};
use serde_json::json;
use std::fs;
use std::path::Path;
use std::process::Command;
use xuewei::input::hash;
use xuewei::store::{read_record, reopen, reopen_to_verify};
use xuewei::verify::{Against, verify};

/// Every command that shows figures of a run folder.
const READERS: [&[&str]; 7] = [
    &["budget", "run"],
    &["compare", "first", "run"],
    &["report", "run", "--year", "2025", "--futures", "0", "--out", "proposal"],
    &["report", "first", "--since", "run", "--year", "2025", "--futures", "0", "--out", "proposal"],
    &["explain", "run", "--quick"],
    &["stress", "run", "--futures", "2"],
    &["plan", "MODEL", "--from", "run", "--out", "next"],
];

/// Runs every reader; each is to refuse, and to say so in these words.
fn refused_by_all(folder: &Path, words: &[&str]) {
    let special = model("special.toml").display().to_string();
    for reader in READERS {
        let arguments: Vec<&str> =
            reader.iter().map(|word| if *word == "MODEL" { special.as_str() } else { word }).collect();
        let output = xuewei(folder, &arguments);
        let said = screen(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(words.iter().all(|word| said.contains(word)), "{arguments:?}: {said}");
        assert!(!folder.join("proposal").exists() && !folder.join("next").exists(), "{arguments:?}");
    }
}

#[test]
fn every_reader_refuses_an_altered_table() {
    let (folder, run) = copy();
    // One payment or one indicator changed: any file of the run will do, each reader compares all.
    for (name, how) in
        [("payments.parquet", "changed"), ("summary.json", "changed"), ("names.parquet", "missing")]
    {
        let content = fs::read(run.join(name)).unwrap();
        if how == "missing" {
            fs::remove_file(run.join(name)).unwrap();
        } else {
            let mut other = content.clone();
            let middle = other.len() / 2;
            other[middle] ^= 1;
            fs::write(run.join(name), other).unwrap();
        }
        refused_by_all(folder.path(), &[&format!("{name} ({how})"), "Plan again", "xuewei verify"]);
        fs::write(run.join(name), content).unwrap();
    }
    assert!(xuewei(folder.path(), READERS[0]).status.success(), "the run is whole again");
}

#[test]
fn every_reader_refuses_an_altered_manifest_and_one_without_its_hash() {
    let (folder, run) = copy();
    let text = fs::read_to_string(run.join("manifest.json")).unwrap();
    fs::write(run.join("manifest.json"), text.replace("\"special", "\"Special")).unwrap();
    refused_by_all(folder.path(), &["manifest.json (changed)"]);
    fs::write(run.join("manifest.json"), text).unwrap();
    fs::remove_file(run.join("manifest.sha256")).unwrap();
    refused_by_all(folder.path(), &["manifest.sha256 (missing)"]);
    assert_eq!(xuewei(folder.path(), &["verify", "run"]).status.code(), Some(6));
}

/// A sweep takes over cases planned before only where they are as they were written.
#[test]
fn a_sweep_refuses_an_altered_case() {
    let folder = tempfile::tempdir().unwrap();
    let special = model("special.toml").display().to_string();
    let sweep = ["sweep", &special, "--scenario", "base", "--out", "all"];
    assert!(xuewei(folder.path(), &sweep).status.success());
    let path = folder.path().join("all/base/openings.parquet");
    let mut content = fs::read(&path).unwrap();
    let middle = content.len() / 2;
    content[middle] ^= 1;
    fs::write(&path, content).unwrap();
    let again = xuewei(folder.path(), &sweep);
    assert_eq!(again.status.code(), Some(2), "{}", screen(&again));
    assert!(screen(&again).contains("openings.parquet (changed)"), "{}", screen(&again));
}

/// A folder into which a link, a pipe, a folder or a name that leads out was put: refused by readers and by `verify`, never waited for.
#[cfg(unix)]
#[test]
fn listed_files_are_plain_files_of_the_folder() {
    let (folder, run) = copy();
    let (path, outside) = (run.join("budget.parquet"), folder.path().join("outside"));
    fs::rename(&path, &outside).unwrap();
    std::os::unix::fs::symlink(&outside, &path).unwrap();
    refused_by_all(folder.path(), &["budget.parquet (no plain file of the folder)"]);
    assert_eq!(xuewei(folder.path(), &["verify", "run"]).status.code(), Some(6));
    fs::remove_file(&path).unwrap();
    if Command::new("mkfifo").arg(&path).status().is_ok_and(|made| made.success()) {
        refused_by_all(folder.path(), &["budget.parquet (no plain file of the folder)"]);
        assert_eq!(xuewei(folder.path(), &["verify", "run"]).status.code(), Some(6));
        fs::remove_file(&path).unwrap();
    } else {
        println!("half of it skipped: no command `mkfifo`");
    }
    fs::rename(&outside, &path).unwrap();
    let whole = manifest(&run);
    let content = fs::read(&path).unwrap();
    fs::write(folder.path().join("outside"), &content).unwrap();
    for name in ["../outside", "inputs/../budget.parquet", "/etc/hostname", "./budget.parquet", "inputs"] {
        let mut other = whole.clone();
        let more = json!({ "file": name, "sha256": hash(&content), "bytes": content.len() });
        other["files"].as_array_mut().unwrap().push(more);
        put_manifest(&run, &other);
        refused_by_all(folder.path(), &[&format!("{name} (no plain file of the folder)")]);
        assert_eq!(xuewei(folder.path(), &["verify", "run"]).status.code(), Some(6), "{name}");
    }
    // The folder of the inputs may be no link either.
    put_manifest(&run, &whole);
    fs::rename(run.join("inputs"), folder.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("elsewhere"), run.join("inputs")).unwrap();
    refused_by_all(folder.path(), &["no plain file of the folder"]);
    assert_eq!(xuewei(folder.path(), &["verify", "run"]).status.code(), Some(6));
}

/// A table that the manifest does not list is refused, another file is named; a table that no run wrote is not read.
#[test]
fn unlisted_files_are_told() {
    let (folder, run) = copy();
    fs::write(run.join("remarks.txt"), "mine").unwrap();
    let output = xuewei(folder.path(), &["verify", "run"]);
    assert_eq!(output.status.code(), Some(0), "{}", screen(&output));
    assert!(screen(&output).contains("Files beside the run, no part of it and not checked: remarks.txt"));
    let before = xuewei(folder.path(), &["budget", "run"]).stdout;
    fs::copy(run.join("payments.parquet"), run.join("expenditure.parquet")).unwrap();
    let output = xuewei(folder.path(), &["verify", "run"]);
    assert_eq!(output.status.code(), Some(6));
    assert!(screen(&output).contains("expenditure.parquet: manifest.json does not list this file"));
    assert_eq!(xuewei(folder.path(), &["budget", "run"]).stdout, before, "it is not read");
    // Among the inputs a table would be read, and change the study.
    fs::remove_file(run.join("expenditure.parquet")).unwrap();
    fs::write(run.join("inputs/land.csv"), "year,county,limit\n*,*,1\n").unwrap();
    refused_by_all(folder.path(), &["inputs/land.csv (no part of the run)"]);
}

/// A file of two GiB of zeros costs no memory on the disk or here: its length tells that it is another, or that it is too long.
#[test]
fn endless_files_are_refused_by_their_length() {
    let (folder, run) = copy();
    for name in ["summary.json", "payments.parquet", "manifest.json"] {
        let content = fs::read(run.join(name)).unwrap();
        fs::OpenOptions::new().write(true).open(run.join(name)).unwrap().set_len(1 << 31).unwrap();
        let output = xuewei(folder.path(), &["budget", "run"]);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", screen(&output));
        assert!(screen(&output).contains(name), "{}", screen(&output));
        let verified = xuewei(folder.path(), &["verify", "run"]).status.code();
        assert!(matches!(verified, Some(2 | 6)), "{name}: {verified:?}");
        fs::write(run.join(name), content).unwrap();
    }
    let grid = folder.path().join("grid.toml");
    fs::File::create(&grid).unwrap().set_len(1 << 31).unwrap();
    let special = model("special.toml").display().to_string();
    let output = xuewei(folder.path(), &["sweep", &special, "--grid", "grid.toml", "--out", "all"]);
    assert_eq!(output.status.code(), Some(1), "{}", screen(&output));
    assert!(screen(&output).contains("more than the 32 MB"), "{}", screen(&output));
}

/// The horizon decides how many years are shown: one without end is refused before any memory is taken.
#[test]
fn a_horizon_without_end_is_refused() {
    let (folder, run) = copy();
    let whole = manifest(&run);
    for (name, year) in
        [("outlook", i64::from(i32::MAX)), ("first", i64::from(i32::MIN)), ("last", 1), ("outlook", 9999)]
    {
        let mut other = whole.clone();
        other["horizon"][name] = year.into();
        put_manifest(&run, &other);
        let verified = xuewei(folder.path(), &["verify", "run"]);
        assert_eq!(verified.status.code(), Some(6), "{}", screen(&verified));
        assert!(screen(&verified).contains(&format!("manifest.horizon.{name}")), "{}", screen(&verified));
        for reader in &READERS[..4] {
            let output = xuewei(folder.path(), reader);
            assert_eq!(output.status.code(), Some(2), "{reader:?}: {}", screen(&output));
            assert!(screen(&output).contains("horizon"), "{reader:?}: {}", screen(&output));
        }
    }
}

/// A run opened to be verified shows what is wrong in detail, though readers refuse it at once.
#[test]
fn verify_still_opens_what_readers_refuse() {
    let (_folder, run) = copy();
    fs::write(run.join("summary.json"), "{}").unwrap();
    assert!(reopen(&run).is_err() && read_record(&run).is_err());
    let opened = reopen_to_verify(&run).unwrap();
    let found = verify(&run, &Against { study: &opened.study, applied: &opened.applied, rolls: None });
    assert!(found.findings.len() > 5, "{:?}", found.findings);
}

//! Hostile input: a corpus of broken studies made by code, each with the findings that it must give; and readers under random damage,
//! which may find fault but never panic.
//!
//! `XUEWEI_SOAK=N` multiplies the random runs (`make soak`).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss
)]

mod tiny_study;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tiny_study::{TinyStudy, findings};
use xuewei::diagnostic::any_error;
use xuewei::domain::Study;
use xuewei::finance::finance;
use xuewei::input::{hash, read_study, read_with_scenarios};
use xuewei::scenario::Applied;
use xuewei::schema::{Table, ValueKind};
use xuewei::store::{read_details, read_record, reopen, reopen_to_verify, seal};
use xuewei::verify::{Against, verify};

/// Faults of a cell by what it should hold: what is written, and the one finding that it gives.
fn faults(kind: ValueKind, required: bool) -> Vec<(&'static str, &'static str)> {
    let mut faults: Vec<(&str, &str)> = match kind {
        ValueKind::Number { .. } => vec![
            ("many", "not-a-number"),
            ("12l", "not-a-number"),
            ("#REF!", "not-a-number"),
            ("=A1+B1", "not-a-number"),
            ("nan", "not-a-number"),
            ("1,23", "not-a-number"),
            ("1e300", "out-of-range"),
            ("-1e300", "out-of-range"),
        ],
        ValueKind::Integer { .. } => vec![
            ("many", "not-a-number"),
            ("#VALUE!", "not-a-number"),
            ("1 2", "not-a-number"),
            ("1.5", "not-whole"),
            ("99999999999", "out-of-range"),
        ],
        ValueKind::Year | ValueKind::YearOrAll => {
            vec![
                ("20231", "not-a-year"),
                ("二六", "not-a-year"),
                ("2023-13-01", "not-a-year"),
                ("23", "not-a-year"),
            ]
        }
        ValueKind::Date => {
            vec![("2021-02-30", "not-a-date"), ("12/31", "not-a-date"), ("2022年13月", "not-a-date")]
        }
        ValueKind::Age => {
            vec![("old", "not-an-age"), ("-3", "not-an-age"), ("121", "not-an-age"), ("9-5", "not-an-age")]
        }
        ValueKind::Choice(_) => vec![("??", "unknown-choice"), ("0", "unknown-choice")],
        ValueKind::YesNo => vec![("maybe", "not-yes-or-no"), ("1", "not-yes-or-no")],
        ValueKind::Reference(_)
        | ValueKind::Area
        | ValueKind::AreaOrAll
        | ValueKind::CountyOrAll
        | ValueKind::ModelId(_)
        | ValueKind::ModelIdOrAll(_) => vec![("NOWHERE", "unknown-reference"), ("#N/A", "unknown-reference")],
        ValueKind::Source | ValueKind::SourceOrAll => vec![("县级+专项债", "several-sources")],
        ValueKind::Text | ValueKind::Key => vec![],
    };
    if required {
        faults.push(("", "blank-cell"));
    }
    faults
}

/// A table of the study with one cell written otherwise; the row counts from the first below the heads.
fn with_cell(study: &TinyStudy, table: &str, row: usize, column: usize, cell: &str) -> TinyStudy {
    let mut study = study.clone();
    let text = study.text(table);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for (at, record) in reader.records().map(Result::unwrap).enumerate() {
        let cells = record.iter().enumerate();
        writer
            .write_record(cells.map(|(of, was)| if (at, of) == (row + 1, column) { cell } else { was }))
            .unwrap();
    }
    *text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    study
}

/// Every column of every table, in the first row in which it is filled: each fault of its kind gives one finding at that cell.
#[test]
fn each_kind_of_cell_with_each_fault() {
    let study = TinyStudy::new();
    let (mut tried, mut wrong) = (0, Vec::new());
    for (file, text) in &study.files {
        let Some(name) = file.strip_prefix("data/").and_then(|name| name.strip_suffix(".csv")) else {
            continue;
        };
        let table = Table::named(name).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        for (at, head) in rows[0].iter().enumerate() {
            let column = table.column(head).unwrap();
            let Some(row) = rows[1..].iter().position(|row| !row[at].is_empty()) else { continue };
            // One stage may have places where another has none.
            let required = column.required && !column.name.ends_with(".*");
            for (cell, code) in faults(column.kind, required) {
                // A candidate's cost and years may be unknown.
                let may_be_unknown = name == "projects" && ["capex", "earliest", "latest"].contains(&head);
                let code = if may_be_unknown && cell.is_empty() { "undecided-project" } else { code };
                let found = findings(&with_cell(&study, name, row, at, cell).read());
                let expected = format!("{code} {name}.csv:{} {head}", row + 2);
                tried += 1;
                if found != [expected.clone()] {
                    wrong
                        .push(format!("{name}.{head} `{cell}`\n  expected {expected}\n  found    {found:?}"));
                }
            }
        }
    }
    println!("{tried} broken cells, each with its one finding");
    assert!(tried >= 200, "{tried}");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Every file cut short, empty, in no encoding, of zeros, or a folder in its place.
#[test]
fn each_file_damaged_as_a_whole() {
    let study = TinyStudy::new();
    let mut tried = 0;
    for (file, text) in &study.files {
        let damaged: [(&str, Vec<u8>); 6] = [
            ("empty", Vec::new()),
            ("cut", text.as_bytes()[..5].to_vec()),
            ("zeros", vec![0; 300]),
            ("no encoding", [b"a,b\n\xFF\xFE\xFD".as_slice(), text.as_bytes()].concat()),
            ("a workbook by name only", b"PK\x03\x04 not really".to_vec()),
            ("one endless line", vec![b','; 200_000]),
        ];
        for (what, content) in damaged {
            let folder = study.write();
            fs::write(folder.path().join(file), content).unwrap();
            let reading = read_study(folder.path());
            tried += 1;
            let told = reading
                .diagnostics
                .iter()
                .any(|one| one.location.file.ends_with(Path::new(file).file_name().unwrap()));
            assert!(any_error(&reading.diagnostics) && told, "{file} {what}: {:?}", findings(&reading));
        }
        let folder = study.write();
        fs::remove_file(folder.path().join(file)).unwrap();
        fs::create_dir(folder.path().join(file)).unwrap();
        assert!(any_error(&read_study(folder.path()).diagnostics), "{file} is a folder");
        tried += 1;
    }
    println!("{tried} files damaged as a whole");
    assert!(tried >= 70);
}

/// The study as a workbook.
fn workbook(change: impl Fn(&str, &mut rust_xlsxwriter::Worksheet)) -> tempfile::TempDir {
    let study = TinyStudy::new();
    study.write_with(&mut study.workbook(true, "", change))
}

#[test]
fn hidden_sheets_are_read_and_told_and_copies_are_not_read() {
    let hidden = workbook(|name, sheet| {
        sheet.set_hidden(name == "costs");
    });
    assert_eq!(findings(&read_study(hidden.path())), ["hidden-sheet tables.xlsx:- -"]);
    let folder = TinyStudy::new().write();
    fs::copy(folder.path().join("data/costs.csv"), folder.path().join("data/costs (2).csv")).unwrap();
    assert_eq!(findings(&read_study(folder.path())), ["copied-table costs (2).csv:- -"]);
}

/// Random runs of each kind.
fn runs(plain: u32) -> u32 {
    let times: u32 = std::env::var("XUEWEI_SOAK").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    plain * times
}

/// Some bytes of a file changed, put in, or left out.
#[derive(Debug, Clone)]
enum Damage {
    Change(usize, u8),
    Insert(usize, Vec<u8>),
    Remove(usize, usize),
    Cut(usize),
}

fn damage() -> impl Strategy<Value = Vec<Damage>> {
    let place = || 0..100_000_usize;
    let words = [
        "\"",
        ",",
        "\n",
        "\0",
        "１２３",
        "万",
        "-",
        "1e999",
        "=",
        "[",
        "{",
        "}",
        "'",
        "*",
        "\u{feff}",
        "9999999999",
    ];
    let bytes = prop_oneof![
        proptest::sample::select(words.to_vec()).prop_map(|word| word.as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 1..8),
    ];
    let one = prop_oneof![
        3 => (place(), any::<u8>()).prop_map(|(at, byte)| Damage::Change(at, byte)),
        3 => (place(), bytes).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        2 => (place(), 1..60_usize).prop_map(|(at, length)| Damage::Remove(at, length)),
        1 => place().prop_map(Damage::Cut),
    ];
    proptest::collection::vec(one, 1..5)
}

fn damaged(content: &[u8], damage: &[Damage]) -> Vec<u8> {
    let mut content = content.to_vec();
    for one in damage {
        let at = |place: &usize| if content.is_empty() { 0 } else { place % content.len() };
        match one {
            Damage::Change(place, byte) if !content.is_empty() => {
                let at = at(place);
                content[at] = *byte;
            }
            Damage::Change(..) => {}
            Damage::Insert(place, bytes) => {
                let at = at(place);
                content.splice(at..at, bytes.iter().copied());
            }
            Damage::Remove(place, length) => {
                let from = at(place);
                content.drain(from..(from + length).min(content.len()));
            }
            Damage::Cut(place) => content.truncate(at(place)),
        }
    }
    content
}

fn fuzz(what: &str, cases: u32, mut read: impl FnMut(&[Damage]) -> bool) {
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let (sound, read) = (std::cell::Cell::new(0), std::cell::RefCell::new(&mut read));
    let done = runner.run(&damage(), |damage| {
        if (read.borrow_mut())(&damage) {
            sound.set(sound.get() + 1);
        }
        Ok(())
    });
    done.unwrap_or_else(|error| panic!("{what}: {error}"));
    println!("{what}: {cases} random damages, {} still read, no panic", sound.get());
}

/// Reads a study of which one file is damaged; a study is given only without an error.
fn read_damaged(folder: &Path, file: &Path, content: &[u8], damage: &[Damage]) -> bool {
    fs::write(file, damaged(content, damage)).unwrap();
    let reading = read_study(folder);
    assert_eq!(reading.study.is_none(), any_error(&reading.diagnostics));
    reading.study.is_some()
}

#[test]
fn damaged_tables_and_models_never_panic() {
    let study = TinyStudy::new();
    let folder = study.write();
    for (name, text) in &study.files {
        let file = folder.path().join(name);
        fuzz(name, runs(60), |damage| read_damaged(folder.path(), &file, text.as_bytes(), damage));
        fs::write(&file, text).unwrap();
    }
}

#[test]
fn damaged_workbooks_never_panic() {
    let folder = workbook(|_, _| {});
    let file = folder.path().join("data/tables.xlsx");
    let content = fs::read(&file).unwrap();
    fuzz("tables.xlsx", runs(150), |damage| read_damaged(folder.path(), &file, &content, damage));
}

#[test]
fn damaged_scenarios_never_panic() {
    let folder = TinyStudy::new().write();
    let file = folder.path().join("s.toml");
    let text = "name = \"s\"\nintent = \"t\"\n[[change]]\nname = \"a\"\ntable = \"projects\"\nwhere = { town = { county = \"A\" }, \
        committed = false, earliest = { at_most = 2026 } }\ncolumn = \"capex\"\nmultiply = 1.5\n\
        [[change]]\nname = \"b\"\nmodel = \"indicator.*.at_least\"\nadd = 0.01\n";
    let wanted = [file.display().to_string()];
    fuzz("scenario", runs(150), |damage| {
        fs::write(&file, damaged(text.as_bytes(), damage)).unwrap();
        let reading = read_with_scenarios(folder.path(), &wanted);
        assert_eq!(reading.study.is_none(), any_error(&reading.diagnostics));
        reading.study.is_some()
    });
}

/// A run folder of which one file is damaged, the manifest made to fit: it may not verify, but nothing panics.
#[test]
fn damaged_run_folders_never_panic() {
    let folder = tempfile::tempdir().unwrap();
    let run: PathBuf = folder.path().join("run");
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/senior_high.toml");
    let output = Command::new(env!("CARGO_BIN_EXE_xuewei"))
        .arg("plan")
        .arg(model)
        .arg("--out")
        .arg(&run)
        .output()
        .unwrap();
    assert!(output.status.success());
    let opened = reopen(&run).unwrap();
    let (study, applied): (Study, Applied) = (opened.study, opened.applied);
    let text = fs::read_to_string(run.join("manifest.json")).unwrap();
    let sealed = fs::read(run.join("manifest.sha256")).unwrap();
    for name in ["openings.parquet", "enrolment.parquet", "budget.parquet", "summary.json", "manifest.json"] {
        let content = fs::read(run.join(name)).unwrap();
        fuzz(name, runs(40), |damage| {
            let other = damaged(&content, damage);
            fs::write(run.join(name), &other).unwrap();
            if name != "manifest.json" {
                fs::write(run.join("manifest.json"), text.replace(&hash(&content), &hash(&other))).unwrap();
            }
            // The hash of the manifest is left as it was: it refuses what all other hashes would let through.
            assert!(other == content || reopen(&run).is_err() && read_record(&run).is_err());
            // Made to fit as well, readers may show what is wrong, but none panics.
            fs::write(run.join("manifest.sha256"), seal(&fs::read(run.join("manifest.json")).unwrap()))
                .unwrap();
            let _ = (reopen(&run).is_ok(), reopen_to_verify(&run).is_ok());
            let _ = read_record(&run).is_ok_and(|record| finance(&record).years.is_empty());
            let _ = read_details(&run).is_ok();
            fs::write(run.join("manifest.sha256"), &sealed).unwrap();
            verify(&run, &Against { study: &study, applied: &applied, rolls: None }).good()
        });
        fs::write(run.join(name), &content).unwrap();
        fs::write(run.join("manifest.json"), &text).unwrap();
    }
    assert!(verify(&run, &Against { study: &study, applied: &applied, rolls: None }).good());
}

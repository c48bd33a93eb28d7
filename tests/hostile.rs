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
use xuewei::input::{hash, read_study, read_with_scenarios};
use xuewei::scenario::Applied;
use xuewei::schema::{Table, ValueKind};
use xuewei::store::reopen;
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
                ("2023-09-01", "not-a-year"),
                ("23", "not-a-year"),
            ]
        }
        ValueKind::Date => {
            vec![("2021-02-30", "not-a-date"), ("12/31", "not-a-date"), ("2022年12月", "not-a-date")]
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
    let folder = study.write();
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, text) in &study.files {
        let Some(name) = name.strip_prefix("data/").and_then(|name| name.strip_suffix(".csv")) else {
            continue;
        };
        fs::remove_file(folder.path().join(format!("data/{name}.csv"))).unwrap();
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        for (row, record) in (0..).zip(reader.records().map(Result::unwrap)) {
            for (column, cell) in (0..).zip(&record) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).unwrap(),
                    Err(_) => sheet.write_string(row, column, cell).unwrap(),
                };
            }
        }
        change(name, sheet);
    }
    book.save(folder.path().join("data/tables.xlsx")).unwrap();
    folder
}

#[test]
fn a_stray_cell_at_the_far_end_of_a_sheet_costs_no_memory() {
    let plain = read_study(workbook(|_, _| {}).path());
    assert_eq!(findings(&plain), Vec::<String>::new());
    // Row 1,048,576: a row of its own, with a place of its own; a dense table of that height and width would take gigabytes.
    let low = workbook(|name, sheet| {
        if name == "counties" {
            sheet.write_string(1_048_575, 0, "C").unwrap();
        }
    });
    assert_eq!(findings(&read_study(low.path())), ["blank-cell tables.xlsx:1048576 name"]);
    let far = workbook(|name, sheet| {
        if name == "counties" {
            sheet.write_string(1_048_575, 16_383, "x").unwrap();
        }
    });
    assert_eq!(findings(&read_study(far.path())), ["too-large tables.xlsx:1048576 XFD"]);
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

/// A real one: 2.5 GiB of zeros in a workbook of about 2.5 MB.
#[test]
fn a_zip_bomb_is_refused() {
    let folder = workbook(|_, _| {});
    let file = folder.path().join("data/tables.xlsx");
    let mut writer =
        zip::ZipWriter::new_append(fs::OpenOptions::new().read(true).write(true).open(&file).unwrap())
            .unwrap();
    let zeros = vec![0_u8; 1 << 20];
    let large = zip::write::SimpleFileOptions::default().large_file(true);
    writer.start_file("xl/worksheets/more.xml", large).unwrap();
    for _ in 0..2560 {
        std::io::Write::write_all(&mut writer, &zeros).unwrap();
    }
    writer.finish().unwrap();
    assert!(fs::metadata(&file).unwrap().len() < 4 << 20);
    assert_eq!(findings(&read_study(folder.path())), ["too-large tables.xlsx:- -"]);
}

/// Checks a study in a child process: what it prints, how long it takes, and the most memory it has, as the system tells it.
#[cfg(target_os = "linux")]
fn check_measured(folder: &Path) -> (String, f64, u64) {
    let started = std::time::Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_xuewei"))
        .args(["--lang", "en", "check"])
        .arg(folder)
        .stdout(fs::File::create(folder.join("said.txt")).unwrap())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        let kilobytes: u64 = line.trim().trim_end_matches(" kB").trim().parse().unwrap_or(0);
        most = most.max(kilobytes * 1024);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    (fs::read_to_string(folder.join("said.txt")).unwrap(), started.elapsed().as_secs_f64(), most)
}

/// A million rows of population, 22 MB, without a fault, and with one in every row, which are counted beyond the first.
#[cfg(target_os = "linux")]
#[test]
fn a_million_rows_stay_within_a_multiple_of_their_size() {
    for (wrong, errors) in [("", "0 errors"), ("o", "1000000 errors")] {
        let folder = TinyStudy::new().write();
        let mut text = TinyStudy::new().text("population").clone();
        for row in 0..1_000_000_u32 {
            use std::fmt::Write as _;
            let (year, month, day) = (1950 + row / 101 / 336, 1 + row / 101 / 28 % 12, 1 + row / 101 % 28);
            writeln!(text, "A01,{year}-{month:02}-{day:02},,,{},{row}{wrong}", row % 101).unwrap();
        }
        let size = text.len() as u64;
        fs::write(folder.path().join("data/population.csv"), text).unwrap();
        let (said, seconds, most) = check_measured(folder.path());
        println!(
            "a million rows, {errors}, {size} bytes: {most} bytes of memory, {:.1} times, {seconds:.1} s",
            most as f64 / size as f64
        );
        assert!(
            said.lines().any(|line| line.starts_with(errors)),
            "{}",
            said.lines().last().unwrap_or_default()
        );
        assert!(most > size && most < 40 * size, "{most} for {size}");
    }
}

/// A sheet of a million rows: the parts of a workbook with another one in the place of its population.
#[cfg(target_os = "linux")]
#[test]
fn a_sheet_of_a_million_rows_is_read() {
    use std::io::{Read as _, Write as _};
    let folder = workbook(|_, _| {});
    let file = folder.path().join("data/tables.xlsx");
    let mut archive = zip::ZipArchive::new(fs::File::open(&file).unwrap()).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    let population = TinyStudy::new()
        .files
        .iter()
        .filter(|(name, _)| name.starts_with("data/"))
        .position(|(name, _)| name == "data/population.csv");
    let replaced = format!("xl/worksheets/sheet{}.xml", population.unwrap() + 1);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        writer.start_file(&name, plain).unwrap();
        if name != replaced {
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            writer.write_all(&content).unwrap();
            continue;
        }
        let text = |at: &str, word: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{word}</t></is></c>");
        let table = TinyStudy::new().text("population").clone();
        write!(
            writer,
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
        )
        .unwrap();
        let mut at = 0;
        for line in table.lines() {
            at += 1;
            let cells: String = line
                .split(',')
                .zip('A'..)
                .map(|(word, column)| text(&format!("{column}{at}"), word))
                .collect();
            write!(writer, "<row r=\"{at}\">{cells}</row>").unwrap();
        }
        for row in 0..1_000_000_u32 {
            at += 1;
            let (year, month, day) = (1950 + row / 101 / 336, 1 + row / 101 / 28 % 12, 1 + row / 101 % 28);
            let date = text(&format!("B{at}"), &format!("{year}-{month:02}-{day:02}"));
            let town = text(&format!("A{at}"), "A01");
            write!(
                writer,
                "<row r=\"{at}\">{town}{date}<c r=\"E{at}\"><v>{}</v></c><c r=\"F{at}\"><v>5</v></c></row>",
                row % 101
            )
            .unwrap();
        }
        write!(writer, "</sheetData></worksheet>").unwrap();
    }
    fs::write(&file, writer.finish().unwrap().into_inner()).unwrap();
    let (said, seconds, most) = check_measured(folder.path());
    println!("a sheet of a million rows: {most} bytes of memory, {seconds:.1} s");
    assert!(said.contains("1000007 rows of population"), "{}", said.lines().last().unwrap_or_default());
    assert!(most < 2_000_000_000, "{most}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused() {
    let folder = TinyStudy::new().without("costs").write();
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("data/costs.csv")).unwrap();
    assert_eq!(findings(&read_study(folder.path())), ["unreadable-file costs.csv:- -"]);
}

#[test]
fn files_beyond_the_limit_are_refused_unread() {
    let folder = TinyStudy::new().write();
    // A sparse file takes no room on the disk.
    let file = fs::File::create(folder.path().join("data/costs.csv")).unwrap();
    if file.set_len((1 << 30) + 1).is_err() {
        println!("skipped: the file system has no sparse files");
        return;
    }
    assert_eq!(findings(&read_study(folder.path())), ["too-large costs.csv:- -"]);
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
    for name in ["openings.parquet", "enrolment.parquet", "budget.parquet", "summary.json", "manifest.json"] {
        let content = fs::read(run.join(name)).unwrap();
        fuzz(name, runs(40), |damage| {
            let other = damaged(&content, damage);
            fs::write(run.join(name), &other).unwrap();
            if name != "manifest.json" {
                fs::write(run.join("manifest.json"), text.replace(&hash(&content), &hash(&other))).unwrap();
            }
            let _ = reopen(&run).is_ok();
            verify(&run, &Against { study: &study, applied: &applied, rolls: None }).good()
        });
        fs::write(run.join(name), &content).unwrap();
        fs::write(run.join("manifest.json"), &text).unwrap();
    }
    assert!(verify(&run, &Against { study: &study, applied: &applied, rolls: None }).good());
}

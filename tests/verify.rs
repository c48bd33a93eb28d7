//! A run folder is verified by code of its own; a changed table is found by its hash, and by computing anew where the hashes
//! were made to fit.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss
)]

use polars::prelude::{
    Column, DataFrame, DataType, IntoColumn as _, NamedFrom as _, ParquetReader, ParquetWriter,
    SerReader as _, Series,
};
use serde_json::Value;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use tempfile::TempDir;
use xuewei::input::hash;
use xuewei::store::{reopen, reopen_to_verify, seal};
use xuewei::verify::{Against, Check, Verification, verify};

/// Figures that nothing but a solver could compute anew: prices of places, and prices of promises other than shares. Their hashes
/// alone guard them.
const HASH_ALONE: [&str; 11] = [
    "place_prices.saves",
    "place_prices.stage",
    "place_prices.sector",
    "place_prices.grade",
    "place_prices.year",
    "prices.family",
    "prices.promise",
    "prices.per_unit",
    "shortfalls.family",
    "summary.size",
    "summary.seconds",
];

fn model(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models").join(name)
}

fn xuewei(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xuewei")).args(["--lang", "en"]).args(arguments).output().unwrap()
}

/// Dearer and with too little money: shares cannot all be reached, and promises are broken.
const POOR: &str = "name = \"poor\"\nintent = \"t\"\n\
    [[change]]\nname = \"none\"\ntable = \"projects\"\nwhere = { committed = false }\nremove = true\n";

/// Runs of three kinds, made once: a study of senior high schools, the same where promises are broken, a made-up study.
fn runs() -> &'static [PathBuf; 3] {
    static RUNS: OnceLock<(TempDir, [PathBuf; 3])> = OnceLock::new();
    let (_, runs) = RUNS.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("poor.toml"), POOR).unwrap();
        let text = |path: &Path| path.display().to_string();
        let senior = text(&model("senior_high.toml"));
        let made_up = text(&at("made_up"));
        assert!(xuewei(&["synth", &made_up, "--towns", "4", "--seed", "3"]).status.success());
        let (poor, out) = (text(&at("poor.toml")), ["one", "two", "three"].map(|name| text(&at(name))));
        let commands: [&[&str]; 3] = [
            &["plan", &senior, "--out", &out[0], "--csv"],
            &["plan", &senior, "--out", &out[1], "--scenario", &poor],
            &["plan", &made_up, "--out", &out[2]],
        ];
        for command in commands {
            let output = xuewei(command);
            let message = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(matches!(output.status.code(), Some(0 | 3)), "{command:?}: {message}");
            assert!(message.contains("Verified: "), "{message}");
        }
        (folder, out.map(PathBuf::from))
    });
    runs
}

/// A copy of a run folder under the same name.
fn copy(run: &Path) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join(run.file_name().unwrap());
    fs::create_dir_all(target.join("inputs")).unwrap();
    for name in files(run) {
        fs::copy(run.join(&name), target.join(&name)).unwrap();
    }
    (folder, target)
}

/// Names of all files, those of the manifest last.
fn files(run: &Path) -> Vec<String> {
    let manifest = json(&run.join("manifest.json"));
    let listed = manifest["files"].as_array().unwrap().iter();
    let mut names: Vec<String> = listed.map(|file| file["file"].as_str().unwrap().to_owned()).collect();
    names.extend(["manifest.json", "manifest.sha256"].map(str::to_owned));
    names
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Makes the manifest fit a changed file.
fn fit_hash(run: &Path, name: &str) {
    let path = run.join("manifest.json");
    let mut manifest = json(&path);
    let content = fs::read(run.join(name)).unwrap();
    for list in ["files", "inputs"] {
        for entry in manifest[list].as_array_mut().unwrap() {
            let of = format!(
                "{}{}",
                if list == "inputs" { "inputs/" } else { "" },
                entry["file"].as_str().unwrap()
            );
            if of == name {
                entry["sha256"] = hash(&content).into();
                entry["bytes"] = content.len().into();
            }
        }
    }
    put_manifest(run, &manifest);
}

/// Writes a manifest and its hash.
fn put_manifest(run: &Path, manifest: &Value) {
    let text = serde_json::to_string_pretty(manifest).unwrap();
    fs::write(run.join("manifest.sha256"), seal(text.as_bytes())).unwrap();
    fs::write(run.join("manifest.json"), text).unwrap();
}

fn check(run: &Path) -> Verification {
    let opened = reopen_to_verify(run).unwrap();
    verify(run, &Against { study: &opened.study, applied: &opened.applied, rolls: None })
}

fn table(run: &Path, name: &str) -> DataFrame {
    ParquetReader::new(File::open(run.join(format!("{name}.parquet"))).unwrap()).finish().unwrap()
}

fn put(run: &Path, name: &str, mut table: DataFrame) {
    ParquetWriter::new(File::create(run.join(format!("{name}.parquet"))).unwrap())
        .finish(&mut table)
        .unwrap();
}

/// A column with another value in the middle row.
fn changed(column: &Column) -> Column {
    let (name, row) = (column.name().clone(), column.len() / 2);
    match column.dtype() {
        DataType::String => {
            let texts = column.str().unwrap().iter().enumerate();
            let texts: Vec<Option<String>> = texts
                .map(|(at, text)| match text {
                    Some(text) if at == row => Some(format!("{text}x")),
                    None if at == row => Some("x".to_owned()),
                    text => text.map(str::to_owned),
                })
                .collect();
            Series::new(name, texts).into_column()
        }
        DataType::Boolean => {
            let flags = column.bool().unwrap().iter().enumerate();
            let flags: Vec<Option<bool>> =
                flags.map(|(at, flag)| if at == row { flag.map(|flag| !flag) } else { flag }).collect();
            Series::new(name, flags).into_column()
        }
        DataType::Int32 => {
            let numbers = column.i32().unwrap().iter().enumerate();
            let numbers: Vec<Option<i32>> = numbers
                .map(|(at, number)| if at == row { Some(number.unwrap_or(0) + 1) } else { number })
                .collect();
            Series::new(name, numbers).into_column()
        }
        _ => {
            let numbers = column.f64().unwrap().iter().enumerate();
            let change = |number: Option<f64>| Some(number.unwrap_or(0.0) * 1.01 + 1.0);
            let numbers: Vec<Option<f64>> =
                numbers.map(|(at, number)| if at == row { change(number) } else { number }).collect();
            Series::new(name, numbers).into_column()
        }
    }
}

fn tables(run: &Path) -> Vec<String> {
    files(run).into_iter().filter_map(|name| name.strip_suffix(".parquet").map(str::to_owned)).collect()
}

#[test]
fn runs_verify_whether_promises_are_kept_or_not() {
    let kept: Vec<bool> = runs()
        .iter()
        .map(|run| {
            let found = check(run);
            assert!(found.good(), "{:#?}", found.findings);
            assert!(found.compared() > 500 && found.lines.len() > 18);
            json(&run.join("summary.json"))["every_promise_kept"].as_bool().unwrap()
        })
        .collect();
    assert_eq!((kept[0], kept[1]), (true, false));
}

/// Every column of every table, one cell changed and the hashes made to fit.
#[test]
fn every_changed_cell_is_found_though_the_hashes_fit() {
    let (mut tried, mut missed) = (0, Vec::new());
    for run in runs() {
        let (_keep, run) = copy(run);
        for name in tables(&run) {
            let whole = table(&run, &name);
            if whole.height() == 0 {
                continue;
            }
            let kept = [&format!("{name}.parquet"), "manifest.json", "manifest.sha256"]
                .map(|file| (run.join(file), fs::read(run.join(file)).unwrap()));
            for column in whole.columns() {
                let place = format!("{name}.{}", column.name());
                let mut other = whole.clone();
                other.with_column(changed(column)).unwrap();
                put(&run, &name, other);
                fit_hash(&run, &format!("{name}.parquet"));
                let csv = run.join(format!("{name}.csv"));
                let found = check(&run);
                // A copy as CSV that was left as it was would betray any change.
                let other = found.findings.iter().any(|one| one.check != Check::Files);
                assert!(!csv.exists() || found.findings.iter().any(|one| one.check == Check::Files));
                tried += 1;
                if !other && !HASH_ALONE.contains(&place.as_str()) {
                    missed.push(place);
                }
            }
            kept.iter().for_each(|(path, content)| fs::write(path, content).unwrap());
        }
        assert!(check(&run).good(), "the run is whole again");
    }
    println!("{tried} changed cells with hashes that fit");
    assert!(tried > 250 && missed.is_empty(), "{missed:?}");
}

#[test]
fn a_missing_row_is_found_though_the_hashes_fit() {
    let (_keep, run) = copy(&runs()[0]);
    let mut missed = Vec::new();
    for name in tables(&run).into_iter().filter(|name| !name.ends_with("prices")) {
        let (whole, manifest) = (table(&run, &name), json(&run.join("manifest.json")));
        if whole.height() == 0 {
            continue;
        }
        put(&run, &name, whole.slice(1, whole.height() - 1));
        fit_hash(&run, &format!("{name}.parquet"));
        if check(&run).findings.iter().all(|one| one.check == Check::Files) {
            missed.push(name.clone());
        }
        put(&run, &name, whole);
        put_manifest(&run, &manifest);
    }
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn every_changed_file_is_found_by_its_hash() {
    let (_keep, run) = copy(&runs()[2]);
    for name in files(&run).into_iter().filter(|name| !name.starts_with("manifest.")) {
        let path = run.join(&name);
        let content = fs::read(&path).unwrap();
        let mut other = content.clone();
        let middle = other.len() / 2;
        other[middle] ^= 1;
        fs::write(&path, &other).unwrap();
        let output = xuewei(&["verify", &run.display().to_string()]);
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(6), "{name}: {told}");
        let line = told.lines().find(|line| line.starts_with("[Files and hashes]")).unwrap_or_default();
        assert!(line.contains(&format!("{name}: not the file that manifest.json lists")), "{name}: {told}");
        fs::remove_file(&path).unwrap();
        assert_eq!(xuewei(&["verify", &run.display().to_string()]).status.code(), Some(6), "{name} removed");
        fs::write(&path, content).unwrap();
    }
    fs::write(run.join("more.csv"), "a\n1\n").unwrap();
    assert_eq!(check(&run).findings.len(), 1, "a table that the manifest does not list");
}

/// Every number and word of the summary, one changed at a time, the hash made to fit.
#[test]
fn every_changed_headline_figure_is_found() {
    let (mut tried, mut missed) = (0, Vec::new());
    for run in runs() {
        let (_keep, run) = copy(run);
        let whole = json(&run.join("summary.json"));
        let mut places = Vec::new();
        leaves(&whole, String::new(), &mut places);
        for place in places {
            let mut other = whole.clone();
            let leaf = other.pointer_mut(&place).unwrap();
            *leaf = match leaf.take() {
                Value::Number(number) => (number.as_f64().unwrap() * 1.01 + 1.0).into(),
                Value::Bool(flag) => (!flag).into(),
                Value::String(text) => format!("{text}x").into(),
                Value::Null => 1.0.into(),
                other => other,
            };
            fs::write(run.join("summary.json"), other.to_string()).unwrap();
            fit_hash(&run, "summary.json");
            tried += 1;
            let part = format!("summary{}", place.replace('/', "."));
            if check(&run).good() && !HASH_ALONE.iter().any(|one| part.starts_with(one)) {
                missed.push(part);
            }
        }
    }
    println!("{tried} changed headline figures with a hash that fits");
    assert!(tried > 150 && missed.is_empty(), "{missed:?}");
}

fn leaves(value: &Value, place: String, places: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            entries.iter().for_each(|(key, value)| {
                leaves(value, format!("{place}/{}", key.replace('~', "~0").replace('/', "~1")), places);
            });
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| leaves(value, format!("{place}/{at}"), places));
        }
        _ => places.push(place),
    }
}

/// A price of a project lowered in the inputs, all hashes made to fit: the money no longer agrees.
#[test]
fn a_changed_input_is_found_though_the_hashes_fit() {
    let (_keep, run) = copy(&runs()[2]);
    for (file, column, change) in
        [("projects.csv", "capex", 1.1), ("schools.csv", "places", 2.0), ("costs.csv", "value", 1.5)]
    {
        let (path, manifest) = (run.join("inputs").join(file), json(&run.join("manifest.json")));
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, scaled(&text, column, change)).unwrap();
        assert!(reopen(&run).is_err(), "{file}: the hash tells");
        fit_hash(&run, &format!("inputs/{file}"));
        let found = check(&run);
        assert!(found.findings.iter().any(|one| one.check == Check::Money), "{file}: {:?}", found.findings);
        fs::write(&path, text).unwrap();
        put_manifest(&run, &manifest);
    }
}

fn scaled(text: &str, column: &str, by: f64) -> String {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let at = heads.iter().position(|head| head == column).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&heads).unwrap();
    for row in reader.records() {
        let mut cells: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        if let Ok(number) = cells[at].parse::<f64>() {
            cells[at] = (number * by).round().to_string();
        }
        writer.write_record(&cells).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn what_is_no_run_folder_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let output = xuewei(&["verify", &folder.path().display().to_string()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("manifest.json"));
    let (projection, senior) =
        (folder.path().join("projection"), model("senior_high.toml").display().to_string());
    assert!(xuewei(&["project", &senior, "--out", &projection.display().to_string()]).status.success());
    let output = xuewei(&["verify", &projection.display().to_string()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("holds a projection"));
    let (_keep, run) = copy(&runs()[0]);
    for broken in ["", "{}", "[1]", "{\"files\": 3}", "{\"files\": [{}], \"inputs\": [{\"file\": 1}]}"] {
        fs::write(run.join("manifest.json"), broken).unwrap();
        let output = xuewei(&["verify", &run.display().to_string()]);
        assert_eq!(output.status.code(), Some(6), "{broken}");
    }
}

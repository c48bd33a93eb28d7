//! Whole commands: what they print, leave behind, and answer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::float_cmp)]

use polars::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// Runs the program in a folder of its own.
fn xuewei(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xuewei"))
        .args(arguments)
        .env_remove("XUEWEI_LANG")
        .current_dir(folder)
        .output()
        .expect("the program runs")
}

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models/taizhou.toml")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("file")).expect("JSON")
}

fn table(run: &Path, name: &str) -> DataFrame {
    let file = fs::File::open(run.join(format!("{name}.parquet"))).expect("table");
    ParquetReader::new(file).finish().expect("Parquet")
}

/// The shipped study, planned once for all tests: its folder and what the command answered.
fn planned() -> &'static (tempfile::TempDir, Output) {
    static PLANNED: OnceLock<(tempfile::TempDir, Output)> = OnceLock::new();
    PLANNED.get_or_init(|| {
        let folder = tempfile::tempdir().expect("folder");
        let model = shipped();
        let output = xuewei(folder.path(), &["plan", model.to_str().unwrap(), "--out", "run", "--csv"]);
        (folder, output)
    })
}

fn run_folder() -> PathBuf {
    planned().0.path().join("run")
}

/// Columns of a table as rows of text and numbers.
fn strings(table: &DataFrame, name: &str) -> Vec<String> {
    let column = table.column(name).expect("column");
    column.str().expect("text").iter().map(|value| value.unwrap_or_default().to_owned()).collect()
}

fn numbers(table: &DataFrame, name: &str) -> Vec<f64> {
    let column = table.column(name).expect("column").cast(&DataType::Float64).expect("number");
    column.f64().expect("number").iter().map(|value| value.unwrap_or(f64::NAN)).collect()
}

fn near(one: f64, other: f64, tolerance: f64) -> bool {
    (one - other).abs() <= tolerance * one.abs().max(other.abs()).max(1.0)
}

/// The shipped study is proven to 0.1 % and keeps every promise; figures as of the day on which it was shipped.
#[test]
fn the_shipped_plan_keeps_every_promise() {
    let output = &planned().1;
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let summary = json(&run_folder().join("summary.json"));
    assert_eq!(summary["status"], "optimal");
    assert_eq!(summary["every_promise_kept"], true);
    assert!(summary["gap"].as_f64().unwrap() <= 0.001);
    let opened = |programme: &str| summary["projects"][programme]["opened"].as_u64().unwrap();
    assert!(opened("preschool") >= 200 && opened("compulsory") >= 170 && opened("special") == 3);
    for line in summary["indicators"].as_array().unwrap() {
        assert_eq!(line["met"], true, "{line}");
    }
    let golden = json(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/taizhou.json"));
    for (name, figure) in golden.as_object().unwrap() {
        let now = name.split('.').fold(&summary, |value, key| &value[key]).as_f64().expect(name);
        assert!(near(now, figure.as_f64().unwrap(), 0.002), "{name}: {now}, golden {figure}");
    }
    let screen = text(&output.stdout);
    for word in ["最优方案", "每个儿童都有学位", "各项目标全部达到", "椒江区", "优质幼儿园"]
    {
        assert!(screen.contains(word), "{word}");
    }
}

/// The plan's cost, from the tables alone: unit costs and capital of the inputs, openings, enrolment, moves and schools.
#[test]
fn cost_can_be_recomputed_from_the_tables() {
    let run = run_folder();
    let summary = json(&run.join("summary.json"));
    let budget = table(&run, "budget");
    let total: f64 = numbers(&budget, "present_value").iter().sum();
    let stated = summary["objective"].as_f64().unwrap() + summary["constant"].as_f64().unwrap();
    assert!(near(total, stated, 1e-9), "{total} {stated}");
    // Pupils × running cost and subsidy of their stage and sector, from the inputs as read.
    let costs = read_csv(&run.join("inputs/costs.csv"));
    let unit = |stage: &str, sector: &str, item: &str| -> f64 {
        costs
            .iter()
            .filter(|row| row["stage"] == stage && row["item"] == item)
            .filter(|row| row["sector"] == sector || row["sector"] == "*")
            .map(|row| row["value"].parse::<f64>().unwrap())
            .sum()
    };
    let enrolment = table(&run, "enrolment");
    let (stages, sectors) = (strings(&enrolment, "stage"), strings(&enrolment, "sector"));
    let (years, pupils) = (numbers(&enrolment, "year"), numbers(&enrolment, "pupils"));
    let mut paid = 0.0;
    for row in 0..enrolment.height() {
        let (stage, sector) = (stages[row].as_str(), sectors[row].as_str());
        let yuan = unit(stage, sector, "running_per_pupil") + unit(stage, sector, "subsidy_per_pupil");
        paid += pupils[row] * yuan / 1e4 * 1.03_f64.powf(2023.0 - years[row]);
    }
    let component = |name: &str| summary["cost"][name].as_f64().unwrap();
    assert!(near(paid, component("running_pupils") + component("subsidy"), 1e-9), "{paid}");
    let capital = recomputed_capital(&run);
    assert!(near(capital, component("capital"), 1e-9), "{capital} {}", component("capital"));
    let moves = table(&run, "moves");
    let (children, km, years) = (numbers(&moves, "children"), numbers(&moves, "km"), numbers(&moves, "year"));
    let travel: f64 = (0..moves.height())
        .map(|row| children[row] * km[row] * 60.0 / 1e4 * 1.03_f64.powf(2023.0 - years[row]))
        .sum();
    assert!(near(travel, component("travel_weight"), 1e-9), "{travel}");
}

/// Present value of capital: each opening's capex by the spending shares of the shipped model.
fn recomputed_capital(run: &Path) -> f64 {
    let openings = table(run, "openings");
    let (kinds, capex, years) =
        (strings(&openings, "kind"), numbers(&openings, "capex"), numbers(&openings, "year"));
    let committed = openings.column("committed").unwrap().bool().unwrap().clone();
    let mut total = 0.0;
    for row in 0..openings.height() {
        let shares: &[(f64, f64)] = match kinds[row].as_str() {
            "expand" => &[(1.0, 0.6), (0.0, 0.4)],
            "upgrade" | "convert" => &[(0.0, 1.0)],
            _ => &[(2.0, 0.2), (1.0, 0.5), (0.0, 0.3)],
        };
        for (before, share) in shares {
            let year = years[row] - before;
            if year < 2023.0 && committed.get(row) == Some(true) {
                continue; // spent already
            }
            total += capex[row] * share * 1.03_f64.powf(2023.0 - year.max(2023.0));
        }
    }
    total
}

fn read_csv(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("table");
    reader.deserialize().map(|row| row.expect("row")).collect()
}

/// Every share indicator of the shipped model, from the enrolment table alone.
#[test]
fn indicators_can_be_recomputed_from_the_tables() {
    let run = run_folder();
    let enrolment = table(&run, "enrolment");
    let (stages, sectors) = (strings(&enrolment, "stage"), strings(&enrolment, "sector"));
    let (groups, grades) = (strings(&enrolment, "group"), numbers(&enrolment, "grade"));
    let (years, pupils) = (numbers(&enrolment, "year"), numbers(&enrolment, "pupils"));
    let bought = numbers(&enrolment, "bought");
    let indicators = table(&run, "indicators");
    let (ids, reached, of_years) =
        (strings(&indicators, "indicator"), numbers(&indicators, "reached"), numbers(&indicators, "year"));
    let mut checked = 0;
    for line in 0..indicators.height() {
        let (mut of, mut among) = (0.0, 0.0);
        for row in (0..enrolment.height()).filter(|row| years[*row] == of_years[line]) {
            let preschool = stages[row] == "preschool";
            let migrant = ["primary", "junior"].contains(&stages[row].as_str()) && groups[row] == "migrant";
            let (is_among, is_of) = match ids[line].as_str() {
                "quality_kindergarten" => (preschool, grades[row] <= 2.0),
                "inclusive_kindergarten" => (preschool, sectors[row] != "private"),
                "public_kindergarten" => (preschool, sectors[row] == "public"),
                "migrant_public" => (migrant, sectors[row] == "public"),
                _ => continue,
            };
            if is_among {
                among += pupils[row];
                let counted = if ids[line] == "migrant_public" && !is_of { bought[row] } else { 0.0 };
                of += if is_of { pupils[row] } else { counted };
            }
        }
        if among > 0.0 {
            assert!(
                near(of / among, reached[line], 1e-9),
                "{} {}: {}",
                ids[line],
                of_years[line],
                of / among
            );
            checked += 1;
        }
    }
    assert_eq!(checked, 4 * 13);
}

/// Nobody is lost between rolls, moves and enrolment, and no class has more pupils than places.
#[test]
fn children_are_conserved_and_places_hold_them() {
    let run = run_folder();
    let sums = |name: &str, keys: [&str; 3], value: &str| -> BTreeMap<(String, String, i64), f64> {
        let table = table(&run, name);
        let (first, second) = (strings(&table, keys[0]), strings(&table, keys[1]));
        let (years, values) = (numbers(&table, keys[2]), numbers(&table, value));
        let mut sums = BTreeMap::new();
        for row in 0..table.height() {
            #[allow(clippy::cast_possible_truncation)] // years
            let key = (first[row].clone(), second[row].clone(), years[row] as i64);
            *sums.entry(key).or_insert(0.0) += values[row];
        }
        sums
    };
    let rolls = sums("rolls", ["town", "stage", "year"], "children");
    let leaving = sums("moves", ["from", "stage", "year"], "children");
    let arriving = sums("moves", ["to", "stage", "year"], "children");
    let enrolled = sums("enrolment", ["town", "stage", "year"], "pupils");
    let places = sums("balance", ["town", "stage", "year"], "places_after");
    for (key, children) in &rolls {
        assert!(near(*children, leaving.get(key).copied().unwrap_or(0.0), 1e-5), "{key:?}");
        let (arrived, sat) =
            (arriving.get(key).copied().unwrap_or(0.0), enrolled.get(key).copied().unwrap_or(0.0));
        assert!(near(arrived, sat, 1e-4), "{key:?}: {arrived} arrive, {sat} are enrolled");
        assert!(sat <= places[key] + 1e-3, "{key:?}: {sat} pupils, {} places", places[key]);
    }
}

/// A run folder holds what it promises, and is never overwritten.
#[test]
fn a_run_folder_is_whole_and_never_overwritten() {
    let run = run_folder();
    let names = [
        "children",
        "births",
        "rolls",
        "openings",
        "enrolment",
        "moves",
        "balance",
        "indicators",
        "budget",
        "certification",
        "unmet",
    ];
    for name in names {
        let parquet = table(&run, name);
        let csv = fs::read_to_string(run.join(format!("{name}.csv"))).expect("CSV");
        assert_eq!(csv.lines().count(), parquet.height() + 1, "{name}");
    }
    let manifest = json(&run.join("manifest.json"));
    for input in manifest["inputs"].as_array().unwrap() {
        let copy = run.join("inputs").join(input["file"].as_str().unwrap());
        assert_eq!(fs::metadata(&copy).expect("copy").len(), input["bytes"].as_u64().unwrap());
    }
    assert!(manifest["inputs"].as_array().unwrap().len() >= 9);
    let before = fs::read(run.join("summary.json")).unwrap();
    let again = xuewei(planned().0.path(), &["plan", shipped().to_str().unwrap(), "--out", "run"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("已存在"));
    assert_eq!(fs::read(run.join("summary.json")).unwrap(), before);
    let left: Vec<_> =
        fs::read_dir(planned().0.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["run"], "no half folder is left");
}

/// The shipped model and data, to be changed.
fn copy_of_shipped() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::create_dir_all(folder.path().join("models")).unwrap();
    fs::create_dir_all(folder.path().join("data/taizhou")).unwrap();
    fs::copy(shipped(), folder.path().join("models/taizhou.toml")).unwrap();
    for entry in fs::read_dir(root.join("data/taizhou")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, folder.path().join("data/taizhou").join(path.file_name().unwrap())).unwrap();
        }
    }
    folder
}

fn change(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let old = fs::read_to_string(&path).unwrap();
    assert!(old.contains(from), "{from}");
    fs::write(path, old.replacen(from, to, 1)).unwrap();
}

/// A programme and an indicator that nothing can keep: each is named, with the number that is missed; answer 3.
#[test]
fn impossible_promises_are_named() {
    let folder = copy_of_shipped();
    change(folder.path(), "models/taizhou.toml", "at_least = 3 ", "at_least = 5 ");
    change(folder.path(), "models/taizhou.toml", "2026 = 0.82, 2027 = 0.85 }", "2026 = 0.82, 2027 = 1.00 }");
    let output = xuewei(folder.path(), &["--lang", "en", "plan", "models/taizhou.toml", "--out", "run"]);
    let screen = text(&output.stdout);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(screen.contains("\"Special schools\" misses its number by 2 projects"), "{screen}");
    assert!(screen.contains("misses 100.00 % by"), "{screen}");
    let summary = json(&folder.path().join("run/summary.json"));
    assert_eq!(summary["status"], "repaired");
    assert_eq!(summary["every_promise_kept"], false);
}

/// Without any junior place to come, children go without one: where, when and how many is said.
#[test]
fn children_without_a_place_are_named() {
    let folder = copy_of_shipped();
    let path = folder.path().join("data/taizhou/schools.csv");
    // The junior schools of the remote town 大陈镇 and of 海门街道 and its neighbours shrink to a third.
    let schools = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<String> = schools.lines().map(str::to_owned).collect();
    let heads: Vec<&str> = schools.lines().next().unwrap().split(',').collect();
    let at = |name: &str| heads.iter().position(|head| *head == name).unwrap();
    let (stage, town, places, pupils) = (at("stage"), at("town"), at("places"), at("pupils"));
    for line in lines.iter_mut().skip(1) {
        let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        if cells[stage] == "junior" && cells[town].starts_with("331002") {
            for cell in [places, pupils] {
                cells[cell] = (cells[cell].parse::<u32>().unwrap() / 3).to_string();
            }
            cells[at("migrant_pupils")] = "0".to_owned();
        }
        *line = cells.join(",");
    }
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    let output = xuewei(folder.path(), &["plan", "models/taizhou.toml", "--out", "run"]);
    let screen = text(&output.stdout);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(screen.contains("初中") && screen.contains("名儿童没有学位"), "{screen}");
    let unmet = table(&folder.path().join("run"), "unmet");
    let total: f64 = numbers(&unmet, "children").iter().sum();
    let summary = json(&folder.path().join("run/summary.json"));
    assert!(total > 100.0 && near(total, summary["unplaced"]["junior"].as_f64().unwrap(), 1e-6));
    assert!(strings(&unmet, "county").iter().all(|county| county == "331002"));
}

/// Faults stop a plan with answer 1 and leave nothing behind.
#[test]
fn a_faulty_study_is_not_planned() {
    let folder = copy_of_shipped();
    change(folder.path(), "data/taizhou/projects.csv", "planned", "plannned");
    let output = xuewei(folder.path(), &["plan", "models/taizhou.toml", "--out", "run"]);
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(
        message.contains("projects.csv:") && message.contains("status") && message.contains("plannned"),
        "{message}"
    );
    assert!(!folder.path().join("run").exists());
    let listed = xuewei(folder.path(), &["check", "models/taizhou.toml", "--format", "json"]);
    assert_eq!(listed.status.code(), Some(1));
    let list: Value = serde_json::from_slice(&listed.stdout).expect("JSON");
    assert_eq!(list.as_array().unwrap().len(), 1);
}

/// A change of the rows of a table, given the position of each column.
type Edit = dyn Fn(&mut Vec<Vec<String>>, &dyn Fn(&str) -> usize);

/// Many faults in several files: all are told in one run, each with its file, row, column and a hint.
#[test]
fn every_fault_is_told_at_once() {
    let folder = copy_of_shipped();
    let data = folder.path().join("data/taizhou");
    let edit = |table: &str, edit: &Edit| {
        let path = data.join(format!("{table}.csv"));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(&path).unwrap();
        let mut rows: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let heads = rows[0].clone();
        edit(&mut rows, &|name| heads.iter().position(|head| head == name).unwrap());
        let mut writer = csv::Writer::from_path(&path).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        writer.flush().unwrap();
    };
    edit("schools", &|rows, at| {
        rows[2][at("town")] = "331002999".into();
        rows[3][at("places")] = "-90".into();
        rows[4][at("places")] = "12O".into();
    });
    edit("counties", &|rows, _| rows.push(rows[1].clone()));
    edit("births", &|rows, at| {
        let (town, year) = (at("town"), at("year"));
        rows.retain(|row| !(row[town] == "331002001" && row[year] == "2016"));
    });
    fs::write(data.join("costs.csv"), "").unwrap();
    let towns = fs::read_to_string(data.join("towns.csv")).unwrap();
    fs::write(data.join("towns.csv"), encoding_rs::GB18030.encode(&towns).0).unwrap();
    change(folder.path(), "models/taizhou.toml", "2027 = 0.85 }", "2027 = 85 }");
    let output = xuewei(folder.path(), &["check", "models/taizhou.toml", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let findings: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let findings: Vec<(String, String, u64, String)> = findings
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let word = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            let file = Path::new(&word("file")).file_name().unwrap().to_string_lossy().into_owned();
            assert!(finding["severity"] != "error" || !word("hint").is_empty(), "{finding}");
            (file, word("code"), finding["row"].as_u64().unwrap_or_default(), word("column"))
        })
        .collect();
    let has = |file: &str, row: u64, column: &str| {
        let found =
            findings.iter().any(|(of, _, at, name)| of == file && *at == row && name.contains(column));
        assert!(found, "{file}:{row} ({column}) in {findings:#?}");
    };
    has("schools.csv", 3, "town");
    has("schools.csv", 4, "places");
    has("schools.csv", 5, "places");
    has("counties.csv", 11, "code");
    assert!(
        findings.iter().any(|(file, code, ..)| file == "births.csv" && code == "missing-year"),
        "{findings:#?}"
    );
    assert!(
        findings.iter().any(|(file, code, ..)| file == "costs.csv" && code == "empty-file"),
        "{findings:#?}"
    );
    assert!(
        findings.iter().any(|(file, code, ..)| file == "towns.csv" && code == "read-as-gb18030"),
        "{findings:#?}"
    );
    assert!(findings.iter().any(|(_, code, ..)| code == "target-out-of-range"), "{findings:#?}");
    assert_eq!(findings.len(), 8, "no follow-up faults: {findings:#?}");
}

/// Children of the stages as published figures have them: preschool falls to about 60 % of 2020 (193,000) by 2027, primary
/// peaks in 2023, junior about 2029.
#[test]
fn stages_of_the_shipped_study_peak_when_they_should() {
    let rolls = table(&run_folder(), "rolls");
    let (stages, years, children) =
        (strings(&rolls, "stage"), numbers(&rolls, "year"), numbers(&rolls, "children"));
    let total = |stage: &str, year: f64| -> f64 {
        (0..rolls.height())
            .filter(|row| stages[*row] == stage && years[*row] == year)
            .map(|row| children[row])
            .sum()
    };
    let peak = |stage: &str| {
        (2023..=2035)
            .map(f64::from)
            .max_by(|one, other| total(stage, *one).total_cmp(&total(stage, *other)))
            .unwrap()
    };
    assert!(
        (0.57..0.65).contains(&(total("preschool", 2027.0) / 193_000.0)),
        "{}",
        total("preschool", 2027.0)
    );
    assert_eq!(peak("primary"), 2023.0);
    assert!((2028.0..=2030.0).contains(&peak("junior")), "{}", peak("junior"));
}

/// A made-up study is made, is good, and the same seed gives the same bytes.
#[test]
fn made_up_studies_repeat_and_can_be_planned() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["one", "two"] {
        let made = xuewei(folder.path(), &["synth", name, "--towns", "20", "--counties", "2", "--seed", "5"]);
        assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    }
    for entry in fs::read_dir(folder.path().join("one/data")).unwrap() {
        let path = entry.unwrap().path();
        let other = folder.path().join("two/data").join(path.file_name().unwrap());
        assert_eq!(fs::read(&path).unwrap(), fs::read(other).unwrap(), "{}", path.display());
    }
    let checked = xuewei(folder.path(), &["check", "one"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    let planned = xuewei(folder.path(), &["plan", "one", "--out", "run", "--format", "json"]);
    assert!([Some(0), Some(3)].contains(&planned.status.code()), "{}", text(&planned.stderr));
    let summary: Value = serde_json::from_slice(&planned.stdout).expect("JSON");
    assert!(summary["gap"].as_f64().unwrap() <= 0.001);
    let again = xuewei(folder.path(), &["synth", "one"]);
    assert_eq!(again.status.code(), Some(2));
}

/// Rolls on the screen, in CSV and in JSON, agree.
#[test]
fn a_projection_prints_alike_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let model = shipped();
    let shown = |format: &str| {
        let output =
            xuewei(folder.path(), &["project", model.to_str().unwrap(), "--by", "town", "--format", format]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(shown("csv").as_bytes()).records().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 130 * 4 * 13, "a row for every town, stage and school year");
    let json: Value = serde_json::from_str(&shown("json")).expect("JSON");
    let first = &json["tables"][0]["rows"][0];
    assert!(near(first[5].as_f64().unwrap(), rows[0][5].parse().unwrap(), 0.01));
    assert!(shown("table").contains(&rows[0][1]));
}

/// A backtest of too short a history says so and is no fault; a long one, of population alone, shows every method.
#[test]
fn backtests_answer_for_short_and_long_histories() {
    let folder = tempfile::tempdir().unwrap();
    let short = xuewei(folder.path(), &["backtest", shipped().to_str().unwrap()]);
    assert_eq!(short.status.code(), Some(0));
    assert!(text(&short.stderr).contains("无法回测"), "{}", text(&short.stderr));
    let data = folder.path().join("long/data");
    fs::create_dir_all(&data).unwrap();
    let write = |table: &str, text: &str| fs::write(data.join(format!("{table}.csv")), text).unwrap();
    write("counties", "code,name\nc,c\n");
    write("towns", "code,name,county\na,a,c\nb,b,c\n");
    write("schools", "school,name,town,stage,sector,places,pupils\n");
    write("projects", "project,name,town,programme,kind,sector,places.primary,capex,earliest,latest\n");
    // Births fall by 2 % a year in one town and 4 % in the other; nobody moves or dies.
    let mut population = String::from("town,date,age,persons\n");
    for (town, births, fall) in [("a", 400.0, 0.98_f64), ("b", 150.0, 0.96)] {
        for year in 2005..=2022 {
            for age in 0..=14 {
                let persons = (births * fall.powi(year - age - 1990)).round();
                writeln!(population, "{town},{year}-12-31,{age},{persons}").unwrap();
            }
        }
    }
    write("population", &population);
    fs::write(
        folder.path().join("long/long.toml"),
        "name = \"long\"\ndata = \"data\"\nbase_year = 2022\nhorizon = { first = 2023, last = 2024, outlook = 2025 }\n\
         [[sector]]\nid = \"public\"\nname = { zh = \"公办\" }\n\
         [[programme]]\nid = \"all\"\nname = { zh = \"建设\" }\n\
         [[stage]]\nid = \"primary\"\nname = { zh = \"小学\" }\nages = [6, 11]\nprogramme = \"all\"\nenrolment_rate = 1.0\n",
    )
    .unwrap();
    let long =
        xuewei(folder.path(), &["--lang", "en", "backtest", "long", "--horizons", "1,5", "--format", "json"]);
    assert_eq!(long.status.code(), Some(0), "{}", text(&long.stderr));
    let found: Value = serde_json::from_slice(&long.stdout).expect("JSON");
    let rows = found["tables"][0]["rows"].as_array().unwrap();
    let wape = |method: &str, ahead: f64| -> f64 {
        let of = |row: &&Value| {
            row[0] == "小学 6–11" && row[1].as_f64() == Some(ahead) && row[2] == "all" && row[3] == method
        };
        rows.iter().find(of).unwrap_or_else(|| panic!("{method} in {rows:#?}"))[7].as_f64().unwrap()
    };
    // Without moves and deaths, ratios know every cohort that is born, but for rounding; no change errs by the fall.
    for ahead in [1.0, 5.0] {
        assert!(wape("smoothing chosen, damped fertility (default)", ahead) < 0.01);
        assert!(wape("no change", ahead) > 0.015 * ahead);
    }
}

#[test]
fn help_has_examples_and_usage_has_its_own_answer() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["check", "project", "backtest", "plan", "export", "synth"] {
        let output = xuewei(folder.path(), &[command, "--help"]);
        assert!(text(&output.stdout).contains("xuewei"), "{command}");
        assert_eq!(output.status.code(), Some(0));
    }
    assert_eq!(xuewei(folder.path(), &["plan"]).status.code(), Some(2));
    assert_eq!(xuewei(folder.path(), &["plan", "nowhere.toml"]).status.code(), Some(1));
}

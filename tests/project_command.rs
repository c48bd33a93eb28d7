//! `xuewei project` as a whole: areas add up, bands and births frame the central path, schools by grade, whole children.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const MODEL: &str = r#"name = "region"
title = { zh = "区域", en = "Region" }
data = "data"
base_year = 2022
horizon = { first = 2023, last = 2024, outlook = 2030 }

[[sector]]
id = "public"

[[stage]]
id = "primary"
name = { zh = "小学", en = "Primary" }
ages = [6, 11]
enrolment_rate = 1.0

[[stage]]
id = "junior"
name = { zh = "初中", en = "Junior" }
ages = [12, 14]
first_grade = 7
enrolment_rate = 1.0
"#;

/// Two counties of two towns; 400 people of each age in the first town and 40 fewer in each of the others, 2018 to 2022. Each
/// town has a school of all grades, which 19 of 20 children attend, so that no grade changes on the way.
fn write(folder: &Path) {
    let data = folder.join("data");
    fs::create_dir(&data).unwrap();
    fs::write(folder.join("region.toml"), MODEL).unwrap();
    let write = |table: &str, text: &str| fs::write(data.join(format!("{table}.csv")), text).unwrap();
    write("counties", "code,name,name_en\nc,甲县,First\nd,乙县,Second\n");
    write("towns", "code,name,county\nt0,t0,c\nt1,t1,c\nt2,t2,d\nt3,t3,d\n");
    write("schools", "school,name,town,stage,sector,places,pupils\n");
    write("projects", "project,name,town,programme,kind,sector,places.primary,capex,earliest,latest\n");
    let mut population = String::from("town,date,age,persons\n");
    let mut pupils = String::from("school,town,year,grade,pupils\n");
    for town in 0..4 {
        let size = 400 - 40 * town;
        for year in 2018..=2022 {
            for age in 0..60 {
                writeln!(population, "t{town},{year}-08-31,{age},{size}").unwrap();
            }
            for grade in 1..=9 {
                writeln!(pupils, "S{town},t{town},{year},{grade},{}", size * 19 / 20).unwrap();
            }
        }
    }
    write("population", &population);
    write("enrolment", &pupils);
}

fn xuewei(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
    command.current_dir(folder).args(["--lang", "en", "project", "region.toml"]).args(arguments);
    command.output().unwrap()
}

/// Records of the last table of the CSV output.
fn rows(folder: &Path, arguments: &[&str]) -> Vec<csv::StringRecord> {
    let output = xuewei(folder, &[arguments, &["--format", "csv"]].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let last = text.split("\n# ").last().unwrap();
    let table = if text.starts_with('#') { last.split_once('\n').unwrap().1 } else { last };
    csv::Reader::from_reader(table.as_bytes()).records().map(Result::unwrap).collect()
}

fn figure(row: &csv::StringRecord, from_the_end: usize) -> f64 {
    row[row.len() - 1 - from_the_end].parse().unwrap()
}

#[test]
fn areas_add_up_and_frame_the_central_path() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let [all, county, town] = ["all", "county", "town"].map(|by| rows(folder.path(), &["--by", by]));
    assert_eq!([all.len(), county.len(), town.len()], [16, 32, 64]);
    // Children, places needed, p10, p50, p90, low, high.
    for (position, row) in all.iter().enumerate() {
        let [children, level, p10, p50, p90, low, high] = [6, 5, 4, 3, 2, 1, 0].map(|back| figure(row, back));
        assert!(p10 < level && level < p90 && low <= level && level <= high, "{row:?}");
        assert!((p50 / level - 1.0).abs() < 0.02, "{row:?}");
        for back in [6, 5, 1, 0] {
            let sum = |rows: &[csv::StringRecord]| {
                rows.iter().skip(position).step_by(16).map(|row| figure(row, back)).sum::<f64>()
            };
            assert!((sum(&county) - figure(row, back)).abs() <= 2.0, "{row:?}");
            assert!((sum(&town) - figure(row, back)).abs() <= 3.0, "{row:?}");
        }
        // Six ages of 1,360 children, and three; 19 of 20 attend.
        let ages = if &row[0] == "Primary" { 6.0 } else { 3.0 };
        if &row[1] == "2023" {
            assert!((children - ages * 1360.0).abs() < 1.5 && (level - ages * 1292.0).abs() < 1.5, "{row:?}");
        }
    }
    let some = rows(folder.path(), &["--stages", "junior", "--years", "2025,2030"]);
    assert_eq!(some.iter().map(|row| row[1].to_owned()).collect::<Vec<_>>(), ["2025", "2030"]);
    assert_eq!(xuewei(folder.path(), &["--stages", "senior"]).status.code(), Some(2));
}

#[test]
fn schools_by_grade_on_screen_and_in_the_run_folder() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let shown = rows(folder.path(), &["--by", "school", "--years", "2022,2026", "--out", "run", "--csv"]);
    assert_eq!(shown.len(), 4 * 9 * 2);
    for row in &shown {
        let town: f64 = row[0][1..].parse().unwrap();
        // Pupils, p10, p90, low, high; what was counted has no band.
        assert!((figure(row, 4) - (400.0 - 40.0 * town) * 0.95).abs() < 0.6, "{row:?}");
        if &row[5] == "projected" {
            assert!(figure(row, 3) <= figure(row, 4) && figure(row, 4) <= figure(row, 2), "{row:?}");
        } else {
            assert!(row[7].is_empty() && row[8].is_empty(), "{row:?}");
        }
    }
    assert_eq!((&shown[0][5], &shown[1][5]), ("counted", "projected"));
    let table = fs::read_to_string(folder.path().join("run/roll_by_grade.csv")).unwrap();
    assert_eq!(table.lines().count(), 1 + 4 * 9 * 13, "four schools, nine grades, 2018 to 2030");
    assert!(table.lines().any(|line| line.starts_with("S1,t1,junior,7,*,2030,projected,")), "{table}");
}

#[test]
fn whole_children_add_up() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let output = xuewei(folder.path(), &["--whole", "--seed", "7", "--by", "town", "--out", "run", "--csv"]);
    assert_eq!(output.status.code(), Some(0));
    let rolls = fs::read_to_string(folder.path().join("run/rolls.csv")).unwrap();
    for line in rolls.lines().skip(1) {
        let children: f64 = line.rsplit(',').next().unwrap().parse().unwrap();
        assert!(children.fract() == 0.0, "{line}");
    }
}

#[test]
fn demand_that_is_given_has_no_band() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    let mut demand = String::from("town,stage,year,children\n");
    for town in 0..4 {
        writeln!(demand, "t{town},junior,2023,{}", 100 + town).unwrap();
    }
    fs::write(folder.path().join("data/demand.csv"), demand).unwrap();
    for row in rows(folder.path(), &["--by", "all"]) {
        let band = [4, 3, 2].map(|back| row[row.len() - 1 - back].to_owned());
        if &row[0] == "Junior" {
            // 100 + 101 + 102 + 103, the same in every later year.
            assert!((figure(&row, 5) - 406.0).abs() < 1e-9, "{row:?}");
            assert!(band.iter().all(String::is_empty), "{row:?}");
        } else {
            assert!(band.iter().all(|cell| !cell.is_empty()), "{row:?}");
        }
    }
}

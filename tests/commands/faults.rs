//! What cannot be kept, and what is faulty, is named.

use super::*;

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
        message.contains("projects.csv 第")
            && message.contains("status（阶段）")
            && message.contains("plannned"),
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

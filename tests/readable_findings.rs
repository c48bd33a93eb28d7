//! Findings on the screen: of one kind together, the worst first, in the language asked for.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod tiny_study;

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};
use tiny_study::TinyStudy;

/// Runs a command of the program in a folder.
fn xuewei(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
    command.current_dir(folder).env_remove("XUEWEI_LANG").args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn check(study: &TinyStudy, arguments: &[&str]) -> String {
    let folder = study.write();
    text(&xuewei(folder.path(), &[&["check", "tiny.toml"], arguments].concat()).stdout)
}

/// The tiny study with so many more schools, whose places and pupils are as given.
fn with_schools(rows: &[(&str, &str)]) -> TinyStudy {
    let mut study = TinyStudy::new();
    let table = study.text("schools");
    for (number, (places, pupils)) in rows.iter().enumerate() {
        let _ = writeln!(table, "X{number},校{number},A01,primary,public,,{places},{pupils},,,,,");
    }
    study
}

/// Ten more schools in rows 6 to 15, of which those with 10 to 50 pupils too many are five: rows 6 (20), 8 (50), 9 (10), 10 (40) and 15 (30).
fn crowded() -> TinyStudy {
    let pupils = ["120", "80", "150", "110", "140", "90", "90", "90", "90", "130"];
    with_schools(&pupils.map(|pupils| ("100", pupils)))
}

#[test]
fn many_of_a_kind_are_a_count_the_worst_and_their_rows() {
    let said = check(&crowded(), &["--lang", "en"]);
    let expected = "\
warning[pupils-over-places] data/schools.csv (pupils): 5 of 14 rows; the worst:
  row 8: 校2: 150 pupils in 100 places
  row 10: 校4: 140 pupils in 100 places
  row 15: 校9: 130 pupils in 100 places
  and 2 more: rows 6, 9
  hint: leave it if the school is overcrowded, else correct it
0 errors, 5 warnings, 0 notes.
Findings of one kind are put together: xuewei check tiny.toml --all lists every one, --xlsx FILE marks them in the tables.
";
    assert!(said.starts_with(expected), "{said}");
    let said = check(&crowded(), &[]);
    let expected = "\
警告 data/schools.csv “pupils（在校生）”：14行中有5行，最突出的：
  第8行：校2：在校生150人，学位100个
  第10行：校4：在校生140人，学位100个
  第15行：校9：在校生130人，学位100个
  另有2处：第6、9行
  建议：确有超员可不理会；否则请核对
错误 0，警告 5，提示 0。
";
    assert!(said.starts_with(expected), "{said}");
}

#[test]
fn few_of_a_kind_are_told_in_full() {
    let said = check(&with_schools(&[("100", "120"), ("100", "130"), ("100", "90")]), &["--lang", "en"]);
    let told = said.lines().filter(|line| line.starts_with("warning[pupils-over-places]")).count();
    assert_eq!(told, 2, "{said}");
    assert!(said.contains("data/schools.csv:7 (pupils): 校1: 130 pupils in 100 places"), "{said}");
    assert!(!said.contains("--all"), "{said}");
}

#[test]
fn the_whole_list_is_there_for_those_who_ask() {
    let all = check(&crowded(), &["--lang", "en", "--all"]);
    assert_eq!(all.matches("warning[pupils-over-places]").count(), 5, "{all}");
    let json = check(&crowded(), &["--format", "json"]);
    let list: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(list.as_array().unwrap().len(), 5, "{json}");
    let csv = check(&crowded(), &["--format", "csv"]);
    assert_eq!(csv.lines().count(), 6, "{csv}");
}

/// A column of words where numbers are wanted: 30 rows at fault, one thing to read.
#[test]
fn a_wrong_column_is_one_thing_to_read() {
    let rows: Vec<(String, &str)> = (0..30).map(|number| (format!("约{number}"), "5")).collect();
    let rows: Vec<(&str, &str)> = rows.iter().map(|(places, pupils)| (places.as_str(), *pupils)).collect();
    let mut study = with_schools(&rows);
    // The four schools of the study are left out, so that no cell of the column can be read.
    let table = study.text("schools");
    let kept: Vec<&str> = table.lines().filter(|line| !line.starts_with('S')).collect();
    *table = kept.join("\n") + "\n";
    let said = check(&study, &["--lang", "en"]);
    let lines: Vec<&str> = said.lines().filter(|line| !line.starts_with("error[unknown")).collect();
    assert_eq!(lines[0], "error[not-a-number] data/schools.csv (places): all 30 rows; the first:", "{said}");
    assert_eq!(lines[4], "  and 27 more: rows 5–31", "{said}");
    assert!(lines[6].starts_with("  every cell of the column is so"), "{said}");
    assert!(said.lines().count() < 14, "{said}");
    // The same word everywhere is said once.
    let same = with_schools(&[("待定", "5"); 6]);
    let said = check(&same, &[]);
    assert!(said.contains("“places（学位）”：“待定”不是数（10行中有6行）\n  第6—11行\n  建议："), "{said}");
}

#[test]
fn errors_come_before_warnings_and_warnings_before_notes() {
    let study = crowded().patch("towns", "A02,西镇,A,镇", "A02,西镇,A,城").patch(
        "births",
        "A01,2020,",
        "A01,2020年,",
    );
    for arguments in [&["--lang", "en"][..], &["--lang", "en", "--all"]] {
        let said = check(&study, arguments);
        let at = |word: &str| said.find(word).unwrap_or_else(|| panic!("{word}: {said}"));
        // By file the note would come first: births, schools, towns.
        assert!(at("error[") < at("warning[") && at("warning[") < at("note["), "{said}");
    }
}

/// What a plan or projection cannot use is told; what is only worth knowing is counted, with the command that shows it.
#[test]
fn other_commands_tell_errors_and_count_the_rest() {
    let faulty = crowded().patch("towns", "A02,西镇,A,镇", "A02,西镇,A,城").write();
    for command in ["plan", "project", "backtest"] {
        let output = xuewei(faulty.path(), &["--lang", "en", command, "tiny.toml"]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert_eq!(said.matches("error[unknown-choice] data/towns.csv:3 (kind)").count(), 1, "{said}");
        assert!(!said.contains("warning["), "{said}");
        assert!(said.contains("The check also gives 5 warnings; see xuewei check tiny.toml\n"), "{said}");
    }
    let sound = crowded().write();
    let said = text(&xuewei(sound.path(), &["project", "tiny.toml"]).stderr);
    assert!(said.starts_with("检查结果另有警告5条，见 xuewei check tiny.toml\n"), "{said}");
    let quiet = TinyStudy::new().write();
    let said = text(&xuewei(quiet.path(), &["project", "tiny.toml"]).stderr);
    assert!(!said.contains("xuewei check"), "{said}");
}

/// A column has the name that its file gives it; what the file lacks has the name of the reader's language.
#[test]
fn columns_are_named_in_the_language_asked_for() {
    let chinese = crowded().patch(
        "schools",
        "school,name,town,stage,sector,grade,places,pupils,migrant_pupils,lon,lat,opened,closes",
        "学校代码,校名,乡镇,学段,办学性质,等级,学位,在校生,随迁子女,经度,纬度,开办学年,停办学年",
    );
    let zh = check(&chinese, &[]);
    assert!(zh.contains("警告 data/schools.csv “在校生”："), "{zh}");
    let en = check(&chinese, &["--lang", "en"]);
    assert!(en.contains("data/schools.csv (在校生 = pupils)"), "{en}");
    let zh = check(&chinese.clone().patch("schools", "乡镇", "甲乙丙丁"), &[]);
    assert!(zh.contains("data/schools.csv 第1行“乡镇”：缺少列“乡镇”"), "{zh}");
    assert!(!zh.contains("town"), "{zh}");
    let en = check(&crowded().patch("schools", "name,town", "name,zzzz"), &["--lang", "en"]);
    assert!(en.contains("data/schools.csv:1 (town): column `town` is missing"), "{en}");
    assert!(!en.contains("乡镇"), "{en}");
    // What might be meant is listed in one language.
    let unknown = check(&chinese.clone().patch("schools", "停办学年", "甲乙丙丁"), &[]);
    assert!(unknown.contains("已知的列：学校代码、校名、乡镇"), "{unknown}");
}

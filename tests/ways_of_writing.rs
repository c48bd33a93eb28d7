//! Other ways of writing a study give the same study: encodings, Chinese heads, a workbook; where its model is found; a large table.

#![allow(
    clippy::format_collect,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::too_many_lines
)]

mod tiny_study;

use std::path::Path;
use tiny_study::{TinyStudy, findings};
use xuewei::diagnostic::Severity;

#[test]
fn other_encodings_give_the_same_study() {
    let plain = TinyStudy::new().read();
    let gb18030 = TinyStudy::new().write_as(|text| encoding_rs::GB18030.encode(text).0.into_owned());
    let gb18030 = xuewei::input::read_study(gb18030.path());
    assert!(gb18030.diagnostics.iter().all(|note| note.code == "read-as-gb18030"));
    assert!(gb18030.diagnostics.len() > 3);
    let marked = TinyStudy::new().write_as(|text| [b"\xEF\xBB\xBF", text.as_bytes()].concat());
    let marked = xuewei::input::read_study(marked.path());
    assert_eq!(findings(&marked), Vec::<String>::new());
    let wide = TinyStudy::new().write_as(|text| {
        "\u{feff}"
            .chars()
            .chain(text.chars())
            .collect::<String>()
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect()
    });
    let wide = xuewei::input::read_study(wide.path());
    assert_eq!(findings(&wide), Vec::<String>::new());
    assert!(plain.study.is_some());
    assert_eq!((&plain.study, &plain.study, &plain.study), (&gb18030.study, &marked.study, &wide.study));
}

#[test]
fn bytes_of_no_encoding_are_a_fault() {
    let folder = TinyStudy::new().write();
    std::fs::write(folder.path().join("data/costs.csv"), b"stage,\xFF\xFF\xFF").expect("file");
    assert_eq!(findings(&xuewei::input::read_study(folder.path())), ["encoding costs.csv:- -"]);
}

/// The study with Chinese table names and heads.
fn in_chinese() -> TinyStudy {
    let mut study = TinyStudy::new();
    for (name, text) in &mut study.files {
        let stem = name.trim_start_matches("data/").trim_end_matches(".csv").to_owned();
        let Some(table) = xuewei::schema::Table::named(&stem) else { continue };
        let (heads, rows) = text.split_once('\n').expect("heads");
        let chinese = |head: &str| match head.split_once('.') {
            Some((_, stage)) => format!("学位.{stage}"),
            None => table.column(head).expect("column").zh.to_owned(),
        };
        let heads: Vec<String> = heads.split(',').map(chinese).collect();
        *text = format!("{}\r\n\r\n{}", heads.join(","), rows.replace('\n', "\r\n"));
        *name = format!("data/{}.csv", table.zh);
    }
    study
}

#[test]
fn chinese_heads_give_the_same_study() {
    let reading = in_chinese().read();
    assert_eq!(findings(&reading), Vec::<String>::new());
    assert_eq!(reading.study, TinyStudy::new().read().study);
    let broken = in_chinese().patch("data/学校.csv", "public,,900", "public,,九百").read();
    assert_eq!(findings(&broken), ["not-a-number 学校.csv:5 学位"]);
}

/// Writes the tables into one workbook in place of the folder's CSV files; numbers as numbers, dates as dates.
fn as_workbook(study: &TinyStudy) -> tempfile::TempDir {
    study.write_with(&mut study.workbook(true, "", |_, _| {}))
}

#[test]
fn a_workbook_gives_the_same_study() {
    let folder = as_workbook(&TinyStudy::new());
    let reading = xuewei::input::read_study(folder.path());
    assert_eq!(findings(&reading), Vec::<String>::new());
    assert_eq!(reading.study, TinyStudy::new().read().study);
    assert_eq!(reading.files.len(), 2);
}

#[test]
fn a_broken_cell_of_a_workbook_has_sheet_row_and_column() {
    let folder = as_workbook(&TinyStudy::new().patch("schools", "public,,900", "public,,many"));
    let reading = xuewei::input::read_study(&folder.path().join("tiny.toml"));
    assert_eq!(findings(&reading), ["not-a-number tables.xlsx:4 places"]);
    assert_eq!(reading.diagnostics[0].location.sheet.as_deref(), Some("schools"));
}

#[test]
fn a_folder_needs_one_model() {
    let folder = TinyStudy::new().write();
    std::fs::write(folder.path().join("other.toml"), "").expect("file");
    let name = folder.path().file_name().expect("name").to_string_lossy().into_owned();
    assert_eq!(findings(&xuewei::input::read_study(folder.path())), [format!("no-model {name}:- -")]);
    std::fs::copy(folder.path().join("tiny.toml"), folder.path().join(format!("{name}.toml"))).expect("copy");
    assert!(xuewei::input::read_study(folder.path()).study.is_some());
    let nowhere = folder.path().join("nowhere.toml");
    assert_eq!(findings(&xuewei::input::read_study(&nowhere)), ["unreadable-file nowhere.toml:- -"]);
}

/// Findings of the study with more files in the folder of its tables, and whether it can be used.
fn with_files(files: &[(&str, &str)]) -> (Vec<String>, bool) {
    let folder = TinyStudy::new().write();
    for (name, text) in files {
        let path = folder.path().join("data").join(name);
        std::fs::create_dir_all(path.parent().expect("folder")).expect("folder");
        std::fs::write(path, text).expect("file");
    }
    let reading = xuewei::input::read_study(folder.path());
    (findings(&reading), reading.study.is_some())
}

const LIMITS: &str = "year,county,source,limit\n2023,*,*,1\n";

#[test]
fn every_file_beside_the_tables_is_read_or_told() {
    let warned = |name: &str| vec![format!("unknown-table {name}:- -")];
    // A near name, with the table it may be; by its heads alone; another kind of file; a copy that an editor keeps.
    for name in [
        "budget-2023.csv",
        "预算2024.csv",
        "limits.csv",
        "budget.xlsx",
        "预算.ods",
        "budget.csv.bak",
        "costs.txt",
    ] {
        assert_eq!(with_files(&[(name, LIMITS)]), (warned(name), true), "{name}");
    }
    // No table is near: a note.
    for name in ["pictures.csv", "map.png", "letter.docx"] {
        assert_eq!(with_files(&[(name, "a,b\n1,2\n")]), (warned(name), true), "{name}");
    }
    let quiet = [
        "README.txt",
        "readme.md",
        "~$budget.xlsx",
        ".DS_Store",
        "m.toml",
        "x.json",
        "说明.txt",
        "Thumbs.db",
    ];
    let quiet: Vec<(&str, &str)> = quiet.iter().map(|name| (*name, "x")).collect();
    assert_eq!(with_files(&quiet), (vec![], true));
    // A subfolder is told of where it holds what no table is read from; the folder of a run is none of the study's.
    assert_eq!(
        with_files(&[("new/land.csv", "area,year,limit\n")]),
        (vec!["subfolder new:- -".into()], true)
    );
    assert_eq!(with_files(&[("run/manifest.json", "{}"), ("run/money.csv", "a\n")]), (vec![], true));
}

#[test]
fn tables_in_other_capitals_or_with_two_endings_are_read() {
    let land = "area,year,limit\nA,2023,9000\n";
    for name in ["LAND.CSV", "Land.csv", "land.csv.csv", "用地指标.csv.csv"] {
        let folder = TinyStudy::new().write();
        std::fs::write(folder.path().join("data").join(name), land).expect("file");
        let reading = xuewei::input::read_study(folder.path());
        assert_eq!(findings(&reading), [format!("table-name {name}:- -")], "{name}");
        assert_eq!(reading.study.expect("study").land.len(), 1, "{name}");
    }
    // Two files of one table: which is meant cannot be known.
    let two = with_files(&[("BUDGET.CSV", LIMITS)]);
    assert!(!two.1 && two.0.contains(&"duplicate-table budget.csv:- -".to_owned()), "{two:?}");
}

#[test]
fn tables_beside_the_model_or_the_workbook_are_told() {
    let folder = TinyStudy::new().write();
    std::fs::write(folder.path().join("land.csv"), "area,year,limit\n").expect("file");
    let reading = xuewei::input::read_study(folder.path());
    assert_eq!(findings(&reading), ["unknown-table land.csv:- -"]);
    // Two sheets that are no tables by name: one has the heads of a table, one explains; the third is empty.
    let study = TinyStudy::new();
    let mut book = study.workbook(true, "", |_, _| {});
    let sheet = book.add_worksheet();
    sheet.set_name("汇总").expect("name");
    for (column, head) in (0..).zip(["年份", "县", "资金来源", "上限"]) {
        sheet.write_string(1, column, head).expect("cell");
    }
    book.add_worksheet().set_name("填表说明").expect("name").write_string(0, 0, "单位：万元").expect("cell");
    book.add_worksheet().set_name("Sheet3").expect("name");
    book.add_worksheet().set_name("预算2").expect("name").write_string(0, 0, "年份").expect("cell");
    let folder = study.write_with(&mut book);
    let reading = xuewei::input::read_study(folder.path());
    let told: Vec<_> =
        reading.diagnostics.iter().map(|one| (one.code, one.location.sheet.as_deref())).collect();
    assert_eq!(told, [("unknown-table", Some("汇总")), ("unknown-table", Some("预算2"))]);
    assert!(
        reading
            .diagnostics
            .iter()
            .all(|one| one.hint.en.contains("budget") && one.severity == Severity::Warning)
    );
}

#[test]
fn the_shipped_model_is_sound_but_for_its_tables() {
    let folder = tempfile::tempdir().expect("folder");
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/taizhou.toml");
    std::fs::copy(model, folder.path().join("model.toml")).expect("copy");
    let reading = xuewei::input::read_study(&folder.path().join("model.toml"));
    assert_eq!(findings(&reading), ["unreadable-file taizhou:- -"]);
}

#[test]
#[ignore = "a measurement: 157,000 rows of population"]
fn a_large_table_is_read() {
    let mut study = TinyStudy::new();
    let counted = |row: usize| {
        let (town, year) = (["A01", "A02", "B01"][row / 24_000], 1900 + row / 200 % 120);
        let sex = if (row / 100).is_multiple_of(2) { "male" } else { "female" };
        format!("{town},{year}-12-31,local,{sex},{},{}.25\n", row % 100, row % 997)
    };
    let rows: String = (0..72_000).map(counted).collect();
    let of_county = |row: usize| {
        let group = ["local", "migrant", ""][row / 120 % 3];
        format!("B,{}-11-01,{group},,{},1\n", 1900 + row / 360, row % 120)
    };
    let more: String = (0..85_000).map(of_county).collect();
    *study.text("population") = format!("town,date,group,sex,age,persons\n{rows}{more}");
    let folder = study.write();
    let start = std::time::Instant::now();
    let reading = xuewei::input::read_study(folder.path());
    let seconds = start.elapsed().as_secs_f64();
    println!("{seconds:.2} s, {} findings", reading.diagnostics.len());
    assert_eq!(findings(&reading), Vec::<String>::new());
    assert_eq!(reading.study.map(|study| study.population.len()), Some(157_000));
}

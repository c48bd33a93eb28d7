//! `check --xlsx`: the tables come back as they were, with every finding at its cell.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_possible_truncation
)]

mod tiny_study;

use calamine::{Data, Reader as _, SheetVisible, Xlsx, open_workbook};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;
use tiny_study::{TinyStudy, findings};
use xuewei::domain::Language;
use xuewei::input::{Reading, grids, read_study};
use xuewei::report::marked_workbook;

fn check(language: &str, study: &Path, file: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
    command.args(["--lang", language, "check"]).arg(study).arg("--xlsx").arg(file).output().unwrap()
}

fn open(file: &Path) -> Xlsx<std::io::BufReader<fs::File>> {
    open_workbook(file).unwrap()
}

/// Every part of a workbook, by name; each must be sound XML.
fn parts(file: &Path) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(fs::File::open(file).unwrap()).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        parts.insert(entry.name().unwrap().into_owned(), text);
    }
    parts
}

/// Background of a cell, `RRGGBB`; none where it has no fill.
fn background(file: &Path, sheet: &str, at: (u32, u32)) -> Option<String> {
    let styles = open(file).worksheet_style(sheet).unwrap();
    let colour = styles.get(at)?.fill.as_ref()?.foreground_color?;
    Some(format!("{:02X}{:02X}{:02X}", colour.red, colour.green, colour.blue))
}

const RED: Option<&str> = Some("FFB3AD");
const YELLOW: Option<&str> = Some("FFE699");
const BLUE: Option<&str> = Some("CFE2F8");

/// An error in a number, a note on a thousands separator, a warning of totals that differ, and a fault of the model.
fn faulty() -> TinyStudy {
    let mut study = TinyStudy::new().patch("projects", "180,,2500,4000", "many,,2500,\"4,000\"").patch(
        "tiny.toml",
        "month = 8",
        "month = 13",
    );
    study.text("schools").push_str("合计,,,,,,1700,1481,,,,,\n");
    study
}

#[test]
fn cells_at_fault_are_coloured_and_commented() {
    let study = faulty().write();
    let file = study.path().join("marked.xlsx");
    let output = check("en", study.path(), &file);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let mut book = open(&file);
    assert_eq!(book.sheet_names()[0], "Findings");
    // Projects: `many` in N2, `4,000` in Q2; schools: 1481 in H6.
    let projects = book.worksheet_range("projects").unwrap();
    assert_eq!(projects.get_value((1, 13)), Some(&Data::String("many".into())));
    assert_eq!(projects.get_value((1, 15)), Some(&Data::Float(2500.0)));
    assert_eq!(projects.get_value((1, 16)), Some(&Data::String("4,000".into())));
    let found = |sheet: &str, at| background(&file, sheet, at);
    assert_eq!(found("projects", (1, 13)).as_deref(), RED);
    assert_eq!(found("projects", (1, 16)).as_deref(), BLUE);
    assert_eq!(found("projects", (1, 15)), None);
    assert_eq!(found("schools", (5, 7)).as_deref(), YELLOW);
    let parts = parts(&file);
    let comments: String = parts
        .iter()
        .filter(|(name, _)| name.starts_with("xl/comments"))
        .map(|(_, text)| text.as_str())
        .collect();
    for (place, text) in
        [("N2", "`many` is not a number"), ("Q2", "`4,000` is read as `4000`"), ("H6", "1480")]
    {
        assert!(comments.contains(&format!("ref=\"{place}\"")) && comments.contains(text), "{comments}");
    }
    // All findings stand on the first sheet, that of the model without a cell.
    let list = book.worksheet_range("Findings").unwrap();
    let rows: Vec<Vec<String>> =
        list.rows().skip(4).map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let reading = read_study(study.path());
    assert_eq!(rows.len(), reading.diagnostics.len());
    let cells: Vec<(&str, &str)> = rows.iter().map(|row| (row[0].as_str(), row[1].as_str())).collect();
    for expected in
        [("error", "projects!N2"), ("note", "projects!Q2"), ("warning", "schools!H6"), ("error", "")]
    {
        assert!(cells.contains(&expected), "{cells:?}");
    }
    assert!(
        parts["xl/worksheets/sheet1.xml"].contains("location=\"'projects'!N2\"")
            || parts["xl/worksheets/sheet1.xml"].contains("location=\"projects!N2\"")
    );
}

#[test]
fn in_chinese_too() {
    let study = faulty().write();
    let file = study.path().join("标注.xlsx");
    assert_eq!(check("zh", study.path(), &file).status.code(), Some(1));
    let list = open(&file).worksheet_range("检查结果").unwrap();
    let text: String = list.rows().flatten().map(ToString::to_string).collect();
    assert!(text.contains("“many”不是数") && text.contains("错误") && text.contains("红为错误"), "{text}");
    let parts = parts(&file);
    assert!(
        parts.iter().any(|(name, text)| name.starts_with("xl/comments") && text.contains("“many”不是数"))
    );
}

#[test]
fn a_sound_study_comes_back_without_a_mark() {
    let study = TinyStudy::new().write();
    let file = study.path().join("marked.xlsx");
    assert_eq!(check("en", study.path(), &file).status.code(), Some(0));
    assert!(!parts(&file).keys().any(|name| name.starts_with("xl/comments")));
    let again = check("en", study.path(), &file);
    assert_eq!(again.status.code(), Some(2), "never overwritten");
    assert!(String::from_utf8_lossy(&again.stderr).contains("never overwritten"));
    let nowhere = check("en", study.path(), &study.path().join("tiny.toml/marked.xlsx"));
    assert_eq!(nowhere.status.code(), Some(2));
}

/// The study with the marked workbook in place of its tables.
fn marked(study: &TinyStudy, language: Language) -> (Reading, TempDir) {
    let folder = study.write();
    let reading = read_study(folder.path());
    let bytes = marked_workbook(&grids(&reading), &reading.diagnostics, language).unwrap();
    fs::remove_dir_all(folder.path().join("data")).unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    fs::write(folder.path().join("data/marked.xlsx"), bytes).unwrap();
    (reading, folder)
}

/// Findings without the name of the file, and the study: the same from the marked workbook as from the tables.
fn told(reading: &Reading) -> Vec<String> {
    let plain = |one: &String| {
        let (code, place) = one.split_once(' ').unwrap();
        format!("{code} {}", place.rsplit_once(':').map_or(place, |(_, place)| place))
    };
    let mut told: Vec<String> = findings(reading).iter().map(plain).collect();
    told.sort();
    told
}

#[test]
fn the_workbook_reads_as_the_tables_do() {
    let plain = TinyStudy::new();
    let (before, folder) = marked(&plain, Language::Chinese);
    let after = read_study(folder.path());
    assert_eq!((findings(&after), &after.study), (Vec::new(), &before.study));
    // One cell of every column of every table: the same finding at the same row and column, from CSV and from the workbook.
    let mut tried = 0;
    for (name, text) in &plain.files {
        let Some(name) = name.strip_prefix("data/").and_then(|name| name.strip_suffix(".csv")) else {
            continue;
        };
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        for column in 0..rows[0].len() {
            for cell in ["??", "", "１２", "'=1+1", "00012", "1e3", "2022/12/31"] {
                let mut writer = csv::Writer::from_writer(Vec::new());
                for (at, row) in rows.iter().enumerate() {
                    let cells = row.iter().enumerate();
                    writer
                        .write_record(cells.map(|(of, was)| if (at, of) == (1, column) { cell } else { was }))
                        .unwrap();
                }
                let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
                let (before, folder) = marked(&plain.clone().with(name, &text), Language::English);
                let after = read_study(folder.path());
                assert_eq!(told(&after), told(&before), "{name}, column {}, `{cell}`", column + 1);
                assert_eq!(after.study, before.study, "{name}, column {}, `{cell}`", column + 1);
                tried += 1;
            }
        }
    }
    println!("{tried} studies with one cell changed read the same from their marked workbook");
    assert!(tried > 400, "{tried}");
}

/// A workbook with everything that a sheet may hold.
fn office_workbook() -> tempfile::TempDir {
    let study = TinyStudy::new();
    let mut book = study.workbook(false, "counties", |name, sheet| {
        if name == "counties" {
            sheet.merge_range(0, 0, 0, 2, "县一览表", &Format::new()).unwrap();
        }
        if name == "population" {
            let date = Format::new().set_num_format("yyyy/m/d");
            let day = ExcelDateTime::from_ymd(2021, 12, 31).unwrap();
            sheet.write_datetime_with_format(1, 1, &day, &date).unwrap();
            sheet.write_formula(1, 5, Formula::new("=50*2").set_result("100")).unwrap();
        }
    });
    let notes = book.add_worksheet();
    notes.set_name("说明").unwrap().set_hidden(true);
    notes.write_boolean(0, 0, true).unwrap();
    notes.write_number(1, 1, 0.1).unwrap();
    notes.write_string(2, 2, "数据来源：县统计局").unwrap();
    study.write_with(&mut book)
}

#[test]
fn a_workbook_keeps_its_sheets_types_and_formulas() {
    let study = office_workbook();
    let file = study.path().join("marked.xlsx");
    assert_eq!(check("zh", study.path(), &file).status.code(), Some(0));
    let (mut before, mut after) = (open(&study.path().join("data/tables.xlsx")), open(&file));
    assert_eq!(after.sheet_names()[1..], before.sheet_names());
    for name in before.sheet_names() {
        let (one, other) = (before.worksheet_range(&name).unwrap(), after.worksheet_range(&name).unwrap());
        for (row, column, cell) in one.used_cells() {
            let at = (row as u32 + one.start().unwrap().0, column as u32 + one.start().unwrap().1);
            assert_eq!(other.get_value(at), Some(cell), "{name} {at:?}");
        }
        assert_eq!(one.used_cells().count(), other.used_cells().count(), "{name}");
    }
    assert_eq!(after.worksheet_formula("population").unwrap().get_value((1, 5)), Some(&"50*2".to_owned()));
    let hidden = |book: &Xlsx<_>| {
        let notes = book.sheets_metadata().iter().find(|sheet| sheet.name == "说明").unwrap();
        notes.visible == SheetVisible::Hidden
    };
    assert!(hidden(&before) && hidden(&after));
    assert_eq!(after.merge_cells_by_sheet_name("counties").unwrap().len(), 1);
    assert_eq!(background(&file, "counties", (0, 0)).as_deref(), BLUE, "the title above the heads is a note");

    // The list of an earlier check is replaced, not kept.
    fs::rename(&file, study.path().join("data/tables.xlsx")).unwrap();
    assert_eq!(check("zh", study.path(), &file).status.code(), Some(0));
    assert_eq!(open(&file).sheet_names().iter().filter(|name| name.contains("检查结果")).count(), 1);
}

#[test]
fn a_formula_without_its_result_is_told_at_its_cell() {
    let folder = office_workbook();
    // The result of the formula in F2 of the table `population` taken out.
    let file = folder.path().join("data/tables.xlsx");
    let mut archive = zip::ZipArchive::new(fs::File::open(&file).unwrap()).unwrap();
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut writer = zip::ZipWriter::new(&mut bytes);
    let mut changed = 0;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        changed += text.matches("<f>50*2</f><v>100</v>").count();
        writer.start_file(entry.name().unwrap(), zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(
            &mut writer,
            text.replace("<f>50*2</f><v>100</v>", "<f>50*2</f>").as_bytes(),
        )
        .unwrap();
    }
    writer.finish().unwrap();
    assert_eq!(changed, 1);
    drop(archive);
    fs::write(&file, bytes.into_inner()).unwrap();
    let codes = findings(&read_study(folder.path()));
    let errors: Vec<&String> = codes.iter().filter(|code| !code.starts_with("title-row")).collect();
    assert_eq!(errors, ["formula-without-result tables.xlsx:2 persons"]);
}

//! Kinds of files: workbooks of every kind, what is none, and what is given in the place of a model.

use super::tiny_study::{TinyStudy, findings};
use super::writers::{Sheet, compound, ods, xls, xlsb};
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use xuewei::domain::Language;
use xuewei::input::{Reading, grids, read_study};

/// The tables of a study as sheets.
fn sheets(study: &TinyStudy) -> Vec<Sheet> {
    let tables = study.files.iter().filter_map(|(name, text)| {
        let name = name.strip_prefix("data/")?.strip_suffix(".csv")?;
        let mut rows =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let rows = rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        Some(Sheet { name: name.to_owned(), rows, merged: Vec::new() })
    });
    tables.collect()
}

/// The study on disk with a file in the place of its tables, which the model names.
fn with_file(study: &TinyStudy, name: &str, content: &[u8]) -> TempDir {
    let folder = study.write();
    fs::remove_dir_all(folder.path().join("data")).unwrap();
    fs::write(folder.path().join(name), content).unwrap();
    let model = folder.path().join("tiny.toml");
    let text = fs::read_to_string(&model).unwrap();
    fs::write(&model, text.replace("data = \"data\"", &format!("data = \"{name}\""))).unwrap();
    folder
}

fn read(name: &str, content: &[u8]) -> Reading {
    read_study(&with_file(&TinyStudy::new(), name, content).path().join("tiny.toml"))
}

/// One kind of workbook: the names that it has, and its bytes.
type Form = (&'static [&'static str], fn(&[Sheet]) -> Vec<u8>);

fn forms() -> [Form; 3] {
    [
        (&["tables.xls", "tables.et", "tables.XLS", "tables.xlsx"], xls),
        (&["tables.xlsb", "tables.xlsx"], xlsb),
        (&["tables.ods", "tables.dat"], |sheets| ods(sheets, "", &|_, _, _| None)),
    ]
}

#[test]
fn workbooks_of_every_kind_give_the_same_study() {
    let plain = TinyStudy::new().read().study;
    assert!(plain.is_some());
    for (names, bytes) in forms() {
        let content = bytes(&sheets(&TinyStudy::new()));
        for name in names {
            let reading = read(name, &content);
            assert_eq!(findings(&reading), Vec::<String>::new(), "{name}");
            assert_eq!(reading.study, plain, "{name}");
        }
        // The only workbook of the folder that the model names.
        let folder = TinyStudy::new().write();
        fs::remove_dir_all(folder.path().join("data")).unwrap();
        fs::create_dir(folder.path().join("data")).unwrap();
        fs::write(folder.path().join("data").join(names[0]), &content).unwrap();
        let reading = read_study(folder.path());
        assert_eq!((findings(&reading), &reading.study), (Vec::new(), &plain), "{}", names[0]);
        assert_eq!(grids(&reading).len(), 10, "{}: written back by check --xlsx", names[0]);
    }
    // A workbook with macros has the parts of one without.
    let study = TinyStudy::new();
    let folder = study.write_with(&mut study.workbook(true, "", |_, _| {}));
    let data = folder.path().join("data");
    fs::rename(data.join("tables.xlsx"), data.join("tables.xlsm")).unwrap();
    assert_eq!((findings(&read_study(folder.path())), read_study(folder.path()).study), (Vec::new(), plain));
}

#[test]
fn faults_and_merged_cells_of_every_kind_have_their_place() {
    let study = TinyStudy::new().patch("schools", "public,,900", "public,,many");
    for (names, bytes) in forms() {
        let mut sheets = sheets(&study);
        // Town and stage of the second school are those of the first.
        let schools = sheets.iter_mut().find(|sheet| sheet.name == "schools").unwrap();
        assert_eq!((schools.rows[1][2].as_str(), schools.rows[1][3].as_str()), ("A01", "preschool"));
        (schools.rows[2][2], schools.rows[2][3]) = (String::new(), String::new());
        schools.merged = vec![(1, 2, 2, 2), (1, 3, 2, 3)];
        let reading = read(names[0], &bytes(&sheets));
        let name = names[0];
        let expected =
            [("merged-cells", 2, "stage"), ("merged-cells", 2, "town"), ("not-a-number", 4, "places")];
        let expected = expected.map(|(code, row, column)| format!("{code} {name}:{row} {column}"));
        assert_eq!(findings(&reading), expected);
        assert_eq!(reading.diagnostics[2].location.sheet.as_deref(), Some("schools"), "{name}");
    }
}

/// Dates, number formats and formulas of `OpenDocument`.
#[test]
fn cells_of_open_document_have_types() {
    let styles = "<number:number-style style:name=\"N1\"><number:number number:decimal-places=\"1\" number:display-factor=\"1000\">\
                  <number:embedded-text number:position=\"1\">.</number:embedded-text></number:number><number:text>万元</number:text></number:number-style>\
                  <style:style style:name=\"ce1\" style:family=\"table-cell\" style:data-style-name=\"N1\"/>";
    let cell = |sheet: &str, row: usize, column: usize| {
        match (sheet, row, column) {
        ("population", 1, 1) => Some(
            "<table:table-cell office:value-type=\"date\" office:date-value=\"2021-12-31T00:00:00\"><text:p>2021年12月31日</text:p></table:table-cell>".to_owned(),
        ),
        // 25,000,000 yuan that show as 2500.0万元.
        ("projects", 1, 15) => Some(
            "<table:table-cell table:style-name=\"ce1\" office:value-type=\"float\" office:value=\"25000000\"><text:p>2500.0万元</text:p></table:table-cell>".to_owned(),
        ),
        ("schools", 3, 6) => Some(
            "<table:table-cell table:formula=\"of:=[.H4]+50\" office:value-type=\"float\" office:value=\"900\"><office:annotation><text:p>估</text:p></office:annotation><text:p>900</text:p></table:table-cell>".to_owned(),
        ),
        _ => None,
    }
    };
    let reading = read("tables.ods", &ods(&sheets(&TinyStudy::new()), styles, &cell));
    assert_eq!((findings(&reading), reading.study), (Vec::new(), TinyStudy::new().read().study));
    let lacking = |sheet: &str, row: usize, column: usize| {
        let formula = "<table:table-cell table:formula=\"of:=[.H4]+50\"/>".to_owned();
        ((sheet, row, column) == ("schools", 3, 6)).then_some(formula)
    };
    let reading = read("tables.ods", &ods(&sheets(&TinyStudy::new()), "", &lacking));
    assert_eq!(findings(&reading), ["formula-without-result tables.ods:4 places"]);
}

/// Days that are counted from 1904: 31 December 2021 is day 44561 of 1900 and day 43099 of 1904.
#[test]
fn days_may_count_from_1904() {
    use std::io::{Read as _, Write as _};
    let study = TinyStudy::new().patch("population", "A01,2021-12-31", "A01,43099");
    let folder = study.write_with(&mut study.workbook(true, "", |_, _| {}));
    let file = folder.path().join("data/tables.xlsx");
    let mut archive = zip::ZipArchive::new(fs::File::open(&file).unwrap()).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if name == "xl/workbook.xml" {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains("<workbookPr "));
            content = text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ").into_bytes();
        }
        writer.start_file(&name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    fs::write(&file, writer.finish().unwrap().into_inner()).unwrap();
    let reading = read_study(folder.path());
    // The dates that are such in the file lie 1462 days later, after the plan.
    let said = |code: &str| {
        let found: Vec<_> = reading.diagnostics.iter().filter(|one| one.code == code).collect();
        assert_eq!(found.len(), 1, "{:?}", findings(&reading));
        found[0].what.en.clone()
    };
    assert!(said("tidied-date").contains("2021-12-31"), "{}", said("tidied-date"));
    assert!(said("date-after-horizon").contains("2027-01-01"), "{}", said("date-after-horizon"));
}

#[test]
fn what_is_no_workbook_is_told_in_plain_words() {
    let told = |name: &str, content: &[u8]| {
        let reading = read(name, content);
        assert_eq!(reading.diagnostics.len(), 1, "{name}: {:?}", findings(&reading));
        let one = &reading.diagnostics[0];
        (one.code, one.what.en.clone(), one.hint.zh.clone())
    };
    let (code, what, hint) = told("tables.xlsx", &compound("EncryptedPackage", &[1; 100]));
    assert!(code == "password" && what.contains("password") && hint.contains("取消密码"));
    // FILEPASS: an xls with a password.
    let mut locked = Vec::new();
    for (kind, body) in
        [(0x0809_u16, [0, 6, 5, 0, 0, 0, 0, 0].as_slice()), (0x002F, &[1, 0, 0, 0]), (0x000A, &[])]
    {
        locked.extend(kind.to_le_bytes());
        locked.extend(u16::try_from(body.len()).unwrap().to_le_bytes());
        locked.extend(body);
    }
    assert_eq!(told("tables.xls", &compound("Workbook", &locked)).0, "password");
    for (name, content, words) in [
        ("tables.xls", "<html><body><table><tr><td>学校".as_bytes(), "web page"),
        ("tables.xls", b"school,name,town\nS1,A,B\n".as_slice(), "plain text"),
        ("tables.xlsx", b"%PDF-1.7\n", "text document"),
        ("tables.xls", &[9, 4, 6, 0, 0, 0, 16, 0], "before 1995"),
        ("tables.xls", &compound("WordDocument", &[0; 10]), "text document"),
        ("tables.xlsx", &[0; 5000], "no workbook that is known"),
        ("tables.ods", b"", "no workbook that is known"),
    ] {
        let (code, what, _) = told(name, content);
        assert!(code == "not-a-workbook" && what.contains(words), "{name}: {what}");
    }
    let (code, what, _) = told("tables.xls", &compound("Other", &[7; 5000]));
    assert!(code == "unreadable-file" && what.contains("damaged"), "{what}");
}

/// A workbook, a table or a folder in the place of a model is answered in plain words, and no system's error is shown in Chinese.
#[test]
fn what_is_given_as_a_study_but_is_none() {
    let one = |path: &Path| {
        let reading = read_study(path);
        assert_eq!(reading.diagnostics.len(), 1, "{:?}", findings(&reading));
        let one = reading.diagnostics.into_iter().next().unwrap();
        assert!(!one.what.get(Language::Chinese).contains("os error"), "{one:?}");
        (one.code, one.what.en, one.hint.en)
    };
    let study = TinyStudy::new();
    let folder = study.write_with(&mut study.workbook(true, "", |_, _| {}));
    let beside = folder.path().join("tables.xlsx");
    fs::copy(folder.path().join("data/tables.xlsx"), &beside).unwrap();
    let (code, what, hint) = one(&beside);
    assert!(
        code == "no-model" && what.contains("table of data") && hint.contains("tiny.toml"),
        "{what} {hint}"
    );
    let (code, _, hint) = one(&folder.path().join("data/tables.xlsx"));
    assert!(code == "no-model" && hint.contains("data = \"tables.xlsx\""), "{hint}");
    let (code, what, hint) = one(&folder.path().join("data"));
    assert!(
        code == "no-model" && what.contains("no model file") && hint.contains("xuewei init"),
        "{what} {hint}"
    );
    let plain = TinyStudy::new().write();
    let (code, _, hint) = one(&plain.path().join("data/population.csv"));
    assert!(code == "no-model" && hint.contains("data = \"population.csv\""), "{hint}");
    let (code, what, _) = one(&plain.path().join("nowhere"));
    assert!(code == "unreadable-file" && what.contains("no such file"), "{what}");
    // One table as the data of a study without towns.
    let alone = tempfile::tempdir().unwrap();
    fs::write(
        alone.path().join("m.toml"),
        "name = \"m\"\ndata = \"population.csv\"\nhorizon = { first = 2023, last = 2024 }\n",
    )
    .unwrap();
    fs::write(
        alone.path().join("population.csv"),
        "town,date,age,persons\nX,2022-12-31,0,10\nX,2022-12-31,1,10\n",
    )
    .unwrap();
    assert!(read_study(&alone.path().join("m.toml")).study.is_some());
}

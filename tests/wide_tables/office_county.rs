//! A whole workbook of a made-up county as an office keeps it: titles, ages and towns as heads, the office's words, no codes, no model.

use crate::tiny_study::findings;
use rust_xlsxwriter::Workbook;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;
use xuewei::diagnostic::Severity;
use xuewei::domain::Study;
use xuewei::input::read_study;

/// Writes rows of cells; what is a number is written as one.
fn sheet(book: &mut Workbook, name: &str, rows: &[&str]) {
    let sheet = book.add_worksheet();
    sheet.set_name(name).unwrap();
    for (row, line) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(line.split(',')) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) if cell.is_empty() => continue,
                Err(_) => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
}

/// Three towns, ages 0–14 on two dates (all of them 10 × the town's number), births, schools, projects, ceilings.
fn workbook(folder: &Path) {
    let mut book = Workbook::new();
    sheet(&mut book, "填表说明", &["丁县教育局学位规划基础数据"]);
    sheet(
        &mut book,
        "乡镇街道",
        &[
            "丁县乡镇（街道）基本情况表",
            "序号,乡镇,类型,经度,纬度,城乡",
            "1,丁城街道,街道,120.1,28.1,城区",
            "2,石镇,镇,120.2,28.2,镇区",
            "3,岭乡,乡,120.3,28.3,乡村",
        ],
    );
    let ages: Vec<String> = (0..15).map(|age| format!("{age}岁")).collect();
    let mut people = vec![
        "丁县分年龄常住人口".to_owned(),
        "单位：人".to_owned(),
        format!("年度,乡镇,{},合计", ages.join(",")),
    ];
    for year in ["2023年末", "2024年末"] {
        for (number, town) in ["丁城街道", "石镇", "岭乡"].iter().enumerate() {
            let count = 10 * (number + 1);
            people.push(format!("{year},{town},{},{}", vec![count.to_string(); 15].join(","), 15 * count));
        }
        people.push(format!("{year},全县合计,{},900", vec!["60"; 15].join(",")));
    }
    sheet(&mut book, "分年龄人口", &people.iter().map(String::as_str).collect::<Vec<_>>());
    sheet(
        &mut book,
        "出生人数",
        &["年份,丁城街道,石镇,岭乡,合计", "2023年,10,20,30,60", "2024年,10,20,30,60"],
    );
    sheet(
        &mut book,
        "学校情况",
        &[
            "2024学年学校基本情况",
            "序号,学校名称,所在乡镇,学段,办学性质,等级,核定学位数,在校生数,其中：随迁子女,联系电话",
            "1,丁城幼儿园,丁城街道,幼儿园,公办,一级,100,90,9,（略）",
            "2,丁城启明园,丁城街道,幼儿园,普惠民办,二级,100,60,6,（略）",
            "3,丁城小学,丁城街道,小学,公办,,400,350,35,（略）",
            "4,石镇学校,石镇,小学,公办,,200,100,10,（略）",
            "5,石镇学校,石镇,初中,公办,,200,100,10,（略）",
            "合计,,,,,,1000,700,70,",
        ],
    );
    sheet(
        &mut book,
        "项目库",
        &[
            "丁县2025—2027年教育建设项目库",
            "单位：万元、个、亩",
            "序号,项目名称,所在乡镇,建设性质,办学性质,等级,新增幼儿园学位,新增小学学位,新增初中学位,总投资,用地,计划投用年份,资金来源,进展",
            "1,岭乡小学,岭乡,新建,公办,,0,180,0,1.2亿,30,2026,县级,在建",
            "2,丁城幼儿园改扩建,丁城街道,改扩建,公办,二级,60,0,0,600,,2026,省级,前期",
            "合计,,,,,,60,180,0,12600,,,,",
        ],
    );
    sheet(
        &mut book,
        "资金",
        &["年份,县级财政,省专项,合计", "2025,6000,1200,7200", "2026,8000,1200,9200", "2027,8000,1200,9200"],
    );
    book.save(folder.join("基础数据.xlsx")).unwrap();
}

fn program(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
    command.current_dir(folder).args(arguments).output().unwrap()
}

fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

#[test]
fn a_study_is_made_of_an_office_workbook() {
    let folder = TempDir::new().unwrap();
    workbook(folder.path());
    let made = program(folder.path(), &["init", "丁县规划", "--from", "基础数据.xlsx"]);
    let said = text(&made.stderr);
    assert_eq!(made.status.code(), Some(0), "{said}");
    for part in ["假设", "入学率按100%", "目标", "没有表 costs"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let reading = read_study(&folder.path().join("丁县规划"));
    let errors: Vec<_> = reading.diagnostics.iter().filter(|one| one.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    is_as_meant(&reading.study.unwrap());
    // In English, and never over what is there.
    let again = program(folder.path(), &["--lang", "en", "init", "丁县规划", "--from", "基础数据.xlsx"]);
    assert!(again.status.code() == Some(2) && text(&again.stderr).contains("never overwritten"));
    let english = program(folder.path(), &["--lang", "en", "init", "second", "--from", "基础数据.xlsx"]);
    assert!(text(&english.stderr).contains("Assumed (marked in model.toml)"), "{}", text(&english.stderr));
    let model = std::fs::read_to_string(folder.path().join("second/model.toml")).unwrap();
    assert!(model.contains("# assumed: ") && model.contains("base_year = 2024"), "{model}");
}

fn is_as_meant(study: &Study) {
    assert_eq!((study.title.zh.as_str(), study.counties.len(), study.towns.len()), ("丁县", 1, 3));
    let years = study.horizon;
    // Ceilings are of 2025 to 2027; who is born by 2024 is in grade six by 2035.
    assert_eq!((years.base.0, years.first.0, years.last.0, years.outlook.0), (2024, 2025, 2027, 2035));
    let stages: Vec<&str> = study.stages.iter().map(|stage| stage.id.as_str()).collect();
    let sectors: Vec<&str> = study.sectors.iter().map(|sector| sector.id.as_str()).collect();
    assert_eq!((stages, sectors), (vec!["preschool", "primary", "junior"], vec!["public", "inclusive"]));
    // 2 dates × 3 towns × 15 ages; the rows and columns of totals are left out.
    assert_eq!((study.population.len(), study.births.len(), study.schools.len()), (90, 6, 5));
    assert!((study.population.iter().map(|row| row.persons).sum::<f64>() - 1800.0).abs() < 1e-9);
    let [school, kindergarten] = study.projects.as_slice() else { panic!("{:?}", study.projects) };
    // 1.2亿 is 12,000 × 10⁴ yuan, 30 亩 are 20,000 m²; what is under construction is committed and opens in its year.
    assert!((school.capex.ten_thousand() - 12_000.0).abs() < 0.5);
    assert!(school.land_m2.is_some_and(|land| (land - 20_000.0).abs() < 1.0));
    assert!(school.committed && (school.earliest.0, school.latest.0) == (2026, 2026));
    assert!(!kindergarten.committed && (kindergarten.earliest.0, kindergarten.latest.0) == (2026, 2027));
    assert_eq!(study.budgets.len(), 6);
    assert!(study.budgets.iter().all(|budget| budget.county.is_none()));
}

#[test]
fn what_cannot_be_read_is_told_without_a_study() {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("tables")).unwrap();
    std::fs::write(folder.path().join("tables/notes.csv"), "a,b\n1,2\n").unwrap();
    let made = program(folder.path(), &["--lang", "en", "init", "study", "--from", "tables"]);
    assert_eq!(made.status.code(), Some(1));
    assert!(text(&made.stderr).contains("no table that is known by its name"), "{}", text(&made.stderr));
    assert!(!folder.path().join("study").exists());
    // A folder of CSV files is copied under the names of the tables.
    std::fs::write(folder.path().join("tables/出生人数.csv"), "年份,甲镇\n2023,10\n2024,10\n").unwrap();
    std::fs::write(
        folder.path().join("tables/分年龄人口.csv"),
        "乡镇,时点,3岁,4岁\n甲镇,2023年末,10,10\n甲镇,2024年末,10,10\n",
    )
    .unwrap();
    let made = program(folder.path(), &["--lang", "en", "init", "study", "--from", "tables"]);
    let said = text(&made.stderr);
    assert!(
        folder.path().join("study/data/population.csv").is_file() && said.contains("no table `schools`"),
        "{said}"
    );
}

/// The workbook of the case studies, where they are beside the project: what is clear is read, what is not is asked for in one run.
#[test]
fn the_office_workbook_of_the_cases() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases/messy_county.xlsx");
    if !cases.is_file() {
        eprintln!("skipped: {} is not there", cases.display());
        return;
    }
    let folder = TempDir::new().unwrap();
    std::fs::copy(&cases, folder.path().join("messy.xlsx")).unwrap();
    let made = program(folder.path(), &["init", "county", "--from", "messy.xlsx"]);
    let reading = read_study(&folder.path().join("county"));
    let errors: Vec<String> = findings(&reading)
        .into_iter()
        .zip(&reading.diagnostics)
        .filter(|(_, one)| one.severity == Severity::Error)
        .map(|(text, _)| text)
        .collect();
    // Two sources in one cell want shares; a conversion wants to know from where; nothing else.
    assert_eq!(
        errors,
        ["several-sources messy.xlsx:4 资金来源", "takes-from-nobody messy.xlsx:19 from_sector"],
        "{}",
        text(&made.stderr)
    );
}

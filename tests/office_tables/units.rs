//! Units that tables state: in heads, in rows of their own, in titles, in number formats.

use super::tiny_study::{TinyStudy, findings};
use rust_xlsxwriter::Format;
use xuewei::input::{Reading, read_study};

/// The study with its capital costs in yuan: 25,000,000, 2,000,000 and 9,000,000.
fn in_yuan() -> TinyStudy {
    TinyStudy::new()
        .patch("projects", "180,,2500,4000", "180,,25000000,4000")
        .patch("projects", "300,0,200,,2024", "300,0,2000000,,2024")
        .patch("projects", "120,900,,2023", "120,9000000,,2023")
}

fn same(reading: &Reading, expected: &[&str]) {
    assert_eq!(findings(reading), expected);
    assert_eq!(reading.study, TinyStudy::new().read().study);
}

#[test]
fn a_unit_in_a_head() {
    for head in ["总投资（元）", "总投资(元)", "总投资/元", "capex (yuan)", "总投资（单位：元）", "总投资元"]
    {
        same(
            &in_yuan().patch("projects", "capex", head).read(),
            &[&format!("unit-converted projects.csv:1 {head}")],
        );
    }
    // Places of a stage, as offices write them.
    let places = TinyStudy::new().patch("projects", "places.primary", "新增小学学位（个）");
    same(&places.read(), &[]);
    // The unit of the column is no news.
    for head in ["总投资（万元）", "capex (10⁴ yuan)"] {
        same(&TinyStudy::new().patch("projects", "capex", head).read(), &[]);
    }
    // 亿元: 0.25, 0.02, 0.09; a cell with a unit of its own keeps that.
    let study = TinyStudy::new()
        .patch("projects", "capex,land", "总投资（亿元）,用地（亩）")
        .patch("projects", "180,,2500,4000", "180,,2500万元,6")
        .patch("projects", "300,0,200,,2024", "300,0,0.02,,2024")
        .patch("projects", "120,900,,2023", "120,0.09,,2023");
    same(
        &study.read(),
        &[
            "unit-converted projects.csv:1 总投资（亿元）",
            "unit-converted projects.csv:1 用地（亩）",
            "tidied-number projects.csv:2 总投资（亿元）",
        ],
    );
    // People in 万人: 0.01 and so on.
    let mut study = TinyStudy::new();
    *study.text("births") =
        "town,year,出生人数（万人）\nA01,2020,0.009\nA01,2021,0.008\nA01,2022,0.007\n".to_owned();
    let births: Vec<f64> = study.read().study.unwrap().births.iter().map(|row| row.births).collect();
    assert_eq!(births, [90.0, 80.0, 70.0]);
    // A unit that measures something else is an error, and a head that is not known stays so.
    let wrong = TinyStudy::new().patch("projects", "capex", "总投资（亩）").read();
    assert_eq!(findings(&wrong), ["unit-unfit projects.csv:1 总投资（亩）"]);
    let unknown = TinyStudy::new().patch("projects", "capex,land", "总投资（估）,land").read();
    assert!(
        findings(&unknown).iter().any(|one| one.starts_with("missing-column")),
        "{:?}",
        findings(&unknown)
    );
}

#[test]
fn a_row_of_units() {
    let with = |above: &str, below: &str, study: TinyStudy| {
        let mut study = study;
        let text = study.text("projects");
        let (heads, rows) = text.split_once('\n').unwrap();
        *text = format!("{above}{heads}\n{below}{rows}");
        study.read()
    };
    let commas = ",".repeat(22);
    let row = |text: &str| format!("{text}{commas}\n");
    // Between title and heads, above the heads, in the title, under the heads.
    let title = row("2023年学校建设项目表");
    let told = |row: u64| format!("unit-converted projects.csv:{row} capex");
    same(
        &with(&format!("{title}{}", row("单位：元")), "", in_yuan()),
        &["title-row projects.csv:1 -", &told(2)],
    );
    same(&with(&row("（单位：元）"), "", in_yuan()), &[&told(1)]);
    same(&with(&row("项目表（金额单位：元）"), "", in_yuan()), &["title-row projects.csv:1 -", &told(1)]);
    same(&with("", &row("单位：元"), in_yuan()), &[&told(2)]);
    same(&with("", &row("单位：元、个、平方米"), in_yuan()), &[&told(2)]);
    // The unit of the column.
    same(&with(&row("单位：万元、个、平方米"), "", TinyStudy::new()), &[]);
    same(&with(&row("填报单位：甲县教育局"), "", TinyStudy::new()), &["title-row projects.csv:1 -"]);
    // By column, right under the heads.
    let under: String = {
        let mut cells = vec![""; 23];
        (cells[13], cells[14], cells[15], cells[16]) = ("（个）", "（个）", "（元）", "（平方米）");
        cells.join(",") + "\n"
    };
    same(&with("", &under, in_yuan()), &[&told(2)]);
    // What fits no column, or is not known, or says two things, is an error.
    for (said, code) in
        [("单位：公里", "unit-unclear"), ("单位：箱", "unit-unknown"), ("单位：元、万元", "unit-unclear")]
    {
        let found = findings(&with(&row(said), "", in_yuan()));
        assert!(found.contains(&format!("{code} projects.csv:1 -")), "{said}: {found:?}");
    }
}

/// A number format that shows 万元 of what is stored in yuan.
#[test]
fn a_unit_in_a_number_format() {
    let with = |format: &'static str, factor: f64| {
        let study = TinyStudy::new();
        let folder = study.write_with(&mut study.workbook(true, "", |name, sheet| {
            if name == "projects" {
                let shown = Format::new().set_num_format(format);
                for (row, value) in [(1, 2500.0), (2, 200.0), (3, 900.0)] {
                    sheet.write_number_with_format(row, 15, value * factor, &shown).unwrap();
                }
            }
        }));
        read_study(folder.path())
    };
    let told = [
        "tidied-number tables.xlsx:2 capex",
        "tidied-number tables.xlsx:3 capex",
        "tidied-number tables.xlsx:4 capex",
    ];
    // 25,000,000 are shown as 2500.0万元, as 25000000元, as 0.25亿元.
    same(&with("0!.0,\"万元\"", 1e4), &[]);
    same(&with("#,##0\"元\"", 1e4), &told);
    same(&with("0!.00,,\"亿元\"", 1e4), &told);
    same(&with("#,##0.00\"万元\"", 1.0), &[]);
    // 25,000,000 shown as 2500.0 without a word: what is stored is read, with a warning.
    let silent = with("0!.0,", 1e4);
    assert!(findings(&silent).contains(&"shown-otherwise tables.xlsx:2 capex".to_owned()));
    same(&with("0.00", 1.0), &[]);
}

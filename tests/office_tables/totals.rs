//! Rows of totals, merged cells, notes below, blank rows and columns.

use super::tiny_study::{TinyStudy, findings};
use rust_xlsxwriter::{Format, Worksheet};
use xuewei::input::{Reading, read_study};

/// People of two towns by single age, 10 of each, on two dates, with more rows behind.
fn people(more: &str) -> TinyStudy {
    let mut text = "town,date,sex,age,persons\n".to_owned();
    for (town, date) in
        [("A01", "2021-12-31"), ("A01", "2022-12-31"), ("A02", "2021-12-31"), ("A02", "2022-12-31")]
    {
        for (sex, age) in [("男", 3), ("女", 3), ("男", 4), ("女", 4)] {
            text += &format!("{town},{date},{sex},{age},10\n");
        }
    }
    text += "B01,2021-12-31,,3,30\nB01,2022-12-31,,3,30\n";
    TinyStudy::new().with("population", &(text + more))
}

fn told(more: &str) -> Vec<String> {
    let (plain, reading) = (people("").read(), people(more).read());
    assert!(plain.study.is_some() && findings(&plain).is_empty(), "{:?}", findings(&plain));
    assert_eq!(plain.study, reading.study, "{more}: {:?}", findings(&reading));
    findings(&reading)
}

#[test]
fn totals_are_compared_within_their_keys() {
    // Both towns: 10 + 10 boys of 3 on each date; all areas: 20 + 20 + 30 of 3.
    assert_eq!(
        told(
            "合计,2021-12-31,男,3,20\n合计,2022-12-31,女,4,20\n合计,2022-12-31,,3,70\n全市,2022-12-31,合计,3,70\n"
        ),
        [
            "totals-row population.csv:20 -",
            "totals-row population.csv:21 -",
            "totals-row population.csv:22 -",
            "totals-row population.csv:23 -"
        ]
    );
    // Ages together: 10 + 10 of a sex, 4 × 10 of both; of everybody 110.
    assert_eq!(
        told("A01,2022-12-31,男,合计,20\nA01,2022-12-31,,总计,40\n甲县小计,2022-12-31,,合计,80\n").len(),
        3
    );
    // One is wrong: the gap is told.
    let wrong = people("合计,2021-12-31,男,3,20\n合计,2022-12-31,女,4,23\n").read();
    assert_eq!(
        findings(&wrong),
        ["totals-row population.csv:20 -", "totals-differ population.csv:21 persons"]
    );
    assert!(
        wrong.diagnostics[1].what.en.contains("say 23")
            && wrong.diagnostics[1].what.en.contains("a gap of 3")
    );
    // What is rounded to tenths may miss by as many halves of tenths as there are figures.
    let rounded = TinyStudy::new()
        .patch("births", "A01,2020,,,90\nA01,2021,,,80\n", "A01,2020,,,90.2\nA01,2021,,,80.3\n")
        .patch("births", "B01,2022,2,local,5\n", "B01,2022,2,local,5\nA01,合计,,,240.6\n");
    assert_eq!(findings(&rounded.read()), ["totals-row births.csv:7 -"]);
}

#[test]
fn a_total_of_nothing_is_told() {
    assert_eq!(told("合计,2019-12-31,男,3,20\n"), ["totals-of-nothing population.csv:20 -"]);
}

#[test]
fn blank_rows_columns_and_cells_beyond_the_heads() {
    let mut study = TinyStudy::new();
    let text = study.text("counties");
    *text = "code,name,,name_en,,\nA,甲县,,Jia,,\n,,,,,\nB,乙县,,Yi,,\n".to_owned();
    assert_eq!((findings(&study.read()), study.read().study), (Vec::new(), TinyStudy::new().read().study));
    // Blank cells behind every row.
    let mut study = TinyStudy::new();
    *study.text("counties") = "code,name,name_en\nA,甲县,Jia,,\nB,乙县,Yi,,\n".to_owned();
    assert_eq!((findings(&study.read()), study.read().study), (Vec::new(), TinyStudy::new().read().study));
    // What stands there without a head is not lost without a word.
    let mut study = TinyStudy::new();
    *study.text("counties") = "code,name,,name_en\nA,甲县,12,Jia\nB,乙县,,Yi\n".to_owned();
    assert_eq!(findings(&study.read()), ["cells-without-head counties.csv:2 -"]);
}

#[test]
fn notes_below_are_left_out() {
    let commas = ",".repeat(22);
    let mut study = TinyStudy::new();
    study.text("projects").push_str(&format!(
        "注：1.总投资含设备。{commas}\n2.不含征地费。{commas}\n填表人：张某,审核：李某{}\n",
        ",".repeat(21)
    ));
    let reading = study.read();
    assert_eq!(findings(&reading), ["notes-below projects.csv:5 -"]);
    assert_eq!(reading.study, TinyStudy::new().read().study);
    // Behind totals.
    let mut study = TinyStudy::new();
    study.text("schools").push_str("合计,,,,,,1700,1480,,,,,\n说明：不含民办。,,,,,,,,,,,,\n");
    assert_eq!(findings(&study.read()), ["totals-row schools.csv:6 -", "notes-below schools.csv:7 -"]);
}

/// The study as a workbook with some cells of a sheet merged.
fn merged(change: impl Fn(&str, &mut Worksheet)) -> Reading {
    let study = TinyStudy::new()
        .patch("projects", "200,,2024,2024,,,,", "200,,2024,2024,,,county,")
        .patch("projects", "P2,地块2,东一园提升,A01,nurseries,提升", "P2,地块2,东一园提升,A01,nurseries,new")
        .patch("projects", "public,1,,2,,300,0", "public,1,,,,300,0");
    let mut book = study.workbook(true, "", change);
    read_study(study.write_with(&mut book).path())
}

#[test]
fn merged_cells_count_for_all_of_them() {
    let plain = merged(|_, _| {});
    assert_eq!(findings(&plain), Vec::<String>::new());
    let study = plain.study.expect("study");
    // Down: kind and source of the first two projects stand once.
    let down = merged(|name, sheet| {
        if name == "projects" {
            sheet.merge_range(1, 5, 2, 5, "new", &Format::new()).unwrap();
            sheet.merge_range(1, 21, 2, 21, "county", &Format::new()).unwrap();
        }
    });
    assert_eq!(findings(&down), ["merged-cells tables.xlsx:2 kind", "merged-cells tables.xlsx:2 source"]);
    assert_eq!(down.study.as_ref(), Some(&study));
    // Across: earliest and latest of the second one.
    let across = merged(|name, sheet| {
        if name == "projects" {
            sheet.merge_range(2, 17, 2, 18, "2024", &Format::new()).unwrap();
        }
    });
    assert_eq!(findings(&across), ["merged-cells tables.xlsx:3 earliest"]);
    assert_eq!(across.study.as_ref(), Some(&study));
    // A figure that adds up counts in each row, which may not be meant.
    let figures = merged(|name, sheet| {
        if name == "projects" {
            sheet.merge_range(1, 15, 2, 15, "2500", &Format::new()).unwrap();
        }
    });
    assert_eq!(findings(&figures), ["merged-figures tables.xlsx:2 capex"]);
    let costs: Vec<i64> = figures.study.expect("study").projects.iter().map(|one| one.capex.fen()).collect();
    // Fen: 2500 × 10⁴ yuan for each of the two.
    assert_eq!((costs[0], costs[1]), (2_500_000_000, 2_500_000_000));
    // A row of totals gives nothing.
    let total = merged(|name, sheet| {
        if name == "schools" {
            sheet.merge_range(5, 0, 5, 5, "合计", &Format::new()).unwrap();
            sheet.write_number(5, 6, 1700).unwrap();
        }
    });
    assert_eq!(findings(&total), ["totals-row tables.xlsx:6 -"]);
    assert_eq!(total.study, Some(study));
}

/// Without a table of towns the rows alone say which areas there are: 全市 is then one more area, which would double
/// everybody, and not a row of totals. 合计 stays one.
#[test]
fn the_whole_among_areas_that_only_the_rows_name_is_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    let model = "name = \"people\"\ndata = \".\"\nbase_year = 2022\nhorizon = { first = 2023, last = 2024 }\n\
        [[stage]]\nid = \"preschool\"\nages = [3, 4]\nenrolment_rate = 1.0\n";
    std::fs::write(folder.path().join("m.toml"), model).unwrap();
    let read = |word: &str| {
        let mut text = "town,date,age,persons\n".to_owned();
        for (town, persons) in [("A", 10), ("B", 20), (word, 30)] {
            for age in 0..=40 {
                text += &format!("{town},2022-12-31,{age},{persons}\n");
            }
        }
        std::fs::write(folder.path().join("population.csv"), text).unwrap();
        read_study(&folder.path().join("m.toml"))
    };
    for word in ["全市", "全县"] {
        let whole = read(word);
        assert!(whole.study.is_none());
        let errors: Vec<_> =
            findings(&whole).into_iter().filter(|one| one.starts_with("whole-as-area")).collect();
        assert_eq!(errors, ["whole-as-area population.csv:84 town"]);
    }
    let totals = read("合计");
    assert!(totals.study.is_some(), "{:?}", findings(&totals));
}

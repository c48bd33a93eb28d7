//! Tables with a key over columns, as offices write them, are the same as in the long form; totals beside the parts are compared and left
//! out, and findings lead to the cell of the file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod office_county;
#[path = "../tiny_study/mod.rs"]
mod tiny_study;

use std::fmt::Write as _;
use tiny_study::TinyStudy;
use xuewei::diagnostic::Severity;
use xuewei::input::Reading;

/// Towns with their codes.
const TOWNS: [(&str, &str); 3] = [("东街道", "A01"), ("西镇", "A02"), ("南镇", "B01")];

/// What is told of figures that are made up so that all differ, and need not be likely.
const UNLIKELY: [&str; 2] = ["births-against-children", "stage-ages-not-counted"];

/// Findings but those of unlikely figures.
fn findings(reading: &Reading) -> Vec<String> {
    let told = tiny_study::findings(reading);
    told.into_iter().filter(|one| !UNLIKELY.iter().any(|code| one.starts_with(code))).collect()
}

/// The study with a table in the long form and in another: the same study, with these notes more.
fn same(table: &str, long: &str, wide: &str, expected: &[&str]) {
    let (plain, reading) =
        (TinyStudy::new().with(table, long).read(), TinyStudy::new().with(table, wide).read());
    assert_eq!(findings(&plain), Vec::<String>::new(), "{long}");
    assert_eq!(findings(&reading), expected, "{wide}");
    let mut likely = reading.diagnostics.iter().filter(|one| !UNLIKELY.contains(&one.code));
    assert!(likely.all(|one| one.severity == Severity::Note && !one.what.zh.is_empty()));
    alike(&plain, &reading, wide);
}

/// Both give the same study, whatever the order of rows.
fn alike(one: &Reading, other: &Reading, text: &str) {
    let sorted = |reading: &Reading| {
        let mut study = reading.study.clone().expect("study");
        study.population.sort_by_key(|row| format!("{row:?}"));
        study.births.sort_by_key(|row| format!("{row:?}"));
        study.budgets.sort_by_key(|row| format!("{row:?}"));
        study.expenditure.sort_by_key(|row| format!("{row:?}"));
        study
    };
    assert!(sorted(one) == sorted(other), "not the same study: {text}");
}

/// People of a town, year, sex and age: all different.
fn people(town: usize, year: usize, sex: usize, age: usize) -> usize {
    200 + 37 * town + 3 * year + 11 * sex + age
}

const YEARS: [&str; 2] = ["2021", "2022"];
const SEXES: [(&str, &str); 2] = [("男", "male"), ("女", "female")];
const AGES: usize = 5;

/// All people in the long form.
fn long() -> String {
    let mut text = String::from("town,date,sex,age,persons\n");
    for (town, (_, code)) in TOWNS.iter().enumerate() {
        for (year, name) in YEARS.iter().enumerate() {
            for (sex, (_, id)) in SEXES.iter().enumerate() {
                for age in 0..AGES {
                    writeln!(text, "{code},{name}-12-31,{id},{age},{}", people(town, year, sex, age))
                        .unwrap();
                }
            }
        }
    }
    text
}

/// Rows of towns (and what `rows` gives beside), under heads that stand already; a cell by row and column.
fn table(heads: &str, rows: &[String], cells: impl Fn(usize) -> Vec<usize>) -> String {
    let mut text = format!("{heads}\n");
    for (at, row) in rows.iter().enumerate() {
        let figures: Vec<String> = cells(at).iter().map(ToString::to_string).collect();
        writeln!(text, "{row},{}", figures.join(",")).unwrap();
    }
    text
}

#[test]
fn ages_as_heads_in_every_manner() {
    // Rows by town, year and sex.
    let rows: Vec<String> = (0..12)
        .map(|at| format!("{},{}-12-31,{}", TOWNS[at / 4].1, YEARS[at / 2 % 2], SEXES[at % 2].0))
        .collect();
    let of = |at: usize| (0..AGES).map(|age| people(at / 4, at / 2 % 2, at % 2, age)).collect::<Vec<_>>();
    for ages in [
        "0岁,1岁,2岁,3岁,4岁",
        "0,1,2,3,4",
        "０岁,１岁,２岁,３岁,４岁",
        "不满1岁,1周岁,2周岁,3周岁,4周岁",
        "0岁人数,1岁人数,2岁人数,3岁人数,4岁人数",
    ] {
        let text = table(&format!("地区,日期,性别,{ages}"), &rows, of);
        same("population", &long(), &text, &["wide-table population.csv:1 -"]);
    }
    // With a title, a column of totals, a number of the row and a remark.
    let rows: Vec<String> = rows.iter().enumerate().map(|(at, row)| format!("{},{row}", at + 1)).collect();
    let with_sum = |at: usize| [of(at), vec![of(at).iter().sum()]].concat();
    let text = format!(
        "分年龄人口,,,,,,,,,\n{}",
        table("序号,乡镇,时点,性别,0岁,1岁,2岁,3岁,4岁,合计", &rows, with_sum)
    );
    same(
        "population",
        &long(),
        &text,
        &[
            "title-row population.csv:1 -",
            "totals-columns population.csv:2 -",
            "wide-table population.csv:2 -",
            "columns-not-needed population.csv:2 -",
        ],
    );
}

#[test]
fn sexes_and_years_above_the_ages() {
    let ages = || (0..AGES).map(|age| format!("{age}岁")).collect::<Vec<_>>().join(",");
    let rows: Vec<String> = (0..6).map(|at| format!("{},{}年末", TOWNS[at / 2].0, YEARS[at % 2])).collect();
    let of = |at: usize| {
        let sex = |sex: usize| (0..AGES).map(move |age| people(at / 2, at % 2, sex, age));
        sex(0).chain(sex(1)).collect::<Vec<_>>()
    };
    let notes = |row: usize, rows: usize| {
        let mut notes: Vec<String> =
            (0..rows).map(|at| format!("read-by-name population.csv:{} 乡镇", row + 1 + at)).collect();
        notes.extend((0..rows).map(|at| format!("tidied-date population.csv:{} 年度", row + 1 + at)));
        notes.push(format!("wide-table population.csv:{row} -"));
        notes.sort();
        notes
    };
    // Findings come by row.
    let sorted = |text: &str, expected: Vec<String>| {
        let reading = TinyStudy::new().with("population", text).read();
        let mut found = findings(&reading);
        found.sort();
        assert_eq!(found, expected, "{text}");
        alike(&TinyStudy::new().with("population", &long()).read(), &reading, text);
    };
    // Merged: the word stands in the first cell alone. Repeated. Joined in one head.
    for heads in [
        format!("乡镇,年度,男,,,,,女,,,,\n,,{},{}", ages(), ages()),
        format!("乡镇,年度,男,男,男,男,男,女,女,女,女,女\n乡镇,年度,{},{}", ages(), ages()),
        format!("乡镇,年度,年龄,,,,,,,,,\n,,男,,,,,女,,,,\n,,{},{}", ages(), ages()),
    ] {
        let row = heads.lines().count();
        sorted(&table(&heads, &rows, of), notes(row, 6));
    }
    let joined: Vec<String> =
        SEXES.iter().flat_map(|(sex, _)| (0..AGES).map(move |age| format!("{sex}{age}岁"))).collect();
    sorted(&table(&format!("乡镇,年度,{}", joined.join(",")), &rows, of), notes(1, 6));
    // Years over sexes over ages, with a block of both sexes, which is a total of the others.
    let years: Vec<String> = YEARS.iter().map(|year| format!("{year}年末,,,,,,,,,,,,,,")).collect();
    let sexes = "合计,,,,,男,,,,,女,,,,";
    let all = vec![ages(); 6].join(",");
    let heads = format!("乡镇,{}\n,{sexes},{sexes}\n,{all}", years.join(","));
    let rows: Vec<String> = TOWNS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let cells = |town: usize| {
        let year = |year: usize| {
            let sex = move |sex: usize| (0..AGES).map(move |age| people(town, year, sex, age));
            let both: Vec<usize> = sex(0).zip(sex(1)).map(|(one, other)| one + other).collect();
            both.into_iter().chain(sex(0)).chain(sex(1)).collect::<Vec<_>>()
        };
        [year(0), year(1)].concat()
    };
    let mut expected: Vec<String> =
        (4..7).map(|row| format!("read-by-name population.csv:{row} 乡镇")).collect();
    expected.push("totals-columns population.csv:3 -".to_owned());
    expected.push("wide-table population.csv:3 -".to_owned());
    sorted(&table(&heads, &rows, cells), expected);
}

#[test]
fn groups_of_ages_and_their_totals() {
    let long = "town,date,age,persons\nA01,2022-12-31,0-4,50\nA01,2022-12-31,5-9,60\nA01,2022-12-31,100+,2\nA02,2022-12-31,0-4,51\nA02,2022-12-31,5-9,61\nA02,2022-12-31,100+,3\nB01,2022-12-31,0-4,52\nB01,2022-12-31,5-9,62\nB01,2022-12-31,100+,4\n";
    let wide = "town,date,0-4岁,5—9岁,0-9岁,100岁及以上\nA01,2022-12-31,50,60,110,2\nA02,2022-12-31,51,61,112,3\nB01,2022-12-31,52,62,114,4\n";
    same("population", long, wide, &["totals-columns population.csv:1 -", "wide-table population.csv:1 -"]);
    // Groups of people over ages; towns over years; sexes beside both.
    let groups = "town,date,group,age,persons\nA01,2022-12-31,local,3,50\nA01,2022-12-31,migrant,3,5\nA02,2022-12-31,local,3,51\nA02,2022-12-31,migrant,3,6\nB01,2022-12-31,local,3,52\nB01,2022-12-31,migrant,3,7\n";
    let wide = "town,date,本地户籍,随迁子女\n,,3岁,3岁\nA01,2022-12-31,50,5\nA02,2022-12-31,51,6\nB01,2022-12-31,52,7\n";
    same("population", groups, wide, &["wide-table population.csv:2 -"]);
    let by_sex = "town,date,age,合计,男,女\nA01,2022-12-31,3,11,5,6\nA02,2022-12-31,3,13,6,7\nB01,2022-12-31,3,15,7,8\n";
    let long = "town,date,sex,age,persons\nA01,2022-12-31,male,3,5\nA01,2022-12-31,female,3,6\nA02,2022-12-31,male,3,6\nA02,2022-12-31,female,3,7\nB01,2022-12-31,male,3,7\nB01,2022-12-31,female,3,8\n";
    for total in ["合计", "小计", "人数", "总人口数"] {
        let wide = by_sex.replace("合计", total);
        if total != "总人口数" {
            same(
                "population",
                long,
                &wide,
                &["totals-columns population.csv:1 -", "wide-table population.csv:1 -"],
            );
        }
    }
    // Totals that differ are told at the first of them, once.
    let wrong = by_sex.replace("A02,2022-12-31,3,13", "A02,2022-12-31,3,14").replace("3,15,", "3,16,");
    let reading = TinyStudy::new().with("population", &wrong).read();
    assert_eq!(findings(&reading), ["wide-table population.csv:1 -", "totals-differ population.csv:3 合计"]);
    let said = &reading.diagnostics[1];
    assert!(
        said.severity == Severity::Warning && said.what.zh.contains("写 14，各分项之和为 13（此列另有 1 行"),
        "{}",
        said.what.zh
    );
}

const BIRTHS: &str =
    "town,year,births\nA01,2021,80\nA01,2022,70\nA02,2021,40\nA02,2022,30\nB01,2021,9\nB01,2022,11\n";

#[test]
fn births_by_town_and_year_both_ways_round() {
    let years = "年份,东街道,西镇,南镇,合计\n2021年,80,40,9,129\n2022年,70,30,11,111\n";
    let found =
        ["totals-columns births.csv:1 -", "wide-table births.csv:1 -", "tidied-year births.csv:2 年份"];
    let reading = TinyStudy::new().with("births", years).read();
    let mut codes = findings(&reading);
    codes.dedup();
    assert_eq!(codes, [found.as_slice(), &["tidied-year births.csv:3 年份"]].concat());
    alike(&TinyStudy::new().with("births", BIRTHS).read(), &reading, years);
    for heads in [
        "年份,A01,A02,B01",
        "年份\\乡镇,A01,A02,B01",
        ",A01,A02,B01",
        "年份,A01出生人数,A02出生人数,B01出生人数",
    ] {
        same(
            "births",
            BIRTHS,
            &format!("{heads}\n2021,80,40,9\n2022,70,30,11\n"),
            &["wide-table births.csv:1 -"],
        );
    }
    for heads in [
        "乡镇,2021年,2022年",
        "乡镇,2021,2022",
        "地区,2021年出生人数,2022年出生人数",
        "乡镇/年份,2021年度,2022年度",
    ] {
        same(
            "births",
            BIRTHS,
            &format!("{heads}\nA01,80,70\nA02,40,30\nB01,9,11\n"),
            &["wide-table births.csv:1 -"],
        );
    }
    // Months over columns.
    let months = "town,year,month,births\nA01,2022,1,6\nA01,2022,2,5\nA02,2022,1,4\nA02,2022,2,3\nB01,2022,1,2\nB01,2022,2,1\n";
    for heads in ["town,year,1月,2月", "town,2022年,\n,1月,2月"] {
        let rows = ["A01,2022,6,5\nA02,2022,4,3\nB01,2022,2,1\n", "A01,6,5\nA02,4,3\nB01,2,1\n"];
        let rows = rows[usize::from(heads.contains('\n'))];
        let row = heads.lines().count();
        same("births", months, &format!("{heads}\n{rows}"), &[&format!("wide-table births.csv:{row} -")]);
    }
}

#[test]
fn pupils_by_grade_in_words() {
    // Grades count from 1 in each of the two stages: 小班 1, 大班 3, 一年级 1.
    let long = "school,year,stage,grade,pupils\nS1,2022,preschool,1,90\nS1,2022,preschool,2,95\nS1,2022,preschool,3,94\nS3,2022,primary,1,140\nS3,2022,primary,6,150\n";
    let wide =
        "学校,学年,小班,中班,大班,一年级,六年级,合计\nS1,2022,90,95,94,,,279\nS3,2022,,,,140,150,290\n";
    same("enrolment", long, wide, &["totals-columns enrolment.csv:1 -", "wide-table enrolment.csv:1 -"]);
    let stages = "学校,学年,幼儿园,,,小学,,\n,,小班,中班,大班,一年级,六年级,小计\nS1,2022,90,95,94,,,\nS3,2022,,,,140,150,290\n";
    same("enrolment", long, stages, &["totals-columns enrolment.csv:2 -", "wide-table enrolment.csv:2 -"]);
    // In the long form words of grades tell the stage as well.
    let words = "school,year,grade,pupils\nS1,2022,小班,90\nS1,2022,中班,95\nS1,2022,大班,94\nS3,2022,一年级,140\nS3,2022,六年级,150\n";
    let reading = TinyStudy::new().with("enrolment", words).read();
    assert!(findings(&reading).iter().all(|one| one.starts_with("read-as-word")));
    assert_eq!(reading.study, TinyStudy::new().with("enrolment", long).read().study);
}

#[test]
fn ceilings_by_source_and_other_tables() {
    let long = "year,county,source,limit\n2023,*,province,5000\n2023,*,county,1000\n2024,*,province,6000\n2024,*,county,2000\n2025,*,province,7000\n2025,*,county,3000\n";
    let wide =
        "年份,县,省级,县级财政,合计\n2023,*,5000,1000,6000\n2024,*,6000,2000,8000\n2025,*,7000,3000,10000\n";
    same("budget", long, wide, &["totals-columns budget.csv:1 -", "wide-table budget.csv:1 -"]);
    let turned = "source,county,2023年,2024年,2025年\nprovince,*,5000,6000,7000\n县级,*,1000,2000,3000\n";
    same("budget", long, turned, &["wide-table budget.csv:1 -"]);
    let km = "from,to,km\nA01,A02,12.5\nA01,B01,30\nA02,A01,12.5\nB01,A01,30\n";
    same(
        "distances",
        km,
        "起点,A01,A02,B01\nA01,,12.5,30\nA02,12.5,,\nB01,30,,\n",
        &["wide-table distances.csv:1 -"],
    );
    let costs =
        "stage,sector,item,value\npreschool,*,running_per_pupil,15000\nprimary,*,running_per_pupil,18000\n";
    same(
        "costs",
        costs,
        "成本项目,办学性质,学前教育,小学\n生均运行成本,*,15000,18000\n",
        &["wide-table costs.csv:1 -"],
    );
    let spent = "year,county,amount\n2020,A,100\n2020,B,50\n2021,A,110\n2021,B,55\n";
    same("expenditure", spent, "县,2020年,2021年\nA,100,110\nB,50,55\n", &["wide-table expenditure.csv:1 -"]);
    let demand = "town,stage,year,children\nA01,preschool,2023,300\nA01,preschool,2025,310\nA02,preschool,2023,90\nA02,preschool,2025,80\nB01,preschool,2023,20\nB01,preschool,2025,20\n";
    same(
        "demand",
        demand,
        "town,stage,2023学年,2025学年\nA01,preschool,300,310\nA02,preschool,90,80\nB01,preschool,20,20\n",
        &["wide-table demand.csv:1 -"],
    );
}

#[test]
fn findings_lead_to_the_cell_of_the_file() {
    let births = "年份,A01,A02,B01\n2021,80,forty,9\n2022,70,30,-11\n";
    let reading = TinyStudy::new().with("births", births).read();
    assert_eq!(
        findings(&reading),
        ["wide-table births.csv:1 -", "not-a-number births.csv:2 A02", "out-of-range births.csv:3 B01"]
    );
    let layout = reading.layouts.iter().find(|layout| layout.table.name == "births").unwrap();
    assert_eq!(["A02", "B01", "年份"].map(|head| layout.column(head)), [Some(2), Some(3), Some(0)]);
    // A row twice: the second is named in the column at fault.
    let twice = "年份,A01,A02,B01\n2021,80,40,9\n2022,70,30,11\n2022,,31,\n";
    assert_eq!(
        findings(&TinyStudy::new().with("births", twice).read()),
        ["wide-table births.csv:1 -", "duplicate-key births.csv:4 A02"]
    );
    // Two heads of the same meaning, a town that is not known, a column that is none of the table.
    let alike = "年份,A01,东街道,A02\n2021,80,1,40\n2022,70,1,30\n";
    assert!(
        findings(&TinyStudy::new().with("births", alike).read())
            .contains(&"ambiguous-columns births.csv:1 东街道".to_owned())
    );
    let unknown = "年份,A01,A02,北镇,来源说明\n2021,80,40,9,公安\n2022,70,30,11,公安\n";
    assert_eq!(
        findings(&TinyStudy::new().with("births", unknown).read()),
        [
            "wide-table births.csv:1 -",
            "unknown-column births.csv:1 来源说明",
            "unknown-reference births.csv:2 北镇"
        ]
    );
}

/// What is long stays long, whatever stands beside it.
#[test]
fn long_tables_are_left_alone() {
    let one_more = BIRTHS
        .replace("births\n", "births,2023\n")
        .replace("0\n", "0,1\n")
        .replace("9\n", "9,1\n")
        .replace("11\n", "11,1\n");
    assert_eq!(
        findings(&TinyStudy::new().with("births", &one_more).read()),
        ["unknown-column births.csv:1 2023"]
    );
    // Figures under the only row of heads are no heads, though they might be ages.
    let small =
        "地区,日期,性别,3岁,4岁\nA01,2022-12-31,男,4,5\nA02,2022-12-31,男,5,6\nB01,2022-12-31,男,6,7\n";
    let long = "town,date,sex,age,persons\nA01,2022-12-31,male,3,4\nA01,2022-12-31,male,4,5\nA02,2022-12-31,male,3,5\nA02,2022-12-31,male,4,6\nB01,2022-12-31,male,3,6\nB01,2022-12-31,male,4,7\n";
    same("population", long, small, &["wide-table population.csv:1 -"]);
}

/// A title says the day of a table without a column for it; a year alone is no day, and is asked for.
#[test]
fn the_day_stands_in_the_title() {
    let long = "town,date,age,persons\nA01,2022-12-31,3,50\nA01,2022-12-31,4,60\nA02,2022-12-31,3,51\nA02,2022-12-31,4,61\nB01,2022-12-31,3,52\nB01,2022-12-31,4,62\n";
    let rows = "乡镇,3岁,4岁\nA01,50,60\nA02,51,61\nB01,52,62\n";
    same(
        "population",
        long,
        &format!("某市2022年末分年龄人口,,\n{rows}"),
        &[
            "title-row population.csv:1 -",
            "wide-table population.csv:2 -",
            "time-from-title population.csv:2 -",
        ],
    );
    let unclear = TinyStudy::new().with("population", &format!("某市2022年分年龄人口,,\n{rows}")).read();
    assert!(
        findings(&unclear).contains(&"missing-column population.csv:2 date".to_owned()),
        "{:?}",
        findings(&unclear)
    );
}

/// Schools by name where an id is wanted, if one school alone has it.
#[test]
fn schools_by_name() {
    let long = "school,year,stage,grade,pupils\nS1,2022,preschool,1,90\nS3,2022,primary,1,140\n";
    let reading =
        TinyStudy::new().with("enrolment", &long.replace("S1", "东一园").replace("S3", "东小学")).read();
    assert_eq!(
        findings(&reading),
        ["read-by-name enrolment.csv:2 school", "read-by-name enrolment.csv:3 school"]
    );
    assert_eq!(reading.study, TinyStudy::new().with("enrolment", long).read().study);
    let two = TinyStudy::new()
        .patch("schools", "东二园", "东一园")
        .with("enrolment", &long.replace("S1", "东一园"));
    assert!(findings(&two.read()).iter().all(|one| !one.contains("read-by-name")));
}

/// Words of sources under the head of their key; a unit above; totals of totals; heads of which one part names the rows.
#[test]
fn heads_under_the_name_of_their_key() {
    let long = "year,county,source,limit\n2023,*,省补助,100\n2023,*,专项债,50\n2024,*,省补助,200\n2024,*,专项债,60\n2025,*,省补助,300\n2025,*,专项债,70\n";
    let wide =
        "年份,县,资金来源,,\n,,省补助,专项债,小计\n2023,*,100,50,150\n2024,*,200,60,260\n2025,*,300,70,370\n";
    let (plain, reading) =
        (TinyStudy::new().with("budget", long).read(), TinyStudy::new().with("budget", wide).read());
    assert!(
        findings(&reading).contains(&"totals-columns budget.csv:2 -".to_owned()),
        "{:?}",
        findings(&reading)
    );
    alike(&plain, &reading, wide);
    let people = "town,date,合计,,男,,女,\n,,小计,3岁,小计,3岁,小计,3岁\nA01,2022-12-31,11,11,5,5,6,6\nA02,2022-12-31,13,13,6,6,7,7\nB01,2022-12-31,15,15,7,7,8,8\n";
    let long = "town,date,sex,age,persons\nA01,2022-12-31,male,3,5\nA01,2022-12-31,female,3,6\nA02,2022-12-31,male,3,6\nA02,2022-12-31,female,3,7\nB01,2022-12-31,male,3,7\nB01,2022-12-31,female,3,8\n";
    same("population", long, people, &["totals-columns population.csv:2 -", "wide-table population.csv:2 -"]);
    let named =
        TinyStudy::new().with("births", "乡镇/年份,2021,2022\n东街道,80,70\nA02,40,30\nB01,9,11\n").read();
    assert_eq!(findings(&named), ["wide-table births.csv:1 -", "read-by-name births.csv:2 乡镇/年份"]);
    let layout = named.layouts.iter().find(|layout| layout.table.name == "births").unwrap();
    assert_eq!(layout.column("乡镇/年份"), Some(0));
}

/// A title that names a place and a day is none of the heads; ages as rows under towns and sexes.
#[test]
fn a_title_like_a_head() {
    let long = "town,date,sex,age,persons\nA01,2022-12-31,male,3,5\nA01,2022-12-31,female,3,6\nA02,2022-12-31,male,3,6\nA02,2022-12-31,female,3,7\nB01,2022-12-31,male,3,7\nB01,2022-12-31,female,3,8\n";
    let text = "甲县2022年末人口,,,,,,\n年龄,A01,,A02,,B01,\n,男,女,男,女,男,女\n3,5,6,6,7,7,8\n";
    same(
        "population",
        long,
        text,
        &[
            "title-row population.csv:1 -",
            "wide-table population.csv:3 -",
            "time-from-title population.csv:3 -",
        ],
    );
    // 全县 beside the towns is their total.
    let wide = "年份,A01,A02,B01,全县\n2021,80,40,9,129\n2022,70,30,11,111\n";
    same("births", BIRTHS, wide, &["totals-columns births.csv:1 -", "wide-table births.csv:1 -"]);
}

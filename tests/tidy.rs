//! Tables as offices send them: what has one clear meaning is read so, and told as a note at its place; the rest is a fault.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod tiny_study;

use rust_xlsxwriter::{Format, Worksheet};
use tiny_study::{TinyStudy, findings};
use xuewei::diagnostic::Severity;
use xuewei::input::{Reading, read_study};

/// The study reads as the correct one, with these notes.
fn reads_the_same(study: &TinyStudy, expected: &[&str]) {
    let (plain, reading) = (TinyStudy::new().read(), study.read());
    assert_eq!(findings(&reading), expected);
    assert!(reading.diagnostics.iter().all(|one| one.severity == Severity::Note && !one.what.zh.is_empty()));
    assert_eq!(plain.study, reading.study);
}

#[test]
fn full_width_units_and_separators() {
    let study = TinyStudy::new()
        .patch("projects", "180,,2500,4000,2023,2025", "１８０,,２５００万元,\"4,000\",2023年,２０２５")
        .patch("population", "male,3,41.5", "男,３岁,４１．５")
        .patch("population", ",,100+,2", ",,100岁及以上,2人")
        .patch("budget", "2023,*,county,5000,yes", "2023,＊,county,0.5亿,是")
        .patch("schools", "S3,东小学,A01,primary,public,,900,850", "Ｓ3,东小学,Ａ01,primary,public,,900,850");
    reads_the_same(
        &study,
        &[
            "tidied-word budget.csv:2 county",
            "tidied-number budget.csv:2 limit",
            "tidied-age population.csv:4 age",
            "tidied-number population.csv:4 persons",
            "tidied-age population.csv:6 age",
            "tidied-number population.csv:6 persons",
            "tidied-number projects.csv:2 capex",
            "tidied-year projects.csv:2 earliest",
            "tidied-number projects.csv:2 land",
            "tidied-year projects.csv:2 latest",
            "tidied-number projects.csv:2 places.preschool",
            "tidied-word schools.csv:4 school",
            "tidied-word schools.csv:4 town",
        ],
    );
}

#[test]
fn dates_in_other_manners() {
    for other in ["2021/12/31", "2021年12月31日", "20211231", "44561", "2021-12-31 00:00:00"] {
        let study = TinyStudy::new().patch("population", "A01,2021-12-31", &format!("A01,{other}"));
        reads_the_same(&study, &["tidied-date population.csv:2 date"]);
    }
}

#[test]
fn names_instead_of_codes_with_or_without_their_endings() {
    for (town, code) in [("西镇", "A02"), ("东 街道", "A01"), ("南\u{3000}镇", "B01")] {
        let rows = format!("S9,新校,{town},primary,public,,30,20,,,,,\n");
        let coded = format!("S9,新校,{code},primary,public,,30,20,,,,,\n");
        let with = |rows: &str| {
            let mut study = TinyStudy::new();
            study.text("schools").push_str(rows);
            study.read()
        };
        let (named, coded) = (with(&rows), with(&coded));
        assert_eq!(findings(&named), ["read-by-name schools.csv:6 town"], "{town}");
        assert_eq!(named.study, coded.study);
    }
    // 临海 is 临海市; a name that two towns have is no code.
    let named =
        TinyStudy::new().patch("counties", "甲县", "临海市").patch("towns", "东街道,A,", "东街道,临海,");
    let coded = TinyStudy::new().patch("counties", "甲县", "临海市");
    assert_eq!(findings(&named.read()), ["read-by-name towns.csv:2 county"]);
    assert_eq!(named.read().study, coded.read().study);
    let two =
        TinyStudy::new().patch("towns", "南镇", "西镇").patch("schools", "S3,东小学,A01", "S3,东小学,西镇");
    assert_eq!(findings(&two.read()), ["unknown-reference schools.csv:4 town"]);
}

#[test]
fn totals_are_compared_and_left_out() {
    // 300 + 200 + 900 + 300 places, 280 + 150 + 850 + 200 pupils.
    let with = |row: &str| {
        let mut study = TinyStudy::new();
        study.text("schools").push_str(row);
        study
    };
    reads_the_same(&with("合计,,,,,,1700,1480,,,,,\n"), &["totals-row schools.csv:6 -"]);
    reads_the_same(&with("总 计,,,,,,\"1,700\",１４８０,,,,,\n"), &["totals-row schools.csv:6 -"]);
    let wrong = with("合计,,,,,,1700,1481,,,,,\n").read();
    assert_eq!(findings(&wrong), ["totals-differ schools.csv:6 pupils"]);
    assert_eq!(wrong.study, TinyStudy::new().read().study);
    assert!(
        wrong.diagnostics[0].what.en.contains("1480") && wrong.diagnostics[0].severity == Severity::Warning
    );
    // Subtotals: the first two rows, the other two, all.
    let mut study = TinyStudy::new();
    let text = study.text("schools");
    *text = text.replace("S3,", "小计,,,,,,500,430,,,,,\nS3,");
    text.push_str("小计,,,,,,1200,1050,,,,,\n合计,,,,,,1700,1480,,,,,\n");
    reads_the_same(
        &study,
        &["totals-row schools.csv:4 -", "totals-row schools.csv:7 -", "totals-row schools.csv:8 -"],
    );
}

#[test]
fn a_title_above_the_heads_and_spaces_in_heads() {
    let mut study = TinyStudy::new();
    let text = study.text("counties");
    *text = format!("台州市县（市、区）一览表,,\n{}", text.replace("code,name,", "代 码,名 称,"));
    let expected = [
        "title-row counties.csv:1 -",
        "tidied-head counties.csv:2 代 码",
        "tidied-head counties.csv:2 名 称",
    ];
    reads_the_same(&study, &expected);
}

/// Words of groups above, heads of columns below; a head over both rows stands in the upper one, as merged cells are read.
#[test]
fn heads_over_two_rows() {
    let grouped = |study: &mut TinyStudy, title: &str| {
        let text = study.text("schools");
        let rows = text.split_once('\n').unwrap().1;
        *text = format!(
            "{title}school,name,town,办学,,,规模,,,位置,,起止年份,\n,,,stage,办 学性质,grade,places,pupils,migrant_pupils,lon,lat,opened,closes\n{rows}"
        );
    };
    let mut study = TinyStudy::new();
    grouped(&mut study, "");
    reads_the_same(&study, &["two-row-heads schools.csv:1 -", "tidied-head schools.csv:2 办 学性质"]);
    // With a title above.
    let mut study = TinyStudy::new();
    grouped(&mut study, "学校一览表,,,,,,,,,,,,\n");
    reads_the_same(
        &study,
        &[
            "title-row schools.csv:1 -",
            "two-row-heads schools.csv:2 -",
            "tidied-head schools.csv:3 办 学性质",
        ],
    );
    // All heads in the lower row, and stages below the places that they have.
    let mut study = TinyStudy::new();
    let text = study.text("projects");
    let (heads, rows) = text.split_once('\n').unwrap();
    let lower = heads.replace("places.preschool,places.primary", "preschool,primary");
    let count = heads.split(',').count();
    let upper: Vec<&str> = (0..count)
        .map(|at| {
            ["项目", "", "places", ""][usize::from(at > 0) + usize::from(at > 12) + usize::from(at > 13)]
        })
        .collect();
    *text = format!("{}\n{lower}\n{rows}", upper.join(","));
    reads_the_same(&study, &["two-row-heads projects.csv:1 -"]);
    // A row of data whose words are no heads stays data.
    let blank = TinyStudy::new().patch("towns", "code,name,county,kind", ",name,county,kind");
    assert!(findings(&blank.read()).iter().all(|one| !one.starts_with("two-row")));
}

/// Rows hidden by hand or by a filter, and hidden columns, of a real workbook.
#[test]
fn hidden_rows_and_columns_are_read_and_told() {
    let folder = written("", |name, sheet| {
        if name == "schools" {
            sheet.set_row_hidden(2).unwrap().set_row_hidden(3).unwrap();
            sheet.set_row_hidden(900).unwrap();
            sheet.set_column_hidden(7).unwrap();
            sheet.set_column_hidden(40).unwrap();
        }
    });
    let reading = read_study(folder.path());
    assert_eq!(findings(&reading), ["hidden-columns tables.xlsx:1 pupils", "hidden-rows tables.xlsx:3 -"]);
    assert!(
        reading.diagnostics[0].what.en.ends_with(": H") && reading.diagnostics[1].what.en.ends_with(": 3–4")
    );
    assert_eq!(reading.study, TinyStudy::new().read().study);
}

/// A workbook with merged titles, numbers as texts, dates as numbers and a formula for a total.
#[test]
fn a_workbook_as_offices_send_it() {
    let folder = workbook();
    let reading = read_study(folder.path());
    let codes: Vec<&str> = reading.diagnostics.iter().map(|one| one.code).collect();
    assert!(reading.study.is_some(), "{:?}", findings(&reading));
    assert!(codes.contains(&"title-row") && codes.contains(&"totals-row"), "{codes:?}");
    assert_eq!(reading.study, TinyStudy::new().read().study);
    let sheet = |reading: &Reading| reading.diagnostics.iter().all(|one| one.location.sheet.is_some());
    assert!(sheet(&reading));
}

/// The correct study as a workbook of texts.
fn written(titled: &str, change: impl Fn(&str, &mut Worksheet)) -> tempfile::TempDir {
    let study = TinyStudy::new();
    study.write_with(&mut study.workbook(false, titled, change))
}

fn workbook() -> tempfile::TempDir {
    let total = u32::try_from(TinyStudy::new().text("schools").lines().count()).unwrap() + 1;
    written("schools", |name, sheet| {
        if name == "schools" {
            sheet.merge_range(0, 0, 0, 12, "2022年学校一览表", &Format::new()).unwrap();
            sheet.write_string(total, 0, "合计").unwrap();
            let sum = rust_xlsxwriter::Formula::new("=SUM(G3:G6)").set_result("1700");
            sheet.write_formula(total, 6, sum).unwrap();
        }
    })
}

/// Heads of offices in the place of the tables' own: the same study, and nothing to tell.
#[test]
fn heads_that_offices_write() {
    let heads = |name: &str, pairs: &[(&str, &str)], study: TinyStudy| {
        pairs.iter().fold(study, |mut study, (from, to)| {
            let text = study.text(name);
            let (heads, rows) = text.split_once('\n').unwrap();
            let heads: Vec<&str> =
                heads.split(',').map(|head| if head == *from { *to } else { head }).collect();
            assert!(heads.contains(to), "{from}");
            *text = format!("{}\n{rows}", heads.join(","));
            study
        })
    };
    let study = heads(
        "schools",
        &[
            ("name", "学校名称"),
            ("town", "所在乡镇"),
            ("stage", "学校类别"),
            ("sector", "举办者类型"),
            ("places", "核定学位数"),
            ("pupils", "在校生数"),
            ("migrant_pupils", "其中：随迁子女"),
        ],
        TinyStudy::new(),
    );
    let study = heads(
        "projects",
        &[
            ("name", "学校名称"),
            ("town", "所属乡镇（街道）"),
            ("kind", "建设性质"),
            ("status", "项目进展"),
            ("places.primary", "新增小学学位"),
            ("capex", "计划总投资"),
            ("land", "占地面积"),
            ("earliest", "竣工时间"),
            ("latest", "最迟投用年份"),
            ("source", "资金渠道"),
        ],
        study,
    );
    let study = heads("budget", &[("source", "经费来源"), ("limit", "资金上限")], study);
    reads_the_same(&study, &[]);
    // A finding names the head that the file has.
    let broken = study.patch("projects", "120,900,,2023", "many,900,,2023");
    assert_eq!(findings(&broken.read()), ["not-a-number projects.csv:4 新增小学学位"]);
    // Two heads of one column ask which.
    let both = TinyStudy::new().patch("schools", "places,pupils", "places,在校生数").patch(
        "schools",
        "migrant_pupils,lon",
        "在校学生,lon",
    );
    assert_eq!(findings(&both.read()), ["duplicate-column schools.csv:1 在校学生"]);
}

/// Tables under the names that offices give them.
#[test]
fn names_of_tables_that_offices_write() {
    let mut study = TinyStudy::new();
    for (from, to) in [
        ("population", "分年龄人口"),
        ("births", "出生人数"),
        ("schools", "学校情况"),
        ("projects", "项目库"),
        ("budget", "资金上限表"),
    ] {
        let file = study.files.iter_mut().find(|(name, _)| *name == format!("data/{from}.csv")).unwrap();
        file.0 = format!("data/{to}.csv");
    }
    reads_the_same(&study, &[]);
}

/// Words of offices in cells are noted once a column and word; what they say about another column fills it.
#[test]
fn words_that_offices_write_in_cells() {
    let study = TinyStudy::new()
        .patch("schools", "东一园,A01,preschool,public,2", "东一园,A01,幼儿园,公办园,省二级")
        .patch("schools", "东二园,A01,preschool,private,3", "东二园,A01,学前,其他民办,三级")
        .patch(
            "projects",
            "P1,地块1,东三园,A01,nurseries,new,planned,no",
            "P1,地块1,东三园,A01,nurseries,新办,拟建,否",
        )
        .patch("projects", "提升,开工,是,public,1,,2", "改造提升,已开工,,公立,一级,,省二级")
        .patch("projects", "expand,,,public", "改扩建,,,public")
        .patch("towns", "A,街道,", "A,街道办事处,")
        .patch("towns", "rural", "乡村");
    reads_the_same(
        &study,
        &[
            "read-as-word projects.csv:2 kind",
            "read-as-word projects.csv:2 status",
            "read-as-word projects.csv:3 from_grade",
            "read-as-word projects.csv:3 grade",
            "read-as-word projects.csv:3 kind",
            "read-as-word projects.csv:3 sector",
            "read-as-word projects.csv:3 status",
            "read-as-word projects.csv:4 kind",
            "read-as-word schools.csv:2 grade",
            "read-as-word schools.csv:2 sector",
            "read-as-word schools.csv:2 stage",
            "read-as-word schools.csv:3 grade",
            "read-as-word schools.csv:3 sector",
            "read-as-word schools.csv:3 stage",
            "read-as-word towns.csv:2 kind",
            "read-as-word towns.csv:3 setting",
        ],
    );
    // A town is neither urban nor rural.
    let town = TinyStudy::new().patch("towns", "rural", "镇区").read();
    assert!(findings(&town).is_empty() && town.study != TinyStudy::new().read().study);
}

/// What may mean two things is asked, each at its place, all in one run.
#[test]
fn words_of_two_meanings_are_asked_about() {
    let study = TinyStudy::new()
        .patch("schools", "东小学,A01,primary", "东小学,A01,九年一贯制")
        .patch("projects", "P3,,南镇转公,B01,schools,expand", "P3,,南镇转公,B01,schools,改造")
        .patch("towns", "rural", "县城");
    let reading = study.read();
    assert_eq!(
        findings(&reading),
        [
            "unknown-choice projects.csv:4 kind",
            "unknown-reference schools.csv:4 stage",
            "unknown-choice towns.csv:3 setting"
        ]
    );
    let asked = |at: usize| reading.diagnostics[at].hint.zh.as_str();
    assert!(asked(0).contains("改建") && asked(1).contains("分成两行") && asked(2).contains("镇区"));
    // A private school is not offered for a public one.
    let other =
        TinyStudy::new().patch("schools", "东小学,A01,primary,public", "东小学,A01,primary,公私合办").read();
    assert!(!other.diagnostics[0].hint.zh.contains("最接近"), "{}", other.diagnostics[0].hint.zh);
}

/// Years as offices write them, in columns of school years, of calendar years and of dates.
#[test]
fn years_and_months_of_many_forms() {
    for other in ["2022/23", "2022-23", "2022-2023", "2022学年", "２０２２", "2022年9月", "202209", "Sep-22"]
    {
        let study = TinyStudy::new().patch("schools", "2001,", &format!("{other},"));
        let plain = TinyStudy::new().patch("schools", "2001,", "2022,").read();
        let reading = study.read();
        assert_eq!(findings(&reading), ["tidied-year schools.csv:2 opened"], "{other}");
        assert_eq!(reading.study, plain.study);
    }
    // A month of a birth goes to its column; in a column of school years a month other than September is asked about.
    let births = "town,year,births\nA01,2020,90\nA01,2021,80\nA01,2022,70\nB01,202201,6\nB01,2022年2月,5\n";
    let plain =
        "town,year,month,births\nA01,2020,,90\nA01,2021,,80\nA01,2022,,70\nB01,2022,1,6\nB01,2022,2,5\n";
    let reading = TinyStudy::new().with("births", births).read();
    assert_eq!(findings(&reading), ["tidied-year births.csv:5 year", "tidied-year births.csv:6 year"]);
    assert_eq!(reading.study, TinyStudy::new().with("births", plain).read().study);
    for unclear in ["2001年3月", "2001-02", "2001-03"] {
        let study = TinyStudy::new().patch("schools", "2001,", &format!("{unclear},"));
        assert_eq!(findings(&study.read()), ["not-a-year schools.csv:2 opened"], "{unclear}");
    }
    for other in ["2021年末", "2021年底", "2021年12月", "202112", "Dec-21"] {
        let study = TinyStudy::new().patch("population", "A01,2021-12-31", &format!("A01,{other}"));
        reads_the_same(&study, &["tidied-date population.csv:2 date"]);
    }
    let works = TinyStudy::new().patch("projects", "4000,2023,2025", "4000,2022年12月,2025");
    reads_the_same(&works, &["tidied-year projects.csv:2 earliest"]);
}

/// Towns, schools and projects by name alone, in one county that no table holds.
#[test]
fn places_schools_and_projects_without_codes() {
    // The same study with names in the place of codes.
    let named = |study: TinyStudy| {
        let mut study = study;
        for (_, text) in &mut study.files {
            for (code, name) in [("A01", "东街道"), ("A02", "西镇"), ("B01", "南镇")] {
                *text = text.replace(&format!("{code},"), &format!("{name},"));
            }
        }
        study
    };
    let without = |text: &str, column: usize| {
        let rows = text.lines().map(|line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            cells.remove(column);
            cells.join(",")
        });
        rows.map(|row| row + "\n").collect::<String>()
    };
    let mut study = named(TinyStudy::new());
    for table in ["towns", "schools", "projects"] {
        let text = study.text(table);
        *text = without(&text.replace("\"南镇学校,本部\"", "南镇学校"), 0);
    }
    let reading = study.read();
    assert_eq!(
        findings(&reading),
        [
            "codes-from-names projects.csv:1 -",
            "codes-from-names schools.csv:1 -",
            "codes-from-names towns.csv:1 -"
        ]
    );
    let plain = TinyStudy::new().read().study.unwrap();
    let study = reading.study.unwrap();
    assert_eq!(
        study.towns.iter().map(|town| town.code.as_str()).collect::<Vec<_>>(),
        ["东街道", "西镇", "南镇"]
    );
    assert_eq!(
        study.projects.iter().map(|project| project.id.as_str()).collect::<Vec<_>>(),
        ["东三园", "东一园提升", "南镇转公"]
    );
    assert_eq!(
        study.schools.iter().map(|school| school.town).collect::<Vec<_>>(),
        plain.schools.iter().map(|school| school.town).collect::<Vec<_>>()
    );
    assert_eq!(study.births, plain.births);
    // A name that stands twice: schools are told apart by their towns, projects by a number.
    let mut twice = named(TinyStudy::new()).patch("schools", "东小学", "中心小学").patch(
        "schools",
        "\"南镇学校,本部\"",
        "中心小学",
    );
    let text = twice.text("schools");
    *text = without(text, 0);
    let text = twice.text("projects");
    *text = without(&text.replace("东三园", "新园").replace("东一园提升", "新园"), 0);
    let study = twice.read().study.unwrap();
    let ids: Vec<&str> = study.schools.iter().map(|school| school.id.as_str()).collect();
    assert_eq!(ids, ["东一园", "东二园", "东街道中心小学", "南镇中心小学"]);
    assert_eq!(
        study.projects.iter().map(|project| project.id.as_str()).collect::<Vec<_>>(),
        ["新园", "新园（2）", "南镇转公"]
    );
}

/// Columns of projects that go without saying, and columns that no study needs.
#[test]
fn columns_that_offices_leave_out_or_add() {
    let without = |text: &str, name: &str| {
        let at = text.lines().next().unwrap().split(',').position(|head| head == name).unwrap();
        let rows = text.lines().map(|line| {
            line.split(',')
                .enumerate()
                .filter(|(of, _)| *of != at)
                .map(|(_, cell)| cell)
                .collect::<Vec<_>>()
                .join(",")
        });
        rows.map(|row| row + "\n").collect::<String>()
    };
    let mut study = TinyStudy::new();
    let text = study.text("projects");
    *text = without(text, "latest");
    // Committed P2 opens when it is to, 2024; the others may until the last year, 2025, as in the whole table.
    reads_the_same(&study, &["no-latest projects.csv:1 -"]);
    // P1 and P2 add places of kindergartens, whose programme is `nurseries`; P3 adds none of a stage that has one, and is asked about.
    let text = study.text("projects");
    *text = without(text, "programme");
    let reading = study.read();
    assert_eq!(
        findings(&reading),
        [
            "no-latest projects.csv:1 -",
            "no-programme projects.csv:1 -",
            "blank-cell projects.csv:4 programme"
        ]
    );
    let model = |study: TinyStudy| {
        study.patch("tiny.toml", "prevalence = 0.9", "prevalence = 0.9\nprogramme = \"schools\"")
    };
    assert_eq!(
        model(study).read().study.unwrap().projects,
        model(TinyStudy::new()).read().study.unwrap().projects
    );
    let mut study = TinyStudy::new();
    let text = study.text("schools");
    *text = text.replace("school,name", "序号,校长,school,name").replace("\nS", "\n1,王某,S");
    reads_the_same(&study, &["columns-not-needed schools.csv:1 -"]);
}

//! One broken cell gives exactly one finding, at its place; many give many.

#![allow(
    clippy::format_collect,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::too_many_lines
)]

mod tiny_study;

use tiny_study::{TinyStudy, findings};
use xuewei::diagnostic::{Severity, any_error};
use xuewei::domain::{ClassIndex, Language, PlaceEffect, Project, SchoolYear, TownIndex};

#[test]
fn the_correct_study_reads_without_findings() {
    let reading = TinyStudy::new().read();
    assert_eq!(findings(&reading), Vec::<String>::new());
    assert_eq!(reading.files.len(), 11);
    assert!(reading.files.iter().all(|file| file.sha256.len() == 64 && !file.content.is_empty()));
    let study = reading.study.expect("study");
    assert_eq!((study.counties.len(), study.towns.len(), study.population.len()), (2, 3, 7));
    let classes: Vec<String> = study.class_indices().map(|class| study.class_id(class)).collect();
    assert_eq!(
        classes,
        ["preschool/public/1", "preschool/public/2", "preschool/private/3", "primary/public"]
    );
    let effects = |project: usize| study.projects[project].effects.clone();
    let effect =
        |town, class, places| PlaceEffect { town: TownIndex(town), class: ClassIndex(class), places };
    assert_eq!(effects(0), [effect(0, 0, 180)]);
    assert_eq!(effects(1), [effect(0, 0, 300), effect(0, 1, -300)]);
    assert_eq!(effects(2), [effect(2, 3, 120)]);
    assert_eq!(study.choices[0].classes, [ClassIndex(2)]);
    assert_eq!(study.stages[1].enrolment_rate.at(SchoolYear(2029)), Some(0.998));
    assert_eq!((study.cost.price_year, study.cost.detour), (2023, 1.3));
    assert_eq!(study.programmes[1].kinds.len(), 5);
    assert_eq!(study.projects[1].funding, Project::funded_by("county"));
    assert!(study.population[4].open && study.population[5].group.is_none());
}

/// File, what stands there, what is put in its place, and the one finding.
type Case = (&'static str, &'static str, &'static str, &'static str);

fn check(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (file, from, to, expected) in cases {
        let reading = TinyStudy::new().patch(file, from, to).read();
        let found = findings(&reading);
        if found != [(*expected).to_owned()] {
            wrong.push(format!("{file}: `{from}` → `{to}`\n  expected {expected}\n  found    {found:?}"));
        }
        for diagnostic in &reading.diagnostics {
            assert!(!diagnostic.what.zh.is_empty() && !diagnostic.what.en.is_empty(), "{diagnostic:?}");
            assert!(!diagnostic.hint.zh.is_empty() && !diagnostic.hint.en.is_empty(), "{diagnostic:?}");
        }
        assert_eq!(reading.study.is_none(), any_error(&reading.diagnostics));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_broken_cell_of_a_place() {
    check(&[
        ("counties", "B,乙县,Yi", "B,,Yi", "blank-cell counties.csv:3 name"),
        ("counties", "B,乙县,Yi", ",乙县,Yi", "blank-cell counties.csv:3 code"),
        ("counties", "B,乙县,Yi", "B,乙县,Yi\nA,丙县,", "duplicate-key counties.csv:4 code"),
        ("counties", "code,name,name_en", "code,name,name_eng", "unknown-column counties.csv:1 name_eng"),
        ("counties", "code,name,name_en", "code,nam,name_en", "missing-column counties.csv:1 name"),
        ("counties", "code,name,name_en", "code,name,名称", "duplicate-column counties.csv:1 名称"),
        ("counties", "code,name,name_en\nA,甲县,Jia\nB,乙县,Yi\n", "", "empty-file counties.csv:- -"),
        ("counties", "B,乙县,Yi", "B,乙县", "ragged-row counties.csv:3 -"),
        ("counties", "B,乙县,Yi", "B,乙县,Yi,4", "ragged-row counties.csv:3 -"),
        ("towns", "A02,西镇,A,", "A02,西镇,C,", "unknown-reference towns.csv:3 county"),
        ("towns", "A02,西镇,A,", "A02,西镇,,", "blank-cell towns.csv:3 county"),
        ("towns", "A02,西镇,A,镇", "A02,西镇,A,城", "unknown-choice towns.csv:3 kind"),
        ("towns", "A02,西镇,A,镇,121.3", "A02,西镇,A,镇,12l.3", "not-a-number towns.csv:3 lon"),
        ("towns", "A02,西镇,A,镇,121.3", "A02,西镇,A,镇,1212", "out-of-range towns.csv:3 lon"),
        ("towns", "A02,西镇,A,镇,121.3", "A02,西镇,A,镇,", "half-position towns.csv:3 lon"),
        (
            "towns",
            "A01,东街道,A,街道,121.4,28.6,urban,centre",
            "A01,东街道,A,街道",
            "ragged-row towns.csv:2 -",
        ),
        ("towns", "B01,南镇", ",南镇", "blank-cell towns.csv:4 code"),
        ("towns", "B01,南镇", "A02,南镇", "duplicate-key towns.csv:4 code"),
        ("towns", "code,name", "name_en,name", "missing-column towns.csv:1 code"),
        ("distances", "A02,A01,12.5", "A02,A09,12.5", "unknown-reference distances.csv:3 to"),
        ("distances", "A02,A01,12.5", "A02,A01,-1", "out-of-range distances.csv:3 km"),
        ("distances", "A02,A01,12.5", "A01,A02,12.5", "duplicate-key distances.csv:3 -"),
    ]);
}

#[test]
fn one_broken_cell_of_people() {
    check(&[
        (
            "population",
            "B01,2022-12-31,all,both,3,30",
            "B02,2022-12-31,all,both,3,30",
            "unknown-reference population.csv:7 town",
        ),
        ("population", "A01,2021-12-31,,,3", "A01,2021/12/31,,,3", "tidied-date population.csv:2 date"),
        ("population", "A01,2021-12-31,,,3", "A01,2021-02-29,,,3", "not-a-date population.csv:2 date"),
        (
            "population",
            "B01,2022-12-31,all,both,3,30",
            "B01,2020-12-31,all,both,3,30\nB01,2022-12-31,all,both,3,30",
            "missing-year population.csv:- date",
        ),
        (
            "population",
            "A01,2022-12-31,migrant",
            "A01,2022-12-31,migrants",
            "unknown-reference population.csv:5 group",
        ),
        ("population", "local,female,3", "local,femail,3", "unknown-choice population.csv:3 sex"),
        ("population", ",,100+,2", ",,100以上,2", "tidied-age population.csv:6 age"),
        ("population", ",,100+,2", ",,-3,2", "not-an-age population.csv:6 age"),
        ("population", ",,100+,2", ",,100+,\"1,041\"", "tidied-number population.csv:6 persons"),
        ("population", "male,3,41.5", "male,3,４１", "tidied-number population.csv:4 persons"),
        ("population", ",,100+,2", ",,100+,12万", "tidied-number population.csv:6 persons"),
        ("population", "male,3,41.5", "male,3,", "blank-cell population.csv:4 persons"),
        ("population", "male,3,41.5", "male,3,-41.5", "out-of-range population.csv:4 persons"),
        ("population", "local,male,3,41.5", "本地户籍,女,3,41.5", "duplicate-key population.csv:4 -"),
        ("population", "B01,2022-12-31,all,both,3,30\n", "", "missing-area population.csv:- town"),
        ("births", "A01,2021,", "A01,21,", "not-a-year births.csv:3 year"),
        ("births", "A01,2021,,,80\n", "", "missing-year births.csv:- year"),
        (
            "births",
            "A01,2022,,,70\nB01,2022,1,local,6\nB01,2022,2,local,5\n",
            "",
            "missing-year births.csv:- year",
        ),
        ("births", "B01,2022,2", "B01,2022,1.5", "not-whole births.csv:6 month"),
        ("births", "B01,2022,2", "B01,2022,13", "out-of-range births.csv:6 month"),
        ("births", "B01,2022,2", "B01,2022,1", "duplicate-key births.csv:6 -"),
        ("births", "B01,2022,2", "B1,2022,2", "unknown-reference births.csv:6 town"),
        ("mortality", "*,*,,male", "*,any,,male", "not-a-year mortality.csv:3 year"),
        ("mortality", "A01,2022,,,1", "A1,2022,,,1", "unknown-reference mortality.csv:4 area"),
        ("mortality", "0.001", "1e-3‰", "not-a-number mortality.csv:4 value"),
    ]);
}

#[test]
fn one_broken_cell_of_a_school_or_project() {
    check(&[
        ("schools", "S3,东小学,A01,primary", "S3,东小学,A01,primry", "unknown-reference schools.csv:4 stage"),
        ("schools", "primary,public,,900", "primary,publik,,900", "unknown-reference schools.csv:4 sector"),
        ("schools", "S3,东小学,A01", "S3,东小学,东街道", "read-by-name schools.csv:4 town"),
        ("schools", "public,,900", "public,,-900", "out-of-range schools.csv:4 places"),
        ("schools", "public,,900", "public,,900.5", "not-whole schools.csv:4 places"),
        ("schools", "public,2,300", "public,10,300", "out-of-range schools.csv:2 grade"),
        ("schools", "900,850,200", "900,950,200", "pupils-over-places schools.csv:4 pupils"),
        ("schools", "900,850,200", "900,850,851", "migrants-over-pupils schools.csv:4 migrant_pupils"),
        ("schools", "2010,2026", "2010,2010", "closes-before-opening schools.csv:3 closes"),
        ("schools", "2010,2026", "2010,二六", "not-a-year schools.csv:3 closes"),
        ("schools", "S4,\"南镇学校,本部\",B01", "S3,\"南镇学校,本部\",B01", "duplicate-key schools.csv:5 -"),
        ("schools", "\"南镇学校,本部\"", "南镇学校,本部", "ragged-row schools.csv:5 -"),
        ("projects", "P1,地块1", "P2,地块1", "duplicate-key projects.csv:3 project"),
        ("projects", "南镇转公,B01", "南镇转公,B0l", "unknown-reference projects.csv:4 town"),
        ("projects", "A01,nurseries,new", "A01,nursery,new", "unknown-reference projects.csv:2 programme"),
        (
            "projects",
            "nurseries,new,planned",
            "nurseries,newly,planned",
            "unknown-choice projects.csv:2 kind",
        ),
        ("projects", "new,planned,no", "new,plan,no", "unknown-choice projects.csv:2 status"),
        ("projects", "new,planned,no", "new,planned,0", "not-yes-or-no projects.csv:2 committed"),
        ("projects", "180,,2500", "180,,2500万", "tidied-number projects.csv:2 capex"),
        ("projects", "180,,2500", "180,,", "undecided-project projects.csv:2 capex"),
        ("projects", "180,,2500", "180,,k. A.", "undecided-project projects.csv:2 capex"),
        ("projects", "180,,2500", "180,,-", "undecided-project projects.csv:2 capex"),
        ("projects", "180,,2500", "待定,,2500", "undecided-project projects.csv:2 places.preschool"),
        ("projects", "180,,2500", "-,,2500", "not-a-number projects.csv:2 places.preschool"),
        ("projects", "2023,2025,121.4", "未定,2025,121.4", "undecided-project projects.csv:2 earliest"),
        ("projects", "2023,2025,121.4", "2023,？,121.4", "undecided-project projects.csv:2 latest"),
        ("projects", "2023,2025,121.4", "2023,未年,121.4", "not-a-year projects.csv:2 latest"),
        ("projects", "300,0,200,", "300,0,,", "committed-without-figure projects.csv:3 capex"),
        ("projects", "300,0,200,", "300,0,TBD,", "committed-without-figure projects.csv:3 capex"),
        ("projects", "2024,2024", "n/a,2024", "committed-without-figure projects.csv:3 earliest"),
        ("projects", "P1,地块1", "P1,待定", "unknown-site projects.csv:2 site"),
        ("projects", "180,,2500", "18O,,2500", "not-a-number projects.csv:2 places.preschool"),
        ("projects", "180,,2500", ",,2500", "project-without-places projects.csv:2 places.preschool"),
        ("projects", "2023,2025,121.4", "2026,2025,121.4", "earliest-after-latest projects.csv:2 earliest"),
        ("projects", "2023,2025,121.4", "2023,2027,121.4", "window-outside-horizon projects.csv:2 latest"),
        ("projects", "2024,2024", "2026,2027", "window-outside-horizon projects.csv:3 latest"),
        ("projects", "2024,2024", "2021,2022", "window-outside-horizon projects.csv:3 earliest"),
        (
            "projects",
            "public,1,,2,,300",
            "public,1,,2,301,300",
            "takes-too-many-places projects.csv:3 from_places",
        ),
        (
            "projects",
            "public,1,,2,,300",
            "public,1,privat,2,,300",
            "unknown-reference projects.csv:3 from_sector",
        ),
        ("projects", "places.primary", "places.primry", "unknown-reference projects.csv:1 places.primry"),
        (
            "projects",
            "places.primary",
            "places.preschool",
            "duplicate-column projects.csv:1 places.preschool",
        ),
    ]);
}

#[test]
fn one_broken_cell_of_money() {
    check(&[
        ("budget", "2025,*", "2024,*", "duplicate-key budget.csv:4 -"),
        ("budget", "2025,*", "2025,C", "unknown-reference budget.csv:4 county"),
        ("budget", "2025,*", "2025,", "blank-cell budget.csv:4 county"),
        ("budget", "5000,否", "-5000,否", "out-of-range budget.csv:4 limit"),
        ("budget", "5000,否", "5000,maybe", "not-yes-or-no budget.csv:4 carry"),
        ("costs", "preschool,*,running", "preschools,*,running", "unknown-reference costs.csv:2 stage"),
        ("costs", "生均运行成本", "生均成本", "unknown-choice costs.csv:3 item"),
        ("costs", "18000,2024", "18000,24", "not-a-year costs.csv:3 from_year"),
    ]);
}

#[test]
fn a_ceiling_of_another_year_lacks_here_and_binds_nothing_there() {
    let reading = TinyStudy::new().patch("budget", "2025,*", "2026,*").read();
    let expected = ["missing-budget-year budget.csv:- year", "ceiling-outside-years budget.csv:4 year"];
    assert_eq!(findings(&reading), expected);
}

#[test]
fn one_broken_setting_of_the_model() {
    check(&[
        ("tiny.toml", "base_year = 2022", "base_year = ", "model-syntax tiny.toml:4 -"),
        ("tiny.toml", "base_year = 2022", "", "missing-key tiny.toml:1 base_year"),
        ("tiny.toml", "name = \"tiny\"", "name = 3", "wrong-type tiny.toml:1 name"),
        ("tiny.toml", "name = \"tiny\"", "name = \"../tiny\"", "not-a-name tiny.toml:1 name"),
        ("tiny.toml", "name = \"tiny\"", "name = \" \"", "not-a-name tiny.toml:1 name"),
        ("tiny.toml", "name = \"tiny\"", "name = \"a\\u0000\"", "not-a-name tiny.toml:1 name"),
        (
            "tiny.toml",
            "prevalence = 0.9",
            "prevalence = nan",
            "wrong-type tiny.toml:39 stage.primary.prevalence",
        ),
        ("tiny.toml", "window = 3", "windov = 3", "unknown-key tiny.toml:44 projection.windov"),
        ("tiny.toml", "month = 8", "month = 13", "out-of-range tiny.toml:8 entry.month"),
        ("tiny.toml", "last = 2025", "last = 2022", "horizon-order tiny.toml:5 horizon"),
        ("tiny.toml", "outlook = 2030", "outlook = 2130", "horizon-order tiny.toml:5 horizon"),
        ("tiny.toml", "ages = [3, 5]", "ages = [5, 3]", "ages-reversed tiny.toml:30 stage.preschool.ages"),
        (
            "tiny.toml",
            "2025 = 0.99 ",
            "2025 = 99 ",
            "rate-out-of-range tiny.toml:32 stage.preschool.enrolment_rate.2025",
        ),
        (
            "tiny.toml",
            "prevalence = 0.9",
            "prevalence = 1.9",
            "rate-out-of-range tiny.toml:39 stage.primary.prevalence",
        ),
        (
            "tiny.toml",
            "programme = \"nurseries\"",
            "programme = \"nursery\"",
            "unknown-reference tiny.toml:31 stage.preschool.programme",
        ),
        (
            "tiny.toml",
            "schooling = \"anywhere\"",
            "schooling = \"any\"",
            "unknown-choice tiny.toml:41 stage.primary.schooling",
        ),
        (
            "tiny.toml",
            "at_least = 1, at_most = 9",
            "at_least = 10, at_most = 9",
            "at-least-above-at-most tiny.toml:49 programme.nurseries.projects",
        ),
        (
            "tiny.toml",
            "\"new\", \"upgrade\"",
            "\"new\", \"raise\"",
            "unknown-choice tiny.toml:50 programme.nurseries.kinds",
        ),
        (
            "tiny.toml",
            "id = \"schools\"",
            "id = \"nurseries\"",
            "duplicate-id tiny.toml:52 programme.nurseries",
        ),
        (
            "tiny.toml",
            "2025 = 0.6 ",
            "2025 = 60 ",
            "target-out-of-range tiny.toml:63 indicator.public_share.at_least.2025",
        ),
        (
            "tiny.toml",
            "{ 2023 = 0.5, 2025 = 0.6 }",
            "{}",
            "empty-path tiny.toml:63 indicator.public_share.at_least",
        ),
        (
            "tiny.toml",
            "{ 2023 = 0.5, 2025",
            "{ 23 = 0.5, 2025",
            "not-a-year tiny.toml:63 indicator.public_share.at_least.23",
        ),
        (
            "tiny.toml",
            "kind = \"share\"",
            "kind = \"coverages\"",
            "unknown-choice tiny.toml:59 indicator.public_share.kind",
        ),
        (
            "tiny.toml",
            "of = { stage = [\"preschool\"],",
            "of = { stage = [\"preschol\"],",
            "unknown-reference tiny.toml:60 indicator.public_share.of.stage",
        ),
        (
            "tiny.toml",
            "of = { stage = [\"preschool\"],",
            "of = { grade = [7],",
            "empty-selection tiny.toml:60 indicator.public_share.of",
        ),
        (
            "tiny.toml",
            "of = { stage = [\"preschool\"],",
            "of = { stage = [\"primary\"],",
            "not-a-subset tiny.toml:60 indicator.public_share.of",
        ),
        (
            "tiny.toml",
            "criteria = \"balanced\"",
            "",
            "certified-without-criteria tiny.toml:65 indicator.certified",
        ),
        (
            "tiny.toml",
            "criteria = \"balanced\"",
            "criteria = \"balance\"",
            "unknown-reference tiny.toml:69 indicator.certified.criteria",
        ),
        (
            "tiny.toml",
            "at_least = 0.8",
            "at_least = 80",
            "target-out-of-range tiny.toml:82 criteria.balanced.share.migrants.at_least",
        ),
        ("tiny.toml", "floor = 0.1", "floor = 0.6", "floor-above-cap tiny.toml:84 choice.1"),
        ("tiny.toml", "floor = 0.1", "floor = -0.1", "rate-out-of-range tiny.toml:87 choice.1.floor"),
        (
            "tiny.toml",
            "1 = 0.6, 0 = 0.4",
            "1 = 0.6, 0 = 0.5",
            "shares-not-one tiny.toml:95 spending.1.shares",
        ),
        ("tiny.toml", "gap = 0.01", "gap = 0", "gap-not-positive tiny.toml:98 solver.gap"),
        ("tiny.toml", "gap = 0.01", "gap = 7", "gap-too-wide tiny.toml:98 solver.gap"),
        ("tiny.toml", "data = \"data\"", "data = \"elsewhere\"", "unreadable-file elsewhere:- -"),
    ]);
}

#[test]
fn a_missing_table_is_named() {
    for table in ["counties", "towns", "population", "schools", "projects"] {
        let reading = TinyStudy::new().without(table).read();
        assert_eq!(findings(&reading), ["missing-table data:- -"], "{table}");
    }
    for table in ["births", "mortality", "distances", "budget", "costs"] {
        assert_eq!(findings(&TinyStudy::new().without(table).read()), Vec::<String>::new(), "{table}");
    }
}

#[test]
fn a_mistyped_table_name_is_told() {
    let mut study = TinyStudy::new();
    for (name, _) in &mut study.files {
        *name = name.replace("births", "birth");
    }
    assert_eq!(findings(&study.read()), ["unknown-table birth.csv:- -"]);
}

#[test]
fn one_wrong_code_in_many_rows_is_told_once() {
    let mut study = TinyStudy::new();
    let rows: String = (4..90).map(|age| format!("B09,2022-12-31,,,{age},10\n")).collect();
    study.text("population").push_str(&rows);
    let reading = study.read();
    assert_eq!(findings(&reading), ["unknown-reference population.csv:9 town"]);
    assert!(reading.diagnostics[0].describe(Language::English).contains("85 more rows"));
    assert!(reading.diagnostics[0].describe(Language::English).contains("the nearest is B01 (南镇)"));
}

#[test]
fn a_committed_project_that_cannot_open_is_an_error_and_another_a_warning() {
    let severity = |committed: &str| {
        let row = format!("A01,nurseries,提升,开工,{committed},public,1,,2,,300,0,200,,2026,2027");
        let study = TinyStudy::new().patch(
            "projects",
            "A01,nurseries,提升,开工,是,public,1,,2,,300,0,200,,2024,2024",
            &row,
        );
        study.read().diagnostics[0].severity
    };
    assert_eq!((severity("yes"), severity("no")), (Severity::Error, Severity::Warning));
}

#[test]
fn all_faults_of_all_files_are_told_at_once() {
    let study = TinyStudy::new()
        .patch("tiny.toml", "ages = [3, 5]", "ages = [5, 3]")
        .patch("tiny.toml", "gap = 0.01", "gap = -1")
        .patch("towns", "A02,西镇,A,镇,121.3", "A02,西镇,A,镇,west")
        .patch("population", "local,female,3", "local,femail,3")
        .patch("population", ",,100+,2", ",,old,many")
        .patch("schools", "public,,900", "public,,-900")
        .patch("projects", "180,,2500", "180,,2500万")
        .patch("budget", "2025,*", "2025,C")
        .patch("costs", "18000,2024", "18000,24")
        .without("counties");
    assert_eq!(
        findings(&study.read()),
        [
            "missing-table data:- -",
            "not-a-year costs.csv:3 from_year",
            "unknown-choice population.csv:3 sex",
            "not-an-age population.csv:6 age",
            "not-a-number population.csv:6 persons",
            "tidied-number projects.csv:2 capex",
            "out-of-range schools.csv:4 places",
            "not-a-number towns.csv:3 lon",
            "ages-reversed tiny.toml:30 stage.preschool.ages",
            "gap-not-positive tiny.toml:98 solver.gap",
        ]
    );
}

/// Whatever is done to a file, reading ends with findings or with a study whose positions all exist.
#[test]
fn no_damage_makes_the_reading_panic() {
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("small") % below.max(1)
    };
    let folder = TinyStudy::new().write();
    for _ in 0..1500 {
        let files = TinyStudy::new().files;
        let (name, text) = &files[next(files.len())];
        let mut letters: Vec<char> = text.chars().collect();
        for _ in 0..=next(3) {
            let (at, other) = (next(letters.len()), next(letters.len()));
            match next(4) {
                0 => drop(letters.remove(at)),
                1 => letters.swap(at, other),
                2 => letters.insert(at, [',', '"', '\n', '9', '-', '=', '[', '期', '\u{0}'][next(9)]),
                _ => letters.truncate(at.max(1)),
            }
        }
        std::fs::write(folder.path().join(name), letters.iter().collect::<String>()).expect("file");
        let reading = xuewei::input::read_study(folder.path());
        assert_eq!(reading.study.is_none(), any_error(&reading.diagnostics));
        if let Some(study) = reading.study {
            let named: Vec<_> = study.schools.iter().map(|school| study.class_id(school.class)).collect();
            let counties: Vec<_> = study.town_indices().map(|town| study.county_of(town).index()).collect();
            assert!(
                named.len() == study.schools.len() && counties.iter().all(|at| *at < study.counties.len())
            );
        }
        std::fs::write(folder.path().join(name), text).expect("file");
    }
}

/// A candidate of which something is not known is kept apart; the others stay as they are, with its class gone where it alone had it.
#[test]
fn candidates_that_are_not_known_are_kept_apart() {
    let reading = TinyStudy::new().patch("projects", "180,,2500,4000,2023", "180,,待定,待定,").read();
    assert_eq!(findings(&reading), ["undecided-project projects.csv:2 capex"]);
    let said = &reading.diagnostics[0].what;
    assert_eq!(said.zh, "备选项目 P1“东三园”的总投资、最早投用未定，不参与比选");
    assert_eq!(
        said.en,
        "candidate P1 (东三园) cannot be chosen: not known yet are its capital cost, first year"
    );
    let study = reading.study.expect("study");
    assert_eq!(study.projects.iter().map(|project| project.id.as_str()).collect::<Vec<_>>(), ["P2", "P3"]);
    assert_eq!(study.undecided.len(), 1);
    assert_eq!((study.undecided[0].id.as_str(), study.undecided[0].town), ("P1", TownIndex(0)));
    // Its other cells are checked like any other's.
    let twice = TinyStudy::new()
        .patch("projects", "180,,2500", "180,,待定")
        .patch("projects", "A01,nurseries,new", "A09,nurseries,new")
        .read();
    let found = findings(&twice);
    assert_eq!(found, ["undecided-project projects.csv:2 capex", "unknown-reference projects.csv:2 town"]);
}

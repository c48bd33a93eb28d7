//! The table of pupils: what it says, and one fault at a time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]

mod tiny_study;

use tiny_study::{TinyStudy, findings};
use xuewei::domain::{GroupIndex, PupilCount, SchoolYear, StageIndex, TownIndex, UnitIndex};

const ENROLMENT: &str = "\
school,town,year,stage,grade,group,pupils
S3,,2021,primary,1,,140
S3,A01,2021,primary,2,*,150
S9,B01,2022,小学,6,migrant,12
,A02,2022,preschool,,,80
K1,A01,2022,preschool,3,local,25.5
";

fn study() -> TinyStudy {
    let mut study = TinyStudy::new();
    study.files.push(("data/enrolment.csv".to_owned(), ENROLMENT.to_owned()));
    study
}

#[test]
fn pupils_are_read() {
    let reading = study().read();
    assert_eq!(findings(&reading), Vec::<String>::new());
    let enrolment = reading.study.expect("study").enrolment;
    let units: Vec<_> =
        enrolment.units.iter().map(|unit| (unit.school.as_deref(), unit.town.index())).collect();
    assert_eq!(units, [(Some("S3"), 0), (Some("S9"), 2), (None, 1), (Some("K1"), 0)]);
    let count = |unit, year, stage, grade, group, pupils| PupilCount {
        unit: UnitIndex(unit),
        year: SchoolYear(year),
        stage: StageIndex(stage),
        grade,
        group,
        pupils,
    };
    assert_eq!(
        enrolment.counts,
        [
            count(0, 2021, 1, Some(0), None, 140.0),
            count(0, 2021, 1, Some(1), None, 150.0),
            count(1, 2022, 1, Some(5), Some(GroupIndex(1)), 12.0),
            count(2, 2022, 0, None, None, 80.0),
            count(3, 2022, 0, Some(2), Some(GroupIndex(0)), 25.5),
        ]
    );
    assert_eq!(enrolment.units[0].town, TownIndex(0), "the town of the table of schools");
}

#[test]
fn grades_numbered_through_need_no_stage() {
    let numbered = study()
        .patch("tiny.toml", "prevalence = 0.9", "prevalence = 0.9\nfirst_grade = 11\ngrades = 6")
        .patch("enrolment", "S9,B01,2022,小学,6,", "S9,B01,2022,,16,")
        .patch("enrolment", "primary,1,", "primary,11,")
        .patch("enrolment", "primary,2,", "primary,12,");
    let reading = numbered.read();
    assert_eq!(findings(&reading), Vec::<String>::new());
    let counts = reading.study.expect("study").enrolment.counts;
    assert_eq!((counts[2].stage, counts[2].grade), (StageIndex(1), Some(5)));
}

#[test]
fn one_broken_cell_gives_one_finding() {
    let cases = [
        ("S3,,2021,primary,1,,140", "S7,,2021,primary,1,,140", "school-without-town enrolment.csv:2 town"),
        ("S3,,2021,primary,1,,140", ",,2021,primary,1,,140", "school-without-town enrolment.csv:2 town"),
        ("S3,A01,2021", "S3,A99,2021", "unknown-reference enrolment.csv:3 town"),
        ("S3,A01,2021", "S3,B01,2021", "school-in-two-towns enrolment.csv:3 town"),
        ("S3,A01,2021,primary", "S3,A01,二一,primary", "not-a-year enrolment.csv:3 year"),
        ("S3,A01,2021,primary", "S3,A01,2021,primry", "unknown-reference enrolment.csv:3 stage"),
        ("S3,A01,2021,primary,2", "S3,A01,2021,,2", "ambiguous-grade enrolment.csv:3 stage"),
        ("S3,A01,2021,primary,2", "S3,A01,2021,,9", "unknown-grade enrolment.csv:3 grade"),
        ("S3,A01,2021,primary,2", "S3,A01,2021,primary,7", "unknown-grade enrolment.csv:3 grade"),
        ("S3,A01,2021,primary,2", "S3,,2021,primary,1", "duplicate-key enrolment.csv:3 -"),
        ("S3,A01,2021,primary,2", "S3,A01,2021,primary,1", "counted-twice enrolment.csv:3 -"),
        ("S3,A01,2021,primary,2", "S3,,2021,小学,1", "duplicate-key enrolment.csv:3 -"),
        ("S3,A01,2021,primary,2,*", "S3,A01,2021,primary,2,lokal", "unknown-reference enrolment.csv:3 group"),
        (",2,*,150", ",2,*,-150", "out-of-range enrolment.csv:3 pupils"),
        (",2,*,150", ",2,*,", "blank-cell enrolment.csv:3 pupils"),
        (",2,*,150", ",二,*,150", "not-a-number enrolment.csv:3 grade"),
        (",2,*,150", ",2,*,150,", "ragged-row enrolment.csv:3 -"),
        ("group,pupils", "group,pupil", "missing-column enrolment.csv:1 pupils"),
    ];
    for (from, to, wanted) in cases {
        let patched = study().patch("enrolment", from, to);
        assert_eq!(findings(&patched.read()), [wanted], "{from} -> {to}");
    }
}

#[test]
fn one_broken_setting_gives_one_finding() {
    let cases = [
        ("grades = 0", "out-of-range"),
        ("first_grade = 1.5", "wrong-type"),
        ("rolls = \"guess\"", "unknown-choice"),
        ("ceiling = -1", "out-of-range"),
    ];
    for (line, code) in cases {
        let patched = study().patch("tiny.toml", "prevalence = 0.9", &format!("prevalence = 0.9\n{line}"));
        let found = findings(&patched.read());
        // Fewer grades would make rows of later grades faulty: nothing is said beyond the setting.
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        assert!(found[0].starts_with(code), "{line}: {found:?}");
    }
}

//! Studies that lack what others have, as whole commands: each is projected and backtested, or told what it lacks.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::format_collect)]

mod study_folder;

use std::fmt::Write as _;
use study_folder::StudyFolder;

const PUPILS: &str = "name = \"pupils\"\ndata = \".\"\nhorizon = { first = 2023, last = 2026 }\n\
     [[stage]]\nid = \"primary\"\nages = [6, 11]\ngrades = 6\nenrolment_rate = 1.0\n\
     [[stage]]\nid = \"junior\"\nages = [12, 14]\ngrades = 3\nfirst_grade = 7\nenrolment_rate = 1.0\n";

const AREAS: &str = "name = \"areas\"\ndata = \".\"\nhorizon = { first = 2023, last = 2030 }\n\
     [[stage]]\nid = \"primary\"\nages = [6, 11]\nenrolment_rate = 1.0\n";

/// Nine grades of 40 pupils in each of four schools, 2013 to 2022; towns by school, where they are named.
fn pupils(towns: Option<&[&str]>) -> String {
    let mut text = format!("school,{}year,grade,pupils\n", if towns.is_some() { "town," } else { "" });
    for (school, year) in (0..4).flat_map(|school| (2013..=2022).map(move |year| (school, year))) {
        let town = towns.map_or(String::new(), |towns| format!("{},", towns[school % towns.len()]));
        for grade in 1..=9 {
            let _ = writeln!(text, "S{school},{town}{year},{grade},40");
        }
    }
    text
}

#[test]
fn pupils_alone_are_projected_and_backtested() {
    // Every grade keeps its 40: two schools in each town, six grades of primary, three of junior.
    let study = StudyFolder::new(PUPILS);
    study.table("enrolment", &pupils(Some(&["N", "S"])));
    let run = study.project(&[]);
    assert!(run.message.contains("No people are counted"), "{}", run.message);
    let rolls = run.sums("rolls", &["town", "stage", "year"], "children");
    assert_eq!(rolls.len(), 2 * 2 * 4);
    for (key, children) in &rolls {
        let wanted = if key[1] == "primary" { 480.0 } else { 240.0 };
        assert!((children - wanted).abs() < 1e-6, "{key:?}: {children}");
    }
    let by_grade = run.sums("roll_by_grade", &["year"], "pupils");
    assert!((by_grade[&vec!["2026".to_owned()]] - 1440.0).abs() < 1e-6);
    let backtest = study.command("backtest", &["--horizons", "1,3"]);
    let said = String::from_utf8_lossy(&backtest.stdout).into_owned();
    assert!(backtest.status.success() && said.contains("later grades"), "{said}");
    let shown = study.command("project", &["--by", "all", "--format", "csv"]);
    let said = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.status.success() && !said.to_lowercase().contains("nan"), "{said}");
}

#[test]
fn schools_without_towns_lie_in_one() {
    let study = StudyFolder::new(PUPILS);
    study.table("enrolment", &pupils(None));
    let rolls = study.project(&[]).sums("rolls", &["year"], "children");
    assert_eq!(rolls.len(), 4);
    assert!(rolls.values().all(|children| (children - 1440.0).abs() < 1e-6), "{rolls:?}");
}

#[test]
fn a_plan_still_needs_people() {
    let study = StudyFolder::new(&format!("{PUPILS}[[sector]]\nid = \"public\"\n"));
    study.table("enrolment", &pupils(Some(&["N", "S"])));
    let said = String::from_utf8_lossy(&study.command("plan", &[]).stderr).into_owned();
    assert!(said.contains("table `population` is missing"), "{said}");
}

/// A hundred people of every age below 60 in each of some areas, in the years that each has.
fn people(areas: &[(&str, std::ops::RangeInclusive<i32>)], persons: i32) -> String {
    let mut text = "town,date,age,persons\n".to_owned();
    for (area, year) in areas.iter().flat_map(|(area, years)| years.clone().map(move |year| (area, year))) {
        for age in 0..=60 {
            let open = if age == 60 { "+" } else { "" };
            let _ = writeln!(text, "{area},{year}-12-31,{age}{open},{persons}");
        }
    }
    text
}

#[test]
fn an_area_that_ends_is_one_finding_and_one_that_begins_is_projected() {
    let study = StudyFolder::new(AREAS);
    study.table("population", &people(&[("N", 2010..=2022), ("S", 2010..=2015)], 100));
    let output = study.command("project", &[]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(said.matches("error[").count(), 1, "{said}");
    assert!(said.contains("S has no rows after 2015") && said.contains("written 0"), "{said}");
    let study = StudyFolder::new(AREAS);
    study.table("population", &people(&[("N", 2010..=2022), ("S", 2022..=2022)], 100));
    let rolls = study.project(&[]).sums("rolls", &["town"], "children");
    assert_eq!(rolls.len(), 2);
    assert!(rolls.values().all(|children| *children > 4_000.0), "eight years of six ages: {rolls:?}");
}

#[test]
fn one_sex_is_projected_as_such() {
    let both = people(&[("N", 2010..=2022)], 100);
    for (sex, whose) in [("female", "those of girls"), ("male", "those of boys")] {
        let mut lines = both.lines();
        let mut text = format!("{},sex\n", lines.next().unwrap());
        for line in lines {
            let _ = writeln!(text, "{line},{sex}");
        }
        let study = StudyFolder::new(AREAS);
        study.table("population", &text);
        let run = study.project(&[]);
        assert!(run.message.contains(whose), "{}", run.message);
        let rolls = run.sums("rolls", &["year"], "children");
        assert!((rolls[&vec!["2024".to_owned()]] - 600.0).abs() < 1.0, "{rolls:?}");
    }
}

#[test]
fn areas_without_anybody_stay_empty() {
    let study = StudyFolder::new(AREAS);
    study.table("population", &people(&[("N", 2005..=2022), ("S", 2005..=2022)], 0));
    let run = study.project(&[]);
    assert!(run.sums("rolls", &["town"], "children").values().all(|children| *children == 0.0));
    assert!(study.command("backtest", &[]).status.success());
}

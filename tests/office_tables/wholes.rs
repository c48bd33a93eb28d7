//! Wholes beside their parts: both sexes, all groups, a county and its towns.

use super::tiny_study::{TinyStudy, findings};
use xuewei::diagnostic::Severity;
use xuewei::input::Reading;

/// People of two towns of county A, 60 boys and 40 girls of 3 and of 4 in each, with more rows behind.
fn people(more: &str) -> Reading {
    let mut text = "town,date,group,sex,age,persons\n".to_owned();
    for (town, age) in [("A01", 3), ("A01", 4), ("A02", 3), ("A02", 4)] {
        text += &format!("{town},2022-12-31,local,男,{age},60\n{town},2022-12-31,local,女,{age},40\n");
    }
    text += "B01,2022-12-31,,,3,30\n";
    TinyStudy::new().with("population", &(text + more)).read()
}

/// What is told of rows that are added; the study reads in any case.
fn told(more: &str) -> Vec<String> {
    let reading = people(more);
    assert!(reading.study.is_some(), "{more}: {:?}", findings(&reading));
    let differ = reading.diagnostics.iter().filter(|one| one.code == "parts-differ");
    differ
        .map(|one| {
            assert_eq!(one.severity, Severity::Warning);
            one.what.en.clone()
        })
        .collect()
}

#[test]
fn wholes_that_agree_are_silent() {
    assert!(findings(&people("")).is_empty(), "{:?}", findings(&people("")));
    // 60 + 40 of both sexes; with 20 migrants 120 of both groups; 200 in the two towns of the county.
    let sexes = "A01,2022-12-31,local,合计,3,100\nA02,2022-12-31,local,,4,100\n";
    let groups = "A01,2022-12-31,migrant,,3,20\nA01,2022-12-31,*,,3,120\n";
    let county = "A,2022-12-31,,,4,200\nA,2022-12-31,,,3,220\n";
    assert_eq!(told(&format!("{sexes}{groups}{county}")), Vec::<String>::new());
}

#[test]
fn wholes_that_differ_are_told_with_the_gap() {
    // 130 beside 60 + 40.
    let one = told("A01,2022-12-31,local,合计,3,130\n");
    assert!(
        one.len() == 1
            && one[0].contains("age 3: both sexes are 130, men and women come to 100, a gap of 30"),
        "{one:?}"
    );
    // One warning for a town and a date: the greatest gap, and how many more.
    let two = told("A01,2022-12-31,local,,3,130\nA01,2022-12-31,local,,4,90\n");
    assert!(two.len() == 1 && two[0].contains("a gap of 30; 1 more figures differ"), "{two:?}");
    // All groups 150 beside 100 local children and 20 migrants.
    let groups = told("A01,2022-12-31,migrant,,3,20\nA01,2022-12-31,,,3,150\n");
    assert!(
        groups.len() == 1 && groups[0].contains("all groups are 150, the groups come to 120, a gap of 30"),
        "{groups:?}"
    );
    // A county of 230 beside towns of 200.
    let county = told("A,2022-12-31,,,3,230\n");
    assert!(
        county.len() == 1 && county[0].contains("the county are 230, its towns come to 200, a gap of 30"),
        "{county:?}"
    );
    // Births: 12 in the county beside 6 + 5 by month of its town.
    let births = TinyStudy::new()
        .patch("births", "B01,2022,2,local,5\n", "B01,2022,2,local,5\nB,2022,1,local,9\n")
        .read();
    assert_eq!(findings(&births), ["parts-differ births.csv:- births"]);
    assert!(births.diagnostics[0].what.en.contains("2022, month 1"), "{:?}", births.diagnostics[0].what);
}

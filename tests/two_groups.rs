//! Two groups with status change, gross moves, and arrivals that follow workers, through tables; solved by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod study_folder;

use std::fmt::Write as _;
use study_folder::{RunTables, StudyFolder};

/// Nobody but some of given group, sex and age on 31 December 2024.
fn population(some: &[(&str, &str, i32, f64)]) -> String {
    let mut text = "town,date,group,sex,age,persons\n".to_owned();
    for (group, sex) in [("ch", "female"), ("ch", "male"), ("int", "female"), ("int", "male")] {
        for age in 0..=60 {
            let count =
                some.iter().find(|one| (one.0, one.1, one.2) == (group, sex, age)).map_or(0.0, |one| one.3);
            let open = if age == 60 { "+" } else { "" };
            let _ = writeln!(text, "X,2024-12-31,{group},{sex},{age}{open},{count}");
        }
    }
    text
}

fn study(settings: &str) -> StudyFolder {
    StudyFolder::new(&format!(
        "name = \"two\"\ndata = \".\"\nhorizon = {{ first = 2025, last = 2025 }}\n[projection]\n{settings}\n\
         [[group]]\nid = \"ch\"\n[[group]]\nid = \"int\"\n"
    ))
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-9 * wanted.abs().max(1.0), "{found} is not {wanted}");
}

fn people(run: &RunTables, group: &str, age: &str) -> f64 {
    run.sums("population", &["year", "group", "age"], "persons")
        [&["2025", group, age].map(str::to_owned).to_vec()]
}

#[test]
fn half_a_year_of_risk_for_who_comes_goes_or_changes() {
    // 1,000 foreign and 2,000 Swiss women aged 30. Rates by the age attained, 31: risk of death 0.01 foreign, 0.02 Swiss; a
    // tenth of the foreign leave, a twentieth become Swiss; 40 foreign women come, with half the risk at 32, 0.03.
    // Foreign: deaths 0.01·(1000 − (100 + 50)/2) + 40·0.03/2 = 9.85; 1000 − 9.85 − 100 − 50 + 40 = 880.15.
    // Swiss: deaths 0.02·2000 + 50·0.02/2 = 40.5; 2000 − 40.5 + 50 = 2009.5.
    // Births of a cohort's mean women: 0.1·(1000 + 880.15)/2 = 94.0075, of whom 0.3 are Swiss; 0.2·(2000 + 2009.5)/2 = 400.95.
    let study = study("conventions = \"half_year\"\nsex_ratio_at_birth = 1.05");
    study.table("population", &population(&[("int", "female", 30, 1000.0), ("ch", "female", 30, 2000.0)]));
    study.table(
        "mortality",
        "group,age,value,kind\n*,0,0,probability\nint,31,0.01,probability\nch,31,0.02,probability\nint,32+,0.03,probability\n\
         ch,32+,0.03,probability\n",
    );
    study.table("fertility", "group,age,value\nint,31,0.1\nch,31,0.2\n");
    study.table(
        "migration",
        "group,sex,age,value,kind,stream\nint,female,31,0.06,out_rate,abroad\nint,female,31,0.04,out_rate,cantons\n\
         int,female,31,40,in,abroad\n",
    );
    study.table("status_change", "group,age,value,into\nint,31,0.05,ch\nint,birth,0.3,ch\n");
    let run = study.project(&[]);
    run.balances();
    near(people(&run, "int", "31"), 880.15);
    near(people(&run, "ch", "31"), 2009.5);
    near(people(&run, "int", "0"), 0.7 * 94.0075);
    near(people(&run, "ch", "0"), 400.95 + 0.3 * 94.0075);
    let births = run.sums("components", &["sex"], "births");
    near(births[&vec!["female".to_owned()]], (400.95 + 94.0075) / 2.05);
}

#[test]
fn migrant_children_follow_workers() {
    // 100 foreign boys aged 7; half a tenth leave at each end of the step, none dies, and a fifth of those left become Swiss in
    // between: 100·0.95 = 95, of whom 19 change; 76 + arrivals at 8. With 0.02 boys aged 7 or 8 a year for every one of 500
    // workers, half come at each end: at the start 5 aged 7 (and the 5 % go from those present: 100·0.05 = 5).
    // Start: 100 + 5 − 5 = 100; change 20; 80 foreign, 20 Swiss; end, aged 8: 80 + 5 − 80·0.05 = 81.
    let study = study("missing_migration = \"none\"\nsex_ratio_at_birth = 1.0");
    study.table("population", &population(&[("int", "male", 7, 100.0), ("ch", "female", 50, 10.0)]));
    study.table("mortality", "age,value,kind\nbirth,0,probability\n0+,0,probability\n");
    study.table("fertility", "age,value\n15-49,0\n");
    study.table(
        "migration",
        "group,sex,age,value,kind\nint,male,7-8,0.1,out_rate\nint,male,7-8,0.02,in_per_worker\n",
    );
    study.table("status_change", "group,age,value\nint,7,0.2\n");
    study.table("workers", "group,year,workers\nint,2024,9999\nint,2025,500\n");
    let run = study.project(&[]);
    run.balances();
    near(people(&run, "int", "8"), 81.0);
    near(people(&run, "ch", "8"), 20.0);
    assert!(run.message.contains("follow the workers"), "{}", run.message);
}

#[test]
fn without_a_table_the_workers_are_the_group_aged_20_to_44() {
    // 300 foreign women aged 30 and 200 aged 45: 300 workers. Moves at the end: 300·0.01 = 3 girls aged 5.
    let study = study("timing = \"end\"\nsex_ratio_at_birth = 1.0");
    study.table("population", &population(&[("int", "female", 30, 300.0), ("int", "female", 45, 200.0)]));
    study.table("mortality", "age,value,kind\nbirth,0,probability\n0+,0,probability\n");
    study.table("fertility", "age,value\n15-49,0\n");
    study.table("migration", "group,sex,age,value,kind\nint,female,5,0.01,in_per_worker\n");
    let run = study.project(&[]);
    near(people(&run, "int", "5"), 3.0);
}

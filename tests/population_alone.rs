//! Studies without most tables: what lacks is replaced, and the replacement is told.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::format_collect)]

#[path = "population_alone/area_changes.rs"]
mod area_changes;
mod study_folder;

use std::fmt::Write as _;
use study_folder::StudyFolder;

const MODEL: &str = "name = \"alone\"\ndata = \".\"\nhorizon = { first = 2023, last = 2030 }\n";

/// People of some areas by single age to 80 and over, on 31 December of some years.
fn single_ages(areas: &[&str], years: &[i32], head: &str, county: impl Fn(&str) -> String) -> String {
    let mut text = format!("{head}\n");
    for (area, year) in areas.iter().flat_map(|area| years.iter().map(move |year| (area, year))) {
        for (sex, age) in ["female", "male"].iter().flat_map(|sex| (0..=80).map(move |age| (sex, age))) {
            let persons = 50 + (7 * age + 3 * year + 11 * i32::try_from(area.len()).unwrap()) % 13;
            let open = if age == 80 { "+" } else { "" };
            let _ = writeln!(text, "{area},{year}-12-31,{sex},{age}{open},{persons}{}", county(area));
        }
    }
    text
}

#[test]
fn population_alone_is_projected_backtested_and_not_planned() {
    let study = StudyFolder::new(MODEL);
    let years: Vec<i32> = (2010..=2022).collect();
    study.table(
        "population",
        &single_ages(&["N", "East", "S1"], &years, "town,date,sex,age,persons", |_| String::new()),
    );
    let run = study.project(&[]);
    assert!(run.message.contains("areas are those of the population table"), "{}", run.message);
    assert!(run.message.contains("No mortality table"));
    let people = run.sums("population", &["area", "year"], "persons");
    assert_eq!(people.len(), 3 * 9, "counted in 2022 and projected to 2030");
    run.balances();
    // Components end where the population stands, and children are those of the cohorts.
    let ends = run.sums("components", &["area", "year"], "end");
    for (key, end) in &ends {
        assert!((end - people[key]).abs() < 1e-6, "{key:?}");
    }
    let backtest = study.command("backtest", &["--horizons", "1,3"]);
    assert!(backtest.status.success());
    let said = String::from_utf8_lossy(&backtest.stdout).into_owned();
    assert!(said.contains("0–"), "no stages: ages are shown\n{said}");
    let plan = study.command("plan", &[]);
    let said = String::from_utf8_lossy(&plan.stderr).into_owned();
    assert_eq!(plan.status.code(), Some(1));
    assert!(said.contains("a plan needs stages"), "{said}");
}

#[test]
fn the_screen_shows_people_where_there_are_no_stages() {
    let study = StudyFolder::new(MODEL);
    study.table(
        "population",
        &single_ages(&["N"], &[2021, 2022], "town,date,sex,age,persons", |_| String::new()),
    );
    let output = study.command("project", &[]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("People (1 areas together"), "{said}");
}

#[test]
fn counties_may_stand_in_the_population_table() {
    let study = StudyFolder::new(&format!(
        "{MODEL}[[stage]]\nid = \"primary\"\nages = [6, 11]\nenrolment_rate = 1.0\n"
    ));
    let county = |area: &str| format!(",{}", if area == "N" { "north" } else { "south" });
    study.table(
        "population",
        &single_ages(&["N", "East", "S1"], &[2021, 2022], "town,date,sex,age,persons,county", county),
    );
    let read = study.read();
    assert_eq!((read.counties.len(), read.towns.len()), (2, 3));
    assert_eq!(read.county_of(xuewei::domain::TownIndex(2)).index(), 1);
    let rolls = study.project(&[]).sums("rolls", &["town"], "children");
    assert_eq!(rolls.len(), 3);
}

/// People by groups of five years among whom nobody dies, with births a woman of 15 to 49 and year.
fn five_year_study(population: &str, fertility: &str) -> StudyFolder {
    let study = StudyFolder::new(
        "name = \"five\"\ndata = \".\"\nhorizon = { first = 2021, last = 2029 }\n\
         [[stage]]\nid = \"primary\"\nages = [6, 11]\nenrolment_rate = 1.0\n[entry]\nmonth = 12\nday = 31\n",
    );
    study.table("population", population);
    study.table("mortality", "age,value,kind\nbirth,1,survival\n0+,1,survival\n");
    study.table("fertility", &format!("age,value\n15-49,{fertility}\n"));
    study
}

#[test]
fn five_year_ages_give_single_children() {
    // 500 girls and 500 boys in every group and a closed population without deaths or births: the engine moves the groups on,
    // and children by single age are 200 of each while their group has been counted.
    let groups: Vec<String> = (0..17).map(|group| format!("{}-{}", 5 * group, 5 * group + 4)).collect();
    let mut population = "town,date,sex,age,persons\n".to_owned();
    for sex in ["female", "male"] {
        for age in &groups {
            let _ = writeln!(population, "X,2020-12-31,{sex},{age},500");
        }
        let _ = writeln!(population, "X,2020-12-31,{sex},85+,0");
    }
    let study = five_year_study(&population, "0");
    let run = study.project(&[]);
    run.balances();
    assert!(run.message.contains("five-year steps") && run.message.contains("No table of migration"));
    let people = run.sums("population", &["year", "age"], "persons");
    let at = |year: &str, age: &str| people[&vec![year.to_owned(), age.to_owned()]];
    assert!(at("2025", "0-4").abs() < 1e-9 && (at("2025", "5-9") - 1000.0).abs() < 1e-9);
    assert!((at("2025", "85+") - 1000.0).abs() < 1e-9, "those of 80–84");
    let rolls = run.sums("rolls", &["year"], "children");
    let roll = |year: &str| rolls[&vec![year.to_owned()]];
    assert!((roll("2021") - 1200.0).abs() < 1e-6, "six ages of 200: {}", roll("2021"));
    assert!((roll("2025") - 1200.0).abs() < 1e-6, "aged 1 to 6 in 2020: {}", roll("2025"));
    assert!(
        (roll("2029") - 600.0).abs() < 1e-6,
        "aged 0 to 2 in 2020, and none born later: {}",
        roll("2029")
    );
}

#[test]
fn single_years_run_for_seventy_steps() {
    // Closed, nobody dies before the open age 90+ in which all die; a birth for every woman of 30: the cohorts of 100 girls
    // and 100 boys follow each other for ever.
    let study = StudyFolder::new(
        "name = \"long\"\ndata = \".\"\nhorizon = { first = 1951, last = 1951, outlook = 2020 }\n\
         [projection]\nsex_ratio_at_birth = 1.0\nmissing_migration = \"none\"\nexposure = \"start\"\n",
    );
    let mut population = "town,date,sex,age,persons\n".to_owned();
    for sex in ["female", "male"] {
        for age in 0..90 {
            let _ = writeln!(population, "X,1950-12-31,{sex},{age},100");
        }
        let _ = writeln!(population, "X,1950-12-31,{sex},90+,0");
    }
    study.table("population", &population);
    study.table("mortality", "age,value,kind\nbirth,0,probability\n0-88,0,probability\n89+,1,probability\n");
    study.table("fertility", "age,value\n30-30,1\n29-29,1\n");
    let run = study.project(&[]);
    run.balances();
    let people = run.sums("population", &["year"], "persons");
    assert_eq!(people.len(), 71);
    for persons in people.values() {
        assert!((persons - 18_000.0).abs() < 1e-6, "{persons}");
    }
}

/// Four towns of one county whose people stay as they are for fifteen years (100 of every sex and age, nobody dies, 200 births a
/// year), and a table that says a tenth more children come every year: the past speaks against it.
#[test]
fn the_past_may_speak_against_the_county() {
    let model = |engine: &str| {
        format!(
            "name = \"judged\"\ndata = \".\"\nhorizon = {{ first = 2023, last = 2025 }}\n[projection]\ncounty_engine = \"{engine}\"\n\
             [[stage]]\nid = \"primary\"\nages = [6, 11]\nenrolment_rate = 1.0\n"
        )
    };
    let mut population = "town,date,sex,age,persons,county\n".to_owned();
    let mut births = "town,year,births\n".to_owned();
    for town in ["N", "S", "E", "W"] {
        for year in 2008..=2022 {
            for (sex, age) in ["female", "male"].iter().flat_map(|sex| (0..=60).map(move |age| (sex, age))) {
                let open = if age == 60 { "+" } else { "" };
                let _ = writeln!(population, "{town},{year}-12-31,{sex},{age}{open},100,C");
            }
            let _ = writeln!(births, "{town},{year},200");
        }
    }
    let study = |engine: &str| {
        let study = StudyFolder::new(&model(engine));
        study.table("population", &population);
        study.table("births", &births);
        study.table("mortality", "age,value,kind\nbirth,0,probability\n0+,0,probability\n");
        study.table("migration", "age,value,kind\n0-14,0.1,net_rate\n");
        study
    };
    let primary = |engine: &str| {
        let study = study(engine);
        let run = study.project(&[]);
        (run.sums("rolls", &["year"], "children")[&vec!["2025".to_owned()]], run.message)
    };
    let (always, _) = primary("always");
    let (judged, told) = primary("judged");
    let (never, _) = primary("never");
    assert!((judged - 4.0 * 6.0 * 200.0).abs() < 1.0 && (judged - never).abs() < 1e-6, "{judged} {never}");
    assert!(always > 1.2 * judged, "{always}: three years of a tenth more");
    assert!(told.contains("Towns were not made to agree"), "{told}");
    let said = study("always").command("backtest", &["--horizons", "1,3"]);
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(said.contains("towns alone are better"), "{said}");
}

#[test]
fn five_year_ages_keep_their_past_migration() {
    // Nobody dies, and every cohort has grown by a tenth from 2015 to 2020, which no table of migration tells: so it goes on.
    let groups: Vec<String> = (0..17).map(|group| format!("{}-{}", 5 * group, 5 * group + 4)).collect();
    let mut population = "town,date,sex,age,persons\n".to_owned();
    for date in ["2015-12-31", "2020-12-31"] {
        for sex in ["female", "male"] {
            let mut persons = 500.0;
            for age in &groups {
                let _ = writeln!(population, "X,{date},{sex},{age},{persons}");
                persons *= 1.1;
            }
            let _ = writeln!(population, "X,{date},{sex},85+,0");
        }
    }
    let study = five_year_study(&population, "0.03");
    let run = study.project(&[]);
    run.balances();
    assert!(run.message.contains("residual of cohort ratios"), "{}", run.message);
    let people = run.sums("population", &["year", "age"], "persons");
    let at = |year: &str, age: &str| people[&vec![year.to_owned(), age.to_owned()]];
    let grown = |group: usize| at("2025", &groups[group + 1]) / at("2020", &groups[group]);
    for (group, ages) in groups.iter().enumerate().take(11).skip(2) {
        // What late years are above the long run is one deviation of all children, the youngest of whom tell of fewer moves (see below).
        let strays = if group < 5 { 2e-3 } else { 1e-9 };
        assert!((grown(group) - 1.1).abs() < strays, "{ages} {}", grown(group));
    }
    // Who was born between the two dates is known from the second alone, so that their first years tell of no moves.
    assert!(grown(0) > 1.0 && grown(0) < 1.1 && grown(1) > 1.097, "{} {}", grown(0), grown(1));
    assert!((grown(12) - 1.0).abs() < 1e-9, "none above 60: {}", grown(12));
}

/// Children are told apart by sex and adults are not: everybody counts, where totals beside their parts do not count twice.
#[test]
fn ages_without_rows_by_sex_count_beside_those_that_have_them() {
    let projected = |more: &str| {
        let study = StudyFolder::new(
            "name = \"mixed\"\ndata = \".\"\nhorizon = { first = 2023, last = 2024 }\n\
             [projection]\nmissing_migration = \"none\"\n",
        );
        let mut population = "town,date,sex,age,persons\n".to_owned();
        for age in 0..10 {
            let _ = writeln!(population, "X,2022-12-31,male,{age},60\nX,2022-12-31,female,{age},40");
        }
        for age in 10..=80 {
            let _ = writeln!(population, "X,2022-12-31,,{age}{},100", if age == 80 { "+" } else { "" });
        }
        study.table("population", &(population + more));
        study.people_of(2022).values().sum::<f64>()
    };
    // 81 ages of 100 people.
    assert!((projected("") - 8100.0).abs() < 1e-6, "{}", projected(""));
    assert!((projected("X,2022-12-31,both,3,100\n") - 8100.0).abs() < 1e-6);
}

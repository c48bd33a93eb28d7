//! Outside cases with known answers as studies: their tables are written to a folder, and the program projects them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::format_collect
)]

mod shared_cases;
mod study_folder;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use study_folder::StudyFolder;

/// Cells of an outside file, header first; none where the data are not at hand, which is then said.
fn outside(path: &str) -> Option<Vec<Vec<String>>> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/validation").join(path);
    let Ok(text) = std::fs::read_to_string(file) else {
        println!("skipped: the validation data are not at hand");
        return None;
    };
    Some(text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect())
}

fn column(lines: &[Vec<String>], name: &str) -> Vec<f64> {
    let position = lines[0].iter().position(|head| head == name).expect("column");
    lines[1..].iter().map(|cells| cells[position].parse().expect("number")).collect()
}

fn ages(lines: &[Vec<String>]) -> Vec<String> {
    lines[1..].iter().map(|cells| cells[0].clone()).collect()
}

/// Equal after rounding to the digits that the source gives.
fn equal(found: f64, given: &str, what: &str) {
    let digits = given.split('.').nth(1).map_or(0, str::len);
    let wanted: f64 = given.parse().expect("number");
    let half = 0.500_001 * 0.1_f64.powi(i32::try_from(digits).expect("digits"));
    assert!((found - wanted).abs() <= half, "{what}: {found} is not {given}");
}

#[test]
fn sweden_1993_to_1998_is_exact_after_rounding() {
    let Some(input) = outside("01_preston_sweden1993/input.csv") else { return };
    let Some(expected) = outside("01_preston_sweden1993/expected_1998.csv") else { return };
    let ages = ages(&input);
    let mut population = "town,date,sex,age,persons\n".to_owned();
    let mut mortality = "sex,age,value,kind\n".to_owned();
    let mut migration = "sex,age,value,kind,per\n".to_owned();
    for (sex, mark) in [("female", "f"), ("male", "m")] {
        let start = column(&input, &format!("pop_start_{mark}"));
        let moves = column(&input, &format!("netmig5y_{mark}"));
        let ratios = column(&input, &format!("surv_ratio_{mark}"));
        // Row 0 is birth → age 0, row a is age a − 1 → a; the last serves the last two ages.
        let _ = writeln!(mortality, "{sex},birth,{},survival", ratios[0]);
        for (at, age) in ages.iter().enumerate() {
            let _ = writeln!(population, "SE,1993-12-31,{sex},{age},{}", start[at]);
            let _ = writeln!(migration, "{sex},{age},{},net,step", moves[at]);
            let _ = writeln!(mortality, "{sex},{age},{},survival", ratios[(at + 1).min(ratios.len() - 1)]);
        }
    }
    let rates = column(&input, "asfr");
    let fertility: String = ages.iter().zip(&rates).map(|(age, rate)| format!("{age},{rate}\n")).collect();
    let study = StudyFolder::new(
        "name = \"sweden\"\ndata = \".\"\nhorizon = { first = 1994, last = 1998 }\n\
         [projection]\nconventions = \"preston\"\nsex_ratio_at_birth = 1.05\n",
    );
    study.table("population", &population);
    study.table("mortality", &mortality);
    study.table("migration", &migration);
    study.table("fertility", &format!("age,value\n{fertility}"));
    let run = study.project(&[]);
    let end = run.sums("population", &["year", "sex", "age"], "persons");
    for (sex, name) in [("female", "pop_end_f"), ("male", "pop_end_m")] {
        for (age, wanted) in ages.iter().zip(column(&expected, name)) {
            let found = end[&["1998", sex, age].map(str::to_owned).to_vec()];
            assert_eq!(found.round().to_string(), wanted.to_string(), "{sex} {age}: {found}");
        }
    }
    let births: f64 = run.sums("components", &["year"], "births").values().sum();
    assert!(
        (births.round() - column(&expected, "births").iter().sum::<f64>()).abs() < 18.0,
        "rounded by age"
    );
    assert!(run.read("floors").len() == 1, "no floors");
    run.balances();
}

#[test]
fn umea_has_the_components_and_growth_of_the_source() {
    let Some(assumptions) = outside("04_umea_gross_migration/assumptions.csv") else { return };
    let Some(start) = outside("04_umea_gross_migration/startpop_2019.csv") else { return };
    let mut population = "town,date,sex,age,persons\n".to_owned();
    for (age, cells) in start[1..].iter().enumerate() {
        let _ = writeln!(population, "umea,2019-12-31,female,{age},{}", cells[1]);
        let _ = writeln!(population, "umea,2019-12-31,male,{age},{}", cells[2]);
    }
    let mut tables: BTreeMap<&str, String> = BTreeMap::from([
        ("mortality", "year,sex,age,value,kind\n*,,101+,0.3,probability\n".to_owned()),
        ("fertility", "year,age,value\n".to_owned()),
        ("migration", "year,sex,age,value,kind,stream\n".to_owned()),
        ("outside", "year,sex,age,persons\n".to_owned()),
    ]);
    for cells in &assumptions[1..] {
        let (age, category) = (&cells[0], cells[1].as_str());
        let sex = if category.ends_with("women") { "female" } else { "male" };
        for (year, value) in (2020..).zip(&cells[2..]) {
            let (table, row) = match category.trim_end_matches("women").trim_end_matches("men") {
                "asdr_" => ("mortality", format!("{year},{sex},{age},{value},probability\n")),
                "asfr" => ("fertility", format!("{year},{age},{value}\n")),
                "inmig.rates." => ("migration", format!("{year},{sex},{age},{value},in_rate,national\n")),
                "outmig.rates." => ("migration", format!("{year},{sex},{age},{value},out_rate,national\n")),
                "intermig.net." => ("migration", format!("{year},{sex},{age},{value},net,abroad\n")),
                "natpop." => ("outside", format!("{year},{sex},{age},{value}\n")),
                other => panic!("{other}"),
            };
            tables.get_mut(table).unwrap().push_str(&row);
        }
    }
    let ratio = 0.514 / 0.486;
    let study = StudyFolder::new(&format!(
        "name = \"umea\"\ndata = \".\"\nhorizon = {{ first = 2020, last = 2031 }}\n\
         [projection]\nconventions = \"municipal\"\nsex_ratio_at_birth = {ratio}\n"
    ));
    study.table("population", &population);
    for (name, text) in &tables {
        study.table(name, text);
    }
    let run = study.project(&[]);
    run.balances();
    let sums = |column: &str| run.sums("components", &["year", "sex"], column);
    let (arrived, left, births) = (sums("in"), sums("out"), sums("births"));
    let of = |sums: &BTreeMap<Vec<String>, f64>, year: &str, sex: &str| {
        sums[&vec![year.to_owned(), sex.to_owned()]]
    };
    for cells in &outside("04_umea_gross_migration/expected_components_readme.csv").unwrap()[1..] {
        let year = &cells[0];
        let net = |sex: &str| of(&arrived, year, sex) - of(&left, year, sex);
        equal(net("male"), &cells[1], "net migration of men");
        equal(net("male") + net("female"), &cells[2], "net migration");
        equal(of(&births, year, "male"), &cells[3], "boys");
        equal(of(&births, year, "female"), &cells[4], "girls");
    }
    let people = run.sums("population", &["year"], "persons");
    let total = |year: i32| people[&vec![year.to_string()]];
    for cells in &outside("04_umea_gross_migration/expected_growth_readme.csv").unwrap()[1..] {
        let step: i32 = cells[0].parse().unwrap();
        equal(total(2019 + step) - total(2018 + step), &cells[1], "growth");
    }
}

#[test]
fn china_five_year_steps_are_near_the_published() {
    let read = |name: &str| outside(&format!("06_china_wpp2019_5x5/{name}.csv"));
    let (Some(women), Some(men)) = (read("popF_thousand_1950_2100"), read("popM_thousand_1950_2100")) else {
        return;
    };
    let rates = [("female", read("mxF").unwrap()), ("male", read("mxM").unwrap())];
    let (by_age, totals) = (read("percent_asfr").unwrap(), read("tfr_srb_netmig").unwrap());
    let row = |name: &str| totals.iter().find(|cells| cells[0] == name).unwrap();
    let years: Vec<i32> = (1950..2100).step_by(5).collect();
    let ratios: Vec<String> =
        years.iter().zip(&row("srb")[1..]).map(|(year, ratio)| format!("{year} = {ratio}")).collect();
    let mut mortality = "year,sex,age,value\n".to_owned();
    for (sex, lines) in &rates {
        for cells in &lines[1..] {
            for (year, rate) in years.iter().zip(&cells[1..]) {
                let _ = writeln!(mortality, "{year},{sex},{},{rate}", cells[0]);
            }
        }
    }
    let mut fertility = "year,age,value\n".to_owned();
    for cells in &by_age[1..] {
        for ((year, share), total) in years.iter().zip(&cells[1..]).zip(&row("tfr")[1..]) {
            let (share, total): (f64, f64) = (share.parse().unwrap(), total.parse().unwrap());
            let _ = writeln!(fertility, "{year},{},{}", cells[0], share * total / 500.0);
        }
    }
    let marks = [0.4, 0.1, 0.07];
    let mut worst = [0.0_f64; 3];
    for year in &years {
        let study = StudyFolder::new(&format!(
            "name = \"china\"\ndata = \".\"\nhorizon = {{ first = {}, last = {} }}\n\
             [projection]\nmissing_migration = \"none\"\nsex_ratio_at_birth = {{ {} }}\n",
            year + 1,
            year + 4,
            ratios.join(", ")
        ));
        let mut population = "town,date,sex,age,persons\n".to_owned();
        for (sex, lines) in [("female", &women), ("male", &men)] {
            for (age, count) in ages(lines).iter().zip(column(lines, &year.to_string())) {
                let _ = writeln!(population, "CN,{year}-07-01,{sex},{age},{}", count * 1000.0);
            }
        }
        study.table("population", &population);
        study.table("mortality", &mortality);
        study.table("fertility", &fertility);
        let found = study.people_of(year + 5);
        for (worst, age) in worst.iter_mut().zip(["0-4", "5-9", "10-14"]) {
            let published: f64 = [&women, &men]
                .map(|lines| {
                    let at = ages(lines).iter().position(|of| of == age).unwrap();
                    column(lines, &(year + 5).to_string())[at] * 1000.0
                })
                .iter()
                .sum();
            *worst = worst.max((found[age] / published - 1.0).abs() * 100.0);
        }
    }
    println!("greatest difference, percent: {worst:.3?}");
    assert!(worst.iter().zip(marks).all(|(worst, mark)| *worst < mark), "{worst:?} against {marks:?}");
}

#[test]
fn faults_of_real_files_come_out_right() {
    let Some(wrong) = shared_cases::wrong() else {
        println!("skipped: the cases are not at hand");
        return;
    };
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

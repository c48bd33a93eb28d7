//! Children of new dwellings, through tables, solved by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod study_folder;

use std::fmt::Write as _;
use study_folder::StudyFolder;

fn study() -> StudyFolder {
    let study = StudyFolder::new(
        "name = \"homes\"\ndata = \".\"\nhorizon = { first = 2024, last = 2027 }\n\
         [[stage]]\nid = \"primary\"\nages = [6, 11]\nenrolment_rate = 0.5\n\
         [[housing]]\nid = \"flat\"\nyield = { \"6-11\" = 0.12, 3 = 0.02 }\noccupancy = [0.25, 0.5]\nin_trend = 0.4\n",
    );
    let mut population = "town,date,age,persons\n".to_owned();
    for (town, age) in ["A", "B"].into_iter().flat_map(|town| (0..=60).map(move |age| (town, age))) {
        let _ = writeln!(population, "{town},2023-12-31,{age}{},100", if age == 60 { "+" } else { "" });
    }
    study.table("population", &population);
    study
}

#[test]
fn dwellings_bring_children_apart_from_the_trend() {
    // 1,000 flats of 2025 in A, of which 0.4 are in the trend: 600. Occupied are a quarter in 2025, a half from 2026 on. A flat
    // has 0.12 children aged 6–11, 0.02 of each age, and 0.02 aged 3: 2025: 150·0.02 = 3 a year of age; 2026: 300·0.02 = 6.
    // Flats of 2023 are in the count already. Half the six ages are on the roll: 9 in 2025, 18 in 2026.
    let (plain, with) = (study(), study());
    with.table("housing", "town,year,kind,dwellings\nA,2025,flat,1000\nA,2023,flat,5000\n");
    let (before, after) = (plain.project(&[]), with.project(&[]));
    let added = after.sums("housing", &["town", "age", "year"], "children");
    let of = |age: &str, year: &str| added[&["A", age, year].map(str::to_owned).to_vec()];
    for (age, year, wanted) in
        [("3", "2025", 3.0), ("6", "2025", 3.0), ("11", "2026", 6.0), ("7", "2027", 6.0)]
    {
        assert!((of(age, year) - wanted).abs() < 1e-9, "{age} in {year}: {}", of(age, year));
    }
    assert!(!added.keys().any(|key| key[0] == "B" || key[2] == "2024"));
    let roll = |run: &study_folder::RunTables, year: &str| {
        run.sums("rolls", &["town", "year"], "children")[&["A", year].map(str::to_owned).to_vec()]
    };
    for (year, wanted) in [("2024", 0.0), ("2025", 9.0), ("2026", 18.0)] {
        assert!((roll(&after, year) - roll(&before, year) - wanted).abs() < 1e-6, "{year}");
    }
    assert!(after.message.contains("bring children by yield"));
}

#[test]
fn a_broken_cell_is_told() {
    let study = study();
    study.table("housing", "town,year,kind,dwellings\nA,2025,villa,1000\n");
    let output = study.command("check", &[]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("unknown kind of housing `villa`"), "{said}");
}

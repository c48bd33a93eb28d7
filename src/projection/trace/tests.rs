//! Figures taken apart give themselves again.

use super::{How, trace};
use crate::domain::{
    Completion, GroupIndex, Housing, HousingKind, PupilCount, PupilUnit, SchoolYear, StageIndex, Study,
    TownIndex, UnitIndex,
};
use crate::progress::Silent;
use crate::projection::tests::{born, date, near, people, stage, study};
use crate::projection::{Projection, project};

const KINDERGARTEN: StageIndex = StageIndex(0);

/// Two towns of one county, counted on 31 December 2020 to 2022, births registered from 2016 on.
fn made() -> Study {
    let mut made = study(&[0, 0], 1);
    made.stages = vec![stage("kindergarten", (3, 5), 0.9), stage("primary", (6, 11), 1.0)];
    for (at, year) in [(0.0, 2020), (1.0, 2021), (2.0, 2022)] {
        for (town, size) in [(0, 100.0), (1, 300.0)] {
            let of_age = |age: u8| {
                let persons = size * (1.0 + 0.03 * at) + f64::from(age);
                people(town, date(year, 12, 31), None, age, persons)
            };
            made.population.extend((0..=50).map(of_age));
        }
    }
    made.births = (2016..=2022).flat_map(|year| [born(0, year, 100.0), born(1, year, 310.0)]).collect();
    made
}

fn demand(found: &Projection, town: usize, stage: StageIndex, year: i32) -> f64 {
    let position = found.rolls.position(SchoolYear(year)).expect("year");
    found.rolls.demand(TownIndex(town), stage, GroupIndex(0), position)
}

#[test]
fn parts_give_the_roll_for_every_town_stage_and_year() {
    let made = made();
    let found = project(&made, &Silent).expect("projection");
    for year in 2023..=2030 {
        for town in 0..2 {
            for stage in [StageIndex(0), StageIndex(1)] {
                let traced = trace(&made, TownIndex(town), stage, SchoolYear(year), &Silent);
                let traced = traced.expect("sound").expect("planned");
                near(traced.value, demand(&found, town, stage, year));
                assert!(traced.greatest_gap() < 1e-9, "{year} {town} {stage:?}");
            }
        }
    }
    assert_eq!(trace(&made, TownIndex(0), StageIndex(0), SchoolYear(2050), &Silent), Ok(None));
}

#[test]
fn a_single_age_is_taken_out_of_the_roll() {
    let made = made();
    let found = project(&made, &Silent).expect("projection");
    let year = SchoolYear(2025);
    let traced = trace(&made, TownIndex(1), KINDERGARTEN, year, &Silent).expect("sound").expect("planned");
    for age in 3..=5 {
        let of_age = traced.of_age(age).expect("an age of the stage");
        near(of_age.value, found.children.count(TownIndex(1), GroupIndex(0), age, year));
        assert!(of_age.greatest_gap() < 1e-9);
    }
    assert_eq!(traced.of_age(6), None);
}

#[test]
fn children_of_new_dwellings_are_a_part_of_their_own() {
    // 200 flats of 2023, all occupied, a tenth already in the trend, 0.1 children each of every age 3–5: 18 an age, 54 in
    // kindergarten age, of whom nine tenths enrol.
    let mut made = made();
    let children = (0..=5).map(|age| if age < 3 { 0.0 } else { 0.1 }).collect();
    let kind = HousingKind { id: "flat".to_owned(), children, occupancy: vec![1.0], in_trend: 0.1 };
    let completion = Completion { town: TownIndex(0), year: 2023, kind: 0, dwellings: 200.0 };
    made.rates.housing = Housing { kinds: vec![kind], completions: vec![completion] };
    let found = project(&made, &Silent).expect("projection");
    let traced = trace(&made, TownIndex(0), KINDERGARTEN, SchoolYear(2026), &Silent);
    let traced = traced.expect("sound").expect("planned");
    near(traced.value, demand(&found, 0, KINDERGARTEN, 2026));
    assert!(traced.greatest_gap() < 1e-9);
    let added: Vec<f64> = traced.all("housing").map(|part| part.value).collect();
    assert_eq!(added.len(), 3);
    added.iter().for_each(|part| near(*part, 18.0));
}

#[test]
fn a_cohort_goes_back_to_its_births() {
    // Cut-off 31 August 2030, next date 31 December 2030: aged 3 there are those born in 2027, five years after the last
    // register; they are the county's births times the town's share times the group's (all).
    let made = made();
    let traced = trace(&made, TownIndex(1), KINDERGARTEN, SchoolYear(2030), &Silent);
    let traced = traced.expect("sound").expect("planned");
    let found = project(&made, &Silent).expect("projection");
    let births: Vec<_> = traced.all("births_projected").collect();
    let of_2027 = births.iter().find(|part| part.what.en.contains("2027")).expect("births of 2027");
    near(of_2027.value, found.births.births(TownIndex(1), GroupIndex(0), 2027));
    near(of_2027.parts[0].value, found.births.total(2027));
    assert_eq!((of_2027.how, of_2027.parts.len()), (How::Product, 3));
    near(of_2027.parts[0].facts["births_then"], 410.0);
    // Kindergarten in 2023: aged 3 at the end of 2023 were counted at 2 in 2022; one ratio each, with what it was pooled from.
    let near_year = trace(&made, TownIndex(0), KINDERGARTEN, SchoolYear(2023), &Silent);
    let near_year = near_year.expect("sound").expect("planned");
    let ratio = near_year.all("ratio").next().expect("ratio");
    assert!(ratio.facts["own_began"] > 0.0 && ratio.facts.contains_key("own"));
    // And what makes it: the long run and the deviations of late years, county and town.
    let levels = ["long_run", "late_years", "county", "town"].map(|key| ratio.facts[key]);
    near(ratio.value, levels.iter().product());
    let json = serde_json::to_value(&near_year).expect("JSON");
    assert_eq!(json["parts"][0]["parts"][0]["key"], "children");
}

#[test]
fn agreement_with_pupils_is_a_factor_of_its_own() {
    let mut made = made();
    made.enrolment.units.push(PupilUnit { school: Some("A".to_owned()), town: TownIndex(0) });
    for year in 2021..=2022 {
        made.enrolment.counts.extend((0..6).map(|grade| PupilCount {
            unit: UnitIndex(0),
            year: SchoolYear(year),
            stage: StageIndex(1),
            grade: Some(grade),
            group: None,
            pupils: 390.0,
        }));
    }
    let traced = trace(&made, TownIndex(0), StageIndex(1), SchoolYear(2024), &Silent);
    let traced = traced.expect("sound").expect("planned");
    let found = project(&made, &Silent).expect("projection");
    near(traced.value, demand(&found, 0, StageIndex(1), 2024));
    assert!(traced.greatest_gap() < 1e-9);
    assert_eq!(traced.all("agreement_with_pupils").count(), 1);
}

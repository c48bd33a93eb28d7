//! Pupils of schools solved by hand, and what must hold for them.

use super::super::method::Methods;
use super::super::tests::{near, people, stage, study};
use super::super::{Projection, project};
use super::*;
use crate::domain::{Enrolment, Grades, Path, PupilCount, PupilUnit, RollMethod, UnitIndex};
use crate::progress::Silent;
use proptest::prelude::*;

const PRIMARY: StageIndex = StageIndex(0);

/// Towns of one county, 100 children of every age in every year, a primary stage of two grades (ages 6 and 7), no shrinkage.
fn closed(towns: usize) -> Study {
    let mut study = study(&vec![0; towns], 1);
    study.stages = vec![stage("primary", (6, 7), 1.0)];
    study.projection.roll_shrinkage = 0.0;
    for year in [2020, 2021, 2022] {
        for town in 0..towns {
            let of_age =
                |age| people(town, crate::projection::tests::date(year, 12, 31), Some(0), age, 100.0);
            study.population.extend((0..=20).map(of_age));
        }
    }
    study
}

/// Adds a school (or, without a name, the residents of a town) with its pupils by year and grade.
fn counted(
    study: &mut Study,
    school: Option<&str>,
    town: usize,
    stage: StageIndex,
    pupils: &[(i32, &[f64])],
) -> UnitIndex {
    let named = |unit: &PupilUnit| unit.school.as_deref() == school && unit.town.index() == town;
    let Enrolment { units, counts } = &mut study.enrolment;
    let unit = UnitIndex(units.iter().position(named).unwrap_or(units.len()));
    if unit.index() == units.len() {
        units.push(PupilUnit { school: school.map(ToOwned::to_owned), town: TownIndex(town) });
    }
    for (year, grades) in pupils {
        counts.extend(grades.iter().enumerate().map(|(grade, pupils)| PupilCount {
            unit,
            year: SchoolYear(*year),
            stage,
            grade: Some(grade),
            group: None,
            pupils: *pupils,
        }));
    }
    unit
}

fn projected(study: &Study) -> Projection {
    project(study, &Silent).expect("projection")
}

fn pupils(found: &Projection, unit: UnitIndex, step: usize, year: i32) -> f64 {
    let grades = found.grades.as_ref().expect("grades");
    let position = grades.position(SchoolYear(year)).expect("year");
    grades.pupils[[unit.index(), 0, step, position]]
}

#[test]
fn entry_and_progression_by_hand() {
    // 90 of 100 children enter in both years: e = 0.9. 90 in grade 1 became 99 in grade 2: ρ = 1.1, above 1 and kept.
    let mut study = closed(1);
    let school = counted(&mut study, Some("A"), 0, PRIMARY, &[(2021, &[90.0, 80.0]), (2022, &[90.0, 99.0])]);
    let found = projected(&study);
    for year in 2023..=2027 {
        near(pupils(&found, school, 0, year), 90.0);
        near(pupils(&found, school, 1, year), 99.0);
    }
    // 189 pupils for 200 children: they count as all, so that the demand of the town is the pupils.
    near(found.rolls.demand(TownIndex(0), PRIMARY, GroupIndex(0), 0), 189.0);
    assert!(found.methods.iter().any(|text| text.en.contains("not clipped at 1")));
}

#[test]
fn recent_years_weigh_more() {
    // Pairs 80→88 (2021) and 100→100 (2022), weights 0.6 and 1: (52.8 + 100) / (48 + 100) = 152.8/148.
    // Entrants 80, 100, 90 of 100 children, weights 0.36, 0.6, 1: e = 178.8/196.
    let mut study = closed(1);
    let counts: [(i32, &[f64]); 3] = [(2020, &[80.0, 70.0]), (2021, &[100.0, 88.0]), (2022, &[90.0, 100.0])];
    let school = counted(&mut study, Some("A"), 0, PRIMARY, &counts);
    let found = projected(&study);
    near(pupils(&found, school, 0, 2023), 100.0 * 178.8 / 196.0);
    near(pupils(&found, school, 1, 2023), 90.0 * 152.8 / 148.0);
}

#[test]
fn small_schools_are_shrunk_to_the_town() {
    // κ = 100. A: 90 → 99, B: 10 → 5; study, county and town: 104/100 = 1.04.
    // A: (99 + 104)/(90 + 100) = 203/190; B: (5 + 104)/(10 + 100) = 109/110.
    let mut study = closed(1);
    study.projection.roll_shrinkage = 100.0;
    let large = counted(&mut study, Some("A"), 0, PRIMARY, &[(2021, &[90.0, 80.0]), (2022, &[90.0, 99.0])]);
    let small = counted(&mut study, Some("B"), 0, PRIMARY, &[(2021, &[10.0, 9.0]), (2022, &[10.0, 5.0])]);
    let found = projected(&study);
    near(pupils(&found, large, 1, 2023), 90.0 * 203.0 / 190.0);
    near(pupils(&found, small, 1, 2023), 10.0 * 109.0 / 110.0);
    // Intake 150 and 15 of weighted entrants (0.5 and 1 for 2021 and 2022: 135 and 15), rolls 189 and 15, κ = 30:
    // share of B: (15 + 30·15/204) / (150 + 30); all 100 children enter.
    near(pupils(&found, small, 0, 2023), 100.0 * (15.0 + 30.0 * 15.0 / 204.0) / 180.0);
    near(pupils(&found, small, 0, 2023) + pupils(&found, large, 0, 2023), 100.0);
}

#[test]
fn infants_join_the_upper_school() {
    // A has grade 1 only, B grade 2 only: all 50 of A join B each year; in 2022 there are 60 in A, so 60 in B in 2023.
    let mut study = closed(1);
    let lower = counted(&mut study, Some("A"), 0, PRIMARY, &[(2021, &[50.0, 0.0]), (2022, &[60.0, 0.0])]);
    let upper = counted(&mut study, Some("B"), 0, PRIMARY, &[(2021, &[0.0, 40.0]), (2022, &[0.0, 50.0])]);
    let found = projected(&study);
    near(pupils(&found, upper, 1, 2023), 60.0);
    near(pupils(&found, lower, 1, 2023), 0.0);
    near(pupils(&found, upper, 0, 2023), 0.0);
}

#[test]
fn leavers_join_the_next_stage_of_the_county() {
    // Junior (age 8) follows primary. Town 1 has no junior school: of its 30 leavers 20 join town 0, which takes in 20 more than
    // its own 80; 10 leave the county. Next year 90 and 60 leave: 90 + 60·20/30 = 130 join.
    let mut study = closed(2);
    let junior = Grades { method: Some(RollMethod::Previous), ..Grades::default() };
    study.stages.push(crate::domain::Stage { grades: junior, ..stage("junior", (8, 8), 1.0) });
    counted(&mut study, Some("A"), 0, PRIMARY, &[(2021, &[90.0, 80.0]), (2022, &[90.0, 90.0])]);
    counted(&mut study, Some("B"), 1, PRIMARY, &[(2021, &[60.0, 30.0]), (2022, &[60.0, 60.0])]);
    let school = counted(&mut study, Some("C"), 0, StageIndex(1), &[(2021, &[95.0]), (2022, &[100.0])]);
    let found = projected(&study);
    near(pupils(&found, school, 2, 2023), 130.0);
    assert!(found.methods.iter().any(|text| text.en.contains("least movement")));
}

#[test]
fn a_rate_moves_with_the_model_up_to_its_ceiling() {
    // 80 of 100 attend; the model's rate goes from 0.80 to 0.90 in 2024 and 1.00 in 2026, the ceiling is 0.95.
    let mut study = closed(1);
    study.stages = vec![stage("kindergarten", (4, 5), 1.0)];
    study.stages[0].grades.ceiling = 0.95;
    let path = [(2022, 0.8), (2024, 0.9), (2026, 1.0)].map(|(year, rate)| (SchoolYear(year), rate));
    study.stages[0].enrolment_rate = Path(path.into_iter().collect());
    let school = counted(&mut study, Some("K"), 0, PRIMARY, &[(2021, &[80.0, 80.0]), (2022, &[80.0, 80.0])]);
    let found = projected(&study);
    near(pupils(&found, school, 0, 2024), 90.0);
    near(pupils(&found, school, 1, 2024), 90.0);
    near(pupils(&found, school, 0, 2026), 95.0);
}

#[test]
fn pupils_by_school_give_the_county_and_residents_their_town() {
    // One school in town 0 has all 180 pupils of both towns: demand is 180, half in each town, as the children are.
    let mut by_school = closed(2);
    let counts: [(i32, &[f64]); 2] = [(2021, &[180.0, 180.0]), (2022, &[180.0, 180.0])];
    counted(&mut by_school, Some("A"), 0, PRIMARY, &counts);
    let found = projected(&by_school);
    for town in 0..2 {
        near(found.rolls.demand(TownIndex(town), PRIMARY, GroupIndex(0), 3), 180.0);
    }
    // The same counted where pupils live: each town keeps its own.
    let mut at_home = closed(2);
    counted(&mut at_home, None, 0, PRIMARY, &[(2021, &[95.0, 95.0]), (2022, &[95.0, 95.0])]);
    counted(&mut at_home, None, 1, PRIMARY, &[(2021, &[85.0, 85.0]), (2022, &[85.0, 85.0])]);
    let found = projected(&at_home);
    // Entry rate of town 0 with κ = 30: (152 + 30·0.9)/(160 + 30) = 179/190; grade 2 goes on from 95.
    near(found.rolls.demand(TownIndex(0), PRIMARY, GroupIndex(0), 0), 95.0 + 100.0 * 179.0 / 190.0);
    near(found.rolls.demand(TownIndex(1), PRIMARY, GroupIndex(0), 0), 85.0 + 100.0 * 163.0 / 190.0);
}

#[test]
fn a_few_schools_do_not_stand_for_all() {
    let mut study = closed(1);
    counted(&mut study, Some("A"), 0, PRIMARY, &[(2021, &[20.0, 20.0]), (2022, &[20.0, 20.0])]);
    let found = projected(&study);
    near(found.rolls.demand(TownIndex(0), PRIMARY, GroupIndex(0), 0), 200.0);
    assert!(found.methods.iter().any(|text| text.en.contains("stay by age")));
}

#[test]
fn a_school_without_a_last_count_is_closed() {
    let mut study = closed(1);
    let gone = counted(&mut study, Some("A"), 0, PRIMARY, &[(2021, &[40.0, 40.0])]);
    let open = counted(&mut study, Some("B"), 0, PRIMARY, &[(2021, &[60.0, 60.0]), (2022, &[100.0, 60.0])]);
    let found = projected(&study);
    near(pupils(&found, gone, 0, 2025), 0.0);
    // Entrants 100 and 100, A's included.
    near(pupils(&found, open, 0, 2023), 100.0);
    assert!(found.methods.iter().any(|text| text.en.starts_with("1 school(s) without a count")));
}

#[test]
fn without_children_entrants_follow_their_own_past() {
    // Entrants 100, 100, 100: no trend, mean 100; and with 100·0.97^t the trend ln 0.97 is carried on, damped by 0.5.
    let run = |entrants: [f64; 3]| {
        let mut study = closed(1);
        let counts: Vec<[f64; 2]> = entrants.iter().map(|first| [*first, 50.0]).collect();
        let rows: Vec<(i32, &[f64])> = (2020..).zip(counts.iter().map(<[f64; 2]>::as_slice)).collect();
        counted(&mut study, Some("A"), 0, PRIMARY, &rows);
        by_grade(&study, None, RollRule::of(&study), SchoolYear(2024), &mut Methods::default())
            .expect("grades")
    };
    near(run([100.0; 3]).pupils[[0, 0, 0, 3]], 100.0);
    let falling = run([100.0, 97.0, 94.09]);
    let mean = (94.09 + 0.5 * 97.0 + 0.25 * 100.0) / 1.75;
    near(falling.pupils[[0, 0, 0, 3]], mean * 0.97_f64.powf(0.5));
    near(falling.pupils[[0, 0, 0, 4]], mean * 0.97_f64.powf(0.75));
}

#[test]
fn plain_rules_by_hand() {
    let mut study = closed(1);
    counted(&mut study, Some("A"), 0, PRIMARY, &[(2021, &[90.0, 80.0]), (2022, &[70.0, 99.0])]);
    let run = |ratio, entry| {
        let rule = RollRule { ratio, entry };
        let found = by_grade(&study, None, rule, SchoolYear(2024), &mut Methods::default());
        found.expect("grades").pupils.slice(s![0, 0, .., 2..]).to_owned()
    };
    // No change; ratio 1 and the last entrants.
    assert_eq!(run(RatioRule::One, EntryRule::NoChange), ndarray::array![[70.0, 70.0], [99.0, 99.0]]);
    assert_eq!(run(RatioRule::One, EntryRule::Last), ndarray::array![[70.0, 70.0], [70.0, 70.0]]);
    // Own ratio 1.1 and mean entrants (70 + 0.5·90)/1.5.
    let own = run(RatioRule::Own, EntryRule::Mean);
    near(own[[1, 0]], 77.0);
    near(own[[0, 0]], 115.0 / 1.5);
}

#[test]
fn groups_and_pupils_without_grade() {
    // Groups apart: 60 local and 30 migrant pupils a grade. Without grade: 150 pupils of 200 children split by age.
    let mut study = closed(1);
    study.groups =
        ["local", "migrant"].map(|id| crate::domain::Group { id: id.to_owned(), name: id.into() }).to_vec();
    for row in &mut study.population {
        row.persons = 60.0;
    }
    let migrants = study.population.iter().map(|row| crate::domain::PopulationCount {
        group: Some(GroupIndex(1)),
        persons: 40.0,
        ..*row
    });
    study.population.extend(migrants.collect::<Vec<_>>());
    counted(&mut study, Some("A"), 0, PRIMARY, &[(2021, &[60.0, 60.0]), (2022, &[60.0, 60.0])]);
    for row in &mut study.enrolment.counts {
        row.group = Some(GroupIndex(0));
    }
    let of_migrants = study.enrolment.counts.iter().map(|row| PupilCount {
        group: Some(GroupIndex(1)),
        pupils: 30.0,
        ..*row
    });
    study.enrolment.counts.extend(of_migrants.collect::<Vec<_>>());
    let found = projected(&study);
    assert!(found.grades.as_ref().expect("grades").grouped);
    near(found.rolls.demand(TownIndex(0), PRIMARY, GroupIndex(0), 0), 120.0);
    near(found.rolls.demand(TownIndex(0), PRIMARY, GroupIndex(1), 0), 60.0);

    let mut whole = closed(1);
    counted(&mut whole, Some("A"), 0, PRIMARY, &[(2022, &[150.0])]);
    whole.enrolment.counts[0].grade = None;
    let found = projected(&whole);
    let grades = found.grades.as_ref().expect("grades");
    near(grades.pupils[[0, 0, 0, 0]], 75.0);
    near(grades.stage_total(UnitIndex(0), PRIMARY, 1).expect("counted"), 150.0);
    assert!(found.methods.iter().any(|text| text.en.contains("without grade were split")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Where every leaver joins a school of the county again, pupils are neither made nor lost, and the order of schools does
    /// not matter.
    #[test]
    fn pupils_are_kept_and_order_does_not_matter(
        rolls in proptest::collection::vec((1.0..200.0_f64, 1.0..200.0_f64, 0_usize..3), 2..8),
    ) {
        let build = |order: &[usize]| {
            let mut study = closed(3);
            study.projection.roll_shrinkage = 150.0;
            for school in order {
                let (first, second, town) = rolls[*school];
                let name = format!("S{school}");
                counted(
                    &mut study,
                    Some(&name),
                    town,
                    PRIMARY,
                    &[(2021, &[first, second]), (2022, &[first, first])],
                );
            }
            study
        };
        let order: Vec<usize> = (0..rolls.len()).collect();
        let back: Vec<usize> = order.iter().rev().copied().collect();
        let (one, other) = (projected(&build(&order)), projected(&build(&back)));
        for school in 0..rolls.len() {
            for year in 2023..=2026 {
                let mirrored = UnitIndex(rolls.len() - 1 - school);
                near(pupils(&one, UnitIndex(school), 1, year), pupils(&other, mirrored, 1, year));
                near(pupils(&one, UnitIndex(school), 0, year), pupils(&other, mirrored, 0, year));
            }
            // Grade 1 of a year is grade 2 of the next: every ratio is 1.
            near(pupils(&one, UnitIndex(school), 1, 2024), pupils(&one, UnitIndex(school), 0, 2023));
        }
    }
}

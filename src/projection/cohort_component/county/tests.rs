//! The county layer of small studies.

use crate::domain::{
    AgeFigure, Area, CountyIndex, Cutoff, GroupIndex, MigrationFigure, MigrationKind, PopulationCount,
    SchoolYear, Sex, StatusFigure, Study,
};
use crate::progress::Silent;
use crate::projection::tests::{born, date, near, people, study};
use crate::projection::{Projection, ProjectionError, project};

/// Counts of 31 December 2020 to 2022 by town, group, sex and age to 60+, and births of 2018 to 2022; cut-off on 31 December,
/// so that the children of a school year are those of a slot.
fn counted(counties_of_towns: &[usize], groups: usize) -> Study {
    let mut study = study(counties_of_towns, groups);
    study.cutoff = Cutoff { month: 12, day: 31 };
    for town in 0..counties_of_towns.len() {
        for (year, age, group) in ndarray::indices((3, 61, groups)) {
            let persons =
                40.0 + f64::from((7 * i32(age) + 3 * i32(year) + 11 * i32(town) + 5 * i32(group)) % 13);
            for sex in [Sex::Female, Sex::Male] {
                let age = u8::try_from(age).expect("age");
                let row = people(town, date(2020 + i32(year), 12, 31), Some(group), age, persons);
                study.population.push(PopulationCount { sex: Some(sex), open: age == 60, ..row });
            }
        }
        study.births.extend((2018..=2022).map(|year| born(town, year, 80.0)));
    }
    study
}

fn i32(count: usize) -> i32 {
    i32::try_from(count).expect("small")
}

fn all(age: u8, value: f64) -> AgeFigure {
    AgeFigure { age, value, ..AgeFigure::default() }
}

fn moves(kind: MigrationKind, figure: AgeFigure) -> MigrationFigure {
    MigrationFigure { kind, stream: String::new(), per_step: false, figure }
}

fn changes(figure: AgeFigure) -> StatusFigure {
    StatusFigure { figure, ..StatusFigure::default() }
}

fn with_fertility(mut study: Study) -> Study {
    study.rates.fertility = (15..50).map(|age| all(age, 0.04)).collect();
    study
}

fn projected(study: &Study) -> Projection {
    project(study, &Silent).expect("projection")
}

fn told(found: &Projection, words: &str) -> bool {
    found.methods.iter().any(|text| text.en.contains(words))
}

#[test]
fn without_its_tables_the_accounts_follow_the_towns() {
    let study = counted(&[0, 0, 1], 2);
    let found = projected(&study);
    assert!(found.floors.is_empty() && !told(&found, "cohort-component"));
    assert!(told(&found, "net migration is what survival leaves unexplained"));
    let lines: Vec<_> = found.components.as_ref().expect("components").lines().collect();
    for line in &lines {
        let end = line.start + line.births - line.deaths + line.arrived - line.left + line.change;
        assert!((end - line.end).abs() < 1e-9, "{line:?}");
    }
    for (group, county, age) in ndarray::indices((2, 2, 15)) {
        let of = lines.iter().filter(|line| (usize::from(line.age.first), line.year) == (age, 2027));
        let area = Area::County(CountyIndex(county));
        let of = of.filter(|line| (line.group, line.area) == (GroupIndex(group), area));
        let towns = if county == 0 { 0..2 } else { 2..3 };
        let age = u8::try_from(age).expect("age");
        let children = towns.map(|town| {
            found.children.count(crate::domain::TownIndex(town), GroupIndex(group), age, SchoolYear(2027))
        });
        near(children.sum(), of.map(|line| line.end).sum());
    }
}

#[test]
fn towns_add_up_to_their_county_and_every_cell_balances() {
    let found = projected(&with_fertility(counted(&[0, 0, 1], 2)));
    assert!(told(&found, "cohort-component") && told(&found, "residual of cohort ratios"));
    let lines: Vec<_> = found.components.as_ref().expect("components").lines().collect();
    for line in &lines {
        let end = line.start + line.births - line.deaths + line.arrived - line.left + line.change;
        assert!((end - line.end).abs() < 1e-9, "{line:?}");
    }
    for (age, year) in [(0, 2023), (5, 2025), (11, 2030)] {
        for (group, county) in ndarray::indices((2, 2)) {
            let of = lines.iter().filter(|line| (line.age.first, line.year) == (age, year));
            let of_county = of.filter(|line| {
                (line.group, line.area) == (GroupIndex(group), Area::County(CountyIndex(county)))
            });
            let towns = if county == 0 { 0..2 } else { 2..3 };
            let children = towns.map(|town| {
                found.children.count(crate::domain::TownIndex(town), GroupIndex(group), age, SchoolYear(year))
            });
            near(children.sum(), of_county.map(|line| line.end).sum());
        }
    }
}

#[test]
fn births_are_women_times_rates() {
    // 2024: mean of women 15–49 at the start and end of the year, times 0.04; both from the components of 2023 and 2024.
    let found = projected(&with_fertility(counted(&[0, 0], 1)));
    let lines: Vec<_> = found.components.as_ref().expect("components").lines().collect();
    let women = |year: i32| -> f64 {
        let of = lines.iter().filter(|line| line.year == year && line.sex == Sex::Female);
        of.filter(|line| (15..50).contains(&line.age.first)).map(|line| line.end).sum()
    };
    let births = f64::midpoint(women(2023), women(2024)) * 0.04;
    near(found.births.total(2024), births);
    near(found.births.total(2022), 160.0);
}

#[test]
fn one_town_without_migration_table_grows_as_by_its_ratios() {
    // The residual makes the county follow its cohort ratios: with one town and one group, children born before are the same.
    let plain = counted(&[0], 1);
    let (version_one, engine) = (projected(&plain), projected(&with_fertility(plain)));
    for year in 2023..=2028 {
        for age in 6..=14 {
            let count = |of: &Projection| of.children.total((age, age), SchoolYear(year));
            near(count(&engine), count(&version_one));
        }
    }
    assert!(engine.floors.is_empty());
}

#[test]
fn a_number_for_all_is_shared_and_one_for_a_county_goes_before() {
    let mut study = counted(&[0, 1], 2);
    study.rates.migration = vec![
        moves(MigrationKind::Net, all(7, 20.0)),
        moves(MigrationKind::Net, AgeFigure { area: Some(Area::County(CountyIndex(1))), ..all(8, 12.0) }),
        moves(MigrationKind::DepartureRate, all(9, 0.1)),
    ];
    let found = projected(&study);
    let lines: Vec<_> = found.components.as_ref().expect("components").lines().collect();
    let arrived = |county: Option<usize>| -> f64 {
        let of = lines.iter().filter(|line| line.year == 2025);
        of.filter(|line| county.is_none_or(|county| line.area == Area::County(CountyIndex(county))))
            .map(|line| line.arrived)
            .sum()
    };
    near(arrived(None), 32.0);
    assert!(arrived(Some(1)) > 12.0 && arrived(Some(1)) < 32.0);
    let left: f64 = lines.iter().filter(|line| line.year == 2025).map(|line| line.left).sum();
    assert!(left > 0.0 && told(&found, "Migration comes from its table"));
    assert!(told(&found, "damped momentum"), "no table of fertility");
}

#[test]
fn more_departures_than_people_are_told() {
    let mut study = counted(&[0], 1);
    study.rates.migration = vec![moves(MigrationKind::Net, all(7, -1e6))];
    let found = projected(&study);
    let floor = found.floors.first().expect("floor");
    assert!(floor.shortfall > 2e5 && told(&found, "set to 0"));
    near(found.children.total((7, 7), SchoolYear(2025)), 0.0);
}

#[test]
fn status_change_moves_children_between_groups_only() {
    let plain = with_fertility(counted(&[0], 2));
    let mut changing = plain.clone();
    changing.rates.status_change =
        (0..15).map(|age| changes(AgeFigure { group: Some(GroupIndex(1)), ..all(age, 0.1) })).collect();
    let (plain, changing) = (projected(&plain), projected(&changing));
    let group = |of: &Projection, group: usize| {
        of.children.count(crate::domain::TownIndex(0), GroupIndex(group), 10, SchoolYear(2023))
    };
    assert!(group(&changing, 1) < 0.95 * group(&plain, 1));
    assert!(group(&changing, 0) > group(&plain, 0));
    assert!(told(&changing, "else into the first group"));
}

#[test]
fn tables_that_cannot_be_used_are_told() {
    let mut study = with_fertility(counted(&[0], 1));
    study.population.retain(|row| row.age <= 20);
    let found = projected(&study);
    assert!(found.components.is_none() && told(&found, "were not used"));
}

#[test]
fn faulty_rows_are_errors() {
    let mut study = with_fertility(counted(&[0], 1));
    study.rates.fertility[0].area = Some(Area::County(CountyIndex(7)));
    let found = project(&study, &Silent);
    assert!(matches!(found, Err(ProjectionError::UnknownPlace { table: "fertility", .. })), "{found:?}");
    study.rates.fertility[0] = all(15, f64::NAN);
    let found = project(&study, &Silent);
    assert!(matches!(found, Err(ProjectionError::BadFigure { table: "fertility", .. })), "{found:?}");
}

//! People and births.

use super::{made, taizhou};
use crate::synth::outlook::Stage;
use crate::synth::population::{YEARS, of_age};

fn in_ages(census: &crate::synth::population::Census, ages: (usize, usize)) -> u32 {
    census.iter().map(|people| (ages.0..=ages.1).map(|age| of_age(people, age)).sum::<u32>()).sum()
}

#[test]
fn county_sums_equal_the_census() {
    let (facts, made) = made();
    for (index, county) in facts.counties.iter().enumerate() {
        let own: Vec<_> =
            facts.towns_of(index).into_iter().map(|town| made.population.counts[0][town]).collect();
        assert_eq!(in_ages(&own, (0, 100)), county.total, "{}", county.name);
        assert_eq!(in_ages(&own, (0, 0)), county.age0, "{}", county.name);
        assert_eq!(in_ages(&own, (1, 4)), county.age1_4, "{}", county.name);
        assert_eq!(in_ages(&own, (5, 9)), county.age5_9, "{}", county.name);
        assert_eq!(in_ages(&own, (10, 14)), county.age10_14, "{}", county.name);
        let women = |people: &crate::synth::population::People| -> u32 {
            people.iter().map(|sexes| sexes[0][15..50].iter().sum::<u32>()).sum()
        };
        assert_eq!(own.iter().map(women).sum::<u32>(), county.women15_49, "{}", county.name);
    }
    assert_eq!(in_ages(&made.population.counts[0], (0, 100)), 6_622_888);
}

#[test]
fn children_of_school_age_in_2020_are_near_the_published_numbers() {
    let (_, made) = made();
    for (stage, published) in Stage::ALL.into_iter().zip([193_000.0, 400_000.0, 206_000.0]) {
        let children = f64::from(in_ages(&made.population.counts[0], stage.ages()));
        assert!((children / published - 1.0).abs() < 0.04, "{}: {children}", stage.id());
    }
}

#[test]
fn totals_of_later_years_are_near_the_estimates() {
    let (_, made) = made();
    for (census, (year, published)) in
        made.population.counts[1..].iter().zip([(2021, 6.66e6), (2022, 6.68e6)])
    {
        let people = f64::from(in_ages(census, (0, 100)));
        assert!((people / published - 1.0).abs() < 0.002, "{year}: {people}");
    }
}

#[test]
fn newborns_fit_the_births_and_known_births_are_met() {
    let (facts, made) = made();
    for (census, year) in made.population.counts.iter().zip(YEARS) {
        let births: u32 = (0..facts.towns.len())
            .map(|town| made.births.of(town, 0, year) + made.births.of(town, 1, year))
            .sum();
        let ratio = f64::from(in_ages(census, (0, 0))) / f64::from(births);
        assert!((0.97..=1.02).contains(&ratio), "{year}: {ratio}");
    }
    for known in &facts.county_births {
        let own: u32 =
            facts.towns_of(known.county).into_iter().map(|town| made.births.of(town, 0, known.year)).sum();
        assert_eq!(own, known.births);
    }
}

#[test]
fn the_small_cohorts_reach_the_schools_one_after_the_other() {
    let (facts, made) = made();
    let children = |stage: Stage, year: i32| -> f64 {
        (0..facts.towns.len()).map(|town| made.outlook.children(town, stage, year)).sum()
    };
    let peak = |stage: Stage| {
        (2023..=2035).max_by(|a, b| children(stage, *a).total_cmp(&children(stage, *b))).expect("years")
    };
    let preschool_2020 = f64::from(in_ages(&made.population.counts[0], (3, 5)));
    let fall = children(Stage::Preschool, 2025) / preschool_2020;
    assert!((0.62..0.76).contains(&fall), "preschool 2025 over 2020: {fall}");
    assert!((2022..=2024).contains(&peak(Stage::Primary)), "{}", peak(Stage::Primary));
    assert!(children(Stage::Primary, 2023) > children(Stage::Primary, 2022));
    assert!((2028..=2030).contains(&peak(Stage::Junior)), "{}", peak(Stage::Junior));
}

#[test]
fn the_smallest_towns_are_small() {
    let (facts, made) = made();
    let people = |name: &str| {
        let town = facts.towns.iter().position(|town| town.name == name).expect("town");
        made.population.counts[0][town].iter().flatten().flatten().sum::<u32>()
    };
    assert!(people("大陈镇") < 8_000);
    assert!(people("平田乡") < 8_000);
    assert!(people("杜桥镇") > 60_000);
    assert_eq!(taizhou().towns.len(), 130);
}

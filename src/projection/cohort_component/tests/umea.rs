//! A Swedish municipality with gross moves, twelve years (data and figures of the R package befproj).

use super::super::*;
use super::{both, column, outside};
use ndarray::{Array1, Array4};

/// Single ages kept: those of 100 grow older one by one, dying at a rate of 0.3.
const AGES: usize = 114;

/// Figures of a category and step by age; a fixed one above the ages given.
fn figures(lines: &[Vec<String>], category: &str, step: usize, above: f64) -> Array1<f64> {
    let rows = lines[1..].iter().filter(|cells| cells[1] == category);
    let given = rows.map(|cells| cells[step + 2].parse().expect("number"));
    let mut figures: Vec<f64> = given.collect();
    assert_eq!(figures.len(), 101, "{category}");
    figures.resize(AGES, above);
    Array1::from(figures)
}

fn step_figures(lines: &[Vec<String>], at: usize) -> StepFigures {
    let of = |name: &str| {
        both(
            &figures(lines, &format!("{name}women"), at, 0.0),
            &figures(lines, &format!("{name}men"), at, 0.0),
        )
    };
    let survival = |sex: &str| (1.0, 1.0 - figures(lines, &format!("asdr_{sex}"), at, 0.3));
    StepFigures {
        births: BirthSource::Rates(
            figures(lines, "asfr", at, 0.0).into_shape_with_order((1, 1, AGES)).expect("shape"),
        ),
        share_of_girls: 0.486,
        survival: StepSurvival::everywhere(1, 1, &survival("women"), &survival("men")).expect("survival"),
        migration: Migration {
            net: Some(of("intermig.net.")),
            arrivals: Some(Migration::arrivals_from(&of("inmig.rates."), &of("natpop."))),
            departure_rate: Some(of("outmig.rates.")),
            ..Migration::default()
        },
        change: Vec::new(),
        newborn_groups: None,
    }
}

fn first(lines: &[Vec<String>]) -> Array4<f64> {
    let fill = |name| {
        let mut people = column(lines, name).to_vec();
        people.resize(AGES, 0.0);
        Array1::from(people)
    };
    both(&fill("women"), &fill("men"))
}

/// Equal after rounding to the digits that the source gives.
fn equal(found: f64, given: &str, what: &str) {
    let digits = given.split('.').nth(1).map_or(0, str::len);
    let wanted: f64 = given.parse().expect("number");
    let half = 0.500_001 * 0.1_f64.powi(i32::try_from(digits).expect("digits"));
    assert!((found - wanted).abs() <= half, "{what}: {found} is not {given}");
}

#[test]
fn components_and_growth_are_those_of_the_source() {
    let folder = "04_umea_gross_migration";
    let Some(start) = outside(&format!("{folder}/startpop_2019.csv")) else { return };
    let Some(assumptions) = outside(&format!("{folder}/assumptions.csv")) else { return };
    let components = outside(&format!("{folder}/expected_components_readme.csv")).expect("components");
    let growth = outside(&format!("{folder}/expected_growth_readme.csv")).expect("growth");
    let mut people = first(&start);
    let mut results = Vec::new();
    for at in 0..12 {
        let figures = step_figures(&assumptions, at);
        let result = step(&people, &figures, Conventions::MUNICIPAL).expect("step").components;
        assert!(result.imbalance() < 1e-9);
        people = result.end.clone();
        results.push(result);
    }
    for (result, given) in results.iter().zip(&components[1..]) {
        let net = &result.arrived - &result.left;
        let of = |array: &Array4<f64>, sex: usize| array.index_axis(ndarray::Axis(2), sex).sum();
        equal(of(&net, MALE), &given[1], "net moves of men");
        equal(net.sum(), &given[2], "net moves");
        equal(of(&result.births, MALE), &given[3], "boys");
        equal(of(&result.births, FEMALE), &given[4], "girls");
    }
    for given in &growth[1..] {
        let result = &results[given[0].parse::<usize>().expect("step") - 1];
        equal(result.end.sum() - result.start.sum(), &given[1], "growth");
    }
}

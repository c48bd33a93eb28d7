//! China in five-year steps 1950–2100, each from the published start, moves left out (World Population Prospects 2019).

use super::super::*;
use super::{both, column, outside};
use ndarray::{Array3, s};

/// Greatest difference of the ages 0–4, 5–9 and 10–14, percent of the published people.
const MARKS: [f64; 3] = [0.4, 0.1, 0.07];

#[test]
fn young_ages_are_near_the_published() {
    let read = |name: &str| outside(&format!("06_china_wpp2019_5x5/{name}.csv"));
    let (Some(women), Some(men)) = (read("popF_thousand_1950_2100"), read("popM_thousand_1950_2100")) else {
        return;
    };
    let rates = [read("mxF").expect("rates"), read("mxM").expect("rates")];
    let (by_age, totals) =
        (read("percent_asfr").expect("fertility"), read("tfr_srb_netmig").expect("totals"));
    let mut worst = [0.0_f64; 3];
    for year in (1950..2100).step_by(5) {
        let period = format!("{year}-{}", year + 5);
        let people = |year: i32| both(&column(&women, &year.to_string()), &column(&men, &year.to_string()));
        let total = column_of(&totals, "tfr", &period);
        let mut fertility = Array3::zeros((1, 1, 21));
        let shares = column(&by_age, &period);
        fertility.slice_mut(s![0, 0, 3..10]).assign(&(shares * total / 100.0 / 5.0));
        let survival = [FEMALE, MALE].map(|sex| abridged(&column(&rates[sex], &period).view(), sex, 21));
        let figures = StepFigures {
            births: BirthSource::Rates(fertility),
            share_of_girls: 1.0 / (1.0 + column_of(&totals, "srb", &period)),
            survival: StepSurvival::everywhere(1, 1, &survival[0], &survival[1]).expect("survival"),
            newborn_groups: None,
            migration: Migration::default(),
            change: Vec::new(),
        };
        let conventions = Conventions { years: 5.0, ..Conventions::PRESTON };
        let found = step(&people(year), &figures, conventions).expect("step").components;
        let published = people(year + 5);
        assert!(found.imbalance() < 1e-6);
        for (age, worst) in worst.iter_mut().enumerate() {
            let sum = |people: &ndarray::Array4<f64>| people.slice(s![.., .., .., age]).sum();
            *worst = worst.max((sum(&found.end) / sum(&published) - 1.0).abs() * 100.0);
        }
    }
    println!("greatest difference, percent: {worst:.3?}");
    assert!(worst.iter().zip(MARKS).all(|(worst, mark)| *worst < mark), "{worst:?} against {MARKS:?}");
}

fn column_of(lines: &[Vec<String>], row: &str, period: &str) -> f64 {
    let position = lines[0].iter().position(|head| head == period).expect("period");
    let cells = lines.iter().find(|cells| cells[0] == row).expect("row");
    cells[position].parse().expect("number")
}

//! Sweden 1993 to 1998 in one five-year step (Preston, Heuveline & Guillot, *Demography*, box 6.2).

use super::super::*;
use super::{both, column, outside};
use ndarray::{Array1, s};

/// Row 0 of the table is birth → age 0, row `a` is age `a − 1` → `a`, the last serves the last two ages together.
fn ratios(row: &Array1<f64>) -> Ratios {
    let mut ages: Vec<f64> = row.slice(s![1..]).to_vec();
    ages.push(row[row.len() - 1]);
    (row[0], Array1::from(ages))
}

#[test]
fn every_age_is_exact_after_rounding() {
    let Some(lines) = outside("01_preston_sweden1993/input.csv") else { return };
    let Some(expected) = outside("01_preston_sweden1993/expected_1998.csv") else { return };
    let of = |name: &str| column(&lines, name);
    let figures = StepFigures {
        births: BirthSource::Rates(of("asfr").to_shape((1, 1, 18)).expect("shape").to_owned()),
        share_of_girls: 1.0 / 2.05,
        survival: StepSurvival::everywhere(1, 1, &ratios(&of("surv_ratio_f")), &ratios(&of("surv_ratio_m")))
            .expect("survival"),
        migration: Migration {
            net: Some(both(&of("netmig5y_f"), &of("netmig5y_m")) / 5.0),
            ..Migration::default()
        },
        change: Vec::new(),
        newborn_groups: None,
    };
    let conventions = Conventions { years: 5.0, ..Conventions::PRESTON };
    let people = both(&of("pop_start_f"), &of("pop_start_m"));
    let found = step(&people, &figures, conventions).expect("step");
    for (sex, name) in [(FEMALE, "pop_end_f"), (MALE, "pop_end_m")] {
        for (age, wanted) in column(&expected, name).iter().enumerate() {
            let end = found.components.end[[0, 0, sex, age]];
            assert_eq!(end.round().to_string(), wanted.to_string(), "{name} age {age}: {end}");
        }
    }
    let births = found.components.births.sum().round();
    assert!((births - column(&expected, "births").sum()).abs() < 18.0, "births are rounded by age");
    assert!(found.components.imbalance() < 1e-6 && found.floors.is_empty());
}

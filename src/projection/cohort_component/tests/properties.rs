//! People are conserved, whatever acts on them.

use super::super::*;
use ndarray::{Array1, Array2, Array3, Array4};
use proptest::prelude::*;

pub(super) const AGES: usize = 6;
const SHAPE: (usize, usize, usize, usize) = (2, 3, 2, AGES);
const CELLS: usize = 2 * 3 * 2 * AGES;

pub(super) fn array(least: f64, most: f64) -> impl Strategy<Value = Array4<f64>> {
    proptest::collection::vec(least..most, CELLS)
        .prop_map(|cells| Array4::from_shape_vec(SHAPE, cells).expect("shape"))
}

pub(super) fn conventions() -> impl Strategy<Value = Conventions> {
    let timing =
        prop_oneof![Just(Timing::Even), Just(Timing::Middle), Just(Timing::End), Just(Timing::HalfExposure)];
    let order = prop_oneof![Just(Order::AgeThenMove), Just(Order::MoveThenAge)];
    let exposure = prop_oneof![
        Just(Exposure::MeanOfStartAndEnd),
        Just(Exposure::AfterMoves),
        Just(Exposure::AtStart),
        Just(Exposure::MeanOfCohort)
    ];
    let years = prop_oneof![Just(1.0), Just(5.0)];
    (years, timing, order, exposure, any::<bool>()).prop_map(
        |(years, timing, order, exposure, newborns_stay)| Conventions {
            years,
            timing,
            order,
            exposure,
            newborns_stay,
        },
    )
}

fn births() -> impl Strategy<Value = BirthSource> {
    let rates = proptest::collection::vec(0.0..0.2_f64, 2 * 3 * AGES)
        .prop_map(|cells| BirthSource::Rates(Array3::from_shape_vec((2, 3, AGES), cells).expect("shape")));
    let given = proptest::collection::vec(0.0..500.0_f64, 6)
        .prop_map(|cells| BirthSource::Given(Array2::from_shape_vec((2, 3), cells).expect("shape")));
    prop_oneof![rates, given]
}

fn migration() -> impl Strategy<Value = Migration> {
    (
        proptest::option::of(array(-80.0, 80.0)),
        proptest::option::of(array(-0.3, 0.3)),
        proptest::option::of(array(0.0, 50.0)),
        proptest::option::of(array(0.0, 30.0)),
        proptest::option::of(array(0.0, 0.4)),
        proptest::option::of(array(0.0, 0.2)),
    )
        .prop_map(|(net, net_rate, arrivals, departures, departure_rate, between)| Migration {
            net,
            net_rate,
            arrivals,
            departures,
            departure_rate,
            between: between.map(|departure_rate| Between {
                departure_rate,
                arrival_share: Array4::from_elem(SHAPE, 0.5),
            }),
        })
}

pub(super) fn figures() -> impl Strategy<Value = StepFigures> {
    let change = array(0.0, 0.3).prop_map(|rates| {
        let flow = |from: usize, into: usize| StatusFlow {
            from,
            into,
            rates: rates.index_axis(ndarray::Axis(1), from).to_owned(),
            newborn: Array2::from_elem((2, 2), 0.01),
        };
        vec![flow(0, 1), flow(1, 0), flow(2, 0), flow(2, 1)]
    });
    let groups = proptest::option::of(0.0..1.0_f64).prop_map(|share| {
        share.map(|share| {
            let mut shares = Array4::zeros((2, 3, 3, 2));
            for mother in 0..3 {
                shares.slice_mut(ndarray::s![.., mother, mother, ..]).fill(1.0 - share);
                shares.slice_mut(ndarray::s![.., mother, (mother + 1) % 3, ..]).fill(share);
            }
            NewbornGroups(shares)
        })
    });
    let change = prop_oneof![Just(Vec::new()), change];
    (births(), 0.4..0.6_f64, array(0.5, 1.0), 0.9..1.0_f64, migration(), change, groups).prop_map(
        |(births, share_of_girls, ages, newborn, migration, change, newborn_groups)| StepFigures {
            births,
            share_of_girls,
            newborn_groups,
            survival: StepSurvival { newborn: Array3::from_elem((2, 3, 2), newborn), ages },
            migration,
            change,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_cell_balances(people in array(0.0, 1000.0), figures in figures(), conventions in conventions()) {
        let result = step(&people, &figures, conventions).expect("step");
        let components = &result.components;
        prop_assert!(components.imbalance() < 1e-9, "gap {}", components.imbalance());
        prop_assert!((components.start.sum() - people.sum()).abs() < 1e-9);
        prop_assert!(components.change.sum().abs() < 1e-9, "nobody is lost between groups");
        prop_assert!(components.end.iter().all(|end| *end >= -1e-9));
        prop_assert!(result.floors.iter().all(|floor| floor.shortfall > 0.0 && floor.age < AGES));
        let parts = [&components.births, &components.deaths, &components.arrived, &components.left];
        prop_assert!(parts.iter().all(|part| part.iter().all(|count| *count >= 0.0)));
    }

    #[test]
    fn without_events_people_only_grow_older(people in array(0.0, 1000.0), conventions in conventions()) {
        let figures = StepFigures {
            births: BirthSource::Given(Array2::zeros((2, 3))),
            share_of_girls: 0.5,
            survival: StepSurvival { newborn: Array3::ones((2, 3, 2)), ages: Array4::ones(SHAPE) },
            newborn_groups: None,
            migration: Migration::default(),
            change: Vec::new(),
        };
        let end = step(&people, &figures, conventions).expect("step").components.end;
        for ((area, group, sex, age), count) in end.indexed_iter() {
            let at = |age: usize| people[[area, group, sex, age]];
            let wanted = match age {
                0 => 0.0,
                age if age == AGES - 1 => at(age - 1) + at(age),
                age => at(age - 1),
            };
            prop_assert!((count - wanted).abs() < 1e-12);
        }
    }
}

#[test]
fn changers_live_half_the_step_in_each_group() {
    // 100 migrants aged 0, survival 0.81; locals survive 0.64. Half a step: 90 left. A tenth of them, 9, change and
    // survive the second half as locals: 9·0.8 = 7.2; the others 81·0.9 = 72.9.
    let mut people = Array4::zeros((1, 2, 2, 2));
    people[[0, 1, FEMALE, 0]] = 100.0;
    let mut survival =
        StepSurvival::everywhere(1, 2, &(1.0, Array1::ones(2)), &(1.0, Array1::ones(2))).expect("length");
    survival.ages.slice_mut(ndarray::s![0, 0, .., ..]).fill(0.64);
    survival.ages.slice_mut(ndarray::s![0, 1, .., ..]).fill(0.81);
    let mut rates = Array3::zeros((1, 2, 2));
    rates[[0, FEMALE, 0]] = 0.1;
    let flow = StatusFlow { from: 1, into: 0, rates, newborn: Array2::zeros((1, 2)) };
    let figures = StepFigures {
        births: BirthSource::Given(Array2::zeros((1, 2))),
        share_of_girls: 0.5,
        survival,
        newborn_groups: None,
        migration: Migration::default(),
        change: vec![flow],
    };
    let found = step(&people, &figures, Conventions::default()).expect("step").components;
    assert!((found.end[[0, 0, FEMALE, 1]] - 7.2).abs() < 1e-12);
    assert!((found.end[[0, 1, FEMALE, 1]] - 72.9).abs() < 1e-12);
    assert!((found.change[[0, 0, FEMALE, 1]] - 9.0).abs() < 1e-12);
}

#[test]
fn arrays_must_fit() {
    let people = Array4::zeros((1, 1, 2, 3));
    let figures = StepFigures {
        births: BirthSource::Given(Array2::zeros((1, 2))),
        share_of_girls: 0.5,
        survival: StepSurvival::everywhere(1, 1, &(1.0, Array1::ones(3)), &(1.0, Array1::ones(3)))
            .expect("length"),
        newborn_groups: None,
        migration: Migration::default(),
        change: Vec::new(),
    };
    let found = step(&people, &figures, Conventions::default());
    assert_eq!(found, Err(EngineError::Shape { figures: "births" }));
}

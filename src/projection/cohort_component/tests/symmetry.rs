//! What must not matter to the engine: how areas are numbered, and whether people are told apart who fare alike.

use super::super::*;
use super::properties::{AGES, array, conventions, figures};
use ndarray::{Array, Axis, Ix2, Ix3, Ix4, RemoveAxis, concatenate};
use proptest::prelude::*;

/// Areas in reverse order.
fn turned<D: RemoveAxis>(cells: &Array<f64, D>) -> Array<f64, D> {
    let areas: Vec<usize> = (0..cells.len_of(Axis(0))).rev().collect();
    cells.select(Axis(0), &areas)
}

/// Every group twice: a share of its persons, then the others.
fn parted<D: RemoveAxis>(cells: &Array<f64, D>, share: f64) -> Array<f64, D> {
    let (one, other) = (cells * share, cells * (1.0 - share));
    concatenate(Axis(1), &[one.view(), other.view()]).expect("shape")
}

/// Every group twice with the same rates.
fn doubled<D: RemoveAxis>(cells: &Array<f64, D>) -> Array<f64, D> {
    concatenate(Axis(1), &[cells.view(), cells.view()]).expect("shape")
}

/// Figures of all areas and groups, numbers through one function and rates through another.
fn mapped(figures: &StepFigures, of: &Through) -> StepFigures {
    let (numbers, rates) = (&of.numbers, &of.rates);
    let moves = &figures.migration;
    StepFigures {
        births: match &figures.births {
            BirthSource::Rates(cells) => BirthSource::Rates((of.fertility)(cells)),
            BirthSource::Given(cells) => BirthSource::Given((of.births)(cells)),
            BirthSource::Partly(rates, _) => BirthSource::Rates((of.fertility)(rates)),
        },
        share_of_girls: figures.share_of_girls,
        newborn_groups: None,
        survival: StepSurvival {
            newborn: (of.fertility)(&figures.survival.newborn),
            ages: rates(&figures.survival.ages),
        },
        migration: Migration {
            net: moves.net.as_ref().map(numbers),
            net_rate: moves.net_rate.as_ref().map(rates),
            arrivals: moves.arrivals.as_ref().map(numbers),
            departures: moves.departures.as_ref().map(numbers),
            departure_rate: moves.departure_rate.as_ref().map(rates),
            between: moves.between.as_ref().map(|between| Between {
                departure_rate: rates(&between.departure_rate),
                arrival_share: rates(&between.arrival_share),
            }),
        },
        change: Vec::new(),
    }
}

/// A way of rewriting cells.
type Of<D> = Box<dyn Fn(&Array<f64, D>) -> Array<f64, D>>;

struct Through {
    numbers: Of<Ix4>,
    rates: Of<Ix4>,
    fertility: Of<Ix3>,
    births: Of<Ix2>,
}

fn alike(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() < 1e-9 * wanted.abs().max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn relabelled_areas_give_relabelled_people(
        people in array(0.0, 1000.0),
        figures in figures(),
        conventions in conventions(),
    ) {
        let through = Through {
            numbers: Box::new(turned),
            rates: Box::new(turned),
            fertility: Box::new(turned),
            births: Box::new(turned),
        };
        let same = Through {
            numbers: Box::new(Clone::clone),
            rates: Box::new(Clone::clone),
            fertility: Box::new(Clone::clone),
            births: Box::new(Clone::clone),
        };
        let found = step(&people, &mapped(&figures, &same), conventions).expect("step").components.end;
        let other = step(&turned(&people), &mapped(&figures, &through), conventions).expect("step");
        let back = turned(&other.components.end);
        prop_assert!(found.iter().zip(&back).all(|(one, other)| alike(*one, *other)));
    }

    #[test]
    fn people_who_fare_alike_may_be_told_apart_or_not(
        people in array(0.0, 1000.0),
        figures in figures(),
        conventions in conventions(),
        share in 0.1..0.9_f64,
    ) {
        let through = Through {
            numbers: Box::new(move |cells| parted(cells, share)),
            rates: Box::new(doubled),
            fertility: Box::new(doubled),
            births: Box::new(move |cells| parted(cells, share)),
        };
        let same = Through {
            numbers: Box::new(Clone::clone),
            rates: Box::new(Clone::clone),
            fertility: Box::new(Clone::clone),
            births: Box::new(Clone::clone),
        };
        let whole = step(&people, &mapped(&figures, &same), conventions).expect("step").components;
        let parts = step(&parted(&people, share), &mapped(&figures, &through), conventions).expect("step");
        for ((area, group, sex, age), end) in whole.end.indexed_iter() {
            let of = |group: usize| parts.components.end[[area, group, sex, age]];
            prop_assert!(alike(of(group) + of(group + 3), *end), "{area} {group} {sex} {age}");
            prop_assert!(alike(of(group), share * end), "each part has its share");
        }
        let sums = [(&whole.births, &parts.components.births), (&whole.deaths, &parts.components.deaths)];
        prop_assert!(sums.iter().all(|(whole, parts)| alike(parts.sum(), whole.sum())));
    }

    #[test]
    fn a_closed_population_runs(
        people in array(0.0, 1000.0),
        figures in figures(),
        conventions in conventions(),
    ) {
        // Seventy steps without moves: births less deaths are all that changes the number of people.
        let closed = StepFigures { migration: Migration::default(), ..figures };
        let (mut now, mut born, mut died) = (people.clone(), 0.0, 0.0);
        for _ in 0..70 {
            let found = step(&now, &closed, conventions).expect("step");
            prop_assert!(found.floors.is_empty());
            let components = found.components;
            prop_assert!(components.arrived.sum() == 0.0 && components.left.sum() == 0.0);
            born += components.births.sum();
            died += components.deaths.sum();
            now = components.end;
            let least = -1e-9 * now.sum().max(1.0);
            prop_assert!(now.iter().all(|count| count.is_finite() && *count >= least));
        }
        prop_assert!(now.len() == people.len() && people.dim().3 == AGES);
        let gap = now.sum() - (people.sum() + born - died);
        prop_assert!(gap.abs() <= 1e-9 * (people.sum() + born + died), "{gap}");
    }
}

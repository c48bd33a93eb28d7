//! Pupils of made-up schools whose truth is known, and a contest solved by hand.

#![allow(clippy::print_stdout)] // says what it measured

use super::*;
use crate::domain::{PopulationCount, PupilCount, PupilUnit, StageIndex, TownIndex, UnitIndex};
use crate::projection::tests::{date, people, stage, study};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Poisson, StandardNormal};

const FIRST_YEAR: i32 = 2004;
const LAST_YEAR: i32 = 2022;

struct School {
    town: usize,
    /// Share of the town's entrants, and its yearly change.
    pull: f64,
    drift: f64,
    /// Lasting yearly gain of every grade.
    gain: f64,
    pupils: [f64; 6],
}

struct World {
    random: ChaCha8Rng,
}

impl World {
    fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.random)
    }

    fn count(&mut self, mean: f64) -> f64 {
        if mean <= 0.0 { 0.0 } else { Poisson::new(mean).expect("mean").sample(&mut self.random) }
    }

    fn school(&mut self, town: usize) -> School {
        School {
            town,
            pull: (0.6 * self.normal()).exp(),
            drift: 0.02 * self.normal(),
            gain: 0.01 * self.normal(),
            pupils: [0.0; 6],
        }
    }

    /// A year: the town's entrants are shared among its schools; pupils leave and come one by one.
    fn advance(&mut self, schools: &mut [School], entrants: &[f64], pulls: &[f64]) {
        for school in schools {
            school.pull *= (school.drift + 0.04 * self.normal()).exp();
            for grade in (1..6).rev() {
                let below = school.pupils[grade - 1];
                let leave = self.count(below * 0.05);
                let come = self.count(below * (0.05 + school.gain).max(0.0));
                school.pupils[grade] = (below - leave + come).max(0.0);
            }
            let share = school.pull / pulls[school.town];
            school.pupils[0] = self.count(0.97 * entrants[school.town] * share);
        }
    }
}

/// Towns of five counties with one to four primary schools each, counted 2010 to 2022; births fall after a rise.
fn made_up(towns: usize, seed: u64) -> Study {
    let mut world = World { random: ChaCha8Rng::seed_from_u64(seed) };
    let mut made = study(&(0..towns).map(|town| town % 5).collect::<Vec<_>>(), 1);
    made.stages = vec![stage("primary", (6, 11), 1.0)];
    let sizes: Vec<f64> = (0..towns).map(|_| (4.6 + 0.7 * world.normal()).exp()).collect();
    let drifts: Vec<f64> = (0..towns).map(|_| 0.01 * world.normal()).collect();
    // Births by town and year from twelve years before the first count; everybody stays where born.
    let years = LAST_YEAR - FIRST_YEAR + 25;
    let births: Vec<Vec<f64>> = (0..towns)
        .map(|town| {
            (0..years)
                .map(|year| {
                    let at = f64::from(year);
                    let wave = 1.0 + 0.15 * (at / 5.0).sin() - 0.008 * at;
                    world.count(sizes[town] * wave * (drifts[town] * at).exp())
                })
                .collect()
        })
        .collect();
    let aged = |town: usize, age: i32, year: i32| {
        let born = usize::try_from(year - age - (FIRST_YEAR - 20)).unwrap_or(0);
        births[town].get(born).copied().unwrap_or(0.0)
    };
    let mut schools = Vec::new();
    for town in 0..towns {
        let count = world.random.random_range(1..=4);
        schools.extend((0..count).map(|_| world.school(town)));
    }
    for (unit, school) in schools.iter().enumerate() {
        made.enrolment
            .units
            .push(PupilUnit { school: Some(format!("S{unit}")), town: TownIndex(school.town) });
    }
    for year in FIRST_YEAR..=LAST_YEAR {
        let entrants: Vec<f64> = (0..towns).map(|town| aged(town, 6, year)).collect();
        let mut pulls = vec![0.0; towns];
        for school in &schools {
            pulls[school.town] += school.pull;
        }
        world.advance(&mut schools, &entrants, &pulls);
        if year < 2010 {
            continue;
        }
        for town in 0..towns {
            let row = |age: u8| -> PopulationCount {
                people(town, date(year, 8, 31), None, age, aged(town, i32::from(age), year))
            };
            made.population.extend((0..20).map(row));
        }
        for (unit, school) in schools.iter().enumerate() {
            made.enrolment.counts.extend(school.pupils.iter().enumerate().map(|(grade, pupils)| {
                PupilCount {
                    unit: UnitIndex(unit),
                    year: SchoolYear(year),
                    stage: StageIndex(0),
                    grade: Some(grade),
                    group: None,
                    pupils: *pupils,
                }
            }));
        }
    }
    made
}

#[test]
fn shrunk_ratios_beat_the_plain_rules_on_made_up_schools() {
    let made = made_up(40, 5);
    let found = backtest_rolls(&made, &[1, 3, 5], &Silent).expect("sound").expect("long enough");
    assert_eq!((found.choosing.len(), found.judging.len()), (5, 6));
    for (rule, (chose, judged)) in RULES.iter().zip(&found.contest) {
        println!("{:>12}: chose {:.2} judged {:.2}", rule.id, 100.0 * chose, 100.0 * judged);
    }
    let wape = |part: RollPart, horizon: usize, rule: usize| {
        let is = |line: &&RollLine| (line.part, line.horizon, line.rule) == (part, horizon, rule);
        found.lines.iter().find(is).expect("line").errors.wape
    };
    for part in RollPart::ALL {
        for horizon in [1, 3, 5] {
            let of = (0..RULES.len()).map(|rule| format!("{:.2}", 100.0 * wape(part, horizon, rule)));
            println!("{part:?} {horizon}: {}", of.collect::<Vec<_>>().join(" "));
        }
    }
    for horizon in [1, 3, 5] {
        for plain in [0, 1, 2] {
            assert!(
                wape(RollPart::Schools, horizon, ROLL_DEFAULT) < wape(RollPart::Schools, horizon, plain),
                "{horizon} {plain}"
            );
        }
        assert!(wape(RollPart::LaterGrades, horizon, ROLL_DEFAULT) < wape(RollPart::LaterGrades, horizon, 0));
        assert!(wape(RollPart::Study, horizon, ROLL_DEFAULT) < wape(RollPart::Study, horizon, 0));
    }
}

#[test]
fn bands_hold_on_years_that_did_not_make_them() {
    for seed in [5, 6] {
        let made = made_up(40, seed);
        let found = backtest_rolls(&made, &[1, 3, 5], &Silent).expect("sound").expect("long enough");
        for line in &found.coverage {
            println!("{seed} {:?} {}: n {} inside {:.3}", line.part, line.horizon, line.count, line.inside);
        }
        let inside = found.inside().expect("forecasts");
        assert!((0.75..=0.85).contains(&inside), "{inside}");
    }
}

#[test]
fn bands_are_symmetric_and_widen() {
    // Nothing measured: 1.2816 spreads of √(1/100 + 0.04²) one year ahead around 99 pupils, twice as wide in logarithms after four.
    let made = made_up(2, 1);
    let truth = by_grade(&made, None, RULES[0].of(&made), SchoolYear(LAST_YEAR), &mut Methods::default());
    let bands = RollBands::of(&made, &truth.expect("pupils"), &[], 0, SchoolYear(LAST_YEAR));
    let half = 1.2816 * (0.01_f64 + 0.0016).sqrt();
    let (least, most) = bands.around(99.0, true, 1);
    assert!((least - 99.0 * (-half).exp()).abs() < 1e-9 && (most - 99.0 * half.exp()).abs() < 1e-9);
    assert!((bands.around(99.0, false, 4).1 - 99.0 * (2.0 * half).exp()).abs() < 1e-9);
}

#[test]
fn errors_by_hand() {
    // One school of two grades, 100 children of every age, counted 2019 to 2022: 100 enter each year, 10 leave on the way.
    let mut made = study(&[0], 1);
    made.stages = vec![stage("primary", (6, 7), 1.0)];
    made.projection.roll_shrinkage = 0.0;
    made.enrolment.units.push(PupilUnit { school: Some("A".to_owned()), town: TownIndex(0) });
    for year in 2019..=2022 {
        made.population.extend((0..20).map(|age| people(0, date(year, 8, 31), None, age, 100.0)));
        // The last year has 80 entrants instead of 100.
        let entrants = if year == 2022 { 80.0 } else { 100.0 };
        made.enrolment.counts.extend([entrants, 90.0].iter().enumerate().map(|(grade, pupils)| PupilCount {
            unit: UnitIndex(0),
            year: SchoolYear(year),
            stage: StageIndex(0),
            grade: Some(grade),
            group: None,
            pupils: *pupils,
        }));
    }
    let found = backtest_rolls(&made, &[1, 2], &Silent).expect("sound").expect("long enough");
    assert_eq!((found.choosing[0], found.judging[0]), (SchoolYear(2020), SchoolYear(2021)));
    let line = |part: RollPart, horizon: usize| {
        let is = |line: &&RollLine| (line.part, line.horizon, line.rule) == (part, horizon, ROLL_DEFAULT);
        found.lines.iter().find(is).expect("line").errors
    };
    // From 2021: 100 and 90 forecast, 80 and 90 counted.
    assert!((line(RollPart::Entrants, 1).wape - 20.0 / 80.0).abs() < 1e-9);
    assert!(line(RollPart::LaterGrades, 1).wape.abs() < 1e-9);
    assert!((line(RollPart::Schools, 1).wape - 20.0 / 170.0).abs() < 1e-9);
    assert!((line(RollPart::Study, 1).signed - 20.0 / 170.0).abs() < 1e-9);
    // From 2020, which chooses, only 2021 is over by the first judging year: no error there.
    assert!(found.contest[ROLL_DEFAULT].0.abs() < 1e-9);
    assert!((found.contest[ROLL_DEFAULT].1 - 20.0 / 170.0).abs() < 1e-9);
}

//! Backtests on the regions of Finland and on made-up towns whose truth is known.

#![allow(clippy::print_stdout)] // says when it skips, and what it measured

mod made_up;
mod worlds;

use super::super::base::Base;
use super::super::births::Variant;
use super::super::choice::Choice;
use super::super::method::Methods;
use super::super::towns::classes;
use super::*;
use crate::domain::{Date, Language};
use crate::progress::Silent;
use crate::projection::tests::{date, finland, people, study};
use std::sync::OnceLock;

const NO_CHANGE: usize = 0;
const AGEING_ONLY: usize = 1;
const HAMILTON_PERRY: usize = 2;

/// 150 made-up towns, backtested once for all tests.
fn small_towns() -> &'static Backtest {
    static FOUND: OnceLock<Backtest> = OnceLock::new();
    FOUND.get_or_init(|| {
        backtest(&made_up::towns(150, 11), &Settings::default(), &Silent)
            .expect("sound")
            .expect("long enough")
    })
}

fn error_of(found: &Backtest, method: usize, ages: (u8, u8), horizon: usize) -> Errors {
    let band = found.bands.iter().position(|band| band.ages == ages).expect("band");
    let line = found
        .errors
        .iter()
        .find(|line| (line.method, line.band, line.horizon, line.size) == (method, band, horizon, None));
    line.expect("line").errors
}

fn show(found: &Backtest) {
    for (method, contender) in CONTENDERS.iter().enumerate() {
        let figures: Vec<String> = found
            .bands
            .iter()
            .map(|band| {
                let of = |horizon: &usize| {
                    let errors = error_of(found, method, band.ages, *horizon);
                    format!("{:.2}/{:.2}", 100.0 * errors.mape, 100.0 * errors.wape)
                };
                found.horizons.iter().map(of).collect::<Vec<_>>().join(" ")
            })
            .collect();
        println!("{:>16}: {}", contender.id, figures.join(" | "));
    }
    for contest in &found.contests {
        let class =
            contest.class.map_or("all".to_owned(), |class| class.name().get(Language::English).to_owned());
        let figures = |of: &[Option<f64>]| {
            of.iter()
                .map(|error| error.map_or("-".to_owned(), |error| format!("{:.2}", 100.0 * error)))
                .collect::<Vec<_>>()
                .join(" ")
        };
        println!(
            "{class}: chose {} judged {} winner {} replaces {}",
            figures(&contest.chose),
            figures(&contest.judged),
            CONTENDERS[contest.winner].id,
            contest.replaces
        );
    }
    for line in &found.coverage {
        if line.horizon.is_none() || line.size.is_none() {
            println!(
                "band {} size {:?} horizon {:?}: n {} inside {:.3} below {:.3} width {:.3} pinball {:.4} stated {:.3}",
                line.band,
                line.size,
                line.horizon,
                line.count,
                line.inside,
                line.below,
                line.width,
                line.pinball,
                line.stated
            );
        }
    }
}

#[test]
fn finland_better_than_no_change_and_ageing_only() {
    let Some(study) = finland::whole() else {
        println!("skipped: the validation data are not at hand");
        return;
    };
    let found = backtest(&study, &Settings::default(), &Silent).expect("sound").expect("long enough");
    show(&found);
    bands_hold(&found);
    for band in &found.bands {
        for horizon in &found.horizons {
            let wape = |method| error_of(&found, method, band.ages, *horizon).wape;
            let default = wape(DEFAULT);
            assert!(default < wape(NO_CHANGE), "{:?} {horizon} years: no change is better", band.ages);
            assert!(default < wape(AGEING_ONLY), "{:?} {horizon} years: ageing only is better", band.ages);
        }
    }
}

#[test]
fn small_towns_gain_by_shrinkage() {
    let found = small_towns();
    show(found);
    for band in &found.bands {
        for horizon in &found.horizons {
            let mape = |method| error_of(found, method, band.ages, *horizon).mape;
            assert!(mape(DEFAULT) < mape(NO_CHANGE), "{:?} {horizon} years", band.ages);
            assert!(mape(DEFAULT) < mape(HAMILTON_PERRY), "{:?} {horizon} years", band.ages);
        }
    }
}

/// By stage over all places; size classes with few towns stray a little further, and are shown by the command.
fn bands_hold(found: &Backtest) {
    for line in found.coverage.iter().filter(|line| line.horizon.is_none() && line.size.is_none()) {
        assert!((0.75..=0.85).contains(&line.inside), "stage {}: {}", line.band, line.inside);
    }
}

#[test]
fn four_fifths_of_the_truths_lie_within_the_bands() {
    bands_hold(small_towns());
}

#[test]
fn what_replaces_the_default_is_what_the_contests_show() {
    let study = made_up::towns(150, 11);
    let shown = small_towns().contests.iter().filter(|contest| contest.replaces);
    let shown: Vec<_> = shown.filter_map(|contest| Some((contest.class?, contest.winner))).collect();
    assert_eq!(replacements(&study, &Silent).expect("sound"), shown);
}

#[test]
fn a_class_goes_by_the_method_that_won_it() {
    // Towns of 500 to 2,000 children by ageing only, all others by the default.
    let study = as_of(&made_up::towns(30, 5), Date { year: 2010, month: 12, day: 31 }, 6);
    let base = Base::of(&study, &mut Methods::default()).expect("base");
    let class = TownClass { size: 1, inflow: false };
    let advance = |choice: Choice| {
        let mut methods = Methods::default();
        let replacements = choice.replacements(&base, Variant::Level).expect("children");
        let found = base.advance(Variant::Level, &replacements, &mut methods, &Silent).expect("advanced");
        (found.people, methods.texts())
    };
    let (default, _) = advance(Choice::default());
    let (mixed, told) = advance(Choice::new(vec![(class, AGEING_ONLY)]));
    let ageing = (CONTENDERS[AGEING_ONLY].run)(&base, Variant::Level).expect("children");
    assert!(told.iter().any(|text| text.en.contains("ageing only")));
    let of_class = classes(&base.history).into_iter().map(|of| of == class).collect::<Vec<_>>();
    assert!(of_class.contains(&true) && of_class.contains(&false));
    for ((town, group, age, slot), found) in mixed.indexed_iter() {
        let wanted = if of_class[town] { &ageing } else { &default };
        let wanted = wanted[[town, group, age, slot]];
        assert!((found - wanted).abs() < 1e-12, "town {town}, age {age}: {found}, {wanted}");
    }
}

#[test]
fn the_same_history_gives_the_same_backtest() {
    let study = made_up::towns(20, 3);
    let settings = Settings::new(Origins::From(2012), vec![1, 5]);
    let run = || backtest(&study, &settings, &Silent).expect("sound");
    assert_eq!(run(), run());
}

#[test]
fn three_dates_are_too_few() {
    let mut short = study(&[0], 1);
    for year in 2020..=2022 {
        short.population.extend((0..16).map(|age| people(0, date(year, 11, 1), None, age, 50.0)));
    }
    let found = backtest(&short, &Settings::default(), &Silent).expect("sound");
    assert_eq!(found, Err(TooShort { days: 3, origins: 0 }));
    assert!(matches!(error_model(&short, &Silent), Ok(ErrorModel::Stated)));
}

//! The smoothing of cohort ratios chosen by a study's own past.
//!
//! From every origin inside the history the born cohorts are carried forward by each candidate and set beside what was counted
//! later. The candidate with the least error serves. Nothing after the last counted date is used, so that a backtest
//! from an origin chooses with what was known there.

use super::common::Common;
use super::counts::Counts;
use super::filter::{Smoothing, State};
use super::levels::{Learnt, Year, states};
use ndarray::Array2;

/// Steps of history that an origin needs before it.
const STEPS_BEFORE: usize = 3;

/// Most origins, the latest ones.
const ORIGINS: usize = 12;

/// Most towns and groups that are tried; of more, every so-many-th.
const MOST_ROWS: usize = 4_000;

/// What errors are measured on: years ahead, first and last age then. All are born at the origin.
const MARKS: [(usize, usize, usize); 4] = [(1, 2, 14), (3, 3, 5), (5, 5, 8), (5, 9, 14)];

/// Every smoothing that is tried, around the model's shrinkage.
fn candidates(shrinkage: f64) -> Vec<Smoothing> {
    const LASTING: [f64; 3] = [0.25, 1.0, 4.0];
    const PASSING: [(f64, f64); 5] = [(0.5, 0.6), (0.5, 0.8), (2.0, 0.6), (2.0, 0.8), (f64::INFINITY, 0.6)];
    const PERSISTENCE: [f64; 2] = [0.92, 0.98];
    let of = |lasting: f64, (passing, fading): (f64, f64), persistence: f64| Smoothing {
        lasting: lasting * shrinkage,
        passing: passing * shrinkage,
        fading,
        persistence,
    };
    let with = |lasting: f64| {
        PASSING
            .into_iter()
            .flat_map(move |passing| PERSISTENCE.map(|persistence| of(lasting, passing, persistence)))
    };
    LASTING.into_iter().flat_map(with).collect()
}

/// The smoothing that erred least; none where the history is too short to tell, or the model asks for none.
pub(super) fn chosen(counts: &Counts, learnt: &Learnt, complete_from: usize) -> Option<Smoothing> {
    let shrinkage = counts.study.projection.shrinkage;
    let longest = MARKS.iter().map(|mark| mark.0).max()?;
    let origins = complete_from + STEPS_BEFORE..(counts.last + 1).saturating_sub(longest);
    let trials = origins.rev().take(ORIGINS).map(|origin| (origin, learnt.common(counts, origin)));
    let trials: Vec<(usize, Common)> = trials.collect();
    if trials.is_empty() || shrinkage <= 0.0 {
        return None;
    }
    let candidates = candidates(shrinkage);
    let mut errors = Array2::<f64>::zeros((candidates.len(), MARKS.len()));
    for (mut of, smoothing) in errors.outer_iter_mut().zip(&candidates) {
        let trial = Trial { counts, learnt, trials: &trials, smoothing: *smoothing };
        of.assign(&ndarray::arr1(&trial.errors()));
    }
    // The geometric mean, so that no mark outweighs the others by its unit.
    let total = |at: usize| errors.row(at).iter().map(|error| error.max(f64::MIN_POSITIVE).ln()).sum::<f64>();
    let best = (0..candidates.len()).min_by(|one, other| total(*one).total_cmp(&total(*other)))?;
    Some(candidates[best])
}

/// One smoothing from every origin.
struct Trial<'a, 'c> {
    counts: &'a Counts<'c>,
    learnt: &'a Learnt,
    /// Origins with what all towns shared there.
    trials: &'a [(usize, Common)],
    smoothing: Smoothing,
}

impl Trial<'_, '_> {
    /// Absolute errors of `ln(forecast/actual)` by mark, weighted by the root of the children.
    fn errors(&self) -> [f64; MARKS.len()] {
        let of_rows = |signals: &Array2<_>| -> Vec<Vec<State>> {
            (0..signals.nrows()).map(|row| states(signals, row, self.smoothing).collect()).collect()
        };
        let counties = of_rows(&self.learnt.counties);
        let stride = self.counts.rows().div_ceil(MOST_ROWS).max(1);
        let mut errors = [0.0; MARKS.len()];
        for row in (0..self.counts.rows()).step_by(stride) {
            let own: Vec<State> = states(&self.learnt.towns, row, self.smoothing).collect();
            for (origin, common) in self.trials {
                // The state of a slot stands at the step that ends in it, the first of which is the second slot's.
                let levels = [counties[self.counts.county(row)][origin - 1], own[origin - 1]];
                self.add(row, *origin, common, levels, &mut errors);
            }
        }
        errors
    }

    fn add(
        &self,
        row: usize,
        origin: usize,
        common: &Common,
        levels: [State; 2],
        errors: &mut [f64; MARKS.len()],
    ) {
        let group = row % self.counts.groups();
        let longest = MARKS.map(|mark| mark.0).into_iter().max().unwrap_or(0);
        let years = (0_i32..).take(longest);
        let years: Vec<Year> = years
            .map(|years| Year::of(common, group, years, levels.map(|of| of.ahead(self.smoothing, years))))
            .collect();
        let people = &self.counts.people;
        for (error, (ahead, first, last)) in errors.iter_mut().zip(MARKS) {
            let ages = first..=last.min(people.dim().1 - 1);
            let carried = |age: usize| {
                let start = age - ahead.min(age);
                let steps = (start..age).zip(&years);
                steps.fold(people[[row, start, origin]], |people, (age, year)| people * year.at(age))
            };
            let forecast: f64 = ages.clone().map(carried).sum();
            let actual: f64 = ages.map(|age| people[[row, age, origin + ahead]]).sum();
            *error += actual.sqrt() * ((forecast + 0.5) / (actual + 0.5)).ln().abs();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::filter::mobility;
    use super::*;
    use crate::domain::Study;
    use crate::projection::history::read;
    use crate::projection::method::Methods;
    use crate::projection::survival::Survival;
    use crate::projection::tests::{date, people, study};

    /// Twelve towns with 2,000 births a year, counted for so many years; cohorts grow by a share that depends on town and year, older ones
    /// less.
    fn grown(years: i32, share: impl Fn(usize, i32) -> f64) -> Study {
        let mut made = study(&[0; 12], 1);
        for town in 0..12 {
            let mut persons = [2_000.0; 21];
            for year in 0..years {
                for age in (1..persons.len()).rev() {
                    persons[age] = persons[age - 1] * (1.0 + share(town, year) * mobility(age - 1));
                }
                let row = |(age, of): (u8, &f64)| people(town, date(2000 + year, 12, 31), None, age, *of);
                made.population.extend((0..).zip(&persons).map(row));
            }
        }
        made
    }

    fn found(made: &Study) -> Option<Smoothing> {
        let survival = Survival::of(made, &mut Methods::default()).expect("survival");
        let history = read(made, &survival, &mut Methods::default()).expect("history");
        let counts = Counts::of(made, &history, &survival);
        chosen(&counts, &Learnt::of(&counts), history.complete_from())
    }

    #[test]
    fn what_lasts_is_believed_and_what_turns_is_not() {
        let side = |town: usize| if town.is_multiple_of(2) { 0.03 } else { -0.03 };
        let lasting = found(&grown(16, |town, _| side(town))).expect("long enough");
        let turning = found(&grown(16, |town, year| if year % 2 == 0 { side(town) } else { -side(town) }));
        let turning = turning.expect("long enough");
        assert_eq!((lasting.lasting, lasting.persistence), (50.0, 0.98));
        assert_eq!((turning.lasting, turning.passing), (800.0, f64::INFINITY));
    }

    #[test]
    fn a_short_past_or_a_model_without_shrinkage_chooses_nothing() {
        assert_eq!(found(&grown(8, |_, _| 0.0)), None);
        let mut raw = grown(16, |_, _| 0.0);
        raw.projection.shrinkage = 0.0;
        assert_eq!(found(&raw), None);
    }
}

//! The search of one block (单块求解). A good plan first: the relaxation's split columns alone are searched, then those that cost little
//! to move with them. From such a plan the proof is short, and the solver's own searches within the search, which take most of
//! its time, can be left out.

use crate::allocation::model::{Column, Model};
use crate::allocation::solve::{Relaxation, Relaxed, Solution, SolveError, Stop, solve_whole};
use crate::progress::Progress;
use std::time::Instant;

/// Below so many whole-number columns a search is short anyway.
const FEW: usize = 20;
/// A column whose reduced cost is at most this part of the distance between plan and bound is searched in the second step.
const CHEAP: f64 = 0.1;
/// Seconds for the children's ways once the projects are known.
const SETTLING_SECONDS: f64 = 20.0;
/// A column is whole if it is this near to a whole number.
const WHOLE: f64 = 1e-6;

/// One program to be minimised.
#[derive(Debug)]
pub struct Task {
    /// The program.
    pub model: Model,
    /// Values to begin from.
    pub start: Option<Vec<f64>>,
    /// When to stop.
    pub stop: Stop,
}

/// Minimises the program of a block.
///
/// # Errors
/// As the solver's: infeasible, nothing found in time, failed.
pub fn search(task: &Task, progress: &dyn Progress) -> Result<Solution, SolveError> {
    let started = Instant::now();
    let left = || (task.stop.seconds - started.elapsed().as_secs_f64()).max(0.0);
    let Task { model, start, stop } = task;
    if model.integers() < FEW {
        return solve_whole(model, Stop { plain: false, ..*stop }, start.as_deref(), progress);
    }
    let relaxed = Relaxation::new(model).solve(stop.seconds, progress)?;
    search_from(model, &relaxed, start.as_deref(), Stop { seconds: left(), ..*stop }, progress)
}

/// As [`search`], with the children's ways then the best there are for its projects: a search leaves as much of them open as its gap
/// allows, and a promise missed by less than a child.
///
/// # Errors
/// As there.
pub fn settled(task: &Task, progress: &dyn Progress) -> Result<Vec<f64>, SolveError> {
    let found = search(task, progress)?.values;
    let fixed = task.model.with_integers_fixed(&found);
    let settled = Relaxation::new(&fixed).solve(SETTLING_SECONDS, progress);
    Ok(settled.map_or(found, |settled| settled.values))
}

/// As [`search`], of a program whose relaxation is solved.
///
/// # Errors
/// As there.
pub fn search_from(
    model: &Model,
    relaxed: &Relaxed,
    start: Option<&[f64]>,
    stop: Stop,
    progress: &dyn Progress,
) -> Result<Solution, SolveError> {
    let started = Instant::now();
    let left = || (stop.seconds - started.elapsed().as_secs_f64()).max(0.0);
    let is_plan = |values: &&[f64]| model.violation(values) <= WHOLE;
    let mut best = start.filter(is_plan).map(<[f64]>::to_vec);
    for cheap in [0.0, CHEAP] {
        if let Some(best) = best.take_if(|best| near(model, best, relaxed, stop)) {
            let objective = model.objective(&best);
            let bound = relaxed.objective.min(objective);
            let (duals, basis) = Default::default();
            return Ok(Solution { values: best, duals, basis, objective, bound, proven: true });
        }
        let stop = Stop { seconds: left(), ..stop };
        best = better(model, relaxed, best, cheap, stop, progress);
    }
    let stop = Stop { seconds: left(), plain: best.is_some(), ..stop };
    let found = solve_whole(model, stop, best.as_deref(), progress)?;
    Ok(Solution { bound: found.bound.max(relaxed.objective.min(found.objective)), ..found })
}

/// The best plan among those near the relaxation, or the one known where it is better: with nothing cheap only columns that the
/// relaxation splits may move, otherwise also those that cost no more than this part of the distance to the relaxation, and
/// those where the plan known differs.
fn better(
    model: &Model,
    relaxed: &Relaxed,
    best: Option<Vec<f64>>,
    cheap: f64,
    stop: Stop,
    progress: &dyn Progress,
) -> Option<Vec<f64>> {
    let distance = best.as_ref().map_or(0.0, |best| model.objective(best) - relaxed.objective);
    let near = if cheap > 0.0 { best.as_deref() } else { None };
    let held = held(model, relaxed, near, cheap * distance);
    let begin = best.as_deref().filter(|best| held.violation(best) <= WHOLE);
    let found = solve_whole(&held, stop, begin, progress).ok();
    let better = |found: &Solution| best.as_ref().is_none_or(|best| found.objective < model.objective(best));
    found.filter(better).map(|found| found.values).or(best)
}

/// Whether a plan is as near to the relaxation as is asked.
fn near(model: &Model, best: &[f64], relaxed: &Relaxed, stop: Stop) -> bool {
    let objective = model.objective(best);
    objective - relaxed.objective <= stop.absolute.max(stop.relative * objective.abs())
}

/// The program with whole-number columns held where the relaxation has them, but for those that it splits, those where the best
/// plan differs, and those that cost no more than this to move.
fn held(model: &Model, relaxed: &Relaxed, best: Option<&[f64]>, cost: f64) -> Model {
    let mut held = model.clone();
    for (number, column) in model.columns().iter().enumerate().filter(|(_, column)| column.integer) {
        let value = relaxed.values[number];
        let whole = (value - value.round()).abs() <= WHOLE;
        let cheap = cost > 0.0 && relaxed.reduced_costs[number].abs() <= cost;
        let differs = best.is_some_and(|best| (best[number] - value).abs() > 0.5);
        if whole && !cheap && !differs {
            held.fix(Column(number), value.round().clamp(column.lower, column.upper));
        }
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::keys::{ColumnKey, RowKey};
    use crate::allocation::model::Sense;
    use crate::domain::{ProjectIndex, SchoolYear};
    use crate::progress::Silent;
    use proptest::prelude::*;

    /// Projects with costs and places in three towns, a child who goes from one town to the next costing a little.
    fn program(projects: &[(u8, u8)], children: [u8; 3]) -> Model {
        let mut model = Model::default();
        let mut towns: [Vec<(Column, f64)>; 3] = Default::default();
        for (number, (cost, places)) in projects.iter().enumerate() {
            let key = ColumnKey::Built { project: ProjectIndex(number), year: SchoolYear(2025) };
            let column = model.add_column(key, 0.0, 1.0, true);
            model.add_cost(column, f64::from(*cost));
            towns[number % 3].push((column, f64::from(*places)));
        }
        for from in 0..3 {
            let key =
                ColumnKey::Built { project: ProjectIndex(projects.len() + from), year: SchoolYear(2025) };
            let away = model.add_column(key, 0.0, f64::INFINITY, false);
            model.add_cost(away, 0.05);
            towns[from].push((away, 1.0));
            towns[(from + 1) % 3].push((away, -1.0));
        }
        for (number, town) in towns.into_iter().enumerate() {
            model.add_row(RowKey::Need { number }, town, Sense::AtLeast, f64::from(children[number]));
        }
        model
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

        /// The plans near the relaxation only shorten the search: with or without a plan to begin from, or with one that is none, it
        /// ends at the least cost, with a bound that lies no higher.
        #[test]
        fn the_search_ends_at_the_least_cost(
            projects in proptest::collection::vec((1_u8..60, 5_u8..90), 24..30),
            children in [20_u8..250, 20_u8..250, 20_u8..250],
        ) {
            let model = program(&projects, children);
            prop_assert!(model.integers() >= FEW);
            let stop = Stop { relative: 0.0, absolute: 1e-6, seconds: 60.0, plain: true };
            let least = solve_whole(&model, Stop { plain: false, ..stop }, None, &Silent);
            let mut all = vec![1.0; projects.len()];
            all.extend([0.0; 3]);
            for start in [None, Some(all), Some(vec![0.0; projects.len() + 3])] {
                let found = search(&Task { model: model.clone(), start, stop }, &Silent);
                match (&least, &found) {
                    (Ok(least), Ok(found)) => {
                        prop_assert!((least.objective - found.objective).abs() < 1e-4, "{} {}", least.objective, found.objective);
                        prop_assert!(found.bound <= found.objective + 1e-6);
                        prop_assert!(model.violation(&found.values) < 1e-6);
                    }
                    (least, found) => prop_assert_eq!(least.is_err(), found.is_err()),
                }
            }
        }
    }
}

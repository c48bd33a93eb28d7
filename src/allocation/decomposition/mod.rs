//! Decomposition with prices (分块协调求解): blocks by county and programme are searched one by one, in parallel; prices on the
//! promises that they share make them pull together and prove how good the plan is.
//!
//! For any prices `u` of the coupling rows (of the sign that a row allows), the blocks' proven bounds at costs `c − uA` and
//! the worth `u·b` of the right-hand sides add up to a bound for the whole (Lagrange). With the duals of the linear
//! relaxation it is never below the relaxation, and far above where whole projects matter. A plan comes from the blocks'
//! own solutions by descent: see [`descent`].

mod apart;
mod block;
mod coupling;
mod descent;
mod dive;
mod first;
mod partition;
#[cfg(test)]
mod sample;
mod search;
mod strengthen;

pub use first::rounded;

use super::cuts::Cutting;
use super::model::Model;
use super::solve::{Basis, Limits, Method, Solution, SolveError};
use crate::progress::Progress;
use apart::{Apart, Asked, relaxed_apart};
use partition::Partition;
use search::Search;
use std::time::Instant;
use strengthen::strengthened;

/// From so many blocks with whole numbers on the search by blocks is taken without being asked.
const BLOCKS: usize = 4;

/// Part of the gap asked for at which the prices of the counties' relaxations are good enough.
const MET: f64 = 0.2;
/// Part of the time in which they are found.
const PRICING: f64 = 0.5;

/// Minimises a program by blocks, from a plan where one is known; nothing where it has no blocks worth the name.
pub fn solve(
    model: &Model,
    limits: Limits,
    start: Option<&[f64]>,
    progress: &dyn Progress,
) -> Option<Result<Solution, SolveError>> {
    let started = Instant::now();
    let partition = Partition::of(model);
    let least = if limits.method == Method::Decompose { 1 } else { BLOCKS };
    if partition.searched() < least || partition.blocks.len() < 2 {
        return None;
    }
    let threads = limits.processors();
    let searched = if apart(model, limits) {
        let seconds = PRICING * limits.seconds;
        let asked = Asked { met: MET * limits.gap, cut: true, seconds, threads };
        relaxed_apart(model, &partition, &[], asked, progress).and_then(|relaxed| {
            let partition = Partition::of(&relaxed.model);
            let search = Search::new(&relaxed.model, &partition, limits, progress, started);
            let found = search.from(start).run_apart(&relaxed)?;
            Ok(Solution { duals: relaxed.duals, ..found })
        })
    } else {
        Cutting::new(model, limits.seconds, progress).and_then(|cutting| {
            let basis = cutting.basis();
            // A plan soon, before any cut; often it is good enough.
            let search = Search::new(model, &partition, limits, progress, started);
            let first = search.from(start).first_plan(cutting.relaxed(), &basis);
            if let Ok(first) = &first
                && first.proven
            {
                return Ok(Solution { duals: cutting.duals().to_vec(), basis, ..first.clone() });
            }
            let stronger = strengthened(cutting, &partition, threads);
            let partition = Partition::of(&stronger.model);
            let search = Search::new(&stronger.model, &partition, limits, progress, started);
            let found = search
                .from(first.ok().as_ref().map(|first| first.values.as_slice()))
                .run(&stronger.relaxed)?;
            Ok(Solution { duals: stronger.relaxed.duals, basis, ..found })
        })
    };
    // Dual values of the program's rows at the relaxation, without those of cuts.
    Some(searched.map(|mut solution| {
        solution.duals.truncate(model.rows().len());
        solution
    }))
}

/// Solves a linear program to a gap county by county where that is quicker, from dual values of its rows where some are known; nothing
/// where it is not.
pub fn solve_linear(
    model: &Model,
    from: &[f64],
    limits: Limits,
    progress: &dyn Progress,
) -> Option<Result<Solution, SolveError>> {
    let partition =
        Some(Partition::of(model)).filter(|partition| apart(model, limits) && partition.blocks.len() > 1)?;
    let asked = Asked { met: limits.gap, cut: false, seconds: limits.seconds, threads: limits.processors() };
    let solution = |relaxed: Apart| {
        let Apart { values, duals, bound, .. } = relaxed;
        let (objective, basis) = (model.objective(&values), Basis::default());
        Solution { values, duals, basis, objective, bound, proven: true }
    };
    Some(relaxed_apart(model, &partition, from, asked, progress).map(solution))
}

/// Whether the relaxation of a program is solved county by county.
#[must_use]
pub fn apart(model: &Model, limits: Limits) -> bool {
    model.columns().len() > limits.whole
}

#[cfg(test)]
mod tests {
    use super::sample::program;
    use super::*;
    use crate::allocation::keys::{ColumnKey, RowKey};
    use crate::allocation::minimise::minimise_linear;
    use crate::allocation::model::Row;
    use crate::allocation::solve::{Relaxation, Stop, solve_whole};
    use crate::progress::Silent;
    use proptest::prelude::*;

    /// County by county whatever the size.
    const APART: Limits =
        Limits { method: Method::Decompose, threads: 2, whole: 0, ..Limits::new(1e-9, 20.0) };

    /// Eight counties: their children and costs, part of the needed projects that the ceiling allows, floor on larger ones.
    fn case() -> impl Strategy<Value = (Vec<(u8, u8, u8)>, f64, u8)> {
        (proptest::collection::vec((1_u8..130, 1_u8..9, 1_u8..9), 5..9), 0.8..1.6, 0_u8..6)
    }

    fn made((counties, part, large): &(Vec<(u8, u8, u8)>, f64, u8)) -> Model {
        let needed: f64 = counties.iter().map(|county| f64::from(county.0) / 65.0).sum();
        program(counties, needed * part, f64::from(*large))
    }

    /// Lets promises be missed at a cost.
    fn miss(model: &mut Model, cost: f64) {
        for row in 0..model.rows().len() {
            let Row { key, sense, .. } = model.rows()[row].clone();
            if let RowKey::Promise(promise) = key {
                for by in sense.slacks() {
                    model.add_slack(ColumnKey::Short { promise: promise.clone() }, row, *by, cost);
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        /// County by county a linear program costs what it costs as a whole, at prices that prove it, or cannot be kept either way;
        /// where promises may be missed at a cost, too, and from whatever prices.
        #[test]
        fn a_linear_program_apart_is_that_of_the_whole(
            case in case(),
            missed in proptest::option::of(1_u8..40),
            from in 0_u8..60,
        ) {
            let mut model = made(&case).relaxed();
            if let Some(cost) = missed {
                miss(&mut model, f64::from(cost));
            }
            // From prices that may be far from right, even dearer than missing a promise.
            let begun: Vec<f64> =
                model.rows().iter().map(|row| row.sense.slacks()[0] * f64::from(from)).collect();
            let apart = solve_linear(&model, &begun, APART, &Silent).expect("several blocks");
            match (apart, Relaxation::new(&model).solve(10.0, &Silent)) {
                (Ok(apart), Ok(whole)) => {
                    prop_assert!((apart.objective - whole.objective).abs() < 1e-4, "{} {}", apart.objective, whole.objective);
                    prop_assert!(apart.bound <= whole.objective + 1e-6);
                    prop_assert!(model.violation(&apart.values) < 1e-5);
                    let earned: f64 =
                        model.rows().iter().zip(&apart.duals).map(|(row, dual)| row.right * dual).sum();
                    let limits: f64 = (0..model.columns().len())
                        .map(|column| {
                            let paid: f64 = model
                                .rows()
                                .iter()
                                .zip(&apart.duals)
                                .flat_map(|(row, dual)| row.terms.iter().map(move |(of, by)| (of.0, by * dual)))
                                .filter(|(of, _)| *of == column)
                                .map(|(_, paid)| paid)
                                .sum();
                            (model.columns()[column].cost - paid).min(0.0)
                        })
                        .sum();
                    prop_assert!((earned + limits - apart.bound).abs() < 1e-4, "dual values prove the bound");
                }
                (apart, whole) => prop_assert_eq!(apart.err(), whole.err()),
            }
        }

        /// With whole numbers held, a program costs the same from where its relaxation ended as from nothing, or is impossible either way;
        /// a basis of another program changes nothing.
        #[test]
        fn a_basis_changes_the_way_not_the_end(case in case(), other in 0_u8..2) {
            let model = made(&case);
            let mut relaxation = Relaxation::new(&model);
            let Ok(relaxed) = relaxation.solve(10.0, &Silent) else { return Ok(()) };
            let basis = if other == 0 {
                relaxation.basis()
            } else {
                let mut smaller = Relaxation::new(&program(&case.0[..2], 100.0, 0.0));
                let _ = smaller.solve(10.0, &Silent);
                smaller.basis()
            };
            prop_assert_ne!(&basis, &Basis::default());
            let whole: Vec<f64> = relaxed.values.iter().map(|value| value.ceil()).collect();
            let fixed = model.with_integers_fixed(&whole);
            let (objective, bound) = (relaxed.objective, relaxed.objective);
            let from =
                Solution { values: relaxed.values, duals: relaxed.duals, basis, objective, bound, proven: true };
            let limits = Limits::new(1e-9, 10.0);
            match (minimise_linear(&fixed, Some(&from), limits, &Silent), minimise_linear(&fixed, None, limits, &Silent)) {
                (Ok(begun), Ok(anew)) => {
                    prop_assert!((begun.objective - anew.objective).abs() < 1e-6);
                    prop_assert!(fixed.violation(&begun.values) < 1e-6);
                    prop_assert_eq!(begun.duals.len(), fixed.rows().len());
                }
                (begun, anew) => prop_assert_eq!(begun.err(), anew.err()),
            }
        }

        /// A search county by county ends with a plan and a bound on both sides of the least cost.
        #[test]
        fn a_search_apart_encloses_the_least_cost(case in case(), missed in proptest::option::of(1_u8..40)) {
            let mut model = made(&case);
            if let Some(cost) = missed {
                miss(&mut model, f64::from(cost));
            }
            let stop = Stop { relative: 0.0, absolute: 1e-6, seconds: 20.0, plain: false };
            let apart = solve(&model, APART, None, &Silent).expect("several blocks");
            match (apart, solve_whole(&model, stop, None, &Silent)) {
                (Ok(apart), Ok(least)) => {
                    prop_assert!(apart.bound <= least.objective + 1e-6);
                    prop_assert!(apart.objective >= least.objective - 1e-6);
                    prop_assert!(model.violation(&apart.values) < 1e-5);
                    prop_assert!((model.objective(&apart.values) - apart.objective).abs() < 1e-6);
                    prop_assert!(!apart.proven || (apart.objective - least.objective).abs() < 1e-4);
                }
                // Prices alone do not show that no whole projects keep what their parts keep.
                (Err(SolveError::NothingFound), Err(SolveError::Infeasible)) if missed.is_none() => {}
                (apart, least) => prop_assert_eq!(apart.err(), least.err()),
            }
        }
    }
}

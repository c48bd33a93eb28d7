//! Decomposition with prices (分块协调求解): blocks by county and programme are searched one by one, in parallel; prices on the
//! promises that they share make them pull together and prove how good the plan is.
//!
//! For any prices `u` of the coupling rows (of the sign that a row allows), the blocks' proven bounds at costs `c − uA` and
//! the worth `u·b` of the right-hand sides add up to a bound for the whole (Lagrange). With the duals of the linear
//! relaxation it is never below the relaxation, and far above where whole projects matter. A plan comes from the blocks'
//! own solutions by descent: see [`descent`].

mod block;
mod coupling;
mod descent;
mod dive;
mod first;
mod partition;
mod search;
mod strengthen;

pub use first::rounded;

use super::model::Model;
use super::solve::{Limits, Method, Solution, SolveError};
use crate::progress::Progress;
use partition::Partition;
use search::Search;
use std::time::Instant;
use strengthen::strengthened;

/// From so many blocks with whole numbers on the search by blocks is taken without being asked.
const BLOCKS: usize = 4;

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
    let searched = strengthened(model, &partition, limits.seconds, threads, progress).and_then(|stronger| {
        let partition = Partition::of(&stronger.model);
        let search = Search::new(&stronger.model, &partition, limits, progress, started);
        search.from(start).run(stronger.relaxation, &stronger.relaxed)
    });
    Some(searched.map(|solution| Solution { duals: vec![0.0; model.rows().len()], ..solution }))
}

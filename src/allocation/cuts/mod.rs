//! Cuts (割平面): rows that every plan of whole projects satisfies and the linear relaxation does not.
//!
//! For any set of towns, its children less those who leave it fit into the places that stand in it and those of its
//! projects: `Σ_p places[p]·built[p] + leaving ≥ children − standing`. Mixed-integer rounding of that row says how many whole
//! projects it takes. Sets are found along the ways that the relaxation's children take, town by town.

mod region;
mod rounding;

use super::cut::Cut;
use super::keys::RowKey;
use super::model::{Column, Model, Sense};
use super::solve::{Relaxation, Relaxed, SolveError};
use crate::progress::Progress;

/// Rounds of cutting at most.
const ROUNDS: usize = 15;
/// A round that lifts the bound by less than this share of the whole lift is the last.
const WORTH_A_ROUND: f64 = 0.005;
/// A cut is tight, and kept, if it is within this of its right-hand side.
const TIGHT: f64 = 1e-6;

/// A program with cuts, and its relaxation (加强后的模型).
pub struct Strengthened {
    /// The program with those cuts that are tight.
    pub model: Model,
    /// Objective of the relaxation: a bound.
    pub objective: f64,
    /// Values of the relaxation.
    pub values: Vec<f64>,
    /// Dual values of the rows.
    pub duals: Vec<f64>,
    /// The relaxation with all cuts, at its solution.
    pub relaxation: Relaxation,
}

/// Cuts the linear relaxation of a program as long as that lifts it.
///
/// # Errors
/// As the solver's: infeasible, out of time, failed.
pub fn strengthened(
    model: &Model,
    seconds: f64,
    progress: &dyn Progress,
) -> Result<Strengthened, SolveError> {
    let started = std::time::Instant::now();
    let regions = region::regions(model);
    let mut relaxation = Relaxation::new(model);
    let mut relaxed = relaxation.solve(seconds, progress)?;
    let first = relaxed.objective;
    let mut cuts: Vec<Cut> = Vec::new();
    for _ in 0..ROUNDS {
        let found: Vec<Cut> = regions.iter().flat_map(|region| region.cuts(model, &relaxed.values)).collect();
        if found.is_empty() || started.elapsed().as_secs_f64() >= seconds || progress.cancelled() {
            break;
        }
        relaxation.add(&found);
        // Out of time: what was solved before stands.
        let Ok(next) = relaxation.solve(seconds, progress) else { break };
        cuts.extend(found);
        let lifted = next.objective - relaxed.objective;
        relaxed = next;
        if lifted < WORTH_A_ROUND * (relaxed.objective - first) {
            break;
        }
    }
    Ok(with_tight_cuts(model, &cuts, relaxed, relaxation))
}

fn with_tight_cuts(model: &Model, cuts: &[Cut], relaxed: Relaxed, relaxation: Relaxation) -> Strengthened {
    let rows = model.rows().len();
    let mut stronger = model.clone();
    let mut duals = relaxed.duals[..rows].to_vec();
    for (number, cut) in cuts.iter().enumerate() {
        if cut.violation(&relaxed.values) > -TIGHT {
            let terms = cut.terms.iter().map(|(column, by)| (Column(*column), *by)).collect();
            stronger.add_row(RowKey::Rounding { number }, terms, Sense::AtLeast, cut.right);
            duals.push(relaxed.duals[rows + number]);
        }
    }
    Strengthened { model: stronger, objective: relaxed.objective, values: relaxed.values, duals, relaxation }
}

//! Cuts (割平面): rows that every plan of whole projects satisfies and the linear relaxation does not.
//!
//! For any set of towns, its children less those who leave it fit into the places that stand in it and those of its
//! projects: `Σ_p places[p]·built[p] + leaving ≥ children − standing`. Mixed-integer rounding of that row says how many whole
//! projects it takes. Sets are found along the ways that the relaxation's children take, town by town.

mod region;
mod rounding;

use super::cut::Cut;
use super::keys::RowKey;
use super::model::Model;
use super::solve::{Basis, Relaxation, Relaxed, SolveError};
use crate::progress::Progress;
use region::Region;
use std::time::{Duration, Instant};

/// Rounds of cutting at most.
const ROUNDS: usize = 15;
/// A round that lifts the bound by less than this share of the whole lift is the last.
const WORTH_A_ROUND: f64 = 0.005;
/// The longest time that is told apart from no end, seconds.
const LONGEST: f64 = 1e8;
/// A cut is tight, and kept, if it is within this of its right-hand side.
const TIGHT: f64 = 1e-6;

/// The relaxation of a program that is being cut (割平面过程).
pub struct Cutting<'a> {
    model: &'a Model,
    regions: Vec<Region>,
    relaxation: Relaxation,
    relaxed: Relaxed,
    cuts: Vec<Cut>,
    /// Objective before any cut.
    plain: f64,
    until: Instant,
    progress: &'a dyn Progress,
}

/// A program with cuts, and its relaxation (加强后的模型).
pub struct Strengthened {
    /// The program with those cuts that are tight.
    pub model: Model,
    /// The relaxation's solution, with a dual value for every row of the program.
    pub relaxed: Relaxed,
}

impl<'a> Cutting<'a> {
    /// Solves the relaxation without cuts.
    ///
    /// # Errors
    /// As the solver's: infeasible, out of time, failed.
    pub fn new(model: &'a Model, seconds: f64, progress: &'a dyn Progress) -> Result<Self, SolveError> {
        let until = Instant::now() + Duration::from_secs_f64(seconds.clamp(0.0, LONGEST));
        let mut relaxation = Relaxation::new(model);
        let relaxed = relaxation.solve(seconds, progress)?;
        let (regions, plain) = (region::regions(model), relaxed.objective);
        Ok(Self { model, regions, relaxation, relaxed, cuts: Vec::new(), plain, until, progress })
    }

    /// Gives the columns other costs and solves the relaxation with the cuts found so far.
    ///
    /// # Errors
    /// As the solver's: out of time, failed.
    pub fn reprice(&mut self, costs: impl Iterator<Item = f64>) -> Result<(), SolveError> {
        self.relaxation.set_costs(costs);
        self.relaxed = self.relaxation.solve(self.left(), self.progress)?;
        self.plain = self.relaxed.objective;
        Ok(())
    }

    /// The relaxation's solution.
    #[must_use]
    pub fn relaxed(&self) -> &Relaxed {
        &self.relaxed
    }

    /// Where the simplex ended.
    #[must_use]
    pub fn basis(&self) -> Basis {
        self.relaxation.basis()
    }

    /// All cuts found.
    #[must_use]
    pub fn cuts(&self) -> &[Cut] {
        &self.cuts
    }

    /// The program.
    #[must_use]
    pub fn model(&self) -> &'a Model {
        self.model
    }

    /// Where the progress is told.
    #[must_use]
    pub fn progress(&self) -> &'a dyn Progress {
        self.progress
    }

    /// Seconds that are left.
    #[must_use]
    pub fn left(&self) -> f64 {
        self.until.saturating_duration_since(Instant::now()).as_secs_f64()
    }

    /// Dual values of the program's rows.
    #[must_use]
    pub fn duals(&self) -> &[f64] {
        &self.relaxed.duals[..self.model.rows().len()]
    }

    /// Cuts as long as that lifts the relaxation.
    pub fn cut(&mut self) {
        for _ in 0..ROUNDS {
            let found = |region: &Region| region.cuts(self.model, &self.relaxed.values);
            let before = self.relaxed.objective;
            if !self.add(self.regions.iter().flat_map(found).collect())
                || self.relaxed.objective - before < WORTH_A_ROUND * (self.relaxed.objective - self.plain)
            {
                return;
            }
        }
    }

    /// Adds cuts and solves the relaxation with them; false where there are none, the user stops, or the time is over: then what was
    /// solved before stands.
    pub fn add(&mut self, cuts: Vec<Cut>) -> bool {
        let left = self.left();
        if cuts.is_empty() || left <= 0.0 || self.progress.cancelled() {
            return false;
        }
        self.relaxation.add(&cuts);
        let Ok(next) = self.relaxation.solve(left, self.progress) else { return false };
        self.relaxed = next;
        self.cuts.extend(cuts);
        true
    }

    /// The cuts that hold the relaxation where it is, each with its dual value.
    pub fn tight(&self) -> impl Iterator<Item = (&Cut, f64)> {
        let duals = &self.relaxed.duals[self.model.rows().len()..];
        let tight = |(cut, _): &(&Cut, f64)| cut.violation(&self.relaxed.values) > -TIGHT;
        self.cuts.iter().zip(duals.iter().copied()).filter(tight)
    }

    /// The program with the cuts that hold its relaxation where it is.
    #[must_use]
    pub fn strengthened(self) -> Strengthened {
        let mut model = self.model.clone();
        let mut duals = self.duals().to_vec();
        for (number, (cut, dual)) in self.tight().enumerate() {
            model.add_cut(RowKey::Rounding { number }, cut);
            duals.push(dual);
        }
        Strengthened { model, relaxed: Relaxed { duals, ..self.relaxed } }
    }
}

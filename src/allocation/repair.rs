//! Repair: first the least shortfall, then the least cost of a plan that misses no more.
//!
//! No plan misses less than the linear relaxation. If the promises less what the relaxation misses can be kept by whole
//! projects, its shortfall is the least, and the repair is one ordinary program. Only where they cannot, whole projects take
//! part in the search for the least shortfall. That may take long: it begins from the relaxation's projects rounded, which
//! with promises that may be broken are always a plan, and leaves half of the time to the cost.
//!
//! A program whose relaxation is solved county by county goes to whole projects at once: its searches by blocks find a plan that
//! misses hardly more than the relaxation sooner than they would find out that none misses so little.

use super::decomposition::rounded;
use super::formulation::{Breakable, Formulation, Promises};
use super::minimise::{apart, minimise, minimise_linear, minimise_linear_apart};
use super::model::{ColumnData, Model};
use super::plan::{Plan, PlanStatus, Shortfall, Unplaced, WeightedShortfall};
use super::sets::Sets;
use super::solve::{Basis, Limits, Relaxation, Relaxed, Solution, SolveError};
use super::{elastic, formulate, least_cost, plan, read, text};
use crate::domain::{Study, Text};
use crate::progress::Progress;
use crate::projection::Rolls;
use std::time::Instant;

/// What a plan misses: children without a place and broken promises.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Missed {
    pub(super) unplaced: Vec<Unplaced>,
    pub(super) shortfalls: Vec<Shortfall>,
    pub(super) least: WeightedShortfall,
}

/// The plan that misses the least, and of those the cheapest.
pub fn repair(
    study: &Study,
    rolls: &Rolls,
    sets: &Sets,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Plan, SolveError> {
    break_only(study, rolls, sets, Breakable::ALL, limits, progress)
}

/// As [`repair`], where only some promises may be broken; infeasible where that does not do.
pub fn break_only(
    study: &Study,
    rolls: &Rolls,
    sets: &Sets,
    which: Breakable,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Plan, SolveError> {
    let breakable = formulate(study, sets.clone(), Promises::Breakable(which));
    let search =
        Search { study, rolls, sets, breakable: &breakable, limits, progress, started: Instant::now() };
    let first = if apart(&breakable.model, limits) {
        search.apart()?
    } else {
        let (relaxed, least) = search.relaxation()?;
        if least.weighted > NOTHING {
            match search.least_cost(&First { solution: relaxed.clone(), least, whole: false }) {
                Err(SolveError::Infeasible | SolveError::NothingFound) => {}
                repaired => return repaired,
            }
        }
        search.whole(&relaxed, least.bound)?
    };
    match search.least_cost(&first) {
        // Out of time or stopped by the user: the first step has a plan too, the cheapest of its shortfall as far as its own
        // search saw, though without a proof of its cost. Infeasible only if rounding hides it.
        Err(SolveError::NothingFound | SolveError::Infeasible) => Ok(search.plan_of(first)),
        repaired => repaired,
    }
}

/// A weighted shortfall that is none.
const NOTHING: f64 = 1e-6;

/// Part of the time left that a search for the least shortfall may take: the rest is for the cost.
const PART: f64 = 0.5;

/// Part of the time left in which promises less what the relaxation misses are tried to be kept by whole projects.
const TRY: f64 = 0.7;

/// What the first step found.
struct First {
    solution: Solution,
    least: WeightedShortfall,
    /// Whether its projects are whole.
    whole: bool,
}

/// A repair under way.
struct Search<'a> {
    study: &'a Study,
    rolls: &'a Rolls,
    sets: &'a Sets,
    breakable: &'a Formulation<'a>,
    limits: Limits,
    progress: &'a dyn Progress,
    started: Instant,
}

impl Search<'_> {
    /// Limits with so much of the time that is left.
    fn left(&self, part: f64) -> Limits {
        let seconds = (self.limits.seconds - self.started.elapsed().as_secs_f64()) * part;
        Limits { seconds: seconds.max(1.0), ..self.limits }
    }

    /// The least shortfall of the linear relaxation, weighted, and of all ways to miss so little the one that costs least.
    fn relaxation(&self) -> Result<(Solution, WeightedShortfall), SolveError> {
        self.progress.start(&seeking(), None);
        let (model, weights) = (&self.breakable.model, &self.study.repair);
        let weight = |column: &ColumnData| elastic::weight(column, weights);
        // Shortfall alone leaves nearly all columns free, which takes long: first a child is worth the dearest project, then the
        // shortfall is made the least from there, and last, at that, the cost.
        let dearest = dearest(model);
        let mut program = Relaxation::new(model);
        program.set_costs(model.columns().iter().map(|column| column.cost + dearest * weight(column)));
        program.solve(self.left(1.0).seconds, self.progress)?;
        program.set_costs(model.columns().iter().map(weight));
        let least = program.solve(self.left(1.0).seconds, self.progress)?;
        program.add(&[elastic::ceiling(model, weights, least.objective)]);
        program.set_costs(model.columns().iter().map(|column| column.cost));
        let shortfall = least.objective;
        let relaxed = program.solve(self.left(PART).seconds, self.progress).unwrap_or(least);
        self.progress.finish();
        let Relaxed { objective, values, duals, .. } = relaxed;
        let least = WeightedShortfall { weighted: shortfall, bound: shortfall };
        let basis = Basis::default();
        Ok((Solution { values, duals, basis, objective, bound: objective, proven: true }, least))
    }

    /// The same of a program that is solved county by county: a bound of the least shortfall, and whole projects where a child is worth
    /// the dearest of them, which miss hardly more.
    fn apart(&self) -> Result<First, SolveError> {
        self.progress.start(&seeking(), None);
        let (model, weights) = (&self.breakable.model, &self.study.repair);
        let least = elastic::least_shortfall(model, weights);
        let bounded = minimise_linear_apart(&least, &[], self.left(PART), self.progress);
        let bound = bounded.map_or(Err(SolveError::NothingFound), |found| found.map(|found| found.bound));
        self.progress.finish();
        self.progress.start(&whole_projects(), None);
        let dearest = dearest(model);
        let dear = model.with_costs(|column| column.cost + dearest * elastic::weight(column, weights));
        let found = minimise(&dear, self.left(PART), None, self.progress)?;
        self.progress.finish();
        let weighted = least.objective(&found.values);
        let bound = bound.unwrap_or(0.0).min(weighted);
        Ok(First { solution: found, least: WeightedShortfall { weighted, bound }, whole: true })
    }

    /// The least shortfall of whole projects and the cheapest way to miss so little, as far as the time allows; the
    /// relaxation's projects rounded are the plan to begin from.
    fn whole(&self, relaxed: &Solution, bound: f64) -> Result<First, SolveError> {
        self.progress.start(&whole_projects(), None);
        let (model, weights) = (&self.breakable.model, &self.study.repair);
        let elastic = elastic::least_shortfall(model, weights);
        let rounded = elastic.with_integers_fixed(&rounded(model, &relaxed.values));
        let start = minimise_linear(&rounded, None, self.left(PART), self.progress).ok();
        let start = start.map(|start| Solution { bound: f64::NEG_INFINITY, proven: false, ..start });
        let found = minimise(
            &elastic,
            self.left(PART),
            start.as_ref().map(|one| one.values.as_slice()),
            self.progress,
        );
        let mut first = found.or_else(|error| start.ok_or(error))?;
        let bound = first.bound.max(bound);
        if first.proven {
            let cheapest = elastic::at_most(model, weights, first.objective);
            let start = Some(first.values.as_slice());
            first = minimise(&cheapest, self.left(PART), start, self.progress).unwrap_or(first);
        }
        let first = self.exact(first);
        self.progress.finish();
        let weighted = elastic.objective(&first.values);
        Ok(First {
            solution: first,
            least: WeightedShortfall { weighted, bound: bound.min(weighted) },
            whole: true,
        })
    }

    /// The same whole projects with the shortfall that they exactly leave: the solver's whole numbers are whole to a tolerance
    /// only, and a promise in m² or money would be missed by what that tolerance hides.
    fn exact(&self, first: Solution) -> Solution {
        let (model, weights) = (&self.breakable.model, &self.study.repair);
        let limits = self.left(PART);
        let fixed = |model: &Model| {
            minimise_linear(&model.with_integers_fixed(&first.values), None, limits, self.progress).ok()
        };
        let least = fixed(&elastic::least_shortfall(model, weights));
        let cheapest =
            least.as_ref().and_then(|least| fixed(&elastic::at_most(model, weights, least.objective)));
        cheapest.or(least).unwrap_or(first)
    }

    /// The second step: what the first misses may be missed, and the rest is kept at the least cost. Whole projects of the first
    /// are a plan to begin from.
    fn least_cost(&self, first: &First) -> Result<Plan, SolveError> {
        let missed = self.missed(first);
        let mut sets = self.sets.clone();
        elastic::leave_out(&mut sets, self.breakable, &first.solution.values);
        let kept = Promises::KeptBut(elastic::missed(&missed.shortfalls));
        let formulation = formulate(self.study, sets, kept);
        let start = if first.whole { self.start(&formulation, &first.solution) } else { None };
        let limits = self.left(if first.whole { 1.0 } else { TRY });
        let solution = least_cost(&formulation, limits, start.as_deref(), self.progress)?;
        Ok(repaired(plan(&formulation, self.rolls, &solution, missed, self.limits, self.progress)))
    }

    /// The first step's projects as a plan of the second, with children where they cost least.
    fn start(&self, formulation: &Formulation, first: &Solution) -> Option<Vec<f64>> {
        let carried = formulation.model.carried_over(&self.breakable.model, &first.values);
        let fixed = formulation.model.with_integers_fixed(&carried);
        minimise_linear(&fixed, None, self.left(PART), self.progress).ok().map(|solution| solution.values)
    }

    /// The plan of the first step: its cost, without a bound.
    fn plan_of(&self, first: First) -> Plan {
        let missed = self.missed(&first);
        let objective = self.breakable.model.objective(&first.solution.values);
        let solution = Solution { objective, bound: f64::NEG_INFINITY, proven: false, ..first.solution };
        repaired(plan(self.breakable, self.rolls, &solution, missed, self.limits, self.progress))
    }

    fn missed(&self, first: &First) -> Missed {
        Missed {
            unplaced: read::unplaced(self.breakable, self.rolls, &first.solution.values),
            shortfalls: read::shortfalls(self.breakable, &first.solution.values),
            least: first.least,
        }
    }
}

fn seeking() -> Text {
    text("目标不能全部达到，求最小缺口", "Not every target can be met: seeking the least shortfall")
}

fn whole_projects() -> Text {
    text("按整项目求最小缺口", "Seeking the least shortfall of whole projects")
}

/// Cost of the dearest column.
fn dearest(model: &Model) -> f64 {
    model.columns().iter().map(|column| column.cost).fold(1.0, f64::max)
}

fn repaired(plan: Plan) -> Plan {
    Plan { status: PlanStatus::Repaired, ..plan }
}

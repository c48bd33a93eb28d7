//! Why, or why not (为什么): a project is forced into the plan, or out of it, and the plan is sought again.

use super::keys::Promise;
use super::plan::{Plan, PlanStatus};
use super::{Limits, SolveError, allocate_with};
use crate::domain::{ProjectIndex, Study};
use crate::progress::Progress;
use crate::projection::Rolls;
use std::collections::{BTreeMap, BTreeSet};

/// Below this, 10⁴ yuan for one unit more, a promise does not bind.
const FREE: f64 = 1e-6;

/// What follows if a project is decided the other way (反事实比较).
#[derive(Debug, Clone, PartialEq)]
pub struct Counterfactual {
    /// Project.
    pub project: ProjectIndex,
    /// Whether the plan has it; the other plan then has it not.
    pub in_plan: bool,
    /// The best plan with the opposite decision; a repair where some promise cannot be kept then.
    pub other: Plan,
    /// Cost of the other plan less that of the plan, 10⁴ yuan of present value.
    pub difference: f64,
    /// Projects that only the other plan opens.
    pub opened: Vec<ProjectIndex>,
    /// Projects that only the plan opens.
    pub dropped: Vec<ProjectIndex>,
    /// Promises that bind in the other plan and not in the plan: easing them would make the other cheaper.
    pub binding: Vec<Promise>,
}

impl Counterfactual {
    /// Whether the other plan keeps every promise.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        self.other.status != PlanStatus::Repaired
    }
}

/// Decides one project the other way and plans again.
///
/// # Errors
/// [`SolveError::Infeasible`] where the project excludes one that is committed; otherwise as
/// [`allocate`](super::allocate).
pub fn counterfactual(
    study: &Study,
    rolls: &Rolls,
    plan: &Plan,
    project: ProjectIndex,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Counterfactual, SolveError> {
    let before = projects(plan);
    let in_plan = before.contains(&project);
    let forced = BTreeMap::from([(project, !in_plan)]);
    let other = allocate_with(study, rolls, &forced, limits, progress)?;
    let after = projects(&other);
    Ok(Counterfactual {
        project,
        in_plan,
        difference: total(&other) - total(plan),
        opened: after.difference(&before).copied().collect(),
        dropped: before.difference(&after).copied().collect(),
        binding: newly_binding(plan, &other),
        other,
    })
}

/// Cost of a plan with what every plan pays, 10⁴ yuan of present value.
#[must_use]
pub fn total(plan: &Plan) -> f64 {
    plan.objective + plan.constant
}

/// The projects that a plan opens.
#[must_use]
pub fn projects(plan: &Plan) -> BTreeSet<ProjectIndex> {
    plan.openings.iter().map(|opening| opening.project).collect()
}

fn newly_binding(plan: &Plan, other: &Plan) -> Vec<Promise> {
    let binds = |plan: &Plan, promise: &Promise| {
        plan.prices.iter().any(|price| price.promise == *promise && price.per_unit.abs() > FREE)
    };
    let bound = other.prices.iter().filter(|price| price.per_unit.abs() > FREE);
    bound.map(|price| price.promise.clone()).filter(|promise| !binds(plan, promise)).collect()
}

//! What differs between the plan and another one of the same study.

use crate::allocation::{Plan, PlanStatus, Promise};
use crate::domain::{CountyIndex, ProjectIndex, SchoolYear, Study};
use crate::outcome::{Component, money};
use std::collections::BTreeMap;

/// Less than this, 10⁴ yuan, is rounding.
const NOTHING: f64 = 1e-6;

/// Another plan less the plan (方案差异). Money is 10⁴ yuan of present value.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Cost of the other less that of the plan.
    pub cost: f64,
    /// Between these lies the difference of the least costs themselves: both searches end within a gap.
    pub between: (f64, f64),
    /// Whether the other plan keeps every promise.
    pub possible: bool,
    /// Projects that open in one plan only, in another number, or in other years.
    pub shifts: Vec<Shift>,
    /// By county; they add up to the cost.
    pub counties: Vec<(CountyIndex, f64)>,
    /// By component; they add up to the cost.
    pub components: Vec<(Component, f64)>,
    /// Promises that cost something in the other plan and nothing in the plan, the weightiest kinds first.
    pub binding: Vec<Promise>,
    /// Promises that the other plan breaks, by how much.
    pub broken: Vec<(Promise, f64)>,
    /// Children without a place in the other plan, child-years.
    pub unplaced: f64,
}

/// A project that the two plans open otherwise: years with numbers, in the plan and in the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Project.
    pub project: ProjectIndex,
    /// Openings in the plan.
    pub plan: BTreeMap<SchoolYear, u32>,
    /// Openings in the other plan.
    pub other: BTreeMap<SchoolYear, u32>,
}

fn total(plan: &Plan) -> f64 {
    plan.objective + plan.constant
}

/// What differs. Both plans must be of studies that cost alike (targets may differ).
#[must_use]
pub fn difference(study: &Study, plan: &Plan, other: &Plan) -> Difference {
    let (mut counties, mut components) = (BTreeMap::new(), BTreeMap::new());
    for (plan, sign) in [(plan, -1.0), (other, 1.0)] {
        for line in money(study, plan) {
            *counties.entry(line.county).or_insert(0.0) += sign * line.present;
            *components.entry(line.component).or_insert(0.0) += sign * line.present;
        }
    }
    let lowest = |plan: &Plan| plan.bound.min(plan.objective) + plan.constant;
    let possible = other.status != PlanStatus::Repaired;
    let repaired = !possible || plan.status == PlanStatus::Repaired;
    let cost = total(other) - total(plan);
    Difference {
        cost,
        // A repair's bound speaks of its own step, so that no range is told.
        between: if repaired {
            (cost, cost)
        } else {
            (lowest(other) - total(plan), total(other) - lowest(plan))
        },
        possible,
        shifts: shifts(plan, other),
        counties: counties.into_iter().filter(|(_, amount): &(_, f64)| amount.abs() > NOTHING).collect(),
        components: components.into_iter().filter(|(_, amount): &(_, f64)| amount.abs() > NOTHING).collect(),
        binding: newly_binding(plan, other),
        broken: other.shortfalls.iter().map(|short| (short.promise.clone(), short.amount)).collect(),
        unplaced: other.unplaced.iter().map(|one| one.children).sum(),
    }
}

fn openings(plan: &Plan) -> BTreeMap<ProjectIndex, BTreeMap<SchoolYear, u32>> {
    let mut all: BTreeMap<ProjectIndex, BTreeMap<SchoolYear, u32>> = BTreeMap::new();
    for opening in &plan.openings {
        *all.entry(opening.project).or_default().entry(opening.year).or_insert(0) += opening.count;
    }
    all
}

fn shifts(plan: &Plan, other: &Plan) -> Vec<Shift> {
    let (plan, other) = (openings(plan), openings(other));
    let mut projects: Vec<ProjectIndex> = plan.keys().chain(other.keys()).copied().collect();
    projects.sort_unstable();
    projects.dedup();
    let of = |openings: &BTreeMap<ProjectIndex, BTreeMap<SchoolYear, u32>>, project| {
        openings.get(&project).cloned().unwrap_or_default()
    };
    let shift = |project| Shift { project, plan: of(&plan, project), other: of(&other, project) };
    projects.into_iter().map(shift).filter(|shift| shift.plan != shift.other).collect()
}

/// Promises with a price in the other plan and none in the plan: choice and stability last, within a family the dearest first.
fn newly_binding(plan: &Plan, other: &Plan) -> Vec<Promise> {
    let binds = |plan: &Plan, promise: &Promise| {
        plan.prices.iter().any(|price| price.promise == *promise && price.per_unit.abs() > NOTHING)
    };
    let bound = other.prices.iter().filter(|price| price.per_unit.abs() > NOTHING);
    let mut bound: Vec<_> = bound.filter(|price| !binds(plan, &price.promise)).collect();
    bound.sort_by(|one, other| {
        let families = one.promise.family().cmp(&other.promise.family());
        families.then(other.per_unit.abs().total_cmp(&one.per_unit.abs()))
    });
    bound.into_iter().map(|price| price.promise.clone()).collect()
}

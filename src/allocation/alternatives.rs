//! Near-optimal alternatives (备选方案): plans that cost hardly more and build other projects.
//!
//! Each one leaves out as many as it can of the projects that the plans before it build, most often built ones first, while its
//! cost stays under the ceiling; then the cheapest plan without those projects is taken.

use super::explain::{projects, total};
use super::formulation::Promises;
use super::keys::{ColumnKey, RowKey};
use super::minimise::minimise;
use super::model::{Column, Model, Sense};
use super::plan::{Plan, PlanStatus};
use super::sets::Sets;
use super::{Limits, SolveError, allocate_with, formulate, text};
use crate::domain::{ProjectIndex, Study};
use crate::progress::Progress;
use crate::projection::Rolls;
use std::collections::BTreeMap;

/// An alternative to a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// The plan.
    pub plan: Plan,
    /// Its cost over that of the best plan, 10⁴ yuan of present value.
    pub difference: f64,
    /// Projects that the best plan has and this one has not.
    pub dropped: Vec<ProjectIndex>,
    /// Projects that this one has and the best plan has not.
    pub opened: Vec<ProjectIndex>,
}

/// Up to so many alternatives that cost at most a share more (of what decisions change) and keep every promise; fewer where
/// no further project can be left out. A repaired plan has none.
///
/// # Errors
/// As [`allocate`](super::allocate).
pub fn alternatives(
    study: &Study,
    rolls: &Rolls,
    best: &Plan,
    (number, share): (usize, f64),
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Vec<Alternative>, SolveError> {
    let mut found: Vec<Alternative> = Vec::new();
    if best.status == PlanStatus::Repaired {
        return Ok(found);
    }
    let formulation = formulate(study, Sets::new(study, rolls), Promises::Kept);
    let model = under_ceiling(&formulation.model, best.objective + share * best.objective.abs());
    while found.len() < number {
        let before: Vec<&Plan> = std::iter::once(best).chain(found.iter().map(|one| &one.plan)).collect();
        let weights = weights(study, &before);
        let step = format!("{}", found.len() + 1);
        progress.start(&text(&format!("求备选方案 {step}"), &format!("Alternative {step}")), None);
        let solution =
            minimise(&model.with_costs(|column| cost(study, column, &weights)), limits, None, progress);
        progress.finish();
        let values = match solution {
            Ok(solution) => solution.values,
            Err(SolveError::NothingFound) => break,
            Err(error) => return Err(error),
        };
        let left_out: BTreeMap<ProjectIndex, bool> = weights
            .keys()
            .filter(|project| {
                let column = formulation.variables.built[project.index()].in_the_end();
                column.is_none_or(|column| values[column.0] < 0.5)
            })
            .map(|project| (*project, false))
            .collect();
        let plan = allocate_with(study, rolls, &left_out, limits, progress)?;
        let (was, is) = (projects(best), projects(&plan));
        if before.iter().any(|before| projects(before) == is) {
            break;
        }
        let difference = total(&plan) - total(best);
        let (dropped, opened) =
            (was.difference(&is).copied().collect(), is.difference(&was).copied().collect());
        found.push(Alternative { plan, difference, dropped, opened });
    }
    Ok(found)
}

/// The program with one row more: its cost stays under a ceiling.
pub(super) fn under_ceiling(model: &Model, most: f64) -> Model {
    let mut model = model.clone();
    let terms = model.columns().iter().enumerate();
    let terms: Vec<(Column, f64)> = terms.map(|(index, data)| (Column(index), data.cost)).collect();
    model.add_row(RowKey::CostCeiling, terms, Sense::AtMost, most);
    model
}

/// In how many plans each project that is not committed is built.
fn weights(study: &Study, plans: &[&Plan]) -> BTreeMap<ProjectIndex, f64> {
    let mut weights = BTreeMap::new();
    for project in plans.iter().flat_map(|plan| projects(plan)) {
        if !study.projects[project.index()].committed {
            *weights.entry(project).or_insert(0.0) += 1.0;
        }
    }
    weights
}

/// Weight of a column: of a project in use at the end, by copy.
fn cost(study: &Study, column: &super::model::ColumnData, weights: &BTreeMap<ProjectIndex, f64>) -> f64 {
    let ColumnKey::Built { project, year } = &column.key else { return 0.0 };
    let data = &study.projects[project.index()];
    let last = data.latest.min(study.horizon.last) == *year;
    if last { weights.get(project).copied().unwrap_or(0.0) / f64::from(data.copies) } else { 0.0 }
}

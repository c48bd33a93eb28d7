//! Unit costs, spending and present values, by own code.

use super::case::Case;
use crate::domain::{CostItem, Project};
use std::collections::BTreeMap;

/// Unit cost of a class in a year, yuan: the row of the class's own sector before one for all, the latest that has begun.
pub(super) fn unit_cost(case: &Case, class: usize, item: CostItem, year: i32) -> f64 {
    let of = &case.study.classes[class];
    let (mut best, mut yuan) = ((false, None), 0.0);
    for cost in &case.study.costs {
        let begun = cost.from_year.is_none_or(|from| from.0 <= year);
        let concerns = cost.stage == of.stage && cost.item == item;
        if !begun || !concerns || cost.sector.is_some_and(|sector| sector != of.sector) {
            continue;
        }
        let rank = (cost.sector.is_some(), cost.from_year.map(|from| from.0));
        if rank >= best {
            (best, yuan) = (rank, cost.yuan);
        }
    }
    yuan
}

/// What one yuan of a year is worth in the price year.
pub(super) fn present(case: &Case, year: i32) -> f64 {
    let rate = 1.0 + case.study.cost.discount_rate;
    (f64::from(case.study.cost.price_year - year) * rate.ln()).exp()
}

/// Shares of capital by years before the opening: the profile of the kind, or the common one.
fn shares(case: &Case, project: &Project) -> Vec<(i32, f64)> {
    let profiles = &case.study.spending;
    let own = profiles.iter().rev().find(|profile| profile.kind == Some(project.kind));
    let profile = own.or_else(|| profiles.iter().rev().find(|profile| profile.kind.is_none()));
    profile.map_or_else(
        || vec![(0, 1.0)],
        |profile| profile.shares.iter().map(|(before, share)| (i32::from(*before), *share)).collect(),
    )
}

/// Capital of one copy by calendar year, 10⁴ yuan: money of a committed project from before the plan is spent already; that of any
/// other is paid in the first year.
pub(super) fn spending(case: &Case, project: &Project, opening: i32) -> BTreeMap<i32, f64> {
    let mut by_year = BTreeMap::new();
    let mut shares = shares(case, project);
    shares.sort_by_key(|(before, _)| -before);
    let (all, count) = (project.capex.fen(), shares.len());
    let mut begun = 0.0;
    let mut handed_out = 0;
    for (at, (before, share)) in shares.into_iter().enumerate() {
        begun += share;
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // fen, below 2⁵³
        let due = if at + 1 == count { all } else { (all as f64 * begun).round() as i64 };
        #[allow(clippy::cast_precision_loss)] // fen, below 2⁵³
        let amount = (due - handed_out) as f64 / 1e6;
        handed_out = due;
        let year = opening - before;
        if year >= case.first {
            *by_year.entry(year).or_insert(0.0) += amount;
        } else if !project.committed {
            *by_year.entry(case.first).or_insert(0.0) += amount;
        }
    }
    by_year
}

/// Year in which works begin; none where they have begun before the plan.
pub(super) fn start(case: &Case, project: &Project, opening: i32) -> Option<i32> {
    let paid = shares(case, project).into_iter().filter(|(_, share)| *share > 0.0);
    let year = opening - paid.map(|(before, _)| before).max().unwrap_or(0);
    if year >= case.first { Some(year) } else { (!project.committed).then_some(case.first) }
}

/// Shares of a project's stages in its money: as the places that it adds, or all to its first.
pub(super) fn stages(case: &Case, project: &Project) -> BTreeMap<usize, f64> {
    let mut shares = BTreeMap::new();
    let added: i32 = project.effects.iter().map(|effect| effect.places.max(0)).sum();
    for effect in project.effects.iter().filter(|effect| effect.places > 0) {
        let share = f64::from(effect.places) / f64::from(added);
        *shares.entry(case.stage_of(effect.class.0)).or_insert(0.0) += share;
    }
    if shares.is_empty() {
        shares.insert(project.effects.first().map_or(0, |effect| case.stage_of(effect.class.0)), 1.0);
    }
    shares
}

//! A plan that stands a share of futures (稳健方案): sample average with the futures as data.
//!
//! Of the given futures as many as asked for are chosen, those that the plan of the central path fails by the least. The program keeps
//! every promise on the central path, holds every child of the chosen futures and lets every share reach its target there, each share by
//! itself: what a plan lacks is found by maximum flows, and the minimum cut of each is a row of the next program (Benders' feasibility
//! cuts), until nothing lacks. The plan is then the least-cost plan for the chosen futures, to the gap of the search; other choices of as
//! many futures might cost less. Certification in the futures is judged, not cut for: which counties pass is itself decided.

use super::asked::asked;
use super::judge::Judge;
use super::{group_shares, stress};
use crate::allocation::{Limits, PlacesNeeded, Plan, PlanStatus, SolveError, Wishes, allocate_wished};
use crate::domain::{GroupIndex, Study, Text, TownIndex};
use crate::progress::{Progress, Silent};
use crate::projection::Rolls;
use ndarray::Array4;
use std::collections::BTreeMap;

/// A robust plan, and what it stands (稳健方案结果).
#[derive(Debug, Clone, PartialEq)]
pub struct Robust {
    /// The plan.
    pub plan: Plan,
    /// Rows that the futures added.
    pub needs: Vec<PlacesNeeded>,
    /// Positions of the futures that the plan is to hold.
    pub held: Vec<usize>,
    /// Of these, futures in which something lacks still: 0 unless too many programs were needed.
    pub lacking: usize,
    /// Programs that were solved.
    pub rounds: usize,
    /// Share of the given futures in which every child has a place and every target can be reached: of the central plan, of this one.
    pub stood: (f64, f64),
    /// Cost of the central plan, 10⁴ yuan of present value.
    pub central_cost: f64,
}

/// Most programs that are solved.
const MOST_ROUNDS: usize = 12;

/// Seeks the plan that holds every child in a share of futures, `[town, stage, year, future]`.
///
/// # Errors
/// [`SolveError`] of a search; [`SolveError::Infeasible`] where not even the central path allows every promise, or the chosen futures
/// need more than all projects give.
pub fn robust(
    study: &Study,
    rolls: &Rolls,
    (futures, share): (&Array4<f64>, f64),
    wishes: &Wishes,
    limits: Limits,
    progress: &dyn Progress,
) -> Result<Robust, SolveError> {
    let central = kept(allocate_wished(study, rolls, wishes, limits, progress)?)?;
    let before = stress(study, rolls, &central, futures, &Silent).everything;
    let central_cost = central.objective + central.constant;
    let lacking = lacking(study, rolls, &central, futures);
    progress.note(&within_reach(study, &lacking));
    let chosen = chosen(study, &lacking, share);
    let (mut plan, mut wishes, mut rounds) = (central, wishes.clone(), 1);
    let mut needs = of_chosen(lacking, &chosen);
    let lacks = |needs: &[Vec<PlacesNeeded>]| needs.iter().filter(|needs| !needs.is_empty()).count();
    while rounds < MOST_ROUNDS {
        let news = needs.iter().flatten().filter(|need| add(&mut wishes.needs, need)).count();
        if news == 0 {
            break;
        }
        plan = kept(allocate_wished(study, rolls, &wishes, limits, progress)?)?;
        rounds += 1;
        needs = of_chosen(self::lacking(study, rolls, &plan, futures), &chosen);
    }
    let stood = (before, stress(study, rolls, &plan, futures, &Silent).everything);
    let held = chosen.iter().enumerate().filter(|(_, chosen)| **chosen).map(|(at, _)| at).collect();
    let lacking = lacks(&needs);
    Ok(Robust { plan, needs: wishes.needs, held, lacking, rounds, stood, central_cost })
}

fn kept(plan: Plan) -> Result<Plan, SolveError> {
    if plan.status == PlanStatus::Repaired { Err(SolveError::Infeasible) } else { Ok(plan) }
}

/// What a plan lacks in every future.
fn lacking(study: &Study, rolls: &Rolls, plan: &Plan, futures: &Array4<f64>) -> Vec<Vec<PlacesNeeded>> {
    let promised = asked(study, plan);
    let judge = Judge::new(study, &plan.openings, promised.shares.clone());
    let shares = group_shares(study, rolls);
    let of_future = |at: usize| {
        judge.needs(&promised.targets, &|town: TownIndex, stage: usize, group: GroupIndex, year: usize| {
            futures[[town.index(), stage, year, at]] * shares[[town.index(), stage, group.index(), year]]
        })
    };
    (0..futures.dim().3).map(of_future).collect()
}

/// In how many futures the central plan lacks nothing, and in how many any choice of projects might.
#[allow(clippy::cast_precision_loss)] // counts of futures
fn within_reach(study: &Study, lacking: &[Vec<PlacesNeeded>]) -> Text {
    let share = |count: usize| 100.0 * count as f64 / lacking.len().max(1) as f64;
    let held = share(lacking.iter().filter(|needs| needs.is_empty()).count());
    let servable = |needs: &&Vec<PlacesNeeded>| needs.iter().all(|need| need.needed <= most(study, need));
    let most = share(lacking.iter().filter(servable).count());
    Text {
        zh: format!(
            "中心方案在 {held:.1} % 的未来中让每个儿童有学位、各占比目标可达；候选项目全部建设，至多 {most:.1} %。"
        ),
        en: format!(
            "The central plan holds every child and reaches every share in {held:.1} % of the futures; all candidate projects together in at most {most:.1} %."
        ),
    }
}

/// The most places that some pools can have in a year: those that stand and, of every site, the largest option that can be open by then.
fn most(study: &Study, need: &PlacesNeeded) -> f64 {
    let standing: f64 =
        need.pools.iter().map(|(town, class)| study.standing_places(*town, *class, need.year)).sum();
    let mut by_site: BTreeMap<String, f64> = BTreeMap::new();
    for project in study.projects.iter().filter(|project| project.earliest <= need.year) {
        let of_pools = project.effects.iter().filter(|of| need.pools.contains(&(of.town, of.class)));
        let places: f64 = of_pools.map(|of| f64::from(of.places)).sum::<f64>() * f64::from(project.copies);
        // A project without a site stands alone; no site has a project's id with this sign before it.
        let site = project.site.clone().unwrap_or_else(|| format!("\u{1}{}", project.id));
        let largest = by_site.entry(site).or_insert(0.0);
        *largest = largest.max(places);
    }
    standing + by_site.values().sum::<f64>()
}

/// The futures in which the plan lacks the least, as many as the share asks for; those that no choice of projects can hold come last.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // counts of futures
fn chosen(study: &Study, lacking: &[Vec<PlacesNeeded>], share: f64) -> Vec<bool> {
    let number = ((lacking.len() as f64 * share) - 1e-9).ceil() as usize;
    let mut order: Vec<usize> = (0..lacking.len()).collect();
    let beyond = |need: &&PlacesNeeded| need.needed > most(study, need) + 1e-6;
    let rank = |needs: &Vec<PlacesNeeded>| {
        (needs.iter().filter(beyond).count(), needs.len(), needs.iter().map(|need| need.needed).sum::<f64>())
    };
    let ranks: Vec<(usize, usize, f64)> = lacking.iter().map(rank).collect();
    order.sort_by(|one, other| {
        let ((beyond, count, places), (other_beyond, other_count, other_places)) =
            (ranks[*one], ranks[*other]);
        let fewest = (beyond, count).cmp(&(other_beyond, other_count));
        fewest.then(places.total_cmp(&other_places)).then(one.cmp(other))
    });
    let mut chosen = vec![false; lacking.len()];
    order.into_iter().take(number).for_each(|at| chosen[at] = true);
    chosen
}

fn of_chosen(lacking: Vec<Vec<PlacesNeeded>>, chosen: &[bool]) -> Vec<Vec<PlacesNeeded>> {
    lacking.into_iter().zip(chosen).filter(|(_, chosen)| **chosen).map(|(needs, _)| needs).collect()
}

/// Of needs of the same places in the same year the greatest counts. Whether it asks for more than those before.
fn add(needs: &mut Vec<PlacesNeeded>, need: &PlacesNeeded) -> bool {
    match needs.iter_mut().find(|known| known.year == need.year && known.pools == need.pools) {
        Some(known) if known.needed >= need.needed - 1e-6 => false,
        Some(known) => {
            known.needed = need.needed;
            true
        }
        None => {
            needs.push(need.clone());
            true
        }
    }
}

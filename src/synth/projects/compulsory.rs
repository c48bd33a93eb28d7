//! Made-up projects for primary and junior schools (义务教育项目): first where places will be short, then elsewhere.

mod fresh;
mod needed;
mod standing;

use super::stock::Stock;
use super::towns::Towns;
use super::{Project, quotas};
use crate::synth::facts::Facts;
use crate::synth::outlook::{Outlook, Stage};
use crate::synth::random::Draw;

/// Kinds of work and their shares among sites.
const KINDS: [(&str, f64); 6] = [
    ("new", 0.56),
    ("expand", 0.17),
    ("relocate", 0.06),
    ("rebuild", 0.05),
    ("upgrade", 0.13),
    ("convert", 0.03),
];
/// Children in a class, by design.
pub(super) const CLASS: u32 = 45;

/// What the makers of compulsory projects work with.
#[derive(Debug)]
pub struct Context<'a, 'b> {
    /// Facts of the place.
    pub facts: &'a Facts,
    /// Children to come.
    pub outlook: &'a Outlook,
    /// Standing schools.
    pub stock: &'a mut Stock<'b>,
    /// Projects already listed.
    pub known: &'a [Project],
    /// Seed.
    pub seed: u64,
}

/// That many sites, each with one to three options.
pub fn projects(context: &mut Context<'_, '_>, sites: usize) -> Vec<Project> {
    let mut all: Vec<Project> = Vec::new();
    for (town, stage, gap) in needed::gaps(context) {
        if all.len() < sites {
            all.push(needed::project(context, town, stage, gap, all.len()));
        }
    }
    let placed = all.len();
    let towns = Towns::new(context.facts, &fresh::PLACING, |town| {
        context.outlook.children(town, Stage::Primary, 2027)
    });
    for (number, kind) in kinds_left(&all, sites).into_iter().enumerate() {
        let mut draw = Draw::new(context.seed, "compulsory site", number);
        let site = format!("C{:03}", placed + number + 1);
        let on_school = if kind == "new" { None } else { standing::project(context, kind, &site, &mut draw) };
        match on_school {
            Some(project) => all.push(project),
            None => all.extend(fresh::sites(context, &towns, &site, &mut draw)),
        }
    }
    all
}

/// The kinds of all sites, less those that needed projects have used.
fn kinds_left(needed: &[Project], sites: usize) -> Vec<&'static str> {
    let mut left = quotas(sites, &KINDS);
    for project in needed {
        let same = left.iter().position(|(kind, number)| *number > 0 && *kind == project.kind);
        let used = same.or_else(|| left.iter().position(|(_, number)| *number > 0));
        used.into_iter().for_each(|place| left[place].1 -= 1);
    }
    left.into_iter().flat_map(|(kind, number)| vec![kind; number]).collect()
}

/// Place of a stage in [`Project::places`].
pub(super) const fn index(stage: Stage) -> usize {
    match stage {
        Stage::Preschool => 0,
        Stage::Primary => 1,
        Stage::Junior => 2,
    }
}

//! Projects where the children to come outgrow the places that stand (按缺口布点).

use super::{CLASS, Context, index};
use crate::synth::outlook::Stage;
use crate::synth::projects::{Project, capital, timing};
use crate::synth::random::Draw;
use crate::synth::schools::attendance;

/// Room asked for over the children looked ahead to.
const MARGIN: f64 = 1.05;
/// Gaps below this many places are left to neighbours, if there are any within reach.
const WORTH_IT: u32 = 180;
/// Size of a needed project over its gap.
const GENEROUS: f64 = 1.25;
/// The largest school, places.
const LARGEST: u32 = 48 * CLASS;
/// From here on a new school is built, below it a standing one grows.
const SMALLEST_NEW: u32 = 18 * CLASS;

/// Towns and stages with a gap in places between 2024 and 2033, and how many places; a wide gap comes in several parts.
pub fn gaps(context: &Context<'_, '_>) -> Vec<(usize, Stage, u32)> {
    let (facts, mut gaps) = (context.facts, Vec::new());
    for stage in [Stage::Junior, Stage::Primary] {
        let destinations = attendance::destinations(facts, context.outlook, stage);
        let years: Vec<Vec<f64>> = (2024..=2033)
            .map(|year| attendance::taught(context.outlook, &destinations, stage, year))
            .collect();
        for town in 0..facts.towns.len() {
            let peak = years.iter().map(|year| year[town]).fold(0.0, f64::max);
            let standing = f64::from(context.stock.places(town, stage.id())) + coming(context, town, stage);
            let mut gap = ((peak * MARGIN * facts.caution() - standing).max(0.0) * GENEROUS) as u32;
            // The neighbours of a made-up place may be as full.
            let left = facts.real && facts.has_neighbour(town, stage.travel_km());
            let least = if left { WORTH_IT } else { CLASS };
            while gap > least {
                let part = gap.min(LARGEST).div_ceil(CLASS) * CLASS;
                gaps.push((town, stage, part));
                gap = gap.saturating_sub(part);
            }
        }
    }
    gaps
}

/// Places that listed projects bring to a town, less what they take.
fn coming(context: &Context<'_, '_>, town: usize, stage: Stage) -> f64 {
    let own = context.known.iter().filter(|project| project.town == town && project.places[index(stage)] > 0);
    own.map(|project| {
        f64::from(project.places[index(stage)]) - project.from.map_or(0.0, |from| f64::from(from.2))
    })
    .sum()
}

/// The project that closes a gap: a larger school, or a new one if the gap is wide.
pub fn project(context: &Context<'_, '_>, town: usize, stage: Stage, gap: u32, number: usize) -> Project {
    let mut draw = Draw::new(context.seed, "needed site", town * 10 + stage as usize);
    let site = format!("C{:03}", number + 1);
    let word = if stage == Stage::Primary { "小学" } else { "初级中学" };
    let (kind, verb) = if gap >= SMALLEST_NEW { ("new", "新建") } else { ("expand", "扩建") };
    let name = format!("{}{verb}{word}{site}", context.facts.towns[town].name);
    let mut project = Project::draft(site.clone(), name, town, "compulsory", kind);
    project.project = format!("{site}-1");
    project.places[index(stage)] = gap as i32;
    timing::settle(&mut project, &mut draw);
    project.earliest = project.earliest.min(2025);
    if kind == "new" {
        project.capex = capital::new_build(stage, gap, &mut draw);
        project.land = Some(capital::land(stage, gap, &mut draw));
    } else {
        project.capex = capital::expansion(stage, gap, &mut draw);
    }
    "合成，按缺口布点 (synthetic, where places will be short)".clone_into(&mut project.note);
    project
}

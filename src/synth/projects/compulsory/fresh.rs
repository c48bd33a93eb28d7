//! New primary, junior and nine-year schools on new ground (新建学校).

use super::{CLASS, Context, index};
use crate::synth::outlook::Stage;
use crate::synth::projects::towns::{Placing, Towns};
use crate::synth::projects::{Project, capital, timing};
use crate::synth::random::Draw;

/// Share of new sites with several sizes to choose from.
const WITH_OPTIONS: f64 = 0.28;
/// Towns of new sites: by their schoolchildren of 2027.
pub(super) const PLACING: Placing = Placing { blind: 0.20, least: 500.0, power: 1.0, subdistricts: 1.4 };
/// Classes of a school of one stage.
const CLASSES: [u32; 5] = [24, 30, 36, 42, 48];
/// Classes of the primary and the junior part of a nine-year school.
const NINE_YEAR: [(u32, u32); 3] = [(20, 10), (24, 12), (32, 16)];

/// A new school of one to three sizes.
pub fn sites(context: &Context<'_, '_>, towns: &Towns, site: &str, draw: &mut Draw) -> Vec<Project> {
    let town = towns.pick(draw);
    let sort = draw.choose(&[(0, 0.40), (1, 0.35), (2, 0.25)], 0);
    let sizes: Vec<(u32, u32)> = match sort {
        0 => CLASSES.iter().map(|classes| (*classes, 0)).collect(),
        1 => CLASSES.iter().map(|classes| (0, *classes)).collect(),
        _ => NINE_YEAR.to_vec(),
    };
    let word = ["小学", "初级中学", "九年一贯制学校"][sort];
    let mut first = Project::draft(site.to_owned(), String::new(), town, "compulsory", "new");
    timing::settle(&mut first, draw);
    let given = context.facts.difficulty.sizes;
    let several = !first.committed && given.map_or_else(|| draw.chance(WITH_OPTIONS), |sizes| sizes > 1);
    let chosen = choose(context, town, &sizes, several, draw);
    let sized = chosen.into_iter().enumerate().map(|(option, (primary, junior))| {
        let mut project = first.clone();
        project.project = format!("{site}-{}", option + 1);
        let tail = if several { format!("（{}班）", primary + junior) } else { String::new() };
        project.name = format!("{}新建{word}{site}{tail}", context.facts.towns[town].name);
        add(&mut project, Stage::Primary, primary * CLASS, draw);
        add(&mut project, Stage::Junior, junior * CLASS, draw);
        project
    });
    sized.collect()
}

/// Adds places of a stage with their cost and land.
fn add(project: &mut Project, stage: Stage, places: u32, draw: &mut Draw) {
    if places > 0 {
        project.places[index(stage)] = places as i32;
        project.capex += capital::new_build(stage, places, draw);
        project.land = Some(project.land.unwrap_or(0.0) + capital::land(stage, places, draw));
    }
}

/// A size that suits the town, and one or two larger ones if there are several options.
fn choose(
    context: &Context<'_, '_>,
    town: usize,
    sizes: &[(u32, u32)],
    several: bool,
    draw: &mut Draw,
) -> Vec<(u32, u32)> {
    let fits = |size: &(u32, u32)| {
        let room = |stage: Stage, classes: u32| {
            f64::from(classes * CLASS) <= 0.6 * context.outlook.children(town, stage, 2025)
        };
        (size.0 == 0 || room(Stage::Primary, size.0)) && (size.1 == 0 || room(Stage::Junior, size.1))
    };
    let largest = sizes.iter().rposition(fits).unwrap_or(0);
    let base = draw.pick(&[1.0, 2.5, 2.0, 2.5, 1.0][..=largest]);
    if !several {
        return vec![sizes[base]];
    }
    if let Some(neighbouring) = context.facts.difficulty.neighbouring(base, sizes.len()) {
        return sizes[neighbouring].to_vec();
    }
    let base = base.min(sizes.len() - 2);
    let last = (base + if draw.chance(0.4) { 2 } else { 1 }).min(sizes.len() - 1);
    sizes[base..=last].to_vec()
}

//! New schools in place of those that close (停办校补建): one site for each, in several sizes.

use super::{Project, capital};
use crate::synth::facts::Facts;
use crate::synth::outlook::Stage;
use crate::synth::random::Draw;
use crate::synth::schools::School;

/// Least and greatest size over the places that close.
const SIZES: (f64, f64) = (0.7, 1.5);

/// One site for every school that closes.
pub fn projects(facts: &Facts, schools: &[School], seed: u64) -> Vec<Project> {
    let closing = schools.iter().filter(|school| school.closes.is_some()).enumerate();
    closing.flat_map(|(number, school)| site(facts, school, number, seed)).collect()
}

/// The options of one site: larger ones cost less a place.
fn site(facts: &Facts, school: &School, number: usize, seed: u64) -> Vec<Project> {
    let mut draw = Draw::new(seed, "replacement", number);
    let sizes = facts.difficulty.sizes.unwrap_or(1);
    let earliest = 2024 + i32::from(draw.chance(0.5));
    let options =
        (0..sizes).map(|option| project(facts, school, (number, option, sizes), earliest, &mut draw));
    options.collect()
}

fn project(
    facts: &Facts,
    school: &School,
    (number, option, sizes): (usize, usize, usize),
    earliest: i32,
    draw: &mut Draw,
) -> Project {
    let (stage, programme, place, class) = match school.stage {
        "preschool" => (Stage::Preschool, "preschool", 0, 30),
        "primary" => (Stage::Primary, "compulsory", 1, 45),
        _ => (Stage::Junior, "compulsory", 2, 45),
    };
    let step = (SIZES.1 - SIZES.0) / sizes.saturating_sub(1).max(1) as f64;
    let scale = if sizes == 1 { 1.0 } else { SIZES.0 + step * option as f64 };
    let places = ((f64::from(school.places) * scale / f64::from(class)).ceil() as u32).max(1) * class;
    let site = format!("W{:03}", number + 1);
    let name = format!("{}补建（{}学位）", school.name, places);
    let mut project = Project::draft(site.clone(), name, school.town, programme, "new");
    project.project = format!("{site}-{}", option + 1);
    project.grade = school.grade.map(|_| if draw.chance(0.3) { 1 } else { 2 });
    project.places[place] = places as i32;
    project.capex = capital::new_build(stage, places, draw);
    project.land = Some(capital::land(stage, places, draw));
    project.earliest = earliest;
    "合成，补停办校缺口 (synthetic, in place of a closing school)".clone_into(&mut project.note);
    debug_assert!(school.town < facts.towns.len());
    project
}

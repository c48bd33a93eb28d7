//! Special schools for counties without one (特殊教育学校建设): all are to be built.

use super::Project;
use crate::synth::facts::Facts;
use crate::synth::outlook::{Outlook, Stage};
use crate::synth::random::Draw;
use crate::synth::schools::special_seat;

/// One committed project in each county without a special school.
pub fn projects(facts: &Facts, outlook: &Outlook, seed: u64) -> Vec<Project> {
    let without = (0..facts.counties.len()).filter(|county| !facts.counties[*county].special_school);
    without
        .filter_map(|county| {
            special_seat(facts, county).map(|town| project(facts, outlook, county, town, seed))
        })
        .collect()
}

fn project(facts: &Facts, outlook: &Outlook, county: usize, town: usize, seed: u64) -> Project {
    let mut draw = Draw::new(seed, "special project", county);
    let of = |town: usize| {
        outlook.children(town, Stage::Primary, 2025) + outlook.children(town, Stage::Junior, 2025)
    };
    let children: f64 = facts.towns_of(county).into_iter().map(of).sum();
    let places = ((children * 0.002 * 1.15 / 12.0).ceil() as i32).max(6) * 12;
    let code = &facts.counties[county].code;
    let name = format!("{}特殊教育学校", facts.counties[county].name);
    let mut project = Project::draft(format!("S{code}"), name, town, "special", "new");
    project.places = [0, 0, 0, places];
    project.capex = (f64::from(places) * draw.between(38.0, 50.0) / 10.0).round() * 10.0 + 1_500.0;
    project.land = Some(12_000.0 + f64::from(places) * 60.0);
    "started".clone_into(&mut project.status);
    project.committed = true;
    (project.earliest, project.latest) = (2025, 2027);
    "建设要求真实，规模与投资为合成 (requirement real, size and cost synthetic)"
        .clone_into(&mut project.note);
    if !facts.real {
        "合成 (synthetic)".clone_into(&mut project.note);
    }
    project
}

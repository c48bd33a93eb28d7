//! Real projects with their published places, cost and dates; what is not published is filled in and noted (已知项目).

use super::stock::Stock;
use super::{Project, capital};
use crate::synth::facts::{Facts, KnownProject};
use crate::synth::outlook::Stage;
use crate::synth::random::Draw;

/// Places of a kindergarten whose size is not published.
const USUAL_KINDERGARTEN: u32 = 300;

/// The known projects whose town is part of the study.
pub fn known(facts: &Facts, stock: &mut Stock<'_>, seed: u64) -> Vec<Project> {
    let mut all = Vec::new();
    for (index, known) in facts.projects.iter().enumerate() {
        if let Some(town) = facts.towns.iter().position(|town| town.code == known.town) {
            let mut draw = Draw::new(seed, "known project", index);
            all.push(project(known, town, stock, &mut draw));
        }
    }
    all
}

fn project(known: &KnownProject, town: usize, stock: &mut Stock<'_>, draw: &mut Draw) -> Project {
    let preschool = known.stage == "preschool";
    let programme = if preschool { "preschool" } else { "compulsory" };
    let mut project = Project::draft(known.project.clone(), known.name.clone(), town, programme, &known.kind);
    project.grade = known.grade;
    let main = known.places.unwrap_or(USUAL_KINDERGARTEN);
    let junior = known.junior_places.unwrap_or(0);
    project.places = match known.stage.as_str() {
        "preschool" => [main as i32, 0, 0, 0],
        "junior" => [0, 0, main as i32, 0],
        _ => [0, main as i32, junior as i32, 0],
    };
    if let Some(lost) = known.from_places {
        project.from =
            stock.take_nearest(town, &known.stage, lost).map(|school| ("public", None, school.places));
    }
    project.capex = known.capex.unwrap_or_else(|| estimate(known, main, junior, draw));
    project.land = known.land;
    known.status.clone_into(&mut project.status);
    project.committed = matches!(known.status.as_str(), "started" | "building" | "open");
    (project.earliest, project.latest) = (known.earliest, known.latest);
    project.note = note(known);
    project
}

fn estimate(known: &KnownProject, main: u32, junior: u32, draw: &mut Draw) -> f64 {
    let stage = match known.stage.as_str() {
        "preschool" => Stage::Preschool,
        "junior" => Stage::Junior,
        _ => Stage::Primary,
    };
    let second = if junior > 0 { capital::new_build(Stage::Junior, junior, draw) } else { 0.0 };
    match known.kind.as_str() {
        "expand" => capital::expansion(stage, main, draw),
        _ => capital::new_build(stage, main, draw) + second,
    }
}

fn note(known: &KnownProject) -> String {
    let mut note = format!("真实 (real): {}", known.note);
    if !known.town_stated {
        note.push_str("；所在乡镇未载，为假设");
    }
    if known.capex.is_none() {
        note.push_str("；投资为估算");
    }
    if known.places.is_none() {
        note.push_str("；学位按300个估计");
    }
    note.push_str("；来源 ");
    note.push_str(&known.source);
    note
}

//! Work on standing primary and junior schools: expand, relocate, rebuild, renew, take over (存量学校项目).

use super::{CLASS, Context, index};
use crate::synth::outlook::Stage;
use crate::synth::projects::{Project, capital, timing};
use crate::synth::random::Draw;
use crate::synth::schools::School;

/// A project of that kind on a standing school; none if no school fits.
pub fn project(
    context: &mut Context<'_, '_>,
    kind: &'static str,
    site: &str,
    draw: &mut Draw,
) -> Option<Project> {
    let school = context.stock.take(draw, ("compulsory", kind), |school| weight(kind, school))?;
    let verb = match kind {
        "expand" => "扩建",
        "relocate" => "迁建",
        "rebuild" => "改建",
        "convert" => "转设公办",
        _ => "改造提升",
    };
    let mut project =
        Project::draft(site.to_owned(), format!("{}{verb}", school.name), school.town, "compulsory", kind);
    project.project = format!("{site}-1");
    shape(&mut project, school, draw);
    timing::settle(&mut project, draw);
    Some(project)
}

/// How well a school suits a kind of work; 0 is not at all.
fn weight(kind: &str, school: &School) -> f64 {
    let public = school.sector == "public";
    let fits = matches!(school.stage, "primary" | "junior")
        && match kind {
            "expand" => public && school.places >= 360,
            "relocate" | "rebuild" => public && (450..=1100).contains(&school.places),
            "convert" => school.sector == "private" && school.places <= 810,
            _ => public && school.places >= 270,
        };
    let lean = if school.stage == "junior" { 1.6 } else { 1.0 };
    if fits { lean } else { 0.0 }
}

/// Places gained and lost, and the cost.
fn shape(project: &mut Project, school: &School, draw: &mut Draw) {
    let stage = if school.stage == "primary" { Stage::Primary } else { Stage::Junior };
    let lost = Some((school.sector, None, school.places));
    let (gain, from, capex) = match project.kind.as_str() {
        "expand" => {
            let gain = draw.choose(&[(8, 2.0), (10, 2.0), (12, 2.5), (18, 1.5)], 8) * CLASS;
            (gain, None, capital::expansion(stage, gain, draw))
        }
        "relocate" => {
            let size = grown(school, draw);
            project.land = Some(capital::land(stage, size, draw));
            (size, lost, capital::new_build(stage, size, draw))
        }
        "rebuild" => {
            let size = grown(school, draw);
            (size, lost, capital::rebuild(stage, size, draw))
        }
        "convert" => (school.places, lost, capital::conversion(school.places, draw)),
        _ => {
            let gain = draw.choose(&[(2, 2.0), (3, 2.0), (4, 1.5), (6, 1.0)], 2) * CLASS;
            (gain, None, capital::renewal(stage, gain, draw))
        }
    };
    project.places[index(stage)] = gain as i32;
    project.from = from;
    project.capex = capex;
}

/// Places after moving or rebuilding a school: a third to three quarters more.
fn grown(school: &School, draw: &mut Draw) -> u32 {
    let wanted = f64::from(school.places) * draw.between(1.33, 1.75);
    (wanted / f64::from(CLASS)).ceil() as u32 * CLASS
}

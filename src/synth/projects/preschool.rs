//! Made-up projects for kindergartens (学前教育项目).

use super::stock::Stock;
use super::towns::{Placing, Towns};
use super::{Project, capital, quotas, timing};
use crate::synth::facts::Facts;
use crate::synth::outlook::{Outlook, Stage};
use crate::synth::random::Draw;
use crate::synth::schools::School;

/// Kinds of work and their shares among sites.
const KINDS: [(&str, f64); 7] = [
    ("new", 0.43),
    ("expand", 0.22),
    ("relocate", 0.05),
    ("rebuild", 0.06),
    ("upgrade", 0.16),
    ("convert", 0.05),
    ("close", 0.03),
];
/// Places of a kindergarten by classes of 30.
const SIZES: [u32; 5] = [180, 270, 360, 450, 540];
/// Share of new sites with several sizes to choose from.
const WITH_OPTIONS: f64 = 0.28;
/// Towns of new sites: by their children of 2026.
const PLACING: Placing = Placing { blind: 0.15, least: 60.0, power: 0.9, subdistricts: 1.3 };

/// That many sites, each with one to three options.
pub fn projects(
    facts: &Facts,
    outlook: &Outlook,
    stock: &mut Stock<'_>,
    sites: usize,
    seed: u64,
) -> Vec<Project> {
    let towns = Towns::new(facts, &PLACING, |town| outlook.children(town, Stage::Preschool, 2026));
    let kinds = quotas(sites, &KINDS).into_iter().flat_map(|(kind, number)| vec![kind; number]);
    let mut all = Vec::new();
    for (number, kind) in kinds.enumerate() {
        let mut draw = Draw::new(seed, "preschool site", number);
        let site = format!("K{:03}", number + 1);
        let on_school = if kind == "new" { None } else { standing(facts, stock, kind, &site, &mut draw) };
        match on_school {
            Some(project) => all.push(project),
            None => all.extend(new_sites(facts, outlook, &towns, &site, &mut draw)),
        }
    }
    all
}

/// A new kindergarten, of one to three sizes.
fn new_sites(facts: &Facts, outlook: &Outlook, towns: &Towns, site: &str, draw: &mut Draw) -> Vec<Project> {
    let town = towns.pick(draw);
    let children = outlook.children(town, Stage::Preschool, 2025);
    let largest = SIZES.iter().rposition(|size| f64::from(*size) <= 0.45 * children).unwrap_or(0);
    let weights: Vec<f64> = [1.5, 3.0, 3.0, 2.0, 1.0][..=largest].to_vec();
    let base = draw.pick(&weights);
    let mut first = Project::draft(site.to_owned(), String::new(), town, "preschool", "new");
    first.grade = Some(draw.choose(&[(1, 0.2), (2, 0.7), (3, 0.1)], 2));
    timing::settle(&mut first, draw);
    let sizes = match facts.difficulty.neighbouring(base, SIZES.len()) {
        Some(sizes) if !first.committed => sizes.collect(),
        None if !first.committed && draw.chance(WITH_OPTIONS) => options(base, draw),
        _ => vec![base],
    };
    let several = sizes.len() > 1;
    let sized = sizes.into_iter().enumerate().map(|(option, size)| {
        let mut project = first.clone();
        let places = SIZES[size];
        project.project = format!("{site}-{}", option + 1);
        let tail = if several { format!("（{}班）", places / 30) } else { String::new() };
        project.name = format!("{}新建幼儿园{site}{tail}", facts.towns[town].name);
        project.places[0] = places as i32;
        project.capex = capital::new_build(Stage::Preschool, places, draw);
        project.land = Some(capital::land(Stage::Preschool, places, draw));
        project
    });
    sized.collect()
}

/// Two or three neighbouring sizes.
fn options(base: usize, draw: &mut Draw) -> Vec<usize> {
    let last = (base + if draw.chance(0.4) { 2 } else { 1 }).min(SIZES.len() - 1);
    (base.min(SIZES.len() - 2)..=last).collect()
}

/// A project on a standing kindergarten; none if no kindergarten fits.
fn standing(
    facts: &Facts,
    stock: &mut Stock<'_>,
    kind: &'static str,
    site: &str,
    draw: &mut Draw,
) -> Option<Project> {
    let school = stock.take(draw, ("preschool", kind), |school| weight(kind, school))?;
    let verb = match kind {
        "expand" => "扩建",
        "relocate" => "迁建",
        "rebuild" => "改建",
        "upgrade" => "提升",
        "convert" => "转设",
        _ => "撤并",
    };
    let name = format!("{}{verb}", school.name);
    let mut project = Project::draft(site.to_owned(), name, school.town, "preschool", kind);
    project.project = format!("{site}-1");
    project.sector = school.sector;
    project.grade = school.grade;
    shape(&mut project, school, draw);
    timing::settle(&mut project, draw);
    debug_assert!(school.town < facts.towns.len());
    Some(project)
}

/// How well a kindergarten suits a kind of work; 0 is not at all.
fn weight(kind: &str, school: &School) -> f64 {
    let full = f64::from(school.pupils) / f64::from(school.places.max(1));
    let grade = school.grade.unwrap_or(3);
    let private = school.sector == "private";
    let suits = match kind {
        "expand" => !private && grade <= 2 && full > 0.92 && school.places <= 360,
        "relocate" | "rebuild" => school.sector == "public" && grade >= 2 && school.places <= 240,
        "upgrade" => !private && grade >= 2,
        "convert" => school.sector == "inclusive" || private,
        _ => grade == 3 && school.sector != "public" && school.places <= 150 && full < 0.85,
    };
    match (school.stage == "preschool" && suits, kind, grade) {
        (false, _, _) => 0.0,
        (true, "upgrade", 2) => 0.25,
        (true, _, _) => 1.0,
    }
}

/// Places gained and lost, the class they come from, and the cost.
fn shape(project: &mut Project, school: &School, draw: &mut Draw) {
    let standing = school.places;
    let lost = Some((school.sector, school.grade, standing));
    let gain = draw.choose(&[(90, 2.0), (120, 1.0), (180, 2.0), (270, 1.0)], 90);
    let (places, from, capex) = match project.kind.as_str() {
        "expand" => (gain as i32, None, capital::expansion(Stage::Preschool, gain, draw)),
        "relocate" => {
            project.land = Some(capital::land(Stage::Preschool, standing + gain, draw));
            ((standing + gain) as i32, lost, capital::new_build(Stage::Preschool, standing + gain, draw))
        }
        "rebuild" => {
            ((standing + gain) as i32, lost, capital::rebuild(Stage::Preschool, standing + gain, draw))
        }
        "upgrade" => (standing as i32, lost, capital::upgrade(standing, draw)),
        "convert" => (standing as i32, lost, capital::conversion(standing, draw)),
        _ => (-(standing as i32), None, (draw.between(2.0, 6.0)).round() * 10.0),
    };
    match project.kind.as_str() {
        "relocate" | "rebuild" => project.grade = Some(school.grade.unwrap_or(3).min(2)),
        "upgrade" => project.grade = school.grade.map(|grade| grade - 1),
        "convert" if school.sector == "private" && draw.chance(0.6) => project.sector = "inclusive",
        "convert" => project.sector = "public",
        _ => {}
    }
    project.places[0] = places;
    project.from = from;
    project.capex = capex;
}

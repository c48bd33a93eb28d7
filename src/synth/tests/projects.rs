//! Candidate projects and money.

#![allow(clippy::type_complexity)]

use std::collections::{BTreeMap, BTreeSet};

use super::{invented, made};
use crate::synth::facts::Facts;
use crate::synth::projects::{Project, STAGES};
use crate::synth::{budget, model};

fn counted_sites(projects: &[Project], programme: &str) -> usize {
    let counted = projects.iter().filter(|project| project.programme == programme && project.counts());
    counted.map(|project| project.site.as_str()).collect::<BTreeSet<_>>().len()
}

#[test]
fn there_are_more_sites_than_the_targets_ask_for() {
    let (facts, made) = made();
    assert!(counted_sites(&made.projects, "preschool") >= 250);
    assert!(counted_sites(&made.projects, "compulsory") >= 215);
    assert_eq!(counted_sites(&made.projects, "special"), 3);
    assert_eq!(model::project_targets(&facts), [200, 170, 3]);
    for (facts, made) in invented() {
        let targets = model::project_targets(&facts);
        for (programme, target) in ["preschool", "compulsory", "special"].into_iter().zip(targets) {
            assert!(counted_sites(&made.projects, programme) >= target, "{} {programme}", facts.name);
        }
        assert!(facts.difficulty.site_numbers(facts.towns.len()).0 > targets[0]);
    }
}

#[test]
fn years_ids_and_options_are_sound() {
    for (_, made) in invented().into_iter().chain([made()]) {
        let ids: BTreeSet<&str> = made.projects.iter().map(|project| project.project.as_str()).collect();
        assert_eq!(ids.len(), made.projects.len());
        let mut sites: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for project in &made.projects {
            assert!(
                project.earliest <= project.latest && (2023..=2027).contains(&project.latest),
                "{project:?}"
            );
            assert!(project.capex > 0.0 && project.places != [0; 4], "{project:?}");
            let known = sites.entry(&project.site).or_insert((project.town, project.programme));
            assert_eq!(*known, (project.town, project.programme));
            assert!(project.kind == "close" || project.places.iter().all(|places| *places >= 0));
        }
    }
}

#[test]
fn places_taken_never_exceed_those_that_stand() {
    for (_, made) in invented().into_iter().chain([made()]) {
        let mut taken: BTreeMap<(usize, usize, &str, Option<u8>), (u32, &str)> = BTreeMap::new();
        for project in &made.projects {
            let stage = project.places.iter().position(|places| *places != 0).expect("stage");
            let (sector, grade, places) = match project.from {
                Some(from) => from,
                None if project.kind == "close" => {
                    (project.sector, project.grade, project.places[stage].unsigned_abs())
                }
                None => continue,
            };
            taken.entry((project.town, stage, sector, grade)).or_insert((0, &project.project)).0 += places;
        }
        for ((town, stage, sector, grade), (places, project)) in taken {
            let standing: u32 = made
                .schools
                .iter()
                .filter(|school| school.town == town && school.stage == STAGES[stage])
                .filter(|school| school.sector == sector && school.grade == grade)
                .map(|school| school.places)
                .sum();
            assert!(places <= standing, "{project}: {places} of {standing}");
        }
    }
}

#[test]
fn real_projects_keep_their_published_figures() {
    let (_, made) = made();
    let find =
        |name: &str| made.projects.iter().find(|project| project.name.contains(name)).expect("project");
    assert_eq!((find("心海育才小学").places[1], find("心海育才小学").capex), (2160, 37_700.0));
    assert_eq!((find("路南小学").places[1], find("路南小学").capex), (1620, 24_500.0));
    assert_eq!(find("沙门中学").places[2], 2160);
    assert!(find("第二中心幼儿园").committed);
    assert!(
        made.projects
            .iter()
            .all(|project| !project.note.contains("真实 (real)") || project.project.starts_with('R'))
    );
}

#[test]
fn the_cheapest_plan_and_the_budget_are_of_a_reasonable_size() {
    let (facts, made) = made();
    let targets = model::project_targets(&facts);
    let plan = budget::plan_cost(&made.projects, targets);
    assert!((2.0e6..2.6e6).contains(&plan), "{plan}");
    let ceilings = budget::ceilings(&facts, &made.projects, targets);
    let city: f64 =
        ceilings.iter().filter(|ceiling| ceiling.county.is_none()).map(|ceiling| ceiling.limit).sum();
    assert!((1.15..1.25).contains(&(city / plan)), "{city}");
    assert_eq!(ceilings.len(), 5 * 10);
}

#[test]
fn an_even_budget_is_the_same_every_year_and_is_not_carried() {
    let (mut facts, made) = made();
    let targets = model::project_targets(&facts);
    let of_city = |facts: &Facts| -> Vec<(f64, bool)> {
        let all = budget::ceilings(facts, &made.projects, targets);
        all.iter().filter(|one| one.county.is_none()).map(|one| (one.limit, one.carry)).collect()
    };
    let usual = of_city(&facts);
    facts.difficulty.even_budget = true;
    let even = of_city(&facts);
    assert!(usual.iter().all(|one| one.1) && usual[0].0 > usual[4].0);
    assert!(even.iter().all(|one| *one == (even[0].0, false)));
    let sum = |ceilings: &[(f64, bool)]| ceilings.iter().map(|one| one.0).sum::<f64>();
    assert!((sum(&even) / sum(&usual) - 1.0).abs() < 1e-3);
}

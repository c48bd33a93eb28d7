//! Schools against children.

use std::collections::BTreeMap;

use super::flow::placed;
use super::{invented, made};
use crate::synth::Made;
use crate::synth::facts::Facts;
use crate::synth::outlook::Stage;
use crate::synth::projects::STAGES;
use crate::synth::schools::School;

fn pupils(schools: &[School], chosen: impl Fn(&School) -> bool) -> f64 {
    schools.iter().filter(|school| chosen(school)).map(|school| f64::from(school.pupils)).sum()
}

#[test]
fn shares_of_2022_are_met() {
    let (_, made) = made();
    let preschool = |school: &School| school.stage == "preschool";
    let all = pupils(&made.schools, preschool);
    let share = |chosen: &dyn Fn(&School) -> bool| {
        pupils(&made.schools, |school| preschool(school) && chosen(school)) / all
    };
    assert!((share(&|school| school.grade < Some(3)) - 0.7317).abs() < 0.0005);
    assert!((0.50..0.515).contains(&share(&|school| school.sector == "public")));
    assert!((share(&|school| school.sector != "private") - 0.93).abs() < 0.005);
    let compulsory = |school: &&School| matches!(school.stage, "primary" | "junior");
    let migrants: f64 =
        made.schools.iter().filter(compulsory).map(|school| f64::from(school.migrant_pupils)).sum();
    let public = made.schools.iter().filter(compulsory).filter(|school| school.sector == "public");
    let in_public: f64 = public.map(|school| f64::from(school.migrant_pupils)).sum();
    assert!((in_public / migrants - 0.80).abs() < 0.01, "{}", in_public / migrants);
}

#[test]
fn pupils_are_as_many_as_children_enrolled_and_fit_the_places() {
    for (facts, made) in invented().into_iter().chain([made()]) {
        for stage in Stage::ALL {
            let children: f64 =
                (0..facts.towns.len()).map(|town| made.outlook.children(town, stage, 2022)).sum();
            let share = pupils(&made.schools, |school| school.stage == stage.id()) / children;
            assert!((share - stage.enrolment()).abs() < 0.002, "{} {}: {share}", facts.name, stage.id());
        }
        for school in &made.schools {
            assert!(school.pupils <= school.places, "{school:?}");
            assert!(school.migrant_pupils <= school.pupils, "{school:?}");
            assert!(school.sector != "private" || school.grade != Some(1), "{school:?}");
        }
    }
}

#[test]
fn special_schools_hold_all_children_and_stand_in_the_right_counties() {
    let (facts, made) = made();
    let special: Vec<&School> = made.schools.iter().filter(|school| school.stage == "special").collect();
    let mut counties: Vec<&str> =
        special.iter().map(|school| facts.counties[facts.towns[school.town].county].code.as_str()).collect();
    counties.sort_unstable();
    assert_eq!(counties, ["331002", "331003", "331004", "331023", "331081", "331082"]);
    let places: f64 = special.iter().map(|school| f64::from(school.places)).sum();
    for year in 2023..=2035 {
        let of = |town: usize| {
            made.outlook.children(town, Stage::Primary, year)
                + made.outlook.children(town, Stage::Junior, year)
        };
        let children: f64 = (0..facts.towns.len()).map(of).sum::<f64>() * 0.002 * 0.96;
        assert!(places >= children, "{year}: {places} places, {children} children");
    }
}

/// Places of a stage by town if every site is built that can be open in a year, at its largest option.
fn places(facts: &Facts, made: &Made, stage: Stage, year: i32) -> Vec<i64> {
    let index = STAGES.iter().position(|id| *id == stage.id()).expect("stage");
    let mut places = vec![0; facts.towns.len()];
    for school in made.schools.iter().filter(|school| school.stage == stage.id()) {
        places[school.town] += i64::from(school.places);
    }
    if year <= 2023 {
        return places;
    }
    let mut sites: BTreeMap<&str, (usize, i64)> = BTreeMap::new();
    for project in made.projects.iter().filter(|project| project.earliest <= year && project.kind != "close")
    {
        let lost =
            if project.places[index] > 0 { project.from.map_or(0, |from| i64::from(from.2)) } else { 0 };
        let gain = i64::from(project.places[index]) - lost;
        let site = sites.entry(&project.site).or_insert((project.town, gain));
        site.1 = site.1.max(gain);
    }
    sites.values().for_each(|(town, gain)| places[*town] += gain);
    places
}

/// The first year, stage and county in which some children, times a margin, find no place within reach.
fn unplaced(facts: &Facts, made: &Made, margin: f64) -> Option<String> {
    for year in 2023..=2035 {
        for stage in Stage::ALL {
            let places = places(facts, made, stage, year);
            for county in 0..facts.counties.len() {
                let towns = facts.towns_of(county);
                let wanted = |town: &usize| {
                    (made.outlook.children(*town, stage, year) * stage.enrolment() * margin) as i64
                };
                let children: Vec<i64> = towns.iter().map(wanted).collect();
                let room: Vec<i64> = towns.iter().map(|town| places[*town]).collect();
                let near = |a: usize, b: usize| {
                    facts.towns[towns[a]].road_km(&facts.towns[towns[b]]) <= stage.travel_km()
                };
                let missing = children.iter().sum::<i64>() - placed(&children, &room, near);
                if missing > 0 {
                    return Some(format!(
                        "{} {year} {} {}: {missing}",
                        facts.name,
                        stage.id(),
                        facts.counties[county].name
                    ));
                }
            }
        }
    }
    None
}

#[test]
fn every_child_can_be_placed_within_reach() {
    let (facts, made) = made();
    assert_eq!(unplaced(&facts, &made, 1.01), None);
    for (facts, made) in invented() {
        assert_eq!(unplaced(&facts, &made, 1.0), None);
    }
}

#[test]
fn junior_places_run_short_without_projects() {
    let (facts, made) = made();
    let places = places(&facts, &made, Stage::Junior, 2023);
    let short: Vec<&str> = (0..facts.counties.len())
        .filter(|county| {
            let towns = facts.towns_of(*county);
            let children: f64 =
                towns.iter().map(|town| made.outlook.children(*town, Stage::Junior, 2028)).sum();
            children > towns.iter().map(|town| places[*town] as f64).sum()
        })
        .map(|county| facts.counties[county].name.as_str())
        .collect();
    assert!(short.len() >= 2, "{short:?}");
}

//! Where children go to school: in their own town, or, from a small town without a school of the stage, in the nearest
//! town of the county within reach (就读地).

use crate::synth::facts::Facts;
use crate::synth::outlook::{Outlook, Stage};

/// Fewest children for whom a town keeps a school of the stage of its own.
const fn smallest(stage: Stage) -> f64 {
    match stage {
        Stage::Preschool => 0.0,
        Stage::Primary => 110.0,
        Stage::Junior => 230.0,
    }
}

/// For each town, the town where its children of the stage go to school.
#[must_use]
pub fn destinations(facts: &Facts, outlook: &Outlook, stage: Stage) -> Vec<usize> {
    let children = |town: usize| outlook.peak(town, stage, 2022..=2029);
    (0..facts.towns.len())
        .map(|town| {
            if children(town) >= smallest(stage) {
                return town;
            }
            let own = &facts.towns[town];
            facts
                .towns_of(own.county)
                .into_iter()
                .filter(|other| *other != town && children(*other) >= smallest(stage))
                .map(|other| (other, own.road_km(&facts.towns[other])))
                .filter(|(_, km)| *km <= stage.travel_km())
                .min_by(|a, b| a.1.total_cmp(&b.1))
                .map_or(town, |(other, _)| other)
        })
        .collect()
}

/// Children taught in each town in a year, if every child goes to the town of [`destinations`].
#[must_use]
pub fn taught(outlook: &Outlook, destinations: &[usize], stage: Stage, year: i32) -> Vec<f64> {
    let mut taught = vec![0.0; destinations.len()];
    for (town, place) in destinations.iter().enumerate() {
        taught[*place] += outlook.children(town, stage, year) * stage.enrolment();
    }
    taught
}

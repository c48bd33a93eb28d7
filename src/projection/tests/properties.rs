//! What must hold for every study.

use super::super::base::Base;
use super::super::method::Methods;
use super::super::ratios::{self, OfYear};
use super::super::{Projection, project};
use super::*;
use crate::domain::StageIndex;
use crate::progress::Silent;
use proptest::prelude::*;

/// Counts of 1 November of three years by town (two counties), two groups, ages 0–45, and births 2018–2022.
fn counted(towns: usize) -> impl Strategy<Value = Study> {
    let counts = proptest::collection::vec(1.0..300.0_f64, towns * 3 * 2 * 46);
    let births = proptest::collection::vec(0.0..300.0_f64, towns * 5);
    (counts, births).prop_map(move |(counts, births)| {
        let mut study = study(&(0..towns).map(|town| town % 2).collect::<Vec<_>>(), 2);
        let mut counts = counts.into_iter();
        for town in 0..towns {
            for year in 2020..=2022 {
                for group in 0..2 {
                    for age in 0..46 {
                        let persons = counts.next().unwrap_or(0.0);
                        study.population.push(people(town, date(year, 11, 1), Some(group), age, persons));
                    }
                }
            }
        }
        let mut births = births.into_iter();
        for town in 0..towns {
            study.births.extend((2018..=2022).map(|year| born(town, year, births.next().unwrap_or(0.0))));
        }
        study
    })
}

/// The same with absent cells, as tables leave out zeros.
fn random(towns: usize) -> impl Strategy<Value = Study> {
    counted(towns).prop_map(|mut study| {
        study.population.retain(|row| row.persons > 20.0);
        study
    })
}

fn projected(study: &Study) -> Projection {
    project(study, &Silent).expect("projection")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_is_negative(study in random(3)) {
        let found = projected(&study);
        prop_assert!(found.children.counts.iter().all(|count| count.is_finite() && *count >= 0.0));
        prop_assert!(found.rolls.demand.iter().all(|count| count.is_finite() && *count >= 0.0));
    }

    #[test]
    fn rolls_are_children_times_rates(study in random(3)) {
        let found = projected(&study);
        for (position, year) in found.rolls.years.iter().enumerate() {
            near(found.rolls.stage_total(StageIndex(0), position), found.children.total((6, 11), *year));
            near(found.rolls.stage_total(StageIndex(1), position), found.children.total((12, 14), *year) * 0.5);
            let groups = (0..2).map(|group| found.rolls.group_total(StageIndex(0), GroupIndex(group), position));
            near(found.rolls.stage_total(StageIndex(0), position), groups.sum());
        }
    }

    #[test]
    fn order_of_towns_and_rows_does_not_matter(study in random(4)) {
        // Towns 0 and 2, 1 and 3 share a county: swap 0 with 2, and turn the rows around.
        let swapped = |town: TownIndex| TownIndex(match town.index() { 0 => 2, 2 => 0, other => other });
        let moved = |area| match area { Area::Town(town) => Area::Town(swapped(town)), county @ Area::County(_) => county };
        let mut other = study.clone();
        other.population.iter_mut().for_each(|row| row.area = moved(row.area));
        other.births.iter_mut().for_each(|row| row.area = moved(row.area));
        other.population.reverse();
        other.births.reverse();
        let (found, other) = (projected(&study), projected(&other));
        for town in (0..4).map(TownIndex) {
            for position in 0..found.rolls.years.len() {
                near(
                    found.rolls.town_total(town, StageIndex(0), position),
                    other.rolls.town_total(swapped(town), StageIndex(0), position),
                );
            }
        }
    }

    #[test]
    fn two_equal_groups_are_one_split(study in random(2)) {
        // All people in one group; then every cell halved into two. The ratios are the same where shrinkage halves too.
        let mut whole = study.clone();
        whole.groups.truncate(1);
        whole.population.retain(|row| row.group == Some(GroupIndex(0)));
        whole.births.clear();
        let mut halves = whole.clone();
        halves.groups = study.groups.clone();
        halves.projection.shrinkage /= 2.0;
        halves.population.clear();
        for row in &whole.population {
            for group in 0..2 {
                let half = PopulationCount { group: Some(GroupIndex(group)), persons: row.persons / 2.0, ..*row };
                halves.population.push(half);
            }
        }
        whole.population.retain(|row| row.age <= 20);
        halves.population.retain(|row| row.age <= 20);
        let (whole, halves) = (projected(&whole), projected(&halves));
        for (position, year) in whole.rolls.years.iter().enumerate() {
            near(halves.rolls.stage_total(StageIndex(0), position), whole.rolls.stage_total(StageIndex(0), position));
            near(halves.children.total((0, 14), *year), whole.children.total((0, 14), *year));
        }
    }

    #[test]
    fn one_town_is_its_county(study in counted(1)) {
        // With one town and nobody absent, neither the town nor the county deviates from what is above it.
        let base = Base::of(&study, &mut Methods::default()).expect("base");
        let ratios = ratios::pooled(&study, &base.history, &base.past, &base.survival, &mut Methods::default());
        for group in 0..2 {
            let OfYear::Levels(year) = ratios.year(0, group, 0) else { panic!("ratios without levels") };
            near(year.factor(1, 0), 1.0);
            near(year.factor(2, 0), 1.0);
        }
    }

    #[test]
    fn people_alone_are_enough(study in random(2), day in 1_u8..=28, month in 1_u8..=12) {
        // One date, no births, no mortality, no sex, no group, only ages 0 to 20.
        let mut alone = study;
        alone.births.clear();
        alone.population.retain(|row| row.age <= 20 && row.date.year == 2022 && row.group == Some(GroupIndex(0)));
        for row in &mut alone.population {
            row.group = None;
            row.date = date(2022, month, day);
        }
        alone.population.push(people(0, date(2022, month, day), None, 20, 30.0));
        alone.population.push(people(1, date(2022, month, day), None, 20, 30.0));
        let found = projected(&alone);
        prop_assert!(found.rolls.demand.sum() > 0.0);
        prop_assert!(found.methods.iter().all(|text| !text.zh.is_empty() && !text.en.is_empty()));
    }
}

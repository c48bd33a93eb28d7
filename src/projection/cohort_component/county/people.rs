//! People of the areas on the last counted date.

use super::regions::Regions;
use crate::domain::{PopulationCount, Sex, Study};
use crate::projection::calendar::Calendar;
use crate::projection::cohort_component::rates::OLDEST;
use crate::projection::cohort_component::{FEMALE, MALE};
use crate::projection::history::History;
use crate::projection::method::Methods;
use crate::projection::shares::{Marks, Shares};
use ndarray::{Array4, s};

/// People by `[area, group, sex, age]`; the last age is open. Children are those of the history; counts without sex are
/// halved, counts without group are split as in the history. A town's last count serves, that many years older.
pub(super) fn on_last_date(
    study: &Study,
    history: &History,
    regions: &Regions,
    methods: &mut Methods,
) -> Array4<f64> {
    let oldest = open_age(study);
    let groups = study.groups.len().max(1);
    let mut people = Array4::zeros((regions.len(), groups, 2, oldest + 1));
    let Ok(calendar) = Calendar::of(study, methods) else { return people };
    let marks = Marks::of(study, &calendar);
    let shares = Shares::of(study, &marks, &calendar, methods);
    let last_seen: Vec<Option<usize>> = (0..study.towns.len())
        .map(|town| (0..=history.grid.last).rev().find(|slot| marks.seen(study, town, *slot)))
        .collect();
    for row in &study.population {
        let Some(slot) = calendar.slot(row).filter(|slot| marks.counts(row, *slot)) else { continue };
        for (town, part) in shares.towns(row.area).filter(|(town, _)| last_seen[*town] == Some(slot)) {
            let age = (usize::from(row.age) + history.grid.last - slot).min(oldest);
            for (group, share) in shares.groups(town, row.group) {
                for (sex, of_sex) in sexes(row) {
                    people[[regions.of_town[town], group, sex, age]] += row.persons * part * share * of_sex;
                }
            }
        }
    }
    set_children(history, regions, &mut people);
    people
}

/// First age of the open group: the least written as open on the last date. Where none is, people grow older than the
/// greatest age counted, as far as the mortality table tells ages apart.
fn open_age(study: &Study) -> usize {
    let last = study.population.iter().map(|row| row.date).max();
    let counted = || study.population.iter().filter(|row| Some(row.date) == last);
    let open = counted().filter(|row| row.open).map(|row| row.age).min();
    let greatest = || {
        let told = study.mortality.iter().map(|row| row.figure.age);
        counted().map(|row| row.age).chain(told).max().unwrap_or(0).min(OLDEST)
    };
    usize::from(open.unwrap_or_else(greatest)).max(1)
}

/// Sexes of a row with their shares.
fn sexes(row: &PopulationCount) -> [(usize, f64); 2] {
    match row.sex {
        Some(Sex::Female) => [(FEMALE, 1.0), (MALE, 0.0)],
        Some(Sex::Male) => [(FEMALE, 0.0), (MALE, 1.0)],
        None => [(FEMALE, 0.5), (MALE, 0.5)],
    }
}

/// Children of the history, split by the sexes of the count; halved where none was counted.
fn set_children(history: &History, regions: &Regions, people: &mut Array4<f64>) {
    let (areas, groups, _, ages) = people.dim();
    let kept = (history.oldest() + 1).min(ages - 1);
    let mut totals = ndarray::Array3::<f64>::zeros((areas, groups, kept));
    for (town, region) in regions.of_town.iter().enumerate() {
        let mut of_area = totals.index_axis_mut(ndarray::Axis(0), *region);
        of_area += &history.children.slice(s![town, .., ..kept, history.grid.last]);
    }
    for ((area, group, age), total) in totals.indexed_iter() {
        let girls = people[[area, group, FEMALE, age]];
        let counted = girls + people[[area, group, MALE, age]];
        // The same number in another order of summing must not disturb the count.
        if counted > 0.0 && (total - counted).abs() <= 1e-9 * counted {
            continue;
        }
        let share = if counted > 0.0 { girls / counted } else { 0.5 };
        people[[area, group, FEMALE, age]] = total * share;
        people[[area, group, MALE, age]] = total * (1.0 - share);
    }
}

/// Girls among the children aged 0 to 4 (女童占比), by single age; a half where there are none.
pub(super) fn share_of_girls(people: &Array4<f64>) -> f64 {
    let young = people.slice(s![.., .., .., ..5.min(people.dim().3)]);
    let total = young.sum();
    if total > 0.0 { young.slice(s![.., .., FEMALE, ..]).sum() / total } else { 0.5 }
}

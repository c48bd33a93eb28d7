//! People of the counties on the last counted date.

use crate::domain::{PopulationCount, Sex, Study};
use crate::projection::calendar::Calendar;
use crate::projection::cohort_component::{FEMALE, MALE};
use crate::projection::history::History;
use crate::projection::method::Methods;
use crate::projection::shares::{Marks, Shares};
use ndarray::{Array4, s};

/// People by `[county, group, sex, age]`; the last age is open. Children are those of the history; counts without sex are
/// halved, counts without group are split as in the history. A town's last count serves, that many years older.
pub(super) fn on_last_date(study: &Study, history: &History, methods: &mut Methods) -> Array4<f64> {
    let oldest = open_age(study);
    let groups = study.groups.len().max(1);
    let mut people = Array4::zeros((study.counties.len(), groups, 2, oldest + 1));
    let Ok(calendar) = Calendar::of(study, methods) else { return people };
    let marks = Marks::of(study, &calendar);
    let shares = Shares::of(study, &marks, &calendar, methods);
    let last_seen: Vec<Option<usize>> = (0..study.towns.len())
        .map(|town| (0..=history.grid.last).rev().find(|slot| marks.seen(study, town, *slot)))
        .collect();
    for row in &study.population {
        let Some(slot) = calendar.slot(row).filter(|slot| marks.counts(study, row, *slot)) else { continue };
        for (town, part) in shares.towns(row.area).filter(|(town, _)| last_seen[*town] == Some(slot)) {
            let age = (usize::from(row.age) + history.grid.last - slot).min(oldest);
            let county = study.towns[town].county.index();
            for (group, share) in shares.groups(town, row.group) {
                for (sex, of_sex) in sexes(row) {
                    people[[county, group, sex, age]] += row.persons * part * share * of_sex;
                }
            }
        }
    }
    set_children(study, history, &mut people);
    people
}

/// First age of the open group: the least written as open, else the greatest given.
fn open_age(study: &Study) -> usize {
    let open = study.population.iter().filter(|row| row.open).map(|row| row.age).min();
    let greatest = study.population.iter().map(|row| row.age).max();
    usize::from(open.or(greatest).unwrap_or(0)).max(1)
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
fn set_children(study: &Study, history: &History, people: &mut Array4<f64>) {
    let (counties, groups, _, ages) = people.dim();
    let kept = (history.oldest() + 1).min(ages - 1);
    let mut totals = ndarray::Array3::<f64>::zeros((counties, groups, kept));
    for (town, place) in study.towns.iter().enumerate() {
        let mut of_county = totals.index_axis_mut(ndarray::Axis(0), place.county.index());
        of_county += &history.children.slice(s![town, .., ..kept, history.grid.last]);
    }
    for ((county, group, age), total) in totals.indexed_iter() {
        let girls = people[[county, group, FEMALE, age]];
        let counted = girls + people[[county, group, MALE, age]];
        let share = if counted > 0.0 { girls / counted } else { 0.5 };
        people[[county, group, FEMALE, age]] = total * share;
        people[[county, group, MALE, age]] = total * (1.0 - share);
    }
}

/// Girls among the children aged 0 to 4 (女童占比); a half where there are none.
pub(super) fn share_of_girls(people: &Array4<f64>) -> f64 {
    let young = people.slice(s![.., .., .., ..5.min(people.dim().3)]);
    let total = young.sum();
    if total > 0.0 { young.slice(s![.., .., FEMALE, ..]).sum() / total } else { 0.5 }
}

//! From the values of columns to a plan in the field's words.

use super::formulation::Formulation;
use super::keys::{ColumnKey, Segment};
use super::plan::{Certification, Enrolment, Move, Opening, Shortfall, Unplaced};
use crate::domain::{GroupIndex, ProjectIndex, SchoolYear, TownIndex};
use crate::projection::Rolls;
use std::collections::BTreeMap;

/// Below this many children a value is the solver's rounding.
const NEGLIGIBLE: f64 = 1e-5;

/// The openings of a solution, by project.
#[must_use]
pub fn openings(formulation: &Formulation, values: &[f64]) -> Vec<Opening> {
    let built = |column: super::model::Column| whole(values[column.0]);
    let of_project = |project: ProjectIndex| {
        let openings = formulation.variables.built[project.index()].openings();
        openings.filter_map(move |(position, column, before)| {
            let count = built(column).saturating_sub(before.map_or(0, built));
            let year = formulation.sets.years[position];
            (count > 0).then_some(Opening { project, year, count })
        })
    };
    ProjectIndex::all(formulation.study.projects.len()).flat_map(of_project).collect()
}

/// The whole number that a value stands for.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates, and bounds keep it small
fn whole(value: f64) -> u32 {
    value.round() as u32
}

/// Counties and the year from which they are certified.
#[must_use]
pub fn certifications(formulation: &Formulation, values: &[f64]) -> Vec<Certification> {
    let mut certifications = Vec::new();
    for (criteria, counties) in formulation.variables.certified.iter().enumerate() {
        for (county, years) in formulation.study.county_indices().zip(counties) {
            if let Some(position) = years.iter().position(|column| values[column.0] > 0.5) {
                certifications.push(Certification {
                    criteria,
                    county,
                    year: formulation.sets.years[position],
                });
            }
        }
    }
    certifications
}

/// Promises missed in a repair run.
#[must_use]
pub fn shortfalls(formulation: &Formulation, values: &[f64]) -> Vec<Shortfall> {
    let columns = formulation.model.columns().iter().zip(values).filter(|(_, amount)| **amount > NEGLIGIBLE);
    columns
        .filter_map(|(column, amount)| match &column.key {
            ColumnKey::Short { promise } => Some(Shortfall { promise: promise.clone(), amount: *amount }),
            _ => None,
        })
        .collect()
}

/// Children without a place in a repair run, by group as the children of their town are.
#[must_use]
pub fn unplaced(formulation: &Formulation, rolls: &Rolls, values: &[f64]) -> Vec<Unplaced> {
    let segments = formulation.sets.segments.iter().enumerate();
    segments
        .flat_map(|(segment, data)| {
            segment_unplaced(formulation, segment, values, &group_shares(rolls, data))
        })
        .collect()
}

/// Where children of each group go, and who sits in which class.
///
/// A segment of several groups is divided as the children of the town of residence are; in the town of schooling each
/// class takes them as they arrive. Both keep every balance.
#[must_use]
pub fn people(formulation: &Formulation, rolls: &Rolls, values: &[f64]) -> (Vec<Move>, Vec<Enrolment>) {
    let (mut moves, mut enrolments) = (Vec::new(), Vec::new());
    for (segment, data) in formulation.sets.segments.iter().enumerate() {
        moves.extend(segment_moves(formulation, segment, values, &group_shares(rolls, data)));
    }
    let mut arrivals: BTreeMap<(usize, TownIndex, SchoolYear), f64> = BTreeMap::new();
    for one in &moves {
        let segment = segment_of(formulation, one);
        *arrivals.entry((segment, one.to, one.year)).or_insert(0.0) += one.children;
    }
    let mut by_group: BTreeMap<(usize, TownIndex, SchoolYear, GroupIndex), f64> = BTreeMap::new();
    for one in &moves {
        *by_group.entry((segment_of(formulation, one), one.to, one.year, one.group)).or_insert(0.0) +=
            one.children;
    }
    for (pool, data) in formulation.sets.pools.iter().enumerate() {
        for (segment, columns) in &formulation.variables.enrolled[pool] {
            for (position, column) in columns.iter().enumerate() {
                let pupils = column.map_or(0.0, |column| values[column.0]);
                if pupils <= NEGLIGIBLE {
                    continue;
                }
                let bought_column =
                    formulation.variables.bought(pool, *segment).get(position).copied().flatten();
                let bought = bought_column.map_or(0.0, |column| values[column.0].min(pupils));
                let year = formulation.sets.years[position];
                let all = arrivals.get(&(*segment, data.town, year)).copied().unwrap_or(0.0);
                for group in &formulation.sets.segments[*segment].groups {
                    let arriving = by_group.get(&(*segment, data.town, year, *group)).copied().unwrap_or(0.0);
                    let share = if all > 0.0 { arriving / all } else { 0.0 };
                    let (pupils, bought) = (pupils * share, bought * share);
                    if pupils > NEGLIGIBLE {
                        enrolments.push(Enrolment {
                            town: data.town,
                            class: data.class,
                            group: *group,
                            year,
                            pupils,
                            bought,
                        });
                    }
                }
            }
        }
    }
    (moves, enrolments)
}

fn segment_of(formulation: &Formulation, one: &Move) -> usize {
    let segments = &formulation.sets.segments;
    segments
        .iter()
        .position(|segment| segment.stage == one.stage && segment.groups.contains(&one.group))
        .unwrap_or(0)
}

/// Share of each group of a segment in the children of a town and planned year.
fn group_shares<'a>(
    rolls: &'a Rolls,
    segment: &'a Segment,
) -> impl Fn(TownIndex, usize) -> Vec<(GroupIndex, f64)> + 'a {
    move |town, position| {
        let children = |group: GroupIndex| rolls.demand(town, segment.stage, group, position);
        let all: f64 = segment.groups.iter().map(|group| children(*group)).sum();
        let share = |group: &GroupIndex| if all > 0.0 { children(*group) / all } else { 0.0 };
        segment.groups.iter().map(|group| (*group, share(group))).collect()
    }
}

fn segment_moves(
    formulation: &Formulation,
    segment: usize,
    values: &[f64],
    shares: &impl Fn(TownIndex, usize) -> Vec<(GroupIndex, f64)>,
) -> Vec<Move> {
    let stage = formulation.sets.segments[segment].stage;
    let mut moves = Vec::new();
    for (from, years) in formulation.variables.moves[segment].iter().enumerate() {
        for (position, ways) in years.iter().enumerate() {
            let (from, year) = (TownIndex(from), formulation.sets.years[position]);
            for (to, way, column) in ways.iter().filter(|(_, _, column)| values[column.0] > NEGLIGIBLE) {
                for (group, share) in shares(from, position).into_iter().filter(|(_, share)| *share > 0.0) {
                    let children = values[column.0] * share;
                    moves.push(Move { from, to: *to, stage, group, year, children, travel: *way });
                }
            }
        }
    }
    moves
}

fn segment_unplaced(
    formulation: &Formulation,
    segment: usize,
    values: &[f64],
    shares: &impl Fn(TownIndex, usize) -> Vec<(GroupIndex, f64)>,
) -> Vec<Unplaced> {
    let stage = formulation.sets.segments[segment].stage;
    let mut unplaced = Vec::new();
    for (town, years) in formulation.variables.unplaced[segment].iter().enumerate() {
        for (position, column) in years.iter().enumerate() {
            let children = column.map_or(0.0, |column| values[column.0]);
            if children > NEGLIGIBLE {
                let (town, year) = (TownIndex(town), formulation.sets.years[position]);
                for (group, share) in shares(town, position).into_iter().filter(|(_, share)| *share > 0.0) {
                    unplaced.push(Unplaced { town, stage, group, year, children: children * share });
                }
            }
        }
    }
    unplaced
}

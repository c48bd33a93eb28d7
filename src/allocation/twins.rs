//! Projects that are alike (同类项目): two new schools in one town with the same places, money and years. Which of them a plan builds is all
//! the same to it, and the search takes either; so that the choice depends neither on the search nor on the order of rows, the
//! one whose id comes first is opened first.

use super::formulation::Formulation;
use crate::domain::{Project, ProjectIndex, TownIndex};
use std::collections::BTreeMap;

/// The same solution with the openings of projects that are alike in order of their ids. Every row holds as before and the cost is
/// the same.
#[must_use]
pub fn in_order(formulation: &Formulation, values: &[f64]) -> Vec<f64> {
    let mut ordered = values.to_vec();
    for twins in twins(formulation) {
        let columns = |project: &ProjectIndex| formulation.variables.built[project.index()].columns();
        let mut openings: Vec<Vec<f64>> = twins
            .iter()
            .map(|project| columns(project).iter().map(|column| values[column.0]).collect())
            .collect();
        // In use by the earliest year first: more copies early come before fewer.
        openings.sort_by(|one, other| {
            let years = one.iter().zip(other).map(|(one, other)| other.round().total_cmp(&one.round()));
            years.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        });
        for (project, opening) in twins.iter().zip(openings) {
            columns(project).iter().zip(opening).for_each(|(column, value)| ordered[column.0] = value);
        }
    }
    ordered
}

/// Groups of projects that are alike, each by id. None where an earlier plan weighs or somebody puts projects in or out by name.
fn twins(formulation: &Formulation) -> Vec<Vec<ProjectIndex>> {
    let (study, sets) = (formulation.study, &formulation.sets);
    if sets.stay_close.is_some() {
        return Vec::new();
    }
    let mut options: BTreeMap<&str, usize> = BTreeMap::new();
    let sites = study.projects.iter().filter_map(|project| project.site.as_deref());
    sites.for_each(|site| *options.entry(site).or_default() += 1);
    let alone = |project: &Project| project.site.as_deref().is_none_or(|site| options[site] == 1);
    let mut by_town: BTreeMap<TownIndex, Vec<Vec<ProjectIndex>>> = BTreeMap::new();
    for (index, project) in ProjectIndex::all(study.projects.len()).zip(&study.projects) {
        if !alone(project) || project.from_school.is_some() || sets.forced.contains_key(&index) {
            continue;
        }
        let groups = by_town.entry(project.town).or_default();
        match groups.iter_mut().find(|group| alike(&study.projects[group[0].index()], project)) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    let mut groups: Vec<_> = by_town.into_values().flatten().filter(|group| group.len() > 1).collect();
    let id = |project: &ProjectIndex| study.projects[project.index()].id.as_str();
    groups.iter_mut().for_each(|group| group.sort_by(|one, other| id(one).cmp(id(other))));
    groups
}

/// Whether two projects are alike in everything but their names.
#[must_use]
pub fn alike(one: &Project, other: &Project) -> bool {
    let named = Project {
        id: one.id.clone(),
        site: one.site.clone(),
        name: one.name.clone(),
        name_en: one.name_en.clone(),
        note: one.note.clone(),
        ..other.clone()
    };
    *one == named
}

//! A first plan (初始方案): the relaxation's projects rounded up, on each site the largest that it begins.

use crate::allocation::keys::{ColumnKey, RowKey};
use crate::allocation::model::Model;
use std::collections::{BTreeMap, BTreeSet};

/// A project is begun if the relaxation builds this much of it.
const BEGUN: f64 = 1e-3;

/// Values with whole numbers: what is begun is built, of the options of a site the costliest that is begun, as early as any;
/// everything else that must be whole is rounded down.
#[must_use]
pub fn rounded(model: &Model, values: &[f64]) -> Vec<f64> {
    let projects = projects(model);
    let mut whole: Vec<f64> = model
        .columns()
        .iter()
        .zip(values)
        .map(|(column, value)| if column.integer { (value + 1e-6).floor().max(column.lower) } else { *value })
        .collect();
    let mut alone: BTreeSet<usize> = projects.keys().copied().collect();
    let mut sites: Vec<Vec<usize>> = Vec::new();
    for row in model.rows().iter().filter(|row| matches!(row.key, RowKey::Site { .. })) {
        let of_row = |(column, _): &(crate::allocation::model::Column, f64)| project(model, column.0);
        let options: Vec<usize> = row.terms.iter().filter_map(of_row).collect();
        options.iter().for_each(|option| {
            alone.remove(option);
        });
        sites.push(options);
    }
    sites.extend(alone.into_iter().map(|project| vec![project]));
    for site in sites {
        let columns: Vec<&Vec<usize>> = site.iter().filter_map(|project| projects.get(project)).collect();
        build(model, values, &columns, &mut whole);
    }
    whole
}

/// Columns of every project, by year.
fn projects(model: &Model) -> BTreeMap<usize, Vec<usize>> {
    let mut projects: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for column in 0..model.columns().len() {
        if let Some(project) = project(model, column) {
            projects.entry(project).or_default().push(column);
        }
    }
    projects
}

fn project(model: &Model, column: usize) -> Option<usize> {
    match &model.columns()[column].key {
        ColumnKey::Built { project, .. } => Some(project.index()),
        _ => None,
    }
}

/// Builds the costliest option of a site that is begun, from the first year in which any is.
fn build(model: &Model, values: &[f64], options: &[&Vec<usize>], whole: &mut [f64]) {
    let last = |columns: &Vec<usize>| columns.last().copied();
    let cost = |columns: &Vec<usize>| columns.iter().map(|column| model.columns()[*column].cost).sum::<f64>();
    let begun = |columns: &&&Vec<usize>| last(columns).is_some_and(|column| values[column] > BEGUN);
    let Some(chosen) = options.iter().filter(begun).max_by(|one, other| cost(one).total_cmp(&cost(other)))
    else {
        return;
    };
    for option in options {
        for (place, column) in option.iter().rev().enumerate() {
            let in_use = options
                .iter()
                .filter_map(|other| other.len().checked_sub(place + 1).map(|at| values[other[at]]))
                .sum::<f64>();
            let built = std::ptr::eq(*option, *chosen) && (in_use > BEGUN || place == 0);
            whole[*column] = if built { 1.0 } else { model.columns()[*column].lower };
        }
    }
}

//! Staying close to an earlier plan (少变动): a price on every project that opens otherwise than planned, a term of the objective beside
//! cost.
//!
//! `price · (1 − (built[p,Y] − built[p,Y−1]))` for a project planned to open in Y, `price · built[p,last]` for any other

use super::formulation::Formulation;
use super::model::Column;
use super::sets::StayClose;
use crate::domain::ProjectIndex;

/// Columns and what they weigh, but for a constant; templates, whose number is decided, weigh nothing.
pub fn terms(formulation: &Formulation) -> Vec<(Column, f64)> {
    let Formulation { study, sets, variables, .. } = formulation;
    let Some(StayClose { price, planned }) = &sets.stay_close else { return Vec::new() };
    let mut terms = Vec::new();
    for (index, project) in ProjectIndex::all(study.projects.len()).zip(&study.projects) {
        let built = &variables.built[index.index()];
        if project.is_template() {
            continue;
        }
        let Some(year) = planned.get(&index) else {
            terms.extend(built.in_the_end().map(|column| (column, *price)));
            continue;
        };
        let opens = built.openings().find(|(position, ..)| sets.years[*position] == *year);
        if let Some((_, column, before)) = opens {
            terms.push((column, -price));
            terms.extend(before.map(|before| (before, *price)));
        }
    }
    terms
}

/// Adds the weights to the objective.
pub fn add(formulation: &mut Formulation) {
    for (column, weight) in terms(formulation) {
        formulation.model.add_cost(column, weight);
    }
}

/// What a solution's objective holds of the weights, which are no cost.
pub fn weighed(formulation: &Formulation, values: &[f64]) -> f64 {
    terms(formulation).into_iter().map(|(column, weight)| weight * values[column.0].round()).sum()
}

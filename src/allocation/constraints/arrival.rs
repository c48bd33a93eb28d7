//! Arrival (到校): the children who go to school in a town are the pupils of its classes.
//!
//! `Σ_i move[i,j,g,y] = Σ_k enrolled[j,g,k,y]`

use crate::allocation::formulation::Formulation;
use crate::allocation::keys::RowKey;
use crate::allocation::model::{Column, Sense};
use crate::domain::TownIndex;

/// Adds a row for every town, segment and year in which anybody could arrive or be enrolled.
pub fn add(formulation: &mut Formulation) {
    for segment in 0..formulation.sets.segments.len() {
        for (position, terms) in balances(formulation, segment) {
            let (town, position) = position;
            let key = RowKey::Arrival { town, segment, year: formulation.sets.years[position] };
            formulation.model.add_row(key, terms, Sense::Equal, 0.0);
        }
    }
}

type Balance = ((TownIndex, usize), Vec<(Column, f64)>);

fn balances(formulation: &Formulation, segment: usize) -> Vec<Balance> {
    let (sets, variables) = (&formulation.sets, &formulation.variables);
    let (towns, years) = (formulation.study.towns.len(), sets.years.len());
    let mut terms = vec![Vec::new(); towns * years];
    for by_year in &variables.moves[segment] {
        for (position, ways) in by_year.iter().enumerate() {
            for (to, _, column) in ways {
                terms[to.index() * years + position].push((*column, 1.0));
            }
        }
    }
    for (pool, data) in sets.pools.iter().enumerate() {
        for (position, column) in variables.pupils(pool, segment).iter().enumerate() {
            if let Some(column) = column {
                terms[data.town.index() * years + position].push((*column, -1.0));
            }
        }
    }
    let place = |slot: usize| (TownIndex(slot / years), slot % years);
    terms
        .into_iter()
        .enumerate()
        .filter(|(_, terms)| !terms.is_empty())
        .map(|(slot, terms)| (place(slot), terms))
        .collect()
}

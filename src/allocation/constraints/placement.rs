//! Placement (入学): every child of a town goes to school somewhere.
//!
//! `Σ_j move[i,j,g,y] + unplaced[i,g,y] = children[i,g,y]`

use crate::allocation::formulation::Formulation;
use crate::allocation::keys::RowKey;
use crate::allocation::model::Sense;
use crate::domain::TownIndex;

/// Adds a row for every town, segment and year with children.
pub fn add(formulation: &mut Formulation) {
    let Formulation { sets, variables, model, .. } = formulation;
    for (segment, towns) in variables.moves.iter().enumerate() {
        for (town, years) in towns.iter().enumerate() {
            for (position, ways) in years.iter().enumerate() {
                let children = sets.children[segment][town][position];
                if children <= 0.0 {
                    continue;
                }
                let mut terms: Vec<_> = ways.iter().map(|(_, _, column)| (*column, 1.0)).collect();
                terms.extend(variables.unplaced[segment][town][position].map(|column| (column, 1.0)));
                let key = RowKey::Placement { town: TownIndex(town), segment, year: sets.years[position] };
                model.add_row(key, terms, Sense::Equal, children);
            }
        }
    }
}

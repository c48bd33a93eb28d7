//! Needs (未来学位需求): in futures that the plan is to stand, the places that some towns reach hold their children.
//!
//! `Σ_{pools} (standing + Σ_p places[p]·built[p,y]) ≥ needed`, a minimum cut of the placement in a future

use super::capacity::added_places;
use crate::allocation::formulation::{Formulation, Promises};
use crate::allocation::keys::RowKey;
use crate::allocation::model::Sense;

/// Adds a row for every need, where every promise is kept; a repair has other worries.
pub fn add(formulation: &mut Formulation) {
    if formulation.promises != Promises::Kept {
        return;
    }
    let Formulation { sets, variables, model, .. } = formulation;
    for (number, need) in sets.needs.iter().enumerate() {
        let Some(position) = sets.years.iter().position(|year| *year == need.year) else { continue };
        let pools = sets.pools.iter().filter(|pool| need.pools.contains(&(pool.town, pool.class)));
        let (mut terms, mut standing) = (Vec::new(), 0.0);
        for pool in pools {
            terms.extend(added_places(variables, pool, position));
            standing += pool.standing[position];
        }
        model.add_row(RowKey::Need { number }, terms, Sense::AtLeast, need.needed - standing);
    }
}

//! Closure (撤并): places that are taken must stand: what the plan opens it does not close, and no school is taken twice. The
//! pupils of closed places find others, since capacity and placement hold as ever.
//!
//! `Σ_p taken[p,k]·built[p,y] ≤ standing[j,k,y]`, `Σ_{p taking school} built[p,last] ≤ 1`

use super::capacity::added_places;
use crate::allocation::formulation::Formulation;
use crate::allocation::keys::RowKey;
use crate::allocation::model::{Column, Sense};
use crate::domain::ProjectIndex;
use std::collections::BTreeMap;

/// Adds a row for every pool and year in which more places could be taken than stand, and for every school that several
/// projects could take.
pub fn add(formulation: &mut Formulation) {
    let Formulation { study, sets, variables, model, .. } = formulation;
    for pool in &sets.pools {
        for (position, year) in sets.years.iter().enumerate() {
            let added = added_places(variables, pool, position);
            let terms: Vec<(Column, f64)> =
                added.filter(|(_, places)| *places < 0.0).map(|(column, places)| (column, -places)).collect();
            let most: f64 = terms.iter().map(|(column, taken)| taken * model.columns()[column.0].upper).sum();
            if most > pool.standing[position] {
                let key = RowKey::Taken { town: pool.town, class: pool.class, year: *year };
                model.add_row(key, terms, Sense::AtMost, pool.standing[position]);
            }
        }
    }
    let mut schools: BTreeMap<usize, Vec<(Column, f64)>> = BTreeMap::new();
    for (index, project) in ProjectIndex::all(study.projects.len()).zip(&study.projects) {
        if let (Some(school), Some(column)) =
            (project.from_school, variables.built[index.index()].in_the_end())
        {
            schools.entry(school).or_default().push((column, 1.0));
        }
    }
    for (school, terms) in schools {
        model.add_row(RowKey::School { school }, terms, Sense::AtMost, 1.0);
    }
}

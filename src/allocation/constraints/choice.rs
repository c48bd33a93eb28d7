//! Choice (家长选择): families are not pawns; the share of a county's children in some classes stays between floor and cap.
//!
//! `floor·children[c,s,y] ≤ Σ enrolled ≤ cap·children[c,s,y]`; the floor asks for no more than the places that stand

use super::share::pupils;
use crate::allocation::formulation::Formulation;
use crate::allocation::keys::Promise;
use crate::allocation::model::Sense;
use crate::domain::{CountyIndex, GroupIndex, Selection};

/// Adds two rows for every rule, county and planned year.
pub fn add(formulation: &mut Formulation) {
    let study = formulation.study;
    for (index, choice) in study.choices.iter().enumerate() {
        let groups = GroupIndex::all(study.groups.len()).collect();
        let selection = Selection { classes: choice.classes.clone(), groups };
        for county in study.county_indices() {
            for position in 0..formulation.sets.years.len() {
                let children = children(formulation, index, county, position);
                let standing = standing(formulation, &selection, county, position);
                let rows = [
                    (true, Sense::AtLeast, (choice.floor * children).min(standing), 1.0),
                    (false, Sense::AtMost, choice.cap * children, -1.0),
                ];
                for (floor, sense, right, _sign) in rows {
                    let terms = pupils(formulation, &selection, Some(county), position);
                    let idle = if floor { right <= 0.0 } else { choice.cap >= 1.0 };
                    if terms.is_empty() || idle {
                        continue;
                    }
                    let year = formulation.sets.years[position];
                    let promise = Promise::Choice { choice: index, county, year, floor };
                    formulation.add_promise(promise, terms, sense, right);
                }
            }
        }
    }
}

fn children(formulation: &Formulation, choice: usize, county: CountyIndex, position: usize) -> f64 {
    let study = formulation.study;
    let towns = study.town_indices().filter(|town| study.county_of(*town) == county);
    formulation.sets.children_of(study.choices[choice].stage, position, towns)
}

fn standing(formulation: &Formulation, selection: &Selection, county: CountyIndex, position: usize) -> f64 {
    let pools = formulation.sets.pools_of(formulation.study, selection, Some(county));
    pools.map(|(_, pool)| pool.standing[position]).sum()
}

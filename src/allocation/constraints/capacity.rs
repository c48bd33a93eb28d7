//! Capacity (学位): no class of a town has more pupils than places, those of the plan's projects included.
//!
//! `Σ_g enrolled[j,g,k,y] ≤ standing[j,k,y] + Σ_p places[p,k]·built[p,y]`
//!
//! Since pupils are never fewer than none, no closure or conversion takes more places than there are.

use crate::allocation::formulation::Formulation;
use crate::allocation::keys::RowKey;
use crate::allocation::model::{Column, Sense};
use crate::allocation::sets::Pool;
use crate::allocation::variables::Variables;

/// Adds a row for every pool and year in which it can have places; and a row for each bought place to be filled.
pub fn add(formulation: &mut Formulation) {
    let Formulation { sets, variables, model, .. } = formulation;
    for (index, pool) in sets.pools.iter().enumerate() {
        for (position, year) in sets.years.iter().enumerate() {
            let pupils = variables.enrolled[index].iter().filter_map(|(_, columns)| columns[position]);
            let mut terms: Vec<_> = pupils.map(|column| (column, 1.0)).collect();
            terms.extend(added_places(variables, pool, position).map(|(column, places)| (column, -places)));
            if terms.is_empty() {
                continue;
            }
            let key = RowKey::Capacity { town: pool.town, class: pool.class, year: *year };
            model.add_row(key, terms, Sense::AtMost, pool.standing[position]);
        }
        for (segment, bought) in &variables.bought[index] {
            let enrolled = variables.pupils(index, *segment);
            for (position, (bought, enrolled)) in bought.iter().zip(enrolled).enumerate() {
                if let (Some(bought), Some(enrolled)) = (bought, enrolled) {
                    let (town, class, year) = (pool.town, pool.class, sets.years[position]);
                    let key = RowKey::Bought { town, class, segment: *segment, year };
                    model.add_row(key, vec![(*bought, 1.0), (*enrolled, -1.0)], Sense::AtMost, 0.0);
                }
            }
        }
    }
}

/// Places that projects add to a pool by a planned year, as terms; those taken are out of use during the works already.
pub fn added_places<'a>(
    variables: &'a Variables,
    pool: &'a Pool,
    position: usize,
) -> impl Iterator<Item = (Column, f64)> + 'a {
    pool.effects.iter().filter_map(move |effect| {
        let built = &variables.built[effect.project.index()];
        built.by(position + effect.ahead).map(|column| (column, effect.places))
    })
}

//! Delivery (年度建设能力): no more projects of a programme open in a year than can be delivered.
//!
//! `Σ_p (built[p,y] − built[p,y−1]) ≤ at_most_per_year`

use super::programme::counted;
use crate::allocation::formulation::Formulation;
use crate::allocation::keys::Promise;
use crate::allocation::model::{Column, Sense};
use crate::domain::ProgrammeIndex;

/// Adds a row for every limited programme and decision year.
pub fn add(formulation: &mut Formulation) {
    let study = formulation.study;
    let years: Vec<_> = formulation.sets.decision_years().collect();
    for (index, programme) in ProgrammeIndex::all(study.programmes.len()).zip(&study.programmes) {
        let Some(most) = programme.at_most_per_year else { continue };
        for (position, year) in &years {
            let mut terms: Vec<(Column, f64)> = Vec::new();
            for project in counted(study, index) {
                let mut openings = formulation.variables.built[project].openings();
                if let Some((_, column, before)) = openings.find(|(at, ..)| at == position) {
                    terms.push((column, 1.0));
                    terms.extend(before.map(|before| (before, -1.0)));
                }
            }
            if terms.is_empty() {
                continue;
            }
            let promise = Promise::Delivery { programme: index, year: *year };
            formulation.add_promise(promise, terms, Sense::AtMost, f64::from(most));
        }
    }
}

//! Programme (工程): so many projects in use by the last decision year.
//!
//! `Σ_p built[p,last] ≥ at_least`, `≤ at_most`

use crate::allocation::formulation::Formulation;
use crate::allocation::keys::Promise;
use crate::allocation::model::Sense;
use crate::domain::{ProgrammeIndex, Study};

/// Adds up to two rows a programme.
pub fn add(formulation: &mut Formulation) {
    let study = formulation.study;
    for (index, programme) in ProgrammeIndex::all(study.programmes.len()).zip(&study.programmes) {
        let bounds = [(programme.at_least, Sense::AtLeast, 1.0), (programme.at_most, Sense::AtMost, -1.0)];
        for (number, sense, _sign) in bounds {
            let Some(number) = number else { continue };
            let terms: Vec<_> = counted(study, index)
                .filter_map(|project| formulation.variables.built[project].in_the_end())
                .map(|column| (column, 1.0))
                .collect();
            let promise = Promise::Programme { programme: index };
            formulation.add_promise(promise, terms, sense, f64::from(number));
        }
    }
}

/// Positions of the projects that count towards a programme.
pub fn counted(study: &Study, programme: ProgrammeIndex) -> impl Iterator<Item = usize> + '_ {
    let kinds = &study.programmes[programme.index()].kinds;
    let counts = move |project: &crate::domain::Project| {
        project.programme == programme && kinds.contains(&project.kind)
    };
    study.projects.iter().enumerate().filter(move |(_, project)| counts(project)).map(|(index, _)| index)
}

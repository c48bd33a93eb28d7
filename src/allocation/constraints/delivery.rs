//! Delivery (年度建设能力): no more projects start or open in a year than can be delivered, by programme and county.
//!
//! `Σ_p (built[p,y] − built[p,y−1]) ≤ at_most`, over the openings of the year, or over those whose works begin in it

use super::programme::counted;
use crate::allocation::formulation::Formulation;
use crate::allocation::keys::Promise;
use crate::allocation::model::{Column, Sense};
use crate::domain::{DeliveryEvent, DeliveryLimit, ProgrammeIndex, Project, SchoolYear, Study};

/// Adds a row for every limited programme and decision year, and for every row of the delivery table and its years.
pub fn add(formulation: &mut Formulation) {
    let study = formulation.study;
    let years: Vec<_> = formulation.sets.decision_years().map(|(_, year)| year).collect();
    for (index, programme) in ProgrammeIndex::all(study.programmes.len()).zip(&study.programmes) {
        let Some(most) = programme.at_most_per_year else { continue };
        for year in &years {
            let terms = events(formulation, counted(study, index), DeliveryEvent::Opening, *year);
            add_row(formulation, Promise::Delivery { programme: index, year: *year }, terms, most);
        }
    }
    for (index, limit) in study.deliveries.iter().enumerate() {
        for year in years.iter().filter(|year| limit.year.is_none_or(|of| of == **year)) {
            let terms = events(formulation, limited(study, limit), limit.event, *year);
            let promise = Promise::DeliveryLimit { limit: index, year: *year };
            add_row(formulation, promise, terms, limit.at_most);
        }
    }
}

fn add_row(formulation: &mut Formulation, promise: Promise, terms: Vec<(Column, f64)>, most: u32) {
    if !terms.is_empty() {
        formulation.add_promise(promise, terms, Sense::AtMost, f64::from(most));
    }
}

/// Positions of the projects that a limit counts: of its programme and county, of the kinds that the programme counts.
fn limited<'a>(study: &'a Study, limit: &'a DeliveryLimit) -> impl Iterator<Item = usize> + 'a {
    let is_counted = |project: &Project| {
        limit.programme.is_none_or(|programme| programme == project.programme)
            && limit.county.is_none_or(|county| county == study.county_of(project.town))
            && study.programmes[project.programme.index()].kinds.contains(&project.kind)
    };
    let projects = study.projects.iter().enumerate();
    projects.filter(move |(_, project)| is_counted(project)).map(|(index, _)| index)
}

/// Starts or openings of some projects in a year, as terms.
fn events(
    formulation: &Formulation,
    projects: impl Iterator<Item = usize>,
    event: DeliveryEvent,
    year: SchoolYear,
) -> Vec<(Column, f64)> {
    let Formulation { study, sets, variables, .. } = formulation;
    let mut terms = Vec::new();
    for index in projects {
        for (position, column, before) in variables.built[index].openings() {
            let opening = sets.years[position];
            let at = match event {
                DeliveryEvent::Opening => Some(opening.0),
                DeliveryEvent::Start => study.start_year(&study.projects[index], opening),
            };
            if at == Some(year.0) {
                terms.push((column, 1.0));
                terms.extend(before.map(|before| (before, -1.0)));
            }
        }
    }
    terms
}

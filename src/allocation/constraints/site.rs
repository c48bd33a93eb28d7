//! Site (地块): what is in use stays in use, and a site takes at most one of its options.
//!
//! `built[p,y] ≤ built[p,y+1]`, `Σ_{p on site} built[p,last] ≤ 1`

use crate::allocation::formulation::Formulation;
use crate::allocation::keys::RowKey;
use crate::allocation::model::{Column, Sense};
use crate::domain::ProjectIndex;
use std::collections::BTreeMap;

/// Adds the rows of every project and site.
pub fn add(formulation: &mut Formulation) {
    let Formulation { study, sets, variables, model, .. } = formulation;
    let mut sites: BTreeMap<&str, Vec<Column>> = BTreeMap::new();
    for (index, project) in ProjectIndex::all(study.projects.len()).zip(&study.projects) {
        let built = &variables.built[index.index()];
        for (position, column, before) in built.openings() {
            if let Some(before) = before {
                let key = RowKey::StaysOpen { project: index, year: sets.years[position] };
                model.add_row(key, vec![(before, 1.0), (column, -1.0)], Sense::AtMost, 0.0);
            }
        }
        if let (Some(site), Some(column)) = (&project.site, built.in_the_end()) {
            sites.entry(site).or_default().push(column);
        }
    }
    for (site, options) in sites.into_iter().filter(|(_, options)| options.len() > 1) {
        let terms = options.into_iter().map(|column| (column, 1.0)).collect();
        model.add_row(RowKey::Site { site: site.to_owned() }, terms, Sense::AtMost, 1.0);
    }
}

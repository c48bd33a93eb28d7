//! The table of completions (住房竣工).

use super::findings::Findings;
use super::model::Model;
use super::package::Package;
use super::places::Places;
use crate::domain::{Completion, TownIndex};

/// Dwellings completed by town, kind and year.
pub(super) fn read_housing(
    package: &Package,
    model: &Model,
    places: &Places,
    findings: &Findings,
) -> Vec<Completion> {
    let rows = package.sheet("housing").into_iter().flat_map(|sheet| sheet.rows(findings));
    rows.filter_map(|row| {
        let town = row.reference("town", &places.town_codes).map(TownIndex);
        let kind = row.reference("kind", &model.housing_ids);
        let (year, dwellings) = (row.year("year"), row.number("dwellings"));
        Some(Completion { town: town?, year: year?, kind: kind?, dwellings: dwellings? })
    })
    .collect()
}

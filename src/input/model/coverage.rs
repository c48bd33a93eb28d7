//! Coverage (覆盖): which towns or counties count as having a school.

use super::definitions::unknown_word;
use super::selection::{Ids, RawSelection, selection};
use crate::domain::{Coverage, CoverageUnit, TownKind};
use crate::input::findings::both;
use crate::input::model_entry::Entry;
use crate::input::model_file::Section;
use crate::input::values::town_kind;

/// Keys that a coverage has beside its name and target.
pub(super) const COVERAGE_KEYS: [&str; 4] = ["of", "towns", "least_places", "within_km"];

/// A coverage and the selection of its classes; `units` are the words that `unit` may have here.
pub(super) fn coverage(section: &Section, ids: &Ids, units: &[&str]) -> Option<(Coverage, RawSelection)> {
    let of = places_of(section, ids);
    let errors = section.findings.errors();
    let unit = section.entry("unit").map_or(Some(CoverageUnit::Town), |entry| unit(&entry, units));
    let kinds = section.entry("towns").map_or_else(Vec::new, |entry| kinds(&entry));
    let least = section.whole("least_places", (1, 1_000_000)).and_then(|least| u32::try_from(least).ok());
    let within_km = section.number_or("within_km", 0.0, (0.0, 1e5), "out-of-range");
    let unit = unit.filter(|_| section.findings.errors() == errors)?;
    let coverage = Coverage { classes: Vec::new(), unit, kinds, least_places: least.unwrap_or(1), within_km };
    Some((coverage, of?))
}

/// The classes whose places count; groups of children have no places of their own.
pub(super) fn places_of(section: &Section, ids: &Ids) -> Option<RawSelection> {
    let entry = section.need("of")?;
    let of = selection(&entry, ids)?;
    if of.groups.is_some() {
        entry.fault(
            "group-of-places",
            both("学位不分人群", "places are of no group"),
            both("请删去 group", "leave `group` out"),
        );
        return None;
    }
    Some(of)
}

fn unit(entry: &Entry, units: &[&str]) -> Option<CoverageUnit> {
    match entry.text()?.as_str() {
        "town" => Some(CoverageUnit::Town),
        "county" if units.contains(&"county") => Some(CoverageUnit::County),
        word => {
            unknown_word(entry, word, units);
            None
        }
    }
}

fn kinds(entry: &Entry) -> Vec<TownKind> {
    let kind = |entry: &Entry| {
        let word = entry.text()?;
        let kind = town_kind(&word);
        if kind.is_none() {
            unknown_word(entry, &word, &["subdistrict", "town", "township"]);
        }
        kind
    };
    entry.list().unwrap_or_default().iter().filter_map(kind).collect()
}

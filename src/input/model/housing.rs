//! Kinds of dwelling, `[[housing]]` (住房类别).

use super::definitions::{Defined, defined};
use crate::domain::HousingKind;
use crate::input::findings::both;
use crate::input::model_entry::Entry;
use crate::input::model_file::Section;
use crate::input::register::Register;
use crate::input::values::{Ages, age};

/// Oldest age with children of a dwelling.
const OLDEST: usize = 30;

/// Kinds of dwelling and their ids.
pub(super) fn kinds(root: &Section) -> (Vec<HousingKind>, Register) {
    let Defined { sections, ids, hidden } = defined(root, "housing");
    let kinds: Vec<HousingKind> = sections.iter().zip(ids).map(|(section, id)| kind(section, id)).collect();
    let entries = kinds.iter().map(|kind| (kind.id.clone(), String::new())).collect();
    let noun = both("住房类别", "kind of housing");
    (kinds, Register::by_code(noun, entries, hidden == Some(0)).hiding(hidden))
}

fn kind(section: &Section, id: String) -> HousingKind {
    section.only(&["id", "yield", "occupancy", "in_trend"]);
    let occupancy = section.entry("occupancy").and_then(|entry| entry.list()).unwrap_or_default();
    let occupancy: Vec<f64> = occupancy.iter().filter_map(|entry| entry.share("rate-out-of-range")).collect();
    HousingKind {
        id,
        children: section.need("yield").map(|entry| yields(&entry)).unwrap_or_default(),
        occupancy: if occupancy.is_empty() { vec![1.0] } else { occupancy },
        in_trend: section.number_or("in_trend", 0.0, (0.0, 1.0), "rate-out-of-range"),
    }
}

/// Children per dwelling by ages, `{ "3-5" = 0.09, 6 = 0.03 }`; those of a group are spread evenly over its ages.
fn yields(entry: &Entry) -> Vec<f64> {
    let mut children = vec![0.0; OLDEST + 1];
    let Some(section) = entry.section() else { return children };
    for (name, _) in section.table {
        let Some(part) = section.entry(name.get_ref()) else { continue };
        let ages = match age(name.get_ref()) {
            Some(Ages::Single(age)) => Some((age, age)),
            Some(Ages::Group(first, last)) => Some((first, last)),
            _ => None,
        };
        let Some((first, last)) = ages.filter(|(_, last)| usize::from(*last) <= OLDEST) else {
            part.fault(
                "not-an-age",
                both(format!("“{}”不是年龄", name.get_ref()), format!("`{}` is not an age", name.get_ref())),
                both(
                    "请写周岁或年龄组，如 \"3-5\"，不超过 30",
                    "write an age or group such as \"3-5\", up to 30",
                ),
            );
            continue;
        };
        if let Some(value) = part.number_within((0.0, 10.0), "out-of-range") {
            for age in first..=last {
                children[usize::from(age)] += value / f64::from(last - first + 1);
            }
        }
    }
    children
}

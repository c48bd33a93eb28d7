//! What judgements stand on: the study as read, the tables that it was read from, and where findings go.

use crate::diagnostic::Location;
use crate::domain::{Area, GroupIndex, Study, Text};
use crate::input::findings::{Findings, both};
use crate::input::headers::Sheet;
use crate::input::model::Model;
use crate::input::model_file::{Section, Source};
use crate::input::package::Package;
use crate::input::places::Places;
use toml::de::DeTable;

/// A study and where it was read from.
pub(in crate::input) struct Ground<'a> {
    pub(super) study: &'a Study,
    pub(super) model: &'a Model,
    pub(super) places: &'a Places,
    pub(super) findings: &'a Findings,
    package: &'a Package,
    source: &'a Source,
    /// Tables without any error before anything was judged.
    sound: Vec<&'static str>,
}

impl<'a> Ground<'a> {
    /// The ground of a study; nothing is judged of tables with errors.
    pub(in crate::input) fn new(
        study: &'a Study,
        package: &'a Package,
        model: &'a Model,
        places: &'a Places,
        source: &'a Source,
        findings: &'a Findings,
    ) -> Self {
        let tables = crate::schema::TABLES.iter().filter_map(|table| package.sheet(table.name));
        let is_sound = |sheet: &&Sheet| !findings.any_error_in(&sheet.raw.file, sheet.raw.sheet.as_deref());
        let sound = tables.filter(is_sound).map(|sheet| sheet.table.name).collect();
        Self { study, model, places, findings, package, source, sound }
    }

    /// Whether counties and towns are known as a whole, so that every position of one is sound.
    pub(super) fn places_are_known(&self) -> bool {
        let known = |table: &str| self.sheet(table).is_some() || !(self.has(table) || self.model.plans);
        let whole = self.study.towns.len() == self.places.county_of.len();
        known("counties") && known("towns") && whole
    }

    /// The same ground with another list of findings.
    pub(super) fn silent<'b>(&'b self, findings: &'b Findings) -> Ground<'b> {
        let Self { study, model, places, package, source, .. } = *self;
        Ground { study, model, places, findings, package, source, sound: self.sound.clone() }
    }

    /// A table that is there and without any error.
    pub(super) fn sheet(&self, name: &str) -> Option<&'a Sheet> {
        self.package.sheet(name).filter(|_| self.sound.contains(&name))
    }

    /// Whether a table is there, with or without errors.
    pub(super) fn has(&self, name: &str) -> bool {
        self.package.sheet(name).is_some()
    }

    /// Code and name of an area.
    pub(super) fn name(&self, area: Area) -> String {
        self.places.describe(area)
    }

    /// Name of a group; none is all together.
    pub(super) fn group(&self, group: Option<GroupIndex>) -> String {
        let of = group.and_then(|group| self.study.groups.get(group.index()));
        of.map_or_else(String::new, |group| group.id.clone())
    }

    /// A group in brackets or behind a comma; nothing for all together.
    pub(super) fn in_group(&self, group: Option<GroupIndex>) -> Text {
        if group.is_none() {
            return Text::default();
        }
        let id = self.group(group);
        both(format!("（人群 {id}）"), format!(", group {id}"))
    }

    /// A warning at a row of a table.
    pub(super) fn warn(&self, code: &'static str, place: Location, what: Text, hint: Text) {
        self.findings.warning(code, place, what, hint);
    }

    /// An error at a row of a table.
    pub(super) fn error(&self, code: &'static str, place: Location, what: Text, hint: Text) {
        self.findings.error(code, place, what, hint);
    }

    /// Place of a key of the model file: `[section]` or the `[[section]]` of an id, and the key in it.
    pub(super) fn key(&self, section: &str, id: Option<&str>, key: &str) -> Location {
        let (tree, _) = DeTable::parse_recoverable(&self.source.text);
        let silent = Findings::default();
        let (source, findings) = (self.source, &silent);
        let root = Section { source, findings, table: tree.get_ref(), key: String::new(), offset: 0 };
        let full = match id {
            Some(id) => format!("{section}.{id}.{key}"),
            None => format!("{section}.{key}"),
        };
        let of = match id {
            Some(id) => root.sections(section).into_iter().find(|one| one.text("id").as_deref() == Some(id)),
            None => root.entry(section).and_then(|entry| entry.section()),
        };
        let at = of.as_ref().map(|of| of.entry(key).map_or_else(|| of.location(), |entry| entry.location()));
        let file = self.source.path.clone();
        Location { column: Some(full), ..at.unwrap_or(Location { file, ..Location::default() }) }
    }
}

/// Place of a table's column, or of a cell where the row is known.
pub(super) fn place(sheet: &Sheet, row: Option<u64>, column: &str) -> Location {
    let head = sheet.column(column).map_or(column, |placed| sheet.head(placed));
    sheet.raw.location(row, Some(head))
}

/// Row of the entry at a position, where a table gave as many entries as it has rows.
pub(super) fn row_of(sheet: &Sheet, entries: usize, at: usize) -> Option<u64> {
    (sheet.raw.rows.len() == entries && at < entries).then(|| sheet.raw.rows.number(at))
}

/// A number as people write it: whole above 100, else with the digits that tell.
pub(super) fn figure(number: f64) -> String {
    let rounded = if number.abs() >= 100.0 { number.round() } else { (number * 1000.0).round() / 1000.0 };
    if rounded == 0.0 && number != 0.0 { format!("{number:.1e}") } else { rounded.to_string() }
}

/// `a` times, for people.
pub(super) fn times(ratio: f64) -> String {
    if ratio >= 10.0 { format!("{ratio:.0}") } else { format!("{ratio:.1}") }
}

/// Hint that a factor of ten or of ten thousand was likely meant.
pub(super) fn unit_hint(ratio: f64) -> Text {
    let ratio = if ratio < 1.0 { 1.0 / ratio.max(f64::MIN_POSITIVE) } else { ratio };
    let near = |power: f64| (ratio / power).ln().abs() < 0.9;
    if near(1e4) {
        both("相差约一万倍：请核对单位（元与万元、人与万人）", "about 10,000 times: check the unit (万)")
    } else if near(1e3) {
        both("相差约一千倍：请核对单位（米与公里、千分率）", "about 1,000 times: check the unit")
    } else if near(10.0) {
        both("相差约十倍：是否多写或少写一个零？", "about ten times: is there a zero too many or too few?")
    } else if near(100.0) {
        both("相差约一百倍：是否多写或少写了零，或为百分数？", "about 100 times: zeros, or per cent?")
    } else {
        both("请核对；确实如此可不理会", "check it; leave it if it is really so")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_for_people() {
        assert_eq!(
            [figure(20_200.4), figure(0.01), figure(66.666_66), figure(0.0), figure(0.000_02)],
            ["20200", "0.01", "66.667", "0", "2.0e-5"]
        );
        assert_eq!([times(9.96), times(10_000.2)], ["10.0", "10000"]);
        assert!(unit_hint(0.0001).en.contains("10,000") && unit_hint(9.0).en.contains("ten times"));
    }
}

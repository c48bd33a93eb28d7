//! What tables show before there is a model file (表格摸底): which stages, sectors and groups they name, and which years they cover.

use super::files::Files;
use super::findings::Findings;
use super::headers::{Sheet, tail};
use super::model::{Model, read_model};
use super::model_file::Source;
use super::package::read_package;
use super::scenario::Overrides;
use super::values;
use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::schema::Table;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A model that names every usual stage, sector and group, so that the words of tables can be read.
const USUAL: &str = include_str!("survey.toml");

/// What tables show (摸底结果).
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Where each table stands, and which it is.
    pub tables: Vec<(Location, &'static Table)>,
    /// Ids of the usual stages that tables name.
    pub stages: BTreeSet<String>,
    /// Ids of the usual sectors that tables name.
    pub sectors: BTreeSet<String>,
    /// Ids of the usual groups by which people or pupils are counted.
    pub groups: BTreeSet<String>,
    /// Days on which people were counted, as year and month.
    pub counted: BTreeSet<(i32, u8)>,
    /// Years of births.
    pub births: BTreeSet<i32>,
    /// Years that have ceilings of money.
    pub ceilings: BTreeSet<i32>,
    /// School years in which projects are to open.
    pub openings: BTreeSet<i32>,
    /// Sources of money.
    pub sources: BTreeSet<String>,
    /// Name of the place, as titles begin (云岭县).
    pub place: Option<String>,
    /// Files that cannot be read at all.
    pub unreadable: Vec<Diagnostic>,
}

/// Looks through a workbook or a folder of tables.
#[must_use]
pub fn survey(data: &Path) -> Survey {
    let findings = Findings::default();
    let mut files = Files { findings: &findings, read: Vec::new(), layouts: Vec::new(), cache: None };
    let source = Source::new(PathBuf::from("survey.toml"), USUAL.to_owned());
    let silent = Findings::default();
    // The usual model is sound.
    let Some(model) = read_model(&source, |_, _| {}, &silent) else { return Survey::default() };
    let package = read_package(&mut files, data, &model, &Overrides::default());
    let mut survey = Survey::default();
    let titles: Vec<&str> = package
        .iter()
        .flat_map(super::package::Package::sheets)
        .map(|sheet| sheet.raw.title.as_str())
        .collect();
    survey.place = place(&titles);
    for sheet in package.iter().flat_map(super::package::Package::sheets) {
        // Counties may be made from the table of towns.
        let place = sheet.raw.location(None, None);
        if !survey.tables.iter().any(|(known, _)| *known == place) {
            survey.tables.push((place, sheet.table));
        }
        survey.look(sheet, &model, &silent);
    }
    survey.tables.sort_by_key(|(place, _)| (place.file.clone(), place.sheet.clone()));
    let unreadable = |one: &Diagnostic| {
        one.severity == Severity::Error
            && one.location.row.is_none()
            && one.location.column.is_none()
            && one.code != "missing-table"
    };
    survey.unreadable = findings.sorted().into_iter().filter(unreadable).collect();
    survey
}

impl Survey {
    fn look(&mut self, sheet: &Sheet, model: &Model, silent: &Findings) {
        let mut heads: BTreeMap<&str, usize> = BTreeMap::new();
        for placed in sheet.columns.iter().filter(|placed| placed.column.name == "places.*") {
            heads.extend(tail(sheet.head(placed)).map(|stage| (stage, placed.position)));
        }
        for row in sheet.rows(silent) {
            let year = |name: &str| values::year(row.peek(name));
            let id = |kind: &str| model.ids(kind)?.id_of(row.peek(kind)).map(ToOwned::to_owned);
            self.stages.extend(id("stage"));
            self.sectors.extend(id("sector"));
            self.groups.extend(id("group"));
            for (stage, position) in &heads {
                let places = row.record.get(*position).and_then(|cell| values::number(cell.trim()));
                if places.is_some_and(|places| places != 0.0) {
                    self.stages.insert((*stage).to_owned());
                }
            }
            match sheet.table.name {
                "population" => {
                    self.counted.extend(values::date(row.peek("date")).map(|date| (date.year, date.month)));
                }
                "births" => self.births.extend(year("year")),
                "budget" => self.ceilings.extend(year("year")),
                "projects" => self.openings.extend(year("earliest")),
                _ => {}
            }
            if matches!(sheet.table.name, "budget" | "projects") && !row.peek("source").is_empty() {
                self.sources.insert(row.peek("source").to_owned());
            }
        }
    }
}

/// The place with which most titles begin: what stands before the first 县, 市 or 区.
fn place(titles: &[&str]) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for title in titles {
        let name: String = title.chars().take_while(|letter| letter.is_alphabetic()).collect();
        let Some(end) = name.find(['县', '市', '区', '旗']) else { continue };
        let name: String = name.chars().take(name[..end].chars().count() + 1).collect();
        if (2..=8).contains(&name.chars().count()) {
            *counts.entry(name).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn titles_name_the_place() {
        let titles =
            ["甲县乡镇（街道）基本情况表", "甲县2025—2029年项目库", "2024学年学校情况", "", "各市学校"];
        assert_eq!(place(&titles).as_deref(), Some("甲县"));
        assert_eq!(place(&["2024学年", ""]), None);
    }
}

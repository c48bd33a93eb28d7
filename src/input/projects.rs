//! Projects (建设项目).

use super::findings::{Findings, both};
use super::headers::{Placed, Sheet, tail};
use super::model::Model;
use super::package::Package;
use super::places::{Places, position};
use super::rows::Row;
use super::schools::{ReadSchool, grade};
use crate::domain::{
    ClassIndex, Grade, Horizon, PlaceEffect, ProgrammeIndex, Project, ProjectKind, ProjectStatus,
    ProvisionClass, SchoolYear, SectorIndex, StageIndex, TownIndex, Yuan,
};
use crate::schema::Column;
use std::collections::BTreeMap;

/// A project, and what it does to places by class, which have no index before all classes are known.
pub(super) struct ReadProject {
    pub(super) effects: BTreeMap<ProvisionClass, i32>,
    project: Project,
}

impl ReadProject {
    /// The project, once its classes have indices.
    pub(super) fn with_classes(self, index: impl Fn(&ProvisionClass) -> Option<ClassIndex>) -> Project {
        let effect = |(class, places): (&ProvisionClass, &i32)| {
            index(class).map(|class| PlaceEffect { class, places: *places })
        };
        Project { effects: self.effects.iter().filter_map(effect).collect(), ..self.project }
    }
}

/// The columns `places.STAGE` of the table.
struct StageColumns<'a> {
    columns: Vec<(&'a Placed, StageIndex)>,
    /// Whether every such head is of a known stage, and of its own.
    sound: bool,
}

pub(super) fn read_projects(
    package: &Package,
    model: &Model,
    places: &Places,
    schools: Option<&[ReadSchool]>,
    findings: &Findings,
) -> Vec<ReadProject> {
    let Some(sheet) = package.sheet("projects") else { return Vec::new() };
    let columns = stage_columns(sheet, model, findings);
    let read = |row| project(row, model, places, &columns, schools);
    sheet.rows(findings).filter_map(read).collect()
}

fn stage_columns<'a>(sheet: &'a Sheet, model: &Model, findings: &Findings) -> StageColumns<'a> {
    let mut columns = Vec::new();
    let of_stage = |column: &Column| column.name == "places.*";
    for placed in sheet.columns.iter().filter(|placed| of_stage(placed.column)) {
        let head = sheet.head(placed);
        let stage = tail(head).unwrap_or_default();
        match model.stage_ids.find(stage) {
            Some(position) => columns.push((placed, StageIndex(position))),
            None if model.stage_ids.complete => {
                let (code, what, hint) = model.stage_ids.unknown(stage);
                findings.error(code, sheet.raw.location(Some(sheet.raw.head_row), Some(head)), what, hint);
            }
            None => {}
        }
    }
    let heads = sheet.raw.heads.iter().filter(|head| sheet.table.column(head).is_some_and(of_stage)).count();
    StageColumns { sound: heads == columns.len() && heads > 0, columns }
}

fn project<'a>(
    row: Row<'a>,
    model: &Model,
    places: &Places,
    columns: &StageColumns<'a>,
    schools: Option<&[ReadSchool]>,
) -> Option<ReadProject> {
    let (id, name, site) = (row.text("project"), row.text("name"), row.text("site"));
    let town = row.reference("town", &places.town_codes).map(TownIndex);
    let programme = row.reference("programme", &model.programme_ids).map(ProgrammeIndex);
    let kind = row.choice("kind").and_then(kind);
    let status = row.choice("status").map(status).unwrap_or_default();
    let committed = row.yes_no("committed").unwrap_or(false);
    let effects = effects(row, model, columns);
    let (capex, land_m2) = (row.number("capex"), row.number("land"));
    let earliest = row.year("earliest").map(SchoolYear);
    let latest = row.year("latest").map(SchoolYear);
    position(row);
    let source = row.text("source").unwrap_or("county").to_owned();
    row.text("note");
    check_window(row, earliest.zip(latest), committed, model.horizon);
    if let (Some(effects), true) = (&effects, columns.sound) {
        check_any_effect(row, effects);
        if let (Some(town), Some(schools), Some(horizon)) = (town, schools, model.horizon) {
            check_losses(row, effects, town, schools, horizon.base);
        }
    }
    let project = Project {
        id: id?.to_owned(),
        site: site.map(ToOwned::to_owned),
        name: name?.to_owned(),
        town: town?,
        programme: programme?,
        kind: kind?,
        status,
        committed,
        effects: Vec::new(),
        capex: Yuan::from_ten_thousand(capex?),
        land_m2,
        earliest: earliest?,
        latest: latest?,
        source,
    };
    Some(ReadProject { effects: effects?, project })
}

fn kind(word: &str) -> Option<ProjectKind> {
    ProjectKind::ALL.into_iter().find(|kind| kind.id() == word)
}

fn status(word: &str) -> ProjectStatus {
    match word {
        "reserved" => ProjectStatus::Reserved,
        "started" => ProjectStatus::Started,
        "building" => ProjectStatus::Building,
        "open" => ProjectStatus::Open,
        _ => ProjectStatus::Planned,
    }
}

/// Places gained and lost by class; none where a cell that says so is faulty.
fn effects<'a>(
    row: Row<'a>,
    model: &Model,
    columns: &StageColumns<'a>,
) -> Option<BTreeMap<ProvisionClass, i32>> {
    let errors = row.findings.errors();
    let sector = row.reference("sector", &model.sector_ids).map(SectorIndex);
    let to_grade = grade(row, "grade");
    let from_sector = row.reference("from_sector", &model.sector_ids).map(SectorIndex);
    let from_grade = grade(row, "from_grade");
    let from_places = row.integer("from_places").and_then(|places| i32::try_from(places).ok());
    let gains = gains(row, columns);
    let sector = sector.filter(|_| row.findings.errors() == errors)?;
    let mut effects = BTreeMap::new();
    let mut add = |stage: StageIndex, sector: SectorIndex, grade: Option<Grade>, places: i32| {
        *effects.entry(ProvisionClass { stage, sector, grade }).or_insert(0) += places;
    };
    for (stage, places) in &gains {
        add(*stage, sector, to_grade, *places);
    }
    if let (true, Some((stage, gained))) = (from_sector.is_some() || from_grade.is_some(), gains.first()) {
        let lost = from_places.unwrap_or(*gained).max(0);
        add(*stage, from_sector.unwrap_or(sector), from_grade, -lost);
    }
    effects.retain(|_, places| *places != 0);
    Some(effects)
}

/// Places by stage, in the order of the columns, zeros left out.
fn gains<'a>(row: Row<'a>, columns: &StageColumns<'a>) -> Vec<(StageIndex, i32)> {
    let places = |(placed, stage): &(&'a Placed, StageIndex)| {
        let places = row.cell_at(placed)?.integer()?;
        i32::try_from(places).ok().filter(|places| *places != 0).map(|places| (*stage, places))
    };
    columns.columns.iter().filter_map(places).collect()
}

fn check_window(
    row: Row,
    window: Option<(SchoolYear, SchoolYear)>,
    committed: bool,
    horizon: Option<Horizon>,
) {
    let Some((earliest, latest)) = window else { return };
    if earliest > latest {
        row.findings.error(
            "earliest-after-latest",
            row.location_of("earliest"),
            both(
                format!("最早 {earliest} 晚于最迟 {latest}"),
                format!("earliest {earliest} is after latest {latest}"),
            ),
            both("请核对两列", "check both columns"),
        );
        return;
    }
    let Some(horizon) = horizon else { return };
    let (first, last) = (horizon.first, horizon.last);
    let misses = latest < first || earliest > last;
    if !misses && earliest >= first && latest <= last {
        return;
    }
    let column = if earliest < first { "earliest" } else { "latest" };
    let what = both(
        format!("投用期 {earliest}—{latest} 超出规划期 {first}—{last}"),
        format!("the window {earliest} to {latest} lies outside the decision years {first} to {last}"),
    );
    let (code, location) = ("window-outside-horizon", row.location_of(column));
    match (misses, committed) {
        (true, true) => row.findings.error(
            code,
            location,
            what,
            both(
                "已定项目须能在规划期内投用；已建成的请写入学校表",
                "a committed project must open within them; one that is open already belongs among the schools",
            ),
        ),
        (true, false) => row.findings.warning(
            code,
            location,
            what,
            both("该项目不会投用", "the project can never open"),
        ),
        (false, _) => row.findings.warning(
            code,
            location,
            what,
            both("只采用规划期内的年份", "only the years within them count"),
        ),
    }
}

/// A project should do something.
fn check_any_effect(row: Row, effects: &BTreeMap<ProvisionClass, i32>) {
    if effects.is_empty() && !row.ragged {
        row.findings.warning(
            "project-without-places",
            row.location_of("places.*"),
            both("项目不增减任何学位", "the project neither adds nor takes a place"),
            both("请填写 places.学段 各列", "fill in the columns places.STAGE"),
        );
    }
}

/// It takes no more places than stand in its town in the base year.
fn check_losses(
    row: Row,
    effects: &BTreeMap<ProvisionClass, i32>,
    town: TownIndex,
    schools: &[ReadSchool],
    base: SchoolYear,
) {
    for (class, places) in effects.iter().filter(|(_, places)| **places < 0) {
        let taken = u64::from(places.unsigned_abs());
        let standing: u64 =
            schools.iter().map(|school| u64::from(school.places_in(town, *class, base))).sum();
        if taken > standing {
            let column = if row.peek("from_places").is_empty() { "places.*" } else { "from_places" };
            row.findings.warning(
                "takes-too-many-places",
                row.location_of(column),
                both(
                    format!("减少 {taken} 个学位，而该乡镇此类学位只有 {standing} 个"),
                    format!("it takes {taken} places, but {standing} of that class stand in the town"),
                ),
                both("请核对原办学性质、原等级和原学位", "check from_sector, from_grade and from_places"),
            );
        }
    }
}

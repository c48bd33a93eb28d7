//! Projects (建设项目).

mod checks;
mod effects;
mod funding;
mod undecided;

use super::findings::{Findings, both};
use super::headers::{Placed, Sheet, tail};
use super::model::Model;
use super::package::Package;
use super::places::{Places, position};
use super::register::{Register, UNKNOWN};
use super::rows::Row;
use super::schools::{ReadSchool, Standing};
use crate::domain::{
    ClassIndex, PlaceEffect, ProgrammeIndex, Project, ProjectKind, ProjectStatus, ProvisionClass, SchoolYear,
    StageIndex, Text, TownIndex, UndecidedProject, Yuan,
};
use crate::schema::Column;
use checks::check;
use effects::{Effects, effects};
use funding::{SourceColumns, funding, source_columns};
use undecided::{names, stand_ins};

/// A project, and what it does to places by town and class, which have no index before all classes are known.
pub(super) struct ReadProject {
    effects: Effects,
    project: Project,
}

impl ReadProject {
    /// Classes whose places it changes.
    pub(super) fn classes(&self) -> impl Iterator<Item = ProvisionClass> + '_ {
        self.effects.keys().map(|(_, class)| *class)
    }

    /// The project as one of which something is not known.
    fn undecided(self, lacks: Text) -> UndecidedProject {
        let Project { id, name, name_en, town, programme, kind, .. } = self.project;
        UndecidedProject { id, name, name_en, town, programme, kind, lacks }
    }

    /// Sources that pay for it.
    pub(super) fn sources(&self) -> impl Iterator<Item = &str> + '_ {
        self.project.funding.keys().map(String::as_str)
    }

    /// The project, once its classes have indices.
    pub(super) fn with_classes(self, index: impl Fn(&ProvisionClass) -> Option<ClassIndex>) -> Project {
        let effect = |((town, class), places): (&(TownIndex, ProvisionClass), &i32)| {
            index(class).map(|class| PlaceEffect { town: *town, class, places: *places })
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

/// What a row of projects refers to.
struct Context<'a> {
    model: &'a Model,
    places: &'a Places,
    stages: StageColumns<'a>,
    sources: SourceColumns<'a>,
    /// Schools that can be read; none where some of them cannot.
    schools: Option<Standing<'a>>,
    /// Ids of all rows of the table of schools, faulty ones included.
    school_ids: Register,
}

/// What the table of projects holds.
#[derive(Default)]
pub(super) struct Projects {
    /// Projects of which all is known.
    pub(super) list: Vec<ReadProject>,
    /// Candidates of which something is not known yet, which cannot be chosen.
    pub(super) undecided: Vec<UndecidedProject>,
}

pub(super) fn read_projects(
    package: &Package,
    model: &Model,
    places: &Places,
    schools: Option<&[ReadSchool]>,
    findings: &Findings,
) -> Projects {
    let Some(sheet) = package.sheet("projects") else { return Projects::default() };
    let stages = stage_columns(sheet, model, findings);
    let (sheet, mut unknown) = stand_ins(sheet, model, findings);
    let sources = source_columns(&sheet, findings);
    let base = model.horizon.map(|horizon| horizon.base);
    let schools = schools.map(|schools| Standing::of(schools, base));
    let school_ids = school_ids(package, findings);
    let context = Context { model, places, stages, sources, schools, school_ids };
    let mut projects = Projects::default();
    for row in sheet.rows(findings) {
        let Some(read) = project(row, &context) else { continue };
        match unknown.remove(&row.number) {
            Some(lacks) => projects.undecided.push(read.undecided(names(&lacks))),
            None => projects.list.push(read),
        }
    }
    projects
}

/// Ids of schools: a faulty row may hide one, but for a fault elsewhere than in its id.
fn school_ids(package: &Package, findings: &Findings) -> Register {
    let sheet = package.sheet("schools");
    let rows = sheet.into_iter().flat_map(|sheet| sheet.rows(findings));
    let entries: Vec<_> =
        rows.map(|row| (row.peek("school").to_owned(), row.peek("name").to_owned())).collect();
    let complete = sheet.is_some_and(|sheet| sheet.keys_known && sheet.column("school").is_some());
    Register::by_code(both("学校", "school"), entries, complete)
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
                let (what, hint) = model.stage_ids.unknown(stage);
                findings.error(UNKNOWN, sheet.raw.location(Some(sheet.raw.head_row), Some(head)), what, hint);
            }
            None => {}
        }
    }
    let heads = sheet.raw.heads.iter().filter(|head| sheet.table.column(head).is_some_and(of_stage)).count();
    StageColumns { sound: heads == columns.len() && heads > 0, columns }
}

fn project<'a>(row: Row<'a>, context: &Context<'a>) -> Option<ReadProject> {
    let (id, name, site) = (row.text("project"), row.text("name"), row.text("site"));
    let town = row.reference("town", &context.places.town_codes).map(TownIndex);
    let programme = row.reference("programme", &context.model.programme_ids).map(ProgrammeIndex);
    let kind = row.choice("kind").and_then(kind);
    let status = row.choice("status").map(status).unwrap_or_default();
    let committed = row.yes_no("committed").unwrap_or(false);
    let copies = row.count("copies");
    let out_of_use = row.count("out_of_use").and_then(|years| u8::try_from(years).ok());
    let (effects, from_school) = effects(row, context, town);
    let (capex, running, land_m2) = (row.number("capex"), row.number("running"), row.number("land"));
    let (earliest, latest) = (row.year("earliest").map(SchoolYear), row.year("latest").map(SchoolYear));
    position(row);
    let funding = funding(row, &context.sources);
    let note = row.text("note").unwrap_or_default().to_owned();
    check(row, context, kind.zip(town), effects.as_ref(), (earliest.zip(latest), committed));
    let project = Project {
        id: id?.to_owned(),
        site: site.map(ToOwned::to_owned),
        name: name?.to_owned(),
        name_en: row.text("name_en").unwrap_or_default().to_owned(),
        town: town?,
        programme: programme?,
        kind: kind?,
        status,
        committed,
        copies: copies.unwrap_or(1),
        effects: Vec::new(),
        from_school,
        out_of_use: out_of_use.unwrap_or(0),
        capex: Yuan::from_ten_thousand(capex?),
        running: Yuan::from_ten_thousand(running.unwrap_or(0.0)),
        land_m2,
        earliest: earliest?,
        latest: latest?,
        funding: funding?,
        note,
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

//! The model file: its settings and definitions, as far as they can be checked without the tables.

mod choices;
mod coverage;
mod definitions;
mod engine;
mod housing;
mod resolve;
mod selection;
mod settings;
mod targets;

pub(super) use resolve::resolve_targets;
pub(super) use targets::Targets;

use super::files::without_steps_back;
use super::findings::{Findings, both};
use super::model_file::{Section, Source};
use super::register::Register;
use super::texts::Texts;
use crate::diagnostic::Location;
use crate::domain::{
    CostSettings, Cutoff, EngineSettings, Group, Horizon, HousingKind, Programme, ProjectionSettings,
    RepairWeights, Sector, SolverSettings, SpendingProfile, Stage, Text,
};
use std::collections::BTreeMap;
use std::path::PathBuf;
use targets::RawTargets;
use toml::de::DeTable;

/// What a model file says.
pub(super) struct Model {
    pub(super) name: String,
    /// Whether places are planned, rather than people projected only.
    pub(super) plans: bool,
    pub(super) title: Text,
    /// Folder or workbook of the tables.
    pub(super) data: Option<PathBuf>,
    pub(super) horizon: Option<Horizon>,
    pub(super) cutoff: Cutoff,
    pub(super) groups: Vec<Group>,
    pub(super) sectors: Vec<Sector>,
    pub(super) stages: Vec<Stage>,
    pub(super) programmes: Vec<Programme>,
    pub(super) group_ids: Register,
    pub(super) sector_ids: Register,
    pub(super) stage_ids: Register,
    pub(super) programme_ids: Register,
    pub(super) targets: RawTargets,
    pub(super) spending: Vec<SpendingProfile>,
    pub(super) cost: CostSettings,
    pub(super) projection: ProjectionSettings,
    pub(super) engine: EngineSettings,
    pub(super) housing: Vec<HousingKind>,
    pub(super) housing_ids: Register,
    pub(super) solver: SolverSettings,
    pub(super) repair: RepairWeights,
    /// Where programmes and indicators are defined, by kind and id.
    pub(super) defined_at: BTreeMap<(&'static str, String), Location>,
}

/// Which measures of travel limits or weights look at.
pub(super) struct NeededTravel {
    pub(super) km: bool,
    pub(super) minutes: bool,
}

impl Model {
    /// Which measures of travel this model needs.
    pub(super) fn needs_travel(&self) -> NeededTravel {
        let limits = || self.stages.iter().flat_map(|stage| [stage.travel_limit, stage.across_limit]);
        NeededTravel {
            km: self.cost.travel_yuan_per_km > 0.0 || limits().any(|limit| limit.km.is_some()),
            minutes: self.cost.travel_yuan_per_minute > 0.0 || limits().any(|limit| limit.minutes.is_some()),
        }
    }

    /// Ids of one kind, by the word that table definitions use.
    pub(super) fn ids(&self, kind: &str) -> Option<&Register> {
        match kind {
            "group" => Some(&self.group_ids),
            "housing" => Some(&self.housing_ids),
            "sector" => Some(&self.sector_ids),
            "stage" => Some(&self.stage_ids),
            "programme" => Some(&self.programme_ids),
            _ => None,
        }
    }
}

/// Keys of models that plan places; one without any of them projects people only.
const PLANNING: [&str; 7] = ["sector", "programme", "indicator", "criteria", "choice", "cost", "spending"];

const KEYS: &[&str] = &[
    "name",
    "title",
    "data",
    "base_year",
    "horizon",
    "entry",
    "group",
    "sector",
    "stage",
    "projection",
    "housing",
    "programme",
    "indicator",
    "criteria",
    "choice",
    "cost",
    "spending",
    "solver",
    "repair",
];

/// Reads a model file, its tree changed first. A fault of syntax stops the reading: what the file means is not known then.
pub(super) fn read_model(
    source: &Source,
    change: impl for<'t> FnOnce(&mut DeTable<'t>, &'t Texts),
    findings: &Findings,
) -> Option<Model> {
    let texts = Texts::default();
    let (mut tree, errors) = DeTable::parse_recoverable(&source.text);
    if let Some(error) = errors.first() {
        syntax_error(source, findings, error);
        return None;
    }
    change(tree.get_mut(), &texts);
    let root = Section { source, findings, table: tree.get_ref(), key: String::new(), offset: 0 };
    root.only(KEYS);
    Some(model(&root))
}

fn model(root: &Section) -> Model {
    let name = root.need("name").and_then(|name| name.file_name()).unwrap_or_default();
    let data = root.need("data").and_then(|data| data.text());
    let plans = PLANNING.iter().any(|key| root.entry(key).is_some());
    let horizon = settings::horizon(root, plans);
    let (groups, group_ids) = definitions::groups(root);
    let (sectors, sector_ids) = definitions::sectors(root, plans);
    let (programmes, programme_ids) = definitions::programmes(root);
    let (stages, stage_ids) = definitions::stages(root, &programme_ids, plans);
    let (housing, housing_ids) = housing::kinds(root);
    let ids = selection::Ids { stages: &stage_ids, sectors: &sector_ids, groups: &group_ids };
    let targets = targets::read_targets(root, &ids, horizon);
    Model {
        title: root.name("title", &name),
        data: data.map(|data| {
            let beside = root.source.path.parent().unwrap_or(std::path::Path::new(""));
            without_steps_back(beside.join(data))
        }),
        horizon,
        cutoff: settings::cutoff(root),
        spending: settings::spending(root),
        cost: settings::cost(root, horizon),
        projection: settings::projection(root),
        engine: engine::engine(root),
        housing,
        housing_ids,
        solver: settings::solver(root),
        repair: settings::repair(root),
        defined_at: defined_at(root),
        name,
        plans,
        groups,
        sectors,
        stages,
        programmes,
        group_ids,
        sector_ids,
        stage_ids,
        programme_ids,
        targets,
    }
}

/// Where programmes and indicators are defined.
fn defined_at(root: &Section) -> BTreeMap<(&'static str, String), Location> {
    // Faults of the lists are told already.
    let silent = Findings::default();
    let root = Section { findings: &silent, ..root.clone() };
    let of = |kind: &'static str| {
        let place = move |section: Section| {
            let id = section.entry("id")?.value.as_str()?.to_owned();
            Some(((kind, id), section.location()))
        };
        root.sections(kind).into_iter().filter_map(place).collect::<Vec<_>>()
    };
    ["programme", "indicator"].into_iter().flat_map(of).collect()
}

fn syntax_error(source: &Source, findings: &Findings, error: &toml::de::Error) {
    let offset = error.span().map_or(0, |span| span.start);
    let location =
        Location { file: source.path.clone(), row: Some(source.line(offset)), ..Location::default() };
    let message = error.message().trim().replace('\n', "; ");
    findings.error(
        "model-syntax",
        location,
        both(format!("模型文件语法有误：{message}"), format!("the model file is no sound TOML: {message}")),
        both(
            "文字加引号，列表用 [ ]，表用 { }；同一个键只能出现一次",
            "texts in quotes, lists in [ ], tables in { }; no key twice",
        ),
    );
}

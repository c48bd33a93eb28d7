//! Indicators, criteria and choice: read first with ids only, and resolved to classes once the tables are known.

use super::definitions::{ids, unknown_word};
use crate::diagnostic::Location;
use crate::domain::{
    Choice, CriteriaSet, Horizon, Indicator, IndicatorKind, Path, SchoolYear, Scope, Selection, Share,
    ShareCriterion, StageIndex,
};
use crate::input::findings::both;
use crate::input::model_entry::Entry;
use crate::input::model_file::Section;
use crate::input::register::Register;

/// Registers that a selection refers to.
pub(super) struct Ids<'a> {
    pub(super) stages: &'a Register,
    pub(super) sectors: &'a Register,
    pub(super) groups: &'a Register,
}

/// A selection by positions of what the model names; a list left out means all.
#[derive(Debug)]
pub(super) struct RawSelection {
    pub(super) stages: Option<Vec<usize>>,
    pub(super) sectors: Option<Vec<usize>>,
    pub(super) grades: Option<Vec<u8>>,
    pub(super) groups: Option<Vec<usize>>,
    pub(super) location: Location,
}

#[derive(Debug)]
pub(super) struct RawShare {
    pub(super) of: RawSelection,
    pub(super) among: RawSelection,
    pub(super) bought_places_count: bool,
}

#[derive(Debug)]
enum RawKind {
    Share(Box<RawShare>, Scope),
    Certified(usize),
}

/// Indicators, criteria and choices before their classes are known.
#[derive(Debug)]
pub(in crate::input) struct RawTargets {
    pub(super) indicators: Vec<(Indicator, Option<RawShare>)>,
    pub(super) criteria: Vec<(CriteriaSet, Vec<RawShare>)>,
    pub(super) choices: Vec<(Choice, RawSelection)>,
}

/// Indicators, criteria and choices of a study.
pub(in crate::input) struct Targets {
    pub(in crate::input) indicators: Vec<Indicator>,
    pub(in crate::input) criteria: Vec<CriteriaSet>,
    pub(in crate::input) choices: Vec<Choice>,
}

pub(super) fn read_targets(
    root: &Section,
    ids: &Ids,
    horizon: Option<Horizon>,
    complete: bool,
) -> RawTargets {
    let sections = root.sections("criteria");
    let (names, sound) = self::ids(&sections);
    let criteria: Vec<_> =
        sections.iter().zip(&names).map(|(section, id)| criteria_set(section, id, ids)).collect();
    let entries = criteria.iter().map(|(set, _)| (set.id.clone(), set.name.zh.clone())).collect();
    let register = Register::by_code(both("认定标准", "criteria set"), entries, complete && sound);
    let sections = root.sections("indicator");
    let (names, _) = self::ids(&sections);
    let indicators = sections
        .iter()
        .zip(&names)
        .filter_map(|(section, id)| indicator(section, id, ids, &register, horizon))
        .collect();
    let choices = root.sections("choice").iter().filter_map(|section| choice(section, ids)).collect();
    RawTargets { indicators, criteria, choices }
}

const SHARE_KEYS: [&str; 3] = ["of", "among", "bought_places_count"];

fn indicator(
    section: &Section,
    id: &str,
    ids: &Ids,
    criteria: &Register,
    horizon: Option<Horizon>,
) -> Option<(Indicator, Option<RawShare>)> {
    let common = ["id", "name", "kind", "at_least", "source"];
    let kind = section.need("kind")?;
    let word = kind.text()?;
    let (raw, keys) = match word.as_str() {
        "share" => (share_kind(section, ids), [&SHARE_KEYS[..], &["scope"]].concat()),
        "certified" => (certified_kind(section, criteria), vec!["criteria"]),
        "coverage" | "count" => {
            not_supported(&kind, &word);
            return None;
        }
        _ => {
            unknown_word(&kind, &word, &["share", "certified"]);
            return None;
        }
    };
    section.only(&[&common[..], &keys].concat());
    let level = |value| steady(value, horizon);
    let at_least = section.need("at_least").and_then(|entry| entry.path("target-out-of-range", level));
    let name = section.name("name", id);
    let reference = section.text("source").unwrap_or_default();
    let (kind, share) = match raw? {
        RawKind::Certified(criteria) => (IndicatorKind::Certified { criteria }, None),
        RawKind::Share(share, scope) => (IndicatorKind::Share { share: nothing(), scope }, Some(*share)),
    };
    Some((Indicator { id: id.to_owned(), name, kind, at_least: at_least?, reference }, share))
}

/// One target for all planned years.
fn steady(value: f64, horizon: Option<Horizon>) -> Path {
    let years = horizon.into_iter().flat_map(|horizon| [horizon.first, horizon.outlook]);
    Path(years.map(|year: SchoolYear| (year, value)).collect())
}

fn not_supported(entry: &Entry, word: &str) {
    entry.fault(
        "not-supported-yet",
        both(
            format!("指标类型“{word}”尚不支持"),
            format!("indicators of kind `{word}` are not supported yet"),
        ),
        both("目前支持 share 和 certified", "use `share` or `certified`"),
    );
}

fn share_kind(section: &Section, ids: &Ids) -> Option<RawKind> {
    let share = share(section, ids);
    let scope = match section.entry("scope") {
        None => Some(Scope::City),
        Some(entry) => scope(&entry),
    };
    Some(RawKind::Share(Box::new(share?), scope?))
}

fn scope(entry: &Entry) -> Option<Scope> {
    match entry.text()?.as_str() {
        "city" => Some(Scope::City),
        "every_county" => Some(Scope::EveryCounty),
        word => {
            unknown_word(entry, word, &["city", "every_county"]);
            None
        }
    }
}

fn certified_kind(section: &Section, criteria: &Register) -> Option<RawKind> {
    let Some(entry) = section.entry("criteria") else {
        section.fault(
            "certified-without-criteria",
            both("缺少认定标准 criteria", "an indicator of kind `certified` needs `criteria`"),
            both("请写明 [[criteria]] 中的一个标识", "name the id of one of the [[criteria]]"),
        );
        return None;
    };
    entry.reference(criteria).map(RawKind::Certified)
}

fn share(section: &Section, ids: &Ids) -> Option<RawShare> {
    let of = section.need("of").and_then(|entry| selection(&entry, ids));
    let among = section.need("among").and_then(|entry| selection(&entry, ids));
    let bought_places_count =
        section.entry("bought_places_count").and_then(|entry| entry.flag()).unwrap_or(false);
    Some(RawShare { of: of?, among: among?, bought_places_count })
}

fn selection(entry: &Entry, ids: &Ids) -> Option<RawSelection> {
    let section = entry.section()?;
    let errors = section.findings.errors();
    section.only(&["stage", "sector", "grade", "group"]);
    let selection = RawSelection {
        stages: references(&section, "stage", ids.stages),
        sectors: references(&section, "sector", ids.sectors),
        grades: section.entry("grade").and_then(|entry| grades(&entry)),
        groups: references(&section, "group", ids.groups),
        location: entry.location(),
    };
    (section.findings.errors() == errors).then_some(selection)
}

fn references(section: &Section, key: &str, register: &Register) -> Option<Vec<usize>> {
    let list = section.entry(key)?.list()?;
    Some(list.iter().filter_map(|entry| entry.reference(register)).collect())
}

fn grades(entry: &Entry) -> Option<Vec<u8>> {
    let grade = |entry: &Entry| entry.whole((1, 9)).and_then(|grade| u8::try_from(grade).ok());
    Some(entry.list()?.iter().filter_map(grade).collect())
}

fn criteria_set(section: &Section, id: &str, ids: &Ids) -> (CriteriaSet, Vec<RawShare>) {
    section.only(&["id", "name", "source", "share"]);
    let sections = section.sections("share");
    let (names, _) = self::ids(&sections);
    let (shares, raw) =
        sections.iter().zip(&names).filter_map(|(section, id)| criterion(section, id, ids)).unzip();
    let reference = section.text("source").unwrap_or_default();
    (CriteriaSet { id: id.to_owned(), name: section.name("name", id), shares, reference }, raw)
}

fn criterion(section: &Section, id: &str, ids: &Ids) -> Option<(ShareCriterion, RawShare)> {
    section.only(&[&["id", "name", "at_least"], &SHARE_KEYS[..]].concat());
    let raw = share(section, ids);
    let at_least = section.need("at_least").and_then(|entry| entry.share("target-out-of-range"));
    let name = section.name("name", id);
    Some((ShareCriterion { id: id.to_owned(), name, share: nothing(), at_least: at_least? }, raw?))
}

fn choice(section: &Section, ids: &Ids) -> Option<(Choice, RawSelection)> {
    section.only(&["stage", "sector", "grade", "floor", "cap", "loss"]);
    let errors = section.findings.errors();
    let stage = section.need("stage").and_then(|entry| entry.reference(ids.stages));
    let bound = |key, default| section.number_or(key, default, (0.0, 1.0), "rate-out-of-range");
    let (floor, cap) = (bound("floor", 0.0), bound("cap", 1.0));
    if floor > cap {
        section.fault(
            "floor-above-cap",
            both(format!("下限 {floor} 大于上限 {cap}"), format!("the floor {floor} is above the cap {cap}")),
            both("请交换或改正", "swap or correct them"),
        );
    }
    let loss = section.entry("loss").map(|_| bound("loss", 1.0));
    let sectors = references(section, "sector", ids.sectors);
    let grades = section.entry("grade").and_then(|entry| grades(&entry));
    let stage = stage.filter(|_| section.findings.errors() == errors)?;
    let location = section.location();
    let raw = RawSelection { stages: Some(vec![stage]), sectors, grades, groups: None, location };
    Some((Choice { stage: StageIndex(stage), classes: Vec::new(), floor, cap, loss }, raw))
}

/// A share of nothing, until its classes are known.
fn nothing() -> Share {
    let none = || Selection { classes: Vec::new(), groups: Vec::new() };
    Share { of: none(), among: none(), bought_places_count: false }
}

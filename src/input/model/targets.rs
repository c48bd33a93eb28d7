//! Indicators, criteria and choice: read first with ids only, and resolved to classes once the tables are known.

use super::coverage::{COVERAGE_KEYS, coverage, places_of};
use super::definitions::{defined, unknown_word};
use super::selection::{Ids, RawSelection, grades, references, selection};
use crate::domain::{
    After, Choice, CoverageCriterion, CoverageUnit, CriteriaSet, Horizon, Indicator, IndicatorKind, Path,
    SchoolYear, Scope, Selection, Share, ShareCriterion, StageIndex,
};
use crate::input::findings::both;
use crate::input::model_entry::Entry;
use crate::input::model_file::Section;
use crate::input::register::Register;

#[derive(Debug)]
pub(super) struct RawShare {
    pub(super) of: RawSelection,
    pub(super) among: RawSelection,
    pub(super) bought_places_count: bool,
}

/// What an indicator counts, before its classes are known.
#[derive(Debug)]
pub(super) enum RawOf {
    Share(Box<RawShare>),
    Classes(RawSelection),
    Nothing,
}

/// Coverages and shares of a criteria set, before their classes are known.
type RawCriteria = (CriteriaSet, Vec<RawShare>, Vec<RawSelection>);

/// Indicators, criteria and choices before their classes are known.
#[derive(Debug, Default)]
pub(in crate::input) struct RawTargets {
    pub(super) indicators: Vec<(Indicator, RawOf)>,
    pub(super) criteria: Vec<RawCriteria>,
    pub(super) choices: Vec<(Choice, RawSelection)>,
}

/// Indicators, criteria and choices of a study.
pub(in crate::input) struct Targets {
    pub(in crate::input) indicators: Vec<Indicator>,
    pub(in crate::input) criteria: Vec<CriteriaSet>,
    pub(in crate::input) choices: Vec<Choice>,
}

pub(super) fn read_targets(root: &Section, ids: &Ids, horizon: Option<Horizon>) -> RawTargets {
    let of = defined(root, "criteria");
    let criteria: Vec<_> =
        of.sections.iter().zip(&of.ids).map(|(section, id)| criteria_set(section, id, ids)).collect();
    let entries = criteria.iter().map(|(set, ..)| (set.id.clone(), set.name.zh.clone())).collect();
    let register = Register::by_code(both("认定标准", "criteria set"), entries, of.hidden == Some(0));
    let register = register.hiding(of.hidden);
    let of = defined(root, "indicator");
    let indicators = of
        .sections
        .iter()
        .zip(&of.ids)
        .filter_map(|(section, id)| indicator(section, id, ids, &register, horizon))
        .collect();
    register.judge(root.findings);
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
) -> Option<(Indicator, RawOf)> {
    let common = ["id", "name", "kind", "at_least", "after", "source"];
    let kind = section.need("kind")?;
    let word = kind.text()?;
    let (raw, keys) = match word.as_str() {
        "share" => (share_kind(section, ids), [&SHARE_KEYS[..], &["scope"]].concat()),
        "certified" => (certified_kind(section, criteria), vec!["criteria"]),
        "coverage" => (coverage_kind(section, ids), [&COVERAGE_KEYS[..], &["unit", "scope"]].concat()),
        "count" => (count_kind(section, ids), [&COVERAGE_KEYS[..], &["unit", "scope"]].concat()),
        _ => {
            unknown_word(&kind, &word, &["share", "certified", "coverage", "count"]);
            return None;
        }
    };
    section.only(&[&common[..], &keys].concat());
    let level = |value| steady(value, horizon);
    let greatest = if word == "count" { 1e9 } else { 1.0 };
    let at_least = section
        .need("at_least")
        .and_then(|entry| entry.path_within((0.0, greatest), "target-out-of-range", level));
    let after = section.entry("after").map_or(Some(After::Hold), |entry| after(&entry));
    let name = section.name("name", id);
    let reference = section.text("source").unwrap_or_default();
    let (kind, of) = raw?;
    let indicator =
        Indicator { id: id.to_owned(), name, kind, at_least: at_least?, after: after?, reference };
    Some((indicator, of))
}

/// What holds after the last target: `hold`, unless the model says `free`.
fn after(entry: &Entry) -> Option<After> {
    match entry.text()?.as_str() {
        "hold" => Some(After::Hold),
        "free" => Some(After::Free),
        word => {
            unknown_word(entry, word, &["hold", "free"]);
            None
        }
    }
}

/// One target for every decision year; after the last it holds or not, as any other.
fn steady(value: f64, horizon: Option<Horizon>) -> Path {
    let years = horizon.into_iter().flat_map(|horizon| [horizon.first, horizon.last]);
    Path(years.map(|year: SchoolYear| (year, value)).collect())
}

type Kind = (IndicatorKind, RawOf);

fn share_kind(section: &Section, ids: &Ids) -> Option<Kind> {
    let share = share(section, ids);
    let scope = scope_of(section);
    Some((IndicatorKind::Share { share: nothing(), scope: scope? }, RawOf::Share(Box::new(share?))))
}

/// A share of towns or counties that are covered.
fn coverage_kind(section: &Section, ids: &Ids) -> Option<Kind> {
    let (coverage, scope) = (coverage(section, ids, &["town", "county"]), scope_of(section));
    let (coverage, of) = coverage?;
    Some((IndicatorKind::Coverage { coverage, scope: scope?, number: false }, RawOf::Classes(of)))
}

/// A number of covered towns or counties, or of places.
fn count_kind(section: &Section, ids: &Ids) -> Option<Kind> {
    let scope = scope_of(section);
    let unit = section.entry("unit").and_then(|entry| entry.value.as_str().map(ToOwned::to_owned));
    if unit.as_deref() == Some("place") {
        let of = places_of(section, ids)?;
        return Some((IndicatorKind::Places { classes: Vec::new(), scope: scope? }, RawOf::Classes(of)));
    }
    let (coverage, of) = coverage(section, ids, &["town", "county", "place"])?;
    Some((IndicatorKind::Coverage { coverage, scope: scope?, number: true }, RawOf::Classes(of)))
}

fn scope_of(section: &Section) -> Option<Scope> {
    section.entry("scope").map_or(Some(Scope::City), |entry| scope(&entry))
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

fn certified_kind(section: &Section, criteria: &Register) -> Option<Kind> {
    let Some(entry) = section.entry("criteria") else {
        section.fault(
            "certified-without-criteria",
            both("缺少认定标准 criteria", "an indicator of kind `certified` needs `criteria`"),
            both("请写明 [[criteria]] 中的一个标识", "name the id of one of the [[criteria]]"),
        );
        return None;
    };
    let criteria = entry.reference(criteria)?;
    Some((IndicatorKind::Certified { criteria }, RawOf::Nothing))
}

fn share(section: &Section, ids: &Ids) -> Option<RawShare> {
    let of = section.need("of").and_then(|entry| selection(&entry, ids));
    let among = section.need("among").and_then(|entry| selection(&entry, ids));
    let bought_places_count =
        section.entry("bought_places_count").and_then(|entry| entry.flag()).unwrap_or(false);
    Some(RawShare { of: of?, among: among?, bought_places_count })
}

fn criteria_set(section: &Section, id: &str, ids: &Ids) -> RawCriteria {
    section.only(&["id", "name", "source", "share", "coverage"]);
    let towns = defined(section, "coverage");
    let of_towns = towns.sections.iter().zip(&towns.ids);
    let (coverages, classes) =
        of_towns.filter_map(|(section, id)| coverage_criterion(section, id, ids)).unzip();
    let pupils = defined(section, "share");
    let of_pupils = pupils.sections.iter().zip(&pupils.ids);
    let (shares, raw) = of_pupils.filter_map(|(section, id)| criterion(section, id, ids)).unzip();
    let reference = section.text("source").unwrap_or_default();
    let name = section.name("name", id);
    (CriteriaSet { id: id.to_owned(), name, shares, coverages, reference }, raw, classes)
}

fn coverage_criterion(section: &Section, id: &str, ids: &Ids) -> Option<(CoverageCriterion, RawSelection)> {
    section.only(&[&["id", "name", "at_least"], &COVERAGE_KEYS[..]].concat());
    let covered = coverage(section, ids, &["town"]);
    let at_least = section.need("at_least").and_then(|entry| entry.share("target-out-of-range"));
    let (coverage, of) = covered?;
    debug_assert_eq!(coverage.unit, CoverageUnit::Town);
    let name = section.name("name", id);
    Some((CoverageCriterion { id: id.to_owned(), name, coverage, at_least: at_least? }, of))
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

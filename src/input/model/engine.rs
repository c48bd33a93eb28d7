//! Conventions of the cohort-component engine in `[projection]` (推算约定).

use super::definitions::unknown_word;
use crate::domain::{CountyUse, EngineSettings, Exposure, MissingMigration, Order, RateAge, Timing};
use crate::input::findings::both;
use crate::input::model_entry::Entry;
use crate::input::model_file::Section;
use crate::input::values;
use std::collections::BTreeMap;

/// Keys of `[projection]` that are read here.
pub(super) const KEYS: &[&str] = &[
    "conventions",
    "timing",
    "order",
    "exposure",
    "rate_age",
    "newborns_migrate",
    "sex_ratio_at_birth",
    "step",
    "missing_migration",
    "county_engine",
];

/// Limits of boys per girl at birth.
const SEX_RATIO: (f64, f64) = (0.5, 2.0);

/// The set of conventions named, with what is set beside it.
pub(super) fn engine(root: &Section) -> EngineSettings {
    let defaults = EngineSettings::default();
    let Some(section) = root.entry("projection").and_then(|entry| entry.section()) else { return defaults };
    let preset = section.entry("conventions").and_then(|entry| preset(&entry));
    let base = preset.unwrap_or(defaults);
    let newborns = section.entry("newborns_migrate").and_then(|entry| entry.flag());
    EngineSettings {
        timing: word(&section, "timing", &TIMINGS).or(base.timing),
        order: word(&section, "order", &ORDERS).unwrap_or(base.order),
        exposure: word(&section, "exposure", &EXPOSURES).unwrap_or(base.exposure),
        rate_age: word(&section, "rate_age", &RATE_AGES).unwrap_or(base.rate_age),
        newborns_stay: newborns.map_or(base.newborns_stay, |migrate| !migrate),
        sex_ratio_at_birth: section
            .entry("sex_ratio_at_birth")
            .map_or_else(BTreeMap::new, |entry| by_year(&entry)),
        step_years: section.entry("step").and_then(|entry| step(&entry)),
        missing_migration: word(&section, "missing_migration", &MISSING).unwrap_or_default(),
        county_use: word(&section, "county_engine", &COUNTY_USES).unwrap_or_default(),
        preset: base.preset,
    }
}

const TIMINGS: [(&str, Timing); 4] = [
    ("even", Timing::Even),
    ("middle", Timing::Middle),
    ("end", Timing::End),
    ("half_exposure", Timing::HalfExposure),
];
const ORDERS: [(&str, Order); 2] =
    [("age_then_move", Order::AgeThenMove), ("move_then_age", Order::MoveThenAge)];
const EXPOSURES: [(&str, Exposure); 4] = [
    ("mean", Exposure::MeanOfStartAndEnd),
    ("after_moves", Exposure::AfterMoves),
    ("start", Exposure::AtStart),
    ("cohort", Exposure::MeanOfCohort),
];
const RATE_AGES: [(&str, RateAge); 2] = [("start", RateAge::AtStart), ("attained", RateAge::Attained)];
const MISSING: [(&str, MissingMigration); 2] =
    [("residual", MissingMigration::Residual), ("none", MissingMigration::None)];

const COUNTY_USES: [(&str, CountyUse); 3] =
    [("always", CountyUse::Always), ("judged", CountyUse::Judged), ("never", CountyUse::Never)];

fn preset(entry: &Entry) -> Option<EngineSettings> {
    let word = entry.text()?;
    let preset = EngineSettings::preset(&word);
    if preset.is_none() {
        unknown_word(entry, &word, &EngineSettings::PRESETS);
    }
    preset
}

fn word<T: Copy>(section: &Section, key: &str, words: &[(&str, T)]) -> Option<T> {
    let entry = section.entry(key)?;
    let word = entry.text()?;
    let found = words.iter().find(|(name, _)| *name == word);
    if found.is_none() {
        unknown_word(&entry, &word, &words.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }
    found.map(|(_, value)| *value)
}

/// Years of a step: 1 or 5.
fn step(entry: &Entry) -> Option<u8> {
    let years = entry.whole((1, 5))?;
    if !matches!(years, 1 | 5) {
        entry.fault(
            "out-of-range",
            both(format!("步长 {years} 年不支持"), format!("steps of {years} years are not supported")),
            both("请写 1 或 5", "write 1 or 5"),
        );
        return None;
    }
    u8::try_from(years).ok()
}

/// One number for all years, or numbers by year.
fn by_year(entry: &Entry) -> BTreeMap<i32, f64> {
    if entry.value.as_table().is_none() {
        return entry.number_within(SEX_RATIO, "out-of-range").map(|ratio| (0, ratio)).into_iter().collect();
    }
    let Some(section) = entry.section() else { return BTreeMap::new() };
    let mut ratios = BTreeMap::new();
    for (name, _) in section.table {
        let Some(part) = section.entry(name.get_ref()) else { continue };
        let year = values::year(name.get_ref());
        if year.is_none() {
            part.fault(
                "not-a-year",
                both(format!("“{}”不是年份", name.get_ref()), format!("`{}` is not a year", name.get_ref())),
                both("请写四位数字，如 2023", "write four digits, such as 2023"),
            );
        }
        ratios.extend(year.zip(part.number_within(SEX_RATIO, "out-of-range")));
    }
    ratios
}

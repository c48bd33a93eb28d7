//! Years, cut-off day, projection, money, solver: the settings of a model, with their defaults.

use super::definitions::{project_kind, unknown_word};
use crate::domain::{
    CostSettings, Cutoff, Horizon, ProjectKind, ProjectionSettings, RepairWeights, SchoolYear,
    SolverSettings, SpendingProfile, Variant,
};
use crate::input::findings::both;
use crate::input::model_entry::Entry;
use crate::input::model_file::Section;
use crate::input::values::days_in;
use std::collections::BTreeMap;

/// Longest outlook, years after the last decision year.
const LONGEST_OUTLOOK: i32 = 100;

/// Years of the study. Without a plan the base year may be left out: it is the year before the first.
pub(super) fn horizon(root: &Section, plans: bool) -> Option<Horizon> {
    let given = root.entry("base_year");
    let base = if plans { root.need("base_year") } else { given }.and_then(|entry| entry.year());
    let entry = root.need("horizon")?;
    let section = entry.section()?;
    section.only(&["first", "last", "outlook"]);
    let first = section.need("first").and_then(|entry| entry.year());
    let last = section.need("last").and_then(|entry| entry.year());
    let outlook = match section.entry("outlook") {
        Some(entry) => entry.whole((1900, 2400)).and_then(|year| i32::try_from(year).ok()),
        None => last,
    };
    let base = if plans || root.entry("base_year").is_some() { base } else { first.map(|first| first - 1) };
    let (base, first, last, outlook) = (base?, first?, last?, outlook?);
    let ordered = base < first && first <= last && last <= outlook && outlook - last <= LONGEST_OUTLOOK;
    if !ordered {
        entry.fault(
            "horizon-order",
            both(
                format!("年份次序不对：基年 {base}，首年 {first}，末年 {last}，展望 {outlook}"),
                format!(
                    "the years are out of order: base {base}, first {first}, last {last}, outlook {outlook}"
                ),
            ),
            both(
                "应为：基年 < 首年 ≤ 末年 ≤ 展望年，展望不超过末年后 100 年",
                "wanted: base < first ≤ last ≤ outlook, and the outlook at most 100 years after the last",
            ),
        );
        return None;
    }
    let [base, first, last, outlook] = [base, first, last, outlook].map(SchoolYear);
    Some(Horizon { base, first, last, outlook })
}

pub(super) fn cutoff(root: &Section) -> Cutoff {
    let Some(section) = root.entry("entry").and_then(|entry| entry.section()) else {
        return Cutoff::default();
    };
    section.only(&["month", "day"]);
    let part = |key, greatest| section.need(key).and_then(|entry| entry.whole((1, greatest)));
    let month = part("month", 12).and_then(|month| u8::try_from(month).ok()).unwrap_or(1);
    let day =
        part("day", i64::from(days_in(2000, month))).and_then(|day| u8::try_from(day).ok()).unwrap_or(1);
    Cutoff { month, day }
}

pub(super) fn projection(root: &Section) -> ProjectionSettings {
    let defaults = ProjectionSettings::default();
    let Some(section) = root.entry("projection").and_then(|entry| entry.section()) else { return defaults };
    let keys = ["window", "shrinkage", "fertility_damping", "roll_window", "roll_shrinkage", "births"];
    section.only(&[&keys[..], super::engine::KEYS].concat());
    let whole = |key| section.whole(key, (1, 100)).and_then(|years| u32::try_from(years).ok());
    ProjectionSettings {
        window: whole("window").unwrap_or(defaults.window),
        shrinkage: section.number_or("shrinkage", defaults.shrinkage, (0.0, 1e9), "out-of-range"),
        fertility_damping: section.number_or(
            "fertility_damping",
            defaults.fertility_damping,
            (0.0, 1.0),
            "rate-out-of-range",
        ),
        roll_window: whole("roll_window").unwrap_or(defaults.roll_window),
        roll_shrinkage: section.number_or(
            "roll_shrinkage",
            defaults.roll_shrinkage,
            (0.0, 1e9),
            "out-of-range",
        ),
        births: section.entry("births").and_then(|entry| births(&entry)).unwrap_or_default(),
    }
}

fn births(entry: &Entry) -> Option<Variant> {
    match entry.text()?.as_str() {
        "low" => Some(Variant::Low),
        "level" => Some(Variant::Level),
        "high" => Some(Variant::High),
        word => {
            unknown_word(entry, word, &["low", "level", "high"]);
            None
        }
    }
}

pub(super) fn cost(root: &Section, horizon: Option<Horizon>) -> CostSettings {
    let price_year = horizon.map_or(0, |horizon| horizon.first.0);
    let defaults = CostSettings {
        discount_rate: 0.03,
        price_year,
        travel_yuan_per_km: 0.0,
        travel_yuan_per_minute: 0.0,
        grade_yuan: 0.0,
        detour: 1.3,
    };
    let Some(section) = root.entry("cost").and_then(|entry| entry.section()) else { return defaults };
    section.only(&[
        "discount_rate",
        "price_year",
        "travel_yuan_per_km",
        "travel_yuan_per_minute",
        "grade_yuan",
        "detour",
    ]);
    CostSettings {
        discount_rate: section.number_or("discount_rate", 0.03, (0.0, 1.0), "rate-out-of-range"),
        price_year: section.entry("price_year").and_then(|entry| entry.year()).unwrap_or(price_year),
        travel_yuan_per_km: section.number_or("travel_yuan_per_km", 0.0, (0.0, 1e9), "out-of-range"),
        travel_yuan_per_minute: section.number_or("travel_yuan_per_minute", 0.0, (0.0, 1e9), "out-of-range"),
        grade_yuan: section.number_or("grade_yuan", 0.0, (0.0, 1e9), "out-of-range"),
        detour: section.number_or("detour", 1.3, (1.0, 10.0), "out-of-range"),
    }
}

/// Weights of a repair: `[repair]`, each above 0.
pub(super) fn repair(root: &Section) -> RepairWeights {
    let defaults = RepairWeights::default();
    let Some(section) = root.entry("repair").and_then(|entry| entry.section()) else { return defaults };
    section.only(&["child", "pupil", "county", "town", "project", "money", "land"]);
    let weight = |key, default| section.number_or(key, default, (1e-6, 1e6), "out-of-range");
    RepairWeights {
        child: weight("child", defaults.child),
        pupil: weight("pupil", defaults.pupil),
        county: weight("county", defaults.county),
        town: weight("town", defaults.town),
        project: weight("project", defaults.project),
        money: weight("money", defaults.money),
        land: weight("land", defaults.land),
    }
}

pub(super) fn solver(root: &Section) -> SolverSettings {
    let defaults = SolverSettings { gap: 0.001, time_limit_seconds: 300.0 };
    let Some(section) = root.entry("solver").and_then(|entry| entry.section()) else { return defaults };
    section.only(&["gap", "time_limit_seconds"]);
    let gap = section.entry("gap").and_then(|entry| {
        let gap = entry.number()?;
        if gap <= 0.0 {
            entry.fault(
                "gap-not-positive",
                both(format!("间隙 {gap} 不是正数"), format!("the gap {gap} is not above 0")),
                both("请写小的正数，如 0.001", "write a small number above 0, such as 0.001"),
            );
        }
        if gap >= 1.0 {
            entry.fault(
                "gap-too-wide",
                both(
                    format!("间隙 {gap} 不小于 1（100 %），什么也证明不了"),
                    format!("the gap {gap} is 1 (100 %) or more and proves nothing"),
                ),
                both("请写小数，如 0.1 % 写 0.001", "write a share, such as 0.001 for 0.1 %"),
            );
        }
        Some(gap)
    });
    SolverSettings {
        gap: gap.unwrap_or(defaults.gap),
        time_limit_seconds: section.number_or(
            "time_limit_seconds",
            defaults.time_limit_seconds,
            (0.001, 1e9),
            "out-of-range",
        ),
    }
}

pub(super) fn spending(root: &Section) -> Vec<SpendingProfile> {
    let mut profiles: Vec<SpendingProfile> = Vec::new();
    for section in root.sections("spending") {
        section.only(&["kind", "shares"]);
        let kind = section.need("kind").and_then(|entry| kind_or_all(&entry));
        let shares = section.need("shares").and_then(|entry| shares(&entry));
        let Some(kind) = kind else { continue };
        if profiles.iter().any(|profile| profile.kind == kind) {
            section.fault(
                "duplicate-id",
                both("该类别已有投资进度", "this kind has a spending profile already"),
                both("只保留其中一个", "keep one of them"),
            );
        }
        profiles.push(SpendingProfile { kind, shares: shares.unwrap_or_default() });
    }
    profiles
}

/// A kind of work; the inner none is `*`.
#[allow(clippy::option_option)] // outer: whether the word is sound; inner: whether it means all
fn kind_or_all(entry: &Entry) -> Option<Option<ProjectKind>> {
    match entry.text()?.as_str() {
        "*" => Some(None),
        _ => project_kind(entry).map(Some),
    }
}

/// Shares by years before the opening.
fn shares(entry: &Entry) -> Option<BTreeMap<u8, f64>> {
    let section = entry.section()?;
    let mut shares = BTreeMap::new();
    let mut sound = true;
    for (name, _) in section.table {
        let Some(part) = section.entry(name.get_ref()) else { continue };
        let before = name.get_ref().parse::<u8>().ok().filter(|before| *before <= 20);
        if before.is_none() {
            part.fault(
                "out-of-range",
                both(
                    format!("“{}”不是投用前的年数", name.get_ref()),
                    format!("`{}` is no number of years", name.get_ref()),
                ),
                both("请写投用前的年数，0 至 20", "write the years before the opening, 0 to 20"),
            );
        }
        let share = part.share("rate-out-of-range");
        sound &= before.is_some() && share.is_some();
        shares.extend(before.zip(share));
    }
    let sum: f64 = shares.values().sum();
    if sound && (sum - 1.0).abs() > 1e-6 {
        entry.fault(
            "shares-not-one",
            both(format!("各年份额之和为 {sum:.6}，不是 1"), format!("the shares add to {sum:.6}, not to 1")),
            both("请使各年份额之和为 1", "make the shares add to 1"),
        );
    }
    Some(shares)
}

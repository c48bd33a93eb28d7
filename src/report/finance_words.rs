//! How amounts, areas and sources of money are written.

use super::Cell;
use super::words::say;
pub(super) use crate::domain::source_name;
use crate::domain::{Language, Study};
use crate::outcome::{Component, Idle};
use crate::store::{CeilingRecord, RunRecord};
use std::collections::BTreeSet;

/// An amount of 10⁴ yuan, as budgets are written.
pub(super) fn amount(value: f64) -> Cell {
    Cell::Number(value, 2)
}

/// An excess of money, 10⁴ yuan, with digits enough to be seen: two, or as many as the fen needs.
pub(super) fn excess(over: f64) -> String {
    let digits = excess_digits(over);
    format!("{over:.digits$}")
}

/// Digits behind the point that show an excess of 10⁴ yuan to a hundredth of itself, from two to the fen's six.
pub(super) fn excess_digits(over: f64) -> usize {
    let shown = |unit: f64| (over * unit).round() / unit;
    let seen = |unit: f64| (shown(unit) - over).abs() <= 0.01 * over.abs();
    let enough = [(2, 1e2), (3, 1e3), (4, 1e4), (5, 1e5)].into_iter().find(|(_, unit)| seen(*unit));
    enough.map_or(6, |(digits, _)| digits)
}

/// A ceiling on money under which nothing can fall.
pub(super) struct IdleCeiling {
    /// `year`, `source` or `projects`.
    pub(super) reason: &'static str,
    /// Name of its county, or of the whole.
    pub(super) area: String,
    /// Name of its source.
    pub(super) source: String,
    /// Calendar year.
    pub(super) year: i32,
}

/// Areas and years that are named of ceilings that bind nothing.
const NAMED: usize = 4;

/// Which ceilings bind nothing, and why: a sentence a reason.
pub(super) fn idle_sentences(ceilings: &[IdleCeiling], language: Language) -> Vec<String> {
    let sentence = |reason: &str| {
        let of: Vec<&IdleCeiling> = ceilings.iter().filter(|one| one.reason == reason).collect();
        let count = of.len();
        let named = |name: &dyn Fn(&IdleCeiling) -> String| {
            let names: BTreeSet<String> = of.iter().map(|one| name(one)).collect();
            let more = if names.len() > NAMED { say(language, "等", ", …") } else { String::new() };
            let names: Vec<String> = names.into_iter().take(NAMED).collect();
            names.join(&say(language, "、", ", ")) + &more
        };
        let (zh, en) = match reason {
            "source" => {
                let names = named(&|one| one.source.clone());
                (format!("没有由“{names}”支付的款项"), format!("nothing is paid from {names}"))
            }
            "year" => {
                let names = named(&|one| one.year.to_string());
                (format!("{names}年没有可计入的支出"), format!("nothing that they cover is paid in {names}"))
            }
            _ => {
                let names = named(&|one| format!("{} {}", one.area, one.year));
                (
                    format!("当年没有可支付的项目（{names}）"),
                    format!("no project can be paid for there and then ({names})"),
                )
            }
        };
        (count > 0).then(|| {
            say(
                language,
                &format!("{count}项资金上限不起作用：{zh}。"),
                &format!("{count} ceilings on money bind nothing: {en}."),
            )
        })
    };
    Idle::ALL.into_iter().filter_map(|reason| sentence(reason.id())).collect()
}

/// What a plan lacks: ceilings on money, unit costs.
pub(super) fn lacking(ceilings: bool, costs: bool, language: Language) -> Vec<String> {
    let no_ceilings = say(
        language,
        "未设资金上限：缺预算表（budget），资金不构成约束。",
        "No ceilings: table budget is missing, money binds nothing.",
    );
    let no_costs = say(
        language,
        "未计单位成本：缺成本表（costs），所列成本不含生均、学位等运行费用。",
        "No unit costs: table costs is missing, so that running cost by pupil and place is left out.",
    );
    let lacks = [(!ceilings, no_ceilings), (!costs, no_costs)];
    lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, sentence)| sentence).collect()
}

/// As [`lacking`], of a study that plans.
#[must_use]
pub fn lacking_sentences(study: &Study, language: Language) -> Vec<String> {
    if study.schools.is_empty() && study.projects.is_empty() {
        return Vec::new();
    }
    lacking(!study.budgets.is_empty(), !study.costs.is_empty(), language)
}

/// Whether a run paid by unit costs for any place or pupil.
pub(super) fn has_unit_costs(run: &RunRecord) -> bool {
    let by_unit = [Component::Places, Component::Pupils, Component::Subsidy, Component::Bought];
    run.money.iter().any(|line| by_unit.contains(&line.component) && line.amount != 0.0)
}

/// Ceilings of a run that bind nothing.
pub(super) fn idle_of_run<'a>(
    run: &RunRecord,
    lines: impl Iterator<Item = &'a CeilingRecord>,
    language: Language,
) -> Vec<IdleCeiling> {
    let idle = |line: &CeilingRecord| {
        let reason = Idle::ALL.into_iter().find(|reason| reason.id() == line.idle)?;
        Some(IdleCeiling {
            reason: reason.id(),
            area: area(run, &line.area, language),
            source: source_name(&line.source, language),
            year: line.year,
        })
    };
    lines.filter_map(idle).collect()
}

/// Name of a county, or of the whole.
pub(super) fn area(run: &RunRecord, code: &str, language: Language) -> String {
    if code == "*" { say(language, "全市", "All") } else { run.name("county", code, language).to_owned() }
}

//! Ceilings on money that no payment can fall under (不起作用的资金上限): a source that nothing is paid from, a year in which nothing
//! is paid. They bind nothing, which nobody who writes a ceiling means.

use super::findings::{Findings, both};
use super::headers::Sheet;
use super::model::Model;
use super::nearest::nearest;
use super::package::Package;
use super::projects::{Projects, ReadProject};
use crate::domain::{Budget, Horizon, RUNNING_SOURCE, SchoolYear, Text};
use std::collections::{BTreeMap, BTreeSet};

/// Warns of ceilings that bind nothing, where budgets and projects can be read as a whole.
pub(super) fn check(
    package: &Package,
    model: &Model,
    budgets: &[Budget],
    projects: &Projects,
    findings: &Findings,
) {
    let (Some(sheet), Some(horizon)) = (package.sheet("budget"), model.horizon) else { return };
    let whole = |name: &str, read: usize| package.sheet(name).is_some_and(|of| of.raw.rows.len() == read);
    if !whole("budget", budgets.len()) || !whole("projects", projects.list.len() + projects.undecided.len()) {
        return;
    }
    let sources: BTreeSet<&str> = projects.list.iter().flat_map(ReadProject::sources).collect();
    let mut unpaid: BTreeMap<(&str, bool), Vec<u64>> = BTreeMap::new();
    let mut late: BTreeMap<bool, Vec<(u64, i32)>> = BTreeMap::new();
    for (budget, row) in budgets.iter().zip(sheet.rows(findings)) {
        if let Some(source) = budget.source.as_deref().filter(|source| !pays(source, budget, &sources)) {
            unpaid.entry((source, budget.covers.has_capital())).or_default().push(row.number);
        } else if !is_paid_in(budget, horizon) {
            late.entry(budget.covers.has_running()).or_default().push((row.number, budget.year));
        }
    }
    for ((source, capital), rows) in unpaid {
        without_payment(sheet, source, capital, &rows, &sources, findings);
    }
    for (running, rows) in late {
        outside_years(sheet, running, &rows, horizon, findings);
    }
}

/// Whether anything can be paid from a source that a ceiling covers.
fn pays(source: &str, budget: &Budget, sources: &BTreeSet<&str>) -> bool {
    (budget.covers.has_capital() && sources.contains(source))
        || (budget.covers.has_running() && source == RUNNING_SOURCE)
}

/// Whether anything that a ceiling covers can be paid in its year: capital until the last opening, running cost to the end. What an
/// earlier year leaves may be carried over.
fn is_paid_in(budget: &Budget, horizon: Horizon) -> bool {
    let last = if budget.covers.has_running() { horizon.outlook } else { horizon.last };
    let year = SchoolYear(budget.year);
    (horizon.first..=last).contains(&year) || (budget.carry && year < horizon.first)
}

fn without_payment(
    sheet: &Sheet,
    source: &str,
    capital: bool,
    rows: &[u64],
    sources: &BTreeSet<&str>,
    findings: &Findings,
) {
    let head = sheet.column("source").map(|placed| sheet.head(placed));
    let count = rows.len();
    let known = sources.iter().copied().collect::<Vec<_>>().join(", ");
    let (what, hint) = if capital {
        let what = both(
            format!("没有项目由“{source}”出资，这 {count} 行上限不起作用"),
            format!("no project is paid from `{source}`: {count} ceilings on it bind nothing"),
        );
        let near = nearest(source, sources.iter().copied());
        let meant = near.map_or_else(Text::default, |near| {
            both(format!("是否应为“{near}”？"), format!("is `{near}` meant? "))
        });
        let hint = both(
            format!("{}项目的资金来源有：{known}；全部来源合计写 *", meant.zh),
            format!("{}the projects' sources are: {known}; all together are written *", meant.en),
        );
        (what, hint)
    } else {
        let what = both(
            format!("运行经费由县级承担，“{source}”的 {count} 行上限不起作用"),
            format!("running cost is paid by the county: {count} ceilings on `{source}` bind nothing"),
        );
        (what, both("请写 county 或 *", "write county, or * for all sources together"))
    };
    findings.warning("ceiling-without-payment", sheet.raw.location(rows.first().copied(), head), what, hint);
}

fn outside_years(sheet: &Sheet, running: bool, rows: &[(u64, i32)], horizon: Horizon, findings: &Findings) {
    let head = sheet.column("year").map(|placed| sheet.head(placed));
    let years: BTreeSet<i32> = rows.iter().map(|(_, year)| *year).collect();
    let years = years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let last = if running { horizon.outlook } else { horizon.last };
    let first = horizon.first;
    findings.warning(
        "ceiling-outside-years",
        sheet.raw.location(rows.first().map(|(row, _)| *row), head),
        both(
            format!("{years} 年没有可计入的支出，这些年的上限不起作用"),
            format!("nothing that these ceilings cover is paid in {years}: they bind nothing"),
        ),
        both(
            format!("此类支出发生在 {first} 至 {last} 年，请核对年份"),
            format!("such payments fall in {first} to {last}: check the years"),
        ),
    );
}

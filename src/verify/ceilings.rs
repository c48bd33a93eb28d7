//! Ceilings on money, land and deliveries: the promises, and the table of them.

use super::Computed;
use super::book::{Book, Check, Finding, rounding};
use super::case::{Case, plain};
use super::money::{Money, is_paid};
use super::plan::TablePlan;
use super::projects::{events, land_used};
use super::promises::{Chain, available, within_chains};
use crate::domain::{Area, Budget, DeliveryEvent, Project, Spending};

/// Ceilings on money with what is used of them.
fn budgets(case: &Case, money: &Money) -> Vec<Chain> {
    let chain = |budget: &Budget| {
        let covers = match budget.covers {
            Spending::Capital => "capital",
            Spending::Running => "running",
            Spending::All => "spending",
        };
        let used = |(key, _): &(&super::money::Key, &f64)| {
            let (year, county, _, source, component) = key;
            let capital = *component == "capital";
            *year == budget.year
                && budget.county.is_none_or(|of| of.0 == *county)
                && budget.source.as_ref().is_none_or(|of| of == source)
                && match budget.covers {
                    Spending::Capital => capital,
                    Spending::Running => !capital && is_paid(component),
                    Spending::All => is_paid(component),
                }
        };
        let area = budget.county.map_or_else(|| "all".to_owned(), |of| plain(case.county_code(of.0)));
        let source = budget.source.as_deref().map_or_else(|| "all".to_owned(), plain);
        let what = match budget.covers {
            Spending::Capital => "",
            Spending::Running => ",running",
            Spending::All => ",all",
        };
        #[allow(clippy::cast_precision_loss)] // fen, below 2⁵³
        let limit = budget.limit.fen() as f64 / 1e6;
        Chain {
            line: format!("{area}/{source}/{covers}"),
            year: budget.year,
            limit,
            used: money.iter().filter(used).map(|(_, amount)| amount).sum(),
            carry: budget.carry,
            words: format!("budget[{area},{source},{}{what}]", budget.year),
        }
    };
    case.study.budgets.iter().map(chain).collect()
}

/// Checks that money stays within its ceilings, but for what the plan says it breaks.
pub(super) fn check_promises(case: &Case, plan: &TablePlan, money: &Money, book: &mut Book) {
    within_chains(Check::Budgets, plan, &budgets(case, money), book);
}

/// A row of the table.
pub(super) struct Line {
    words: [String; 3],
    year: Option<i32>,
    limit: f64,
    available: f64,
    used: f64,
    /// Whether the amounts are capital alone, which is exact to the fen.
    exact: bool,
    idle: &'static str,
}

impl Line {
    pub(super) fn met(&self) -> bool {
        let room = if self.exact { 5e-7 } else { 1e-6 * self.available.abs().max(1.0) };
        self.used <= self.available + room
    }
}

/// Every ceiling in the order of the table.
pub(super) fn lines(case: &Case, plan: &TablePlan, money: &Money) -> Vec<Line> {
    let mut lines = money_lines(case, money);
    lines.extend(land_lines(case, plan));
    lines.extend(delivery_lines(case, plan));
    lines
}

fn money_lines(case: &Case, money: &Money) -> Vec<Line> {
    let chains = budgets(case, money);
    let available = available(&chains);
    let budgets = case.study.budgets.iter().zip(chains.iter().zip(available));
    let line = |(budget, (chain, available)): (&Budget, (&Chain, f64))| {
        let kind = chain.line.rsplit('/').next().unwrap_or_default();
        let area = budget.county.map_or("*", |of| case.county_code(of.0));
        let source = budget.source.as_deref().unwrap_or("*");
        let words = [kind, area, source].map(str::to_owned);
        let (exact, idle) = (budget.covers == Spending::Capital, super::idle::of_money(case, budget));
        Line { words, year: Some(budget.year), limit: chain.limit, available, used: chain.used, exact, idle }
    };
    budgets.map(line).collect()
}

fn land_lines(case: &Case, plan: &TablePlan) -> Vec<Line> {
    let limits = case.study.land.iter().enumerate();
    let chains: Vec<Chain> = limits
        .map(|(index, limit)| Chain {
            line: format!("{:?}/{}", limit.area, limit.year.is_none()),
            year: limit.year.unwrap_or(0),
            limit: limit.limit_m2,
            used: land_used(case, plan, index),
            carry: limit.carry,
            words: String::new(),
        })
        .collect();
    let available = available(&chains);
    let line = |((limit, chain), available): ((&crate::domain::LandLimit, &Chain), f64)| {
        let area = match limit.area {
            None => "*",
            Some(Area::County(county)) => case.county_code(county.0),
            Some(Area::Town(town)) => case.town_code(town.0),
        };
        let words = ["land", area, "*"].map(str::to_owned);
        let idle = super::idle::of_land(case, limit);
        Line { words, year: limit.year, limit: chain.limit, available, used: chain.used, exact: false, idle }
    };
    case.study.land.iter().zip(&chains).zip(available).map(line).collect()
}

fn delivery_lines(case: &Case, plan: &TablePlan) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, programme) in case.study.programmes.iter().enumerate() {
        for year in case.first..=case.last {
            let of = |project: &Project| project.programme.0 == index;
            lines.extend(programme.at_most_per_year.map(|most| Line {
                words: ["openings", "*", &programme.id].map(str::to_owned),
                year: Some(year),
                limit: f64::from(most),
                available: f64::from(most),
                used: events(case, plan, DeliveryEvent::Opening, year, of),
                exact: false,
                idle: super::idle::of_deliveries(case, DeliveryEvent::Opening, year, of),
            }));
        }
    }
    for limit in &case.study.deliveries {
        let programme = limit.programme.map_or("*", |of| &case.study.programmes[of.0].id);
        let area = limit.county.map_or("*", |of| case.county_code(of.0));
        let kind = if limit.event == DeliveryEvent::Start { "starts" } else { "openings" };
        for year in (case.first..=case.last).filter(|year| limit.year.is_none_or(|of| of.0 == *year)) {
            let of = |project: &Project| {
                limit.programme.is_none_or(|of| of == project.programme)
                    && case.lies_in(project.town.0, limit.county.map(|county| county.0))
            };
            lines.push(Line {
                words: [kind, area, programme].map(str::to_owned),
                year: Some(year),
                limit: f64::from(limit.at_most),
                available: f64::from(limit.at_most),
                used: events(case, plan, limit.event, year, of),
                exact: false,
                idle: super::idle::of_deliveries(case, limit.event, year, of),
            });
        }
    }
    lines
}

/// Compares the table of ceilings.
pub(super) fn check_table(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let rows = computed.tables.table("ceilings")?;
    let lines = lines(computed.case, computed.plan, computed.money);
    let words = [rows.texts("ceiling")?, rows.texts("area")?, rows.texts("of")?];
    let (years, met, idle) = (rows.optional("year")?, rows.flags("met")?, rows.texts("idle")?);
    let limits = rows.numbers("limit")?;
    let (available, used) = (rows.numbers("available")?, rows.numbers("used")?);
    super::finance::same_height(Check::Ceilings, "ceilings", (rows.height(), lines.len()), book);
    for (at, line) in lines.iter().enumerate().take(rows.height()) {
        let year = line.year.map_or_else(|| "*".to_owned(), |year| year.to_string());
        let place = || format!("ceilings[{},{year}]", line.words.join(","));
        for (said, found) in words.iter().zip(&line.words) {
            book.same_words(Check::Ceilings, &said[at], found, place);
        }
        let said_year = years[at].unwrap_or(-1.0);
        book.same(Check::Ceilings, (said_year, line.year.map_or(-1.0, f64::from)), 0.0, place);
        book.same(Check::Ceilings, (limits[at], line.limit), rounding(line.limit), place);
        book.same(Check::Ceilings, (available[at], line.available), rounding(line.available), place);
        book.same(Check::Ceilings, (used[at], line.used), rounding(line.used), place);
        book.same_words(Check::Ceilings, &met[at].to_string(), &line.met().to_string(), place);
        book.same_words(Check::Ceilings, &idle[at], line.idle, place);
    }
    Ok(())
}

//! The table of indicators: reached, target, slack, met, and the price of a point.

use super::Computed;
use super::book::{Book, Check, Finding};
use super::case::{plain, target};
use super::coverage::{covered, places_of};
use super::targets::{areas, criteria, share};
use crate::domain::IndicatorKind;

/// An indicator of an area and year.
pub(super) struct Line {
    pub(super) indicator: usize,
    pub(super) area: Option<usize>,
    pub(super) year: i32,
    pub(super) target: Option<f64>,
    pub(super) reached: f64,
    pub(super) price: Option<f64>,
}

impl Line {
    pub(super) fn met(&self) -> bool {
        self.target.is_none_or(|target| self.reached >= target - 1e-6)
    }
}

/// Every indicator in the order of the table.
pub(super) fn lines(computed: &Computed) -> Vec<Line> {
    let (case, plan, places) = (computed.case, computed.plan, computed.places);
    let mut lines = Vec::new();
    for (index, indicator) in case.study.indicators.iter().enumerate() {
        let mut add = |area: Option<usize>, year: i32, reached: f64, price: Option<f64>| {
            let target = target(indicator, year);
            lines.push(Line { indicator: index, area, year, target, reached, price });
        };
        let price = |kind: &str, area: Option<usize>, year: i32| {
            let area = area.map_or_else(|| "all".to_owned(), |county| plain(case.county_code(county)));
            plan.prices.get(&format!("{kind}[{},{area},{year}]", plain(&indicator.id))).copied()
        };
        match &indicator.kind {
            IndicatorKind::Share { share: of, scope } => {
                for area in areas(case, *scope) {
                    let sums = share(case, plan, of, area);
                    for (year, (counted, among)) in case.years().zip(sums).filter(|(_, sums)| sums.1 > 0.0) {
                        // A percentage point is a hundredth of the pupils among whom it is counted.
                        let price = price("share", area, year).map(|one| one * among / 100.0);
                        add(area, year, counted / among, price);
                    }
                }
            }
            IndicatorKind::Coverage { coverage, scope, number } => {
                for area in areas(case, *scope) {
                    for (position, year) in case.years().enumerate() {
                        let (reached, units) = covered(case, places, coverage, area, position);
                        if units > 0.0 {
                            add(area, year, if *number { reached } else { reached / units }, None);
                        }
                    }
                }
            }
            IndicatorKind::Places { classes, scope } => {
                for area in areas(case, *scope) {
                    for (position, year) in case.years().enumerate() {
                        let reached = places_of(case, places, classes, area, position);
                        add(area, year, reached, price("places", area, year));
                    }
                }
            }
            IndicatorKind::Certified { criteria: set } => {
                for (position, year) in case.years().enumerate() {
                    add(None, year, passing(computed, *set, position, year), None);
                }
            }
        }
    }
    lines
}

/// Share of the counties that are called certified by a year and meet every criterion in it.
fn passing(computed: &Computed, set: usize, position: usize, year: i32) -> f64 {
    let (case, plan) = (computed.case, computed.plan);
    let passes = |county: usize| {
        criteria(case, plan, computed.places, (set, county, position))
            .iter()
            .all(|(reached, least, room)| reached >= &(least - room))
    };
    let claimed = plan.certified.iter().filter(|(of, _, from)| *of == set && *from <= year);
    let passing = claimed.filter(|(_, county, _)| passes(*county)).count();
    let share = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    share(passing) / share(case.study.counties.len().max(1))
}

/// Compares the table of indicators, its prices included.
pub(super) fn check_table(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let (case, rows) = (computed.case, computed.tables.table("indicators")?);
    let lines = lines(computed);
    let (ids, areas, years) = (rows.texts("indicator")?, rows.texts("area")?, rows.whole("year")?);
    let (targets, slacks, prices) =
        (rows.optional("target")?, rows.optional("slack")?, rows.optional("price")?);
    let (reached, met, share) = (rows.numbers("reached")?, rows.flags("met")?, rows.flags("share")?);
    super::finance::same_height(Check::Indicators, "indicators", (rows.height(), lines.len()), book);
    for (at, line) in lines.iter().enumerate().take(rows.height()) {
        let indicator = &case.study.indicators[line.indicator];
        let id = &indicator.id;
        let area = line.area.map_or("*", |county| case.county_code(county));
        let key = format!("indicators[{id},{area},{}]", line.year);
        let place = || key.clone();
        let said = format!("indicators[{},{},{}]", ids[at], areas[at], years[at]);
        book.same_words(Check::Indicators, &said, &key, place);
        let room = |value: f64| 1e-6 + 1e-9 * value.abs();
        book.same(Check::Indicators, (reached[at], line.reached), room(line.reached), place);
        same_optional(Check::Indicators, targets[at], line.target, &key, book);
        let slack = line.target.map(|target| line.reached - target);
        same_optional(Check::Indicators, slacks[at], slack, &key, book);
        book.same_words(
            Check::Indicators,
            &share[at].to_string(),
            &indicator.kind.is_share().to_string(),
            place,
        );
        book.same_words(Check::Indicators, &met[at].to_string(), &line.met().to_string(), place);
        same_optional(Check::Prices, prices[at], line.price, &key, book);
    }
    Ok(())
}

pub(super) fn same_optional(check: Check, said: Option<f64>, found: Option<f64>, key: &str, book: &mut Book) {
    let agrees = match (said, found) {
        (Some(said), Some(found)) => (said - found).abs() <= 1e-6 + 1e-6 * found.abs(),
        (said, found) => said.is_none() && found.is_none(),
    };
    book.holds(
        check,
        agrees,
        || key.to_owned(),
        || {
            let word = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
            let (said, found) = (word(said), word(found));
            (
                format!("结果写 {said}，重算为 {found}"),
                format!("the run says {said}, computed anew it is {found}"),
            )
        },
    );
}

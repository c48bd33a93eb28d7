//! `summary.json` and `manifest.json`: objective, bound, gap, status, and every headline figure.

use super::Computed;
use super::book::{Book, Check, Finding, rounding};
use super::money::present_values;
use super::projects::events;
use super::{ceilings, indicators};
use crate::domain::DeliveryEvent;
use serde_json::Value;
use std::collections::BTreeMap;

/// Compares the headline figures.
pub(super) fn check(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    bound(computed, book);
    cost(computed, book);
    projects(computed, book);
    undecided(computed, book);
    targets(computed, book);
    people(computed, book)?;
    certified(computed, book);
    kept(computed, book);
    Ok(())
}

/// A number of the summary; what lacks is no number and agrees with nothing.
fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

/// Objective, bound and gap agree with each other, with the manifest and with the money.
fn bound(computed: &Computed, book: &mut Book) {
    let (summary, manifest) = (&computed.plan.summary, &computed.plan.manifest);
    let place = |name: &str| format!("summary.{name}");
    let (objective, constant) = (number(&summary["objective"]), number(&summary["constant"]));
    let total: f64 = present_values(computed.case, computed.money).values().sum();
    let room = 0.01 + 1e-7 * total.abs();
    book.same(Check::Bound, (objective + constant, total), room, || place("objective + constant"));
    for name in ["gap", "bound", "status", "run", "study"] {
        let (one, other) = (summary[name].to_string(), manifest[name].to_string());
        book.same_words(Check::Bound, &one, &other, || place(name));
    }
    let status = summary["status"].as_str().unwrap_or_default();
    let known = ["optimal", "feasible", "repaired"].contains(&status);
    book.holds(Check::Bound, known, || place("status"), || (status.to_owned(), status.to_owned()));
    if summary["bound"].is_null() && summary["gap"].is_null() && status == "repaired" {
        return; // stopped before any bound of its cost
    }
    let (bound, gap) = (number(&summary["bound"]), number(&summary["gap"]));
    book.at_most(Check::Bound, (bound, objective), 1e-6 + 1e-6 * objective.abs(), || place("bound"));
    let distance = (objective - bound).max(0.0);
    let found = if distance > 0.0 { distance / objective.abs().max(1e-9) } else { 0.0 };
    book.same(Check::Bound, (gap, found), 1e-9 + 1e-6 * found, || place("gap"));
    if status == "optimal" {
        let asked = number(&manifest["solver"]["gap"]);
        // The solver stops at a relative or at an absolute gap, whichever it reaches first.
        let least = asked.max(1e-6 / objective.abs().max(1e-9));
        book.at_most(Check::Bound, (gap, least), 1e-9 + 1e-6 * asked, || place("gap"));
    }
}

/// An object of the summary has these keys and no other, since readers show all of them.
fn only_keys<'a>(said: &Value, known: impl Iterator<Item = &'a str>, place: &str, book: &mut Book) {
    let mut known: Vec<&str> = known.collect();
    let mut keys: Vec<&str> = said.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
    known.sort_unstable();
    keys.sort_unstable();
    book.same_words(Check::Summary, &keys.join(" "), &known.join(" "), || format!("summary.{place}"));
}

fn cost(computed: &Computed, book: &mut Book) {
    for (component, value) in present_values(computed.case, computed.money) {
        let said = number(&computed.plan.summary["cost"][component]);
        book.same(Check::Summary, (said, value), 1e-3 + 1e-9 * value.abs(), || {
            format!("summary.cost.{component}")
        });
    }
}

fn projects(computed: &Computed, book: &mut Book) {
    let case = computed.case;
    let ids = case.study.programmes.iter().map(|programme| programme.id.as_str());
    only_keys(&computed.plan.summary["projects"], ids, "projects", book);
    let years: Vec<String> = (case.first..=case.last).map(|year| year.to_string()).collect();
    for (index, programme) in case.study.programmes.iter().enumerate() {
        let said = &computed.plan.summary["projects"][&programme.id];
        let place = format!("projects.{}.by_year", programme.id);
        only_keys(&said["by_year"], years.iter().map(String::as_str), &place, book);
        let mut all = 0.0;
        for year in case.first..=case.last {
            let number = events(case, computed.plan, DeliveryEvent::Opening, year, |project| {
                project.programme.0 == index
            });
            all += number;
            let said = self::number(&said["by_year"][year.to_string()]);
            book.same(Check::Summary, (said, number), 0.0, || {
                format!("summary.projects.{}.{year}", programme.id)
            });
        }
        let place = || format!("summary.projects.{}", programme.id);
        book.same(Check::Summary, (number(&said["opened"]), all), 0.0, place);
        let required = programme.at_least.map_or_else(|| "null".to_owned(), |least| least.to_string());
        book.same_words(Check::Summary, &said["required"].to_string(), &required, place);
    }
}

/// Candidates that could not be chosen are those of the study. Runs of before there were such have no list.
fn undecided(computed: &Computed, book: &mut Book) {
    let study = computed.case.study;
    let empty = Vec::new();
    let said = computed.plan.summary["undecided"].as_array().unwrap_or(&empty);
    super::finance::same_height(
        Check::Summary,
        "summary.undecided",
        (said.len(), study.undecided.len()),
        book,
    );
    for (said, one) in said.iter().zip(&study.undecided) {
        let town = &study.towns[one.town.index()];
        let programme = &study.programmes[one.programme.index()];
        let words = [
            ("id", one.id.as_str()),
            ("name", &one.name),
            ("name_en", &one.name_en),
            ("town", &town.code),
            ("county", &study.counties[town.county.index()].code),
            ("programme", &programme.id),
            ("kind", one.kind.id()),
        ];
        for (name, is) in words {
            let place = || format!("summary.undecided.{}.{name}", one.id);
            book.same_words(Check::Summary, said[name].as_str().unwrap_or_default(), is, place);
        }
        for (language, is) in [("zh", &one.lacks.zh), ("en", &one.lacks.en)] {
            let place = || format!("summary.undecided.{}.lacks.{language}", one.id);
            let lacks = said["lacks"][language].as_str().unwrap_or_default();
            book.same_words(Check::Summary, lacks, is, place);
        }
    }
}

fn targets(computed: &Computed, book: &mut Book) {
    let case = computed.case;
    let lines: Vec<_> =
        indicators::lines(computed).into_iter().filter(|line| line.target.is_some()).collect();
    let empty = Vec::new();
    let said = computed.plan.summary["indicators"].as_array().unwrap_or(&empty);
    super::finance::same_height(Check::Summary, "summary.indicators", (said.len(), lines.len()), book);
    for (said, line) in said.iter().zip(lines) {
        let id = &case.study.indicators[line.indicator].id;
        let area = line.area.map_or("*", |county| case.county_code(county));
        let key = format!("summary.indicators[{id},{area},{}]", line.year);
        let words = format!(
            "summary.indicators[{},{},{}]",
            said["id"].as_str().unwrap_or_default(),
            said["area"].as_str().unwrap_or_default(),
            said["year"]
        );
        book.same_words(Check::Summary, &words, &key, || key.clone());
        book.same(Check::Summary, (number(&said["reached"]), line.reached), rounding(line.reached), || {
            key.clone()
        });
        let target = line.target.unwrap_or_default();
        book.same(Check::Summary, (number(&said["target"]), target), rounding(target), || key.clone());
        indicators::same_optional(Check::Prices, said["price"].as_f64(), line.price, &key, book);
        book.same_words(Check::Summary, &said["met"].to_string(), &line.met().to_string(), || key.clone());
    }
}

/// Children without a place, and broken promises.
fn people(computed: &Computed, book: &mut Book) -> Result<(), Finding> {
    let (case, plan) = (computed.case, computed.plan);
    for stage in 0..case.study.stages.len() {
        let id = case.stage_id(stage);
        let of_stage = plan.unmet.iter().filter(|(key, _)| key.1 == stage);
        let children: f64 = of_stage.map(|(_, children)| children).sum();
        let said = number(&plan.summary["unplaced"][id]);
        book.same(Check::Summary, (said, children), rounding(children), || format!("summary.unplaced.{id}"));
    }
    let mut said: BTreeMap<&str, f64> = BTreeMap::new();
    for (words, amount) in plan.summary["shortfalls"].as_object().into_iter().flatten() {
        said.insert(words, number(amount));
    }
    super::finance::same_height(
        Check::Summary,
        "summary.shortfalls",
        (said.len(), plan.shortfalls.len()),
        book,
    );
    let distinct = computed.tables.table("shortfalls")?.height() == plan.shortfalls.len();
    for (words, amount) in &plan.shortfalls {
        let said = said.get(words.as_str()).copied().unwrap_or(f64::NAN);
        let place = || format!("summary.shortfalls.{words}");
        if distinct {
            book.same(Check::Summary, (said, *amount), rounding(*amount), place);
        } else {
            // Of two promises with the same words the summary keeps one, the plan's amount is of both.
            book.at_most(Check::Summary, (said, *amount), rounding(*amount), place);
        }
    }
    weighted(computed, book);
    Ok(())
}

/// What is missed in all by the weights of the model, and that no plan is said to miss more than this one.
fn weighted(computed: &Computed, book: &mut Book) {
    let (weights, plan) = (&computed.case.study.repair, computed.plan);
    let weight = |words: &str| match words.split_once('[').map_or(words, |(family, _)| family) {
        "counties" => weights.county,
        "coverage" => weights.town,
        "programme" | "delivery" | "delivery_limit" => weights.project,
        "budget" => weights.money,
        "land" => weights.land / 1000.0,
        _ => weights.pupil,
    };
    let promises: f64 = plan.shortfalls.iter().map(|(words, amount)| weight(words) * amount).sum();
    let missed = promises + weights.child * plan.unmet.values().sum::<f64>();
    let said = &plan.summary["shortfall"];
    let (all, bound) = (number(&said["weighted"]), number(&said["bound"]));
    let room = 1e-3 + 1e-4 * missed;
    book.same(Check::Bound, (all, missed), room, || "summary.shortfall.weighted".to_owned());
    book.at_most(Check::Bound, (bound, all), 1e-6 + 1e-6 * missed, || "summary.shortfall.bound".to_owned());
}

fn certified(computed: &Computed, book: &mut Book) {
    let (case, plan) = (computed.case, computed.plan);
    for (index, set) in case.study.criteria.iter().enumerate() {
        for year in case.years() {
            let of = |one: &&(usize, usize, i32)| one.0 == index && one.2 <= year;
            let counties = u32::try_from(plan.certified.iter().filter(of).count()).unwrap_or(u32::MAX);
            let said = number(&plan.summary["certified"][&set.id][year.to_string()]);
            book.same(Check::Summary, (said, f64::from(counties)), 0.0, || {
                format!("summary.certified.{}.{year}", set.id)
            });
        }
    }
}

/// Whether every promise is kept: targets, programmes, ceilings, children, and what the plan says it breaks.
fn kept(computed: &Computed, book: &mut Book) {
    let (case, plan) = (computed.case, computed.plan);
    let targets = indicators::lines(computed).iter().all(indicators::Line::met);
    let ceilings = ceilings::lines(case, plan, computed.money).iter().all(ceilings::Line::met);
    let programmes = case.study.programmes.iter().enumerate().all(|(index, programme)| {
        let years = case.first..=case.last;
        let of = |year| events(case, plan, DeliveryEvent::Opening, year, |one| one.programme.0 == index);
        let number: f64 = years.map(of).sum();
        programme.at_least.is_none_or(|least| number >= f64::from(least))
            && programme.at_most.is_none_or(|most| number <= f64::from(most))
    });
    let mut unplaced: BTreeMap<(usize, usize, usize), f64> = BTreeMap::new();
    for ((town, stage, _, year), children) in &plan.unmet {
        *unplaced.entry((*town, *stage, *year)).or_insert(0.0) += children;
    }
    let placed = unplaced.values().all(|children| *children < 0.5);
    let kept = targets && ceilings && programmes && placed && plan.shortfalls.is_empty();
    let said = plan.summary["every_promise_kept"].to_string();
    book.same_words(Check::Summary, &said, &kept.to_string(), || "summary.every_promise_kept".to_owned());
}

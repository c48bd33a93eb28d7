//! Children and pupils: placement, arrival, capacity, ways, bought places.

use super::book::{Book, Check, rounding, solver_room};
use super::case::Case;
use super::costs::unit_cost;
use super::places::Places;
use super::plan::{Children, Move, TablePlan};
use super::ways::Ways;
use crate::domain::{CostItem, IndicatorKind, Share};
use std::collections::BTreeSet;

/// Checks where children go and who is a pupil where.
pub(super) fn check(case: &Case, plan: &TablePlan, places: &Places, book: &mut Book) {
    placement(case, plan, book);
    arrival(case, plan, book);
    capacity(case, places, book);
    travel(case, plan, book);
    bought(case, plan, book);
}

/// Children of a town, stage, group and year in words.
fn words(case: &Case, what: &str, (town, stage, group, year): (usize, usize, usize, usize)) -> String {
    let group = &case.study.groups[group].id;
    let year = case.years().nth(year).unwrap_or_default();
    format!("{what}[{},{},{group},{year}]", case.town_code(town), case.stage_id(stage))
}

fn sum_into(sums: &mut Children, key: (usize, usize, usize, usize), amount: f64) {
    *sums.entry(key).or_insert(0.0) += amount;
}

fn placement(case: &Case, plan: &TablePlan, book: &mut Book) {
    let mut placed = plan.unmet.clone();
    for one in &plan.moves {
        sum_into(&mut placed, (one.from, one.stage, one.group, one.year), one.children);
    }
    let keys: BTreeSet<_> = placed.keys().chain(plan.rolls.keys()).copied().collect();
    for key in keys {
        let of = |children: &Children| children.get(&key).copied().unwrap_or(0.0);
        let children = of(&plan.rolls);
        book.same(Check::Placement, (of(&placed), children), solver_room(children), || {
            words(case, "placement", key)
        });
    }
    for (key, children) in &plan.unmet {
        book.at_least(Check::Placement, (*children, 0.0), 1e-6, || words(case, "unmet", *key));
        let in_a_repair = plan.repaired() || *children < 1e-6;
        book.holds(
            Check::Placement,
            in_a_repair,
            || words(case, "unmet", *key),
            || {
                let zh = format!("{children} 名儿童无学位，而结果并非修复方案");
                (zh, format!("{children} children without a place, yet the plan is no repair"))
            },
        );
    }
}

fn arrival(case: &Case, plan: &TablePlan, book: &mut Book) {
    let (mut arriving, mut pupils) = (Children::new(), Children::new());
    for one in &plan.moves {
        sum_into(&mut arriving, (one.to, one.stage, one.group, one.year), one.children);
        book.at_least(Check::Arrival, (one.children, 0.0), 1e-6, || move_words(case, one));
    }
    for one in &plan.pupils {
        sum_into(&mut pupils, (one.town, case.stage_of(one.class), one.group, one.year), one.number);
    }
    let keys: BTreeSet<_> = arriving.keys().chain(pupils.keys()).copied().collect();
    for key in keys {
        let of = |children: &Children| children.get(&key).copied().unwrap_or(0.0);
        book.same(Check::Arrival, (of(&pupils), of(&arriving)), solver_room(of(&arriving)), || {
            words(case, "arrival", key)
        });
    }
}

fn capacity(case: &Case, places: &Places, book: &mut Book) {
    for town in 0..case.study.towns.len() {
        for class in 0..case.study.classes.len() {
            for (position, year) in case.years().enumerate() {
                let at = places.at(town, class, position);
                let (pupils, room) = (places.pupils[at], places.with_plan[at]);
                let place =
                    || format!("capacity[{},{},{year}]", case.town_code(town), case.class_words(class));
                if pupils != 0.0 || room != 0.0 {
                    book.at_most(Check::Capacity, (pupils, room), solver_room(room), place);
                }
            }
        }
    }
}

fn move_words(case: &Case, one: &Move) -> String {
    let year = case.years().nth(one.year).unwrap_or_default();
    let (from, to) = (case.town_code(one.from), case.town_code(one.to));
    format!("moves[{from},{to},{},{},{year}]", case.stage_id(one.stage), case.study.groups[one.group].id)
}

fn travel(case: &Case, plan: &TablePlan, book: &mut Book) {
    let ways = Ways::new(case);
    for one in &plan.moves {
        let place = || move_words(case, one);
        let allowed = ways.allowed(one.stage, one.from, one.to);
        book.holds(Check::Travel, allowed, place, || {
            ("超出就学路程或范围的规定".to_owned(), "too long a way, or across a border".to_owned())
        });
        if let Some(way) = ways.way(one.from, one.to) {
            book.same(Check::Travel, (one.km, way.km), 1e-6, place);
            book.same(Check::Travel, (one.yuan, way.yuan), 1e-6, place);
            let minutes = (one.minutes.unwrap_or(-1.0), way.minutes.unwrap_or(-1.0));
            book.same(Check::Travel, minutes, 1e-6, place);
        }
    }
}

/// Every share that counts bought places.
fn shares_with_bought<'a>(case: &Case<'a>) -> Vec<&'a Share> {
    let of_indicators = case.study.indicators.iter().filter_map(|one| match &one.kind {
        IndicatorKind::Share { share, .. } => Some(share),
        _ => None,
    });
    let of_criteria = case.study.criteria.iter().flat_map(|set| set.shares.iter().map(|one| &one.share));
    of_indicators.chain(of_criteria).filter(|share| share.bought_places_count).collect()
}

fn bought(case: &Case, plan: &TablePlan, book: &mut Book) {
    let shares = shares_with_bought(case);
    for one in &plan.pupils {
        let year = case.first + i32::try_from(one.year).unwrap_or(0);
        let place = || {
            let group = &case.study.groups[one.group].id;
            format!("enrolment[{},{},{group},{year}]", case.town_code(one.town), case.class_words(one.class))
        };
        book.at_least(Check::Bought, (one.bought, 0.0), 1e-6, place);
        book.at_most(Check::Bought, (one.bought, one.number), rounding(one.number), place);
        if one.bought > 1e-6 {
            let sold = unit_cost(case, one.class, CostItem::BoughtPlace, year) > 0.0;
            let counted = shares.iter().any(|share| {
                share.among.classes.iter().any(|class| class.0 == one.class)
                    && share.among.groups.iter().any(|group| group.0 == one.group)
                    && share.of.classes.iter().all(|class| class.0 != one.class)
            });
            book.holds(Check::Bought, sold && counted, place, || {
                ("此处不购买学位".to_owned(), "no places are bought here".to_owned())
            });
        }
    }
}

//! Choice of families and stability of classes.

use super::book::{Book, Check, solver_room};
use super::case::{Case, plain};
use super::places::Places;
use super::plan::{Children, TablePlan};
use crate::domain::Choice;

/// Checks floors, caps and limits on losses.
pub(super) fn check(case: &Case, plan: &TablePlan, places: &Places, book: &mut Book) {
    for (index, choice) in case.study.choices.iter().enumerate() {
        for county in 0..case.study.counties.len() {
            bounds(case, plan, places, (index, choice, county), book);
        }
        if let Some(loss) = choice.loss {
            losses(case, plan, places, (choice, loss), book);
        }
    }
}

/// Children of a stage in a county and year.
fn children(case: &Case, of: &Children, stage: usize, county: usize, position: usize) -> f64 {
    let here = |(key, _): &(&(usize, usize, usize, usize), &f64)| {
        key.1 == stage && key.3 == position && case.county_of(key.0) == county
    };
    of.iter().filter(here).map(|(_, children)| children).sum()
}

fn bounds(
    case: &Case,
    plan: &TablePlan,
    places: &Places,
    (index, choice, county): (usize, &Choice, usize),
    book: &mut Book,
) {
    let code = plain(case.county_code(county));
    let towns: Vec<usize> =
        (0..case.study.towns.len()).filter(|town| case.county_of(*town) == county).collect();
    let sum = |of: &[f64], position: usize| -> f64 {
        let cells = towns.iter().flat_map(|town| choice.classes.iter().map(move |class| (*town, class.0)));
        cells.map(|(town, class)| of[places.at(town, class, position)]).sum()
    };
    for (position, year) in case.years().enumerate() {
        let all = children(case, &plan.rolls, choice.stage.0, county, position);
        let placed = all - children(case, &plan.unmet, choice.stage.0, county, position);
        let pupils = sum(&places.pupils, position);
        let floor = (choice.floor * placed).min(sum(&places.standing, position));
        let words = format!("choice_floor[{index},{code},{year}]");
        let least = floor - plan.missed(&words);
        book.at_least(Check::Choice, (pupils, least), solver_room(all), || words);
        if choice.cap < 1.0 {
            let words = format!("choice_cap[{index},{code},{year}]");
            let most = choice.cap * all + plan.missed(&words);
            book.at_most(Check::Choice, (pupils, most), solver_room(all), || words);
        }
    }
}

/// Children of a county over those of the year before, or over the pupils of the base year; at most 1. Of those placed and of
/// all the smaller counts, which differ in a repair only.
fn ratio(case: &Case, plan: &TablePlan, stage: usize, county: usize, position: usize) -> f64 {
    let at = |position: usize, unmet: f64| {
        children(case, &plan.rolls, stage, county, position)
            - unmet * children(case, &plan.unmet, stage, county, position)
    };
    let of = |unmet: f64| {
        let before = if let Some(before) = position.checked_sub(1) {
            at(before, unmet)
        } else {
            let schools = case.study.schools.iter().filter(|school| {
                case.county_of(school.town.0) == county && case.stage_of(school.class.0) == stage
            });
            schools.map(|school| f64::from(school.pupils)).sum()
        };
        if before > 0.0 { (at(position, unmet) / before).min(1.0) } else { 1.0 }
    };
    if plan.unmet.is_empty() { of(0.0) } else { of(0.0).min(of(1.0)) }
}

fn losses(case: &Case, plan: &TablePlan, places: &Places, (choice, loss): (&Choice, f64), book: &mut Book) {
    let ratios: Vec<Vec<f64>> = (0..case.study.counties.len())
        .map(|county| (0..case.length()).map(|at| ratio(case, plan, choice.stage.0, county, at)).collect())
        .collect();
    for town in 0..case.study.towns.len() {
        for class in choice.classes.iter().map(|class| class.0) {
            let stands = (0..case.length()).any(|position| {
                let at = places.at(town, class, position);
                places.standing[at] > 0.0 || places.open_to_projects[at]
            });
            if !stands {
                continue;
            }
            for (position, year) in case.years().enumerate() {
                let at = places.at(town, class, position);
                let kept = (1.0 - loss) * ratios[case.county_of(town)][position];
                let least = match position.checked_sub(1) {
                    Some(_) => {
                        let closing = (places.standing[at - 1] - places.standing[at]).max(0.0);
                        kept * places.pupils[at - 1] - closing
                    }
                    None => (kept * base_pupils(case, town, class)).min(places.standing[at]),
                };
                let words = format!(
                    "continuity[{},{},{year}]",
                    plain(case.town_code(town)),
                    plain(&case.class_words(class))
                );
                let (reached, missed) = (places.pupils[at] + places.taken[at], plan.missed(&words));
                book.at_least(Check::Choice, (reached, least - missed), solver_room(least), || words);
            }
        }
    }
}

fn base_pupils(case: &Case, town: usize, class: usize) -> f64 {
    let here = case.study.schools.iter().filter(|one| one.town.0 == town && one.class.0 == class);
    here.map(|school| f64::from(school.pupils)).sum()
}

//! What people do by mistake to a study: each mistake is told, or changes no headline figure by more than a hundredth,
//! or stands in the list of those that nobody could know.
//!
//! `make mutations` tries all of them on the shipped study and plans every silent one; `make test` does so on three
//! counties of it.
//! `XUEWEI_MUTATIONS=schools.places,costs` tries those whose names begin so, `XUEWEI_MUTATIONS_PLAN=no` plans none.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::float_cmp,
    clippy::semicolon_if_nothing_returned, // changes of a draft read as expressions
    clippy::assigning_clones,
    clippy::items_after_statements,
    clippy::too_many_lines
)]

mod draft;
mod events;
mod judge;
mod model;
mod money;
mod mutation;
mod people;
mod places;
mod projects;
mod schools;
mod table;
mod unknowable;

use draft::Draft;
use judge::{Base, Verdict, judge_all};
use mutation::Mutation;
use std::collections::BTreeSet;
use unknowable::UNKNOWABLE;

/// Children of the three counties among those of the whole study.
const SHARE: f64 = 0.27;

fn mutations() -> Vec<Mutation> {
    let mut all = Vec::new();
    all.extend(people::population());
    all.extend(events::births());
    all.extend(events::mortality());
    all.extend(places::counties());
    all.extend(places::towns());
    all.extend(places::files());
    all.extend(schools::schools());
    all.extend(projects::projects());
    all.extend(money::budget());
    all.extend(money::costs());
    all.extend(model::model());
    all
}

fn reason(mutation: &Mutation) -> Option<&'static str> {
    UNKNOWABLE.iter().find(|(name, _)| mutation.name == *name).map(|(_, reason)| *reason)
}

#[test]
fn mutations_touch_every_column_and_change_something() {
    let (base, all) = (Draft::small(), mutations());
    println!("{} mutations", all.len());
    assert!(all.len() >= 300);
    let names: BTreeSet<&str> = all.iter().map(|one| one.name.as_str()).collect();
    let doubled: Vec<&str> = all
        .iter()
        .map(|one| one.name.as_str())
        .filter(|name| all.iter().filter(|one| one.name == *name).count() > 1)
        .collect();
    assert_eq!(names.len(), all.len(), "{doubled:?}");
    for (table, content) in &base.tables {
        for column in &content.heads {
            let number = all.iter().filter(|one| one.table == table && one.column == column).count();
            assert!(number >= 3, "{table}.{column}: {number} mutations");
        }
    }
    let same: Vec<&str> =
        all.iter().filter(|one| !one.of(&base).differs(&base)).map(|one| one.name.as_str()).collect();
    assert!(same.is_empty(), "these change nothing: {same:#?}");
    for (name, reason) in UNKNOWABLE {
        assert!(names.contains(name), "no mutation {name}");
        assert!(!reason.is_empty());
    }
}

/// Every mutation on one study; those in whose silence a figure changes by more than is allowed, and entries of the list
/// of unknowable ones that are told by now.
fn tried(base: &Base) -> (Vec<String>, Vec<String>) {
    for figure in base.figures() {
        println!("  {}: {:.4}", figure.name, figure.value);
    }
    let all = mutations();
    let wanted = std::env::var("XUEWEI_MUTATIONS").unwrap_or_default();
    let asked = |one: &&Mutation| wanted.split(',').any(|start| one.name.starts_with(start));
    let all: Vec<&Mutation> =
        all.iter().filter(asked).filter(|one| base.share == 1.0 || !one.between).collect();
    let planned = std::env::var("XUEWEI_MUTATIONS_PLAN").is_err();
    let verdicts = judge_all(base, &all, &|one| planned && reason(one).is_none());
    let (mut silent, mut told) = (Vec::new(), Vec::new());
    let mut counts = [0; 4];
    for (mutation, verdict) in all.iter().zip(&verdicts) {
        let unknowable = reason(mutation).is_some();
        let wrong = match verdict {
            Verdict::Found(..) | Verdict::Refused(_) => {
                counts[0] += 1;
                if unknowable {
                    told.push(format!("{}: {verdict}", mutation.name));
                }
                false
            }
            Verdict::Silent(_, change) if change.abs() <= base.allowed(mutation) => {
                counts[1] += 1;
                false
            }
            Verdict::Silent(..) => !unknowable,
            Verdict::Broke(_) => true,
        };
        counts[2] += usize::from(unknowable);
        if wrong {
            counts[3] += 1;
            silent.push(format!("{}: {verdict}", mutation.name));
        }
    }
    let [found, small, unknowable, wrong] = counts;
    println!(
        "{} mutations: {found} told, {small} small, {unknowable} that nobody can know, {wrong} silent",
        all.len()
    );
    (silent, told)
}

/// Tables count areas by the rows of other tables: where those cannot be read, that alone is told.
#[test]
fn tables_of_areas_that_cannot_be_read_break_nothing_down() {
    let (base, all) = (Base::of(Draft::small(), SHARE), mutations());
    let holes = |one: &&Mutation| {
        ["counties", "towns"].contains(&one.table)
            && ["left out", "blank", "missing", "lacks", "turned", "the same"]
                .iter()
                .any(|how| one.name.contains(how))
    };
    let all: Vec<&Mutation> = all.iter().filter(holes).collect();
    let verdicts = judge_all(&base, &all, &|_| false);
    assert!(all.len() > 25 && verdicts.iter().all(|one| !matches!(one, Verdict::Broke(_))));
}

#[test]
#[ignore = "what is still silent is being mended: XUEWEI_MUTATIONS=TABLE tries a table"]
fn no_mistake_changes_the_figures_of_three_counties_in_silence() {
    let (silent, told) = tried(&Base::of(Draft::small(), SHARE));
    assert!(silent.is_empty(), "{} in silence:\n{}", silent.len(), silent.join("\n"));
    assert!(told.is_empty(), "no longer unknowable:\n{}", told.join("\n"));
}

#[test]
#[ignore = "takes half an hour: make mutations"]
fn no_mistake_changes_the_figures_of_the_shipped_study_in_silence() {
    let (silent, told) = tried(&Base::of(Draft::shipped(), 1.0));
    assert!(silent.is_empty(), "{} in silence:\n{}", silent.len(), silent.join("\n"));
    assert!(told.is_empty(), "no longer unknowable:\n{}", told.join("\n"));
}

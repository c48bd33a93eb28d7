//! Floors and caps of choice that contradict each other (家长选择上下限互相矛盾).

use crate::diagnostic::Location;
use crate::domain::{Choice, ClassIndex, ProvisionClass};
use crate::input::findings::{Findings, both};
use std::collections::BTreeSet;

/// Floors of classes apart add to no more than 1, caps of all classes to no less, and no part has to be more than its whole may be.
pub(super) fn check(choices: &[(Choice, Location)], classes: &[ProvisionClass], findings: &Findings) {
    let stages: BTreeSet<_> = choices.iter().map(|(choice, _)| choice.stage).collect();
    for stage in stages {
        let own: Vec<&(Choice, Location)> = choices
            .iter()
            .filter(|(choice, _)| choice.stage == stage && !choice.classes.is_empty())
            .collect();
        let all: BTreeSet<ClassIndex> =
            (0..classes.len()).filter(|class| classes[*class].stage == stage).map(ClassIndex).collect();
        parts(&own, findings);
        floors(&own, findings);
        caps(&own, &all, findings);
    }
}

/// Keys of the model in words.
fn lines(choices: &[&(Choice, Location)]) -> String {
    let line = |(_, place): &&(Choice, Location)| place.row.map_or_else(String::new, |row| row.to_string());
    choices.iter().map(line).collect::<Vec<_>>().join(", ")
}

/// No choice has a floor above the cap of one that holds all its classes.
fn parts(own: &[&(Choice, Location)], findings: &Findings) {
    for (at, (part, place)) in own.iter().enumerate() {
        let holds = |whole: &Choice| part.classes.iter().all(|class| whole.classes.contains(class));
        for (_, (whole, of)) in
            own.iter().enumerate().filter(|(other, (whole, _))| *other != at && holds(whole))
        {
            if part.floor > whole.cap {
                let (floor, cap) = (part.floor, whole.cap);
                let line = of.row.map_or_else(String::new, |row| row.to_string());
                findings.error(
                    "floor-above-cap",
                    place.clone(),
                    both(
                        format!("下限 {floor} 大于包含它的一项（模型第 {line} 行）的上限 {cap}"),
                        format!("the floor {floor} is above the cap {cap} of line {line}, which holds all its classes"),
                    ),
                    both("请降低下限或提高上限", "lower the floor or raise the cap"),
                );
            }
        }
    }
}

/// Floors of classes apart add to no more than 1.
fn floors(own: &[&(Choice, Location)], findings: &Findings) {
    let apart = |choices: &[&(Choice, Location)]| {
        let number: usize = choices.iter().map(|(choice, _)| choice.classes.len()).sum();
        let distinct: BTreeSet<_> = choices.iter().flat_map(|(choice, _)| &choice.classes).collect();
        distinct.len() == number
    };
    let sum = |choices: &[&(Choice, Location)]| choices.iter().map(|(choice, _)| choice.floor).sum::<f64>();
    let pairs =
        own.iter().enumerate().flat_map(|(at, one)| own[..at].iter().map(move |other| vec![*other, *one]));
    let broken =
        pairs.chain([own.to_vec()]).find(|some| some.len() > 1 && apart(some) && sum(some) > 1.0 + 1e-9);
    if let Some(some) = broken {
        let (sum, lines, last) = (sum(&some), lines(&some), &some[some.len() - 1].1);
        findings.error(
            "floors-above-one",
            last.clone(),
            both(
                format!("同一学段各下限（模型第 {lines} 行）之和为 {sum}，大于 1"),
                format!("the floors of one stage (lines {lines}) add to {sum}, more than 1"),
            ),
            both("请降低其中之一", "lower one of them"),
        );
    }
}

/// Caps of choices that together hold every class of the stage add to 1 at least.
fn caps(own: &[&(Choice, Location)], all: &BTreeSet<ClassIndex>, findings: &Findings) {
    let held: BTreeSet<ClassIndex> =
        own.iter().flat_map(|(choice, _)| choice.classes.iter().copied()).collect();
    let sum: f64 = own.iter().map(|(choice, _)| choice.cap).sum();
    if let Some((_, last)) = own.last().filter(|_| held == *all && sum < 1.0 - 1e-9) {
        let lines = lines(own);
        findings.error(
            "caps-below-one",
            last.clone(),
            both(
                format!("学段的全部办学类型都有上限（模型第 {lines} 行），其和为 {sum}，小于 1：有学生无处就读"),
                format!("every class of the stage has a cap (lines {lines}), and they add to {sum}, less than 1: some pupils would have no place"),
            ),
            both("请提高其中之一", "raise one of them"),
        );
    }
}

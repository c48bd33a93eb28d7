//! Sector and grade of kindergartens, so that the shares of 2022 come out (办学性质与等级).

use super::kindergartens::Kindergarten;
use crate::synth::facts::Facts;
use crate::synth::random::Draw;
use std::collections::BTreeMap;

/// Share of children in first- and second-grade kindergartens in 2022, published.
pub const QUALITY_SHARE: f64 = 0.7317;
/// Share in first-grade kindergartens: an assumption.
const FIRST_GRADE_SHARE: f64 = 0.17;
/// Share in private kindergartens that are not inclusive: an assumption.
const PRIVATE_SHARE: f64 = 0.07;

/// Sector of each kindergarten: in each county the better ones are public up to the county's share, the last ones
/// private; a central kindergarten is always public.
#[must_use]
pub fn sectors(facts: &Facts, list: &[Kindergarten], seed: u64) -> Vec<&'static str> {
    let mut sectors = vec!["inclusive"; list.len()];
    let by_county = facts.group_by_county(list.iter().map(|one| one.town));
    for (own, known) in by_county.iter().zip(&facts.counties) {
        let rank = |one: &usize| {
            let central = if list[*one].number == 0 { 2.0 } else { 0.0 };
            list[*one].quality + central + 0.35 * Draw::new(seed, "kindergarten sector", *one).normal()
        };
        let mut order: Vec<(usize, f64)> = own.iter().map(|one| (*one, rank(one))).collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let order: Vec<usize> = order.into_iter().map(|(one, _)| one).collect();
        let private = PRIVATE_SHARE * (0.5 + 2.5 * known.other_province);
        let central = order.iter().filter(|one| list[**one].number == 0).count();
        let public = take(list, &order, known.public_lean).max(central);
        order[..public].iter().for_each(|one| sectors[*one] = "public");
        let backwards: Vec<usize> = order[public..].iter().rev().copied().collect();
        let mut worst = take_of(list, &backwards, private * pupils(list, own));
        worst = worst.min(backwards.len());
        backwards[..worst].iter().for_each(|one| sectors[*one] = "private");
    }
    sectors
}

/// Grade of each kindergarten: over the whole place, the better ones are second grade or better up to the published
/// share, the best public and inclusive ones first grade.
#[must_use]
pub fn grades(list: &[Kindergarten], sectors: &[&'static str], seed: u64) -> Vec<u8> {
    let rank = |one: usize| {
        let lean = match sectors[one] {
            "public" => 0.38,
            "inclusive" => 0.15,
            _ => 0.0,
        };
        let central = if list[one].number == 0 { 0.35 } else { 0.0 };
        list[one].quality + lean + central + 0.20 * Draw::new(seed, "kindergarten grade", one).normal()
    };
    let mut order: Vec<(usize, f64)> = (0..list.len()).map(|one| (one, rank(one))).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let order: Vec<usize> = order.into_iter().map(|(one, _)| one).collect();
    let mut grades = vec![3; list.len()];
    let good = take(list, &order, QUALITY_SHARE);
    order[..good].iter().for_each(|one| grades[*one] = 2);
    let first: Vec<usize> = order[..good].iter().copied().filter(|one| sectors[*one] != "private").collect();
    let best = take_of(list, &first, FIRST_GRADE_SHARE * pupils(list, &order));
    first[..best].iter().for_each(|one| grades[*one] = 1);
    meet(list, &mut grades);
    grades
}

/// Swaps one kindergarten of grade 2 with one of grade 3, so that the share is as near as can be to the published one.
fn meet(list: &[Kindergarten], grades: &mut [u8]) {
    let count = |one: usize| i64::from(list[one].pupils);
    let all: i64 = (0..list.len()).map(count).sum();
    let good: i64 = (0..list.len()).filter(|one| grades[*one] < 3).map(count).sum();
    let gap = (QUALITY_SHARE * all as f64).round() as i64 - good;
    // Of kindergartens alike in grade and pupils the first stands for all.
    let of_grade = |grade: u8| {
        let mut first = BTreeMap::new();
        (0..list.len()).filter(|one| grades[*one] == grade).for_each(|one| {
            first.entry(list[one].pupils).or_insert(one);
        });
        first
    };
    let (second, third) = (of_grade(2), of_grade(3));
    let left_over = |out: usize, back: usize| (gap - count(back) + count(out)).abs();
    let best = second
        .values()
        .flat_map(|out| third.values().map(move |back| (*out, *back)))
        .min_by_key(|(out, back)| (left_over(*out, *back), *out, *back));
    if let Some((out, back)) = best.filter(|(out, back)| left_over(*out, *back) < gap.abs()) {
        grades[out] = 3;
        grades[back] = 2;
    }
}

fn pupils(list: &[Kindergarten], chosen: &[usize]) -> f64 {
    chosen.iter().map(|one| f64::from(list[*one].pupils)).sum()
}

/// How many of the first ones hold a share of the pupils of all in the order.
fn take(list: &[Kindergarten], order: &[usize], share: f64) -> usize {
    take_of(list, order, share * pupils(list, order))
}

/// How many of the first ones hold about that many pupils.
fn take_of(list: &[Kindergarten], order: &[usize], wanted: f64) -> usize {
    let mut held = 0.0;
    order
        .iter()
        .take_while(|one| {
            let fits = held + 0.5 * f64::from(list[**one].pupils) <= wanted;
            held += f64::from(list[**one].pupils);
            fits
        })
        .count()
}

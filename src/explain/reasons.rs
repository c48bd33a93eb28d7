//! The most important reasons of a plan: what binds and what it costs.

use super::Planned;
use crate::domain::{ClassIndex, SchoolYear, TownIndex};
use crate::outcome::{CeilingLine, IndicatorLine, ProgrammeLine};
use std::collections::{BTreeMap, BTreeSet};

/// What one more place of a class in a town would be worth, over all years from one on (学位价值).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlaceWorth {
    /// Town.
    pub town: TownIndex,
    /// Class.
    pub class: ClassIndex,
    /// First school year in which it is worth something.
    pub from: SchoolYear,
    /// 10⁴ yuan of present value, all planned years together.
    pub saves: f64,
}

/// What drives a plan (主要依据).
#[derive(Debug, Clone, PartialEq)]
pub struct Reasons {
    /// Targets that one more point would cost something, the dearest first.
    pub targets: Vec<IndicatorLine>,
    /// Programmes with just as many projects as they must have, or may have.
    pub programmes: Vec<ProgrammeLine>,
    /// Ceilings that are used up, or broken.
    pub ceilings: Vec<CeilingLine>,
    /// Towns and classes to which some project can add places and where one more would save something, the most first.
    pub places: Vec<PlaceWorth>,
}

/// Below this, 10⁴ yuan, nothing is gained.
const NOTHING: f64 = 1e-6;

/// A ceiling is used up from this share of it on.
const USED_UP: f64 = 0.999;

/// What drives the plan.
#[must_use]
pub fn reasons(planned: Planned) -> Reasons {
    let outcome = planned.outcome;
    let dear =
        |line: &&IndicatorLine| line.target.is_some() && line.price.is_some_and(|price| price > NOTHING);
    let mut targets: Vec<IndicatorLine> = outcome.indicators.iter().filter(dear).cloned().collect();
    let price = |line: &IndicatorLine| line.price.unwrap_or(0.0);
    targets.sort_by(|one, other| price(other).total_cmp(&price(one)));
    let just = |line: &&ProgrammeLine| {
        let is = |number: Option<u32>| number.is_some_and(|number| number as usize == line.opened);
        is(line.required) || is(line.at_most) || !line.met()
    };
    let used_up = |line: &&CeilingLine| line.used >= USED_UP * line.available && line.used > 0.0;
    Reasons {
        targets,
        programmes: outcome.programmes.iter().filter(just).cloned().collect(),
        ceilings: outcome.ceilings.iter().filter(used_up).copied().collect(),
        places: places(planned),
    }
}

fn places(planned: Planned) -> Vec<PlaceWorth> {
    let mut worths: BTreeMap<(TownIndex, ClassIndex), PlaceWorth> = BTreeMap::new();
    let effects = planned.study.projects.iter().flat_map(|project| &project.effects);
    let addable: BTreeSet<(TownIndex, ClassIndex)> =
        effects.filter(|effect| effect.places > 0).map(|effect| (effect.town, effect.class)).collect();
    let prices = planned.plan.place_prices.iter();
    for price in prices.filter(|price| addable.contains(&(price.town, price.class))) {
        let none = PlaceWorth { town: price.town, class: price.class, from: price.year, saves: 0.0 };
        let worth = worths.entry((price.town, price.class)).or_insert(none);
        worth.from = worth.from.min(price.year);
        worth.saves += price.saves;
    }
    let mut worths: Vec<PlaceWorth> = worths.into_values().filter(|worth| worth.saves > NOTHING).collect();
    worths.sort_by(|one, other| other.saves.total_cmp(&one.saves));
    worths
}

//! Towns of new sites (新建选址): most by their children, some without regard to them.

use crate::synth::facts::{Facts, TownKind};
use crate::synth::random::{Draw, Weights};

/// How towns are chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placing {
    /// Share of sites placed without regard to the number of children.
    pub blind: f64,
    /// Children above which a town may get such a site.
    pub least: f64,
    /// Power of the number of children that the others follow.
    pub power: f64,
    /// How much likelier subdistricts are.
    pub subdistricts: f64,
}

/// Towns to draw from.
#[derive(Debug)]
pub struct Towns {
    blind: f64,
    any: Weights,
    by_children: Weights,
}

impl Towns {
    /// The towns of a place with their children.
    #[must_use]
    pub fn new(facts: &Facts, placing: &Placing, children: impl Fn(usize) -> f64) -> Self {
        let weights = |of: &dyn Fn(usize, f64) -> f64| {
            Weights::new((0..facts.towns.len()).map(|town| of(town, children(town))).collect())
        };
        let lean = |town: usize| {
            if facts.towns[town].kind == TownKind::Subdistrict { placing.subdistricts } else { 1.0 }
        };
        Self {
            blind: placing.blind,
            any: weights(&|_, children| f64::from(u8::from(children > placing.least))),
            by_children: weights(&|town, children| children.powf(placing.power) * lean(town)),
        }
    }

    /// A town.
    pub fn pick(&self, draw: &mut Draw) -> usize {
        if draw.chance(self.blind) { self.any.pick(draw) } else { self.by_children.pick(draw) }
    }
}

//! One future judged: who finds a place, and which shares can be reached.

use super::flow::{Flow, Placed, Site};
use super::places::{Arena, arenas, places};
use crate::allocation::Opening;
use crate::domain::{ClassIndex, GroupIndex, Share, Study, TownIndex};
use ndarray::Array3;

/// What all futures share: the study, its arenas, the places of the plan, the shares that are asked for.
pub struct Judge<'a> {
    pub(super) study: &'a Study,
    arenas: Vec<Arena>,
    places: Array3<f64>,
    pub(super) shares: Vec<&'a Share>,
}

/// Children of a town, stage, group and planned year, by their positions.
pub type Children<'a> = &'a dyn Fn(TownIndex, usize, GroupIndex, usize) -> f64;

/// What a future brings.
pub struct Verdict {
    /// Children without a place, `[town, stage, year]`.
    pub unplaced: Array3<f64>,
    /// Places without a child, `[town, stage, year]`.
    pub empty: Array3<f64>,
    /// Pupils that each share can count and those among whom they are counted, by share, arena and planned year.
    pub shares: Vec<Vec<Vec<(f64, f64)>>>,
}

impl<'a> Judge<'a> {
    /// Prepares judging a plan.
    pub fn new(study: &'a Study, openings: &[Opening], shares: Vec<&'a Share>) -> Self {
        Self { study, arenas: arenas(study), places: places(study, openings), shares }
    }

    /// Arenas, in the order of verdicts.
    pub fn arenas(&self) -> &[Arena] {
        &self.arenas
    }

    /// Places of a class in a town and planned year, none of them taken twice.
    pub(super) fn places(&self, (town, class): (TownIndex, ClassIndex), year: usize) -> f64 {
        self.places[[town.index(), class.index(), year]].max(0.0)
    }

    /// Judges a future.
    pub fn judge(&self, children: Children) -> Verdict {
        let (towns, years) = (self.study.towns.len(), self.study.horizon.length());
        let mut verdict = Verdict {
            unplaced: Array3::zeros((towns, self.study.stages.len(), years)),
            empty: Array3::zeros((towns, self.study.stages.len(), years)),
            shares: vec![vec![vec![(0.0, 0.0); years]; self.arenas.len()]; self.shares.len()],
        };
        for (at, arena) in self.arenas.iter().enumerate() {
            let stage = arena.stage.index();
            for year in 0..years {
                let needing = self.needing(arena, None, year, children);
                let caps = self.caps(arena, &needing);
                let sites = self.sites(arena, &arena.classes, year);
                let placed =
                    Flow { children: &needing, reach: &arena.reach, sites: &sites, caps: &caps }.solve();
                for ((town, needing), placed) in arena.towns.iter().zip(&needing).zip(&placed.children) {
                    verdict.unplaced[[town.index(), stage, year]] += (needing - placed).max(0.0);
                }
                for ((town, site), taken) in arena.sites.iter().zip(&sites).zip(&placed.taken) {
                    let all = site.free + site.capped.iter().sum::<f64>();
                    verdict.empty[[town.index(), stage, year]] += (all - taken).max(0.0);
                }
                for (share, verdict) in self.shares.iter().zip(&mut verdict.shares) {
                    verdict[at][year] = self.share(arena, share, (&needing, &placed), year, children);
                }
            }
        }
        verdict
    }

    /// Children of some groups (none: all) by town of an arena.
    pub(super) fn needing(
        &self,
        arena: &Arena,
        groups: Option<&[GroupIndex]>,
        year: usize,
        children: Children,
    ) -> Vec<f64> {
        let all: Vec<GroupIndex>;
        let groups = if let Some(groups) = groups {
            groups
        } else {
            all = GroupIndex::all(self.study.groups.len()).collect();
            &all
        };
        let stage = arena.stage.index();
        let of_town =
            |town: &TownIndex| groups.iter().map(|group| children(*town, stage, *group, year)).sum();
        arena.towns.iter().map(of_town).collect()
    }

    /// Most children under each choice rule of the study.
    pub(super) fn caps(&self, arena: &Arena, needing: &[f64]) -> Vec<f64> {
        let all: f64 = needing.iter().sum();
        let of_stage = |stage| stage == arena.stage;
        let cap = |choice: &crate::domain::Choice| {
            if of_stage(choice.stage) { choice.cap * all } else { f64::INFINITY }
        };
        self.study.choices.iter().map(cap).collect()
    }

    /// Sites of an arena with the places of some classes.
    pub(super) fn sites(&self, arena: &Arena, classes: &[ClassIndex], year: usize) -> Vec<Site> {
        let choices = &self.study.choices;
        let of_town = |town: &TownIndex| {
            let mut site = Site { free: 0.0, capped: vec![0.0; choices.len()] };
            for class in classes.iter().filter(|class| arena.classes.contains(class)) {
                let places = self.places((*town, *class), year);
                let cap =
                    choices.iter().position(|choice| choice.cap < 1.0 && choice.classes.contains(class));
                match cap {
                    Some(cap) => site.capped[cap] += places,
                    None => site.free += places,
                }
            }
            site
        };
        arena.sites.iter().map(of_town).collect()
    }

    /// The most pupils that a share can count in an arena, and among how many.
    fn share(
        &self,
        arena: &Arena,
        share: &Share,
        (needing, placed): (&[f64], &Placed),
        year: usize,
        children: Children,
    ) -> (f64, f64) {
        if !arena.classes.iter().any(|class| share.among.classes.contains(class)) {
            return (0.0, 0.0);
        }
        let groups = &share.among.groups;
        let of_groups = self.needing(arena, Some(groups), year, children);
        let parts = of_groups.iter().zip(needing).zip(&placed.children);
        let among: f64 = parts
            .map(|((some, all), placed)| if *all > 0.0 { some * (placed / all).min(1.0) } else { 0.0 })
            .sum();
        if share.bought_places_count {
            return (among, among);
        }
        let sites = self.sites(arena, &share.of.classes, year);
        let caps = self.caps(arena, needing);
        let counted = self.needing(arena, Some(&share.of.groups), year, children);
        let most =
            Flow { children: &counted, reach: &arena.reach, sites: &sites, caps: &caps }.solve().total();
        let all_groups = groups.len() == self.study.groups.len();
        let floors = if all_groups { self.floors(arena, share, needing, year) } else { 0.0 };
        (most.min(among - floors).max(0.0), among)
    }

    /// Children whom choice rules keep in classes that a share does not count: the floor, or the places that stand.
    pub(super) fn floors(&self, arena: &Arena, share: &Share, needing: &[f64], year: usize) -> f64 {
        let all: f64 = needing.iter().sum();
        let elsewhere =
            |classes: &[ClassIndex]| classes.iter().all(|class| !share.of.classes.contains(class));
        let rules = self.study.choices.iter().filter(|choice| choice.stage == arena.stage);
        let of_rule = |choice: &crate::domain::Choice| {
            let pools =
                arena.sites.iter().flat_map(|town| choice.classes.iter().map(move |class| (town, class)));
            let standing: f64 =
                pools.map(|(town, class)| self.places[[town.index(), class.index(), year]]).sum();
            (choice.floor * all).min(standing.max(0.0))
        };
        rules.filter(|choice| elsewhere(&choice.classes)).map(of_rule).sum()
    }
}

//! What a plan lacks in a future, as places that some towns need: minimum cuts of its flows (最小割).
//!
//! A cut bounds what any plan's places can hold, so that a row made from it cuts off no plan that is good.

use super::ONE_WITHOUT;
use super::asked::{Asked, TOLERANCE};
use super::flow::{Cut, Flow};
use super::judge::{Children, Judge};
use super::places::Arena;
use crate::allocation::PlacesNeeded;
use crate::domain::{ClassIndex, Share, TownIndex};

/// Places of a class in a town.
type PoolOf = (TownIndex, ClassIndex);

impl Judge<'_> {
    /// Places that a future needs and the plan lacks: one need for every arena and year in which a child goes without, and for every
    /// target of a share that is out of reach there.
    pub fn needs(&self, targets: &[Asked], children: Children) -> Vec<PlacesNeeded> {
        let mut needs = self.needs_of_children(children);
        needs.extend(targets.iter().filter_map(|asked| self.need_of_target(asked, children)));
        needs
    }

    fn needs_of_children(&self, children: Children) -> Vec<PlacesNeeded> {
        let years: Vec<_> = self.study.horizon.years().collect();
        let mut needs = Vec::new();
        for arena in self.arenas() {
            for (position, year) in years.iter().enumerate() {
                let needing = self.needing(arena, None, position, children);
                let caps = self.caps(arena, &needing);
                let sites = self.sites(arena, &arena.classes, position);
                let flow = Flow { children: &needing, reach: &arena.reach, sites: &sites, caps: &caps };
                let (placed, cut) = flow.solve_with_cut();
                let mut parts = needing.iter().zip(&placed.children);
                // As many as count as without a place, and no less: else a plan that is good would be cut off for rounding.
                if parts.all(|(needing, placed)| needing - placed < ONE_WITHOUT) {
                    continue;
                }
                let full: f64 = cut.caps.iter().map(|cap| caps[*cap]).sum();
                let pools = self.cut_pools(arena, &arena.classes, &cut);
                needs.push(PlacesNeeded { pools, year: *year, needed: cut.children - full });
            }
        }
        needs
    }

    /// The places that a share's target needs where they are too few: over the arenas of its area, children who need none of the
    /// places of the cut, full caps, and those places together hold at least the share of all children. None where places do not
    /// decide it.
    fn need_of_target(&self, asked: &Asked, children: Children) -> Option<PlacesNeeded> {
        let share = self.shares[asked.share()?];
        let year = self.study.horizon.position(asked.year)?;
        let concerned = |arena: &&Arena| {
            (asked.county.is_none() || arena.county == asked.county)
                && arena.classes.iter().any(|class| share.among.classes.contains(class))
        };
        let (mut pools, mut needed, mut all) = (Vec::new(), 0.0, 0.0);
        for arena in self.arenas().iter().filter(concerned) {
            let among: f64 = self.needing(arena, Some(&share.among.groups), year, children).iter().sum();
            let (counted, of_cut) = self.most_counted(arena, share, among, year, children);
            needed += asked.target * among - counted;
            all += among;
            pools.extend(of_cut);
        }
        let places: f64 = pools.iter().map(|pool: &PoolOf| self.places(*pool, year)).sum();
        (places < needed - TOLERANCE * all).then_some(PlacesNeeded { pools, year: asked.year, needed })
    }

    /// The most pupils that a share can count in an arena: a number, and places that add to it.
    fn most_counted(
        &self,
        arena: &Arena,
        share: &Share,
        among: f64,
        year: usize,
        children: Children,
    ) -> (f64, Vec<PoolOf>) {
        let needing = self.needing(arena, None, year, children);
        let all_groups = share.among.groups.len() == self.study.groups.len();
        // Places under a floor that projects take would lower it.
        let floors = if all_groups && !self.floors_change(arena, share) {
            self.floors(arena, share, &needing, year)
        } else {
            0.0
        };
        if share.bought_places_count {
            return (among, Vec::new());
        }
        let counted = self.needing(arena, Some(&share.of.groups), year, children);
        let (sites, caps) = (self.sites(arena, &share.of.classes, year), self.caps(arena, &needing));
        let flow = Flow { children: &counted, reach: &arena.reach, sites: &sites, caps: &caps };
        let (placed, cut) = flow.solve_with_cut();
        if among - floors <= placed.total() {
            return (among - floors, Vec::new());
        }
        let full: f64 = cut.caps.iter().map(|cap| caps[*cap]).sum();
        let outside = counted.iter().sum::<f64>() - cut.children;
        (outside + full, self.cut_pools(arena, &share.of.classes, &cut))
    }

    /// Whether a project can take places of a class that a floor keeps out of a share.
    fn floors_change(&self, arena: &Arena, share: &Share) -> bool {
        let kept: Vec<ClassIndex> = self
            .study
            .choices
            .iter()
            .filter(|choice| choice.stage == arena.stage && choice.floor > 0.0)
            .flat_map(|choice| choice.classes.iter().copied())
            .filter(|class| !share.of.classes.contains(class))
            .collect();
        let effects = self.study.projects.iter().flat_map(|project| &project.effects);
        let mut taken = effects.filter(|effect| effect.places < 0 && kept.contains(&effect.class));
        taken.any(|effect| arena.sites.contains(&effect.town))
    }

    /// Pools of some classes at the sites of a cut, but for those under a cap that is full.
    fn cut_pools(&self, arena: &Arena, classes: &[ClassIndex], cut: &Cut) -> Vec<PoolOf> {
        let choices = &self.study.choices;
        let capped = |class: &ClassIndex| {
            choices.iter().position(|choice| choice.cap < 1.0 && choice.classes.contains(class))
        };
        let counted = |class: &&ClassIndex| {
            arena.classes.contains(class) && capped(class).is_none_or(|cap| !cut.caps.contains(&cap))
        };
        let sites = cut.sites.iter().map(|site| arena.sites[*site]);
        sites.flat_map(|town| classes.iter().filter(counted).map(move |class| (town, *class))).collect()
    }
}

//! Carries pupils from year to year.

use super::Lanes;
use super::cohorts::Cohorts;
use super::counts::Counts;
use super::entry::{Entry, attended};
use super::ladder::{Ladder, Source};
use super::progression::Progression;
use super::shares::of_intake;
use super::transfer::Transfer;
use super::{EntryRule, RollRule, recency};
use crate::domain::{SchoolYear, Study, TownIndex};
use ndarray::{Array3, Array4, ArrayView3, Axis, s};

/// Everything that moves pupils on, learnt from the counts (升级模型).
pub(super) struct Flow<'a> {
    study: &'a Study,
    lanes: &'a Lanes,
    ladder: &'a Ladder,
    counts: &'a Counts,
    cohorts: Cohorts<'a>,
    rule: RollRule,
    pub progression: Progression,
    pub entry: Entry,
    shares: Array3<f64>,
    /// `[step][group]`, for steps that follow from another.
    transfers: Vec<Option<Vec<Transfer>>>,
}

impl<'a> Flow<'a> {
    pub(super) fn of(
        study: &'a Study,
        lanes: &'a Lanes,
        ladder: &'a Ladder,
        counts: &'a Counts,
        cohorts: Cohorts<'a>,
        rule: RollRule,
    ) -> Self {
        let progression = Progression::of(lanes, ladder, counts, lanes.window, rule.ratio);
        let stays = progression.stays.clone();
        let takes = move |unit: usize, step: usize| !stays[[unit, step]];
        let entry = Entry::of(lanes, ladder, counts, &cohorts, &takes);
        let shares = of_intake(lanes, ladder, counts, &takes);
        let transfers = (0..ladder.steps.len()).map(|step| transfers(lanes, ladder, counts, step, &takes));
        let transfers = transfers.collect();
        Self { study, lanes, ladder, counts, cohorts, rule, progression, entry, shares, transfers }
    }

    /// Pupils of every counted year and of the years after up to one, `[unit, group, step, year]`.
    pub(super) fn run(&self, end: SchoolYear) -> Array4<f64> {
        let (units, groups, steps, counted) = self.counts.pupils.dim();
        let years = usize::try_from(end.0 - self.counts.first + 1).unwrap_or(0).max(counted);
        let mut pupils = Array4::from_elem((units, groups, steps, years), f64::NAN);
        pupils.slice_mut(s![.., .., .., ..counted]).assign(&self.counts.pupils);
        let mut current = self.counts.pupils.index_axis(Axis(3), counted - 1).to_owned();
        // A unit without a count of a stage in the last year has closed there.
        current.mapv_inplace(|pupils| if pupils.is_nan() { 0.0 } else { pupils });
        for position in counted..years {
            if self.rule.entry != EntryRule::NoChange {
                current = self.next(&current.view(), self.counts.year(position));
            }
            pupils.index_axis_mut(Axis(3), position).assign(&current);
        }
        pupils
    }

    /// Pupils a year later.
    fn next(&self, current: &ArrayView3<f64>, year: SchoolYear) -> Array3<f64> {
        let (units, groups, steps) = current.dim();
        let mut next = Array3::zeros((units, groups, steps));
        for (step, of) in self.ladder.steps.iter().enumerate() {
            for group in 0..groups {
                let intake = self.intake(current, group, step, year);
                for unit in 0..units {
                    next[[unit, group, step]] = match of.source {
                        Source::Step(source) if self.progression.stays[[unit, step]] => {
                            current[[unit, group, source]] * self.progression.ratio[[unit, group, step]]
                        }
                        _ => self.of_intake(unit, group, step, &intake),
                    };
                }
            }
        }
        next
    }

    /// What a unit takes in of its town's intake; by the plain rules its own last entrants or their mean.
    fn of_intake(&self, unit: usize, group: usize, step: usize, intake: &[f64]) -> f64 {
        match self.rule.entry {
            EntryRule::Last => {
                let lane = self.counts.lane(unit, group, step);
                lane.last().copied().filter(|pupils| pupils.is_finite()).unwrap_or(0.0)
            }
            EntryRule::Children | EntryRule::Mean | EntryRule::NoChange => {
                intake[self.lanes.town[unit]] * self.shares[[unit, group, step]]
            }
        }
    }

    /// Pupils who join the schools of every town.
    fn intake(&self, current: &ArrayView3<f64>, group: usize, step: usize, year: SchoolYear) -> Vec<f64> {
        let towns = 0..self.lanes.county.len();
        let mean = |town: usize| self.entry.level(town, group, step);
        match (self.rule.entry, self.ladder.steps[step].source) {
            (EntryRule::Last | EntryRule::Mean | EntryRule::NoChange, _) => towns.map(mean).collect(),
            (EntryRule::Children, Source::Step(source)) => {
                let leavers = self.leavers(current, group, source, step);
                let found = self.transfers[step].as_ref().map(|of| &of[group]);
                let joining = found.map(|of| of.intake(self.lanes, &leavers));
                let known = |town: usize| found.is_some_and(|of| of.known(self.lanes.county[town]));
                let of = |town: usize| match &joining {
                    Some(joining) if known(town) => joining[town],
                    _ => self.entering(town, group, step, year),
                };
                towns.map(of).collect()
            }
            (EntryRule::Children, _) => towns.map(|town| self.entering(town, group, step, year)).collect(),
        }
    }

    /// Entrants of a town: a share of its children, else the mean of the last years along a damped trend.
    fn entering(&self, town: usize, group: usize, step: usize, year: SchoolYear) -> f64 {
        let of = &self.ladder.steps[step];
        let children = self.cohorts.children(TownIndex(town), group, of.age, year);
        match (self.entry.rate(town, group, step), children) {
            (Some(rate), Some(children)) => {
                let last = self.counts.last();
                let rate = match of.source {
                    Source::Rate => attended(self.study, of.stage.index(), rate, last, year),
                    _ => rate,
                };
                rate * children
            }
            _ => self.entry.by_trend(town, group, step, year.0 - self.counts.last().0),
        }
    }

    /// Pupils of the source who leave their unit, by town.
    fn leavers(&self, current: &ArrayView3<f64>, group: usize, source: usize, step: usize) -> Vec<f64> {
        let mut leavers = vec![0.0; self.lanes.county.len()];
        for unit in (0..current.dim().0).filter(|unit| !self.progression.stays[[*unit, step]]) {
            leavers[self.lanes.town[unit]] += current[[unit, group, source]];
        }
        leavers
    }
}

/// Movement into a step by group, from the pairs of years in which it was counted; none for a step without source.
fn transfers(
    lanes: &Lanes,
    ladder: &Ladder,
    counts: &Counts,
    step: usize,
    takes: &dyn Fn(usize, usize) -> bool,
) -> Option<Vec<Transfer>> {
    let Source::Step(source) = ladder.steps[step].source else { return None };
    let (units, groups, _, years) = counts.pupils.dim();
    let of_group = |group: usize| {
        let (mut leavers, mut joiners) = (vec![0.0; lanes.county.len()], vec![0.0; lanes.county.len()]);
        for back in 0..lanes.window.min(years.saturating_sub(1)) {
            let year = years - 1 - back;
            for unit in (0..units).filter(|unit| takes(*unit, step)) {
                let before = counts.pupils[[unit, group, source, year - 1]];
                let after = counts.pupils[[unit, group, step, year]];
                let sound = |pupils: f64| if pupils.is_finite() { recency(back) * pupils } else { 0.0 };
                leavers[lanes.town[unit]] += sound(before);
                joiners[lanes.town[unit]] += sound(after);
            }
        }
        Transfer::of(lanes, &leavers, &joiners)
    };
    Some((0..groups).map(of_group).collect())
}

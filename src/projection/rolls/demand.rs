//! From pupils in schools back to the children who need a place, by town of residence.

use super::super::cutoff::Children;
use super::super::method::{Method, Methods};
use super::grades::GradeRolls;
use super::{Rolls, of_ages};
use crate::domain::{GroupIndex, SchoolYear, StageIndex, Study, TownIndex, UnitIndex};

/// Pupils over the children of the ages between which a county's schools count as all of them.
const WHOLE: (f64, f64) = (0.75, 1.34);

/// Lets demand follow the pupils where they are counted. Pupils counted by town of residence are the town's demand. Pupils
/// counted by school give their county's demand, shared among the towns as the children of the ages are.
pub(super) fn follow(
    study: &Study,
    children: &Children,
    grades: &GradeRolls,
    rolls: &mut Rolls,
    methods: &mut Methods,
) {
    let job = Job { study, children, grades };
    let (mut by_school, mut by_town, mut partial) = (false, false, 0);
    for stage in study.stage_indices().filter(|stage| grades.steps(*stage).next().is_some()) {
        for county in 0..study.counties.len() {
            let towns: Vec<TownIndex> =
                study.town_indices().filter(|town| study.county_of(*town).index() == county).collect();
            let living: Vec<_> = towns.iter().map(|town| job.counted_at_home(*town, stage)).collect();
            if living.iter().all(Option::is_some) {
                by_town = true;
                for (town, unit) in towns.iter().zip(living.into_iter().flatten()) {
                    job.of_residents(*town, unit, stage, rolls);
                }
                continue;
            }
            let units: Vec<UnitIndex> = job.schools(&towns, stage);
            match job.covers(&towns, &units, stage) {
                _ if units.is_empty() => {}
                Some(true) => {
                    by_school = true;
                    job.scale(&towns, &units, stage, rolls);
                }
                _ => partial += 1,
            }
        }
    }
    methods.add_if(by_school, Method::DemandFollowsSchools);
    methods.add_if(by_town, Method::DemandFollowsResidents);
    methods.add_if(partial > 0, Method::DemandPartial(partial));
}

struct Job<'a> {
    study: &'a Study,
    children: &'a Children,
    grades: &'a GradeRolls,
}

impl Job<'_> {
    /// Whether a unit has a count of the stage in the last year.
    fn counted(&self, unit: UnitIndex, stage: StageIndex) -> bool {
        let last = self.grades.position(self.grades.last_counted);
        last.and_then(|last| self.grades.stage_total(unit, stage, last)).is_some()
    }

    fn units(&self) -> impl Iterator<Item = (UnitIndex, &crate::domain::PupilUnit)> {
        UnitIndex::all(self.study.enrolment.units.len()).zip(&self.study.enrolment.units)
    }

    /// The unit of the pupils who live in a town.
    fn counted_at_home(&self, town: TownIndex, stage: StageIndex) -> Option<UnitIndex> {
        self.units()
            .find(|(unit, of)| of.school.is_none() && of.town == town && self.counted(*unit, stage))
            .map(|(unit, _)| unit)
    }

    /// Schools of some towns that have the stage.
    fn schools(&self, towns: &[TownIndex], stage: StageIndex) -> Vec<UnitIndex> {
        self.units()
            .filter(|(unit, of)| {
                of.school.is_some() && towns.contains(&of.town) && self.counted(*unit, stage)
            })
            .map(|(unit, _)| unit)
            .collect()
    }

    /// Whether the pupils of the last counted year are about as many as the children who need a place.
    fn covers(&self, towns: &[TownIndex], units: &[UnitIndex], stage: StageIndex) -> Option<bool> {
        let year = self.grades.last_counted;
        let pupils: f64 = self.pupils(units, stage, None, year)?;
        let needed: f64 = self.needed(towns, stage, None, year)?;
        (needed > 0.0).then(|| (WHOLE.0..=WHOLE.1).contains(&(pupils / needed)))
    }

    /// Pupils of some units; of a group where the counts tell groups apart.
    fn pupils(
        &self,
        units: &[UnitIndex],
        stage: StageIndex,
        group: Option<usize>,
        year: SchoolYear,
    ) -> Option<f64> {
        let position = self.grades.position(year)?;
        let of_unit = |unit: &UnitIndex| match group {
            Some(group) => self.grades.group_total(*unit, stage, group, position),
            None => self.grades.stage_total(*unit, stage, position),
        };
        Some(units.iter().filter_map(of_unit).sum())
    }

    /// Children of the ages who need a place, of a group or of all.
    fn needed(
        &self,
        towns: &[TownIndex],
        stage: StageIndex,
        group: Option<usize>,
        year: SchoolYear,
    ) -> Option<f64> {
        let position = self.children.position(year)?;
        let groups = group.map_or(0..self.study.groups.len().max(1), |group| group..group + 1);
        let of_town = |town: &TownIndex| {
            let of = |group| of_ages(self.study, self.children, *town, stage, GroupIndex(group), position);
            groups.clone().map(of).sum::<f64>()
        };
        Some(towns.iter().map(of_town).sum())
    }

    /// Groups of the counts: each, or none for all together.
    fn groups(&self) -> Vec<Option<usize>> {
        if self.grades.grouped { (0..self.study.groups.len()).map(Some).collect() } else { vec![None] }
    }

    /// Multiplies the demand of some towns so that it adds up to the pupils of some units, year by year.
    fn scale(&self, towns: &[TownIndex], units: &[UnitIndex], stage: StageIndex, rolls: &mut Rolls) {
        for position in 0..rolls.years.len() {
            for group in self.groups() {
                let groups = group.map_or(0..rolls.demand.dim().2, |group| group..group + 1);
                let needed: f64 = towns
                    .iter()
                    .flat_map(|town| groups.clone().map(|group| (*town, group)))
                    .map(|(town, group)| rolls.demand(town, stage, GroupIndex(group), position))
                    .sum();
                let Some(pupils) = self.pupils(units, stage, group, rolls.years[position]) else { continue };
                if needed <= 0.0 {
                    continue;
                }
                for town in towns {
                    for group in groups.clone() {
                        rolls.demand[[town.index(), stage.index(), group, position]] *= pupils / needed;
                    }
                }
            }
        }
    }

    /// The demand of a town is the pupils who live there.
    fn of_residents(&self, town: TownIndex, unit: UnitIndex, stage: StageIndex, rolls: &mut Rolls) {
        self.scale(&[town], &[unit], stage, rolls);
    }
}

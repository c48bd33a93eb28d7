//! How counts of whole counties, and counts without group, are split to towns and groups.

use super::calendar::Calendar;
use super::method::{Method, Methods};
use crate::domain::{Area, GroupIndex, PopulationCount, Study};
use ndarray::{Array1, Array2, Axis};
use std::collections::HashSet;

/// What each area's rows of a date look like: totals beside their parts must not count twice, `[area, slot]`; areas are
/// the towns and then the counties.
pub(super) struct Marks {
    towns: usize,
    present: Array2<bool>,
    grouped: Array2<bool>,
    sexed: Array2<bool>,
    /// Where some rows are told apart by group or sex and others are not: the ages of those that are.
    apart: HashSet<([usize; 2], u8, Parts)>,
    by_town: Array2<bool>,
    /// Whether a county has towns, `[county]`.
    with_towns: Vec<bool>,
}

/// By what the rows of an age are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Parts {
    /// By group.
    Groups,
    /// By sex, of a group or of all.
    Sexes(Option<GroupIndex>),
}

impl Marks {
    pub(super) fn of(study: &Study, calendar: &Calendar) -> Self {
        let (towns, counties) = (study.towns.len(), study.counties.len());
        let blank = || Array2::from_elem((towns + counties, calendar.grid.last + 1), false);
        let with_towns = members(study).iter().map(|towns| !towns.is_empty()).collect();
        let (present, grouped, sexed, by_town) = (blank(), blank(), blank(), blank());
        let (mut all_groups, mut both_sexes) = (blank(), blank());
        let mut marks = Self { towns, present, grouped, sexed, apart: HashSet::new(), by_town, with_towns };
        for row in &study.population {
            let Some(slot) = calendar.slot(row) else { continue };
            let at = [marks.area(row.area), slot];
            marks.present[at] = true;
            marks.grouped[at] |= row.group.is_some();
            marks.sexed[at] |= row.sex.is_some();
            if let Area::Town(town) = row.area {
                marks.by_town[[towns + study.county_of(town).index(), slot]] = true;
            }
            all_groups[at] |= row.group.is_none();
            both_sexes[at] |= row.sex.is_none();
        }
        for row in &study.population {
            let Some(slot) = calendar.slot(row) else { continue };
            let at = [marks.area(row.area), slot];
            if all_groups[at] && row.group.is_some() {
                marks.apart.insert((at, row.age, Parts::Groups));
            }
            if both_sexes[at] && row.sex.is_some() {
                marks.apart.insert((at, row.age, Parts::Sexes(row.group)));
            }
        }
        marks
    }

    fn area(&self, area: Area) -> usize {
        match area {
            Area::Town(town) => town.index(),
            Area::County(county) => self.towns + county.index(),
        }
    }

    /// Whether a row counts: a county row only where none of its towns is counted on that date, a row of all groups or
    /// both sexes only where its age has no rows by group or sex.
    pub(super) fn counts(&self, row: &PopulationCount, slot: usize) -> bool {
        let at = [self.area(row.area), slot];
        let apart = match row.area {
            Area::Town(_) => true,
            Area::County(county) => !self.by_town[at] && self.with_towns[county.index()],
        };
        let has = |parts: Parts| self.apart.contains(&(at, row.age, parts));
        let whole_of_groups = row.group.is_none() && self.grouped[at] && has(Parts::Groups);
        let whole_of_sexes = row.sex.is_none() && self.sexed[at] && has(Parts::Sexes(row.group));
        apart && !whole_of_groups && !whole_of_sexes
    }

    /// Whether each town is counted by itself in a slot, `[town]`.
    pub(super) fn counted(&self, slot: usize) -> Vec<bool> {
        (0..self.towns).map(|town| self.present[[town, slot]]).collect()
    }

    /// Whether a town's people are known in a slot, by itself or through its county.
    pub(super) fn seen(&self, study: &Study, town: usize, slot: usize) -> bool {
        let county = self.towns + study.towns[town].county.index();
        self.present[[town, slot]] || (self.present[[county, slot]] && !self.by_town[[county, slot]])
    }
}

/// Shares of towns in their county and of groups in a town (拆分占比).
pub(super) struct Shares {
    members: Vec<Vec<usize>>,
    /// `[town]`, adds to 1 over a county.
    of_county: Array1<f64>,
    /// `[town, group]`, adds to 1 over a town.
    of_town: Array2<f64>,
}

impl Shares {
    pub(super) fn of(study: &Study, marks: &Marks, calendar: &Calendar, methods: &mut Methods) -> Self {
        let members = members(study);
        let groups = study.groups.len().max(1);
        let mut towns = Array1::<f64>::zeros(study.towns.len());
        let mut by_group = Array2::<f64>::zeros((study.towns.len() + study.counties.len(), groups));
        let (mut ungrouped, mut by_county) = (false, false);
        for row in &study.population {
            if calendar.slot(row).is_none_or(|slot| !marks.counts(row, slot)) {
                continue;
            }
            match row.area {
                Area::Town(town) => towns[town.index()] += row.persons,
                Area::County(_) => by_county = true,
            }
            match row.group {
                Some(group) => by_group[[marks.area(row.area), group.index()]] += row.persons,
                None => ungrouped = true,
            }
        }
        if by_county {
            add_births(study, &members, &mut towns);
        }
        let equally = split(&members, &mut towns);
        methods.add_if(by_county, Method::CountyCountsSplit);
        methods.add_if(by_county && equally, Method::CountyCountsSplitEqually);
        let known = by_group.sum() > 0.0;
        let split_groups = ungrouped && groups > 1;
        let pupils = split_groups && !known && add_pupils(study, &mut by_group);
        let schools = split_groups && !known && !pupils && add_migrants_of_schools(study, &mut by_group);
        methods.add_if(split_groups && known, Method::GroupsSplit);
        methods.add_if(pupils, Method::GroupsFromPupils);
        methods.add_if(schools, Method::GroupsFromSchools);
        methods.add_if(split_groups && !known && !pupils && !schools, Method::GroupsFirst);
        Self { members, of_county: towns, of_town: group_shares(study, &by_group) }
    }

    /// Towns of an area with their shares.
    pub(super) fn towns(&self, area: Area) -> impl Iterator<Item = (usize, f64)> + '_ {
        let (one, many) = match area {
            Area::Town(town) => (Some((town.index(), 1.0)), [].as_slice()),
            Area::County(county) => (None, self.members[county.index()].as_slice()),
        };
        one.into_iter().chain(many.iter().map(|town| (*town, self.of_county[*town])))
    }

    /// Groups of a town with their shares.
    pub(super) fn groups(
        &self,
        town: usize,
        group: Option<GroupIndex>,
    ) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = group.map_or(0..self.of_town.len_of(Axis(1)), |group| group.index()..group.index() + 1);
        range.map(move |position| {
            (position, if group.is_some() { 1.0 } else { self.of_town[[town, position]] })
        })
    }
}

/// Towns of every county.
pub(super) fn members(study: &Study) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); study.counties.len()];
    for (town, place) in study.towns.iter().enumerate() {
        members[place.county.index()].push(town);
    }
    members
}

/// Turns weights of towns into shares of their county; equal where all are 0, and then says so.
pub(super) fn split(members: &[Vec<usize>], weights: &mut Array1<f64>) -> bool {
    let mut equally = false;
    for towns in members.iter().filter(|towns| !towns.is_empty()) {
        let total: f64 = towns.iter().map(|town| weights[*town]).sum();
        equally |= total <= 0.0;
        let count: f64 = towns.iter().map(|_| 1.0).sum();
        for town in towns {
            weights[*town] = if total > 0.0 { weights[*town] / total } else { 1.0 / count };
        }
    }
    equally
}

/// Births as weights of the towns of counties that are never counted by town.
fn add_births(study: &Study, members: &[Vec<usize>], weights: &mut Array1<f64>) {
    let blank: Vec<bool> =
        members.iter().map(|towns| towns.iter().all(|town| weights[*town] <= 0.0)).collect();
    for row in &study.births {
        if let Area::Town(town) = row.area
            && let Some(place) = study.towns.get(town.index())
            && blank[place.county.index()]
            && row.births.is_finite()
        {
            weights[town.index()] += row.births.max(0.0);
        }
    }
}

/// Children by group from the pupils of the last counted year, `[town, group]`: pupils told apart by group, divided by the
/// enrolment rate of their stage. Tells whether there are any.
fn add_pupils(study: &Study, by_group: &mut Array2<f64>) -> bool {
    let enrolment = &study.enrolment;
    let last = enrolment.counts.iter().filter(|count| count.group.is_some()).map(|count| count.year).max();
    for count in enrolment.counts.iter().filter(|count| Some(count.year) == last) {
        let Some(group) = count.group else { continue };
        let rate = study.stages[count.stage.index()].enrolment_rate.at(count.year).unwrap_or(1.0);
        if rate > 0.0 {
            let town = enrolment.units[count.unit.index()].town;
            by_group[[town.index(), group.index()]] += count.pupils / rate;
        }
    }
    last.is_some()
}

/// Children of two groups from the migrant pupils of standing schools, where nothing else tells them: the first group is the local one.
/// Stages of which no school tells a migrant pupil are left out. Tells whether there are any.
fn add_migrants_of_schools(study: &Study, by_group: &mut Array2<f64>) -> bool {
    if by_group.ncols() != 2 {
        return false;
    }
    let told = |stage| {
        let of_stage =
            study.schools.iter().filter(|school| study.classes[school.class.index()].stage == stage);
        of_stage.clone().any(|school| school.migrant_pupils.is_some_and(|pupils| pupils > 0))
    };
    let stages: Vec<_> = study.stage_indices().filter(|stage| told(*stage)).collect();
    for school in &study.schools {
        let stage = study.classes[school.class.index()].stage;
        let Some(migrants) = school.migrant_pupils.filter(|_| stages.contains(&stage)) else { continue };
        let rate = study.stages[stage.index()].enrolment_rate.at(study.horizon.base).unwrap_or(1.0);
        if rate > 0.0 {
            let (town, migrants) = (school.town.index(), f64::from(migrants));
            by_group[[town, 0]] += (f64::from(school.pupils) - migrants).max(0.0) / rate;
            by_group[[town, 1]] += migrants / rate;
        }
    }
    !stages.is_empty()
}

/// Shares of groups: the town's, else its county's, else the study's, else all in the first group.
fn group_shares(study: &Study, counts: &Array2<f64>) -> Array2<f64> {
    let (towns, groups) = (study.towns.len(), counts.len_of(Axis(1)));
    let mut by_county = counts.slice(ndarray::s![towns.., ..]).to_owned();
    for (town, place) in study.towns.iter().enumerate() {
        let mut of_county = by_county.row_mut(place.county.index());
        of_county += &counts.row(town);
    }
    let all = by_county.sum_axis(Axis(0));
    let mut first = Array1::zeros(groups);
    first[0] = 1.0;
    let mut shares = Array2::zeros((towns, groups));
    for (town, place) in study.towns.iter().enumerate() {
        let known = [counts.row(town), by_county.row(place.county.index()), all.view(), first.view()];
        if let Some(row) = known.iter().find(|row| row.sum() > 0.0) {
            shares.row_mut(town).assign(&(row / row.sum()));
        }
    }
    shares
}

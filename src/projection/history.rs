//! Counted people on the yearly grid.

use super::ProjectionError;
use super::calendar::Calendar;
use super::error::sound;
use super::fill::fill;
use super::grid::Grid;
use super::method::{Method, Methods};
use super::shares::{Marks, Shares};
use super::survival::Survival;
use crate::domain::{Area, PopulationCount, Sex, Study};
use ndarray::{Array3, Array4, Axis, s};

/// Greatest age of women that is kept.
const OLDEST_WOMAN: usize = 60;

/// Adults reach at least this age where fertility can be told.
const ADULT: usize = 39;

/// Ages of children kept although no stage needs them.
const OLDEST_CHILD: usize = 20;

/// Counted people by town and by county (人口历史).
#[derive(Debug, Clone)]
pub(super) struct History {
    /// Slots.
    pub grid: Grid,
    /// Children, sexes pooled, `[town, group, age, slot]`; future slots are 0.
    pub children: Array4<f64>,
    /// Women where sexes are told apart, else half of the people, `[town, age, slot]`, history only; no ages where
    /// adults are not counted by single age.
    pub women: Array3<f64>,
    /// First slot in which a town is known; none for one never counted, `[town]`.
    pub first: Vec<Option<usize>>,
    /// Whether a town is counted by itself on the last date rather than split off or carried there, `[town]`.
    pub counted: Vec<bool>,
}

impl History {
    /// First slot in which every town is known.
    pub(super) fn complete_from(&self) -> usize {
        self.first.iter().flatten().copied().max().unwrap_or(self.grid.last)
    }

    /// Greatest age of children.
    pub(super) fn oldest(&self) -> usize {
        self.children.len_of(Axis(2)) - 1
    }
}

/// Reads the population table.
pub(super) fn read(
    study: &Study,
    survival: &Survival,
    methods: &mut Methods,
) -> Result<History, ProjectionError> {
    study.population.iter().try_for_each(|row| check(study, row))?;
    if let Some(sex) = only_sex(study) {
        methods.add(Method::OneSex(sex));
    }
    let calendar = Calendar::of(study, methods)?;
    let kept = ages(study)?;
    let marks = Marks::of(study, &calendar);
    // A cohort between two counts is told by both: those too old at the second are let go only after.
    let counted_to = kept.longer(most_between(study, &marks, calendar.grid.last));
    let shares = Shares::of(study, &marks, &calendar, methods);
    let (towns, groups) = (study.towns.len(), study.groups.len().max(1));
    let slots = calendar.grid.slots();
    let mut history = History {
        grid: calendar.grid,
        children: Array4::zeros((towns, groups, counted_to.children, slots)),
        women: Array3::zeros((towns, counted_to.women, calendar.grid.last + 1)),
        first: Vec::new(),
        counted: marks.counted(calendar.grid.last),
    };
    for row in &study.population {
        if let Some(slot) = calendar.slot(row).filter(|slot| marks.counts(row, *slot)) {
            history.add(&shares, row, slot);
        }
    }
    history.close(study, &marks, survival, methods);
    if counted_to.children > kept.children {
        history.children = history.children.slice(s![.., .., ..kept.children, ..]).to_owned();
    }
    if counted_to.women > kept.women {
        history.women = history.women.slice(s![.., ..kept.women, ..]).to_owned();
    }
    Ok(history)
}

/// Most slots without a count between two counts of a town.
fn most_between(study: &Study, marks: &Marks, last: usize) -> usize {
    let of_town = |town: usize| {
        let seen: Vec<usize> = (0..=last).filter(|slot| marks.seen(study, town, *slot)).collect();
        seen.windows(2).map(|pair| pair[1] - pair[0] - 1).max()
    };
    (0..study.towns.len()).filter_map(of_town).max().unwrap_or(0)
}

/// The sex of all people counted, where they are told apart and are of one alone.
fn only_sex(study: &Study) -> Option<Sex> {
    let first = study.population.first()?.sex?;
    study.population.iter().all(|row| row.sex == Some(first)).then_some(first)
}

fn check(study: &Study, row: &PopulationCount) -> Result<(), ProjectionError> {
    let known = match row.area {
        Area::Town(town) => town.index() < study.towns.len(),
        Area::County(county) => county.index() < study.counties.len(),
    };
    if !known || row.group.is_some_and(|group| group.index() >= study.groups.len()) {
        return Err(ProjectionError::UnknownPlace { table: "population", when: row.date.to_string() });
    }
    if sound(row.persons) { Ok(()) } else { Err(ProjectionError::bad_count(row.date)) }
}

/// Numbers of single ages, from 0 on.
#[derive(Debug, Clone, Copy)]
struct Ages {
    children: usize,
    /// 0 where women of an age that gives birth cannot be told.
    women: usize,
    /// All that are counted.
    single: usize,
}

impl Ages {
    /// So many years more, as far as ages are counted.
    fn longer(self, years: usize) -> Self {
        let longer = |ages: usize| if ages == 0 { 0 } else { (ages + years).min(self.single).max(ages) };
        Self { children: longer(self.children), women: longer(self.women), ..self }
    }
}

/// Ages to keep.
fn ages(study: &Study) -> Result<Ages, ProjectionError> {
    let open = study.population.iter().filter(|row| row.open).map(|row| row.age).min();
    let oldest = study.population.iter().map(|row| row.age).max().unwrap_or(0);
    let single = open.map_or(Some(oldest), |age| age.checked_sub(1)).unwrap_or(0);
    let needed = study.stages.iter().map(|stage| stage.ages.1).max().unwrap_or(0);
    if single < needed {
        return Err(ProjectionError::AgesMissing { needed, found: single });
    }
    let single = usize::from(single);
    let children = (usize::from(needed).max(OLDEST_CHILD) + 1).min(single) + 1;
    let women = if single >= ADULT { single.min(OLDEST_WOMAN) + 1 } else { 0 };
    Ok(Ages { children, women, single: single + 1 })
}

impl History {
    fn add(&mut self, shares: &Shares, row: &PopulationCount, slot: usize) {
        let age = usize::from(row.age);
        let women = match row.sex {
            Some(Sex::Female) => row.persons,
            Some(Sex::Male) => 0.0,
            None => row.persons / 2.0,
        };
        let has_women = age < self.women.len_of(Axis(1)) && !row.open;
        let is_child = age <= self.oldest() && !row.open;
        for (town, part) in shares.towns(row.area) {
            if is_child {
                for (group, share) in shares.groups(town, row.group) {
                    self.children[[town, group, age, slot]] += row.persons * part * share;
                }
            }
            if has_women {
                self.women[[town, age, slot]] += women * part;
            }
        }
    }

    /// Fills years between dates and carries what was not counted on the last date.
    fn close(&mut self, study: &Study, marks: &Marks, survival: &Survival, methods: &mut Methods) {
        let last = self.grid.last;
        let (mut filled, mut carried, mut empty) = (false, 0, 0);
        for town in 0..study.towns.len() {
            let seen: Vec<bool> = (0..=last).map(|slot| marks.seen(study, town, slot)).collect();
            self.first.push(seen.iter().position(|seen| *seen));
            carried += usize::from(!seen[last] && seen.contains(&true));
            empty += usize::from(!seen.contains(&true));
            for mut people in self.children.index_axis_mut(Axis(0), town).axis_iter_mut(Axis(0)) {
                filled |= fill(people.view_mut(), &seen, survival);
            }
            fill(self.women.index_axis_mut(Axis(0), town), &seen, survival);
        }
        methods.add_if(filled, Method::YearsFilled);
        methods.add_if(carried > 0, Method::TownsCarried(carried));
        methods.add_if(empty > 0, Method::TownsEmpty(empty));
    }
}

//! Past births: registered, or derived from young children where no register is at hand.

use super::ProjectionError;
use super::births::BirthPath;
use super::error::sound;
use super::grid::{Moment, span, years};
use super::history::History;
use super::method::{Method, Methods};
use super::register::{self, Register};
use super::survival::Survival;
use crate::domain::{Area, Study};
use ndarray::{Array2, Array3};

/// Years before the first count for which births are derived from children.
const YEARS_BACK: usize = 6;

/// Past births with room for those to come (历史出生).
#[derive(Debug, Clone)]
pub(super) struct PastBirths {
    /// Births; 0 in years that are still to be projected.
    pub path: BirthPath,
    /// Last year known, by county.
    pub known_to: Vec<i32>,
    /// Whether births are registered rather than derived, `[county, group]`.
    pub registered: Array2<bool>,
}

impl PastBirths {
    /// Whether the twelve months before a moment lie in known years of a county.
    pub(super) fn covers(&self, county: usize, end: Moment) -> bool {
        let first = self.path.years.first().copied().unwrap_or(i32::MAX);
        let last = if end.share() > 0.0 { end.year() } else { end.year() - 1 };
        end.year() > first && last <= self.known_to[county]
    }
}

/// Fails on rows of unknown places and on figures that are none.
fn check(study: &Study) -> Result<(), ProjectionError> {
    let table = "births";
    for row in &study.births {
        let known = match row.area {
            Area::Town(town) => town.index() < study.towns.len(),
            Area::County(county) => county.index() < study.counties.len(),
        };
        if !known || row.group.is_some_and(|group| group.index() >= study.groups.len()) {
            return Err(ProjectionError::UnknownPlace { table, when: row.year.to_string() });
        }
        if !sound(row.births) {
            return Err(ProjectionError::BadFigure { table, when: row.year.to_string() });
        }
    }
    Ok(())
}

/// Past births of a study.
pub(super) fn births(
    study: &Study,
    history: &History,
    survival: &Survival,
    methods: &mut Methods,
) -> Result<PastBirths, ProjectionError> {
    check(study)?;
    let register = register::read(study, history, methods);
    let registered = registered(study, &register);
    let derived = Derived::of(history);
    let (counties, groups) = registered.dim();
    methods.add_if(registered.iter().any(|known| *known), Method::BirthsRegistered);
    methods.add_if(registered.iter().any(|known| !known), Method::BirthsFromInfants);
    let mut from = i32::MIN;
    let mut known_to = vec![i32::MAX; counties];
    for ((county, _), is_registered) in registered.indexed_iter() {
        let known = register.known[county].clone().filter(|_| *is_registered);
        from = from.max(known.as_ref().map_or(derived.first, |known| *known.start()));
        known_to[county] = known_to[county].min(known.as_ref().map_or(derived.last, |known| *known.end()));
    }
    let last = history.grid.last_birth_year().max(known_to.iter().copied().max().unwrap_or(from));
    let axis: Vec<i32> = (from..=last).collect();
    let counts = Array3::from_shape_fn((study.towns.len(), groups, axis.len()), |(town, group, position)| {
        let (year, county) = (axis[position], study.towns[town].county.index());
        if year > known_to[county] {
            0.0
        } else if registered[[county, group]] {
            register.births[[town, group, span(register.first, year)]]
        } else {
            derived.births(history, survival, town, group, year)
        }
    });
    Ok(PastBirths { path: BirthPath { years: axis, counts }, known_to, registered })
}

/// Which counties have registered births of which groups.
fn registered(study: &Study, register: &Register) -> Array2<bool> {
    let groups = study.groups.len().max(1);
    let mut registered = Array2::from_elem((study.counties.len(), groups), false);
    for ((town, group, _), births) in register.births.indexed_iter() {
        registered[[study.towns[town].county.index(), group]] |= *births > 0.0;
    }
    registered
}

/// Births derived from children by survival back to birth.
struct Derived {
    first: i32,
    last: i32,
}

impl Derived {
    /// A last year that the counts cover by less than half is left to the projection.
    fn of(history: &History) -> Self {
        let base = history.grid.base;
        let last = if base.share() >= 0.5 { base.year() } else { base.year() - 1 };
        let first =
            history.grid.moment(history.complete_from()).year() - years(YEARS_BACK.min(history.oldest()));
        Self { first: first.min(last), last }
    }

    /// Births of a calendar year: `f·W(slot in it) + (1−f)·W(next slot)`, W the births of the twelve months before a slot.
    fn births(&self, history: &History, survival: &Survival, town: usize, group: usize, year: i32) -> f64 {
        let (grid, share) = (history.grid, history.grid.base.share());
        let slot = years(grid.last) + year - grid.base.year();
        let window = |slot: i32| window(history, survival, town, group, slot.min(years(grid.last)));
        share * window(slot) + (1.0 - share) * window(slot + 1)
    }
}

/// Births of the twelve months before a slot, which may lie before the first count, from survivors.
fn window(history: &History, survival: &Survival, town: usize, group: usize, slot: i32) -> f64 {
    let Some(first) = history.first[town] else { return 0.0 };
    let age = span(slot, years(first)).min(history.oldest());
    let slot = usize::try_from(slot).unwrap_or(0).max(first);
    history.children[[town, group, age, slot]] / survival.to_age(age)
}

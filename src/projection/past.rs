//! Past births: registered, or derived from young children where no register is at hand.

use super::ProjectionError;
use super::births::BirthPath;
use super::derived::Derived;
use super::error::sound;
use super::grid::{Moment, span};
use super::history::History;
use super::method::{Method, Methods};
use super::register::{self, Register};
use super::survival::Survival;
use crate::domain::{Area, Study};
use ndarray::{Array2, Array3};

/// Years over which registered and derived births are compared.
const FACTOR_YEARS: i32 = 3;

/// Past births with room for those to come (历史出生).
#[derive(Debug, Clone)]
pub(super) struct PastBirths {
    /// Births; 0 in years that are still to be projected.
    pub path: BirthPath,
    /// Last year known, by county.
    pub known_to: Vec<i32>,
    /// Whether births are registered rather than derived, `[county, group]`.
    pub registered: Array2<bool>,
    /// First year of registers in every county and group; none where some births are derived throughout.
    pub registered_from: Option<i32>,
}

impl PastBirths {
    /// Last year known in every county.
    pub(super) fn last_common(&self) -> i32 {
        self.known_to.iter().copied().min().unwrap_or(i32::MIN)
    }

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
    let derived = Derived { history, survival };
    let (first, last) = derived.years();
    let mut from = first;
    let mut known_to = vec![last; study.counties.len()];
    for (county, known) in register.known.iter().enumerate() {
        // Before and after its register a county goes on with derived births; groups without register end with those.
        if let Some(known) = known.as_ref().filter(|_| registered.row(county).iter().all(|is| *is)) {
            known_to[county] = last.max(*known.end());
        }
    }
    let registered_from = registered
        .iter()
        .all(|is| *is)
        .then(|| register.known.iter().flatten().map(|known| *known.start()).max())
        .flatten();
    if let Some(start) = registered_from {
        from = start.min(first);
    }
    let end = history.grid.last_birth_year().max(known_to.iter().copied().max().unwrap_or(from));
    let axis: Vec<i32> = (from..=end).collect();
    let factors = factors(study, &register, &derived);
    let (mut read, mut made) = (false, false);
    let counts = Array3::from_shape_fn(
        (study.towns.len(), registered.ncols(), axis.len()),
        |(town, group, position)| {
            let (year, county) = (axis[position], study.towns[town].county.index());
            if year > known_to[county] {
                return 0.0;
            }
            let in_register = registered[[county, group]] && register.covers(county, year);
            read |= in_register;
            made |= !in_register;
            if in_register {
                register.births[[town, group, span(register.first, year)]]
            } else {
                derived.births(town, group, year) * factors[[county, group]]
            }
        },
    );
    methods.add_if(read, Method::BirthsRegistered);
    methods.add_if(made, Method::BirthsFromInfants);
    Ok(PastBirths { path: BirthPath { years: axis, counts }, known_to, registered, registered_from })
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

/// Registered over derived births in the last years that have both, by which derived births continue a register; 1 where
/// there is no such year, `[county, group]`.
fn factors(study: &Study, register: &Register, derived: &Derived) -> Array2<f64> {
    let (first, last) = derived.years();
    let shape = (study.counties.len(), study.groups.len().max(1));
    let (mut read, mut made) = (Array2::<f64>::zeros(shape), Array2::<f64>::zeros(shape));
    for (town, place) in study.towns.iter().enumerate() {
        let county = place.county.index();
        let Some(known) = register.known[county].clone() else { continue };
        let end = last.min(*known.end());
        for year in first.max(*known.start()).max(end + 1 - FACTOR_YEARS)..=end {
            for group in 0..shape.1 {
                read[[county, group]] += register.births[[town, group, span(register.first, year)]];
                made[[county, group]] += derived.births(town, group, year);
            }
        }
    }
    Array2::from_shape_fn(shape, |cell| {
        if read[cell] > 0.0 && made[cell] > 0.0 { read[cell] / made[cell] } else { 1.0 }
    })
}

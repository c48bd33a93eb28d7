//! The county layer of a study: the engine driven by its tables, and towns made to agree with it (县级推算).

mod figures;
mod inputs;
mod output;
mod people;
mod residual;
#[cfg(test)]
mod tests;
mod towns;

pub use output::{AgeGroup, ComponentLine, Components, FloorLine, People, PeopleLine};

use super::{Conventions, StepResult, Timing, step};
use crate::domain::{Date, Study};
use crate::projection::ProjectionError;
use crate::projection::births::{BirthPath, Variant};
use crate::projection::grid::{Grid, Moment, years};
use crate::projection::history::History;
use crate::projection::method::{Method, Methods};
use crate::projection::ratios::Ratios;
use crate::projection::survival::Survival;
use ndarray::{Array3, Array4, Axis, s};
use std::collections::BTreeMap;

/// What the county layer is made from.
#[derive(Clone, Copy)]
pub(in crate::projection) struct Basis<'a> {
    pub study: &'a Study,
    pub history: &'a History,
    pub survival: &'a Survival,
    pub ratios: &'a Ratios,
    /// Births by town, group and year without the engine.
    pub births: &'a BirthPath,
    /// Last year of known births, by county.
    pub known_to: &'a [i32],
    pub variant: Variant,
}

/// People and births of the counties in the slots after the last counted date (县级结果).
#[derive(Debug, Clone)]
pub(in crate::projection) struct CountyLayer {
    /// Children, sexes pooled, `[county, group, age, slot]`; slots from 0, history 0.
    children: Array4<f64>,
    /// Births of the twelve months before each slot, `[county, group, slot]`.
    births: Array3<f64>,
    /// People on the last counted date and at the end of every step.
    pub people: People,
    /// Components of every step.
    pub components: Components,
    /// Floors met.
    pub floors: Vec<FloorLine>,
}

/// Whether a study has what the engine is for: women by single age, and fertility, migration or status change. Tables that cannot be used
/// are told.
pub(in crate::projection) fn applies(study: &Study, history: &History, methods: &mut Methods) -> bool {
    let rates = &study.rates;
    let asked = !rates.fertility.is_empty() || !rates.migration.is_empty() || !rates.status_change.is_empty();
    let women = history.women.len_of(Axis(1)) > 0 && history.women.sum() > 0.0;
    methods.add_if(asked && !women, Method::CountyTablesIdle);
    asked && women
}

/// Carries the counties from the last counted date to the end of the grid.
pub(in crate::projection) fn run(
    basis: Basis,
    methods: &mut Methods,
) -> Result<CountyLayer, ProjectionError> {
    inputs::check(basis.study)?;
    let start = people::on_last_date(basis.study, basis.history, methods);
    let figures = figures::Figures::of(basis, &start, methods);
    let timing = if basis.study.rates.migration.is_empty() { Timing::End } else { Timing::Even };
    let conventions = Conventions { timing, ..Conventions::PRESTON };
    let grid = basis.history.grid;
    let (counties, groups, _, _) = start.dim();
    let kept = basis.history.oldest() + 1;
    let mut layer = CountyLayer {
        children: Array4::zeros((counties, groups, kept, grid.slots())),
        births: Array3::zeros((counties, groups, grid.slots())),
        people: People::default(),
        components: Components::default(),
        floors: Vec::new(),
    };
    layer.people.add(date_of(basis.study, grid, grid.last), &start);
    let mut people = start;
    for slot in grid.last + 1..grid.slots() {
        let year = Moment(grid.moment(slot).0 - 180).year();
        let result = step(&people, &figures.of_step(slot, year, &people), conventions)?;
        layer.keep(slot, year, &result);
        layer.people.add(date_of(basis.study, grid, slot), &result.components.end);
        people = result.components.end;
    }
    methods.add(Method::CountyEngine);
    methods.add_if(!layer.floors.is_empty(), Method::CountyFloors(layer.floors.len()));
    Ok(layer)
}

/// Date of a slot: the day of the last count, so many years later.
fn date_of(study: &Study, grid: Grid, slot: usize) -> Date {
    let last = study.population.iter().map(|row| row.date).max();
    let base = last.unwrap_or(Date { year: grid.base.year(), month: 1, day: 1 });
    Date { year: base.year + years(slot) - years(grid.last), ..base }
}

impl CountyLayer {
    fn keep(&mut self, slot: usize, year: i32, result: &StepResult) {
        let kept = self.children.len_of(Axis(2));
        let pooled = result.components.end.sum_axis(Axis(2));
        self.children.slice_mut(s![.., .., .., slot]).assign(&pooled.slice(s![.., .., ..kept]));
        let births = result.components.births.slice(s![.., .., .., 0]).sum_axis(Axis(2));
        self.births.slice_mut(s![.., .., slot]).assign(&births);
        self.components.add(year, &result.components);
        let open = result.components.end.dim().3 - 1;
        self.floors.extend(result.floors.iter().map(|floor| FloorLine::of(year, floor, open)));
    }

    /// Births by calendar year, county and group, for the years whose months all lie after the last counted date.
    fn births_by_year(&self, basis: Basis) -> BTreeMap<i32, ndarray::Array2<f64>> {
        let grid = basis.history.grid;
        let share = grid.base.share();
        let of = |slot: usize| self.births.slice(s![.., .., slot]);
        (grid.last + 1..grid.slots())
            .map(|slot| {
                let next = if slot + 1 < grid.slots() { slot + 1 } else { slot };
                let year = grid.moment(slot).year() - i32::from(share <= 0.0);
                let births = if share > 0.0 {
                    &of(slot) * share + &of(next) * (1.0 - share)
                } else {
                    of(slot).to_owned()
                };
                (year, births)
            })
            .collect()
    }
}

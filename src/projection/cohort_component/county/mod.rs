//! The engine driven by the tables of a study, by county or by town, and towns made to agree with it (县级推算).

mod accounts;
mod axis;
mod children;
mod figures;
mod inputs;
mod mortality;
mod moves;
mod output;
mod people;
mod regions;
mod residual;
mod status;
#[cfg(test)]
mod tests;
mod towns;

pub(in crate::projection) use accounts::accounts;
pub use axis::AgeGroup;
pub use output::{ComponentLine, Components, FloorLine, People, PeopleLine};

use super::{StepResult, step};
use crate::domain::{Date, Study};
use crate::projection::ProjectionError;
use crate::projection::births::{BirthPath, Variant};
use crate::projection::grid::{Grid, Moment, years};
use crate::projection::history::History;
use crate::projection::method::{Method, Methods};
use crate::projection::ratios::Ratios;
use crate::projection::survival::Survival;
use axis::AgeAxis;
use children::single_children;
use ndarray::{Array3, Array4, Axis, s};
use regions::Regions;
use std::collections::BTreeMap;

/// What the county layer is made from.
#[derive(Clone, Copy)]
pub(in crate::projection) struct Basis<'a> {
    pub study: &'a Study,
    pub history: &'a History,
    pub survival: &'a Survival,
    /// Cohort ratios of the towns; none where they are not needed.
    pub ratios: Option<&'a Ratios>,
    /// Births by town, group and year without the engine.
    pub births: &'a BirthPath,
    /// Last year of known births, by county.
    pub known_to: &'a [i32],
    pub variant: Variant,
}

/// People and births of the areas in the slots after the last counted date (推算结果).
#[derive(Debug, Clone)]
pub(in crate::projection) struct CountyLayer {
    regions: Regions,
    /// Children, sexes pooled, `[region, group, age, slot]`; slots from 0, history 0.
    children: Array4<f64>,
    /// Births of the twelve months before each slot, `[region, group, slot]`.
    births: Array3<f64>,
    /// People on the last counted date and at the end of every step.
    pub people: People,
    /// Components of every step.
    pub components: Components,
    /// Floors met.
    pub floors: Vec<FloorLine>,
}

/// Whether a study has what the engine is for: women by single age, and fertility, migration or status change, or one date
/// only, so that no cohort ratio tells anything. Tables that cannot be used are told.
pub(in crate::projection) fn applies(study: &Study, history: &History, methods: &mut Methods) -> bool {
    let rates = &study.rates;
    let asked = !rates.fertility.is_empty() || !rates.migration.is_empty() || !rates.status_change.is_empty();
    let women = history.women.len_of(Axis(1)) > 0 && history.women.sum() > 0.0;
    methods.add_if(asked && !women, Method::CountyTablesIdle);
    (asked || (history.grid.last == 0 && !study.mortality.is_empty())) && women
}

/// Carries the areas from the last counted date to the end of the grid.
pub(in crate::projection) fn run(
    basis: Basis,
    methods: &mut Methods,
) -> Result<CountyLayer, ProjectionError> {
    inputs::check(basis.study)?;
    let (study, history, grid) = (basis.study, basis.history, basis.history.grid);
    let regions = Regions::of(study);
    let single = people::on_last_date(study, history, &regions, methods);
    let width = step_years(study);
    let axis = AgeAxis::up_to(single.dim().3 - 1, width);
    let figures = figures::Figures::of(basis, &regions, axis, &single, methods);
    let mut now = axis.folded(&single);
    let (areas, groups, kept) = (regions.len(), now.dim().1, history.oldest() + 1);
    let mut layer = CountyLayer {
        children: Array4::zeros((areas, groups, kept, grid.slots())),
        births: Array3::zeros((areas, groups, grid.slots())),
        people: People::new(regions.areas.clone(), axis),
        components: Components::new(regions.areas.clone(), axis),
        floors: Vec::new(),
        regions: regions.clone(),
    };
    layer.people.add(date_of(study, grid, grid.last), now.clone());
    let mut dates = vec![(grid.last, now.clone())];
    let mut slot = grid.last;
    while slot < grid.end {
        slot += width;
        let year = Moment(grid.moment(slot).0 - 180 * years(width)).year();
        let result = step(&now, &figures.of_step(slot, year, &now), figures.conventions())?;
        now.clone_from(&result.components.end);
        layer.people.add(date_of(study, grid, slot), now.clone());
        layer.keep(slot, year, result, axis);
        if width > 1 {
            dates.push((slot, now.clone()));
        }
    }
    if width > 1 {
        layer.children = single_children(&dates, width, kept, grid.end, basis.survival);
    }
    methods.add(Method::CountyEngine);
    methods.add_if(!layer.floors.is_empty(), Method::CountyFloors(layer.floors.len()));
    Ok(layer)
}

/// Years of a step: as set, else the width of the ages counted.
fn step_years(study: &Study) -> usize {
    usize::from(study.rates.settings.step_years.unwrap_or(study.rates.counted_width).max(1))
}

/// Date of a slot: the day of the last count, so many years later.
fn date_of(study: &Study, grid: Grid, slot: usize) -> Date {
    let last = study.population.iter().map(|row| row.date).max();
    let base = last.unwrap_or(Date { year: grid.base.year(), month: 1, day: 1 });
    Date { year: base.year + years(slot) - years(grid.last), ..base }
}

impl CountyLayer {
    fn keep(&mut self, slot: usize, year: i32, result: StepResult, axis: AgeAxis) {
        let births = result.components.births.slice(s![.., .., .., 0]).sum_axis(Axis(2));
        let slots = self.births.len_of(Axis(2));
        #[allow(clippy::cast_precision_loss)] // years of a step
        let yearly = births / axis.width as f64;
        for of in (slot + 1 - axis.width..=slot).filter(|of| *of < slots) {
            self.births.slice_mut(s![.., .., of]).assign(&yearly);
        }
        if axis.width == 1 {
            let kept = self.children.len_of(Axis(2));
            let pooled = result.components.end.sum_axis(Axis(2));
            self.children.slice_mut(s![.., .., .., slot]).assign(&pooled.slice(s![.., .., ..kept]));
        }
        let floors = result.floors.iter().map(|floor| FloorLine::of(year, floor, &self.regions.areas, axis));
        self.floors.extend(floors);
        self.components.add(year, result.components);
    }

    /// Births by calendar year, area and group, for the years whose months all lie after the last counted date.
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

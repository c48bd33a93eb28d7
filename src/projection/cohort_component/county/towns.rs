//! Towns made to agree with their county.

use super::{Basis, CountyLayer};
use crate::domain::{Area, Study};
use crate::projection::ProjectionError;
use crate::projection::births::BirthPath;
use crate::projection::grid::Grid;
use crate::projection::reconcile::{Margin, fit};
use ndarray::{Array1, Array2, Array3, Array4, ArrayView3, Axis, s};

impl CountyLayer {
    /// Towns that the engine carried together, for every area of more than one.
    pub(in crate::projection) fn towns_together(&self) -> Vec<Vec<usize>> {
        self.regions.members().iter().filter(|towns| towns.len() > 1).cloned().collect()
    }

    /// Future births of towns, scaled to those of their county by group; years known or before the last count stay.
    pub(in crate::projection) fn births_of_towns(&self, basis: Basis) -> Result<BirthPath, ProjectionError> {
        let mut path = basis.births.clone();
        for (year, births) in self.births_by_year(basis) {
            let Ok(position) = path.years.binary_search(&year) else { continue };
            for (region, towns) in self.regions.members().iter().enumerate() {
                if towns.is_empty() || year <= basis.known_to[self.regions.county[region].index()] {
                    continue;
                }
                let cells = path.counts.select(Axis(0), towns);
                let seed = cells.slice(s![.., .., position..=position]);
                let totals = births.slice(s![region, ..]).to_owned().insert_axis(Axis(1));
                let fitted = fitted(basis.study, self.regions.areas[region], &seed, &totals)?;
                for (at, town) in towns.iter().enumerate() {
                    path.counts.slice_mut(s![*town, .., position]).assign(&fitted.cells.slice(s![at, .., 0]));
                }
            }
        }
        Ok(path)
    }

    /// Children of towns, `[town, group, age, slot]`, fitted to those of their county in every slot after the last count.
    /// Gives the greatest move of a cell as a share.
    pub(in crate::projection) fn reconcile(
        &self,
        study: &Study,
        grid: Grid,
        people: &mut Array4<f64>,
    ) -> Result<f64, ProjectionError> {
        let mut moved = 0.0_f64;
        for (region, towns) in
            self.regions.members().iter().enumerate().filter(|(_, towns)| !towns.is_empty())
        {
            for slot in grid.last + 1..grid.slots() {
                let seed = people.index_axis(Axis(3), slot).select(Axis(0), towns);
                let totals = self.children.slice(s![region, .., .., slot]).to_owned();
                let fitted = fitted(study, self.regions.areas[region], &seed.view(), &totals)?;
                moved = moved.max(fitted.moved);
                for (at, town) in towns.iter().enumerate() {
                    people.slice_mut(s![*town, .., .., slot]).assign(&fitted.cells.index_axis(Axis(0), at));
                }
            }
        }
        Ok(moved)
    }
}

/// Cells of the towns of a county, and by which share the one that moved furthest did.
struct Fit {
    cells: Array3<f64>,
    moved: f64,
}

/// Fits `[town, group, age]` to the county's `[group, age]`. Where no town has anybody but the county has, the towns get
/// them by all their children.
fn fitted(
    study: &Study,
    area: Area,
    seed: &ArrayView3<f64>,
    totals: &Array2<f64>,
) -> Result<Fit, ProjectionError> {
    let fault = |gap: String| ProjectionError::Reconcile {
        county: match area {
            Area::County(county) => study.counties[county.index()].code.clone(),
            Area::Town(town) => study.towns[town.index()].code.clone(),
        },
        gap,
    };
    let mut cells = seed.to_owned();
    let by_town = seed.sum_axis(Axis(2)).sum_axis(Axis(1));
    let share =
        |town: usize| if by_town.sum() > 0.0 { by_town[town] / by_town.sum() } else { 1.0 / count(&by_town) };
    for ((group, age), total) in totals.indexed_iter() {
        if *total > 0.0 && seed.slice(s![.., group, age]).sum() <= 0.0 {
            let mut of_towns = cells.slice_mut(s![.., group, age]);
            of_towns.indexed_iter_mut().for_each(|(town, cell)| *cell = total * share(town));
        }
    }
    let margin = Margin { over: vec![0], totals: totals.clone().into_dyn() };
    let fitted = fit(&cells.into_dyn().view(), &[margin]).map_err(|error| fault(error.to_string()))?;
    let moved = fitted.greatest_move();
    let cells = fitted.cells.into_dimensionality().map_err(|error| fault(error.to_string()))?;
    Ok(Fit { cells, moved })
}

/// Number of towns.
fn count(by_town: &Array1<f64>) -> f64 {
    by_town.iter().map(|_| 1.0).sum()
}

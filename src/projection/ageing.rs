//! Advances the children of every town year by year.

use super::ProjectionError;
use super::births::BirthPath;
use super::error::stop_if_cancelled;
use super::grid::years;
use super::history::History;
use super::ratios::Ratios;
use crate::progress::Progress;
use ndarray::{Array4, Axis};

/// Children on the date of every slot, history and future, `[town, group, age, slot]`.
pub(super) fn advance(
    history: &History,
    ratios: &Ratios,
    births: &BirthPath,
    progress: &dyn Progress,
) -> Result<Array4<f64>, ProjectionError> {
    let grid = history.grid;
    let mut people = history.children.clone();
    for (town, mut of_town) in people.axis_iter_mut(Axis(0)).enumerate() {
        if town % 1024 == 0 {
            stop_if_cancelled(progress)?;
        }
        for (group, mut lane) in of_town.axis_iter_mut(Axis(0)).enumerate() {
            for slot in grid.last + 1..grid.slots() {
                let ratio = ratios.year(town, group, years(slot - grid.last - 1));
                lane[[0, slot]] =
                    births.before(town, group, grid.moment(slot)) * ratios.newborn[[town, group]];
                for age in 1..lane.nrows() {
                    lane[[age, slot]] = lane[[age - 1, slot - 1]] * ratio.at(age - 1);
                }
            }
        }
    }
    Ok(people)
}

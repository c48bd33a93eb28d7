//! The dates of the population table on the yearly grid.

use super::ProjectionError;
use super::grid::{Grid, Moment};
use super::method::{Method, Methods};
use crate::domain::{PopulationCount, Study};

/// Years before the last date from which dates are taken.
const LONGEST_HISTORY: usize = 30;

/// Dates of the population table and their slots.
pub(super) struct Calendar {
    /// Grid.
    pub grid: Grid,
    dates: Vec<(Moment, Option<usize>)>,
}

impl Calendar {
    /// Lays the dates of a study on a yearly grid.
    pub(super) fn of(study: &Study, methods: &mut Methods) -> Result<Self, ProjectionError> {
        let horizon = study.horizon;
        if horizon.outlook < horizon.first {
            return Err(ProjectionError::EmptyHorizon { first: horizon.first.0, outlook: horizon.outlook.0 });
        }
        let mut moments: Vec<_> = study.population.iter().map(|row| Moment::of_date(row.date)).collect();
        moments.sort_unstable();
        moments.dedup();
        let base = *moments.last().ok_or(ProjectionError::NoPopulation)?;
        let before =
            |moment: Moment| moment.whole_years_before(base).filter(|years| *years <= LONGEST_HISTORY);
        let last = moments.iter().filter_map(|moment| before(*moment)).max().unwrap_or(0);
        let dates: Vec<_> =
            moments.iter().map(|moment| (*moment, before(*moment).map(|years| last - years))).collect();
        let left_out = dates.iter().filter(|(_, slot)| slot.is_none()).count();
        methods.add_if(left_out > 0, Method::DatesLeftOut(left_out));
        let grid = Grid { base, last, end: last };
        let end = grid.at_or_after(Moment::of_cutoff(horizon.outlook, study.cutoff));
        Ok(Self { grid: Grid { end: end.unwrap_or(0).max(last), ..grid }, dates })
    }

    /// Slot of a row; none for a date that does not fit.
    pub(super) fn slot(&self, row: &PopulationCount) -> Option<usize> {
        let moment = Moment::of_date(row.date);
        let position = self.dates.binary_search_by_key(&moment, |(moment, _)| *moment).ok()?;
        self.dates[position].1
    }
}

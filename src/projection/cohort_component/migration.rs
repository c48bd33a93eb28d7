//! Moves into and out of the areas.

use ndarray::Array4;

/// Moves by age, each `[area, group, sex, age]` or none; what is given adds up (迁移).
///
/// Rates apply to the people present at the moment of the move (survivors, at the end of a step).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Migration {
    /// Arrivals less departures, persons a year (净迁移数).
    pub net: Option<Array4<f64>>,
    /// Arrivals less departures per person present and year (净迁移率).
    pub net_rate: Option<Array4<f64>>,
    /// Arrivals, persons a year (迁入数).
    pub arrivals: Option<Array4<f64>>,
    /// Departures per person present and year (迁出率).
    pub departure_rate: Option<Array4<f64>>,
}

/// Moves of one cell at one moment, persons.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moves {
    /// Arrivals.
    pub arrived: f64,
    /// Departures, never more than were present or arrived.
    pub left: f64,
    /// Departures that could not be made.
    pub shortfall: f64,
}

impl Migration {
    /// Arrivals at a rate per person of an outside population, such as the nation's (按外部人口计的迁入).
    #[must_use]
    pub fn arrivals_from(rate: &Array4<f64>, outside: &Array4<f64>) -> Array4<f64> {
        rate * outside
    }

    /// All figures given, with their names.
    pub(super) fn parts(&self) -> [(&'static str, Option<&Array4<f64>>); 4] {
        [
            ("net migration", self.net.as_ref()),
            ("net migration rates", self.net_rate.as_ref()),
            ("arrivals", self.arrivals.as_ref()),
            ("departure rates", self.departure_rate.as_ref()),
        ]
    }

    /// Moves of a cell with so many people present, in so many years.
    pub(super) fn of_cell(&self, cell: [usize; 4], present: f64, years: f64) -> Moves {
        let figure = |part: &Option<Array4<f64>>| part.as_ref().map_or(0.0, |figures| figures[cell] * years);
        let (net, by_rate) = (figure(&self.net), figure(&self.net_rate) * present);
        let arrived = figure(&self.arrivals) + net.max(0.0) + by_rate.max(0.0);
        let wanted = figure(&self.departure_rate) * present - net.min(0.0) - by_rate.min(0.0);
        let left = wanted.min(present + arrived);
        Moves { arrived, left, shortfall: wanted - left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(value: f64) -> Array4<f64> {
        Array4::from_elem((1, 1, 1, 1), value)
    }

    #[test]
    fn moves_of_a_cell_by_hand() {
        // 100 present, half a year: 20 net arrivals a year give 10; 8 arrive a year: 4; 10 % leave a year: 5.
        let migration = Migration {
            net: Some(one(20.0)),
            arrivals: Some(one(8.0)),
            departure_rate: Some(one(0.1)),
            net_rate: None,
        };
        let moves = migration.of_cell([0; 4], 100.0, 0.5);
        assert_eq!(moves, Moves { arrived: 14.0, left: 5.0, shortfall: 0.0 });
    }

    #[test]
    fn no_more_leave_than_there_are() {
        let migration = Migration { net: Some(one(-30.0)), arrivals: Some(one(5.0)), ..Migration::default() };
        let moves = migration.of_cell([0; 4], 10.0, 1.0);
        assert_eq!(moves, Moves { arrived: 5.0, left: 15.0, shortfall: 15.0 });
    }
}

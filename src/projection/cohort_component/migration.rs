//! Moves into and out of the areas.

use ndarray::{Array4, ArrayView1, s};

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
    /// Departures, persons a year (迁出数).
    pub departures: Option<Array4<f64>>,
    /// Departures per person present and year (迁出率).
    pub departure_rate: Option<Array4<f64>>,
    /// Moves between the areas.
    pub between: Option<Between>,
}

/// Moves between the areas, by the age attained: who leaves an area for others is shared out among them (区内迁移).
#[derive(Debug, Clone, PartialEq)]
pub struct Between {
    /// Departures for other areas per person and year, `[area, group, sex, age]`.
    pub departure_rate: Array4<f64>,
    /// Share of all these who come to an area, `[area, group, sex, age]`; adds to 1 over the areas.
    pub arrival_share: Array4<f64>,
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

/// Figures of one area, group and sex by age.
pub(super) struct Lane<'a> {
    net: Option<ArrayView1<'a, f64>>,
    net_rate: Option<ArrayView1<'a, f64>>,
    arrivals: Option<ArrayView1<'a, f64>>,
    departures: Option<ArrayView1<'a, f64>>,
    departure_rate: Option<ArrayView1<'a, f64>>,
}

impl Migration {
    /// Arrivals at a rate per person of an outside population, such as the nation's (按外部人口计的迁入).
    #[must_use]
    pub fn arrivals_from(rate: &Array4<f64>, outside: &Array4<f64>) -> Array4<f64> {
        rate * outside
    }

    /// Whether nobody moves into or out of the areas by any figure; moves between them are apart.
    pub(super) fn is_empty(&self) -> bool {
        self.parts().iter().take(5).all(|(_, part)| part.is_none())
    }

    /// All figures given, with their names.
    pub(super) fn parts(&self) -> [(&'static str, Option<&Array4<f64>>); 7] {
        [
            ("net migration", self.net.as_ref()),
            ("net migration rates", self.net_rate.as_ref()),
            ("arrivals", self.arrivals.as_ref()),
            ("departures", self.departures.as_ref()),
            ("departure rates", self.departure_rate.as_ref()),
            ("departure rates between areas", self.between.as_ref().map(|between| &between.departure_rate)),
            ("arrival shares between areas", self.between.as_ref().map(|between| &between.arrival_share)),
        ]
    }

    /// Figures of an area, group and sex.
    pub(super) fn lane(&self, at: [usize; 3]) -> Lane<'_> {
        fn of(part: Option<&Array4<f64>>, [area, group, sex]: [usize; 3]) -> Option<ArrayView1<'_, f64>> {
            part.map(|all| all.slice(s![area, group, sex, ..]))
        }
        Lane {
            net: of(self.net.as_ref(), at),
            net_rate: of(self.net_rate.as_ref(), at),
            arrivals: of(self.arrivals.as_ref(), at),
            departures: of(self.departures.as_ref(), at),
            departure_rate: of(self.departure_rate.as_ref(), at),
        }
    }
}

/// A figure of an age; 0 where none is given.
fn figure(part: Option<&ArrayView1<f64>>, age: usize) -> f64 {
    part.map_or(0.0, |figures| figures[age])
}

impl Lane<'_> {
    /// Net moves of a cell, persons a year.
    pub(super) fn net(&self, age: usize, present: f64) -> f64 {
        figure(self.net.as_ref(), age) + figure(self.net_rate.as_ref(), age) * present
    }

    /// Gross arrivals and departures of a cell in so many years, by rates alone or by numbers as well; a negative figure is
    /// a move the other way.
    pub(super) fn gross(&self, age: usize, present: f64, years: f64, numbers: bool) -> (f64, f64) {
        let number = |part: Option<&ArrayView1<f64>>| if numbers { figure(part, age) * years } else { 0.0 };
        let (arrivals, departures) = (number(self.arrivals.as_ref()), number(self.departures.as_ref()));
        let by_rate = figure(self.departure_rate.as_ref(), age) * years * present;
        let coming = arrivals.max(0.0) - departures.min(0.0) - by_rate.min(0.0);
        (coming, departures.max(0.0) + by_rate.max(0.0) - arrivals.min(0.0))
    }

    /// Moves of a cell with so many people present, in so many years.
    pub(super) fn at(&self, age: usize, present: f64, years: f64) -> Moves {
        let net = figure(self.net.as_ref(), age) * years;
        let by_rate = figure(self.net_rate.as_ref(), age) * years * present;
        let (coming, leaving) = self.gross(age, present, years, true);
        let arrived = coming + net.max(0.0) + by_rate.max(0.0);
        let wanted = leaving - net.min(0.0) - by_rate.min(0.0);
        let left = wanted.min((present + arrived).max(0.0));
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
        // 100 present, half a year: 20 net arrivals a year give 10; 8 arrive a year: 4; 10 % leave a year: 5, and 6 more: 3.
        let migration = Migration {
            net: Some(one(20.0)),
            arrivals: Some(one(8.0)),
            departures: Some(one(6.0)),
            departure_rate: Some(one(0.1)),
            ..Migration::default()
        };
        let moves = migration.lane([0; 3]).at(0, 100.0, 0.5);
        assert_eq!(moves, Moves { arrived: 14.0, left: 8.0, shortfall: 0.0 });
    }

    #[test]
    fn no_more_leave_than_there_are() {
        let migration = Migration { net: Some(one(-30.0)), arrivals: Some(one(5.0)), ..Migration::default() };
        let moves = migration.lane([0; 3]).at(0, 10.0, 1.0);
        assert_eq!(moves, Moves { arrived: 5.0, left: 15.0, shortfall: 15.0 });
    }
}

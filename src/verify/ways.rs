//! Ways to school, by own code.

use super::case::Case;
use crate::domain::{Schooling, TravelLimit};
use std::collections::HashMap;

/// A way between two towns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Way {
    pub(super) km: f64,
    pub(super) minutes: Option<f64>,
    pub(super) yuan: f64,
}

/// Every way of a study.
pub(super) struct Ways<'a> {
    case: &'a Case<'a>,
    listed: HashMap<(usize, usize), Way>,
}

impl<'a> Ways<'a> {
    pub(super) fn new(case: &'a Case) -> Self {
        let listed = case.study.distances.iter().map(|one| {
            let way = Way { km: one.travel.km, minutes: one.travel.minutes, yuan: one.travel.yuan };
            ((one.from.0, one.to.0), way)
        });
        Self { case, listed: listed.collect() }
    }

    /// The way, if there is one: as listed; none at all within a town; else in a straight line times the detour where no way
    /// is listed in the whole study.
    pub(super) fn way(&self, from: usize, to: usize) -> Option<Way> {
        if let Some(way) = self.listed.get(&(from, to)) {
            return Some(*way);
        }
        if from == to {
            return Some(Way { km: 0.0, minutes: Some(0.0), yuan: 0.0 });
        }
        let towns = &self.case.study.towns;
        let (start, end) = (towns[from].position?, towns[to].position?);
        let km = self.listed.is_empty().then(|| arc_km(start, end) * self.case.study.cost.detour)?;
        Some(Way { km, minutes: None, yuan: 0.0 })
    }

    /// Whether children of a stage may go that way.
    pub(super) fn allowed(&self, stage: usize, from: usize, to: usize) -> bool {
        let Some(way) = self.way(from, to) else { return false };
        let stage = &self.case.study.stages[stage];
        let at_home = self.case.county_of(from) == self.case.county_of(to);
        let abroad = stage.schooling == Schooling::Anywhere && keeps(&stage.across_limit, &way);
        from == to || (keeps(&stage.travel_limit, &way) && (at_home || abroad))
    }
}

fn keeps(limit: &TravelLimit, way: &Way) -> bool {
    let km = limit.km.is_none_or(|most| way.km <= most + 1e-9);
    km && limit.minutes.is_none_or(|most| way.minutes.is_some_and(|minutes| minutes <= most))
}

/// Length of the great circle between two points of (longitude, latitude), by the angle between their directions.
fn arc_km(from: (f64, f64), to: (f64, f64)) -> f64 {
    let direction = |(longitude, latitude): (f64, f64)| {
        let (longitude, latitude) = (longitude.to_radians(), latitude.to_radians());
        [latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin()]
    };
    let (one, other) = (direction(from), direction(to));
    let cross = [
        one[1] * other[2] - one[2] * other[1],
        one[2] * other[0] - one[0] * other[2],
        one[0] * other[1] - one[1] * other[0],
    ];
    let sine = cross.iter().map(|part| part * part).sum::<f64>().sqrt();
    let cosine: f64 = one.iter().zip(&other).map(|(one, other)| one * other).sum();
    6371.0088 * sine.atan2(cosine)
}

#[cfg(test)]
mod tests {
    use super::arc_km;

    #[test]
    fn a_quarter_of_the_equator() {
        // A quarter of 2π · 6371.0088 km is 10,007.557 km.
        assert!((arc_km((0.0, 0.0), (90.0, 0.0)) - 10_007.557).abs() < 0.001);
        assert!(arc_km((121.0, 28.0), (121.0, 28.0)).abs() < 1e-9);
    }
}

//! From the school that pupils leave to the one that they join: between towns of a county (毕业生去向).
//!
//! Only counts are known, not who went where. The least movement that explains them is taken: the leavers of a town join the
//! schools of the town as far as those take them; what is left over joins the other towns of the county in proportion to what
//! those take beyond their own leavers; the rest leaves the county, or comes from outside.

use super::Lanes;

/// Origin–destination shares of leavers, by town: `intake[j] = own[j]·L[j] + to[j]·Σ_i out[i]·L[i] + outside[j]·Σ_i L[i]`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Transfer {
    /// Share of a town's leavers who join a school there.
    own: Vec<f64>,
    /// Share of a town's leavers who go elsewhere.
    out: Vec<f64>,
    /// Of those of a county who go elsewhere, the share who join a town; these add to 1 less the share who leave the county.
    to: Vec<f64>,
    /// Pupils from outside the county, per leaver of the county.
    outside: Vec<f64>,
    /// Whether anybody left a school in the county, `[county]`.
    known: Vec<bool>,
}

/// Sums by county of figures by town.
fn by_county(lanes: &Lanes, of: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut sums = vec![0.0; lanes.counties];
    for (town, county) in lanes.county.iter().enumerate() {
        sums[*county] += of(town);
    }
    sums
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

impl Transfer {
    /// From pooled leavers and joiners of the years after, by town.
    pub(super) fn of(lanes: &Lanes, leavers: &[f64], joiners: &[f64]) -> Self {
        let surplus = |town: usize| (leavers[town] - joiners[town]).max(0.0);
        let deficit = |town: usize| (joiners[town] - leavers[town]).max(0.0);
        let (surpluses, deficits) = (by_county(lanes, surplus), by_county(lanes, deficit));
        let all = by_county(lanes, |town| leavers[town]);
        let of_county = |town: usize| lanes.county[town];
        let towns = 0..lanes.county.len();
        let each = |of: &dyn Fn(usize) -> f64| towns.clone().map(of).collect::<Vec<f64>>();
        Self {
            own: each(&|town| share(leavers[town].min(joiners[town]), leavers[town])),
            out: each(&|town| share(surplus(town), leavers[town])),
            to: each(&|town| share(deficit(town), surpluses[of_county(town)].max(deficits[of_county(town)]))),
            outside: each(&|town| {
                let (missing, wanted) = (surpluses[of_county(town)], deficits[of_county(town)]);
                let uncovered = (1.0 - share(missing, wanted)).max(0.0);
                share(deficit(town) * uncovered, all[of_county(town)])
            }),
            known: all.iter().map(|leavers| *leavers > 0.0).collect(),
        }
    }

    /// Whether the leavers of a county tell who joins.
    pub(super) fn known(&self, county: usize) -> bool {
        self.known[county]
    }

    /// Pupils who join the schools of every town, from its year's leavers.
    pub(super) fn intake(&self, lanes: &Lanes, leavers: &[f64]) -> Vec<f64> {
        let moving = by_county(lanes, |town| self.out[town] * leavers[town]);
        let all = by_county(lanes, |town| leavers[town]);
        let of = |(town, county): (usize, &usize)| {
            self.own[town] * leavers[town]
                + self.to[town] * moving[*county]
                + self.outside[town] * all[*county]
        };
        lanes.county.iter().enumerate().map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lanes(county: &[usize]) -> Lanes {
        let counties = county.iter().max().map_or(0, |last| last + 1);
        Lanes { town: Vec::new(), county: county.to_vec(), counties, window: 3 }
    }

    #[test]
    fn least_movement_by_hand() {
        // One county. Town 0: 100 leave, 60 join there. Town 1: 50 leave, 80 join. Town 2: 30 leave, none join (no school).
        // 40 + 30 = 70 look for a school elsewhere, town 1 takes 30 of them; 40 leave the county: 40/70 of those who move.
        let lanes = lanes(&[0, 0, 0]);
        let transfer = Transfer::of(&lanes, &[100.0, 50.0, 30.0], &[60.0, 80.0, 0.0]);
        let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
        let intake = transfer.intake(&lanes, &[100.0, 50.0, 30.0]);
        near(intake[0], 60.0);
        near(intake[1], 80.0);
        near(intake[2], 0.0);
        // Next year 200, 50, 30 leave: 120 stay in town 0; 80 + 30 move, 30/70 of them to town 1: 50 + 330/7.
        let later = transfer.intake(&lanes, &[200.0, 50.0, 30.0]);
        near(later[0], 120.0);
        near(later[1], 50.0 + 330.0 / 7.0);
    }

    #[test]
    fn a_county_that_takes_in_more_than_leave() {
        // 100 leave, 130 join: 30 come from outside, 0.3 for every leaver. The other county is not touched.
        let lanes = lanes(&[0, 1]);
        let transfer = Transfer::of(&lanes, &[100.0, 0.0], &[130.0, 20.0]);
        let intake = transfer.intake(&lanes, &[50.0, 0.0]);
        assert!((intake[0] - 65.0).abs() < 1e-12);
        assert!(!transfer.known(1) && transfer.known(0));
    }
}

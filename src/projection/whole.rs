//! Whole children from real-valued ones, with sums kept (保和取整).

use super::Projection;
use ndarray::{ArrayViewMut1, Axis};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

impl Projection {
    /// Rounds children, children needing a place, and pupils to whole numbers. Every cell takes one of its two neighbouring
    /// whole numbers, and the sum over all towns (or schools) of a group, age or stage, and year is its rounded sum; towns of
    /// a county stand together in the list, so that sums of counties are kept within one child as well. The same seed gives
    /// the same children.
    #[must_use]
    pub fn whole(&self, seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut of = self.clone();
        for lane in of.children.counts.lanes_mut(Axis(0)) {
            round(lane, &mut random);
        }
        for lane in of.rolls.demand.lanes_mut(Axis(0)) {
            round(lane, &mut random);
        }
        if let Some(grades) = &mut of.grades {
            for lane in grades.pupils.lanes_mut(Axis(0)) {
                round(lane, &mut random);
            }
        }
        of
    }
}

/// Cuts the running sum, moved by a drawn offset, at whole numbers; what is not a number stays so.
fn round(mut lane: ArrayViewMut1<f64>, random: &mut ChaCha8Rng) {
    let total: f64 = lane.iter().filter(|value| value.is_finite()).sum();
    let (whole, rest) = (total.round(), 1.0 - (total - total.floor()));
    // Offsets that let the last cut fall on the rounded sum.
    let (from, to) = if whole > total { (rest, 1.0) } else { (0.0, rest.min(1.0)) };
    let offset = from + (to - from) * random.random_range(0.001..0.999);
    let (mut so_far, mut given) = (0.0, 0.0_f64);
    for value in lane.iter_mut().filter(|value| value.is_finite()) {
        so_far += *value;
        let upto = (so_far + offset).floor().max(given);
        *value = upto - given;
        given = upto;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array1;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_are_kept_and_cells_are_neighbours(
            values in proptest::collection::vec(0.0..50.0_f64, 1..40),
            seed in 0_u64..1000,
        ) {
            let mut rounded = Array1::from_vec(values.clone());
            round(rounded.view_mut(), &mut ChaCha8Rng::seed_from_u64(seed));
            let total: f64 = values.iter().sum();
            prop_assert!((rounded.sum() - total.round()).abs() < 1e-6, "{} {total}", rounded.sum());
            for (whole, value) in rounded.iter().zip(&values) {
                prop_assert!((whole - whole.round()).abs() < 1e-9 && (whole - value).abs() < 1.0 + 1e-6);
            }
            let mut again = Array1::from_vec(values);
            round(again.view_mut(), &mut ChaCha8Rng::seed_from_u64(seed));
            prop_assert_eq!(again, rounded);
        }
    }

    #[test]
    fn unknown_cells_stay_unknown() {
        let mut lane = Array1::from_vec(vec![1.5, f64::NAN, 1.5]);
        round(lane.view_mut(), &mut ChaCha8Rng::seed_from_u64(1));
        assert!(lane[1].is_nan());
        assert!((lane[0] + lane[2] - 3.0).abs() < 1e-9);
    }
}

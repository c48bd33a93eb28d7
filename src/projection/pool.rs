//! Pooled steps of cohorts: how many were of an age, and how many of the age above a year later.

use ndarray::{Array2, ArrayView3};

/// Least and greatest cohort ratio.
pub(super) const AGEING_LIMITS: (f64, f64) = (0.5, 2.0);

/// Pooled numerators and denominators, `[row, age]`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pool {
    /// People of the age above, at the ends of the steps.
    pub ended: Array2<f64>,
    /// People of the age, at their beginnings.
    pub began: Array2<f64>,
}

impl Pool {
    /// Sums over the last steps of the window: people by `[row, age, slot]`, known from a slot on.
    pub(super) fn of(
        people: &ArrayView3<f64>,
        first: impl Fn(usize) -> Option<usize>,
        last: usize,
        window: u32,
    ) -> Self {
        let window = usize::try_from(window.max(1)).unwrap_or(usize::MAX);
        Self::weighted(people, first, last, |since| if since < window { 1.0 } else { 0.0 })
    }

    /// Sums over all steps, each weighing less than the next later one.
    pub(super) fn faded(
        people: &ArrayView3<f64>,
        first: impl Fn(usize) -> Option<usize>,
        last: usize,
        fading: f64,
    ) -> Self {
        let weights: Vec<f64> =
            std::iter::successors(Some(1.0), |of| Some(of * fading)).take(last + 1).collect();
        Self::weighted(people, first, last, |since| weights[since])
    }

    /// Sums with a weight by the steps since.
    fn weighted(
        people: &ArrayView3<f64>,
        first: impl Fn(usize) -> Option<usize>,
        last: usize,
        weight: impl Fn(usize) -> f64,
    ) -> Self {
        let (rows, ages, _) = people.dim();
        let steps = ages.saturating_sub(1);
        let mut pool = Self { ended: Array2::zeros((rows, steps)), began: Array2::zeros((rows, steps)) };
        for (row, lane) in people.outer_iter().enumerate() {
            let Some(first) = first(row) else { continue };
            for slot in first + 1..=last {
                let weight = weight(last - slot);
                if weight <= 0.0 {
                    continue;
                }
                for age in 0..steps {
                    pool.ended[[row, age]] += weight * lane[[age + 1, slot]];
                    pool.began[[row, age]] += weight * lane[[age, slot - 1]];
                }
            }
        }
        pool
    }

    /// Sums rows that have the same parent.
    pub(super) fn merged(&self, parents: usize, parent: impl Fn(usize) -> usize) -> Self {
        let steps = self.ended.ncols();
        let mut merged =
            Self { ended: Array2::zeros((parents, steps)), began: Array2::zeros((parents, steps)) };
        for row in 0..self.ended.nrows() {
            let mut ended = merged.ended.row_mut(parent(row));
            ended += &self.ended.row(row);
            let mut began = merged.began.row_mut(parent(row));
            began += &self.began.row(row);
        }
        merged
    }

    /// `r = (ended + κ·prior) / (began + κ)`, within limits; the prior where nobody began.
    pub(super) fn shrunk(
        &self,
        weight: f64,
        limits: (f64, f64),
        prior: impl Fn(usize, usize) -> f64,
    ) -> Array2<f64> {
        Array2::from_shape_fn(self.ended.dim(), |(row, age)| {
            let (prior, began) = (prior(row, age), self.began[[row, age]] + weight);
            let ratio = if began > 0.0 { (self.ended[[row, age]] + weight * prior) / began } else { prior };
            ratio.clamp(limits.0, limits.1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn ratios_are_shrunk_by_hand() {
        // Town A: 100 of age 0 become 130; town B: 900 become 900. County: 1030/1000 = 1.03.
        // κ = 200: A = (130 + 206)/(100 + 200) = 1.12; B = (900 + 206)/(900 + 200) = 1.0054545…
        let people = array![[[100.0, 0.0], [0.0, 130.0]], [[900.0, 0.0], [0.0, 900.0]]];
        let pool = Pool::of(&people.view(), |_| Some(0), 1, 5);
        let county = pool.merged(1, |_| 0).shrunk(0.0, AGEING_LIMITS, |_, _| 1.0);
        let towns = pool.shrunk(200.0, AGEING_LIMITS, |_, age| county[[0, age]]);
        assert!((towns[[0, 0]] - 1.12).abs() < 1e-12);
        assert!((towns[[1, 0]] - 1106.0 / 1100.0).abs() < 1e-12);
    }

    #[test]
    fn only_the_window_counts_and_limits_hold() {
        // Steps 10→40, 10→10; a window of one takes the second only. Clipped at 2 for the first alone.
        let people = array![[[10.0, 10.0, 0.0], [0.0, 40.0, 10.0]]];
        let ratio = |last, window| {
            Pool::of(&people.view(), |_| Some(0), last, window).shrunk(0.0, AGEING_LIMITS, |_, _| 1.0)[[0, 0]]
        };
        assert!((ratio(2, 1) - 1.0).abs() < 1e-12);
        assert!((ratio(1, 5) - 2.0).abs() < 1e-12);
        assert!((ratio(2, 5) - 2.0).abs() < 1e-12);
    }
}

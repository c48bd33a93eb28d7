//! Seeded draws that stay local (种子随机数).
//!
//! Every place in the generator makes its own stream from the seed, a topic and the number of the thing it draws for
//! (a town, a county). A change to one town's draws therefore leaves all others as they were.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// A stream of draws (随机数流).
#[derive(Debug, Clone)]
pub struct Draw(ChaCha8Rng);

impl Draw {
    /// The stream of a topic and an index under a seed.
    #[must_use]
    pub fn new(seed: u64, topic: &str, index: usize) -> Self {
        let bytes = topic.bytes().chain((index as u64).to_le_bytes()).chain(seed.to_le_bytes());
        let key = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self(ChaCha8Rng::seed_from_u64(key))
    }

    /// Uniform between 0 (included) and 1 (excluded).
    pub fn unit(&mut self) -> f64 {
        self.0.random::<f64>()
    }

    /// Uniform between two values.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Normal with mean 0 and standard deviation 1.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// A factor around 1, log-normal with that spread, cut at three spreads.
    pub fn factor(&mut self, spread: f64) -> f64 {
        (spread * self.normal().clamp(-3.0, 3.0)).exp()
    }

    /// Yes with that probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// The index of one weight, drawn in proportion; 0 if all are zero.
    pub fn pick(&mut self, weights: &[f64]) -> usize {
        let mut rest = self.unit() * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            rest -= weight;
            if rest < 0.0 && *weight > 0.0 {
                return index;
            }
        }
        weights.iter().rposition(|weight| *weight > 0.0).unwrap_or(0)
    }

    /// One of the values, drawn by weight; the values must not be empty.
    pub fn choose<T: Copy>(&mut self, values: &[(T, f64)], otherwise: T) -> T {
        let weights: Vec<f64> = values.iter().map(|value| value.1).collect();
        values.get(self.pick(&weights)).map_or(otherwise, |value| value.0)
    }
}

/// Things that are drawn by weight and may be taken out one by one (按权抽取): each draw takes the logarithm of their number, by sums
/// of stretches whose lengths are powers of two (Fenwick).
#[derive(Debug, Clone)]
pub struct Weights {
    /// Weight of every thing; 0 for one that was taken out.
    each: Vec<f64>,
    /// At `end` the sum of the weights from `end` less its lowest set bit up to `end`.
    sums: Vec<f64>,
    left: usize,
}

impl Weights {
    /// Things with weights that are not negative.
    #[must_use]
    pub fn new(weights: Vec<f64>) -> Self {
        let mut sums = vec![0.0; weights.len() + 1];
        sums[1..].copy_from_slice(&weights);
        for end in 1..sums.len() {
            if let Some(above) = Some(end + lowest_bit(end)).filter(|above| *above < sums.len()) {
                sums[above] += sums[end];
            }
        }
        let left = weights.iter().filter(|weight| **weight > 0.0).count();
        Self { each: weights, sums, left }
    }

    /// Whether nothing with a weight is left.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.left == 0
    }

    /// The place of one, drawn in proportion as by [`Draw::pick`]; 0 if nothing is left.
    pub fn pick(&self, draw: &mut Draw) -> usize {
        let mut rest = draw.unit() * self.before(self.each.len());
        let (mut place, mut step) = (0, self.sums.len().next_power_of_two());
        while step > 0 {
            if let Some(sum) = self.sums.get(place + step).filter(|sum| **sum <= rest) {
                (place, rest) = (place + step, rest - sum);
            }
            step /= 2;
        }
        // What was taken out may leave a remainder of rounding.
        let weighs = |weight: &f64| *weight > 0.0;
        let found = self.each.get(place..).and_then(|after| after.iter().position(weighs));
        found.map_or_else(|| self.each.iter().rposition(weighs).unwrap_or(0), |after| place + after)
    }

    /// Takes one out.
    pub fn take_out(&mut self, place: usize) {
        let weight = std::mem::take(&mut self.each[place]);
        self.left -= usize::from(weight > 0.0);
        let mut end = place + 1;
        while let Some(sum) = self.sums.get_mut(end) {
            *sum -= weight;
            end += lowest_bit(end);
        }
    }

    /// Sum of the weights before a place.
    fn before(&self, place: usize) -> f64 {
        let ends = std::iter::successors(Some(place), |end| (*end > 0).then(|| end - lowest_bit(*end)));
        ends.take_while(|end| *end > 0).map(|end| self.sums[end]).sum()
    }
}

/// The lowest set bit of a number above 0.
const fn lowest_bit(number: usize) -> usize {
    1 << number.trailing_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_drawn_like_a_plain_list_and_end() {
        let mut plain: Vec<f64> = (0..300).map(|place| [0.0, 1.0, 1.6, 0.25][place % 4]).collect();
        let mut weights = Weights::new(plain.clone());
        for round in 0..225 {
            assert!(!weights.is_empty());
            let place = weights.pick(&mut Draw::new(1, "weights", round));
            assert_eq!(place, Draw::new(1, "weights", round).pick(&plain), "round {round}");
            assert!(plain[place] > 0.0);
            weights.take_out(place);
            plain[place] = 0.0;
        }
        assert!(weights.is_empty());
        assert_eq!(weights.pick(&mut Draw::new(1, "weights", 0)), 0);
    }
}

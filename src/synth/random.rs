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

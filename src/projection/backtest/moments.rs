//! How much small towns should lend from their county: the weight κ by the method of moments.

use super::super::history::History;
use ndarray::Axis;

/// Least and greatest weight, children.
const LIMITS: (f64, f64) = (50.0, 2_000.0);

/// Steps over which towns are compared.
const STEPS: usize = 5;

/// `κ = σ²/τ²`: the yearly noise of a child's ratio over the lasting spread between towns (收缩权重), children; ages pooled.
///
/// With ratio r of a step, weight b its children at the beginning, `σ² = Σ b·(r − r̄[i])² / Σ(K−1)` within towns and
/// `τ² = (Σ B[i]·(r̄[i] − r̄)² − (n−1)·σ²) / (B − ΣB[i]²/B)` between them.
pub(super) fn weight_by_moments(history: &History) -> f64 {
    let mut sums = Moments::default();
    let last = history.grid.last;
    let people = history.children.sum_axis(Axis(1));
    for age in 0..history.oldest() {
        let mut towns = Vec::new();
        for (town, lane) in people.outer_iter().enumerate() {
            let Some(first) = history.first[town] else { continue };
            let steps = (first + 1).max((last + 1).saturating_sub(STEPS))..=last;
            let pairs: Vec<_> = steps.map(|slot| (lane[[age, slot - 1]], lane[[age + 1, slot]])).collect();
            towns.extend(Town::of(&pairs));
        }
        sums.add(&towns);
    }
    sums.weight()
}

/// A town's steps at an age.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Town {
    began: f64,
    ratio: f64,
    within: f64,
    freedom: f64,
}

impl Town {
    fn of(pairs: &[(f64, f64)]) -> Option<Self> {
        let pairs: Vec<_> = pairs.iter().filter(|pair| pair.0 > 0.0).collect();
        let began: f64 = pairs.iter().map(|pair| pair.0).sum();
        let ratio = pairs.iter().map(|pair| pair.1).sum::<f64>() / began;
        let within = pairs.iter().map(|pair| pair.0 * (pair.1 / pair.0 - ratio).powi(2)).sum();
        let freedom = pairs.iter().map(|_| 1.0).sum::<f64>() - 1.0;
        (freedom >= 1.0).then_some(Self { began, ratio, within, freedom })
    }
}

/// Sums over ages.
#[derive(Debug, Clone, Copy, Default)]
struct Moments {
    within: f64,
    freedom: f64,
    between: f64,
    towns: f64,
    spread: f64,
}

impl Moments {
    fn add(&mut self, towns: &[Town]) {
        let began: f64 = towns.iter().map(|town| town.began).sum();
        if towns.len() < 2 || began <= 0.0 {
            return;
        }
        let mean = towns.iter().map(|town| town.began * town.ratio).sum::<f64>() / began;
        self.within += towns.iter().map(|town| town.within).sum::<f64>();
        self.freedom += towns.iter().map(|town| town.freedom).sum::<f64>();
        self.between += towns.iter().map(|town| town.began * (town.ratio - mean).powi(2)).sum::<f64>();
        self.towns += towns.iter().map(|_| 1.0).sum::<f64>() - 1.0;
        self.spread += began - towns.iter().map(|town| town.began.powi(2)).sum::<f64>() / began;
    }

    fn weight(&self) -> f64 {
        if self.freedom <= 0.0 || self.spread <= 0.0 {
            return LIMITS.1;
        }
        let noise = self.within / self.freedom;
        let lasting = (self.between - self.towns * noise) / self.spread;
        if lasting > 0.0 { (noise / lasting).clamp(LIMITS.0, LIMITS.1) } else { LIMITS.1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_by_hand() {
        // Two towns of 100 children, ratios 1.1 and 1.3, then 0.9 and 0.7: means 1.2 and 0.8, deviations 0.1.
        // σ² = (2·100·0.01 + 2·100·0.01)/2 = 2; between = 200·0.04·2 = 16; τ² = (16 − 2)/(400 − 200) = 0.07; κ = 28.57.
        let towns = [Town::of(&[(100.0, 110.0), (100.0, 130.0)]), Town::of(&[(100.0, 90.0), (100.0, 70.0)])];
        let mut sums = Moments::default();
        sums.add(&towns.into_iter().flatten().collect::<Vec<_>>());
        assert!((sums.within / sums.freedom - 2.0).abs() < 1e-9);
        assert!((sums.between - 16.0).abs() < 1e-9);
        assert!((sums.weight() - 50.0).abs() < 1e-9, "kept within the limits");
        assert!((Moments { towns: 10.0, ..sums }.weight() - 2000.0).abs() < 1e-9, "no lasting spread");
        assert_eq!(Town::of(&[(100.0, 110.0)]), None);
    }
}

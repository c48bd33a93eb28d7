//! How a town's own error depends on its size, estimated from the study's own past.
//!
//! `σ²(N) = β·c(N) + α·l` with the stated variance of small numbers `c`, which falls as 1/N, and the stated lasting one `l`, which
//! does not. Where those who come and go are many `β` is large, where towns drift apart `α` is. Both are fitted to the squares of past
//! errors by stage and years ahead (weighted least squares, weights `1/σ⁴`, as for squares of normal errors), and lean on what is expected.

use super::spread::Spread;
use crate::projection::quantile::number;
use ndarray::Array2;

/// Own errors that what is expected beforehand counts for: as many as one window of so many towns tells.
const EXPECTED_ERRORS: f64 = 20.0;

/// How much of what is expected of a horizon comes from the horizon before; the rest is the stated spread.
const FROM_BEFORE: f64 = 0.5;

/// Least multiple of a stated variance.
const LEAST: f64 = 0.05;

/// Rounds of the fit.
const ROUNDS: usize = 15;

/// Multiples of the stated variances of small numbers and of lasting errors (误差随规模的变化).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Multiples {
    /// `β`.
    pub chance: f64,
    /// `α`.
    pub lasting: f64,
}

impl Multiples {
    /// The stated spread itself.
    pub(super) const STATED: Self = Self { chance: 1.0, lasting: 1.0 };

    /// Variance of what a town does not share with the whole study.
    pub(super) fn own(self, spread: Spread) -> f64 {
        let Parts { chance, lasting } = Parts::of(spread);
        self.chance * chance + self.lasting * lasting
    }

    /// Variance of what it does not share with its county either.
    pub(super) fn town(self, spread: Spread) -> f64 {
        self.chance * spread.chance.powi(2) + self.lasting * spread.lasting.powi(2)
    }
}

/// Stated variances of a town's own error.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Parts {
    chance: f64,
    lasting: f64,
}

impl Parts {
    fn of(spread: Spread) -> Self {
        Self { chance: spread.chance.powi(2), lasting: spread.county.powi(2) + spread.lasting.powi(2) }
    }
}

/// Multiples by stage and years ahead, `[stage, horizon − 1]`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Law(Array2<Multiples>);

/// Past own errors of a stage and horizon (误差样本).
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sample {
    /// Squares of the errors, and the stated spread of each.
    pub squares: Vec<(f64, Spread)>,
    /// Origins that they come from.
    pub origins: usize,
}

impl Law {
    /// From the past errors of every stage and horizon.
    pub(super) fn of(samples: &Array2<Sample>) -> Self {
        let mut law = Array2::from_elem(samples.dim(), Multiples::STATED);
        for (stage, lane) in samples.outer_iter().enumerate() {
            let mut expected = Multiples::STATED;
            for (at, sample) in lane.iter().enumerate() {
                let found = sample.fitted(at + 1, expected);
                law[[stage, at]] = found;
                let next = |multiple: f64| FROM_BEFORE * multiple + 1.0 - FROM_BEFORE;
                expected = Multiples { chance: next(found.chance), lasting: next(found.lasting) };
            }
        }
        Self(law)
    }

    /// Multiples of a stage at a position of the horizons.
    pub(super) fn at(&self, stage: usize, at: usize) -> Multiples {
        self.0[[stage, at]]
    }
}

impl Sample {
    /// Fits the multiples; windows of a horizon that overlap count as one.
    fn fitted(&self, horizon: usize, expected: Multiples) -> Multiples {
        if self.squares.is_empty() {
            return expected;
        }
        let windows = number(self.origins + horizon - 1) / number(horizon);
        let errors = number(self.squares.len()) / number(self.origins) * windows;
        let lean = EXPECTED_ERRORS / errors;
        let parts: Vec<(f64, Parts)> =
            self.squares.iter().map(|(square, spread)| (*square, Parts::of(*spread))).collect();
        (0..ROUNDS).fold(expected, |found, _| fit(&parts, found, expected, lean))
    }
}

/// One round: `Σ w·(e² − β·c − α·l)²` with the weights of the round before, and squares of the differences from what is expected,
/// each as heavy as so much of the sample.
fn fit(parts: &[(f64, Parts)], before: Multiples, expected: Multiples, lean: f64) -> Multiples {
    let (mut chance, mut lasting, mut both) = (0.0, 0.0, 0.0);
    let (mut of_chance, mut of_lasting) = (0.0, 0.0);
    for (square, part) in parts {
        let variance = before.chance * part.chance + before.lasting * part.lasting;
        let weight = 1.0 / variance.powi(2).max(f64::MIN_POSITIVE);
        chance += weight * part.chance.powi(2);
        lasting += weight * part.lasting.powi(2);
        both += weight * part.chance * part.lasting;
        of_chance += weight * part.chance * square;
        of_lasting += weight * part.lasting * square;
    }
    of_chance += lean * chance * expected.chance;
    of_lasting += lean * lasting * expected.lasting;
    chance *= 1.0 + lean;
    lasting *= 1.0 + lean;
    let determinant = chance * lasting - both.powi(2);
    let found = Multiples {
        chance: (of_chance * lasting - of_lasting * both) / determinant,
        lasting: (of_lasting * chance - of_chance * both) / determinant,
    };
    if !(found.chance.is_finite() && found.lasting.is_finite()) {
        before
    } else if found.chance < LEAST {
        Multiples { chance: LEAST, lasting: ((of_lasting - both * LEAST) / lasting).max(LEAST) }
    } else if found.lasting < LEAST {
        Multiples { chance: ((of_chance - both * LEAST) / chance).max(LEAST), lasting: LEAST }
    } else {
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(children: f64) -> Spread {
        Spread::of(children, (6, 11), 5.0)
    }

    /// Towns of five sizes whose squares follow a law exactly.
    fn sample(law: Multiples, towns: usize, origins: usize) -> Sample {
        let sizes = [50.0, 200.0, 800.0, 3_000.0, 12_000.0];
        let of = |town: usize| spread(sizes[town % sizes.len()]);
        let squares = (0..towns * origins).map(|town| (law.own(of(town)), of(town))).collect();
        Sample { squares, origins }
    }

    #[test]
    fn a_law_is_found_again() {
        let law = Multiples { chance: 2.0, lasting: 0.25 };
        let found = sample(law, 10_000, 20).fitted(5, Multiples::STATED);
        assert!((found.chance / 2.0 - 1.0).abs() < 0.01, "{found:?}");
        assert!((found.lasting / 0.25 - 1.0).abs() < 0.05, "{found:?}");
    }

    #[test]
    fn few_errors_lean_on_what_is_expected() {
        // Five towns of one size and one origin, each error twice the stated: c = l = v, weights 1/v². With lean 20/5 = 4 and multiples m alike,
        // Σ w·(4v − 2mv)·v = 5·(4 − 2m) against 4·5·(m − 1): 4 − 2m + 4 − 4m = 0, m = 4/3, so that the variance is 8/3 of the stated c.
        let one = Spread { study: 0.01, county: 0.0, chance: 0.1, lasting: 0.1 };
        let sample = Sample { squares: vec![(0.04, one); 5], origins: 1 };
        let found = sample.fitted(1, Multiples::STATED);
        assert!(
            (found.chance - 4.0 / 3.0).abs() < 1e-9 && (found.lasting - 4.0 / 3.0).abs() < 1e-9,
            "{found:?}"
        );
        assert_eq!(Sample::default().fitted(3, found), found, "nothing is known");
    }

    #[test]
    fn no_multiple_falls_to_nothing() {
        let sample = sample(Multiples { chance: 0.0, lasting: 1.0 }, 1_000, 20);
        let found = sample.fitted(5, Multiples::STATED);
        assert!((found.chance - LEAST).abs() < 1e-12 && (0.8..=1.0).contains(&found.lasting), "{found:?}");
    }
}

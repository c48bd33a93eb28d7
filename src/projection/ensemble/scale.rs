//! How large past errors are by stage and years ahead, where few independent windows of the past are known.

use crate::projection::quantile::number;
use ndarray::Array2;

/// Independent past windows that what is expected beforehand counts for.
const EXPECTED_WINDOWS: f64 = 3.0;

/// How much of what is expected of a horizon comes from the horizon before; the rest is the stated spread.
const FROM_BEFORE: f64 = 0.7;

/// Mean squares of errors in units of a stated spread (误差的尺度), `[stage, horizon − 1]`.
///
/// `v[h] = (n·m[h] + 3·e[h]) / (n + 3)` with the measured mean square `m`, from so many origins `n = (origins + h − 1) / h` windows
/// that do not overlap, and `e[h] = 0.7·v[h−1] + 0.3` expected of it: a long horizon of which the past holds one window or none
/// leans on the shorter ones and on the stated spread.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scale {
    /// `v`.
    pub square: Array2<f64>,
    /// Factor on measured errors, `√(v/m)`, at least 1.
    pub widening: Array2<f64>,
    /// Windows behind `v`, expected ones included.
    pub freedom: Array2<f64>,
}

impl Scale {
    /// From the mean squares of every origin, not a number where unknown.
    pub(super) fn of(origins: &[Array2<f64>], shape: (usize, usize)) -> Self {
        let mut scale = Self {
            square: Array2::ones(shape),
            widening: Array2::ones(shape),
            freedom: Array2::from_elem(shape, EXPECTED_WINDOWS),
        };
        for stage in 0..shape.0 {
            let (mut expected, mut widening) = (1.0, 1.0);
            for at in 0..shape.1 {
                let squares = origins.iter().map(|origin| origin[[stage, at]]);
                let known: Vec<f64> = squares.filter(|square| square.is_finite()).collect();
                if known.is_empty() {
                    scale.square[[stage, at]] = expected;
                } else {
                    let measured = known.iter().sum::<f64>() / number(known.len());
                    let windows = number(known.len() + at) / number(at + 1);
                    scale.freedom[[stage, at]] = windows + EXPECTED_WINDOWS;
                    let square =
                        (windows * measured + EXPECTED_WINDOWS * expected) / (windows + EXPECTED_WINDOWS);
                    widening = if measured > 0.0 { (square / measured).sqrt().max(1.0) } else { 1.0 };
                    scale.square[[stage, at]] = square;
                    expected = FROM_BEFORE * square + 1.0 - FROM_BEFORE;
                }
                scale.widening[[stage, at]] = widening;
            }
        }
        scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_windows_lean_on_what_is_expected() {
        // Six origins, errors of half the stated spread: m = 1/4. One year ahead: 6 windows, v = (1.5 + 3)/9 = 1/2. Expected two years
        // ahead: 0.7·½ + 0.3 = 0.65; 3.5 windows: v = (0.875 + 1.95)/6.5. Three years ahead nothing is known.
        let origin = ndarray::array![[0.25, 0.25, f64::NAN]];
        let scale = Scale::of(&vec![origin; 6], (1, 3));
        let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
        near(scale.square[[0, 0]], 0.5);
        near(scale.widening[[0, 0]], 2.0_f64.sqrt());
        let second = 2.825 / 6.5;
        near(scale.square[[0, 1]], second);
        near(scale.widening[[0, 2]], (second * 4.0).sqrt());
        near(scale.square[[0, 2]], 0.7 * second + 0.3);
        near(scale.freedom[[0, 2]], 3.0);
    }
}

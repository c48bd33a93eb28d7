//! Mixed-integer rounding (混合整数取整) of a row `Σ a_j·x_j + s ≥ b`, whole numbers `x_j` of at least 0, `s ≥ 0`:
//! `Σ (⌊a_j/δ⌋ + min(1, φ_j/φ))·x_j + s/(δ·φ) ≥ ⌈b/δ⌉` with `φ_j`, `φ` the fractions of `a_j/δ`, `b/δ`, for any `δ > 0`.

use std::collections::BTreeSet;

/// A whole-number column of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Whole {
    /// Column.
    pub column: usize,
    /// Coefficient.
    pub by: f64,
    /// Least value.
    pub lower: f64,
    /// Greatest value.
    pub upper: f64,
    /// Value in the relaxation.
    pub value: f64,
}

/// A rounded row: coefficients of the whole-number columns, factor on what is not whole, right-hand side.
#[derive(Debug, Clone, PartialEq)]
pub struct Rounded {
    /// Columns with coefficients.
    pub terms: Vec<(usize, f64)>,
    /// Factor on the rest.
    pub rest: f64,
    /// Right-hand side.
    pub right: f64,
    /// Distance by which the relaxation misses it.
    pub distance: f64,
}

/// Fractions of the right-hand side outside these bounds give weak or unsound cuts.
const FRACTION: (f64, f64) = (0.02, 0.99);
/// Least violation of a cut.
const VIOLATION: f64 = 1e-3;
/// Least distance of a cut.
const DISTANCE: f64 = 1e-4;

/// The rounded row that the relaxation misses by most, if any; `rest` is the value of the columns that are not whole, and
/// `others` their squared coefficients.
#[must_use]
pub fn best(columns: &[Whole], rest: f64, others: f64, right: f64) -> Option<Rounded> {
    let fractional = |whole: &&Whole| (whole.value - whole.value.round()).abs() > 1e-4;
    let divisors: BTreeSet<u64> =
        columns.iter().filter(fractional).map(|whole| whole.by.abs().to_bits()).collect();
    let mut best: Option<Rounded> = None;
    for divisor in divisors {
        for part in [1.0, 2.0, 3.0, 4.0] {
            for complemented in [taken, nearer_to_the_upper, at_the_upper] {
                let rounded =
                    rounded(columns, (rest, others), right, f64::from_bits(divisor) / part, complemented);
                if let Some(rounded) = rounded
                    && best.as_ref().is_none_or(|best| rounded.distance > best.distance)
                {
                    best = Some(rounded);
                }
            }
        }
    }
    best.filter(|best| best.distance > DISTANCE)
}

/// Columns that take places.
fn taken(whole: &Whole) -> bool {
    whole.by < 0.0
}

fn nearer_to_the_upper(whole: &Whole) -> bool {
    whole.value > f64::midpoint(whole.lower, whole.upper)
}

fn at_the_upper(whole: &Whole) -> bool {
    whole.value > whole.upper - 1e-3
}

fn rounded(
    columns: &[Whole],
    (rest, others): (f64, f64),
    right: f64,
    divisor: f64,
    complemented: fn(&Whole) -> bool,
) -> Option<Rounded> {
    let bound = |whole: &Whole| if complemented(whole) { whole.upper } else { whole.lower };
    let right: f64 = right - columns.iter().map(|whole| whole.by * bound(whole)).sum::<f64>();
    let fraction = right / divisor - (right / divisor).floor();
    if !(FRACTION.0..FRACTION.1).contains(&fraction) {
        return None;
    }
    let mut rounded = Rounded {
        terms: Vec::with_capacity(columns.len()),
        rest: 1.0 / (divisor * fraction),
        right: (right / divisor).ceil(),
        distance: 0.0,
    };
    let (mut left, mut squares) = (0.0, 0.0);
    for whole in columns.iter().filter(|whole| whole.lower < whole.upper) {
        let sign = if complemented(whole) { -1.0 } else { 1.0 };
        let by = sign * coefficient(sign * whole.by / divisor, fraction);
        rounded.right += by * bound(whole);
        left += by * whole.value;
        squares += by * by;
        rounded.terms.push((whole.column, by));
    }
    let violation = rounded.right - left - rounded.rest * rest;
    rounded.distance = violation / (squares + others * rounded.rest * rounded.rest).sqrt().max(1e-9);
    (violation > VIOLATION).then_some(rounded)
}

fn coefficient(ratio: f64, fraction: f64) -> f64 {
    let whole = if (ratio - ratio.round()).abs() < 1e-9 { ratio.round() } else { ratio.floor() };
    whole + ((ratio - whole).max(0.0) / fraction).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(column: usize, by: f64, value: f64) -> Whole {
        Whole { column, by, lower: 0.0, upper: 1.0, value }
    }

    /// 450 places wanted, schools of 270: 1.67 schools in the relaxation; with 180 of the second needed, two of them.
    #[test]
    fn two_schools_where_one_and_two_thirds_would_do() {
        let columns = [whole(0, 270.0, 1.0), whole(1, 270.0, 2.0 / 3.0)];
        let cut = rounded(&columns, (0.0, 0.0), 450.0, 270.0, taken).expect("a cut");
        assert_eq!((cut.right, cut.terms), (2.0, vec![(0, 1.0), (1, 1.0)]));
        assert!((cut.rest - 1.0 / 180.0).abs() < 1e-12, "{}", cut.rest);
    }

    proptest! {
        /// Every point of whole numbers that keeps the row keeps all its rounded rows.
        #[test]
        fn no_plan_is_cut_off(
            places in proptest::collection::vec(-400_i32..900, 1..6),
            values in proptest::collection::vec(0.0..1.0, 6),
            right in -500_i32..2000,
            divisor in 20_i32..900,
        ) {
            let columns: Vec<Whole> = places.iter().zip(&values).enumerate()
                .map(|(column, (by, value))| whole(column, f64::from(*by), *value)).collect();
            for complemented in [taken, nearer_to_the_upper, at_the_upper] {
                let Some(cut) = rounded(&columns, (0.0, 0.0), f64::from(right), f64::from(divisor), complemented) else { continue };
                for point in 0..1_usize << places.len() {
                    let at = |column: usize| f64::from(u8::from(point >> column & 1 == 1));
                    let have: f64 = places.iter().enumerate().map(|(column, by)| f64::from(*by) * at(column)).sum();
                    let rest = (f64::from(right) - have).max(0.0);
                    let left: f64 = cut.terms.iter().map(|(column, by)| by * at(*column)).sum();
                    prop_assert!(left + cut.rest * rest >= cut.right - 1e-6);
                }
            }
        }
    }
}

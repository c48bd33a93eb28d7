//! Quantiles and counts.

/// Quantile of sorted values, linear between two of them; 0 of none.
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let place = share.clamp(0.0, 1.0) * number(last);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and the last position
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * (place - number(below))
}

/// Quantiles of values in any order, shares rising; the values are put into another order.
pub(super) fn quantiles<const N: usize>(values: &mut [f64], shares: [f64; N]) -> [f64; N] {
    let Some(last) = values.len().checked_sub(1) else { return [0.0; N] };
    let mut sorted_to = 0;
    shares.map(|share| {
        let place = share.clamp(0.0, 1.0) * number(last);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and the last position
        let below = place.floor() as usize;
        // What lies before the last place found is smaller already.
        let (_, found, rest) = values[sorted_to..].select_nth_unstable_by(below - sorted_to, f64::total_cmp);
        let found = *found;
        let above = rest.iter().copied().min_by(f64::total_cmp).unwrap_or(found);
        sorted_to = below;
        found + (above - found) * (place - number(below))
    })
}

/// A count as a number.
#[allow(clippy::cast_precision_loss)] // counts
pub(super) fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::float_cmp)] // the same arithmetic on the same values
    fn quantiles_in_any_order_are_those_of_sorted_values() {
        let mut values: Vec<f64> = (0_u32..57).map(|at| f64::from(at * 37 % 57).powi(2)).collect();
        let mut sorted = values.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let shares = [0.0, 0.1, 0.5, 0.5, 0.9, 1.0];
        assert_eq!(quantiles(&mut values, shares), shares.map(|share| quantile(&sorted, share)));
        assert_eq!(quantiles(&mut [], [0.5]), [0.0]);
        assert_eq!(quantiles(&mut [3.0], [0.1, 0.9]), [3.0, 3.0]);
    }
}

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

/// A count as a number.
#[allow(clippy::cast_precision_loss)] // counts
pub(super) fn number(count: usize) -> f64 {
    count as f64
}

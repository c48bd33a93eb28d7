//! Measures of error (误差指标).

use crate::projection::quantile::{number, quantile};

/// Error at which a forecast still counts as near.
const NEAR: f64 = 0.05;

/// A forecast and what came, children.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Forecast.
    pub forecast: f64,
    /// Counted later.
    pub actual: f64,
}

impl Pair {
    fn off(self) -> f64 {
        self.forecast - self.actual
    }
}

/// How far forecasts lay from what came. Shares are of 1; those of single towns leave out towns without children.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Errors {
    /// Forecasts measured.
    pub count: usize,
    /// Mean absolute percentage error (平均绝对百分比误差).
    pub mape: f64,
    /// Median absolute percentage error (中位绝对百分比误差).
    pub median: f64,
    /// Absolute error over all children: large towns weigh more (加权绝对百分比误差).
    pub wape: f64,
    /// Signed error over all children: above 0 is too high (偏差).
    pub signed: f64,
    /// Ninetieth percentile of the absolute percentage error.
    pub p90: f64,
    /// Share of forecasts within 5 %.
    pub within: f64,
    /// Mean absolute error in classes (班).
    pub classes: f64,
}

/// Measures forecasts of a stage whose classes have so many children; none without children.
#[must_use]
pub fn measure(pairs: &[(Pair, f64)]) -> Option<Errors> {
    let total: f64 = pairs.iter().map(|(pair, _)| pair.actual).sum();
    let mut relative: Vec<f64> = pairs
        .iter()
        .filter(|(pair, _)| pair.actual > 0.0)
        .map(|(pair, _)| pair.off().abs() / pair.actual)
        .collect();
    relative.sort_unstable_by(f64::total_cmp);
    if relative.is_empty() || total <= 0.0 {
        return None;
    }
    let mean = |sum: f64, count: usize| sum / number(count);
    let near = relative.iter().filter(|error| **error <= NEAR).count();
    Some(Errors {
        count: pairs.len(),
        mape: mean(relative.iter().sum(), relative.len()),
        median: quantile(&relative, 0.5),
        wape: pairs.iter().map(|(pair, _)| pair.off().abs()).sum::<f64>() / total,
        signed: pairs.iter().map(|(pair, _)| pair.off()).sum::<f64>() / total,
        p90: quantile(&relative, 0.9),
        within: mean(number(near), relative.len()),
        classes: mean(pairs.iter().map(|(pair, size)| pair.off().abs() / size).sum(), pairs.len()),
    })
}

/// Loss of a quantile forecast: `τ·(y − q)` where the truth y lies above, `(1 − τ)·(q − y)` below (分位数损失).
#[must_use]
pub fn pinball(forecast: f64, actual: f64, share: f64) -> f64 {
    if actual >= forecast { share * (actual - forecast) } else { (1.0 - share) * (forecast - actual) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, wanted: f64) {
        assert!((found - wanted).abs() < 1e-12, "{found} is not {wanted}");
    }

    #[test]
    fn three_forecasts_by_hand() {
        // 110 for 100 (10 % over), 190 for 200 (5 % under), 300 for 400 (25 % under).
        let pairs = [(110.0, 100.0), (190.0, 200.0), (300.0, 400.0)]
            .map(|(forecast, actual)| (Pair { forecast, actual }, 30.0));
        let found = measure(&pairs).expect("measures");
        assert_eq!(found.count, 3);
        near(found.mape, 0.4 / 3.0);
        near(found.median, 0.1);
        near(found.wape, 120.0 / 700.0);
        near(found.signed, -100.0 / 700.0);
        near(found.p90, 0.1 + 0.8 * 0.15);
        near(found.within, 1.0 / 3.0);
        near(found.classes, 120.0 / 90.0);
        assert_eq!(measure(&[]), None);
        assert_eq!(measure(&[(Pair { forecast: 1.0, actual: 0.0 }, 30.0)]), None);
    }

    #[test]
    fn pinball_by_hand() {
        near(pinball(100.0, 110.0, 0.9), 9.0);
        near(pinball(100.0, 90.0, 0.9), 1.0);
        near(pinball(100.0, 100.0, 0.1), 0.0);
    }
}

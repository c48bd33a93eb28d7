//! Death rates by single age (死亡率): figures for the young, a Gompertz curve (synthetic) above.

use crate::synth::facts::Facts;
use crate::synth::population::AGES;

const GOMPERTZ_AT_20: f64 = 0.000_25;
const GOMPERTZ_GROWTH: f64 = 0.088;

/// Central death rate by single age 0 to 100+, deaths per person-year.
#[must_use]
pub fn rates(facts: &Facts) -> Vec<f64> {
    (0..AGES).map(|age| rate(facts, age)).collect()
}

fn rate(facts: &Facts, age: usize) -> f64 {
    let band = facts.mortality.iter().find(|band| (band.first..=band.last).contains(&age));
    let value = band.map_or_else(
        || GOMPERTZ_AT_20 * (GOMPERTZ_GROWTH * (age as f64 - 20.0).max(0.0)).exp(),
        |band| band.rate,
    );
    (value.min(0.6) * 1e6).round() / 1e6
}

/// Share alive one year later, by completed age at the start.
#[must_use]
pub fn survival(facts: &Facts) -> Vec<f64> {
    let rates = rates(facts);
    (0..AGES)
        .map(|age| {
            let after = rates[(age + 1).min(AGES - 1)];
            // Infant deaths fall in the first weeks: few are left for the second half of the year.
            let now = if age == 0 { rates[0] * 0.2 } else { rates[age] };
            (-(now + after) / 2.0).exp()
        })
        .collect()
}

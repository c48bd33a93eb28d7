//! Survival from birth and from age to age.

use super::ProjectionError;
use super::error::sound;
use super::method::{Method, Methods};
use crate::domain::{MortalityKind, Study};
use std::collections::BTreeMap;

/// Share of the first year's deaths that fall, on average, before the count of age 0.
const BEFORE_COUNT: f64 = 0.9;

/// Least share alive that is told as a rate.
const LEAST_SURVIVAL: f64 = 1e-6;

/// Survival by age, sexes and groups pooled (存活率).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Survival {
    /// Share of a year's births alive at its end.
    pub newborn: f64,
    /// Share of an age alive a year later, `[age]`.
    steps: Vec<f64>,
}

impl Survival {
    /// From the mortality table, or the default.
    pub(super) fn of(study: &Study, methods: &mut Methods) -> Result<Self, ProjectionError> {
        if let Some(row) = study.mortality.iter().map(|row| row.figure).find(|row| !sound(row.value)) {
            let when = row.year.map_or_else(|| format!("age {}", row.age), |year| year.to_string());
            return Err(ProjectionError::BadFigure { table: "mortality", when });
        }
        let rates = rates_at_last_count(study);
        methods.add(if rates.is_empty() { Method::SurvivalDefault } else { Method::SurvivalOfTable });
        Ok(if rates.is_empty() { Self::default() } else { Self::from_rates(&rates) })
    }

    /// Share of an age alive a year later.
    pub(super) fn step(&self, age: usize) -> f64 {
        self.steps.get(age).or(self.steps.last()).copied().unwrap_or(1.0)
    }

    /// Share of births alive when their cohort is counted at an age.
    pub(super) fn to_age(&self, age: usize) -> f64 {
        (0..age).fold(self.newborn, |alive, age| alive * self.step(age))
    }

    /// `S(a → a+1) = exp(−(m(a) + m(a+1))/2)`; a rate holds up to the next age given.
    fn from_rates(rates: &BTreeMap<u8, f64>) -> Self {
        let rate = |age: u8| {
            rates.range(..=age).next_back().or(rates.first_key_value()).map_or(0.0, |(_, rate)| *rate)
        };
        let step = |age: u8| match age {
            0 => (-(1.0 - BEFORE_COUNT) * rate(0) - rate(1) / 2.0).exp(),
            _ => (-f64::midpoint(rate(age), rate(age + 1))).exp(),
        };
        Self { newborn: (-BEFORE_COUNT * rate(0)).exp(), steps: (0..120).map(step).collect() }
    }
}

/// China, World Population Prospects 2024: of 1,000 births 993.4 reach age 3, 992.4 age 6, 990.7 age 12.
impl Default for Survival {
    fn default() -> Self {
        let step = |age| match age {
            0 => 0.9989,
            1 | 15..=39 => 0.9994,
            2 => 0.9995,
            3..=14 => 0.9997,
            40..=59 => 0.997,
            _ => 0.97,
        };
        Self { newborn: 0.9954, steps: (0..120).map(step).collect() }
    }
}

/// Mean death rate by age over the rows of the latest year not after the last count (else the earliest), rows without a
/// year included. Shares who live or die in a step are told as rates.
fn rates_at_last_count(study: &Study) -> BTreeMap<u8, f64> {
    let last = study.population.iter().map(|row| row.date.year).max().unwrap_or(i32::MAX);
    let given = || study.mortality.iter().filter_map(|row| row.figure.year);
    let year = given().filter(|year| *year <= last).max().or_else(|| given().min());
    let step = f64::from(study.rates.settings.step_years.unwrap_or(study.rates.counted_width).max(1));
    let mut sums = BTreeMap::new();
    for row in study.mortality.iter().filter(|row| !row.birth) {
        if row.figure.year.is_some() && row.figure.year != year {
            continue;
        }
        let rate = match row.kind {
            MortalityKind::Rate => row.figure.value,
            MortalityKind::Survival => -row.figure.value.max(LEAST_SURVIVAL).ln() / step,
            MortalityKind::Probability => -(1.0 - row.figure.value).max(LEAST_SURVIVAL).ln() / step,
        };
        let (sum, count) = sums.entry(row.figure.age).or_insert((0.0, 0.0));
        *sum += rate;
        *count += 1.0;
    }
    sums.into_iter().map(|(age, (sum, count))| (age, sum / count)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_meets_the_published_survivors() {
        // People counted at completed age a are on average a + 1/2 years old: between the published exact ages.
        let survival = Survival::default();
        assert!((0.9930..0.9936).contains(&survival.to_age(3)));
        assert!((0.9920..0.9926).contains(&survival.to_age(6)));
        assert!((0.9903..0.9909).contains(&survival.to_age(12)));
    }

    #[test]
    fn rates_give_survival() {
        let survival = Survival::from_rates(&BTreeMap::from([(0, 0.01), (1, 0.001), (5, 0.0)]));
        assert!((survival.newborn - (-0.009_f64).exp()).abs() < 1e-12);
        assert!((survival.step(2) - (-0.001_f64).exp()).abs() < 1e-12);
        assert!((survival.step(7) - 1.0).abs() < 1e-12);
    }
}

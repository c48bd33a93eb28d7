//! Money of a plan by calendar year (资金安排), weights of the objective left out.

use crate::outcome::Component;
use crate::store::RunRecord;
use std::collections::BTreeMap;

/// What is paid, 10⁴ yuan, prices of the base year.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spending {
    /// By calendar year and component.
    pub by_component: BTreeMap<(i32, Component), f64>,
    /// Capital by calendar year and source.
    pub capital_by_source: BTreeMap<(i32, String), f64>,
    /// Capital by calendar year and county.
    pub capital_by_county: BTreeMap<(i32, String), f64>,
    /// Capital by calendar year and stage.
    pub capital_by_stage: BTreeMap<(i32, String), f64>,
    /// Running cost (all but capital) by calendar year and county.
    pub running_by_county: BTreeMap<(i32, String), f64>,
}

impl Spending {
    /// All that is paid in a year.
    #[must_use]
    pub fn total(&self, year: i32) -> f64 {
        self.by_component.iter().filter(|((of, _), _)| *of == year).map(|(_, amount)| amount).sum()
    }

    /// Amount of a component in a year.
    #[must_use]
    pub fn component(&self, year: i32, component: Component) -> f64 {
        self.by_component.get(&(year, component)).copied().unwrap_or(0.0)
    }

    /// Years with any payment.
    #[must_use]
    pub fn years(&self) -> Vec<i32> {
        let mut years: Vec<i32> = self.by_component.keys().map(|key| key.0).collect();
        years.dedup();
        years
    }

    /// Sources of capital, in order of name.
    #[must_use]
    pub fn sources(&self) -> Vec<&str> {
        let mut sources: Vec<&str> = self.capital_by_source.keys().map(|key| key.1.as_str()).collect();
        sources.sort_unstable();
        sources.dedup();
        sources
    }
}

/// Adds up the money of a run.
#[must_use]
pub fn spending(run: &RunRecord) -> Spending {
    let mut sums = Spending::default();
    for line in run.money.iter().filter(|line| line.component.is_paid()) {
        *sums.by_component.entry((line.year, line.component)).or_insert(0.0) += line.amount;
        if line.component == Component::Capital {
            *sums.capital_by_source.entry((line.year, line.source.clone())).or_insert(0.0) += line.amount;
            *sums.capital_by_county.entry((line.year, line.county.clone())).or_insert(0.0) += line.amount;
            *sums.capital_by_stage.entry((line.year, line.stage.clone())).or_insert(0.0) += line.amount;
        } else {
            *sums.running_by_county.entry((line.year, line.county.clone())).or_insert(0.0) += line.amount;
        }
    }
    sums
}

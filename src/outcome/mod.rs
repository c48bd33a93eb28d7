//! Outcome (方案成效): the figures that people read, computed from a plan alone: indicators, money, places, programmes.

mod balance;
mod indicators;
mod money;
mod programmes;

pub use balance::{BalanceLine, balance};
pub use indicators::{IndicatorLine, indicators};
pub use money::{Component, MoneyLine, money};
pub use programmes::{ProgrammeLine, programmes};

use crate::allocation::Plan;
use crate::domain::Study;
use crate::projection::Rolls;

/// Every figure of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Indicators by area and year.
    pub indicators: Vec<IndicatorLine>,
    /// Money by year, county, stage, source and component.
    pub money: Vec<MoneyLine>,
    /// Children and places by town, stage and year.
    pub balance: Vec<BalanceLine>,
    /// Projects in use by programme.
    pub programmes: Vec<ProgrammeLine>,
}

impl Outcome {
    /// Computes every figure.
    #[must_use]
    pub fn new(study: &Study, rolls: &Rolls, plan: &Plan) -> Self {
        Self {
            indicators: indicators(study, plan),
            money: money(study, plan),
            balance: balance(study, rolls, plan),
            programmes: programmes(study, plan),
        }
    }

    /// Whether every target and programme is met and every child has a place.
    #[must_use]
    pub fn every_promise_kept(&self) -> bool {
        self.indicators.iter().all(IndicatorLine::met)
            && self.programmes.iter().all(ProgrammeLine::met)
            && self.balance.iter().all(|line| line.unplaced < 0.5)
    }
}

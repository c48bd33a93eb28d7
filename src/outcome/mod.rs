//! Outcome (方案成效): the figures that people read, computed from a plan alone: indicators, money, places, programmes.

mod balance;
mod ceilings;
mod idle;
mod indicators;
mod money;
mod payments;
mod programmes;
mod running;
mod stranded;

pub use balance::{BalanceLine, balance};
pub use ceilings::{Ceiling, CeilingLine, ceilings};
pub use idle::Idle;
pub use indicators::{IndicatorLine, coverages_hold, indicators, worst};
pub use money::{Component, MoneyLine, money};
pub use payments::{PaymentLine, payments};
pub use programmes::{ProgrammeLine, programmes};
pub use running::{RunningLine, running};
pub use stranded::{StrandedLine, stranded};

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
    /// Capital bound and paid, by project.
    pub payments: Vec<PaymentLine>,
    /// What projects cost to run.
    pub running: Vec<RunningLine>,
    /// Empty places and what they cost.
    pub stranded: Vec<StrandedLine>,
    /// Money, land and deliveries against their ceilings.
    pub ceilings: Vec<CeilingLine>,
    /// Promises that the plan says it breaks.
    pub broken: usize,
}

impl Outcome {
    /// Computes every figure.
    #[must_use]
    pub fn new(study: &Study, rolls: &Rolls, plan: &Plan) -> Self {
        let money = money(study, plan);
        Self {
            ceilings: ceilings(study, plan, &money),
            broken: plan.shortfalls.len(),
            indicators: indicators(study, plan),
            money,
            balance: balance(study, rolls, plan),
            programmes: programmes(study, plan),
            payments: payments(study, plan),
            running: running(study, plan),
            stranded: stranded(study, plan),
        }
    }

    /// Whether every target, programme and ceiling is kept, every child has a place, and the plan breaks no other promise.
    #[must_use]
    pub fn every_promise_kept(&self) -> bool {
        self.indicators.iter().all(IndicatorLine::met)
            && self.programmes.iter().all(ProgrammeLine::met)
            && self.ceilings.iter().all(CeilingLine::met)
            && self.broken == 0
            && self.balance.iter().all(|line| line.unplaced < 0.5)
    }
}

//! Commitments and payments (承诺与支付): what a project binds when its works begin, and when that is paid. Both add up to the
//! capital of [`super::money`].

use super::money::stage_shares;
use crate::allocation::Plan;
use crate::domain::{ProjectIndex, SchoolYear, StageIndex, Study};
use std::collections::BTreeMap;

/// Capital of a project's stage from a source in a calendar year (建设资金明细).
#[derive(Debug, Clone, PartialEq)]
pub struct PaymentLine {
    /// Project.
    pub project: ProjectIndex,
    /// School year in which it opens.
    pub opening: SchoolYear,
    /// Stage.
    pub stage: StageIndex,
    /// Source of the money.
    pub source: String,
    /// Calendar year.
    pub year: i32,
    /// What is bound in this year: all that is paid, in the year in which works begin, 10⁴ yuan (承诺).
    pub commitment: f64,
    /// What is paid in this year, 10⁴ yuan (支付).
    pub payment: f64,
    /// Present value of the payment, 10⁴ yuan.
    pub present: f64,
}

type Key = (ProjectIndex, SchoolYear, StageIndex, String, i32);

/// Every commitment and payment within the planned years, in the order of project, opening, stage, source, year.
#[must_use]
pub fn payments(study: &Study, plan: &Plan) -> Vec<PaymentLine> {
    let mut amounts: BTreeMap<Key, (f64, f64)> = BTreeMap::new();
    for opening in &plan.openings {
        let project = &study.projects[opening.project.index()];
        let start = study.start_year(project, opening.year).unwrap_or(study.horizon.first.0);
        for (stage, share) in stage_shares(study, project) {
            for (source, paid) in &project.funding {
                for (year, amount) in study.capital_spending(project, opening.year) {
                    let amount = amount * share * paid * f64::from(opening.count);
                    let key = |year| (opening.project, opening.year, stage, source.clone(), year);
                    amounts.entry(key(start)).or_default().0 += amount;
                    amounts.entry(key(year)).or_default().1 += amount;
                }
            }
        }
    }
    let line =
        |((project, opening, stage, source, year), (commitment, payment)): (Key, (f64, f64))| PaymentLine {
            present: payment * study.cost.discount_factor(year),
            project,
            opening,
            stage,
            source,
            year,
            commitment,
            payment,
        };
    amounts.into_iter().filter(|(_, (bound, paid))| *bound != 0.0 || *paid != 0.0).map(line).collect()
}

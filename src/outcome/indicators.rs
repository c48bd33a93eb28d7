//! Indicators reached, against their targets.

use crate::allocation::{Enrolment, Plan, Promise};
use crate::domain::{CountyIndex, IndicatorKind, SchoolYear, Scope, Share, Study};

/// Targets count as met when missed by less than this share: the solver's tolerance.
const TOLERANCE: f64 = 1e-6;

/// An indicator of an area in a year (指标完成情况).
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorLine {
    /// Position of the indicator in the study.
    pub indicator: usize,
    /// County; none is the whole study.
    pub county: Option<CountyIndex>,
    /// School year.
    pub year: SchoolYear,
    /// Target, as a share; none where the year has no target.
    pub target: Option<f64>,
    /// Share reached.
    pub reached: f64,
    /// What one more percentage point costs, 10⁴ yuan of present value, with projects held as planned.
    pub price: Option<f64>,
}

impl IndicatorLine {
    /// Whether the target, if any, is met.
    #[must_use]
    pub fn met(&self) -> bool {
        self.target.is_none_or(|target| self.reached >= target - TOLERANCE)
    }
}

/// Every indicator, area and planned year, in this order.
#[must_use]
pub fn indicators(study: &Study, plan: &Plan) -> Vec<IndicatorLine> {
    let mut lines = Vec::new();
    for (index, indicator) in study.indicators.iter().enumerate() {
        match &indicator.kind {
            IndicatorKind::Share { share, scope } => {
                let areas = match scope {
                    Scope::City => vec![None],
                    Scope::EveryCounty => study.county_indices().map(Some).collect(),
                };
                for county in areas {
                    lines.extend(share_lines(study, plan, index, share, county));
                }
            }
            IndicatorKind::Certified { criteria } => {
                lines.extend(certified_lines(study, plan, index, *criteria));
            }
        }
    }
    lines
}

fn share_lines(
    study: &Study,
    plan: &Plan,
    index: usize,
    share: &Share,
    county: Option<CountyIndex>,
) -> Vec<IndicatorLine> {
    let path = &study.indicators[index].at_least;
    let (counted, among) = share_pupils(study, plan, share, county);
    let years = study.horizon.years().zip(counted.into_iter().zip(among));
    years
        .filter(|(_, (_, among))| *among > 0.0)
        .map(|(year, (counted, among))| {
            let target = path.within(year).filter(|_| year <= study.horizon.last);
            let promise = Promise::Indicator { indicator: index, county, year };
            let price = plan.prices.iter().find(|price| price.promise == promise);
            let price = price.map(|price| price.per_unit * among * 0.01);
            IndicatorLine { indicator: index, county, year, target, reached: counted / among, price }
        })
        .collect()
}

/// Pupils that a share counts, and those among whom it counts them, by planned year.
#[must_use]
pub fn share_pupils(
    study: &Study,
    plan: &Plan,
    share: &Share,
    county: Option<CountyIndex>,
) -> (Vec<f64>, Vec<f64>) {
    let mut counted = vec![0.0; study.horizon.length()];
    let mut among = counted.clone();
    let of_area = |one: &&Enrolment| county.is_none_or(|county| study.county_of(one.town) == county);
    for one in plan.enrolments.iter().filter(of_area) {
        let Some(position) = study.horizon.position(one.year) else { continue };
        let is_among = share.among.classes.contains(&one.class) && share.among.groups.contains(&one.group);
        if is_among {
            among[position] += one.pupils;
        }
        if share.of.classes.contains(&one.class) && share.of.groups.contains(&one.group) {
            counted[position] += one.pupils;
        } else if share.bought_places_count && is_among {
            counted[position] += one.bought;
        }
    }
    (counted, among)
}

#[allow(clippy::cast_precision_loss)] // counts of counties
fn certified_lines(study: &Study, plan: &Plan, index: usize, criteria: usize) -> Vec<IndicatorLine> {
    let path = &study.indicators[index].at_least;
    let counties = study.counties.len().max(1) as f64;
    study
        .horizon
        .decision_years()
        .map(|year| {
            let certified =
                plan.certifications.iter().filter(|one| one.criteria == criteria && one.year <= year);
            let reached = certified.count() as f64 / counties;
            IndicatorLine {
                indicator: index,
                county: None,
                year,
                target: path.within(year),
                reached,
                price: None,
            }
        })
        .collect()
}

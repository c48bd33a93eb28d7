//! Indicators reached, against their targets.

use crate::allocation::{Enrolment, Plan, Promise};
use crate::domain::{
    ClassIndex, CountyIndex, Coverage, CoverageUnit, IndicatorKind, SchoolYear, Scope, Share, Study, Town,
    TownIndex,
};

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
    /// Target, as a share or a number, as the indicator is; none where the year has no target.
    pub target: Option<f64>,
    /// Share or number reached.
    pub reached: f64,
    /// What one more percentage point of a share of pupils, or one place more of a number of places, costs, 10⁴ yuan of present value, with projects held as planned.
    pub price: Option<f64>,
}

impl IndicatorLine {
    /// Whether the target, if any, is met.
    #[must_use]
    pub fn met(&self) -> bool {
        self.target.is_none_or(|target| self.reached >= target - TOLERANCE)
    }
}

/// The worst of some years of an indicator: the year that is nearest to missing its target, or misses it by most; where
/// no year has a target, the year of the lowest figure. `figures` gives a year's target and what is reached.
pub fn worst<T>(years: impl Iterator<Item = T>, figures: impl Fn(&T) -> (Option<f64>, f64)) -> Option<T> {
    let rank = |year: &T| {
        let (target, reached) = figures(year);
        (target.is_none(), target.map_or(reached, |target| reached - target))
    };
    years.min_by(|one, other| {
        let ((one_free, one), (other_free, other)) = (rank(one), rank(other));
        one_free.cmp(&other_free).then(one.total_cmp(&other))
    })
}

/// Every indicator, area and planned year, in this order.
#[must_use]
pub fn indicators(study: &Study, plan: &Plan) -> Vec<IndicatorLine> {
    let mut lines = Vec::new();
    for (index, indicator) in study.indicators.iter().enumerate() {
        match &indicator.kind {
            IndicatorKind::Share { share, scope } => {
                for county in areas(study, *scope) {
                    lines.extend(share_lines(study, plan, index, share, county));
                }
            }
            IndicatorKind::Coverage { coverage, scope, number } => {
                for county in areas(study, *scope) {
                    lines.extend(coverage_lines(study, plan, index, (coverage, *number), county));
                }
            }
            IndicatorKind::Places { classes, scope } => {
                for county in areas(study, *scope) {
                    lines.extend(place_lines(study, plan, index, classes, county));
                }
            }
            IndicatorKind::Certified { criteria } => {
                lines.extend(certified_lines(study, plan, index, *criteria));
            }
        }
    }
    lines
}

fn areas(study: &Study, scope: Scope) -> Vec<Option<CountyIndex>> {
    match scope {
        Scope::City => vec![None],
        Scope::EveryCounty => study.county_indices().map(Some).collect(),
    }
}

/// Places of some classes by town in a school year, projects included.
fn places_by_town(study: &Study, plan: &Plan, classes: &[ClassIndex], year: SchoolYear) -> Vec<f64> {
    let mut places = vec![0.0; study.towns.len()];
    for school in study.schools.iter().filter(|school| school.runs_in(year)) {
        if classes.contains(&school.class) {
            places[school.town.index()] += f64::from(school.places);
        }
    }
    for opening in &plan.openings {
        let project = &study.projects[opening.project.index()];
        for effect in &project.effects {
            if classes.contains(&effect.class) && project.felt_from(effect.places, opening.year) <= year {
                places[effect.town.index()] += f64::from(effect.places) * f64::from(opening.count);
            }
        }
    }
    places
}

/// Covered towns or counties of an area, and how many there are.
#[allow(clippy::cast_precision_loss)] // counts
fn covered(
    study: &Study,
    plan: &Plan,
    coverage: &Coverage,
    county: Option<CountyIndex>,
    year: SchoolYear,
) -> (f64, f64) {
    let places = places_by_town(study, plan, &coverage.classes, year);
    let least = f64::from(coverage.least_places);
    let in_area = |of: CountyIndex| county.is_none_or(|county| county == of);
    let is_covered: Vec<bool> = match coverage.unit {
        CoverageUnit::County => {
            let of_county = |county: CountyIndex| -> f64 {
                let towns = study.town_indices().filter(|town| study.county_of(*town) == county);
                towns.map(|town| places[town.index()]).sum()
            };
            let counties = study.county_indices().filter(|county| in_area(*county));
            counties.map(|county| of_county(county) >= least - TOLERANCE).collect()
        }
        CoverageUnit::Town => {
            let near = near(study, &places, coverage.within_km);
            let counted = |town: &(TownIndex, &Town)| coverage.counts(town.1) && in_area(town.1.county);
            let towns = study.town_indices().zip(&study.towns).filter(counted);
            towns.map(|(town, _)| near[town.index()] >= least - TOLERANCE).collect()
        }
    };
    (is_covered.iter().filter(|covered| **covered).count() as f64, is_covered.len() as f64)
}

/// Places of each town and of the towns up to so many km away.
fn near(study: &Study, places: &[f64], within_km: f64) -> Vec<f64> {
    let mut near = places.to_vec();
    if within_km > 0.0 {
        for ((from, to), way) in study.travel() {
            if from != to && way.km <= within_km {
                near[from.index()] += places[to.index()];
            }
        }
    }
    near
}

fn coverage_lines(
    study: &Study,
    plan: &Plan,
    index: usize,
    (coverage, number): (&Coverage, bool),
    county: Option<CountyIndex>,
) -> Vec<IndicatorLine> {
    let asked = &study.indicators[index];
    let line = |year: SchoolYear| {
        let (covered, units) = covered(study, plan, coverage, county, year);
        let target = asked.target(year);
        let reached = if number { covered } else { covered / units };
        (units > 0.0).then_some(IndicatorLine {
            indicator: index,
            county,
            year,
            target,
            reached,
            price: None,
        })
    };
    study.horizon.years().filter_map(line).collect()
}

fn place_lines(
    study: &Study,
    plan: &Plan,
    index: usize,
    classes: &[ClassIndex],
    county: Option<CountyIndex>,
) -> Vec<IndicatorLine> {
    let asked = &study.indicators[index];
    let line = |year: SchoolYear| {
        let places = places_by_town(study, plan, classes, year);
        let towns = study.town_indices().filter(|town| county.is_none_or(|of| study.county_of(*town) == of));
        let reached = towns.map(|town| places[town.index()]).sum();
        let target = asked.target(year);
        let promise = Promise::Places { indicator: index, county, year };
        let price = plan.prices.iter().find(|price| price.promise == promise).map(|price| price.per_unit);
        IndicatorLine { indicator: index, county, year, target, reached, price }
    };
    study.horizon.years().map(line).collect()
}

fn share_lines(
    study: &Study,
    plan: &Plan,
    index: usize,
    share: &Share,
    county: Option<CountyIndex>,
) -> Vec<IndicatorLine> {
    let asked = &study.indicators[index];
    let (counted, among) = share_pupils(study, plan, share, county);
    let years = study.horizon.years().zip(counted.into_iter().zip(among));
    years
        .filter(|(_, (_, among))| *among > 0.0)
        .map(|(year, (counted, among))| {
            let target = asked.target(year);
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
    let asked = &study.indicators[index];
    let counties = study.counties.len().max(1) as f64;
    let claimed = plan.certifications.iter().filter(|one| one.criteria == criteria);
    let passing: Vec<_> = claimed.map(|one| (one.year, holds(study, plan, criteria, one.county))).collect();
    study
        .horizon
        .years()
        .enumerate()
        .map(|(position, year)| {
            let certified = passing.iter().filter(|(from, holds)| *from <= year && holds[position]);
            let (target, reached) = (asked.target(year), certified.count() as f64 / counties);
            IndicatorLine { indicator: index, county: None, year, target, reached, price: None }
        })
        .collect()
}

/// In which planned years a county meets every criterion of a set: a county that the plan calls certified counts only then.
fn holds(study: &Study, plan: &Plan, criteria: usize, county: CountyIndex) -> Vec<bool> {
    let set = &study.criteria[criteria];
    let mut holds = vec![true; study.horizon.length()];
    for criterion in &set.shares {
        let (counted, among) = share_pupils(study, plan, &criterion.share, Some(county));
        for (position, holds) in holds.iter_mut().enumerate() {
            *holds &= counted[position] >= (criterion.at_least - TOLERANCE) * among[position];
        }
    }
    let coverages = coverages_hold(study, plan, criteria, county);
    holds.iter_mut().zip(coverages).for_each(|(holds, coverages)| *holds &= coverages);
    holds
}

/// In which planned years a county meets every coverage of a criteria set: a matter of places alone, wherever children go.
#[must_use]
pub fn coverages_hold(study: &Study, plan: &Plan, criteria: usize, county: CountyIndex) -> Vec<bool> {
    let coverages = &study.criteria[criteria].coverages;
    let holds = |year: SchoolYear| {
        coverages.iter().all(|criterion| {
            let (covered, units) = covered(study, plan, &criterion.coverage, Some(county), year);
            covered >= (criterion.at_least - TOLERANCE) * units
        })
    };
    study.horizon.years().map(holds).collect()
}

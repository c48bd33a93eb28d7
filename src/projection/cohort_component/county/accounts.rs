//! Accounts of people where a study has no rates for the engine: children as the towns' cohort ratios carry them, adults by
//! the counties' ratios of women, and net migration as what survival leaves unexplained (人口账户).

use super::axis::AgeAxis;
use super::figures::Figures;
use super::output::{Components, People};
use super::regions::Regions;
use super::{Basis, date_of, people};
use crate::projection::ProjectionError;
use crate::projection::cohort_component::{BirthSource, Conventions, Migration, StepFigures, Timing, step};
use crate::projection::grid::Moment;
use crate::projection::method::{EngineMethod, Method, Methods};
use crate::projection::ratios::of_women;
use ndarray::{Array4, Axis, s};

/// Most cells of all steps together that are accounted for.
const MOST_CELLS: usize = 20_000_000;

/// People and components that agree with the children of the towns, `[town, group, age, slot]`; none where adults are not
/// told by single age, or where there are too many areas.
pub(in crate::projection) fn accounts(
    basis: Basis,
    children: &Array4<f64>,
    methods: &mut Methods,
) -> Result<Option<(People, Components)>, ProjectionError> {
    let history = basis.history;
    if history.women.len_of(Axis(1)) == 0 || history.women.sum() <= 0.0 {
        methods.add(Method::Engine(EngineMethod::AccountsNoAdults));
        return Ok(None);
    }
    let regions = Regions::of(basis.study);
    let start = people::on_last_date(basis.study, history, &regions, methods);
    let grid = history.grid;
    if start.len() * (grid.end - grid.last) > MOST_CELLS {
        methods.add(Method::Engine(EngineMethod::AccountsTooMany));
        return Ok(None);
    }
    methods.add(Method::Engine(EngineMethod::Accounts));
    let axis = AgeAxis { width: 1, groups: start.dim().3 };
    let figures = Figures::of(basis, &regions, axis, &start, &mut Methods::default());
    let conventions = Conventions { timing: Timing::End, ..Conventions::PRESTON };
    let women = of_women(basis.study, history, basis.survival);
    let mut found = (People::new(regions.areas.clone(), axis), Components::new(regions.areas.clone(), axis));
    found.0.add(date_of(basis.study, grid, grid.last), start.clone());
    let mut now = start;
    for slot in grid.last + 1..grid.slots() {
        let year = Moment(grid.moment(slot).0 - 180).year();
        let mut step_figures = figures.of_step(slot, year, &now);
        let target = children_of(&regions, children, slot, now.dim().3);
        let rates = net_rates(&now, &step_figures, &target, |region, age| {
            women.get([regions.county[region].index(), age]).copied()
        });
        step_figures.migration = Migration { net_rate: Some(rates), ..Migration::default() };
        let result = step(&now, &step_figures, conventions)?;
        now.clone_from(&result.components.end);
        found.0.add(date_of(basis.study, grid, slot), now.clone());
        found.1.add(year, result.components);
    }
    Ok(Some(found))
}

/// Children of the areas in a slot, `[region, group, age, 0]`.
fn children_of(regions: &Regions, children: &Array4<f64>, slot: usize, ages: usize) -> Array4<f64> {
    let (_, groups, kept, _) = children.dim();
    let kept = kept.min(ages - 1);
    let mut sums = Array4::zeros((regions.len(), groups, kept, 1));
    for (town, region) in regions.of_town.iter().enumerate() {
        let mut of_region = sums.slice_mut(s![*region, .., .., 0]);
        of_region += &children.slice(s![town, .., ..kept, slot]);
    }
    sums
}

/// Net migration per survivor by the age attained that makes children the wanted ones and carries adults by a ratio.
fn net_rates(
    now: &Array4<f64>,
    figures: &StepFigures,
    target: &Array4<f64>,
    ratio: impl Fn(usize, usize) -> Option<f64>,
) -> Array4<f64> {
    let (survival, ages) = (&figures.survival, now.dim().3);
    let alive = |region: usize, group: usize, age: usize| -> f64 {
        (0..2)
            .map(|sex| {
                if let Some(before) = age.checked_sub(1) {
                    return now[[region, group, sex, before]] * survival.ages[[region, group, sex, before]];
                }
                let girls = figures.share_of_girls;
                let share = if sex == 0 { girls } else { 1.0 - girls };
                born(&figures.births, region, group) * share * survival.newborn[[region, group, sex]]
            })
            .sum()
    };
    Array4::from_shape_fn(now.dim(), |(region, group, sex, age)| {
        if age < target.dim().2 {
            return super::residual::over(target[[region, group, age, 0]], alive(region, group, age));
        }
        let open = age + 1 == ages;
        let survived = age.checked_sub(1).map_or(1.0, |before| survival.ages[[region, group, sex, before]]);
        let wanted = age.checked_sub(1).and_then(|before| ratio(region, before)).filter(|_| !open);
        wanted.map_or(0.0, |ratio| super::residual::over(ratio, survived))
    })
}

fn born(births: &BirthSource, region: usize, group: usize) -> f64 {
    match births {
        BirthSource::Given(births) => births[[region, group]],
        BirthSource::Rates(_) | BirthSource::Partly(..) => 0.0,
    }
}

//! Why and why not, alternatives, single relaxations and prices, on the county of `hand_solved.rs` (C in 2024: 30; A alone 88.5; B
//! alone 170) and on random studies.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::needless_range_loop
)]

mod support;

use proptest::prelude::*;
use std::collections::BTreeMap;
use support::{
    PRIVATE, PUBLIC, children, cost, county, opened, path, plan, project, public_share, rolls, school, study,
};
use xuewei::allocation::{
    Ease, Family, Limits, Plan, PlanStatus, Promise, SolveError, allocate_with, alternatives, counterfactual,
    relaxations,
};
use xuewei::domain::{
    After, Budget, CostItem, Coverage, CoverageUnit, Indicator, IndicatorKind, ProjectIndex, ProjectKind,
    SchoolYear, Scope, Spending, Study, Text, Yuan,
};
use xuewei::progress::Silent;

fn limits() -> Limits {
    Limits::new(0.0, 60.0)
}

fn total(plan: &Plan) -> f64 {
    plan.objective + plan.constant
}

/// Without C, A: 58.5 dearer. With A, C is not needed: the same. With B: 140 dearer.
#[test]
fn a_project_is_decided_the_other_way() {
    let county = county();
    let rolls = rolls(&county, &children());
    let (best, _) = plan(&county, &children());
    for (index, in_plan, difference, opened, dropped) in
        [(2, true, 58.5, 0, 2), (0, false, 58.5, 0, 2), (1, false, 140.0, 1, 2)]
    {
        let found = counterfactual(&county, &rolls, &best, ProjectIndex(index), limits(), &Silent).unwrap();
        assert_eq!((found.in_plan, found.is_possible()), (in_plan, true));
        assert!((found.difference - difference).abs() < 1e-6, "{index}: {}", found.difference);
        assert_eq!((found.opened, found.dropped), (vec![ProjectIndex(opened)], vec![ProjectIndex(dropped)]));
    }
}

/// Without the only project 10 children of 2024 and 30 of 2025 have no place: that is why it is built.
#[test]
fn a_project_that_nothing_can_replace() {
    let mut county = county();
    county.projects.drain(..2);
    let rolls = rolls(&county, &children());
    let (best, _) = plan(&county, &children());
    let found = counterfactual(&county, &rolls, &best, ProjectIndex(0), limits(), &Silent).unwrap();
    assert!(found.in_plan && !found.is_possible());
    let without: f64 = found.other.unplaced.iter().map(|one| one.children).sum();
    assert!((without - 40.0).abs() < 1e-3, "{without}");
}

#[test]
fn forced_projects_may_exclude_each_other() {
    let county = county();
    let rolls = rolls(&county, &children());
    let with = |forced: &[(usize, bool)]| {
        let forced: BTreeMap<_, _> =
            forced.iter().map(|(index, built)| (ProjectIndex(*index), *built)).collect();
        allocate_with(&county, &rolls, &forced, limits(), &Silent)
    };
    assert_eq!(with(&[(0, true), (1, true)]).unwrap_err(), SolveError::Infeasible);
    // B, and not C: 150 + 20.
    let plan = with(&[(1, true), (2, false)]).unwrap();
    assert_eq!(opened(&plan), [(1, 2024)]);
    assert!((plan.objective - 170.0).abs() < 1e-6);
}

/// A twin of C for 20.2 instead of 20 is within 1 % of 30; A is not.
#[test]
fn alternatives_are_other_projects_for_hardly_more() {
    let mut county = county();
    county.projects.push(project(1, "twin", 30, 20.2));
    let rolls = rolls(&county, &children());
    let (best, _) = plan(&county, &children());
    let found = alternatives(&county, &rolls, &best, (3, 0.01), limits(), &Silent).unwrap();
    assert_eq!(found.len(), 1);
    assert!((found[0].difference - 0.2).abs() < 1e-6);
    assert_eq!((&found[0].dropped, &found[0].opened), (&vec![ProjectIndex(2)], &vec![ProjectIndex(3)]));
    assert_eq!(found[0].plan.status, PlanStatus::Optimal);
    // At twice the cost and more A may stand in, without either twin.
    let found = alternatives(&county, &rolls, &best, (2, 2.0), limits(), &Silent).unwrap();
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|one| one.plan.objective <= 90.0 + 1e-6));
}

/// 10 × 10⁴ yuan a year do not build C (20): ten more would, at 30; or 40 child-years without a place; nothing else helps.
#[test]
fn the_single_relaxations_of_a_lack_of_money() {
    let mut county = county();
    let limit = Yuan::from_ten_thousand(10.0);
    let covers = Spending::Capital;
    let ceiling = |year| Budget { year, county: None, source: None, limit, carry: false, covers };
    county.budgets = vec![ceiling(2023), ceiling(2024)];
    let rolls = rolls(&county, &children());
    let found = relaxations(&county, &rolls, limits(), &Silent).unwrap();
    let eases: Vec<Ease> = found.iter().map(|one| one.ease).collect();
    assert_eq!(eases, [Ease::Family(Family::Money), Ease::Family(Family::Children)]);
    assert!((found[0].plan.objective - 30.0).abs() < 1e-3, "{}", found[0].plan.objective);
    assert!((found[0].plan.shortfalls[0].amount - 10.0).abs() < 1e-3);
    let without: f64 = found[1].plan.unplaced.iter().map(|one| one.children).sum();
    assert!((without - 40.0).abs() < 1e-3, "{without}");
}

/// 60 places too few in 2024 where C gives 30: one more site like C would do, at the cost of a study that has it. 90 too few, and no
/// single site does.
#[test]
fn one_more_site_may_do() {
    let mut county = county();
    county.projects = vec![project(1, "other", 30, 20.0)];
    let further = |county: &Study, children: &[Vec<f64>]| {
        let found = relaxations(county, &rolls(county, children), limits(), &Silent).unwrap();
        found.into_iter().find(|one| matches!(one.ease, Ease::FurtherSite { .. }))
    };
    let children = |most: f64| vec![vec![90.0, 130.0, 150.0], vec![40.0, 40.0, most]];
    let found = further(&county, &children(70.0)).unwrap();
    let opens = SchoolYear(2024);
    assert_eq!(found.ease, Ease::FurtherSite { like: ProjectIndex(0), opens });
    assert_eq!(opened(&found.plan), [(0, 2024)]);
    let mut second = county.clone();
    second.projects.push(project(1, "second", 30, 20.0));
    let (with, _) = plan(&second, &children(70.0));
    assert_eq!(opened(&with), [(0, 2024), (1, 2024)]);
    assert!((found.plan.objective - with.objective).abs() < 1e-6, "{}", found.plan.objective);
    assert!(further(&county, &children(100.0)).is_none());
    // Committed projects and extensions are no site to be had again.
    county.projects[0].kind = ProjectKind::Expand;
    assert!(further(&county, &children(70.0)).is_none());
}

/// A school in every town in 2023 cannot be: C opens in 2024. A year later it can, for 26 and nothing more.
#[test]
fn a_target_may_hold_a_year_later() {
    let mut county = county();
    county.cost.travel_yuan_per_km = 0.0;
    county.schools = vec![school(0, PUBLIC, 200)];
    county.projects[2].earliest = county.horizon.last;
    let classes = vec![PUBLIC];
    let coverage =
        Coverage { classes, unit: CoverageUnit::Town, kinds: vec![], least_places: 1, within_km: 0.0 };
    county.indicators = vec![Indicator {
        id: "towns".into(),
        name: Text::from("覆盖"),
        kind: IndicatorKind::Coverage { coverage, scope: Scope::City, number: false },
        at_least: path(&[(2023, 1.0)]),
        after: After::Hold,
        reference: String::new(),
    }];
    let rolls = rolls(&county, &children());
    let found = relaxations(&county, &rolls, limits(), &Silent).unwrap();
    let later = found.iter().find(|one| one.ease == Ease::YearLater { indicator: 0 }).unwrap();
    assert!((later.plan.objective - 26.0).abs() < 1e-6);
    assert!(found.iter().any(|one| one.ease == Ease::Family(Family::Targets)));
    assert_eq!(found.len(), 2);
}

/// Two towns 6 km apart, a public school near (0.5 a pupil) and a private one far (0.6 a way, nothing to run). A ceiling of 40
/// on running cost lets 80 of 100 children into the public school: one 10⁴ yuan less moves two children more, 0.2 dearer.
#[test]
fn a_ceiling_has_the_price_of_what_it_moves() {
    let mut two = study(&[(0, 0.0), (0, 6.0)]);
    two.cost.travel_yuan_per_km = 1000.0;
    two.schools = vec![school(0, PUBLIC, 100), school(1, PRIVATE, 100)];
    two.costs = vec![cost(PUBLIC, CostItem::RunningPerPupil, 5000.0)];
    let ceiling = |limit: f64| Budget {
        year: 2024,
        county: None,
        source: None,
        limit: Yuan::from_ten_thousand(limit),
        carry: false,
        covers: Spending::Running,
    };
    let children = [vec![100.0; 3], vec![0.0; 3]];
    let at = |limit: f64| {
        let mut two = two.clone();
        two.budgets = vec![ceiling(limit)];
        plan(&two, &children).0
    };
    let held = at(40.0);
    let price = held.prices.iter().find(|one| matches!(one.promise, Promise::Budget { .. })).unwrap();
    assert!((price.per_unit - 0.2).abs() < 1e-6, "{}", price.per_unit);
    assert!((total(&at(39.0)) - total(&held) - 0.2).abs() < 1e-6);
    assert!((total(&held) - total(&at(41.0)) - 0.2).abs() < 1e-6);
}

#[derive(Debug, Clone)]
struct Case {
    children: [u32; 2],
    places: [[u32; 2]; 2],
    target: u32,
    pupil: [u32; 2],
    km_yuan: u32,
}

fn case() -> impl Strategy<Value = Case> {
    (
        prop::array::uniform2(20_u32..90),
        prop::array::uniform2(prop::array::uniform2(45_u32..90)),
        30_u32..95,
        prop::array::uniform2(0_u32..9000),
        0_u32..400,
    )
        .prop_map(|(children, places, target, pupil, km_yuan)| Case {
            children,
            places,
            target,
            pupil,
            km_yuan,
        })
}

/// No projects, so that the program is linear: its cost is convex in every right-hand side.
fn linear(case: &Case, places: [[u32; 2]; 2], target: f64) -> Study {
    let mut two = study(&[(0, 0.0), (0, 4.0)]);
    two.cost.travel_yuan_per_km = f64::from(case.km_yuan);
    for town in 0..2 {
        two.schools.push(school(town, PUBLIC, places[town][0]));
        two.schools.push(school(town, PRIVATE, places[town][1]));
    }
    two.costs = vec![
        cost(PUBLIC, CostItem::RunningPerPupil, f64::from(case.pupil[0])),
        cost(PRIVATE, CostItem::SubsidyPerPupil, f64::from(case.pupil[1])),
    ];
    two.indicators = vec![Indicator {
        id: "public".into(),
        name: Text::from("公办占比"),
        kind: IndicatorKind::Share { share: public_share(), scope: Scope::City },
        at_least: path(&[(2024, target)]),
        after: After::Hold,
        reference: String::new(),
    }];
    two
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    /// A price lies between the finite differences of both sides: one place more or less, a point of the target more or less.
    /// The target of 2024 holds in 2025 too: raising it costs the prices of both years.
    #[test]
    fn prices_are_finite_differences(case in case()) {
        let children: Vec<Vec<f64>> = case.children.iter().map(|number| vec![f64::from(*number); 3]).collect();
        let target = f64::from(case.target) / 100.0;
        let solved = |places: [[u32; 2]; 2], target: f64| {
            let study = linear(&case, places, target);
            plan(&study, &children).0
        };
        let held = solved(case.places, target);
        prop_assume!(held.status == PlanStatus::Optimal);
        let all: f64 = children.iter().map(|years| years[1]).sum();
        let of_target = held.prices.iter().filter(|one| matches!(one.promise, Promise::Indicator { .. }));
        let prices: Vec<f64> = of_target.map(|one| one.per_unit).collect();
        prop_assert!(prices.len() == 2 && prices.iter().all(|price| *price > -1e-9));
        let price: f64 = prices.iter().sum();
        for step in [0.01, -0.01] {
            let moved = solved(case.places, target + step);
            if moved.status == PlanStatus::Optimal {
                let bound = price * all * step;
                prop_assert!(total(&moved) - total(&held) >= bound - 1e-6, "target {} {}", step, bound);
            }
        }
        for town in 0..2 {
            for class in 0..2 {
                let worth: f64 = held
                    .place_prices
                    .iter()
                    .filter(|one| one.town.index() == town && one.class.index() == class)
                    .map(|one| one.saves)
                    .sum();
                prop_assert!(worth >= 0.0);
                for more in [true, false] {
                    let mut places = case.places;
                    places[town][class] = if more { places[town][class] + 1 } else { places[town][class] - 1 };
                    let moved = solved(places, target);
                    if moved.status == PlanStatus::Optimal {
                        let bound = if more { -worth } else { worth };
                        prop_assert!(total(&moved) - total(&held) >= bound - 1e-6, "places {} {}", more, bound);
                    }
                }
            }
        }
    }
}

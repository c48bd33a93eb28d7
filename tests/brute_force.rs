//! The program against an enumeration of every plan, on small made-up studies.
//!
//! Two counties of one town each, a public and a private school in each, up to six projects on up to four sites and a template,
//! new schools and closures, paid by county and city, with ceilings on money and land, limits on deliveries, a number of
//! projects, coverage of towns, certification and a share as targets; decision years 2023 and 2024, outlook 2025. With the
//! numbers of projects and the certifications given, what remains has a closed form:
//! in a county and year P public pupils, with `children − private places ≤ P ≤ public places` and, where certified,
//! `P ≥ θ·children`; for the city `ΣP ≥ target·children`. A public pupil costs more than a private one, so that the least
//! ΣP is best. In the outlook year 2025 targets hold as in 2024, have values of their own, or are free.

#![allow(
    clippy::needless_range_loop,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::too_many_lines
)]

mod support;

use proptest::prelude::*;
use support::{PRIVATE, PUBLIC, cost, path, project, public_share, rolls, school, study, verified};
use xuewei::allocation::{Limits, Method, PlanStatus, allocate};
use xuewei::domain::{
    After, Budget, CostItem, Coverage, CoverageUnit, CriteriaSet, Indicator, IndicatorKind, LandLimit,
    Project, ProjectKind, Scope, ShareCriterion, Spending, Study, Text, Yuan,
};
use xuewei::outcome::Outcome;
use xuewei::progress::Silent;

const CERTIFIED_SHARE: f64 = 0.7;
const PUPIL_YUAN: f64 = 3000.0;
const PLACE_YUAN: f64 = 1000.0;

/// A project: town, site, places (negative: a closure), capital, committed, city's share in tenths, land in 100 m².
type Sketch = (usize, usize, i32, u32, bool, u32, u32);

/// Limits of 2023 and 2024, and whether what is left is carried over.
type Ceiling = Option<([u32; 2], bool)>;

#[derive(Debug, Clone)]
struct Case {
    children: [[u32; 3]; 2],
    public: [u32; 2],
    private: [u32; 2],
    projects: Vec<Sketch>,
    /// Town, places, capital, copies, and whether all of them are committed.
    template: Option<(usize, i32, u32, u32, bool)>,
    at_least: u32,
    per_year: Option<u32>,
    target: u32,
    certified: [u32; 2],
    covered: (u32, u32),
    outlook: Outlook,
    budget: Ceiling,
    city_budget: Ceiling,
    land: Ceiling,
}

/// What is asked of 2025: values of its own for the share (per cent) and the certified counties, and whether years after
/// the last value are free.
#[derive(Debug, Clone, Copy)]
struct Outlook {
    target: Option<u32>,
    certified: Option<u32>,
    free: bool,
}

impl Case {
    /// Share asked for in a year, 0 to 2 for 2023 to 2025.
    fn target(&self, year: usize) -> f64 {
        let held = if self.outlook.free { 0 } else { self.target };
        f64::from(if year < 2 { self.target } else { self.outlook.target.unwrap_or(held) }) / 100.0
    }

    /// Counties to be certified in a year, and whether certified counties must meet the criteria in it.
    fn certified(&self, year: usize) -> (u32, bool) {
        match (year, self.outlook) {
            (0 | 1, _) => (self.certified[year], true),
            (_, Outlook { certified: Some(counties), .. }) => (counties, true),
            (_, Outlook { free, .. }) => (if free { 0 } else { self.certified[1] }, !free),
        }
    }
}

fn ceiling(greatest: u32) -> impl Strategy<Value = Ceiling> {
    prop::option::of((prop::array::uniform2(greatest / 10..greatest), any::<bool>()))
}

fn case() -> impl Strategy<Value = Case> {
    let places = prop_oneof![4 => 10_i32..80, 1 => -60_i32..-5];
    let sketch = (
        0_usize..2,
        0_usize..4,
        places,
        5_u32..60,
        prop::bool::weighted(0.1),
        prop_oneof![Just(0_u32), Just(4), Just(10)],
        5_u32..50,
    );
    let people = (
        prop::array::uniform2(prop::array::uniform3(20_u32..120)),
        prop::array::uniform2(20_u32..90),
        prop::array::uniform2(10_u32..60),
    );
    let targets = (
        0_u32..3,
        prop::option::weighted(0.3, 1_u32..3),
        prop_oneof![Just(0_u32), 50_u32..90],
        (0_u32..=2, 0_u32..=2).prop_map(|(first, more)| [first.min(more), more]),
        (0_u32..=2, 40_u32..120),
        (prop::option::weighted(0.3, 40_u32..90), prop::option::weighted(0.3, 0_u32..=2), any::<bool>())
            .prop_map(|(target, certified, free)| Outlook { target, certified, free }),
    );
    let candidates = (
        prop::collection::vec(sketch, 2..=5),
        prop::option::of((0_usize..2, 5_i32..40, 3_u32..30, 1_u32..=2, prop::bool::weighted(0.3))),
    );
    (people, candidates, targets, (ceiling(90), ceiling(60), ceiling(120))).prop_map(
        |((children, public, private), (projects, template), targets, (budget, city_budget, land))| {
            let (at_least, per_year, target, certified, covered, outlook) = targets;
            Case {
                children,
                public,
                private,
                projects,
                template,
                at_least,
                per_year,
                target,
                certified,
                covered,
                outlook,
                budget,
                city_budget,
                land,
            }
        },
    )
}

fn sketched(index: usize, sketch: &Sketch, built: &[Project]) -> Project {
    let (town, site, places, capex, committed, city, land) = *sketch;
    let mut one = project(town, &format!("{town}-{site}"), places, f64::from(capex));
    one.id = index.to_string();
    let city = f64::from(city) / 10.0;
    one.funding = [("city".to_owned(), city), ("county".to_owned(), 1.0 - city)].into();
    one.land_m2 = Some(f64::from(land) * 100.0);
    if places < 0 {
        one.kind = ProjectKind::Close;
    }
    // Two committed options of one site could never both be built, and a closure that must be might take too much.
    let taken = built.iter().any(|other| other.committed && other.site == one.site);
    one.committed = committed && !taken && places > 0;
    one
}

fn build(case: &Case) -> Study {
    let mut study = study(&[(0, 0.0), (1, 3.0)]);
    for town in 0..2 {
        study.schools.push(school(town, PUBLIC, case.public[town]));
        study.schools.push(school(town, PRIVATE, case.private[town]));
    }
    for (index, sketch) in case.projects.iter().enumerate() {
        let one = sketched(index, sketch, &study.projects);
        study.projects.push(one);
    }
    if let Some((town, places, capex, copies, committed)) = case.template {
        let one = project(town, "", places, f64::from(capex));
        study.projects.push(Project { site: None, copies, committed, land_m2: Some(1500.0), ..one });
    }
    study.costs = vec![
        cost(PUBLIC, CostItem::RunningPerPupil, PUPIL_YUAN),
        cost(PUBLIC, CostItem::RunningPerPlace, PLACE_YUAN),
    ];
    study.programmes[0].at_least = Some(case.at_least);
    study.programmes[0].at_most_per_year = case.per_year;
    let target = f64::from(case.target) / 100.0;
    let share = IndicatorKind::Share { share: public_share(), scope: Scope::City };
    let (number, least_places) = case.covered;
    let towns = CoverageUnit::Town;
    let coverage =
        Coverage { classes: vec![PUBLIC], unit: towns, kinds: vec![], least_places, within_km: 0.0 };
    let coverage = IndicatorKind::Coverage { coverage, scope: Scope::City, number: true };
    let certified = case.certified.map(|counties| f64::from(counties) / 2.0);
    let mut shares = vec![(2023, target), (2024, target)];
    shares.extend(case.outlook.target.map(|target| (2025, f64::from(target) / 100.0)));
    let mut counties = vec![(2023, certified[0]), (2024, certified[1])];
    counties.extend(case.outlook.certified.map(|counties| (2025, f64::from(counties) / 2.0)));
    study.indicators = vec![
        indicator("public", share, &shares),
        indicator("certified", IndicatorKind::Certified { criteria: 0 }, &counties),
        indicator("covered", coverage, &[(2024, f64::from(number))]),
    ];
    if case.outlook.free {
        study.indicators.iter_mut().for_each(|indicator| indicator.after = After::Free);
    }
    study.criteria.push(CriteriaSet {
        id: "set".into(),
        name: Text::from("认定"),
        shares: vec![ShareCriterion {
            id: "public".into(),
            name: Text::from("公办占比"),
            share: public_share(),
            at_least: CERTIFIED_SHARE,
        }],
        coverages: Vec::new(),
        reference: String::new(),
    });
    for (source, ceiling) in [(None, case.budget), (Some("city"), case.city_budget)] {
        for (year, limit, carry) in years_of(ceiling) {
            let (source, limit) = (source.map(str::to_owned), Yuan::from_ten_thousand(f64::from(limit)));
            study.budgets.push(Budget {
                year,
                county: None,
                source,
                limit,
                carry,
                covers: Spending::Capital,
            });
        }
    }
    for (year, limit, carry) in years_of(case.land) {
        let limit_m2 = f64::from(limit) * 100.0;
        study.land.push(LandLimit { area: None, year: Some(year), limit_m2, carry });
    }
    study
}

fn indicator(id: &str, kind: IndicatorKind, targets: &[(i32, f64)]) -> Indicator {
    let name = Text::from("指标");
    Indicator {
        id: id.into(),
        name,
        kind,
        at_least: path(targets),
        after: After::Hold,
        reference: String::new(),
    }
}

fn years_of(ceiling: Ceiling) -> impl Iterator<Item = (i32, u32, bool)> {
    ceiling
        .into_iter()
        .flat_map(|(limits, carry)| [(2023, limits[0], carry), (2024, limits[1], carry)].into_iter())
}

/// Copies of a project in use by 2023 and by 2024.
type Built = [u32; 2];

/// Least cost over every plan; none where no plan keeps every promise.
fn enumerate(case: &Case, study: &Study) -> Option<f64> {
    let options: Vec<Vec<Built>> = study
        .projects
        .iter()
        .map(|project| {
            (0..=project.copies).flat_map(|last| (0..=last).map(move |first| [first, last])).collect()
        })
        .collect();
    let (mut best, all): (Option<f64>, usize) = (None, options.iter().map(Vec::len).product());
    for code in 0..all {
        let mut rest = code;
        let built: Vec<Built> = options
            .iter()
            .map(|options| {
                let option = options[rest % options.len()];
                rest /= options.len();
                option
            })
            .collect();
        if !may_be_built(case, study, &built) {
            continue;
        }
        // 0, 1, 2: certified from 2023, 2024 or 2025; 3: never.
        for certified in 0..16 {
            let cost = cost_of(case, study, &built, [certified % 4, certified / 4]);
            best = [best, cost].into_iter().flatten().reduce(f64::min);
        }
    }
    best
}

fn may_be_built(case: &Case, study: &Study, built: &[Built]) -> bool {
    let projects = || study.projects.iter().zip(built);
    let committed = projects().all(|(project, built)| !project.committed || built[1] == project.copies);
    let sites = (0..built.len()).all(|one| {
        (0..one).all(|other| {
            let same =
                study.projects[one].site.is_some() && study.projects[one].site == study.projects[other].site;
            !same || built[one][1] + built[other][1] <= 1
        })
    });
    let new = || projects().filter(|(project, _)| project.kind == ProjectKind::New);
    let number = new().map(|(_, built)| built[1]).sum::<u32>() >= case.at_least;
    let opened = |year: usize, built: &Built| if year == 0 { built[0] } else { built[1] - built[0] };
    let delivered = case.per_year.is_none_or(|most| {
        (0..2).all(|year| new().map(|(_, built)| opened(year, built)).sum::<u32>() <= most)
    });
    let kept = |ceiling: Ceiling, unit: f64, amount: &dyn Fn(&Project) -> f64| {
        let used = |year: usize| -> f64 {
            projects().map(|(project, built)| amount(project) * f64::from(opened(year, built))).sum()
        };
        ceiling.is_none_or(|(limits, carry)| {
            let [first, second] = limits.map(|limit| f64::from(limit) * unit);
            let both =
                if carry { used(0) + used(1) <= first + second + 1e-9 } else { used(1) <= second + 1e-9 };
            used(0) <= first + 1e-9 && both
        })
    };
    let capital = |project: &Project| project.capex.ten_thousand();
    let of_city = |project: &Project| capital(project) * project.funding.get("city").copied().unwrap_or(0.0);
    let taken = (0..2).all(|town| {
        let taken = projects().map(|(project, built)| {
            let places = project.effects[0].places.min(0).unsigned_abs();
            if project.town.index() == town { places * built[1] } else { 0 }
        });
        taken.sum::<u32>() <= case.public[town]
    });
    let covered =
        (0..2).filter(|town| public_places(case, study, built, *town, 1) >= f64::from(case.covered.1));
    committed
        && sites
        && number
        && delivered
        && taken
        && covered.count() >= case.covered.0 as usize
        && kept(case.budget, 1.0, &capital)
        && kept(case.city_budget, 1.0, &of_city)
        && kept(case.land, 100.0, &|project| project.land_m2.unwrap_or(0.0))
}

/// Public places of a town in a year, 0 to 2 for 2023 to 2025.
fn public_places(case: &Case, study: &Study, built: &[Built], town: usize, year: usize) -> f64 {
    let here = study.projects.iter().zip(built).filter(|(project, _)| project.town.index() == town);
    let added =
        here.map(|(project, built)| f64::from(project.effects[0].places) * f64::from(built[year.min(1)]));
    f64::from(case.public[town]) + added.sum::<f64>()
}

fn cost_of(case: &Case, study: &Study, built: &[Built], certified: [usize; 2]) -> Option<f64> {
    let capital = |(project, built): (&Project, &Built)| project.capex.ten_thousand() * f64::from(built[1]);
    let mut cost: f64 = study.projects.iter().zip(built).map(capital).sum();
    for year in 0..3 {
        let places: f64 = (0..2).map(|town| public_places(case, study, built, town, year)).sum();
        cost += places * PLACE_YUAN / 1e4;
        if certified.iter().filter(|from| **from <= year).count() < case.certified(year).0 as usize {
            return None;
        }
        cost += year_cost(case, study, built, certified, year)?;
    }
    Some(cost)
}

fn year_cost(case: &Case, study: &Study, built: &[Built], certified: [usize; 2], year: usize) -> Option<f64> {
    let (mut least_of_all, mut most_of_all, mut all) = (0.0, 0.0, 0.0);
    for county in 0..2 {
        let children = f64::from(case.children[county][year]);
        let most = public_places(case, study, built, county, year).min(children);
        let mut least = (children - f64::from(case.private[county])).max(0.0);
        if case.certified(year).1 && certified[county] <= year {
            least = least.max(CERTIFIED_SHARE * children);
        }
        if least > most + 1e-9 {
            return None;
        }
        least_of_all += least;
        most_of_all += most;
        all += children;
    }
    let target = case.target(year) * all;
    (target <= most_of_all + 1e-9).then(|| least_of_all.max(target) * PUPIL_YUAN / 1e4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_program_finds_the_best_of_all_plans(case in case()) {
        let study = build(&case);
        let children: Vec<Vec<f64>> = case.children.iter().map(|years| years.map(f64::from).to_vec()).collect();
        let rolls = rolls(&study, &children);
        let whole = Limits { method: Method::Single, ..Limits::new(0.0, 60.0) };
        let plan = allocate(&study, &rolls, whole, &Silent).expect("a plan");
        let blocks = Limits { method: Method::Decompose, ..whole };
        let by_blocks = allocate(&study, &rolls, blocks, &Silent).expect("a plan by blocks");
        prop_assert_eq!(by_blocks.status, plan.status);
        verified(&study, &rolls, &plan, whole);
        verified(&study, &rolls, &by_blocks, blocks);
        // County by county the least cost is enclosed, not always met.
        let apart = allocate(&study, &rolls, Limits { whole: 0, ..blocks }, &Silent).expect("a plan county by county");
        verified(&study, &rolls, &apart, blocks);
        prop_assert!(apart.bound <= apart.objective + 1e-6);
        if apart.status == PlanStatus::Repaired {
            prop_assert!(apart.missed.bound <= plan.missed.weighted + 1e-5, "{:?} {:?}", apart.missed, plan.missed);
            prop_assert!(apart.missed.weighted >= plan.missed.bound - 1e-5, "{:?} {:?}", apart.missed, plan.missed);
        } else {
            prop_assert_eq!(plan.status, PlanStatus::Optimal);
            prop_assert!(apart.bound <= plan.objective + 1e-5 && plan.objective <= apart.objective + 1e-5);
        }
        if let Some(least) = enumerate(&case, &study) {
            prop_assert_eq!(plan.status, PlanStatus::Optimal);
            let cost = plan.objective + plan.constant;
                prop_assert!((cost - least).abs() < 1e-5, "program {} enumeration {}", cost, least);
            let cost = by_blocks.objective + by_blocks.constant;
            prop_assert!((cost - least).abs() < 1e-5, "blocks {} enumeration {}", cost, least);
            prop_assert!(by_blocks.bound <= by_blocks.objective + 1e-6);
            prop_assert!(plan.unplaced.is_empty() && plan.shortfalls.is_empty());
            prop_assert!(Outcome::new(&study, &rolls, &plan).every_promise_kept());
        } else {
            prop_assert_eq!(plan.status, PlanStatus::Repaired);
            let missed: f64 = plan.shortfalls.iter().map(|short| short.amount).sum::<f64>()
                + plan.unplaced.iter().map(|one| one.children).sum::<f64>();
            prop_assert!(missed > 1e-6);
            // Nothing is missed that need not be, whichever way the repair was found.
            for repaired in [&plan, &by_blocks] {
                prop_assert!(repaired.missed.weighted > 1e-6);
                prop_assert!(repaired.missed.weighted - repaired.missed.bound < 1e-5, "{:?}", repaired.missed);
            }
            let (one, other) = (plan.missed.weighted, by_blocks.missed.weighted);
            prop_assert!((one - other).abs() < 1e-4, "single {} blocks {}", one, other);
        }
    }
}

/// Found once by chance: 600 m² of a school that is built to 0.999999 are not 600 m², so that the second step of the repair
/// found no plan that missed as little as the first seemed to.
#[test]
fn a_repair_misses_what_whole_projects_miss() {
    let case = Case {
        children: [[95, 61, 20], [20, 20, 20]],
        public: [23, 20],
        private: [36, 10],
        projects: vec![(0, 0, -7, 5, false, 0, 5), (0, 0, 23, 5, false, 0, 30)],
        template: Some((1, 5, 3, 1, false)),
        at_least: 0,
        per_year: None,
        target: 73,
        certified: [0, 0],
        covered: (0, 40),
        outlook: Outlook { target: None, certified: None, free: true },
        budget: None,
        city_budget: None,
        land: Some(([12, 12], true)),
    };
    let study = build(&case);
    assert!(enumerate(&case, &study).is_none());
    let children: Vec<Vec<f64>> = case.children.iter().map(|years| years.map(f64::from).to_vec()).collect();
    let rolls = rolls(&study, &children);
    let blocks = Limits { method: Method::Decompose, ..Limits::new(0.0, 60.0) };
    for limits in [Limits::new(0.0, 60.0), blocks, Limits { whole: 0, ..blocks }] {
        let plan = allocate(&study, &rolls, limits, &Silent).expect("a plan");
        assert_eq!(plan.status, PlanStatus::Repaired);
        // Even with the new school (23 + 36 + 23 places, land is too little for it in 2023) children remain without a place.
        let missed: f64 = plan.unplaced.iter().map(|one| one.children).sum();
        assert!(missed >= 13.0 - 1e-4, "{missed}");
        assert!(plan.gap < 1e-6, "the second step is proven: {}", plan.gap);
    }
}

/// Found once by chance: a search county by county breaks a ceiling of 9 by 24 in its first step and, at least cost, by 21:
/// 27 and 3 are paid in 2023. What is said of the whole shortfall is what the plan misses: 21 × 0.1.
#[test]
fn a_ceiling_broken_by_less_than_allowed_is_counted_as_it_is() {
    let case = Case {
        children: [[20, 20, 20], [20, 20, 20]],
        public: [53, 78],
        private: [10, 10],
        projects: vec![(0, 0, 10, 5, false, 0, 5), (0, 0, 39, 27, false, 0, 25)],
        template: Some((1, 7, 3, 2, false)),
        at_least: 0,
        per_year: None,
        target: 0,
        certified: [0, 0],
        covered: (2, 92),
        outlook: Outlook { target: None, certified: None, free: false },
        budget: Some(([9, 9], false)),
        city_budget: None,
        land: Some(([55, 21], false)),
    };
    let study = build(&case);
    let children: Vec<Vec<f64>> = case.children.iter().map(|years| years.map(f64::from).to_vec()).collect();
    let rolls = rolls(&study, &children);
    let blocks = Limits { method: Method::Decompose, ..Limits::new(0.0, 60.0) };
    for limits in [
        Limits::new(0.0, 60.0),
        Limits { method: Method::Single, ..blocks },
        blocks,
        Limits { whole: 0, ..blocks },
    ] {
        let plan = allocate(&study, &rolls, limits, &Silent).expect("a plan");
        verified(&study, &rolls, &plan, limits);
        assert!((plan.missed.weighted - 2.1).abs() < 1e-5, "{:?}", plan.missed);
    }
}

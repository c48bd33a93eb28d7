//! The program against an enumeration of every plan, on small made-up studies.
//!
//! Two counties of one town each, a public and a private school in each, up to six public projects on up to four sites,
//! decision years 2023 and 2024, outlook 2025. With projects and certifications given, what remains has a closed form:
//! in a county and year P public pupils, with `children − private places ≤ P ≤ public places` and, where certified,
//! `P ≥ θ·children`; for the city `ΣP ≥ target·children`. A public pupil costs more than a private one, so that the least
//! ΣP is best.

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
use support::{PRIVATE, PUBLIC, cost, path, project, public_share, rolls, school, study};
use xuewei::allocation::{Limits, PlanStatus, allocate};
use xuewei::domain::{
    Budget, CostItem, CriteriaSet, Indicator, IndicatorKind, Scope, ShareCriterion, Spending, Study, Text,
    Yuan,
};
use xuewei::progress::Silent;

const CERTIFIED_SHARE: f64 = 0.7;
const PUPIL_YUAN: f64 = 3000.0;
const PLACE_YUAN: f64 = 1000.0;

#[derive(Debug, Clone)]
struct Case {
    children: [[u32; 3]; 2],
    public: [u32; 2],
    private: [u32; 2],
    projects: Vec<(usize, usize, i32, u32, bool)>,
    at_least: u32,
    target: u32,
    certified: [u32; 2],
    budget: Option<([u32; 2], bool)>,
}

fn case() -> impl Strategy<Value = Case> {
    (
        prop::array::uniform2(prop::array::uniform3(20_u32..120)),
        prop::array::uniform2(20_u32..90),
        prop::array::uniform2(10_u32..60),
        prop::collection::vec(
            (0_usize..2, 0_usize..4, 10_i32..80, 5_u32..60, prop::bool::weighted(0.1)),
            2..=6,
        ),
        0_u32..3,
        prop_oneof![Just(0_u32), 50_u32..90],
        (0_u32..=2, 0_u32..=2).prop_map(|(first, more)| [first.min(more), more]),
        prop::option::of((prop::array::uniform2(10_u32..90), any::<bool>())),
    )
        .prop_map(|(children, public, private, projects, at_least, target, certified, budget)| Case {
            children,
            public,
            private,
            projects,
            at_least,
            target,
            certified,
            budget,
        })
}

fn build(case: &Case) -> Study {
    let mut study = study(&[(0, 0.0), (1, 3.0)]);
    for town in 0..2 {
        study.schools.push(school(town, PUBLIC, case.public[town]));
        study.schools.push(school(town, PRIVATE, case.private[town]));
    }
    for (index, (town, site, places, capex, committed)) in case.projects.iter().enumerate() {
        let mut one = project(*town, &format!("{town}-{site}"), *places, f64::from(*capex));
        one.id = index.to_string();
        // Two committed options of one site could never both be built.
        let taken = study.projects.iter().any(|other| other.committed && other.site == one.site);
        one.committed = *committed && !taken;
        study.projects.push(one);
    }
    study.costs = vec![
        cost(PUBLIC, CostItem::RunningPerPupil, PUPIL_YUAN),
        cost(PUBLIC, CostItem::RunningPerPlace, PLACE_YUAN),
    ];
    study.programmes[0].at_least = Some(case.at_least);
    let target = f64::from(case.target) / 100.0;
    study.indicators.push(Indicator {
        id: "public".into(),
        name: Text::from("公办占比"),
        kind: IndicatorKind::Share { share: public_share(), scope: Scope::City },
        at_least: path(&[(2023, target), (2024, target)]),
        reference: String::new(),
    });
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
    study.indicators.push(Indicator {
        id: "certified".into(),
        name: Text::from("通过率"),
        kind: IndicatorKind::Certified { criteria: 0 },
        at_least: path(&[
            (2023, f64::from(case.certified[0]) / 2.0),
            (2024, f64::from(case.certified[1]) / 2.0),
        ]),
        reference: String::new(),
    });
    if let Some((limits, carry)) = case.budget {
        study.budgets = [2023, 2024]
            .into_iter()
            .zip(limits)
            .map(|(year, limit)| Budget {
                year,
                county: None,
                source: None,
                limit: Yuan::from_ten_thousand(f64::from(limit)),
                carry,
                covers: Spending::Capital,
            })
            .collect();
    }
    study
}

/// Least cost over every plan; none where no plan keeps every promise.
fn enumerate(case: &Case, study: &Study) -> Option<f64> {
    // 0, 1: opens in 2023 or 2024; 2: never.
    let mut best: Option<f64> = None;
    let count = study.projects.len();
    for code in 0..3_usize.pow(u32::try_from(count).expect("few")) {
        let opens: Vec<usize> =
            (0..count).map(|index| code / 3_usize.pow(u32::try_from(index).expect("few")) % 3).collect();
        if !allowed(case, study, &opens) {
            continue;
        }
        for certified in 0..9 {
            let certified = [certified % 3, certified / 3];
            if let Some(cost) = cost_of(case, study, &opens, certified) {
                best = Some(best.map_or(cost, |least: f64| least.min(cost)));
            }
        }
    }
    best
}

fn allowed(case: &Case, study: &Study, opens: &[usize]) -> bool {
    let built = |index: usize| opens[index] < 2;
    let projects = &study.projects;
    let committed = (0..opens.len()).all(|index| !projects[index].committed || built(index));
    let sites = (0..opens.len()).all(|one| {
        (0..one).all(|other| !built(one) || !built(other) || projects[one].site != projects[other].site)
    });
    let number = (0..opens.len()).filter(|index| built(*index)).count() >= case.at_least as usize;
    let spent = |year: usize| -> f64 {
        (0..opens.len())
            .filter(|index| opens[*index] == year)
            .map(|index| projects[index].capex.ten_thousand())
            .sum()
    };
    let budget = case.budget.is_none_or(|([first, second], carry)| {
        let (first, second) = (f64::from(first), f64::from(second));
        spent(0) <= first && if carry { spent(0) + spent(1) <= first + second } else { spent(1) <= second }
    });
    committed && sites && number && budget
}

fn cost_of(case: &Case, study: &Study, opens: &[usize], certified: [usize; 2]) -> Option<f64> {
    let standing: u32 = case.public.iter().sum();
    let mut cost = f64::from(standing) * PLACE_YUAN / 1e4 * 3.0;
    for (index, opening) in opens.iter().enumerate().filter(|(_, opening)| **opening < 2) {
        let places = f64::from(study.projects[index].effects[0].places);
        let years = [3.0, 2.0][*opening];
        cost += study.projects[index].capex.ten_thousand() + places * PLACE_YUAN / 1e4 * years;
    }
    for year in 0..3 {
        if year < 2 && certified.iter().filter(|from| **from <= year).count() < case.certified[year] as usize
        {
            return None;
        }
        cost += year_cost(case, study, opens, certified, year)?;
    }
    Some(cost)
}

fn year_cost(case: &Case, study: &Study, opens: &[usize], certified: [usize; 2], year: usize) -> Option<f64> {
    let (mut least_of_all, mut most_of_all, mut all) = (0.0, 0.0, 0.0);
    for county in 0..2 {
        let children = f64::from(case.children[county][year]);
        let added: f64 = opens
            .iter()
            .zip(&study.projects)
            .filter(|(opening, project)| **opening <= year && **opening < 2 && project.town.index() == county)
            .map(|(_, project)| f64::from(project.effects[0].places))
            .sum();
        let most = (f64::from(case.public[county]) + added).min(children);
        let mut least = (children - f64::from(case.private[county])).max(0.0);
        if year < 2 && certified[county] <= year {
            least = least.max(CERTIFIED_SHARE * children);
        }
        if least > most + 1e-9 {
            return None;
        }
        least_of_all += least;
        most_of_all += most;
        all += children;
    }
    let target = if year < 2 { f64::from(case.target) / 100.0 * all } else { 0.0 };
    (target <= most_of_all + 1e-9).then(|| least_of_all.max(target) * PUPIL_YUAN / 1e4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_program_finds_the_best_of_all_plans(case in case()) {
        let study = build(&case);
        let children: Vec<Vec<f64>> = case.children.iter().map(|years| years.map(f64::from).to_vec()).collect();
        let rolls = rolls(&study, &children);
        let plan = allocate(&study, &rolls, Limits { gap: 0.0, seconds: 60.0 }, &Silent).expect("a plan");
        if let Some(least) = enumerate(&case, &study) {
            prop_assert_eq!(plan.status, PlanStatus::Optimal);
            let cost = plan.objective + plan.constant;
                prop_assert!((cost - least).abs() < 1e-5, "program {} enumeration {}", cost, least);
            prop_assert!(plan.unplaced.is_empty() && plan.shortfalls.is_empty());
        } else {
            prop_assert_eq!(plan.status, PlanStatus::Repaired);
            let missed: f64 = plan.shortfalls.iter().map(|short| short.amount).sum::<f64>()
                + plan.unplaced.iter().map(|one| one.children).sum::<f64>();
            prop_assert!(missed > 1e-6);
        }
    }
}

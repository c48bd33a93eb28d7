//! Multi-period capacitated location as plain tables: demand by year, fixed costs that change with the year of opening, operating
//! cost, service cost by pair, and a standing facility that may close. Random instances against an enumeration of all
//! openings, each year served by the cheapest flow.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::needless_range_loop)]

use proptest::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use xuewei::allocation::{Limits, PlanStatus, allocate};
use xuewei::input::read_study;
use xuewei::progress::Silent;
use xuewei::projection::project;

const YEARS: usize = 3;
const CUSTOMERS: usize = 3;
/// The last facility stands; the others may open.
const FACILITIES: usize = 4;
const STANDING: usize = FACILITIES - 1;

const MODEL: &str = r#"
name = "location"
data = "data"
base_year = 2022
horizon = { first = 2023, last = 2025 }

[[sector]]
id = "public"

[[stage]]
id = "goods"
ages = [0, 0]
enrolment_rate = 1.0

[[programme]]
id = "building"

[cost]
discount_rate = 0.0
"#;

#[derive(Debug, Clone)]
struct Instance {
    demand: [[u32; YEARS]; CUSTOMERS],
    capacity: [u32; FACILITIES],
    /// Cost of opening in each year; of closing, for the one that stands.
    fixed: [[u32; YEARS]; FACILITIES],
    operating: [u32; FACILITIES],
    service: [[u32; FACILITIES]; CUSTOMERS],
}

fn instance() -> impl Strategy<Value = Instance> {
    (
        prop::array::uniform3(prop::array::uniform3(0_u32..20)),
        prop::array::uniform4(10_u32..60),
        prop::array::uniform4(prop::array::uniform3(1_u32..90)),
        prop::array::uniform4(0_u32..25),
        prop::array::uniform3(prop::array::uniform4(0_u32..9)),
    )
        .prop_map(|(demand, capacity, fixed, operating, service)| Instance {
            demand,
            capacity,
            fixed,
            operating,
            service,
        })
}

/// Everything that the instance says, as tables.
fn write(instance: &Instance, folder: &Path) {
    let mut towns = String::from("code,name,county\n");
    let mut demand = String::from("town,stage,year,children\n");
    let mut distances = String::from("from,to,yuan\n");
    let mut projects = String::from(
        "project,site,name,town,programme,kind,sector,from_school,places.goods,capex,running,earliest,latest\n",
    );
    for customer in 0..CUSTOMERS {
        writeln!(towns, "c{customer},c,x").unwrap();
        for year in 0..YEARS {
            writeln!(demand, "c{customer},goods,{},{}", 2023 + year, instance.demand[customer][year])
                .unwrap();
        }
        for facility in 0..FACILITIES {
            let yuan = instance.service[customer][facility] * 10_000;
            writeln!(distances, "c{customer},f{facility},{yuan}").unwrap();
        }
    }
    for facility in 0..FACILITIES {
        writeln!(towns, "f{facility},f,x").unwrap();
        // A town without customers says so.
        writeln!(demand, "f{facility},goods,2023,0").unwrap();
        let (places, running) = (instance.capacity[facility], instance.operating[facility]);
        for year in 0..YEARS {
            let (capex, opens) = (instance.fixed[facility][year], 2023 + year);
            let row = if facility == STANDING {
                format!(
                    "close{year},s,x,f{facility},building,close,public,stands,,{capex},-{running},{opens},{opens}"
                )
            } else {
                format!(
                    "{facility}-{year},{facility},x,f{facility},building,new,public,,{places},{capex},{running},{opens},{opens}"
                )
            };
            writeln!(projects, "{row}").unwrap();
        }
    }
    let school = format!(
        "school,name,town,stage,sector,places,pupils\nstands,s,f{STANDING},goods,public,{},0\n",
        instance.capacity[STANDING]
    );
    fs::create_dir_all(folder.join("data")).unwrap();
    let tables = [
        ("counties", "code,name\nx,x\n"),
        ("towns", &towns),
        ("demand", &demand),
        ("distances", &distances),
        ("projects", &projects),
        ("schools", &school),
    ];
    for (name, text) in tables {
        fs::write(folder.join(format!("data/{name}.csv")), text).unwrap();
    }
    fs::write(folder.join("location.toml"), MODEL).unwrap();
}

/// Least cost of serving a year's demand from the open facilities; none where they do not hold it. The cheapest augmenting
/// path again and again, by Bellman and Ford.
fn serve(instance: &Instance, year: usize, open: [bool; FACILITIES]) -> Option<i64> {
    let mut flow = [[0_i64; FACILITIES]; CUSTOMERS];
    let used = |flow: &[[i64; FACILITIES]; CUSTOMERS], facility: usize| {
        flow.iter().map(|of| of[facility]).sum::<i64>()
    };
    for customer in 0..CUSTOMERS {
        for _ in 0..instance.demand[customer][year] {
            // Distances from the customer to every customer and facility over the residual graph.
            let mut to_customer: [Option<i64>; CUSTOMERS] = [None; CUSTOMERS];
            let mut to_facility: [Option<(i64, usize)>; FACILITIES] = [None; FACILITIES];
            let mut from_facility: [Option<usize>; CUSTOMERS] = [None; CUSTOMERS];
            to_customer[customer] = Some(0);
            for _ in 0..CUSTOMERS + FACILITIES {
                for of in 0..CUSTOMERS {
                    for facility in (0..FACILITIES).filter(|facility| open[*facility]) {
                        let cost = i64::from(instance.service[of][facility]);
                        if let Some(there) = to_customer[of].map(|before| before + cost)
                            && to_facility[facility].is_none_or(|(best, _)| there < best)
                        {
                            to_facility[facility] = Some((there, of));
                        }
                        if let Some((there, _)) = to_facility[facility]
                            && flow[of][facility] > 0
                            && to_customer[of].is_none_or(|best| there - cost < best)
                        {
                            to_customer[of] = Some(there - cost);
                            from_facility[of] = Some(facility);
                        }
                    }
                }
            }
            let free = (0..FACILITIES)
                .filter(|facility| used(&flow, *facility) < i64::from(instance.capacity[*facility]));
            let (_, mut facility) =
                free.filter_map(|facility| to_facility[facility].map(|(cost, _)| (cost, facility))).min()?;
            loop {
                let (_, of) = to_facility[facility]?;
                flow[of][facility] += 1;
                if of == customer {
                    break;
                }
                facility = from_facility[of]?;
                flow[of][facility] -= 1;
            }
        }
    }
    let cost = |of: usize, facility: usize| flow[of][facility] * i64::from(instance.service[of][facility]);
    Some((0..CUSTOMERS).map(|of| (0..FACILITIES).map(|facility| cost(of, facility)).sum::<i64>()).sum())
}

/// Least cost over all years of opening (or closing), the operating cost of the standing facility left out of every plan.
fn enumerate(instance: &Instance) -> Option<i64> {
    let mut best: Option<i64> = None;
    for code in 0..(YEARS + 1).pow(4) {
        // Year of opening or closing; YEARS is never.
        let at: Vec<usize> = (0..4_u32).map(|digit| code / (YEARS + 1).pow(digit) % (YEARS + 1)).collect();
        let mut cost = 0;
        for facility in 0..FACILITIES {
            if at[facility] < YEARS {
                let years = i64::try_from(YEARS - at[facility]).unwrap();
                let operating = i64::from(instance.operating[facility]) * years;
                cost += i64::from(instance.fixed[facility][at[facility]])
                    + if facility == STANDING { -operating } else { operating };
            }
        }
        let served: Option<i64> = (0..YEARS)
            .map(|year| {
                let open: [bool; FACILITIES] =
                    std::array::from_fn(|facility| (at[facility] <= year) != (facility == STANDING));
                serve(instance, year, open)
            })
            .sum();
        best = [best, served.map(|served| served + cost)].into_iter().flatten().min();
    }
    best
}

fn planned(instance: &Instance) -> (PlanStatus, f64) {
    let folder = tempfile::tempdir().unwrap();
    write(instance, folder.path());
    let reading = read_study(&folder.path().join("location.toml"));
    let study = reading.study.unwrap_or_else(|| panic!("{:#?}", reading.diagnostics));
    let rolls = project(&study, &Silent).expect("demand").rolls;
    let plan = allocate(&study, &rolls, Limits::new(0.0, 60.0), &Silent).expect("a plan");
    (plan.status, plan.objective + plan.constant)
}

/// Two customers matter. The facility that stands holds 10 and costs 1 a child; facility 0 holds 20, opens for 30 in 2023, 12 in
/// 2024 or 50 in 2025 and costs 2 a year. Demand of customer 0: 8, 15, 18. In 2024 five more than stand: 0 opens in 2024 for
/// 12 + 2 × 2 = 16; serving costs 8, then 15 and 18 at 1 a child at either: 41. Together 57; with 2023 it would be 77.
#[test]
fn by_hand() {
    let instance = Instance {
        demand: [[8, 15, 18], [0; 3], [0; 3]],
        capacity: [20, 10, 10, 10],
        fixed: [[30, 12, 50], [500; 3], [500; 3], [500; 3]],
        operating: [2, 2, 2, 0],
        service: [[1; 4]; 3],
    };
    assert_eq!(enumerate(&instance), Some(57));
    let (status, cost) = planned(&instance);
    assert_eq!(status, PlanStatus::Optimal);
    assert!((cost - 57.0).abs() < 1e-6, "{cost}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tables_alone_give_the_optimum(instance in instance()) {
        let (status, cost) = planned(&instance);
        if let Some(least) = enumerate(&instance) {
            prop_assert_eq!(status, PlanStatus::Optimal);
            #[allow(clippy::cast_precision_loss)]
            let least = least as f64;
            prop_assert!((cost - least).abs() < 1e-5, "program {} enumeration {}", cost, least);
        } else {
            prop_assert_eq!(status, PlanStatus::Repaired);
        }
    }
}

//! Capacitated warehouse location of the OR-Library (Beasley) as studies: each instance becomes plain tables and a model
//! file, and the plan's cost must be the proven optimum to the printed digits.
//!
//! Customers are towns with children, warehouses are projects with places, fixed cost is capital, and the cost of serving
//! all of a customer from a warehouse is the way there: km = cost / demand, weighted with 10⁴ yuan a child and km.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use xuewei::allocation::{Limits, PlanStatus, allocate};
use xuewei::input::read_study;
use xuewei::progress::Silent;
use xuewei::projection::project;

const OPTIMA: [(&str, f64); 8] = [
    ("cap41", 1_040_444.375),
    ("cap42", 1_098_000.450),
    ("cap43", 1_153_000.450),
    ("cap44", 1_235_500.450),
    ("cap61", 932_615.750),
    ("cap62", 977_799.400),
    ("cap63", 1_014_062.050),
    ("cap64", 1_045_650.250),
];

const MODEL: &str = r#"
name = "location"
data = "data"
base_year = 2022
horizon = { first = 2023, last = 2023, outlook = 2023 }

[[sector]]
id = "public"
name = { zh = "公办" }

[[stage]]
id = "primary"
name = { zh = "小学" }
ages = [6, 6]
programme = "building"
enrolment_rate = { 2022 = 1.0 }
schooling = "county"

[[programme]]
id = "building"
name = { zh = "建设" }

[cost]
discount_rate = 0.0
travel_yuan_per_km = 10000
"#;

fn instances() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/validation/11_orlib_capacitated");
    folder.is_dir().then_some(folder)
}

/// Writes an instance as tables: counts, then capacity and fixed cost of each warehouse, then demand and costs of each
/// customer.
fn write_study(text: &str, folder: &Path) {
    let mut numbers = text.split_whitespace().map(|word| word.parse::<f64>().unwrap());
    let mut next = || numbers.next().unwrap();
    let (warehouses, customers) = (next(), next());
    let mut towns = String::from("code,name,county\n");
    let mut population = String::from("town,date,age,persons\n");
    let mut projects =
        String::from("project,name,town,programme,kind,sector,places.primary,capex,earliest,latest\n");
    let mut distances = String::from("from,to,km\n");
    let each = |number: f64| (0..).take_while(move |index| f64::from(*index) < number);
    for warehouse in each(warehouses) {
        let (places, capex) = (next(), next());
        writeln!(towns, "w{warehouse},w{warehouse},c").unwrap();
        writeln!(population, "w{warehouse},2022-08-31,5,0\nw{warehouse},2022-08-31,6,0").unwrap();
        writeln!(projects, "p{warehouse},p,w{warehouse},building,new,public,{places},{capex},2023,2023")
            .unwrap();
    }
    for customer in each(customers) {
        let demand = next();
        writeln!(towns, "t{customer},t{customer},c").unwrap();
        writeln!(population, "t{customer},2022-08-31,5,{demand}").unwrap();
        for warehouse in each(warehouses) {
            writeln!(distances, "t{customer},w{warehouse},{}", next() / demand).unwrap();
        }
    }
    fs::create_dir_all(folder.join("data")).unwrap();
    let write = |table: &str, text: &str| fs::write(folder.join(format!("data/{table}.csv")), text).unwrap();
    write("counties", "code,name\nc,c\n");
    write("towns", &towns);
    write("population", &population);
    write("mortality", "area,year,age,value\n*,*,5,0\n");
    write("schools", "school,name,town,stage,sector,places,pupils\n");
    write("projects", &projects);
    write("distances", &distances);
    fs::write(folder.join("location.toml"), MODEL).unwrap();
}

#[test]
fn optima_of_the_location_library_are_proven() {
    let Some(instances) = instances() else {
        println!("skipped: the outside cases are not at hand");
        return;
    };
    for (name, optimum) in OPTIMA {
        let folder = tempfile::tempdir().unwrap();
        write_study(&fs::read_to_string(instances.join(format!("{name}.txt"))).unwrap(), folder.path());
        let reading = read_study(&folder.path().join("location.toml"));
        let study = reading.study.unwrap_or_else(|| panic!("{:#?}", reading.diagnostics));
        let rolls = project(&study, &Silent).expect("projection").rolls;
        let plan = allocate(&study, &rolls, Limits::new(1e-9, 300.0), &Silent).expect("a plan");
        assert_eq!(plan.status, PlanStatus::Optimal, "{name}");
        let cost = plan.objective + plan.constant;
        assert!((cost - optimum).abs() < 5e-4, "{name}: {cost}, proven optimum {optimum}");
        println!("{name}: {cost:.3} in {:.2} s", plan.solve_seconds);
    }
}

//! A plan of the shipped study: its promises, and its figures computed anew from its tables.

use super::*;

/// The shipped study is proven to 0.1 % and keeps every promise; figures as of the day on which it was shipped.
#[test]
fn the_shipped_plan_keeps_every_promise() {
    let output = &planned().1;
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let summary = json(&run_folder().join("summary.json"));
    assert_eq!(summary["status"], "optimal");
    assert_eq!(summary["every_promise_kept"], true);
    assert!(summary["gap"].as_f64().unwrap() <= 0.001);
    let opened = |programme: &str| summary["projects"][programme]["opened"].as_u64().unwrap();
    assert!(opened("preschool") >= 200 && opened("compulsory") >= 170 && opened("special") == 3);
    for line in summary["indicators"].as_array().unwrap() {
        assert_eq!(line["met"], true, "{line}");
    }
    let golden = json(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/taizhou.json"));
    for (name, figure) in golden.as_object().unwrap() {
        let now = name.split('.').fold(&summary, |value, key| &value[key]).as_f64().expect(name);
        assert!(near(now, figure.as_f64().unwrap(), 0.002), "{name}: {now}, golden {figure}");
    }
    let screen = text(&output.stdout);
    for word in ["最优方案", "每个儿童都有学位", "各学年目标均达到", "椒江区", "优质幼儿园"]
    {
        assert!(screen.contains(word), "{word}");
    }
}

/// The plan's cost, from the tables alone: unit costs and capital of the inputs, openings, enrolment, moves and schools.
#[test]
fn cost_can_be_recomputed_from_the_tables() {
    let run = run_folder();
    let summary = json(&run.join("summary.json"));
    let budget = table(&run, "budget");
    let total: f64 = numbers(&budget, "present_value").iter().sum();
    let stated = summary["objective"].as_f64().unwrap() + summary["constant"].as_f64().unwrap();
    assert!(near(total, stated, 1e-9), "{total} {stated}");
    // Pupils × running cost and subsidy of their stage and sector, from the inputs as read.
    let costs = read_csv(&run.join("inputs/costs.csv"));
    let unit = |stage: &str, sector: &str, item: &str| -> f64 {
        costs
            .iter()
            .filter(|row| row["stage"] == stage && row["item"] == item)
            .filter(|row| row["sector"] == sector || row["sector"] == "*")
            .map(|row| row["value"].parse::<f64>().unwrap())
            .sum()
    };
    let enrolment = table(&run, "enrolment");
    let (stages, sectors) = (strings(&enrolment, "stage"), strings(&enrolment, "sector"));
    let (years, pupils) = (numbers(&enrolment, "year"), numbers(&enrolment, "pupils"));
    let mut paid = 0.0;
    for row in 0..enrolment.height() {
        let (stage, sector) = (stages[row].as_str(), sectors[row].as_str());
        let yuan = unit(stage, sector, "running_per_pupil") + unit(stage, sector, "subsidy_per_pupil");
        paid += pupils[row] * yuan / 1e4 * 1.03_f64.powf(2023.0 - years[row]);
    }
    let component = |name: &str| summary["cost"][name].as_f64().unwrap();
    assert!(near(paid, component("running_pupils") + component("subsidy"), 1e-9), "{paid}");
    let capital = recomputed_capital(&run);
    assert!(near(capital, component("capital"), 1e-9), "{capital} {}", component("capital"));
    let moves = table(&run, "moves");
    let (children, km, years) = (numbers(&moves, "children"), numbers(&moves, "km"), numbers(&moves, "year"));
    let travel: f64 = (0..moves.height())
        .map(|row| children[row] * km[row] * 60.0 / 1e4 * 1.03_f64.powf(2023.0 - years[row]))
        .sum();
    assert!(near(travel, component("travel_weight"), 1e-9), "{travel}");
}

/// Present value of capital: each opening's capex by the spending shares of the shipped model.
fn recomputed_capital(run: &Path) -> f64 {
    let openings = table(run, "openings");
    let (kinds, capex, years) =
        (strings(&openings, "kind"), numbers(&openings, "capex"), numbers(&openings, "year"));
    let committed = openings.column("committed").unwrap().bool().unwrap().clone();
    let mut total = 0.0;
    for row in 0..openings.height() {
        let shares: &[(f64, f64)] = match kinds[row].as_str() {
            "expand" => &[(1.0, 0.6), (0.0, 0.4)],
            "upgrade" | "convert" => &[(0.0, 1.0)],
            _ => &[(2.0, 0.2), (1.0, 0.5), (0.0, 0.3)],
        };
        for (before, share) in shares {
            let year = years[row] - before;
            if year < 2023.0 && committed.get(row) == Some(true) {
                continue; // spent already
            }
            total += capex[row] * share * 1.03_f64.powf(2023.0 - year.max(2023.0));
        }
    }
    total
}

fn read_csv(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("table");
    reader.deserialize().map(|row| row.expect("row")).collect()
}

/// Every share indicator of the shipped model, from the enrolment table alone.
#[test]
fn indicators_can_be_recomputed_from_the_tables() {
    let run = run_folder();
    let enrolment = table(&run, "enrolment");
    let (stages, sectors) = (strings(&enrolment, "stage"), strings(&enrolment, "sector"));
    let (groups, grades) = (strings(&enrolment, "group"), numbers(&enrolment, "grade"));
    let (years, pupils) = (numbers(&enrolment, "year"), numbers(&enrolment, "pupils"));
    let bought = numbers(&enrolment, "bought");
    let indicators = table(&run, "indicators");
    let (ids, reached, of_years) =
        (strings(&indicators, "indicator"), numbers(&indicators, "reached"), numbers(&indicators, "year"));
    let mut checked = 0;
    for line in 0..indicators.height() {
        let (mut of, mut among) = (0.0, 0.0);
        for row in (0..enrolment.height()).filter(|row| years[*row] == of_years[line]) {
            let preschool = stages[row] == "preschool";
            let migrant = ["primary", "junior"].contains(&stages[row].as_str()) && groups[row] == "migrant";
            let (is_among, is_of) = match ids[line].as_str() {
                "quality_kindergarten" => (preschool, grades[row] <= 2.0),
                "inclusive_kindergarten" => (preschool, sectors[row] != "private"),
                "public_kindergarten" => (preschool, sectors[row] == "public"),
                "migrant_public" => (migrant, sectors[row] == "public"),
                _ => continue,
            };
            if is_among {
                among += pupils[row];
                let counted = if ids[line] == "migrant_public" && !is_of { bought[row] } else { 0.0 };
                of += if is_of { pupils[row] } else { counted };
            }
        }
        if among > 0.0 {
            assert!(
                near(of / among, reached[line], 1e-9),
                "{} {}: {}",
                ids[line],
                of_years[line],
                of / among
            );
            checked += 1;
        }
    }
    assert_eq!(checked, 4 * 13);
}

/// Nobody is lost between rolls, moves and enrolment, and no class has more pupils than places.
#[test]
fn children_are_conserved_and_places_hold_them() {
    let run = run_folder();
    let sums = |name: &str, keys: [&str; 3], value: &str| -> BTreeMap<(String, String, i64), f64> {
        let table = table(&run, name);
        let (first, second) = (strings(&table, keys[0]), strings(&table, keys[1]));
        let (years, values) = (numbers(&table, keys[2]), numbers(&table, value));
        let mut sums = BTreeMap::new();
        for row in 0..table.height() {
            #[allow(clippy::cast_possible_truncation)] // years
            let key = (first[row].clone(), second[row].clone(), years[row] as i64);
            *sums.entry(key).or_insert(0.0) += values[row];
        }
        sums
    };
    let rolls = sums("rolls", ["town", "stage", "year"], "children");
    let leaving = sums("moves", ["from", "stage", "year"], "children");
    let arriving = sums("moves", ["to", "stage", "year"], "children");
    let enrolled = sums("enrolment", ["town", "stage", "year"], "pupils");
    let places = sums("balance", ["town", "stage", "year"], "places_after");
    for (key, children) in &rolls {
        assert!(near(*children, leaving.get(key).copied().unwrap_or(0.0), 1e-5), "{key:?}");
        let (arrived, sat) =
            (arriving.get(key).copied().unwrap_or(0.0), enrolled.get(key).copied().unwrap_or(0.0));
        assert!(near(arrived, sat, 1e-4), "{key:?}: {arrived} arrive, {sat} are enrolled");
        assert!(sat <= places[key] + 1e-3, "{key:?}: {sat} pupils, {} places", places[key]);
    }
}

/// A run folder holds what it promises, and is never overwritten.
#[test]
fn a_run_folder_is_whole_and_never_overwritten() {
    let run = run_folder();
    let names = [
        "children",
        "births",
        "rolls",
        "openings",
        "enrolment",
        "moves",
        "balance",
        "indicators",
        "budget",
        "certification",
        "unmet",
    ];
    for name in names {
        let parquet = table(&run, name);
        let csv = fs::read_to_string(run.join(format!("{name}.csv"))).expect("CSV");
        assert_eq!(csv.lines().count(), parquet.height() + 1, "{name}");
    }
    let manifest = json(&run.join("manifest.json"));
    for input in manifest["inputs"].as_array().unwrap() {
        let copy = run.join("inputs").join(input["file"].as_str().unwrap());
        assert_eq!(fs::metadata(&copy).expect("copy").len(), input["bytes"].as_u64().unwrap());
    }
    assert!(manifest["inputs"].as_array().unwrap().len() >= 9);
    let before = fs::read(run.join("summary.json")).unwrap();
    let again = xuewei(planned().0.path(), &["plan", shipped().to_str().unwrap(), "--out", "run"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("已存在"));
    assert_eq!(fs::read(run.join("summary.json")).unwrap(), before);
    let left: Vec<_> =
        fs::read_dir(planned().0.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["run"], "no half folder is left");
}

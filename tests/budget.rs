//! The finance view: payments, running cost and empty places worked out by hand, and sums that are the run's own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use polars::prelude::{ParquetReader, SerReader as _};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use support::{children, county, opened, plan};
use tempfile::TempDir;
use xuewei::domain::SpendingProfile;
use xuewei::finance::{FlowBy, Stranded, finance};
use xuewei::store::read_record;

/// The county of `hand_solved.rs` builds C (30 places, 20 × 10⁴ yuan) in 2024. Paid 0.6 a year before and 0.4 at the opening, three
/// quarters by the county: 9 + 3 in 2023, 6 + 2 in 2024; all of it bound in 2023, when works begin.
#[test]
fn commitments_and_payments_by_hand() {
    let mut county = county();
    county.spending = vec![SpendingProfile { kind: None, shares: BTreeMap::from([(1, 0.6), (0, 0.4)]) }];
    county.projects[2].funding = BTreeMap::from([("bond".to_owned(), 0.25), ("county".to_owned(), 0.75)]);
    let (plan, outcome) = plan(&county, &children());
    assert_eq!(opened(&plan), [(2, 2024)]);
    let found: Vec<(&str, i32, f64, f64)> = outcome
        .payments
        .iter()
        .map(|line| (line.source.as_str(), line.year, line.commitment, line.payment))
        .collect();
    let wanted = [
        ("bond", 2023, 5.0, 3.0),
        ("bond", 2024, 0.0, 2.0),
        ("county", 2023, 15.0, 9.0),
        ("county", 2024, 0.0, 6.0),
    ];
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert_eq!((found.0, found.1), (wanted.0, wanted.1));
        assert!((found.2 - wanted.2).abs() < 1e-9 && (found.3 - wanted.3).abs() < 1e-9, "{found:?}");
    }
}

/// A place costs 1000 yuan a year: C's 30 places cost 3 × 10⁴ yuan in 2024 and in 2025, the last year of the outlook. With 12 ×
/// 10⁴ yuan a year of operation it is 15.
#[test]
fn the_running_tail_by_hand() {
    let mut county = county();
    county.projects[2].running = xuewei::domain::Yuan::from_ten_thousand(12.0);
    let (plan, outcome) = plan(&county, &children());
    assert_eq!(opened(&plan), [(2, 2024)]);
    let found: Vec<(i32, f64, f64)> =
        outcome.running.iter().map(|line| (line.year.0, line.places, line.operating)).collect();
    assert_eq!(found, [(2024, 3.0, 12.0), (2025, 3.0, 12.0)]);
}

/// 2023: 90 and 40 children, 100 and 60 places: 10 and 20 stand empty, none of them new; they cost 1 and 2 × 10⁴ yuan. 2024: 30 of
/// 130 go to the second town, 70 in 90 places: 20 empty, all of them may be C's, at 20 / 30 each: 13.33. 2025: 50 go, all full.
#[test]
fn empty_places_by_hand() {
    let (_, outcome) = plan(&county(), &children());
    let found: Vec<_> = outcome
        .stranded
        .iter()
        .map(|line| (line.town.0, line.year.0, [line.empty, line.added, line.running, line.capital]))
        .collect();
    let wanted = [
        (0, 2023, [10.0, 0.0, 1.0, 0.0]),
        (1, 2023, [20.0, 0.0, 2.0, 0.0]),
        (1, 2024, [20.0, 20.0, 2.0, 20.0 * 20.0 / 30.0]),
    ];
    assert_eq!(found.len(), wanted.len(), "{found:?}");
    for (found, wanted) in found.iter().zip(wanted) {
        assert_eq!((found.0, found.1), (wanted.0, wanted.1));
        assert!(
            found.2.iter().zip(wanted.2).all(|(found, wanted)| (found - wanted).abs() < 1e-6),
            "{found:?}"
        );
    }
}

fn xuewei(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
    command.args(arguments).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Plans the small study of senior high schools, with a table more if one is given.
fn run_with(expenditure: Option<&str>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let data = folder.path().join("data/senior_high");
    fs::create_dir_all(&data).unwrap();
    fs::create_dir_all(folder.path().join("models")).unwrap();
    fs::copy(root.join("models/senior_high.toml"), folder.path().join("models/study.toml")).unwrap();
    for file in fs::read_dir(root.join("data/senior_high")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), data.join(file.file_name())).unwrap();
    }
    if let Some(table) = expenditure {
        fs::write(data.join("expenditure.csv"), table).unwrap();
    }
    let output = xuewei(folder.path(), &["--lang", "en", "plan", "models/study.toml", "--out", "run"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    folder
}

/// Sums of a column of a run's table by another, for the rows kept.
fn sums(run: &Path, table: &str, by: &str, of: &str, keep: impl Fn(&str) -> bool) -> BTreeMap<String, f64> {
    let file = fs::File::open(run.join(format!("{table}.parquet"))).unwrap();
    let table = ParquetReader::new(file).finish().unwrap();
    let (by, of) = (table.column(by).unwrap(), table.column(of).unwrap().f64().unwrap());
    let component = table.column("component").ok();
    let mut sums = BTreeMap::new();
    for row in 0..table.height() {
        let component = component.map(|column| column.get(row).unwrap().str_value().into_owned());
        if component.is_none_or(|component| keep(&component)) {
            let key = by.get(row).unwrap().str_value().into_owned();
            *sums.entry(key).or_insert(0.0) += of.get(row).unwrap();
        }
    }
    sums
}

const WEIGHTS: [&str; 2] = ["travel_weight", "grade_weight"];

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-6 * wanted.abs().max(1.0), "{found} {wanted}");
}

/// A figure of empty places.
type Of = fn(&Stranded) -> f64;

#[test]
fn every_sum_is_the_budget_table_s() {
    let folder = run_with(None);
    let run = folder.path().join("run");
    let view = finance(&read_record(&run).unwrap());
    let paid = |by| sums(&run, "budget", by, "amount", |component| !WEIGHTS.contains(&component));
    let capital = |by| sums(&run, "budget", by, "amount", |component| component == "capital");
    let by_year = paid("year");
    assert_eq!(view.years.len(), by_year.len());
    view.years.iter().for_each(|line| near(line.paid(), by_year[&line.year.to_string()]));
    near(view.years.last().unwrap().outstanding, 0.0);
    let all: f64 = capital("year").values().sum();
    assert!(all > 0.0);
    near(view.years.iter().map(|line| line.commitment).sum(), all);
    for (by, flows) in &view.flows {
        let wanted = match by {
            FlowBy::County => Some(capital("county")),
            FlowBy::Stage => Some(capital("stage")),
            FlowBy::Source => Some(capital("source")),
            FlowBy::Kind => None, // the budget table does not tell kinds apart: their sum is checked
        };
        for flow in flows {
            let paid: f64 = flow.payments.values().sum();
            near(flow.commitments.values().sum(), paid);
            if let Some(wanted) = &wanted {
                near(paid, wanted[&flow.of]);
            }
        }
        near(flows.iter().flat_map(|flow| flow.payments.values()).sum(), all);
    }
    let by_county = paid("county");
    view.sharing.iter().for_each(|line| near(line.all(), by_county[&line.county]));
    near(view.sharing.iter().map(xuewei::finance::Sharing::all).sum(), by_county.values().sum());
    // What projects cost to run is a part of the running cost, and all of the operating cost.
    let operating: f64 =
        sums(&run, "budget", "year", "amount", |component| component == "operating").values().sum();
    near(sums(&run, "running", "year", "operating", |_| true).values().sum(), operating);
    assert!(view.years.iter().all(|line| line.tail <= line.running + 1e-6));
    let running = |of| sums(&run, "running", "year", of, |_| true).values().sum::<f64>();
    let tail = running("places") + running("operating");
    assert!(tail > 0.0);
    near(view.tail.iter().flat_map(|line| line.by_year.values()).sum(), tail);
    near(view.years.iter().map(|line| line.tail).sum(), tail);
    let present = |keep: fn(&str) -> bool| -> f64 {
        sums(&run, "budget", "year", "present_value", keep).values().sum()
    };
    near(
        view.years.iter().map(|line| line.present).sum(),
        present(|component| !WEIGHTS.contains(&component)),
    );
    // Empty places and what they cost, by year.
    let parts: [(&str, Of); 4] = [
        ("empty", |line| line.empty),
        ("added", |line| line.added),
        ("running", |line| line.running),
        ("capital", |line| line.capital),
    ];
    for (column, of) in parts {
        let by_year = sums(&run, "stranded", "year", column, |_| true);
        assert!(by_year.values().any(|amount| *amount > 0.0), "{column}");
        for (year, wanted) in by_year {
            near(view.stranded.iter().filter(|line| line.year.to_string() == year).map(of).sum(), wanted);
        }
    }
}

/// Cells of a sheet.
fn sheet(file: &Path, name: &str) -> Vec<Vec<Data>> {
    let mut workbook: Xlsx<_> = open_workbook(file).unwrap();
    workbook.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn number(cell: &Data) -> f64 {
    if let Data::Float(value) = cell { *value } else { panic!("{cell:?}") }
}

#[test]
fn the_workbook_adds_up_with_live_formulas() {
    let folder = run_with(None);
    let output = xuewei(folder.path(), &["--lang", "en", "budget", "run", "--xlsx", "money.xlsx"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let file: PathBuf = folder.path().join("money.xlsx");
    let mut workbook: Xlsx<_> = open_workbook(&file).unwrap();
    let names = workbook.sheet_names();
    for name in ["Notes", "Years", "paid by county", "bound by source", "Ceilings", "Sharing", "Details"] {
        assert!(names.iter().any(|one| one == name), "{name}: {names:?}");
    }
    let formulas = workbook.worksheet_formula("Years").unwrap();
    let rows = sheet(&file, "Years");
    let last = rows.len() - 1;
    // Title, heads, years, totals: column C is the capital paid.
    let end = u32::try_from(last).unwrap();
    assert_eq!(formulas.get_value((end, 2)).unwrap(), &format!("SUM(C3:C{end})"));
    let run = folder.path().join("run");
    let paid = sums(&run, "budget", "year", "amount", |component| component == "capital");
    near(number(&rows[last][2]), paid.values().sum());
    near(rows[2..last].iter().map(|row| number(&row[2])).sum(), paid.values().sum());
    // In a matrix the last column adds the years up, as a formula.
    let formulas = workbook.worksheet_formula("paid by county").unwrap();
    let rows = sheet(&file, "paid by county");
    let wide = rows[1].len() - 1;
    let across = formulas.get_value((2, u32::try_from(wide).unwrap())).unwrap();
    assert!(across.starts_with("SUM(B3:"), "{across}");
    near(number(&rows[rows.len() - 1][wide]), paid.values().sum());
    // A file that is there is not written over.
    let again = xuewei(folder.path(), &["budget", "run", "--xlsx", "money.xlsx"]);
    assert_eq!(again.status.code(), Some(2));
}

#[test]
fn the_command_says_it_in_both_languages_and_forms() {
    let folder = run_with(None);
    let say = |arguments: &[&str]| {
        let output = xuewei(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let english = say(&["--lang", "en", "budget", "run"]);
    for words in
        ["Cash flow", "Capital bound by county", "Who pays what", "Empty places", "no past expenditure"]
    {
        assert!(english.contains(words), "{words}\n{english}");
    }
    let chinese = say(&["budget", "run"]);
    for words in ["现金流", "成本分担", "闲置学位", "两个只增不减", "预算上限与结转"]
    {
        assert!(chinese.contains(words), "{words}\n{chinese}");
    }
    let value: serde_json::Value =
        serde_json::from_str(&say(&["--lang", "en", "budget", "run", "--format", "json"])).unwrap();
    let years = &value["tables"][0];
    let rows = years["rows"].as_array().unwrap();
    let (total, parts) = rows.split_last().unwrap();
    near(total[2].as_f64().unwrap(), parts.iter().map(|row| row[2].as_f64().unwrap()).sum());
    let details = say(&["--lang", "en", "budget", "run", "--details", "--format", "csv"]);
    assert!(details.contains("# Capital in detail"), "{details}");
    let wrong = xuewei(folder.path(), &["budget", "nowhere"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("nowhere"));
}

/// County 990001 spends 100 and 120 × 10⁴ yuan, 900 and 880 yuan a pupil: the second rule is broken, the first kept. The whole
/// spent 500, and 480 the year after: broken. Other education spending must come to 480 less what the plan pays.
#[test]
fn past_expenditure_is_held_against_the_year_before() {
    let code =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/senior_high/counties.csv"))
            .unwrap()
            .lines()
            .nth(1)
            .unwrap()
            .split(',')
            .next()
            .unwrap()
            .to_owned();
    let table = format!(
        "year,county,stage,amount,per_pupil\n2021,{code},*,100,900\n2022,{code},*,120,880\n2021,*,*,500,\n2022,*,,480,\n2022,*,senior,,1000\n"
    );
    let folder = run_with(Some(&table));
    let view = finance(&read_record(&folder.path().join("run")).unwrap());
    let of = |area: &str| {
        view.growth.recorded.iter().find(|line| line.stated.area == area && line.change.is_some()).unwrap()
    };
    assert_eq!((of(&code).change, of(&code).per_pupil_change), (Some(20.0), Some(-20.0)));
    assert_eq!((of("*").change, of("*").per_pupil_change), (Some(-20.0), None));
    assert!(of(&code).fell() && of("*").fell());
    assert_eq!(view.growth.recorded.iter().filter(|line| line.checked() == 0).count(), 3);
    assert!(!view.growth.unknown.contains(&code) && !view.growth.unknown.is_empty());
    for line in view.growth.planned.iter().filter(|line| line.area == "*") {
        near(line.rest_at_least.unwrap(), 480.0 - line.paid);
    }
    let output = xuewei(folder.path(), &["--lang", "en", "budget", "run"]);
    let screen = text(&output.stdout);
    for words in
        ["3 figures held against the year before", "a pupil fell by 20.00 yuan", "fell by 20.00 × 10⁴"]
    {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    let faulty = format!("year,county,stage,amount,per_pupil\n2021,{code},*,,\n");
    fs::write(folder.path().join("data/senior_high/expenditure.csv"), faulty).unwrap();
    let checked = xuewei(folder.path(), &["--lang", "en", "check", "models/study.toml"]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(
        text(&checked.stderr).contains("neither the expenditure")
            || text(&checked.stdout).contains("neither")
    );
}

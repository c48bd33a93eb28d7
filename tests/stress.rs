//! Stress: flows against hand-solved futures and against the linear program with every rule; the command on a run folder.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use ndarray::Array4;
use polars::prelude::{
    IntoColumn as _, NamedFrom as _, ParquetReader, ParquetWriter, SerReader as _, Series,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use support::{
    PRIVATE, PUBLIC, children, county, opened, path, plan, project, public_share, rolls, school, study,
};
use xuewei::allocation::{Limits, Plan, SolveError, Wishes, least_missed};
use xuewei::domain::{After, Indicator, IndicatorKind, Scope, Study, Text, TravelLimit};
use xuewei::progress::Silent;
use xuewei::store::{read_record, reopen};
use xuewei::stress::{Stress, robust, stress};
use xuewei::verify::{Against, Check, Verification, verify};

/// Futures given as children by town and year.
fn futures(all: &[Vec<Vec<f64>>]) -> Array4<f64> {
    let (towns, years) = (all[0].len(), all[0][0].len());
    Array4::from_shape_fn((towns, 1, years, all.len()), |(town, _, year, future)| all[future][town][year])
}

fn under(study: &Study, plan: &Plan, all: &[Vec<Vec<f64>>]) -> Stress {
    stress(study, &rolls(study, &all[0]), plan, &futures(all), &Silent)
}

#[test]
fn two_futures_by_hand() {
    let study = county();
    let (plan, _) = plan(&study, &children());
    let added: i32 = plan.openings.iter().map(|one| study.projects[one.project.index()].net_places()).sum();
    let places = 160.0 + f64::from(added); // in 2025; both towns reach each other
    let mut many = children();
    many[0][2] = 400.0; // 2025: 400 and 40 children
    let found = under(&study, &plan, &[children(), many]);
    assert!((found.everyone_placed - 0.5).abs() < 1e-12);
    // 0 in the first future, all beyond the places in the second; the worst tenth of two futures is one of them.
    let without = 440.0 - places;
    assert!((found.stages[0].unplaced - without / 2.0).abs() < 1e-6, "{:?}", found.stages);
    assert!((found.stages[0].unplaced_worst - without).abs() < 1e-6);
    let by_town: f64 = found.towns.iter().map(|line| line.unplaced).sum();
    assert!((by_town - found.stages[0].unplaced).abs() < 1e-9, "towns add up to the stage");
    // Places without a child in 2024, the last decision year: alike in both futures.
    let opened: f64 = plan
        .openings
        .iter()
        .filter(|one| one.year.0 <= 2024)
        .map(|one| f64::from(study.projects[one.project.index()].net_places()))
        .sum();
    assert!((found.stages[0].empty - (160.0 + opened - 170.0)).abs() < 1e-6, "{:?}", found.stages);
    assert!(found.every_target.to_bits() == 1.0_f64.to_bits(), "no target is asked for");
}

#[test]
fn a_robust_plan_by_hand() {
    // 160 places stand. The central path needs 190 in 2025: the 30 places for 20. In nine of ten futures 230 children come: 40 and
    // 30 places for 100 hold them, 100 places for 150 would too. In the tenth come 1,000, whom nothing holds.
    let study = county();
    let central = rolls(&study, &children());
    let with = |more: f64| {
        let mut children = children();
        children[0][2] += more;
        children
    };
    let mut all = vec![with(40.0); 9];
    all.insert(4, with(810.0));
    let all = futures(&all);
    let seek = |share: f64| {
        robust(&study, &central, (&all, share), &Wishes::default(), Limits::new(0.0, 60.0), &Silent)
    };
    let found = seek(0.9).unwrap();
    let places: Vec<i32> =
        found.plan.openings.iter().map(|one| study.projects[one.project.index()].net_places()).collect();
    assert_eq!(places, [40, 30], "{:?}", found.plan.openings);
    assert!(found.stood.0 < 1e-12 && (found.stood.1 - 0.9).abs() < 1e-12, "{:?}", found.stood);
    assert!(found.plan.objective + found.plan.constant > found.central_cost);
    assert_eq!(seek(1.0).unwrap_err(), SolveError::Infeasible);
    let nothing_asked = seek(0.0).unwrap();
    assert_eq!((nothing_asked.rounds, nothing_asked.needs.len(), nothing_asked.held.len()), (1, 0, 0));
    assert_eq!((found.held.len(), found.held.contains(&4), found.lacking), (9, false, 0));
}

/// Targets of a share are cut for. One town with 100 public and 200 private places for 100 children, half of whom are to be public in
/// 2024: 100 do on the central path. In the future 300 children come in 2024, all have a place, but 150 would have to be public: the
/// cheapest 50 places more are the 60 for 70, since 40 for 20 are too few.
#[test]
fn a_robust_plan_reaches_shares_in_its_futures() {
    let mut town = study(&[(0, 0.0)]);
    town.schools = vec![school(0, PUBLIC, 100), school(0, PRIVATE, 200)];
    town.projects =
        vec![project(0, "site", 40, 20.0), project(0, "site", 60, 70.0), project(0, "site", 90, 90.0)];
    town.indicators = vec![Indicator {
        id: "public".into(),
        name: Text::default(),
        kind: IndicatorKind::Share { share: public_share(), scope: Scope::EveryCounty },
        at_least: path(&[(2024, 0.5)]),
        after: After::Hold,
        reference: String::new(),
    }];
    let central = vec![vec![100.0, 100.0, 100.0]];
    let rolls = rolls(&town, &central);
    let all = futures(&[central, vec![vec![100.0, 300.0, 100.0]]]);
    let seek =
        |share| robust(&town, &rolls, (&all, share), &Wishes::default(), Limits::new(0.0, 60.0), &Silent);
    let found = seek(1.0).unwrap();
    assert_eq!(opened(&found.plan), [(1, 2024)], "{:?}", found.needs);
    assert_eq!((found.stood, found.lacking), ((0.5, 1.0), 0));
    assert_eq!(found.needs.len(), 1);
    assert!(
        (found.needs[0].needed - 150.0).abs() < 1e-9 && found.needs[0].year.0 == 2024,
        "{:?}",
        found.needs
    );
    assert!(opened(&seek(0.5).unwrap().plan).is_empty(), "one of the two futures holds as it is");
}

/// Six towns of two counties on a line, of which each reaches those up to 6 km away; public and private places.
fn line(random: &mut ChaCha8Rng) -> Study {
    let mut line = study(&[(0, 0.0), (0, 5.0), (0, 10.0), (1, 12.0), (1, 17.0), (1, 23.0)]);
    line.stages[0].travel_limit = TravelLimit { km: Some(6.0), ..TravelLimit::default() };
    for town in 0..6 {
        line.schools.push(school(town, PUBLIC, random.random_range(0..200)));
        line.schools.push(school(town, PRIVATE, random.random_range(0..100)));
    }
    line.indicators = vec![Indicator {
        id: "public".into(),
        name: Text::default(),
        kind: IndicatorKind::Share { share: public_share(), scope: Scope::EveryCounty },
        at_least: path(&[(2023, 0.7), (2024, 0.8)]),
        after: After::Hold,
        reference: String::new(),
    }];
    line
}

fn some_children(random: &mut ChaCha8Rng) -> Vec<Vec<f64>> {
    (0..6).map(|_| (0..3).map(|_| f64::from(random.random_range(0..160))).collect()).collect()
}

#[test]
fn flows_agree_with_the_linear_program() {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let (mut without, mut missed) = (0, 0);
    for _ in 0..60 {
        let study = line(&mut random);
        let children = some_children(&mut random);
        let nothing = Plan { openings: Vec::new(), ..empty_plan() };
        let found = under(&study, &nothing, &[children.clone(), children.clone()]);
        // A child without a place weighs far more than a pupil lacking to the share, so that the program places as many as it can.
        let mut heavy = study.clone();
        heavy.repair.child = 1_000.0;
        let exact =
            least_missed(&heavy, &rolls(&study, &children), &[], Limits::new(0.0, 60.0), &Silent).unwrap();
        let unplaced: f64 = exact.unplaced.iter().map(|one| one.children).sum();
        let by_flow: f64 = found.stages.iter().map(|line| line.unplaced).sum();
        assert!((by_flow - unplaced).abs() < 1e-4, "{by_flow} {unplaced}");
        without += usize::from(unplaced > 0.5);
        let short = exact.shortfalls.iter().filter(|short| short.amount > 1e-3).count();
        let by_flow = found.targets.iter().filter(|line| line.chance == Some(0.0)).count();
        assert_eq!(by_flow, short, "{:?} {:?}", found.targets, exact.shortfalls);
        missed += short;
    }
    assert!(without > 10 && missed > 10, "both kinds of failure occur: {without}, {missed}");
}

fn empty_plan() -> Plan {
    let study = county();
    plan(&study, &children()).0
}

fn xuewei(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
    command.args(["--lang", "en"]).args(arguments).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_command_answers_from_a_run_folder() {
    let folder = tempfile::tempdir().unwrap();
    let model: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/senior_high.toml");
    let planned = xuewei(folder.path(), &["plan", model.to_str().unwrap(), "--out", "run"]);
    assert!(matches!(planned.status.code(), Some(0 | 3)));
    let arguments = ["stress", "run", "--futures", "200", "--check", "2", "--format", "json"];
    let ran = xuewei(folder.path(), &arguments);
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran.stderr));
    let said: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(said["tables"].as_array().unwrap().len(), 4, "targets, stages, towns, check");
    assert!(said["sentences"][0].as_str().unwrap().starts_with("200 futures"));
    assert_eq!(text(&ran.stdout), text(&xuewei(folder.path(), &arguments).stdout), "the seed decides");
    for command in [&["stress", "run"][..], &["report", "run", "--year", "2027"]] {
        let many = xuewei(folder.path(), &[command, &["--futures", "100000000"]].concat());
        assert_eq!(many.status.code(), Some(2), "{}", text(&many.stderr));
        assert!(text(&many.stderr).contains("20000"), "{}", text(&many.stderr));
    }
    let nowhere = xuewei(folder.path(), &["stress", "nowhere"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stderr).contains("nowhere"));
}

/// A made-up study of six towns, a quarter of whose schools close: its least-cost plan holds few futures, a dearer one more.
#[test]
fn a_robust_plan_costs_more_and_holds_more() {
    let folder = tempfile::tempdir().unwrap();
    let synth = [
        "synth",
        "six",
        "--towns",
        "6",
        "--counties",
        "2",
        "--seed",
        "4",
        "--closing",
        "0.25",
        "--free-numbers",
    ];
    assert_eq!(xuewei(folder.path(), &synth).status.code(), Some(0));
    let plan = |more: &[&str]| xuewei(folder.path(), &[&["plan", "six", "--format", "json"], more].concat());
    let cost = |ran: &std::process::Output| -> f64 {
        let said: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
        said["objective"].as_f64().unwrap() + said["constant"].as_f64().unwrap()
    };
    let held = |run: &str| -> f64 {
        let ran =
            xuewei(folder.path(), &["stress", run, "--futures", "400", "--seed", "9", "--format", "json"]);
        let said: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
        let sentence = said["sentences"][1].as_str().unwrap().to_owned();
        let share = sentence.split("in every year in ").nth(1).unwrap().split(" %").next().unwrap();
        share.parse().unwrap()
    };
    let (central, robust) = (plan(&["--out", "central"]), plan(&["--robust", "0.6", "--out", "robust"]));
    assert_eq!((central.status.code(), robust.status.code()), (Some(0), Some(0)), "{}", text(&robust.stderr));
    assert!(cost(&robust) > cost(&central));
    assert!(held("robust") > held("central") + 1.0, "futures that made neither plan");
    assert_eq!(xuewei(folder.path(), &["verify", "robust"]).status.code(), Some(0));
    the_run_tells_of_it(folder.path(), cost(&robust), cost(&central));
    let beyond = plan(&["--robust", "0.95", "--out", "beyond"]);
    assert_eq!(beyond.status.code(), Some(5), "{}", text(&beyond.stderr));
    assert!(text(&beyond.stderr).contains("all candidate projects together in at most"));
    assert!(!folder.path().join("beyond").exists());
}

/// What was asked and solved is kept: in manifest and summary, told by `compare` and `explain`, heeded when one thing is decided otherwise,
/// and verified.
fn the_run_tells_of_it(folder: &Path, cost: f64, central: f64) {
    let record = read_record(&folder.join("robust")).unwrap();
    let told = record.robust.clone().unwrap();
    assert_eq!((told.share, told.futures, told.held.len(), told.seed), (0.6, 200, 120, 1));
    assert!((told.central_cost - central).abs() < 1e-6 && (record.total - cost).abs() < 1e-6);
    assert!(told.stood.1 > told.stood.0 && told.rows > 0);
    assert_eq!(read_record(&folder.join("central")).unwrap().robust, None);
    // The share of other futures is what `stress` finds with their seed.
    let (number, seed) = (told.others.0.to_string(), told.others.1.to_string());
    let ran = xuewei(folder, &["stress", "robust", "--futures", &number, "--seed", &seed]);
    let both = format!("both in {:.1} %", told.others.2 * 100.0);
    assert!(text(&ran.stdout).contains(&both), "{both}: {}", text(&ran.stdout));
    for command in [&["compare", "central", "robust"][..], &["explain", "robust"]] {
        let said = text(&xuewei(folder, command).stdout);
        assert!(said.contains("Robust plan: in 60.0 % of 200 futures (seed 1)"), "{said}");
    }
    let report = ["report", "robust", "--year", "2025", "--to", "html", "--out", "proposal"];
    assert_eq!(xuewei(folder, &report).status.code(), Some(0));
    let pages = fs::read_dir(folder.join("proposal"))
        .unwrap()
        .map(|page| fs::read_to_string(page.unwrap().path()).unwrap());
    assert!(pages.collect::<String>().contains("Robust plan: in 60.0 % of 200 futures (seed 1)"));
    let opened = reopen(&folder.join("robust")).unwrap();
    assert_eq!(opened.wishes.needs.len(), told.rows);
    // Left without its needs, the plan that only they ask for would be cheaper: with them, deciding otherwise costs.
    let mut other = opened.study.projects.iter().map(|one| &one.id);
    let only = |id: &&String| {
        let opens = |run: &str| {
            read_record(&folder.join(run)).unwrap().openings.iter().any(|one| one.project == **id)
        };
        opens("robust") && !opens("central")
    };
    let project = other.find(only).expect("a project for the futures alone");
    let ran = xuewei(folder, &["explain", "robust", project]);
    let said = text(&ran.stdout);
    assert!(said.contains("The plan builds it"), "{said}");
    assert!(!said.contains("the least cost is -"), "{said}");
    // Too few places, or a figure told otherwise, is found.
    let path = folder.join("robust/needs.parquet");
    let whole = ParquetReader::new(fs::File::open(&path).unwrap()).finish().unwrap();
    let verified = || {
        let against = Against { study: &opened.study, applied: &opened.applied, rolls: None };
        verify(&folder.join("robust"), &against)
    };
    let of_robust =
        |found: &Verification| found.findings.iter().filter(|one| one.check == Check::Robust).count();
    assert_eq!(verified().findings, []);
    assert!(verified().lines.iter().any(|line| line.check == Check::Robust && line.compared > told.rows));
    let mut more = whole.clone();
    let needed: Vec<f64> =
        whole.column("needed").unwrap().f64().unwrap().iter().map(|need| need.unwrap() * 3.0).collect();
    more.with_column(Series::new("needed".into(), needed).into_column()).unwrap();
    ParquetWriter::new(fs::File::create(&path).unwrap()).finish(&mut more).unwrap();
    assert!(of_robust(&verified()) > 0);
    ParquetWriter::new(fs::File::create(&path).unwrap()).finish(&mut whole.head(Some(0))).unwrap();
    assert_eq!(of_robust(&verified()), 1, "rows are missing");
    ParquetWriter::new(fs::File::create(&path).unwrap()).finish(&mut whole.clone()).unwrap();
    let summary = folder.join("robust/summary.json");
    let text_of = fs::read_to_string(&summary).unwrap();
    fs::write(&summary, text_of.replace("\"share\": 0.6", "\"share\": 0.4")).unwrap();
    assert_eq!(of_robust(&verified()), 1);
}

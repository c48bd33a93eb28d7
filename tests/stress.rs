//! Stress: flows against hand-solved futures and against the linear program with every rule; the command on a run folder.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use ndarray::Array4;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use support::{PRIVATE, PUBLIC, children, county, path, plan, public_share, rolls, school, study};
use xuewei::allocation::{Limits, Plan, SolveError, Wishes, least_missed};
use xuewei::domain::{Indicator, IndicatorKind, Scope, Study, Text, TravelLimit};
use xuewei::progress::Silent;
use xuewei::stress::{Stress, robust, stress};

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
    assert_eq!((nothing_asked.rounds, nothing_asked.needs), (1, 0));
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
    let (central, robust) = (plan(&["--out", "central"]), plan(&["--robust", "0.3", "--out", "robust"]));
    assert_eq!((central.status.code(), robust.status.code()), (Some(0), Some(0)), "{}", text(&robust.stderr));
    assert!(cost(&robust) > cost(&central));
    assert!(held("robust") > held("central") + 1.0, "futures that made neither plan");
    assert_eq!(xuewei(folder.path(), &["verify", "robust"]).status.code(), Some(0));
    let beyond = plan(&["--robust", "0.95", "--out", "beyond"]);
    assert_eq!(beyond.status.code(), Some(5), "{}", text(&beyond.stderr));
    assert!(text(&beyond.stderr).contains("all candidate projects together in at most"));
    assert!(!folder.path().join("beyond").exists());
}

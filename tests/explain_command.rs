//! Reasons: prices and counterfactuals worked out by hand, and the command on a small run.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use support::{PRIVATE, PUBLIC, children, cost, county, path, project, public_share, school, study};
use tempfile::TempDir;
use xuewei::allocation::{Limits, Plan, Wishes, allocate};
use xuewei::domain::{
    After, CostItem, CountyIndex, Demand, GroupIndex, Indicator, IndicatorKind, Path as Years,
    ProgrammeIndex, ProjectIndex, SchoolYear, Scope, StageIndex, Study, Text, TownIndex,
};
use xuewei::explain::{
    Move, Planned, Subject, Target, county_reasons, decide_otherwise, find, move_target, project_reasons,
    reasons, target_reasons, town_reasons,
};
use xuewei::outcome::Outcome;
use xuewei::progress::Silent;
use xuewei::projection::{Projection, project as projected};

const LIMITS: Limits = Limits::new(0.0, 60.0);

/// A study whose children are given, planned.
struct Made {
    study: Study,
    projection: Projection,
    plan: Plan,
    outcome: Outcome,
}

impl Made {
    fn new(mut study: Study, children: &[Vec<f64>]) -> Self {
        let first = study.horizon.first.0;
        let demand = |(town, children): (usize, &Vec<f64>)| Demand {
            town: TownIndex(town),
            stage: StageIndex(0),
            group: Some(GroupIndex(0)),
            children: Years(
                (first..).zip(children).map(|(year, children)| (SchoolYear(year), *children)).collect(),
            ),
        };
        study.demand = children.iter().enumerate().map(demand).collect();
        let projection = projected(&study, &Silent).unwrap();
        let plan = allocate(&study, &projection.rolls, LIMITS, &Silent).unwrap();
        let outcome = Outcome::new(&study, &projection.rolls, &plan);
        Self { study, projection, plan, outcome }
    }

    fn planned(&self) -> Planned<'_> {
        Planned { study: &self.study, projection: &self.projection, plan: &self.plan, outcome: &self.outcome }
    }
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-6, "{found} {wanted}");
}

/// The county of `hand_solved.rs` with 145 children in the first town at the end, so that no price is tied. The plan opens C (30
/// places in the second town) in 2024. A place more in the first town spares one child 5 km at 100 yuan: 0.05 × 10⁴ yuan in 2024
/// and in 2025. A (40 places, 80) opened in 2024 costs 80 and 2 × 40 × 0.1 to run, and saves 2 × 40 × 0.05; a year earlier it
/// costs 4 more to run and saves nothing more.
#[test]
fn a_project_at_the_plan_s_prices() {
    let mut children = children();
    children[0][2] = 145.0;
    let made = Made::new(county(), &children);
    let found = project_reasons(made.planned(), ProjectIndex(0));
    assert!(!found.in_plan() && !found.fills_programme());
    let worths: Vec<_> =
        found.worths.iter().map(|one| (one.year.0, one.capital, one.running, one.worth)).collect();
    assert_eq!(worths.len(), 2);
    for (found, wanted) in worths.iter().zip([(2023, 80.0, 12.0, 4.0), (2024, 80.0, 8.0, 4.0)]) {
        assert_eq!(found.0, wanted.0);
        [(found.1, wanted.1), (found.2, wanted.2), (found.3, wanted.3)]
            .iter()
            .for_each(|(found, wanted)| near(*found, *wanted));
    }
    near(found.worths[1].reduced_cost(), 84.0);
    let chosen = project_reasons(made.planned(), ProjectIndex(2));
    assert_eq!(chosen.openings, BTreeMap::from([(SchoolYear(2024), 1)]));
    // Its site has a rival only where the plan builds one of them.
    assert!(found.rivals.is_empty());
    let best = &reasons(made.planned()).places[0];
    assert_eq!((best.town, best.class, best.from), (TownIndex(0), PUBLIC, SchoolYear(2024)));
    near(best.saves, 0.1);
}

/// Forced in, A (80 + 8 + 10 children × 0.05) replaces C (20 + 6 + 4): 58.5 more, as in `explain.rs`; parts add up.
#[test]
fn forcing_a_project_in_and_out() {
    let made = Made::new(county(), &children());
    for (index, wanted) in [(0, 58.5), (2, 58.5), (1, 140.0)] {
        let found =
            decide_otherwise(made.planned(), ProjectIndex(index), &Wishes::default(), LIMITS, &Silent)
                .unwrap();
        near(found.cost, wanted);
        assert!(found.possible && found.between.0 <= found.cost && found.cost <= found.between.1 + 1e-9);
        near(found.counties.iter().map(|(_, amount)| amount).sum(), wanted);
        near(found.components.iter().map(|(_, amount)| amount).sum(), wanted);
        assert_eq!(found.shifts.len(), 2, "one comes, one goes");
    }
    // What the run forced stays forced: with B kept out, C left out leaves only A.
    let wishes = Wishes { forced: BTreeMap::from([(ProjectIndex(0), false)]), ..Wishes::default() };
    let found = decide_otherwise(made.planned(), ProjectIndex(2), &wishes, LIMITS, &Silent).unwrap();
    near(found.cost, 140.0);
}

/// Two counties of 100 children with 100 public and 100 private places each; a public pupil costs 2000 yuan a year in the first
/// and there are none in the second: half the children of both together are to be public in 2023 and 2024, and so in the outlook 2025.
fn shares() -> Made {
    let mut two = study(&[(0, 0.0), (1, 5.0)]);
    two.schools =
        vec![school(0, PUBLIC, 100), school(0, PRIVATE, 100), school(1, PUBLIC, 80), school(1, PRIVATE, 100)];
    two.costs = vec![
        cost(PUBLIC, CostItem::RunningPerPupil, 2000.0),
        cost(PRIVATE, CostItem::SubsidyPerPupil, 500.0),
    ];
    two.indicators = vec![Indicator {
        id: "public".into(),
        name: Text { zh: "公办占比".into(), en: "Public share".into() },
        kind: IndicatorKind::Share { share: public_share(), scope: Scope::EveryCounty },
        at_least: path(&[(2023, 0.5), (2024, 0.5)]),
        after: After::Hold,
        reference: String::new(),
    }];
    Made::new(two, &[vec![100.0; 3], vec![100.0; 3]])
}

/// One point more is one child of each county in 2023, 2024 and 2025 at 0.2 − 0.05 = 0.15 × 10⁴ yuan: 0.9 altogether, 0.45
/// each.
#[test]
fn one_more_point_by_hand() {
    let made = shares();
    let told = target_reasons(made.planned(), Target::Indicator(0));
    near(told.step, 0.01);
    let of_2023 = told.lines.iter().find(|line| line.year == SchoolYear(2023)).unwrap();
    near(of_2023.price.unwrap(), 0.15);
    let change = Move { target: Target::Indicator(0), by: told.step };
    let found = move_target(made.planned(), change, &Wishes::default(), LIMITS, &Silent).unwrap();
    near(found.cost, 0.9);
    assert_eq!(found.counties.len(), 2);
    found.counties.iter().for_each(|(_, amount)| near(*amount, 0.45));
    // Nine tenths of the second county's children cannot be public: 80 places, 10 too few in each of three years.
    let change = Move { target: Target::Indicator(0), by: 0.4 };
    let found = move_target(made.planned(), change, &Wishes::default(), LIMITS, &Silent).unwrap();
    assert!(!found.possible);
    let short: f64 = found.broken.iter().map(|(_, amount)| amount).sum();
    assert!((short - 30.0).abs() < 1e-3, "{short}");
}

/// C (20) is the only project that is needed; the programme of two takes D (9) besides: 9 more and its running cost.
#[test]
fn one_more_project_of_a_programme() {
    let mut county = county();
    county.projects.push(project(0, "fourth", 10, 9.0));
    county.programmes[0].at_least = Some(1);
    let made = Made::new(county, &children());
    let told = target_reasons(made.planned(), Target::Programme(ProgrammeIndex(0)));
    assert_eq!((told.programme.unwrap().opened, told.step), (1, 1.0));
    assert!(project_reasons(made.planned(), ProjectIndex(2)).fills_programme());
    let change = Move { target: Target::Programme(ProgrammeIndex(0)), by: 1.0 };
    let found = move_target(made.planned(), change, &Wishes::default(), LIMITS, &Silent).unwrap();
    // Opened in 2024: 9, two years of ten places at 0.1, less ten children a year spared 5 km.
    near(found.cost, 9.0 + 2.0 - 1.0);
    assert_eq!(found.shifts.len(), 1);
    assert_eq!(found.shifts[0].project, ProjectIndex(3));
}

/// 2024: 130 children, 100 places: 30 go to the second town, which C serves.
#[test]
fn a_town_by_hand() {
    let made = Made::new(county(), &children());
    let first = town_reasons(made.planned(), TownIndex(0));
    let line = first.lines.iter().find(|line| line.area.year == SchoolYear(2024)).unwrap();
    near(line.area.needing, 130.0);
    near(line.area.leaving, 30.0);
    near(line.area.arriving, 0.0);
    near(line.area.pupils, 100.0);
    assert_eq!((line.births, line.children), (None, None), "demand is given without people");
    assert_eq!(first.projects.len(), 2);
    let stream = first.streams.iter().find(|one| one.year == SchoolYear(2024)).unwrap();
    assert!(!stream.arriving && stream.other == TownIndex(1));
    near(stream.children, 30.0);
    let second = town_reasons(made.planned(), TownIndex(1));
    let line = second.lines.iter().find(|line| line.area.year == SchoolYear(2024)).unwrap();
    near(line.area.places_after - line.area.places_before, 30.0);
    near(line.area.arriving, 30.0);
    assert!(!second.projects[0].openings.is_empty());
    assert_eq!(made.study.county_of(TownIndex(1)), CountyIndex(0));
}

#[test]
fn things_are_found_by_id_and_name() {
    let mut county = county();
    county.towns[0].name = Text { zh: "白云街道".into(), en: "Baiyun Subdistrict".into() };
    county.projects[0].name = "白云街道第一小学".into();
    county.projects[1].name = "白云街道第二小学".into();
    county.counties[0].name = Text { zh: "临海市".into(), en: "Linhai".into() };
    let subject = |words: &str| find(&county, words);
    assert_eq!(subject("t0"), Ok(Subject::Town(TownIndex(0))));
    assert_eq!(subject("临海"), Ok(Subject::County(CountyIndex(0))));
    assert_eq!(subject("白云"), Ok(Subject::Town(TownIndex(0))));
    assert_eq!(subject("baiyun"), Ok(Subject::Town(TownIndex(0))));
    assert_eq!(subject("第二小学"), Ok(Subject::Project(ProjectIndex(1))));
    assert_eq!(subject("compulsory"), Ok(Subject::Programme(ProgrammeIndex(0))));
    let several = subject("小学").unwrap_err();
    assert!(several.ambiguous && several.candidates.len() == 2, "{several:?}");
    let mistyped = subject("compulsary").unwrap_err();
    assert!(!mistyped.ambiguous);
    assert!(mistyped.candidates[0].starts_with("compulsory"), "{mistyped:?}");
    assert!(subject("").is_err() && subject("zzzzzzzzzz").unwrap_err().candidates.is_empty());
}

fn xuewei(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xuewei"));
    command.args(arguments).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn run() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/senior_high.toml");
    let output = xuewei(folder.path(), &["plan", model.to_str().unwrap(), "--out", "run"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    folder
}

/// The answer in JSON, on a run.
fn asked(folder: &Path, arguments: &[&str]) -> serde_json::Value {
    let output =
        xuewei(folder, &[&["--lang", "en", "explain", "run", "--format", "json"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn table<'a>(answer: &'a serde_json::Value, title: &str) -> &'a Vec<serde_json::Value> {
    let tables = answer["tables"].as_array().unwrap();
    let found = tables.iter().find(|table| table["title"].as_str().unwrap().starts_with(title));
    found.unwrap_or_else(|| panic!("{title}: {answer}"))["rows"].as_array().unwrap()
}

#[test]
fn the_command_answers_each_kind_of_question() {
    let folder = run();
    let folder = folder.path();
    let record = xuewei::store::read_record(&folder.join("run")).unwrap();
    let overview = asked(folder, &[]);
    assert_eq!(table(&overview, "What can be asked").len(), 5);
    // A project of the plan: what it costs to do without adds up in both tables.
    let project = &record.openings[0].project;
    let answer = asked(folder, &[project]);
    let sentences = answer["sentences"].to_string();
    assert!(
        sentences.contains("The plan builds it") && sentences.contains("Without this project"),
        "{sentences}"
    );
    let shifts = table(&answer, "Projects that differ");
    assert!(shifts.iter().any(|row| row[0].as_str().unwrap().starts_with(project.as_str()) && row[3] == "–"));
    for title in ["Which counties pay", "What the difference is made of"] {
        let rows = table(&answer, title);
        let (total, parts) = rows.split_last().unwrap();
        let sum: f64 = parts.iter().map(|row| row[1].as_f64().unwrap()).sum();
        near(total[1].as_f64().unwrap(), sum);
    }
    let target = asked(folder, &["general_share", "--by", "-1"]);
    assert!(target["sentences"].to_string().contains("lowered by 1.00 point"), "{target}");
    let quick = asked(folder, &["general_share", "--quick"]);
    assert!(quick["sentences"].to_string().contains("--quick: not planned anew"), "{quick}");
    assert!(asked(folder, &["senior"])["sentences"].to_string().contains("Programme"));
    // A town's figure and its trace are the same number.
    let line = record.balance.iter().find(|line| line.year == record.years.1 && line.children > 0.0).unwrap();
    let town = asked(folder, &[&line.town, "--stage", &line.stage]);
    let last = record.years.1.to_string();
    let needing = table(&town, "From births to places")
        .iter()
        .find(|row| row[1] == last)
        .and_then(|row| row[4].as_f64())
        .unwrap();
    near(needing, line.children);
    near(table(&town, "Where the figure comes from")[0][2].as_f64().unwrap(), needing);
    // A single age out of it.
    let age = asked(folder, &[&line.town, "--age", "16"]);
    let rows = table(&age, "Where the figure comes from");
    assert!(rows[0][0].as_str().unwrap().ends_with("age 16 on the cut-off day"), "{rows:?}");
    assert!(rows[0][2].as_f64().unwrap() > 0.0);
    let chinese = xuewei(folder, &["explain", "run", &line.town]);
    assert!(text(&chinese.stdout).contains("从出生到学位"));
}

/// Every figure of the counties adds up to the run's: need, places, projects, money, present value.
#[test]
fn counties_add_up_to_the_run() {
    let folder = run();
    let folder = folder.path();
    let record = xuewei::store::read_record(&folder.join("run")).unwrap();
    let counties: Vec<&str> = record.codes("county").collect();
    let (mut needing, mut places, mut capital, mut paid) = (0.0, 0.0, 0.0, 0.0);
    for county in &counties {
        let answer = asked(folder, &[county]);
        let number = |row: &serde_json::Value, at: usize| row[at].as_f64().unwrap();
        let last = record.years.1.to_string();
        for row in table(&answer, "Need and places").iter().filter(|row| row[1] == last) {
            needing += number(row, 2);
            places += number(row, 4);
        }
        let projects = answer["tables"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|table| table["title"].as_str().unwrap().starts_with("Projects that"));
        capital += projects
            .flat_map(|table| table["rows"].as_array().unwrap())
            .map(|row| number(row, 5))
            .sum::<f64>();
        let money = table(&answer, "What is paid by year");
        let (all, years) = money.split_last().unwrap();
        let width = all.as_array().unwrap().len();
        near(years.iter().map(|row| number(row, width - 1)).sum(), number(all, width - 1));
        paid += number(all, width - 1);
    }
    let in_last = || record.balance.iter().filter(|line| line.year == record.years.1);
    near(needing, in_last().map(|line| line.children).sum());
    near(places, in_last().map(|line| line.places).sum());
    near(capital, record.openings.iter().map(|one| one.capital).sum());
    near(paid, record.money.iter().filter(|line| line.component.is_paid()).map(|line| line.amount).sum());
    // By name, without its kind, and present values that add up to the total.
    let name = record.name("county", counties[0], xuewei::domain::Language::Chinese).to_owned();
    assert_eq!(asked(folder, &[&name]), asked(folder, &[counties[0]]));
    let opened = xuewei::store::reopen(&folder.join("run")).unwrap();
    let projection = projected(&opened.study, &Silent).unwrap();
    let plan = opened.plan(&projection.rolls).unwrap();
    let outcome = Outcome::new(&opened.study, &projection.rolls, &plan);
    let planned = Planned { study: &opened.study, projection: &projection, plan: &plan, outcome: &outcome };
    let present = |county: usize| county_reasons(planned, CountyIndex(county)).present;
    near((0..counties.len()).map(present).sum(), record.total);
}

#[test]
fn the_command_refuses_what_does_not_fit() {
    let folder = run();
    let refused = |arguments: &[&str]| {
        let output = xuewei(folder.path(), &[&["--lang", "en", "explain", "run"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        text(&output.stderr)
    };
    assert!(refused(&["general_shere"]).contains("did you mean general_share"));
    assert!(refused(&["no such thing at all"]).contains("tells what can be asked"));
    assert!(refused(&["general_share", "--stage", "senior"]).contains("for a town"));
    assert!(refused(&["senior", "--by", "1", "--time-limit", "0"]).contains("--time-limit"));
    let code = xuewei::store::read_record(&folder.path().join("run")).unwrap().balance[0].town.clone();
    assert!(refused(&[&code, "--stage", "seniar"]).contains("did you mean senior"));
    assert!(refused(&[&code, "--stage", "senior", "--year", "1900"]).contains("1900"));
    assert!(refused(&[&code, "--by", "1"]).contains("target"));
    assert!(refused(&[&code, "--age", "70"]).contains("--age 70"));
    assert!(refused(&[&code, "--year", "2025"]).contains("--stage"));
    assert!(refused(&["senior", "--age", "16"]).contains("for a town"));
}

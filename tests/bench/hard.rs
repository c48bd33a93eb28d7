//! The search by blocks against one search over the whole program, on the shipped study and on made-up prefectures whose money binds.
//!
//! `make bench`, or `cargo bench --bench hard -- SEED …` for some seeds only, `-- province` for a made-up province. For each study: seconds to the first plan, to
//! 0.5 % and to 0.1 % proven; then those of `HiGHS` alone on the same program, which stops after ten times as long, and of CBC on the exported
//! program where it is installed (first seed alone: it takes long). All run on the same machine right after one another. No time is asserted.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::time::Instant;
use xuewei::allocation::{Limits, Method, Plan, SolveError, allocate, export_mps};
use xuewei::domain::{Study, Text};
use xuewei::input::read_study;
use xuewei::progress::{Progress, Silent};
use xuewei::projection::{Rolls, project};
use xuewei::synth::difficulty::Difficulty;
use xuewei::synth::facts::Facts;
use xuewei::synth::{generate, model, write};

/// Towns and counties.
const PREFECTURE: (usize, usize) = (130, 10);
const PROVINCE: (usize, usize) = (1364, 90);
/// The gap to be proven.
const GAP: f64 = 0.001;
/// The longest a search by blocks may take, seconds.
const LONGEST: f64 = 600.0;
/// One search over the whole gets so many times as long.
const TIMES: f64 = 10.0;

/// Hard prefectures: 600 sites of three sizes, a quarter of the schools to be built anew, numbers of projects free.
fn hard() -> Difficulty {
    Difficulty { sites: Some(600), sizes: Some(3), closing: 0.25, counted: false, ..Difficulty::default() }
}

/// Notes when a search first had a plan, when its gap fell to a level, and when it ended.
struct Watch {
    started: Instant,
    gaps: Mutex<Vec<(f64, f64)>>,
    /// Seconds at which the step after the search began.
    ended: Mutex<f64>,
}

impl Progress for Watch {
    fn start(&self, _step: &Text, _total: Option<u64>) {
        // The last step is the search for prices, which both have to make.
        *self.ended.lock().unwrap() = self.started.elapsed().as_secs_f64();
    }
    fn advance(&self, _done: u64) {}
    fn note(&self, _note: &Text) {}
    fn finish(&self) {}
    fn report(&self, standing: &Text) {
        let gap = standing.en.split("gap ").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok());
        if let Some(gap) = gap {
            self.gaps.lock().unwrap().push((self.started.elapsed().as_secs_f64(), gap));
        }
    }
}

impl Watch {
    fn new() -> Self {
        Self { started: Instant::now(), gaps: Mutex::new(Vec::new()), ended: Mutex::new(0.0) }
    }

    /// Seconds until the gap, in percent, was first at most this.
    fn until(&self, percent: f64) -> String {
        let gaps = self.gaps.lock().unwrap();
        let first = gaps.iter().find(|(_, gap)| *gap <= percent);
        first.map_or_else(|| "-".to_owned(), |(seconds, _)| format!("{seconds:.1}"))
    }
}

fn made_up((towns, counties): (usize, usize), seed: u64, difficulty: Difficulty) -> Study {
    let mut facts = Facts::invent(towns, counties, seed);
    facts.difficulty = difficulty;
    let folder = tempfile::tempdir().expect("a folder");
    let tables = generate(&facts, seed);
    write(&tables, &folder.path().join("data")).expect("tables");
    let path = folder.path().join("model.toml");
    std::fs::write(&path, model::model(&facts, "data", &tables.provision).expect("a model"))
        .expect("a model file");
    read_study(&path).study.expect("a study")
}

fn search(study: &Study, rolls: &Rolls, limits: Limits) -> Result<(Plan, Watch, f64), SolveError> {
    let watch = Watch::new();
    let plan = allocate(study, rolls, limits, &watch)?;
    let seconds = *watch.ended.lock().unwrap();
    Ok((plan, watch, seconds))
}

/// Gap that CBC reaches on the exported program in so many seconds, from its own report; nothing where it is not installed.
fn cbc(study: &Study, rolls: &Rolls, seconds: f64, bound: f64) -> Option<String> {
    let folder = tempfile::tempdir().ok()?;
    let file = folder.path().join("program.mps");
    std::fs::write(&file, export_mps(study, rolls)).ok()?;
    let limits = ["-sec", &format!("{seconds:.0}"), "-timem", "elapsed", "-ratio", "0.001", "solve"]
        .map(str::to_owned);
    let output = Command::new("cbc").arg(&file).args(limits).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let value = |head: &str| {
        text.lines().rev().find_map(|line| line.trim().strip_prefix(head)?.trim().parse::<f64>().ok())
    };
    let best = value("Objective value:");
    Some(best.map_or_else(
        || "no plan".to_owned(),
        |best| format!("{:.3} % above our bound", (best - bound) / best * 100.0),
    ))
}

/// How a study is compared.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum With {
    Nothing,
    Highs,
    HighsAndCbc,
}

fn compare(name: &str, study: &Study, gap: f64, with: With) {
    let rolls = project(study, &Silent).expect("a projection").rolls;
    let (plan, watch, seconds) = search(study, &rolls, Limits::new(gap, LONGEST)).expect("a plan");
    print!(
        "{name:<24}{:>8}{:>9}{:>9}{seconds:>8.1}{:>9.4} %",
        watch.until(f64::INFINITY),
        watch.until(0.5),
        watch.until(0.1),
        plan.gap * 100.0,
    );
    let longest = TIMES * seconds;
    if with >= With::Highs {
        let whole = Limits { method: Method::Single, ..Limits::new(gap, longest) };
        match search(study, &rolls, whole) {
            Ok((single, _, took)) if single.gap <= gap => {
                print!("   {:.4} % in {took:.1} s: {:.1} times", single.gap * 100.0, took / seconds);
            }
            Ok((single, _, took)) => print!("   {:.2} % after {took:.0} s", single.gap * 100.0),
            Err(error) => print!("   {error}, {longest:.0} s"),
        }
    }
    println!();
    if with == With::HighsAndCbc
        && let Some(cbc) = cbc(study, &rolls, longest, plan.bound)
    {
        println!("{:<24}CBC alone: {cbc} ({TIMES} times as long)", "");
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let seeds: Vec<u64> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let seeds = if words.is_empty() { (1..=5).collect() } else { seeds };
    let head = ["plan s", "0.5 % s", "0.1 % s", "end s", "gap", "HiGHS alone, at most ten times as long"];
    println!(
        "{:<24}{:>8}{:>9}{:>9}{:>8}{:>11}   {}",
        "study", head[0], head[1], head[2], head[3], head[4], head[5]
    );
    if words.is_empty() || !seeds.is_empty() {
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/taizhou.toml");
        let shipped = read_study(&shipped).study.expect("the shipped study");
        compare("shipped", &shipped, GAP, With::HighsAndCbc);
    }
    let first = seeds.first().copied();
    for seed in seeds {
        let made_up = |difficulty| made_up(PREFECTURE, seed, difficulty);
        let with = if Some(seed) == first { With::HighsAndCbc } else { With::Highs };
        // Money that binds in several years, so that projects open before they are needed.
        let even = Difficulty { even_budget: true, ..Difficulty::default() };
        compare(&format!("seed {seed}"), &made_up(Difficulty::default()), GAP, With::Highs);
        compare(&format!("seed {seed}, even money"), &made_up(even), GAP, With::Highs);
        compare(
            &format!("seed {seed}, hard, even"),
            &made_up(Difficulty { even_budget: true, ..hard() }),
            GAP,
            with,
        );
        let anywhere = Difficulty { anywhere: true, ..hard() };
        compare(&format!("seed {seed}, any county"), &made_up(anywhere), 5.0 * GAP, With::Nothing);
    }
    if words.is_empty() || words.iter().any(|word| word == "province") {
        compare("province", &made_up(PROVINCE, 1, Difficulty::default()), 5.0 * GAP, With::Nothing);
    }
}

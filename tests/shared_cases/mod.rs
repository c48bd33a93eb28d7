//! Small studies with one fault each that people's files really have, kept beside the project: what is right for each.

use std::path::{Path, PathBuf};
use xuewei::allocation::{Limits, PlanStatus, allocate};
use xuewei::diagnostic::{Diagnostic, Severity};
use xuewei::domain::{Language, SchoolYear, Study};
use xuewei::input::{Reading, read_study};
use xuewei::outcome::Outcome;
use xuewei::progress::Silent;
use xuewei::projection::project;

/// What is wrong with how a case comes out, if anything.
type Outcomes = Result<(), String>;
/// Name of a case, and what is asked of it.
type Case = (&'static str, fn(&Reading) -> Outcomes);

/// The plan of two towns, by hand (10⁴ yuan): the new school of 30 places for 20; its 30 places in 2024 and 2025 at 0.1 a year, 6;
/// the ways between the towns.
const LEAST_COST: f64 = 31.105;
/// The 160 places that stand, in three years at 0.1 each: no decision changes them.
const STANDING: f64 = 48.0;
/// Children of two towns with 100 of each age in each: ages 3 to 5, and 6 to 11.
const ROLLS: [f64; 2] = [600.0, 1200.0];

const CASES: [Case; 22] = [
    ("age_total_row", |read| quiet(read).and_then(|()| rolls(read, ROLLS, 1.0))),
    ("ages_missing", |read| error(read, "population")),
    ("area_split", |read| warning(read, "population")),
    ("births_half_of_age0", |read| warning(read, "births")),
    ("budget_source_word", ceilings_bind),
    ("ceiling_to_the_fen", |read| quiet(read).and_then(|()| kept(read))),
    ("committed_same_site", both_rows_are_named),
    ("county_differs", |read| warning(read, "population")),
    ("demand_town_missing", |read| error(read, "demand")),
    ("empty_county_certified", the_empty_county_does_not_count),
    ("merged_cells_down", |read| cost(read, 284.0, 0.5)),
    ("metres_as_km", |read| warning(read, "distances")),
    ("no_coordinates", |read| warning(read, "towns")),
    ("no_coordinates_no_school", |read| warning(read, "towns")),
    ("notes_below", |read| quiet(read).and_then(|()| cost(read, LEAST_COST, 1e-3))),
    ("official_rounding", official_totals_within_rounding),
    ("one_town_lacks_men", |read| error(read, "population")),
    ("sexes_total_differ", |read| warning(read, "population")),
    ("total_row_as_area", |read| error(read, "population").or_else(|_| rolls(read, ROLLS, 1.0))),
    ("total_rows_false_alarm", |read| quiet(read).and_then(|()| rolls(read, ROLLS, 1.0))),
    ("unit_row_yuan", |read| error(read, "projects").or_else(|_| cost(read, LEAST_COST, 1e-3))),
    ("year_in_wan", |read| warning(read, "population")),
];

/// Names of the cases that come out wrong, and how; none where they are not at hand.
pub fn wrong() -> Option<Vec<String>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/cases");
    if !folder.is_dir() {
        return None;
    }
    Some(CASES.iter().filter_map(|(name, asked)| judged(&folder, name, *asked)).collect())
}

fn judged(folder: &Path, name: &str, asked: fn(&Reading) -> Outcomes) -> Option<String> {
    let model = folder.join(name).join("m.toml");
    assert!(model.is_file(), "no case {name}");
    let wrong = asked(&read_study(&model)).err();
    println!("{name}: {}", wrong.as_deref().unwrap_or("right"));
    wrong.map(|why| format!("{name}: {why}"))
}

fn of_file(one: &Diagnostic, table: &str) -> bool {
    one.location.file.file_stem().is_some_and(|stem| stem == table)
}

fn told(read: &Reading) -> String {
    let words = |one: &Diagnostic| {
        format!("{:?} {} {}", one.severity, one.code, one.location.describe(Language::English))
    };
    format!("{:?}", read.diagnostics.iter().map(words).take(4).collect::<Vec<_>>())
}

fn error(read: &Reading, table: &str) -> Outcomes {
    let found = read.diagnostics.iter().any(|one| one.severity == Severity::Error && of_file(one, table));
    found.then_some(()).ok_or_else(|| format!("an error in {table} is wanted: {}", told(read)))
}

fn warning(read: &Reading, table: &str) -> Outcomes {
    let found = read.diagnostics.iter().any(|one| one.severity >= Severity::Warning && of_file(one, table));
    found.then_some(()).ok_or_else(|| format!("a warning in {table} is wanted: {}", told(read)))
}

/// Notes at most.
fn quiet(read: &Reading) -> Outcomes {
    let loud = read.diagnostics.iter().any(|one| one.severity >= Severity::Warning);
    if loud { Err(format!("notes at most are wanted: {}", told(read))) } else { Ok(()) }
}

fn study(read: &Reading) -> Result<&Study, String> {
    read.study.as_ref().ok_or_else(|| format!("no study: {}", told(read)))
}

fn rolls(read: &Reading, wanted: [f64; 2], within: f64) -> Outcomes {
    let study = study(read)?;
    let projection = project(study, &Silent).map_err(|error| error.to_string())?;
    let year = projection.rolls.years.iter().position(|year| *year == SchoolYear(2027)).unwrap();
    for (stage, wanted) in wanted.into_iter().enumerate() {
        let of_stage = projection.rolls.demand.index_axis(ndarray::Axis(1), stage);
        let found = of_stage.index_axis(ndarray::Axis(2), year).sum();
        if (found - wanted).abs() > within {
            return Err(format!("{found} children instead of {wanted}"));
        }
    }
    Ok(())
}

/// Cost of the plan without that of standing places, 10⁴ yuan, and whether every promise is kept.
fn planned(read: &Reading) -> Result<(f64, bool, Outcome), String> {
    let study = study(read)?;
    let projection = project(study, &Silent).map_err(|error| error.to_string())?;
    let limits = Limits::new(study.solver.gap, study.solver.time_limit_seconds);
    let plan = allocate(study, &projection.rolls, limits, &Silent).map_err(|error| format!("{error:?}"))?;
    let outcome = Outcome::new(study, &projection.rolls, &plan);
    let kept = plan.status != PlanStatus::Repaired && outcome.every_promise_kept();
    Ok((plan.objective + plan.constant - STANDING, kept, outcome))
}

fn cost(read: &Reading, wanted: f64, within: f64) -> Outcomes {
    let (found, ..) = planned(read)?;
    if (found - wanted).abs() > within { Err(format!("{found} instead of {wanted}")) } else { Ok(()) }
}

fn kept(read: &Reading) -> Outcomes {
    let (_, kept, outcome) = planned(read)?;
    let missed = outcome.ceilings.iter().filter(|line| !line.met()).count();
    if kept { Ok(()) } else { Err(format!("{missed} ceilings are exceeded")) }
}

/// Words for all sources bind every project: no money in 2023 and 10 in 2024, where 20 are needed.
fn ceilings_bind(read: &Reading) -> Outcomes {
    if warning(read, "budget").is_ok() {
        return Ok(());
    }
    let (cost, kept, _) = planned(read)?;
    if kept { Err(format!("the ceilings bind nothing: {cost}, every promise kept")) } else { Ok(()) }
}

fn both_rows_are_named(read: &Reading) -> Outcomes {
    error(read, "projects")?;
    let rows = |one: &&Diagnostic| {
        let text = format!("{} {:?} {:?}", one.location.describe(Language::English), one.what, one.hint);
        ["2", "3"].iter().all(|row| text.contains(row))
    };
    let named = read.diagnostics.iter().filter(|one| one.severity == Severity::Error).any(|one| rows(&one));
    if named { Ok(()) } else { Err(format!("both rows are wanted: {}", told(read))) }
}

/// One county of two has towns and passes: the share is that of counties with towns, or the empty one is an error.
fn the_empty_county_does_not_count(read: &Reading) -> Outcomes {
    if read.diagnostics.iter().any(|one| one.severity == Severity::Error) {
        return Ok(());
    }
    let (_, _, outcome) = planned(read)?;
    let last = outcome.indicators.iter().rfind(|line| line.target.is_some());
    match last.map(|line| line.reached) {
        Some(reached) if (reached - 1.0).abs() < 1e-9 => Ok(()),
        reached => Err(format!("{reached:?} of the counties that have towns pass")),
    }
}

fn official_totals_within_rounding(read: &Reading) -> Outcomes {
    quiet(read)?;
    let study = study(read)?;
    project(study, &Silent).map(|_| ()).map_err(|error| error.to_string())
}

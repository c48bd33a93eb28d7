//! Which of equal plans is taken, and that the order of rows and columns in the tables makes no difference.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use support::{children, county, opened, plan, project};
use xuewei::domain::{Project, Study};
use xuewei::store::read_record;

/// The county of `hand_solved.rs`, where option C (30 places in town 1 for 20 × 10⁴ yuan, opening in 2024, 30 in all) is the least
/// cost, with the same option on another site: either will do.
fn with_twin(ids: [&str; 2]) -> Study {
    let mut county = county();
    county.projects.truncate(2);
    for (site, id) in ["east", "west"].iter().zip(ids) {
        county.projects.push(Project { id: id.into(), name: id.into(), ..project(1, site, 30, 20.0) });
    }
    county
}

#[test]
fn of_two_sites_alike_the_first_by_id_is_built_whatever_their_order() {
    for (ids, winner) in [(["c1", "c2"], 2), (["c2", "c1"], 3)] {
        let (plan, _) = plan(&with_twin(ids), &children());
        assert!((plan.objective - 30.0).abs() < 1e-6, "{}", plan.objective);
        assert_eq!(opened(&plan), [(winner, 2024)], "{ids:?}");
    }
}

/// Two are asked for: both open, the first by id in 2023, since one must start then.
#[test]
fn of_two_projects_alike_the_first_by_id_opens_first() {
    for (ids, first) in [(["c1", "c2"], 2), (["c2", "c1"], 3)] {
        let mut county = with_twin(ids);
        county.programmes[0].at_least = Some(2);
        county.programmes[0].at_most_per_year = Some(1);
        let (plan, _) = plan(&county, &children());
        let opened: BTreeSet<(usize, i32)> = opened(&plan).into_iter().collect();
        assert_eq!(opened, BTreeSet::from([(first, 2023), (5 - first, 2024)]), "{ids:?}");
    }
}

/// Every table with its rows and columns from last to first.
fn reverse(data: &Path) {
    for path in fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_none_or(|ending| ending != "csv") {
            continue;
        }
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(&path).unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let mut writer = csv::Writer::from_path(&path).unwrap();
        for row in rows.iter().take(1).chain(rows[1..].iter().rev()) {
            let cells: Vec<&str> = row.iter().collect();
            writer.write_record(cells.iter().rev()).unwrap();
        }
        writer.flush().unwrap();
    }
}

#[test]
fn the_order_of_rows_and_columns_makes_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    let study = folder.path().join("study");
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_xuewei")).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let study_text = study.display().to_string();
    run(&["synth", &study_text, "--towns", "9", "--counties", "2", "--seed", "4"]);
    let planned = |name: &str| {
        let out = folder.path().join(name);
        run(&["plan", &study_text, "--gap", "0", "--out", &out.display().to_string()]);
        let record = read_record(&out).unwrap();
        let openings: BTreeSet<(String, i32)> =
            record.openings.iter().map(|one| (one.project.clone(), one.year)).collect();
        (record.total, openings)
    };
    let (total, openings) = planned("as_written");
    reverse(&study.join("data"));
    let (other_total, other_openings) = planned("reversed");
    println!("{} projects, {total} and {other_total}", openings.len());
    assert!((total - other_total).abs() <= 1e-9 * total, "{total} and {other_total}");
    assert!(!openings.is_empty());
    assert_eq!(openings, other_openings);
}

//! Regions of Finland: forecasts from past years against what came (Statistics Finland, through PPgp/bayesPopFINdata).

#![allow(clippy::print_stdout)] // says when it skips, and what it measured

use super::super::project;
use super::*;
use crate::domain::StageIndex;
use crate::progress::Silent;
use std::path::PathBuf;

const FIRST_YEAR: i32 = 1990;
const LAST_YEAR: i32 = 2025;

/// Code of the rows that are the sum of all regions.
const WHOLE_COUNTRY: &str = "246";

/// People of a region by sex, age and year.
struct Row {
    region: usize,
    sex: Sex,
    age: u8,
    by_year: Vec<f64>,
}

fn read() -> Option<Vec<Row>> {
    let folder =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/validation/08_finland_regions_backtest");
    let mut codes: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for (file, sex) in [("popF.csv", Sex::Female), ("popM.csv", Sex::Male)] {
        let text = std::fs::read_to_string(folder.join(file)).ok()?;
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            if cells[0] == WHOLE_COUNTRY {
                continue;
            }
            let region = codes.iter().position(|code| code == cells[0]).unwrap_or_else(|| {
                codes.push(cells[0].to_owned());
                codes.len() - 1
            });
            let by_year = cells[3..].iter().map(|cell| cell.parse().expect("count")).collect();
            rows.push(Row { region, sex, age: cells[2].parse().expect("age"), by_year });
        }
    }
    Some(rows)
}

fn value(row: &Row, year: i32) -> f64 {
    row.by_year[usize::try_from(year - FIRST_YEAR).expect("year")]
}

/// What was known at the end of a year: the regions as towns of one county, eight years of counts.
fn known_at(rows: &[Row], regions: usize, origin: i32) -> Study {
    let mut study = study(&vec![0; regions], 1);
    study.horizon = Horizon {
        base: SchoolYear(origin),
        first: SchoolYear(origin + 1),
        last: SchoolYear(origin + 1),
        outlook: SchoolYear((origin + 10).min(LAST_YEAR)),
    };
    study.cutoff = Cutoff { month: 12, day: 31 };
    study.stages = vec![stage("school", (6, 14), 1.0)];
    for row in rows {
        for year in origin - 8..=origin {
            let count = people(row.region, date(year, 12, 31), None, row.age, value(row, year));
            study.population.push(PopulationCount { sex: Some(row.sex), ..count });
        }
    }
    study
}

/// All years as one study without stages; none where the validation data are not at hand.
pub(in crate::projection) fn whole() -> Option<Study> {
    let rows = read()?;
    let regions = rows.iter().map(|row| row.region).max()? + 1;
    let mut study = study(&vec![0; regions], 1);
    study.stages.clear();
    for row in &rows {
        for year in FIRST_YEAR..=LAST_YEAR {
            let count = people(row.region, date(year, 12, 31), None, row.age, value(row, year));
            study.population.push(PopulationCount { sex: Some(row.sex), ..count });
        }
    }
    Some(study)
}

fn school_children(rows: &[Row], regions: usize, year: i32) -> Vec<f64> {
    let mut sums = vec![0.0; regions];
    for row in rows.iter().filter(|row| (6..=14).contains(&row.age)) {
        sums[row.region] += value(row, year);
    }
    sums
}

#[test]
fn better_than_no_change_at_every_horizon() {
    let Some(rows) = read() else {
        println!("skipped: the validation data are not at hand");
        return;
    };
    let regions = rows.iter().map(|row| row.region).max().expect("regions") + 1;
    let mut errors = vec![(0.0, 0.0, 0.0); 10];
    for origin in 2000..LAST_YEAR {
        let found = project(&known_at(&rows, regions, origin), &Silent).expect("projection");
        let now = school_children(&rows, regions, origin);
        for (position, year) in found.rolls.years.iter().enumerate() {
            let truth = school_children(&rows, regions, year.0);
            for region in 0..regions {
                let ours = found.rolls.town_total(TownIndex(region), StageIndex(0), position);
                errors[position].0 += (ours / truth[region] - 1.0).abs();
                errors[position].1 += (now[region] / truth[region] - 1.0).abs();
                errors[position].2 += 1.0;
            }
        }
    }
    for (position, (ours, no_change, count)) in errors.iter().enumerate() {
        let (ours, no_change) = (100.0 * ours / count, 100.0 * no_change / count);
        println!("{:>2} years: ours {ours:.2} %, no change {no_change:.2} %", position + 1);
        assert!(ours < no_change, "{} years: {ours} against {no_change}", position + 1);
    }
}

//! Whether education spending falls (两个只增不减): expenditure of the general public budget on education, and the same for one pupil
//! enrolled, only rise from year to year (国办发〔2018〕82号). What accounts state for past years is checked; of planned years a plan knows
//! its own part, so that what is told is how the rest has to move.

use crate::store::{ExpenditureRecord, RunRecord};
use std::collections::{BTreeMap, BTreeSet};

/// Both series, with what they lack (两个只增不减核对).
#[derive(Debug, Clone, PartialEq)]
pub struct Growth {
    /// Past years as stated; empty where the study states none.
    pub recorded: Vec<RecordedLine>,
    /// Planned years: what the plan pays, by area (`*` is the whole) and year.
    pub planned: Vec<PlannedLine>,
    /// Codes of counties without any stated expenditure.
    pub unknown: Vec<String>,
}

/// Public expenditure on education of a past year, against the year before.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedLine {
    /// As stated.
    pub stated: ExpenditureRecord,
    /// Expenditure less that of the year before, 10⁴ yuan; none where either is not stated.
    pub change: Option<f64>,
    /// Expenditure for one pupil less that of the year before, yuan; none where either is not stated.
    pub per_pupil_change: Option<f64>,
}

impl RecordedLine {
    /// Whether a figure fell, so that the rule was broken.
    #[must_use]
    pub fn fell(&self) -> bool {
        [self.change, self.per_pupil_change].into_iter().flatten().any(|change| change < 0.0)
    }

    /// How many figures could be held against the year before.
    #[must_use]
    pub fn checked(&self) -> usize {
        [self.change, self.per_pupil_change].into_iter().flatten().count()
    }
}

/// What a plan pays in an area and year.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedLine {
    /// Code of the county, or `*`.
    pub area: String,
    /// Year: calendar year of payments, and the school year that begins in it.
    pub year: i32,
    /// Capital, running cost, subsidies and bought places, 10⁴ yuan of the base year.
    pub paid: f64,
    /// Pupils enrolled.
    pub pupils: f64,
    /// Paid less the year before, 10⁴ yuan; where it falls, other education spending has to rise by as much. None in the first year.
    pub change: Option<f64>,
    /// Paid for one pupil less the year before, yuan; none in the first year.
    pub per_pupil_change: Option<f64>,
    /// The last stated expenditure less what the plan pays: below this, other education spending would let the total fall, 10⁴ yuan.
    pub rest_at_least: Option<f64>,
}

impl PlannedLine {
    /// Paid for one pupil, yuan.
    #[must_use]
    pub fn per_pupil(&self) -> f64 {
        per_pupil(self.paid, self.pupils)
    }
}

/// Yuan for one pupil; 0 without pupils.
fn per_pupil(paid: f64, pupils: f64) -> f64 {
    if pupils > 0.0 { paid * 1e4 / pupils } else { 0.0 }
}

/// Both series of a run.
#[must_use]
pub fn growth(run: &RunRecord) -> Growth {
    let stated: BTreeSet<&str> = run.expenditure.iter().map(|line| line.area.as_str()).collect();
    Growth {
        recorded: recorded(run),
        planned: planned(run),
        unknown: run.codes("county").filter(|code| !stated.contains(code)).map(str::to_owned).collect(),
    }
}

fn recorded(run: &RunRecord) -> Vec<RecordedLine> {
    let mut lines: Vec<&ExpenditureRecord> = run.expenditure.iter().collect();
    lines.sort_by_key(|line| (&line.area, &line.stage, line.year));
    let before = |line: &ExpenditureRecord| {
        let is_before = |one: &&ExpenditureRecord| {
            (one.area == line.area && one.stage == line.stage) && one.year == line.year - 1
        };
        run.expenditure.iter().find(is_before)
    };
    let change = |now: Option<f64>, then: Option<f64>| now.zip(then).map(|(now, then)| now - then);
    lines
        .into_iter()
        .map(|line| RecordedLine {
            change: change(line.amount, before(line).and_then(|one| one.amount)),
            per_pupil_change: change(line.per_pupil, before(line).and_then(|one| one.per_pupil)),
            stated: line.clone(),
        })
        .collect()
}

fn planned(run: &RunRecord) -> Vec<PlannedLine> {
    let mut figures: BTreeMap<(&str, i32), (f64, f64)> = BTreeMap::new();
    for line in run.money.iter().filter(|line| line.component.is_paid()) {
        figures.entry((&line.county, line.year)).or_default().0 += line.amount;
        figures.entry(("*", line.year)).or_default().0 += line.amount;
    }
    for line in &run.balance {
        figures.entry((&line.county, line.year)).or_default().1 += line.pupils;
        figures.entry(("*", line.year)).or_default().1 += line.pupils;
    }
    let line = |((area, year), (paid, pupils)): (&(&str, i32), &(f64, f64))| {
        let before = figures.get(&(*area, year - 1));
        PlannedLine {
            area: (*area).to_owned(),
            year: *year,
            paid: *paid,
            pupils: *pupils,
            change: before.map(|before| paid - before.0),
            per_pupil_change: before.map(|before| per_pupil(*paid, *pupils) - per_pupil(before.0, before.1)),
            rest_at_least: last_stated(run, area, *year).map(|stated| stated - paid),
        }
    };
    figures.iter().map(line).collect()
}

/// The latest stated expenditure of an area on all education before a year, 10⁴ yuan.
fn last_stated(run: &RunRecord, area: &str, year: i32) -> Option<f64> {
    let of_area = |line: &&ExpenditureRecord| line.area == area && line.stage == "*" && line.year < year;
    let stated = run.expenditure.iter().filter(of_area).filter(|line| line.amount.is_some());
    stated.max_by_key(|line| line.year).and_then(|line| line.amount)
}

//! The figures of a case, read back from its run folder.

use crate::outcome::Component;
use crate::store::{RecordError, RunRecord, read_record};
use std::path::Path;

/// Figures of a case (主要结果).
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// `optimal`, `feasible` or `repaired`.
    pub status: String,
    /// Whether every promise is kept.
    pub kept: bool,
    /// Present value of all cost, 10⁴ yuan.
    pub total: f64,
    /// Proven lower bound of the same: no plan of the case costs less.
    pub least: f64,
    /// Capital as it is spent, undiscounted, 10⁴ yuan.
    pub capital: f64,
    /// Gap to the proven bound of what decisions change, as a share.
    pub gap: f64,
    /// Projects put into use.
    pub projects: i32,
    /// Places that they add.
    pub places: i32,
    /// Promises that are broken.
    pub broken: usize,
    /// Children without a place, added up over the years (child-years).
    pub unplaced: f64,
    /// What the target indicator is to reach, and what it reaches, in the last year with a target.
    pub target: Option<(f64, f64)>,
    /// Whether the target indicator is a share, told in per cent.
    pub share: bool,
}

/// Reads the figures of a run; `indicator` is the one whose level is wanted, the worst of its areas.
///
/// # Errors
/// [`RecordError`] where the folder is not as a run writes it.
pub fn figures(folder: &Path, indicator: Option<&str>) -> Result<Figures, RecordError> {
    let record = read_record(folder)?;
    let capital = record.money.iter().filter(|line| line.component == Component::Capital);
    Ok(Figures {
        status: record.status.clone(),
        kept: record.every_promise_kept,
        total: record.total,
        least: record.least,
        capital: capital.map(|line| line.amount).sum(),
        gap: record.gap,
        projects: record.openings.iter().map(|opening| opening.count).sum(),
        places: record.openings.iter().map(|opening| opening.places).sum(),
        broken: record.shortfalls.len(),
        unplaced: record.balance.iter().map(|line| line.unplaced).sum(),
        share: record.indicators.iter().any(|line| Some(line.indicator.as_str()) == indicator && line.share),
        target: indicator.and_then(|indicator| level(&record, indicator)),
    })
}

/// Target and level of an indicator in the last decision year that has a target, of the area with the least to spare.
fn level(record: &RunRecord, indicator: &str) -> Option<(f64, f64)> {
    let (_, last_decision, _) = record.years;
    let lines = || {
        let of =
            record.indicators.iter().filter(|line| line.indicator == indicator && line.year <= last_decision);
        of.filter_map(|line| line.target.map(|target| (line.year, target, line.reached)))
    };
    let last = lines().map(|(year, ..)| year).max()?;
    let in_last = lines().filter(|(year, ..)| *year == last);
    in_last
        .map(|(_, target, reached)| (target, reached))
        .min_by(|one, other| (one.1 - one.0).total_cmp(&(other.1 - other.0)))
}

//! What may turn out otherwise (风险): children against places within the bands of the projection.

use super::Supply;
use crate::store::{RunDetails, RunRecord};

/// How likely more children come than there are places (发生可能性), as the quantiles 0.1, 0.5 and 0.9 tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likelihood {
    /// Below 10 %: even the upper end of the 80 % band finds places.
    Small,
    /// 10 to 50 %.
    Middling,
    /// 50 to 90 %.
    Great,
    /// Above 90 %.
    NearlySure,
}

/// Children of an area against its places with the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskLine {
    /// Code of the county, or `*`.
    pub area: String,
    /// Id of the stage.
    pub stage: String,
    /// School year.
    pub year: i32,
    /// Quantiles 0.1, 0.5, 0.9 of the children who need a place.
    pub band: [f64; 3],
    /// Places with the plan.
    pub places: f64,
    /// How likely the children are more than the places.
    pub shortage: Likelihood,
    /// Places empty if no more children come than the lower end of the band.
    pub empty: f64,
}

/// One line an area, stage and year from the proposal's on to the last decision year, and the last year of the outlook. A stage whose
/// children may go to school in another county has lines for the whole study only.
pub fn risks(run: &RunRecord, details: &RunDetails, supplies: &[Supply], year: i32) -> Vec<RiskLine> {
    let (_, last, outlook) = run.years;
    let shown = |of: i32| (year..=last).contains(&of) || of == outlook;
    let wide: Vec<&str> = run.codes("stage").filter(|stage| crosses_counties(details, stage)).collect();
    let mut lines = Vec::new();
    for band in details.bands.iter().filter(|one| shown(one.year)) {
        if band.area != "*" && wide.contains(&band.stage.as_str()) {
            continue;
        }
        let of = |one: &&Supply| one.area == band.area && one.stage == band.stage && one.year == band.year;
        let Some(supply) = supplies.iter().find(of) else { continue };
        let [p10, p50, p90] = band.band;
        let shortage = match supply.places {
            places if places >= p90 => Likelihood::Small,
            places if places >= p50 => Likelihood::Middling,
            places if places >= p10 => Likelihood::Great,
            _ => Likelihood::NearlySure,
        };
        lines.push(RiskLine {
            area: band.area.clone(),
            stage: band.stage.clone(),
            year: band.year,
            band: band.band,
            places: supply.places,
            shortage,
            empty: (supply.places - p10).max(0.0),
        });
    }
    lines
}

/// Whether children of a stage go to school in another county.
pub(super) fn crosses_counties(details: &RunDetails, stage: &str) -> bool {
    let county = |code: &str| details.towns.iter().find(|one| one.town == code).map(|one| &one.county);
    details.moves.iter().any(|one| one.stage == stage && county(&one.from) != county(&one.to))
}

//! What a broken promise weighs in a repair.

/// Weights of the least shortfall, in children without a place for a year (修复权重).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RepairWeights {
    /// One child without a place for a year.
    pub child: f64,
    /// One pupil lacking to a share, a choice rule or a limit on losses for a year; one place lacking to a number of places.
    pub pupil: f64,
    /// One county lacking to certification for a year.
    pub county: f64,
    /// One town or county lacking to a coverage for a year.
    pub town: f64,
    /// One project lacking to a programme, or beyond what a year can deliver.
    pub project: f64,
    /// 10⁴ yuan beyond a ceiling.
    pub money: f64,
    /// 1,000 m² beyond a land limit.
    pub land: f64,
}

impl Default for RepairWeights {
    fn default() -> Self {
        Self { child: 1.0, pupil: 0.5, county: 500.0, town: 100.0, project: 200.0, money: 0.1, land: 10.0 }
    }
}

//! New dwellings and the children who come with them (住房与学生产出).

use super::TownIndex;

/// A kind of dwelling (住房类别).
#[derive(Debug, Clone, PartialEq)]
pub struct HousingKind {
    /// Id in the table and the model.
    pub id: String,
    /// Children per occupied dwelling by single age (学生产出率).
    pub children: Vec<f64>,
    /// Share occupied in the year of completion, the year after, …; the last holds on (入住率).
    pub occupancy: Vec<f64>,
    /// Share of the completions that the trend of the counts holds already, 0 to 1 (已在趋势内的部分).
    pub in_trend: f64,
}

/// Dwellings completed in a town and year (竣工住房).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Completion {
    /// Town.
    pub town: TownIndex,
    /// Calendar year.
    pub year: i32,
    /// Position of the kind.
    pub kind: usize,
    /// Dwellings.
    pub dwellings: f64,
}

/// Housing of a study; empty where it has none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Housing {
    /// Kinds.
    pub kinds: Vec<HousingKind>,
    /// Completions.
    pub completions: Vec<Completion>,
}

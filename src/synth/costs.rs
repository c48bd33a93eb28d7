//! Unit costs (成本), yuan a year, prices of 2022.
//!
//! Running cost per pupil is of the size that counties of the region report (preschool 13,000 to 17,000, primary 20,000, junior
//! 24,000). A quarter of it is put on places: it goes on whether a place is used or not. Subsidies and the price of a
//! bought place are assumptions.

/// A unit cost (单位成本).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitCost {
    /// Stage id.
    pub stage: &'static str,
    /// Sector id.
    pub sector: &'static str,
    /// What is paid for.
    pub item: &'static str,
    /// Yuan a year.
    pub value: u32,
}

/// Running cost of a public pupil by stage, yuan a year.
const RUNNING: [(&str, u32); 4] =
    [("preschool", 13_000), ("primary", 19_000), ("junior", 24_000), ("special", 60_000)];

/// All unit costs.
#[must_use]
pub fn costs() -> Vec<UnitCost> {
    let cost = |stage, sector, item, value| UnitCost { stage, sector, item, value };
    let mut all = Vec::new();
    for (stage, running) in RUNNING {
        all.push(cost(stage, "public", "running_per_pupil", running * 3 / 4));
        all.push(cost(stage, "public", "running_per_place", running / 4));
    }
    all.push(cost("preschool", "inclusive", "subsidy_per_pupil", 1_500));
    all.push(cost("preschool", "private", "subsidy_per_pupil", 0));
    all.push(cost("primary", "private", "subsidy_per_pupil", 1_000));
    all.push(cost("junior", "private", "subsidy_per_pupil", 1_200));
    all.push(cost("primary", "private", "bought_place", 7_000));
    all.push(cost("junior", "private", "bought_place", 9_000));
    all
}

//! Children against places (学位供需).

use crate::store::{BalanceRecord, RunRecord, TownRecord};
use std::collections::BTreeMap;

/// Children and places of the towns of an area, added up for a stage and school year (供需平衡).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Supply {
    /// Code of the county, or `*`.
    pub area: String,
    /// Id of the stage.
    pub stage: String,
    /// School year.
    pub year: i32,
    /// Children who need a place.
    pub children: f64,
    /// Places without the plan.
    pub standing: f64,
    /// Places with the plan.
    pub places: f64,
    /// Pupils taught there.
    pub pupils: f64,
    /// Children without a place.
    pub unplaced: f64,
    /// Towns with fewer places than children, before and with the plan.
    pub short_towns: (usize, usize),
    /// What these towns lack, before and with the plan.
    pub short: (f64, f64),
}

impl Supply {
    /// Children less places, before and with the plan; negative: places to spare.
    #[must_use]
    pub fn gap(&self) -> (f64, f64) {
        (self.children - self.standing, self.children - self.places)
    }

    /// Pupils a place.
    #[must_use]
    pub fn utilisation(&self) -> Option<f64> {
        (self.places > 0.0).then(|| self.pupils / self.places)
    }

    fn add(&mut self, line: &BalanceRecord) {
        self.children += line.children;
        self.standing += line.standing;
        self.places += line.places;
        self.pupils += line.pupils;
        self.unplaced += line.unplaced;
        let lacks = [line.standing, line.places].map(|places| (line.children - places).max(0.0));
        let short = lacks.map(|lack| usize::from(lack >= 0.5));
        self.short_towns = (self.short_towns.0 + short[0], self.short_towns.1 + short[1]);
        self.short = (self.short.0 + lacks[0], self.short.1 + lacks[1]);
    }
}

/// Sums of the whole study and of every county, by area, stage and year in the run's order of areas and stages.
#[must_use]
pub fn supplies(run: &RunRecord) -> Vec<Supply> {
    let mut sums: BTreeMap<(&str, &str, i32), Supply> = BTreeMap::new();
    for line in &run.balance {
        for area in ["*", line.county.as_str()] {
            let sum = sums.entry((area, line.stage.as_str(), line.year)).or_insert_with(|| Supply {
                area: area.to_owned(),
                stage: line.stage.clone(),
                year: line.year,
                ..Supply::default()
            });
            sum.add(line);
        }
    }
    sums.into_values().collect()
}

/// Sums of the towns of each class (`subdistrict`, `town`, `township`, or nothing where unknown) for a stage and year, classes
/// without towns left out.
#[must_use]
pub fn class_supplies(
    balance: &[BalanceRecord],
    records: &[TownRecord],
    stage: &str,
    year: i32,
) -> Vec<(String, Supply)> {
    let kind = |code: &str| records.iter().find(|one| one.town == code).map_or("", |one| one.kind.as_str());
    let mut sums: BTreeMap<&str, Supply> = BTreeMap::new();
    for line in balance.iter().filter(|one| one.stage == stage && one.year == year) {
        sums.entry(kind(&line.town)).or_default().add(line);
    }
    let classes = ["subdistrict", "town", "township", ""];
    classes.into_iter().filter_map(|class| Some((class.to_owned(), sums.remove(class)?))).collect()
}

//! The areas that the engine carries: the counties, or the towns where their rates are told apart.

use crate::domain::{Area, CountyIndex, Study, TownIndex};

/// Areas of the engine, in order (推算地区).
#[derive(Debug, Clone)]
pub(in crate::projection) struct Regions {
    /// Areas.
    pub areas: Vec<Area>,
    /// County of every area.
    pub county: Vec<CountyIndex>,
    /// Position of the area of every town.
    pub of_town: Vec<usize>,
}

impl Regions {
    /// The towns where a table names one, or where the areas come from the population table; else the counties.
    pub(in crate::projection) fn of(study: &Study) -> Self {
        if names_towns(study) { Self::towns(study) } else { Self::counties(study) }
    }

    fn towns(study: &Study) -> Self {
        Self {
            areas: study.town_indices().map(Area::Town).collect(),
            county: study.towns.iter().map(|town| town.county).collect(),
            of_town: (0..study.towns.len()).collect(),
        }
    }

    fn counties(study: &Study) -> Self {
        Self {
            areas: study.county_indices().map(Area::County).collect(),
            county: study.county_indices().collect(),
            of_town: study.towns.iter().map(|town| town.county.index()).collect(),
        }
    }

    /// Number of areas.
    pub(in crate::projection) fn len(&self) -> usize {
        self.areas.len()
    }

    /// Towns of every area.
    pub(in crate::projection) fn members(&self) -> Vec<Vec<usize>> {
        let mut members = vec![Vec::new(); self.len()];
        for (town, region) in self.of_town.iter().enumerate() {
            members[*region].push(town);
        }
        members
    }

    /// The town that an area is, if it is one.
    pub(super) fn town(&self, region: usize) -> Option<TownIndex> {
        match self.areas[region] {
            Area::Town(town) => Some(town),
            Area::County(_) => None,
        }
    }
}

fn names_towns(study: &Study) -> bool {
    let rates = &study.rates;
    let is_town = |area: Option<Area>| matches!(area, Some(Area::Town(_)));
    rates.areas_from_population
        || rates.fertility.iter().any(|row| is_town(row.area))
        || rates.migration.iter().any(|row| is_town(row.figure.area))
        || rates.status_change.iter().any(|row| is_town(row.figure.area))
}

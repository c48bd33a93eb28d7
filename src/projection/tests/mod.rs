//! Small studies and what must hold for them.

pub(crate) mod finland;
mod hand;
mod properties;

use crate::domain::{
    Area, Births, CostSettings, County, CountyIndex, Cutoff, Date, Enrolment, Grades, Group, GroupIndex,
    Horizon, Path, PopulationCount, ProjectionSettings, SchoolYear, Schooling, Sex, SolverSettings, Stage,
    Study, Town, TownIndex, TravelLimit,
};

pub(crate) fn date(year: i32, month: u8, day: u8) -> Date {
    Date { year, month, day }
}

/// Places without people: towns are given by the county of each.
pub(crate) fn study(counties_of_towns: &[usize], groups: usize) -> Study {
    let counties = counties_of_towns.iter().max().map_or(0, |last| last + 1);
    let named = |kind: &str, position: usize| (format!("{kind}{position}"), kind.into());
    let (codes, towns): (Vec<_>, Vec<_>) = (
        (0..counties).map(|county| named("county", county)).collect(),
        counties_of_towns.iter().enumerate().collect(),
    );
    Study {
        name: "small".to_owned(),
        title: "small".into(),
        horizon: Horizon {
            base: SchoolYear(2022),
            first: SchoolYear(2023),
            last: SchoolYear(2025),
            outlook: SchoolYear(2030),
        },
        cutoff: Cutoff::default(),
        counties: codes.into_iter().map(|(code, name)| County { code, name }).collect(),
        towns: towns.into_iter().map(|(town, county)| place(town, *county)).collect(),
        groups: (0..groups)
            .map(|group| Group { id: format!("group{group}"), name: "group".into() })
            .collect(),
        sectors: Vec::new(),
        stages: vec![stage("primary", (6, 11), 1.0), stage("junior", (12, 14), 0.5)],
        classes: Vec::new(),
        population: Vec::new(),
        births: Vec::new(),
        mortality: Vec::new(),
        rates: crate::domain::PopulationRates::default(),
        enrolment: Enrolment::default(),
        schools: Vec::new(),
        projects: Vec::new(),
        undecided: Vec::new(),
        distances: Vec::new(),
        demand: Vec::new(),
        budgets: Vec::new(),
        expenditure: Vec::new(),
        land: Vec::new(),
        deliveries: Vec::new(),
        costs: Vec::new(),
        programmes: Vec::new(),
        indicators: Vec::new(),
        criteria: Vec::new(),
        choices: Vec::new(),
        spending: Vec::new(),
        cost: CostSettings {
            discount_rate: 0.03,
            price_year: 2023,
            travel_yuan_per_km: 60.0,
            travel_yuan_per_minute: 0.0,
            grade_yuan: 0.0,
            detour: 1.3,
        },
        projection: ProjectionSettings::default(),
        solver: SolverSettings { gap: 0.001, time_limit_seconds: 60.0 },
        repair: crate::domain::RepairWeights::default(),
    }
}

fn place(town: usize, county: usize) -> Town {
    Town {
        code: format!("town{town}"),
        name: "town".into(),
        county: CountyIndex(county),
        position: None,
        kind: None,
        setting: None,
        cluster: None,
    }
}

pub(crate) fn stage(id: &str, ages: (u8, u8), rate: f64) -> Stage {
    Stage {
        id: id.to_owned(),
        name: id.into(),
        ages,
        programme: None,
        prevalence: 1.0,
        enrolment_rate: Path::level(rate),
        travel_limit: TravelLimit::default(),
        across_limit: TravelLimit::default(),
        schooling: Schooling::County,
        grades: Grades::default(),
    }
}

/// People of a town.
pub(crate) fn people(
    town: usize,
    date: Date,
    group: Option<usize>,
    age: u8,
    persons: f64,
) -> PopulationCount {
    let (area, group) = (Area::Town(TownIndex(town)), group.map(GroupIndex));
    PopulationCount { area, date, group, sex: None, age, open: false, persons }
}

/// Women of a town.
pub(crate) fn women(town: usize, date: Date, age: u8, persons: f64) -> PopulationCount {
    PopulationCount { sex: Some(Sex::Female), ..people(town, date, None, age, persons) }
}

/// Births of a town and year.
pub(crate) fn born(town: usize, year: i32, births: f64) -> Births {
    Births { area: Area::Town(TownIndex(town)), year, month: None, group: None, births }
}

pub(crate) fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-9 * wanted.abs().max(1.0), "{found} is not {wanted}");
}

//! What is known before anything is made up: counties, towns, births, death rates, real projects (已知事实).

mod files;
mod invent;

use super::difficulty::Difficulty;

/// What the generator starts from: read from files for a real place, or invented for a made-up one (事实).
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Short name of the study, also the name of its data package.
    pub name: String,
    /// Name of the place in Chinese and in English.
    pub title: (String, String),
    /// Whether counties and towns are real; if not, everything is made up.
    pub real: bool,
    /// Counties (县市区) in order of code.
    pub counties: Vec<CountyFacts>,
    /// Towns (乡镇街道) in order of code.
    pub towns: Vec<TownFacts>,
    /// Children born by year, by usual residence, 2006 to 2022 (全域出生队列).
    pub cohorts: Vec<(i32, f64)>,
    /// Hukou births of a county and year that the births table shall meet (县户籍出生人数).
    pub county_births: Vec<CountyBirths>,
    /// Death rates of the young by age band (年龄别死亡率).
    pub mortality: Vec<MortalityBand>,
    /// Projects that really exist (已知项目).
    pub projects: Vec<KnownProject>,
    /// How hard the planning problem is to be.
    pub difficulty: Difficulty,
    /// Towns by county, found when they are first asked for.
    by_county: std::sync::OnceLock<Vec<Vec<usize>>>,
}

/// The census figures of a county, 1 November 2020, and three assumptions (县普查数据).
#[derive(Debug, Clone, PartialEq)]
pub struct CountyFacts {
    /// Statistical code.
    pub code: String,
    /// Name in Chinese.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// Residents (常住人口).
    pub total: u32,
    /// Residents of age 0.
    pub age0: u32,
    /// Residents of ages 1 to 4.
    pub age1_4: u32,
    /// Residents of ages 5 to 9.
    pub age5_9: u32,
    /// Residents of ages 10 to 14.
    pub age10_14: u32,
    /// Women of ages 15 to 49.
    pub women15_49: u32,
    /// Share of residents with the hukou of another province, 0 to 1 (外省户籍占比).
    pub other_province: f64,
    /// Assumption: people gained by migration a year, as a share of residents (净迁入率).
    pub net_migration: f64,
    /// Assumption: public share of kindergarten children in 2022, 0 to 1 (公办园在园占比).
    pub public_lean: f64,
    /// Whether a special school stands in 2022 (特殊教育学校).
    pub special_school: bool,
}

/// Kind of a town-level division (乡级区划类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TownKind {
    /// Subdistrict (街道).
    Subdistrict,
    /// Town (镇).
    Town,
    /// Township (乡).
    Township,
}

impl TownKind {
    /// The three kinds.
    pub const ALL: [Self; 3] = [Self::Subdistrict, Self::Town, Self::Township];

    /// The word that the tables use.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Subdistrict => "subdistrict",
            Self::Town => "town",
            Self::Township => "township",
        }
    }

    /// The Chinese ending of the name.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Subdistrict => "街道",
            Self::Town => "镇",
            Self::Township => "乡",
        }
    }

    /// `urban` for subdistricts, else `rural`.
    #[must_use]
    pub const fn setting(self) -> &'static str {
        match self {
            Self::Subdistrict => "urban",
            Self::Town | Self::Township => "rural",
        }
    }
}

/// A town, with what hints at its size (乡镇街道).
#[derive(Debug, Clone, PartialEq)]
pub struct TownFacts {
    /// Statistical code.
    pub code: String,
    /// Name in Chinese.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// Index of its county in [`Facts::counties`].
    pub county: usize,
    /// Kind of division.
    pub kind: TownKind,
    /// Number of villages and neighbourhoods (村社数), the hint at its size.
    pub village_units: u32,
    /// Longitude of the seat, degrees.
    pub lon: f64,
    /// Latitude of the seat, degrees.
    pub lat: f64,
}

impl TownFacts {
    /// The name without 街道, 镇 or 乡, as schools carry it.
    #[must_use]
    pub fn stem(&self) -> &str {
        self.name.strip_suffix(self.kind.suffix()).unwrap_or(&self.name)
    }

    /// Road distance to another town: great circle × 1.3, km (道路距离).
    #[must_use]
    pub fn road_km(&self, other: &Self) -> f64 {
        let (lat, other_lat) = (self.lat.to_radians(), other.lat.to_radians());
        let (half_lat, half_lon) = ((other_lat - lat) / 2.0, (other.lon - self.lon).to_radians() / 2.0);
        let chord = half_lat.sin().powi(2) + lat.cos() * other_lat.cos() * half_lon.sin().powi(2);
        1.3 * 2.0 * 6371.0 * chord.sqrt().asin()
    }
}

/// Hukou births of a county in a year (户籍出生).
#[derive(Debug, Clone, PartialEq)]
pub struct CountyBirths {
    /// Index of the county in [`Facts::counties`].
    pub county: usize,
    /// Calendar year.
    pub year: i32,
    /// Births.
    pub births: u32,
}

/// A death rate of an age band (年龄组死亡率).
#[derive(Debug, Clone, PartialEq)]
pub struct MortalityBand {
    /// First age.
    pub first: usize,
    /// Last age, included.
    pub last: usize,
    /// Deaths per person-year.
    pub rate: f64,
}

/// A project that really exists; blanks are filled by the generator and noted (已知项目).
#[derive(Debug, Clone, PartialEq)]
pub struct KnownProject {
    /// Id.
    pub project: String,
    /// Name.
    pub name: String,
    /// Code of the town; chosen by hand where the source does not state it.
    pub town: String,
    /// Whether the source states the town.
    pub town_stated: bool,
    /// Kind of work, as the projects table writes it.
    pub kind: String,
    /// Status, as the projects table writes it.
    pub status: String,
    /// `preschool`, `primary`, `junior` or `nine_year`.
    pub stage: String,
    /// Grade of a kindergarten.
    pub grade: Option<u8>,
    /// Places gained (of the primary part for a nine-year school).
    pub places: Option<u32>,
    /// Places of the junior part of a nine-year school.
    pub junior_places: Option<u32>,
    /// Places lost by a relocation.
    pub from_places: Option<u32>,
    /// Capital cost, 10⁴ yuan.
    pub capex: Option<f64>,
    /// Land, m².
    pub land: Option<f64>,
    /// First school year of opening.
    pub earliest: i32,
    /// Last school year of opening.
    pub latest: i32,
    /// What the source says and what is assumed.
    pub note: String,
    /// Where it was read.
    pub source: String,
}

impl Facts {
    /// Children that places and projects are sized for, over those looked ahead to: the program's own projection may lie some per
    /// cent above the generator's plain outlook, and a made-up place shall have a plan (余量).
    #[must_use]
    pub const fn caution(&self) -> f64 {
        if self.real { 1.0 } else { 1.03 }
    }

    /// Children born in a year, by the cohort path; the nearest year where the path has none (出生队列).
    #[must_use]
    pub fn cohort(&self, year: i32) -> f64 {
        let nearest = self.cohorts.iter().min_by_key(|(known, _)| (known - year).abs());
        nearest.map_or(0.0, |(_, births)| *births)
    }

    /// Whether another town of the county is within that many km by road (县内邻近乡镇).
    #[must_use]
    pub fn has_neighbour(&self, town: usize, km: f64) -> bool {
        let own = &self.towns[town];
        let near = |other: usize| other != town && own.road_km(&self.towns[other]) <= km;
        self.towns_of(own.county).into_iter().any(near)
    }

    /// Indices of the towns of a county.
    #[must_use]
    pub fn towns_of(&self, county: usize) -> Vec<usize> {
        let by_county = self.by_county.get_or_init(|| self.group_by_county(0..self.towns.len()));
        by_county.get(county).cloned().unwrap_or_default()
    }

    /// Positions in a list of things that stand in towns, by county, in order (按县分组).
    #[must_use]
    pub fn group_by_county(&self, towns: impl Iterator<Item = usize>) -> Vec<Vec<usize>> {
        let mut by_county = vec![Vec::new(); self.counties.len()];
        towns.enumerate().for_each(|(place, town)| by_county[self.towns[town].county].push(place));
        by_county
    }
}

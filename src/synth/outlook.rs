//! A plain look ahead at the children of each town, so that schools and projects fit the need (学龄儿童展望).
//!
//! Ageing by the ratios of the last two years, by county and kind of town; births on a damped trend. It serves only to
//! size the made-up schools and projects; the projection proper is another part of the program.

use crate::synth::births::{LAST_YEAR, RecentBirths};
use crate::synth::facts::Facts;
use crate::synth::population::{Population, of_age};

/// Ages that are followed: 0 to 15.
const FOLLOWED: usize = 16;
/// Last year looked at.
pub const LAST: i32 = 2035;
/// First year looked at, the base year.
pub const FIRST: i32 = 2022;
const DAMPING: f64 = 0.8;

/// A stage of compulsory or preschool education (学段).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Preschool, ages 3 to 5 (学前).
    Preschool,
    /// Primary, ages 6 to 11 (小学).
    Primary,
    /// Junior secondary, ages 12 to 14 (初中).
    Junior,
}

impl Stage {
    /// The three stages.
    pub const ALL: [Self; 3] = [Self::Preschool, Self::Primary, Self::Junior];

    /// The id that the model file and the tables use.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Preschool => "preschool",
            Self::Primary => "primary",
            Self::Junior => "junior",
        }
    }

    /// First and last age.
    #[must_use]
    pub const fn ages(self) -> (usize, usize) {
        match self {
            Self::Preschool => (3, 5),
            Self::Primary => (6, 11),
            Self::Junior => (12, 14),
        }
    }

    /// Share of the children that have a place in 2022.
    #[must_use]
    pub const fn enrolment(self) -> f64 {
        match self {
            Self::Preschool => 0.98,
            Self::Primary | Self::Junior => 0.998,
        }
    }

    /// Longest way by road, km.
    #[must_use]
    pub const fn travel_km(self) -> f64 {
        match self {
            Self::Preschool => 8.0,
            Self::Primary => 10.0,
            Self::Junior => 15.0,
        }
    }
}

/// Children by town, single age (1 November) and year from [`FIRST`] to [`LAST`].
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    ages: Vec<Vec<[f64; FOLLOWED]>>,
}

impl Outlook {
    /// Looks ahead from the counts and births.
    #[must_use]
    pub fn new(facts: &Facts, population: &Population, births: &RecentBirths) -> Self {
        let whole = born_in_all(births);
        let ages = (0..facts.towns.len())
            .map(|town| {
                let ratios = ratios(facts, population, town);
                let latest = &population.latest()[town];
                let mut now: [f64; FOLLOWED] = std::array::from_fn(|age| f64::from(of_age(latest, age)));
                let mut path = vec![now];
                for year in FIRST + 1..=LAST {
                    let before = now;
                    now = std::array::from_fn(
                        |age| if age == 0 { 0.0 } else { before[age - 1] * ratios[age - 1] },
                    );
                    now[0] = newborns(births, &whole, town, year);
                    path.push(now);
                }
                path
            })
            .collect();
        Self { ages }
    }

    /// Children of a town in the ages of a stage on 31 August of a year.
    #[must_use]
    pub fn children(&self, town: usize, stage: Stage, year: i32) -> f64 {
        let place = (year.clamp(FIRST, LAST) - FIRST) as usize;
        let ages = &self.ages[town][place];
        let (first, last) = stage.ages();
        (first..=last).map(|age| (2.0 * ages[age + 1] + 10.0 * ages[age]) / 12.0).sum()
    }

    /// Most children of a town in the ages of a stage in the years given.
    #[must_use]
    pub fn peak(&self, town: usize, stage: Stage, years: std::ops::RangeInclusive<i32>) -> f64 {
        years.map(|year| self.children(town, stage, year)).fold(0.0, f64::max)
    }
}

/// Next year's people of age a+1 over this year's of age a, pooled over towns of one kind in the county.
fn ratios(facts: &Facts, population: &Population, town: usize) -> [f64; FOLLOWED] {
    let own = &facts.towns[town];
    let alike: Vec<usize> =
        facts.towns_of(own.county).into_iter().filter(|other| facts.towns[*other].kind == own.kind).collect();
    std::array::from_fn(|age| {
        let (mut before, mut after) = (20.0, 20.0);
        for step in 0..2 {
            for other in &alike {
                before += f64::from(of_age(&population.counts[step][*other], age));
                after += f64::from(of_age(&population.counts[step + 1][*other], age + 1));
            }
        }
        after / before
    })
}

/// Births of a town in a year.
fn born(births: &RecentBirths, town: usize, year: i32) -> f64 {
    f64::from(births.of(town, 0, year) + births.of(town, 1, year))
}

/// Births of all towns in the last year and each of the four before.
fn born_in_all(births: &RecentBirths) -> [f64; 5] {
    let whole =
        |back: i32| (0..births.towns.len()).map(|town| born(births, town, LAST_YEAR - back)).sum::<f64>();
    [0, 1, 2, 3, 4].map(|back| whole(back).max(1.0))
}

/// Births of a coming year, as counted in its November: the town's share of a damped trend of all towns.
fn newborns(births: &RecentBirths, whole: &[f64; 5], town: usize, year: i32) -> f64 {
    let slope = (whole[0] / whole[4]).ln() / 4.0;
    let damped: f64 = (1..=year - LAST_YEAR).map(|step| DAMPING.powi(step)).sum();
    let recent: f64 = (0..3).map(|back| born(births, town, LAST_YEAR - back)).sum();
    let recent_whole: f64 = whole[..3].iter().sum();
    whole[0] * (slope * damped).exp() * recent / recent_whole
}

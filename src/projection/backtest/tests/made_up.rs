//! Made-up small towns whose truth is known: people who leave, come, die and bear children one by one.

use crate::domain::{PopulationCount, Study};
use crate::projection::tests::{date, people, study};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Poisson, StandardNormal};

const AGES: usize = 50;
const COUNTIES: usize = 10;
const FIRST_YEAR: i32 = 1992;
const LAST_YEAR: i32 = 2024;

/// The year before whose end nobody has moved yet.
const BEGUN: i32 = FIRST_YEAR - 8;

/// Births per woman and year by five-year ages from 15, at a total of 1.8.
const SCHEDULE: [f64; 7] = [0.010, 0.060, 0.115, 0.110, 0.050, 0.013, 0.002];

/// How towns are made up. Gains are yearly shares of the young children.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    /// Logarithm of the people of a town in the middle.
    middle: f64,
    /// Fewest and most people at the beginning.
    people: (f64, f64),
    /// Times of inflow begin in so many years from this one on, evenly; how strong they are beside those of small towns.
    inflows: (i32, usize, f64),
    /// Spread between towns of the gain that lasts, and what is left of it a year later.
    lasting: (f64, f64),
    /// What stirs the gain that passes every year, and what is left of it a year later.
    passing: (f64, f64),
    /// Chance by which families move with all their children: spread of a yearly gain times the root of the children.
    families: f64,
    /// Gain of all towns: its mean, what is left of a year's difference from it, what stirs it.
    common: (f64, f64, f64),
    /// Share of young children who leave, and how mobile those of 6 to 14 are beside them.
    leaving: (f64, f64),
    /// Spread between towns of the logarithm of fertility.
    fertility: f64,
    /// How fertility moves.
    path: Path,
}

/// How the logarithm of fertility moves.
#[derive(Debug, Clone, Copy)]
enum Path {
    /// It falls by 1.2 % a year in the long run, at a pace that strays.
    Straying,
    /// It rises by so much a year up to a year, falls by so much for thirteen years, then stays; with chance of this size.
    Turning { rise: f64, until: i32, fall: f64, chance: f64 },
}

/// Small towns whose times of inflow begin before 2016: the last years are calmer than those before.
pub(super) const SMALL: Kind = Kind {
    middle: 9.0,
    people: (1_500.0, 80_000.0),
    inflows: (FIRST_YEAR, 24, 1.0),
    lasting: (0.008, 1.0),
    passing: (0.006, 0.6),
    families: 0.0,
    common: (0.0, 0.0, 0.0),
    leaving: (0.04, 0.5),
    fertility: 0.08,
    path: Path::Straying,
};

/// Towns of 5,000 to 100,000 people whose times of inflow begin at all times.
pub(super) const LARGER: Kind =
    Kind { middle: 10.3, people: (5_000.0, 100_000.0), inflows: (BEGUN, 41, 1.0), ..SMALL };

/// Towns on which the naive methods err as they do on 177 Norwegian municipalities of 5,000 to 100,000 people: constants found by a random search so that
/// the errors of *no change*, *ageing only*, plain Hamilton–Perry and shrunk ratios with level births, by stage and years ahead, come as close as
/// they would to the published ones; the default method had no part in it.
pub(super) const NORDIC: Kind = Kind {
    middle: 9.10,
    people: (5_000.0, 100_000.0),
    inflows: (BEGUN, 41, 0.384),
    lasting: (0.0095, 0.9912),
    passing: (0.0083, 0.376),
    families: 0.684,
    common: (0.0152, 0.266, 0.0019),
    leaving: (0.023, 0.542),
    fertility: 0.067,
    path: Path::Turning { rise: 0.0026, until: FIRST_YEAR + 16, fall: 0.0233, chance: 0.0019 },
};

struct Random(ChaCha8Rng);

impl Random {
    fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    fn count(&mut self, mean: f64) -> f64 {
        if mean <= 0.0 { 0.0 } else { Poisson::new(mean).expect("mean").sample(&mut self.0) }
    }
}

struct Place {
    people: [f64; AGES],
    /// Lasting yearly net gain, its passing part, level of fertility.
    drift: f64,
    passing: f64,
    fertility: f64,
    /// First year and strength of an inflow.
    inflow: Option<(i32, f64)>,
}

/// How mobile an age is beside young children.
fn mobility(age: usize, older: f64) -> f64 {
    match age {
        0..=5 => 1.0,
        6..=14 => older,
        15..=18 => 0.8,
        19..=29 => 2.5,
        _ => 1.0,
    }
}

impl Place {
    fn new(random: &mut Random, town: usize, kind: Kind) -> Self {
        let size = (kind.middle + 0.9 * random.normal()).exp().clamp(kind.people.0, kind.people.1);
        let inflow = town.is_multiple_of(8).then(|| {
            let start = kind.inflows.0 + i32::try_from(town * 7 % kind.inflows.1).expect("years");
            (start, kind.inflows.2 * (0.03 + 0.01 * random.normal().abs()))
        });
        Self {
            people: std::array::from_fn(|_| random.count(size * 0.0125)),
            drift: kind.lasting.0 * random.normal(),
            passing: 0.0,
            fertility: (kind.fertility * random.normal()).exp(),
            inflow,
        }
    }

    /// One year: leaving and coming, ageing, births.
    fn advance(&mut self, random: &mut Random, kind: Kind, year: i32, shared: f64, fertility: f64) {
        self.passing = kind.passing.1 * self.passing + kind.passing.0 * random.normal();
        let kept = kind.lasting.1;
        if kept < 1.0 {
            self.drift = kept * self.drift + kind.lasting.0 * (1.0 - kept.powi(2)).sqrt() * random.normal();
        }
        let families = if kind.families > 0.0 {
            let children: f64 = self.people[..15].iter().sum();
            kind.families / children.max(1.0).sqrt() * random.normal()
        } else {
            0.0
        };
        let inflow = self
            .inflow
            .filter(|(start, _)| year >= *start)
            .map_or(0.0, |(start, strength)| strength * 0.9_f64.powi(year - start));
        let net = self.drift + self.passing + families + shared + inflow;
        let women: f64 = (15..AGES).map(|age| self.people[age] / 2.0 * SCHEDULE[(age - 15) / 5]).sum();
        let before = self.people;
        for age in 1..AGES {
            let own = before[age - 1];
            let mobility = mobility(age, kind.leaving.1);
            let rate = kind.leaving.0 * mobility;
            let leaving = random.count(own * rate);
            let coming = random.count((own + 5.0) * (rate + net * mobility.min(1.5)).max(0.0));
            self.people[age] = (own - leaving + coming).max(0.0);
        }
        self.people[0] = random.count(women * fertility * self.fertility);
    }
}

/// A study of so many small towns counted at the end of 33 years, ages 0 to 49, sexes together: births fall, every eighth town has
/// a time of inflow.
pub(super) fn towns(count: usize, seed: u64) -> Study {
    towns_of(SMALL, count, seed)
}

/// The same of towns of a kind.
pub(super) fn towns_of(kind: Kind, count: usize, seed: u64) -> Study {
    let mut random = Random(ChaCha8Rng::seed_from_u64(seed));
    let mut found = study(&(0..count).map(|town| town % COUNTIES).collect::<Vec<_>>(), 1);
    found.stages.clear();
    let mut places: Vec<_> = (0..count).map(|town| Place::new(&mut random, town, kind)).collect();
    let (mut fertility, mut slope, mut common) = (0.0_f64, -0.012_f64, kind.common.0);
    for year in BEGUN..=LAST_YEAR {
        match kind.path {
            Path::Straying => {
                slope = 0.8 * slope - 0.2 * 0.012 + 0.012 * random.normal();
                fertility += slope;
            }
            Path::Turning { rise, until, fall, chance } => {
                let falling = (until..until + 13).contains(&year);
                let way = if year < until {
                    rise
                } else if falling {
                    -fall
                } else {
                    0.0
                };
                fertility += way + chance * random.normal();
            }
        }
        let (mean, left, stirred) = kind.common;
        if stirred > 0.0 {
            common = mean * (1.0 - left) + left * common + stirred * random.normal();
        }
        let counties: Vec<f64> = (0..COUNTIES).map(|_| 0.002 * random.normal()).collect();
        for (town, place) in places.iter_mut().enumerate() {
            let shared = counties[town % COUNTIES] + common;
            place.advance(&mut random, kind, year, shared, fertility.exp());
            if year >= FIRST_YEAR {
                found.population.extend(rows(town, year, place));
            }
        }
    }
    found
}

fn rows(town: usize, year: i32, place: &Place) -> Vec<PopulationCount> {
    let row = |(age, persons): (usize, &f64)| {
        people(town, date(year, 12, 31), None, u8::try_from(age).expect("age"), *persons)
    };
    place.people.iter().enumerate().map(row).collect()
}

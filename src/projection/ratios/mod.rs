//! Cohort ratios: a year's people of an age over the year before's of the age below (队列变动比).
//!
//! A ratio is what children of an age do in the whole study in the long run, times three deviations that all ages share, more at young
//! ages, which move more: of late years, of the county, of the town. Families move with all their children, so that a town that
//! gains at one age gains at the others. Each town is set beside its county in the same year, so that what moves the whole
//! county does not count as the town's, and each county beside the study. Of a deviation a part lasts and a part passes; a
//! filter tells them apart, and the study's own past says how much small towns should be believed.

mod common;
mod counts;
mod filter;
mod levels;
mod newborn;
mod tuning;
mod women;

pub(super) use newborn::of_newborn;
pub(super) use women::{WomenOfTowns, of_women};

use super::history::History;
use super::method::{Method, Methods};
use super::past::PastBirths;
use super::pool::{AGEING_LIMITS, Pool};
use super::survival::Survival;
use crate::domain::Study;
use counts::Counts;
use filter::Smoothing;
use levels::{Learnt, Levels, Year};
use ndarray::{Array2, Array3, ArrayView1, s};

/// Ratios by which a town's children are advanced a year (队列变动比).
#[derive(Debug, Clone)]
pub(super) struct Ratios {
    ageing: Ageing,
    /// From the births of twelve months to age 0 at their end, `[town, group]`.
    pub newborn: Array2<f64>,
}

/// From an age to the next.
#[derive(Debug, Clone)]
enum Ageing {
    /// The same every year, `[town, group, age]`.
    Fixed(Array3<f64>),
    /// Deviations from the whole study that pass.
    Levels(Levels),
}

/// Ratios of a town and group in one year.
#[derive(Debug, Clone, Copy)]
pub(super) enum OfYear<'a> {
    /// By age.
    Fixed(ArrayView1<'a, f64>),
    /// Deviations of that year.
    Levels(Year<'a>),
}

impl OfYear<'_> {
    /// From an age to the next.
    pub(super) fn at(&self, age: usize) -> f64 {
        match self {
            Self::Fixed(ages) => ages[age],
            Self::Levels(year) => year.at(age),
        }
    }
}

impl Ratios {
    /// The same ratios every year.
    pub(super) fn fixed(ageing: Array3<f64>, newborn: Array2<f64>) -> Self {
        Self { ageing: Ageing::Fixed(ageing), newborn }
    }

    /// Every town its own, mixed with its county's by one weight κ, children ([`shrunk_by`]).
    pub(super) fn shrunk(
        study: &Study,
        history: &History,
        past: &PastBirths,
        survival: &Survival,
        weight: f64,
    ) -> Self {
        let newborn = of_newborn(study, history, past, survival, weight);
        Self::fixed(shrunk_by(study, history, survival, weight), newborn)
    }

    /// Ratios of a town and group, so many years after the first.
    pub(super) fn year(&self, town: usize, group: usize, years: i32) -> OfYear<'_> {
        match &self.ageing {
            Ageing::Fixed(ageing) => OfYear::Fixed(ageing.slice(s![town, group, ..])),
            Ageing::Levels(levels) => OfYear::Levels(levels.year(town, group, years)),
        }
    }

    /// Ages from which there is a ratio to the next.
    pub(super) fn ages(&self) -> usize {
        match &self.ageing {
            Ageing::Fixed(ageing) => ageing.dim().2,
            Ageing::Levels(levels) => levels.ages(),
        }
    }
}

/// Ratios of every town: smoothed as the study's own past says, else as stated.
pub(super) fn pooled(
    study: &Study,
    history: &History,
    past: &PastBirths,
    survival: &Survival,
    methods: &mut Methods,
) -> Ratios {
    methods.add(if history.grid.last == 0 { Method::SurvivalOnly } else { Method::CohortRatios });
    let counts = Counts::of(study, history, survival);
    let learnt = Learnt::of(&counts);
    let chosen = tuning::chosen(&counts, &learnt, history.complete_from());
    methods.add_if(history.grid.last > 0 && chosen.is_none(), Method::SmoothingStated);
    if let Some(smoothing) = chosen {
        methods.add_text(smoothing.text());
    }
    let smoothing = chosen.unwrap_or_else(|| Smoothing::stated(study.projection.shrinkage));
    Ratios {
        ageing: Ageing::Levels(Levels::of(&counts, &learnt, smoothing)),
        newborn: of_newborn(study, history, past, survival, study.projection.shrinkage.max(0.0)),
    }
}

/// Every town its own ratios of the stated window, mixed with its county's by one weight κ, children; 0 leaves them as they are.
pub(super) fn shrunk_by(study: &Study, history: &History, survival: &Survival, weight: f64) -> Array3<f64> {
    let (towns, groups, ages, _) = history.children.dim();
    let counts = Counts::of(study, history, survival);
    let pool = Pool::of(
        &counts.people.view(),
        |row| counts.first_of(row),
        history.grid.last,
        study.projection.window,
    );
    let counties = pool.merged(counts.counties(), |row| counts.county(row));
    let by_group = counties.merged(groups, |row| row % groups);
    let all = by_group.merged(1, |_| 0).shrunk(0.0, AGEING_LIMITS, |_, age| survival.step(age));
    let by_group = by_group.shrunk(0.0, AGEING_LIMITS, |_, age| all[[0, age]]);
    let lent = study.projection.shrinkage.max(0.0);
    let counties = counties.shrunk(lent, AGEING_LIMITS, |row, age| by_group[[row % groups, age]]);
    let own = pool.shrunk(weight, AGEING_LIMITS, |row, age| counties[[counts.county(row), age]]);
    Array3::from_shape_fn((towns, groups, ages.saturating_sub(1)), |(town, group, age)| {
        own[[town * groups + group, age]]
    })
}

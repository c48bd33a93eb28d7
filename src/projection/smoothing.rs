//! How the cohort ratios of small towns are smoothed: a town's common deviation from its county, then its single ages.
//!
//! Families move with all their children, so that a town that gains at one age gains at the others. A town's ratio is its
//! county's, times one deviation that all its ages share (more at young ages, which move more), then mixed with what
//! the single age shows: `R·(1 + θ·p[a])`, `r = (ended + κ_age·R·(1 + θ·p[a])) / (began + κ_age)`. The deviation is estimated from
//! ten years of steps, later ones weighing more, each against its county in the same year, so that what moves the whole county
//! does not count as the town's: `θ = Σ λ^k Σ_a p·(N′ − R_k·N) / (Σ λ^k Σ_a p²·R_k·N + 14·κ_town)`.

use super::pool::{AGEING_LIMITS, Pool};
use super::survival::Survival;
use crate::domain::{Study, Text};
use ndarray::{Array1, Array2, ArrayView3};

/// Ages whose steps make a town's deviation.
const AGES: usize = 14;

/// Steps that make it, and the weight of a step beside the next later one.
const STEPS: usize = 10;
const FADING: f64 = 0.85;

/// How strongly towns lend from their county (平滑参数).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Smoothing {
    /// Years of steps pooled.
    pub window: u32,
    /// Children of an age at which a town's deviation counts by half; infinite: none.
    pub town: f64,
    /// Children of an age at which its own ratio counts by half; infinite: not at all.
    pub age: f64,
    /// What is left of a deviation a year later, 0 to 1.
    pub persistence: f64,
}

impl Smoothing {
    /// Where the history is too short to choose.
    pub(super) fn stated(study: &Study) -> Self {
        let weight = study.projection.shrinkage.max(0.0);
        Self { window: study.projection.window, town: weight, age: 5.0 * weight, persistence: 0.95 }
    }

    /// In words: chosen by the study's own past.
    pub(super) fn text(self) -> Text {
        let Smoothing { window, town, age, persistence } = self;
        let weight = |of: f64| if of.is_finite() { format!("{of:.0}") } else { "∞".to_owned() };
        let (town, age, fading) = (weight(town), weight(age), 100.0 * persistence);
        Text {
            zh: format!(
                "平滑强度由本地历史选定:合并 {window} 年,乡镇偏离收缩 {town} 人,单一年龄收缩 {age} 人,偏离每年保留 {fading:.0}%。"
            ),
            en: format!(
                "Smoothing chosen by the study's own past: {window} years pooled, a town's deviation shrunk by {town} children, a \
             single age's by {age}, of a deviation {fading:.0} % is left a year later."
            ),
        }
    }

    /// Every town its own ratios, mixed with the county's by one weight.
    pub(super) fn plain(study: &Study, weight: f64) -> Self {
        Self { window: study.projection.window, town: f64::INFINITY, age: weight, persistence: 1.0 }
    }
}

/// Ratios of towns and groups and of what they lend from, `[row, age]`, rows `town·groups + group`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Smoothed {
    /// Of the county and group.
    pub centre: Array2<f64>,
    /// Of the town and group.
    pub own: Array2<f64>,
}

/// Counts to be smoothed.
#[derive(Clone, Copy)]
pub(super) struct Lanes<'a> {
    pub study: &'a Study,
    pub survival: &'a Survival,
    /// People, `[row, age, slot]`.
    pub people: ArrayView3<'a, f64>,
    /// First slot known, `[town]`.
    pub first: &'a [Option<usize>],
    /// Last slot to be used.
    pub last: usize,
}

impl Lanes<'_> {
    fn groups(&self) -> usize {
        self.study.groups.len().max(1)
    }

    fn first_of(&self, row: usize) -> Option<usize> {
        self.first[row / self.groups()]
    }

    /// Position of a row's county and group.
    fn county(&self, row: usize) -> usize {
        self.study.towns[row / self.groups()].county.index() * self.groups() + row % self.groups()
    }

    fn counties(&self) -> usize {
        self.study.counties.len() * self.groups()
    }

    pub(super) fn pool(&self, window: u32) -> Pool {
        Pool::of(&self.people, |row| self.first_of(row), self.last, window)
    }

    /// Ratios of counties and groups: shrunk to the study's of the group, which are shrunk to all, `[county·groups + group, age]`.
    fn centres(&self, pool: &Pool) -> Array2<f64> {
        let (groups, weight) = (self.groups(), self.study.projection.shrinkage.max(0.0));
        let counties = pool.merged(self.counties(), |row| self.county(row));
        let by_group = counties.merged(groups, |row| row % groups);
        let all = by_group.merged(1, |_| 0).shrunk(0.0, AGEING_LIMITS, |_, age| self.survival.step(age));
        let by_group = by_group.shrunk(0.0, AGEING_LIMITS, |_, age| all[[0, age]]);
        counties.shrunk(weight, AGEING_LIMITS, |row, age| by_group[[row % groups, age]])
    }

    /// Sums behind the deviation of every row: numerator and denominator without κ.
    pub(super) fn deviations(&self) -> Deviations {
        let rows = self.people.dim().0;
        let mut sums = Deviations { above: Array1::zeros(rows), expected: Array1::zeros(rows) };
        let ages = AGES.min(self.people.dim().1.saturating_sub(1));
        let mut weight = 1.0;
        for last in (1..=self.last).rev().take(STEPS) {
            let step = Lanes { last, ..*self }.pool(1);
            let counties = step.merged(self.counties(), |row| self.county(row));
            for row in (0..rows).filter(|row| self.first_of(*row).is_some_and(|first| first < last)) {
                for age in 0..ages {
                    let (ended, began) =
                        (counties.ended[[self.county(row), age]], counties.began[[self.county(row), age]]);
                    let expected = if began > 0.0 { step.began[[row, age]] * ended / began } else { 0.0 };
                    let mobility = mobility(age);
                    sums.above[row] += weight * mobility * (step.ended[[row, age]] - expected);
                    sums.expected[row] += weight * mobility.powi(2) * expected;
                }
            }
            weight *= FADING;
        }
        sums
    }

    /// Ratios by a smoothing, from pooled steps of its window and deviations.
    pub(super) fn smoothed(&self, smoothing: Smoothing, pool: &Pool, deviations: &Deviations) -> Smoothed {
        let counties = self.centres(pool);
        let centre = Array2::from_shape_fn(pool.began.dim(), |(row, age)| counties[[self.county(row), age]]);
        let deviation = deviations.shrunk(smoothing.town);
        let own = if smoothing.age.is_finite() {
            pool.shrunk(smoothing.age, AGEING_LIMITS, |row, age| {
                centre[[row, age]] * (1.0 + deviation[row] * mobility(age))
            })
        } else {
            let of = |(row, age): (usize, usize)| centre[[row, age]] * (1.0 + deviation[row] * mobility(age));
            Array2::from_shape_fn(centre.dim(), of)
                .mapv(|ratio| ratio.clamp(AGEING_LIMITS.0, AGEING_LIMITS.1))
        };
        Smoothed { centre, own }
    }
}

/// Sums behind the deviation of every row, children (偏离量).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Deviations {
    above: Array1<f64>,
    expected: Array1<f64>,
}

impl Deviations {
    /// `θ` of every row.
    fn shrunk(&self, weight: f64) -> Array1<f64> {
        #[allow(clippy::cast_precision_loss)] // fourteen
        let lent = weight * AGES as f64;
        let of = |(above, expected): (&f64, &f64)| {
            let total = expected + lent;
            if total.is_finite() && total > 0.0 { above / total } else { 0.0 }
        };
        self.above.iter().zip(&self.expected).map(of).collect()
    }
}

/// How much an age moves beside young children.
fn mobility(age: usize) -> f64 {
    match age {
        0..=5 => 1.0,
        6..=9 => 0.6,
        _ => 0.45,
    }
}

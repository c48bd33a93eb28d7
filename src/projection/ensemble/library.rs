//! Measured errors of past forecasts: what all towns share, and every town's own, as whole paths.

use super::law::{Law, Sample};
use super::scale::Scale;
use super::spread::Spread;
use crate::projection::quantile::number;
use ndarray::{Array2, Array3, s};

/// Origins that a library needs.
const FEWEST_ORIGINS: usize = 5;

/// Years that the paths of those origins must reach.
const SHORTEST_PATH: usize = 3;

/// Paths that a library needs.
const FEWEST_PATHS: usize = 60;

/// Towns of a size class that lend to their class alone; of fewer, all towns lend to each other.
const FEWEST_LENDERS: usize = 20;

/// Forecasts of one origin and what came (一个起点的预测与实际).
#[derive(Debug, Clone)]
pub struct PastForecasts {
    /// Forecast children, `[town, stage, horizon − 1]`.
    pub forecast: Array3<f64>,
    /// Counted later; not a number where unknown, `[town, stage, horizon − 1]`.
    pub actual: Array3<f64>,
    /// Size classes of the towns at the origin, `[town]`.
    pub sizes: Vec<usize>,
}

/// Error paths to draw from, with who may lend to whom (误差库).
///
/// The error of a forecast is the mean error of all towns, which few independent windows tell, and what a town has beside it,
/// which many towns tell. The former is kept in units of the stated spread, the latter in units of what the past says of a town of its size
/// ([`Law`]), so that towns of one size may lend to those of another.
#[derive(Debug, Clone)]
pub struct Library {
    origins: Vec<Paths>,
    /// Mean errors of the towns, each stage and year of unit mean square over the origins, `[origin, stage, horizon − 1]`.
    common: Array3<f64>,
    /// Scale of the common errors, in units of the stated spread of the study.
    common_scale: Scale,
    /// How the towns' own errors depend on their size.
    law: Law,
    /// Factor on own errors in units of the law, `[stage, horizon − 1]`.
    widening: Array2<f64>,
}

/// Paths of an origin without holes.
#[derive(Debug, Clone)]
struct Paths {
    /// Own errors in units of the law, `[town, stage, horizon − 1]`; years beyond the last known hold its value.
    own: Array3<f64>,
    /// Common errors in such units, `[stage, horizon − 1]`.
    common: Array2<f64>,
    length: usize,
    /// Towns by county and size class, `[county][size]`.
    lenders: Vec<Vec<Vec<usize>>>,
    /// Towns by size class, `[size]`, and all.
    by_size: Vec<Vec<usize>>,
    all: Vec<usize>,
}

impl Library {
    /// Takes past forecasts of stages of some ages apart; none where they are too few. Origins whose paths are the shortest are left out
    /// as long as five remain.
    #[must_use]
    pub fn of(origins: &[PastForecasts], ages: &[(u8, u8)], counties: &[usize]) -> Option<Self> {
        let mut parts: Vec<Parts> = origins.iter().map(|origin| Parts::of(origin, ages)).collect();
        let (_, stages, horizons) = origins.first()?.forecast.dim();
        let common: Vec<_> = parts.iter().map(|parts| parts.common.mapv(|error| error * error)).collect();
        let shape = (stages, horizons);
        let common_scale = Scale::of(&common, shape);
        let law = Law::of(&samples(&parts, shape));
        let widening = into_units(&mut parts, &law, shape);
        let paths = |(parts, origin): (Parts, &PastForecasts)| Paths::of(parts, &origin.sizes, counties);
        let mut origins: Vec<_> = parts.into_iter().zip(origins).filter_map(paths).collect();
        let mut lengths: Vec<usize> = origins.iter().map(|paths| paths.length).collect();
        lengths.sort_unstable_by(|one, other| other.cmp(one));
        let enough = *lengths.get(FEWEST_ORIGINS - 1)?;
        let half = lengths.first().copied().unwrap_or(0).div_ceil(2);
        origins.retain(|paths| paths.length >= enough.min(half).max(SHORTEST_PATH));
        let paths: usize = origins.iter().map(|paths| paths.all.len()).sum();
        let common = unit_paths(&origins, shape);
        let found = Self { origins, common, common_scale, law, widening };
        (found.origins.len() >= FEWEST_ORIGINS && paths >= FEWEST_PATHS).then_some(found)
    }

    /// Number of origins.
    #[must_use]
    pub fn origins(&self) -> usize {
        self.origins.len()
    }

    /// Number of counties.
    pub(super) fn counties(&self) -> usize {
        self.origins.first().map_or(0, |paths| paths.lenders.len())
    }

    /// Towns that may lend their path: of the same size class in the lending county, else in the study; any where the study has few towns
    /// of the class.
    pub(super) fn lenders(&self, origin: usize, county: usize, size: usize) -> &[usize] {
        let paths = &self.origins[origin];
        let Some(alike) = paths.by_size.get(size).filter(|towns| towns.len() >= FEWEST_LENDERS) else {
            return &paths.all;
        };
        let near = paths.lenders.get(county).and_then(|of| of.get(size));
        near.filter(|towns| !towns.is_empty()).unwrap_or(alike)
    }

    /// A draw of the common error, `[stage, horizon − 1]`, in units of the stated spread of the study: the origins' paths, each times
    /// a normal deviate, have the variances and covariances of the past. That the variance itself is known from few windows makes it
    /// Student's (Cornish and Fisher: `z + (z³ + z)/4ν`).
    pub(super) fn common(&self, deviates: &[f64]) -> Array2<f64> {
        let (_, stages, horizons) = self.common.dim();
        Array2::from_shape_fn((stages, horizons), |(stage, at)| {
            let paths = self.common.slice(s![.., stage, at]);
            let normal: f64 = paths.iter().zip(deviates).map(|(path, deviate)| path * deviate).sum();
            let student = normal + (normal.powi(3) + normal) / (4.0 * self.common_scale.freedom[[stage, at]]);
            student * self.common_scale.square[[stage, at]].sqrt()
        })
    }

    /// Own error of a lender so many years ahead, in units of the law.
    pub(super) fn own(&self, origin: usize, lender: usize, stage: usize, years_ahead: f64) -> f64 {
        let own = &self.origins[origin].own;
        let at = position(years_ahead, own.dim().2);
        own[[lender, stage, at]] * self.widening[[stage, at]]
    }

    /// Variance of a town's own error so many years ahead, and of what it does not share with its county.
    pub(super) fn own_variances(&self, stage: usize, years_ahead: f64, spread: Spread) -> (f64, f64) {
        let multiples = self.law.at(stage, position(years_ahead, self.widening.ncols()));
        (multiples.own(spread), multiples.town(spread))
    }
}

/// Position of a horizon on the axis of years ahead.
pub(super) fn position(years_ahead: f64, horizons: usize) -> usize {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // some years, not negative
    let horizon = years_ahead.max(0.0).ceil() as usize;
    horizon.clamp(1, horizons.max(1)) - 1
}

/// Common paths of the origins, divided by the root of the sum of squares over them.
fn unit_paths(origins: &[Paths], (stages, horizons): (usize, usize)) -> Array3<f64> {
    Array3::from_shape_fn((origins.len(), stages, horizons), |(origin, stage, at)| {
        let of = |paths: &Paths| paths.common[[stage, at]];
        let root = origins.iter().map(|paths| of(paths).powi(2)).sum::<f64>().sqrt();
        if root > 0.0 { of(&origins[origin]) / root } else { 1.0 / number(origins.len()).sqrt() }
    })
}

/// Own errors of every stage and horizon.
fn samples(parts: &[Parts], shape: (usize, usize)) -> Array2<Sample> {
    let mut samples = Array2::from_elem(shape, Sample::default());
    for parts in parts {
        for ((town, stage, at), error) in parts.own.indexed_iter().filter(|(_, error)| error.is_finite()) {
            samples[[stage, at]].squares.push((error.powi(2), parts.spreads[[town, stage, at]]));
        }
        for ((stage, at), sample) in samples.indexed_iter_mut() {
            sample.origins += usize::from(parts.common[[stage, at]].is_finite());
        }
    }
    samples
}

/// Puts own errors into units of the law. Gives the factor by which they are still to be widened: the root of their mean square lies
/// below 1 where the law leans on what is expected. It is at least 1.
fn into_units(parts: &mut [Parts], law: &Law, shape: (usize, usize)) -> Array2<f64> {
    let mut sums = Array2::from_elem(shape, (0.0, 0.0));
    for Parts { own, spreads, .. } in parts {
        for (((_, stage, at), error), spread) in own.indexed_iter_mut().zip(spreads.iter()) {
            *error /= law.at(stage, at).own(*spread).sqrt();
            if error.is_finite() {
                let (squares, count) = &mut sums[[stage, at]];
                *squares += error.powi(2);
                *count += 1.0;
            }
        }
    }
    let mut widening = Array2::ones(shape);
    for (stage, at) in (0..shape.0).flat_map(|stage| (0..shape.1).map(move |at| (stage, at))) {
        let (squares, count) = sums[[stage, at]];
        // Years of which nothing is known hold the errors of the year before, and its factor.
        let before: f64 = if at > 0 { widening[[stage, at - 1]] } else { 1.0 };
        widening[[stage, at]] = if squares > 0.0 { (count / squares).sqrt().max(1.0) } else { before };
    }
    widening
}

/// Errors of an origin; not a number where unknown.
struct Parts {
    /// In units of the stated spread, `[stage, horizon − 1]`.
    common: Array2<f64>,
    /// In logarithms, then in units of the law, `[town, stage, horizon − 1]`.
    own: Array3<f64>,
    /// Stated spread, `[town, stage, horizon − 1]`.
    spreads: Array3<Spread>,
}

impl Parts {
    fn of(origin: &PastForecasts, ages: &[(u8, u8)]) -> Self {
        let (_, stages, horizons) = origin.forecast.dim();
        let mut parts = Self {
            common: Array2::from_elem((stages, horizons), f64::NAN),
            own: Array3::from_elem(origin.forecast.dim(), f64::NAN),
            spreads: Array3::from_shape_fn(origin.forecast.dim(), |(town, stage, at)| {
                Spread::of(origin.forecast[[town, stage, at]], ages[stage], number(at + 1))
            }),
        };
        for (stage, at) in (0..stages).flat_map(|stage| (0..horizons).map(move |at| (stage, at))) {
            parts.split(origin, [stage, at]);
        }
        parts
    }

    /// `ln(actual/forecast)` into the mean and what is beside it, the latter times `√(n/(n−1))`, since the mean takes its part of it.
    /// Half a child is added so that empty towns have an error, too.
    fn split(&mut self, origin: &PastForecasts, [stage, at]: [usize; 2]) {
        let error = |forecast: f64, actual: f64| ((actual + 0.5) / (forecast + 0.5)).ln();
        let cells = origin.forecast.slice(s![.., stage, at]).to_owned();
        let errors =
            cells.iter().zip(origin.actual.slice(s![.., stage, at])).map(|(of, came)| error(*of, *came));
        let errors: Vec<f64> = errors.collect();
        let known: Vec<f64> = errors.iter().copied().filter(|error| error.is_finite()).collect();
        if known.is_empty() {
            return;
        }
        let count = number(known.len());
        let mean = known.iter().sum::<f64>() / count;
        let factor = if count > 1.0 { (count / (count - 1.0)).sqrt() } else { 0.0 };
        for (town, error) in errors.into_iter().enumerate() {
            self.common[[stage, at]] = mean / self.spreads[[town, stage, at]].study;
            self.own[[town, stage, at]] = factor * (error - mean);
        }
    }
}

impl Paths {
    fn of(parts: Parts, town_sizes: &[usize], counties: &[usize]) -> Option<Self> {
        let Parts { mut common, mut own, .. } = parts;
        let (towns, stages, horizons) = own.dim();
        let length = (1..=horizons).rev().find(|horizon| common[[0, horizon - 1]].is_finite())?;
        if !(0..stages).all(|stage| fill(common.slice_mut(s![stage, ..]))) {
            return None;
        }
        let mut all = Vec::new();
        for town in 0..towns {
            let whole = (0..stages).all(|stage| fill(own.slice_mut(s![town, stage, ..])));
            all.extend(whole.then_some(town));
        }
        let sizes = town_sizes.iter().max().map_or(0, |size| size + 1);
        let places = counties.iter().max().map_or(0, |county| county + 1);
        let mut lenders = vec![vec![Vec::new(); sizes]; places];
        let mut by_size = vec![Vec::new(); sizes];
        for town in &all {
            lenders[counties[*town]][town_sizes[*town]].push(*town);
            by_size[town_sizes[*town]].push(*town);
        }
        (!all.is_empty()).then_some(Self { own, common, length, lenders, by_size, all })
    }
}

/// Fills unknown years of a path by the year before, the first ones by the first known; tells whether any is known.
fn fill(mut path: ndarray::ArrayViewMut1<f64>) -> bool {
    let Some(mut last) = path.iter().copied().find(|error| error.is_finite()) else { return false };
    for error in &mut path {
        if error.is_finite() {
            last = *error;
        } else {
            *error = last;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn holes_take_the_year_before() {
        let mut path = array![f64::NAN, 2.0, f64::NAN, 3.0];
        assert!(fill(path.view_mut()));
        assert_eq!(path, array![2.0, 2.0, 2.0, 3.0]);
        assert!(!fill(array![f64::NAN, f64::NAN].view_mut()));
    }

    #[test]
    fn errors_are_taken_apart_by_hand() {
        // Two towns of 999.5 children: e² and e⁰ times as many came, errors near 2 and 0 (half a child is added). Mean 1; beside it +1 and
        // −1, times √2.
        let actual = array![[[1000.0 * 2.0_f64.exp() - 0.5]], [[999.5]]];
        let origin =
            PastForecasts { forecast: Array3::from_elem((2, 1, 1), 999.5), actual, sizes: vec![0; 2] };
        let parts = Parts::of(&origin, &[(6, 11)]);
        let spread = Spread::of(999.5, (6, 11), 1.0);
        assert!((parts.common[[0, 0]] * spread.study - 1.0).abs() < 1e-12);
        assert!((parts.own[[0, 0, 0]] - 2.0_f64.sqrt()).abs() < 1e-12);
        assert!((parts.own[[1, 0, 0]] + parts.own[[0, 0, 0]]).abs() < 1e-9);
    }

    #[test]
    fn too_few_origins_give_no_library() {
        let (forecast, actual) = (Array3::from_elem((40, 1, 5), 9.0), Array3::from_elem((40, 1, 5), 9.0));
        let origin = PastForecasts { forecast, actual, sizes: vec![0; 40] };
        let library = |count: usize| Library::of(&vec![origin.clone(); count], &[(6, 11)], &[0; 40]);
        assert!(library(4).is_none());
        assert_eq!(library(5).map(|library| library.origins()), Some(5));
    }
}

//! Measured errors of past forecasts, as whole paths.

use super::spread::Spread;
use crate::projection::quantile::number;
use ndarray::{Array2, Array3, s};

/// Origins that a library needs.
const FEWEST_ORIGINS: usize = 5;

/// Years that the paths of those origins must reach.
const SHORTEST_PATH: usize = 3;

/// Paths that a library needs.
const FEWEST_PATHS: usize = 60;

/// Errors of the forecasts of one origin (一个起点的误差路径).
#[derive(Debug, Clone)]
pub struct OriginErrors {
    /// `ln(actual/forecast)` in units of the stated spread, `[town, stage, horizon − 1]`; not a number where unknown.
    pub standard: Array3<f64>,
    /// Size classes of the towns at the origin, `[town]`.
    pub sizes: Vec<usize>,
}

/// `ln(actual/forecast)` in units of the stated spread; half a child is added so that empty towns have one, too.
#[must_use]
pub fn standard_error(actual: f64, forecast: f64, ages: (u8, u8), years_ahead: f64) -> f64 {
    ((actual + 0.5) / (forecast + 0.5)).ln() / Spread::of(forecast, ages, years_ahead).total()
}

/// Independent past windows that the stated spread counts for: what is known before any past is seen.
const STATED_WINDOWS: f64 = 2.0;

/// Error paths to draw from, with who may lend to whom (误差库).
#[derive(Debug, Clone)]
pub struct Library {
    origins: Vec<Paths>,
    /// Factor on errors, `[stage, horizon − 1]`: few windows of a length tell little of its spread.
    widening: Array2<f64>,
}

/// Paths of an origin without holes.
#[derive(Debug, Clone)]
struct Paths {
    /// `[town, stage, horizon − 1]`; years beyond the last known hold its value.
    standard: Array3<f64>,
    length: usize,
    /// Towns by county and size class, `[county][size]`.
    lenders: Vec<Vec<Vec<usize>>>,
    /// Towns by size class, `[size]`, and all.
    by_size: Vec<Vec<usize>>,
    all: Vec<usize>,
}

impl Library {
    /// Fills the paths; none where they are too few. Origins whose paths are the shortest are left out as long as five remain.
    #[must_use]
    pub fn of(origins: &[OriginErrors], counties: &[usize]) -> Option<Self> {
        let widening = widening(origins)?;
        let mut origins: Vec<_> = origins.iter().filter_map(|origin| Paths::of(origin, counties)).collect();
        let mut lengths: Vec<usize> = origins.iter().map(|paths| paths.length).collect();
        lengths.sort_unstable_by(|one, other| other.cmp(one));
        let enough = *lengths.get(FEWEST_ORIGINS - 1)?;
        let half = lengths.first().copied().unwrap_or(0).div_ceil(2);
        origins.retain(|paths| paths.length >= enough.min(half).max(SHORTEST_PATH));
        let paths: usize = origins.iter().map(|paths| paths.all.len()).sum();
        (origins.len() >= FEWEST_ORIGINS && paths >= FEWEST_PATHS).then_some(Self { origins, widening })
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

    /// Towns that may lend their path: of the same size class in the lending county, else in the study, else any.
    pub(super) fn lenders(&self, origin: usize, county: usize, size: usize) -> &[usize] {
        let paths = &self.origins[origin];
        let near = paths.lenders.get(county).and_then(|of| of.get(size));
        let alike = near.filter(|towns| !towns.is_empty()).or_else(|| paths.by_size.get(size));
        alike.filter(|towns| !towns.is_empty()).unwrap_or(&paths.all)
    }

    /// Error of a lender so many years ahead, in units of the stated spread.
    pub(super) fn error(&self, origin: usize, lender: usize, stage: usize, years_ahead: f64) -> f64 {
        let standard = &self.origins[origin].standard;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // some years, not negative
        let horizon = (years_ahead.max(0.0).ceil() as usize).clamp(1, standard.dim().2);
        standard[[lender, stage, horizon - 1]] * self.widening[[stage, horizon - 1]]
    }
}

/// Mixes the mean square `m` of measured errors, in units of the stated spread, with that of the stated spread, 1:
/// `√((n·m + 2) / ((n + 2)·m))`. Windows that overlap tell little new: so many origins give `n = (origins + horizon − 1) / horizon`
/// windows. Unmeasured horizons take the factor of the one before.
fn widening(origins: &[OriginErrors]) -> Option<Array2<f64>> {
    let (_, stages, horizons) = origins.first()?.standard.dim();
    let mut factors = Array2::<f64>::ones((stages, horizons));
    for stage in 0..stages {
        let mut before = 1.0;
        for horizon in 1..=horizons {
            let of_origin = |origin: &OriginErrors| {
                let errors = origin.standard.slice(s![.., stage, horizon - 1]).to_owned();
                let known: Vec<f64> = errors.into_iter().filter(|error| error.is_finite()).collect();
                (!known.is_empty())
                    .then(|| known.iter().map(|error| error * error).sum::<f64>() / number(known.len()))
            };
            let squares: Vec<f64> = origins.iter().filter_map(of_origin).collect();
            if !squares.is_empty() {
                let square = squares.iter().sum::<f64>() / number(squares.len());
                let windows = number(squares.len() + horizon - 1) / number(horizon);
                let mixed = (windows * square + STATED_WINDOWS) / (windows + STATED_WINDOWS);
                before = if square > 0.0 { (mixed / square).sqrt().max(1.0) } else { 1.0 };
            }
            factors[[stage, horizon - 1]] = before;
        }
    }
    Some(factors)
}

impl Paths {
    fn of(origin: &OriginErrors, counties: &[usize]) -> Option<Self> {
        let mut standard = origin.standard.clone();
        let (towns, stages, horizons) = standard.dim();
        let known = |horizon: usize| (0..towns).any(|town| standard[[town, 0, horizon - 1]].is_finite());
        let length = (1..=horizons).rev().find(|horizon| known(*horizon))?;
        let mut all = Vec::new();
        for town in 0..towns {
            let whole = (0..stages).all(|stage| fill(&mut standard, town, stage));
            all.extend(whole.then_some(town));
        }
        let sizes = origin.sizes.iter().max().map_or(0, |size| size + 1);
        let places = counties.iter().max().map_or(0, |county| county + 1);
        let mut lenders = vec![vec![Vec::new(); sizes]; places];
        let mut by_size = vec![Vec::new(); sizes];
        for town in &all {
            lenders[counties[*town]][origin.sizes[*town]].push(*town);
            by_size[origin.sizes[*town]].push(*town);
        }
        (!all.is_empty()).then_some(Self { standard, length, lenders, by_size, all })
    }
}

/// Fills unknown years of a path by the year before, the first ones by the first known; tells whether any is known.
fn fill(standard: &mut Array3<f64>, town: usize, stage: usize) -> bool {
    let mut path = standard.slice_mut(s![town, stage, ..]);
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

    #[test]
    fn holes_take_the_year_before() {
        let mut standard =
            Array3::from_shape_vec((1, 1, 4), vec![f64::NAN, 2.0, f64::NAN, 3.0]).expect("shape");
        assert!(fill(&mut standard, 0, 0));
        assert_eq!(standard.into_raw_vec_and_offset().0, vec![2.0, 2.0, 2.0, 3.0]);
        assert!(!fill(&mut Array3::from_elem((1, 1, 2), f64::NAN), 0, 0));
    }

    #[test]
    fn few_windows_are_widened_by_hand() {
        // Six origins, errors of half the stated spread: m = 1/4. One year ahead: 6 windows, √((1.5 + 2)/(8·0.25)) = √1.75; five years
        // ahead: (6 + 4)/5 = 2 windows, √((0.5 + 2)/(4·0.25)) = √2.5.
        let origin = OriginErrors { standard: Array3::from_elem((40, 1, 5), 0.5), sizes: vec![0; 40] };
        let factors = widening(&vec![origin; 6]).expect("factors");
        assert!((factors[[0, 0]] - 1.75_f64.sqrt()).abs() < 1e-12);
        assert!((factors[[0, 4]] - 2.5_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn too_few_origins_give_no_library() {
        let origin = OriginErrors { standard: Array3::zeros((40, 1, 5)), sizes: vec![0; 40] };
        let counties = vec![0; 40];
        assert!(Library::of(&vec![origin.clone(); 4], &counties).is_none());
        assert_eq!(Library::of(&vec![origin; 5], &counties).map(|library| library.origins()), Some(5));
    }
}

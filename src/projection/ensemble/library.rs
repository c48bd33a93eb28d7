//! Measured errors of past forecasts, as whole paths.

use super::spread::Spread;
use ndarray::Array3;

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

/// Error paths to draw from, with who may lend to whom (误差库).
#[derive(Debug, Clone)]
pub struct Library {
    origins: Vec<Paths>,
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
        let mut origins: Vec<_> = origins.iter().filter_map(|origin| Paths::of(origin, counties)).collect();
        let mut lengths: Vec<usize> = origins.iter().map(|paths| paths.length).collect();
        lengths.sort_unstable_by(|one, other| other.cmp(one));
        let enough = *lengths.get(FEWEST_ORIGINS - 1)?;
        let half = lengths.first().copied().unwrap_or(0).div_ceil(2);
        origins.retain(|paths| paths.length >= enough.min(half).max(SHORTEST_PATH));
        let paths: usize = origins.iter().map(|paths| paths.all.len()).sum();
        (origins.len() >= FEWEST_ORIGINS && paths >= FEWEST_PATHS).then_some(Self { origins })
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
        standard[[lender, stage, horizon - 1]]
    }
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
    let mut path = standard.slice_mut(ndarray::s![town, stage, ..]);
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
    fn too_few_origins_give_no_library() {
        let origin = OriginErrors { standard: Array3::zeros((40, 1, 5)), sizes: vec![0; 40] };
        let counties = vec![0; 40];
        assert!(Library::of(&vec![origin.clone(); 4], &counties).is_none());
        assert_eq!(Library::of(&vec![origin; 5], &counties).map(|library| library.origins()), Some(5));
    }
}

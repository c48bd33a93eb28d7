//! Draws of whole error paths, and their quantiles.

use super::library::{Library, position};
use super::spread::Spread;
use super::{Bands, DrawSettings, ErrorModel, QUANTILES, Target};
use crate::parallel::{processors, side_by_side};
use crate::projection::quantile::quantiles;
use ndarray::{Array2, Array3, Array4, s};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Parts of the towns that are worked on one by one; fixed, so that sums do not depend on the number of cores.
const PARTS: usize = 16;

/// What a draw shares among towns.
struct Shared {
    /// Position of the origin, and whether its errors count with the other sign.
    origin: usize,
    sign: f64,
    /// Lending county of every county.
    lending: Vec<usize>,
    /// Measured error that all towns share, in units of the study's stated spread, `[stage, horizon − 1]`.
    common: Option<Array2<f64>>,
    /// Normal deviates of the study and of every county.
    study: f64,
    counties: Vec<f64>,
}

/// Values of one town or of all, `[stage, year, draw]` flat.
type Values = Vec<f64>;

/// Quantiles of every town and of all towns together.
pub(super) fn bands(target: &Target, model: &ErrorModel, settings: DrawSettings) -> Bands {
    let (towns, stages, years) = target.forecast.dim();
    let shared = shared(target, model, settings);
    let draws = shared.len();
    let part = |part: &usize| {
        let mut sums = vec![0.0; stages * years * draws];
        let mine = (part * towns / PARTS)..((part + 1) * towns / PARTS);
        let of_towns: Vec<_> = mine
            .map(|town| {
                let mut values = of_town(target, model, settings.seed, &shared, town);
                for (cell, mean) in means(target, model, town).into_iter().enumerate() {
                    let of_cell = cell * draws..(cell + 1) * draws;
                    let sums = sums[of_cell.clone()].iter_mut();
                    sums.zip(&values[of_cell]).for_each(|(sum, value)| *sum += value / mean);
                }
                (town, of_cells(&mut values, draws))
            })
            .collect();
        (sums, of_towns)
    };
    let numbers: Vec<usize> = (0..PARTS).collect();
    let parts = side_by_side(&numbers, processors(), part);
    let mut bands = Bands {
        towns: Array4::zeros((QUANTILES.len(), towns, stages, years)),
        totals: Array3::zeros((QUANTILES.len(), stages, years)),
    };
    let mut total = vec![0.0; stages * years * draws];
    for (sums, of_towns) in parts {
        total.iter_mut().zip(&sums).for_each(|(total, sum)| *total += sum);
        for (town, found) in of_towns {
            for (cell, of_cell) in found.iter().enumerate() {
                for (at, value) in of_cell.iter().enumerate() {
                    bands.towns[[at, town, cell / years, cell % years]] = *value;
                }
            }
        }
    }
    for (cell, of_cell) in of_cells(&mut total, draws).iter().enumerate() {
        for (at, value) in of_cell.iter().enumerate() {
            bands.totals[[at, cell / years, cell % years]] = *value;
        }
    }
    bands
}

/// Children of every town in every draw, `[town, stage, year, draw]`: the draws behind [`bands`], each town's divided by the mean of
/// its own errors, so that they add up to the draws of the totals.
pub(super) fn futures(target: &Target, model: &ErrorModel, settings: DrawSettings) -> Array4<f64> {
    let (towns, stages, years) = target.forecast.dim();
    let shared = shared(target, model, settings);
    let draws = shared.len();
    let mut futures = Array4::zeros((towns, stages, years, draws));
    for town in 0..towns {
        let values = of_town(target, model, settings.seed, &shared, town);
        for (cell, mean) in means(target, model, town).into_iter().enumerate() {
            let of_cell = &values[cell * draws..(cell + 1) * draws];
            let mut lane = futures.slice_mut(s![town, cell / years, cell % years, ..]);
            lane.iter_mut().zip(of_cell).for_each(|(future, value)| *future = value / mean);
        }
    }
    futures
}

/// What all towns share: the common error, the origin and sign of the own ones, a lending county for every county.
fn shared(target: &Target, model: &ErrorModel, settings: DrawSettings) -> Vec<Shared> {
    let mut random = ChaCha8Rng::seed_from_u64(settings.seed);
    let counties = target.counties.iter().max().map_or(0, |county| county + 1);
    let (origins, lenders) = match model {
        ErrorModel::Stated => (1, 1),
        ErrorModel::Measured(library) => (library.origins(), library.counties().max(1)),
    };
    let one = |draw: usize| Shared {
        origin: random.random_range(0..origins),
        sign: if draw.is_multiple_of(2) { 1.0 } else { -1.0 },
        lending: (0..counties).map(|_| random.random_range(0..lenders)).collect(),
        common: common(model, &mut random),
        study: StandardNormal.sample(&mut random),
        counties: (0..counties).map(|_| StandardNormal.sample(&mut random)).collect(),
    };
    (0..settings.draws.max(2)).map(one).collect()
}

/// A draw of the measured error that all towns share.
fn common(model: &ErrorModel, random: &mut ChaCha8Rng) -> Option<Array2<f64>> {
    let ErrorModel::Measured(library) = model else { return None };
    let deviates: Vec<f64> = (0..library.origins()).map(|_| StandardNormal.sample(random)).collect();
    Some(library.common(&deviates))
}

/// Draws of a town, each from its own stream.
fn of_town(target: &Target, model: &ErrorModel, seed: u64, shared: &[Shared], town: usize) -> Values {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(u64::try_from(town + 1).unwrap_or(u64::MAX));
    let (_, stages, years) = target.forecast.dim();
    let sizes: Vec<Sizes> = (0..stages * years)
        .map(|cell| Sizes::of(target, model, [town, cell / years, cell % years]))
        .collect();
    let draws = shared.len();
    let mut values = vec![0.0; stages * years * draws];
    for (draw, common) in shared.iter().enumerate() {
        let path = Path::of(target, model, common, town, &mut random);
        for (cell, sizes) in sizes.iter().enumerate() {
            let (stage, year) = (cell / years, cell % years);
            if target.given[stage] {
                values[cell * draws + draw] = target.forecast[[town, stage, year]];
                continue;
            }
            let error = path.error(*sizes, target.bands[stage], stage, target.years_ahead[year]);
            values[cell * draws + draw] = target.forecast[[town, stage, year]] * error.exp();
        }
    }
    values
}

/// Standard deviations of a town's errors in a cell.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    stated: Spread,
    /// What it does not share with the whole study, and not with its county either.
    own: f64,
    town: f64,
}

impl Sizes {
    fn of(target: &Target, model: &ErrorModel, [town, stage, year]: [usize; 3]) -> Self {
        let ahead = target.years_ahead[year];
        let stated = Spread::of(target.forecast[[town, stage, year]], target.ages[stage], ahead);
        match model {
            ErrorModel::Stated => Self { stated, own: stated.own(), town: stated.town() },
            ErrorModel::Measured(library) => {
                let (own, town) = library.own_variances(target.bands[stage], ahead, stated);
                Self { stated, own: own.sqrt(), town: town.sqrt() }
            }
        }
    }
}

/// Mean of the factors by which a town's own errors multiply its forecast, by cell. Their median is 1, so that a town's band
/// holds its forecast in the middle; in a sum over towns they would add up to more than the forecast, most of all for very few
/// children, and are divided by their mean. Measured errors are as large as their law says.
fn means(target: &Target, model: &ErrorModel, town: usize) -> Vec<f64> {
    let (_, stages, years) = target.forecast.dim();
    let of_cell = |cell: usize| {
        let (stage, year) = (cell / years, cell % years);
        if target.given[stage] {
            return 1.0;
        }
        (Sizes::of(target, model, [town, stage, year]).town.powi(2) / 2.0).exp()
    };
    (0..stages * years).map(of_cell).collect()
}

/// One draw's errors of a town over all stages and years.
enum Path<'a> {
    /// Deviates of the study, the county, and the town's stages.
    Stated { study: f64, county: f64, own: Vec<f64> },
    /// The common error and a lender's path.
    Measured { library: &'a Library, common: &'a Array2<f64>, origin: usize, lender: usize, sign: f64 },
}

impl<'a> Path<'a> {
    fn of(
        target: &Target,
        model: &'a ErrorModel,
        shared: &'a Shared,
        town: usize,
        random: &mut ChaCha8Rng,
    ) -> Self {
        let county = target.counties[town];
        if let (ErrorModel::Measured(library), Some(common)) = (model, &shared.common) {
            let lenders = library.lenders(shared.origin, shared.lending[county], target.sizes[town]);
            let lender = lenders[random.random_range(0..lenders.len())];
            Self::Measured { library, common, origin: shared.origin, lender, sign: shared.sign }
        } else {
            let own = target.ages.iter().map(|_| StandardNormal.sample(random)).collect();
            Self::Stated { study: shared.study, county: shared.counties[county], own }
        }
    }

    /// `ln(actual/forecast)`.
    fn error(&self, sizes: Sizes, band: usize, stage: usize, years_ahead: f64) -> f64 {
        match self {
            Self::Stated { study, county, own } => {
                study * sizes.stated.study + county * sizes.stated.county + own[stage] * sizes.town
            }
            Self::Measured { library, common, origin, lender, sign } => {
                let shared = common[[band, position(years_ahead, common.ncols())]] * sizes.stated.study;
                shared + sign * library.own(*origin, *lender, band, years_ahead) * sizes.own
            }
        }
    }
}

/// Quantiles of every cell.
fn of_cells(values: &mut Values, draws: usize) -> Vec<[f64; 3]> {
    values.chunks_mut(draws).map(|cell| quantiles(cell, QUANTILES)).collect()
}

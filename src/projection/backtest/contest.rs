//! The table of errors, and the contest of methods by town class.

use super::super::grid::Moment;
use super::super::towns::{TownClass, size_count};
use super::measure::{Errors, Pair, measure};
use super::methods::{CONTENDERS, DEFAULT};
use super::trials::{Cell, Trials};
use std::collections::BTreeSet;

/// By how much the error of a method must lie below the default's before it replaces it.
pub(super) const GAIN: f64 = 0.02;

/// Forecasts, and towns among them, that a choice and a judgement need.
const FEWEST: usize = 20;
const FEWEST_TOWNS: usize = 5;

/// Errors of a method for a stage at a horizon (误差表的一行).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ErrorLine {
    /// Position in [`CONTENDERS`].
    pub method: usize,
    /// Position of the stage among the bands.
    pub band: usize,
    /// Years ahead.
    pub horizon: usize,
    /// Size class of the towns; none is all towns.
    pub size: Option<usize>,
    /// Errors.
    pub errors: Errors,
    /// Whether no other method has a lower weighted error here.
    pub best: bool,
}

/// Methods on the towns of a class (分类竞赛).
#[derive(Debug, Clone, PartialEq)]
pub struct Contest {
    /// Class; none is all towns.
    pub class: Option<TownClass>,
    /// Weighted absolute error of every method on the choosing origins, all stages and horizons; none without forecasts.
    pub chose: Vec<Option<f64>>,
    /// The same on the judging origins.
    pub judged: Vec<Option<f64>>,
    /// The method with the lowest error on the choosing origins.
    pub winner: usize,
    /// Whether it replaces the default: its error on the judging origins is lower by two per cent.
    pub replaces: bool,
}

/// Errors on the judging origins, by band, horizon, size and method.
pub(super) fn errors(trials: &Trials, judge: usize, horizons: &[usize]) -> Vec<ErrorLine> {
    let mut lines = Vec::new();
    for band in 0..trials.bands.len() {
        for horizon in horizons {
            let cells: Vec<_> = (judge..trials.origins.len())
                .map(|origin| (origin, trials.cells(origin, *horizon)))
                .collect();
            for size in std::iter::once(None).chain((0..size_count()).map(Some)) {
                let wanted =
                    |cell: &Cell| cell.band == band && size.is_none_or(|size| cell.class.size == size);
                let mut of_methods: Vec<_> = (0..CONTENDERS.len())
                    .filter_map(|method| {
                        let pairs = pairs(trials, method, *horizon, &cells, wanted);
                        let line =
                            |errors| ErrorLine { method, band, horizon: *horizon, size, errors, best: false };
                        measure(&pairs).map(line)
                    })
                    .collect();
                let least = of_methods.iter().map(|line| line.errors.wape).fold(f64::INFINITY, f64::min);
                of_methods.iter_mut().for_each(|line| line.best = line.errors.wape <= least);
                lines.extend(of_methods);
            }
        }
    }
    lines
}

fn pairs(
    trials: &Trials,
    method: usize,
    horizon: usize,
    cells: &[(usize, Vec<Cell>)],
    wanted: impl Fn(&Cell) -> bool,
) -> Vec<(Pair, f64)> {
    let of = |origin: usize, cell: &Cell| {
        let forecast = trials.forecasts[origin][[method, cell.town, cell.band, horizon - 1]];
        (Pair { forecast, actual: cell.actual }, f64::from(trials.bands[cell.band].class_size))
    };
    cells
        .iter()
        .flat_map(|(origin, cells)| cells.iter().map(move |cell| (*origin, cell)))
        .filter(|(_, cell)| wanted(cell))
        .map(|(origin, cell)| of(origin, cell))
        .collect()
}

/// Contests on all towns and on every class that has forecasts.
pub(super) fn contests(trials: &Trials, judge: usize, horizons: &[usize]) -> Vec<Contest> {
    let classes = std::iter::once(None).chain(TownClass::all().map(Some));
    classes.filter_map(|class| contest(trials, judge, horizons, class)).collect()
}

fn contest(trials: &Trials, judge: usize, horizons: &[usize], class: Option<TownClass>) -> Option<Contest> {
    let wape = |choosing: bool| -> (Vec<Option<f64>>, bool, bool) {
        let sums: Vec<_> = (0..CONTENDERS.len())
            .map(|method| sums(trials, method, judge, horizons, class, choosing))
            .collect();
        let (any, enough) = sums.first().map_or((false, false), |sums| (sums.count > 0, sums.enough()));
        let errors = sums.iter().map(|sums| (sums.children > 0.0).then(|| sums.off / sums.children));
        (errors.collect(), any, enough)
    };
    let ((chose, _, can_choose), (judged, any, can_judge)) = (wape(true), wape(false));
    if !any {
        return None;
    }
    let error = |method: usize| chose[method].unwrap_or(f64::INFINITY);
    let best = (0..CONTENDERS.len()).min_by(|one, other| error(*one).total_cmp(&error(*other)));
    let winner = best.filter(|_| can_choose).unwrap_or(DEFAULT);
    let replaces = match (judged[winner], judged[DEFAULT]) {
        (Some(found), Some(default)) => can_judge && winner != DEFAULT && found <= default * (1.0 - GAIN),
        _ => false,
    };
    Some(Contest { class, chose, judged, winner, replaces })
}

/// Weighted absolute error of a method on the judging origins, all towns, stages and horizons.
pub(super) fn weighted_errors(
    trials: &Trials,
    method: usize,
    judge: usize,
    horizons: &[usize],
) -> Option<f64> {
    let sums = sums(trials, method, judge, horizons, None, false);
    (sums.children > 0.0).then(|| sums.off / sums.children)
}

/// Forecasts of a method, added up.
#[derive(Debug, Clone, Default)]
struct Sums {
    /// Absolute error, children.
    off: f64,
    /// Children that came.
    children: f64,
    count: usize,
    towns: BTreeSet<usize>,
}

impl Sums {
    fn enough(&self) -> bool {
        self.count >= FEWEST && self.towns.len() >= FEWEST_TOWNS
    }
}

/// Forecasts that choose or judge.
fn sums(
    trials: &Trials,
    method: usize,
    judge: usize,
    horizons: &[usize],
    class: Option<TownClass>,
    choosing: bool,
) -> Sums {
    let first = Moment::of_date(trials.day(judge));
    let origins = if choosing { 0..judge } else { judge..trials.origins.len() };
    let mut sums = Sums::default();
    for origin in origins {
        for horizon in horizons {
            let over = trials.target(origin, *horizon).map(|day| Moment::of_date(trials.days[day]));
            if choosing && over.is_none_or(|day| day > first) {
                continue;
            }
            for cell in trials.cells(origin, *horizon) {
                if class.is_none_or(|class| class == cell.class) {
                    let forecast = trials.forecasts[origin][[method, cell.town, cell.band, horizon - 1]];
                    sums.off += (forecast - cell.actual).abs();
                    sums.children += cell.actual;
                    sums.count += 1;
                    sums.towns.insert(cell.town);
                }
            }
        }
    }
    sums
}

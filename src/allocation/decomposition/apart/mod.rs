//! The relaxation county by county (分县松弛, Dantzig–Wolfe): where that of the whole would take too long, only those of its counties
//! are solved, side by side, at prices of what couples them. A small program mixes their answers so that every coupling row is kept; its
//! dual values are the next prices. Mixture and bound pull together until they meet.

mod county;
mod mixture;

use super::coupling::{Coupling, Prices};
use super::partition::{Block, Partition};
use crate::allocation::keys::RowKey;
use crate::allocation::model::Model;
use crate::allocation::solve::SolveError;
use crate::domain::Text;
use crate::parallel::side_by_side;
use crate::progress::{Progress, Quiet};
use county::{Answer, County};
use mixture::{Mixed, Mixture};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Rounds of prices at most.
const ROUNDS: usize = 200;
/// From this distance of mixture and bound on, as a share, counties are cut, and what is missed is made dearer.
const NEAR: f64 = 0.02;
/// Weight of the best prices so far in the next ones: without it they swing.
const STEADY: f64 = 0.6;

/// How the relaxation is sought.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Distance of mixture and bound, as a share, at which they have met.
    pub met: f64,
    /// Whether counties are cut.
    pub cut: bool,
    /// Seconds.
    pub seconds: f64,
    /// Threads.
    pub threads: usize,
}

/// A program whose relaxation was solved county by county.
pub struct Apart {
    /// The program with the counties' cuts.
    pub model: Model,
    /// A point of its relaxation that keeps every coupling row, unless the time was over before.
    pub values: Vec<f64>,
    /// Dual values of its rows, cuts without.
    pub duals: Vec<f64>,
    /// Proven bound.
    pub bound: f64,
}

/// Solves the relaxation of a program county by county, from dual values of its rows where some are known.
///
/// # Errors
/// Where there is no solution, or none in time.
pub fn relaxed_apart(
    model: &Model,
    partition: &Partition,
    from: &[f64],
    asked: Asked,
    progress: &dyn Progress,
) -> Result<Apart, SolveError> {
    let started = Instant::now();
    let whole = partition.joined(model);
    let coupling = Coupling::new(model, &whole);
    let unlimited = |block: &Block| block.unlimited(model);
    let parts: Vec<(&Block, Model)> = whole
        .blocks
        .iter()
        .filter(|block| unlimited(block).is_none())
        .map(|block| (block, model.part(&block.columns, &block.rows)))
        .collect();
    let quiet = Quiet(progress);
    let made = side_by_side(&parts, asked.threads, |(block, part)| {
        County::new(part, block, asked.seconds, &quiet).map(Mutex::new)
    });
    let counties = made.into_iter().collect::<Result<Vec<_>, _>>()?;
    let left = || (asked.seconds - started.elapsed().as_secs_f64()).max(0.0);
    let prices = whole.coupling.iter().map(|row| from.get(*row).copied().unwrap_or(0.0)).collect();
    let mut rounds = Rounds::new(&coupling, counties, prices, asked, progress);
    let of_blocks = whole.blocks.iter().filter_map(|block| Some((unlimited(block)?, block.sums())));
    let missing = whole.missing.iter().map(|one| (one.column, vec![(one.row, one.by)]));
    for (column, terms) in of_blocks.chain(missing) {
        let alone = rounds.mixture.add_alone(model.columns()[column].cost, terms);
        rounds.alone.push((column, alone));
    }
    rounds.run(left)
}

/// Rounds of prices and answers under way.
struct Rounds<'a> {
    coupling: &'a Coupling<'a>,
    counties: Vec<Mutex<County<'a>>>,
    mixture: Mixture,
    /// Columns that are no county's, and their columns in the mixture.
    alone: Vec<(usize, usize)>,
    asked: Asked,
    progress: &'a dyn Progress,
    /// Best bound, and the prices that gave it.
    best: (f64, Prices),
}

impl<'a> Rounds<'a> {
    fn new(
        coupling: &'a Coupling<'a>,
        counties: Vec<Mutex<County<'a>>>,
        prices: Prices,
        asked: Asked,
        progress: &'a dyn Progress,
    ) -> Self {
        let mixture = Mixture::new(coupling, counties.len());
        Self {
            coupling,
            counties,
            mixture,
            alone: Vec::new(),
            asked,
            progress,
            best: (f64::NEG_INFINITY, prices),
        }
    }

    fn run(mut self, left: impl Fn() -> f64) -> Result<Apart, SolveError> {
        let mut prices = self.best.1.clone();
        let mut last: Option<Mixed> = None;
        let mut near = false;
        for _ in 0..ROUNDS {
            if left() <= 0.0 || self.progress.cancelled() {
                break;
            }
            let cutting = near && self.asked.cut;
            self.ask(&prices, cutting)?;
            let mixed = self.mixture.mix(left(), &Quiet(self.progress))?;
            let distance = self.distance(mixed.objective);
            self.progress.report(&met(self.best.0, distance));
            near = distance < NEAR;
            let missed = near && self.mixture.raise(&mixed.parts)?;
            let met = distance <= self.asked.met && !missed && cutting == self.asked.cut;
            // Without a bound yet there are no best prices.
            let weight = if self.best.0.is_finite() { STEADY } else { 0.0 };
            let steady = |(new, best): (&f64, &f64)| weight * best + (1.0 - weight) * new;
            prices = mixed.prices.iter().zip(&self.best.1).map(steady).collect();
            last = Some(mixed);
            if met {
                break;
            }
        }
        let last = last.ok_or(SolveError::NothingFound)?;
        self.answers(&self.best.1, false)?;
        Ok(self.put_together(&last.parts))
    }

    /// Distance of the mixture from the bound, as a share; without end while there is no bound.
    fn distance(&self, mixture: f64) -> f64 {
        if self.best.0.is_finite() {
            (mixture - self.best.0) / self.best.0.abs().max(1.0)
        } else {
            f64::INFINITY
        }
    }

    /// What every county answers to prices.
    fn answers(&self, prices: &Prices, cut: bool) -> Result<Vec<Answer>, SolveError> {
        let answer = |county| held(county).answer(prices, cut);
        side_by_side(&self.counties, self.asked.threads, answer).into_iter().collect()
    }

    /// Asks every county, and adds the answers to the mixture.
    fn ask(&mut self, prices: &Prices, cut: bool) -> Result<(), SolveError> {
        let answers = self.answers(prices, cut)?;
        let bound = self.coupling.worth(prices) + answers.iter().map(|answer| answer.objective).sum::<f64>();
        if bound > self.best.0 && self.mixture.bears(prices) {
            self.best = (bound, prices.clone());
        }
        for (number, (county, answer)) in self.counties.iter().zip(&answers).enumerate() {
            let mut county = held(county);
            let column = self.mixture.add(number, county.block, answer);
            county.keep(column);
        }
        Ok(())
    }

    /// The program with cuts, the mixture's point and all dual values, from the counties'.
    fn put_together(self, parts: &[f64]) -> Apart {
        let mut model = self.coupling.model.clone();
        let mut values = vec![0.0; model.columns().len()];
        let mut duals = vec![0.0; model.rows().len()];
        self.coupling.rows.iter().zip(&self.best.1).for_each(|(row, price)| duals[*row] = *price);
        self.alone.iter().for_each(|(column, alone)| values[*column] = parts[*alone]);
        for county in &self.counties {
            let county = held(county);
            let (columns, own) = (&county.block.columns, county.mixed(parts));
            columns.iter().zip(&own).for_each(|(column, value)| values[*column] = *value);
            county.block.rows.iter().zip(county.duals()).for_each(|(row, dual)| duals[*row] = *dual);
            for cut in county.tight(&own) {
                let key = RowKey::Rounding { number: model.rows().len() };
                model.add_cut(key, &cut.of_whole(columns));
            }
        }
        duals.resize(model.rows().len(), 0.0);
        Apart { model, values, duals, bound: self.best.0 }
    }
}

/// How far prices have come.
fn met(bound: f64, distance: f64) -> Text {
    let (bound, distance) = (bound / 1e4, distance * 100.0);
    Text {
        zh: format!("分县定价，下限 {bound:.2} 亿元，松弛解相差 {distance:.3} %"),
        en: format!(
            "prices county by county, bound {bound:.2} × 10⁸ yuan, the relaxation within {distance:.3} %"
        ),
    }
}

/// A county is asked by one thread at a time.
fn held<'a, 'b>(county: &'b Mutex<County<'a>>) -> MutexGuard<'b, County<'a>> {
    county.lock().unwrap_or_else(PoisonError::into_inner)
}

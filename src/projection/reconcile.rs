//! Makes towns add up to their county: iterative proportional fitting (迭代比例拟合).

use ndarray::{ArrayD, ArrayViewD, Axis};
use thiserror::Error;

/// Greatest relative gap of a margin.
pub const TOLERANCE: f64 = 1e-9;

/// Rounds after which fitting is given up.
const ROUNDS: usize = 10_000;

/// A factor beyond this is worth a warning: five per cent.
pub const NOTABLE: f64 = 0.05;

/// Totals that cells must add up to (边际总数).
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// Axes summed over, in rising order; empty: every cell is given.
    pub over: Vec<usize>,
    /// Totals over the other axes, in their order, persons.
    pub totals: ArrayD<f64>,
}

/// Fitted cells and how far they moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Cells that meet every margin.
    pub cells: ArrayD<f64>,
    /// Rounds taken.
    pub rounds: usize,
    /// Least and greatest factor on a cell; 1 and 1 where nothing moved.
    pub factors: (f64, f64),
}

impl Fitted {
    /// Greatest move of a cell as a share of what it was.
    #[must_use]
    pub fn greatest_move(&self) -> f64 {
        f64::max(1.0 - self.factors.0, self.factors.1 - 1.0)
    }

    /// Whether some cell moved by more than five per cent.
    #[must_use]
    pub fn is_notable(&self) -> bool {
        self.greatest_move() > NOTABLE
    }
}

/// Why margins cannot be met.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ReconcileError {
    /// A margin does not have the axes of the cells without those summed over.
    #[error("margin {margin}: its totals do not have the shape of the cells")]
    Shape {
        /// Position of the margin.
        margin: usize,
    },
    /// A cell or a total is negative or not a number.
    #[error("a cell or a total is negative or not a number")]
    NotANumber,
    /// The margins contradict each other, or a total above 0 has no cell above 0.
    #[error("the totals cannot be met: margin {margin} misses {wanted} by {gap}")]
    Unmet {
        /// Position of the margin with the greatest gap.
        margin: usize,
        /// Its total.
        wanted: f64,
        /// Sum of the cells less that total.
        gap: f64,
    },
}

/// Scales cells, margin after margin, until all totals are met within a relative 1e-9. Zero cells stay zero.
///
/// # Errors
/// See [`ReconcileError`].
pub fn fit(seed: &ArrayViewD<f64>, margins: &[Margin]) -> Result<Fitted, ReconcileError> {
    check(seed, margins)?;
    let mut cells = seed.to_owned();
    let mut worst = None;
    let mut before = f64::INFINITY;
    for round in 1..=ROUNDS {
        for margin in margins {
            scale(&mut cells, margin);
        }
        worst = worst_gap(&cells, margins);
        let Some(Miss { relative, .. }) = worst else {
            return Ok(Fitted { factors: factors(seed, &cells), cells, rounds: round });
        };
        // Contradicting margins go round in circles: nothing is won any more.
        if round % 100 == 0 {
            if relative > before * 0.999 {
                break;
            }
            before = relative;
        }
    }
    let miss = worst.unwrap_or_default();
    Err(ReconcileError::Unmet { margin: miss.margin, wanted: miss.wanted, gap: miss.gap })
}

/// Greatest gap of a fit.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Miss {
    margin: usize,
    wanted: f64,
    gap: f64,
    relative: f64,
}

fn check(seed: &ArrayViewD<f64>, margins: &[Margin]) -> Result<(), ReconcileError> {
    let sound = |value: &f64| value.is_finite() && *value >= 0.0;
    if !seed.iter().all(sound) || !margins.iter().all(|margin| margin.totals.iter().all(sound)) {
        return Err(ReconcileError::NotANumber);
    }
    for (position, margin) in margins.iter().enumerate() {
        let kept: Vec<usize> = (0..seed.ndim())
            .filter(|axis| !margin.over.contains(axis))
            .map(|axis| seed.len_of(Axis(axis)))
            .collect();
        let rising = margin.over.windows(2).all(|pair| pair[0] < pair[1]);
        let known = margin.over.iter().all(|axis| *axis < seed.ndim());
        if !rising || !known || margin.totals.shape() != kept {
            return Err(ReconcileError::Shape { margin: position });
        }
    }
    Ok(())
}

/// Sums over some axes.
fn sums(cells: &ArrayD<f64>, over: &[usize]) -> ArrayD<f64> {
    over.iter().rev().fold(cells.clone(), |sums, axis| sums.sum_axis(Axis(*axis)))
}

fn scale(cells: &mut ArrayD<f64>, margin: &Margin) {
    let factors = ndarray::Zip::from(&margin.totals)
        .and(&sums(cells, &margin.over))
        .map_collect(|wanted, sum| if *sum > 0.0 { wanted / sum } else { 1.0 });
    let mut spread = factors;
    for axis in &margin.over {
        spread = spread.insert_axis(Axis(*axis));
    }
    *cells *= &spread;
}

fn worst_gap(cells: &ArrayD<f64>, margins: &[Margin]) -> Option<Miss> {
    let mut worst: Option<Miss> = None;
    for (position, margin) in margins.iter().enumerate() {
        for (sum, wanted) in sums(cells, &margin.over).iter().zip(&margin.totals) {
            let gap = sum - wanted;
            let relative = gap.abs() / wanted.max(1.0);
            if relative > TOLERANCE && worst.is_none_or(|worst| relative > worst.relative) {
                worst = Some(Miss { margin: position, wanted: *wanted, gap, relative });
            }
        }
    }
    worst
}

/// Least and greatest factor on the cells above 0.
fn factors(seed: &ArrayViewD<f64>, cells: &ArrayD<f64>) -> (f64, f64) {
    let moved =
        seed.iter().zip(cells).filter(|(before, _)| **before > 0.0).map(|(before, after)| after / before);
    let (least, most) =
        moved.fold((f64::INFINITY, 0.0_f64), |(least, most), factor| (least.min(factor), most.max(factor)));
    if least.is_finite() { (least, most) } else { (1.0, 1.0) }
}

#[cfg(test)]
#[path = "reconcile_tests.rs"]
mod tests;

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

/// A total of any set of cells (目标总数).
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Positions of the cells, each once.
    pub cells: Vec<usize>,
    /// What they must add up to, persons.
    pub total: f64,
}

/// Scales cells, margin after margin, until all totals are met within a relative 1e-9. Zero cells stay zero.
///
/// # Errors
/// See [`ReconcileError`].
pub fn fit(seed: &ArrayViewD<f64>, margins: &[Margin]) -> Result<Fitted, ReconcileError> {
    check(seed, margins)?;
    let mut cells = seed.to_owned();
    let rounds = rounds(&mut cells, |cells| {
        margins.iter().for_each(|margin| scale(cells, margin));
        worst_gap(cells, margins)
    })?;
    Ok(Fitted { factors: factors(seed, &cells), cells, rounds })
}

/// As [`fit`], with totals of any sets of cells, which may overlap; cells in no set stay as they are.
///
/// # Errors
/// See [`ReconcileError`]; a margin is then the position of a target.
pub fn fit_targets(seed: &[f64], targets: &[Target]) -> Result<Vec<f64>, ReconcileError> {
    fit_targets_within(seed, targets, &vec![0.0; targets.len()])
}

/// As [`fit_targets`], where each total may be missed by so many persons if the totals contradict each other: what their rounding makes.
///
/// # Errors
/// As [`fit_targets`].
pub fn fit_targets_within(
    seed: &[f64],
    targets: &[Target],
    room: &[f64],
) -> Result<Vec<f64>, ReconcileError> {
    let sound = |value: &f64| value.is_finite() && *value >= 0.0;
    if !seed.iter().all(sound) || !targets.iter().all(|target| sound(&target.total)) {
        return Err(ReconcileError::NotANumber);
    }
    let mut cells = seed.to_vec();
    let fitted = rounds(&mut cells, |cells| {
        for target in targets {
            let sum: f64 = target.cells.iter().map(|cell| cells[*cell]).sum();
            if sum > 0.0 {
                target.cells.iter().for_each(|cell| cells[*cell] *= target.total / sum);
            }
        }
        let miss = |(position, target): (usize, &Target)| {
            Miss::of(position, target.cells.iter().map(|cell| cells[*cell]).sum(), target.total)
        };
        targets
            .iter()
            .enumerate()
            .filter_map(miss)
            .max_by(|one, other| one.relative.total_cmp(&other.relative))
    });
    let sum = |target: &Target| target.cells.iter().map(|cell| cells[*cell]).sum::<f64>();
    let is_near = |(target, room): (&Target, &f64)| (sum(target) - target.total).abs() <= *room;
    match fitted {
        Err(_) if targets.iter().zip(room).all(is_near) => Ok(cells),
        fitted => fitted.map(|_| cells),
    }
}

/// Repeats a round of scaling, which tells the worst gap that it leaves, until there is none; gives the number of rounds.
fn rounds<C>(cells: &mut C, mut round: impl FnMut(&mut C) -> Option<Miss>) -> Result<usize, ReconcileError> {
    let mut miss = Miss::default();
    let mut before = f64::INFINITY;
    for number in 1..=ROUNDS {
        match round(cells) {
            None => return Ok(number),
            Some(worst) => miss = worst,
        }
        // Contradicting margins go round in circles: nothing is won any more.
        if number % 100 == 0 {
            if miss.relative > before * 0.999 {
                break;
            }
            before = miss.relative;
        }
    }
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

impl Miss {
    /// By how much a sum misses its total, if it does.
    fn of(margin: usize, sum: f64, wanted: f64) -> Option<Self> {
        let gap = sum - wanted;
        let relative = gap.abs() / wanted.max(1.0);
        (relative > TOLERANCE).then_some(Self { margin, wanted, gap, relative })
    }
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
            let miss = Miss::of(position, *sum, *wanted);
            if miss.is_some_and(|miss| worst.is_none_or(|worst| miss.relative > worst.relative)) {
                worst = miss;
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

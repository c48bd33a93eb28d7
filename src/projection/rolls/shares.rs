//! How the pupils who join the schools of a town are shared among its schools (招生占比).

use super::counts::Counts;
use super::ladder::Ladder;
use super::{Lanes, recent};
use ndarray::Array3;

/// Pupils at which a school's own share of the intake weighs as much as its share of all pupils of the stage.
const SHRINKAGE: f64 = 30.0;

/// Share of every unit in the intake of its town, `[unit, group, step]`: `(Σ E[u] + κ·p[u]) / (Σ E[i] + κ)`, recent years
/// weighing more, p the share of the stage's pupils; 0 for those who took none in the last year. They add to 1 over the
/// units that take in.
pub(super) fn of_intake(
    lanes: &Lanes,
    ladder: &Ladder,
    counts: &Counts,
    takes: impl Fn(usize, usize) -> bool,
) -> Array3<f64> {
    let (units, groups, steps, years) = counts.pupils.dim();
    let mut shares = Array3::zeros((units, groups, steps));
    let members = members(lanes);
    for (step, of) in ladder.steps.iter().enumerate() {
        let stage = ladder.steps_of(of.stage);
        for group in 0..groups {
            for town in &members {
                let open = |unit: &&usize| {
                    takes(**unit, step) && counts.pupils[[**unit, group, step, years - 1]] > 0.0
                };
                let open: Vec<usize> = town.iter().filter(open).copied().collect();
                let pooled = |unit: &usize| {
                    let known = recent(&counts.lane(*unit, group, step), lanes.window);
                    known.iter().map(|(weight, pupils)| weight * pupils).sum::<f64>()
                };
                let intake: Vec<f64> = open.iter().map(pooled).collect();
                let rolls: Vec<f64> = open
                    .iter()
                    .map(|unit| stage.clone().map(|of| counts.pupils[[*unit, group, of, years - 1]]).sum())
                    .collect();
                let (all, roll): (f64, f64) = (intake.iter().sum(), rolls.iter().sum());
                for ((unit, intake), of_stage) in open.iter().zip(&intake).zip(&rolls) {
                    let prior = if roll > 0.0 { of_stage / roll } else { 0.0 };
                    shares[[*unit, group, step]] = (intake + SHRINKAGE * prior) / (all + SHRINKAGE);
                }
            }
        }
    }
    shares
}

/// Units of every town that has any.
fn members(lanes: &Lanes) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); lanes.county.len()];
    for (unit, town) in lanes.town.iter().enumerate() {
        members[*town].push(unit);
    }
    members
}

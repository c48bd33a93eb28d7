//! A fixed building programme under other children (既定方案重新安排就学): how little it can miss, with every rule of the program.

use super::elastic;
use super::formulation::{Breakable, Promises};
use super::plan::{Opening, Shortfall, Unplaced};
use super::sets::Sets;
use super::solve::{Limits, SolveError, solve_whole};
use super::{formulate, read};
use crate::domain::Study;
use crate::progress::Progress;
use crate::projection::Rolls;

/// What a building programme misses at the least.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeastMissed {
    /// Children without a place.
    pub unplaced: Vec<Unplaced>,
    /// Promises that are missed, and by how much.
    pub shortfalls: Vec<Shortfall>,
}

/// The least weighted shortfall of a programme that opens as told, whoever the children are: one linear program with every row of
/// the plan's, in which certification of counties and coverage may be fractions.
///
/// # Errors
/// [`SolveError`] where the linear program cannot be solved in time, or the openings break the rules of sites.
pub fn least_missed(
    study: &Study,
    rolls: &Rolls,
    openings: &[Opening],
    limits: Limits,
    progress: &dyn Progress,
) -> Result<LeastMissed, SolveError> {
    let formulation = formulate(study, Sets::new(study, rolls), Promises::Breakable(Breakable::ALL));
    let mut model = elastic::least_shortfall(&formulation.model, &study.repair).relaxed();
    for (project, columns) in formulation.variables.built.iter().enumerate() {
        for (position, column, _) in columns.openings() {
            let year = formulation.sets.years[position];
            let opened = openings.iter().filter(|one| one.project.index() == project && one.year <= year);
            model.fix(column, opened.map(|one| f64::from(one.count)).sum());
        }
    }
    let solution = solve_whole(&model, limits.into(), None, progress)?;
    Ok(LeastMissed {
        unplaced: read::unplaced(&formulation, rolls, &solution.values),
        shortfalls: read::shortfalls(&formulation, &solution.values),
    })
}

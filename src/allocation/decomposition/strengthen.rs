//! Cuts block by block (分块割平面): at the prices of the plain relaxation every block is cut on its own, side by side; the whole
//! takes all those cuts at once, and has few more to find.

use super::coupling::Coupling;
use super::partition::{Block, Partition};
use crate::allocation::cut::Cut;
use crate::allocation::cuts::{Cutting, Strengthened};
use crate::allocation::model::Model;
use crate::parallel::side_by_side;
use crate::progress::{Progress, Quiet};

/// The program with cuts, first of every block, then of the whole, from its relaxation without.
#[must_use]
pub fn strengthened(mut cutting: Cutting, partition: &Partition, threads: usize) -> Strengthened {
    let (model, progress, seconds) = (cutting.model(), cutting.progress(), cutting.left());
    let coupling = Coupling::new(model, partition);
    let costs = coupling.reduced_costs(&coupling.prices(cutting.duals()));
    let whole = |block: &&Block| block.integers > 0;
    let blocks: Vec<&Block> = partition.blocks.iter().filter(whole).collect();
    let found = side_by_side(&blocks, threads, |block| cuts(model, block, &costs, seconds, progress));
    cutting.add(found.into_iter().flatten().collect());
    cutting.cut();
    cutting.strengthened()
}

/// Cuts of one block at costs of all columns; none where there is no time for them.
fn cuts(model: &Model, block: &Block, costs: &[f64], seconds: f64, progress: &dyn Progress) -> Vec<Cut> {
    let mut own = model.part(&block.columns, &block.rows);
    own.set_costs(block.columns.iter().map(|column| costs[*column]));
    let quiet = Quiet(progress);
    let Ok(mut cutting) = Cutting::new(&own, seconds, &quiet) else { return Vec::new() };
    cutting.cut();
    cutting.tight().map(|(cut, _)| cut.of_whole(&block.columns)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample::program;
    use super::*;
    use crate::allocation::solve::Relaxation;
    use crate::progress::Silent;
    use proptest::prelude::*;

    proptest! {
        /// Where no set of towns gives a cut, the relaxation stays what it is, or has no solution either way.
        #[test]
        fn without_cuts_the_relaxation_stays(
            counties in proptest::collection::vec((1_u8..130, 1_u8..9, 1_u8..9), 2..6),
            part in 0.2..1.2,
        ) {
            let needed: f64 = counties.iter().map(|county| f64::from(county.0) / 65.0).sum();
            let model = program(&counties, needed * part, 0.0);
            let partition = Partition::of(&model);
            let cutting = Cutting::new(&model, 10.0, &Silent);
            let joined = cutting.map(|cutting| strengthened(cutting, &partition, 2).relaxed.objective);
            match (joined, Relaxation::new(&model).solve(10.0, &Silent)) {
                (Ok(joined), Ok(whole)) => prop_assert!((joined - whole.objective).abs() < 1e-6),
                (joined, whole) => prop_assert_eq!(joined.err(), whole.err()),
            }
        }
    }
}

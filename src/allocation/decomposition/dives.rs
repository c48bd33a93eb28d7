//! A plan to begin from, block by block (分块取整): every block dives on its own, some side by side, with the others held where they are, whole
//! or still split; what its rounding takes from a coupling row or leaves of it, those after it find.

use super::block::Task;
use super::coupling::Coupling;
use super::descent::{Point, task};
use super::dive::dive;
use super::parallel::{Quiet, side_by_side};
use super::partition::{Block, Partition};
use crate::allocation::solve::{Relaxation, Stop};
use crate::progress::Progress;
use std::time::Instant;

/// From a point of the relaxation to one of whole numbers; it keeps the rows of every block, and what it misses of coupling
/// rows was worth the penalty. Blocks of few whole numbers come first.
pub fn dives(
    coupling: &Coupling,
    partition: &Partition,
    mut point: Point,
    penalties: &[f64],
    threads: usize,
    stop: Stop,
    progress: &dyn Progress,
) -> Point {
    let started = Instant::now();
    let left = || (stop.seconds - started.elapsed().as_secs_f64()).max(0.0);
    let blocks: Vec<&Block> = partition.blocks.iter().rev().filter(|block| block.integers > 0).collect();
    for together in blocks.chunks(partition.together()) {
        let stop = Stop { seconds: left(), ..stop };
        let tasks: Vec<Task> = together
            .iter()
            .map(|block| task(coupling, block, &point, penalties, together.len(), stop))
            .collect();
        let dived = side_by_side(&tasks, threads, |task| dived(task, left(), &Quiet(progress)));
        for (block, values) in together.iter().zip(dived) {
            if let Some(values) = values.flatten() {
                point.put(coupling, block, &values);
            }
        }
    }
    point
}

fn dived(task: &Task, seconds: f64, progress: &dyn Progress) -> Option<Vec<f64>> {
    let mut relaxation = Relaxation::new(&task.model);
    let relaxed = relaxation.solve(seconds, progress).ok()?;
    Some(dive(&task.model, &mut relaxation, &relaxed.values, seconds, progress))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::allocation::keys::{ColumnKey, Promise, RowKey};
    use crate::allocation::model::{Column, Model, Sense};
    use crate::domain::{ProgrammeIndex, ProjectIndex, SchoolYear};
    use crate::progress::Silent;

    /// Two counties, each with projects of cost 3 and 4 with 60 and 70 places, for 50 and 100 children; the programme asks for
    /// exactly three projects.
    fn program() -> Model {
        let mut model = Model::default();
        let mut all = Vec::new();
        for (county, children) in [50.0, 100.0].into_iter().enumerate() {
            let columns: Vec<(Column, f64)> = [(3.0, 60.0), (4.0, 70.0)]
                .into_iter()
                .map(|(cost, places)| {
                    let key = ColumnKey::Built { project: ProjectIndex(all.len()), year: SchoolYear(2025) };
                    let column = model.add_column(key, 0.0, 1.0, true);
                    model.add_cost(column, cost);
                    all.push((column, 1.0));
                    (column, places)
                })
                .collect();
            model.add_row(RowKey::Need { number: county }, columns, Sense::AtLeast, children);
        }
        let promise = Promise::Programme { programme: ProgrammeIndex(0) };
        model.add_row(RowKey::Promise(promise), all, Sense::Equal, 3.0);
        model
    }

    #[test]
    fn one_block_makes_up_for_what_another_rounded_up() {
        let model = program();
        let partition = Partition::of(&model);
        assert_eq!((partition.blocks.len(), partition.coupling.as_slice()), (2, [2].as_slice()));
        let coupling = Coupling::new(&model, &partition.coupling);
        let relaxed = Relaxation::new(&model).solve(10.0, &Silent).unwrap();
        assert!(relaxed.values.iter().any(|value| (value - value.round()).abs() > 0.1), "{relaxed:?}");
        let stop = Stop { relative: 0.0, absolute: 0.0, seconds: 10.0, plain: true };
        for threads in [1, 2] {
            let point = Point::new(&coupling, relaxed.values.clone());
            let dived = dives(&coupling, &partition, point, &[20.0], threads, stop, &Silent);
            assert!(model.violation(&dived.values) < 1e-9, "{threads}: {:?}", dived.values);
            // Both projects for the hundred, the cheaper one for the fifty.
            assert_eq!(dived.values, [1.0, 0.0, 1.0, 1.0], "{threads}");
        }
    }
}

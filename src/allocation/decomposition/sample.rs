//! Small programs of several counties, for tests.

use crate::allocation::keys::{ColumnKey, Promise, RowKey};
use crate::allocation::model::{Model, Sense};
use crate::domain::{ProgrammeIndex, ProjectIndex, SchoolYear};

/// Counties with two projects each, of 60 and 70 places, for children who need places (children, cost of the one, of the other). All
/// together no more projects than a ceiling, and so many of the larger ones as a floor says; of two neighbours' four no more than three.
pub fn program(counties: &[(u8, u8, u8)], projects: f64, large: f64) -> Model {
    let mut model = Model::default();
    let (mut all, mut larger) = (Vec::new(), Vec::new());
    for (county, (children, first, second)) in counties.iter().enumerate() {
        let mut places = Vec::new();
        for (cost, of) in [(*first, 60.0), (*second, 70.0)] {
            let key = ColumnKey::Built { project: ProjectIndex(all.len()), year: SchoolYear(2025) };
            let column = model.add_column(key, 0.0, 1.0, true);
            model.add_cost(column, f64::from(cost));
            places.push((column, of));
            all.push((column, 1.0));
        }
        larger.push((places[1].0, 1.0));
        model.add_row(RowKey::Need { number: county }, places, Sense::AtLeast, f64::from(*children));
    }
    let promise = |number| RowKey::Promise(Promise::Programme { programme: ProgrammeIndex(number) });
    for (number, pair) in all.windows(4).step_by(2).enumerate() {
        model.add_row(promise(2 + number), pair.to_vec(), Sense::AtMost, 3.0);
    }
    model.add_row(promise(0), all, Sense::AtMost, projects);
    model.add_row(promise(1), larger, Sense::AtLeast, large);
    model
}

//! Outside cases with known answers, and what must hold for every step.

#![allow(clippy::print_stdout)] // tells what was skipped, and how near a case came

mod china;
mod preston;
mod properties;
mod symmetry;
mod umea;

use ndarray::{Array1, Array4, s};
use std::path::PathBuf;

/// Lines of an outside file, header first, as cells; none where the data are not at hand, which is then said.
pub(in crate::projection) fn outside(path: &str) -> Option<Vec<Vec<String>>> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/validation").join(path);
    let Ok(text) = std::fs::read_to_string(file) else {
        println!("skipped: the validation data are not at hand");
        return None;
    };
    Some(text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect())
}

/// A column of numbers below its header.
pub(super) fn column(lines: &[Vec<String>], name: &str) -> Array1<f64> {
    let position = lines[0].iter().position(|head| head == name).expect("column");
    lines[1..].iter().map(|cells| cells[position].parse::<f64>().expect("number")).collect()
}

/// Women and men of one area and group, `[area, group, sex, age]`.
pub(super) fn both(women: &Array1<f64>, men: &Array1<f64>) -> Array4<f64> {
    let mut people = Array4::zeros((1, 1, 2, women.len()));
    people.slice_mut(s![0, 0, 0, ..]).assign(women);
    people.slice_mut(s![0, 0, 1, ..]).assign(men);
    people
}

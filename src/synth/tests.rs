//! What the made data must hold.

mod extremes;
mod flow;
mod package;
mod people;
mod projects;
mod provision;

use std::path::{Path, PathBuf};

use super::facts::Facts;
use super::{Made, TAIZHOU_SEED, make};

/// The folder of the shipped example.
fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/taizhou")
}

fn taizhou() -> Facts {
    Facts::read(&shipped().join("facts")).expect("facts")
}

fn made() -> (Facts, Made) {
    let facts = taizhou();
    let made = make(&facts, TAIZHOU_SEED);
    (facts, made)
}

/// Invented places of several sizes.
fn invented() -> Vec<(Facts, Made)> {
    let sizes = [(20, 2, 1), (130, 9, 5), (260, 18, 9)];
    let facts = sizes.map(|(towns, counties, seed)| (Facts::invent(towns, counties, seed), seed));
    facts.into_iter().map(|(facts, seed)| (facts.clone(), make(&facts, seed))).collect()
}

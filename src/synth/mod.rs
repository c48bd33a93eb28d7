//! Study data made from facts and a seed (示例数据生成).
//!
//! [`facts::Facts`] holds what is known of a place, or what is made up in its stead. [`generate`] makes every table of a
//! study from it; [`write()`] puts them into a folder with a `datapackage.json` that marks what is real, derived or
//! synthetic. The same facts and seed give the same bytes.

// Counts of people, places and years are made from shares and back: small, never negative, rounded on purpose.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]

pub mod births;
pub mod budget;
pub mod costs;
pub mod difficulty;
pub mod facts;
pub mod model;
pub mod mortality;
mod numerals;
pub mod outlook;
pub mod package;
pub mod population;
pub mod projects;
pub mod random;
pub mod rounding;
pub mod schools;
pub mod tables;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use facts::Facts;
use tables::TextTable;

/// Seed of the shipped example.
pub const TAIZHOU_SEED: u64 = 2022;

/// Stages and the sectors in which there are schools or projects.
pub type Provision = BTreeSet<(&'static str, &'static str)>;

/// All tables of a study, ready to be written (数据包).
#[derive(Debug, Clone, PartialEq)]
pub struct Tables {
    /// Short name of the study.
    pub name: String,
    /// Name of the place in Chinese and in English.
    pub title: (String, String),
    /// Whether counties and towns are real.
    pub real: bool,
    /// Seed that they were made with.
    pub seed: u64,
    /// The tables, in the order of the schema.
    pub tables: Vec<TextTable>,
    /// Stages and sectors that its schools and projects have.
    pub provision: Provision,
}

/// Makes all tables of a study: people and births first, then the schools they need, then projects, money and costs.
#[must_use]
pub fn generate(facts: &Facts, seed: u64) -> Tables {
    let made = make(facts, seed);
    let ceilings = budget::ceilings(facts, &made.projects, model::project_targets(facts));
    let tables = vec![
        tables::counties(facts),
        tables::towns(facts),
        tables::population(facts, &made.population),
        tables::births(facts, &made.births),
        tables::mortality(&mortality::rates(facts)),
        tables::schools(facts, &made.schools),
        tables::projects(facts, &made.projects),
        tables::budget(facts, &ceilings),
        tables::costs(&costs::costs()),
    ];
    let provision = provision(&made);
    Tables { name: facts.name.clone(), title: facts.title.clone(), real: facts.real, seed, tables, provision }
}

fn provision(made: &Made) -> Provision {
    let of_project = |project: &projects::Project| {
        let stages = projects::STAGES.into_iter().zip(project.places).filter(|(_, places)| *places != 0);
        stages.map(|(stage, _)| (stage, project.sector)).collect::<Vec<_>>()
    };
    let schools = made.schools.iter().map(|school| (school.stage, school.sector));
    schools.chain(made.projects.iter().flat_map(of_project)).collect()
}

/// Writes tables as CSV files with a `datapackage.json` into a folder.
///
/// # Errors
/// A folder or file that cannot be written.
pub fn write(tables: &Tables, folder: &Path) -> Result<(), SynthError> {
    package::write(tables, folder)
}

/// What is made before it becomes tables (中间结果).
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// People.
    pub population: population::Population,
    /// Births.
    pub births: births::RecentBirths,
    /// Children to come.
    pub outlook: outlook::Outlook,
    /// Schools of the base year.
    pub schools: Vec<schools::School>,
    /// Candidate projects.
    pub projects: Vec<projects::Project>,
}

/// Makes people, births, schools and projects.
#[must_use]
pub fn make(facts: &Facts, seed: u64) -> Made {
    let census = population::census(facts, seed);
    let births = births::births(facts, &census, &mortality::survival(facts), seed);
    let population = population::carry_on(facts, census, &births, seed);
    let outlook = outlook::Outlook::new(facts, &population, &births);
    let schools = schools::schools(facts, &population, &outlook, seed);
    let projects = projects::projects(facts, &outlook, &schools, seed);
    Made { population, births, outlook, schools, projects }
}

/// What can go wrong when study data are made.
#[derive(Debug, thiserror::Error)]
pub enum SynthError {
    /// A file of facts cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: csv::Error,
    },
    /// A cell of a file of facts does not hold what it should.
    #[error("{path}, line {line}: column {column} is missing or not of the right kind")]
    Fact {
        /// The file.
        path: PathBuf,
        /// Line, counting the header as 1.
        line: usize,
        /// Header of the column.
        column: String,
    },
    /// A file or folder cannot be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A model file cannot be made.
    #[error("cannot make a model file: {0}")]
    Model(String),
}

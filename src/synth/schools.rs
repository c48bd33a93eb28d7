//! Schools of the base year (学校): kindergartens, primary and junior schools, special schools.

pub mod attendance;
mod closing;
mod compulsory;
mod kindergartens;
mod migrants;
mod quality;
mod special;

pub use special::seat as special_seat;

use crate::synth::facts::Facts;
use crate::synth::outlook::Outlook;
use crate::synth::population::Population;

/// One school and stage in 2022 (学校).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct School {
    /// Id.
    pub school: String,
    /// Name.
    pub name: String,
    /// Index of its town.
    pub town: usize,
    /// Stage id: `preschool`, `primary`, `junior`, `special`.
    pub stage: &'static str,
    /// Sector id: `public`, `inclusive`, `private`.
    pub sector: &'static str,
    /// Grade of a kindergarten, 1 to 3; none elsewhere.
    pub grade: Option<u8>,
    /// Places that stand.
    pub places: u32,
    /// Pupils.
    pub pupils: u32,
    /// Of these, migrant children.
    pub migrant_pupils: u32,
    /// First school year without it; none is never.
    pub closes: Option<i32>,
}

/// All schools of a study, in order of town.
#[must_use]
pub fn schools(facts: &Facts, population: &Population, outlook: &Outlook, seed: u64) -> Vec<School> {
    let mut all = kindergartens::kindergartens(facts, outlook, seed);
    all.extend(compulsory::compulsory(facts, outlook, seed));
    all.extend(special::special(facts, outlook));
    migrants::place(facts, population, &mut all);
    all.sort_by(|a, b| a.town.cmp(&b.town).then_with(|| a.school.cmp(&b.school)));
    closing::settle(facts, &mut all, seed);
    all
}

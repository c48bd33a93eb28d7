//! Candidate projects (项目库): the known real ones and made-up ones for preschool, compulsory and special education.

mod capital;
mod compulsory;
mod known;
mod preschool;
mod replacement;
mod special;
mod stock;
mod timing;
mod towns;

use crate::synth::facts::Facts;
use crate::synth::outlook::Outlook;
use crate::synth::schools::School;
use std::collections::BTreeSet;

/// Stage ids in the order of [`Project::places`].
pub const STAGES: [&str; 4] = ["preschool", "primary", "junior", "special"];
/// Kinds of work that count towards a programme's number of projects.
pub const COUNTED_KINDS: [&str; 5] = ["new", "expand", "relocate", "rebuild", "upgrade"];

/// One option for one site (项目).
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Id of the option.
    pub project: String,
    /// Id of the site; options of one site exclude each other.
    pub site: String,
    /// Name.
    pub name: String,
    /// Index of its town.
    pub town: usize,
    /// Programme id: `preschool`, `compulsory`, `special`.
    pub programme: &'static str,
    /// Kind of work.
    pub kind: String,
    /// How far it is.
    pub status: String,
    /// Whether it must be built.
    pub committed: bool,
    /// Sector that gets the places.
    pub sector: &'static str,
    /// Grade that gets the places.
    pub grade: Option<u8>,
    /// Sector, grade and number of the places lost.
    pub from: Option<(&'static str, Option<u8>, u32)>,
    /// Places gained by stage, in the order of [`STAGES`]; negative: taken.
    pub places: [i32; 4],
    /// Capital cost, 10⁴ yuan.
    pub capex: f64,
    /// Land, m².
    pub land: Option<f64>,
    /// First school year in which it can open.
    pub earliest: i32,
    /// Last school year in which it can open.
    pub latest: i32,
    /// Source of its money.
    pub source: &'static str,
    /// Where the row comes from.
    pub note: String,
}

impl Project {
    /// A new public school of a town, of status `planned`, without places, cost or years yet.
    #[must_use]
    pub fn draft(site: String, name: String, town: usize, programme: &'static str, kind: &str) -> Self {
        Self {
            project: site.clone(),
            site,
            name,
            town,
            programme,
            kind: kind.to_owned(),
            status: "planned".to_owned(),
            committed: false,
            sector: "public",
            grade: None,
            from: None,
            places: [0; 4],
            capex: 0.0,
            land: None,
            earliest: 2025,
            latest: 2027,
            source: "county",
            note: "合成 (synthetic)".to_owned(),
        }
    }

    /// Whether it counts towards its programme.
    #[must_use]
    pub fn counts(&self) -> bool {
        COUNTED_KINDS.contains(&self.kind.as_str())
    }
}

/// All candidate projects: known ones, then preschool, compulsory and special ones.
#[must_use]
pub fn projects(facts: &Facts, outlook: &Outlook, schools: &[School], seed: u64) -> Vec<Project> {
    let mut stock = stock::Stock::new(schools);
    let mut all = known::known(facts, &mut stock, seed);
    let known = all.clone();
    all.extend(replacement::projects(facts, schools, seed));
    let sites = |all: &[Project], programme: &str| {
        let of_programme = all.iter().filter(|project| project.programme == programme);
        of_programme.map(|project| &project.site).collect::<BTreeSet<_>>().len()
    };
    let wanted = facts.difficulty.site_numbers(facts.towns.len());
    let (preschool, compulsory) = (sites(&all, "preschool"), sites(&all, "compulsory"));
    let kindergartens =
        preschool::projects(facts, outlook, &mut stock, wanted.0.saturating_sub(preschool), seed);
    let mut context = compulsory::Context { facts, outlook, stock: &mut stock, known: &known, seed };
    let schools = compulsory::projects(&mut context, wanted.1.saturating_sub(compulsory));
    all.extend(kindergartens);
    all.extend(schools);
    all.extend(special::projects(facts, outlook, seed));
    all
}

/// Splits a number of sites over kinds by their shares.
fn quotas(sites: usize, shares: &[(&'static str, f64)]) -> Vec<(&'static str, usize)> {
    let weights: Vec<f64> = shares.iter().map(|share| share.1).collect();
    let parts = crate::synth::rounding::by_remainder(&weights, sites as u32);
    shares.iter().zip(parts).map(|((kind, _), part)| (*kind, part as usize)).collect()
}

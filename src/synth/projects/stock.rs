//! Standing schools that a project can work on, each by one site at most (存量学校).

use crate::synth::random::Draw;
use crate::synth::schools::School;

/// The standing schools, and which of them a site has already taken.
#[derive(Debug)]
pub struct Stock<'a> {
    /// Schools of the base year.
    pub schools: &'a [School],
    taken: Vec<bool>,
}

impl<'a> Stock<'a> {
    /// All schools, none taken but those that close.
    #[must_use]
    pub fn new(schools: &'a [School]) -> Self {
        Self { schools, taken: schools.iter().map(|school| school.closes.is_some()).collect() }
    }

    /// Takes one school that fits, drawn by weight; a weight of 0 does not fit.
    pub fn take(&mut self, draw: &mut Draw, weight: impl Fn(&School) -> f64) -> Option<&'a School> {
        let weights: Vec<f64> = self
            .schools
            .iter()
            .zip(&self.taken)
            .map(|(school, taken)| if *taken { 0.0 } else { weight(school) })
            .collect();
        if weights.iter().all(|weight| *weight <= 0.0) {
            return None;
        }
        let place = draw.pick(&weights);
        self.taken[place] = true;
        Some(&self.schools[place])
    }

    /// Takes the public school of a town and stage whose places are nearest to a number.
    pub fn take_nearest(&mut self, town: usize, stage: &str, places: u32) -> Option<&'a School> {
        let fits =
            |school: &School| school.town == town && school.stage == stage && school.sector == "public";
        let place = (0..self.schools.len())
            .filter(|place| !self.taken[*place] && fits(&self.schools[*place]))
            .min_by_key(|place| self.schools[*place].places.abs_diff(places))?;
        self.taken[place] = true;
        Some(&self.schools[place])
    }

    /// Places of a stage that stand in a town.
    #[must_use]
    pub fn places(&self, town: usize, stage: &str) -> u32 {
        self.schools
            .iter()
            .filter(|school| school.town == town && school.stage == stage)
            .map(|school| school.places)
            .sum()
    }
}
